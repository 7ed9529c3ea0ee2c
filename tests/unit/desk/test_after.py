"""What follows a decision, on a real store: minutes, feedback, actions, decisions out of panel, what comes back."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import docx
import pikepdf
import pytest
from page import ValidationProfile, validate_pdf_bytes

from bandingdesk.casework.ops import ChildRegistered
from bandingdesk.casework.register.ops import EntryMade
from bandingdesk.desk import after as after_desk
from bandingdesk.desk import after_papers
from bandingdesk.desk.after import AfterDesk
from bandingdesk.letters import frozen, tag_check
from bandingdesk.letters.sheet import Sheet
from bandingdesk.ops import Subject
from bandingdesk.panel import questions
from bandingdesk.panel.after import actions, feedback, minutes, outcomes, outside
from bandingdesk.panel.decision import PinNeededError
from bandingdesk.panel.meeting import NotInChairError
from bandingdesk.panel.ops import Rating, Seat
from bandingdesk.panel.questions import NO, YES
from bandingdesk.store import replay
from bandingdesk.store.queries import after, came_back, closed, retention, today
from tests.support import panel_store
from tests.support.panel_store import (
    CASE,
    CHAIR,
    CLERK,
    DEPUTY,
    EP,
    HEAD,
    OFFICER,
    ON,
    PAPER,
    PEOPLE,
    PIN,
    SEATS,
    WORKER,
    World,
    panel_type,
)

OTHER, OTHER_CHILD = "case-other", "child-other"
OTHERS_WORDS = "The therapist of Linden-404 writes by Friday."


@dataclass
class Held:
    """The panel's world with a meeting held: one case decided, with a member stepped out of another, put off."""

    world: World
    desk: AfterDesk
    other_item: str

    def sit(self, person: str) -> AfterDesk:
        self.world.ground.switch(person)
        return self.desk

    def words(self, item: str = "", *, public: bool = False) -> str:
        return _words(self.desk.minutes_sheet(self.world.meeting, item, public=public))

    def later_meeting(self, chair: str = CHAIR, *, panel: str = "moderation", is_open: bool = True) -> str:
        """Return a meeting two weeks on, with CHAIR in the chair."""
        seats = tuple(
            replace(seat, role="chair" if seat.person == chair else "member" if seat.role == "chair" else seat.role)
            for seat in SEATS
        )
        if chair not in {seat.person for seat in seats}:
            seats = (*seats, Seat(chair, "chair", "Head of SEND"))
        desk = self.world.sit(CLERK)
        made = desk.plan_meeting(panel, ON + timedelta(days=14), "09:00", "12:00", "Room 1", seats).id
        if is_open:
            desk.open_meeting(made, attendance={seat.person: "present" for seat in seats})
        return made


def _words(sheet: Sheet) -> str:
    return "\n".join(sheet.texts())


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Held]:
    """A meeting that was refused its minutes while it was open, then held to its end."""
    world = panel_store.a_world(tmp_path_factory.mktemp("after"))
    desk = AfterDesk(world.ground, is_demo=True)
    child = ChildRegistered(
        "Linden-404", "Testpupil", date(2016, 2, 1), "M", "WBRI", None, None, "ZZ99 3VZ", False, True
    )
    world.put("child.registered", Subject("child", OTHER_CHILD), child)
    world.put("case.opened", Subject("case", OTHER), replace(panel_store._opened(), child=OTHER_CHILD))
    world.put("panel_type.adopted", Subject("panel_type", "emergency"), panel_type(key="emergency", name="Fast panel"))
    world.prepare()
    other = world.sit(CLERK).add_item(world.meeting, OTHER, (CHAIR, EP, HEAD)).id
    for person in (CHAIR, DEPUTY, HEAD):
        world.sit(person).declare_interest(world.meeting, other, person, "none")
    world.sit(EP).declare_interest(world.meeting, other, EP, "yes", "Governor of Linden’s school")
    world.sit(CHAIR).settle_interest(f"{world.meeting}.{other}.{EP}", "withdraw")
    world.score(ep={"literacy": 2}, head={"literacy": 4})
    world.reveal()
    world.sit(EP).record_minority_view(world.round, EP, "Attention reads one level higher to me.", "attention", None)
    world.agree()
    _agree_the_rest(world)
    world.propose(**_band(world))
    world.recommend()
    world.panel.close_item(world.meeting, world.item)
    held = Held(world, desk, other)
    held.sit(CHAIR).add_action(
        CASE, "Write to the therapist.", WORKER, ON + timedelta(days=7), meeting=world.meeting, item=world.item
    )
    desk.add_action("", "Book a larger room.", CLERK, ON + timedelta(days=3), meeting=world.meeting)
    desk.add_action(OTHER, OTHERS_WORDS, WORKER, ON + timedelta(days=2), meeting=world.meeting, item=other)
    world.panel.defer_item(world.meeting, other, OTHERS_WORDS, ON, officer=OFFICER)
    with pytest.raises(minutes.MinutesTooEarlyError):
        desk.make_minutes(world.meeting)
    with pytest.raises(minutes.MinutesTooEarlyError):
        desk.minutes_sheet(world.meeting, world.item)
    world.panel.close_meeting(world.meeting)
    with pytest.raises(feedback.FeedbackTooEarlyError):
        held.sit(WORKER).feedback_sheet(world.decision)
    with pytest.raises(feedback.FeedbackTooEarlyError):
        desk.make_feedback(world.decision, ())
    with pytest.raises(minutes.MinutesMissingError):
        held.sit(CHAIR).correct_minutes(world.meeting, "", "The room was Room 2.")
    draft = desk.minutes_sheet(world.meeting, world.item)
    assert draft.check_code == after_papers.DRAFT
    held.sit(CLERK).make_minutes(world.meeting)
    world.sign(band=_band(world)["band"])
    yield held
    world.store.close()


def _agree_the_rest(world: World) -> None:
    from bandingdesk.store.queries import rounds

    for strand in world.read(rounds.round, world.round, CHAIR).spreads:
        if strand.agreed is None:
            world.panel.agree_level(world.round, strand.strand, 3, "evidence", "The report of October says so.")


def _band(world: World) -> dict[str, str]:
    from bandingdesk.store.queries import rounds

    found = world.read(rounds.round, world.round, CHAIR).band
    return {"band": found.band}


# Minutes


def test_minutes_of_a_case_say_what_a_court_asks(held: Held) -> None:
    held.sit(WORKER)
    text = held.words(held.world.item)
    for said in (
        "Moderation panel",
        "R. Amari",
        "in the room",
        "Quorum met: 4 voting members here, 3 needed, all roles.",
        "Nobody declared an interest.",
        "School report, by SENCO",
        "2 to 4",  # the first scores of literacy, without names
        "Middle score",
        "Amend",
        "Legal test: The provision called for has changed since the last review.",
        "Indicated: **Band 2.** Decided: **Band 2.**",
        "Recommended by the panel, signed in the chair by R. Amari",
        "A decision maker who did not chair it decides under Scheme of delegation, 4.2. Not decided yet.",
        "J. Whitlock: Attention reads one level higher to me.",
        "Write to the therapist.",
        "T. Mills",
    ):
        assert said in text
    checkpoint = held.world.read(after.minutes, held.world.meeting).checkpoint
    assert len(checkpoint) == 64
    assert checkpoint in text.replace(" ", "")


def test_minutes_of_a_case_hold_nothing_of_another_child(held: Held) -> None:
    held.sit(WORKER)
    world = held.world
    for public in (False, True):
        text = held.words(world.item, public=public)
        for word in ("Linden", "404", OTHERS_WORDS, "larger room", "case-other"):
            assert word not in text
        other = held.words(held.other_item, public=public)
        for word in ("Rowan", "017", "Attention reads", "Write to the therapist"):
            assert word not in other


def test_public_minutes_name_nobody_and_show_no_first_score(held: Held) -> None:
    held.sit(WORKER)
    for item in ("", held.world.item, held.other_item):
        text = held.words(item, public=True)
        for name, _profession, _roles in PEOPLE.values():
            assert name not in text
        for hidden in ("2 to 4", "Testpupil", "Attention reads"):
            assert hidden not in text


def test_minutes_show_no_amount(held: Held) -> None:
    held.sit(WORKER)
    assert "£" not in held.words(held.world.item) + held.words() + held.words(held.other_item)


def test_minutes_of_a_deferral_tell_the_interest_and_who_stepped_out(held: Held) -> None:
    held.sit(WORKER)
    text = held.words(held.other_item)
    assert "Governor of Linden’s school" in text
    assert text.count("stepped out") == 2  # among those present, and what the chair settled
    assert "The case was put off: to the delegated officer, out of panel, by Thursday 26 November 2026." in text
    assert "The law’s last day stays Friday 20 November 2026" in text
    assert "Nothing was scored." in text


def test_minutes_of_the_whole_meeting_tell_cases_by_number_alone(held: Held) -> None:
    held.sit(WORKER)
    text = held.words()
    assert "Amend" in text
    assert "recommended" in text
    assert "Put off until Thu 26 Nov 2026" in text
    assert "Book a larger room." in text
    for hidden in ("Testpupil", "Linden", "Rowan", "Band 2"):
        assert hidden not in text


def test_minutes_stand_once_frozen_whatever_comes_after(held: Held) -> None:
    """They were frozen before the decision maker signed: the signature changes no word of them."""
    world = held.world
    row = world.read(after.minutes, world.meeting, world.item)
    assert row.is_frozen
    assert "Not decided yet." in held.words(world.item)
    sheet = held.desk.minutes_sheet(world.meeting, world.item)
    assert sheet.check_code == frozen.check_code(row.sha256)
    with pytest.raises(minutes.MinutesStandError):
        held.sit(CLERK).make_minutes(world.meeting)


def test_minutes_are_frozen_by_the_hash_of_their_words(held: Held) -> None:
    world = held.world
    row = world.read(after.minutes, world.meeting, world.item)
    from bandingdesk.store import blobs

    data = blobs.get(world.store, CASE, row.sha256)
    assert hashlib.sha256(data).hexdigest() == row.sha256
    words = frozen.thaw(data)
    assert words.public is not None
    assert frozen.freeze(replace(words.full, check_code=""), replace(words.public, check_code="")) == data


def test_a_correction_is_a_further_record_beneath(held: Held) -> None:
    world = held.world
    before = world.read(after.minutes, world.meeting, held.other_item)
    with pytest.raises(minutes.CorrectionWordsError):
        held.sit(CLERK).correct_minutes(world.meeting, held.other_item, " ")
    with pytest.raises(NotInChairError):
        held.sit(WORKER).correct_minutes(world.meeting, held.other_item, "Something else.")
    held.sit(CLERK).correct_minutes(world.meeting, held.other_item, "The reason was the report of May.")
    row = world.read(after.minutes, world.meeting, held.other_item)
    assert row.sha256 == before.sha256
    held.sit(WORKER)
    assert "M. Farrow: The reason was the report of May." in held.words(held.other_item)
    assert "M. Farrow" not in held.words(held.other_item, public=True)
    assert held.words(held.other_item).index(OTHERS_WORDS) < held.words(held.other_item).index("report of May")


def test_the_next_meeting_of_the_panel_approves_them(held: Held) -> None:
    world = held.world
    closed_next = held.later_meeting(is_open=False)
    with pytest.raises(minutes.NotTheNextError):
        held.sit(CHAIR).approve_minutes(world.meeting, closed_next)
    other_panel = held.later_meeting(panel="emergency")
    with pytest.raises(minutes.NotTheNextError):
        held.sit(CHAIR).approve_minutes(world.meeting, other_panel)
    with pytest.raises(minutes.NotTheNextError):
        held.sit(CHAIR).approve_minutes(world.meeting, world.meeting)
    at = held.later_meeting()
    assert [row.meeting for row in world.read(after.to_approve, at)] == [world.meeting]
    with pytest.raises(NotInChairError):
        held.sit(CHAIR).approve_minutes(world.meeting, held.later_meeting(chair=HEAD))
    held.sit(CHAIR).approve_minutes(world.meeting, at)
    with pytest.raises(minutes.MinutesApprovedError):
        held.desk.approve_minutes(world.meeting, at)
    assert "Approved at the meeting of Thursday 10 December 2026." in held.words()
    assert world.read(after.to_approve, at) == ()
    world.panel.close_meeting(at)
    assert "The minutes of the Moderation panel of Thursday 26 November 2026 were approved." in _words(
        held.desk.minutes_sheet(at)
    )


def test_minutes_of_a_case_stay_closed_to_who_stepped_out(held: Held) -> None:
    with pytest.raises(closed.CaseClosedError):
        held.sit(EP).minutes_sheet(held.world.meeting, held.other_item)
    assert held.words(held.world.item)


@pytest.mark.parametrize("large_print", [False, True])
def test_minutes_and_feedback_conform(held: Held, large_print: bool) -> None:
    held.sit(WORKER)
    world = held.world
    made = [
        held.desk.minutes_pdf(world.meeting, world.item, large_print=large_print),
        held.desk.minutes_pdf(world.meeting, public=True, large_print=large_print),
        held.desk.feedback_pdf(world.decision, ("parents", "pages"), large_print=large_print),
    ]
    for one in made:
        for profile in (ValidationProfile.PDF_UA_1, ValidationProfile.PDF_A_2A):
            report = validate_pdf_bytes(one.data, profile=profile)
            assert [(fault.rule_id, fault.message) for fault in report.failures] == []
        assert tag_check.faults(one.data) == []
        with pikepdf.open(io.BytesIO(one.data)) as opened:
            assert len(opened.pages) == one.pages
    again = held.desk.minutes_pdf(world.meeting, world.item, large_print=large_print)
    assert again.sha256 == made[0].sha256


def test_the_docx_twin_says_the_same(held: Held) -> None:
    held.sit(WORKER)
    data = held.desk.minutes_docx(held.world.meeting, held.world.item)
    twin = docx.Document(io.BytesIO(data))
    said = [paragraph.text for paragraph in twin.paragraphs]
    said += [cell.text for table in twin.tables for row in table.rows for cell in row.cells]
    for text in held.desk.minutes_sheet(held.world.meeting, held.world.item).texts():
        plain = text.replace("**", "")
        assert any(plain in one for one in said) or plain in ("Minutes of one case", "") or _is_code(plain)
    assert [p.style.name for p in twin.paragraphs if p.text == "What the panel found"] == ["Heading 2"]
    assert zipfile.ZipFile(io.BytesIO(data)).testzip() is None


def _is_code(text: str) -> bool:
    return len(text) in (9, 14)  # the reference and the check code stand in the properties and at the foot


# Feedback


def test_feedback_tells_no_scorer_no_score_and_no_money_and_is_made_once(held: Held) -> None:
    world = held.world
    sheet = held.sit(WORKER).feedback_sheet(world.decision, ("parents", "impact"), "The school’s report helped most.")
    text = _words(sheet)
    for said in ("Agreed: **3", "School report, by SENCO, page 2: “Reads single words.”", "Say how the parents"):
        assert said in text
    assert "The school’s report helped most." in text
    hidden = [name for name, _profession, _roles in PEOPLE.values()]
    for word in (*hidden, "£", "2 to 4", "Middle", "Band", "Attention reads", "Testpupil"):
        assert word not in text
    with pytest.raises(feedback.SuggestionUnknownError):
        held.desk.feedback_sheet(world.decision, ("more_money",))
    _made_once_then_sent(held)


def _made_once_then_sent(held: Held) -> None:
    world, desk = held.world, held.sit(WORKER)
    with pytest.raises(feedback.FeedbackSentError):
        desk.send_feedback(world.decision, "email")
    desk.make_feedback(world.decision, ("pages",), "As talked about.")
    with pytest.raises(feedback.FeedbackStandsError):
        desk.make_feedback(world.decision, ("pages",))
    frozen_text = _words(desk.feedback_sheet(world.decision, ("parents",), "Not this."))
    assert "As talked about." in frozen_text
    assert "Not this." not in frozen_text
    desk.send_feedback(world.decision, "email")
    with pytest.raises(feedback.FeedbackSentError):
        desk.send_feedback(world.decision, "post")
    row = world.read(after.feedback, CASE)[0]
    assert (row.sent_on, row.method) == (ON, "email")


# Actions


def test_an_action_needs_an_owner_and_a_day_to_come(held: Held) -> None:
    desk = held.sit(WORKER)
    with pytest.raises(actions.ActionInvalidError) as fault:
        desk.add_action(CASE, " ", "", None)
    assert fault.value.missing == ("words", "owner", "due")
    with pytest.raises(actions.ActionDayError):
        desk.add_action(CASE, "Call the school.", WORKER, ON - timedelta(days=1))
    with pytest.raises(actions.OwnerClosedError):
        desk.add_action(OTHER, "Call the school.", EP, ON)
    with pytest.raises(actions.OwnerClosedError):
        desk.add_action(CASE, "Call the school.", "nobody", ON)


def test_an_action_waits_for_its_owner_until_it_is_ended(held: Held) -> None:
    world, desk = held.world, held.sit(CHAIR)
    made = desk.add_action(CASE, "Ask the school for its map.", HEAD, ON + timedelta(days=1), meeting=world.meeting).id

    def waiting(person: str) -> list[str]:
        return [row.detail for row in world.read(today.do_next, person, ON) if row.kind == "action"]

    assert waiting(HEAD) == ["Ask the school for its map."]
    assert "Ask the school for its map." not in waiting(EP)
    with pytest.raises(actions.ActionDayError):
        held.sit(HEAD).move_action(made, ON - timedelta(days=1), "Too soon.")
    with pytest.raises(actions.ActionInvalidError):
        desk.move_action(made, ON + timedelta(days=9), " ")
    desk.move_action(made, ON + timedelta(days=9), "The school is closed.")
    row = next(one for one in world.read(after.actions, CASE) if one.id == made)
    assert [(move.due, move.reason) for move in row.moves] == [(ON + timedelta(days=1), "The school is closed.")]
    assert row.is_late(ON + timedelta(days=10))
    desk.do_action(made, "It came by e-mail.")
    assert waiting(HEAD) == []
    with pytest.raises(actions.ActionEndedError):
        desk.drop_action(made, "Not needed.")
    other = held.sit(WORKER).add_action(CASE, "Call again.", WORKER, ON).id
    desk.drop_action(other, "The family called.")
    assert [one.state for one in world.read(after.actions, CASE) if one.id in (made, other)] == ["done", "dropped"]


# Out of panel


def _decided(held: Held, **changes: object) -> str:
    given: dict[str, object] = {
        "panel_type": "moderation",
        "route": "officer",
        "why": "No panel meets before the law’s last day.",
        "outcome": "keep",
        "legal_test": "The plan still describes the needs.",
        "options": ("Keep the plan", "Amend Section F"),
        "evidence": (PAPER,),
        "reasons": "The report shows steady progress.",
        "pin": PIN,
    }
    return held.sit(OFFICER).decide_outside(CASE, **{**given, **changes}).id  # type: ignore[arg-type]


def test_a_case_goes_to_the_officer_by_a_day_and_is_decided(held: Held) -> None:
    world, desk = held.world, held.sit(CLERK)
    with pytest.raises(outside.OfficerDayError):
        desk.to_officer(CASE, "No panel meets in time.", ON - timedelta(days=1), meeting=world.meeting)
    with pytest.raises(outside.OutsideInvalidError):
        desk.to_officer(CASE, " ", ON, panel_type="moderation")
    asked = desk.to_officer(CASE, "No panel meets in time.", ON + timedelta(days=5), meeting=world.meeting).id
    rows = [row for row in world.read(today.do_next, OFFICER, ON) if row.kind == "outside"]
    assert (ON + timedelta(days=5), "asked") in [(row.due, row.detail) for row in rows]
    assert (ON, "asked") in [(row.due, row.detail) for row in rows]  # the case that the panel put off
    with pytest.raises(outside.NotTheOfficerError):
        held.sit(WORKER).decide_outside(
            CASE, panel_type="moderation", route="officer", why="", outcome="keep", legal_test="t", options=("a",),
            evidence=(PAPER,), reasons="r", pin=PIN, asked=asked,
        )  # fmt: skip
    with pytest.raises(PinNeededError):
        _decided(held, pin="000000")
    with pytest.raises(outside.OutsideInvalidError) as fault:
        _decided(held, outcome="abolish", options=("",), evidence=(), legal_test=" ", reasons="")
    assert fault.value.missing == ("outcome", "legal_test", "options", "evidence", "reasons")
    _decided(held, asked=asked, why="")
    row = world.read(after.outside, CASE)[0]
    assert (row.state, row.delegation, row.why) == ("decided", "Scheme of delegation, 4.2", "No panel meets in time.")
    assert row.ratifying_type == "moderation"
    with pytest.raises(outside.OutsideDecidedError):
        _decided(held, asked=asked)
    letters = [row for row in world.read(after.actions, CASE) if row.words == after_desk.LETTER]
    assert {row.owner_id for row in letters} <= {CLERK, OFFICER}  # nobody holds the case: who asked, else who decided
    assert all(row.due >= ON for row in letters)


def test_the_next_meeting_notes_it_and_never_undoes_it(held: Held) -> None:
    world = held.world
    made = _decided(held, route="emergency", evidence=(), why="The school closed on the day.")
    at = held.later_meeting(chair=DEPUTY)
    assert made in [row.id for row in world.read(after.to_ratify, at)]
    with pytest.raises(outside.NotRatifyingError):
        held.sit(CLERK).ratify(made, held.later_meeting(is_open=False), "noted")
    with pytest.raises(outside.NotRatifyingError):
        desk = held.sit(CLERK)
        desk.ratify(made, held.later_meeting(panel="emergency"), "noted")
    with pytest.raises(outside.RatifyingChairError):
        held.sit(CLERK).ratify(made, held.later_meeting(chair=OFFICER), "noted")
    with pytest.raises(outside.ReviewWordsError):
        held.sit(CLERK).ratify(made, at, "review", " ")
    with pytest.raises(outside.NoReviewError):
        held.sit(OFFICER).answer_review(made, "I looked again.")
    before = world.read(after.outside, CASE)[0]
    held.sit(CLERK).ratify(made, at, "review", "Was the transport asked about?")
    with pytest.raises(outside.RatifiedError):
        held.desk.ratify(made, at, "noted")
    row = next(one for one in world.read(after.outside, CASE) if one.id == made)
    assert (row.outcome, row.reasons, row.decided_by) == (before.outcome, before.reasons, before.decided_by)
    assert row.state == "review"
    assert made not in [one.id for one in world.read(after.to_ratify, at)]
    with pytest.raises(outside.ReviewWordsError):
        held.sit(OFFICER).answer_review(made, "")
    held.desk.answer_review(made, "I looked again: transport is in the plan.")
    assert world.read(after.outside, CASE)[0].state == "reviewed"


# What comes back


def _entry(held: Held, values: dict[str, str], type_: str = "appeal") -> str:
    id_ = f"entry-{len(values)}-{'-'.join(values)}-{values.get('order', '')}"
    held.world.put("entry.made", Subject("entry", id_), EntryMade(CASE, type_, "2026.1", dict(values)))
    return id_


def test_an_order_returns_with_its_days_and_its_decision(held: Held) -> None:
    world, desk = held.world, held.sit(WORKER)
    open_entry = _entry(held, {"notice_sent": "2026-11-26"})
    with pytest.raises(outcomes.NoOutcomeError):
        desk.note_outcome(CASE, open_entry, "section_f")
    early = _entry(held, {"notice_sent": "2026-11-26", "order_on": "2026-11-20", "order": "amend"})
    with pytest.raises(outcomes.OrderTooEarlyError):
        desk.note_outcome(CASE, early, "section_f")
    entry = _entry(
        held, {"notice_sent": "2026-11-26", "registered": "2027-01-04", "order_on": "2027-03-01", "order": "amend"}
    )
    with pytest.raises(outcomes.ThemeUnknownError):
        desk.note_outcome(CASE, entry, "blame")
    back = next(row for row in world.read(came_back.rows, CASE, ON) if row.entry_id == entry)
    assert (back.says, back.decision) == ("Amend the plan", world.decision)
    assert [(one.rule, one.law_day) for one in back.clocks] == [("ORDER.AMEND", date(2027, 4, 5))]  # 5 weeks, r44(2)
    desk.note_outcome(CASE, entry, "section_f", "Section F named no hours.")
    desk.note_outcome(CASE, entry, "reasons", "Looked at again: the reasons were short too.")
    back = next(row for row in world.read(came_back.rows, CASE, ON) if row.entry_id == entry)
    assert [note.theme for note in back.notes] == ["section_f", "reasons"]


def test_what_mediation_agreed_returns_too(held: Held) -> None:
    entry = _entry(held, {"notice_sent": "2026-11-26", "agreed_on": "2026-12-20"}, "mediation")
    back = next(row for row in held.world.read(came_back.rows, CASE, ON) if row.entry_id == entry)
    assert (back.kind, back.back.what) == ("mediation", "agreed")
    assert [one.law_day for one in back.clocks] == [date(2027, 1, 3)]  # 2 weeks, r42


# A panel without a matrix


def test_minutes_of_a_panel_on_questions_tell_limbs_and_answers(tmp_path: Path) -> None:
    world = panel_store.a_world(
        tmp_path, basis="questions", family="assess", tests=("ASSESS",), outcomes=("assess", "no_assess")
    )
    desk = AfterDesk(world.ground, is_demo=True)
    world.prepare()
    world.round = world.sit(CHAIR).open_round(world.meeting, world.item).id
    page = questions.page_id(PAPER, 3)
    for person, answer in ((CHAIR, YES), (DEPUTY, NO), (EP, YES), (HEAD, YES)):
        limbs = (("ASSESS.a", YES), ("ASSESS.b", answer))
        sheet = [Rating(limb, level, "sure", "", (page,)) for limb, level in limbs]
        world.sit(person).lock_scores(world.round, sheet)
    world.reveal()
    for limb in ("ASSESS.a", "ASSESS.b"):
        world.panel.agree_level(world.round, limb, YES, None, "Two reviewed cycles were not enough.")
    world.propose(outcome="assess", band=None, changes=())
    world.answer()
    world.sit(CHAIR).recommend(world.decision, "We recommend an assessment.", PIN)
    world.panel.close_item(world.meeting, world.item)
    world.panel.close_meeting(world.meeting)
    desk.make_minutes(world.meeting)
    world.sign(outcome="assess", band=None)
    world.ground.switch(WORKER)
    text = _words(desk.minutes_sheet(world.meeting, world.item))
    for said in (
        "Questions and agreed answers",
        "all Yes",
        "No to Yes",
        ": met. Two reviewed cycles were",
        "We recommend an assessment.",
    ):
        assert said in text
    assert "Band" not in text
    assert "No to Yes" not in _words(desk.minutes_sheet(world.meeting, world.item, public=True))
    feedback_text = _words(desk.feedback_sheet(world.decision, ("own_means",)))
    assert "Show what is given from the school's own means" in feedback_text
    assert "strand" not in feedback_text.lower()
    world.store.close()


# All of it


def test_everything_is_found_again_by_replay_and_goes_with_an_erased_case(held: Held) -> None:
    world = held.world
    _decided(held)
    before = world.read(after.actions, CASE), world.read(after.outside, CASE), world.read(after.feedback, CASE)
    with world.store.act(by=WORKER) as act:
        replay.rebuild(act.rows, world.store.registry)
    assert (
        world.read(after.actions, CASE),
        world.read(after.outside, CASE),
        world.read(after.feedback, CASE),
    ) == before
    kinds = {text.partition(":")[0] for text in world.read(retention.belongings, CASE).subjects}
    assert {"action", "minutes", "outside"} <= kinds
    assert f"minutes:{world.meeting}.{held.other_item}" not in world.read(retention.belongings, CASE).subjects


def test_no_path_is_left_open_to_a_folder(held: Held) -> None:
    """The words of minutes lie sealed beside the store, never in the clear."""
    folder = Path(f"{held.world.store.path}.files")
    for file in folder.rglob("*"):
        if file.is_file():
            assert b"Testpupil" not in file.read_bytes()
