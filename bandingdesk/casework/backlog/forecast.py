"""How a backlog goes down: decisions due by week against panel places and caseworker hours, in the order of priority.

A decision goes through two lines of waiting: a place at a panel that decides it, and hours of work. Each line serves
by priority, week by week; a decision is told when both have served it. The lines do not wait for one another, so one
more place or hour can never make any decision later: that is what the figure promises, and what a test holds it to.
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from typing import NamedTuple

_WEEK = timedelta(weeks=1)
Job = tuple[int, int, int]  # rank, first week, units
HOURS = ""  # the line of caseworker hours; the others are called after their panels


@dataclass(frozen=True, slots=True)
class Decision:
    """One statutory decision that is due. `rank` is its place in the order of priority, 0 goes first.

    `line` is the panel line that decides it, None for none; `begins` the day from which it can be worked on;
    `told_by` the day on which it is told, where it is on an agenda already.
    """

    case: str
    law_day: date
    rank: int
    line: str | None
    hours: int
    begins: date
    told_by: date | None = None


@dataclass(frozen=True, slots=True)
class Supply:
    """What there is a week: places of each panel line in the week their decisions are told, and hours.

    `from_week` is the first week in which a place that is added now can be told.
    """

    places: Mapping[str, Sequence[int]]
    hours: Sequence[int]
    from_week: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Week:
    """One week: decisions whose last day is in it, told in it, still late at its end with their days; what is used."""

    starts: date
    due: int
    told: int
    late: int
    days_late: int
    places: int
    places_used: int
    hours: int
    hours_used: int


class Need(NamedTuple):
    """What is missing a week on a line so that nothing is late at the end; `more` None where no rate is enough."""

    line: str
    more: int | None


@dataclass(frozen=True, slots=True)
class Forecast:
    """`clears` is the first week at whose end nothing is late any more, to the end of the forecast.

    `first_clear` is the first week without anything late, though some may fall behind again. `later` are due behind
    the last week, `left` are not told in any week. `needs` only where it does not clear.
    """

    weeks: tuple[Week, ...]
    late_now: int
    days_late_now: int
    later: int
    left: int
    clears: date | None
    first_clear: date | None
    needs: tuple[Need, ...]

    @property
    def total(self) -> int:
        """Return how many decisions the forecast holds."""
        return self.late_now + sum(week.due for week in self.weeks) + self.later

    @property
    def is_behind(self) -> bool:
        """Return whether anything is late now or at the end of any week."""
        return bool(self.late_now or any(week.late for week in self.weeks))


def forecast(decisions: Sequence[Decision], supply: Supply, today: date, weeks: int) -> Forecast:
    """Return how DECISIONS are told in the next WEEKS weeks, from the Monday of this one."""
    monday = today - timedelta(days=today.weekday())
    served = {line: _served_by_places(decisions, line, supply, monday) for line in supply.places}
    worked, used_hours = _served_by_hours(decisions, supply.hours, monday, weeks)
    told = [_last(worked[at], served[one.line][at] if one.line in served else 0) for at, one in enumerate(decisions)]
    late, days_late = _late(decisions, told, monday, weeks)
    due, done, used = [0] * weeks, [0] * weeks, [0] * weeks
    late_now = [one for one in decisions if one.law_day < today]
    for at, one in enumerate(decisions):
        due_in = (one.law_day - monday).days // 7
        if one.law_day >= today and due_in < weeks:
            due[due_in] += 1
        if (week := told[at]) is not None and week < weeks:
            done[week] += 1
        if one.line in served and (place := served[one.line][at]) is not None and place < weeks:
            used[place] += 1
    booked = _booked(decisions, monday, weeks)
    rows = tuple(
        Week(
            starts=monday + at * _WEEK,
            due=due[at],
            told=done[at],
            late=late[at],
            days_late=days_late[at],
            places=sum(places[at] for places in supply.places.values()) + booked[at],
            places_used=used[at],
            hours=supply.hours[at],
            hours_used=used_hours[at],
        )
        for at in range(weeks)
    )
    clear = next((at for at in range(weeks) if not any(late[at:])), None)
    first = next((at for at in range(weeks) if not late[at]), None)
    return Forecast(
        weeks=rows,
        late_now=len(late_now),
        days_late_now=sum((today - one.law_day).days for one in late_now),
        later=sum(one.law_day >= monday + weeks * _WEEK for one in decisions),
        left=len(decisions) - sum(done),
        clears=None if clear is None else monday + clear * _WEEK,
        first_clear=None if first is None else monday + first * _WEEK,
        needs=() if clear is not None else _needs(decisions, supply, monday, weeks),
    )


def serve(jobs: Sequence[Job], supply: Sequence[int]) -> tuple[list[int | None], list[int]]:
    """Return the week in which each of JOBS is done, None where SUPPLY does not reach it, and what each week used.

    The lowest rank waiting is served first, and goes on next week where it stopped.
    """
    arrivals: dict[int, list[Job]] = {}
    for at, (rank, begins, units) in enumerate(jobs):
        arrivals.setdefault(max(begins, 0), []).append((rank, at, units))
    done: list[int | None] = [None] * len(jobs)
    waiting: list[Job] = []  # rank, which, units left
    used = []
    for week, there_is in enumerate(supply):
        for job in arrivals.get(week, ()):
            heapq.heappush(waiting, job)
        left = there_is
        while waiting and (left > 0 or waiting[0][2] == 0):
            rank, at, units = heapq.heappop(waiting)
            if units > left:
                heapq.heappush(waiting, (rank, at, units - left))
                left = 0
                break
            left -= units
            done[at] = week
        used.append(there_is - left)
    return done, used


def _served_by_places(decisions: Sequence[Decision], line: str, supply: Supply, monday: date) -> list[int | None]:
    """Return the week in which a place of LINE tells each decision; what needs no place of it is told in week 0."""
    waits, jobs = _waiting_for(decisions, line, monday)
    done, _ = serve(jobs, supply.places[line])
    found: list[int | None] = [0] * len(decisions)
    for at, week in zip(waits, done, strict=True):
        found[at] = week
    for at, one in enumerate(decisions):
        if one.line == line and one.told_by is not None:
            found[at] = _week(one.told_by, monday)
    return found


def _served_by_hours(
    decisions: Sequence[Decision], hours: Sequence[int], monday: date, weeks: int
) -> tuple[list[int | None], list[int]]:
    return serve(_work(decisions, monday), hours[:weeks])


def _waiting_for(decisions: Sequence[Decision], line: str, monday: date) -> tuple[list[int], list[Job]]:
    """Return which of DECISIONS wait for a place of LINE, and each as a job of one place."""
    waits = [at for at, one in enumerate(decisions) if one.line == line and one.told_by is None]
    return waits, [(decisions[at].rank, _week(decisions[at].begins, monday), 1) for at in waits]


def _work(decisions: Sequence[Decision], monday: date) -> list[Job]:
    return [(one.rank, _week(one.begins, monday), one.hours) for one in decisions]


def _late(
    decisions: Sequence[Decision], told: Sequence[int | None], monday: date, weeks: int
) -> tuple[list[int], list[int]]:
    """Return how many decisions are late at the end of each week, and their days late in all."""
    first_day = monday.toordinal()
    count, ordinals = [0] * (weeks + 1), [0] * (weeks + 1)  # what each week adds: a late one from its first to its last
    for one, week in zip(decisions, told, strict=True):
        day = one.law_day.toordinal()
        first, stop = max(0, (day - first_day) // 7), weeks if week is None else min(week, weeks)
        if first < stop:
            count[first] += 1
            count[stop] -= 1
            ordinals[first] += day
            ordinals[stop] -= day
    late = list(accumulate(count))[:weeks]
    of_days = list(accumulate(ordinals))[:weeks]
    sundays = (first_day + 7 * at + 6 for at in range(weeks))
    return late, [many * sunday - days for many, sunday, days in zip(late, sundays, of_days, strict=True)]


def _needs(decisions: Sequence[Decision], supply: Supply, monday: date, weeks: int) -> tuple[Need, ...]:
    """Return what each line that stays behind would need more a week, so that nothing of it is late at the end."""
    end = monday + weeks * _WEEK
    needs = []
    for line, places in supply.places.items():
        waits, jobs = _waiting_for(decisions, line, monday)
        due = [decisions[at].law_day < end for at in waits]
        stuck = any(one.line == line and one.law_day < end <= (one.told_by or one.law_day) for one in decisions)
        more = None if stuck else _least(jobs, due, places, supply.from_week.get(line, 0))
        needs.append(Need(line, more))  # what is on an agenda behind the end is helped by no place
    due = [one.law_day < end for one in decisions]
    needs.append(Need(HOURS, _least(_work(decisions, monday), due, supply.hours[:weeks], 0)))
    return tuple(need for need in needs if need.more != 0)


def _least(jobs: Sequence[Job], due: Sequence[bool], supply: Sequence[int], from_week: int) -> int | None:
    """Return the least number more a week, from FROM_WEEK on, by which all that is DUE is done; None where none does.

    Once enough, always enough: so it is doubled till it does, then halved in.
    """

    def enough(more: int) -> bool:
        done, _ = serve(jobs, [each + (more if week >= from_week else 0) for week, each in enumerate(supply)])
        return not any(is_due and week is None for is_due, week in zip(due, done, strict=True))

    if enough(0):
        return 0
    most = sum(units for _, _, units in jobs)
    low, high = 0, 1
    while not enough(high):
        if high >= most:
            return None
        low, high = high, min(2 * high, most)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high


def _booked(decisions: Sequence[Decision], monday: date, weeks: int) -> list[int]:
    """Return the places that are taken already, in the weeks in which what they decide is told."""
    found = [0] * weeks
    for one in decisions:
        if one.line is not None and one.told_by is not None and (week := _week(one.told_by, monday)) < weeks:
            found[week] += 1
    return found


def _last(worked: int | None, placed: int | None) -> int | None:
    return None if worked is None or placed is None else max(worked, placed)


def _week(day: date, monday: date) -> int:
    return max(0, (day - monday).days // 7)
