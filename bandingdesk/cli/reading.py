"""Files named on the command line: read whole, or refused with the system's own reason."""

from __future__ import annotations

from pathlib import Path

from bandingdesk.errors import QT_TRANSLATE_NOOP, MissingError, Where


class FileMissingError(MissingError):
    """The file NAME can't be read: REASON is the system's sentence."""

    code = "FW-07"
    exit_code = 3
    message = QT_TRANSLATE_NOOP("errors", "The file {name} can't be read: {reason}.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was changed.")
    do = QT_TRANSLATE_NOOP("errors", "Check the name and that you may read the file, then try again.")


def read(path: str) -> bytes:
    """Return the bytes of PATH. Raises FileMissingError."""
    try:
        return Path(path).read_bytes()
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        raise FileMissingError(where=Where(file=path), name=path, reason=reason) from error
