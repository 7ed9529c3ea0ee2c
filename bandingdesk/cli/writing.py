"""Files that a command writes: beside their place, flushed, renamed; an existing one only with --force."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from bandingdesk import sheets
from bandingdesk.errors import QT_TRANSLATE_NOOP, MissingError, Where

if TYPE_CHECKING:
    from bandingdesk.matrix.files import Bundle
    from bandingdesk.matrix.life import Life


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


def with_life(data: bytes, bundle: Bundle, life: Life) -> bytes:
    """Return a framework file with LIFE in it: DATA as it was read, JSON or workbook, and BUNDLE what it holds.

    The definition stays as it was written, and so does its hash.
    """
    from bandingdesk.matrix import files
    from bandingdesk.matrix.workbook import writing as workbook

    if files.is_workbook(data):
        return workbook.write(bundle._replace(file=bundle.file.model_copy(update={"life": life})))
    raw = json.loads(data.decode("utf-8-sig"))
    whole = raw if "definition" in raw else {"definition": raw}
    whole["life"] = life.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return json.dumps(whole, indent=1, sort_keys=True, ensure_ascii=False).encode() + b"\n"
