"""Questions of law: built from the law of a day, kept word for word, closed by earlier answers; never a middle."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from bandingdesk import ops, resources
from bandingdesk.consistency.spread import Spread
from bandingdesk.panel import answering, moderation, questions, scoring, shipped
from bandingdesk.panel.findings import GroundFound
from bandingdesk.panel.ops import KINDS, LevelAgreed
from bandingdesk.panel.questions import NO, NOT_SURE, YES
from bandingdesk.statute import grounds
from tests.support.panel_builders import CHAIR, VOTERS
from tests.support.question_panel import ASSESS, DAY, PLACEMENT, WHY, Answered, placement

TEXT = resources.text("panels/questions.json")


# The set


def test_a_limb_stands_as_a_strand_with_the_words_of_the_law_and_of_the_question() -> None:
    first, second = ASSESS.questions
    assert (first.strand, first.mark, first.version) == ("ASSESS.a", "CFA 2014 s36(8)(a)", "CFA-2014")
    assert first.words == "the child or young person has or may have special educational needs, and"
    assert first.lead.startswith("The local authority must secure an EHC needs assessment")
    assert second.ask.startswith("May it be necessary")
    nested = placement().get("NAMING.b(i)")
    assert nested is not None
    assert nested.mark == "CFA 2014 s39(4)(b)(i)"
    assert nested.lead.endswith("the requested school or other institution would be incompatible with")


def test_a_test_without_limbs_asks_for_the_whole_of_its_words() -> None:
    (only,) = questions.build(("PLAN",), DAY).questions
    assert (only.strand, only.limb, only.mark) == ("PLAN", "", "CFA 2014 s37(1)")
    assert "it is necessary for special educational provision to be made" in only.words
    assert "(b) once an EHC plan has been prepared" in only.words


def test_guidance_stands_beneath_and_changes_no_word_of_the_law() -> None:
    guided = questions.build(("ASSESS",), DAY, {"ASSESS": "Two cycles are usual.", "PLAN": "Never shown."})
    assert [one.guidance for one in guided.questions] == ["Two cycles are usual."] * 2
    assert [replace(one, guidance="") for one in guided.questions] == list(ASSESS.questions)


def test_the_set_is_named_by_its_content_and_comes_back_as_it_was() -> None:
    assert questions.read(ASSESS.text) == ASSESS
    assert questions.is_questions(ASSESS.named)
    assert not questions.is_questions("sha256:" + "f" * 64)
    assert questions.build(("ASSESS",), DAY).named == ASSESS.named
    assert questions.build(("ASSESS",), DAY, {"ASSESS": "Guidance."}).named != ASSESS.named
    assert questions.build(("ASSESS",), date(2026, 11, 27)).named != ASSESS.named


def test_every_shipped_panel_on_questions_has_some_and_every_version_of_the_law_is_asked() -> None:
    asked = {one.test for template in shipped.shipped() if template.basis == "questions"
             for one in questions.build(template.tests, DAY).questions}  # fmt: skip
    known = questions.parse(TEXT, grounds.book())
    assert asked <= set(known)
    for ground in grounds.book().versions:
        assert ground.id not in known or ground.version in known[ground.id].versions


@pytest.mark.parametrize("tests", [(), ("REVIEW.PERIOD",)])
def test_a_panel_type_that_names_nothing_to_ask_is_refused(tests: tuple[str, ...]) -> None:
    with pytest.raises(questions.NothingToAskError) as refused:
        questions.build(tests, DAY)
    assert refused.value.tests == (tests[0] if tests else "no legal test")


def test_newer_law_without_its_questions_is_refused_rather_than_asked_in_old_words() -> None:
    newer = tuple(one._replace(version="CFA-2027") if one.id == "ASSESS" else one for one in grounds.book().versions)
    with pytest.raises(questions.LawNotAskedError) as refused:
        questions.build(("ASSESS",), DAY, law=replace(grounds.book(), versions=newer))
    assert (refused.value.test, refused.value.version) == ("CFA 2014 s36(8)", "CFA-2027")


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ('"limb": "a", "name": "Special', '"limb": "z", "name": "Special'),
        ('[["MAINSTREAM.b", "yes"]]', '[["OTHERWISE.2", "yes"]]'),
        ('[["MAINSTREAM.b", "yes"]]', '[["MAINSTREAM.b", "perhaps"]]'),
        ('"ask": "May it', '"asks": "May it'),
        ('{"test": "PLAN"', '{"test": "ASSESS"'),
        ('"tests": [', '"tests": '),
    ],
    ids=("no such limb", "asked later", "no answer", "no question", "twice", "no list"),
)
def test_damaged_questions_are_refused(change: str, fault: str) -> None:
    with pytest.raises(questions.AskingInvalidError):
        questions.parse(TEXT.replace(change, fault, 1), grounds.book())


# What earlier answers leave open


def test_the_limbs_of_a_placement_come_in_the_order_of_the_law() -> None:
    assert next(one.tests for one in shipped.shipped() if one.key == "placement") == PLACEMENT
    assert [one.mark.removeprefix("CFA 2014 ") for one in placement().questions] == [
        "s39(1)", "s39(4)(a)", "s39(4)(b)(i)", "s39(4)(b)(ii)", "s33(2)(a)", "s33(2)(b)", "s33(3)", "s33(4)",
        "s39(5)", "s40(2)", "EA 1996 s9", "s61(2)", "s61(3)",
    ]  # fmt: skip


NAMED = {"ASKED_FOR": YES, "NAMING.a": NO, "NAMING.b(i)": NO, "NAMING.b(ii)": NO}


@pytest.mark.parametrize(
    ("answers", "closed"),
    [
        ({}, ()),
        ({"ASKED_FOR": NOT_SURE}, ()),
        (NAMED, ("MAINSTREAM.a", "MAINSTREAM.AREA", "APPROPRIATE", "APPROPRIATE.UNASKED", "WISHES", "OTHERWISE.3")),
        ({"ASKED_FOR": NO}, ("NAMING.a", "NAMING.b(i)", "NAMING.b(ii)", "APPROPRIATE")),
        (NAMED | {"NAMING.b(i)": YES, "MAINSTREAM.b": NO}, ("MAINSTREAM.AREA", "MAINSTREAM.SETTING")),
        (NAMED | {"NAMING.a": YES, "APPROPRIATE": YES}, ("OTHERWISE.2", "OTHERWISE.3")),
    ],
    ids=("nothing answered", "not sure", "name it", "none asked for", "mainstream works", "another setting"),
)
def test_a_later_test_is_asked_only_where_an_earlier_one_leaves_it_open(
    answers: dict[str, int], closed: tuple[str, ...]
) -> None:
    still = questions.asked(placement(), answers)
    assert not set(closed) & set(still)
    if not closed:
        assert still == placement().strands


def test_a_test_that_the_panel_does_not_apply_closes_nothing() -> None:
    alone = questions.build(("MAINSTREAM",), DAY)
    assert questions.asked(alone, {}) == ("MAINSTREAM.a", "MAINSTREAM.b")


# The ten-second sentence


def spread(limb: str, *levels: int) -> Spread:
    if not levels:
        return Spread(limb, 0, 0, 0, 0, 0, False)
    return Spread(limb, len(levels), 0, min(levels), max(levels), 0, max(levels) - min(levels) >= 2)


@pytest.mark.parametrize(
    ("spreads", "lead"),
    [
        ((spread("a", YES, YES), spread("b", NO, YES)), "Talk about “B” first: some say yes and some say no."),
        ((spread("a", YES, NOT_SURE), spread("b", NO)), "Talk about “A” first: somebody is not sure."),
        ((spread("a", YES), spread("b")), "Nobody says yes where another says no. Each answer still needs its reason."),
    ],
)
def test_the_chair_reads_what_to_talk_about_first(spreads: tuple[Spread, ...], lead: str) -> None:
    names = {"a": "A", "b": "B"}
    found = questions.talk(spreads, names, ("a", "b"), members=2, stepped_out=1, missing=1)
    done = questions.talk(spreads, names, (), members=2, stepped_out=1, missing=1)
    assert done.lead == "Every question that is still asked has its answer."
    assert found.lead == lead
    assert "1 person stepped out" in found.facts
    assert "1 sheet is missing" in found.facts


# Agreeing


def revealed() -> Answered:
    made = Answered()
    for person in VOTERS:
        made.say(person, **{"ASSESS.a": YES, "ASSESS.b": NO if person == CHAIR else YES})
    made.reveal()
    return made


def test_yes_or_no_with_words_is_agreed_and_nothing_is_proposed() -> None:
    made = revealed()
    made.answer("ASSESS.a", YES)
    assert made.round.agreed == (LevelAgreed("ASSESS.a", YES, 0, None, WHY),)
    assert (made.round.state, made.round.still_open) == ("revealed", ("ASSESS.b",))
    made.answer("ASSESS.b", NO, f"  {WHY}  ")
    assert (made.round.state, made.round.agreed[-1].reason) == ("agreed", WHY)
    with pytest.raises(moderation.RoundStateError):
        moderation.require_matrix(made.round)


@pytest.mark.parametrize(
    ("limb", "answer", "words", "refusal"),
    [
        ("ASSESS.a", NOT_SURE, WHY, answering.NotSureError),
        ("ASSESS.a", 7, WHY, answering.NotSureError),
        ("ASSESS.a", YES, "   ", answering.AnswerWordsError),
        ("ASSESS.z", YES, WHY, answering.NotAskedError),
    ],
    ids=("not sure", "no such answer", "no words", "not asked"),
)
def test_what_is_no_agreed_answer(limb: str, answer: int, words: str, refusal: type[Exception]) -> None:
    made = revealed()
    with pytest.raises(refusal):
        made.answer(limb, answer, words)
    assert made.round.agreed == ()


def test_an_answer_stays_once_a_finding_rests_on_it_and_waits_while_it_is_answered_again() -> None:
    made = revealed()
    with pytest.raises(answering.FindingStandsError):
        made.answer("ASSESS.a", YES, is_found=True)
    with pytest.raises(moderation.RoundStateError):
        made.answer("ASSESS.a", YES, rescoring={"ASSESS.a"})


def test_before_the_reveal_nothing_is_agreed() -> None:
    with pytest.raises(moderation.RoundStateError):
        Answered().answer("ASSESS.a", YES)


def test_a_sheet_leaves_out_what_its_own_answers_close_and_needs_the_rest() -> None:
    made = Answered(placement())
    with pytest.raises(scoring.SheetIncompleteError) as refused:
        made.say(CHAIR, ASKED_FOR=YES)
    assert "APPROPRIATE.UNASKED" not in {one.strand for one in refused.value.missing}
    made.say(CHAIR, **NAMED, WISHES=YES)  # an answer that fell away is not locked
    sheet = made.sheet(CHAIR)
    assert sheet is not None
    assert [one.strand for one in sheet.ratings] == list(NAMED)


def test_a_panel_that_names_the_setting_asked_for_has_nothing_left_open() -> None:
    made = Answered(placement())
    for person in VOTERS:
        made.say(person, **NAMED)
    made.reveal()
    for limb, answer in NAMED.items():
        made.answer(limb, answer)
    assert (made.round.state, made.round.still_open) == ("agreed", ())
    with pytest.raises(answering.NotAskedError):
        made.answer("WISHES", YES)
    made.answer("NAMING.a", YES)  # on second thoughts: the rest of the law is open again
    assert made.round.state == "revealed"
    assert "APPROPRIATE" in made.round.still_open


def test_what_was_found_names_each_limb_and_those_it_did_not_come_to() -> None:
    found = answering.found(ASSESS, {"ASSESS.a": (NO, WHY), "ASSESS.b": (NOT_SURE, "")}, {"ASSESS.a": ("e1",)})
    assert found == (GroundFound("ASSESS", "a", False, WHY, ("e1",)), GroundFound("ASSESS", "b", None, "", ()))
    closed = answering.found(placement(), {limb: (answer, WHY) for limb, answer in NAMED.items()}, {})
    assert {one.test for one in closed if one.met is None} == {one.test for one in placement().questions} - {
        "ASKED_FOR", "NAMING",
    }  # fmt: skip


def test_a_round_of_an_older_program_is_one_on_the_matrix() -> None:
    body = {"meeting": "m", "item": "i", "case": "c", "number": 1, "framework_sha256": "f", "strands": ["x"],
            "scorers": ["p"], "first": None, "sealed_to": ""}  # fmt: skip
    opened = ops.body_of(KINDS, "round.opened", 2, json.dumps(body))
    assert (opened.basis, opened.questions) == ("matrix", "")
