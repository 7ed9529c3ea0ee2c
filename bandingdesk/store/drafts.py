"""Drafts: what a person is still writing. Kept apart from the record, seen by nobody else, and never ops."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any, NamedTuple

from bandingdesk import ops
from bandingdesk.store import log
from bandingdesk.store.store import Store


class Draft(NamedTuple):
    """A draft of OWNER under KEY ("sheet:ROUND", "decision:CASE"); the body is JSON types."""

    key: str
    owner: str
    saved_at: datetime
    body: dict[str, Any]


def save(store: Store, key: str, owner: str, body: dict[str, Any]) -> None:
    """Keep BODY as the draft of OWNER under KEY, in place of an older one. Durable when this returns."""
    text = json.dumps(ops.plain(body), ensure_ascii=False)
    row = (key, owner, log.micros(store.clock.now()), text)
    with store.jot() as conn:
        log.driver(conn).execute(
            "INSERT INTO draft (key, owner, saved_at, body) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (key, owner) DO UPDATE SET saved_at = excluded.saved_at, body = excluded.body",
            row,
        )


def load(store: Store, key: str, owner: str) -> Draft | None:
    """Return the draft of OWNER under KEY, None where there is none."""
    with store.read() as conn:
        row = (
            log.driver(conn)
            .execute("SELECT key, owner, saved_at, body FROM draft WHERE key = ? AND owner = ?", (key, owner))
            .fetchone()
        )
    return None if row is None else _draft(row)


def drop(store: Store, key: str, owner: str) -> None:
    """Forget the draft of OWNER under KEY, as when it was recorded."""
    with store.jot() as conn:
        log.driver(conn).execute("DELETE FROM draft WHERE key = ? AND owner = ?", (key, owner))


def drop_all(store: Store, key: str) -> None:
    """Forget the drafts of everybody under KEY, as when what they were written for is closed."""
    with store.jot() as conn:
        log.driver(conn).execute("DELETE FROM draft WHERE key = ?", (key,))


def list_of(store: Store, owner: str, prefix: str = "") -> list[Draft]:
    """Return the drafts of OWNER whose key begins with PREFIX, the newest first."""
    with store.read() as conn:
        rows = (
            log.driver(conn)
            .execute(
                "SELECT key, owner, saved_at, body FROM draft WHERE owner = ? AND substr(key, 1, ?) = ?"
                " ORDER BY saved_at DESC, key",
                (owner, len(prefix), prefix),
            )
            .fetchall()
        )
    return [_draft(row) for row in rows]


def _draft(row: Any) -> Draft:
    return Draft(row[0], row[1], log.instant(row[2]), json.loads(row[3]))
