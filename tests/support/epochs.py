"""A store as the first version made it: its real tables and ops (tests/data/store), plain or under a key."""

from __future__ import annotations

from pathlib import Path

import sqlcipher3.dbapi2

from bandingdesk.store import keys
from tests.support import source

FIRST = source.ROOT / "tests" / "data" / "store" / "epoch_1.sql"


def first(path: Path, key: bytes | None = None) -> Path:
    """Make the store at PATH and return PATH."""
    raw = sqlcipher3.dbapi2.connect(str(path), isolation_level=None)
    if key is not None:
        raw.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    raw.executescript(FIRST.read_text(encoding="utf-8"))
    raw.execute("PRAGMA journal_mode = WAL")
    store_id = raw.execute("SELECT value FROM mark WHERE name = 'store_id'").fetchone()[0]
    raw.close()
    if key is not None:
        keys.note(path, store_id, key)
    return path
