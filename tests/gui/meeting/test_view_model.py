"""The meeting's view model on a real desk, without a window: each step, what it records and what it lets be seen."""

from __future__ import annotations

import json

import pytest

from bandingdesk import resources
from bandingdesk.store import drafts
from bandingdesk.store.queries import decisions
from tests.gui.meeting.conftest import DECIDER, answer, fill
from tests.support.panel_morning import PIN, VOTERS


def decision(room, who):
    made = room.desk.read(lambda conn: decisions.decisions(conn, room.morning.cases[0], room.morning.people[who]))
    return made[0]


def amount(band):
    """The pence of BAND in the shipped tariff, for a mainstream school and key stages 1 and 2."""
    tariff = json.loads(resources.shipped("frameworks/exampleshire-tariff-2026-27.json").read_text("utf-8"))
    rows = tariff.get("rows") or tariff["definition"]["rows"]
    return next(row["pence"] for row in rows if (row["band"], row["setting"], row["phase"]) == (band, "main", "ks12"))


def propose(room, view, **more):
    room.agree()
    view.open(room.morning.meeting, room.item)
    fill(view, **more)
    view.propose()
    assert view.error is None


def recommend(room, view):
    propose(room, view)
    for line in view.form.provision:
        line.setting_says, line.secured_by = "We run it already.", "A named assistant each day"
    view.check_section_f()
    view.show_money()
    answer(view)
    view.form.recommend_words = "The panel agrees."
    view.recommend(PIN)
    assert view.error is None


def test_before_the_reveal_a_count_is_known_and_no_score(room, make_view):
    room.open()
    room.lock_all({"LO": 5})
    view = make_view(room)
    assert view.step == "scoring"
    found = view.seen.round
    assert (found.locked_count, found.scorer_count) == (1, len(VOTERS))
    assert (found.spreads, found.sentence, found.band, view.seen.explanation) == ((), "", None, None)


def test_a_reveal_without_a_score_is_refused_until_the_chair_says_why(room, make_view):
    room.open()
    room.lock_all(dict.fromkeys(("RA", "LO", "PL"), 2))
    view = make_view(room)
    view.reveal()
    assert (view.error.code, view.step) == ("PN-22", "scoring")
    view.reveal("J. Whitlock was called away.")
    assert (view.error, view.step) == (None, "levels")
    assert view.seen.round.missing_count == 1


def test_agreeing_the_last_level_shows_the_band_and_no_amount(room, make_view):
    room.reveal()
    view = make_view(room)
    assert view.step == "levels"
    open_strands = view.seen.round.still_open
    for strand in open_strands[:-1]:
        view.agree(strand, 2, "", "")
        assert view.seen.round.band is None
    view.agree(open_strands[-1], 2, "", "")
    assert view.step == "propose"
    assert view.seen.round.band.kind == "indicative"
    assert view.seen.decision is None
    assert (view.seen.explanation["result"]["pence"], view.seen.explanation["explains"]["tariff"]) == (None, None)


def test_agreeing_the_rest_leaves_the_strands_that_are_scored_again(room, make_view):
    room.reveal()
    view = make_view(room)
    strands = view.seen.round.strands
    room.desk.panel.open_round(room.morning.meeting, room.item, strands=strands[:2], first=room.round_id)
    view.look_again()
    view.agree_rest()
    assert (view.error, view.step, set(view.seen.round.still_open)) == (None, "again", set(strands[:2]))


def test_a_level_off_the_middle_needs_a_code_and_a_line(room, make_view):
    room.reveal()
    view = make_view(room)
    view.agree("attention", 3, "", "")
    assert view.error.code == "PN-23"
    assert "attention" in view.seen.round.still_open
    view.agree("attention", 3, "information", "His teacher told us of last week.")
    row = next(one for one in view.seen.round.spreads if one.strand == "attention")
    assert (view.error, row.agreed, row.reason_code) == (None, 3, "information")


def test_quorum_by_role_pauses_agreeing(room, make_view):
    room.reveal()
    view = make_view(room)
    view.record_attendance(room.morning.people["LO"], "left")  # the only educational psychologist
    assert "Educational psychology" in view.quorum_refusal
    view.agree_rest()
    assert view.error.code == "PN-04"
    assert len(view.seen.round.still_open) == len(view.seen.round.strands)
    view.record_attendance(room.morning.people["LO"], "present")
    assert view.quorum_refusal == ""


def test_a_view_that_differs_stands_beside_the_level(room, make_view):
    room.reveal()
    room.morning.as_("JW")
    view = make_view(room)
    view.choose_strand("attention")
    view.see_it_differently("I saw more adult help than this.")
    kept = room.round().minority
    assert [(one.person_id, one.words, one.strand) for one in kept] == [
        (room.morning.people["JW"], "I saw more adult help than this.", "attention")
    ]


def test_what_is_typed_is_kept_and_comes_back(room, make_view, qtbot):
    room.agree()
    view = make_view(room)
    view.form.proposal.fit_words = "The levels leave out his sleep."
    view.edit()
    key, me = f"decision:{room.item}", room.morning.people["RA"]
    qtbot.waitUntil(lambda: drafts.load(room.desk.store, key, me) is not None, timeout=3000)
    assert make_view(room).form.proposal.fit_words == "The levels leave out his sleep."


def test_what_is_typed_before_a_handover_stays_with_who_typed_it(room, make_view):
    room.agree()
    view = make_view(room)
    view.form.proposal.fit_words = "The levels leave out his sleep."
    view.edit()
    room.morning.as_("LO")  # before the rest in typing is over
    view.look_again()
    assert view.form.proposal.fit_words == ""
    view.form.countersign_words = "I agree."
    view.edit()
    view.flush()
    key, people = f"decision:{room.item}", room.morning.people
    kept = {who: room.desk.drafts.load(key, people[who]) for who in ("RA", "LO")}
    assert (kept["RA"]["proposal"]["fit_words"], kept["RA"]["countersign_words"]) == (
        "The levels leave out his sleep.", "",
    )  # fmt: skip
    assert (kept["LO"]["proposal"]["fit_words"], kept["LO"]["countersign_words"]) == ("", "I agree.")


def test_a_stale_screen_is_told_and_keeps_its_form(room, make_view):
    room.reveal()
    view = make_view(room)
    view.form.recommend_words = "More help at lunchtime."
    strand = view.seen.round.spreads[0]
    room.desk.panel.agree_rest(room.round_id)  # the other window moves the round on; this one has not heard
    view.agree(strand.strand, strand.middle, "", "")
    assert view.error.code == "ST-20"
    assert view.form.recommend_words == "More help at lunchtime."
    assert view.step == "propose"


def test_nothing_is_chosen_for_the_panel(room, make_view):
    room.agree()
    form = make_view(room).form.proposal
    assert (form.outcome, form.fits, form.band, form.reason_code) == ("", "", "", "")


def test_another_band_needs_a_reason_and_a_second_signature(room, make_view):
    view = make_view(room)
    room.agree()
    view.open(room.morning.meeting, room.item)
    bands = [band for band, _name in view.seen.bands]
    other = bands[bands.index(view.seen.round.band.band) + 1]
    fill(view, band=other)
    view.propose()
    assert (view.error.code, set(view.error.missing)) == ("PN-40", {"reason_code", "reason"})
    fill(view, band=other, reason_code=next(iter(view.seen.names.reasons)))
    view.propose()
    assert (view.error, view.seen.decision.is_override) == (None, True)
    assert (view.step, view.seen.decision.indicated) == ("second_signature", view.seen.round.band.band)
    view.countersign(PIN)
    assert view.error.code == "PN-43"  # not the proposer's own
    room.morning.as_("LO")
    view.look_again()
    view.form.countersign_words = "I agree with the panel."
    view.countersign(PIN)
    assert (view.error, view.step) == (None, "section_f")


def test_no_amount_before_the_section_f_check(room, make_view):
    view = make_view(room)
    propose(room, view)
    assert (view.step, view.seen.decision.money) == ("section_f", None)
    view.show_money()
    assert view.error.code == "PN-41"
    assert [line.secured for line in view.form.provision] == [None] * len(view.form.provision)
    view.check_section_f()
    assert view.error.code == "PN-45"  # nothing is answered yet
    view.form.provision[0].secured = False
    view.check_section_f()
    assert view.error.code == "PN-45"
    view.form.provision_words = "A review in four weeks"
    view.check_section_f()
    assert (view.step, view.seen.decision.money) == ("money", None)
    view.show_money()
    assert view.step == "answer"
    assert view.seen.decision.money.pence == amount(view.seen.decision.band)


def test_a_recommendation_needs_the_pin(room, make_view):
    view = make_view(room)
    propose(room, view)
    view.form.provision[0].secured_by = "A named assistant each day"
    view.check_section_f()
    view.show_money()
    answer(view)
    view.form.recommend_words = "The panel agrees."
    view.recommend("0000")
    assert view.error.code == "PN-44"
    assert decision(room, "RA").recommended is None


@pytest.mark.parametrize("agrees", ["yes", "no"])
def test_the_decision_maker_signs_a_record_of_their_own(room, make_view, agrees):
    view = make_view(room)
    recommend(room, view)
    assert view.step == "waiting_decision"
    room.morning.as_(DECIDER)
    mine = make_view(room)
    assert mine.step == "decide"
    band = mine.seen.decision.band
    bands = [one for one, _name in mine.seen.bands]
    other = bands[bands.index(band) + 1]
    mine.form.decide_agrees, mine.form.decide_words = agrees, "I read the papers."
    mine.form.decide_outcome, mine.form.decide_band = "amend", other
    mine.decide(PIN)
    assert (mine.error, mine.step) == (None, "signed")
    signed = decision(room, DECIDER)
    assert (signed.signed.person_id, signed.band) == (room.morning.people[DECIDER], band)
    assert (signed.agrees, signed.final_band) == ((True, band) if agrees == "yes" else (False, other))


def test_a_returned_decision_comes_back_to_the_panel(room, make_view):
    view = make_view(room)
    recommend(room, view)
    room.morning.as_(DECIDER)
    mine = make_view(room)
    mine.form.decide_words = "The therapy is not costed."
    mine.return_to_panel()
    assert mine.error is None
    assert decision(room, "RA").returned.words == "The therapy is not costed."


def test_the_words_of_one_person_are_not_shown_to_the_next(room, make_view):
    view = make_view(room)
    recommend(room, view)
    room.morning.as_(DECIDER)
    mine = make_view(room)
    assert (mine.form.recommend_words, mine.form.proposal.fit_words) == ("", "")


def test_after_the_signature_both_sheets_are_there_and_letters_come_next(room, make_view, qtbot):
    view = make_view(room)
    recommend(room, view)
    room.morning.as_(DECIDER)
    mine = make_view(room)
    mine.form.decide_agrees, mine.form.decide_words = "yes", "I read the papers."
    mine.decide(PIN)
    assert [sheet[:5] for sheet in mine.sheets] == [b"%PDF-", b"%PDF-"]
    with qtbot.waitSignal(mine.letters_asked) as heard:
        mine.write_letters()
    assert heard.args == [mine.seen.decision.id]


def test_a_decision_sent_back_begins_with_nothing_chosen(room, make_view):
    view = make_view(room)
    recommend(room, view)
    room.morning.as_(DECIDER)
    mine = make_view(room)
    mine.form.decide_agrees, mine.form.decide_words = "no", "The therapy is not costed."
    mine.edit()
    mine.flush()
    key, me = f"decision:{room.item}", room.morning.people[DECIDER]
    assert room.desk.drafts.load(key, me)["decide_agrees"] == "no"
    mine.return_to_panel()
    assert mine.error is None
    assert (mine.form.decide_agrees, mine.form.decide_words) == ("", "")
    assert room.desk.drafts.load(key, me) == {}
