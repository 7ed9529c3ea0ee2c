"""A file that a person asked for, written where they said: whole, or not at all."""

from __future__ import annotations

from pathlib import Path

from bandingdesk import sheets
from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError


class NotWrittenError(InvalidError):
    """The file can't be written: REASON is the system's word."""

    code = "UI-45"
    message = QT_TRANSLATE_NOOP("errors", "{file} was not written: {reason}.")
    kept = QT_TRANSLATE_NOOP("errors", "What it was made from is still on the page.")
    do = QT_TRANSLATE_NOOP("errors", "Choose another folder or close the file elsewhere, then save again.")


def write(path: Path, content: bytes) -> str:
    """Write CONTENT to PATH, in place of what is there, and return its name. Raises NotWrittenError."""
    try:
        sheets.save(path, content, replace=True)
    except OSError as fault:
        raise NotWrittenError(file=path.name, reason=fault.strerror or type(fault).__name__) from fault
    return path.name
