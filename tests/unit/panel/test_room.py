"""The room: who counts, what each says in their own words, votes that decide nothing, and the case in hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bandingdesk.consistency import spread
from bandingdesk.panel import meeting, moderation, sitting
from bandingdesk.panel.interests import RecusedError
from bandingdesk.panel.room import ballots, floor, presence, screen, voices
from bandingdesk.panel.room.ops import Guest
from tests.support import panel_builders as b
from tests.support import room_builders as r
from tests.support.panel_builders import CHAIR, CLERK, DEPUTY, EP, HEAD, VOTERS

VOTES = replace(b.TERMS, votes=True)
SPREAD = spread.spread("learning", [2] * 4, tolerance=1, disagreement=2)


def agree(panel: r.RoomPanel, level: int = 2, code: str | None = None, reason: str = "", found=SPREAD) -> None:
    op = moderation.agree(
        panel.round, panel.sitting, panel.hand(), level, found, scale=b.SCALE, codes=b.CODES, reason_code=code,
        reason=reason,
    )  # fmt: skip
    panel.ledger.take(op)


# Who is here


def test_each_says_that_they_are_here_and_the_meetings_head_stays() -> None:
    panel = r.a_room()
    head = panel.meeting.head
    panel.say(HEAD, "left")
    assert (panel.sitting.quorum.present, panel.meeting.head) == (3, head)


def test_a_member_records_their_own_presence_alone_and_the_clerk_everybodys() -> None:
    panel = r.a_room()
    with pytest.raises(presence.OthersPresenceError) as told:
        panel.say(HEAD, "left", by=EP)
    assert told.value.code == "RM-01"
    with pytest.raises(meeting.SeatMissingError):
        panel.say("stranger", "present", by=CLERK)
    panel.say(HEAD, "left", by=CLERK)
    assert not panel.sitting.is_here(HEAD)


def test_who_left_is_gone_for_every_case_the_panel_still_works_on() -> None:
    panel = r.a_room()
    op = meeting.add_item(panel.meeting, b.hand(CLERK), item="i2", case="c2", kind="annual_review", readers=())
    panel.ledger.take(op)
    panel.say(EP, "left")
    assert [panel.at(item).is_here(EP) for item in (b.ITEM, "i2")] == [False, False]


def test_a_remote_member_counts_once_alone_there_is_confirmed() -> None:
    panel = r.a_room()
    panel.say(EP, "remote")
    counted = panel.sitting.quorum
    assert (counted.met, counted.unconfirmed) == (False, (EP,))
    assert "not confirmed that nobody else can see or hear" in counted.words
    panel.say(EP, "remote", alone=True, undertaking=date(2026, 11, 20))
    assert panel.sitting.quorum.met


def test_a_lost_connection_recounts_the_quorum_and_agreeing_waits_until_it_is_back() -> None:
    panel = r.a_room()
    panel.say(EP, "lost", by=CLERK)
    with pytest.raises(sitting.QuorumLostError) as told:
        agree(panel)
    assert told.value.roles_missing == ("Educational psychology",)
    panel.say(EP, "remote", alone=True)
    agree(panel)
    assert panel.round.levels == {"learning": 2}


def test_what_is_agreed_stands_on_who_was_counted() -> None:
    panel = r.a_room()
    agree(panel)
    seen = {str(subject) for subject, _ in panel.ledger.ops[-1].seen}
    assert seen == {"meeting:m1", *(f"presence:m1.{person}" for person in VOTERS)}


@pytest.mark.parametrize(
    ("guest", "day", "error"),
    [
        (Guest("", "observer"), date(2026, 11, 20), presence.GuestUnnamedError),
        (Guest("T. Harrow", "observer"), None, presence.UndertakingMissingError),
        (Guest("T. Harrow", "parent_representative"), date(2026, 12, 1), presence.UndertakingMissingError),
    ],
)
def test_a_guest_needs_a_name_and_a_dated_undertaking(guest: Guest, day: date | None, error: type) -> None:
    panel = r.a_room()
    with pytest.raises(error):
        panel.say("guest-1", "present", by=CLERK, guest=guest, undertaking=day)


def test_a_guest_is_here_and_never_counts() -> None:
    panel = r.a_room()
    guest = Guest("K. Lindale", "parent_representative", "the forum")
    panel.say("guest-1", "present", by=CLERK, guest=guest, undertaking=date(2026, 11, 20))
    assert (panel.sitting.quorum.present, "guest-1" in panel.sitting.here) == (4, False)
    panel.say("guest-1", "left", by=CLERK)  # the name and the undertaking stay
    assert panel.ledger.get("presence", "m1.guest-1").guest == guest


def test_the_deputy_leads_when_the_chair_goes_and_nobody_where_there_is_none() -> None:
    panel = r.a_room()
    panel.say(CHAIR, "left", by=CLERK)
    assert panel.sitting.chair == DEPUTY
    panel.say(DEPUTY, "lost", by=CLERK)
    with pytest.raises(sitting.NobodyLeadsError) as told:
        panel.sitting.require_lead(HEAD)
    assert (told.value.code, told.value.chair) == ("RM-08", None)
    panel.sitting.require_lead(CLERK)  # the clerk can still put the case off


# What members say


def test_who_asked_first_speaks_first() -> None:
    panel = r.a_room()
    for person in (HEAD, EP):
        panel.ledger.take(voices.ask_to_speak(panel.sitting, panel.voice(person), panel.hand(person)))
    waiting = [(one, panel.voice(one).asked_at) for one in (EP, HEAD)]  # type: ignore[union-attr]
    assert voices.queue(waiting) == (HEAD, EP)  # type: ignore[arg-type]
    with pytest.raises(voices.VoiceStateError):
        voices.ask_to_speak(panel.sitting, panel.voice(EP), panel.hand(EP))
    panel.ledger.take(voices.end_speaking(panel.voice(HEAD), panel.sitting, panel.hand(CHAIR)))  # type: ignore[arg-type]
    with pytest.raises(meeting.NotInChairError):
        voices.end_speaking(panel.voice(EP), panel.sitting, panel.hand(HEAD))  # type: ignore[arg-type]
    panel.ledger.take(voices.end_speaking(panel.voice(EP), panel.sitting, panel.hand(EP)))  # type: ignore[arg-type]
    assert panel.voice(EP).asked_at is None  # type: ignore[union-attr]


def test_any_voting_member_pulls_a_case_without_a_reason_and_nobody_who_stepped_out() -> None:
    panel = r.a_room()
    panel.ledger.take(voices.pull_case(panel.sitting, None, panel.hand(HEAD)))
    assert panel.voice(HEAD).pulled_at is not None  # type: ignore[union-attr]
    with pytest.raises(meeting.SeatMissingError):
        voices.pull_case(panel.sitting, None, panel.hand("stranger"))
    panel.withdraw(EP)
    with pytest.raises(RecusedError):
        voices.pull_case(panel.sitting, None, panel.hand(EP))


def test_a_view_leaves_the_rounds_head_alone_and_is_kept_whole() -> None:
    panel = r.a_room()
    head = panel.round.head
    for words in ("Two levels higher.", "And the school says so."):
        op = voices.give_view(
            panel.sitting, panel.round, panel.voice(HEAD), panel.hand(HEAD), words, strand="social", level=5,
            scale=b.SCALE,
        )  # fmt: skip
        panel.ledger.take(op)
    assert [view.words for view in panel.voice(HEAD).views] == ["Two levels higher.", "And the school says so."]  # type: ignore[union-attr]
    assert panel.round.head == head
    with pytest.raises(moderation.WordsMissingError):
        voices.give_view(panel.sitting, panel.round, None, panel.hand(EP), " ", scale=b.SCALE)


# Votes


def test_a_panel_type_without_votes_has_none() -> None:
    panel = r.a_room()
    with pytest.raises(ballots.NoVotesError) as told:
        ballots.open_vote(panel.sitting, None, panel.hand(), "Band 3?", ["Yes", "No"], "by_seat")
    assert told.value.code == "RM-05"


def test_votes_by_seat_count_those_present_and_free_and_say_a_tie() -> None:
    panel = r.a_room(VOTES)
    panel.ledger.take(ballots.open_vote(panel.sitting, None, panel.hand(), "Band 3?", ["Yes", "No"], "by_seat"))
    for person, choice in ((CHAIR, "Yes"), (DEPUTY, "No"), (EP, "Yes"), (HEAD, "No")):
        op = ballots.vote(panel.sitting, panel.ballot(), panel.voice(person), panel.hand(person), choice)
        panel.ledger.take(op)
    panel.say(HEAD, "left")  # whose vote counts no more: only who is here may vote
    given = [voice for person in VOTERS if (voice := panel.voice(person))]
    panel.ledger.take(ballots.count_votes(panel.sitting, panel.ballot(), panel.hand(), voices=given))
    vote = panel.ballot().votes[0]  # type: ignore[union-attr]
    assert [(one.option, one.votes) for one in vote.counts] == [("Yes", 2), ("No", 1)]
    assert (vote.entitled, ballots.leading(vote.counts)) == ((CHAIR, DEPUTY, EP), "Yes")
    assert panel.round.levels == {}  # it agrees no level
    assert ballots.leading((replace(vote.counts[0], votes=1), vote.counts[1])) is None


def test_a_show_of_hands_counts_no_more_hands_than_members() -> None:
    panel = r.a_room(VOTES)
    panel.ledger.take(ballots.open_vote(panel.sitting, None, panel.hand(), "Band 3?", ["Yes", "No"], "open"))
    with pytest.raises(ballots.VoteInvalidError) as told:
        ballots.count_votes(panel.sitting, panel.ballot(), panel.hand(), shown_hands={"Yes": 4, "No": 1})
    assert "5 votes, and 4 members may vote" in told.value.text()
    with pytest.raises(ballots.NoVotesError):
        ballots.vote(panel.sitting, panel.ballot(), None, panel.hand(EP), "Yes")


# The case in hand


def test_the_last_word_on_the_case_in_hand_counts_whoever_of_those_who_lead_says_it() -> None:
    panel = r.a_room()
    panel.ledger.take(floor.take(panel.sitting, panel.floor(), panel.hand(CHAIR)))
    panel.ledger.take(floor.take(panel.at(b.ITEM), panel.floor(CLERK), panel.hand(CLERK)))
    taken = [one for who in (CHAIR, CLERK) for one in panel.floor(who).taken]  # type: ignore[union-attr]
    assert floor.in_hand(taken) == (b.ITEM, panel.now)
    with pytest.raises(meeting.NotInChairError):
        floor.take(panel.sitting, None, panel.hand(HEAD))


def test_time_in_hand_adds_up_over_leaving_and_coming_back() -> None:
    t = b.NOW
    taken = [
        floor.Taken("i1", t),
        floor.Taken("i2", t + timedelta(minutes=5)),
        floor.Taken("i1", t + timedelta(minutes=9)),
    ]
    spent = floor.elapsed(taken, {"i2": t + timedelta(minutes=7)}, t + timedelta(minutes=10))
    assert spent == {"i1": timedelta(minutes=6), "i2": timedelta(minutes=2)}
    end = floor.forecast(["i1", "i3"], ["i3"], spent, ["i2"], 15, t)
    assert end == t + timedelta(minutes=9 + 1)  # nine of fifteen minutes are left, a case without talk takes one


def test_the_chairs_switch_falls_back_at_the_next_case() -> None:
    panel = r.a_room()
    panel.ledger.take(floor.allow_on_screen(panel.sitting, None, panel.hand(), ["name"]))
    assert panel.floor().allowed == ("name",)  # type: ignore[union-attr]
    panel.ledger.take(floor.take(panel.sitting, panel.floor(), panel.hand()))
    assert panel.floor().allowed == ()  # type: ignore[union-attr]
    with pytest.raises(meeting.NotInChairError):
        floor.allow_on_screen(panel.sitting, None, panel.hand(CLERK), ["name"])
    with pytest.raises(ValueError, match="no switch"):
        floor.allow_on_screen(panel.sitting, panel.floor(), panel.hand(), ["diagnosis"])


def test_the_rooms_screen_hides_whatever_nobody_allowed() -> None:
    assert screen.allowed(()) == frozenset(screen.ALWAYS)
    assert screen.allowed(("band", "name", "hide_names", "something new"), ("money", "age")) == {
        *screen.ALWAYS, "band", "money",
    }  # fmt: skip
    assert screen.hidden(screen.allowed(("band",))) == ("name", "school", "money")


# Withdrawn, ties


def test_a_case_withdrawn_keeps_its_scores_and_takes_nothing_more() -> None:
    panel = r.a_room()
    with pytest.raises(sitting.WithdrawalUnexplainedError):
        sitting.withdraw_item(panel.sitting, panel.hand(), " ")
    panel.ledger.take(sitting.withdraw_item(panel.sitting, panel.hand(), "The parents withdrew their request."))
    item = panel.meeting.item(b.ITEM)
    assert (item.state, item.reason, item.ended_at) == ("withdrawn", "The parents withdrew their request.", panel.now)
    assert panel.round.is_revealed
    for act in (lambda: agree(panel), lambda: panel.indicate(), lambda: panel.propose()):
        with pytest.raises((meeting.ItemNotOpenError, moderation.LevelsOpenError)):
            act()


@pytest.mark.parametrize(("rule", "level"), [("higher", 3), ("lower", 2)])
def test_the_councils_rule_for_ties_is_a_reason_for_its_own_level_alone(rule: str, level: int) -> None:
    tied = spread.spread("learning", [2, 2, 3, 3], tolerance=1, disagreement=2)
    panel = r.a_room(replace(b.TERMS, tie_rule=rule, tie_minute="Minute 14 (invented)"))  # type: ignore[arg-type]
    assert (tied.middle, moderation.tie_level(tied.median_x2, panel.terms)) == (None, level)
    with pytest.raises(moderation.ChangeReasonError):
        agree(panel, 5 - level, moderation.TIE_RULE, "The rule.", tied)
    agree(panel, level, moderation.TIE_RULE, "The higher level (Minute 14).", tied)
    assert panel.round.agreed[0].reason_code == moderation.TIE_RULE


def test_without_a_rule_for_ties_the_panel_says_why() -> None:
    tied = spread.spread("learning", [2, 2, 3, 3], tolerance=1, disagreement=2)
    panel = r.a_room()
    assert moderation.tie_level(tied.median_x2, panel.terms) is None
    with pytest.raises(moderation.ChangeReasonError):
        agree(panel, 3, moderation.TIE_RULE, "The rule.", tied)
    agree(panel, 3, "between", "The school's record reads so.", tied)
