"""Whether a file can be a scoring workbook of ours, whose it is, and what is said where it may not be read here."""

from __future__ import annotations

from datetime import date

from bandingdesk.casework.returns.found import alike
from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError, RefusedError, Where
from bandingdesk.panel.slips import slip
from bandingdesk.panel.slips.ops import SlipMade
from bandingdesk.panel.slips.reading import Known
from bandingdesk.panel.slips.slip import Slip

LARGEST = 2 * 1024 * 1024  # bytes: a workbook of thirty cases has a tenth of it
_KEPT = QT_TRANSLATE_NOOP("errors", "No answer was read or locked, and the file was not changed.")


class NotASlipError(InvalidError):
    """FILE is no scoring workbook of ours."""

    code = "SL-10"
    message = QT_TRANSLATE_NOOP("errors", "{file} is not one of our scoring workbooks.")
    kept = _KEPT
    do = QT_TRANSLATE_NOOP("errors", "Ask the member for the workbook itself, or enter what they wrote as a slip.")
    file: str


class SlipLockedError(InvalidError):
    """FILE is under a password, and none that is kept on this computer opens it."""

    code = "SL-11"
    message = QT_TRANSLATE_NOOP("errors", "{file} is protected, and this computer does not keep its password.")
    kept = _KEPT
    do = QT_TRANSLATE_NOOP("errors", "Type the password that was passed on to the member, then read the file in again.")
    file: str


class SlipPasswordError(InvalidError):
    """The password does not open FILE."""

    code = "SL-12"
    message = QT_TRANSLATE_NOOP("errors", "This password does not open {file}.")
    kept = _KEPT
    do = QT_TRANSLATE_NOOP("errors", "Type it again. If the member has changed it, ask them for it by phone.")
    file: str


class SlipUnknownError(RefusedError):
    """FILE names a workbook that this record has not made."""

    code = "SL-13"
    message = QT_TRANSLATE_NOOP("errors", "{file} does not say which workbook it is, or this record has not made it.")
    kept = _KEPT
    do = QT_TRANSLATE_NOOP("errors", "If a colleague made it, sync first. Else make a new workbook for the member.")
    file: str


class SlipAlteredError(RefusedError):
    """The check code in FILE is not that of the workbook it names."""

    code = "SL-14"
    message = QT_TRANSLATE_NOOP(
        "errors", "{file} is not as it was sent out: its check code does not belong to the workbook that it names."
    )
    kept = _KEPT
    do = QT_TRANSLATE_NOOP("errors", "Ask the member which file they filled in. It may be an older one, or two in one.")
    file: str


class OtherMemberError(RefusedError):
    """FILE was made for NAME and says now that it is somebody else's."""

    code = "SL-15"
    message = QT_TRANSLATE_NOOP("errors", "{file} was made for {name}, and another name stands in it now.")
    kept = _KEPT
    do = QT_TRANSLATE_NOOP("errors", "Each member scores in their own workbook. Make one for whoever filled it in.")
    file: str
    name: str


class OtherMeetingError(RefusedError):
    """FILE was made for the meeting of PANEL on ON, and another is open here."""

    code = "SL-16"
    message = QT_TRANSLATE_NOOP("errors", "{file} was made for another meeting: {panel}, {on}.")
    kept = _KEPT
    do = QT_TRANSLATE_NOOP("errors", "Open that meeting and read it in there.")
    file: str
    panel: str
    on: date


class SlipTooLateError(RefusedError):
    """FILE came when no case in it was open for scoring any more."""

    code = "SL-17"
    message = QT_TRANSLATE_NOOP("errors", "{file} came too late: the scores of all its cases are revealed.")
    kept = QT_TRANSLATE_NOOP("errors", "The scores stay as they were revealed. No answer of the file was read in.")
    do = QT_TRANSLATE_NOOP("errors", "Tell the chair: the member can say at the meeting what they see differently.")
    file: str


class NothingFilledError(InvalidError):
    """Nothing is filled in in FILE."""

    code = "SL-18"
    message = QT_TRANSLATE_NOOP("errors", "Nothing is filled in in {file}.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was recorded; scores that were locked before stay locked.")
    do = QT_TRANSLATE_NOOP("errors", "Ask the member for the copy that they filled in.")
    file: str


class SlipTooLargeError(InvalidError):
    """FILE is larger than any scoring workbook."""

    code = "SL-19"
    message = QT_TRANSLATE_NOOP("errors", "{file} is larger than any scoring workbook of ours can be.")
    kept = _KEPT
    do = QT_TRANSLATE_NOOP("errors", "Ask the member for the workbook itself, without pictures or papers in it.")
    file: str


class SealAwayError(RefusedError):
    """The password of the file that is kept is not on this computer, and none was typed that opens it."""

    code = "SL-20"
    message = QT_TRANSLATE_NOOP("errors", "The file that came back is kept under its password, which is not kept here.")
    kept = QT_TRANSLATE_NOOP("errors", "The file stays kept and unseen; nothing was locked.")
    do = QT_TRANSLATE_NOOP("errors", "Type the password, or do this on the computer that made the workbook.")


def require_of(file: str, known: Known, found: Slip | None, meeting: str) -> SlipMade:
    """Return what was made as the workbook that FILE says it is, where it may be read in at MEETING.

    Raises SlipUnknownError, SlipClosedError, OtherMeetingError, SlipAlteredError, OtherMemberError.
    """
    where = Where(file=file)
    if found is None or found.made is None or found.made.kind != "workbook":
        raise SlipUnknownError(where=where, file=file)
    made = slip.require_open(found)
    if made.meeting != meeting:
        raise OtherMeetingError(where=where, file=file, panel=made.panel, on=made.on)
    if not alike(known.code, slip.check_code(made.seal)):
        raise SlipAlteredError(where=where, file=file)
    if not alike(known.member, made.name):
        raise OtherMemberError(where=where, file=file, name=made.name)
    return made
