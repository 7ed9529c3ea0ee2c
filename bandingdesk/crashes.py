"""What is left behind when the program goes wrong: which kind of fault and where in our files, never a value.

A report has no text of an exception, no local variable and no line of a page: any of them may hold a child's name.
The system is asked to write no memory image either.
"""

from __future__ import annotations

import contextlib
import faulthandler
import json
import logging
import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

import bandingdesk
from bandingdesk import logs
from bandingdesk.seams import Clock

NATIVE = "crash.log"  # what the interpreter writes when it is ended by the system
REPORTS = "crash-*.json"
_KEPT = 20

log = logging.getLogger(__name__)


@contextmanager
def watched(folder: Path, clock: Clock) -> Iterator[None]:
    """Report in FOLDER whatever nobody catches inside, on any thread, and when the system ends the program."""
    _no_memory_image()
    before = sys.excepthook, threading.excepthook, sys.unraisablehook

    def report(_kind: type[BaseException], fault: BaseException | None, _trace: TracebackType | None) -> None:
        if fault is not None and not isinstance(fault, KeyboardInterrupt):
            leave(folder, fault, clock)

    sys.excepthook = report
    threading.excepthook = lambda told: report(told.exc_type, told.exc_value, told.exc_traceback)
    sys.unraisablehook = lambda told: report(told.exc_type, told.exc_value, told.exc_traceback)
    native = _native(folder)
    try:
        yield
    finally:
        sys.excepthook, threading.excepthook, sys.unraisablehook = before
        if native is not None:
            faulthandler.disable()
            native.close()


def leave(folder: Path, fault: BaseException, clock: Clock) -> Path | None:
    """Write a report on FAULT and return its place, None where it can't be written; say so on standard error."""
    if logging.getLogger().handlers:  # without one the interpreter's own would print the text
        log.critical("not caught", exc_info=fault)
    at = clock.now()
    place = folder / f"crash-{at:%Y%m%d-%H%M%S-%f}.json"
    about = {
        "at": at.isoformat(timespec="seconds"),
        "bandingdesk": bandingdesk.__version__,
        "python": sys.version.split()[0],
        "faults": _chain(fault),
    }
    if sys.stderr is not None:
        sys.stderr.write(f"The program made a mistake ({type(fault).__name__}). A report without case data is kept.\n")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        place.write_text(json.dumps(about, indent=1), encoding="utf-8")
        for old in sorted(folder.glob(REPORTS))[:-_KEPT]:
            old.unlink()
    except OSError:
        return None
    return place


def trace(fault: BaseException) -> str:
    """Return where FAULT and what caused it came from, a line a frame, without their texts: for `--debug`."""
    lines = ["Traceback (places only, the last call last):"]
    for one in reversed(_with_causes(fault)):
        for frame in traceback.extract_tb(one.__traceback__):
            lines.append(f'  File "{frame.filename}", line {frame.lineno}, in {frame.name}')
        lines.append(" ".join(filter(None, (type(one).__name__, getattr(one, "code", "")))))
    return "\n".join(lines)


def _chain(fault: BaseException) -> list[dict[str, object]]:
    return [logs.describe(one) for one in _with_causes(fault)]


def _with_causes(fault: BaseException) -> list[BaseException]:
    found: list[BaseException] = []
    one: BaseException | None = fault
    while one is not None and one not in found:
        found.append(one)
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
    return found


def _native(folder: Path) -> TextIO | None:
    """Return the file to which the interpreter writes its last words: open, since there is no time for that then."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = (folder / NATIVE).open("a", encoding="utf-8")
    except OSError:  # a full disk or a read-only folder is no reason not to start
        return None
    faulthandler.enable(file)
    return file


def _no_memory_image() -> None:
    """Ask the system for no core file: it would hold names, and the key of the store."""
    try:
        import resource
    except ModuleNotFoundError:  # Windows: reports of errors are the administrator's policy there
        return
    limits: Any = resource
    with contextlib.suppress(OSError, ValueError):
        limits.setrlimit(limits.RLIMIT_CORE, (0, limits.getrlimit(limits.RLIMIT_CORE)[1]))
