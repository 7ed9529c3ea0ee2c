"""What must hold of a shared store and its devices once everybody has synced: I1 to I7 and I9 to I11 of the design.

`broken(database, stores, told)` reads the server's tables as its superuser and each store as it lies there, and says
each thing that is not as it must be; `check` asserts that there is none. I8 is attacked elsewhere, I12 is how it reads.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from bandingdesk.store import chain, ledger, log, replay, standing, verify
from bandingdesk.store.store import Store
from bandingdesk.store.tables import OP_COLUMNS
from tests.support.clusters import Database

COLUMNS = ("seq", *OP_COLUMNS, "outcome", "reason", "against", "submitter", "recv_at")
AT = {name: place for place, name in enumerate(COLUMNS)}


def check(database: Database, stores: Iterable[Store], told: Collection[str] = ()) -> int:
    """Assert that all holds and return the number of entries of the ledger."""
    found = broken(database, stores, told)
    assert not found, found[:10]
    return len(_Server(database).rows)


def broken(database: Database, stores: Iterable[Store], told: Collection[str] = ()) -> list[str]:
    """Return what does not hold. TOLD: ids of ops that somebody was told are saved, on whatever device."""
    server = _Server(database)
    found = server.broken()
    here: set[str] = set()
    for store in stores:
        found += [f"{store.path.name}: {fault}" for fault in _store(server, store, here)]
    lost = set(told) - here - server.outcomes.keys()
    return found + [f"I1 lost: {op_id}" for op_id in sorted(lost)]


class _Server:
    """The server's ledger as it lies in its tables."""

    def __init__(self, database: Database) -> None:
        with database.owner() as conn:
            select = f"SELECT {', '.join(f'l.{name}' for name in COLUMNS)}, l.hash, p.salt, p.body, p.erased"
            rows = conn.execute(
                f"{select} FROM desk.ledger l LEFT JOIN desk.payload p USING (seq) ORDER BY l.seq"  # type: ignore[arg-type]
            ).fetchall()
            self.store_id, *self.end = _row(conn, "SELECT store_id, head_seq, head_hash FROM desk.store")
            self.heads: dict[str, str] = dict(
                conn.execute("SELECT subject, head_op FROM desk.head WHERE head_op IS NOT NULL").fetchall()
            )
            self.people: dict[str, str] = dict(conn.execute("SELECT login, person FROM desk.login").fetchall())
            self.claims: dict[str, int] = dict(conn.execute("SELECT device_id, claims FROM desk.device").fetchall())
        self.rows: Sequence[Sequence[Any]] = rows
        self.outcomes = {row[AT["op_id"]]: row[AT["outcome"]] for row in rows}

    def broken(self) -> list[str]:
        return [*self._chain(), *self._order(), *self._actors()]

    def _chain(self) -> list[str]:
        """I5: no gap, the chain verifies, the head row fits, each payload opens or is erased."""
        found, hash_ = [], ledger.genesis(self.store_id)
        for place, row in enumerate(self.rows, start=1):
            if row[0] != place:
                found.append(f"I5 gap at {place}")
                break
            hash_ = chain.link(hash_, row[: len(COLUMNS)])
            if hash_ != bytes(row[len(COLUMNS)]):
                found.append(f"I5 chain at {place}")
                break
            salt, body, erased = row[-3:]
            if erased is None and (salt is None or chain.commitment(salt, body) != row[AT["commitment"]]):
                found.append(f"I5 payload at {place}")
            if erased is not None and (salt is not None or body is not None):
                found.append(f"I5 erased at {place}")
        if (self.end[0], bytes(self.end[1])) != (len(self.rows), hash_):
            found.append("I5 head row")
        return found

    def _order(self) -> list[str]:
        """I2, I3, I4: applied once, on the op applied before, each device in its own order."""
        found: list[str] = []
        numbers: dict[str, int] = defaultdict(int)
        heads: dict[str, str] = {}
        if len(self.outcomes) != len(self.rows):
            found.append("I2 an op twice")
        for row in self.rows:
            device, number = row[AT["device_id"]], row[AT["device_seq"]]
            if number != numbers[device] + 1:
                found.append(f"I4 {device} {number}")
            numbers[device] = number
            if row[AT["outcome"]] == "applied":
                subject = row[AT["subject"]]
                if row[AT["parent_op"]] != heads.get(subject):
                    found.append(f"I3 {row[AT['op_id']]}")
                heads[subject] = row[AT["op_id"]]
        if heads != self.heads:
            found.append("I2 heads")
        return found

    def _actors(self) -> list[str]:
        """I10: who sent it is its actor or entered it, but for claims of the first device and for what was brought."""
        return [
            f"I10 {row[AT['op_id']]}"
            for row in self.rows
            if self.people.get(row[AT["submitter"]]) not in (row[AT["actor"]], row[AT["entered_by"]])
            and row[AT["reason"]] != "revoked"
            and row[AT["device_seq"]] > self.claims.get(row[AT["device_id"]], 0)
        ]


def _row(conn: Any, query: str) -> Any:
    return conn.execute(query).fetchone()


def _store(server: _Server, store: Store, here: set[str]) -> list[str]:
    """Return what does not hold of one device; the ids of its ops are added to HERE."""
    found: list[str] = []
    with store.read() as conn:
        raw = log.driver(conn)
        walked = verify.verify(conn)
        if not walked.ok:
            found.append(f"I5/I9 does not verify: {walked.first_bad}")
        different = replay.differing(conn, store.registry)
        if different:
            found.append(f"I2 not a replay: {different[:3]}")
        states: dict[str, str] = dict(
            raw.execute("SELECT o.op_id, x.state FROM op o JOIN outbox x ON x.seq = o.seq").fetchall()
        )
        here |= states.keys()
        waiting = [op_id for op_id, state in states.items() if state in standing.TO_SEND]
        if waiting:
            found.append(f"I11 still waiting: {len(waiting)}")
        listed = {row[0] for row in raw.execute("SELECT op_id FROM conflict").fetchall()}
        for op_id, outcome in server.outcomes.items():
            state = states.get(op_id)
            if state is None:
                found.append(f"I6 not here: {op_id}")
            elif (state == standing.APPLIED) != (outcome == standing.APPLIED):
                found.append(f"I6 {op_id} is {state} here and {outcome} there")
            elif outcome != standing.APPLIED and op_id not in listed:
                found.append(f"I7 not listed: {op_id}")
        heads = dict(raw.execute("SELECT subject, head_op FROM head").fetchall())
    if heads != server.heads:
        wrong = sorted(s for s in {*heads, *server.heads} if heads.get(s) != server.heads.get(s))
        found.append(f"I6 heads differ: {wrong[:3]}")
    if set(states) - server.outcomes.keys():
        found.append(f"I6 only here: {len(set(states) - server.outcomes.keys())}")
    return found
