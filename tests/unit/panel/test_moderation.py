from __future__ import annotations

import pytest

from bandingdesk.consistency import spread
from bandingdesk.panel import interests, meeting, moderation, sitting
from bandingdesk.panel.ops import LevelAgreed
from tests.support.panel_builders import (
    CHAIR,
    CLERK,
    CODES,
    DEPUTY,
    EP,
    HEAD,
    SCALE,
    SHA,
    STRANDS,
    VOTERS,
    Panel,
    a_ready_panel,
    a_scored_panel,
    an_agreed_panel,
    hand,
    indicated,
)

SHEETS = ((2, 3, 1), (2, 5, 1), (3, 2, 1), (2, 3, 2))


def spread_of(strand: str, *levels: int) -> spread.Spread:
    return spread.spread(strand, levels, tolerance=1, disagreement=2)


def a_revealed_panel() -> Panel:
    panel = a_scored_panel(*SHEETS)
    panel.reveal()
    return panel


def test_a_round_opens_on_frozen_papers_only() -> None:
    panel = Panel()
    for person in VOTERS:
        panel.declare(person)
    with pytest.raises(meeting.PapersOpenError):
        panel.open_round()


def test_a_round_waits_for_everybodys_interests() -> None:
    panel = Panel()
    panel.declare(CHAIR)
    panel.declare(EP, "unsure", "Perhaps a neighbour")
    panel.freeze()
    with pytest.raises(interests.InterestOpenError) as caught:
        panel.open_round()
    assert caught.value.people == (DEPUTY, EP, HEAD)


def test_scorers_are_the_voting_members_who_are_here_and_free() -> None:
    panel = a_ready_panel()
    panel.withdraw(HEAD)
    panel.attend(DEPUTY, "left")
    panel.open_round()
    assert panel.round.scorers == (CHAIR, EP)


def test_a_round_without_a_scorer_does_not_open() -> None:
    panel = a_ready_panel()
    for person in VOTERS[1:]:
        panel.attend(person, "left")
    panel.withdraw(CHAIR)
    with pytest.raises(moderation.NobodyScoresError):
        moderation.open_round(panel.sitting, hand(CLERK), "r1", STRANDS)


def test_a_case_is_scored_afresh_only_after_a_return() -> None:
    panel = a_ready_panel()
    panel.open_round()
    with pytest.raises(moderation.RoundStateError):
        panel.open_round("r2")
    panel.lock(EP, 2, 3, 1)
    panel.reveal(words="Slips follow")
    with pytest.raises(moderation.RoundStateError):
        panel.open_round("r2")
    panel.open_round("r2", was_returned=True)
    assert panel.ledger.get("round", "r2").number == 2


def test_the_reveal_is_refused_while_a_score_is_missing() -> None:
    panel = a_scored_panel(*SHEETS[:3])
    with pytest.raises(moderation.ScoresMissingError) as caught:
        panel.reveal()
    assert caught.value.people == (HEAD,)
    assert not panel.round.is_revealed


def test_the_chairs_words_for_going_on_are_kept_with_who_is_missing() -> None:
    panel = a_scored_panel(*SHEETS[:3])
    panel.reveal(words="Called away, told the room their view")
    assert (panel.round.missing, panel.round.words) == ((HEAD,), "Called away, told the room their view")
    assert [sheet.person for sheet in panel.round.sheets] == [CHAIR, DEPUTY, EP]


def test_a_reveal_of_nothing_is_refused_even_with_words() -> None:
    with pytest.raises(moderation.ScoresMissingError):
        a_scored_panel().reveal(words="Go on")


def test_the_sheet_of_a_member_who_stepped_out_since_stays_sealed() -> None:
    panel = a_scored_panel(*SHEETS)
    panel.withdraw(HEAD)
    panel.reveal()
    assert HEAD not in [sheet.person for sheet in panel.round.sheets]
    assert panel.round.missing == ()


def test_the_reveal_has_seen_every_locked_sheet_also_one_that_stays_sealed() -> None:
    panel = a_scored_panel(*SHEETS)
    panel.withdraw(HEAD)
    op = moderation.reveal(panel.round, panel.sitting, hand(), panel.locked())
    assert {subject.id for subject, _ in op.seen if subject.kind == "sheet"} == {
        sheet.sheet for sheet in panel.locked()
    }
    assert len(panel.locked()) == len(op.body.sheets) + 1


def test_only_the_chair_or_the_clerk_reveals_and_only_in_an_open_meeting() -> None:
    panel = a_scored_panel(*SHEETS)
    with pytest.raises(meeting.NotInChairError):
        moderation.reveal(panel.round, panel.sitting, hand(EP), panel.locked())
    closed = Panel()
    for person in VOTERS:
        closed.declare(person)
    closed.freeze()
    closed.open_round()
    closed.lock(EP, 2, 3, 1)
    with pytest.raises(meeting.MeetingNotOpenError):
        closed.reveal(words="Early")


def test_a_round_is_revealed_once() -> None:
    panel = a_revealed_panel()
    with pytest.raises(moderation.RoundStateError):
        panel.reveal()


def test_the_middle_score_needs_no_reason() -> None:
    panel = a_revealed_panel()
    panel.agree("learning", 2, spread_of("learning", 2, 2, 3, 2))
    assert panel.round.levels == {"learning": 2}
    assert panel.round.state == "revealed"


@pytest.mark.parametrize(
    ("code", "reason"), [(None, ""), ("evidence", " "), (None, "We read it again"), ("other", "We read it again")]
)
def test_a_level_off_the_middle_needs_a_listed_code_and_a_line(code: str | None, reason: str) -> None:
    panel = a_revealed_panel()
    with pytest.raises(moderation.ChangeReasonError) as caught:
        panel.agree("learning", 3, spread_of("learning", 2, 2, 3, 2), code, reason)
    assert caught.value.fields["strand"] == "learning"


def test_a_level_off_the_middle_is_kept_with_its_reason() -> None:
    panel = a_revealed_panel()
    panel.agree("learning", 3, spread_of("learning", 2, 2, 3, 2), "evidence", "The report of March was read again")
    assert panel.round.agreed == (LevelAgreed("learning", 3, 4, "evidence", "The report of March was read again"),)


@pytest.mark.parametrize("level", [2, 3])
def test_no_level_is_proposed_where_the_middle_falls_between_two(level: int) -> None:
    panel = a_revealed_panel()
    with pytest.raises(moderation.ChangeReasonError):
        panel.agree("learning", level, spread_of("learning", 2, 2, 3, 3))
    panel.agree("learning", level, spread_of("learning", 2, 2, 3, 3), "between", "Both ends spoke to the same report")
    assert panel.round.agreed[0].median_x2 == 5


def test_losing_the_quorum_pauses_agreement() -> None:
    panel = a_revealed_panel()
    panel.attend(EP, "left")
    with pytest.raises(sitting.QuorumLostError):
        panel.agree("learning", 2, spread_of("learning", 2, 2, 3, 2))
    panel.attend(EP, "remote")
    panel.agree("learning", 2, spread_of("learning", 2, 2, 3, 2))


def test_no_level_is_agreed_before_the_reveal() -> None:
    panel = a_scored_panel(*SHEETS)
    with pytest.raises(moderation.RoundStateError):
        panel.agree("learning", 2, spread_of("learning", 2, 2, 3, 2))


def test_agreeing_the_rest_takes_whole_unflagged_middles_in_one_op() -> None:
    panel = a_revealed_panel()
    found = [spread_of("learning", 2, 2, 3, 2), spread_of("social", 3, 5, 2, 3), spread_of("care", 1, 1, 2, 2)]
    panel.ledger.take(moderation.agree_rest(panel.round, panel.sitting, hand(), found))
    assert panel.round.levels == {"learning": 2}  # social is flagged, care falls between two levels
    with pytest.raises(moderation.RoundStateError):
        moderation.agree_rest(panel.round, panel.sitting, hand(), found)


def test_a_strand_that_is_scored_again_waits_for_its_new_scores() -> None:
    panel = a_revealed_panel()
    panel.open_round("r2", ("social",), first=panel.round)
    again = panel.ledger.get("round", "r2")
    assert (again.number, again.first, again.strands) == (2, "r1", ("social",))
    with pytest.raises(moderation.RoundStateError):
        moderation.agree(
            panel.round,
            panel.sitting,
            hand(),
            3,
            spread_of("social", 3, 5, 2, 3),
            scale=SCALE,
            codes=CODES,
            rescoring={"social"},
        )
    with pytest.raises(moderation.RoundStateError):
        moderation.agree_rest(panel.round, panel.sitting, hand(), [spread_of("care", 1, 1, 1, 1)], rescoring={"care"})


def test_a_level_that_is_agreed_is_not_scored_again() -> None:
    panel = a_revealed_panel()
    panel.agree("learning", 2, spread_of("learning", 2, 2, 3, 2))
    with pytest.raises(moderation.RoundStateError):
        panel.open_round("r2", ("learning", "social"), first=panel.round)


def test_levels_are_agreed_on_the_first_round_alone() -> None:
    panel = a_revealed_panel()
    panel.open_round("r2", ("social",), first=panel.round)
    for person in VOTERS:
        panel.lock(person, 3, round_id="r2")
    panel.reveal(round_id="r2")
    with pytest.raises(moderation.RoundStateError):
        moderation.require_agreeing(panel.ledger.get("round", "r2"), panel.sitting, hand())


def test_a_minority_view_is_kept_beside_the_agreed_level() -> None:
    panel = a_revealed_panel()
    panel.agree("learning", 2, spread_of("learning", 2, 2, 3, 2))
    op = moderation.record_minority_view(
        panel.round, panel.sitting, hand(EP), "Level 3 by the report of March", strand="learning", level=3, scale=SCALE
    )
    panel.ledger.take(op)
    view = panel.round.minority[0]
    assert (view.person, view.strand, view.level) == (EP, "learning", 3)
    assert panel.round.levels == {"learning": 2}


def test_a_minority_view_needs_words_a_seat_and_a_free_member() -> None:
    panel = a_revealed_panel()
    with pytest.raises(moderation.WordsMissingError):
        moderation.record_minority_view(panel.round, panel.sitting, hand(EP), " ", scale=SCALE)
    with pytest.raises(meeting.SeatMissingError):
        moderation.record_minority_view(panel.round, panel.sitting, hand("nobody"), "No", scale=SCALE)
    panel.withdraw(HEAD)
    with pytest.raises(interests.RecusedError):
        moderation.record_minority_view(panel.round, panel.sitting, hand(HEAD), "No", scale=SCALE)


def test_the_band_waits_for_all_levels() -> None:
    panel = a_revealed_panel()
    panel.agree("learning", 2, spread_of("learning", 2, 2, 3, 2))
    with pytest.raises(moderation.LevelsOpenError) as caught:
        panel.indicate()
    assert caught.value.strands == ("social", "care")


def test_a_level_stays_as_agreed_once_the_band_is_shown() -> None:
    panel = an_agreed_panel()
    assert (panel.round.state, panel.round.indicated.band) == ("agreed", "B2")
    with pytest.raises(moderation.RoundStateError):
        panel.agree("learning", 3, spread_of("learning", 2, 2, 2, 2), "evidence", "The band was too low")
    with pytest.raises(moderation.RoundStateError):
        panel.indicate()


def test_a_band_of_another_framework_version_is_refused() -> None:
    panel = a_scored_panel(*[(2, 3, 1)] * 4)
    panel.reveal()
    for strand, level in zip(STRANDS, (2, 3, 1), strict=True):
        panel.agree(strand, level, spread_of(strand, level, level))
    other = type(indicated())("example@2", "e" * 64, "0.1.0", "B2", 40, "indicative", ("B2",), "{}")
    assert other.framework_sha256 != SHA
    with pytest.raises(moderation.RoundStateError):
        moderation.indicate(panel.round, hand(), other)
