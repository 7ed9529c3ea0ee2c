"""Oversight of decided cases: five ways to end, none of which changes a band, and judged by who took no part."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bandingdesk.ops import Op, Recorded
from bandingdesk.panel import outcomes
from bandingdesk.panel.higher import finding, oversight
from bandingdesk.panel.higher.finding import Finding, FindingClosedError, FindingInvalidError
from bandingdesk.panel.higher.ops import FindingAsked, OversightAnswered, OversightFound
from bandingdesk.panel.higher.oversight import AnswererError, NotDecidedError, TookPartError
from bandingdesk.panel.remit import NotThisPanelError
from tests.support import panel_builders as b
from tests.support.panel_builders import CHAIR, EP, HEAD, OFFICER, Panel, hand

ENDS = ("sound", "add_reasons", "return", "learning", "wording")
TERMS = replace(b.TERMS, basis="decided", family="oversight", outcomes=ENDS, quorum=2, quorum_roles=())


@pytest.fixture
def panel() -> Panel:
    made = Panel(TERMS)
    for person in b.VOTERS:
        made.declare(person)
    made.open_meeting()
    return made


def told(outcome: str = "sound", **changes: Any) -> OversightFound:
    body = OversightFound(b.MEETING, b.ITEM, b.CASE, "d7", outcome, "The record says why, and rests on its papers.")
    return replace(body, **changes)


def find(panel: Panel, body: OversightFound, *, state: Finding | None = None, **changes: Any) -> Op:
    says = {"is_signed": True, "took_part": ()} | changes
    return oversight.find(state, panel.sitting, hand(), body, **says)


def recorded(op: Op) -> Recorded:
    return Recorded("f1", "act", 1, op.kind, 1, op.subject, op.parent, op.seen, op.by, op.by, op.at, op.body)


def test_it_ends_in_the_five_ways_that_ship() -> None:
    assert [kind.id for kind in outcomes.book().of_family("oversight")] == list(ENDS)
    assert not {name for kind in outcomes.book().of_family("oversight") for name in kind.needs} & {"band", "money"}


@pytest.mark.parametrize(
    ("body", "missing"),
    [
        (told(words=" "), ("words",)),
        (told("add_reasons"), ("asks",)),
        (told("return"), ("asks",)),
        (told("learning"), ("theme",)),
        (told("wording"), ("strand",)),
        (told("amend"), ("outcome",)),
    ],
)
def test_what_is_missing_is_listed(panel: Panel, body: OversightFound, missing: tuple[str, ...]) -> None:
    with pytest.raises(FindingInvalidError) as caught:
        find(panel, body)
    assert caught.value.missing == missing


def test_only_a_signed_decision_is_looked_at(panel: Panel) -> None:
    with pytest.raises(NotDecidedError):
        find(panel, told(), is_signed=False)


def test_who_took_part_does_not_judge(panel: Panel) -> None:
    with pytest.raises(TookPartError):
        find(panel, told(), took_part={CHAIR})
    find(panel, told(), took_part={EP, HEAD})  # chair and deputy are two, and free
    panel.attend(b.DEPUTY, "left")
    with pytest.raises(TookPartError) as caught:
        find(panel, told(), took_part={EP, HEAD})
    assert (caught.value.free, caught.value.needed) == (1, 2)


def test_a_return_is_answered_by_a_further_record(panel: Panel) -> None:
    op = find(panel, told("return", asks=("Say why the hearing report was set aside.",)))
    state = finding.apply(None, recorded(op))
    with pytest.raises(AnswererError):
        oversight.answer(state, hand(EP), "Read.", roles=())
    with pytest.raises(FindingInvalidError):
        oversight.answer(state, hand(OFFICER), " ", roles=("decision_maker",))
    answered = oversight.answer(state, hand(OFFICER), "It was read; here is why.", roles=("decision_maker",))
    assert answered.body == OversightAnswered("It was read; here is why.", "")
    state = finding.apply(state, recorded(answered))
    with pytest.raises(FindingClosedError, match="answered"):
        oversight.answer(state, hand(OFFICER), "Again.", roles=("decision_maker",))
    with pytest.raises(FindingClosedError, match="found already"):
        find(panel, told(), state=state)


def test_what_is_sound_asks_nothing(panel: Panel) -> None:
    state = finding.apply(None, recorded(find(panel, told())))
    with pytest.raises(FindingClosedError, match="nothing is asked"):
        oversight.answer(state, hand(OFFICER), "Thanks.", roles=("decision_maker",))


def test_another_panel_does_not_judge(panel: Panel) -> None:
    panel.terms = replace(TERMS, basis="matrix")
    with pytest.raises(NotThisPanelError):
        find(panel, told())


def test_a_case_comes_with_its_reason() -> None:
    with pytest.raises(FindingInvalidError):
        finding.ask(hand(), FindingAsked("m", "i", "c", "d", " "))
