"""One audit of one decision: opened by an auditor, graded by marks. It never changes the decision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError, RefusedError
from bandingdesk.ops import Op, Recorded, Subject
from bandingdesk.oversight import criteria as rules
from bandingdesk.oversight.criteria import Criterion
from bandingdesk.oversight.ops import Answer, AuditGraded, AuditOpened, Grade


class AuditUnfinishedError(InvalidError):
    """Criteria without a mark: `open_criteria`."""

    code = "OV-10"
    message = QT_TRANSLATE_NOOP("errors", "{count} of the criteria have no mark yet.")
    kept = QT_TRANSLATE_NOOP("errors", "Your marks are kept; the audit is not graded.")
    do = QT_TRANSLATE_NOOP("errors", "Mark each one, or mark it as not relevant.")


class GradeReasonError(InvalidError):
    """The auditor's grade differs from the computed one without a reason."""

    code = "OV-11"
    message = QT_TRANSLATE_NOOP("errors", "Your grade is not the one that the marks give, and no reason is written.")
    kept = QT_TRANSLATE_NOOP("errors", "Your marks are kept; the audit is not graded.")
    do = QT_TRANSLATE_NOOP("errors", "Write why, or take the grade that the marks give.")


class AuditGradedError(RefusedError):
    """The audit was graded before."""

    code = "OV-12"
    message = QT_TRANSLATE_NOOP("errors", "This audit was graded before.")
    kept = QT_TRANSLATE_NOOP("errors", "The grade stays as it is.")
    do = QT_TRANSLATE_NOOP("errors", "Open another audit of the same decision if it must be looked at again.")


@dataclass(frozen=True, slots=True)
class Audit:
    """An audit as opened and graded."""

    id: str
    head: str
    opened: AuditOpened | None = None
    graded: AuditGraded | None = None


def apply(state: Audit | None, op: Recorded) -> Audit:
    """Fold an op of an audit."""
    known = state or Audit(op.subject.id, op.op_id)
    match op.body:
        case AuditOpened():
            known = replace(known, opened=op.body)
        case AuditGraded():
            known = replace(known, graded=op.body)
    return replace(known, head=op.op_id)


def open_audit(id_: str, by: str, at: datetime, body: AuditOpened) -> Op:
    """Take up a decision for audit."""
    return Op("audit.opened", Subject("audit", id_), None, by, at, body)


def grade(
    audit: Audit,
    by: str,
    at: datetime,
    criteria: Sequence[Criterion],
    answers: Sequence[Answer],
    own: Grade,
    words: str,
) -> Op:
    """Grade an audit. Raises AuditUnfinishedError, GradeReasonError, AuditGradedError."""
    if audit.graded is not None:
        raise AuditGradedError()
    answered = {answer.criterion for answer in answers}
    still_open = tuple(one.id for one in criteria if one.id not in answered)
    if still_open:
        raise AuditUnfinishedError(count=len(still_open), open_criteria=still_open)
    computed = rules.grade(criteria, answers).grade
    if own != computed and not words.strip():
        raise GradeReasonError(computed=computed, own=own)
    body = AuditGraded(tuple(answers), computed, own, words)
    return Op("audit.graded", Subject("audit", audit.id), audit.head, by, at, body)
