"""High cost and oversight panels on a real store: money is settled and a record is judged, and nothing else moves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from bandingdesk.desk.sample import SAMPLE_PIN
from bandingdesk.panel.higher.finding import FindingClosedError
from bandingdesk.panel.higher.funding import FundsSignerError, SharesSumError
from bandingdesk.panel.higher.ops import OversightFound
from bandingdesk.panel.meeting import NotInChairError
from bandingdesk.panel.remit import NotThisPanelError
from bandingdesk.store.queries import decisions, higher, panel, today
from tests.support.higher_day import COST, FUNDERS, JUDGES, SHARES, HigherDay


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HigherDay]:
    made = HigherDay(tmp_path_factory.mktemp("higher"))
    yield made
    made.desk.close()


def waits_for(day: HigherDay, who: str) -> list[str]:
    """What Today lists for somebody of what higher panels found."""
    desk = day.as_(who)
    rows = desk.read(lambda conn: today.do_next(conn, desk.me_id, date(2026, 12, 3)))
    return [row.detail for row in rows if row.kind == "finding"]


def test_funds_are_found_and_signed_twice_and_neither_decision_nor_clock_moves(day: HigherDay) -> None:
    before = day.rows()
    sent = day.desk.read(lambda conn: higher.before(conn, day.funding, day.item))
    assert sent is not None
    assert (sent.decision, sent.pence, sent.why, sent.is_signed) == (
        day.decision, COST, "Its source, above the limit", True)  # fmt: skip
    day.open(day.funding, day.item, FUNDERS)
    chair = day.as_("DP")
    with pytest.raises(NotThisPanelError):
        chair.panel.open_round(day.funding, day.item)
    with pytest.raises(SharesSumError):
        chair.higher.find_funds(day.funds(shares=SHARES[:1]))
    chair.higher.find_funds(day.funds())
    with pytest.raises(FundsSignerError):
        chair.higher.countersign(day.item, "", SAMPLE_PIN)
    with pytest.raises(FindingClosedError):
        day.as_("ET").higher.sign_funds(day.item, True, "", SAMPLE_PIN)
    day.as_("KO").higher.countersign(day.item, "Read.", SAMPLE_PIN)
    assert waits_for(day, "ET") == ["to_sign"]
    day.as_("ET").higher.sign_funds(day.item, True, "", SAMPLE_PIN)
    assert waits_for(day, "ET") == []
    day.as_("DP").panel.close_item(day.funding, day.item)
    row = day.desk.read(lambda conn: higher.finding(conn, day.item, day.people["DP"]))
    assert row is not None
    assert (row.step, row.pence, row.shares, row.agrees) == ("signed", COST, SHARES, True)
    assert day.rows() == before
    hidden = day.desk.read(lambda conn: higher.finding(conn, day.item, day.people["AB"]))  # a member who scores only
    came = day.desk.read(lambda conn: higher.before(conn, day.funding, day.item, day.people["AB"]))
    assert hidden is not None
    assert came is not None
    assert (hidden.shows_money, hidden.pence, hidden.shares, came.pence) == (False, None, (), None)


def test_a_decision_that_is_returned_is_answered_and_stays_as_it_was_signed(day: HigherDay) -> None:
    meeting = day.plan("oversight", JUDGES)
    item = day.as_("CM").higher.take_up(meeting, day.decision, "One of ten, drawn by lot").id
    before = day.rows()
    day.open(meeting, item, JUDGES)
    told = OversightFound(meeting, item, day.case, day.decision, "return", "One report is not weighed.",
                          ("Say what was made of the school's plan.",))  # fmt: skip
    with pytest.raises(NotInChairError):
        day.as_("AB").higher.find_oversight(told)
    day.as_("TB").higher.find_oversight(told)
    (left,) = day.desk.read(lambda conn: panel.agenda(conn, meeting))
    assert left.state == "closed"
    assert waits_for(day, "ET") == ["to_answer"]
    day.as_("ET").higher.answer(item, "It was weighed: it says what the visit found.")
    assert waits_for(day, "ET") == []
    row = day.desk.read(lambda conn: higher.finding(conn, item))
    assert row is not None
    assert row.answered is not None
    assert (row.step, row.outcome, row.answered.name) == ("answered", "return", "E. Thornbury")
    assert day.rows() == before
    assert "oversight" in [one.kind for one in day.desk.read(lambda conn: higher.findings(conn, day.case))]
    signed = day.desk.read(lambda conn: decisions.decision(conn, day.decision, None))
    assert (signed.step, signed.final_band) == ("signed", "B2")


def test_a_signed_decision_is_found_by_its_child_and_nothing_waits_twice(day: HigherDay) -> None:
    clerk = day.as_("CM")
    found = clerk.read(lambda conn: higher.decided(conn, "rowan-017", clerk.me_id))
    assert [(row.decision, row.outcome, row.on) for row in found] == [(day.decision, "amend", date(2026, 11, 26))]
    assert clerk.read(lambda conn: higher.decided(conn, "nobody", clerk.me_id)) == []
    assert clerk.read(lambda conn: higher.waiting(conn, "high_cost", clerk.me_id)) == []


def test_a_theme_and_a_wording_are_found_where_they_are_looked_for(day: HigherDay) -> None:
    meeting, framework = day.plan("oversight", JUDGES), day.framework
    for outcome, more in (("learning", {"theme": "Weighing reports"}), ("wording", {"strand": "social", "level": 2})):
        item = day.as_("CM").higher.take_up(meeting, day.decision, "One of ten, drawn by lot").id
        if outcome == "learning":
            day.open(meeting, item, JUDGES)
        else:
            day.declare(meeting, item, JUDGES)
        sha256 = framework if outcome == "wording" else ""
        told = OversightFound(meeting, item, day.case, day.decision, outcome, "Two words mean the same.",
                              framework_sha256=sha256, **more)  # fmt: skip
        day.as_("TB").higher.find_oversight(told)
    assert ("Weighing reports", 1) in day.desk.read(higher.themes)
    (row,) = day.desk.read(lambda conn: higher.wording(conn, framework))
    assert (row.strand, row.level, row.words) == ("social", 2, "Two words mean the same.")
