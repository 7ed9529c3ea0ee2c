"""Files named on the command line: read whole, or refused with the system's own reason."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING

from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError, MissingError, Where

if TYPE_CHECKING:
    from bandingdesk.matrix.caseload_files import ReadCases
    from bandingdesk.matrix.framework import Framework
    from bandingdesk.matrix.life import FrameworkFile
    from bandingdesk.matrix.tariff import Tariff


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
    message = QT_TRANSLATE_NOOP("errors", "{name} holds no case that fits the framework: {count} faults. {first}")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was written, and your file was not changed.")
    do = QT_TRANSLATE_NOOP("errors", "Give each strand a column named after its id, then try again.")


def read(path: str) -> bytes:
    """Return the bytes of PATH. Raises FileMissingError."""
    try:
        return Path(path).read_bytes()
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        raise FileMissingError(where=Where(file=path), name=path, reason=reason) from error


def framework_file(path: str) -> FrameworkFile:
    """Return the framework at PATH with its life. Raises FileMissingError, FrameworkInvalidError."""
    from bandingdesk.matrix import files

    return files.read_framework_file(read(path), path)


def definitions(framework: str, tariff: str | None = None) -> tuple[Framework, Tariff | None]:
    """Return the framework at one path, and the tariff at the other where it is given.

    Raises FileMissingError, FrameworkInvalidError.
    """
    from bandingdesk.matrix import files

    own = framework_file(framework).definition
    return own, None if tariff is None else files.read_tariff(read(tariff), tariff)


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
