"""Beside a decision's steps, on a real store: putting off, the real letters and new evidence, a further record."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from bandingdesk.council.ops import Route
from bandingdesk.desk.desk import Desk
from bandingdesk.ops import Subject
from bandingdesk.panel import outcomes, questions
from bandingdesk.panel.correction import Corrected
from bandingdesk.panel.deciding.deferral import NoPanelInTimeError
from bandingdesk.panel.deciding.refusals import HigherPanelError, LatePapersOpenError
from bandingdesk.panel.deciding.section_f import SectionFOpenError
from bandingdesk.panel.findings import AgreedAction, GroundFound, Question
from bandingdesk.panel.grounds_found import GroundsOpenError
from bandingdesk.panel.new_evidence import DecisionCorrectedError, DecisionReopenedError, NewEvidenceError
from bandingdesk.panel.ops import ProvisionLine
from bandingdesk.store.queries import decisions, letters, panel, putting_off
from bandingdesk.store.queries import papers as paper_rows
from tests.support.decided_case import Decided, a_decided_case, override_code
from tests.support.panel_store import (
    CASE,
    CHAIR,
    CLERK,
    EP,
    OFFICER,
    PAPER,
    PIN,
    PROVISION,
    SEATS,
    World,
    a_world,
    panel_type,
)

LAW = date(2026, 12, 7)  # Monday 9 November + 4 weeks: SI 2014/1530 reg 20(10)


@pytest.fixture
def signed(tmp_path: Path) -> Iterator[Decided]:
    found = a_decided_case(tmp_path)
    yield found
    found.close()


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    found = a_world(tmp_path)
    found.prepare()
    yield found
    found.store.close()


def clocks(world: World) -> list[Any]:
    found: list[Any] = world.read(
        lambda conn: [tuple(row) for row in conn.execute(text("SELECT * FROM casework_clock"))]
    )
    return found


def a_new_report(found: Decided) -> str:
    """File a professional's report and answer it, as the caseworker does."""
    found.world.ground.switch(found.desk.me_id)
    return found.desk.casework.add_evidence(
        CASE, b"A later report (invented).", title="Report of the therapist", author="T. Reed", author_role="therapist",
        dated=date(2026, 11, 24), kind="setting", mime="text/plain", pages=1,
    ).id  # fmt: skip


def test_no_clock_moves_when_a_case_is_put_off_to_a_meeting_in_time(world: World) -> None:
    next_ = world.sit(CLERK).plan_meeting("moderation", date(2026, 12, 1), "09:00", "12:00", "Room 1", SEATS).id
    before = clocks(world)
    ways = world.read(putting_off.ways, world.meeting, world.item, world.ground.clock.today())
    assert (ways.law_day, ways.next, ways.officer_by) == (LAW, (next_, date(2026, 12, 1)), None)
    asked = (Question("Does the therapist still come weekly?", EP, date(2026, 11, 30)),)
    desk = world.sit(CHAIR)
    with pytest.raises(NoPanelInTimeError):
        desk.defer_item(world.meeting, world.item, "A report is owed", date(2026, 12, 10))
    desk.defer_item(world.meeting, world.item, "A report is owed", date(2026, 12, 1), questions=asked, onto_next=True)
    assert clocks(world) == before
    assert [row.case_id for row in world.read(panel.agenda, next_, CHAIR)] == [CASE]


def test_where_no_meeting_is_in_time_it_goes_to_the_officer_and_no_clock_moves(world: World) -> None:
    late = date(2026, 12, 10)  # planned, and after the law's last day
    world.sit(CLERK).plan_meeting("moderation", late, "09:00", "12:00", "Room 1", SEATS)
    before = clocks(world)
    ways = world.read(putting_off.ways, world.meeting, world.item, world.ground.clock.today())
    assert ways.only_officer
    desk = world.sit(CHAIR)
    for until in (late, date(2026, 12, 4)):
        with pytest.raises(NoPanelInTimeError):
            desk.defer_item(world.meeting, world.item, "A report is owed", until)
    made = desk.defer_item(world.meeting, world.item, "A report is owed", ways.officer_by, officer=OFFICER)
    assert clocks(world) == before
    assert {subject.kind for subject in made.subjects} == {"meeting", "outside"}


def test_new_evidence_stops_the_real_letters_until_the_decision_maker_has_read_it(signed: Decided) -> None:
    made = signed.desk.letters.issue(signed.decision, "L8")  # issued, and not yet sent
    a_new_report(signed)
    for act in (lambda: signed.desk.letters.issue(signed.decision, "L15"),
                lambda: signed.desk.letters.send(made.id, "post")):  # fmt: skip
        with pytest.raises(NewEvidenceError) as caught:
            act()
        assert caught.value.count == 1
        assert "therapist" not in str(caught.value)  # a paper's title is case data
    world = signed.world
    assert world.read(decisions.new_evidence, signed.decision) == ("Report of the therapist",)
    waits = world.read(decisions.waiting_for_signature, OFFICER)
    assert [(row.what, row.decision_id) for row in waits] == [("evidence", signed.decision)]
    world.sit(OFFICER).decision_stands(signed.decision, "It describes the same needs.")
    assert world.read(decisions.waiting_for_signature, OFFICER) == []
    world.ground.switch(signed.desk.me_id)
    signed.desk.letters.send(made.id, "post")
    signed.desk.letters.issue(signed.decision, "L15")


def test_a_decision_that_new_evidence_reopened_writes_no_letter(signed: Decided) -> None:
    a_new_report(signed)
    signed.world.sit(OFFICER).reopen(signed.decision, "It changes what we found.")
    row = signed.world.read(decisions.decision, signed.decision, OFFICER)
    assert (row.step, row.final_band) == ("reopened", "B2")
    assert signed.world.read(letters.letters_to_write) == []
    signed.world.ground.switch(signed.desk.me_id)
    with pytest.raises(DecisionReopenedError):
        signed.desk.letters.issue(signed.decision, "L8")


def test_a_further_record_takes_the_place_of_a_signed_one_and_both_are_printed(signed: Decided) -> None:
    old = signed.desk.letters.issue(signed.decision, "L8").id
    world = signed.world
    says = Corrected("keep", "B2", "We meant to keep the plan.", "The plan names this help already.", "It does.",
                     (PAPER,))  # fmt: skip
    made = world.sit(OFFICER).correct(signed.decision, says, PIN)
    new, before = (world.read(decisions.decision, id_, OFFICER) for id_ in (made.id, signed.decision))
    assert (new.step, new.corrects, new.final_outcome) == ("signed", signed.decision, "keep")
    assert (before.step, before.corrected_by, before.final_outcome) == ("corrected", made.id, "amend")
    assert before.correction_words == ""
    world.ground.switch(signed.desk.me_id)
    with pytest.raises(DecisionCorrectedError):
        signed.desk.letters.send(old, "post")
    assert sorted(row.template for row in world.read(letters.letters_to_write)) == ["L15", "L7"]
    for id_ in (made.id, signed.decision):
        assert signed.desk.letters.sheets(id_).full.pages >= 1
    signed.desk.letters.issue(made.id, "L7")


def test_the_second_record_keeps_what_every_paper_was(signed: Decided) -> None:
    state = signed.world.store.load(Subject("decision", signed.decision))
    assert state.decided.papers == signed.world.read(paper_rows.as_they_stand, CASE)
    assert state.decided.evidence == (PAPER,)


def agreed(world: World) -> None:
    world.score()
    world.reveal()
    world.agree()


def test_a_lower_band_with_an_unchanged_plan_is_checked_in_full(world: World) -> None:
    agreed(world)
    world.propose(
        outcome="keep", changes=(), band="B1", reason_code=override_code(), reason="Less help is used", fits=False
    )
    world.sit(EP).countersign(world.decision, "Agreed", PIN)
    bare = [ProvisionLine(line, "", "named in the plan", True) for line in PROVISION]
    with pytest.raises(SectionFOpenError) as caught:
        world.sit(CHAIR).check_section_f(world.decision, bare)
    assert caught.value.lower_than == ("in_force", "indicated")  # the list says Band 2, and so does the matrix
    world.check_provision()


def test_an_outcome_without_a_band_goes_from_its_grounds_to_the_recommendation(world: World) -> None:
    agreed(world)
    with pytest.raises(GroundsOpenError):
        world.propose(outcome="cease", changes=(), band=None, fit_words="")
    reached = [
        GroundFound("CEASE", "a", False, "The council is still responsible.", (PAPER,)),
        GroundFound("CEASE", "b", True, "No special provision is called for any more.", (PAPER,)),
    ]
    asks = questions.build(outcomes.book().get("cease").tests, date(2026, 11, 26))
    known = {(one.test, one.limb): one for one in reached}
    grounds = [
        known.get((one.test, one.limb)) or GroundFound(one.test, one.limb, True, "Looked at and so found.", (PAPER,))
        for one in asks.questions
    ]
    world.propose(outcome="cease", changes=(), band=None, fit_words="", grounds=grounds)
    row = world.read(decisions.decision, world.decision, CHAIR)
    assert (row.step, row.has_band, row.band_title) == ("proposed", False, "")
    world.answer()
    world.sit(CHAIR).recommend(world.decision, "", PIN)
    world.sit(OFFICER).sign(world.decision, True, "cease", None, "", PIN)
    assert world.read(decisions.decision, world.decision, OFFICER).final_outcome == "cease"


def test_a_late_paper_and_an_unanswered_report_keep_the_panel_from_recommending(world: World) -> None:
    agreed(world)
    world.propose()
    world.check_provision()
    world.panel.show_money(world.decision)
    desk = Desk(world.store, world.ground.clock, world.ground.ids, CLERK, is_demo=True)
    desk.casework.add_evidence(
        CASE, b"Late (invented).", title="Late report", author="T. Reed", author_role="therapist",
        dated=date(2026, 11, 20), kind="setting", mime="text/plain", pages=1,
    )  # fmt: skip
    with pytest.raises(LatePapersOpenError):
        world.sit(CHAIR).recommend(world.decision, "", PIN)


def test_a_cost_over_the_limit_stands_on_the_higher_panels_next_agenda(tmp_path: Path) -> None:
    world = a_world(tmp_path, routes=(Route(100_000, "high_cost"),))
    world.put(
        "panel_type.adopted", Subject("panel_type", "high_cost"), panel_type(key="high_cost", name="High cost panel")
    )
    world.prepare()
    agreed(world)
    world.propose(actions=(AgreedAction("Write to the therapist", EP, date(2026, 12, 4)),))
    world.check_provision()
    world.panel.show_money(world.decision)
    world.answer()
    with pytest.raises(HigherPanelError):
        world.sit(CHAIR).recommend(world.decision, "", PIN)
    on = date(2026, 12, 3)
    higher = world.sit(CLERK).plan_meeting("high_cost", on, "09:00", "12:00", "Room 1", SEATS).id
    world.sit(CHAIR).refer_higher(world.decision, "high_cost", "Its source")
    assert [row.case_id for row in world.read(panel.agenda, higher, CHAIR)] == [CASE]
    row = world.read(decisions.decision, world.decision, CHAIR)
    assert (row.referred.to, row.referred.meeting, row.referred.pence) == ("high_cost", higher, 120_000)
    world.sit(CHAIR).recommend(world.decision, "", PIN)
    world.store.close()
