"""A panel without a matrix through the desk, on one small store: answered blind, revealed, agreed with words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bandingdesk.desk import reckoning
from bandingdesk.ops import Op, Subject
from bandingdesk.panel import answering, moderation, questions, scoring
from bandingdesk.panel.findings import GroundFound
from bandingdesk.panel.ops import Rating, ScoresLocked
from bandingdesk.panel.questions import NO, NOT_SURE, YES
from bandingdesk.statute import grounds
from bandingdesk.store.queries import decisions, oversight, panel, party_profiles, rounds, rulebooks
from tests.support import panel_store as p
from tests.support.panel_store import CHAIR, DEPUTY, EP, HEAD, PAPER, VOTERS, World

TESTS = ("ASSESS",)
SAID = {CHAIR: (YES, YES), DEPUTY: (YES, NO), EP: (YES, NOT_SURE), HEAD: (YES, YES)}
PAGE = questions.page_id(PAPER, 3)
WHY = "The SENCO's report describes two years of support."


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = p.a_world(tmp_path, basis="questions", family="assess", tests=TESTS, outcomes=("assess", "no_assess"),
                     disagreement=1)  # fmt: skip
    made.prepare()
    made.round = made.sit(CHAIR).open_round(made.meeting, made.item).id
    yield made
    made.store.close()


def answered(*levels: int) -> list[Rating]:
    limbs = ("ASSESS.a", "ASSESS.b")
    return [Rating(limb, level, "sure", "", (PAGE,)) for limb, level in zip(limbs, levels, strict=True)]


def revealed(world: World) -> World:
    for person in VOTERS:
        world.sit(person).lock_scores(world.round, answered(*SAID[person]))
    world.reveal()
    return world


def seen(world: World, viewer: str = CHAIR) -> rounds.RoundRow:
    found: rounds.RoundRow = world.read(rounds.round, world.round, viewer)
    return found


def test_limbs_are_answered_blind_and_agreed_with_words_until_nothing_is_open(world: World) -> None:
    meeting = world.read(panel.meeting, world.meeting)
    assert (meeting.framework_sha256, meeting.tariff_sha256) == ("", "")
    before = seen(world)
    assert before.strands == ("ASSESS.a", "ASSESS.b")
    assert before.spreads == ()
    assert before.questions is not None
    assert before.questions.questions[0].words.startswith("the child or young person has or may have")
    assert world.read(reckoning.cards, before.framework_sha256) == {}

    found = seen(revealed(world))
    clear, split = found.spreads
    assert (clear.flagged, clear.middle) == (False, None)
    assert (split.flagged, split.low, split.high, split.middle) == (True, NO, YES, None)
    assert questions.counts(dot.level for dot in split.levels) == (1, 1, 2)
    assert [(end.level, end.count) for end in split.ends] == [(YES, 2), (NOT_SURE, 1), (NO, 1)]
    assert split.ends[0].extract == "School report, page 3"
    assert found.lead == "Talk about “Provision under a plan” first: some say yes and some say no."
    assert found.facts == "4 members answered. 1 of 2 questions have one answer from everybody. No sheets are missing."

    with pytest.raises(answering.NoMiddleError):
        world.panel.agree_rest(world.round)
    world.panel.agree_level(world.round, "ASSESS.a", YES, None, WHY)
    assert seen(world).state == "revealed"
    world.panel.agree_level(world.round, "ASSESS.b", YES, None, "It may be necessary: two cycles were not enough.")
    done = seen(world)
    assert (done.state, done.still_open, done.band) == ("agreed", (), None)
    assert world.read(rounds.grounds_found, world.round) == (
        GroundFound("ASSESS", "a", True, WHY, (PAPER,)),
        GroundFound("ASSESS", "b", True, "It may be necessary: two cycles were not enough.", (PAPER,)),
    )
    with pytest.raises(moderation.RoundStateError):
        world.panel.indicate_band(world.round)
    state = world.store.load(Subject("round", world.round))
    assert state.indicated is None
    assert world.read(rulebooks.names, state.framework_sha256).levels["ASSESS.a"] == {1: "No", 2: "Not sure", 3: "Yes"}
    assert world.read(party_profiles.round_now, p.CASE) is None


def test_what_was_found_carries_the_decision_to_its_signature_and_closes_the_answers(world: World) -> None:
    revealed(world)
    world.panel.agree_level(world.round, "ASSESS.a", YES, None, WHY)
    world.panel.agree_level(world.round, "ASSESS.b", NO, None, "The school can give this from its own means.")
    finding = {"outcome": "no_assess", "legal_test": "", "views_considered": "Read out.", "evidence": (PAPER,),
               "starts": p.ON, "review_by": p.ON}  # fmt: skip
    made = world.panel.propose_band(world.round, **finding).id
    with pytest.raises(answering.FindingStandsError):
        world.panel.agree_level(world.round, "ASSESS.b", YES, None, WHY)
    world.decision = made
    world.answer()
    world.panel.recommend(made, "", p.PIN)
    world.sit(p.OFFICER).return_to_panel(made, "Say what the school gives now.")
    world.sit(CHAIR).agree_level(world.round, "ASSESS.b", NO, None, "The school gives four hours a week, page 3.")
    world.panel.propose_band(world.round, **finding)
    world.panel.recommend(made, "", p.PIN)
    world.sit(p.OFFICER).sign(made, True, "no_assess", None, "", p.PIN)
    row = world.read(decisions.decision, made, p.WORKER)
    assert (row.step, row.band_title, row.final_band) == ("signed", "", None)
    (item,) = world.read(panel.agenda, world.meeting, CHAIR)
    assert (item.state, item.band) == ("decided", None)
    sections = {one.title for one in world.read(oversight.decision_record, made)}
    assert {"Blind sheets", "Round", "Decision"} <= sections


def test_an_answer_after_the_lock_and_after_the_reveal_is_refused(world: World) -> None:
    desk = world.sit(EP)
    desk.lock_scores(world.round, answered(YES, YES))
    with pytest.raises(scoring.LockStateError):
        desk.lock_scores(world.round, answered(NO, NO))
    for person in (CHAIR, DEPUTY, HEAD):
        world.sit(person).lock_scores(world.round, answered(*SAID[person]))
    world.reveal()
    with pytest.raises(scoring.RevealedError):
        world.sit(EP).unlock_scores(world.round)


def test_a_sheet_of_an_older_program_is_refused_by_the_question_it_answers(world: World) -> None:
    for strange in (Rating("PLAN.z", YES, "sure", "Page 2"), Rating("ASSESS.a", 5, "sure", "Page 2")):
        with pytest.raises(answering.NotAskedError) as refused:
            world.sit(EP).lock_scores(world.round, [*answered(YES, YES)[1:], strange])
        assert refused.value.strand == strange.strand
    assert seen(world).locked_count == 0


def test_a_sheet_of_an_older_program_that_came_with_the_record_shows_nothing_that_was_not_asked(world: World) -> None:
    strange = ScoresLocked(world.round, EP, 1, (Rating("PLAN.z", 7, "sure", "Page 2"), *answered(YES, NO)))
    with world.store.act(by=EP) as act:
        act.record(Op("scores.locked", Subject("sheet", f"{world.round}.{EP}"), None, EP, p.NOW, strange))
    for person in (CHAIR, DEPUTY, HEAD):
        world.sit(person).lock_scores(world.round, answered(*SAID[person]))
    world.reveal()
    found = seen(world)
    assert [strip.strand for strip in found.spreads] == ["ASSESS.a", "ASSESS.b"]
    assert [len(strip.levels) for strip in found.spreads] == [4, 4]
    world.panel.agree_level(world.round, "ASSESS.a", YES, None, WHY)
    with pytest.raises(answering.NotAskedError):
        world.panel.agree_level(world.round, "PLAN.z", YES, None, WHY)


def test_a_private_second_answer_asks_the_same_words_and_takes_the_place_of_the_first(world: World) -> None:
    revealed(world)
    first = seen(world)
    again = world.sit(CHAIR).open_round(world.meeting, world.item, strands=["ASSESS.b"], first=world.round).id
    assert world.read(rounds.round, again, CHAIR).framework_sha256 == first.framework_sha256
    with pytest.raises(moderation.RoundStateError):
        world.panel.agree_level(world.round, "ASSESS.b", YES, None, WHY)
    for person in VOTERS:
        world.sit(person).lock_scores(again, answered(YES, YES)[1:])
    world.sit(CHAIR).reveal(again)
    assert [dot.level for dot in seen(world).spreads[1].levels] == [YES] * 4


def test_a_round_keeps_the_words_it_was_opened_with(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The law of a limb changes between opening and meeting: what was asked stays word for word."""
    before = seen(world).questions
    newer = _newer_law()
    monkeypatch.setattr(grounds, "book", lambda: newer)
    assert seen(revealed(world)).questions == before
    with pytest.raises(questions.LawNotAskedError):
        questions.build(TESTS, p.ON)


def _newer_law() -> Any:
    versions = tuple(one._replace(version="CFA-2027") for one in grounds.book().versions)
    return replace(grounds.book(), versions=versions)
