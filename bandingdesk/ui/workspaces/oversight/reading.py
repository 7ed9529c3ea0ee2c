"""What the oversight pages read: samples with their audits, and all that an audit of one decision looks at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from bandingdesk.oversight.criteria import Criterion
from bandingdesk.oversight.ops import Answer
from bandingdesk.store.queries import casework, council, decisions, higher, letters, oversight, rounds
from bandingdesk.store.queries.casework import CaseRow, LetterRow
from bandingdesk.store.queries.decisions import DecisionRow
from bandingdesk.store.queries.letters import ToWriteRow
from bandingdesk.store.queries.oversight import AuditRow, Finding, RecordSection, SampleRow
from bandingdesk.store.queries.retention import KeepingRow
from bandingdesk.store.queries.rounds import RoundRow

if TYPE_CHECKING:
    from bandingdesk.desk.desk import Desk


@dataclass(frozen=True, slots=True)
class Item:
    """A decision of a sample, and its audit once somebody took it up. `place` counts from 1."""

    place: int
    decision_id: str
    outcome: str
    is_override: bool
    decided_on: date | None
    audit: AuditRow | None


@dataclass(frozen=True, slots=True)
class SampleSeen:
    """A sample with its decisions in the order drawn."""

    sample: SampleRow
    items: tuple[Item, ...]

    @property
    def graded(self) -> int:
        """How many audits have a grade."""
        return sum(one.audit is not None and one.audit.state == "graded" for one in self.items)

    def next_open(self, after: str = "") -> Item | None:
        """Return the next decision without a grade, from the one after AFTER on and round again."""
        at = next((n for n, one in enumerate(self.items) if one.decision_id == after), -1)
        turned = self.items[at + 1 :] + self.items[: at + 1]
        waiting = (one for one in turned if one.audit is None or one.audit.state == "open")
        return next((one for one in waiting if one.decision_id != after), None)


@dataclass(frozen=True, slots=True)
class Document:
    """A decision as an auditor reads it: its words, what the checks found, its letters, every entry behind it."""

    decision: DecisionRow
    case: CaseRow
    round: RoundRow
    papers: tuple[str, ...]  # title and date of each paper relied on
    findings: tuple[Finding, ...]
    letters: tuple[LetterRow, ...]
    to_write: tuple[ToWriteRow, ...]
    record: tuple[RecordSection, ...]

    @property
    def entries(self) -> int:
        """How many entries stand behind the decision."""
        return sum(len(section.lines) for section in self.record)


@dataclass(frozen=True, slots=True)
class Kept:
    """The marks kept so far, and the words beside them."""

    answers: tuple[Answer, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Keeping:
    """The review list of cases whose time is over, names by id, and the kinds refused to who is at the keys."""

    rows: tuple[KeepingRow, ...]
    names: dict[str, str]
    refused: frozenset[str]


def samples(desk: Desk) -> tuple[SampleRow, ...]:
    """Return the samples, the newest first."""
    return tuple(desk.read(oversight.samples))


def themes(desk: Desk) -> tuple[tuple[str, int], ...]:
    """Return the themes that oversight panels found, with how often, the commonest first."""
    return tuple(desk.read(higher.themes))


def sample(desk: Desk, sample_id: str) -> SampleSeen | None:
    """Return a sample with its decisions and audits, None where the record holds none."""
    found = next((one for one in samples(desk) if one.id == sample_id), None)
    if found is None:
        return None
    audits = {one.decision_id: one for one in desk.read(lambda conn: oversight.audits(conn, sample_id))}
    items = []
    for place, decision_id in enumerate(found.decisions, 1):
        row = _decision(desk, decision_id)
        if row is None:
            continue  # erased by rule since it was drawn
        items.append(
            Item(
                place,
                decision_id,
                row.final_outcome or row.outcome,
                row.is_override,
                row.signed.at.date() if row.signed else None,
                audits.get(decision_id),
            )
        )
    return SampleSeen(found, tuple(items))


def document(desk: Desk, decision_id: str) -> Document:
    """Return what an audit of a decision looks at."""
    me = desk.me_id
    row = desk.read(lambda conn: decisions.decision(conn, decision_id, me))
    papers = desk.read(lambda conn: casework.evidence(conn, row.case_id))
    return Document(
        decision=row,
        case=desk.read(lambda conn: casework.case(conn, row.case_id)),
        round=desk.read(lambda conn: rounds.round(conn, row.round, me)),
        papers=tuple(f"{one.title}, {one.author_role}" for one in papers if one.id in row.evidence),
        findings=tuple(desk.read(lambda conn: oversight.findings(conn, decision_id))),
        letters=tuple(desk.read(lambda conn: casework.letters(conn, decision_id=decision_id))),
        to_write=tuple(desk.read(lambda conn: letters.letters_to_write(conn, decision_id))),
        record=tuple(desk.read(lambda conn: oversight.decision_record(conn, decision_id))),
    )


def kept(desk: Desk, audit_id: str) -> Kept:
    """Return the marks of an audit that the person at the keys kept."""
    return Kept(*desk.oversight.marks(audit_id))


def signed(desk: Desk, starts: date, ends: date) -> int:
    """Return how many decisions were signed in a period."""
    return len(desk.read(lambda conn: oversight.signed_between(conn, starts, ends)))


def criteria() -> tuple[Criterion, ...]:
    """Return the criteria in use."""
    return oversight.criteria()


def keeping(desk: Desk) -> Keeping:
    """Return the review list, and which of its acts the person at the keys may not do."""
    names = {one.id: one.name for one in desk.read(council.people)}
    return Keeping(tuple(desk.retention.listed()), names, desk.retention.refused())


def _decision(desk: Desk, decision_id: str) -> DecisionRow | None:
    """Return the decision, None where it was erased by rule."""
    try:
        return desk.read(lambda conn: decisions.decision(conn, decision_id, None))
    except KeyError:
        return None
