"""A device in a few lines, for tests of the server: it chains ops as a laptop does and says what it is told to say."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bandingdesk.seams import SystemIds
from bandingdesk.store import chain
from bandingdesk.store.arrive import Entry
from bandingdesk.store.tables import OP_COLUMNS
from bandingdesk.sync import remote
from bandingdesk.sync.wire import Outcome, SignedHead
from tests.support import shared_store
from tests.support.clusters import Database

KEY = b"k" * 32
SIGNATURE = b"s" * 64  # the server keeps it; that it is right is for the other devices to see
IDS = SystemIds()


def person_of(login: str) -> str:
    """Return the person behind a login of these tests."""
    return f"p-{login}"


def changed(entry: Entry, **columns: object) -> Entry:
    """Return ENTRY with other columns, as a forger would send it."""
    return entry._replace(columns=tuple(columns.get(n, v) for n, v in zip(OP_COLUMNS, entry.columns, strict=True)))


@dataclass
class Device:
    """One device's chain, and the connection of one login."""

    id: str
    login: str
    line: remote.Remote
    seq: int = 0
    hash: bytes = b""
    acts: list[Entry] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.hash = self.hash or chain.genesis(self.id)

    def op(
        self,
        subject: str,
        parent: str | None = None,
        kind: str = "child.registered",
        *,
        seen: Sequence[tuple[str, str]] = (),
        actor: str | None = None,
        entered_by: str | None = None,
        act: str | None = None,
        size: int = 1,
        body: bytes = b'{"a":1}',
        proto: int = 1,
    ) -> Entry:
        """Make the next op of this device; `push` sends it."""
        self.seq += 1
        me = person_of(self.login)
        salt = IDS.salt()
        seen_text = json.dumps([list(pair) for pair in seen], separators=(",", ":"))
        columns = (
            IDS.new(), act or IDS.new(), size, subject, parent, seen_text, kind, 1, actor or me,
            entered_by or actor or me, self.id, self.seq, self.seq << 16, 1_764_000_000_000_000 + self.seq, proto, None,
            chain.commitment(salt, body),
        )  # fmt: skip
        self.hash = chain.link(self.hash, columns)
        entry = Entry(columns, salt, body)
        self.acts.append(entry)
        return entry

    @property
    def signed(self) -> SignedHead:
        """The end of the chain as it would be signed now."""
        return SignedHead(self.id, self.seq, self.hash, SIGNATURE)

    def push(self, *entries: Entry, protocol: int = 1, signed: SignedHead | None = None) -> list[Outcome]:
        """Send ENTRIES, or all that was made since the last time."""
        batch = entries or tuple(self.acts)
        found = self.line.push(self.id, protocol, batch, signed or self.signed)
        self.acts.clear()
        return found

    def one(self, *args: object, **more: object) -> tuple[str, str, str, str | None]:
        """Make one op, send it and return (its id, outcome, reason, against)."""
        entry = self.op(*args, **more)  # type: ignore[arg-type]
        (found,) = self.push()
        return entry.op_id, found.outcome, found.reason, found.against

    def applied(self, *args: object, **more: object) -> str:
        """Make one op that must be applied and return its id."""
        op_id, outcome, reason, _ = self.one(*args, **more)
        assert (outcome, reason) == ("applied", ""), (outcome, reason)
        return op_id

    def twin(self) -> Device:
        """Return a copy of this device, as a copied file would go on."""
        return replace(self, acts=[])


class Devices:
    """Makes devices of people of one shared store, and closes them all."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._lines: list[remote.Remote] = []

    def __call__(self, login: str, *roles: str, claims: int = 0) -> Device:
        """Return a new, enrolled device of LOGIN; the login is made with ROLES unless there are none."""
        if roles:
            shared_store.give_login(self.database, login, person_of(login), roles)
        line = remote.connect(shared_store.address(self.database, login), None)
        self._lines.append(line)
        made = Device(f"d-{login}-{hashlib.sha256(IDS.salt()).hexdigest()[:8]}", login, line)
        line.enrol(made.id, f"laptop of {login}", KEY, KEY, claims)
        return made

    def close(self) -> None:
        for line in self._lines:
            line.close()
