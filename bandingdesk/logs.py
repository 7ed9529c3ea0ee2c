"""The log: ids, op kinds, counts and code names, one JSON object a line. Never a child, a score or free text.

A record passes three gates. Its message must be a literal of the code that logs it, so nothing can be formatted into
it. Its fields must stand in FIELDS and fit their shape. An exception leaves its type, its code and the places in our
own files, never its text. What does not fit is replaced by WITHHELD and the line is still written.
"""

from __future__ import annotations

import json
import logging
import logging.handlers
import re
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType, TracebackType

from bandingdesk.errors import DeskError

FILE_NAME = "desk.log"
WITHHELD = "withheld"
_SIZE = 1_000_000  # bytes a file, and four files: a few weeks of one person's work
_KEPT = 3

_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_WORD = r"[a-z][a-z_-]{0,29}"

# field: the shape that its text must have, or None for whole numbers only
FIELDS: dict[str, str | None] = {
    "op_id": _UUID,
    "act_id": _UUID,
    "device_id": _UUID,
    "op_kind": rf"{_WORD}\.{_WORD}",
    "subject": rf"{_WORD}:{_UUID}",
    "code": r"[A-Z]{2}-\d{2}",
    "command": rf"{_WORD}(\.{_WORD})?",
    "workspace": _WORD,
    "job": _WORD,
    "count": None,
    "device_seq": None,
    "exit_code": None,
    "ms": None,
    "rows": None,
    "size": None,
}


class CaseDataFilter(logging.Filter):
    """Lets a record through after taking everything out of it that could hold case data."""

    def filter(self, record: logging.LogRecord) -> bool:
        own = record.name == "bandingdesk" or record.name.startswith("bandingdesk.")
        if not own and record.levelno < logging.WARNING:
            return False
        if not own or record.args or not _is_literal(record):
            record.msg = WITHHELD
        record.args = ()
        return True


class JsonLines(logging.Formatter):
    """Formats a record as one line of JSON: at, level, from, message, the allowed fields, and error if there is one."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        line: dict[str, object] = {"at": at, "level": record.levelname, "from": record.name, "message": record.msg}
        for name, shape in FIELDS.items():
            if name in record.__dict__:
                line[name] = _fitting(record.__dict__[name], shape)
        if record.exc_info and record.exc_info[1] is not None:
            line["error"] = describe(record.exc_info[1])
        return json.dumps(line, ensure_ascii=True)


def start(folder: Path, level: int = logging.INFO) -> logging.Handler:
    """Send every log line of the process to a rotating file in FOLDER and return its handler.

    The folder and the file are made by the first line. A line that can't be written is dropped: the log never stops
    the work.
    """
    logging.raiseExceptions = False
    handler = _LateFile(folder / FILE_NAME)
    handler.addFilter(CaseDataFilter())
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.setLevel(level)
    root.addHandler(handler)
    return handler


def stop(handler: logging.Handler) -> None:
    """Take HANDLER off again and close its file."""
    logging.getLogger().removeHandler(handler)
    handler.close()


def describe(fault: BaseException) -> dict[str, object]:
    """Return the type, the code and the places of FAULT: nothing that could hold a value."""
    about: dict[str, object] = {"type": type(fault).__name__, "at": _places(fault.__traceback__)}
    if isinstance(fault, DeskError):
        about["code"] = fault.code
    return about


class _LateFile(logging.handlers.RotatingFileHandler):
    """A rotating file whose folder is made when the first line is written."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, maxBytes=_SIZE, backupCount=_KEPT, encoding="utf-8", delay=True)

    def _open(self):  # type: ignore[no-untyped-def]  # the stream class is private to the standard library
        Path(self.baseFilename).parent.mkdir(parents=True, exist_ok=True)
        return super()._open()


def _fitting(value: object, shape: str | None) -> object:
    """Return VALUE if it has the shape of its field, else WITHHELD."""
    if shape is None:
        return value if isinstance(value, int) else WITHHELD
    return value if isinstance(value, str) and re.fullmatch(shape, value) else WITHHELD


def _is_literal(record: logging.LogRecord) -> bool:
    """Return whether the message is a constant of the very function that logs it.

    A text made at run time (an f-string, a sum, a value from a row) is no constant of any code object.
    """
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        code = frame.f_code
        if code.co_filename == record.pathname and code.co_name == record.funcName:
            return any(record.msg is constant for constant in code.co_consts)
        frame = frame.f_back
    return False


def _places(trace: TracebackType | None) -> list[str]:
    """Return `file:function:line` of the frames in our own package, outermost first."""
    package = Path(__file__).resolve().parent
    places = []
    for frame in traceback.extract_tb(trace):
        path = Path(frame.filename)
        if path.is_relative_to(package):
            places.append(f"{path.relative_to(package).as_posix()}:{frame.name}:{frame.lineno}")
    return places
