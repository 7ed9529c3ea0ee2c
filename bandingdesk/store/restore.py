"""Restores a backup to a new place, as a new device: nothing is overwritten, and nothing is there before all is proven.

All is unpacked and checked in `<store>.restoring`, then named: evidence, key file, and last the store's own file. A
restore that was cut off leaves no store; the next one to the same place clears what it left. Source: design, store 5.4
(a restored or copied store makes a new device: two that share one device's numbers would be refused as clones).
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from bandingdesk.seams import Ids
from bandingdesk.store import blobs, drives, engine, keys, log, marks, running, sealed_copy, snapshot
from bandingdesk.store.keys import KeyFile
from bandingdesk.store.sealed_copy import Header
from bandingdesk.store.snapshot import StoppedError

RESTORED = "restored"  # mark: when, from which backup, which device it was before, as JSON


class Restored(NamedTuple):
    """What was restored. `made` is when the backup was made; `device_id` is the copy's own, new one."""

    path: Path
    store_id: str
    device_id: str
    made: datetime
    entries: int
    payloads: int
    files: int
    damaged: int


class Secret(NamedTuple):
    """What a person gives to open a backup; with none of them the keyring is asked. KEY is the store's raw key."""

    passphrase: str | None = None
    recovery: str | None = None
    key: bytes | None = None


def restore(
    file: Path,
    to: Path,
    secret: Secret,
    at: datetime,
    ids: Ids,
    *,
    new_passphrase: str | None = None,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    verdict: Callable[[Path], drives.Verdict] = drives.verdict,
) -> Restored:
    """Restore the backup FILE as the new store TO and return what is in it.

    Its key goes to the OS keyring, or stands under the passphrase it had, or under NEW_PASSPHRASE. Raises
    StoreExistsError, UnsafeDriveError, NotABackupError, BackupDamagedError, BackupKeyError, the leaves of
    `keys.opened`, RecordUnfitError, StoppedError, DiskFullError, DiskFaultError.
    """
    drives.check(to, verdict)
    with engine.speaking(to), file.open("rb") as source:
        header, about = sealed_copy.read_header(source, file)
        key_file = header.key_file_of()
        key = _key(key_file, secret)
        inner = sealed_copy.secret_of(header, key, file)
        to.parent.mkdir(parents=True, exist_ok=True)
        with running.holding(to, "restore"):
            work = to.with_name(to.name + ".restoring")
            _clear(to, work)
            work.mkdir(mode=0o700)
            try:
                size = file.stat().st_size

                def step(done: int) -> None:
                    if cancelled is not None and cancelled():
                        raise StoppedError()
                    if progress is not None:
                        progress(min(done, size), size)

                _unpack(source, inner, about, file, work, step)
                made = _proven(work, key, header, to, ids, at)
                _name(work, to, None if key_file is None else _own(key_file, made[1], new_passphrase))
            except BaseException:
                if not to.exists():
                    _clear(to, work)
                raise
            shutil.rmtree(work, ignore_errors=True)
    return made[0]


def _key(file: KeyFile | None, secret: Secret) -> bytes | None:
    if file is None or secret.key is not None:
        return secret.key
    return keys.opened(file, passphrase=secret.passphrase, recovery=secret.recovery)


def _clear(to: Path, work: Path) -> None:
    """Take away what a restore that was cut off left. Raises StoreExistsError, KeyFileStandsError."""
    if to.exists():
        raise engine.StoreExistsError(path=str(to))
    if work.exists():  # then the others are its own: named before the store's file
        shutil.rmtree(blobs.folder_of(to), ignore_errors=True)
        keys.file_of(to).unlink(missing_ok=True)
        shutil.rmtree(work)
    if keys.file_of(to).exists():
        raise keys.KeyFileStandsError(path=str(keys.file_of(to)))
    if blobs.folder_of(to).exists():
        raise engine.StoreExistsError(path=str(blobs.folder_of(to)))


def _unpack(source: BinaryIO, inner: bytes, about: bytes, file: Path, work: Path, step: Callable[[int], None]) -> None:
    done = 0
    for name, contents in sealed_copy.members(source, inner, about, file):
        place = work / name
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with place.open("xb") as out:
            for piece in contents:
                out.write(piece)
                done += len(piece)
                step(done)
            out.flush()
            os.fsync(out.fileno())
    if not (work / sealed_copy.STORE).exists():
        raise sealed_copy.BackupDamagedError(path=str(file))


def _proven(
    work: Path, key: bytes | None, header: Header, to: Path, ids: Ids, at: datetime
) -> tuple[Restored, bytes | None]:
    """Check what was unpacked, make it a device of its own, and return it with the key that the file is under."""
    place = work / sealed_copy.STORE
    candidates: list[Any] = [None]
    if key is not None and (file := header.key_file_of()) is not None:
        candidates = keys.candidates(file, key)
    for candidate in candidates:
        try:
            found = snapshot.checked(place, candidate)
            break
        except engine.WrongKeyError:
            if candidate is candidates[-1]:
                raise
    with snapshot.looking(place, candidate) as conn:
        named = snapshot.files_of(conn)
    there = [one for one in named.values() if (work / "files" / one.name[:2] / one.name).exists()]
    whole = [one for one in there if snapshot.is_whole(work / "files" / one.name[:2] / one.name, one)]
    device_id = ids.new()
    _renew_device(place, candidate, device_id, header.backup_id, at)
    restored = Restored(
        to,
        header.store_id,
        device_id,
        log.instant(header.at),
        found.entries,
        found.payloads,
        len(whole),
        len(there) - len(whole),
    )
    return restored, candidate


def _renew_device(place: Path, key: bytes | None, device_id: str, backup_id: str, at: datetime) -> None:
    engines = engine.open_engines(place, key, any_epoch=True)
    try:
        with engines.writer.connect() as conn, conn.begin():
            raw = log.driver(conn)
            before = marks.load(raw, marks.DEVICE_ID)
            marks.keep(raw, marks.DEVICE_ID, device_id)
            raw.execute("INSERT INTO device (id, enrolled) VALUES (?, ?)", (device_id, log.micros(at)))
            words = json.dumps({"at": log.micros(at), "backup": backup_id, "device": before})
            marks.keep(raw, RESTORED, words)
    finally:
        engines.dispose()


def _own(file: KeyFile, key: bytes | None, new_passphrase: str | None) -> KeyFile:
    """Return the key file of the copy; its key stands in the keyring under a name of its own, or under a passphrase.

    The name is its own because the store it was made from may have another key by now. Raises NoKeyringError.
    """
    assert key is not None
    own = replace(keys.settled(file, key), entry=keys.new_entry(file.store_id))
    if new_passphrase is not None:
        kept = tuple(wrap for wrap in own.wraps if wrap.kind != "passphrase")
        return replace(own, wraps=(*kept, keys.under(own, key, new_passphrase)))
    if not any(wrap.kind == "passphrase" for wrap in own.wraps):
        keys.keep(own.entry, key)
    return own


def _name(work: Path, to: Path, key_file: KeyFile | None) -> None:
    """Give all its names, the store's own file last, each durable before the next."""
    if (work / "files").exists():
        (work / "files").rename(blobs.folder_of(to))
    if key_file is not None:
        keys.write_file(to, key_file)
    place = work / sealed_copy.STORE
    engine.flush(place)
    engine.flush(to.parent)
    place.chmod(0o600)
    place.rename(to)
    engine.flush(to.parent)
