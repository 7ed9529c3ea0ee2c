"""A newcomer's way into a council's record: an empty store joins, takes the record, and its person is at the keys.

Each step may be done again: what failed or was stopped leaves the store whole, and the next try goes on from there.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from bandingdesk.errors import QT_TRANSLATE_NOOP, MissingError
from bandingdesk.store.queries import council

if TYPE_CHECKING:
    from bandingdesk.desk.desk import Desk

Progress = Callable[[str, int, int], None]  # phase, done, of
Cancelled = Callable[[], bool]


class NobodyYetError(MissingError):
    """This computer joined, and the record does not say yet who sits at it: whose login it is, or of nobody at all."""

    code = "SY-90"
    message = QT_TRANSLATE_NOOP("errors", "The record does not say yet which person you are.")
    kept = QT_TRANSLATE_NOOP("errors", "This computer has joined. Nothing was lost, and nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Ask your administrator to enter you there, then try again.")


def is_empty(desk: Desk) -> bool:
    """Return whether nobody is in the record yet: a store that was made to join, and has not taken a record."""
    return not desk.read(council.people)


def join_server(
    desk: Desk, address: str, password: str | None, name: str, progress: Progress, cancelled: Cancelled
) -> bool:
    """Join, take the record and put the login's person at the keys; return False where it was stopped before that.

    Raises what `SyncDesk.join` raises, what ended the first sync, and NobodyYetError.
    """
    joined = desk.sync.join(address, password, name)
    if joined.person is not None:
        _sit(desk, joined.person)  # before the record comes: a start after a crash on the way begins with them
    if not _take(desk, progress, cancelled):
        return False
    if joined.person not in {person.id for person in desk.read(council.people)}:
        raise NobodyYetError()
    return True


def take_folder(desk: Desk, progress: Progress, cancelled: Cancelled) -> bool:
    """Take the record from the folder that this store asked to join; return False where it was stopped before that.

    Who of the record sits here is asked at the lock: a folder has no logins. Raises what ended the first sync, such as
    that nobody admitted this computer yet, and NobodyYetError.
    """
    if not _take(desk, progress, cancelled):
        return False
    known = desk.read(council.people)
    if not known:
        raise NobodyYetError()
    # Who has a PIN comes first: a lock opens by itself for somebody without one.
    _sit(desk, min(known, key=lambda person: (not person.has_pin, person.id)).id)
    return True


def _take(desk: Desk, progress: Progress, cancelled: Cancelled) -> bool:
    """Sync for the first time and return whether it came to its end."""
    if cancelled():
        return False
    result = desk.sync.sync_now(progress, cancelled)
    if result.fault is not None:
        raise result.fault
    return not result.was_cancelled


def _sit(desk: Desk, person: str) -> None:
    desk.switch(person)
    desk.remember_me()
