"""What the faults on a shared store share: a server of the run with the schema, as tests/postgres has it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import clusters
from tests.support.keyrings import own_keyring as own_keyring
from tests.support.sync_team import Team

TEMPLATE = "bd_template"


@pytest.fixture(scope="session")
def no_server_left() -> None:
    """Remove what a killed run left behind; what this one makes goes with the process (clusters.py)."""
    clusters.sweep()


@pytest.fixture(scope="module")
def server(no_server_left: None) -> Iterator[clusters.Cluster]:
    """A server of the module's own, with a template of the schema."""
    with clusters.running() as cluster, clusters.template(cluster, TEMPLATE):
        yield cluster


@pytest.fixture
def shared(server: clusters.Cluster) -> Iterator[clusters.Database]:
    """A database of the test's own."""
    with clusters.database(server, TEMPLATE) as database:
        yield database


@pytest.fixture
def team(shared: clusters.Database, tmp_path: Path, own_keyring: object) -> Iterator[Team]:
    """Ann and Ben, caseworkers, without laptops yet."""
    made = Team(shared, tmp_path)
    made.person("ann")
    made.person("ben")
    yield made
    made.close()
