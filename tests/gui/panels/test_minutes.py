"""The end of a meeting: what waits for it, its closing, and the minutes that are ready then."""

from __future__ import annotations

import pytest

from bandingdesk.store.queries import after
from bandingdesk.ui.jobs import InlineJobs
from bandingdesk.ui.messages import Messages
from bandingdesk.ui.workspaces.panels.minutes_view_model import MinutesViewModel


@pytest.fixture
def end(morning):
    """The end of the morning's meeting, open, with the clerk at the keys."""
    morning.as_("RA")
    here = {morning.people[who]: "present" for who in ("RA", "LO", "JW", "PL", "CM")}
    morning.desk.panel.open_meeting(morning.meeting, attendance=here)
    morning.as_("CM")
    model = MinutesViewModel(morning.desk, InlineJobs(Messages()))
    model.open(morning.meeting)
    return model


def test_minutes_are_ready_when_the_meeting_closes(end, morning):
    assert (end.seen.is_open, end.seen.leads, end.seen.waiting) == (True, True, 4)
    assert end.seen.to_approve == ()
    end.freeze()
    assert end.error.code == "AF-10"
    end.close_meeting()
    assert end.seen.is_over
    assert end.seen.whole.is_frozen
    rows = [morning.desk.read(lambda conn, one=one: after.minutes(conn, morning.meeting, one)) for one in morning.items]
    assert all(row.is_frozen for row in rows)
    end.open_paper("Minutes", public=True)
    assert end.paper.startswith(b"%PDF")
    end.close_paper()
    assert (end.paper, end.paper_title) == (None, "")


def test_who_has_no_lead_there_closes_nothing(end, morning):
    morning.as_("LO")
    end.refresh()
    assert not end.seen.leads
    end.close_meeting()
    assert end.error is not None
    assert end.seen.is_open
