"""What the papers of a case read at once: papers, requests for advice with what a closure says, names of strands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bandingdesk.casework.papers.advice import ClosureNote
from bandingdesk.council import may
from bandingdesk.store.queries import advice, casework, closed, council, register, rulebooks
from bandingdesk.store.queries.advice import AdviceRow
from bandingdesk.store.queries.casework import EvidenceRow
from bandingdesk.store.queries.papers import to_answer
from bandingdesk.store.queries.register import EntryRow

ASKED_FOR = ("request", "assessment", "reassessment", "review")


@dataclass(frozen=True, slots=True)
class Papers:
    """The papers of one case as the person at the keys may see and do."""

    case_id: str
    papers: tuple[EvidenceRow, ...]
    to_answer: tuple[EvidenceRow, ...]
    advice: tuple[AdviceRow, ...]
    entries: tuple[EntryRow, ...]  # requests and assessments of the register that advice is asked for, the newest first
    closures: Mapping[str, ClosureNote]  # by request
    strands: Mapping[str, str]
    levels: Mapping[str, Mapping[int, str]]
    framework_sha256: str
    people: Mapping[str, str]
    only_for: str  # who may add and ask, "" where the person at the keys may
    answers_only_for: str

    def paper(self, id_: str) -> EvidenceRow | None:
        """Return a paper by its id."""
        return next((row for row in self.papers if row.id == id_), None)

    def request(self, id_: str) -> AdviceRow | None:
        """Return a request for advice by its id."""
        return next((row for row in self.advice if row.id == id_), None)

    def before(self, row: EvidenceRow) -> tuple[EvidenceRow, ...]:
        """Return the versions before ROW, the newest first."""
        found: list[EvidenceRow] = []
        at = row.replaces
        while at is not None and (older := self.paper(at)) is not None and len(found) < len(self.papers):
            found.append(older)
            at = older.replaces
        return tuple(found)

    @property
    def unanswered(self) -> int:
        """How many reports have no answer yet."""
        return sum(row.reliance is None for row in self.to_answer)

    def late(self, today: date) -> int:
        """Return how many requests are late and still waited for."""
        return sum(row.state == "asked" and row.is_late(today) for row in self.advice)


def read(conn: Any, case_id: str, viewer: str, today: date) -> Papers:
    """Return the papers for VIEWER. Raises CaseClosedError where the viewer has stepped out of the case."""
    closed.require_open(conn, case_id, viewer)
    rows = tuple(casework.evidence(conn, case_id))
    asked = advice.advice(conn, case_id)
    roles = set(council.person(conn, viewer).roles)
    try:
        framework = council.framework_in_force(conn, today).id
        names = rulebooks.names(conn, framework)
    except council.NothingInForceError:
        framework, names = "", None
    return Papers(
        case_id=case_id,
        papers=rows,
        to_answer=to_answer(conn, case_id),
        advice=asked,
        entries=tuple(row for row in reversed(register.entries(conn, case_id, today)) if _asks(row)),
        closures={row.id: advice.closure(conn, row) for row in asked},
        strands=names.strands if names else {},
        levels=names.levels if names else {},
        framework_sha256=framework,
        people={row.id: row.name for row in council.people(conn)},
        only_for=_only_for("evidence.added", roles),
        answers_only_for=_only_for("evidence.answered", roles),
    )


def _asks(row: EntryRow) -> bool:
    return row.withdrawn is None and row.type in ASKED_FOR


def _only_for(kind: str, roles: set[str]) -> str:
    writers = may.rule(kind).writers
    return "" if roles & set(writers) else may.words(writers)
