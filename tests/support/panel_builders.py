"""A small panel in memory: a ledger that folds ops as the store does, and builders of its steps."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, Literal

from bandingdesk import ops
from bandingdesk.ops import Op, Recorded, Subject
from bandingdesk.panel import decision, interests, meeting, moderation, officer, scoring
from bandingdesk.panel.deciding import ops as deciding_ops
from bandingdesk.panel.decision import Decision
from bandingdesk.panel.interests import Hand
from bandingdesk.panel.meeting import Meeting
from bandingdesk.panel.moderation import Round
from bandingdesk.panel.ops import (
    KINDS,
    AttendanceRecorded,
    BandIndicated,
    BandProposed,
    MeetingPlanned,
    MoneyShown,
    ProvisionLine,
    Rating,
    Seat,
)
from bandingdesk.panel.sitting import Sitting, Terms

Presence = Literal["present", "remote", "left", "absent"]
NOW = datetime(2026, 11, 26, 9, 30, tzinfo=UTC)  # the demo's next panel, Thu 26 Nov 2026
ON = date(2026, 11, 26)
MEETING, ITEM, CASE, ROUND, DECISION = "m1", "i1", "c1", "r1", "d1"
CHAIR, DEPUTY, EP, HEAD, CLERK, OFFICER = "chair", "deputy", "ep", "head", "clerk", "officer"
VOTERS = (CHAIR, DEPUTY, EP, HEAD)
SEATS = (
    Seat(CHAIR, "chair", "SEND officer"),
    Seat(DEPUTY, "deputy", "Head, special"),
    Seat(EP, "member", "Educational psychology"),
    Seat(HEAD, "member", "Head, mainstream"),
    Seat(CLERK, "clerk", "Clerk"),
)
STRANDS = ("learning", "social", "care")
SCALE: Mapping[str, frozenset[int]] = {strand: frozenset(range(6)) for strand in STRANDS}
CODES = frozenset(moderation.LEVEL_REASONS)
BANDS, REASONS = ("B1", "B2", "B3", "B4"), ("R1", "R2")
SHA = "f" * 64
TERMS = Terms(3, ("Educational psychology",), ("keep", "amend", "cease"), True, "Scheme 4.2", "override", 1, 2, False)
PROVISION = ("Speech therapy, weekly", "Adult support, 15 hours")


class Ledger:
    """Takes ops as the store does: parents and seen heads are checked, states folded by the rules' own folds."""

    kinds: ops.Kinds = {**KINDS, **deciding_ops.KINDS}
    FOLDS: Mapping[str, Callable[[Any, Recorded], Any]] = {
        "meeting": meeting.apply,
        "interest": interests.apply,
        "round": moderation.apply,
        "sheet": scoring.apply,
        "decision": decision.apply,
    }

    def __init__(self) -> None:
        self.states: dict[Subject, Any] = {}
        self.ops: list[Recorded] = []

    def take(self, op: Op, entered_by: str | None = None) -> Any:
        """Fold OP and return the new state of its subject."""
        state = self.states.get(op.subject)
        assert op.parent == (state.head if state else None), "the op's parent is not the head"
        for subject, head in op.seen:
            if subject.kind in self.FOLDS:
                assert self.states[subject].head == head, f"seen head of {subject} is stale"
        assert isinstance(op.body, self.kinds[op.kind].body)
        data = ops.canonical(op.body)
        entry = Recorded(
            f"op{len(self.ops) + 1}",
            "act",
            len(self.ops) + 1,
            op.kind,
            1,
            op.subject,
            op.parent,
            op.seen,
            op.by,
            op.entered_by or entered_by or op.by,
            op.at,
            ops.body_of(self.kinds, op.kind, 1, data),
        )
        self.ops.append(entry)
        self.states[op.subject] = self.FOLDS[op.subject.kind](state, entry)
        return self.states[op.subject]

    def get(self, kind: str, id_: str) -> Any:
        """Return the state of a subject, None without one."""
        return self.states.get(Subject(kind, id_))


def hand(by: str = CHAIR) -> Hand:
    """Return the hand of BY at a fixed instant."""
    return Hand(by, NOW)


def rating(strand: str, level: int, note: str = "Report, page 3", relied: tuple[str, ...] = ()) -> Rating:
    """Return a rating that can be locked."""
    return Rating(strand, level, "fairly", note, relied)


def ratings(*levels: int) -> tuple[Rating, ...]:
    """Return ratings of the three strands, in order."""
    return tuple(rating(strand, level) for strand, level in zip(STRANDS, levels, strict=True))


class Panel:
    """One case at one meeting, taken step by step through the rules."""

    def __init__(self, terms: Terms = TERMS, ledger: Any = None) -> None:
        self.ledger = ledger or Ledger()
        self.terms = terms
        body = MeetingPlanned("moderation", ON, "09:00", "12:00", "Room 1", SEATS, SHA, "a" * 64)
        self.ledger.take(meeting.plan(MEETING, hand(CLERK), body))
        added = meeting.add_item(self.meeting, hand(CLERK), item=ITEM, case=CASE, kind="annual_review", readers=VOTERS)
        self.ledger.take(added)

    @property
    def meeting(self) -> Meeting:
        return self.ledger.get("meeting", MEETING)  # type: ignore[no-any-return]

    @property
    def round(self) -> Round:
        return self.ledger.get("round", ROUND)  # type: ignore[no-any-return]

    @property
    def decision(self) -> Decision:
        return self.ledger.get("decision", DECISION)  # type: ignore[no-any-return]

    @property
    def sitting(self) -> Sitting:
        """The sitting as it stands now."""
        found = {
            state.person: interests.standing(state)
            for subject, state in self.ledger.states.items()
            if subject.kind == "interest"
        }
        return Sitting(self.meeting, ITEM, found, self.terms)

    def interest(self, person: str) -> interests.Interest | None:
        return self.ledger.get("interest", interests.interest_id(MEETING, ITEM, person))  # type: ignore[no-any-return]

    def sheet(self, person: str, round_id: str = ROUND) -> scoring.Sheet | None:
        return self.ledger.get("sheet", scoring.sheet_id(round_id, person))  # type: ignore[no-any-return]

    def declare(self, person: str, answer: interests.Answer = "none", nature: str = "") -> None:
        op = interests.declare(
            self.interest(person),
            hand(person),
            meeting=MEETING,
            item=ITEM,
            case=CASE,
            person=person,
            answer=answer,
            nature=nature,
        )
        self.ledger.take(op)

    def settle(self, person: str, outcome: interests.SettledAs, by: str = CHAIR) -> None:
        found = self.interest(person)
        assert found is not None
        self.ledger.take(interests.settle(found, hand(by), outcome, ""))

    def withdraw(self, person: str) -> None:
        self.declare(person, "yes", "Governor of the child's school")
        self.settle(person, "withdraw", by=DEPUTY if person == CHAIR else CHAIR)

    def freeze(self, papers: tuple[tuple[str, str], ...] = (("e1", "h1"),)) -> None:
        self.ledger.take(meeting.freeze_papers(self.meeting, hand(CLERK), ITEM, papers))

    def open_meeting(self, here: tuple[str, ...] = VOTERS) -> None:
        self.ledger.take(meeting.open_meeting(self.meeting, hand()))
        for person in here:
            self.attend(person, "present")

    def attend(self, person: str, state: Presence, item: str | None = None) -> None:
        """Record presence on the meeting itself, as it was recorded before each person's had a subject of its own."""
        body = AttendanceRecorded(person, state, item)
        self.ledger.take(hand(CLERK).op("meeting.attendance_recorded", self.meeting.subject, self.meeting.head, body))

    def open_round(self, round_id: str = ROUND, strands: tuple[str, ...] = STRANDS, **more: Any) -> None:
        earlier = [state for subject, state in self.ledger.states.items() if subject.kind == "round"]
        self.ledger.take(moderation.open_round(self.sitting, hand(), round_id, strands, **{"earlier": earlier, **more}))

    def lock(self, person: str, *levels: int, round_id: str = ROUND) -> None:
        round_ = self.ledger.get("round", round_id)
        given = tuple(rating(strand, level) for strand, level in zip(round_.strands, levels, strict=True))
        op = scoring.lock(
            round_,
            self.sheet(person, round_id),
            hand(person),
            given,
            interest=self.interest(person),
            scale=SCALE,
        )
        self.ledger.take(op)

    def locked(self, round_id: str = ROUND) -> list[Any]:
        found = (self.sheet(person, round_id) for person in self.ledger.get("round", round_id).scorers)
        return [sheet.revealed for sheet in found if sheet is not None and sheet.is_locked]

    def reveal(self, words: str = "", round_id: str = ROUND) -> None:
        round_ = self.ledger.get("round", round_id)
        op = moderation.reveal(round_, self.sitting, hand(), self.locked(round_id), go_on_without=words)
        self.ledger.take(op)

    def agree(self, strand: str, level: int, spread: Any, code: str | None = None, reason: str = "") -> None:
        op = moderation.agree(
            self.round,
            self.sitting,
            hand(),
            level,
            spread,
            scale=SCALE,
            codes=CODES,
            reason_code=code,
            reason=reason,
        )
        assert spread.strand == strand
        self.ledger.take(op)

    def indicate(self, band: str | None = "B2") -> None:
        self.ledger.take(moderation.indicate(self.round, hand(), indicated(band)))

    def propose(self, **changes: Any) -> None:
        known = self.ledger.get("decision", DECISION)
        body = replace(a_proposal(), **changes)
        op = decision.propose(known, DECISION, self.round, self.sitting, hand(), body, bands=BANDS, codes=REASONS)
        self.ledger.take(op)

    def check_provision(self) -> None:
        lines = tuple(ProvisionLine(line, "the same", "named in the plan", True) for line in PROVISION)
        op = decision.check_section_f(self.decision, self.sitting, hand(), lines, "", provision=PROVISION)
        self.ledger.take(op)

    def show_money(self) -> None:
        body = MoneyShown("2026-27", "a" * 64, 1_095_000, "year", "main", "ks12")
        self.ledger.take(decision.show_money(self.decision, self.sitting, hand(), body))

    def recommend(self) -> None:
        op = decision.recommend(self.decision, self.round, self.sitting, hand(), "", pin_checked=True)
        self.ledger.take(op)

    def sign(self, by: str = OFFICER, **changes: Any) -> None:
        given = {"agrees": True, "outcome": "amend", "band": "B2", "words": "", "pin_checked": True} | changes
        roles = ("decision_maker",)
        op = officer.sign(self.decision, self.sitting, hand(by), **given, roles=roles, bands=BANDS)
        self.ledger.take(op)


def indicated(band: str | None = "B2") -> BandIndicated:
    """Return what the engine said."""
    kind = "indicative" if band else "refer"
    return BandIndicated("example@1", SHA, "0.1.0", band, 40, kind, (band,) if band else (), "{}")


def a_proposal() -> BandProposed:
    """Return a full proposal of the indicated band."""
    return BandProposed(
        meeting=MEETING,
        item=ITEM,
        case=CASE,
        round=ROUND,
        outcome="amend",
        legal_test="The provision called for has changed since the last review.",
        fits=True,
        fit_words="The strands describe this child.",
        indicated="B2",
        band="B2",
        reason_code=None,
        reason="",
        views_considered="Read out and answered line by line.",
        evidence=("e1",),
        changes=("Section F, line 2",),
        starts=date(2027, 1, 4),
        review_by=date(2027, 11, 19),
        second_signature=False,
    )


def a_ready_panel(terms: Terms = TERMS) -> Panel:
    """Return a panel whose interests are answered and papers frozen, in an open meeting with all members here."""
    panel = Panel(terms)
    for person in VOTERS:
        panel.declare(person)
    panel.freeze()
    panel.open_meeting()
    return panel


def a_scored_panel(*sheets: tuple[int, ...], terms: Terms = TERMS) -> Panel:
    """Return a panel with an open round in which the voters have locked SHEETS, in the order of VOTERS."""
    panel = a_ready_panel(terms)
    panel.open_round()
    for person, levels in zip(VOTERS, sheets, strict=False):
        panel.lock(person, *levels)
    return panel


def an_agreed_panel(terms: Terms = TERMS, band: str | None = "B2") -> Panel:
    """Return a panel whose levels are all agreed at 2, 3, 1 and whose band is shown."""
    from bandingdesk.consistency import spread

    panel = a_scored_panel((2, 3, 1), (2, 3, 1), (2, 3, 1), (2, 3, 1), terms=terms)
    panel.reveal()
    for strand, level in zip(STRANDS, (2, 3, 1), strict=True):
        panel.agree(strand, level, spread.spread(strand, [level] * 4, tolerance=1, disagreement=2))
    panel.indicate(band)
    return panel


def a_revealed() -> Panel:
    """Return a panel whose scores are revealed and whose levels are open."""
    panel = a_scored_panel(*[(2, 3, 1)] * 4)
    panel.reveal()
    return panel
