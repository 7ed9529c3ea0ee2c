"""Client processes of one shared store: a laptop each, driven from the test by functions of (desk, …).

A client syncs before and after each act, as a window in a live meeting does when the doorbell rings.
"""

from __future__ import annotations

import multiprocessing
import traceback
from collections.abc import Callable
from datetime import datetime
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from bandingdesk import bootstrap, seams
from bandingdesk.sync.address import Address
from tests.support import keyrings, shared_store
from tests.support.shared_store import Laptop

Act = Callable[..., Any]
PATIENCE = 60  # seconds: a client that takes longer is stuck


class ClientError(Exception):
    """What went wrong in a client: `code` of a refusal, its sentence, and its own trace."""

    def __init__(self, code: str, words: str, trace: str = "") -> None:
        super().__init__(f"{code} {words}\n{trace}")
        self.code = code


class Client:
    """One person's program: a process of its own with a store of its own."""

    def __init__(self, path: Path, at: Address, person: str, now: datetime) -> None:
        spawned = multiprocessing.get_context("spawn")
        self._pipe, theirs = spawned.Pipe()
        self._process = spawned.Process(target=_run, args=(theirs, path, at, person, now), daemon=True)
        self._process.start()
        theirs.close()
        self.person = person

    def begin(self, act: Act, *args: Any) -> None:
        """Let the client do ACT(desk, *ARGS), without waiting for it."""
        self._pipe.send((act, args))

    def answer(self) -> Any:
        """Return what the act that was begun gave. Raises ClientError."""
        if not self._pipe.poll(PATIENCE):
            raise ClientError("", f"{self.person} does not answer")
        code, value, trace = self._pipe.recv()
        if trace:
            raise ClientError(code, value, trace)
        return value

    def do(self, act: Act, *args: Any) -> Any:
        """Let the client do ACT(desk, *ARGS) and return its value. Raises ClientError."""
        self.begin(act, *args)
        return self.answer()

    def kill(self) -> None:
        """End the process as a power cut does."""
        self._process.kill()
        self._process.join()

    def close(self) -> None:
        """Let the client end in peace."""
        if self._process.is_alive():
            self._pipe.send(None)
            self._process.join(PATIENCE)
        self._pipe.close()


def set_clock(desk: Any, now: datetime) -> None:
    """Put the client's clock on."""
    desk.clock.set(now)


def _run(pipe: Connection, path: Path, at: Address, person: str, now: datetime) -> None:
    clock = seams.FixedClock(now)
    with keyrings.in_memory():
        begins = path.exists()  # the laptop that all was prepared on begins the shared record with it
        if not begins:
            shared_store.new_laptop(path, at, person, clock).close()
        desk = bootstrap.open_desk(path, None, clock=clock, ids=seams.SystemIds(), me=person, plain=True, is_demo=True)
        laptop = Laptop(desk.store, at)
        if begins:
            laptop.enrol()
        laptop.once()
        while (asked := pipe.recv()) is not None:
            act, args = asked
            try:
                laptop.once()
                value = act(desk, *args)
                laptop.once()
                pipe.send(("", value, ""))
            except Exception as error:  # noqa: BLE001  # whatever it is, the test raises it
                pipe.send((getattr(error, "code", ""), str(error), traceback.format_exc()))
        laptop.close()
