"""The register of a case on the screen: entries drawn from data, drafts, undo, exceptions that move no date, notes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bandingdesk import seams
from bandingdesk.statute import register
from bandingdesk.ui.jobs import InlineJobs
from bandingdesk.ui.messages import Messages
from bandingdesk.ui.workspaces.cases.records import exception_form, reading, typed, words
from bandingdesk.ui.workspaces.cases.records.typed import Typed
from bandingdesk.ui.workspaces.cases.records.view_model import RecordsViewModel
from tests.conftest import DEMO_NOW
from tests.support import panel_morning
from tests.support.panel_morning import Morning

BOOK = register.book()
REQUEST = BOOK.types["request"]
TODAY = date(2026, 11, 23)
ASKED = {"received": "20/07/2026", "source": "2", "asked_by": "SENCO (invented)"}


@pytest.fixture(scope="module")
def council(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Morning]:
    """One desk for all tests; each takes a case of its own."""
    made = panel_morning.a_morning(
        tmp_path_factory.mktemp("records"), seams.FixedClock(DEMO_NOW), seams.SeededIds(17, DEMO_NOW), planned=False
    )
    yield made
    made.desk.close()


@pytest.fixture
def desk(council: Morning):
    council.as_("CM")
    return council.desk


@pytest.fixture
def a_model(desk, qtbot):
    """A function that makes the view model of a case, as a page would."""
    made: list[RecordsViewModel] = []

    def make(case: str) -> RecordsViewModel:
        messages = Messages()
        model = RecordsViewModel(desk, InlineJobs(messages), messages, desk.clock)
        model.keep_alive = messages  # type: ignore[attr-defined]
        model.watch(on=True)
        model.show(case)
        made.append(model)
        return model

    return make


def fill(model: RecordsViewModel, **texts: str) -> None:
    for name, said in texts.items():
        model.type(name, said, name)


def add_request(model: RecordsViewModel, **more: str) -> str:
    model.add("request")
    fill(model, **{**ASKED, **more})
    model.record_entry()
    assert model.error is None
    return model.seen.entries[-1].id


# What is typed


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("20/07/2026", date(2026, 7, 20)),
        ("Mon 20 Jul 2026", date(2026, 7, 20)),
        ("31/02/2026", None),
        ("20/07/1826", None),
        ("20/07/2926", None),
        ("soon", None),
        ("", None),
    ],
)
def test_a_day_is_read_as_people_write_it_and_one_far_away_is_none(said, found):
    assert typed.day(said) == found


def test_a_field_that_holds_no_value_of_its_kind_is_named_and_the_rest_is_kept():
    form = Typed("request", texts={"received": "31/13/2026", "source": "2", "rya": "yes"})
    assert form.unread(REQUEST) == ("received",)
    assert form.missing(REQUEST) == ()
    assert Typed("request").missing(REQUEST) == ("received", "source")


def test_recorded_values_come_back_into_their_fields_unchanged():
    values = {"received": "2026-07-20", "source": "2", "rya": True, "mediation": False, "asked_by": "نועם"}
    assert typed.of_values(REQUEST, "e", "", values).values(REQUEST) == values


def test_days_in_the_wrong_order_are_a_doubt_and_stop_nothing():
    form = Typed("request", texts={"received": "20/07/2026", "source": "2", "outcome_date": "01/07/2026"})
    assert "outcome_date" in form.doubts(REQUEST, TODAY)
    assert form.unread(REQUEST) == form.missing(REQUEST) == ()


def test_every_kind_of_the_register_has_a_form_that_reads_its_own_values():
    samples = {"date": "2026-11-02", "flag": True, "number": 3, "text": "Words", "setting": "900001"}
    for kind in BOOK.types.values():
        values = {
            name: field.codes[0][0] if field.kind == "code" else samples[field.kind]
            for name, field in kind.fields.items()
        }
        form = typed.of_values(kind, "e", "", values)
        assert form.unread(kind) == ()
        assert form.values(kind) == values
        assert typed.of_draft(form.body()) == form


# Entries


def test_an_entry_is_recorded_and_its_clocks_run(council, a_model):
    model = a_model(council.cases[0])
    entry = add_request(model)
    lines = {line.rule: line for line in model.seen.clocks_of(entry)}
    assert lines["ASSESS.DECIDE"].law_day == date(2026, 8, 31)  # six weeks, reg 5(1)
    assert lines["PLAN.FINAL"].law_day == date(2026, 12, 7)  # twenty weeks, reg 13(2)
    assert model.mode == "list"
    row = model.seen.entry(entry)
    assert words.heading(model.seen, row) == "Received by the council: Mon 20 Jul 2026"
    assert ("Who asked", "School or other setting") in words.facts(model.seen, row)


def test_filling_in_what_was_empty_needs_no_reason_and_changing_it_does(council, a_model):
    model = a_model(council.cases[0])
    entry = add_request(model)
    model.change(entry)
    fill(model, told_considering="24/07/2026")
    assert not model.needs_reason
    fill(model, asked_by="Head (invented)")
    assert model.needs_reason
    model.record_entry()
    assert model.error.code == "RG-03"
    assert model.form.texts["asked_by"] == "Head (invented)"
    model.give_reason("The head wrote, not the SENCO.")
    model.record_entry()
    assert model.seen.entry(entry).values["asked_by"] == "Head (invented)"


def test_somebody_was_first_and_the_form_is_kept(council, a_model, desk):
    model = a_model(council.cases[1])
    entry = add_request(model)
    model.change(entry)
    fill(model, told_considering="24/07/2026")
    desk.register.change(entry, {**model.seen.entry(entry).values, "way": "post"})
    model.record_entry()
    assert model.is_stale
    assert model.form.texts["told_considering"] == "24/07/2026"
    model.accept_newer()
    model.give_reason("Both of us were at it; the letter came by post.")
    fill(model, way="post")
    model.record_entry()
    assert model.error is None
    assert model.seen.entry(entry).values["told_considering"] == "2026-07-24"


def test_a_withdrawn_entry_stays_readable_and_no_clock_runs_from_it(council, a_model):
    model = a_model(council.cases[2])
    entry = add_request(model)
    model.begin_withdrawing(entry)
    model.withdraw()
    assert model.mode == "withdraw"  # without a reason nothing happens
    model.give_reason("It was another child's request.")
    model.withdraw()
    assert model.seen.entry(entry).withdrawn == "It was another child's request."
    assert model.seen.clocks_of(entry) == ()


def test_steps_of_a_draft_are_taken_back_and_made_again_by_name(council, a_model):
    model = a_model(council.cases[3])
    model.add("request")
    model.type("received", "20", "Received by the council")
    model.type("received", "20/07/2026", "Received by the council")
    model.type("source", "2", "Who asked")
    assert model.undo_name == "Who asked"
    model.undo()
    assert "source" not in model.form.texts
    model.undo()
    assert model.form.texts == {}
    assert (model.undo_name, model.redo_name) == ("", "Received by the council")
    model.redo()
    model.redo()
    assert dict(model.form.texts) == {"received": "20/07/2026", "source": "2"}
    model.discard()


def test_what_was_typed_is_named_in_the_list_and_comes_back_for_its_writer_alone(council, a_model):
    model = a_model(council.cases[3])
    model.add("request")
    fill(model, asked_by="Kept words")
    model.leave()
    (draft,) = model.seen.drafts
    assert (draft.mode, draft.type) == ("entry", "request")
    council.as_("RA")
    assert a_model(council.cases[3]).seen.drafts == ()
    council.as_("CM")
    again = a_model(council.cases[3])
    again.take_up(again.seen.drafts[0])
    assert again.form.texts["asked_by"] == "Kept words"
    again.discard()
    assert again.seen.drafts == ()


def test_who_may_not_record_sees_the_entries_and_hears_who_may(council, a_model):
    add_request(a_model(council.cases[0]))
    council.as_("LO")
    seen = a_model(council.cases[0]).seen
    assert seen.entries
    assert "clerk" in seen.only_for


def test_an_entry_of_a_kind_that_this_version_does_not_know_is_kept_and_breaks_nothing(council, a_model):
    model = a_model(council.cases[0])
    add_request(model)
    seen = model.seen
    kinds = {name: kind for name, kind in BOOK.types.items() if name != "request"}
    older = replace(seen, book=replace(BOOK, types=kinds))
    assert older.standing() == ()
    assert older.entries == seen.entries


# Exceptions


def test_an_exception_excuses_and_moves_no_date(council, a_model, desk):
    model = a_model(council.cases[4])
    entry = add_request(model)
    before = {line.rule: line.law_day for line in model.seen.clocks_of(entry)}
    model.excuse(entry, "PLAN.FINAL")
    form = replace(model.exception, head="closure.school", starts="22/07/2026", ends="01/09/2026", because="Closed.")
    model.type_exception(replace(form, told="04/09/2026"))
    model.record_exception()
    assert model.error is None
    after = {line.rule: line for line in model.seen.clocks_of(entry)}
    assert {rule: line.law_day for rule, line in after.items()} == before
    (excuse,) = after["PLAN.FINAL"].excused
    assert (excuse.head, excuse.told) == ("closure.school", date(2026, 9, 4))
    assert "the date does not move" in words.clock(model.seen, after["PLAN.FINAL"], TODAY)[0]
    model.begin_withdrawing(entry, excuse.id)
    model.give_reason("The advice came in time after all.")
    model.withdraw()
    assert model.seen.entry(entry).excuses == ()
    assert model.seen.entry(entry).withdrawn is None


def test_only_heads_that_the_law_gives_for_every_date_chosen_are_offered(council, a_model):
    model = a_model(council.cases[4])
    entry = add_request(model)
    model.excuse(entry, "PLAN.FINAL")
    heads = exception_form.heads(BOOK, model.excusable(entry), model.exception, TODAY)
    assert {head.id for head in heads} == {"closure.school", "closure.early_years", "personal", "absent"}
    assert not any(line.rule == "ADVICE" for line in model.excusable(entry))
    both = model.exception.with_rule("ASSESS.DECIDE", on=True)
    assert both.with_rule("ASSESS.DECIDE", on=False) == model.exception
    model.discard()


def test_an_exception_without_its_reason_or_with_an_odd_day_says_which_field():
    form = exception_form.ExceptionForm("e", ("PLAN.FINAL",), starts="31/02/2026")
    assert form.missing() == ("head", "because")
    assert form.unread() == ("starts",)
    assert exception_form.of_draft(form.body()) == form


# The six months


def test_an_assessment_in_the_six_months_before_is_an_amber_note_and_no_block(council, a_model, desk):
    case = council.cases[5]
    request = desk.register.enter(case, "request", {"received": "2026-05-04", "source": "1"}).id
    told = {"started": "2026-06-08", "outcome": "N", "outcome_date": "2026-08-20"}
    desk.register.enter(case, "assessment", told, of=request)
    model = a_model(case)
    model.add("request")
    fill(model, received="20/11/2026", source="1")
    model._ask_bar()
    assert model.bar == date(2027, 2, 20)  # six months after 20 August 2026
    model.record_entry()
    assert model.error is None
    assert model.seen.bars == {model.seen.entries[-1].id: date(2027, 2, 20)}
    assert any("It stops nothing" in sentence for sentence in words.bar(model.bar or date(2027, 2, 20)))


def test_an_earlier_request_that_was_refused_is_no_bar(council, desk):
    case = council.cases[1]
    desk.register.enter(
        case, "request", {"received": "2026-08-03", "source": "1", "outcome": "N", "outcome_date": "2026-09-11"}
    )
    assert desk.read(lambda conn: reading.bar(conn, case, date(2026, 11, 20))) is None


def test_an_hour_that_the_clock_change_repeats_is_told_as_london_had_it(council, a_model):
    model = a_model(council.cases[0])
    add_request(model)
    seen, row = model.seen, model.seen.entries[0]
    for hour in (0, 1):  # 1:30 in the morning of 25 October 2026, summer time and then winter time
        told = words.entered(seen, replace(row, entered_at=datetime(2026, 10, 25, hour, 30, tzinfo=UTC)))
        assert told == "Entered by C. Marsh, Sun 25 Oct 2026, 1:30"
