"""A paper on a case: who sent it, the passages marked in it for a strand, and what was made of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bandingdesk.casework.ops import EvidenceAdded, ExtractMarked
from bandingdesk.casework.papers.ops import EvidenceAnswered, EvidenceTakenOut, ExtractTied
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


class VersionUnfitError(InvalidError):
    """The paper that a new version names is not on this case, or has a newer version already."""

    code = "EV-05"
    message = QT_TRANSLATE_NOOP("errors", "The paper that this replaces is not there, or has a newer version already.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was added. Your form is kept.")
    do = QT_TRANSLATE_NOOP("errors", "Choose the newest version of the paper, or add this one as a paper of its own.")


class ExtractUnknownError(InvalidError):
    """EXTRACT is no passage of this paper."""

    code = "EV-04"
    message = QT_TRANSLATE_NOOP("errors", "This passage is not marked in this paper.")
    kept = QT_TRANSLATE_NOOP("errors", "The paper and its passages are kept; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Choose one of the paper's passages.")
    extract: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody made of a paper."""

    body: EvidenceAnswered
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Evidence:
    """A paper with its marked extracts and its answers, the newest last; `added` is None once erased."""

    id: str
    head: str
    added: EvidenceAdded | None = None
    extracts: tuple[ExtractMarked, ...] = ()
    ties: tuple[ExtractTied, ...] = ()
    answers: tuple[Answer, ...] = ()

    @property
    def subject(self) -> Subject:
        """The subject of this paper."""
        return Subject("evidence", self.id)


def apply(state: Evidence | None, op: Recorded) -> Evidence:
    """Fold an op of a paper."""
    known = state or Evidence(op.subject.id, op.op_id)
    match op.body:
        case EvidenceAdded():
            known = replace(known, added=op.body)
        case ExtractMarked():
            known = replace(known, extracts=(*known.extracts, op.body))
        case ExtractTied(extract=extract, level=level):
            others = tuple(tie for tie in known.ties if tie.extract != extract)
            known = replace(known, ties=others if level is None else (*others, op.body))
        case EvidenceAnswered():
            known = replace(known, answers=(*known.answers, Answer(op.body, op.by, op.at)))
    return replace(known, head=op.op_id)


def add(id_: str, by: str, at: datetime, body: EvidenceAdded, replaced: Evidence | None = None) -> Op:
    """Add a paper whose bytes are kept; REPLACED is the one that it is a new version of. Raises VersionUnfitError."""
    if (replaced.id if replaced else None) != body.replaces:
        raise VersionUnfitError()
    if replaced is not None:
        if replaced.added is None or replaced.added.case != body.case:
            raise VersionUnfitError()
        return Op("evidence.added", Subject("evidence", id_), None, by, at, body, ((replaced.subject, replaced.head),))
    return Op("evidence.added", Subject("evidence", id_), None, by, at, body)


def take_out(paper: Evidence, by: str, at: datetime, body: EvidenceTakenOut) -> Op:
    """Note that a copy of a paper leaves this program."""
    return Op("evidence.taken_out", paper.subject, paper.head, by, at, body)


def mark(paper: Evidence, by: str, at: datetime, body: ExtractMarked) -> Op:
    """Mark a passage for a strand. Raises ExtractOutsideError."""
    pages = paper.added.pages if paper.added else 0
    if not 1 <= body.page <= pages or body.highlight not in body.text:
        raise ExtractOutsideError(page=body.page)
    return Op("evidence.extract_marked", paper.subject, paper.head, by, at, body)


def tie(paper: Evidence, by: str, at: datetime, body: ExtractTied) -> Op:
    """Tie a marked passage to the level it bears out, or untie it. Raises ExtractUnknownError."""
    if body.extract not in {extract.extract for extract in paper.extracts}:
        raise ExtractUnknownError(extract=body.extract)
    return Op("evidence.extract_tied", paper.subject, paper.head, by, at, body)
