"""Findings of higher panels as rows. An amount stands in the shares alone, which a query gives by role."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from bandingdesk import ops
from bandingdesk.panel.higher import finding
from bandingdesk.panel.higher.finding import Finding
from bandingdesk.store.projections.tables import table
from bandingdesk.store.registry import Fold, Projection, Row

VERSION = 1

_MARKS = ("asked", "found", "countersigned", "signed", "answered")
FINDING = table(
    "higher_finding",
    "finding",
    "id head step meeting item case_id decision kind outcome shares commissioned starts conditions options asks theme"
    " framework_sha256 strand delegation correction "
    + " ".join(f"{name}_by {name}_at {name}_words" for name in _MARKS),
    "pence months second_signature level agrees",
    keys="id item case_id decision step",
)


def step_of(state: Finding) -> str:
    """Return the step that a finding has come to."""
    if state.answered or state.signed:
        return "answered" if state.answered else "signed"
    if state.oversight is not None:
        return "to_answer" if state.oversight.outcome in ("add_reasons", "return") else "found"
    if state.funds is not None:
        return "second_signature" if state.needs_second else "to_sign"
    return "asked"


def lay_finding(state: Finding) -> Iterator[Row]:
    """Yield the row of a finding."""
    body = state.funds or state.oversight or state.asked
    if body is None:
        return
    row: dict[str, Any] = {"id": state.id, "head": state.head, "step": step_of(state)}
    row |= {"meeting": body.meeting, "item": body.item, "case_id": body.case, "decision": body.decision}
    row["kind"] = "funds" if state.funds else "oversight" if state.oversight else "asked"
    if (funds := state.funds) is not None:
        plain = ops.plain(funds)
        row |= {name: plain[name] for name in ("outcome", "pence", "commissioned", "starts", "months")}
        row |= {name: json.dumps(plain[name]) for name in ("shares", "conditions", "options")}
        row["second_signature"] = int(funds.second_signature)
    if (told := state.oversight) is not None:
        plain = ops.plain(told)
        row |= {name: plain[name] for name in ("outcome", "theme", "framework_sha256", "strand", "level")}
        row["asks"] = json.dumps(plain["asks"])
    if state.signature is not None:
        row |= {"agrees": int(state.signature.agrees), "delegation": state.signature.delegation}
    if state.answer is not None:
        row["correction"] = state.answer.correction
    marks = (state.asked_by, state.found, state.countersigned, state.signed, state.answered)
    for name, mark in zip(_MARKS, marks, strict=True):
        if mark is not None:
            row |= {f"{name}_by": mark.person, f"{name}_at": ops.plain(mark.at), f"{name}_words": mark.words}
    yield FINDING, row


FOLDS: dict[str, Fold] = {"finding": Fold(Finding, finding.apply)}
PROJECTIONS: dict[str, Projection] = {"finding": lay_finding}
