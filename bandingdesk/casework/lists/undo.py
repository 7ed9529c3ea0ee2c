"""An import taken back: what it made is out of use, what it changed is as it was before, until a row has been used.

Used is every subject that somebody acted on since, and every case or child that something else was recorded for since:
a paper, a letter, a place on an agenda. No op is removed: each is answered by one that undoes what it did.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from bandingdesk.casework import case as cases
from bandingdesk.casework import child as children
from bandingdesk.casework.case import Case
from bandingdesk.casework.child import Child
from bandingdesk.casework.imports import Import
from bandingdesk.casework.lists import terms
from bandingdesk.casework.lists.terms import Terms
from bandingdesk.casework.ops import CaseUpdated, ChildCorrected, ImportUndone
from bandingdesk.casework.register import entry
from bandingdesk.casework.register.entry import Entry
from bandingdesk.casework.register.ops import EntryChanged
from bandingdesk.council import settings
from bandingdesk.council.ops import SettingChanged
from bandingdesk.council.settings import Setting
from bandingdesk.errors import QT_TRANSLATE_NOOP, RefusedError
from bandingdesk.ops import Op, Subject
from bandingdesk.statute.register import RegisterBook

NAMED = 3  # of the rows that stop it, this many stand in the message


class Use(NamedTuple):
    """What stops an import from being taken back: SUBJECT in words, the kind of op since, by whom and when."""

    subject: str
    kind: str
    by: str
    at: datetime


class ImportUsedError(RefusedError):
    """COUNT rows of the import FILE have been used since; WHICH names the first of them."""

    code = "IM-70"
    message = QT_TRANSLATE_NOOP("errors", "{file} can't be taken back: {count} of its rows have been used, {which}.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was changed. The list stays as it was taken in.")
    do = QT_TRANSLATE_NOOP("errors", "Correct those rows one by one, or import a corrected list.")


class ImportUndoneError(RefusedError):
    """The import FILE was taken back before."""

    code = "IM-71"
    message = QT_TRANSLATE_NOOP("errors", "{file} was taken back before.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was changed.")
    do = QT_TRANSLATE_NOOP("errors", "Import the list again if you need it.")


def undo(state: Import, by: str, at: datetime, reason: str, uses: Sequence[Use]) -> Op:
    """Take the import back. Raises ImportUndoneError, ImportUsedError naming what stops it."""
    file = state.recorded.file if state.recorded else ""
    if state.undone is not None:
        raise ImportUndoneError(file=file)
    if uses:
        names = list(dict.fromkeys(use.subject for use in uses))
        which = ", ".join(names[:NAMED]) + (", …" if len(names) > NAMED else "")
        raise ImportUsedError(file=file, count=len(names), which=which)
    return Op("import.undone", Subject("import", state.id), state.head, by, at, ImportUndone(reason.strip()))


def answer(now: Any, before: Any | None, by: str, at: datetime, source: str, book: RegisterBook) -> Op:
    """Return the op that undoes what import SOURCE did to a subject: NOW is its state, BEFORE what it was, if any."""
    reason = f"import {source} taken back"
    match now:
        case Child():
            if before is None:
                return children.take_back(now, by, at, source)
            return children.correct(now, by, at, ChildCorrected(before.facts, reason))
        case Case():
            if before is None:
                return cases.take_back(now, by, at, source)
            return cases.update(now, by, at, CaseUpdated(before.facts, reason))
        case Setting():
            if before is None:
                return settings.take_back(now, by, at, source)
            return settings.change(now, by, at, SettingChanged(before.added, reason))
        case Entry():
            if before is None:
                return entry.withdraw(now, by, at, reason)
            return entry.change(now, by, at, EntryChanged(before.values, reason, before.of), book)
        case Terms():
            was = before or Terms(now.id, now.head, now.setting)
            return terms.record(now, now.setting, was.closures, by, at, was.source)
    raise TypeError(f"an import makes no {type(now).__name__}")
