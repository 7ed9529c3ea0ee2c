"""Forms that people outside fill in, and what they send back, as rows."""

from __future__ import annotations

import json
from collections.abc import Iterator

from bandingdesk import ops
from bandingdesk.casework.returns import form, returned
from bandingdesk.casework.returns.form import Form
from bandingdesk.casework.returns.returned import Return
from bandingdesk.store.projections.tables import table
from bandingdesk.store.registry import Fold, Projection, Row

VERSION = 1

FOLDS: dict[str, Fold] = {"form": Fold(Form, form.apply), "return": Fold(Return, returned.apply)}

FORM = table(
    "returns_form",
    "form",
    "id head case_id kind reference to_name to_role dated due framework_sha256 book replaces request seal written_at"
    " files withdrawn",
    keys="id case_id replaces due",
)
RETURN = table(
    "returns_return",
    "return",
    "id head case_id form_id kind on_day file sha256 mime received_by answers doubts asked state taken left_out became"
    " taken_by taken_at reason",
    "size open_doubts",
    keys="id case_id form_id state",
)


def lay_form(state: Form) -> Iterator[Row]:
    """Yield the row of a form."""
    if state.made is None:
        return
    made = ops.plain(state.made)
    names = ("kind", "reference", "to_name", "to_role", "dated", "due", "framework_sha256", "book", "replaces",
             "request", "seal")  # fmt: skip
    yield (
        FORM,
        {
            "id": state.id,
            "head": state.head,
            "case_id": made["case"],
            **{name: made[name] for name in names},
            "written_at": ops.plain(state.written_at) if state.written_at else None,
            "files": json.dumps([one.file for one in state.written]),
            "withdrawn": state.withdrawn,
        },
    )


def lay_return(state: Return) -> Iterator[Row]:
    """Yield the row of a return. `open_doubts` counts the doubts that a person has not settled."""
    if state.received is None:
        return
    got = state.received
    stands = "taken" if state.taken else "aside" if state.set_aside is not None else "open"
    yield (
        RETURN,
        {
            "id": state.id,
            "head": state.head,
            "case_id": got.case,
            "form_id": got.form,
            "kind": got.kind,
            "on_day": got.on.isoformat(),
            "file": got.file,
            "sha256": got.sha256,
            "mime": got.mime,
            "size": got.size,
            "received_by": state.received_by,
            "answers": json.dumps(ops.plain(got.answers)),
            "doubts": json.dumps(ops.plain(got.doubts)),
            "asked": json.dumps(ops.plain(state.asked)),
            "state": stands,
            "taken": json.dumps(state.taken.taken if state.taken else ()),
            "left_out": json.dumps(state.taken.left_out if state.taken else ()),
            "became": json.dumps(state.taken.became if state.taken else ()),
            "taken_by": state.taken_by or None,
            "taken_at": ops.plain(state.taken_at) if state.taken_at else None,
            "reason": state.set_aside,
            "open_doubts": len(got.doubts) if stands == "open" else 0,
        },
    )


PROJECTIONS: dict[str, Projection] = {"form": lay_form, "return": lay_return}
