"""Cases handed over in one act and given back; teams; what the council adopts; the backlog as the store tells it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

import pytest
from openpyxl import load_workbook

from bandingdesk.casework.backlog import policies
from bandingdesk.casework.backlog.policies import FigureInvalidError, MinuteMissingError
from bandingdesk.casework.backlog.reassigning import HandedOnError, NobodyChosenError, NotACaseworkerError
from bandingdesk.council.people import TeamSameError
from bandingdesk.desk.desk import Desk
from bandingdesk.store.queries import backlog, case_duties, caseload, handover, leaving, since, today
from bandingdesk.store.queries.whose import Whose
from tests.support import case_builders as b

COUNT = 40
MINUTE = "SEND board (invented), item 4"


class World(NamedTuple):
    desk: Desk
    cases: tuple[str, ...]
    colleague: str
    gone: str  # was a caseworker until the day before today


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    desk = b.a_desk(tmp_path_factory.mktemp("backlog"))
    people = []
    for name, initials in (("G. Larkspur", "GL"), ("H. Gone", "HG")):
        made = desk.council.add_person(name, initials, "SEND caseworker").id
        desk.council.grant_role(made, "caseworker", date(2024, 4, 2))
        people.append(made)
    desk.council.end_role(people[1], "caseworker", b.TODAY - timedelta(days=1))
    desk.council.grant_role(desk.me_id, "head_of_service", date(2024, 4, 2))
    plans = [b.a_plan(n, next_review=b.TODAY + timedelta(days=n)) for n in range(1, COUNT + 1)]
    desk.casework.take_plans(plans, "list.xlsx", "0" * 64)
    ids = desk.read(lambda conn: caseload.ids(conn, caseload.CaseFilter(), today=b.TODAY))
    yield World(desk, tuple(ids), people[0], people[1])
    desk.close()


@pytest.fixture(autouse=True)
def back(world: World) -> Iterator[None]:
    """Leave every case to nobody: the tests come in any order."""
    yield
    for case, person in held(world).items():
        if person is not None:
            world.desk.backlog.give_back({case: None}, person)


def held(world: World) -> dict[str, str | None]:
    return world.desk.read(lambda conn: case_duties.holders(conn, world.cases))


def test_forty_cases_go_in_one_act_and_come_back_in_one(world: World) -> None:
    before = held(world)
    changes = world.desk.backlog.reassign(before, world.colleague)
    assert len(changes.subjects) == COUNT
    assert set(held(world).values()) == {world.colleague}
    with pytest.raises(HandedOnError) as refused:
        world.desk.backlog.reassign(before, world.desk.me_id)  # the screen still shows that nobody has them
    assert refused.value.fields["count"] == COUNT
    world.desk.backlog.give_back(before, world.colleague)
    assert held(world) == before


def test_one_case_that_went_elsewhere_stops_the_whole_act(world: World) -> None:
    before = held(world)
    first = world.cases[0]
    world.desk.casework.assign(first, world.desk.me_id)
    with pytest.raises(HandedOnError) as refused:
        world.desk.backlog.reassign(before, world.colleague)
    assert refused.value.fields["count"] == 1
    assert set(held(world).values()) == {None, world.desk.me_id}


def test_no_case_goes_to_somebody_who_left(world: World) -> None:
    with pytest.raises(NotACaseworkerError) as refused:
        world.desk.backlog.reassign(held(world), world.gone)
    assert refused.value.fields["name"] == "H. Gone"


def test_nothing_chosen_is_said_to_be_so(world: World) -> None:
    with pytest.raises(NobodyChosenError):
        world.desk.backlog.reassign({}, world.colleague)


def test_cases_of_somebody_who_left_stand_in_today_till_they_are_handed_on(world: World) -> None:
    two = world.cases[:2]
    for case in two:
        world.desk.casework.assign(case, world.gone)
    rows = world.desk.read(lambda conn: case_duties.of_those_who_left(conn, b.TODAY))
    assert [(row.kind, row.subject, row.count) for row in rows] == [("holder", "H. Gone", 2)]
    wanted = caseload.parse(rows[0].where["words"])
    assert world.desk.read(lambda conn: caseload.ids(conn, wanted, today=b.TODAY)) == list(two)
    assert len(world.desk.read(lambda conn: leaving.open_work(conn, world.gone, b.TODAY))) == 2
    world.desk.backlog.give_back(dict.fromkeys(two), world.gone)
    assert world.desk.read(lambda conn: case_duties.of_those_who_left(conn, b.TODAY)) == []


def test_a_handover_list_goes_by_legal_date_and_is_a_workbook(world: World) -> None:
    rows = world.desk.read(lambda conn: handover.handover(conn, world.cases[::-1]))
    assert [row.law_day for row in rows] == sorted(row.law_day for row in rows if row.law_day)
    assert (rows[0].case_id, rows[0].rule, rows[0].last_contact) == (world.cases[0], "AR.NEXT", None)
    content = world.desk.backlog.handover_workbook(["Case", "Last day"], [[row.reference, row.law_day] for row in rows])
    page = load_workbook(io.BytesIO(content)).active
    assert page is not None
    assert [cell.value for cell in page[1]] == ["Case", "Last day"]
    assert page.max_row == COUNT + 1


def test_a_letter_or_meeting_is_the_last_contact(world: World) -> None:
    case = world.cases[5]
    world.desk.casework.hold_review(case, b.a_review(date(2026, 11, 9)))
    rows = world.desk.read(lambda conn: handover.handover(conn, [case]))
    assert (rows[0].last_contact, rows[0].rule) == (date(2026, 11, 9), "AR.DECIDE")


def test_a_person_is_in_the_team_that_started_last_and_its_list_shows_what_they_hold(world: World) -> None:
    desk = world.desk
    desk.backlog.set_team(world.colleague, "North  team", date(2026, 9, 1))
    desk.backlog.set_team(world.colleague, "South team", date(2026, 12, 1))
    with pytest.raises(TeamSameError):
        desk.backlog.set_team(world.colleague, "North team", date(2026, 10, 1))
    assert desk.read(lambda conn: backlog.teams(conn, date(2026, 8, 31))) == {}
    assert desk.read(lambda conn: backlog.teams(conn, b.TODAY)) == {world.colleague: "North team"}
    assert desk.read(lambda conn: backlog.teams(conn, date(2026, 12, 1))) == {world.colleague: "South team"}
    desk.backlog.set_team(world.colleague, "", date(2026, 12, 2))
    assert desk.read(lambda conn: backlog.teams(conn, date(2026, 12, 2))) == {}
    case = world.cases[1]
    desk.backlog.reassign({case: None}, world.colleague)
    wanted = caseload.parse("team:north-team")
    assert desk.read(lambda conn: caseload.ids(conn, wanted, today=b.TODAY)) == [case]
    rows = desk.read(lambda conn: today.do_next(conn, desk.me_id, b.TODAY, 40, Whose("team", "North team")))
    assert [(row.where["case_id"], row.whose) for row in rows] == [(case, world.colleague)]
    everybody = desk.read(lambda conn: today.do_next(conn, desk.me_id, b.TODAY, 40, Whose("all")))
    assert case in {row.where.get("case_id") for row in everybody}
    mine = desk.read(lambda conn: today.do_next(conn, desk.me_id, b.TODAY))
    assert case not in {row.where.get("case_id") for row in mine}


def test_many_reviews_are_one_row_that_opens_their_list(world: World) -> None:
    desk = world.desk
    rows = desk.read(lambda conn: today.do_next(conn, desk.me_id, b.TODAY))
    many = next(row for row in rows if row.kind == "reviews")
    apart = [row for row in rows if row.kind == "review"]
    assert len(apart) == case_duties.APART
    found = desk.read(lambda conn: caseload.ids(conn, caseload.parse(many.where["words"]), today=b.TODAY))
    assert len(found) == many.count + len(apart)


def test_a_policy_adopted_twice_for_one_day_stands_as_adopted_last(world: World) -> None:
    desk, day = world.desk, date(2026, 9, 1)
    assert desk.read(lambda conn: backlog.terms(conn, day)).adopted[policies.PRIORITY].starts is None
    desk.backlog.adopt_priority(("law_day", "looked_after"), day, MINUTE)
    desk.backlog.adopt_priority(("looked_after", "law_day"), day, f" {MINUTE} ")
    found = desk.read(lambda conn: backlog.terms(conn, b.TODAY))
    assert found.order == ("looked_after", "law_day")
    assert (found.adopted[policies.PRIORITY].starts, found.adopted[policies.PRIORITY].minute) == (day, MINUTE)
    assert desk.read(lambda conn: backlog.terms(conn, date(2026, 8, 31))).order == policies.priority(None)
    with pytest.raises(MinuteMissingError):
        desk.backlog.adopt_priority(("law_day",), day, "  ")


def test_hours_and_places_are_dated_and_checked(world: World) -> None:
    desk = world.desk
    hours = replace(policies.hours(None), each=30, people={world.colleague: 10})
    desk.backlog.adopt_hours(hours, b.TODAY, MINUTE)
    found = desk.read(lambda conn: backlog.outlook(conn, b.TODAY))
    assert found.hours_a_week == 30 + 10
    with pytest.raises(FigureInvalidError):
        desk.backlog.adopt_hours(replace(hours, each=-5), b.TODAY, MINUTE)


def test_the_outlook_holds_every_case_with_a_clock_and_the_first_in_the_order(world: World) -> None:
    found = world.desk.read(lambda conn: backlog.outlook(conn, b.TODAY))
    assert found.forecast.total == COUNT
    assert found.last_planned is None
    assert found.first[0].law_day == min(row.law_day for row in found.first)


def test_what_a_colleague_did_is_named_in_the_order_of_the_record(world: World) -> None:
    desk, me = world.desk, world.desk.me_id
    place, day = desk.read(since.last_entry)
    assert day == b.TODAY
    desk.switch(world.colleague)
    for person in (world.colleague, me):
        desk.casework.assign(world.cases[3], person)
    desk.switch(me)
    rows = desk.read(lambda conn: since.news(conn, me, place))
    told = [(row.who, row.kind, row.case_id, row.count) for row in rows]
    assert told == [("G. Larkspur", "case.assigned", world.cases[3], 2)]
    assert desk.read(lambda conn: since.news(conn, me, place + 2)) == []
