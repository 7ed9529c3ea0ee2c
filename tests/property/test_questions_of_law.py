"""Whatever members answer and a chair tries: no limb is agreed without yes or no and words, and replay holds."""

from __future__ import annotations

import contextlib

from hypothesis import given, settings
from hypothesis import strategies as st

from bandingdesk.errors import DeskError
from bandingdesk.panel import answering, moderation, questions, scoring
from bandingdesk.panel.moderation import Round
from bandingdesk.panel.questions import NO, NOT_SURE, YES
from tests.support import panel_builders as b
from tests.support.question_panel import Answered, placement

ASKS = placement()
LIMBS = st.sampled_from(ASKS.strands)
SHEETS = st.dictionaries(LIMBS, st.sampled_from((NO, NOT_SURE, YES)))
TRIES = st.lists(st.tuples(LIMBS, st.integers(0, 4), st.sampled_from(("", "  ", "We read the advice."))), max_size=30)


def whole(begun: dict[str, int]) -> dict[str, int]:
    """Return a sheet that can be locked: "not sure" on what BEGUN leaves open."""
    given_ = dict(begun)
    while missing := [limb for limb in questions.asked(ASKS, given_) if limb not in given_]:
        given_ |= dict.fromkeys(missing, NOT_SURE)
    return given_


@settings(max_examples=60, deadline=None)
@given(sheets=st.lists(SHEETS, min_size=1, max_size=4), tries=TRIES)
def test_only_yes_or_no_with_words_is_agreed_and_the_fold_is_the_replay(
    sheets: list[dict[str, int]], tries: list[tuple[str, int, str]]
) -> None:
    made = Answered(ASKS)
    for person, begun in zip(b.VOTERS, sheets, strict=False):
        made.say(person, **whole(begun))
        sheet = made.sheet(person)
        assert sheet is not None
        assert {one.strand for one in sheet.ratings} == set(questions.asked(ASKS, whole(begun)))
    made.reveal("The others could not come.")
    for limb, answer, words in tries:
        with contextlib.suppress(DeskError):
            made.answer(limb, answer, words)
    for agreed in made.round.agreed:
        assert agreed.level in (NO, YES)
        assert agreed.reason.strip()
        assert agreed.median_x2 == 0
    assert (made.round.state == "agreed") == (set(questions.asked(ASKS, made.round.levels)) <= set(made.round.levels))
    for one in answering.found(ASKS, {one.strand: (one.level, one.reason) for one in made.round.agreed}, {}):
        assert (one.met is None) == (not one.words)
    replayed: Round | None = None
    for op in made.ledger.ops:
        if op.subject == made.round.subject:
            replayed = moderation.apply(replayed, op)
    assert replayed == made.round
    assert made.round.indicated is None


@given(answers=SHEETS)
def test_one_more_answer_closes_or_opens_only_what_comes_after_it(answers: dict[str, int]) -> None:
    for limb in answers:
        without = {other: level for other, level in answers.items() if other != limb}
        at = ASKS.strands.index(limb)
        before, now = questions.asked(ASKS, without), questions.asked(ASKS, answers)
        early = set(ASKS.strands[: at + 1])
        assert early & set(before) == early & set(now)


@given(answers=SHEETS)
def test_a_sheet_lacks_just_the_questions_that_it_leaves_open(answers: dict[str, int]) -> None:
    asked = questions.asked(ASKS, answers)
    missing = scoring.missing(asked, [b.rating(limb, level) for limb, level in answers.items()])
    assert [one.strand for one in missing] == [limb for limb in asked if limb not in answers]
