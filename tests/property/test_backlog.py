"""A forecast loses nothing, adds up, and more places or hours never make anything later."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bandingdesk.casework.backlog import forecast as rules
from bandingdesk.casework.backlog.forecast import Decision, Forecast, Supply

TODAY = date(2026, 11, 25)  # a Wednesday
WEEKS = 8

decision = st.builds(
    lambda case, law, rank, line, hours, begins, booked: Decision(
        str(case),
        TODAY + timedelta(days=law),
        rank,
        line,
        hours,
        TODAY + timedelta(days=begins),
        TODAY + timedelta(days=booked) if booked is not None and line else None,
    ),
    st.integers(0, 10**6),
    st.integers(-40, 80),
    st.integers(0, 50),
    st.sampled_from([None, "a", "b"]),
    st.integers(0, 9),
    st.integers(-20, 60),
    st.none() | st.integers(0, 70),
)
supply = st.builds(
    lambda a, b, hours, soon: Supply({"a": a, "b": b}, hours, {"a": soon, "b": 0}),
    st.lists(st.integers(0, 4), min_size=WEEKS, max_size=WEEKS),
    st.lists(st.integers(0, 4), min_size=WEEKS, max_size=WEEKS),
    st.lists(st.integers(0, 30), min_size=WEEKS, max_size=WEEKS),
    st.integers(0, 3),
)


def of(decisions: list[Decision], there_is: Supply) -> Forecast:
    return rules.forecast(decisions, there_is, TODAY, WEEKS)


@settings(max_examples=60, deadline=None)
@given(st.lists(decision, max_size=30), supply)
def test_nothing_is_lost_and_no_week_gives_more_than_it_has(decisions: list[Decision], there_is: Supply) -> None:
    found = of(decisions, there_is)
    assert found.total == len(decisions)
    assert sum(week.told for week in found.weeks) + found.left == len(decisions)
    for week in found.weeks:
        assert 0 <= week.places_used <= week.places
        assert 0 <= week.hours_used <= week.hours
        assert 0 <= week.late <= len(decisions)
        assert week.days_late >= 0
    assert found.is_behind == bool(found.late_now or any(week.late for week in found.weeks))


@settings(max_examples=60, deadline=None)
@given(st.lists(decision, max_size=30), supply, st.integers(0, 3), st.integers(0, 20), st.integers(0, WEEKS - 1))
def test_more_never_clears_later(
    decisions: list[Decision], there_is: Supply, places: int, hours: int, week: int
) -> None:
    more = replace(
        there_is,
        places={**there_is.places, "a": [n + places * (at == week) for at, n in enumerate(there_is.places["a"])]},
        hours=[n + hours * (at == week) for at, n in enumerate(there_is.hours)],
    )
    before, after = of(decisions, there_is), of(decisions, more)
    assert all(then.late <= now.late for then, now in zip(after.weeks, before.weeks, strict=True))
    assert (after.clears or date.max) <= (before.clears or date.max)
    assert after.left <= before.left


@settings(max_examples=40, deadline=None)
@given(st.lists(decision, max_size=25), supply)
def test_the_rate_that_is_named_clears_it_and_one_less_does_not(decisions: list[Decision], there_is: Supply) -> None:
    found = of(decisions, there_is)
    if found.clears is not None or any(need.more is None for need in found.needs):
        return
    given_more = dict(found.needs)

    def with_rate(less: str | None = None) -> Forecast:
        def added(line: str) -> int:
            return (given_more.get(line) or 0) - (line == less)

        return of(
            decisions,
            Supply(
                {
                    line: [n + added(line) * (at >= there_is.from_week[line]) for at, n in enumerate(places)]
                    for line, places in there_is.places.items()
                },
                [n + added(rules.HOURS) for n in there_is.hours],
                there_is.from_week,
            ),
        )

    assert with_rate().clears is not None
    for need in found.needs:
        assert with_rate(less=need.line).clears is None


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 5), st.integers(0, 6)), max_size=15),
    st.lists(st.integers(0, 5), max_size=8),
)
def test_a_line_serves_all_it_can(jobs: list[tuple[int, int, int]], there_is: list[int]) -> None:
    done, used = rules.serve(jobs, there_is)
    assert sum(units for (_, _, units), week in zip(jobs, done, strict=True) if week is not None) <= sum(used)
    for (_, begins, _), week in zip(jobs, done, strict=True):
        assert week is None or week >= begins
    waits = [begins for (_, begins, units), week in zip(jobs, done, strict=True) if week is None]
    for week, (has, took) in enumerate(zip(there_is, used, strict=True)):
        if any(begins <= week for begins in waits):
            assert took == has  # nobody waits beside an unused place
