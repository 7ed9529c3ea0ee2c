"""What both sides say before anything is sent, and what it means: may we push, may we pull, where do we go on.

Here it shows that the server was set back, that it is another one, that this laptop's file is a copy, that the program
is too old. Such a run stops: it says why, nothing is sent, nothing here is changed. Source: design, store 7.1, 7.2, 7.4
and 7.5.
"""

from __future__ import annotations

import functools
import re
from typing import Any, ClassVar, NamedTuple

from bandingdesk import __version__
from bandingdesk.errors import QT_TRANSLATE_NOOP, SyncError
from bandingdesk.store import chain, marks, standing
from bandingdesk.store.arrive import LedgerRow
from bandingdesk.sync import wire
from bandingdesk.sync.wire import Hello, Restored

TOLD_OFFSET = 120  # seconds between the clocks from which the person is told
FLAGGED_OFFSET = 24 * 3600  # seconds from which it is kept with what was sent
SECOND = 1_000_000
AGAIN = "sync.again"  # the mark of a device that has not yet sent all again that a restored server lost


class StopError(SyncError):
    """A run that can't go on by trying again: a person must do something first. `stop` is its name in the design."""

    stop: ClassVar[str] = ""


class UpgradeRequiredError(StopError):
    """The server asks for program NEEDED; this one is FOUND. What it wrote may still be sent."""

    stop = "UPGRADE_REQUIRED"
    code = "SY-40"
    message = QT_TRANSLATE_NOOP("errors", "The shared store needs version {needed} of this program. This is {found}.")
    kept = QT_TRANSLATE_NOOP("errors", "Your work is safe here. What an older version may send was sent.")
    do = QT_TRANSLATE_NOOP("errors", "Install the newer version, then sync again. Nothing has to be entered twice.")


class RevokedError(StopError):
    """This device or login was taken out of the shared store."""

    stop = "REVOKED"
    code = "SY-41"
    message = QT_TRANSLATE_NOOP("errors", "This computer may no longer send to the shared store.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was sent and nothing was deleted. Your work is still here.")
    do = QT_TRANSLATE_NOOP("errors", "Export your sealed work under Sync and give the file to an administrator.")


class ServerForkedError(StopError):
    """At entry SEQ the server's ledger is not the one this device has read."""

    stop = "SERVER_FORKED"
    code = "SY-42"
    message = QT_TRANSLATE_NOOP(
        "errors", "The shared store no longer holds the record that you have seen (entry {seq})."
    )
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was sent. Your copy and its checkpoints are kept as evidence.")
    do = QT_TRANSLATE_NOOP("errors", "Tell your QA lead and your administrator before anybody works on.")


class ServerWentBackError(StopError):
    """The server's ledger ends at HEAD, and this device has read it up to SEEN."""

    stop = "SERVER_WENT_BACK"
    code = "SY-43"
    message = QT_TRANSLATE_NOOP(
        "errors", "The shared store went back: it ends at entry {head} and you have seen {seen}."
    )
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was sent. Your copy holds what the server lost.")
    do = QT_TRANSLATE_NOOP(
        "errors", "Ask your administrator. If a backup was restored, they record it and you sync again."
    )


class DeviceCopiedError(StopError):
    """The server holds other entries of this device than this file, from number AT on."""

    stop = "DEVICE_COPIED"
    code = "SY-44"
    message = QT_TRANSLATE_NOOP("errors", "This store is a copy: another computer has sent as this device.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was sent. Your work is still here.")
    do = QT_TRANSLATE_NOOP("errors", "Enrol this computer again as a new device: bandingdesk store enrol.")


class NotEnrolledError(StopError):
    """The server does not know this device."""

    stop = "NOT_ENROLLED"
    code = "SY-45"
    message = QT_TRANSLATE_NOOP("errors", "The shared store does not know this computer.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was sent. Your work is still here.")
    do = QT_TRANSLATE_NOOP("errors", "Enrol it: bandingdesk store enrol, or Sync, Join.")


class OtherStoreError(StopError):
    """The server keeps the store FOUND; this file belongs to OURS."""

    stop = "OTHER_STORE"
    code = "SY-46"
    message = QT_TRANSLATE_NOOP("errors", "That server keeps another council's store.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was sent. Your work is still here.")
    do = QT_TRANSLATE_NOOP("errors", "Check the address under Sync, or ask your administrator.")


class ServerTooOldError(StopError):
    """The server speaks protocols up to FOUND; this program needs NEEDED."""

    stop = "SERVER_TOO_OLD"
    code = "SY-47"
    message = QT_TRANSLATE_NOOP("errors", "The shared store is older than this program and does not understand it.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was sent. Your work is still here.")
    do = QT_TRANSLATE_NOOP("errors", "Ask your administrator to upgrade the shared store.")


class Mine(NamedTuple):
    """Where this file stands: its device's chain, how much of it was answered, the shared ledger as far as read."""

    store_id: str
    device_id: str
    device_seq: int
    answered: int
    seen_seq: int
    seen_hash: bytes


class Meeting(NamedTuple):
    """What a run may do. `upgrade`: push only, then stop.

    `restored`: the server was set back to this entry, and an administrator vouched for it. The ledger here is to be cut
    behind it. `again_after`: all of our ops behind this number are to be sent again, None where none are.
    """

    protocol: int
    offset: int  # microseconds: the server's clock less ours
    upgrade: UpgradeRequiredError | None
    restored: Restored | None
    again_after: int | None

    @property
    def is_told(self) -> bool:
        """Whether the clocks lie so far apart that the person is told."""
        return abs(self.offset) > TOLD_OFFSET * SECOND

    @property
    def is_flagged(self) -> bool:
        """Whether the clocks lie so far apart that it is kept with what was sent."""
        return abs(self.offset) > FLAGGED_OFFSET * SECOND


def mine(raw: Any, store_id: str, device_id: str) -> Mine:
    """Return where this file stands."""
    own = raw.execute("SELECT max(device_seq) FROM chain WHERE device_id = ?", (device_id,)).fetchone()[0] or 0
    first = raw.execute(
        f"SELECT device_seq FROM op WHERE seq = (SELECT min(seq) FROM outbox WHERE state IN {standing.IN_TO_SEND})"
    ).fetchone()
    seen = raw.execute("SELECT seq, hash FROM ledger ORDER BY seq DESC LIMIT 1").fetchone()
    answered = own if first is None else first[0] - 1
    return Mine(store_id, device_id, own, answered, *(seen or (0, wire.ledger_genesis(store_id))))


def meet(raw: Any, own: Mine, hello: Hello, now: int) -> Meeting:
    """Return what HELLO allows to a file that stands at OWN; RAW is read for older hashes. Raises the stops above."""
    if hello.store_id != own.store_id:
        raise OtherStoreError(found=hello.store_id, ours=own.store_id)
    if hello.revoked_at is not None:
        raise RevokedError(at=hello.revoked_at)
    if not hello.device_known:
        raise NotEnrolledError()
    protocol, upgrade = _spoken(hello)
    one_device(raw, own, hello)
    is_again = marks.find(raw, AGAIN) is not None
    is_ours = hello.head_seq > own.seen_seq or hash_at(raw, own, hello.head_seq) == hello.head_hash
    is_behind = hello.head_seq < own.seen_seq or (hello.device_seq < own.answered and not is_again)
    restored = explained(raw, own, hello, is_ours=is_ours) if is_behind or not is_ours else None
    again_after = hello.device_seq if restored is not None or is_again else None
    return Meeting(protocol, hello.server_time - now, upgrade, restored, again_after)


def _spoken(hello: Hello) -> tuple[int, UpgradeRequiredError | None]:
    """Return the protocol both speak, and why nothing may be pulled. Raises UpgradeRequiredError, ServerTooOldError."""
    lowest, highest = hello.protocols
    upgrade = UpgradeRequiredError(needed=hello.min_client, found=__version__)
    if lowest > wire.PROTOCOLS[1]:
        raise upgrade
    if highest < wire.PROTOCOLS[0]:
        raise ServerTooOldError(found=highest, needed=wire.PROTOCOLS[0])
    is_old = version(__version__) < version(hello.min_client)
    return min(highest, wire.PROTOCOLS[1]), upgrade if is_old else None


def explained(raw: Any, own: Mine, hello: Hello, *, is_ours: bool) -> Restored:
    """Return the restore point that explains why the server no longer holds all that this device has seen or sent.

    An administrator's word counts once: a second rewind needs a second one. IS_OURS: what the server has left is what
    we have seen. Raises ServerWentBackError, ServerForkedError.
    """
    vouched = hello.restored
    if vouched is None or is_honoured(raw, vouched):
        if is_ours:
            raise ServerWentBackError(head=hello.head_seq, seen=own.seen_seq)
        raise ServerForkedError(seq=min(hello.head_seq, own.seen_seq))
    if vouched.seq <= own.seen_seq and hash_at(raw, own, vouched.seq) != vouched.hash:
        raise ServerForkedError(seq=vouched.seq)
    return vouched


def is_honoured(raw: Any, vouched: Restored) -> bool:
    """Return whether the ledger here was already cut at that restore point."""
    return marks.find(raw, restore_mark(vouched)) is not None


def restore_mark(vouched: Restored) -> str:
    """Return the mark under which a restore point is kept once it was followed."""
    return f"sync.restored.{vouched.seq}.{vouched.hash.hex()}.{vouched.at}"


def one_device(raw: Any, own: Mine, hello: Hello) -> None:
    """Check that the server's end of this device's chain lies on ours. Raises DeviceCopiedError."""
    if hello.device_seq > own.device_seq:
        raise DeviceCopiedError(at=own.device_seq + 1)
    if hello.device_seq == 0:
        return
    row = raw.execute(
        "SELECT hash FROM chain WHERE device_id = ? AND device_seq = ?", (own.device_id, hello.device_seq)
    ).fetchone()
    if row[0] != hello.device_hash:
        raise DeviceCopiedError(at=hello.device_seq)


def hash_at(raw: Any, own: Mine, seq: int) -> bytes | None:
    """Return the hash of an entry of the ledger as this device read it, None where it did not come so far."""
    if seq == 0:
        return wire.ledger_genesis(own.store_id)
    row = raw.execute("SELECT hash FROM ledger WHERE seq = ?", (seq,)).fetchone()
    return None if row is None else row[0]


def linked(before: bytes, posted: wire.Posted) -> bytes:
    """Return the hash of an entry of the ledger behind the hash BEFORE, worked out from its columns."""
    return linked_text(before, posted.row, chain.row_text(posted.entry.columns))


def linked_text(before: bytes, row: LedgerRow, op_text: str) -> bytes:
    """Return the same where the row text of the op is known: an entry's text is the texts of its columns in a row."""
    added = chain.row_text((row.outcome, row.reason, row.against, row.submitter, row.recv_at))
    return chain.link_text(before, f"{chain.row_text((row.seq,))}{op_text}{added}")


@functools.cache
def version(text: str) -> tuple[int, ...]:
    """Return the numbers of a version, to compare: "0.10.2" is behind "0.9"."""
    return tuple(int(part) for part in re.findall(r"\d+", text)[:4])
