"""The way to the server: who it is, who we are, and that neither can be talked out of it. On the installed server."""

import contextlib
import os
import socket
import threading
import time

import psycopg
import pytest
from psycopg import sql

from bandingdesk.errors import SyncError
from bandingdesk.sync import refusals, remote
from bandingdesk.sync.address import Address, AddressError
from bandingdesk.sync.server import logins
from tests.support import clusters
from tests.support.certificates import Authority

PASSWORD = "seven green lamps"
FILES = {"server_crt": "server.crt", "server_key": "server.key", "pg_hba_conf": "pg_hba.conf"}


def at(secure, login="ann", **more):
    database = secure.database
    known = {"host": "localhost", "port": database.server.port, "database": database.name, "login": login}
    return Address(**(known | {"ca": str(secure.authority)} | more))


@pytest.fixture
def secure(shared_tls):
    give(shared_tls.database, "ann")
    return shared_tls


def give(database, login):
    with database.owner() as conn:
        script = logins.give(login, f"p-{login}", ["caseworker"], logins.verifier(PASSWORD, os.urandom(16)), 1)
        conn.execute(script)


def test_a_connection_has_tls_and_the_password_is_bound_to_it(secure):
    with remote.connect(at(secure), PASSWORD) as line:
        assert line.hello("d").person == "p-ann"
        used = line._line.execute(
            "SELECT version FROM pg_catalog.pg_stat_ssl WHERE pid = pg_catalog.pg_backend_pid()"
        ).fetchone()
        assert used[0] in ("TLSv1.2", "TLSv1.3")
        assert line._line.pgconn.used_password
    with secure.database.owner() as conn:
        kept = conn.execute("SELECT rolpassword FROM pg_authid WHERE rolname = 'ann'").fetchone()
    assert kept[0].startswith("SCRAM-SHA-256$4096:")


def test_a_server_of_another_authority_is_refused_before_any_password_is_sent(secure, tmp_path):
    other = Authority("Another authority (invented)").save(tmp_path)
    with pytest.raises(refusals.CertificateError):
        remote.connect(at(secure, ca=str(other)), PASSWORD)
    with pytest.raises(refusals.CertificateError):
        remote.connect(at(secure, ca=str(tmp_path / "nothing.pem")), PASSWORD)


@contextlib.contextmanager
def changed(secure, **files):
    """Give the server other files for a while."""
    data = secure.database.server.data
    names = {name: data / FILES[name] for name in files}
    before = {name: path.read_bytes() for name, path in names.items()}

    def write(contents):
        for name, path in names.items():
            path.write_bytes(contents[name])
        with secure.database.owner() as conn:
            conn.execute("SELECT pg_reload_conf()")

    write(files)
    try:
        yield
    finally:
        write(before)
        end = time.monotonic() + 5
        while True:
            try:
                remote.connect(at(secure), PASSWORD).close()
                break
            except SyncError:
                assert time.monotonic() < end


def connect_once_reloaded(where):
    """Connect until the server has read its files again and is refused, or five seconds have gone."""
    end = time.monotonic() + 5
    while time.monotonic() < end:
        remote.connect(where, PASSWORD).close()


@pytest.mark.parametrize(
    ("host", "days", "error"),
    [
        ("records.council.example", range(-1, 2), refusals.CertificateNameError),
        ("localhost", range(-9, -2), refusals.CertificateError),
        ("localhost", range(2, 9), refusals.CertificateError),
    ],
)
def test_a_certificate_of_another_name_or_another_day_is_refused(secure, authority, host, days, error):
    shown = authority.server(host, days=days)
    with changed(secure, server_crt=shown.pem, server_key=shown.key), pytest.raises(error):
        connect_once_reloaded(at(secure))


def test_the_server_takes_no_plain_connection(secure):
    database = secure.database
    address = database.server.loopback(database.name, "ann", PASSWORD, sslmode="disable")
    with pytest.raises(psycopg.OperationalError, match="rejects connection|no encryption"):
        psycopg.connect(address)


def test_a_server_without_tls_is_refused_before_any_password_is_sent(server):
    assert isinstance(server, clusters.Cluster)
    where = Address("localhost", server.port, "postgres", "ann", ca="/nowhere.pem")
    with pytest.raises((refusals.UnprotectedError, refusals.CertificateError)):
        remote.connect(where, PASSWORD)


class Listener:
    """Something on the loopback that says what it is told and keeps what it hears."""

    def __init__(self, answer):
        self.heard = bytearray()
        self._answer = answer
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self):
        while True:
            try:
                conn, _ = self._socket.accept()
            except OSError:
                return
            with conn:
                conn.settimeout(5)
                self._talk(conn)

    def _talk(self, conn):
        try:
            while data := conn.recv(4096):
                self.heard += data
                if self._answer is not None:
                    conn.sendall(self._answer)
        except OSError:
            return

    def close(self):
        self._socket.close()
        self._thread.join(6)


@pytest.fixture
def listener():
    made = []

    def make(answer):
        made.append(Listener(answer))
        return made[-1]

    yield make
    for one in made:
        one.close()


def test_an_impostor_that_says_it_has_no_tls_hears_no_name_and_no_password(listener, tmp_path):
    impostor = listener(b"N")  # the answer of a server without TLS
    where = Address("localhost", impostor.port, "store", "ann", str(Authority().save(tmp_path)))
    with pytest.raises(refusals.UnprotectedError):
        remote.connect(where, PASSWORD)
    assert b"ann" not in impostor.heard
    assert PASSWORD.encode() not in impostor.heard


@pytest.mark.parametrize("way", ["password", "trust"])
def test_an_impostor_that_asks_for_less_than_scram_hears_no_password(secure, way):
    """The hole that sslmode=require and an old way to log in would leave: downgraded, with a right certificate."""
    hba = f"local all all trust\nhostssl all all 127.0.0.1/32 {way}\n".encode()
    with changed(secure, pg_hba_conf=hba), pytest.raises(refusals.UnprotectedError):
        connect_once_reloaded(at(secure))


def test_a_wrong_password_an_expired_one_and_an_ended_login_are_told_apart_from_a_dead_line(secure):
    with pytest.raises(refusals.PasswordError) as caught:
        remote.connect(at(secure), "wrong")
    assert "wrong" not in caught.value.text()
    with secure.database.owner() as conn:
        conn.execute("ALTER ROLE ann VALID UNTIL '2001-01-01'")
    with pytest.raises(refusals.PasswordError):
        remote.connect(at(secure), PASSWORD)
    with secure.database.owner() as conn:
        conn.execute("ALTER ROLE ann NOLOGIN VALID UNTIL 'infinity'")
    with pytest.raises(refusals.LoginEndedError):
        remote.connect(at(secure), PASSWORD)
    with secure.database.owner() as conn:
        conn.execute("ALTER ROLE ann LOGIN")
    with pytest.raises(AddressError):
        remote.connect(at(secure, database="no_such_store"), PASSWORD)
    with pytest.raises(refusals.UnreachableError):
        remote.connect(at(secure, port=1), PASSWORD)


def test_a_login_without_a_role_here_does_not_come_in(secure):
    from bandingdesk.sync.server import schema

    with secure.database.owner() as conn:
        conn.execute(schema.read("database.sql"))
        name = sql.Identifier("stranger")
        conn.execute(sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(name, PASSWORD))
    with pytest.raises(refusals.LoginUnknownError):
        remote.connect(at(secure, "stranger"), PASSWORD)


def test_a_server_that_falls_silent_ends_the_call_and_the_connection(shared, monkeypatch):
    from tests.support import shared_store
    from tests.support.shared_device import Devices

    devices = Devices(shared)
    ann = devices("ann", "caseworker")
    monkeypatch.setattr(remote._Line, "deadline", 0.3)
    with shared.owner() as conn, conn.transaction():
        conn.execute("SELECT FROM desk.store FOR UPDATE")
        ann.op("child:1")
        with pytest.raises(refusals.DeadlineError):
            ann.push(*ann.acts)
    with pytest.raises(refusals.UnreachableError):
        ann.push(*ann.acts)
    ann.line = remote.connect(shared_store.address(shared, "ann"), None)
    with ann.line:
        assert ann.line.hello(ann.id).device_known
    devices.close()


def test_a_server_that_never_answers_the_first_word_ends_in_time(listener, tmp_path, monkeypatch):
    monkeypatch.setitem(remote._LINE, "connect_timeout", 2)
    silent = listener(None)
    where = Address("localhost", silent.port, "store", "ann", str(Authority().save(tmp_path)))
    with pytest.raises(refusals.UnreachableError):
        remote.connect(where, PASSWORD)
