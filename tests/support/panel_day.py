"""A panel's day in steps, told once and played on one laptop or on many: `as_` says who is at which desk."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bandingdesk import bootstrap, resources, seams
from bandingdesk.casework.papers.answers import ReportsUnansweredError
from bandingdesk.desk.desk import Desk
from bandingdesk.desk.papers import PaperAnswer
from bandingdesk.desk.sample import SAMPLE_PIN, sample_council
from bandingdesk.matrix import files
from bandingdesk.panel.decision import StepError
from bandingdesk.panel.ops import ProvisionLine, Rating, Seat, SeatRole
from bandingdesk.panel.scoring import SheetIncompleteError
from bandingdesk.store.queries import caseload, casework, decisions, letters, papers, rounds, today
from bandingdesk.store.queries import council as people
from tests.support import case_builders as b

DAY = date(2026, 11, 26)
SEATS: dict[str, SeatRole] = {"RA": "chair", "LO": "member", "JW": "member", "PL": "deputy"}
FRAMEWORK = files.read_framework(resources.shipped("frameworks/exampleshire-2026.1.json").read_bytes(), "exampleshire")
# The framework's own worked test: literacy at 3, all else 0, is Band 2 by 20 points, £1,200 a year.
T04 = next(test for test in FRAMEWORK.tests if test.id == "T04")
PROVISION = ("Speech and language therapy, weekly", "Adult support, 15 hours a week")


class Council:
    """The desk of Exampleshire, its people by initials, and who is at the keys."""

    def __init__(self, folder: Path) -> None:
        self.clock = seams.FixedClock(datetime(2026, 11, 23, 9, 0, tzinfo=UTC))
        ids = seams.SeededIds(11, self.clock.now())
        path = folder / "exampleshire.desk"
        self.desk = bootstrap.create_desk(path, None, clock=self.clock, ids=ids, plain=True, is_demo=True)
        self.desk.council.set_up("Demo administrator", "DA", "Systems", SAMPLE_PIN, "laptop")
        self.people = sample_council(self.desk)

    def as_(self, initials: str) -> Desk:
        self.desk.switch(self.people[initials])
        return self.desk


def prepare_the_case(council: Council) -> tuple[str, str]:
    """A caseworker finds the child, records the review meeting and files a paper; return case and extract."""
    desk = council.as_("CM")
    case = desk.casework.open_case(b.PLAN).id
    (found,) = desk.read(lambda conn: caseload.search(conn, "testpupil rowan-017"))
    assert found.id == case
    desk.casework.hold_review(case, b.a_review(date(2026, 11, 9), section_f=PROVISION))
    # Monday 9 November + 4 weeks: SI 2014/1530 reg 20(10)
    assert desk.read(lambda conn: casework.case(conn, case)).clock.law_day == date(2026, 12, 7)  # type: ignore[union-attr]
    paper = desk.casework.add_evidence(
        case,
        b"Reads words of one syllable with picture cues.",
        title="School support plan",
        author="SENCO Reed (invented)",
        author_role="the school",
        dated=date(2026, 10, 12),
        kind="setting",
        mime="text/plain",
        pages=1,
    )
    mark = desk.casework.mark_extract(paper.id, "literacy", 1, "Reads words of one syllable.", "one syllable")
    return case, mark.id


def sheet(extract: str, **levels: int) -> list[Rating]:
    return [
        Rating(strand, level, "fairly", "" if strand == "literacy" else "School plan, page 1",
               (extract,) if strand == "literacy" else ())
        for strand, level in {**T04.levels, **levels}.items()
    ]  # fmt: skip


def meet(council: Council, case: str) -> tuple[str, str]:
    """Plan the meeting, freeze the papers, answer about interests; on the day open it with all four present."""
    desk = council.as_("CM")
    ids = council.people
    seats = tuple(Seat(ids[who], role, profession(council, ids[who])) for who, role in SEATS.items())
    meeting = desk.panel.plan_meeting("annual_review", DAY, "09:30", "12:30", "Room 2", seats).id
    item = desk.panel.add_item(meeting, case, tuple(council.people[who] for who in SEATS)).id
    desk.panel.freeze_papers(meeting, item)
    for who in SEATS:
        council.as_(who).panel.declare_interest(meeting, item, council.people[who], "none")
    council.clock.set(datetime(2026, 11, 26, 9, 30, tzinfo=UTC))
    council.as_("RA").panel.open_meeting(meeting)
    for who in SEATS:
        council.desk.panel.record_attendance(meeting, council.people[who], "present")
    return meeting, item


def profession(council: Council, person: str) -> str:
    return council.desk.read(lambda conn: people.person(conn, person)).profession


def score_blind(council: Council, meeting: str, item: str, extract: str) -> str:
    """Each member locks a sheet; J. Whitlock reads social one level higher. Nobody sees a score before the reveal."""
    round_id = council.as_("RA").panel.open_round(meeting, item).id
    with pytest.raises(SheetIncompleteError):
        council.desk.panel.lock_scores(round_id, sheet(extract)[1:])
    for who in SEATS:
        ratings = sheet(extract, social=1) if who == "JW" else sheet(extract)
        council.as_(who).panel.lock_scores(round_id, ratings)
    hidden = council.desk.read(lambda conn: rounds.round(conn, round_id, council.people["LO"]))
    assert (hidden.spreads, hidden.band, hidden.locked_count) == ((), None, 4)
    return round_id


def moderate(council: Council, round_id: str) -> None:
    """The chair reveals, a minority view is kept, the levels are agreed: Band 2 by 20 points."""
    chair = council.as_("RA")
    chair.panel.reveal(round_id)
    chair = council.as_("RA")  # with a laptop each, the others' sheets open by the sync that follows
    seen = chair.read(lambda conn: rounds.round(conn, round_id, chair.me_id))
    social = next(strip for strip in seen.spreads if strip.strand == "social")
    assert sorted(dot.level for dot in social.levels) == [0, 0, 0, 1]
    chair.panel.record_minority_view(round_id, council.people["JW"], "Social is one level higher to me.", "social", 1)
    chair.panel.agree_rest(round_id)
    band = chair.read(lambda conn: rounds.round(conn, round_id, chair.me_id)).band
    assert band is not None
    assert (band.band, band.points) == ("B2", 20)


def decide(council: Council, case: str, meeting: str, item: str, round_id: str) -> str:
    """The panel's finding, the provision, then money, then the recommendation; return the decision."""
    chair = council.as_("RA")
    decision = chair.panel.propose_band(
        round_id,
        outcome="amend",
        legal_test="We asked whether the plan still describes the needs and the help. It no longer does.",
        fits=True,
        fit_words="The strands describe this child.",
        band="B2",
        views_considered="Read out and answered line by line.",
        evidence=tuple(row.id for row in chair.read(lambda conn: casework.evidence(conn, case))),
        starts=date(2027, 1, 4),
        review_by=date(2027, 11, 19),
        changes=("Section F, line 2",),
    ).id
    with pytest.raises(StepError):  # money comes last
        chair.panel.show_money(decision)
    lines = [ProvisionLine(line, "As the plan says", "The school's budget and the band", True) for line in PROVISION]
    chair.panel.check_section_f(decision, lines)
    chair.panel.show_money(decision)
    answer(chair, case, decision)
    chair.panel.recommend(decision, "The reports show that more help is needed at lunchtime.", SAMPLE_PIN)
    chair.panel.close_item(meeting, item)
    chair.panel.close_meeting(meeting)
    return decision


def answer(chair: Desk, case: str, decision: str) -> None:
    """Every report is answered: nothing is signed before."""
    with pytest.raises(ReportsUnansweredError):
        chair.panel.recommend(decision, "", SAMPLE_PIN)
    unanswered = chair.read(lambda conn: papers.unanswered(conn, case))
    chair.papers.answer(
        [PaperAnswer(row.id, "relied", "It is the latest on reading.") for row in unanswered], decision=decision
    )


def sign(council: Council, decision: str) -> None:
    """The delegated officer signs: the second record."""
    officer = council.as_("ET")
    waiting = officer.read(lambda conn: today.do_next(conn, officer.me_id, DAY))
    assert [(row.kind, row.subject) for row in waiting if row.kind == "sign"] == [("sign", "Testpupil Rowan-017")]
    officer.panel.sign(decision, True, "amend", "B2", "I agree.", SAMPLE_PIN)
    row = officer.read(lambda conn: decisions.decision(conn, decision, officer.me_id))
    assert (row.step, row.final_band, row.money.pence) == ("signed", "B2", 120_000)  # type: ignore[union-attr]


def write_letters(council: Council, decision: str) -> None:
    """The clerk issues and sends both letters that the law asks for."""
    clerk = council.as_("CM")
    templates = sorted(one.template for one in clerk.read(letters.letters_to_write))
    assert templates == ["L15", "L8"]
    for template, method in (("L15", "email"), ("L8", "post")):
        clerk.letters.send(clerk.letters.issue(decision, template).id, method)
    assert clerk.read(letters.letters_to_write) == []
