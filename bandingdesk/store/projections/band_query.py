"""Queries of a band as rows."""

from __future__ import annotations

import json
from collections.abc import Iterator

from bandingdesk import ops
from bandingdesk.panel.band_query import query
from bandingdesk.panel.band_query.query import BandQuery
from bandingdesk.store.projections.tables import table
from bandingdesk.store.registry import Fold, Projection, Row

VERSION = 2

FOLDS: dict[str, Fold] = {query.KIND: Fold(BandQuery, query.apply)}

BAND_QUERY = table(
    "band_query",
    query.KIND,
    "id head case_id decision_id received setting asked_by strands words evidence due state result people reasons"
    " read decided_by decided_at answered_on way withdrawn",
    "days",
    keys="id case_id decision_id",
)


def lay_query(state: BandQuery) -> Iterator[Row]:
    """Yield the row of a query."""
    if state.received is None:
        return
    body, found = state.received, state.decided
    row = {
        "id": state.id,
        "head": state.head,
        "case_id": body.case,
        "decision_id": body.decision,
        "received": body.received.isoformat(),
        "setting": body.setting,
        "asked_by": body.by,
        "strands": json.dumps(ops.plain(body.strands), ensure_ascii=False),
        "words": body.words,
        "evidence": json.dumps(body.evidence),
        "days": body.days,
        "due": ops.plain(body.due),
        "state": state.state,
        "withdrawn": state.withdrawn,
    }
    if found is not None:
        row |= {"result": found.result, "people": json.dumps(found.people), "reasons": found.reasons}
        row |= {
            "read": json.dumps(found.read),
            "decided_by": state.decided_by,
            "decided_at": ops.plain(state.decided_at),
        }
    if state.answered is not None:
        row |= {"answered_on": state.answered.on.isoformat(), "way": state.answered.way}
    yield BAND_QUERY, row


PROJECTIONS: dict[str, Projection] = {query.KIND: lay_query}
