"""What passes between a device and the council's server: values only, and the versions of the protocol they belong to.

An op travels as `store.arrive.Entry`: its columns, salt and body as the bytes they are. Protocols are only added to; a
golden file of each old one is replayed in the tests.
"""

from __future__ import annotations

from typing import NamedTuple

from bandingdesk.store import ledger
from bandingdesk.store.arrive import Entry, LedgerRow

PROTOCOLS = (1, 1)  # the lowest and the highest that this program speaks
BATCH = 500  # ops in one call: one transaction, one round trip
PAGE = 2000  # entries in one answer
LARGEST_BODY = 4 * 2**20  # bytes of one body; the server refuses more
LARGEST_BATCH = 32 * 2**20  # bytes of all bodies in one call
CHUNK = 256 * 1024  # bytes of a file's part, addressed by its sha256


class Restored(NamedTuple):
    """The entry to which the server was set back, as an administrator vouched for it AT an instant (microseconds)."""

    seq: int
    hash: bytes
    at: int


class Hello(NamedTuple):
    """What the server says of itself and of this device, before anything is sent."""

    store_id: str
    protocols: tuple[int, int]
    epoch: int  # of the server's schema
    min_client: str  # the oldest program that may sync
    server_time: int  # UTC microseconds
    head_seq: int
    head_hash: bytes
    login: str  # session_user: who we are to the server
    person: str | None  # the person of the record behind the login
    roles: tuple[str, ...]  # the roles the login holds on the server
    device_seq: int  # of this device, as the server has it; 0 where it has none
    device_hash: bytes
    device_known: bool
    revoked_at: int | None  # UTC microseconds
    restored: Restored | None


class Outcome(NamedTuple):
    """What the server made of one op: final, and the same whenever the op is sent again."""

    op_id: str
    seq: int  # its place in the ledger
    outcome: str  # applied conflict held rejected quarantined
    reason: str  # standing.py: stale context successor late erased role revoked rule; "" where applied
    against: str | None  # the op it stands against
    resent: bool  # it was there before


class SignedHead(NamedTuple):
    """The end of a device's chain as the device signed it (Ed25519 over `head_text`)."""

    device_id: str
    device_seq: int
    hash: bytes
    signature: bytes


class Posted(NamedTuple):
    """One entry of the shared ledger with its op; the body may be sealed (None) or erased."""

    entry: Entry
    row: LedgerRow


class Page(NamedTuple):
    """Entries behind a cursor, in order, and where the ledger ends."""

    posted: tuple[Posted, ...]
    head_seq: int
    head_hash: bytes


class Opened(NamedTuple):
    """The body of an op that was sealed when it came."""

    op_id: str
    salt: bytes
    body: bytes


class Lease(NamedTuple):
    """An advisory claim on a subject: it avoids conflicts and decides none."""

    subject: str
    holder: str
    device_id: str
    epoch: int
    expires_at: int  # UTC microseconds


head_text = ledger.head_text  # the bytes a device signs when it sends
ledger_genesis = ledger.genesis  # the hash before the first entry of a shared ledger
