"""Kills a real window while somebody types into drafts: `python -m tests.support.killing_drafts FOLDER COUNT SEED`.

Each window is a fork of this process with Qt loaded and no application object yet, on a copy of an encrypted store of
its own; it types into a profile, a contact and a record, one after the other, without a rest, and says on a pipe what
it has typed and when. One in two is stopped for a while on the way, as a laptop that sleeps: its clocks go on
meanwhile, its keys do not. After the kill the drafts are read from the store as the next start reads them: what is not
there was typed in the last second before the kill, of the time that the window was awake.
"""

from __future__ import annotations

import json
import os
import random
import select
import shutil
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QSize
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget

from bandingdesk import bootstrap, seams
from bandingdesk.desk.desk import Desk
from bandingdesk.statute import register
from bandingdesk.store import drafts, verify
from bandingdesk.ui import app
from bandingdesk.ui.driver import Driver
from bandingdesk.ui.preferences import Look, Preferences
from bandingdesk.ui.setup import Setup
from bandingdesk.ui.workspaces.cases import page as _cases  # noqa: F401  loaded once, for all forks
from tests.support import panel_morning
from tests.support.journey import KEY, NOW

KINDS = ("profiles", "contacts", "records")
PAUSE_MS = 25  # between two keys: never a rest in typing
EACH, TYPED, SLEPT = 0.7, (0.4, 2.6), 1.2  # s: of typing into a form, until the kill, and of sleep on the way
AT_ONCE = 2  # windows, on two cores
PATIENCE = 60  # s until a window has to be open


class Said(NamedTuple):
    """What a window said: the text so far in which form, and when (monotonic seconds, which all processes share)."""

    at: float
    kind: str
    text: str


class Typing:
    """A window in a fork, which types into the forms KINDS until it is killed."""

    def __init__(self, kinds: Sequence[str], path: Path, me: str, case: str, pipe: int) -> None:
        self.kinds, self.case, self.pipe = kinds, case, pipe
        clock = seams.FixedClock(NOW)

        def opener() -> Desk:
            return bootstrap.open_desk(path, KEY, clock=clock, ids=seams.SystemIds(), me=me, is_demo=True)

        app.application()
        self.window = app.open_window(
            setup=Setup(clock, seams.SystemIds(), place=path),
            clock=clock,
            opener=opener,
            preferences=Preferences(path.parent / "settings.toml", look=Look(theme="light")),
            size=QSize(1280, 720),
        )
        self.driver = Driver(self.window, self.window.jobs.is_idle)
        ready: list[bool] = []
        self.window.ready.connect(lambda: ready.append(True))
        while not ready:
            self.driver.settle()
        self.window.navigate("cases", case_id=case, section=kinds[0])
        self.driver.settle()

    def play(self) -> None:
        """Type for a while into each form, and into the last one for good."""
        for kind in self.kinds:
            field, text, number = self._open_form(kind), "", 0
            until = time.monotonic() + (EACH if kind != self.kinds[-1] else PATIENCE)
            while time.monotonic() < until:
                for key in f"w{number} ":
                    QTest.keyClicks(field, key)
                    text += key
                    os.write(self.pipe, json.dumps([time.monotonic(), kind, text]).encode() + b"\n")
                    QTest.qWait(PAUSE_MS)
                number += 1

    def _open_form(self, kind: str) -> QWidget:
        self.window.navigate("cases", case_id=self.case, section=kind)
        self.driver.settle()
        part: Any = self.window.area.current_page().case_pane.part
        if kind == "profiles":
            part.model.write("officer")
            self.driver.settle()
            part.entry.choose_level(2)
            return part.entry.sheet.line  # type: ignore[no-any-return]
        if kind == "contacts":
            part.seen.begin("new")
            self.driver.settle()
            return part.form.notes["words"]  # type: ignore[no-any-return]
        part._seen.add("request")
        self.driver.settle()
        known = register.book().types["request"].fields
        name = next(name for name, field in known.items() if field.kind == "text")
        return part.entry.form.findChild(QLineEdit, name)  # type: ignore[no-any-return]


class Awake(NamedTuple):
    """A window that is being typed into: its process, its pipe, where its store is, when it is to be killed."""

    child: int
    reader: int
    path: Path
    sleeps: bool
    typed: float


def begin(first: Path, folder: Path, me: str, case: str, rng: random.Random, *, sleeps: bool) -> Awake:
    """Fork a window on a copy of the store FIRST."""
    shutil.copytree(first.parent, folder)
    reader, writer = os.pipe()
    path = folder / first.name
    kinds = rng.sample(KINDS, len(KINDS))
    child = os.fork()
    if child == 0:
        os.close(reader)
        try:
            Typing(kinds, path, me, case, writer).play()
        finally:
            os._exit(1)
    os.close(writer)
    return Awake(child, reader, path, sleeps, rng.uniform(*TYPED))


def end(one: Awake, me: str) -> dict[str, Any]:
    """Kill a window while it is typed into; return how many seconds of typing its drafts lack, and how much they have.

    The time that it slept is no time of typing.
    """
    said = _read_until(one.reader, 1, PATIENCE)
    assert said, "the window did not open"
    slept = _wait(one, said)
    os.kill(one.child, signal.SIGKILL)
    killed = time.monotonic()
    os.waitpid(one.child, 0)
    said += _rest(one.reader)
    lost, kept, typed = 0.0, 0, 0
    for kind in KINDS:
        own = [each for each in said if each.kind == kind]
        text = own[-1].text if own else ""
        held = _kept(one.path, me, text)
        first = next((each.at for each in own if len(each.text) > len(held)), killed)
        asleep = slept[1] - slept[0] if slept and first < slept[0] else 0.0
        lost, kept, typed = max(lost, killed - first - asleep), kept + len(held), typed + len(text)
    return {"lost": round(lost, 3), "kept": kept, "typed": typed, "slept": bool(slept), "in": said[-1].kind}


def _wait(one: Awake, said: list[Said]) -> tuple[float, float] | None:
    """Let the window be typed into, with a sleep half way where it sleeps; return when it slept."""
    half = one.typed / 2 if one.sleeps else one.typed
    said += _read_for(one.reader, half)
    if not one.sleeps:
        return None
    os.kill(one.child, signal.SIGSTOP)
    stopped = time.monotonic()
    time.sleep(SLEPT)
    os.kill(one.child, signal.SIGCONT)
    woke = time.monotonic()
    said += _read_for(one.reader, half)
    return stopped, woke


def _kept(path: Path, me: str, typed: str) -> str:
    """Return what the drafts hold of TYPED, after looking the store over."""
    desk = bootstrap.open_desk(path, KEY, clock=seams.FixedClock(NOW), ids=seams.SystemIds(), me=me)
    found = [text for draft in drafts.list_of(desk.store, me) for text in _texts(draft.body)]
    with desk.store.read() as conn:
        checked = verify.verify(conn)
        assert checked.ok, checked.first_bad
    desk.close()
    fits = [text for text in found if text and (typed + " ").startswith(text)]
    return max(fits, key=len, default="")


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for part in parts for text in _texts(part)]


def _read_for(reader: int, seconds: float) -> list[Said]:
    return _read_until(reader, sys.maxsize, seconds)


def _read_until(reader: int, count: int, seconds: float) -> list[Said]:
    """Return what is said until COUNT lines or SECONDS are over, in whole lines."""
    said: list[Said] = []
    raw, until = b"", time.monotonic() + seconds
    while len(said) < count and (left := until - time.monotonic()) > 0:
        if not select.select([reader], [], [], left)[0]:
            break
        byte = os.read(reader, 1)
        if not byte:
            break
        raw += byte
        if byte == b"\n":
            said.append(Said(*json.loads(raw)))
            raw = b""
    while raw and (byte := os.read(reader, 1)):
        raw += byte
        if byte == b"\n":
            said.append(Said(*json.loads(raw)))
            break
    return said


def _rest(reader: int) -> list[Said]:
    raw = b""
    while more := os.read(reader, 65536):
        raw += more
    os.close(reader)
    return [Said(*json.loads(line)) for line in raw.splitlines() if line.endswith(b"]")]


def main(folder: str, count: str, seed: str) -> None:
    rng = random.Random(int(seed))
    place = Path(folder) / "first"
    place.mkdir(parents=True)
    morning = panel_morning.a_morning(place, seams.FixedClock(NOW), seams.SeededIds(3, NOW), key=KEY)
    me, case, path = morning.people["CM"], morning.cases[5], morning.desk.store.path
    morning.desk.close()
    found = []
    for at in range(0, int(count), AT_ONCE):
        ones = [
            begin(path, Path(folder) / str(number), me, case, rng, sleeps=number % 2 == 0)
            for number in range(at, min(at + AT_ONCE, int(count)))
        ]
        found += [end(one, me) for one in ones]
    print(json.dumps({"kills": len(found), "found": found, "worst": max(one["lost"] for one in found)}))


if __name__ == "__main__":
    main(*sys.argv[1:])
