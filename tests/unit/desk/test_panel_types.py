"""A meeting runs by the version of its panel type in force on its day; a later one changes nothing that was held."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bandingdesk.council.ops import RoleGranted, Route
from bandingdesk.desk.agenda import AgendaDesk
from bandingdesk.desk.council import CouncilDesk
from bandingdesk.ops import Subject
from bandingdesk.panel.adopting import QuorumUnfitError, RouteUnknownError
from bandingdesk.store.queries import council, panel, panel_types
from bandingdesk.store.queries.council import UnknownPanelTypeError
from tests.support.panel_store import CHAIR, CLERK, ON, SEATS, World, a_world, panel_type


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


def test_a_version_adopted_after_the_papers_were_frozen_does_not_reach_the_meeting(tmp_path: Path) -> None:
    """A panel type changed between freeze and meeting: it is shown, and the meeting works by what was known."""
    world = a_world(tmp_path, quorum=3)
    world.plan()
    assert world.read(panel_types.changed, world.meeting) is None
    world.sit(CLERK).freeze_papers(world.meeting, world.item)
    adopt(world, ON, quorum=5, outcomes=("keep",))
    assert world.read(panel.quorum, world.meeting, world.item).needed == 3
    found = world.read(panel_types.changed, world.meeting)
    assert (found.held.quorum, found.now.quorum) == (3, 5)
    assert list(panel_types.differences(found.held, found.now)) == ["quorum", "outcomes"]
    world.store.close()


def test_until_papers_are_frozen_a_meeting_follows_its_type(tmp_path: Path) -> None:
    world = a_world(tmp_path, quorum=3)
    world.plan()
    adopt(world, ON, quorum=5)
    assert world.read(panel.quorum, world.meeting, world.item).needed == 5
    world.sit(CLERK).freeze_papers(world.meeting, world.item)
    assert world.read(panel_types.changed, world.meeting) is None
    world.store.close()


def test_of_two_versions_from_one_day_the_later_adopted_holds(tmp_path: Path) -> None:
    world = a_world(tmp_path, quorum=3)
    adopt(world, ON, quorum=4)
    adopt(world, ON, quorum=5)
    assert world.read(council.panel_type, "moderation", ON).quorum == 5
    line = next(iter(world.read(panel_types.lines, ON)))
    assert line.in_force is not None
    assert (line.in_force.quorum, [one.quorum for one in line.earlier], line.coming) == (5, [4, 3], ())
    before = next(iter(world.read(panel_types.lines, date(2026, 3, 1))))
    assert (before.in_force, [one.quorum for one in before.coming]) == (None, [3, 4, 5])
    assert before.shown.quorum == 3
    world.store.close()


def test_a_chair_may_take_the_new_rules(tmp_path: Path) -> None:
    world = a_world(tmp_path, quorum=3)
    world.plan()
    world.sit(CLERK).freeze_papers(world.meeting, world.item)
    adopt(world, ON, quorum=4)
    world.sit(CHAIR)
    AgendaDesk(world.ground).take_rules(world.meeting, "The forum asked for four members from this month on.")
    assert world.read(panel.quorum, world.meeting, world.item).needed == 4
    assert world.read(panel_types.changed, world.meeting) is None
    world.store.close()


def test_the_desk_refuses_a_version_that_could_not_work(tmp_path: Path) -> None:
    """Four may sit at the moderation panel; a fifth is refused, and so is a route to nowhere."""
    world = a_world(tmp_path, quorum=3)
    world.put("person.role_granted", Subject("person", CLERK), RoleGranted("head_of_service", date(2026, 1, 1)))
    world.sit(CLERK)
    desk = CouncilDesk(world.ground)
    with pytest.raises(QuorumUnfitError):
        desk.adopt_panel_type(panel_type(starts=ON, quorum=9))
    with pytest.raises(RouteUnknownError):
        desk.adopt_panel_type(panel_type(starts=ON, routes=(Route(100, "high_cost"),)))
    desk.adopt_panel_type(panel_type(starts=ON, quorum=4))
    assert world.read(council.panel_type, "moderation", ON).quorum == 4
    world.store.close()
