"""kill -9 at random moments of the main job: what was told is there, what was in flight is there whole or not at all.

Source of the numbers: issue 3, point 8: 180 kills in a forked driver, 20 in the real window, at most 150 s in all.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

SEED = os.environ.get("BANDINGDESK_SEED", "20261123")
KILLS = int(os.environ.get("BANDINGDESK_KILLS", "180"))
WINDOW_KILLS = int(os.environ.get("BANDINGDESK_WINDOW_KILLS", str(max(KILLS // 9, 1))))


def run(module: str, folder: Path, count: int) -> dict[str, Any]:
    """Run the killer MODULE in a process of its own and return what it found."""
    command = [sys.executable, "-m", f"tests.support.{module}", str(folder), str(count), SEED]
    done = subprocess.run(command, capture_output=True, text=True, timeout=280, check=False)
    assert done.returncode == 0, f"seed {SEED}\n{done.stderr[-4000:]}"
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.mark.timeout(300)
def test_a_desk_killed_anywhere_in_the_main_job_keeps_each_act_that_was_told(tmp_path: Path) -> None:
    found = run("killing_desk", tmp_path, KILLS)
    assert found["kills"] == KILLS
    # The kills are spread over the job and not all at its start: most of its steps have been the last one told.
    assert found["different"] >= min(found["steps"], KILLS) // 2, f"seed {SEED}: {found}"


@pytest.mark.timeout(300)
def test_a_window_killed_while_scoring_opens_where_it_was_with_all_it_called_saved(tmp_path: Path) -> None:
    found = run("killing_window", tmp_path, WINDOW_KILLS)
    assert found["kills"] == WINDOW_KILLS
    assert found["saved"] >= WINDOW_KILLS, f"seed {SEED}: {found}"
    if WINDOW_KILLS >= 20:
        assert {"scoring"} < set(found["reopened"]), f"seed {SEED}: {found}"
