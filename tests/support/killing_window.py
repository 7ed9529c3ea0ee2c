"""Kills a real window at random moments of scoring: `python -m tests.support.killing_window FOLDER COUNT SEED`.

Each window is a fork of this process with Qt loaded and no application object yet, so that it starts in less than a
second. It is driven by keys on an encrypted store and says on a pipe what the window called saved. The next window is
opened without being told a place: it must open where the killed one was, with everything that was called saved.
"""

from __future__ import annotations

import json
import os
import random
import select
import signal
import sys
import time
from pathlib import Path
from typing import Any

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QSize

from bandingdesk import bootstrap, seams
from bandingdesk.desk.desk import Desk
from bandingdesk.store import replay, verify
from bandingdesk.ui import app
from bandingdesk.ui.driver import Driver
from bandingdesk.ui.preferences import Look, Preferences
from bandingdesk.ui.setup import Setup
from bandingdesk.ui.window import Window
from bandingdesk.ui.workspaces.cases import page as _cases  # noqa: F401  loaded once, for all forks
from bandingdesk.ui.workspaces.panels import page as _panels  # noqa: F401
from bandingdesk.ui.workspaces.scoring import page as _scoring  # noqa: F401
from tests.support import panel_morning
from tests.support.journey import KEY, NOW

LINGER = 0.15  # s: about what a key takes here from its press to the next
MOST_LINES = 6
Sheet = dict[str, tuple[int | None, str]]  # strand: level, line


class OneWindow:
    """A window in a fork, which plays until it is killed."""

    def __init__(self, path: Path, me: str, places: list[tuple[str, dict[str, str]]], pipe: int, seed: int) -> None:
        self.places = places
        self.rng = random.Random(seed)
        self.pipe = pipe
        clock = seams.FixedClock(NOW)
        self.desk: Desk | None = None
        self.saved = 0

        def opener() -> Desk:
            self.desk = bootstrap.open_desk(path, KEY, clock=clock, ids=seams.SystemIds(), me=me, is_demo=True)
            return self.desk

        app.application()
        self.window: Window = app.open_window(
            setup=Setup(clock, seams.SystemIds(), place=path),
            clock=clock,
            opener=opener,
            preferences=Preferences(path.parent / "settings.toml", look=Look(theme="light")),
            size=QSize(1280, 720),
        )
        self.driver = Driver(self.window, self.window.jobs.is_idle)
        ready: list[bool] = []
        self.window.ready.connect(lambda: ready.append(True))
        self.window.jobs.acted.connect(self._count)
        while not ready:
            self.driver.settle()
        self.driver.settle()

    def play(self) -> None:
        """Say where the window opened and what is there, then work on."""
        page = self.window.area.current_page()
        self._say("opened", sheet=self._sheet() if self._here() == self.places[0][0] else None, page=bool(page))
        if self._here() == "today":
            self._go(0)
        while True:
            if self.rng.random() < 0.35:
                self._go(self.rng.randrange(len(self.places)))
            elif self._here() == self.places[0][0]:
                self._score()
            else:
                self._go(0)

    def _score(self) -> None:
        before = self.saved
        model = self.window.area.current_page().view_model
        old, level = model.draft(model.strand), self.rng.randrange(5)
        if self.rng.random() < 0.3:
            self.driver.key("N")
            self.driver.type(f" page {self.rng.randrange(100)}")
            self.driver.key("Return")
        else:
            self.driver.key(str(level))
            if self.rng.random() < 0.6:
                self.driver.key("J")
            if old.level == level:
                return
        if self.saved > before and self.window.status.saved.text().startswith("Saved"):
            self._say("saved", sheet=self._sheet())

    def _go(self, at: int) -> None:
        place, where = self.places[at]
        self._say("going", place=[place, where])
        self.window.navigate(place, **where)
        self.driver.settle()
        self._say("there", place=[place, where])

    def _sheet(self) -> Sheet:
        model = self.window.area.current_page().view_model
        return {strand.id: (model.draft(strand.id).level, model.draft(strand.id).note) for strand in model.strands}

    def _here(self) -> str:
        here = self.window.trail.here
        return here.place if here is not None else ""

    def _count(self) -> None:
        self.saved += 1

    def _say(self, what: str, **more: Any) -> None:
        here = self.window.trail.here
        line = {"what": what, "here": [here.place, here.where] if here else None, **more}
        os.write(self.pipe, json.dumps(line).encode() + b"\n")


class Expected:
    """What the next window must show: the places it may open at, and the sheet as the store holds it."""

    def __init__(self) -> None:
        self.places: list[Any] = [["today", {}]]
        self.sheet: dict[str, list[Any]] = {}

    def check(self, opened: dict[str, Any]) -> None:
        """Compare with what a window said when it was open."""
        assert opened["here"] in self.places, f"opened at {opened['here']}, left at {self.places}"
        found = opened["sheet"]
        if found is not None:
            assert {strand: one for strand, one in found.items() if one != [None, ""]} == self.sheet
        self.places = [opened["here"]]

    def take(self, lines: list[dict[str, Any]], kept: dict[str, list[Any]]) -> None:
        """Go through what a killed window said, and compare with what the store KEPT: one key may be in flight."""
        for line in lines:
            if line["what"] == "going":
                self.places = [self.places[-1], line["place"]]
            elif line["what"] == "there":
                self.places = [line["place"]]
            elif line["what"] == "saved":
                self.sheet = {strand: one for strand, one in line["sheet"].items() if one != [None, ""]}
        other = [strand for strand in {*kept, *self.sheet} if kept.get(strand) != self.sheet.get(strand)]
        assert len(other) <= 1, f"not as it was called saved: {other}"
        for strand in other:
            old, new = self.sheet.get(strand, [None, ""]), kept.get(strand, [None, ""])
            assert new[0] is not None or old[0] is None, "a level that was called saved is gone"
            assert new[1].startswith(old[1]), "a line that was called saved is gone"
        self.sheet = kept


def one_round(path: Path, me: str, places: list[Any], rng: random.Random) -> list[dict[str, Any]]:
    """Return what a window said before it was killed."""
    reader, writer = os.pipe()
    seed = rng.randrange(1 << 30)
    child = os.fork()
    if child == 0:
        os.close(reader)
        OneWindow(path, me, places, writer, seed).play()
    os.close(writer)
    wanted, said = 1 + rng.randrange(MOST_LINES), b""
    while said.count(b"\n") < wanted and (more := os.read(reader, 65536)):
        said += more
    deadline = time.monotonic() + rng.random() * LINGER
    while (left := deadline - time.monotonic()) > 0:
        if select.select([reader], [], [], left)[0]:
            said += os.read(reader, 65536)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while more := os.read(reader, 65536):
        said += more
    os.close(reader)
    return [json.loads(line) for line in said.splitlines()]


def main(folder: str, count: str, seed: str) -> None:
    rng = random.Random(int(seed))
    clock, ids = seams.FixedClock(NOW), seams.SeededIds(3, NOW)
    morning = panel_morning.a_morning(Path(folder), clock, ids, key=KEY)
    round_id, me, path = morning.open_round(0), morning.people["RA"], morning.desk.store.path
    case = morning.cases[0]
    morning.desk.close()
    places: list[Any] = [("scoring", {"round_id": round_id}), ("cases", {"case_id": case}), ("panels", {})]
    expected, saved, reopened = Expected(), 0, []
    for _ in range(int(count) + 1):  # the last one only looks what the kill before it left
        lines = one_round(path, me, places, rng)
        expected.check(lines[0])
        desk = bootstrap.open_desk(path, KEY, clock=clock, ids=seams.SystemIds(), me=me)
        draft = desk.panel.sheet_draft(round_id, me)
        expected.take(lines, {one.strand: [one.level, one.note] for one in draft})
        saved += sum(line["what"] == "saved" for line in lines)
        reopened.append(lines[0]["here"][0])
        with desk.store.read() as conn:
            found = verify.verify(conn)
            assert found.ok, found.first_bad
            assert replay.differing(conn, desk.store.registry) == []
        desk.close()
    print(json.dumps({"kills": int(count), "saved": saved, "reopened": reopened[1:]}))


if __name__ == "__main__":
    main(*sys.argv[1:])
