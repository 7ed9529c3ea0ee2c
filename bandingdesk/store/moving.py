"""Brings a store from a drive where it can't live to one where it can, or makes a copy there that is only read.

The file is copied byte by byte with its log while nobody has it open, and opened only where it arrived: on a network
drive SQLite's own locks and shared memory are what can't be trusted. Nothing at the old place is changed but for a note
that says where the store went.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from bandingdesk.store import blobs, drives, engine, keys, log, marks, running, single, snapshot
from bandingdesk.store.store import READ_ONLY

PIECE = 1 << 20


class Moved(NamedTuple):
    """What arrived: where, how many entries, and how many evidence files (of them damaged)."""

    path: Path
    entries: int
    files: int
    damaged: int


def move(
    path: Path,
    key: bytes | None,
    to: Path,
    at: datetime,
    *,
    progress: Callable[[int, int], None] | None = None,
    verdict: Callable[[Path], drives.Verdict] = drives.verdict,
) -> Moved:
    """Move the store at PATH to the place TO and leave a note at the old one, whose file stays as it is.

    It stays the same device: the old file is not opened again. Raises UnsafeDriveError for TO, StoreInUseError,
    StoreExistsError, RecordUnfitError, DiskFullError.
    """
    with _nobody_else(path):
        moved = _copied(path, key, to, None, progress, verdict)
        drives.write_note(path, drives.MOVED, {"to": str(to.absolute()), "at": at.isoformat()})
    return moved


def copy_to_read(
    path: Path,
    key: bytes | None,
    to: Path,
    at: datetime,
    *,
    progress: Callable[[int, int], None] | None = None,
    verdict: Callable[[Path], drives.Verdict] = drives.verdict,
) -> Moved:
    """Copy the store at PATH to the place TO, where it can be opened and read, and refuses every act. As `move`."""
    with _nobody_else(path):
        return _copied(path, key, to, at, progress, verdict)


class _nobody_else:  # noqa: N801  it is used like a function
    """Keeps windows out by both locks: that of this computer and that of a store for one person at a time."""

    def __init__(self, path: Path) -> None:
        if not path.exists():
            raise engine.StoreMissingError(path=str(path))
        self._alone = running.alone(path)
        self._single = single.SingleLock(path)

    def __enter__(self) -> None:
        self._alone.__enter__()
        try:
            self._single.take()
        except BaseException as error:
            self._alone.__exit__(type(error), error, error.__traceback__)
            raise

    def __exit__(self, *error: object) -> None:
        self._single.give_back()
        self._alone.__exit__(*error)  # type: ignore[arg-type]


def _copied(
    path: Path,
    key: bytes | None,
    to: Path,
    read_only: datetime | None,
    progress: Callable[[int, int], None] | None,
    verdict: Callable[[Path], drives.Verdict],
) -> Moved:
    drives.check(to, verdict)
    work = to.with_name(to.name + ".arriving")
    if not work.exists():  # else the names beside `to` are what a move that was cut off left
        for place in (to, keys.file_of(to), blobs.folder_of(to)):
            if place.exists():
                raise engine.StoreExistsError(path=str(place))
    elif to.exists():
        raise engine.StoreExistsError(path=str(to))
    with engine.speaking(path, key):
        shutil.rmtree(work, ignore_errors=True)
        shutil.rmtree(blobs.folder_of(to), ignore_errors=True)
        keys.file_of(to).unlink(missing_ok=True)
        work.mkdir(parents=True, mode=0o700)
        try:
            moved = _arrive(path, key, to, work, read_only, progress)
        except BaseException:
            if not to.exists():
                shutil.rmtree(blobs.folder_of(to), ignore_errors=True)
                keys.file_of(to).unlink(missing_ok=True)
                shutil.rmtree(work, ignore_errors=True)
            raise
        shutil.rmtree(work, ignore_errors=True)
    return moved


def _arrive(
    path: Path,
    key: bytes | None,
    to: Path,
    work: Path,
    read_only: datetime | None,
    progress: Callable[[int, int], None] | None,
) -> Moved:
    """Copy everything into WORK, prove it there, and name it: the store's own file last."""
    place = work / to.name
    pairs = [(path.with_name(path.name + tail), work / (to.name + tail)) for tail in ("", "-wal", "-journal")]
    pairs.append((keys.file_of(path), keys.file_of(place)))
    for file in blobs.folder_of(path).rglob("*"):
        if file.is_file() and file.suffix != ".part":
            pairs.append((file, blobs.folder_of(place) / file.relative_to(blobs.folder_of(path))))
    pairs = [(source, target) for source, target in pairs if source.exists()]
    total, done = sum(source.stat().st_size for source, _ in pairs), 0
    for source, target in pairs:
        target.parent.mkdir(parents=True, exist_ok=True)
        for count in _copy(source, target):
            done += count
            if progress is not None:
                progress(done, total)
    found = snapshot.checked(place, key)
    with snapshot.looking(place, key) as conn:
        named = snapshot.files_of(conn)
    folder = blobs.folder_of(place)
    there = [one for one in named.values() if (folder / one.name[:2] / one.name).exists()]
    damaged = [one for one in there if not snapshot.is_whole(folder / one.name[:2] / one.name, one)]
    if read_only is not None:
        _mark(place, key, read_only)
    for source in (folder, keys.file_of(place), place):
        if source.exists():
            engine.flush(source)
            source.rename(to.with_name(to.name + source.name[len(place.name) :]))
            engine.flush(to.parent)
    return Moved(to, found.entries, len(there), len(damaged))


def _copy(source: Path, target: Path) -> list[int]:
    counts = []
    with source.open("rb") as reading, target.open("xb") as out:
        while piece := reading.read(PIECE):
            out.write(piece)
            counts.append(len(piece))
        out.flush()
        os.fsync(out.fileno())
    return counts


def _mark(place: Path, key: bytes | None, at: datetime) -> None:
    engines = engine.open_engines(place, key, any_epoch=True)
    try:
        with engines.writer.connect() as conn, conn.begin():
            marks.keep(log.driver(conn), READ_ONLY, json.dumps(at.isoformat()))
    finally:
        engines.dispose()
