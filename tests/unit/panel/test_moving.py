"""A planned meeting is moved or called off with a reason; what waited on it needs another panel."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from bandingdesk.panel.meeting import MeetingBegunError, PlanInvalidError
from bandingdesk.store.queries import caseload, panel
from tests.support import panel_store
from tests.support.panel_store import CLERK, ON, World


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory):
    made = panel_store.a_world(Path(tmp_path_factory.mktemp("moving")))
    yield made
    made.store.close()


def test_a_meeting_is_moved_then_called_off_and_its_case_is_on_no_agenda(world: World) -> None:
    world.plan()
    desk, later = world.sit(CLERK), ON + timedelta(days=14)
    with pytest.raises(PlanInvalidError):
        desk.move_meeting(world.meeting, later, "09:30", "12:30", " ")
    with pytest.raises(PlanInvalidError):
        desk.move_meeting(world.meeting, date(2020, 1, 6), "09:30", "12:30", "The hall is shut.")
    desk.move_meeting(world.meeting, later, "13:30", "16:30", "The hall is shut.")
    moved = world.read(panel.meeting, world.meeting)
    assert (moved.on, moved.starts, moved.state, moved.called_off) == (later, "13:30", "planned", "")
    assert state_of(world) == ("on_agenda", later)
    desk.call_off(world.meeting, "No quorum can be had.")
    off = world.read(panel.meeting, world.meeting)
    assert (off.state, off.called_off) == ("closed", "No quorum can be had.")
    assert state_of(world)[1] is None
    with pytest.raises(MeetingBegunError):
        desk.call_off(world.meeting, "Again.")
    with pytest.raises(MeetingBegunError):
        desk.move_meeting(world.meeting, later, "09:30", "12:30", "Again.")


def state_of(world: World) -> tuple[str, date | None]:
    item = world.read(panel.agenda, world.meeting)[0]
    row = world.read(caseload.window, [item.case_id])[0]
    return row.state, row.panel_on
