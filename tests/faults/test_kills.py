"""kill -9 at random moments of the main job: what was told is there, what was in flight is there whole or not at all.

Source of the numbers: issue 3, point 8: 180 kills in a forked driver, 20 in the real window, at most 150 s in all.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bandingdesk.store import drafts
from tests.support import journey, killing_desk

SEED = os.environ.get("BANDINGDESK_SEED", "20261123")
KILLS = int(os.environ.get("BANDINGDESK_DESK_KILLS", "180"))
WINDOW_KILLS = int(os.environ.get("BANDINGDESK_WINDOW_KILLS", str(max(KILLS // 9, 1))))
SECONDS = 200 + 4 * (KILLS + WINDOW_KILLS)


def run(module: str, folder: Path, count: int) -> dict[str, Any]:
    """Run the killer MODULE in a process of its own and return what it found."""
    command = [sys.executable, "-m", f"tests.support.{module}", str(folder), str(count), SEED]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=200 + 4 * (KILLS + WINDOW_KILLS), check=False
    )
    assert done.returncode == 0, f"seed {SEED}\n{done.stderr[-4000:]}"
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.mark.timeout(SECONDS + 20)
def test_a_desk_killed_anywhere_in_the_main_job_keeps_each_act_that_was_told(tmp_path: Path) -> None:
    found = run("killing_desk", tmp_path, KILLS)
    assert found["kills"] == KILLS
    # The kills are spread over the job and not all at its start: most of its steps have been the last one told.
    assert found["different"] >= min(found["steps"], KILLS) // 2, f"seed {SEED}: {found}"


@pytest.mark.timeout(SECONDS + 20)
def test_a_window_killed_while_scoring_opens_where_it_was_with_all_it_called_saved(tmp_path: Path) -> None:
    found = run("killing_window", tmp_path, WINDOW_KILLS)
    assert found["kills"] == WINDOW_KILLS
    assert found["saved"] >= WINDOW_KILLS, f"seed {SEED}: {found}"
    if WINDOW_KILLS >= 20:
        assert {"scoring"} < set(found["reopened"]), f"seed {SEED}: {found}"


def test_the_look_after_a_kill_finds_what_is_lost(tmp_path: Path) -> None:
    """Planted losses, so that the checks above can fail: an act, a draft, a change of what was recorded."""
    (tmp_path / "saved").mkdir()
    saved = journey.make_store(tmp_path / "saved")
    whole = killing_desk.whole_run(saved, tmp_path / "whole")
    at = next(n for n, said in enumerate(whole.said, 1) if said.draft is not None)
    desk = journey.open_store(saved)
    steps = journey.Journey(desk).steps()
    for _ in range(at):
        said = next(steps)
    path = desk.store.path
    desk.close()
    killing_desk.look(_copied(path, tmp_path / "good"), whole, at)
    with pytest.raises(AssertionError, match="told"):
        killing_desk.look(_copied(path, tmp_path / "short"), whole, at + 3)
    lost = journey.open_store(_copied(path, tmp_path / "draft"))
    assert said.draft is not None
    drafts.drop(lost.store, f"sheet:{said.draft[0]}", said.draft[1])
    lost.close()
    with pytest.raises(AssertionError, match="draft"):
        killing_desk.look(lost.store.path, whole, at)
    other = [*whole.acts[:5], whole.acts[6], whole.acts[5], *whole.acts[7:]]
    with pytest.raises(AssertionError, match="beginning"):
        killing_desk.look(_copied(path, tmp_path / "other"), whole._replace(acts=other), at)


def _copied(path: Path, to: Path) -> Path:
    shutil.copytree(path.parent, to)
    return to / path.name
