"""High cost and joint panels: shares to the penny, who may sign, and nothing of the plan is reopened."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bandingdesk.ops import Op, Recorded
from bandingdesk.panel import moderation
from bandingdesk.panel.decision import PinNeededError
from bandingdesk.panel.findings import Share
from bandingdesk.panel.higher import finding, funding
from bandingdesk.panel.higher.finding import Finding, FindingClosedError, FindingInvalidError
from bandingdesk.panel.higher.funding import FundsSignerError, PartyUnknownError, SharesSumError
from bandingdesk.panel.higher.ops import FindingCountersigned, FundsFound, FundsSigned, OversightFound
from bandingdesk.panel.meeting import NotInChairError
from bandingdesk.panel.ops import BandProposed
from bandingdesk.panel.remit import NotThisPanelError
from bandingdesk.panel.sitting import QuorumLostError
from tests.support import panel_builders as b
from tests.support.panel_builders import CHAIR, DEPUTY, EP, OFFICER, Panel, hand

OUTCOMES = ("funds_agreed", "funds_for_time", "funds_conditions", "funds_elsewhere", "shares_agreed", "ratified")
TERMS = replace(b.TERMS, basis="funding", family="high_cost", outcomes=OUTCOMES, second_signature="always")
COST = 6_450_000  # pence: £64,500 a year, invented
HALVES = (Share("education", 3_225_000, "Budget holder, 24 Nov"), Share("health", 3_225_000, "ICB, 25 Nov"))


def the_funds(**changes: Any) -> FundsFound:
    body = FundsFound(
        b.MEETING, b.ITEM, b.CASE, b.DECISION, "funds_agreed", COST, HALVES, "Place bought by the year",
        date(2027, 1, 4), None, (), ("Two schools were asked",), "Both shares are agreed in writing.", False,
    )  # fmt: skip
    return replace(body, **changes)


def sitting(terms: Any = TERMS) -> Panel:
    made = Panel(terms)
    for person in b.VOTERS:
        made.declare(person)
    made.open_meeting()
    return made


@pytest.fixture
def panel() -> Panel:
    return sitting()


def found(panel: Panel, body: FundsFound | None = None) -> Finding:
    op = funding.find(None, panel.sitting, hand(), body or the_funds())
    return finding.apply(None, _recorded(op))


def _recorded(op: Op) -> Recorded:
    return Recorded("f1", "act", 1, op.kind, 1, op.subject, op.parent, op.seen, op.by, op.by, op.at, op.body)


def sign(state: Finding, panel: Panel, by: str = OFFICER, **changes: Any) -> Op:
    says = {"agrees": True, "words": "", "pin_checked": True, "roles": ("decision_maker",)} | changes
    return funding.sign(state, panel.sitting, hand(by), **says)


def test_the_shares_come_to_the_cost_to_the_penny(panel: Panel) -> None:
    with pytest.raises(SharesSumError) as caught:
        funding.find(None, panel.sitting, hand(), the_funds(pence=COST + 1))
    assert (caught.value.sum, caught.value.cost) == ("64,500.00", "64,500.01")
    state = found(panel)
    assert state.funds is not None
    assert sum(share.pence for share in state.funds.shares) == COST


@given(st.lists(st.integers(1, 9_999_999), min_size=1, max_size=4), st.integers(-3, 3))
def test_any_shares_are_taken_only_where_they_sum(parts: list[int], off: int) -> None:
    shares = [Share(party, pence, "agreed") for party, pence in zip(funding.PARTIES, parts, strict=False)]
    if off:
        with pytest.raises(SharesSumError):
            funding.require_sum(shares, sum(parts) + off)
    else:
        funding.require_sum(shares, sum(parts))


@pytest.mark.parametrize(
    "shares",
    [(Share("parents", 1, "x"),), (Share("health", 1, "x"), Share("health", 2, "x")), (Share("care", -1, "x"),)],
)
def test_a_party_stands_once_and_bears_no_less_than_nothing(shares: tuple[Share, ...]) -> None:
    with pytest.raises(PartyUnknownError):
        funding.require_sum(shares, sum(share.pence for share in shares))


def test_what_is_missing_is_listed(panel: Panel) -> None:
    bare = the_funds(
        outcome="funds_for_time", shares=(Share("health", COST, ""),), commissioned=" ", options=(), reasons=""
    )
    with pytest.raises(FindingInvalidError) as caught:
        funding.find(None, panel.sitting, hand(), bare)
    assert caught.value.missing == ("agreed", "commissioned", "months", "options", "reasons")
    with pytest.raises(FindingInvalidError) as caught:
        funding.find(None, panel.sitting, hand(), the_funds(outcome="amend"))
    assert caught.value.missing == ("outcome",)


def test_only_the_chair_finds_and_only_with_a_quorum(panel: Panel) -> None:
    with pytest.raises(NotInChairError):
        funding.find(None, panel.sitting, hand(DEPUTY), the_funds())
    panel.attend(EP, "left")
    with pytest.raises(QuorumLostError):
        funding.find(None, panel.sitting, hand(), the_funds())


def test_a_second_member_signs_then_a_decision_maker_who_did_not_chair(panel: Panel) -> None:
    state = found(panel)
    assert state.needs_second
    with pytest.raises(FindingClosedError, match="second signature"):
        sign(state, panel)
    with pytest.raises(FundsSignerError, match="recorded the finding"):
        funding.countersign(state, panel.sitting, hand(CHAIR), "", pin_checked=True, roles=())
    with pytest.raises(FundsSignerError, match="no vote"):
        funding.countersign(state, panel.sitting, hand(b.CLERK), "", pin_checked=True, roles=())
    with pytest.raises(PinNeededError):
        funding.countersign(state, panel.sitting, hand(DEPUTY), "", pin_checked=False, roles=())
    second = funding.countersign(state, panel.sitting, hand(DEPUTY), "Read.", pin_checked=True, roles=())
    assert isinstance(second.body, FindingCountersigned)
    state = finding.apply(state, _recorded(second))
    for who, roles, why in ((EP, (), "role"), (CHAIR, ("decision_maker",), "chaired")):
        with pytest.raises(FundsSignerError, match=why):
            sign(state, panel, who, roles=roles)
    with pytest.raises(FindingInvalidError):
        sign(state, panel, agrees=False, words=" ")
    signed = sign(state, panel)
    assert signed.body == FundsSigned(True, "Scheme 4.2", "", True)
    with pytest.raises(FindingClosedError, match="signed"):
        funding.find(finding.apply(state, _recorded(signed)), panel.sitting, hand(), the_funds())


def test_it_reopens_neither_levels_nor_section_f(panel: Panel) -> None:
    panel.freeze()
    with pytest.raises(NotThisPanelError, match="reopens nothing"):
        moderation.open_round(panel.sitting, hand(), "r9", b.STRANDS)
    written = {name for body in (FundsFound, OversightFound) for name in body.__slots__}
    assert not written & {"levels", "band", "changes", "provision", "lines", "law_day", "until"}
    assert "band" in BandProposed.__slots__  # what the first panel writes, and this one can't


def test_a_panel_on_the_matrix_settles_no_funds() -> None:
    panel = sitting(replace(TERMS, basis="matrix"))
    with pytest.raises(NotThisPanelError, match="levels and a band"):
        funding.find(None, panel.sitting, hand(), the_funds())
