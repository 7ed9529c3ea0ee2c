"""The small demo, built once for a run of the tests whoever asks first, and copied for a test that acts on it."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from bandingdesk import places
from bandingdesk.demo import place
from bandingdesk.desk.desk import Desk


def folder(factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the built demo, shared by all workers of the run: the first builds, the others wait."""
    base = factory.getbasetemp()
    root = base.parent if base.name.startswith("popen-") else base
    home = root / "home-of-the-demo"
    home.mkdir(exist_ok=True)
    lock = sqlite3.connect(home / "building.lock", timeout=110, isolation_level=None)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(places.HOME_VARIABLE, str(home))
        try:
            lock.execute("BEGIN EXCLUSIVE")  # a lock that works on every system and ends with the process
            return place.built("small", 1)
        finally:
            lock.close()


def copied(built: Path, to: Path) -> Path:
    """Copy the built demo to TO and return its store's path."""
    shutil.copytree(built, to)
    return to / place.STORE


def opened(built: Path, to: Path, person: str = "RA") -> Desk:
    """Return a desk on a copy of the built demo, with PERSON at the keys at 08:52 on Monday 23 November 2026."""
    return place.open_copy(copied(built, to), person=person)
