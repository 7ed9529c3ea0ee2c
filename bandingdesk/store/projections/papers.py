"""Papers with their passages and answers, as rows."""

from __future__ import annotations

import json
from collections.abc import Iterator

from bandingdesk import ops
from bandingdesk.casework.papers import evidence
from bandingdesk.casework.papers.evidence import Evidence
from bandingdesk.store.projections.tables import table
from bandingdesk.store.registry import Fold, Projection, Row

VERSION = 2

FOLDS: dict[str, Fold] = {"evidence": Fold(Evidence, evidence.apply)}

EVIDENCE = table(
    "casework_evidence",
    "evidence",
    "id head case_id title author author_role dated kind sha256 mime sender replaces found reliance why answered_by"
    " answered_at answered_for",
    "size pages",
    keys="id case_id sha256",
)
EXTRACT = table(
    "casework_extract",
    "evidence",
    "id evidence_id case_id strand text highlight",
    "page position level",
    keys="case_id id",
)


def lay_evidence(state: Evidence) -> Iterator[Row]:
    """Yield the rows of a paper: itself with its last answer, and its passages with the level each bears out."""
    if state.added is None:
        return
    row = ops.plain(state.added)
    row |= {"case_id": row.pop("case"), "found": json.dumps(row["found"]), "why": ""}
    if state.answers:
        last = state.answers[-1]
        row |= {"reliance": last.body.reliance, "why": last.body.why, "answered_for": last.body.decision}
        row |= {"answered_by": last.by, "answered_at": ops.plain(last.at)}
    yield EVIDENCE, {"id": state.id, "head": state.head, **row}
    levels = {tie.extract: tie.level for tie in state.ties}
    for position, extract in enumerate(state.extracts):
        found = ops.plain(extract)
        found["id"] = found.pop("extract")
        found |= {"evidence_id": state.id, "case_id": state.added.case, "position": position}
        yield EXTRACT, {**found, "level": levels.get(found["id"])}


PROJECTIONS: dict[str, Projection] = {"evidence": lay_evidence}
