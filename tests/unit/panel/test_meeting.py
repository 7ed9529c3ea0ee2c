from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bandingdesk.panel import meeting, sitting
from bandingdesk.panel.deciding import deferral
from bandingdesk.panel.deciding.deferral import Ways
from bandingdesk.panel.ops import MeetingPlanned, Seat
from tests.support.panel_builders import (
    CHAIR,
    CLERK,
    DEPUTY,
    EP,
    HEAD,
    ITEM,
    ON,
    SEATS,
    SHA,
    VOTERS,
    Panel,
    a_ready_panel,
    hand,
)


def planned(*seats: Seat, starts: str = "09:00", ends: str = "12:00") -> MeetingPlanned:
    return MeetingPlanned("moderation", ON, starts, ends, "Room 1", seats, SHA, SHA)


@pytest.mark.parametrize(
    "body",
    [
        planned(*SEATS[1:]),
        planned(*SEATS, Seat("two", "chair", "SEND officer")),
        planned(*SEATS, Seat(CHAIR, "member", "SEND officer")),
        planned(*SEATS, starts="12:00", ends="12:00"),
    ],
    ids=["no chair", "two chairs", "seated twice", "ends before it starts"],
)
def test_a_plan_needs_one_chair_each_person_once_and_an_end_after_its_start(body: MeetingPlanned) -> None:
    with pytest.raises(meeting.PlanInvalidError):
        meeting.plan("m2", hand(CLERK), body)


def test_a_case_is_once_on_the_agenda_and_readers_vote() -> None:
    panel = Panel()
    with pytest.raises(meeting.ItemUnknownError):
        meeting.add_item(panel.meeting, hand(CLERK), item="i2", case="c1", kind="annual_review", readers=())
    for stranger in (CLERK, "nobody"):
        with pytest.raises(meeting.SeatMissingError):
            meeting.add_item(panel.meeting, hand(CLERK), item="i2", case="c2", kind="plan", readers=(stranger,))


def test_nobody_is_present_who_was_not_recorded() -> None:
    panel = Panel()
    panel.open_meeting(here=())
    assert meeting.presence(panel.meeting, EP, ITEM) == "absent"


def test_attendance_counts_from_the_item_on() -> None:
    panel = Panel()
    panel.ledger.take(meeting.add_item(panel.meeting, hand(CLERK), item="i2", case="c2", kind="plan", readers=()))
    panel.open_meeting(here=(EP,))
    panel.attend(EP, "left", "i2")
    panel.attend(HEAD, "remote", "i2")
    assert meeting.presence(panel.meeting, EP, ITEM) == "present"
    assert meeting.presence(panel.meeting, EP, "i2") == "left"
    assert meeting.presence(panel.meeting, HEAD, ITEM) == "absent"
    assert meeting.presence(panel.meeting, HEAD, "i2") == "remote"


def test_quorum_counts_voting_members_who_are_here_and_free() -> None:
    panel = a_ready_panel()
    counted = panel.sitting.quorum
    assert (counted.present, counted.needed, counted.roles_missing, counted.met) == (4, 3, (), True)
    panel.attend(HEAD, "left")
    assert panel.sitting.quorum.people == (CHAIR, DEPUTY, EP)
    panel.withdraw(DEPUTY)
    lost = panel.sitting.quorum
    assert not lost.met
    assert lost.words == "This case needs 3 voting members and 2 are here."


def test_quorum_asks_for_each_profession_and_says_which_is_missing() -> None:
    panel = a_ready_panel()
    panel.attend(EP, "left")
    counted = panel.sitting.quorum
    assert (counted.present, counted.roles_missing, counted.met) == (3, ("Educational psychology",), False)
    with pytest.raises(sitting.QuorumLostError) as caught:
        panel.sitting.require_quorum()
    assert caught.value.fields["words"] == "Not here: Educational psychology."


def test_who_may_inform_only_does_not_count_for_the_quorum() -> None:
    panel = a_ready_panel()
    panel.declare(HEAD, "yes", "Was the child's head until 2024")
    panel.settle(HEAD, "inform")
    assert panel.sitting.quorum.people == (CHAIR, DEPUTY, EP)


def test_the_deputy_leads_by_itself_where_the_chair_steps_out() -> None:
    panel = a_ready_panel()
    assert panel.sitting.chair == CHAIR
    panel.withdraw(CHAIR)
    assert panel.sitting.chair == DEPUTY
    with pytest.raises(meeting.NotInChairError) as caught:
        panel.sitting.require_chair(CHAIR)
    assert (caught.value.person, caught.value.chair) == (CHAIR, DEPUTY)


def test_the_deputy_leads_where_the_chair_is_away() -> None:
    panel = a_ready_panel()
    panel.attend(CHAIR, "left")
    assert panel.sitting.chair == DEPUTY
    panel.attend(DEPUTY, "left")
    assert panel.sitting.chair is None


def test_the_clerk_leads_acts_but_is_never_in_the_chair() -> None:
    panel = a_ready_panel()
    panel.sitting.require_lead(CLERK)
    with pytest.raises(meeting.NotInChairError):
        panel.sitting.require_chair(CLERK)
    with pytest.raises(meeting.NotInChairError):
        panel.sitting.require_lead(EP)


def test_papers_are_frozen_once() -> None:
    panel = Panel()
    panel.freeze()
    assert panel.meeting.item(ITEM).papers == (("e1", "h1"),)
    with pytest.raises(meeting.ItemNotOpenError):
        panel.freeze()


def test_a_deferral_needs_a_reason_and_a_later_day() -> None:
    panel = a_ready_panel()
    for reason, until in (("", date(2026, 12, 10)), ("Late paper", ON)):
        with pytest.raises(sitting.ReasonMissingError):
            deferral.defer(panel.sitting, hand(), reason, until, Ways(None))
    panel.ledger.take(deferral.defer(panel.sitting, hand(), "Late paper", date(2026, 12, 10), Ways(None)))
    item = panel.meeting.item(ITEM)
    assert (item.state, item.reason, item.until) == ("deferred", "Late paper", date(2026, 12, 10))
    with pytest.raises(meeting.ItemNotOpenError):
        panel.open_round()


def test_a_meeting_opens_once_and_its_end_closes_its_items() -> None:
    panel = a_ready_panel()
    with pytest.raises(meeting.MeetingNotOpenError):
        meeting.open_meeting(panel.meeting, hand())
    with pytest.raises(meeting.NotInChairError):
        meeting.close_meeting(panel.meeting, hand(EP), "abc")
    panel.ledger.take(meeting.close_meeting(panel.meeting, hand(), "abc"))
    assert (panel.meeting.is_closed, panel.meeting.checkpoint) == (True, "abc")
    with pytest.raises(meeting.MeetingNotOpenError):
        panel.open_round()


def test_a_closed_item_takes_no_more_acts() -> None:
    panel = a_ready_panel()
    panel.ledger.take(sitting.close_item(panel.sitting, hand()))
    with pytest.raises(meeting.ItemNotOpenError):
        sitting.close_item(panel.sitting, hand())


def test_all_four_voters_vote() -> None:
    assert tuple(seat.person for seat in Panel().meeting.voters) == VOTERS
    assert replace(Panel().meeting, seats=()).voters == ()
