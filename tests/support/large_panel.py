"""A panel of twenty at a shared store: the world of `panel_store.py` with sixteen more members, each on a laptop.

The chair's laptop begins the shared record with all that was prepared; the others join it empty and pull.
"""

from __future__ import annotations

import dataclasses
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bandingdesk.council.ops import PersonAdded, RoleGranted
from bandingdesk.desk.ground import Ground
from bandingdesk.desk.panel import PanelDesk
from bandingdesk.ops import Subject
from bandingdesk.panel.ops import Rating, Seat
from bandingdesk.store.queries import rounds
from bandingdesk.store.queries.rounds import RoundRow
from tests.support import panel_store, shared_store
from tests.support.clusters import Database
from tests.support.panel_store import CASE, CHAIR, CLERK, ON, PEOPLE, SEATS, START, VOTERS, World
from tests.support.shared_store import Laptop

MORE = tuple(f"p-m{number:02}" for number in range(1, 17))
SCORERS = (*VOTERS, *MORE)


class Member:
    """One person at one laptop."""

    def __init__(self, person: str, laptop: Laptop) -> None:
        self.person = person
        self.sit(laptop)

    def sit(self, laptop: Laptop) -> None:
        """Go on at LAPTOP: the same one started anew."""
        self.laptop = laptop
        self.ground = Ground(laptop.store, laptop.store.clock, laptop.store.ids, self.person)
        self.panel = PanelDesk(self.ground)

    def lock(self, round_id: str) -> None:
        """Lock scores whose every line says whose they are, so that they are found wherever they are not to be."""
        self.panel.lock_scores(round_id, their_ratings(self.person, round_id))

    def round(self, round_id: str) -> RoundRow:
        """Return the round as this member sees it now."""
        with self.laptop.store.read() as conn:
            return rounds.round(conn, round_id, self.person)


@dataclasses.dataclass
class Meeting:
    """The meeting of all of them: the chair's world, the items that no round was opened on, a member a scorer."""

    world: World
    items: list[str]
    members: dict[str, Member]

    @property
    def chair(self) -> Member:
        return self.members[CHAIR]

    @property
    def others(self) -> list[Member]:
        return [member for person, member in self.members.items() if person != CHAIR]

    def open_round(self) -> str:
        """Open blind scoring at the next case, known to all laptops, and return the round."""
        made = self.chair.panel.open_round(self.world.meeting, self.items.pop(0)).id
        self.chair.laptop.once()
        self.at_once(lambda member: member.laptop.once())
        return made

    def all_sync(self) -> None:
        """Let every laptop sync once, one after the other."""
        for member in self.members.values():
            member.laptop.once()

    def at_once(self, work: object, members: list[Member] | None = None) -> list[object]:
        """Return what WORK(member) gives for each, all begun at the same time."""
        asked = members if members is not None else list(self.members.values())
        with ThreadPoolExecutor(len(asked)) as threads:
            return list(threads.map(work, asked))  # type: ignore[arg-type]

    def close(self) -> None:
        for member in self.members.values():
            member.laptop.close()


def mark_of(person: str, round_id: str) -> str:
    """Return the words that stand in PERSON's scores of a round and nowhere else."""
    return f"these are the words of {person} alone in {round_id}"


def their_ratings(person: str, round_id: str) -> list[Rating]:
    """Return ratings of all strands with the person's own words."""
    return [dataclasses.replace(rating, note=mark_of(person, round_id)) for rating in panel_store.ratings()]


def prepare(folder: Path, more: tuple[str, ...] = MORE, cases: int = 1) -> tuple[World, list[str]]:
    """Return a world whose meeting is open, all members present and free for each case, and the items of the agenda."""
    world = panel_store.a_world(folder)
    for person in more:
        subject = Subject("person", person)
        world.put("person.added", subject, PersonAdded(f"M. {person[2:].title()} (invented)", person[2:], "SENCO"))
        world.put("person.role_granted", subject, RoleGranted("panel_member", START))
    scorers = (*VOTERS, *more)
    seats = (*SEATS, *(Seat(person, "member", "SENCO") for person in more))
    desk = world.sit(CLERK)
    world.meeting = desk.plan_meeting("moderation", ON, "09:00", "12:00", "Room 1", seats).id
    items = []
    for number in range(cases):
        case = CASE if number == 0 else panel_store.another_case(world, number)
        item = world.sit(CLERK).add_item(world.meeting, case, scorers).id
        for person in scorers:
            world.sit(person).declare_interest(world.meeting, item, person, "none")
        world.sit(CLERK).freeze_papers(world.meeting, item)
        items.append(item)
    world.sit(CHAIR).open_meeting(world.meeting, attendance=dict.fromkeys(scorers, "present"))
    return world, items


def meet(database: Database, folder: Path, more: tuple[str, ...] = MORE, cases: int = 1) -> Meeting:
    """Return the meeting with a laptop for each scorer; the chair's is the one that all was prepared on."""
    world, items = prepare(folder, more, cases)
    persons = (*VOTERS, *more)
    for person in persons:
        roles = PEOPLE[person][2] if person in PEOPLE else ("panel_member",)
        shared_store.give_login(database, person, person, roles)
    laptop = Laptop(world.store, shared_store.address(database, CHAIR))
    laptop.enrol()
    laptop.once()
    members = {CHAIR: Member(CHAIR, laptop)}
    for person in persons:
        if person != CHAIR:
            at = shared_store.address(database, person)
            path = folder / f"{person}.bdk"
            members[person] = Member(person, shared_store.new_laptop(path, at, person, world.ground.clock))
    meeting = Meeting(world, items, members)
    meeting.at_once(lambda member: member.laptop.once())
    return meeting
