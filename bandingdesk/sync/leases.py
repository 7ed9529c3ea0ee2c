"""Leases: a claim on a case for some days, so that two people do not work on it apart. They decide nothing.

Work without a lease, or after it ran out, is accepted where its parent is the head and is in conflict where it is not.
An expired lease is never taken up again: whoever takes it next begins a new epoch. The table here is a copy of the
server's, for who works offline. Source: design, store 7.1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bandingdesk.errors import QT_TRANSLATE_NOOP, RefusedError
from bandingdesk.ops import Subject
from bandingdesk.store import log
from bandingdesk.store.store import Store
from bandingdesk.sync.wire import Lease

if TYPE_CHECKING:
    from bandingdesk.sync.remote import Remote

LONGEST = 14  # days


class LeasedError(RefusedError):
    """HOLDER works on it, on another computer, until the lease runs out."""

    code = "SY-58"
    message = QT_TRANSLATE_NOOP("errors", "Somebody else has taken this case out to work on it.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was changed. You can still read it, and even work on it.")
    do = QT_TRANSLATE_NOOP("errors", "Speak to them first, or ask a chair to end it with a reason.")


def take(store: Store, remote: Remote, subject: Subject, days: int = LONGEST) -> Lease:
    """Claim SUBJECT for 1 to 14 days; claiming one's own again prolongs it. Raises LeasedError."""
    found = remote.take_lease(str(subject), store.device_id, days)
    _keep(store, [found])
    if found.device_id != store.device_id:
        raise LeasedError(holder=found.holder, expires_at=found.expires_at)
    return found


def give_back(store: Store, remote: Remote, subject: Subject, reason: str = "") -> None:
    """Give back one's own claim, or as chair end another's with a REASON. Raises NotAllowedError."""
    remote.break_lease(str(subject), reason)
    refresh(store, remote)


def refresh(store: Store, remote: Remote) -> list[Lease]:
    """Read which claims stand, and keep them here."""
    found = remote.leases()
    with store.jot() as conn:
        log.driver(conn).execute("DELETE FROM lease")
    _keep(store, found)
    return found


def standing(store: Store, subject: Subject) -> Lease | None:
    """Return the claim on SUBJECT as this device last heard of it, None where none stands by this clock."""
    with store.read() as conn:
        row = (
            log.driver(conn)
            .execute(
                "SELECT subject, holder, device_id, epoch, expires_at FROM lease WHERE subject = ? AND expires_at > ?",
                (str(subject), log.micros(store.clock.now())),
            )
            .fetchone()
        )
    return None if row is None else Lease(*row)


def _keep(store: Store, found: list[Lease]) -> None:
    rows: list[tuple[Any, ...]] = [tuple(one) for one in found]
    with store.jot() as conn:
        log.driver(conn).executemany(
            "INSERT INTO lease (subject, holder, device_id, epoch, expires_at) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (subject) DO UPDATE SET holder = excluded.holder, device_id = excluded.device_id,"
            " epoch = excluded.epoch, expires_at = excluded.expires_at",
            rows,
        )
