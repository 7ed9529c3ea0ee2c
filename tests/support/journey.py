"""The main job as a line of acts through the desk, the same at each run: from a review held to a letter sent.

Clock and ids stand still, so that a second run records the same bytes: what a cut-off run left can be compared, act by
act, with the run that nobody cut off.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

from bandingdesk import bootstrap, seams
from bandingdesk.casework.intake import PlanRow
from bandingdesk.casework.ops import ReviewHeld
from bandingdesk.desk.desk import Desk
from bandingdesk.desk.papers import PaperAnswer
from bandingdesk.desk.sample import SAMPLE_PIN, sample_council
from bandingdesk.ops import Subject
from bandingdesk.panel.ops import ProvisionLine, Rating, Seat
from bandingdesk.panel.scoring import DraftRating
from bandingdesk.store.queries import casework, council, letters, plans, rulebooks
from tests.support import panel_morning

NOW = datetime(2026, 11, 23, 8, 52, tzinfo=UTC)
TODAY = date(2026, 11, 23)
KEY = bytes(range(32))
STORE = "journey.desk"
SEATS = {"RA": "chair", "LO": "member", "JW": "member", "PL": "deputy", "CM": "clerk"}
VOTERS = ("RA", "LO", "JW", "PL")
PROVISION = ("Adult support in lessons, 15 hours a week", "A small group for talking with others, twice a week")


class Said(NamedTuple):
    """What the driver says when a step has returned: its name, and what must be found again from then on."""

    step: str
    draft: tuple[str, str, int] | None = None  # round, person, level of the only strand
    file: tuple[str, str] | None = None  # case, sha256


def make_store(folder: Path) -> Path:
    """Make the store that each run begins from, encrypted, with a council and three plans; return its path."""
    path = folder / STORE
    clock, ids = seams.FixedClock(NOW), seams.SeededIds(1, NOW)
    desk = bootstrap.create_desk(path, KEY, clock=clock, ids=ids, is_demo=True, matches=panel_morning.matches)
    desk.council.set_up("Demo administrator", "DA", "Systems", SAMPLE_PIN, "Laptop of the tests")
    sample_council(desk)
    rows = [
        PlanRow(
            f"Rowan-{n:03d}", "Testpupil", date(2018, 3, n), reference=f"EX-{n:03d}", sex="F", primary_need="SLCN",
            setting_name="Elmbank Primary (invented)", setting_type="main", year_group="4", phase="ks12",
            plan_start=date(2023, 1, 9), last_review=date(2025, 11, 20), next_review=date(2026, 11, 20),
            current_band="Band 5", current_pence=825_000,
        )
        for n in (1, 2, 3)
    ]  # fmt: skip
    desk.casework.take_plans(rows, "list.xlsx", "0" * 64)
    desk.close()
    return path


def open_store(path: Path, ids: seams.Ids | None = None) -> Desk:
    """Open a copy of the store; the ids repeat unless others are given."""
    return bootstrap.open_desk(
        path,
        KEY,
        clock=seams.FixedClock(NOW),
        ids=ids or seams.SeededIds(2, NOW),
        is_demo=True,
        matches=panel_morning.matches,
    )


class Journey:
    """One child's way through the main job; `steps` plays it act by act."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.people = {row.initials: row.id for row in desk.read(council.people)}
        self.case = min(desk.read(plans.on_record), key=lambda one: one.plan.name).case
        found = desk.read(lambda conn: rulebooks.framework(conn, council.framework_in_force(conn, TODAY).id))
        self.strands = tuple(strand.id for strand in found.strands)
        self.paper = ""

    def steps(self) -> Iterator[Said]:
        """Play the acts in order; each is given after it returned."""
        yield from self._prepare()
        meeting, item = yield from self._plan()
        round_id = yield from self._score(meeting, item)
        decision = yield from self._decide(round_id)
        yield from self._post(decision)
        self._sit("RA")
        self.desk.panel.close_item(meeting, item)
        yield Said("close item")
        self.desk.panel.close_meeting(meeting)
        yield Said("close meeting")

    def _prepare(self) -> Iterator[Said]:
        desk = self.desk.casework
        self._sit("CM")
        held = ReviewHeld(
            date(2026, 11, 9), date(2026, 11, 16), "amend", "More support in class", "A. Parent (invented)",
            ("17 Specimen Lane", "Exampleton", "ZZ99 3WZ"), "Mornings are better now.", "I like art.", PROVISION,
        )  # fmt: skip
        desk.hold_review(self.case, held)
        yield Said("hold review")
        contents = b"%PDF-1.7 an invented report " * 200
        self.paper = desk.add_evidence(
            self.case, contents, title="School report", author="A. Writer (invented)", author_role="SENCO",
            dated=date(2026, 10, 1), kind="setting", mime="application/pdf", pages=2,
        ).id  # fmt: skip
        row = self.desk.read(lambda conn: casework.evidence(conn, self.case))[0]
        yield Said("add evidence", file=(self.case, row.sha256))
        desk.mark_extract(self.paper, self.strands[0], 2, "Reads single words.", "single words")
        yield Said("mark extract")

    def _plan(self) -> Generator[Said, None, tuple[str, str]]:
        desk = self.desk.panel
        professions = {row.initials: row.profession for row in self.desk.read(council.people)}
        seats = [Seat(self.people[who], role, professions[who]) for who, role in SEATS.items()]  # type: ignore[arg-type]
        meeting = desk.plan_meeting("annual_review", TODAY, "08:30", "12:30", "Committee Room 2", seats).id
        yield Said("plan meeting")
        item = desk.add_item(meeting, self.case, [self.people[who] for who in VOTERS]).id
        yield Said("add item")
        desk.freeze_papers(meeting, item)
        yield Said("freeze papers")
        for who in VOTERS:
            desk.declare_interest(meeting, item, self._sit(who), "none")
            yield Said(f"interest {who}")
        self._sit("RA")
        desk.open_meeting(meeting)
        yield Said("open meeting")
        for who in VOTERS:
            desk.record_attendance(meeting, self.people[who], "present")
            yield Said(f"attendance {who}")
        return meeting, item

    def _score(self, meeting: str, item: str) -> Generator[Said, None, str]:
        desk = self.desk.panel
        round_id = desk.open_round(meeting, item).id
        yield Said("open round")
        for at, who in enumerate(VOTERS):
            person = self._sit(who)
            desk.save_sheet_draft(round_id, person, [DraftRating(self.strands[0], 1 + at % 2)])
            yield Said(f"draft {who}", draft=(round_id, person, 1 + at % 2))
            levels = {strand: 2 + (strand == self.strands[0] and at % 2) for strand in self.strands}
            rows = [Rating(strand, level, "sure", "School report, page 2") for strand, level in levels.items()]
            desk.lock_scores(round_id, rows)
            yield Said(f"lock {who}")
        self._sit("RA")
        desk.reveal(round_id)
        yield Said("reveal")
        desk.agree_level(round_id, self.strands[0], 3, "evidence", "The report of October is the latest on this.")
        yield Said("agree level")
        desk.record_minority_view(round_id, self.people["LO"], "The record reads lower to me.", self.strands[0], 2)
        yield Said("minority view")
        desk.agree_rest(round_id)
        yield Said("agree rest")
        return round_id

    def _decide(self, round_id: str) -> Generator[Said, None, str]:
        desk = self.desk.panel
        band = self.desk.store.load(Subject("round", round_id)).indicated.band
        decision = desk.propose_band(
            round_id,
            outcome="amend",
            legal_test="We asked whether the plan still describes the needs. It no longer does.",
            fits=True,
            fit_words="The matrix fits this child.",
            band=band,
            views_considered="The parent asked for help at lunchtime; the plan now says who gives it.",
            evidence=(self.paper,),
            changes=("Section F, line 2: adult support at lunchtime.",),
            starts=date(2027, 1, 4),
            review_by=date(2027, 11, 1),
        ).id
        yield Said("propose band")
        lines = [ProvisionLine(words, "As the plan says", "The school's own budget and the band", True)
                 for words in PROVISION]  # fmt: skip
        desk.check_section_f(decision, lines)
        yield Said("section F")
        desk.show_money(decision)
        yield Said("money")
        self.desk.papers.answer([PaperAnswer(self.paper, "relied", "It is the latest.")], decision=decision)
        yield Said("answer reports")
        desk.recommend(decision, "The reports show that more help is needed at lunchtime.", SAMPLE_PIN)
        yield Said("recommend")
        self._sit("ET")
        desk.sign(decision, True, "amend", band, "I have read the papers and I agree.", SAMPLE_PIN)
        yield Said("sign")
        return decision

    def _post(self, decision: str) -> Iterator[Said]:
        self._sit("CM")
        for row in self.desk.read(lambda conn: letters.letters_to_write(conn, decision)):
            made = self.desk.letters.issue(decision, row.template).id
            known = self.desk.read(lambda conn: casework.letters(conn, decision_id=decision))
            sha256 = next(one.sha256 for one in known if one.id == made)
            assert sha256 is not None
            yield Said(f"issue {row.template}", file=(self.case, sha256))
            self.desk.letters.send(made, "post" if row.recipient_role == "parent" else "email")
            yield Said(f"send {row.template}")

    def _sit(self, initials: str) -> str:
        self.desk.switch(self.people[initials])
        return self.people[initials]
