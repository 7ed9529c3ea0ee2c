"""Random histories of devices, a server and broken lines: nothing is lost, doubled, overwritten or left unlisted.

The model (tests/support/sync_model.py) plays thousands of steps; bugs that are planted in it must be found by the same
check in the same number of steps, else the check sees nothing.
"""

from __future__ import annotations

import os

import pytest

from tests.support import sync_model as model

SEED = int(os.environ.get("BANDINGDESK_SEED", "20261123"))
STEPS = int(os.environ.get("BANDINGDESK_MODEL_STEPS", "10000"))
pytestmark = pytest.mark.timeout(120 + STEPS // 100)
PART = 500  # steps of a history; one goes on for all of them
PLANTED = {
    "integer version": {"server": model.IntegerVersions},
    "ack before reply": {"device": model.AckBeforeReply},
    "no dedup": {"server": model.NoDedup},
    "sequence cursor": {"server": model.SequenceCursor},
    "outbox deleted after ack": {"device": model.OutboxDeleted},
}


@pytest.mark.parametrize("devices", [2, 12])
def test_a_random_history_keeps_every_invariant(devices):
    assert broken(devices, {}) == [], f"seed {SEED}, {devices} devices, {STEPS} steps"


def test_one_long_history_keeps_every_invariant():
    world = model.World(SEED, 2, subjects=12)
    for _ in range(STEPS):
        world.step()
    world.calm()
    assert world.broken() == [], f"seed {SEED}, {STEPS} steps"
    assert len(world.server.restores) > 5 < world.line.cuts


@pytest.mark.parametrize("bug", PLANTED)
def test_a_planted_bug_is_found(bug):
    assert broken(2, PLANTED[bug]) != [], f"seed {SEED}: {bug} passes unnoticed"


def broken(devices: int, bug: dict[str, type]) -> list[str]:
    """Play histories of PART steps, calm at the end of each, and return the first invariants that do not hold."""
    for number in range(-(-STEPS // PART)):
        world = model.World(SEED + number, devices, **bug)
        try:
            for _ in range(PART):
                world.step()
            world.calm()
        except model.RefusedError as error:  # an honest device is never refused
            return [f"refused: {error}"]
        if found := world.broken():
            return [f"history {number}: {one}" for one in dict.fromkeys(found)]
    return []
