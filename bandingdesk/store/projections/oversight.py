"""The oversight states as rows: samples, audits and their marks."""

from __future__ import annotations

import json
from collections.abc import Iterator

from bandingdesk import ops
from bandingdesk.oversight import audit, sampling
from bandingdesk.oversight.audit import Audit
from bandingdesk.oversight.sampling import Sample
from bandingdesk.store.projections.tables import table
from bandingdesk.store.registry import Fold, Projection, Row

VERSION = 1

FOLDS = {"sample": Fold(Sample, sampling.apply), "audit": Fold(Audit, audit.apply)}

SAMPLE = table("oversight_sample", "sample", "id head title method starts ends decisions", "seed", keys="id starts")
AUDIT = table(
    "oversight_audit",
    "audit",
    "id head sample_id decision_id auditor criteria answers computed grade words",
    keys="id sample_id decision_id",
)


def lay_sample(state: Sample) -> Iterator[Row]:
    """Yield the rows of a sample."""
    if state.drawn is not None:
        row = ops.plain(state.drawn)
        yield SAMPLE, {"id": state.id, "head": state.head, **row, "decisions": json.dumps(row["decisions"])}


def lay_audit(state: Audit) -> Iterator[Row]:
    """Yield the rows of an audit."""
    if state.opened is None:
        return
    opened = state.opened
    row: dict[str, object] = {
        "id": state.id,
        "head": state.head,
        "sample_id": opened.sample,
        "decision_id": opened.decision,
        "auditor": opened.auditor,
        "criteria": opened.criteria,
    }
    if state.graded is not None:
        graded = ops.plain(state.graded)
        row |= {**graded, "answers": json.dumps(graded["answers"])}
    yield AUDIT, row


PROJECTIONS: dict[str, Projection] = {"sample": lay_sample, "audit": lay_audit}
