"""A refusal stands on every limb of its test, answered in words; local criteria alone carry nothing."""

from __future__ import annotations

import itertools
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bandingdesk.panel import grounds_found, outcomes, questions
from bandingdesk.panel.findings import GroundFound
from bandingdesk.panel.grounds_found import (
    GroundsOpenError,
    LocalCriteriaAloneError,
    StepsMissingError,
    TestNotMetError,
    require_grounds,
)
from bandingdesk.statute.grounds import GroundNotInForceError

DAY = date(2026, 11, 23)
WORDS = "We read the advice and asked what it means for this child."
STEPS = "A second adult at lunch, a smaller group: neither would keep the others safe."
REFUSALS = [kind.id for kind in outcomes.book() if kind.refuses]


def found(**answers: bool | None) -> tuple[GroundFound, ...]:
    """Return answered limbs: `ASSESS_a=False` is limb ASSESS.a, `NAMING_b_i` is NAMING.b(i), MAINSTREAM_AREA a test."""
    marks = {
        "ASSESS_a": ("ASSESS", "a"),
        "ASSESS_b": ("ASSESS", "b"),
        "PLAN": ("PLAN", ""),
        "NAMING_a": ("NAMING", "a"),
        "NAMING_b_i": ("NAMING", "b(i)"),
        "NAMING_b_ii": ("NAMING", "b(ii)"),
        "MAIN_a": ("MAINSTREAM", "a"),
        "MAIN_b": ("MAINSTREAM", "b"),
        "AREA": ("MAINSTREAM.AREA", ""),
        "SETTING": ("MAINSTREAM.SETTING", ""),
        "APPROPRIATE": ("APPROPRIATE", ""),
        "UNASKED": ("APPROPRIATE.UNASKED", ""),
        "WISHES": ("WISHES", ""),
        "OTHERWISE_2": ("OTHERWISE", "2"),
        "OTHERWISE_3": ("OTHERWISE", "3"),
    }
    return tuple(GroundFound(*marks[name], met, WORDS if met is not None else "") for name, met in answers.items())


NAMED = {"NAMING_a": False, "NAMING_b_i": True, "NAMING_b_ii": False}
CHOSEN = {"APPROPRIATE": True, "WISHES": False}


@pytest.mark.parametrize(
    ("outcome", "answers"),
    [
        ("no_assess", {"ASSESS_a": True, "ASSESS_b": False}),
        ("no_issue", {"PLAN": False}),
        ("place_mainstream", NAMED | CHOSEN),
        ("place_special", NAMED | {"MAIN_a": True, "MAIN_b": False} | CHOSEN),
        ("place_special", NAMED | {"MAIN_a": False, "MAIN_b": True, "AREA": True, "SETTING": True} | CHOSEN),
        ("place_no_mainstream", {"MAIN_a": True, "MAIN_b": False, "UNASKED": True, "WISHES": True}),
        ("place_otherwise", {"OTHERWISE_2": True, "OTHERWISE_3": True}),
        ("place_no_otherwise", {"OTHERWISE_2": False, "OTHERWISE_3": True}),
    ],
)
def test_a_refusal_that_stands_on_its_test_may_be_signed(outcome: str, answers: dict[str, bool]) -> None:
    require_grounds(outcome, found(**answers), DAY, reasonable_steps=STEPS)


@pytest.mark.parametrize(
    ("outcome", "answers", "test"),
    [
        ("no_assess", {"ASSESS_a": True, "ASSESS_b": True}, "ASSESS"),
        ("no_issue", {"PLAN": True}, "PLAN"),
        ("place_mainstream", {"NAMING_a": False, "NAMING_b_i": False, "NAMING_b_ii": False, "WISHES": True}, "NAMING"),
        ("place_special", NAMED | {"MAIN_a": False, "MAIN_b": False} | CHOSEN, "MAINSTREAM"),
        (
            "place_special",
            NAMED | {"MAIN_a": False, "MAIN_b": True, "AREA": False, "SETTING": True} | CHOSEN,
            "MAINSTREAM.AREA",
        ),
        ("place_otherwise", {"OTHERWISE_2": True, "OTHERWISE_3": False}, "OTHERWISE"),
        ("place_no_otherwise", {"OTHERWISE_2": True, "OTHERWISE_3": True}, "OTHERWISE"),
    ],
)
def test_an_outcome_that_its_test_does_not_carry_is_refused(outcome: str, answers: dict[str, bool], test: str) -> None:
    with pytest.raises(TestNotMetError) as caught:
        require_grounds(outcome, found(**answers), DAY, reasonable_steps=STEPS)
    assert caught.value.fields["test"] == test


def test_each_limb_that_is_open_is_named_as_the_law_names_it() -> None:
    with pytest.raises(GroundsOpenError) as caught:
        require_grounds("place_mainstream", found(NAMING_b_i=True, WISHES=True), DAY)
    assert caught.value.fields["strands"] == ("NAMING.a", "NAMING.b(ii)", "APPROPRIATE")
    assert "(CFA 2014 s39(4)(b)(ii))" in caught.value.names


@pytest.mark.parametrize(
    "limb",
    [
        GroundFound("ASSESS", "b", None, WORDS),
        GroundFound("ASSESS", "b", False, "   "),
        GroundFound("ASSESS", "b", False, "–"),
    ],
    ids=["no answer", "no words", "a dash"],
)
def test_an_answer_without_words_and_words_without_an_answer_are_open(limb: GroundFound) -> None:
    with pytest.raises(GroundsOpenError) as caught:
        require_grounds("no_assess", (*found(ASSESS_a=True), limb), DAY)
    assert caught.value.fields["strands"] == ("ASSESS.b",)


def test_a_refusal_resting_only_on_local_criteria_cannot_be_signed() -> None:
    """The council's own threshold, under its own name or in the place of an answer: neither counts."""
    criteria = {"ASSESS": "We assess only after two cycles of support, each reviewed."}
    named_so = (GroundFound("LOCAL", "", False, "Two cycles of support were not complete."),)
    copied = tuple(GroundFound("ASSESS", limb, False, "we assess only after two cycles of support") for limb in "ab")
    for grounds in (named_so, copied):
        with pytest.raises(LocalCriteriaAloneError) as caught:
            require_grounds("no_assess", grounds, DAY, guidance=criteria)
        assert caught.value.fields["provision"] == "CFA 2014 s36(8)"
    own = (*found(ASSESS_a=True), GroundFound("ASSESS", "b", False, "Two cycles helped: she caught up in reading."))
    require_grounds("no_assess", own, DAY, guidance=criteria)


def test_nothing_said_is_open_and_not_local_criteria() -> None:
    with pytest.raises(GroundsOpenError):
        require_grounds("no_assess", (), DAY)


def test_mainstream_refused_for_others_needs_the_steps_considered() -> None:
    """CFA 2014 s33(3): the exception is relied on only where no reasonable step could be taken."""
    answers = NAMED | {"MAIN_a": False, "MAIN_b": True, "AREA": True, "SETTING": True} | CHOSEN
    with pytest.raises(StepsMissingError):
        require_grounds("place_special", found(**answers), DAY, reasonable_steps="  ")


def test_steps_are_not_asked_where_the_family_itself_does_not_wish_mainstream() -> None:
    answers = NAMED | {"MAIN_a": True, "MAIN_b": True, "AREA": False, "SETTING": False} | CHOSEN
    require_grounds("place_special", found(**answers), DAY)


def test_suitability_is_no_part_of_refusing_mainstream() -> None:
    """ME v Southwark [2017] UKUT 73 (AAC): only the family's wishes and the education of others count."""
    limbs = [one.strand for one in questions.build(outcomes.book().get("place_no_mainstream").tests, DAY).questions]
    assert limbs[:4] == ["MAINSTREAM.a", "MAINSTREAM.b", "MAINSTREAM.AREA", "MAINSTREAM.SETTING"]
    assert not any(strand.startswith("NAMING") for strand in limbs)


def test_placement_names_its_tests_in_order() -> None:
    order = ["NAMING", "MAINSTREAM", "MAINSTREAM.AREA", "MAINSTREAM.SETTING", "APPROPRIATE", "WISHES", "OTHERWISE"]
    for kind in outcomes.book().of_family("placement"):
        known = [order.index(test) for test in kind.tests if test in order]
        assert known == sorted(known)
    assert outcomes.book().get("place_special").tests == tuple(order[:6])


def test_an_outcome_that_refuses_nothing_asks_for_no_grounds() -> None:
    for outcome in ("assess", "issue", "keep", "band_agreed", "sound"):
        require_grounds(outcome, (), DAY)


def test_a_day_before_the_law_is_refused() -> None:
    with pytest.raises(GroundNotInForceError):
        require_grounds("no_assess", (), date(2014, 8, 31))


def test_every_refusal_has_questions_behind_each_test_that_it_rests_on() -> None:
    for outcome in REFUSALS:
        kind = outcomes.book().get(outcome)
        asked = {question.test for question in questions.build(kind.tests, DAY).questions}
        assert {measure.test for measure in kind.measures if measure.rests} <= asked, outcome


@given(st.sampled_from(REFUSALS), st.data())
def test_no_refusal_passes_with_an_open_limb_or_without_words(outcome: str, data: st.DataObject) -> None:
    """Whatever is answered: what passes has every limb that is still asked answered, with words."""
    asks = questions.build(outcomes.book().get(outcome).tests, DAY)
    limbs = [(one.test, one.limb) for one in asks.questions]
    drawn = [data.draw(st.tuples(st.sampled_from([True, False, None]), st.sampled_from([WORDS, ""]))) for _ in limbs]
    grounds = [GroundFound(*limb, met, words) for limb, (met, words) in zip(limbs, drawn, strict=True)]
    try:
        require_grounds(outcome, grounds, DAY, reasonable_steps=STEPS)
    except (GroundsOpenError, TestNotMetError, LocalCriteriaAloneError):
        return
    good = {f"{one.test}.{one.limb}" if one.limb else one.test for one in grounds if one.met is not None and one.words}
    answered = [one for one in grounds if one.met is not None and one.words]
    assert set(grounds_found.open_strands(asks, answered)) <= good


@pytest.mark.parametrize("met", list(itertools.product([True, False], repeat=2)))
def test_no_assessment_is_refused_while_both_limbs_are_met(met: tuple[bool, bool]) -> None:
    """CFA 2014 s36(8): with both limbs met the council must assess."""
    grounds = found(ASSESS_a=met[0], ASSESS_b=met[1])
    if all(met):
        with pytest.raises(TestNotMetError):
            require_grounds("no_assess", grounds, DAY)
    else:
        require_grounds("no_assess", grounds, DAY)
