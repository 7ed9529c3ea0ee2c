"""What every test gets: a mark by its folder, off-screen Qt, a clock that stands still, no network, a clean log."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import hypothesis
import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_SCALE_FACTOR", "1")

from bandingdesk import logs, places, seams

TESTS = Path(__file__).resolve().parent
DEMO_NOW = datetime(2026, 11, 23, 8, 52, tzinfo=UTC)  # Mon 23 Nov 2026 08:52 in London: commands.md 2
# Strings that tests put where case data would stand. None may ever reach a log file.
CANARIES = ("Testpupil Rowan-017", "CANARY-free-text", "X999999999999")

hypothesis.settings.register_profile("desk", deadline=None, print_blob=True, max_examples=60)
hypothesis.settings.load_profile("desk")


LONG = ("faults", "acceptance", "postgres")  # folders whose files take longest: begun first, no worker waits for them


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test with the name of its first folder below tests/; the folders that take longest come first."""
    for item in items:
        item.add_marker(item.path.relative_to(TESTS).parts[0])
    items.sort(key=lambda item: item.path.relative_to(TESTS).parts[0] not in LONG)


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of the test's own for settings, logs and the usual store."""
    home = tmp_path / "home"
    monkeypatch.setenv(places.HOME_VARIABLE, str(home))
    return home


@pytest.fixture(autouse=True)
def clean_log(tmp_path: Path) -> Iterator[Path]:
    """The real log, written to a folder of the test's own; a canary in it fails the test."""
    folder = tmp_path / "log-of-the-test"
    handler = logs.start(folder)
    yield folder
    logs.stop(handler)
    written = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*"))
    leaked = [canary for canary in CANARIES if canary in written]
    assert not leaked, f"case data in the log: {leaked}"


@pytest.fixture
def clock() -> seams.FixedClock:
    """Mon 23 Nov 2026, 08:52 in London, standing still."""
    return seams.FixedClock(DEMO_NOW)


@pytest.fixture
def ids() -> seams.SeededIds:
    """Ids that are the same in each run."""
    return seams.SeededIds(17, DEMO_NOW)


def _refuse_far_hosts(real: Any) -> Any:
    """Return a `connect` that lets only this machine through: named sockets and loopback."""

    def connect(self: socket.socket, address: Any) -> Any:
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in ("127.0.0.1", "::1", "localhost"):
            raise AssertionError(f"a test tried to reach {address[0]}")
        return real(self, address)

    return connect


@pytest.fixture(scope="session")
def built_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the small demo, built once for the run (12 s) and never written: copy it to act on it."""
    from tests.support import demo_built

    return demo_built.folder(tmp_path_factory)


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """Fail any test that reaches for another machine."""
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex
    socket.socket.connect = _refuse_far_hosts(connect)  # type: ignore[method-assign]
    socket.socket.connect_ex = _refuse_far_hosts(connect_ex)  # type: ignore[method-assign]
    yield
    socket.socket.connect, socket.socket.connect_ex = connect, connect_ex  # type: ignore[method-assign]
