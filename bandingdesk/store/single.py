"""One person at a time: the explicit way to keep a store on a drive whose locks can't be trusted.

Three things stand in for those locks: SQLite holds the file for itself (locking_mode=EXCLUSIVE, no shared memory),
every commit reaches the disk with its folder (journal_mode=DELETE, synchronous=EXTRA), and a lock file that only one
computer can make (O_EXCL) names who has the store open. Source: design, store 6.3.
"""

from __future__ import annotations

import getpass
import json
import os
import socket
from collections.abc import Callable
from pathlib import Path

from bandingdesk.errors import QT_TRANSLATE_NOOP, StoreError
from bandingdesk.store import drives

LOCK = "in-use"


class InUseElsewhereError(StoreError):
    """USER has the store at PATH open on the computer HOST."""

    code = "ST-46"
    message = QT_TRANSLATE_NOOP("errors", "{user} has the store open on the computer {host}.")
    kept = QT_TRANSLATE_NOOP("errors", "The store was not opened. Nothing was changed.")
    do = QT_TRANSLATE_NOOP(
        "errors",
        "Ask that person to close it. If that computer stopped without closing it, and nobody has the store open,"
        " remove the file {lock}.",
    )


class SingleLock:
    """The lock file of one open store."""

    def __init__(self, path: Path, is_alive: Callable[[int], bool] | None = None) -> None:
        self._path = path
        self._place = path.with_name(f"{path.name}.{LOCK}")
        self._is_alive = is_alive or drives.is_running
        self._held = False

    def take(self) -> None:
        """Make the lock file. One that a program of this computer left when it stopped is taken over.

        Raises InUseElsewhereError.
        """
        for _ in range(2):
            try:
                handle = os.open(self._place, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            except FileExistsError:
                self._judge()
                self._place.unlink(missing_ok=True)
                continue
            words = {"host": socket.gethostname(), "pid": os.getpid(), "user": getpass.getuser()}
            with os.fdopen(handle, "w", encoding="utf-8") as out:
                json.dump(words, out)
                out.flush()
                os.fsync(out.fileno())
            self._held = True
            return
        self._judge()

    def give_back(self) -> None:
        """Remove the lock file, if it is ours."""
        if self._held:
            self._place.unlink(missing_ok=True)
            self._held = False

    def _judge(self) -> None:
        """Raise InUseElsewhereError unless whoever made the lock file has stopped on this computer."""
        try:
            found = json.loads(self._place.read_text(encoding="utf-8"))
            host, pid, user = str(found["host"]), int(found["pid"]), str(found["user"])
        except FileNotFoundError:
            return
        except (OSError, ValueError, KeyError, TypeError):
            host, pid, user = "?", 0, "?"
        if host == socket.gethostname() and pid and not self._is_alive(pid):
            return
        raise InUseElsewhereError(path=str(self._path), host=host, user=user, lock=str(self._place))
