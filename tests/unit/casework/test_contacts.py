"""Contacts: London time through the clock change, the council's reply day, answers, corrections, who may be told."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bandingdesk.casework.around import addressee
from bandingdesk.casework.around.ops import CourtLimit, RelationFacts
from bandingdesk.casework.around.relation import Relation
from bandingdesk.casework.contacts import contact, moments, policy, telling
from bandingdesk.casework.contacts.ops import Answered, Asked, ContactRecorded, Promised
from tests.support.case_builders import folded

NOW = datetime(2026, 11, 23, 8, 52, tzinfo=UTC)
BORN = date(2017, 5, 3)
ASKED = Asked("case-1", None, "A. Parent (invented)", "Mother", "When is the panel?", NOW - timedelta(days=3), "phone")
WAYS = policy.shipped_ways()
TERMS = policy.read({"reply_days": 10})
TOLD = Answered("On Thursday.", NOW, "phone", "p1")


def a_contact(*more):
    """Return a contact recorded on Friday 20 November 2026, with further ops."""
    proposed = TERMS.reply_day(date(2026, 11, 20))
    op = recorded(ContactRecorded(ASKED, proposed), proposed=proposed)
    state = folded(contact.apply, op)
    for make in more:
        state = folded(contact.apply, op, make(state))
    return state


def recorded(body, *, proposed=None, followed=None, born=BORN):
    return contact.record("c1", "p1", NOW, body, ways=WAYS, born=born, proposed=proposed, followed=followed)


# London time


def test_a_time_of_the_hour_that_comes_twice_is_asked_and_kept_as_the_right_instant():
    night, clock = date(2026, 10, 25), time(1, 30)
    with pytest.raises(moments.TimeRepeatsError) as refused:
        moments.instant(night, clock)
    assert (refused.value.day, refused.value.clock) == ("Sun 25 Oct 2026", "1:30")
    first, second = moments.instant(night, clock, "first"), moments.instant(night, clock, "second")
    assert first == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert second - first == timedelta(hours=1)
    assert (moments.which(first), moments.which(second), moments.which(NOW)) == ("first", "second", "")


@pytest.mark.parametrize("clock", [time(1, 0), time(1, 30), time(1, 59)])
def test_a_time_that_the_clock_change_skips_is_refused_with_words(clock):
    with pytest.raises(moments.TimeSkippedError, match="put forward"):
        moments.instant(date(2026, 3, 29), clock)


def test_the_hours_beside_the_change_come_once():
    for day, clock, utc in (
        (date(2026, 10, 25), time(0, 59), (23, 59)),
        (date(2026, 10, 25), time(2, 0), (2, 0)),
        (date(2026, 3, 29), time(0, 59), (0, 59)),
        (date(2026, 3, 29), time(2, 0), (1, 0)),
    ):
        made = moments.instant(day, clock)
        assert ((made.hour, made.minute), moments.which(made)) == (utc, "")


@pytest.mark.parametrize(
    ("typed", "clock"),
    [("9", (9, 0)), ("9:05", (9, 5)), ("14.30", (14, 30)), ("2.30pm", (14, 30)), ("12am", (0, 0)), ("12 pm", (12, 0)),
     ("0905", (9, 5)), ("905", (9, 5)), ("14h30", (14, 30)), (" 8:52 ", (8, 52))],
)  # fmt: skip
def test_times_are_read_as_people_write_them(typed, clock):
    assert moments.read_clock(typed) == time(*clock)


@pytest.mark.parametrize("typed", ["", "noon", "25:00", "9:60", "13pm", "0pm", "9:5:1", "٩", "-3"])
def test_what_is_no_time_is_refused(typed):
    with pytest.raises((moments.TimeUnreadableError,)):
        moments.read_clock(typed)


# The reply day


def test_the_reply_day_counts_the_councils_working_days_over_a_bank_holiday():
    assert TERMS.reply_day(date(2026, 12, 18)) == Promised(date(2027, 1, 6), 10)
    assert policy.read(None).reply_day(date(2026, 12, 18)) is None
    assert TERMS.reply_day(date(1999, 1, 1)) is None  # beyond the table of bank holidays nothing is promised


@pytest.mark.parametrize("days", [0, -1, 251, "ten", True, 2.5])
def test_a_policy_that_names_no_whole_number_of_days_is_refused(days):
    with pytest.raises(policy.PolicyUnfitError) as refused:
        policy.read({"reply_days": days})
    assert refused.value.field == "reply_days"


def test_a_council_may_keep_a_list_of_ways_of_its_own():
    assert policy.read({"ways": ("text|Text message", "phone|Phone")}).ways == {
        "text": "Text message",
        "phone": "Phone",
    }
    with pytest.raises(policy.PolicyUnfitError):
        policy.read({"ways": ("phone",)})


def test_another_day_by_hand_needs_its_reason_and_lies_within_a_year():
    proposed = TERMS.reply_day(date(2026, 11, 20))
    with pytest.raises(contact.ContactInvalidError) as refused:
        recorded(ContactRecorded(ASKED, Promised(date(2026, 12, 1), None)), proposed=proposed)
    assert refused.value.missing == ("reason",)
    assert recorded(
        ContactRecorded(ASKED, Promised(date(2026, 12, 1), None, "The panel meets then")), proposed=proposed
    )
    for day in (date(2026, 11, 19), date(2028, 1, 1)):
        with pytest.raises(contact.ReplyDayError):
            recorded(ContactRecorded(ASKED, Promised(day, None, "so")), proposed=proposed)
    with pytest.raises(contact.ReplyDayError):  # nobody passes another day off as the policy's
        recorded(ContactRecorded(ASKED, Promised(date(2026, 12, 1), 10)), proposed=proposed)
    with pytest.raises(contact.ContactInvalidError) as refused:
        recorded(ContactRecorded(ASKED, None))
    assert refused.value.missing == ("promised",)


def test_another_reply_day_keeps_the_one_before():
    later = a_contact(
        lambda state: contact.set_reply_day(state, "p2", NOW, date(2026, 12, 11), "The advice is awaited")
    )
    assert later.promised == Promised(date(2026, 12, 11), None, "The advice is awaited")
    assert [(one.before, one.reason) for one in later.corrections] == [("Fri 4 Dec 2026", "The advice is awaited")]


# Bad days


def test_a_contact_lies_neither_in_the_future_nor_before_the_child_was_born():
    for at, why in (
        (NOW + timedelta(minutes=1), "not come yet"),
        (datetime(2016, 1, 1, tzinfo=UTC), "before the child"),
    ):
        with pytest.raises(contact.ContactDayError, match=why):
            recorded(ContactRecorded(replace(ASKED, at=at), TERMS.reply_day(at.date())), proposed=None)


@pytest.mark.parametrize("name", ["who", "words"])
def test_a_contact_says_who_and_what(name):
    with pytest.raises(contact.ContactInvalidError) as refused:
        recorded(ContactRecorded(replace(ASKED, **{name: "  "}), None, TOLD))
    assert refused.value.missing == (name,)


def test_an_unknown_way_is_refused_with_those_that_are_known():
    with pytest.raises(contact.WayUnknownError, match="portal"):
        recorded(ContactRecorded(replace(ASKED, way="pigeon"), None, TOLD))


# Answers and corrections


def test_an_answer_closes_the_question_once():
    done = a_contact(lambda state: contact.answer(state, "p1", NOW, TOLD, ways=WAYS))
    assert (a_contact().is_open, done.is_open, done.answered) == (True, False, TOLD)
    with pytest.raises(contact.AnsweredAlreadyError):
        contact.answer(done, "p1", NOW, TOLD, ways=WAYS)
    with pytest.raises(contact.AnsweredAlreadyError):
        contact.set_reply_day(done, "p1", NOW, date(2026, 12, 1), "so")


def test_an_answer_never_comes_before_its_question_or_from_the_future():
    for at in (ASKED.at - timedelta(minutes=1), NOW + timedelta(days=1)):
        with pytest.raises(contact.AnswerDayError):
            contact.answer(a_contact(), "p1", NOW, replace(TOLD, at=at), ways=WAYS)


def test_an_answer_is_put_right_by_a_further_op_and_the_first_one_stays_to_be_read():
    with pytest.raises(contact.NotAnsweredError):
        contact.correct_answer(a_contact(), "p1", NOW, TOLD, "typo", ways=WAYS)
    done = a_contact(lambda state: contact.answer(state, "p1", NOW, TOLD, ways=WAYS))
    new = replace(TOLD, words="On Friday.")
    op = contact.correct_answer(done, "p2", NOW, new, "Wrong day given", ways=WAYS)
    after = folded(lambda state, op: contact.apply(state or done, op), op)
    assert (after.answered, after.corrections[0].before, after.corrections[0].by) == (new, "On Thursday.", "p2")


def test_a_question_is_put_right_with_a_reason_and_never_moves_to_another_case():
    state = a_contact()
    op = contact.correct(state, "p1", NOW, replace(ASKED, case="case-9", words="Which panel?"), "Misheard", ways=WAYS,
                         born=BORN)  # fmt: skip
    assert (op.body.asked.case, op.body.asked.words) == ("case-1", "Which panel?")
    with pytest.raises(contact.ContactInvalidError):
        contact.correct(state, "p1", NOW, ASKED, " ", ways=WAYS, born=BORN)


def test_a_withdrawn_contact_owes_nothing_and_takes_nothing_more():
    gone = a_contact(lambda state: contact.withdraw(state, "p1", NOW, "Another child's"))
    assert (gone.is_open, gone.withdrawn, gone.asked) == (False, "Another child's", ASKED)
    with pytest.raises(contact.WithdrawnError):
        contact.answer(gone, "p1", NOW, TOLD, ways=WAYS)


def test_a_follow_up_stays_on_its_case():
    first = a_contact()
    body = ContactRecorded(replace(ASKED, follows="c1"), None, TOLD)
    assert recorded(body, followed=first).body.asked.follows == "c1"
    other = replace(first, asked=replace(ASKED, case="case-2"))
    for followed in (None, other):
        with pytest.raises(contact.OtherCaseError):
            recorded(body, followed=followed)


# Who may be told

MOTHER = RelationFacts("Mother (invented)", "mother", "yes", "birth certificate", lives_with=True, address=("1 Road",))
FATHER = RelationFacts("Father (invented)", "father", "not_known")
LIMIT = CourtLimit("No contact, order of 2 March 2025 (invented)", date(2025, 3, 2))


def told(born, *facts, limits=()):
    """Return {name: may} for the people around a child."""
    around = [Relation(f"r{at}", "h", "child", one) for at, one in enumerate(facts)]
    who = addressee.addressee("Testpupil Rowan-017", born, around, date(2026, 11, 23))
    people = [telling.Person(one.id, one.facts, one.id in limits) for one in around]
    return {one.name: one.may for one in telling.tellings(people, who, "Elmbank (invented)")}


def test_a_holder_of_parental_responsibility_may_be_told_and_the_unknown_is_looked_up():
    assert told(BORN, MOTHER, FATHER) == {
        "Mother (invented)": "yes",
        "Father (invented)": "ask",
        "Elmbank (invented)": "ask",
        "": "ask",
    }


def test_a_courts_limit_and_no_responsibility_mean_no():
    limited = replace(FATHER, responsibility="yes", responsibility_source="order", limits=(LIMIT,))
    assert told(BORN, limited, limits={"r0"})["Father (invented)"] == "no"
    assert told(BORN, replace(FATHER, responsibility="no", responsibility_source="told"))["Father (invented)"] == "no"


def test_over_compulsory_school_age_the_young_person_decides_who_is_told():
    grown = date(2008, 5, 3)
    own = RelationFacts("Testpupil Rowan-017", "self")
    found = told(grown, MOTHER, own)
    assert (found["Mother (invented)"], found["Testpupil Rowan-017"]) == ("no", "yes")
