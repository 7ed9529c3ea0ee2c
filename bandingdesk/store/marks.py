"""What a store knows of itself and of its peer, as names and texts: the one way to the table `mark`.

`raw` is the driver's connection. A mark is no record: it can be written again, and is kept as long as the file.
"""

from __future__ import annotations

from typing import Any

STORE_ID, DEVICE_ID, PEER = "store_id", "device_id", "peer"


def find(raw: Any, name: str) -> str | None:
    """Return the text of a mark, None where there is none."""
    row = raw.execute("SELECT value FROM mark WHERE name = ?", (name,)).fetchone()
    return None if row is None else str(row[0])


def load(raw: Any, name: str) -> str:
    """Return the text of a mark that every store has: `store_id`, `device_id`. Raises KeyError."""
    found = find(raw, name)
    if found is None:
        raise KeyError(name)
    return found


def every(raw: Any) -> dict[str, str]:
    """Return all marks."""
    return dict(raw.execute("SELECT name, value FROM mark").fetchall())


def beginning(raw: Any, prefix: str) -> dict[str, str]:
    """Return the marks whose name begins with PREFIX, by what follows it."""
    rows = raw.execute("SELECT name, value FROM mark WHERE name >= ? AND name < ?", (prefix, prefix + "\x7f"))
    return {str(name).removeprefix(prefix): str(value) for name, value in rows.fetchall()}


def keep(raw: Any, name: str, value: str) -> None:
    """Write a mark; what it said before is replaced."""
    raw.execute(
        "INSERT INTO mark (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (name, value),
    )


def drop(raw: Any, *names: str) -> None:
    """Forget marks."""
    raw.executemany("DELETE FROM mark WHERE name = ?", [(name,) for name in names])
