from __future__ import annotations

import pytest

from bandingdesk.ops import Erased, Recorded, Sealed, Subject
from bandingdesk.panel import interests
from tests.support.panel_builders import CHAIR, DEPUTY, EP, NOW, Panel, hand


def test_who_has_not_answered_opens_no_papers_and_scores_nothing() -> None:
    assert interests.standing(None) == "unanswered"
    assert not interests.may_read("unanswered")
    with pytest.raises(interests.InterestOpenError):
        interests.require_scorer(EP, "unanswered")


@pytest.mark.parametrize(
    ("outcome", "reads", "scores"), [("withdraw", False, False), ("inform", True, False), ("noted", True, True)]
)
def test_what_each_outcome_opens(outcome: interests.SettledAs, reads: bool, scores: bool) -> None:
    panel = Panel()
    panel.declare(EP, "yes", "Taught the child's sister")
    panel.settle(EP, outcome)
    assert interests.standing(panel.interest(EP)) == outcome
    assert (interests.may_read(outcome), interests.may_score(outcome)) == (reads, scores)


def test_a_declared_interest_stays_closed_until_it_is_settled() -> None:
    panel = Panel()
    panel.declare(EP, "unsure", "Perhaps a neighbour")
    assert interests.standing(panel.interest(EP)) == "declared"
    assert not interests.may_read("declared")


def test_nobody_settles_an_interest_of_their_own() -> None:
    panel = Panel()
    panel.declare(CHAIR, "yes", "Governor")
    with pytest.raises(interests.OwnInterestError) as caught:
        panel.settle(CHAIR, "noted", by=CHAIR)
    assert caught.value.person == CHAIR
    panel.settle(CHAIR, "noted", by=DEPUTY)
    assert panel.interest(CHAIR).settled_by == DEPUTY


def test_an_interest_without_words_is_refused() -> None:
    with pytest.raises(interests.NatureMissingError):
        Panel().declare(EP, "yes", "  ")


def test_there_is_nothing_to_settle_where_no_interest_was_declared() -> None:
    panel = Panel()
    panel.declare(EP)
    with pytest.raises(interests.NothingToSettleError):
        panel.settle(EP, "noted")


def test_a_new_answer_opens_the_question_again() -> None:
    panel = Panel()
    panel.declare(EP, "yes", "Taught the child's sister")
    panel.settle(EP, "noted")
    panel.declare(EP, "yes", "Is the child's aunt")
    assert interests.standing(panel.interest(EP)) == "declared"
    assert panel.interest(EP).nature == "Is the child's aunt"


@pytest.mark.parametrize("body", [Erased("retention"), Sealed()])
def test_a_body_that_cannot_be_read_moves_the_head_alone(body: object) -> None:
    panel = Panel()
    panel.declare(EP)
    before = panel.interest(EP)
    subject = Subject("interest", before.id)
    op = Recorded("op9", "act", 9, "interest.settled", 1, subject, before.head, (), CHAIR, CHAIR, NOW, body)
    after = interests.apply(before, op)
    assert (after.head, after.answer, after.outcome) == ("op9", "none", None)
    first = interests.apply(None, op)
    assert not first.known
    assert interests.standing(first) == "unanswered"


def test_the_hand_says_who_acts() -> None:
    op = hand(EP).op("interest.declared", Subject("interest", "x"), None, None)
    assert (op.by, op.at, op.entered_by) == (EP, NOW, None)
