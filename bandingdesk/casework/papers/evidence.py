"""A paper on a case, and the passages marked in it for a strand."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bandingdesk.casework.ops import EvidenceAdded, ExtractMarked
from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError
from bandingdesk.ops import Op, Recorded, Subject


class ExtractOutsideError(InvalidError):
    """PAGE is not one of the paper's pages, or the text to mark is not part of the extract."""

    code = "CA-10"
    message = QT_TRANSLATE_NOOP(
        "errors", "Page {page} is not in this paper, or the words to mark are not in the passage."
    )
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was recorded; your form is kept.")
    do = QT_TRANSLATE_NOOP("errors", "Correct the page or the words.")


@dataclass(frozen=True, slots=True)
class Evidence:
    """A paper with its marked extracts; `added` is None once erased."""

    id: str
    head: str
    added: EvidenceAdded | None = None
    extracts: tuple[ExtractMarked, ...] = ()


def apply(state: Evidence | None, op: Recorded) -> Evidence:
    """Fold an op of a paper."""
    known = state or Evidence(op.subject.id, op.op_id)
    match op.body:
        case EvidenceAdded():
            known = replace(known, added=op.body)
        case ExtractMarked():
            known = replace(known, extracts=(*known.extracts, op.body))
    return replace(known, head=op.op_id)


def add(id_: str, by: str, at: datetime, body: EvidenceAdded) -> Op:
    """Add a paper whose bytes are kept."""
    return Op("evidence.added", Subject("evidence", id_), None, by, at, body)


def mark(paper: Evidence, by: str, at: datetime, body: ExtractMarked) -> Op:
    """Mark a passage for a strand. Raises ExtractOutsideError."""
    pages = paper.added.pages if paper.added else 0
    if not 1 <= body.page <= pages or body.highlight not in body.text:
        raise ExtractOutsideError(page=body.page)
    return Op("evidence.extract_marked", Subject("evidence", paper.id), paper.head, by, at, body)
