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
from bandingdesk.store import folds
from bandingdesk.store.store import Store, create_store, open_store
from bandingdesk.sync import enrol, remote
from bandingdesk.sync.address import Address
from bandingdesk.sync.run import RunResult, Sync
from tests.support import clusters
from tests.support.clusters import Database


def give_login(database: Database, login: str, person: str, roles: Iterable[str]) -> None:
    """Give PERSON a login with ROLES, as an administrator does by `store roles`."""
    with database.owner() as conn:
        if login not in clusters.roles(conn):  # another database of the same server may know it
            conn.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(login)))
        conn.execute("INSERT INTO desk.login (login, person, added_at) VALUES (%s, %s, 0)", (login, person))
        for role in roles:
            group = sql.Identifier(f"bandingdesk_{role}")
            conn.execute(sql.SQL("GRANT {} TO {}").format(group, sql.Identifier(login)))
            conn.execute("INSERT INTO desk.granted (login, role) VALUES (%s, %s)", (login, role))


def address(database: Database, login: str) -> Address:
    """Return the way over the server's socket."""
    return Address(database.server.host, database.server.port, database.name, login, tls=False)


@dataclass
class Laptop:
    """One person's store and its sync."""

    store: Store
    at: Address
    sync: Sync = field(init=False)

    def __post_init__(self) -> None:
        self.sync = Sync(self.store, lambda: remote.connect(self.at, None))

    def enrol(self) -> None:
        """Join the shared store, or begin it with what is recorded here."""
        with remote.connect(self.at, None) as line:
            enrol.enrol(self.store, line, self.at, self.at.login)

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
        return open_laptop(store.path, self.at, str(store.person), store.clock)

    def close(self) -> None:
        """End connections and store."""
        self.sync.close()
        self.store.close()


def new_laptop(path: Path, at: Address, person: str, clock: Clock) -> Laptop:
    """Return a laptop of PERSON with an empty store that has joined."""
    made = create_store(path, None, folds.registry(), clock=clock, ids=seams.SystemIds(), person=person, plain=True)
    laptop = Laptop(made, at)
    laptop.enrol()
    return laptop


def open_laptop(path: Path, at: Address, person: str, clock: Clock) -> Laptop:
    """Return a laptop that has joined before."""
    opened = open_store(path, None, folds.registry(), clock=clock, ids=seams.SystemIds(), person=person, plain=True)
    return Laptop(opened, at)
