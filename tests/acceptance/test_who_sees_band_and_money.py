"""Who sees the band and the money, and when: the table of ux.md 3.3, cell by cell, through every door of a screen.

One case goes from its first blind sheet to the signature; at each moment everybody asks at each door.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from bandingdesk.council.ops import PersonAdded, RoleGranted
from bandingdesk.ops import Subject
from bandingdesk.store.queries import as_it_stood, decisions, panel, room, rounds
from bandingdesk.store.queries.closed import CaseClosedError
from bandingdesk.ui.workspaces.cases import case_reading
from tests.support.panel_store import (
    CASE,
    CHAIR,
    CLERK,
    DEPUTY,
    EP,
    HEAD,
    OFFICER,
    ON,
    START,
    VOTERS,
    WORKER,
    World,
    a_world,
    ratings,
)

MONEY, QUALITY = "p-money", "p-quality"
OUT = HEAD  # stepped out of the case before its papers were opened
ROOM = frozenset({CHAIR, DEPUTY, EP, CLERK})
OFFICE = frozenset({OFFICER, WORKER, MONEY, QUALITY})
EVERYBODY = (*ROOM, *OFFICE, OUT)
NO = (False, False)
NOBODY: frozenset[str] = frozenset()
# moment -> who sees the band, who sees the amount
TABLE = {
    "before_lock": (NOBODY, NOBODY),
    "own_locked": (NOBODY, NOBODY),
    "revealed": (NOBODY, NOBODY),
    "levels_not_all_agreed": (NOBODY, NOBODY),
    "levels_agreed": (ROOM, NOBODY),
    "band_proposed": (ROOM, NOBODY),
    "section_f_checked": (ROOM, NOBODY),
    "band_accepted": (ROOM, ROOM),
    "recommended": (ROOM | OFFICE, ROOM | OFFICE),
    "decided": (ROOM | OFFICE, (ROOM | OFFICE) - {EP}),  # a member who only scores does not need the amount
}
DOORS = ("round", "decision", "case page", "agenda", "as it stood")
PAST = (EP, WORKER, OUT)  # the slowest door: a member, somebody without a seat, and who stepped out
BAND = "Band 2"


def _asked(world: World, viewer: str) -> dict[str, tuple[bool, bool]]:
    """Return (sees the band, sees the amount) of each door for VIEWER, as it is now."""
    with world.store.read() as conn:
        made = [decisions.decision(conn, world.decision, viewer)] if world.decision else []
        page = case_reading.read(conn, CASE, viewer, ON).decisions
        (item,) = panel.agenda(conn, world.meeting, viewer)
        found = {
            "round": (rounds.round(conn, world.round, viewer).band is not None, False),
            "decision": _of(made),
            "case page": _of(page),
            "agenda": (item.band is not None, False),
        }
        if viewer in PAST:
            found["as it stood"] = _past(conn, viewer)
        told = repr(room.room(conn, world.meeting, world.item, viewer))
        assert BAND not in told  # the shared screen is built from this
        assert "pence" not in told
    return found


def _past(conn: Connection, viewer: str) -> tuple[bool, bool]:
    try:
        kinds = {one.kind for one in as_it_stood.read(conn, CASE, viewer).facts}
    except CaseClosedError:
        return False, False
    return bool({"band", "indicated"} & kinds), "amount" in kinds


def _of(rows: Any) -> tuple[bool, bool]:
    return any(one.band or one.indicated or one.final_band for one in rows), any(one.money is not None for one in rows)


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, dict[str, dict[str, tuple[bool, bool]]]]]:
    """What every door told everybody at each moment."""
    world = a_world(tmp_path_factory.mktemp("sight"))
    for person, role in ((MONEY, "finance"), (QUALITY, "qa_lead")):
        subject = Subject("person", person)
        world.put("person.added", subject, PersonAdded(f"Q. {person[2:].title()}", person[2:4].upper(), ""))
        world.put("person.role_granted", subject, RoleGranted(role, START))  # type: ignore[arg-type]
    found: dict[str, dict[str, dict[str, tuple[bool, bool]]]] = {}

    def note(moment: str) -> None:
        found[moment] = {person: _asked(world, person) for person in EVERYBODY}

    world.plan()
    world.withdraw(OUT)
    for person in VOTERS:
        if person != OUT:
            world.sit(person).declare_interest(world.meeting, world.item, person, "none")
    world.sit(CLERK).freeze_papers(world.meeting, world.item)
    world.sit(CHAIR).open_meeting(world.meeting)
    for person in VOTERS:
        world.panel.record_attendance(world.meeting, person, "present")
    world.round = world.panel.open_round(world.meeting, world.item).id
    note("before_lock")
    for person in VOTERS:
        if person != OUT:
            world.sit(person).lock_scores(world.round, ratings())
    note("own_locked")
    world.reveal()
    note("revealed")
    for strand in world.read(rounds.round, world.round, CHAIR).still_open[:-1]:
        level = next(one.middle for one in world.read(rounds.round, world.round, CHAIR).spreads if one.strand == strand)
        world.panel.agree_level(world.round, strand, level)
    note("levels_not_all_agreed")
    world.agree()
    note("levels_agreed")
    world.propose()
    note("band_proposed")
    world.check_provision()
    note("section_f_checked")
    world.sit(CHAIR).show_money(world.decision)
    note("band_accepted")
    world.answer()
    world.panel.recommend(world.decision, "", "482913")
    note("recommended")
    world.sign()
    note("decided")
    yield found
    world.store.close()


@pytest.mark.parametrize("moment", TABLE)
def test_nobody_sees_more_than_the_table_says_at_any_door(asked: Any, moment: str) -> None:
    for what, allowed in enumerate(TABLE[moment]):
        for person in EVERYBODY:
            seen = {door for door in DOORS if asked[moment][person].get(door, NO)[what]}
            if person not in allowed:
                assert seen == set(), (person, ("band", "amount")[what])


@pytest.mark.parametrize("moment", TABLE)
def test_everybody_sees_what_the_table_gives_them(asked: Any, moment: str) -> None:
    for what, allowed in enumerate(TABLE[moment]):
        seen = {person for person in EVERYBODY if any(asked[moment][person].get(door, NO)[what] for door in DOORS)}
        assert seen == allowed


def test_who_stepped_out_sees_nothing_at_any_moment_and_at_no_door(asked: Any) -> None:
    for moment, people in asked.items():
        assert set(people[OUT].values()) == {(False, False)}, moment


def test_the_own_band_after_the_lock_is_the_scorers_alone_and_only_where_the_type_allows_it(tmp_path: Path) -> None:
    world = a_world(tmp_path, own_band_after_lock=True)
    world.prepare()
    world.score()
    seen = {person: world.read(rounds.round, world.round, person).sight for person in (*VOTERS, CLERK, WORKER)}
    assert {one.band for person, one in seen.items() if person in VOTERS} == {"own"}
    assert {one.band for person, one in seen.items() if person not in VOTERS} == {"no"}
    assert {one.money for one in seen.values()} == {"no"}
    world.store.close()
