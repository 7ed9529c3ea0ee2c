"""Papers with their passages and answers, as rows."""

from __future__ import annotations

import json
from collections.abc import Iterator

from bandingdesk import ops
from bandingdesk.casework.papers import advice, evidence
from bandingdesk.casework.papers.advice import Advice
from bandingdesk.casework.papers.evidence import Evidence
from bandingdesk.statute import clock
from bandingdesk.store.projections.tables import table
from bandingdesk.store.registry import Fold, Projection, Row

VERSION = 3

FOLDS: dict[str, Fold] = {"evidence": Fold(Evidence, evidence.apply), "advice": Fold(Advice, advice.apply)}

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

ADVICE = table(
    "casework_advice",
    "advice",
    "id head case_id entry_id body who sent there way words due target provision state came evidence_id chases excused"
    " reason",
    keys="id case_id due",
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


def lay_advice(state: Advice) -> Iterator[Row]:
    """Yield the row of a request for advice, with the last day of its six weeks."""
    if state.asked is None or state.counts_from is None:
        return
    due = clock.limits(advice.RULE, state.counts_from)
    row = ops.plain(state.asked)
    row |= {"case_id": row.pop("case"), "entry_id": row.pop("entry"), "head": state.head, "id": state.id}
    row |= {"sent": ops.plain(state.sent), "there": ops.plain(state.there), "state": state.state}
    row |= {"due": ops.plain(due.latest), "target": ops.plain(due.target), "provision": due.provision}
    row |= {"chases": json.dumps(ops.plain(state.chases)), "excused": json.dumps(ops.plain(state.excused))}
    row |= {"came": ops.plain(state.came.on) if state.came else None, "reason": state.withdrawn}
    yield ADVICE, {**row, "evidence_id": state.came.evidence if state.came else None}


PROJECTIONS: dict[str, Projection] = {"evidence": lay_evidence, "advice": lay_advice}
