"""What is named to a person before a file becomes a paper: what is so, what is safe, what to do.

A doubt keeps no file out. Refused is only what can't be shown by anything: a file without a byte, a program.
"""

from __future__ import annotations

from typing import NamedTuple

from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError, RefusedError

_KEPT = QT_TRANSLATE_NOOP("errors", "Your file was not changed, and nothing was added.")


class EmptyFileError(InvalidError):
    """FILE has no byte in it."""

    code = "EV-10"
    message = QT_TRANSLATE_NOOP("errors", "{file} is empty: there is nothing in it to show.")
    kept = _KEPT
    do = QT_TRANSLATE_NOOP("errors", "Ask for it again, or save it anew where it comes from.")
    file: str


class ProgramFileError(InvalidError):
    """FILE is a program, whatever its ending says."""

    code = "EV-11"
    message = QT_TRANSLATE_NOOP("errors", "{file} is a program and no paper.")
    kept = _KEPT
    do = QT_TRANSLATE_NOOP("errors", "Do not open it. Ask the sender for the paper itself, and tell your IT team.")
    file: str


class FileGoneError(InvalidError):
    """FILE can't be read: it is a folder, gone, or closed to this person."""

    code = "EV-12"
    message = QT_TRANSLATE_NOOP("errors", "{file} can't be read.")
    kept = _KEPT
    do = QT_TRANSLATE_NOOP("errors", "Check that it is still there and that you may open it, then choose it again.")
    file: str


class FileChangedError(InvalidError):
    """FILE is no longer what was looked at: it is still being saved or downloaded."""

    code = "EV-13"
    message = QT_TRANSLATE_NOOP("errors", "{file} changed while it was being added.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was added. Your form is kept.")
    do = QT_TRANSLATE_NOOP("errors", "Wait until it is saved in full, then choose it again.")
    file: str


class SameFileError(RefusedError):
    """FILE is on this case already, byte for byte, as the paper TITLE."""

    code = "EV-14"
    message = QT_TRANSLATE_NOOP("errors", "{file} is on this case already, as “{title}”.")
    kept = QT_TRANSLATE_NOOP("errors", "The paper that is there stays as it is, and nothing was added twice.")
    do = QT_TRANSLATE_NOOP("errors", "Leave it out. If it is meant to be a new version, choose the file that differs.")
    file: str
    title: str


class Doubt(NamedTuple):
    """One doubt: its code, and the fields that its sentences name."""

    code: str
    fields: tuple[tuple[str, str], ...] = ()


class Words(NamedTuple):
    """The three sentences of a doubt: what is so, what is safe, what to do."""

    happened: str
    kept: str
    do: str


_SHOWN = QT_TRANSLATE_NOOP("errors", "It is kept as it came. Pages are shown as pictures, and nothing in it runs.")
_UNSHOWN = QT_TRANSLATE_NOOP("errors", "It is kept as it came, and can be opened in its own program if you say so.")

WORDS: dict[str, Words] = {
    "not_its_ending": Words(
        QT_TRANSLATE_NOOP("errors", "{file} says that it is {says}. It is {kind}."),
        QT_TRANSLATE_NOOP("errors", "It is kept and shown as what it is."),
        QT_TRANSLATE_NOOP("errors", "Check with the sender that it is the right file."),
    ),
    "locked": Words(
        QT_TRANSLATE_NOOP("errors", "{file} asks for a password, so its pages can't be shown."),
        QT_TRANSLATE_NOOP("errors", "It is kept as it came, still under its password."),
        QT_TRANSLATE_NOOP("errors", "Ask for a copy without one. A panel can't read this."),
    ),
    "many_pages": Words(
        QT_TRANSLATE_NOOP("errors", "{file} has {pages} pages."),
        QT_TRANSLATE_NOOP("errors", "All are kept. Only those in view are drawn, so it opens at once."),
        QT_TRANSLATE_NOOP("errors", "Check that it is one child's paper and not a whole file."),
    ),
    "active": Words(
        QT_TRANSLATE_NOOP("errors", "{file} carries something that would run or open by itself: {what}."),
        _SHOWN,
        QT_TRANSLATE_NOOP("errors", "Add it if you know the sender. Do not open it in another program."),
    ),
    "macros": Words(
        QT_TRANSLATE_NOOP("errors", "{file} carries macros, which are small programs."),
        QT_TRANSLATE_NOOP("errors", "It is kept as it came. Only its text is shown, and no macro runs."),
        QT_TRANSLATE_NOOP("errors", "Add it if you know the sender. Do not open it in another program."),
    ),
    "outside": Words(
        QT_TRANSLATE_NOOP("errors", "{file} fetches parts of itself from elsewhere when it is opened."),
        QT_TRANSLATE_NOOP("errors", "Nothing is fetched here. Only what is in the file is shown."),
        QT_TRANSLATE_NOOP("errors", "Ask for a copy that holds everything, such as a PDF."),
    ),
    "inside": Words(
        QT_TRANSLATE_NOOP("errors", "{file} has other files inside it: {count}."),
        QT_TRANSLATE_NOOP("errors", "They are kept with it and not opened."),
        QT_TRANSLATE_NOOP("errors", "Open the paper here and add those that matter as papers of their own."),
    ),
    "not_shown": Words(
        QT_TRANSLATE_NOOP("errors", "{file} is {kind}, which can't be shown here."),
        _UNSHOWN,
        QT_TRANSLATE_NOOP("errors", "Ask for a PDF, or add one beside it, so that a panel can read it."),
    ),
    "damaged": Words(
        QT_TRANSLATE_NOOP("errors", "{file} is damaged: it ends too early or its parts do not fit."),
        QT_TRANSLATE_NOOP("errors", "It is kept as it came. What can be read of it is shown."),
        QT_TRANSLATE_NOOP("errors", "Ask the sender for the file again."),
    ),
    "same": Words(
        QT_TRANSLATE_NOOP("errors", "{file} is on this case already, as “{title}”."),
        QT_TRANSLATE_NOOP("errors", "The paper that is there stays as it is."),
        QT_TRANSLATE_NOOP("errors", "Leave it out."),
    ),
}
