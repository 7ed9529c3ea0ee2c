"""A real server for the run, and a database of its own for each test. The servers are `tests/support/clusters.py`.

`shared` is the usual one: no TLS, everybody comes in over the socket by name. `shared_tls` is the installed server, TLS
and scram only, as a council runs it. A test that stops a server or sets it back takes one for itself:
`with clusters.running() as cluster, clusters.database(cluster) as database`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.support import clusters
from tests.support.certificates import Authority
from tests.support.keyrings import own_keyring

__all__ = ["own_keyring"]  # a fixture here too


@pytest.fixture(scope="session", autouse=True)
def no_server_left() -> None:
    """Remove what a killed run left behind; what this one makes goes with the process (clusters.py)."""
    clusters.sweep()


@pytest.fixture(scope="session")
def server(no_server_left: None) -> Iterator[clusters.Server]:
    """A running server whose template database holds the schema."""
    running = clusters.usual()
    try:
        with clusters.template(running, clusters.TEMPLATE):
            yield running
    finally:
        running.remove()


@pytest.fixture
def shared(server: clusters.Server) -> Iterator[clusters.Database]:
    """A database of the test's own, with the schema."""
    with clusters.database(server, clusters.TEMPLATE) as database:
        yield database


Behind = tuple[clusters.Cluster, Path]


class Secure(NamedTuple):
    """A database behind TLS, and the file that holds the authority's certificate."""

    database: clusters.Database
    authority: Path


@pytest.fixture(scope="session")
def authority() -> Authority:
    """The council's authority."""
    return Authority()


@pytest.fixture(scope="session")
def tls_server(
    no_server_left: None, authority: Authority, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Behind]:
    """A running installed server that takes TLS and scram alone, and the authority's certificate."""
    with (
        clusters.running(tls=clusters.Tls(authority.server())) as cluster,
        clusters.template(cluster, clusters.TEMPLATE),
    ):
        yield cluster, authority.save(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def shared_tls(tls_server: Behind) -> Iterator[Secure]:
    """A database of the test's own, with the schema, on the server with TLS."""
    cluster, certificate = tls_server
    with clusters.database(cluster, clusters.TEMPLATE) as database:
        yield Secure(database, certificate)
