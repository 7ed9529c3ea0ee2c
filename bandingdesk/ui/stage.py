"""The stage for pictures and the tour: the real window on a throw-away store, at the demo's fixed morning.

A scene is a store to stand on: `demo` (the invented council), `empty` (a council just set up, no cases), `first` (no
store yet). Scenes are entered one at a time; a scene that is left is closed.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from bandingdesk.demo import build, place
from bandingdesk.demo.build import Built
from bandingdesk.demo.peers import DemoPeers
from bandingdesk.desk.desk import Desk
from bandingdesk.seams import FixedClock, SeededIds
from bandingdesk.ui import app
from bandingdesk.ui.driver import Driver
from bandingdesk.ui.preferences import Look, Preferences
from bandingdesk.ui.setup import Setup
from bandingdesk.ui.window import Window

Scene = Literal["demo", "empty", "first"]
START = QSize(1280, 720)
PASSPHRASE = "a sentence for the pictures"


class Stage:
    """A window on a scene, and a driver for it. `desk` is the open desk, not there in the scene `first`."""

    window: Window
    driver: Driver

    def __init__(
        self, folder: Path, *, long_texts: bool = False, slow_ms: int = 0, progress: Callable[[str], None] = build.quiet
    ) -> None:
        self.folder = folder
        self.clock = FixedClock(build.NOW)
        self.desk: Desk | None = None
        self.built: Built | None = None
        self.kept: dict[str, str] = {}  # ids that one state leaves for a later one
        self.held = 0  # jobs that are held on their way for a picture
        self.beside: Callable[[], QWidget] | None = None  # a second window, pictured in the place of the main one
        self._peers: DemoPeers | None = None
        self._scene: Scene | None = None
        self._slow_ms = slow_ms
        self._progress = progress
        self._long_texts = long_texts
        running = app.application()
        if long_texts:
            from bandingdesk.ui import long_words

            long_words.install(running)

    def enter(self, scene: Scene) -> None:
        """Stand on SCENE, opening it unless it is the one that stands."""
        if scene == self._scene:
            return
        self.leave()
        self._scene = scene
        folder = self.folder / scene
        if scene == "demo":
            path = place.copy(folder, progress=self._progress)
            self.built = place.facts(folder)
            self._open(
                Setup(self.clock, SeededIds(11, build.NOW), place=path), lambda: self._keep(place.open_copy(path))
            )
        elif scene == "empty":
            setup = Setup(self.clock, SeededIds(12, build.NOW), place=folder / "council.desk")
            folder.mkdir(exist_ok=True)
            self._open(setup, lambda: self._keep(self._new_council(setup)))
        else:
            folder.mkdir(exist_ok=True)
            ids, path = SeededIds(13, build.NOW), folder / "new.desk"
            setup = Setup(self.clock, ids, place=path, passphrase=PASSPHRASE, demo=self._start_demo)
            self._open(setup, None)

    def leave(self) -> None:
        """Close what stands."""
        if self._scene is None:
            return
        if self._peers is not None:
            self._peers.close()
        window = getattr(self, "window", None)  # opening may have failed before there was one
        if window is not None:
            window.jobs.close()
            window.hide()
            window.deleteLater()
        if self.desk is not None:
            self.desk.close()
        self.desk, self.built, self._scene, self._peers = None, None, None, None

    def close(self) -> None:
        """Leave the stage."""
        self.leave()

    def go(self, where_to: str, **where: Any) -> None:
        """Open a page and wait until it is read."""
        self.window.navigate(where_to, **where)
        self.driver.settle()

    def sit(self, initials: str, where_to: str = "today", **where: Any) -> None:
        """Put a person of the demo at the keys and open a page as them."""
        assert self.built is not None
        self.window.hand_over(self.built.people[initials], where_to, pin_checked=True, **where)
        self.driver.settle()

    def act(self, fn: Callable[[], Any]) -> Any:
        """Run an act of the desk on the writer thread, as a page would, and return its value."""
        found: list[Any] = []
        self.window.jobs.act(fn, owner=None, done=found.append)
        self.driver.settle()
        if not found:
            raise RuntimeError("the act was refused; see the window's message")
        return found[0]

    @property
    def peers(self) -> DemoPeers:
        """The peers of the demo, joined when they are first asked for."""
        if self._peers is None:
            assert self.desk is not None
            self._peers = DemoPeers(self.desk, self.folder / "colleague")
            self.act(self._peers.begin)
        return self._peers

    def look(self, theme: str, width: int, height: int, text: int = 100) -> None:
        """Show the window in THEME at a size, with texts at TEXT per cent."""
        self.window.preferences.change(theme=theme, text_size=text)
        self.window.resize(width, height)
        self.driver.settle()

    def _open(self, setup: Setup, opener: Callable[[], Desk] | None) -> None:
        look = Look(theme="light", reduced_motion=True)
        own = Preferences(self.folder / "settings.toml", look=look)
        self.window = app.open_window(setup=setup, clock=self.clock, opener=opener, preferences=own, size=START)
        self.driver = Driver(self.window, lambda: self.window.jobs.is_idle(self.held), self._slow_ms)
        ready: list[bool] = []
        self.window.ready.connect(lambda: ready.append(True))
        while not ready and opener is not None:
            self.driver.settle()
        self.driver.settle()

    def _keep(self, desk: Desk) -> Desk:
        self.desk = desk
        return desk

    def _new_council(self, setup: Setup) -> Desk:
        from bandingdesk.desk.sample import SAMPLE_PIN, sample_council

        desk = setup.create(setup.place, PASSPHRASE).desk
        desk.council.set_up("F. Quill", "FQ", "SEND caseworker", SAMPLE_PIN, "Laptop for the pictures")
        sample_council(desk)
        return desk

    def _start_demo(self, progress: Callable[[str], None]) -> Desk:
        path = place.copy(self.folder / "first-demo", progress=progress)
        return self._keep(place.open_copy(path))
