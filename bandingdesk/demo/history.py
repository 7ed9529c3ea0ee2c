"""The demo's past and its morning: meetings held in full by the desk's own acts, and one in progress.

The clock is moved to each meeting's day, so every op carries the time it would have had. Who acts is switched as in a
hot seat: members lock their own sheets, the chair reveals and recommends, the Head of SEND signs.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from bandingdesk.casework.case import Case
from bandingdesk.demo.scores import Scale, pulled, sheet, true_levels
from bandingdesk.desk.desk import Desk
from bandingdesk.desk.papers import PaperAnswer
from bandingdesk.desk.sample import SAMPLE_PIN
from bandingdesk.ops import Subject
from bandingdesk.panel.decision import Decision, require_proposal
from bandingdesk.panel.interests import Answer
from bandingdesk.panel.moderation import Round
from bandingdesk.panel.ops import ProvisionLine, Seat, SeatRole
from bandingdesk.seams import LONDON, FixedClock
from bandingdesk.store.queries import casework, letters, papers, putting_off, rounds
from bandingdesk.store.queries import panel as agendas

TODAY = date(2026, 11, 23)
PANELS: Mapping[str, tuple[str, ...]] = {  # the chair first; the last is the deputy
    "annual_review": ("RA", "LO", "JW", "PL"),
    "banding": ("MF", "SD", "TA", "NK"),
    "post16": ("DP", "AB", "HS", "KO"),
}
PROFESSIONS = {
    "RA": "Mainstream headteacher", "LO": "Educational psychology", "JW": "Health", "PL": "Social care",
    "MF": "Special headteacher", "SD": "Educational psychology", "TA": "Health", "NK": "Social care",
    "DP": "College principal", "AB": "Educational psychology", "HS": "Health", "KO": "Social care",
}  # fmt: skip
# Levels by which a scorer tends to rate above or below the others; invented, so that figures have something to find.
SEVERITY = {
    "RA": 0.0, "LO": 0.1, "JW": -0.35, "PL": 0.3, "MF": 0.15, "SD": -0.1,
    "TA": 0.4, "NK": -0.2, "DP": -0.3, "AB": 0.05, "HS": 0.25, "KO": -0.05,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class DemoCase:
    """A case that comes before a panel: what its history needs to know of it."""

    id: str
    need: str
    setting_kind: str
    extracts: Mapping[str, str]  # strand -> extract id


@dataclass(frozen=True, slots=True)
class Cast:
    """Who is who: person ids by initials, and the scales of the framework in force."""

    people: Mapping[str, str]
    scales: tuple[Scale, ...]
    reasons: tuple[str, ...]
    bands: tuple[str, ...]


class Historian:
    """Plays meetings through the desk, one item after the other."""

    def __init__(self, desk: Desk, clock: FixedClock, cast: Cast, rng: random.Random) -> None:
        self._desk = desk
        self._clock = clock
        self.cast = cast
        self._rng = rng

    def plan(self, panel: str, on: date, starts: str, cases: Sequence[DemoCase]) -> tuple[str, list[str]]:
        """Plan a meeting with CASES on its agenda, papers frozen and interests declared; return its id and items."""
        self.at(on - timedelta(days=7), 10, 0)
        self.as_("CM")
        seats = tuple(self._seats(panel))
        made = self._desk.panel.plan_meeting(panel, on, starts, "12:30", "Committee Room 2 and Teams", seats)
        readers = tuple(self.cast.people[who] for who in PANELS[panel])
        items = [self._desk.panel.add_item(made.id, case.id, readers).id for case in cases]
        for item in items:
            self._desk.panel.freeze_papers(made.id, item)
        return made.id, items

    def declare(self, panel: str, meeting: str, item: str, *, withdrawn: str | None = None) -> None:
        """Let every member of PANEL answer for ITEM; WITHDRAWN has an interest and the chair lets them step out."""
        for who in PANELS[panel]:
            self.as_(who)
            answer: Answer = "yes" if who == withdrawn else "none"
            nature = "Governor of this child's school" if who == withdrawn else ""
            self._desk.panel.declare_interest(meeting, item, self.cast.people[who], answer, nature)
        if withdrawn:
            self.as_("PL" if withdrawn == PANELS[panel][0] else PANELS[panel][0])
            interest = f"{meeting}.{item}.{self.cast.people[withdrawn]}"
            self._desk.panel.settle_interest(interest, "withdraw", "Steps out for this case.")

    def score(
        self, panel: str, meeting: str, item: str, case: DemoCase, scorers: Sequence[str], *, apart: str = ""
    ) -> str:
        """Open a round on ITEM and let SCORERS lock their sheets; return the round's id."""
        self.as_(PANELS[panel][0])
        round_id = self._desk.panel.open_round(meeting, item).id
        self.lock(round_id, case, scorers, apart=apart)
        return round_id

    def lock(self, round_id: str, case: DemoCase, scorers: Sequence[str], *, apart: str = "") -> None:
        """Let SCORERS lock sheets for ROUND_ID, drawn around one truth; on the strand APART they differ widely."""
        truth = true_levels(self._rng, self.cast.scales, case.need, self._weight(case))
        for who in scorers:
            self.as_(who)
            ratings = sheet(self._rng, self.cast.scales, truth, SEVERITY[who], case.extracts)
            if apart:
                ratings = pulled(ratings, apart, 1 + scorers.index(who))
            self._desk.panel.lock_scores(round_id, ratings)

    def open(self, panel: str, meeting: str) -> None:
        """Open the meeting with everybody present."""
        self.as_(PANELS[panel][0])
        self._desk.panel.open_meeting(meeting)
        for who in PANELS[panel]:
            self._desk.panel.record_attendance(meeting, self.cast.people[who], "present")

    def agree(self, panel: str, round_id: str, *, minority: str | None = None) -> None:
        """Reveal and agree every level, with a reason where the middle falls between two; then the band appears."""
        self.as_(PANELS[panel][0])
        desk = self._desk.panel
        desk.reveal(round_id)
        if minority:
            words = "The school's own record reads as one level lower to me."
            desk.record_minority_view(round_id, self.cast.people[minority], words, self.cast.scales[0].strand, None)
        desk.agree_rest(round_id)
        still_open = self._desk.store.load(Subject("round", round_id)).still_open
        for row in self._desk.read(lambda conn: rounds.spreads_of(conn, round_id)):
            if row.strand in still_open:
                level = (row.median_x2 + 1) // 2
                code = "between" if row.median_x2 % 2 else "evidence"
                desk.agree_level(round_id, row.strand, level, code, "The report of October is the latest on this.")

    def propose(self, panel: str, meeting: str, item: str, round_id: str, *, outcome: str, override: bool) -> str:
        """Record the panel's finding on the indicated band; return the decision's id."""
        self.as_(PANELS[panel][0])
        found: Round = self._desk.store.load(Subject("round", round_id))
        indicated = found.indicated.band if found.indicated else None
        band = self._next_band(indicated) if override or indicated is None else indicated
        changed = band != indicated
        made = self._desk.panel.propose_band(
            round_id,
            outcome=outcome,
            legal_test=_TESTS[outcome],
            fits=not changed,
            fit_words="The matrix fits this child." if not changed else "The matrix misses how needs add up here.",
            band=band,
            reason_code=self.cast.reasons[1] if changed else None,
            reason="Two needs together ask for more than each alone." if changed else "",
            views_considered="The parent asked for help at lunchtime; the plan now says who gives it.",
            evidence=self._papers(found.case),
            changes=("Section F, line 2: adult support at lunchtime.",) if outcome == "amend" else (),
            starts=date(2027, 1, 4),
            review_by=date(2027, 11, 1),
        )
        if changed:
            self.as_(PANELS[panel][-1])
            self._desk.panel.countersign(made.id, "Agreed: the reason stands.", SAMPLE_PIN)
        return made.id

    def conclude(self, panel: str, decision: str, *, until: str = "signed") -> None:
        """Check Section F, show the money, recommend, and sign as the Head of SEND; stop after the step UNTIL."""
        self.as_(PANELS[panel][0])
        found: Decision = self._desk.store.load(Subject("decision", decision))
        proposal = require_proposal(found)
        case: Case = self._desk.store.load(Subject("case", proposal.case))
        lines = [
            ProvisionLine(words, "As the plan says", "The school's own budget and the band", True)
            for words in (case.review.section_f if case.review else ())
        ]
        desk = self._desk.panel
        desk.check_section_f(decision, lines, "All provision stays secured.")
        if until == "section_f":
            return
        desk.show_money(decision)
        if until == "money":
            return
        self.answer(proposal.case, decision)
        desk.recommend(decision, _REASONS[proposal.outcome], SAMPLE_PIN)
        if until == "signed":
            self.sign(decision, proposal.outcome, proposal.band)

    def answer(self, case: str, decision: str) -> None:
        """Answer every report of a case: none is signed before."""
        unanswered = self._desk.read(lambda conn: papers.unanswered(conn, case))
        given = [PaperAnswer(row.id, "relied", _ANSWERS.get(row.sender, _ANSWERS["setting"])) for row in unanswered]
        if given:
            self._desk.papers.answer(given, decision=decision)

    def sign(self, decision: str, outcome: str, band: str | None) -> None:
        """Sign as the Head of SEND, as recommended."""
        self.as_("ET")
        words = "I have read the panel's record and the papers, and I agree with its reasons."
        self._desk.panel.sign(decision, True, outcome, band, words, SAMPLE_PIN)

    def close_item(self, panel: str, meeting: str, item: str) -> None:
        """End the panel's work on an item."""
        self.as_(PANELS[panel][0])
        self._desk.panel.close_item(meeting, item)

    def reveal(self, panel: str, round_id: str) -> None:
        """Reveal a round and leave it there."""
        self.as_(PANELS[panel][0])
        self._desk.panel.reveal(round_id)

    def defer(self, panel: str, meeting: str, item: str) -> None:
        """Put an item off: no meeting of its panel is planned before the law's last day, so the officer decides."""
        self.as_(PANELS[panel][0])
        today = self._clock.today()
        found = self._desk.read(lambda conn: putting_off.ways(conn, meeting, item, today))
        until = found.officer_by or today + timedelta(days=21)
        officer = self.cast.people["ET"] if found.only_officer else ""
        made = self._desk.panel.defer_item(
            meeting, item, "The therapist's report is still owed.", until, officer=officer
        )
        if officer and until < TODAY - timedelta(days=7):
            asked = next(subject.id for subject in made.subjects if subject.kind == "outside")
            self._decide_outside(panel, meeting, item, asked, until)

    def _decide_outside(self, panel: str, meeting: str, item: str, asked: str, by: date) -> None:
        """Sign what was put off, out of panel, on its last day."""
        self.at(by, 15, 0)
        self.as_("ET")
        case = next(
            row.case_id for row in self._desk.read(lambda conn: agendas.agenda(conn, meeting)) if row.item == item
        )
        relied = tuple(row.id for row in self._desk.read(lambda conn: casework.evidence(conn, case)))
        self._desk.after.decide_outside(
            case,
            panel_type=panel,
            route="officer",
            why="No meeting of this panel came before the law's last day.",
            outcome="keep",
            legal_test="The plan still describes the needs and the help: the late report says nothing else.",
            options=("Keep the plan as it is", "Amend the plan"),
            evidence=relied,
            reasons="The therapist's report came in and bears the plan out.",
            pin=SAMPLE_PIN,
            asked=asked,
        )

    def leave(self, panel: str, meeting: str, item: str, who: str) -> None:
        """Record that WHO has left the room for an item."""
        self.as_(PANELS[panel][0])
        self._desk.panel.record_attendance(meeting, self.cast.people[who], "left", item)

    def close(self, panel: str, meeting: str) -> None:
        """Close the meeting."""
        self.as_(PANELS[panel][0])
        self._desk.panel.close_meeting(meeting)

    def write(self, decision: str, *, limit: int) -> int:
        """Issue and send the letters that a decision asks for, at most LIMIT; return how many."""
        self.as_("CM")
        rows = self._desk.read(lambda conn: letters.letters_to_write(conn, decision))[:limit]
        for row in rows:
            made = self._desk.letters.issue(decision, row.template, row.to)
            self._desk.letters.send(made.id, "email" if row.recipient_role == "setting" else "post")
        return len(rows)

    def know(self, decision: str, sent: date) -> None:
        """Record the letters of an old decision as facts without bytes."""
        self.as_("CM")
        for row in self._desk.read(lambda conn: letters.letters_to_write(conn, decision)):
            self._desk.letters.record_known(decision, row.template, sent)

    def at(self, day: date, hour: int, minute: int) -> None:
        """Move the clock to a time of DAY in London."""
        self._clock.set(datetime.combine(day, time(hour, minute), tzinfo=LONDON).astimezone(UTC))

    def as_(self, initials: str) -> None:
        """Put a person at the keys."""
        self._desk.switch(self.cast.people[initials])

    def _seats(self, panel: str) -> Iterator[Seat]:
        roles: list[SeatRole] = ["chair", "member", "member", "deputy"]
        for who, role in zip(PANELS[panel], roles, strict=True):
            yield Seat(self.cast.people[who], role, PROFESSIONS[who])
        yield Seat(self.cast.people["CM"], "clerk", "Panel clerk")

    def _papers(self, case_id: str) -> tuple[str, ...]:
        return tuple(row.id for row in self._desk.read(lambda conn: casework.evidence(conn, case_id)))

    def _next_band(self, band: str | None) -> str:
        order = self.cast.bands
        at = order.index(band) if band in order else len(order) - 1
        return order[at + 1] if at + 1 < len(order) else order[at - 1]

    def _weight(self, case: DemoCase) -> float:
        base = 0.62 if case.setting_kind in ("special", "base") else 0.45
        return min(0.9, max(0.1, self._rng.gauss(base, 0.16)))


_ANSWERS: Mapping[str, str] = {  # why a report was relied on, by who sent it
    "professional": "It is the latest advice, and the agreed levels follow it.",
    "setting": "It shows what has been tried and what helped.",
    "family": "The panel agrees with what the family says of lunchtimes.",
}
_TESTS: Mapping[str, str] = {
    "keep": "We asked whether the plan still describes the needs, the outcomes and the help. We think that it does.",
    "amend": "We asked whether the plan still describes the needs, the outcomes and the help. It no longer does.",
    "cease": "We asked whether it is still necessary for the plan to be kept. We think that it no longer is.",
}
_REASONS: Mapping[str, str] = {
    "keep": "The school's report shows steady progress with the help in the plan. The outcomes are still right, "
    "and two of them are close to being met.",
    "amend": "The reports show that more help is needed at lunchtime and in small groups than the plan sets out. The "
    "school has tried this since May and it helps.",
    "cease": "The outcomes of the plan have been met, and help from the setting's own means is enough from now on.",
}
