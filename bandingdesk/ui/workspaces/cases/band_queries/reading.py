"""What the part about queries of a band reads: the queries, the decision that may be queried, who may look again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bandingdesk.council import may
from bandingdesk.panel.band_query.query import Limit
from bandingdesk.store.queries import band_query, casework, closed, council, decisions, rulebooks
from bandingdesk.store.queries.band_query import PersonOption, QueryRow


@dataclass(frozen=True, slots=True)
class Queries:
    """The queries of one case. `decision` is the one that may be queried now, "" for none, with why not.

    `strands` and `levels` are those of its framework. `only_for` and `only_decides` say who may do it, where the person
    at the keys may not.
    """

    case_id: str
    rows: tuple[QueryRow, ...]
    decision: str = ""
    decision_head: str = ""
    signed_on: date | None = None
    limit: Limit | None = None
    strands: Mapping[str, str] | None = None
    levels: Mapping[str, Mapping[int, str]] | None = None
    papers: tuple[tuple[str, str], ...] = ()
    people: tuple[PersonOption, ...] = ()
    only_for: str = ""
    only_decides: str = ""

    def row(self, query_id: str) -> QueryRow | None:
        """Return the query with that id, None for none."""
        return next((one for one in self.rows if one.id == query_id), None)

    @property
    def has_open(self) -> bool:
        """Whether a query waits to be decided or answered: until then there is no other."""
        return any(one.state in ("open", "decided") for one in self.rows)


def read(conn: Any, case_id: str, viewer: str, today: date) -> Queries:
    """Return the queries of a case for VIEWER. Raises CaseClosedError, LimitUnfitError."""
    closed.require_open(conn, case_id, viewer)
    rows = tuple(band_query.queries(conn, case_id, viewer))
    made = [
        one for one in decisions.decisions(conn, case_id, viewer) if one.signed is not None and one.step == "signed"
    ]
    only_for, only_decides = (_only(conn, viewer, kind) for kind in ("band_query.received", "band_query.decided"))
    last = max(made, key=lambda one: one.signed.at if one.signed else one.proposed.at, default=None)
    if last is None:
        return Queries(case_id, rows, only_for=only_for, only_decides=only_decides)
    names = rulebooks.names(conn, last.framework_sha256) if last.framework_sha256 else None
    assert last.signed is not None
    return Queries(
        case_id,
        rows,
        last.id,
        last.head,
        last.signed.at.date(),
        band_query.limit(conn, today),
        names.strands if names else {},
        names.levels if names else {},
        tuple((one.id, one.title) for one in casework.evidence(conn, case_id)),
        tuple(band_query.people(conn, last.id)),
        only_for,
        only_decides,
    )


def _only(conn: Any, viewer: str, kind: str) -> str:
    writers = may.rule(kind).writers
    return "" if set(council.person(conn, viewer).roles) & set(writers) else may.words(writers)
