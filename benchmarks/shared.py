"""A council's server for measuring: a throw-away PostgreSQL with the schema, logins, and stores that belong to it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import psycopg
from psycopg import sql

from bandingdesk import seams
from bandingdesk.store import device_keys, store
from bandingdesk.store.registry import Registry
from bandingdesk.sync import remote
from bandingdesk.sync.address import Address
from bandingdesk.sync.server import schema
from tests.support import clusters
from tests.support.keyrings import InMemory

STORE_ID = "01a20846-0000-7000-8000-00000000beef"
PASSWORD = "bench only"  # of logins on a throw-away server
KEY = bytes(range(32))


class Council(NamedTuple):
    """A server with the schema and one login, `bench`, whose person is `bench`."""

    database: clusters.Database

    def address(self, login: str = "bench", *, port: int | None = None) -> Address:
        """Return the address over the socket; with PORT over the loopback, as through a proxy."""
        server = self.database.server
        assert isinstance(server, clusters.Cluster)
        if port is not None:
            return Address("localhost", port, self.database.name, login, tls=False)
        return Address(str(server.folder), server.port, self.database.name, login, tls=False)

    def remote(self, login: str = "bench", *, port: int | None = None) -> remote.Remote:
        """Return a connection of a person."""
        return remote.connect(self.address(login, port=port), PASSWORD)

    @property
    def port(self) -> int:
        """The server's own port on the loopback."""
        server = self.database.server
        assert isinstance(server, clusters.Cluster)
        return server.port


@contextlib.contextmanager
def council(kinds: Sequence[str], settings: dict[str, str] = clusters.DURABLE) -> Iterator[Council]:
    """Hold a council's server that takes ops of KINDS beside the program's own."""
    clusters.sweep()
    with clusters.running(settings={**settings, "shared_buffers": "256MB"}) as cluster:
        with clusters.owner(cluster) as conn:
            conn.execute(
                sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(clusters.OWNER), sql.Literal(PASSWORD))
            )
        with clusters.database(cluster) as database:
            lay(database, kinds)
            yield Council(database)
    clusters.sweep(own=True)


def lay(database: clusters.Database, kinds: Sequence[str]) -> None:
    """Lay the schema, let caseworkers write and read KINDS as they are, and let `bench` in."""
    with database.owner() as conn:
        conn.execute(schema.init_script(STORE_ID, 0, "0.1.0").encode())
        for kind in kinds:
            conn.execute(
                "INSERT INTO desk.kind_rule VALUES (%s, '{caseworker}', '{caseworker}', '{}', false, false, NULL,"
                " false, NULL) ON CONFLICT (kind) DO UPDATE SET writers = excluded.writers, readers = excluded.readers,"
                " of_actor = false, blind = NULL, closed_by = NULL",
                (kind,),
            )
    give_login(database, "bench")


def give_login(database: clusters.Database, login: str, person: str | None = None) -> None:
    """Make a login of a caseworker."""
    with database.owner() as conn:
        name = sql.Identifier(login)
        if login not in clusters.roles(conn):  # they belong to the server and not to a database
            conn.execute(sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(name, sql.Literal(PASSWORD)))
            conn.execute(sql.SQL("GRANT bandingdesk_caseworker TO {}").format(name))
        conn.execute("INSERT INTO desk.login (login, person, added_at) VALUES (%s, %s, 0)", (login, person or login))
        conn.execute("INSERT INTO desk.granted (login, role) VALUES (%s, 'caseworker')", (login,))


def own_keyring() -> None:
    """Put a keyring of this process in the place of the system's."""
    import keyring

    keyring.set_keyring(InMemory())


def joined(path: Path, registry: Registry, line: remote.Remote, person: str = "bench") -> store.Store:
    """Make an empty store at PATH that belongs to the council, as a device of its own, and return it open."""
    clock, ids = seams.SystemClock(), seams.SystemIds()
    box = store.create_store(path, KEY, registry, clock=clock, ids=ids, person=person)
    with box.arrival() as arrival:
        arrival.mark("store_id", STORE_ID)
    box.close()
    box = store.open_store(path, KEY, registry, clock=clock, ids=ids, person=person)
    keys = device_keys.make()
    device_keys.keep(box.device_id, keys)
    line.enrol(box.device_id, path.stem, keys.signing.public, keys.sealing.public)
    return box


def superuser(on: Council) -> psycopg.Connection[tuple[Any, ...]]:
    """Return a connection that may do everything: for floors and for filling."""
    return psycopg.connect(on.database.address(), autocommit=True)
