"""Files named on the command line: read whole, or refused with the system's own reason."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from bandingdesk.errors import NOWHERE, QT_TRANSLATE_NOOP, DeskError, InvalidError, MissingError, Where

if TYPE_CHECKING:
    from bandingdesk.matrix.caseload_files import ReadCases
    from bandingdesk.matrix.files import Bundle
    from bandingdesk.matrix.form import CaseFile
    from bandingdesk.matrix.framework import Framework
    from bandingdesk.matrix.life import FrameworkFile
    from bandingdesk.matrix.tariff import Tariff


LARGEST_FILE = 100 * 1024 * 1024  # bytes


class FileMissingError(MissingError):
    """The file NAME can't be read: REASON is the system's sentence."""

    code = "FW-07"
    exit_code = 3
    message = QT_TRANSLATE_NOOP("errors", "The file {name} can't be read: {reason}.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was changed.")
    do = QT_TRANSLATE_NOOP("errors", "Check the name and that you may read the file, then try again.")


class CaseloadInvalidError(InvalidError):
    """No row of the file NAME could be read: FIRST is the first fault of COUNT."""

    code = "FW-40"
    message = QT_TRANSLATE_NOOP("errors", "{name} holds no case that fits the framework (faults: {count}). {first}")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was written, and your file was not changed.")
    do = QT_TRANSLATE_NOOP("errors", "Give each strand a column named after its id, then try again.")


def read(path: str) -> bytes:
    """Return the bytes of PATH. Raises FileMissingError."""
    try:
        with Path(path).open("rb") as file:  # a device never ends: no more than the limit is ever taken
            data = file.read(LARGEST_FILE + 1)
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        raise FileMissingError(where=Where(file=path), name=path, reason=reason) from error
    if len(data) > LARGEST_FILE:
        raise FileMissingError(where=Where(file=path), name=path, reason="it is larger than 100 MB")
    return data


def bundle(path: str) -> Bundle:
    """Return the framework at PATH, JSON or workbook, with the tariffs and the form of a workbook.

    Raises FileMissingError, FrameworkInvalidError, and what `sheets.read_bytes` raises.
    """
    from bandingdesk.matrix import files

    data = read(path)
    if not files.is_workbook(data):
        return files.Bundle(files.read_framework_file(data, path))
    from bandingdesk.matrix.workbook import reading as workbook_reading

    return workbook_reading.read(data, path)


def framework_file(path: str) -> FrameworkFile:
    """Return the framework at PATH with its life. Raises as `bundle`."""
    return bundle(path).file


def definitions(framework: str, tariff: str | None = None) -> tuple[Framework, Tariff | None]:
    """Return the framework at one path, and the tariff at the other; without one, the only tariff of a workbook.

    Raises as `bundle`, and FrameworkInvalidError that names the tariff's file where it does not fit the framework.
    """
    from bandingdesk.matrix import files, tariff_references

    own = bundle(framework)
    definition = own.file.definition
    if tariff is None:
        return definition, own.tariffs[0] if len(own.tariffs) == 1 else None
    made = files.read_tariff(read(tariff), tariff)
    files.refuse(tariff, tariff_references.problems(definition, made))
    return definition, made


def case(path: str, framework: Framework) -> CaseFile:
    """Return the case at PATH. Raises FileMissingError, and FrameworkInvalidError with all that does not fit."""
    from bandingdesk.matrix import files, references

    made = files.read_case(read(path), path)
    files.refuse(path, references.case_problems(framework, made))
    return made


@contextlib.contextmanager
def about(path: str) -> Iterator[None]:
    """Give a fault that names no place the file at PATH."""
    try:
        yield
    except DeskError as fault:
        if fault.where == NOWHERE:
            fault.where = Where(file=path)
        raise


def caseload(path: str, *frameworks: Framework) -> ReadCases:
    """Return the cases of a CSV file or workbook (its first sheet) with the columns that any of FRAMEWORKS reads.

    Raises CaseloadInvalidError where no row fits, and what `sheets.read` raises.
    """
    from bandingdesk import sheets
    from bandingdesk.matrix import caseload_files

    rows = sheets.read(Path(path)).sheets[0].rows
    known = functools.reduce(caseload_files.joined, map(caseload_files.names, frameworks))
    found = caseload_files.read(rows, known)
    if found.problems and not len(found.caseload):
        first = found.problems[0]
        where = Where(file=path, row=first.row, column=first.column)
        raise CaseloadInvalidError(where=where, name=path, count=len(found.problems), first=first.text())
    return found
