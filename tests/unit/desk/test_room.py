"""The room on a real store: the words of many people never meet at one head, and a vote is unseen before its count."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bandingdesk.desk.room import RoomDesk
from bandingdesk.ops import Subject
from bandingdesk.panel.meeting import ItemNotOpenError, SeatMissingError
from bandingdesk.panel.moderation import RoundStateError
from bandingdesk.panel.room import presence
from bandingdesk.panel.room.ops import Guest
from bandingdesk.panel.scoring import RevealedError
from bandingdesk.store.queries import letters, panel, room, rounds
from tests.support.panel_store import CHAIR, CLERK, DEPUTY, EP, HEAD, NOW, OFFICER, ON, World, a_world, ratings


@pytest.fixture(scope="module")
def revealed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A meeting in progress with one revealed case."""
    world = a_world(tmp_path_factory.mktemp("room"), votes=True)
    world.prepare()
    world.score()
    world.reveal()
    yield world
    world.store.close()


def at(world: World, person: str) -> RoomDesk:
    world.sit(person)
    return RoomDesk(world.ground)


def test_many_voices_move_neither_meeting_nor_round(revealed: World) -> None:
    heads = [
        revealed.store.load(Subject(*one)).head for one in (("meeting", revealed.meeting), ("round", revealed.round))
    ]
    for person in (EP, HEAD, DEPUTY):
        at(revealed, person).ask_to_speak(revealed.meeting, revealed.item)
        at(revealed, person).give_view(revealed.round, f"{person} sees it so.", "social", 1)
    at(revealed, HEAD).pull_case(revealed.meeting, revealed.item)
    now = [
        revealed.store.load(Subject(*one)).head for one in (("meeting", revealed.meeting), ("round", revealed.round))
    ]
    assert now == heads
    row = revealed.read(room.room, revealed.meeting, revealed.item, HEAD)
    assert (set(row.speakers), row.i_asked, row.i_pulled, row.pulled) == (
        {EP, HEAD, DEPUTY}, True, True, frozenset({revealed.item}),
    )  # fmt: skip
    views = revealed.read(rounds.round, revealed.round, HEAD).minority
    assert [(view.words, view.mine) for view in views if view.mine] == [("p-head sees it so.", True)]
    at(revealed, CHAIR).end_speaking(revealed.meeting, revealed.item, EP)
    assert EP not in revealed.read(room.room, revealed.meeting, revealed.item, HEAD).speakers


def test_a_vote_is_not_seen_before_its_count(revealed: World) -> None:
    at(revealed, CHAIR).open_vote(revealed.meeting, revealed.item, "Amend?", ["Yes", "No"], "by_seat")
    at(revealed, EP).vote(revealed.meeting, revealed.item, "No")
    at(revealed, CLERK).vote(revealed.meeting, revealed.item, "Yes", person=HEAD)
    (vote,) = revealed.read(room.room, revealed.meeting, revealed.item, EP).votes
    assert (vote.given, vote.mine, vote.counts, vote.seats, vote.is_open) == (2, "No", (), (), True)
    at(revealed, CHAIR).count_votes(revealed.meeting, revealed.item)
    (vote,) = revealed.read(room.room, revealed.meeting, revealed.item, EP).votes
    assert (vote.counts, vote.entitled, dict(vote.seats)[HEAD]) == ((("Yes", 1), ("No", 1)), 4, "Yes")


def test_guests_attend_and_a_lost_line_tells_when_it_was_last_heard(revealed: World) -> None:
    guest = Guest("T. Harrow (invented)", "observer", "a neighbouring council")
    made = at(revealed, CLERK).let_guest_in(revealed.meeting, guest, "remote", ON, alone=True).id
    at(revealed, CLERK).record_presence(revealed.meeting, EP, "lost", revealed.item)
    found = revealed.read(room.presences, revealed.meeting)
    assert (found[made].guest_name, found[made].undertaking, found[EP].last_heard) == (guest.name, ON, NOW)
    seats = {seat.person_id: seat for seat in revealed.read(panel.meeting, revealed.meeting, revealed.item).seats}
    assert (seats[EP].attendance, seats[EP].present, seats[EP].last_heard) == ("lost", False, NOW)
    assert not revealed.read(panel.quorum, revealed.meeting, revealed.item).met
    at(revealed, EP).record_presence(revealed.meeting, EP, "remote", revealed.item, alone=True)
    assert revealed.read(panel.quorum, revealed.meeting, revealed.item).met
    with pytest.raises(presence.OthersPresenceError):
        at(revealed, HEAD).record_presence(revealed.meeting, EP, "left")
    with pytest.raises(SeatMissingError):
        at(revealed, OFFICER).record_presence(revealed.meeting, EP, "left")


def test_the_case_in_hand_is_found_by_whoever_comes_next(revealed: World) -> None:
    at(revealed, CHAIR).take_item(revealed.meeting, revealed.item)
    at(revealed, CHAIR).allow_on_screen(revealed.meeting, revealed.item, ["name"])
    assert revealed.read(room.in_hand, revealed.meeting) == revealed.item
    row = revealed.read(room.room, revealed.meeting, revealed.item, DEPUTY)
    assert (row.in_hand, row.allowed) == (revealed.item, ("name",))
    assert row.spent(NOW + timedelta(minutes=6)) == {revealed.item: 360.0}


def test_the_second_of_two_chairs_is_told_that_it_is_revealed(revealed: World) -> None:
    with pytest.raises(RoundStateError) as told:
        revealed.sit(CHAIR).reveal(revealed.round)
    assert "revealed already" in told.value.text()
    assert "All scores and agreed levels are kept" in told.value.text()


def test_a_score_after_the_reveal_is_refused_and_kept_as_a_draft(revealed: World) -> None:
    with pytest.raises(RevealedError) as told:
        revealed.sit(HEAD).lock_scores(revealed.round, ratings())
    assert ("PN-32", "Your draft is kept" in told.value.text()) == (told.value.code, True)


def test_a_case_withdrawn_during_its_item_offers_no_letter_and_takes_no_more(tmp_path: Path) -> None:
    world = a_world(tmp_path)
    world.prepare()
    world.score()
    world.reveal()
    world.agree()
    world.propose()
    at(world, CHAIR).withdraw_item(world.meeting, world.item, "The parents withdrew their request.")
    (row,) = world.read(panel.agenda, world.meeting, CHAIR)
    assert (row.state, row.reason) == ("withdrawn", "The parents withdrew their request.")
    assert len(world.read(rounds.round, world.round, CHAIR).spreads) > 0  # the scores stay
    for act in (world.check_provision, world.recommend):
        with pytest.raises(ItemNotOpenError):
            act()
    assert world.read(letters.letters_to_write) == []
    world.store.close()
