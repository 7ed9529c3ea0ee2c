"""Wrong PINs slow down: how many there were and when, kept in the store, so that a restart forgets nothing.

Kept apart from the record: a mistyped PIN is no act, and each device counts its own. The time is the clock's, so that
a clock put forward shortens a wait; the count stays, and the next wrong PIN makes a longer wait.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bandingdesk.store import log, marks
from bandingdesk.store.store import Store

FREE = 3  # wrong PINs before the first wait
FIRST = timedelta(seconds=30)
LONGEST = timedelta(minutes=15)  # ten thousand PINs of four digits then take 100 days
_MARK = "wrong_pins:"


def wait_after(count: int) -> timedelta:
    """Return how long nobody is let in after COUNT wrong PINs: 0 up to three, then 30 s, twice that, to 15 minutes."""
    if count < FREE:
        return timedelta(0)
    doublings: int = min(count - FREE, 10)
    return min(FIRST * (1 << doublings), LONGEST)


def waiting(store: Store, person: str, now: datetime) -> timedelta:
    """Return how long PERSON has to wait before a PIN is looked at; never longer than the wait, whatever the clock."""
    count, last = _read(store, person)
    wait = wait_after(count)
    if last is None or not wait:
        return timedelta(0)
    return max(timedelta(0), min(last + wait - now, wait))


def note_wrong(store: Store, person: str, now: datetime) -> None:
    """Count a wrong PIN of PERSON. Durable when this returns, before anybody is told that the PIN was wrong."""
    mark = _MARK + person
    with store.jot() as conn:
        raw = log.driver(conn)
        marks.keep(raw, mark, f"{_count(marks.find(raw, mark)) + 1}:{log.micros(now)}")


def note_right(store: Store, person: str) -> None:
    """Forget the wrong PINs of PERSON, after a right one or a reset."""
    if _read(store, person)[0]:
        with store.jot() as conn:
            marks.drop(log.driver(conn), _MARK + person)


def _read(store: Store, person: str) -> tuple[int, datetime | None]:
    with store.read() as conn:
        value = marks.find(log.driver(conn), _MARK + person)
    if value is None:
        return 0, None
    return _count(value), log.instant(int(value.partition(":")[2]))


def _count(value: str | None) -> int:
    return int(value.partition(":")[0]) if value else 0
