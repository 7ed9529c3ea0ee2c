from __future__ import annotations

import pytest

from bandingdesk.ops import Recorded, Sealed, Subject
from bandingdesk.panel import interests, scoring
from bandingdesk.panel.moderation import LevelUnknownError
from bandingdesk.panel.ops import Rating
from bandingdesk.panel.scoring import DraftRating, Missing
from tests.support.panel_builders import (
    CHAIR,
    CLERK,
    EP,
    HEAD,
    NOW,
    ROUND,
    SCALE,
    Panel,
    a_ready_panel,
    hand,
    rating,
    ratings,
)


def an_open_round() -> Panel:
    panel = a_ready_panel()
    panel.open_round()
    return panel


def lock(panel: Panel, person: str, given: tuple[Rating, ...]) -> None:
    op = scoring.lock(
        panel.round, panel.sheet(person), hand(person), given, interest=panel.interest(person), scale=SCALE
    )
    panel.ledger.take(op)


def test_a_lock_keeps_every_strand_in_the_rounds_order() -> None:
    panel = an_open_round()
    lock(panel, EP, tuple(reversed(ratings(2, 3, 1))))
    sheet = panel.sheet(EP)
    assert (sheet.is_locked, sheet.revision, sheet.locked_at) == (True, 1, NOW)
    assert [(one.strand, one.level) for one in sheet.ratings] == [("learning", 2), ("social", 3), ("care", 1)]


def test_a_lock_is_refused_with_the_list_of_what_is_missing() -> None:
    panel = an_open_round()
    with pytest.raises(scoring.SheetIncompleteError) as caught:
        lock(panel, EP, (rating("learning", 2), rating("care", 1, note=" ")))
    assert caught.value.missing == (Missing("social", "level"), Missing("care", "basis"))
    assert panel.sheet(EP) is None


def test_an_extract_stands_in_for_a_note() -> None:
    panel = an_open_round()
    lock(panel, EP, (*ratings(2, 3, 1)[:2], rating("care", 1, note="", relied=("x1",))))
    assert panel.sheet(EP).ratings[2].relied == ("x1",)


def test_recused_member_cannot_lock() -> None:
    panel = an_open_round()
    panel.withdraw(EP)
    with pytest.raises(interests.RecusedError) as caught:
        lock(panel, EP, ratings(2, 3, 1))
    assert (caught.value.person, caught.value.standing) == (EP, "withdraw")


def test_who_may_inform_only_cannot_lock() -> None:
    panel = an_open_round()
    panel.declare(HEAD, "yes", "Was the child's head")
    panel.settle(HEAD, "inform")
    with pytest.raises(interests.RecusedError):
        lock(panel, HEAD, ratings(2, 3, 1))


def test_an_interest_declared_and_not_settled_stops_the_lock() -> None:
    panel = an_open_round()
    panel.declare(EP, "unsure", "Perhaps a neighbour")
    with pytest.raises(interests.InterestOpenError):
        lock(panel, EP, ratings(2, 3, 1))


def test_a_stranger_to_the_round_cannot_lock() -> None:
    panel = an_open_round()
    panel.declare(CLERK)
    with pytest.raises(scoring.NotScorerError):
        lock(panel, CLERK, ratings(2, 3, 1))


@pytest.mark.parametrize("wrong", [rating("care", 6), rating("care", -1), rating("hearing", 1)])
def test_a_level_that_the_framework_lacks_is_refused(wrong: Rating) -> None:
    panel = an_open_round()
    with pytest.raises(LevelUnknownError) as caught:
        lock(panel, EP, (*ratings(2, 3, 1)[:2], wrong))
    assert (caught.value.fields["strand"], caught.value.fields["level"]) == (wrong.strand, wrong.level)


def test_a_locked_sheet_is_unlocked_before_it_changes_and_revisions_count() -> None:
    panel = an_open_round()
    lock(panel, EP, ratings(2, 3, 1))
    with pytest.raises(scoring.LockStateError):
        lock(panel, EP, ratings(3, 3, 1))
    panel.ledger.take(scoring.unlock(panel.round, panel.sheet(EP), hand(EP)))
    assert not panel.sheet(EP).is_locked
    with pytest.raises(scoring.LockStateError):
        scoring.unlock(panel.round, panel.sheet(EP), hand(EP))
    lock(panel, EP, ratings(3, 3, 1))
    assert (panel.sheet(EP).revision, panel.sheet(EP).ratings[0].level) == (2, 3)


def test_nobody_unlocks_the_sheet_of_another() -> None:
    panel = an_open_round()
    lock(panel, EP, ratings(2, 3, 1))
    with pytest.raises(scoring.NotScorerError):
        scoring.unlock(panel.round, panel.sheet(EP), hand(CHAIR))


def test_the_reveal_ends_locking_and_unlocking() -> None:
    panel = an_open_round()
    lock(panel, EP, ratings(2, 3, 1))
    panel.reveal(words="Three slips follow")
    with pytest.raises(scoring.RevealedError):
        scoring.unlock(panel.round, panel.sheet(EP), hand(EP))
    with pytest.raises(scoring.RevealedError):
        lock(panel, HEAD, ratings(2, 3, 1))


def test_own_band_is_shown_only_where_the_panel_type_allows_it_and_only_to_its_scorer() -> None:
    panel = an_open_round()
    lock(panel, EP, ratings(2, 3, 1))
    with pytest.raises(scoring.OwnBandHiddenError):
        scoring.show_own_band(panel.round, panel.sheet(EP), hand(EP), "B2", allowed=False)
    with pytest.raises(scoring.NotScorerError):
        scoring.show_own_band(panel.round, panel.sheet(EP), hand(CHAIR), "B2", allowed=True)


def test_a_band_once_seen_ends_unlocking() -> None:
    panel = an_open_round()
    lock(panel, EP, ratings(2, 3, 1))
    panel.ledger.take(scoring.show_own_band(panel.round, panel.sheet(EP), hand(EP), "B2", allowed=True))
    with pytest.raises(scoring.BandSeenError):
        scoring.unlock(panel.round, panel.sheet(EP), hand(EP))


def sealed(number: int, kind: str) -> Recorded:
    subject = Subject("sheet", scoring.sheet_id(ROUND, EP))
    return Recorded(f"op{number}", "act", number, kind, 1, subject, None, (), EP, EP, NOW, Sealed())


def test_a_sealed_sheet_says_who_locked_and_when_and_no_score() -> None:
    sheet = scoring.apply(None, sealed(1, "scores.locked"))
    assert (sheet.head, sheet.round, sheet.person, sheet.locked_at) == ("op1", ROUND, EP, NOW)
    assert (sheet.known, sheet.is_locked, sheet.revision, sheet.ratings) == (True, True, 1, ())
    sheet = scoring.apply(sheet, sealed(2, "scores.unlocked"))
    assert (sheet.head, sheet.is_locked) == ("op2", False)
    sheet = scoring.apply(sheet, sealed(3, "scores.locked"))
    assert (sheet.is_locked, sheet.revision) == (True, 2)


def test_a_draft_may_leave_the_level_open() -> None:
    assert DraftRating("care", None, "sure", "Report").rating is None
    assert DraftRating("care", 1, "fairly", "Report, page 3").rating == rating("care", 1)
