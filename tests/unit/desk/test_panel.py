"""The panel's path through the desk on a real store, and what each viewer may see on the way."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bandingdesk.errors import StaleCaseError
from bandingdesk.ops import Subject
from bandingdesk.panel import decision, interests, meeting, moderation, officer, scoring
from bandingdesk.panel.ops import Rating
from bandingdesk.panel.scoring import DraftRating, Missing
from bandingdesk.store import replay, verify
from bandingdesk.store.queries import council, decisions, panel, rounds
from tests.support.panel_store import (
    BEST_FIT,
    BEST_FIT_TARIFF,
    CASE,
    CHAIR,
    CLERK,
    DEPUTY,
    EP,
    HEAD,
    NOW,
    OFFICER,
    PAPER,
    PIN,
    SEATS,
    STRANDS,
    T04,
    TARIFF,
    VOTERS,
    WORKER,
    World,
    a_world,
    ratings,
)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = a_world(tmp_path)
    yield made
    made.store.close()


def agreed(world: World) -> None:
    """All members score the levels of worked test T04, and the panel agrees them."""
    world.prepare()
    world.score()
    world.reveal()
    world.agree()


def row_of(world: World, viewer: str) -> rounds.RoundRow:
    return world.read(rounds.round, world.round, viewer)  # type: ignore[no-any-return]


def agenda_of(world: World, viewer: str | None = None) -> panel.ItemRow:
    return world.read(panel.agenda, world.meeting, viewer)[0]  # type: ignore[no-any-return]


def decision_of(world: World, viewer: str | None) -> decisions.DecisionRow:
    return world.read(decisions.decision, world.decision, viewer)  # type: ignore[no-any-return]


def test_a_case_goes_from_papers_to_the_decision_makers_signature(world: World) -> None:
    agreed(world)
    world.propose()
    world.recommend()
    world.sign()
    row = decision_of(world, OFFICER)
    assert (row.step, row.indicated, row.band, row.final_band) == ("signed", "B2", "B2", "B2")
    # £1,200 a year: worked test T04 of the framework's own file
    assert (row.money.pence, row.money.period, row.money.tariff) == (120_000, "year", "2026-27")
    assert T04.expect.pence == 120_000
    assert (row.recommended.name, row.signed.name) == ("R. Amari", "P. Lindqvist")
    assert row.present == ("R. Amari", "L. Okoro", "J. Whitlock", "S. Devane")
    assert row.delegation == "Scheme of delegation, 4.2"
    assert agenda_of(world).state == "decided"
    assert agenda_of(world).band == "Band 2"
    meetings = world.read(panel.meetings)
    assert (meetings[0].items, meetings[0].decided, meetings[0].state) == (1, 1, "open")
    world.sit(CHAIR).close_item(world.meeting, world.item)
    world.panel.close_meeting(world.meeting)
    closed = world.read(panel.meeting, world.meeting)
    assert closed.state == "closed"
    assert len(closed.checkpoint) == 64
    with world.store.read() as conn:
        kept = conn.exec_driver_sql("SELECT chain, lower(hex(hash)), source FROM checkpoint").all()
        assert [tuple(row) for row in kept] == [(world.store.device_id, closed.checkpoint, "minutes")]
        assert (verify.verify(conn).ok, verify.verify(conn).checkpoints) == (True, 1)
    with world.store.read() as conn:
        assert verify.verify(conn).ok
        assert replay.differing(conn, world.store.registry) == []


def test_the_indicated_band_carries_the_engines_own_explanation(world: World) -> None:
    agreed(world)
    band = row_of(world, CHAIR).band
    assert (band.band, band.title, band.points, band.kind) == ("B2", "Band 2", 20, "indicative")
    explained = json.loads(band.explanation)
    assert explained["result"] == {"band": "B2", "points": 20, "pence": None, "kind": "indicative", "bands": ["B2"]}
    assert explained["explains"]["tariff"] is None
    assert explained["explains"]["case"] == CASE
    rated = next(step for step in explained["steps"] if step.get("strand") == "literacy" and "evidence" in step)
    assert rated["evidence"] == ["extract-1"]


def test_nobody_sees_a_score_before_the_reveal_not_even_in_a_count_of_who(world: World) -> None:
    world.prepare()
    world.round = world.sit(CHAIR).open_round(world.meeting, world.item).id
    world.sit(EP).lock_scores(world.round, ratings({"social": 5}))
    for viewer in (CHAIR, DEPUTY, HEAD, CLERK, OFFICER, WORKER, EP):
        row = row_of(world, viewer)
        assert (row.spreads, row.band, row.minority, row.sentence) == ((), None, (), "")
        assert (row.locked_count, row.scorer_count) == (1, 4)
    assert row_of(world, EP).my_sheet_locked
    assert not row_of(world, HEAD).my_sheet_locked
    assert world.read(rounds.my_sheet, world.round, HEAD) is None
    assert world.read(rounds.my_sheet, world.round, EP).ratings[5].level == 5


def test_after_the_reveal_dots_have_no_names_and_ones_own_is_marked(world: World) -> None:
    world.prepare()
    world.score(ep={"social": 5}, head={"social": 2}, deputy={"social": 3}, chair={"social": 3})
    world.reveal()
    row = row_of(world, EP)
    first = row.spreads[0]
    assert (first.strand, first.name, first.low, first.high) == ("social", "Social communication", 2, 5)
    assert (first.median_x2, first.middle, first.flagged, first.tolerance) == (6, 3, True, 1)
    assert [(dot.level, dot.mine) for dot in first.levels] == [(2, False), (3, False), (3, False), (5, True)]
    assert [(end.level, end.count) for end in first.ends] == [(5, 1), (2, 1)]
    assert first.ends[0].note == "social: school report, page 2"
    assert first.ends[0].extract == "School report, page 2: Reads single words."
    assert row.lead == "Talk about Social communication (2 to 5) first."
    assert row.facts == "4 scorers. 11 of 12 strands agree within one level. No scores are missing."
    assert row.band is None


def test_the_band_is_hidden_from_everybody_until_all_levels_are_agreed(world: World) -> None:
    world.prepare()
    world.score(ep={"social": 3})
    world.reveal()
    world.agree()
    row = row_of(world, CHAIR)
    assert row.still_open == ("social",)  # flagged: 0, 0, 0, 3
    assert row.band is None
    assert agenda_of(world).state == "revealed"
    world.panel.agree_level(world.round, "social", 1, "evidence", "The therapist's report was read again")
    row = row_of(world, CHAIR)
    assert row.state == "agreed"
    assert row.band is not None
    agreed_row = next(strip for strip in row.spreads if strip.strand == "social")
    assert (agreed_row.agreed, agreed_row.reason_code) == (1, "evidence")


def test_the_band_is_indicated_once(world: World) -> None:
    agreed(world)
    with pytest.raises(moderation.RoundStateError):
        world.panel.indicate_band(world.round)


def test_no_amount_is_read_before_it_is_shown_and_then_by_who_is_in_the_room(world: World) -> None:
    agreed(world)
    world.propose()
    assert (decision_of(world, CHAIR).sight, decision_of(world, CHAIR).money) == (("yes", "no"), None)
    assert decision_of(world, WORKER).sight == ("no", "no")
    assert (decision_of(world, WORKER).band, decision_of(world, WORKER).is_override) == ("", False)
    world.check_provision()
    assert decision_of(world, CHAIR).money is None
    world.panel.show_money(world.decision)
    assert decision_of(world, EP).money.pence == 120_000
    assert decision_of(world, OFFICER).money is None  # not in the room, and nothing is recommended yet
    world.answer()
    world.panel.recommend(world.decision, "", PIN)
    assert decision_of(world, OFFICER).money.pence == 120_000
    world.sign()
    assert decision_of(world, EP).money is None  # a decided case: by role, and a member has none that opens it
    assert decision_of(world, WORKER).money.pence == 120_000
    assert decision_of(world, None).money is None


def test_who_has_stepped_out_sees_the_item_number_and_nothing_else(world: World) -> None:
    world.prepare()
    world.withdraw(HEAD)
    world.round = world.sit(CHAIR).open_round(world.meeting, world.item).id
    for person in (CHAIR, DEPUTY, EP):
        world.sit(person).lock_scores(world.round, ratings())
    world.reveal()
    world.agree()
    world.propose()
    item = agenda_of(world, HEAD)
    assert (item.position, item.stepped_out, item.interest) == (1, True, "withdraw")
    assert (item.case_id, item.child_name, item.reference, item.round_id, item.decision_id) == ("", "", "", None, None)
    row = row_of(world, HEAD)
    assert (row.stepped_out, row.case_id, row.spreads, row.band, row.i_am_scorer) == (True, "", (), None, False)
    hidden = decision_of(world, HEAD)
    assert (hidden.sight, hidden.band, hidden.money) == (("no", "no"), "", None)
    assert (hidden.fit_words, hidden.evidence, hidden.changes, hidden.proposed.words) == ("", (), (), "")
    assert world.read(panel.closed_cases, HEAD) == {CASE}
    assert world.read(panel.closed_cases, EP) == frozenset()
    assert row_of(world, CHAIR).facts.endswith("1 person stepped out. No scores are missing.")
    with pytest.raises(interests.RecusedError):
        world.sit(HEAD).record_minority_view(world.round, HEAD, "Otherwise")


def test_own_band_is_shown_after_the_lock_where_the_panel_type_allows_it(tmp_path: Path) -> None:
    world = a_world(tmp_path, own_band_after_lock=True)
    world.prepare()
    world.score()
    assert row_of(world, EP).sight == ("own", "no")
    world.sit(EP).show_own_band(world.round)
    with pytest.raises(scoring.BandSeenError):
        world.panel.unlock_scores(world.round)
    world.reveal()
    assert row_of(world, EP).sight == ("no", "no")
    world.store.close()


def test_own_band_stays_hidden_by_default(world: World) -> None:
    world.prepare()
    world.score()
    assert row_of(world, EP).sight == ("no", "no")
    with pytest.raises(scoring.OwnBandHiddenError):
        world.sit(EP).show_own_band(world.round)


def test_the_deputy_takes_the_chair_by_itself_and_the_quorum_is_recounted(world: World) -> None:
    world.prepare()
    assert world.read(panel.quorum, world.meeting, world.item).chair_name == "R. Amari"
    world.withdraw(CHAIR)
    row = world.read(panel.quorum, world.meeting, world.item)
    assert (row.chair_id, row.present, row.needed, row.met) == (DEPUTY, 3, 3, True)
    world.sit(CLERK).record_attendance(world.meeting, EP, "left")
    row = world.read(panel.quorum, world.meeting, world.item)
    assert (row.met, row.roles_missing) == (False, ("Educational psychology",))
    seats = {seat.person_id: seat for seat in world.read(panel.meeting, world.meeting, world.item).seats}
    assert (seats[CHAIR].standing, seats[EP].attendance, seats[EP].present) == ("withdraw", "left", False)


def test_hot_seat_names_the_scorer_as_actor_and_the_clerk_at_the_keys(world: World) -> None:
    world.prepare()
    world.round = world.sit(CHAIR).open_round(world.meeting, world.item).id
    world.sit(CLERK).lock_scores(world.round, ratings(), person=EP)
    op = world.store.history(Subject("sheet", f"{world.round}.{EP}"))[-1]
    assert (op.by, op.entered_by) == (EP, CLERK)


def test_a_draft_is_its_owners_alone_and_goes_with_the_lock(world: World) -> None:
    world.prepare()
    world.round = world.sit(CHAIR).open_round(world.meeting, world.item).id
    draft = (DraftRating("social", None, "not_sure", "Half a line", ("extract-1",)),)
    world.sit(EP).save_sheet_draft(world.round, EP, draft)
    assert world.panel.sheet_draft(world.round, EP) == draft
    assert world.panel.sheet_draft(world.round, HEAD) == ()
    world.panel.lock_scores(world.round, ratings())
    assert world.panel.sheet_draft(world.round, EP) == ()


def test_a_refused_lock_keeps_the_draft(world: World) -> None:
    world.prepare()
    world.round = world.sit(CHAIR).open_round(world.meeting, world.item).id
    draft = (DraftRating("social", 2, "sure", "One line"),)
    world.sit(EP).save_sheet_draft(world.round, EP, draft)
    with pytest.raises(scoring.SheetIncompleteError):
        world.panel.lock_scores(world.round, ratings()[:3])
    assert world.panel.sheet_draft(world.round, EP) == draft


def test_an_act_on_a_stale_screen_is_refused_before_anything_is_recorded(world: World) -> None:
    world.prepare()
    world.score()
    world.reveal()
    shown = row_of(world, CHAIR).head
    world.sit(EP).record_minority_view(world.round, EP, "Level 1 for social communication", "social", 1)
    assert row_of(world, CHAIR).head == shown  # a member's own view holds nobody up
    world.agree()
    with pytest.raises(StaleCaseError):
        world.sit(CHAIR).propose_band(
            world.round,
            outcome="keep",
            legal_test="x",
            fits=True,
            fit_words="x",
            band="B2",
            views_considered="x",
            evidence=(PAPER,),
            starts=date(2027, 1, 4),
            review_by=date(2027, 11, 19),
            shown=shown,
        )
    assert world.read(decisions.decisions, CASE) == []
    view = row_of(world, CHAIR).minority[0]
    assert (view.name, view.level, view.mine) == ("J. Whitlock", 1, False)
    assert row_of(world, EP).minority[0].mine


def test_private_rescore_takes_the_place_of_the_first_scores(world: World) -> None:
    world.prepare()
    world.score(ep={"social": 5}, head={"social": 1})
    world.reveal()
    again = world.sit(CHAIR).open_round(world.meeting, world.item, strands=("social",), first=world.round).id
    assert agenda_of(world).state == "scoring"
    assert agenda_of(world).again_id == again
    with pytest.raises(moderation.RoundStateError):
        world.panel.agree_level(world.round, "social", 1, "evidence", "Early")
    for person, level in zip(VOTERS, (2, 2, 3, 2), strict=True):
        only = [rating for rating in ratings({"social": level}) if rating.strand == "social"]
        world.sit(person).lock_scores(again, only)
    world.sit(CHAIR).reveal(again)
    strip = next(strip for strip in row_of(world, EP).spreads if strip.strand == "social")
    assert (strip.rescored, strip.median_x2, strip.first_median_x2) == (True, 4, 1)
    assert [dot.level for dot in strip.levels] == [2, 2, 2, 3]
    world.panel.agree_level(world.round, "social", 2)
    world.panel.agree_rest(world.round)
    assert row_of(world, CHAIR).state == "agreed"


def test_an_override_takes_code_words_and_a_second_signature_by_another(world: World) -> None:
    agreed(world)
    with pytest.raises(decision.ProposalInvalidError):
        world.propose(band="B3")
    world.propose(band="B3", reason_code="R2", reason="Literacy and attention act on each other")
    assert [row.what for row in world.read(decisions.waiting_for_signature, EP)] == ["second_signature"]
    assert world.read(decisions.waiting_for_signature, CHAIR) == []
    with pytest.raises(decision.SecondSignatureError):
        world.sit(CHAIR).countersign(world.decision, "Yes", PIN)
    with pytest.raises(decision.PinNeededError):
        world.sit(EP).countersign(world.decision, "Yes", "000000")
    world.sit(EP).countersign(world.decision, "Yes", PIN)
    world.recommend()
    row = decision_of(world, CHAIR)
    assert (row.is_override, row.indicated, row.band) == (True, "B2", "B3")
    assert row.reason_title == "Needs act on each other more than the points show"
    cell = next(cell for cell in TARIFF.rows if (cell.band, cell.setting, cell.phase) == ("B3", "main", "ks12"))
    assert row.money.pence == cell.pence
    waiting = world.read(decisions.waiting_for_signature, OFFICER)
    assert [(one.decision_id, one.what, one.child_name) for one in waiting] == [
        (world.decision, "decide", "Testpupil Rowan-017")
    ]


def test_the_decision_maker_may_differ_in_words_or_return_it(world: World) -> None:
    agreed(world)
    world.propose()
    world.recommend()
    with pytest.raises(officer.NotDecisionMakerError):
        world.sit(WORKER).sign(world.decision, agrees=True, outcome="amend", band="B2", words="", pin=PIN)
    world.sit(OFFICER).return_to_panel(world.decision, "Why not the June report?")
    assert decision_of(world, CHAIR).step == "returned"
    again = world.decision
    world.propose(fit_words="The June report was read")
    assert world.decision == again
    world.recommend()
    world.sign(agrees=False, band="B1", words="The June report shows it is met")
    row = decision_of(world, OFFICER)
    assert (row.band, row.final_band, row.agrees) == ("B2", "B1", False)


def test_a_returned_case_may_be_scored_afresh(world: World) -> None:
    agreed(world)
    with pytest.raises(moderation.RoundStateError):
        world.panel.open_round(world.meeting, world.item)
    world.propose()
    world.recommend()
    world.sit(OFFICER).return_to_panel(world.decision, "Score again with the June report")
    fresh = world.sit(CHAIR).open_round(world.meeting, world.item).id
    assert agenda_of(world).round_id == fresh
    assert agenda_of(world).state == "scoring"


def test_papers_are_frozen_at_their_heads(world: World) -> None:
    world.prepare()
    assert world.read(panel.papers, world.item) == [(PAPER, world.store.load(Subject("evidence", PAPER)).head)]
    assert agenda_of(world).papers == 1


def test_a_deferred_case_keeps_its_reason_and_day(world: World) -> None:
    world.prepare()
    on = date(2026, 12, 1)
    world.sit(CLERK).plan_meeting("moderation", on, "09:00", "12:00", "Room 1", SEATS)
    world.sit(CHAIR).defer_item(world.meeting, world.item, "Late paper from health", on)
    item = agenda_of(world, CHAIR)
    assert (item.state, item.reason, item.until) == ("deferred", "Late paper from health", on)
    with pytest.raises(meeting.ItemNotOpenError):
        world.panel.open_round(world.meeting, world.item)


def test_interests_are_listed_with_what_became_of_them(world: World) -> None:
    world.prepare()
    world.withdraw(HEAD)
    rows = {row.person_id: row for row in world.read(panel.interests, world.meeting, world.item)}
    assert set(rows) == set(VOTERS)
    assert (rows[HEAD].answer, rows[HEAD].outcome, rows[HEAD].nature) == ("yes", "withdraw", "Governor of the school")
    assert rows[EP].standing == "none"


def test_roles_that_ended_no_longer_sign(world: World) -> None:
    from bandingdesk.council.ops import RoleEnded

    agreed(world)
    world.propose()
    world.recommend()
    ended = RoleEnded("decision_maker", NOW.date().replace(day=25))
    world.put("person.role_ended", Subject("person", OFFICER), ended)
    assert "decision_maker" not in world.read(council.person, OFFICER).roles
    with pytest.raises(officer.NotDecisionMakerError):
        world.sign()


def test_the_rounds_strands_are_the_frameworks(world: World) -> None:
    world.prepare()
    world.score()
    row: Any = row_of(world, CHAIR)
    assert row.strands == STRANDS
    assert row.framework_sha256.startswith("sha256:")


def test_a_best_fit_framework_asks_for_the_descriptors_relied_on(tmp_path: Path) -> None:
    world = a_world(tmp_path, (BEST_FIT, BEST_FIT_TARIFF))
    world.prepare()
    world.round = world.sit(CHAIR).open_round(world.meeting, world.item).id
    bare = Rating("fit", 2, "sure", "Report, page 2")
    with pytest.raises(scoring.SheetIncompleteError) as caught:
        world.sit(EP).lock_scores(world.round, [replace(bare, descriptors=("fit.1.a",))])
    assert caught.value.missing == (Missing("fit", "descriptors"),)
    for person, tick in zip(VOTERS, ("fit.2.a", "fit.2.b", "fit.2.a", "fit.2.a"), strict=True):
        world.sit(person).lock_scores(world.round, [replace(bare, descriptors=(tick,))])
    world.reveal()
    with pytest.raises(moderation.DescriptorsMissingError):
        world.panel.agree_level(world.round, "fit", 3, "evidence", "The report was read again")
    world.agree()
    row = row_of(world, CHAIR)
    assert row.spreads[0].descriptors == ("fit.2.a", "fit.2.b")
    card = next(card for card in BEST_FIT.decide.cards if card.level == 2)
    assert (row.band.band, row.band.points) == (card.band, None)
    world.store.close()
