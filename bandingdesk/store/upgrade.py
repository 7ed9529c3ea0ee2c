"""Brings a store that an older version made to today's tables: alone, with a backup first, all or nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from bandingdesk.store import backup, drives, engine, running, snapshot, tables, verify
from bandingdesk.store.snapshot import RecordUnfitError

Progress = Callable[[int, int], None]


class Upgraded(NamedTuple):
    """From which epoch of the tables to which, and the backup that was made first; None: there was nothing to do."""

    before: int
    now: int
    backup: Path | None


def epoch_of(path: Path, key: bytes | None) -> int:
    """Return the epoch of the tables of the store at PATH. Raises NewerStoreError and what opening raises."""
    with snapshot.looking(path, key) as conn:
        return int(conn.exec_driver_sql("PRAGMA user_version").scalar_one())


def backup_place(path: Path) -> Path:
    """Return where the backup before an upgrade is kept unless the caller says otherwise."""
    return path.with_name(f"{path.name}.before-epoch-{tables.EPOCH}.backup")


def upgrade(
    path: Path,
    key: bytes | None,
    at: datetime,
    *,
    backup_to: Path | None = None,
    progress: Progress | None = None,
    verdict: Callable[[Path], drives.Verdict] = drives.verdict,
) -> Upgraded:
    """Upgrade the store at PATH and return what was done. Its rows are rebuilt when it is opened next.

    Refused while a window or command has it open. Cut off anywhere, the store is as it was. Raises StoreInUseError,
    NewerStoreError, RecordUnfitError and what a backup raises.
    """
    from bandingdesk.store.migrations import steps  # alembic: a quarter of a second

    drives.check(path, verdict)
    with running.alone(path):
        before = epoch_of(path, key)
        if before == tables.EPOCH:
            return Upgraded(before, before, None)
        place = backup_to or backup_place(path)
        backup.make(path, key, place, at, renew=backup_to is None, progress=progress)
        with engine.speaking(path, key):
            engines = engine.open_engines(path, key, any_epoch=True)
            try:
                with engines.writer.connect() as conn, conn.begin():
                    steps.carry(conn, before)
                    found = verify.verify(conn)
                    if not found.ok:
                        raise RecordUnfitError(path=str(path), what=found.first_bad.what if found.first_bad else "")
            finally:
                engines.dispose()
    return Upgraded(before, tables.EPOCH, place)
