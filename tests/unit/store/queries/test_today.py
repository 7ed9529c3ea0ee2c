"""Today: what waits for whom, most urgent by law first, and the legal dates by week."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from bandingdesk.desk.desk import Desk
from bandingdesk.store.queries import today
from tests.support import case_builders as b
from tests.support import panel_store
from tests.support.panel_store import CHAIR, CLERK, EP, OFFICER, ON, VOTERS, World


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = b.a_desk(tmp_path)
    yield made
    made.close()


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = panel_store.a_world(tmp_path)
    yield made
    made.store.close()


def reviewed(desk: Desk, number: int, on: date) -> str:
    case = b.case_id(desk, b.a_plan(number))
    desk.casework.hold_review(case, b.a_review(on))
    return case


def kinds(world: World, person: str) -> list[str]:
    return [row.kind for row in world.read(today.do_next, person, ON)]


def test_past_a_legal_date_comes_before_soon_and_soon_before_the_rest(desk: Desk) -> None:
    plain = reviewed(desk, 1, b.TODAY - timedelta(days=7))
    late = reviewed(desk, 2, b.TODAY - timedelta(days=35))
    soon = reviewed(desk, 3, b.TODAY - timedelta(days=25))
    rows = desk.read(lambda conn: today.do_next(conn, desk.me_id, b.TODAY))
    assert [(row.where["case_id"], row.tone) for row in rows] == [(late, "late"), (soon, "soon"), (plain, "plain")]
    # 35 days after the meeting the 4 weeks of reg 20(10) are a week past.
    assert rows[0].due == b.TODAY - timedelta(days=7)


def test_legal_dates_are_counted_by_week_from_monday(desk: Desk) -> None:
    """Today is Monday 23 November 2026."""
    for number, days in enumerate((-1, 0, 6, 7, 13)):
        reviewed(desk, number + 1, b.TODAY + timedelta(days=days - 28))
    for number, days in enumerate((-1, 41, 42)):  # next reviews: one whose twelve months are over is late by law too
        b.case_id(desk, b.a_plan(number + 50, next_review=b.TODAY + timedelta(days=days)))
    rows = desk.read(lambda conn: today.legal_weeks(conn, b.TODAY))
    assert [row.count for row in rows] == [2, 2, 2, 0, 0, 0, 1]
    assert [row.starts for row in rows[:3]] == [None, b.TODAY, date(2026, 11, 30)]
    assert [row.tone for row in rows[:3]] == ["late", "soon", "plain"]


def test_a_member_answers_then_scores_and_a_clerk_does_neither(world: World) -> None:
    world.plan()
    assert "interest" in kinds(world, EP)
    assert "interest" not in kinds(world, CLERK)
    world.store.close()


def test_scores_wait_for_those_who_have_not_locked(world: World) -> None:
    world.prepare()
    world.round = world.sit(CHAIR).open_round(world.meeting, world.item).id
    world.sit(EP).lock_scores(world.round, panel_store.ratings())
    assert ["score" in kinds(world, person) for person in (EP, CHAIR)] == [False, True]
    row = next(row for row in world.read(today.do_next, CHAIR, ON) if row.kind == "score")
    assert row.where["round_id"] == world.round
    ready = world.read(today.next_panel, EP, ON)
    assert (ready.meeting_id, ready.locked, ready.to_lock, ready.interests_answered) == (world.meeting, 1, 1, 1)


def test_a_recommended_decision_waits_for_the_decision_maker_alone(world: World) -> None:
    world.prepare()
    world.score()
    for step in (world.reveal, world.agree, world.propose, world.recommend):
        step()
    assert [person for person in (*VOTERS, OFFICER) if "sign" in kinds(world, person)] == [OFFICER]
    world.sign()
    assert "sign" not in kinds(world, OFFICER)


def test_interests_and_scores_are_counted_for_voting_seats_alone(world: World) -> None:
    world.prepare()
    world.round = world.sit(CHAIR).open_round(world.meeting, world.item).id
    counted = {}
    for person in (EP, CLERK):
        ready = world.read(today.next_panel, person, ON)
        counted[person] = (ready.meeting_id, ready.interests_asked, ready.interests_answered, ready.to_lock)
    assert counted == {EP: (world.meeting, 1, 1, 1), CLERK: (world.meeting, 0, 0, 0)}


def test_nobody_has_a_next_panel_without_a_meeting(desk: Desk) -> None:
    assert desk.read(lambda conn: today.next_panel(conn, desk.me_id, b.TODAY)) is None
