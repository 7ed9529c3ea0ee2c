"""A council's shared store for a test: a database with the schema, logins of its people, and laptops that sync with it.

Laptops are real stores with real connections; only the way in is short: over the server's socket, by name.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from psycopg import sql

from bandingdesk import seams
from bandingdesk.seams import Clock
from bandingdesk.store import device_keys, folds, log
from bandingdesk.store.store import Store, create_store, open_store
from bandingdesk.sync import remote, wire
from bandingdesk.sync.address import Address
from bandingdesk.sync.run import RunResult, Sync
from tests.support import clusters
from tests.support.clusters import Database


def begin(database: Database, store_id: str) -> None:
    """Make the copied database the shared store of STORE_ID."""
    with database.owner() as conn:
        conn.execute("UPDATE desk.store SET store_id = %s, head_hash = %s", (store_id, wire.ledger_genesis(store_id)))


def give_login(database: Database, login: str, person: str, roles: Iterable[str]) -> None:
    """Give PERSON a login with ROLES, as an administrator does by `store roles`."""
    with database.owner() as conn:
        conn.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(login)))
        conn.execute("INSERT INTO desk.login (login, person, added_at) VALUES (%s, %s, 0)", (login, person))
        for role in roles:
            group = sql.Identifier(f"bandingdesk_{role}")
            conn.execute(sql.SQL("GRANT {} TO {}").format(group, sql.Identifier(login)))
            conn.execute("INSERT INTO desk.granted (login, role) VALUES (%s, %s)", (login, role))


def address(database: Database, login: str) -> Address:
    """Return the way over the server's socket."""
    server = database.server
    assert isinstance(server, clusters.Cluster)
    return Address(str(server.folder), server.port, database.name, login, tls=False)


@dataclass
class Laptop:
    """One person's store and its sync."""

    store: Store
    at: Address
    sync: Sync = field(init=False)

    def __post_init__(self) -> None:
        self.sync = Sync(self.store, lambda: remote.connect(self.at, None))

    def enrol(self, claims: int = 0) -> None:
        """Make this device known to the shared store."""
        made = device_keys.make()
        device_keys.keep(self.store.device_id, made)
        with remote.connect(self.at, None) as line:
            line.enrol(self.store.device_id, self.at.login, made.signing.public, made.sealing.public, claims)

    def once(self) -> RunResult:
        """Sync once; what stops it is raised."""
        found = self.sync.once()
        if found.fault is not None:
            raise found.fault
        return found

    def again(self) -> Laptop:
        """Return the same laptop started anew, after a kill or an ordinary end."""
        store = self.store
        self.close()
        opened = open_store(
            store.path, None, folds.registry(), clock=store.clock, ids=store.ids, person=store.person, plain=True
        )
        return Laptop(opened, self.at)

    def close(self) -> None:
        self.sync.close()
        self.store.close()


def new_laptop(path: Path, at: Address, person: str, store_id: str, clock: Clock) -> Laptop:
    """Return a laptop of PERSON with an empty copy of the store, enrolled."""
    made = create_store(path, None, folds.registry(), clock=clock, ids=seams.SystemIds(), person=person, plain=True)
    with made.jot() as conn:
        log.driver(conn).execute("UPDATE mark SET value = ? WHERE name = 'store_id'", (store_id,))
    laptop = Laptop(made, at).again()
    laptop.enrol()
    return laptop
