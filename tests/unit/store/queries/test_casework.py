"""Profiles stay blind: to the other party, and to a scorer of the panel before the own lock."""

from __future__ import annotations

from pathlib import Path

from bandingdesk.casework.ops import ProfileLocked
from bandingdesk.ops import Subject
from bandingdesk.store.queries import casework
from tests.support import panel_store
from tests.support.panel_store import CASE, CHAIR, OFFICER, World


def test_a_scorer_sees_no_profile_of_the_case_before_the_own_lock(tmp_path: Path) -> None:
    world: World = panel_store.a_world(tmp_path)
    for party in ("setting", "officer"):
        body = ProfileLocked(CASE, party, "0" * 64, {"literacy": 3}, {})  # type: ignore[arg-type]
        world.put("profile.locked", Subject("profile", f"{CASE}.{party}"), body)
    world.prepare()
    world.round = world.sit(CHAIR).open_round(world.meeting, world.item).id

    def seen(viewer: str) -> list[dict[str, int]]:
        return [row.levels for row in world.read(casework.profiles, CASE, viewer=viewer)]

    assert seen(CHAIR) == [{}, {}]
    assert seen(OFFICER) == [{"literacy": 3}, {"literacy": 3}]
    world.sit(CHAIR).lock_scores(world.round, panel_store.ratings())
    assert seen(CHAIR) == [{"literacy": 3}, {"literacy": 3}]
    world.store.close()
