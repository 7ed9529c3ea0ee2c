from __future__ import annotations

from types import SimpleNamespace

import pytest

from bandingdesk.seams import FixedClock, SeededIds
from bandingdesk.sync import live
from bandingdesk.sync.handshake import RevokedError
from bandingdesk.sync.live import Live
from bandingdesk.sync.refusals import UnreachableError
from bandingdesk.sync.run import RunResult
from tests.conftest import DEMO_NOW


class Ears:
    """A bell that rings as it is told, and a sync that ends as it is told."""

    def __init__(self) -> None:
        clock = FixedClock(DEMO_NOW)
        self.store = SimpleNamespace(ids=SeededIds(1, DEMO_NOW), clock=clock)
        self.said: list[str] = []
        self.head = 0
        self.fault: Exception | None = None
        self.live = Live(self.store, lambda: RunResult(DEMO_NOW, DEMO_NOW, head_seq=self.head, fault=self.fault))
        self.live.bell = SimpleNamespace(  # type: ignore[assignment]
            rings=lambda: [self.said.pop() for _ in list(self.said)], close=lambda: None
        )


@pytest.fixture
def ears() -> Ears:
    return Ears()


def test_a_ring_tells_how_long_the_ledger_is_and_strange_words_mean_sync() -> None:
    assert live.length("ledger:12") == 12
    assert live.length("something:new:7") == 7
    assert live.length("come") == live.length("") == live.length("ledger:-1") == live.UNKNOWN


def test_only_what_is_not_here_yet_asks_for_a_sync(ears: Ears) -> None:
    ears.head = 5
    ears.live.pull()
    ears.said = ["ledger:4", "ledger:5"]  # one's own among them
    ears.live.hear()
    assert not ears.live.is_behind
    ears.said = ["ledger:7", "ledger:6"]
    ears.live.hear()
    assert ears.live.is_behind
    ears.head = 7
    ears.live.pull()
    assert not ears.live.is_behind
    ears.said = ["in words of a later version"]
    ears.live.hear()
    assert ears.live.is_behind
    ears.live.pull()
    assert not ears.live.is_behind


def test_a_loss_is_dated_once_and_the_waits_grow_up_to_ten_seconds(ears: Ears) -> None:
    waits = []
    ears.fault = UnreachableError(host="x")
    for _ in range(8):
        with pytest.raises(UnreachableError):
            ears.live.pull()
        waits.append(ears.live.wait_ms())
    assert ears.live.lost_since == DEMO_NOW
    assert 500 <= waits[0] <= 1000
    assert 5_000 <= waits[-1] <= 10_000
    ears.fault = None
    ears.live.pull()
    assert ears.live.lost_since is None


def test_a_stop_is_no_loss_and_nothing_is_tried_again(ears: Ears) -> None:
    ears.fault = RevokedError(at=1)
    with pytest.raises(RevokedError):
        ears.live.pull()
    assert ears.live.lost_since is None
    assert isinstance(ears.live.stopped, RevokedError)
