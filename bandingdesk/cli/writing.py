"""Files that a command writes: beside their place, flushed, renamed; an existing one only with --force."""

from __future__ import annotations

from pathlib import Path

from bandingdesk import sheets
from bandingdesk.errors import QT_TRANSLATE_NOOP, MissingError, Where


class FileNotWrittenError(MissingError):
    """The file NAME can't be written: REASON is the system's sentence."""

    code = "FW-28"
    exit_code = 3
    message = QT_TRANSLATE_NOOP("errors", "The file {name} can't be written: {reason}.")
    kept = QT_TRANSLATE_NOOP("errors", "What was there before is as it was.")
    do = QT_TRANSLATE_NOOP("errors", "Choose a folder you may write to, with free space.")


def write(path: Path, content: bytes, *, replace: bool = False) -> None:
    """Write CONTENT to PATH. Raises FileNotWrittenError, and FileExistsAlreadyError unless REPLACE."""
    try:
        sheets.save(path, content, replace=replace)
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        raise FileNotWrittenError(where=Where(file=str(path)), name=str(path), reason=reason) from error
