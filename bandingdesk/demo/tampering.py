"""What somebody who has the key could do to a demo past the program, to show what the check of the record finds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from bandingdesk.desk.desk import Desk
from bandingdesk.store import log, tables


@contextmanager
def another_actor(desk: Desk, seq: int) -> Iterator[None]:
    """Have the entry at place SEQ say, inside, that the person at the keys made it. Only for a demo."""
    if not desk.is_demo:
        raise ValueError("a record is never tampered with")
    (before,) = _write(desk, seq, desk.me_id)
    try:
        yield
    finally:
        _write(desk, seq, before)


def _write(desk: Desk, seq: int, actor: str) -> tuple[str]:
    with desk.store.jot() as conn:
        raw = log.driver(conn)
        before: tuple[str] = raw.execute("SELECT actor FROM op WHERE seq = ?", (seq,)).fetchone()
        raw.execute("DROP TRIGGER op_stays")
        raw.execute("UPDATE op SET actor = ? WHERE seq = ?", (actor, seq))
        raw.execute(next(trigger for trigger in tables.TRIGGERS if "TRIGGER op_stays" in trigger))
    return before
