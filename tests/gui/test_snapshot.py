"""Three states through `snapshot` itself: their pictures, the list of commands.md 2, and nothing wrong on any."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QImage

from bandingdesk import places
from bandingdesk.ui import snapshot, states

# What commands.md 2 names for a shot.
KEYS = {"name", "workspace", "state", "theme", "width", "height", "scale", "file", "paint_ms", "problems"}


class Heard:
    """A teller that keeps what it is given."""

    def __init__(self) -> None:
        self.document: dict[str, Any] = {}
        self.told: list[str] = []

    def result(self, document: Mapping[str, Any], human: str) -> None:
        self.document = {**document, "human": human}

    def progress(self, text: str) -> None:
        self.told.append(text)


def wanted(out: Path, only: str, theme: str = "light", size: str = "1280x720") -> argparse.Namespace:
    return argparse.Namespace(out=out, only=only, theme=theme, size=size, scale="1", text=None, long=False)


@pytest.fixture
def demo_at_hand(built_demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the stage find the demo that was built for the run: it copies it."""
    monkeypatch.setenv(places.HOME_VARIABLE, str(built_demo.parents[1]))


@pytest.mark.usefixtures("qapp", "demo_at_hand")
def test_three_states_are_pictured_without_a_problem(tmp_path: Path):
    heard = Heard()
    out = tmp_path / "pictures"
    code = snapshot.run(wanted(out, "06-today-busy,18-*,29-*", theme="light,dark"), heard)
    shots = heard.document["shots"]
    assert [shot["problems"] for shot in shots] == [[]] * 6
    assert code == 0
    assert {shot["name"] for shot in shots} == {"06-today-busy", "18-score-half", "29-after-reveal"}
    for shot in shots:
        assert set(shot) >= KEYS
        assert shot["file"] == f"{shot['name']}.{shot['theme']}.1280x720@1.png"
        picture = QImage(str(out / shot["file"]))
        assert (picture.width(), picture.height()) == (shot["width"], shot["height"]) == (1280, 720)
    assert json.loads((out / "snapshot.json").read_text(encoding="utf-8"))["shots"] == shots
    sheet = (out / "index.html").read_text(encoding="utf-8")
    assert all(shot["file"] in sheet for shot in shots)


def test_a_state_that_nobody_knows_is_refused(tmp_path: Path):
    with pytest.raises(snapshot.NoSuchStateError):
        snapshot.run(wanted(tmp_path, "99-nothing"), Heard())


def test_every_state_goes_on_from_one_of_its_own_scene():
    by_name = {state.name: state for state in states.STATES}
    assert len(by_name) == len(states.STATES) >= 25
    for state in states.STATES:
        if state.after:
            assert by_name[state.after].scene == state.scene
