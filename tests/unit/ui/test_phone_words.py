"""The phone card read aloud: whole sentences at each moment, and nothing of what may not be said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bandingdesk.casework.around.addressee import Why
from bandingdesk.casework.contacts.telling import SETTING, Telling
from bandingdesk.panel import spoken
from bandingdesk.store.queries.around import Stop
from bandingdesk.store.queries.casework import ClockRow
from bandingdesk.store.queries.phone_card import DecidedRow, PhoneRow
from bandingdesk.ui.workspaces.cases.contacts import words

TODAY = date(2026, 11, 23)
DECIDE = ClockRow("AR.DECIDE", "r20(10)", date(2026, 11, 9), date(2026, 12, 7), date(2026, 12, 4), "decide")
CARD = PhoneRow(
    case_id="c", reference="2026-0017", child_name="Testpupil Rowan-017", is_young_person=False, callers=(),
    is_recorded=True, has_withheld=False, stop=None, moment="on_agenda", sayable=spoken.sayable("on_agenda"),
    review_on=date(2026, 11, 9), panel_on=date(2026, 11, 26), decided=None, clock=DECIDE, asked=(), is_disputed=False,
)  # fmt: skip
DECIDED = DecidedRow("amend", date(2026, 11, 20), "Head of SEND", date(2026, 11, 23))


MOTHER = Telling("r1", "Mother (invented)", "mother", "yes", Why("x"))


def aloud(row, may="yes"):
    """Return what is read aloud to the mother, who MAY be told."""
    return words.aloud(row, MOTHER._replace(may=may), TODAY)[0]


def at(moment, **more):
    return replace(CARD, moment=moment, sayable=spoken.sayable(moment), **more)


def test_before_a_decision_the_dates_are_said_and_nothing_else():
    assert aloud(CARD) == (
        "The review meeting was on Monday 9 November 2026. The panel looks at it on Thursday 26 November 2026. "
        "By law we have to decide by Monday 7 December 2026 at the latest. "
        "Nothing is decided yet, so I can’t say what it will be."
    )
    assert words.next_date(CARD, TODAY) == (
        "The law’s last day to decide is Mon 7 Dec 2026. The council’s own target is Fri 4 Dec 2026."
    )
    assert [reason for reason, _ in words.not_now(CARD)] == ["Not before it is signed", "Never on the phone"]


def test_another_clock_is_said_by_its_own_step():
    clock = replace(DECIDE, rule="ASSESS.DECIDE", what="request", law_day=date(2026, 11, 20))
    row = at("nothing", review_on=None, panel_on=None, clock=clock)
    assert aloud(row).startswith(
        "By law we had to tell you whether there will be an assessment by Friday 20 November 2026. We are late"
    )
    assert "tell the family whether there will be an assessment was Fri 20 Nov 2026" in words.next_date(row, TODAY)


def test_after_the_decision_the_outcome_and_the_letter_are_said():
    told = aloud(at("told", decided=DECIDED, clock=None))
    assert told == (
        "The council decided on Friday 20 November 2026 that the plan will be changed. "
        "We sent you the letter on Monday 23 November 2026. It gives the reasons and says how you can challenge it."
    )
    signed = at("signed", decided=replace(DECIDED, letter_on=None))
    assert "on its way" in aloud(signed)
    assert words.next_date(signed, TODAY).startswith("The family has to be told in writing.")


@pytest.mark.parametrize("moment", ["on_agenda", "told"])
def test_a_disputed_case_says_only_that_we_call_back(moment):
    assert aloud(at(moment, decided=DECIDED, is_disputed=True)).endswith("I will call you back today.")


def test_a_case_without_any_date_says_that_we_look_into_it():
    empty = at("nothing", review_on=None, panel_on=None, clock=None)
    assert aloud(empty) == "I will look into it and call you back."
    assert words.next_date(empty, TODAY) == ""


@pytest.mark.parametrize("may", ["no", "ask"])
def test_who_may_not_be_told_hears_nothing_of_the_case(may):
    for moment in ("on_agenda", "told"):
        said = aloud(at(moment, decided=DECIDED), may)
        assert not any(word in said for word in ("review", "panel", "plan", "decide", "2026"))
    unknown, _ = words.aloud(CARD, None, TODAY)
    assert unknown.startswith("May I ask who is calling")


def test_a_setting_hears_the_dates_and_after_a_death_the_lead_calls_back():
    setting = Telling(SETTING, "Elmbank (invented)", "", "ask", Why("x"))
    assert "The panel looks at it" in words.aloud(CARD, setting, TODAY)[0]
    stop = Stop("child", TODAY, "the school", "p9", "E. Lead", ())
    assert aloud(at("told", decided=DECIDED, stop=stop)) == "My colleague E. Lead will call you back today."
