"""A panel of twenty at one case: the world of `panel_store.py` with sixteen more members, its round open for scores."""

from __future__ import annotations

from pathlib import Path

from bandingdesk.council.ops import PersonAdded, RoleGranted
from bandingdesk.ops import Subject
from bandingdesk.panel.ops import Seat
from tests.support import panel_store
from tests.support.panel_store import CASE, CHAIR, CLERK, ON, SEATS, START, VOTERS, World

MORE = tuple(f"p-m{number:02}" for number in range(1, 17))
SCORERS = (*VOTERS, *MORE)


def a_large_panel(folder: Path) -> World:
    """Return a world whose meeting is open at its one case, all members present and free, before the round."""
    world = panel_store.a_world(folder)
    for person in MORE:
        subject = Subject("person", person)
        world.put("person.added", subject, PersonAdded(f"M. {person[2:].title()} (invented)", person[2:], "SENCO"))
        world.put("person.role_granted", subject, RoleGranted("panel_member", START))
    seats = (*SEATS, *(Seat(person, "member", "SENCO") for person in MORE))
    desk = world.sit(CLERK)
    world.meeting = desk.plan_meeting("moderation", ON, "09:00", "12:00", "Room 1", seats).id
    world.item = desk.add_item(world.meeting, CASE, SCORERS).id
    for person in SCORERS:
        world.sit(person).declare_interest(world.meeting, world.item, person, "none")
    world.sit(CLERK).freeze_papers(world.meeting, world.item)
    world.sit(CHAIR).open_meeting(world.meeting, attendance=dict.fromkeys(SCORERS, "present"))
    return world


def open_round(world: World) -> str:
    """Open blind scoring and return the round."""
    world.round = world.sit(CHAIR).open_round(world.meeting, world.item).id
    return world.round
