"""kill -9 of every laptop of a meeting at random moments: what was told is there, blind stays blind, all is counted."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

SEED = os.environ.get("BANDINGDESK_SEED", "20261126")
ROUNDS = int(os.environ.get("BANDINGDESK_MEETING_ROUNDS", "1"))  # twenty kills each


@pytest.mark.timeout(100 + 20 * ROUNDS)
def test_a_meeting_whose_laptops_are_all_killed_goes_on(tmp_path):
    command = [sys.executable, "-m", "tests.support.killing_meeting", str(tmp_path), str(ROUNDS), SEED]
    done = subprocess.run(command, capture_output=True, text=True, timeout=90 + 20 * ROUNDS, check=False)
    assert done.returncode == 0, f"seed {SEED}, {ROUNDS} rounds\n{done.stderr[-6000:]}"
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["kills"] == 20 * ROUNDS
    assert found["told"] > 0, f"seed {SEED}: the meeting did nothing: {found}"
