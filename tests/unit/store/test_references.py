"""Short references after a merge: two devices gave one number while apart; both are found by it, everywhere alike."""

from pathlib import Path

import pytest

from bandingdesk.desk.desk import Desk
from bandingdesk.ops import Subject
from bandingdesk.store import log, replay
from bandingdesk.store.arrive import APPLIED
from tests.support import case_builders as build
from tests.support import two_records


def references(desk: Desk) -> dict[str, str]:
    with desk.store.read() as conn:
        rows = log.driver(conn).execute("SELECT subject, text FROM reference").fetchall()
    return {Subject.parse(subject).id: text for subject, text in rows}


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Desk, Desk]:
    first = build.a_desk(tmp_path)
    build.case_id(first)
    return first, two_records.second(first, tmp_path / "other.desk")


def test_the_later_of_two_cases_with_one_number_has_a_suffix_on_both_devices(pair: tuple[Desk, Desk]):
    one, two = pair
    start = two_records.last_seq(one)
    mine = build.case_id(one, build.a_plan(31))
    theirs = build.case_id(two, build.a_plan(32))
    assert references(one)[mine] == references(two)[theirs] == "2026-0002"
    mine_ops = two_records.entries(one.store, start)
    two_records.carry(two, one, start)
    with two.store.arrival() as arrival:
        arrival.take([(entry, APPLIED) for entry in mine_ops])
    two.store.reconcile()
    assert references(one) == references(two)
    assert (references(one)[mine], references(one)[theirs]) == ("2026-0002", "2026-0002-b")


def test_the_next_case_goes_on_behind_both(pair: tuple[Desk, Desk]):
    one, two = pair
    start = two_records.last_seq(one)
    build.case_id(two, build.a_plan(31))
    build.case_id(two, build.a_plan(32))
    build.case_id(one, build.a_plan(33))
    two_records.carry(two, one, start)
    made = build.case_id(one, build.a_plan(34))
    assert references(one)[made] == "2026-0004"


def test_a_replay_gives_the_same_references(pair: tuple[Desk, Desk]):
    one, two = pair
    start = two_records.last_seq(one)
    build.case_id(two, build.a_plan(31))
    build.case_id(one, build.a_plan(32))
    two_records.carry(two, one, start)
    before = references(one)
    with one.store.jot() as conn:
        replay.rebuild(conn, one.store.registry)
    assert references(one) == before


def test_a_case_of_an_older_program_keeps_the_number_of_its_place(tmp_path: Path):
    from bandingdesk.casework.ops import KINDS
    from bandingdesk.ops import body_of, canonical, plain

    opened = build.a_desk(tmp_path)
    case = build.case_id(opened)
    old = plain(opened.store.load(Subject("case", case)).facts)
    del old["number"]
    assert body_of(KINDS, "case.opened", 1, canonical(old)).number == 0
