"""The council's order of priority, dated, and the hours and places it adopts."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bandingdesk.casework.backlog import order, policies
from bandingdesk.casework.backlog.order import Standing
from bandingdesk.casework.backlog.policies import FigureInvalidError, Hours, OrderInvalidError

DAY = date(2026, 12, 7)


def first(wanted: tuple[str, ...], *many: Standing) -> list[str]:
    return [one.case for one in order.ranked(wanted, many)]


def test_the_shipped_order_puts_a_child_out_of_school_before_an_earlier_legal_date() -> None:
    early = Standing("early", date(2026, 11, 1))
    out = Standing("out", DAY, frozenset({"out_of_school"}))
    looked_after = Standing("looked after", DAY, frozenset({"looked_after"}))
    heard = Standing("heard", DAY, tribunal=date(2027, 1, 4))
    assert first(policies.priority(None), early, heard, looked_after, out) == ["out", "looked after", "heard", "early"]


def test_another_order_is_another_list() -> None:
    early, out = Standing("early", date(2026, 11, 1)), Standing("out", DAY, frozenset({"out_of_school"}))
    assert first(("law_day", "out_of_school"), out, early) == ["early", "out"]


def test_what_ties_goes_by_the_law_s_day() -> None:
    assert first(("out_of_school",), Standing("b", DAY), Standing("a", date(2026, 12, 1))) == ["a", "b"]


def test_a_reason_of_a_newer_version_weighs_nothing() -> None:
    assert first(("from_2031", "law_day"), Standing("b", DAY), Standing("a", date(2026, 12, 1))) == ["a", "b"]


@pytest.mark.parametrize(
    ("wanted", "what"),
    [
        (("law_day", "law_day"), "it names a reason twice"),
        (("looked_after",), "the legal date is missing"),
        (("law_day", "star_sign"), "this version does not know star_sign"),
    ],
)
def test_an_order_that_can_t_be_kept_is_refused(wanted: tuple[str, ...], what: str) -> None:
    with pytest.raises(OrderInvalidError) as refused:
        policies.priority_value(wanted)
    assert refused.value.fields["what"] == what


def test_an_adopted_order_comes_back_as_it_was() -> None:
    wanted = ("law_day", "out_of_school")
    assert policies.priority(policies.priority_value(wanted)) == wanted


def test_hours_come_back_as_they_were_and_are_of_the_person_then_the_team() -> None:
    hours = Hours(18, 2, {"AR.DECIDE": 5}, {"North": 12}, {"p1": 30}, {"AR.NEXT": 8})
    again = policies.hours(policies.hours_value(hours))
    assert again.a_week([("p1", "North"), ("p2", "North"), ("p3", "")]) == 30 + 12 + 18
    assert (again.of("AR.DECIDE"), again.of("no such rule"), again.lead_weeks["AR.NEXT"]) == (5, 2, 8)


@pytest.mark.parametrize("change", [{"each": -1}, {"other": 1001}, {"teams": {"North": -2}}])
def test_hours_that_can_t_be_are_refused(change: dict[str, Any]) -> None:
    with pytest.raises(FigureInvalidError):
        policies.hours_value(Hours(**{"each": 18, "other": 2, **change}))


def test_places_that_can_t_be_are_refused() -> None:
    with pytest.raises(FigureInvalidError):
        policies.panels_value({"review": policies.PanelTerms(-1, 10, 5, 0, ())})


def test_every_shipped_rule_is_a_rule_of_the_law() -> None:
    from bandingdesk.statute import book

    known = book.shipped()
    shipped = policies.shipped()
    for rule in (*shipped["panels"]["decides"], *shipped["hours"]["kinds"], *shipped["hours"]["lead_weeks"]):
        assert known.rule(rule).id == rule
