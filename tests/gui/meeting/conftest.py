"""A meeting in progress on a real desk, taken by acts to the step that a test begins with."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from bandingdesk.ops import Subject
from bandingdesk.store.queries import casework, rounds
from bandingdesk.ui.jobs import InlineJobs
from bandingdesk.ui.messages import Messages
from bandingdesk.ui.workspaces.meeting.view_model import MeetingViewModel
from tests.support import founding
from tests.support.panel_morning import STARTS, VOTERS, Morning

DECIDER = "HO"


class Room:
    """The meeting of a morning with its first case in hand. Each step returns the id of what it made."""

    def __init__(self, morning: Morning) -> None:
        self.morning = morning
        self.desk = morning.desk
        self.round_id = ""
        council = self.desk.council
        with founding.before_the_story():
            person = council.add_person("H. Osei", DECIDER, "Head of SEND").id
            council.grant_role(person, "decision_maker", STARTS)
            council.keep_pin(person, council.make_pin("2468"))
        morning.people[DECIDER] = person

    @property
    def item(self) -> str:
        """The item in hand."""
        return self.morning.items[0]

    def open(self) -> None:
        """Open the meeting with all seats present, and blind scoring on the first case."""
        self.round_id = self.morning.open_round(0)
        self.morning.as_("RA")
        self.desk.panel.open_meeting(self.morning.meeting)
        for person in self.morning.people.values():
            if person != self.morning.people[DECIDER]:
                self.desk.panel.record_attendance(self.morning.meeting, person, "present")

    def lock_all(self, levels: dict[str, int]) -> None:
        """Lock a sheet for each of LEVELS: initials to one level throughout."""
        for who, level in levels.items():
            self.morning.lock(who, self.round_id, level)
        self.morning.as_("RA")

    def reveal(self) -> None:
        """Open, lock everybody at level 2 but one on level 3, and reveal. The middle is 2, nothing is flagged."""
        self.open()
        self.lock_all({**dict.fromkeys(VOTERS, 2), "JW": 3})
        self.desk.panel.reveal(self.round_id)

    def agree(self) -> None:
        """Reveal and agree every level at its middle, so that the band appears."""
        self.reveal()
        self.desk.panel.agree_rest(self.round_id)

    def round(self, who: str = "RA") -> rounds.RoundRow:
        """The round as WHO sees it."""
        return self.desk.read(lambda conn: rounds.round(conn, self.round_id, self.morning.people[who]))

    def bodies(self, kind: str, id_: str) -> list[Any]:
        """What was recorded on a subject, the oldest first."""
        return [op.body for op in self.desk.store.history(Subject(kind, id_))]

    def papers(self) -> tuple[str, ...]:
        """The papers of the first case."""
        return tuple(row.id for row in self.desk.read(lambda conn: casework.evidence(conn, self.morning.cases[0])))


@pytest.fixture
def room(morning: Morning) -> Room:
    """The room before the meeting opens."""
    return Room(morning)


@pytest.fixture
def make_view(qapp, clock) -> Callable[[Room], MeetingViewModel]:
    """A function that returns a view model on the room's meeting, for the person at the keys."""
    kept = []

    def make(room: Room) -> MeetingViewModel:
        messages = Messages()
        jobs = InlineJobs(messages)
        view = MeetingViewModel(room.desk, jobs, messages, clock)
        kept.append((messages, jobs, view))
        view.open(room.morning.meeting, room.item)
        return view

    return make


def answer(view: MeetingViewModel) -> None:
    """Answer each report as relied on, with a reason."""
    view.form.answers = dict.fromkeys(view.answers, ("relied", "It is the latest on this."))
    view.edit()
    view.answer()
    assert view.error is None


def fill(view: MeetingViewModel, *, band: str = "", reason_code: str = "") -> None:
    """Fill in a proposal: the indicated band, or BAND with a reason."""
    form = view.form.proposal
    assert view.seen is not None
    assert view.seen.round is not None
    assert view.seen.round.band is not None
    form.outcome, form.legal_test, form.changes = "amend", "The provision meets the need.", "Speech therapy each week"
    form.fits, form.fit_words = "yes", "The levels describe the child."
    form.band = band or view.seen.round.band.band or ""
    form.reason_code, form.reason = reason_code, "Two moves this year." if reason_code else ""
    form.views_considered = "The parents' letter was read out."
    form.starts, form.review_by = date(2027, 1, 4).isoformat(), date(2027, 11, 4).isoformat()
    view.edit()
