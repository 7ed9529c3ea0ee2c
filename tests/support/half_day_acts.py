"""The acts of a half-day's meeting, each of the person at the keys: run on one laptop, or each in its own program."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bandingdesk.desk.desk import Desk
from bandingdesk.desk.papers import PaperAnswer
from bandingdesk.desk.sample import SAMPLE_PIN
from bandingdesk.panel.ops import ProvisionLine, Rating
from bandingdesk.store import replay, verify
from bandingdesk.store.queries import casework, decisions, papers, rounds
from tests.support.half_day import PROVISION, Story

STARTS, REVIEW_BY = date(2027, 1, 4), date(2027, 11, 19)


def freeze(desk: Desk, meeting: str, items: Sequence[str]) -> None:
    """Freeze the papers of each item."""
    for item in items:
        desk.panel.freeze_papers(meeting, item)


def declare(desk: Desk, meeting: str, items: Sequence[str], has: Mapping[str, str]) -> None:
    """Answer for each item: HAS says, by item, what the interest is."""
    for item in items:
        answer = "yes" if item in has else "none"
        desk.panel.declare_interest(meeting, item, desk.me_id, answer, has.get(item, ""))


def step_out(desk: Desk, meeting: str, item: str, person: str) -> None:
    """Settle a declared interest: the person steps out of the case."""
    desk.panel.settle_interest(f"{meeting}.{item}.{person}", "withdraw", "Steps out for this case.")


def open_round(desk: Desk, meeting: str, item: str) -> str:
    """Open blind scoring of an item; return the round."""
    return desk.panel.open_round(meeting, item).id


def lock(desk: Desk, round_id: str, ratings: Sequence[Rating], person: str | None = None) -> None:
    """Lock a sheet; PERSON's, where it is entered from a paper slip."""
    desk.panel.lock_scores(round_id, ratings, person=person)


def open_meeting(desk: Desk, meeting: str, here: Sequence[str]) -> None:
    """Open the meeting with who is here."""
    desk.panel.open_meeting(meeting, attendance=dict.fromkeys(here, "present"))


def attend(desk: Desk, meeting: str, person: str, state: Any, item: str) -> None:
    """Record that a person left or came, from an item on."""
    desk.panel.record_attendance(meeting, person, state, item)


def reveal(desk: Desk, round_id: str) -> None:
    """Reveal all locked sheets."""
    desk.panel.reveal(round_id)


def seen(desk: Desk, round_id: str) -> tuple[int, int, list[list[int]], str | None]:
    """Return how many have locked, how many strips are seen, their levels, and the band, as the person sees it."""
    row = desk.read(lambda conn: rounds.round(conn, round_id, desk.me_id))
    dots = [sorted(dot.level for dot in strip.levels) for strip in row.spreads]
    return row.locked_count, len(row.spreads), dots, row.band.band if row.band else None


def agree(desk: Desk, round_id: str, story: Story) -> str | None:
    """Agree the levels of the framework's worked test, with a reason where the middle is another; return the band."""
    row = desk.read(lambda conn: rounds.round(conn, round_id, desk.me_id))
    for strip in row.spreads:
        level = story.levels[strip.strand]
        if strip.middle != level or strip.flagged:
            why = ("evidence", "We read page 1 again together.") if strip.middle != level else (None, "")
            desk.panel.agree_level(round_id, strip.strand, level, *why)
    if any(strip.middle == story.levels[strip.strand] and not strip.flagged for strip in row.spreads):
        desk.panel.agree_rest(round_id)
    return seen(desk, round_id)[3]


def propose(desk: Desk, round_id: str, case: str, band: str | None, other: Mapping[str, Any]) -> str:
    """Record the panel's finding; return the decision."""
    evidence = tuple(row.id for row in desk.read(lambda conn: casework.evidence(conn, case)))
    fields = {
        "outcome": "amend", "legal_test": "We asked what should follow from the review: the plan is to be amended.",
        "fits": True, "fit_words": "The strands describe this child.", "band": band,
        "views_considered": "Read out and answered line by line.", "evidence": evidence,
        "starts": STARTS, "review_by": REVIEW_BY, "changes": ("Section F, line 2",),
    }  # fmt: skip
    return desk.panel.propose_band(round_id, **{**fields, **other}).id


def countersign(desk: Desk, decision: str) -> None:
    """Give the second signature."""
    desk.panel.countersign(decision, "I have read the reason, and it stands.", SAMPLE_PIN)


def check_and_recommend(desk: Desk, case: str, decision: str) -> int | None:
    """Check Section F, show the amount, answer the reports and recommend; return the pence."""
    lines = [ProvisionLine(line, "As the plan says", "The school's budget and the band", True) for line in PROVISION]
    desk.panel.check_section_f(decision, lines)
    desk.panel.show_money(decision)
    answer_reports(desk, case, decision)
    desk.panel.recommend(decision, "The reports show that more help is needed at lunchtime.", SAMPLE_PIN)
    row = desk.read(lambda conn: decisions.decision(conn, decision, desk.me_id))
    return row.money.pence if row.money else None


def answer_reports(desk: Desk, case: str, decision: str) -> None:
    """Answer every report of the family and professionals."""
    answers = desk.read(lambda conn: papers.unanswered(conn, case))
    desk.papers.answer([PaperAnswer(row.id, "relied", "It is the latest.") for row in answers], decision=decision)


def close_item(desk: Desk, meeting: str, item: str) -> None:
    """End the panel's work on a case."""
    desk.panel.close_item(meeting, item)


def sign(desk: Desk, decision: str, band: str | None) -> None:
    """Sign as the decision maker, as recommended."""
    desk.panel.sign(
        decision, True, "amend" if band else "refer_up", band, "I have read the record and agree.", SAMPLE_PIN
    )


def defer(desk: Desk, meeting: str, item: str, until: date, officer: str = "") -> None:
    """Put a case off; with OFFICER to them, out of panel, by UNTIL."""
    desk.panel.defer_item(meeting, item, "We ask for the hearing report.", until, officer=officer)


def refer_up(desk: Desk, round_id: str, case: str) -> str:
    """Record that the case is above the scale, send its cost to the high cost panel and recommend; return it."""
    decision = propose(desk, round_id, case, None, {"outcome": "refer_up", "changes": ()})
    desk.panel.refer_higher(decision, "high_cost", "Above the scale of the matrix.")
    answer_reports(desk, case, decision)
    desk.panel.recommend(decision, "The needs lie above the scale; the funds are another panel's.", SAMPLE_PIN)
    return decision


def pull(desk: Desk, meeting: str, item: str) -> None:
    """Take a case off the list of those agreed without talk."""
    desk.room.pull_case(meeting, item, "Lunch, please.")


def without_talk(desk: Desk, meeting: str, items: Sequence[str]) -> None:
    """Propose the cases that need no talk."""
    desk.agenda.propose_undiscussed(meeting, items)


def close_meeting(desk: Desk, meeting: str) -> None:
    """End the meeting and make its minutes."""
    desk.panel.close_meeting(meeting)
    desk.after.make_minutes(meeting)


def record(desk: Desk) -> tuple[bool, int, str]:
    """Return whether the chain holds and its rows are what a replay makes, how long it is, and a mark of all rows."""
    with desk.store.read() as conn:
        sound = verify.verify(conn).ok and replay.differing(conn, desk.store.registry) == []
        count = conn.exec_driver_sql("SELECT count(*) FROM op").scalar_one()
        heads = conn.exec_driver_sql("SELECT id, head, step, final_band FROM panel_decision ORDER BY id").fetchall()
    return sound, count, hashlib.sha256(repr(heads).encode()).hexdigest()


def dissent(desk: Desk, round_id: str, strand: str, level: int) -> None:
    """Keep one's own view beside the agreed level."""
    desk.room.give_view(round_id, "I see more need among peers.", strand, level)


def declare_for(desk: Desk, meeting: str, items: Sequence[str], person: str) -> None:
    """Enter the answers of a member without the program, as they gave them to the clerk: no interest."""
    for item in items:
        desk.panel.declare_interest(meeting, item, person, "none")
