"""A meeting runs by the version of its panel type in force on its day; a later one changes nothing that was held."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bandingdesk.ops import Subject
from bandingdesk.store.queries import council, panel
from bandingdesk.store.queries.council import UnknownPanelTypeError
from tests.support.panel_store import CLERK, ON, SEATS, World, a_world, panel_type


def adopt(world: World, starts: date, **terms: object) -> None:
    world.put("panel_type.adopted", Subject("panel_type", "moderation"), panel_type(starts=starts, **terms))


def test_a_later_version_does_not_reach_back_to_a_meeting_before_it(tmp_path: Path) -> None:
    world = a_world(tmp_path, quorum=3)
    world.plan()
    adopt(world, date(2026, 12, 1), quorum=5, name="Moderation panel, new rules")
    assert world.read(panel.quorum, world.meeting, world.item).needed == 3
    assert world.read(panel.meeting, world.meeting).type_name == "Moderation panel"
    assert world.read(council.panel_type, "moderation").quorum == 5
    later = world.sit(CLERK).plan_meeting("moderation", date(2026, 12, 10), "09:00", "12:00", "Room 1", SEATS).id
    assert world.read(panel.meeting, later).type_name == "Moderation panel, new rules"
    world.store.close()


def test_a_version_that_starts_on_the_day_is_in_force(tmp_path: Path) -> None:
    world = a_world(tmp_path, quorum=3)
    adopt(world, ON, quorum=4)
    world.plan()
    assert world.read(panel.quorum, world.meeting, world.item).needed == 4
    world.store.close()


def test_no_meeting_is_planned_under_a_type_that_is_not_in_force(tmp_path: Path) -> None:
    world = a_world(tmp_path)
    desk = world.sit(CLERK)
    for key, on in (("moderation", date(2026, 3, 31)), ("unknown", ON)):
        with pytest.raises(UnknownPanelTypeError):
            desk.plan_meeting(key, on, "09:00", "12:00", "Room 1", SEATS)
    assert world.read(panel.meetings) == []
    world.store.close()
