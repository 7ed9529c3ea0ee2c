"""The only door to a council's server: one method for each of its functions, one round trip for each call.

A connection is made with the certificate of the council's authority and scram alone (`address.py` names the two
exceptions), every statement is a transaction of its own, and no call waits without an end. Whatever the server or the
line says no to comes as a leaf of SyncError (`refusals.py`).
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Generator, Iterator, Sequence
from typing import Any, NamedTuple, TypeVar

import psycopg
from psycopg import pq, waiting
from psycopg.conninfo import make_conninfo

from bandingdesk.errors import QT_TRANSLATE_NOOP, SyncError
from bandingdesk.store.arrive import Entry, LedgerRow
from bandingdesk.store.tables import OP_COLUMNS
from bandingdesk.sync import refusals
from bandingdesk.sync.address import Address, AddressError
from bandingdesk.sync.wire import PROTOCOLS, Hello, Lease, Opened, Outcome, Page, Posted, Restored, SignedHead

T = TypeVar("T")
CONNECT_SECONDS = 10
DEADLINE = 60.0  # seconds for one call, there and back: a line that drops silently gives no error of its own
CHANNEL = "bandingdesk"
OP_WIDTH = len(OP_COLUMNS)

_SETTINGS = {
    "statement_timeout": "50s",
    "lock_timeout": "20s",
    "idle_in_transaction_session_timeout": "10s",
    "search_path": "pg_catalog",
}
_LINE: dict[str, str | int | None] = {
    "connect_timeout": CONNECT_SECONDS,
    "keepalives": 1,
    "keepalives_idle": 20,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
    "gssencmode": "disable",
    "application_name": "Banding Desk",
    "client_encoding": "UTF8",
}
_TLS: dict[str, str | int | None] = {
    "sslmode": "verify-full",
    "channel_binding": "require",
    "require_auth": "scram-sha-256",
    "sslcertmode": "disable",
}

_BARE: dict[str, str | int | None] = {"sslmode": "disable"}  # a socket, or the loopback where the address says so

_ARRAYS = {"act_size": "int4", "version": "int4", "device_seq": "int8", "hlc": "int8", "wall_claimed": "int8",
           "proto": "int4", "lease_epoch": "int8", "commitment": "bytea"}  # fmt: skip
_COLUMNS = ", ".join(f"%b::{_ARRAYS.get(name, 'text')}[]" for name in OP_COLUMNS)
_APPLY = (
    f"SELECT * FROM desk.sync_apply(%b::text, %b::int4, {_COLUMNS}, %b::bytea[], %b::bytea[], %b::text[],"
    " %b::int8, %b::bytea, %b::bytea, %b::boolean)"
)
_PULL = "SELECT * FROM desk.sync_pull(%b::int8, %b::int4, %b::int4)"


class Enrolled(NamedTuple):
    """A device as the server has it. Instants in UTC microseconds."""

    device_id: str
    name: str
    pubkey: bytes
    sealing_key: bytes
    login: str
    enrolled: int
    revoked_at: int | None
    device_seq: int
    checkpoint_seq: int | None
    checkpoint_at: int | None


class SharedFile(NamedTuple):
    """A file of a case on the server: what opens it, and the sha256 of its sealed pieces in order."""

    key: bytes
    chunks: tuple[bytes, ...]


class _Line(psycopg.Connection[tuple[Any, ...]]):
    """A connection whose every wait has an end."""

    deadline = DEADLINE

    def wait(self, gen: Generator[Any, Any, T], interval: float = 0.1, timeout: float | None = None) -> T:
        try:
            return waiting.wait(_bounded(gen, timeout or self.deadline), self.pgconn.socket, interval=interval)
        except TimeoutError:
            self.close()  # an answer that comes now belongs to nothing
            raise


def _bounded(gen: Generator[Any, Any, T], seconds: float) -> Generator[Any, Any, T]:
    """Pass on what GEN waits for, for SECONDS. Raises TimeoutError."""
    end = time.monotonic() + seconds
    try:
        asked = next(gen)
        while True:
            ready = yield asked
            if time.monotonic() > end:
                raise TimeoutError
            asked = gen.send(ready)
    except StopIteration as done:
        value: T = done.value
        return value


def connect(address: Address, secret: str | None) -> Remote:
    """Return a connection to the shared store as ADDRESS.login. Raises leaves of SyncError, AddressError."""
    return Remote(address, secret, _open(address, secret))


def _open(address: Address, secret: str | None) -> _Line:
    options = " ".join(f"-c {name}={value}" for name, value in _SETTINGS.items())
    tls = _TLS | {"sslrootcert": address.ca} if address.tls else _BARE
    with _faults(address):
        line = _Line.connect(
            make_conninfo(
                "", host=address.host, port=address.port, dbname=address.database, user=address.login, password=secret,
                options=options, **_LINE, **tls,
            ),
            autocommit=True,
        )  # fmt: skip
        line.prepare_threshold = 0
        return line


class Remote:
    """One connection to a shared store."""

    def __init__(self, address: Address, secret: str | None, line: _Line) -> None:
        self.address = address
        self._secret = secret
        self._line = line

    def close(self) -> None:
        """End the connection."""
        self._line.close()

    def __enter__(self) -> Remote:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # --- this device and this store

    def hello(self, device_id: str) -> Hello:
        """Return what the server says of itself, of the login and of a device."""
        row = self._one("SELECT * FROM desk.hello(%b::text)", device_id)
        restored = None if row[15] is None else Restored(*row[15:18])
        store_id, lowest, highest, *said = row[:10]
        return Hello(store_id, (lowest, highest), *said, tuple(row[10]), *row[11:15], restored)  # type: ignore[call-arg]

    def enrol(self, device_id: str, name: str, pubkey: bytes, sealing_key: bytes, claims: int = 0) -> None:
        """Make a device known, or this login on a device that is.

        CLAIMS: how many ops it made before there was a server; only the first device brings such.
        """
        self._one(
            "SELECT desk.enrol(%b::text, %b::text, %b::bytea, %b::bytea, %b::int8)",
            device_id, name, pubkey, sealing_key, claims,
        )  # fmt: skip

    def devices(self) -> list[Enrolled]:
        """Return all devices, the oldest first."""
        return [Enrolled(*row) for row in self._all("SELECT * FROM desk.devices()")]

    def signed_heads(self) -> list[SignedHead]:
        """Return the end of each device's chain as it signed it last."""
        return [SignedHead(*row) for row in self._all("SELECT * FROM desk.signed_heads()")]

    # --- ops there and back

    def push(self, device_id: str, protocol: int, entries: Sequence[Entry], signed: SignedHead) -> list[Outcome]:
        """Send whole acts of one device and return what became of each op, in order. One transaction."""
        return self._apply(device_id, protocol, entries, signed)

    def pull(self, after: int, limit: int) -> Page:
        """Return the entries behind AFTER with every body that this login may read now."""
        with _faults(self.address), self._line.pipeline():
            rows = self._line.execute(_PULL, (after, limit, PROTOCOLS[1]), binary=True)
            end = self._line.execute("SELECT * FROM desk.ledger_head()", binary=True)
            posted = tuple(
                Posted(
                    Entry(row[:OP_WIDTH], row[OP_WIDTH], row[OP_WIDTH + 1], row[OP_WIDTH + 2]),
                    LedgerRow(*row[OP_WIDTH + 3 :]),
                )
                for row in rows.fetchall()
            )
            head = end.fetchone()
            assert head is not None
            return Page(posted, *head)

    def unsealed(self, op_ids: Sequence[str]) -> list[Opened]:
        """Return the bodies of those OP_IDS that this login may read now."""
        return [Opened(*row) for row in self._all("SELECT * FROM desk.read_payloads(%b::text[])", list(op_ids))]

    def checkpoint(self, device_id: str, seq: int, hash_: bytes) -> bool:
        """Tell how far this device has read; return whether the server's ledger holds that entry."""
        return bool(self._one("SELECT desk.checkpoint(%b::text, %b::int8, %b::bytea)", device_id, seq, hash_)[0])

    def bring(self, device_id: str, protocol: int, entries: Sequence[Entry], signed: SignedHead) -> list[Outcome]:
        """Send another person's sealed work from a device that may not sync any more: every op is quarantined."""
        return self._apply(device_id, protocol, entries, signed, importing=True)

    # --- files of cases

    def missing_chunks(self, sha256s: Sequence[bytes]) -> set[bytes]:
        """Return which of these pieces the server lacks."""
        return set(self._one("SELECT desk.missing_chunks(%b::bytea[])", list(sha256s))[0])

    def put_chunks(self, pieces: Sequence[bytes]) -> None:
        """Send pieces of sealed files, at most 128 and 512 KB each; sent twice does no harm."""
        self._one("SELECT desk.put_chunks(%b::bytea[])", list(pieces))

    def put_file(self, case_id: str, sha256: str, key: bytes, chunks: Sequence[bytes]) -> None:
        """Name a file by the sha256 of what is in it; CHUNKS are the hashes of its pieces in order, KEY opens it."""
        self._one(
            "SELECT desk.put_file(%b::text, %b::text, %b::bytea, %b::bytea[])", case_id, sha256, key, list(chunks)
        )

    def get_file(self, case_id: str, sha256: str) -> SharedFile | None:
        """Return the key and the pieces of a file, None where it is not there (yet, or any more)."""
        key, chunks = self._one("SELECT * FROM desk.get_file(%b::text, %b::text)", case_id, sha256)
        return None if key is None else SharedFile(key, tuple(chunks))

    def get_chunks(self, sha256s: Sequence[bytes]) -> dict[bytes, bytes]:
        """Return those of at most 128 pieces that are there."""
        return dict(self._all("SELECT * FROM desk.get_chunks(%b::bytea[])", list(sha256s)))

    # --- leases, the agenda

    def take_lease(self, subject: str, device_id: str, days: int) -> Lease:
        """Claim SUBJECT for 1 to 14 days and return the claim that stands: one's own, or somebody else's."""
        return Lease(
            *self._one("SELECT * FROM desk.take_lease(%b::text, %b::text, %b::int4)", subject, device_id, days)
        )

    def break_lease(self, subject: str, reason: str) -> None:
        """Give back one's own claim, or, as chair or deputy, break another's with a reason."""
        self._one("SELECT desk.break_lease(%b::text, %b::text)", subject, reason)

    def leases(self) -> list[Lease]:
        """Return the claims that stand."""
        return [Lease(*row) for row in self._all("SELECT * FROM desk.leases()")]

    def spread_rank(self, meeting: str) -> dict[str, int]:
        """Return {item: place} of a meeting's open rounds, the widest spread first; empty until all readers locked."""
        return dict(self._all("SELECT * FROM desk.spread_rank(%b::text)", meeting))

    # --- keeping the store

    def revoke_device(self, device_id: str) -> bool:
        """Take a device out, as administrator; return whether that is new."""
        return bool(self._one("SELECT desk.revoke_device(%b::text)", device_id)[0])

    def end_login(self, login: str) -> bool:
        """End a login, as administrator; return whether that is new."""
        return bool(self._one("SELECT desk.end_login(%b::text)", login)[0])

    def restore_mark(self, seq: int) -> bytes:
        """Vouch, as administrator, that the ledger was set back to SEQ; return the hash there."""
        return bytes(self._one("SELECT desk.restore_mark(%b::int8)", seq)[0])

    def erase(self, op_id: str, rule: str, case_id: str, subjects: Sequence[str]) -> int:
        """Carry out on the server an erasure that was applied there; return how many bodies went."""
        return int(
            self._one(
                "SELECT desk.erase(%b::text, %b::text, %b::text, %b::text[])", op_id, rule, case_id, list(subjects)
            )[0]
        )

    def verify(self, after: int, upto: int) -> tuple[int, int | None]:
        """Let the server walk its ledger: (entries, the first that does not fit)."""
        entries, bad = self._one("SELECT * FROM desk.verify(%b::int8, %b::int8)", after, upto)
        return entries, bad

    # --- the doorbell

    def listen(self) -> Bell:
        """Return a second connection of this login that hears when the ledger grows."""
        line = _open(self.address, self._secret)
        with _faults(self.address):
            line.execute(f"LISTEN {CHANNEL}")
        return Bell(self.address, line)

    # --- one call

    def _apply(
        self, device_id: str, protocol: int, entries: Sequence[Entry], signed: SignedHead, *, importing: bool = False
    ) -> list[Outcome]:
        columns = [list(column) for column in zip(*(entry.columns for entry in entries), strict=True)]
        rows = self._all(
            _APPLY,
            device_id,
            protocol,
            *(columns or [[]] * OP_WIDTH),
            [entry.salt for entry in entries],
            [entry.body for entry in entries],
            [entry.erased for entry in entries],
            *signed[1:],
            importing,
        )
        return [Outcome(*row) for row in rows]

    def _one(self, query: str, *values: Any) -> tuple[Any, ...]:
        with _faults(self.address):
            row = self._line.execute(query, values, prepare=True, binary=True).fetchone()
            assert row is not None
            return row

    def _all(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        with _faults(self.address):
            return self._line.execute(query, values, prepare=True, binary=True).fetchall()


class ScriptRefusedError(SyncError):
    """The server did not run a script; WHAT it said, which is about names and rights and never about a case."""

    code = "SY-11"
    message = QT_TRANSLATE_NOOP("errors", "The server did not run the script: {what}.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was changed: it runs as a whole or not at all.")
    do = QT_TRANSLATE_NOOP("errors", "Give the script to your database administrator: the same command with --print.")


class Administration:
    """A database administrator's connection: whole scripts, each run as one transaction."""

    def __init__(self, address: Address, secret: str | None) -> None:
        self._address = address
        self._line = _open(address, secret)
        self._line.prepare_threshold = None  # a script is many statements

    def __enter__(self) -> Administration:
        return self

    def __exit__(self, *_: object) -> None:
        self._line.close()

    def run(self, script: str) -> None:
        """Run SCRIPT, as a whole or not at all. Raises ScriptRefusedError."""
        try:
            with self._line.transaction():
                self._line.execute(script.encode())
        except psycopg.OperationalError as fault:
            raise _leaf(self._address, fault) from None
        except psycopg.Error as fault:
            raise ScriptRefusedError(what=fault.diag.message_primary or str(fault.sqlstate)) from None

    def ask(self, query: str, *, after: str = "") -> Any:
        """Return the first value that QUERY gives, once the script AFTER has run; all of it is undone."""
        with self._line.transaction(force_rollback=True):
            if after:
                self.run(after)
            with _faults(self._address):
                row = self._line.execute(query.encode()).fetchone()
        return None if row is None else row[0]


class Bell:
    """A connection that listens: what rings says how long the ledger is now, and nothing of what is in it."""

    def __init__(self, address: Address, line: _Line) -> None:
        self._address = address
        self._line = line

    def fileno(self) -> int:
        """Return the socket to watch; -1 once it is gone."""
        return -1 if self._line.closed else self._line.fileno()

    def rings(self) -> list[str]:
        """Return what came since the last time, without waiting. Raises UnreachableError when the line is gone."""
        found = []
        with _faults(self._address):
            pgconn = self._line.pgconn
            pgconn.consume_input()
            while (notify := pgconn.notifies()) is not None:
                found.append(notify.extra.decode())
            if pgconn.status == pq.ConnStatus.BAD:
                raise refusals.UnreachableError(host=self._address.host)
        return found

    def close(self) -> None:
        """Stop listening."""
        self._line.close()


@contextlib.contextmanager
def _faults(address: Address) -> Iterator[None]:
    """Turn what the driver raises into a leaf of SyncError; text of the server's is looked at and not passed on."""
    try:
        yield
    except psycopg.Error as fault:
        raise _leaf(address, fault) from None
    except TimeoutError:
        raise refusals.DeadlineError(host=address.host, seconds=int(DEADLINE)) from None


def _leaf(address: Address, fault: psycopg.Error) -> SyncError | AddressError:
    fields: dict[str, Any] = {"host": address.host, "login": address.login}
    if fault.sqlstate in ("3D000", "3F000"):
        return AddressError(what="there is no shared store at that place, or it was never made")
    if fault.sqlstate in ("57014", "55P03", "25P03"):  # cancelled by a timeout, lock not had in time, idle too long
        return refusals.DeadlineError(seconds=int(DEADLINE), **fields)
    if fault.sqlstate in refusals.BY_CODE:
        is_older = fault.sqlstate == "BD013"
        return refusals.BY_CODE[fault.sqlstate](condition=fault.sqlstate, is_older=is_older, **fields)
    if fault.sqlstate is None or fault.sqlstate.startswith(("08", "57")):
        words = str(fault)
        for part, leaf in refusals.BY_WORDS:
            if part in words:
                return leaf(**fields)
        if "does not exist" in words:
            return AddressError(what="there is no shared store at that place, or it was never made")
        return refusals.UnreachableError(**fields)
    return refusals.ServerBusyError(condition=fault.sqlstate, **fields)
