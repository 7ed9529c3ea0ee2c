"""Casework terms in the window: what is in force, adopted anew from a day with its minute, by those who may."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt

from bandingdesk.casework.provision import rates as rate_rules
from bandingdesk.council.policy import LOCAL_CRITERIA
from bandingdesk.store.queries import contacts, council, party_profiles, provision
from bandingdesk.ui import inspect
from tests.support import founding
from tests.support.panel_morning import STARTS

TODAY = date(2026, 11, 23)
RATES = {"weeks": 39, "ta": ("Teaching assistant", "1842", "TA")}


def test_each_term_is_adopted_with_its_minute_and_keeps_what_is_not_shown(open_page, morning, qtbot):
    person = morning.as_("CM")
    with founding.before_the_story():
        morning.desk.council.grant_role(person, "head_of_service", STARTS)
        morning.desk.council.adopt_policy(rate_rules.KEY, RATES, STARTS, "item 1 (invented)")
        morning.desk.council.adopt_policy("contacts", {"ways": ("owl|Owl",)}, STARTS, "item 2 (invented)")
    page = open_page(morning, "settings", section="terms").area.current_page()
    part, read = page.parts["terms"], morning.desk.read

    def form(key):
        part.table.go_to(key)
        qtbot.mouseClick(part.change, Qt.MouseButton.LeftButton)
        return part.forms[key]

    def adopt(made):
        made.minute.setText("SEND board (invented)")
        qtbot.mouseClick(made.adopt, Qt.MouseButton.LeftButton)
        assert part.terms.error is None
        assert part.change.isVisible()

    days = form("contacts")
    days.days.setText("8")
    assert days.adopt.why_not == "Enter where it was decided."
    part.table.go_to("forms")
    part.table.go_to("contacts")
    assert days.isVisible()  # what is typed waits while another policy is read
    assert days.days.text() == "8"
    adopt(days)
    held = read(lambda conn: contacts.terms(conn, TODAY))
    assert (held.reply_days, held.ways) == (8, {"owl": "Owl"})
    costs = form(rate_rules.KEY)
    (_, _, first), (_, name, pounds) = costs.rows
    for typed, why in (
        ("18.425", "Enter pounds an hour such as 18.42, up to 1,000: Teaching assistant."),
        ("19.05", ""),
    ):
        first.setText(typed)
        costs.minute.setText("item 3")
        assert costs.adopt.why_not == why
    name.setText("Mentor")
    pounds.setText("£21")
    adopt(costs)
    found = read(lambda conn: provision.rates(conn, TODAY))
    assert {one.title: one.pence for one in found.roles.values()} == {"Teaching assistant": 1905, "Mentor": 2100}
    assert (found.weeks, found.roles["ta"].words) == (39, ("Teaching assistant", "TA"))
    criteria = form(LOCAL_CRITERIA)
    criteria.texts["REVIEW"].setPlainText("We look at two terms (invented).")
    adopt(criteria)
    assert read(lambda conn: council.local_criteria(conn, TODAY)) == {"REVIEW": "We look at two terms (invented)."}
    expected = form("profiles")
    for tick in expected.ticks.values():
        tick.setChecked(False)
    assert expected.adopt.why_not == "Tick at least one."
    expected.ticks["setting"].setChecked(True)
    adopt(expected)
    assert read(lambda conn: party_profiles.expected(conn, TODAY)) == ("setting",)
    called = form("forms")
    qtbot.mouseClick(called.called.buttons[2], Qt.MouseButton.LeftButton)
    adopt(called)
    assert read(lambda conn: council.policy(conn, "forms", TODAY)) == {"called": "nothing"}
    form(LOCAL_CRITERIA)
    qtbot.waitUntil(lambda: inspect.problems(page) == [])


def test_who_may_not_adopt_reads_what_holds_and_who_may(open_page, morning, qtbot):
    morning.as_("LO")
    page = open_page(morning, "settings", section="terms").area.current_page()
    part = page.parts["terms"]
    assert part.change.why_not == "Who adopts it: administrator and head of service."
    assert part._who.isVisible()
    assert "adopted none" in part._since.text()
    qtbot.waitUntil(lambda: inspect.problems(page) == [])
