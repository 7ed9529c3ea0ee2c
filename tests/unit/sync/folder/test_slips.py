"""A workbook read in at the clerk's laptop, in a record shared by a folder: its sheet is sealed as any other."""

from __future__ import annotations

from pathlib import Path

import pytest

from bandingdesk.desk.desk import Desk
from bandingdesk.ops import Subject
from bandingdesk.panel.scoring import sheet_id
from bandingdesk.store import log
from bandingdesk.store.queries import slips
from tests.support import slip_files as f
from tests.support.panel_store import CHAIR, CLERK, DEPUTY, EP, HEAD
from tests.unit.sync.folder.test_sheets import Room

CANARY = "CANARY-note-4711"


@pytest.fixture
def room(tmp_path: Path):
    made = Room(tmp_path)
    yield made
    for laptop in made.all:
        laptop.close()


def test_it_reaches_other_laptops_sealed_and_opens_with_the_reveal(room, tmp_path):
    round_id = room.open()
    world, store = room.world, room.chair.store
    desk = Desk(store, store.clock, store.ids, CLERK)
    with room.chair:
        made = desk.slips.make(world.meeting, DEPUTY)
        path = tmp_path / "back.xlsx"
        path.write_bytes(f.at_home(desk, made.id, f.answer_all(3, CANARY), made.password))
        desk.slips.read_in(world.meeting, path, password=made.password)
    room.lock(room.chair, CHAIR)
    room.lock(room.ep, EP)
    room.lock(room.head, HEAD)
    room.sync()
    sheet = Subject("sheet", sheet_id(round_id, DEPUTY))
    there = room.ep.store.load(sheet)
    assert (there.is_locked, there.ratings) == (True, ())  # that it is locked is no secret
    with room.ep.store.read() as conn:
        (row,) = slips.slips(conn, world.meeting, EP)
        assert [case.state for case in row.cases] == ["locked"]
        bodies = log.driver(conn).execute("SELECT CAST(p.body AS TEXT) FROM payload p WHERE p.body IS NOT NULL")
        assert not any(CANARY in body for (body,) in bodies.fetchall())
    with room.chair:
        room.panel(room.chair, CHAIR).reveal(round_id)
    room.sync()
    assert {rating.level for rating in room.ep.store.load(sheet).ratings} == {3}
