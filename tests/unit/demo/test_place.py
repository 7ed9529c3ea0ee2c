"""Where the demo lives: built once, copied at each start, kept where a person asks for it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bandingdesk import places
from bandingdesk.demo import backlog, build, place
from bandingdesk.store import engine
from bandingdesk.store.queries import panel


def test_a_built_demo_is_found_again_and_not_built_twice(
    built_demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(places.HOME_VARIABLE, str(built_demo.parents[1]))
    said: list[str] = []
    assert place.built("small", 1, said.append) == built_demo
    path = place.copy(tmp_path / "kept", progress=said.append)
    assert said == []
    before = path.stat().st_mtime_ns
    assert place.copy(tmp_path / "kept") == path
    assert path.stat().st_mtime_ns == before


def test_the_demo_is_encrypted_and_opens_by_the_published_passphrase(built_demo: Path) -> None:
    assert not engine.is_plain(built_demo / place.STORE)
    assert build.SIZES == {"small": 1700, "median": 3300, "large": 12000}  # commands.md 2


def test_a_build_that_was_cut_short_is_not_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(places.HOME_VARIABLE, str(tmp_path))
    monkeypatch.setitem(build.SIZES, "small", 60)
    monkeypatch.setattr(build, "MEETINGS", 1)
    monkeypatch.setattr(build, "ITEMS", 5)

    def stop(words: str) -> None:
        if words == "This morning's meeting":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        place.built("small", 3, stop)
    assert list(places.cache_folder().iterdir()) == []
    folder = place.built("small", 3)
    facts = json.loads((folder / "built.json").read_text(encoding="utf-8"))
    assert len(facts["items"]) == build.ITEMS
    desk = place.open_copy(folder / place.STORE)
    states = [row.state for row in desk.read(panel.meetings)]
    of_parts = 5  # agenda, questions, workbooks, funding, oversight: a meeting to come each
    assert states == ["planned"] * (len(backlog.AHEAD) + of_parts) + ["open", "closed"]
    desk.close()
