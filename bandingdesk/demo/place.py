"""Where the demo lives: built once for each version, size and seed, copied at each start, opened by a known passphrase.

The passphrase is published on purpose: a demo holds nothing to protect, and anybody may look into it. A build that was
cut short leaves only a folder that is not looked at again.
"""

from __future__ import annotations

import functools
import json
import shutil
from collections.abc import Callable
from pathlib import Path

from bandingdesk import __version__, bootstrap, places
from bandingdesk.demo import build, bulk
from bandingdesk.demo.build import Built
from bandingdesk.desk.desk import Desk
from bandingdesk.seams import Clock, FixedClock, Ids, SeededIds
from bandingdesk.store import keys

PASSPHRASE = "exampleshire demo 2026"
STORE = "demo.desk"
_FACTS = "built.json"
Progress = Callable[[str], None]


def built(size: str, seed: int, progress: Progress = build.quiet) -> Path:
    """Return the folder of the built demo, building it where there is none for this version, size and seed."""
    folder = places.cache_folder() / f"demo-{__version__}-{build.VERSION}-{size}-{seed}"
    if (folder / _FACTS).exists():
        return folder
    beside = folder.with_name(f"{folder.name}.{keys.random_bytes(6).hex()}.part")
    beside.mkdir(parents=True)
    try:
        _build(beside, size, seed, progress)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise
    if folder.exists():  # another start was faster, or an older build was cut short
        shutil.rmtree(beside if (folder / _FACTS).exists() else folder)
    if beside.exists():
        beside.rename(folder)
    return folder


def copy(folder: Path, *, size: str = "small", seed: int = 1, progress: Progress = build.quiet) -> Path:
    """Copy the built demo into FOLDER, which may exist and then is kept as it is; return its store's path."""
    path = folder / STORE
    if not path.exists():
        shutil.copytree(built(size, seed, progress), folder, dirs_exist_ok=True)
    return path


def open_copy(path: Path, *, clock: Clock | None = None, ids: Ids | None = None, person: str = "RA") -> Desk:
    """Open a copied demo as the person with these initials, at the demo's fixed morning."""
    known = facts(path.parent)
    key = keys.unlock(path, passphrase=PASSPHRASE)
    at = clock or FixedClock(build.NOW)
    return bootstrap.open_desk(path, key, clock=at, ids=ids or SeededIds(0, build.NOW), me=known.people[person])


def facts(folder: Path) -> Built:
    """Return what the builder left beside the store of FOLDER: the meeting in progress, its items, the people."""
    raw = json.loads((folder / _FACTS).read_text(encoding="utf-8"))
    return Built(raw["meeting"], tuple(raw["items"]), raw["people"])


def _build(folder: Path, size: str, seed: int, progress: Progress) -> None:
    path = folder / STORE
    new = keys.make(path, passphrase=PASSPHRASE)
    clock = FixedClock(build.NOW)
    ids = SeededIds(seed, build.NOW)
    # The same PIN is asked some 400 times: compare it once for each person.
    matches = functools.cache(keys.pin_matches)
    desk = bootstrap.create_desk(path, new.key, clock=clock, ids=ids, is_demo=True, matches=matches)
    try:
        with desk.store.gathered():
            if size == bulk.SIZE:
                found = bulk.build(desk, clock, ops=bulk.OPS, seed=seed, progress=progress)
            else:
                found = build.build(desk, clock, size=size, seed=seed, progress=progress)
    finally:
        desk.close()
    (folder / _FACTS).write_text(json.dumps(found._asdict()), encoding="utf-8")
