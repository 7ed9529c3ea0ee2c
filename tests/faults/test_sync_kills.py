"""kill -9 of a laptop at random moments of acting, sending and taking over, beside a live server: nothing is lost.

Source of the numbers: the design, store 13: two devices, 1,000 kills.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

SEED = os.environ.get("BANDINGDESK_SEED", "20261123")
KILLS = int(os.environ.get("BANDINGDESK_SYNC_KILLS", "1000"))


@pytest.mark.timeout(120 + KILLS)
def test_a_laptop_killed_anywhere_loses_nothing_that_was_told(tmp_path):
    command = [sys.executable, "-m", "tests.support.killing_sync", str(tmp_path), str(KILLS), SEED]
    done = subprocess.run(command, capture_output=True, text=True, timeout=100 + KILLS, check=False)
    assert done.returncode == 0, f"seed {SEED}, {KILLS} kills\n{done.stderr[-6000:]}"
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["kills"] == KILLS
    assert found["told"] > KILLS, f"seed {SEED}: the laptops did next to nothing: {found}"
