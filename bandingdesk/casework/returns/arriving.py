"""Whether a file can be a form of ours, whose form it is, and what is to be said before anybody reads its answers."""

from __future__ import annotations

import io
import zipfile
from pathlib import PurePath
from typing import Literal, NamedTuple

from bandingdesk.casework.papers import looking
from bandingdesk.casework.returns import form
from bandingdesk.casework.returns.form import Form
from bandingdesk.casework.returns.found import Known, alike
from bandingdesk.casework.returns.ops import FormMade
from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError, RefusedError, Where

Kind = Literal["document", "workbook", "locked"]
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ENDINGS: dict[Kind, tuple[str, ...]] = {"document": (".docx", ".docm"), "workbook": (".xlsx", ".xlsm", ".xls", ".ods")}
_IN_WORDS: dict[Kind, str] = {
    "document": QT_TRANSLATE_NOOP("returns", "a text document"),
    "workbook": QT_TRANSLATE_NOOP("returns", "a workbook"),
    "locked": QT_TRANSLATE_NOOP("returns", "an office file under a password"),
}
_KEPT = QT_TRANSLATE_NOOP("errors", "Nothing of it was taken over, and your file was not changed.")


class NotAFormError(InvalidError):
    """FILE is WHAT, which none of our forms is."""

    code = "RE-12"
    message = QT_TRANSLATE_NOOP("errors", "{file} is {what}, and none of our forms is.")
    kept = _KEPT
    do = QT_TRANSLATE_NOOP(
        "errors", "If it is a scan, a letter or a report, add it under Papers, where it counts as much."
    )
    file: str
    what: str


class FormLockedError(InvalidError):
    """FILE is under a password, and none was given."""

    code = "RE-13"
    message = QT_TRANSLATE_NOOP("errors", "{file} is protected by a password.")
    kept = _KEPT
    do = QT_TRANSLATE_NOOP("errors", "Type the password that was agreed with the sender, then read the file again.")
    file: str


class WrongPasswordError(InvalidError):
    """The password does not open FILE."""

    code = "RE-14"
    message = QT_TRANSLATE_NOOP("errors", "This password does not open {file}.")
    kept = _KEPT
    do = QT_TRANSLATE_NOOP("errors", "Type it again, or ask the sender for it by phone.")
    file: str


class FormUnknownError(RefusedError):
    """FILE names no form, or one that is not in this record."""

    code = "RE-15"
    message = QT_TRANSLATE_NOOP(
        "errors", "{file} does not say which of our forms it is, or this record has not made it."
    )
    kept = _KEPT
    do = QT_TRANSLATE_NOOP(
        "errors", "If a colleague made it, sync first. Else add the file under Papers, or send a new form."
    )
    file: str


class OtherChildError(RefusedError):
    """FILE was made for the case THEIRS, and the case OURS is open."""

    code = "RE-16"
    message = QT_TRANSLATE_NOOP("errors", "{file} was made for another child: case {theirs}, and this is case {ours}.")
    kept = _KEPT
    do = QT_TRANSLATE_NOOP("errors", "Open that case and read it there. If it was sent by mistake, tell the sender.")
    file: str
    theirs: str
    ours: str


class MixedFormError(RefusedError):
    """FILE names one form and the case of another: SAYS in place of MADE."""

    code = "RE-17"
    message = QT_TRANSLATE_NOOP(
        "errors", "{file} mixes two forms: it says case {says}, and the form that it names was made for case {made}."
    )
    kept = _KEPT
    do = QT_TRANSLATE_NOOP("errors", "Ask the sender whose answers these are, and send a new form for that child.")
    file: str
    says: str
    made: str


class Open(NamedTuple):
    """The case that is open where the file was dropped."""

    case: str
    child: str
    reference: str


def kind(file: str, content: bytes) -> Kind:
    """Return what CONTENT is inside, whatever the name FILE ends in.

    Raises NotAFormError, and EmptyFileError and ProgramFileError of papers.
    """
    mime = looking.kind(file, io.BytesIO(content))
    if mime == looking.DOCX:
        return "document"
    if mime == "application/x-office-locked":
        return "locked"
    names = _names(content) if content.startswith(b"PK") else set()
    is_workbook = "xl/workbook.xml" in names or "xl/workbook.bin" in names
    is_old_workbook = mime == "application/msword" and "Workbook".encode("utf-16-le") in content
    if is_workbook or is_old_workbook or ("content.xml" in names and file.lower().endswith(".ods")):
        return "workbook"
    raise NotAFormError(where=Where(file=file), file=file, what=looking.KINDS[mime])


def ending(file: str, what: Kind) -> tuple[str, str] | None:
    """Return (what the name says, what it is) where the ending of FILE is of another kind."""
    suffix = PurePath(file).suffix.lower()
    return None if suffix in _ENDINGS[what] else (suffix or file, _IN_WORDS[what])


def in_words(what: Kind) -> str:
    """Return what a file is, as "It is ..." goes on."""
    return _IN_WORDS[what]


def require_of(file: str, known: Known, found: Form | None, now: Open, child: str | None) -> FormMade:
    """Return what was made as the form that FILE says it is, where it may be read in the case that is open.

    CHILD is whose the form's case is today: an entry that was put together with another is the same child.
    Raises FormUnknownError, MixedFormError, OtherChildError.
    """
    where = Where(file=file)
    if found is None or found.made is None:
        raise FormUnknownError(where=where, file=file)
    made = found.made
    if known.reference and known.reference != made.reference:
        raise MixedFormError(where=where, file=file, says=known.reference, made=made.reference)
    if made.case != now.case and child != now.child:
        raise OtherChildError(where=where, file=file, theirs=made.reference, ours=now.reference)
    return made


def same_code(known: Known, made: FormMade) -> bool:
    """Say whether the check code on the file is that of the form; where it is gone it is not."""
    return alike(known.code, form.check_code(made.seal))


def _names(content: bytes) -> set[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            return set(parts.namelist())
    except (zipfile.BadZipFile, OSError, NotImplementedError):
        return set()
