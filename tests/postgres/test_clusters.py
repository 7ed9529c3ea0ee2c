"""The servers and the way to them that other tests rely on do what they say."""

from __future__ import annotations

import os
import socket
import time
from pathlib import Path

import psycopg
import pytest

from tests.support import clusters
from tests.support.certificates import Authority
from tests.support.proxy import Proxy


def test_each_test_has_a_database_of_its_own(server):
    with clusters.database(server) as first, clusters.database(server) as second:
        with first.owner() as conn:
            conn.execute("CREATE TABLE t ()")
            conn.execute("CREATE ROLE alice_for_a_test LOGIN")
        with second.owner() as conn:
            assert conn.execute("SELECT to_regclass('t')").fetchone() == (None,)
        with psycopg.connect(second.address(user="alice_for_a_test")) as conn:
            assert conn.execute("SELECT session_user").fetchone() == ("alice_for_a_test",)
    with clusters.owner(server) as conn:
        assert "alice_for_a_test" not in clusters.roles(conn)


def test_a_server_recovers_from_a_crash_and_is_set_back():
    with clusters.running() as cluster, clusters.database(cluster) as database:

        def count():
            with database.owner() as conn:
                return conn.execute("SELECT count(*) FROM t").fetchone()[0]

        with database.owner() as conn:
            conn.execute("CREATE TABLE t ()")
            conn.execute("INSERT INTO t DEFAULT VALUES")
        kept = cluster.keep()
        with database.owner() as conn:
            conn.execute("INSERT INTO t DEFAULT VALUES")
        cluster.restart(at_once=True)
        assert count() == 2
        cluster.restore(kept)
        assert count() == 1
        folder = cluster.folder
    assert not folder.exists()


def test_what_a_killed_run_left_is_swept():
    left = Path("/tmp", f"{clusters.PREFIX}999999999-srv-x")
    left.mkdir()
    mine = clusters.new_folder("kept")
    clusters.sweep()
    assert mine.exists()
    assert not left.exists()
    mine.rmdir()


def test_a_server_ends_with_the_process_that_started_it(tmp_path):
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        cluster = clusters.Cluster()
        cluster.start()
        os.write(writer, f"{cluster.process.pid} {cluster.folder}".encode())
        os.kill(os.getpid(), 9)
    os.waitpid(child, 0)
    pid, folder = os.read(reader, 200).decode().split()
    os.close(reader), os.close(writer)
    deadline = time.monotonic() + 10
    while Path("/proc", pid).exists() and "State:\tZ" not in Path("/proc", pid, "status").read_text():
        assert time.monotonic() < deadline
        time.sleep(0.01)
    clusters.sweep()
    assert not Path(folder).exists()


# --- TLS


@pytest.fixture
def secure(shared_tls):
    with shared_tls.database.owner() as conn:
        conn.execute("CREATE ROLE anna LOGIN PASSWORD 'secret of a test'")
    return shared_tls


def join(secure, **more):
    database, authority = secure
    strict = {"sslmode": "verify-full", "sslrootcert": str(authority), "channel_binding": "require"}
    address = database.server.loopback(database.name, "anna", "secret of a test", **(strict | more))
    return psycopg.connect(address, require_auth="scram-sha-256", connect_timeout=10)


def test_the_installed_server_takes_tls_and_scram(secure):
    with join(secure) as conn:
        assert conn.execute("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()").fetchone() == (True,)


@pytest.mark.parametrize("more", [{"sslmode": "disable", "channel_binding": "disable"}, {"host": "elsewhere.invalid"}])
def test_and_nothing_else(secure, more):
    with pytest.raises(psycopg.OperationalError):
        join(secure, **more)


def test_a_foreign_authority_is_refused(secure, tmp_path):
    with pytest.raises(psycopg.OperationalError, match="certificate verify failed"):
        join(secure, sslrootcert=str(Authority("Another (invented)").save(tmp_path)))


# --- the way


@pytest.fixture
def way(secure):
    with Proxy(secure.database.server.port) as proxy:
        yield proxy


def test_the_proxy_counts_turns_and_slows_each_way(secure, way):
    with join(secure, port=way.port) as conn, way.counted() as passed:
        conn.autocommit = True
        for _ in range(5):
            conn.execute("SELECT 1")
        assert passed.turns == 5
        way.delay = 0.02
        started = time.monotonic()
        conn.execute("SELECT repeat('x', 2000000)")
        assert 0.04 <= time.monotonic() - started < 1
        assert passed.down > 2_000_000
        way.delay = 0


def test_the_proxy_goes_down_and_up(secure, way):
    conn = join(secure, port=way.port)
    way.down()
    with pytest.raises(psycopg.OperationalError):
        conn.execute("SELECT 1")
    with pytest.raises(psycopg.OperationalError):
        join(secure, port=way.port)
    way.up()
    join(secure, port=way.port).close()


@pytest.fixture
def pair():
    """A client and a server without a protocol, and the proxy between them."""
    with socket.create_server(("127.0.0.1", 0)) as door, Proxy(door.getsockname()[1]) as proxy:
        proxy.cut("up", 1_000_000)

        def opened(cut=None):
            proxy.cut(*(cut or ("up", 1_000_000)))
            client = socket.create_connection(("127.0.0.1", proxy.port), timeout=10)
            server, _ = door.accept()
            server.settimeout(10)
            ends.extend((client, server))
            return client, server

        ends: list[socket.socket] = []
        yield proxy, opened
        for end in ends:
            end.close()


def heard(end, count):
    """Return up to `count` bytes, and whether a reset came before."""
    data = b""
    try:
        while len(data) < count and (more := end.recv(count)):
            data += more
    except ConnectionResetError:
        return data, True
    return data, False


def test_the_proxy_cuts_behind_a_byte_in_either_direction(pair):
    _, opened = pair
    client, server = opened(("up", 7))
    client.sendall(b"0123456789")
    assert heard(server, 10) == (b"0123456", True)
    assert heard(client, 1) == (b"", True)
    client, server = opened(("down", 3))
    client.sendall(b"question")
    assert heard(server, 8) == (b"question", False)
    server.sendall(b"answer")
    assert heard(client, 6) == (b"ans", True)
    client, server = opened()
    client.sendall(b"whole again")
    assert heard(server, 11) == (b"whole again", False)


def test_the_proxy_stalls_and_flows(pair):
    proxy, opened = pair
    client, server = opened()
    proxy.stall()
    client.sendall(b"waits")
    server.settimeout(0.05)
    with pytest.raises(TimeoutError):
        server.recv(5)
    proxy.flow()
    server.settimeout(10)
    assert heard(server, 5) == (b"waits", False)
