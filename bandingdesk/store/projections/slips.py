"""Scoring workbooks and paper slips as rows: which cases, which copies, what came back. Never an answer."""

from __future__ import annotations

import json
from collections.abc import Iterator

from bandingdesk import ops
from bandingdesk.panel.slips import slip
from bandingdesk.panel.slips.slip import Slip
from bandingdesk.store.projections.tables import table
from bandingdesk.store.registry import Fold, Projection, Row

VERSION = 3

FOLDS: dict[str, Fold] = {"slip": Fold(Slip, slip.apply)}

SLIP = table(
    "slips_slip",
    "slip",
    "id head kind meeting person name code dated due seal cases files returns settled reasons withdrawn",
    "aside",
    keys="id meeting person",
)


def lay_slip(state: Slip) -> Iterator[Row]:
    """Yield the row of a slip. The sealed file stays in the log alone."""
    if state.made is None:
        return
    made = ops.plain(state.made)
    names = ("kind", "meeting", "person", "name", "code", "dated", "due", "seal")
    cases = [{key: case[key] for key in ("item", "case", "reference", "round")} for case in made["cases"]]
    returns = [{key: value for key, value in one.items() if key != "sealed"} for one in map(ops.plain, state.returns)]
    yield (
        SLIP,
        {
            "id": state.id,
            "head": state.head,
            **{name: made[name] for name in names},
            "cases": json.dumps(cases),
            "files": json.dumps([one.file for one in state.written]),
            "returns": json.dumps(returns),
            "settled": json.dumps(sorted(state.settled)),
            "reasons": json.dumps(state.reasons),
            "withdrawn": state.withdrawn,
            "aside": state.aside,
        },
    )


PROJECTIONS: dict[str, Projection] = {"slip": lay_slip}
