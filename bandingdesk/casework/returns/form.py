"""A form that was made for one child: its id, its seal, and who is waited for until when."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime

from bandingdesk import ops
from bandingdesk.casework.returns.ops import FormKind, FormMade, FormWithdrawn, FormWritten
from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError, RefusedError
from bandingdesk.ops import Op, Recorded, Subject

PER_LEVEL: frozenset[FormKind] = frozenset({"setting_profile"})  # kinds that ask for levels
WITH_STRANDS: frozenset[FormKind] = frozenset({"setting_profile", "advice"})
VIEWS: frozenset[FormKind] = frozenset({"parent_views", "child_views", "young_person_views"})
_FIGURES = 12  # of the seal, printed for people in groups of four


class ReplyDayError(InvalidError):
    """The day DUE by which the form is wanted lies before the day it is made."""

    code = "RE-01"
    message = QT_TRANSLATE_NOOP("errors", "The form is wanted back by {due}, which is past.")
    kept = QT_TRANSLATE_NOOP("errors", "No form was made; what you chose is kept.")
    do = QT_TRANSLATE_NOOP("errors", "Choose today or a later day.")


class FormWithdrawnError(RefusedError):
    """The form was withdrawn, so no copy of it goes out any more."""

    code = "RE-02"
    message = QT_TRANSLATE_NOOP("errors", "This form was withdrawn.")
    kept = QT_TRANSLATE_NOOP("errors", "No file was written and nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Make a new form. One that comes back from the old form can still be read.")


class ReasonMissingError(InvalidError):
    """Nothing is said for a reason."""

    code = "RE-03"
    message = QT_TRANSLATE_NOOP("errors", "No reason is given.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was recorded; your form is kept.")
    do = QT_TRANSLATE_NOOP("errors", "Say in a few words why, for whoever reads this later.")


@dataclass(frozen=True, slots=True)
class Form:
    """A form as folded; `made` is None once erased. `written` holds the copies that left as files."""

    id: str
    head: str
    made: FormMade | None = None
    written: tuple[FormWritten, ...] = ()
    written_at: datetime | None = None  # the first copy
    withdrawn: str | None = None


def apply(state: Form | None, op: Recorded) -> Form:
    """Fold an op of a form."""
    known = state or Form(op.subject.id, op.op_id)
    match op.body:
        case FormMade():
            known = replace(known, made=op.body)
        case FormWritten():
            known = replace(known, written=(*known.written, op.body), written_at=known.written_at or op.at)
        case FormWithdrawn():
            known = replace(known, withdrawn=op.body.reason)
    return replace(known, head=op.op_id)


def make(id_: str, by: str, at: datetime, body: FormMade) -> Op:
    """Make a form; its seal is worked out here. Raises ReplyDayError."""
    if body.due is not None and body.due < body.dated:
        raise ReplyDayError(due=body.due)
    return Op("form.made", Subject("form", id_), None, by, at, replace(body, seal=seal(id_, body)))


def write(form: Form, by: str, at: datetime, body: FormWritten) -> Op:
    """Note that a copy left the record as a file. Raises FormWithdrawnError."""
    require_open(form)
    return Op("form.written", Subject("form", form.id), form.head, by, at, body)


def require_open(form: Form) -> FormMade:
    """Return what was made, where copies of it may still go out. Raises FormWithdrawnError."""
    if form.withdrawn is not None or form.made is None:
        raise FormWithdrawnError()
    return form.made


def withdraw(form: Form, by: str, at: datetime, reason: str) -> Op:
    """Wait no more for the form. Raises FormWithdrawnError, ReasonMissingError."""
    made = require_open(form)
    if not reason.strip():
        raise ReasonMissingError()
    return Op("form.withdrawn", Subject("form", form.id), form.head, by, at, FormWithdrawn(made.case, reason.strip()))


def seal(id_: str, made: FormMade) -> str:
    """Return the seal of a form: SHA-256 in hex of its id and all that is printed on it before it is filled in.

    The framework's hash stands for the words of its levels, the book's version for those of the questions.
    """
    printed = ops.plain(replace(made, seal=""))
    return hashlib.sha256(ops.canonical({"form": id_, "made": printed})).hexdigest()


def check_code(seal_: str) -> str:
    """Return the start of a seal as people compare it.

    >>> check_code("0a1b2c3d4e5f66778899")
    '0A1B-2C3D-4E5F'
    """
    figures = seal_[:_FIGURES].upper()
    return "-".join(figures[at : at + 4] for at in range(0, _FIGURES, 4))
