"""States of decision and sign-off, pictured, each reached by acts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from bandingdesk.desk.desk import Desk
from bandingdesk.desk.papers import PaperAnswer
from bandingdesk.panel.correction import Corrected
from bandingdesk.panel.ops import ProvisionLine, Seat
from bandingdesk.store.queries import casework, decisions, panel, papers, putting_off, rounds
from bandingdesk.store.queries.panel import ItemRow
from bandingdesk.ui.stage import Stage

_DOWN, _DECIDED, _ANSWERED = 6, 2, 3  # items of this morning's agenda that no other picture changes
_PIN = "2468"


def _desk(stage: Stage) -> Desk:
    assert stage.desk is not None
    return stage.desk


def _item(stage: Stage, position: int) -> ItemRow:
    assert stage.built is not None
    meeting, chair = stage.built.meeting, stage.built.people["RA"]
    return _desk(stage).read(lambda conn: panel.agenda(conn, meeting, chair))[position - 1]


def _open(stage: Stage, position: int, person: str = "RA") -> None:
    assert stage.built is not None
    stage.sit(person, "meeting", meeting_id=stage.built.meeting, item=_item(stage, position).item)


def _agree(stage: Stage, position: int) -> None:
    """Reveal and agree every level of an item."""
    desk, round_id = _desk(stage), _item(stage, position).round_id or ""
    row = desk.read(lambda conn: rounds.round(conn, round_id, desk.me_id))
    if row.state == "open":
        stage.act(lambda: desk.panel.reveal(round_id, go_on_without="One member is away today."))
    if row.band is not None:
        return
    stage.act(lambda: desk.panel.agree_rest(round_id))
    for strand in desk.read(lambda conn: rounds.round(conn, round_id, desk.me_id)).spreads:
        if strand.agreed is None:
            level, code = (strand.median_x2 + 1) // 2, "between" if strand.median_x2 % 2 else "evidence"
            stage.act(partial(desk.panel.agree_level, round_id, strand.strand, level, code, "Read again together."))


def _override_down(stage: Stage) -> None:
    """Another band, below the indicated one, with words that say more than a record should."""
    _open(stage, _DOWN)
    _agree(stage, _DOWN)
    _open(stage, _DOWN)
    drive, desk = stage.driver, _desk(stage)
    row = desk.read(lambda conn: rounds.round(conn, _item(stage, _DOWN).round_id or "", desk.me_id))
    assert row.band is not None
    drive.choose("Outcome", "Keep the plan")
    drive.write("The legal test, answered in words", "The plan still describes the needs and the help.")
    drive.tick("No")
    drive.write("Why, whichever way it goes", "The points count one need twice.")
    order = [f"Band {number}" for number in range(1, 11)]
    drive.choose("Decided band", order[order.index(str(row.band.title)) - 1])
    drive.choose("Reason for another band", "act on each other")
    drive.write("The reason in words", "Two areas describe the same help, and the budget is spent.")
    drive.write("What the panel thought of these views", "Read out and answered line by line.")


def _second(stage: Stage) -> None:
    """Record it and sign second: up and down alike."""
    desk = _desk(stage)
    stage.driver.key("F8", stage.window)
    decision = _item(stage, _DOWN).decision_id or ""
    stage.sit("LO")
    stage.act(lambda: desk.panel.countersign(decision, "The reason stands.", _PIN))
    _open(stage, _DOWN)


def _refused(stage: Stage) -> None:
    """Every step is done, and the quorum is gone as the chair is about to sign: what is in the way is listed."""
    desk = _desk(stage)
    item = _item(stage, _DOWN)
    decision, case = item.decision_id or "", item.case_id
    review = desk.read(lambda conn: casework.case(conn, case)).review

    lines = [ProvisionLine(words, "Needed as the plan says", "The school's own budget and the band", True)
             for words in (review.section_f if review else ())]  # fmt: skip
    stage.act(lambda: desk.panel.check_section_f(decision, lines, "The plan's provision goes on."))
    stage.act(lambda: desk.panel.show_money(decision))
    open_ = desk.read(lambda conn: papers.unanswered(conn, case))
    given = [PaperAnswer(row.id, "relied", "It says most.") for row in open_]
    stage.act(lambda: desk.papers.answer(given, decision=decision))
    assert stage.built is not None
    people, meeting = stage.built.people, stage.built.meeting
    for who in ("JW", "PL"):
        stage.act(partial(desk.panel.record_attendance, meeting, people[who], "left", item.item))
    _open(stage, _DOWN)


def _decide(stage: Stage) -> None:
    """The decision maker, who was not there, sees all that it takes in one view. Who left has come back."""
    assert stage.built is not None
    people, meeting, item = stage.built.people, stage.built.meeting, _item(stage, _DOWN).item
    stage.sit("RA")
    for who in ("JW", "PL"):
        stage.act(partial(_desk(stage).panel.record_attendance, meeting, people[who], "present", item))
    _open(stage, _DECIDED, "ET")


def _defer(stage: Stage, *, in_time: bool) -> None:
    assert stage.built is not None
    desk, meeting = _desk(stage), stage.built.meeting
    stage.sit("RA")
    today = desk.clock.today()
    waiting = [
        row for row in desk.read(lambda conn: panel.agenda(conn, meeting)) if row.state in ("waiting", "scoring")
    ]
    found = None
    for row in waiting:
        ways = desk.read(partial(putting_off.ways, meeting_id=meeting, item=row.item, today=today))
        if (ways.next is not None) == in_time:
            found = row
    if found is None and in_time:
        found = waiting[-1]
        law_day = found.law_day or date(2026, 12, 7)
        stage.sit("CM")
        seats = desk.read(lambda conn: panel.meeting(conn, meeting)).seats

        given = [Seat(seat.person_id, seat.role, seat.profession) for seat in seats]
        on = min(law_day, date(2026, 11, 26))
        stage.act(lambda: desk.panel.plan_meeting("annual_review", on, "13:30", "15:30", "Room 2", given))
    assert found is not None
    stage.sit("RA", "meeting", meeting_id=meeting, item=found.item)
    stage.driver.click("Defer")
    stage.driver.write("Why, and what is still needed", "The therapist's report of this autumn is still owed.")
    stage.driver.click("Add a question")


def _new_evidence(stage: Stage) -> None:
    """A report came after the signature: the letters wait for the decision maker."""
    desk = _desk(stage)
    item = _item(stage, _ANSWERED)
    decision = item.decision_id or ""
    stage.sit("ET")
    row: Any = desk.read(lambda conn: decisions.decision(conn, decision, desk.me_id))
    if row.signed is None:
        stage.act(lambda: desk.panel.sign(decision, True, row.outcome, row.band, "I agree with its reasons.", _PIN))
    stage.sit("CM")
    stage.act(
        lambda: desk.casework.add_evidence(
            item.case_id, b"A later report (invented).", title="Report of the therapist", author="T. Reed (invented)",
            author_role="therapist", dated=date(2026, 11, 20), kind="setting", mime="text/plain", pages=1,
        )
    )  # fmt: skip
    _open(stage, _ANSWERED, "ET")


def _correcting(stage: Stage) -> None:
    stage.driver.click("Correct by a further record")
    stage.driver.write("What was wrong", "The start was meant for the summer term.")


def _corrected(stage: Stage) -> None:
    """The further record stands; the earlier one is linked."""
    desk, item = _desk(stage), _item(stage, _ANSWERED)
    old = item.decision_id or ""
    stage.sit("ET")
    row: Any = desk.read(lambda conn: decisions.decision(conn, old, desk.me_id))

    open_ = desk.read(lambda conn: papers.unanswered(conn, item.case_id))
    given = [PaperAnswer(one.id, "relied", "It says the same.") for one in open_]
    if given:
        stage.act(lambda: desk.papers.answer(given, decision=old))
    says = Corrected(row.outcome, row.band or None, "The new report was not before the panel.",
                     "The report says the same, and we say so here.", row.legal_test, row.evidence)  # fmt: skip
    stage.act(lambda: desk.panel.correct(old, says, _PIN))
    _open(stage, _ANSWERED, "ET")


# name, workspace, words, how it is reached, the state before it
STATES: tuple[tuple[str, str, str, Callable[[Stage], None], str], ...] = (
    ("40d-override-down", "meeting", "a lower band, with words to look at again", _override_down, ""),
    ("40e-section-f", "meeting", "Section F, in full for a lower band", _second, "40d-override-down"),
    ("41d-refused", "meeting", "what is in the way of signing, listed", _refused, "40e-section-f"),
    ("42d-decide", "meeting", "the decision maker's own page", _decide, ""),
    ("43d-defer-officer", "meeting", "no meeting in time: to the officer", partial(_defer, in_time=False), ""),
    ("43e-defer-meeting", "meeting", "put off to a meeting in time", partial(_defer, in_time=True), ""),
    ("42e-new-evidence", "meeting", "new evidence stops the letters", _new_evidence, ""),
    ("42f-correcting", "meeting", "a further record being written", _correcting, "42e-new-evidence"),
    ("42g-corrected", "meeting", "a decision that a further record corrects", _corrected, "42e-new-evidence"),
)
