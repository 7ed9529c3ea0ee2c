"""Where days stand on a timeline: the stretch that is shown, its ticks, and which labels find room. Pure geometry.

Days are worked with as ordinals, held inside the calendar's own ends, so that a day typed far past or far ahead moves
nothing out of its place and breaks nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from bandingdesk.ui.widgets.timeline import Timeline

LEAST_DAYS = 14
MOST_DAYS = 12 * 366
_FIT_BEFORE, _FIT_AFTER = 200, 300  # days: what lies further away is a press on the end away, not squeezed in
_QUIET_BEFORE, _AHEAD = 182, 28  # days around today where no clock runs
_EDGE = 0.06  # of the stretch, kept free at both ends
_FIRST, _LAST = date.min.toordinal(), date.max.toordinal()
_STEPS = (1, 7, 14)  # days; then months: 1, 3, 6, 12, 24, 60


@dataclass(frozen=True, slots=True)
class View:
    """The stretch that is shown: FIRST is an ordinal of a day, DAYS how many."""

    first: int
    days: int

    def holds(self, day: date) -> bool:
        """Return whether DAY is in it."""
        return self.first <= day.toordinal() < self.first + self.days


def view(first: int, days: int) -> View:
    """Return a stretch of DAYS from FIRST, held inside the calendar."""
    days = min(max(days, LEAST_DAYS), MOST_DAYS)
    return View(min(max(first, _FIRST), _LAST + 1 - days), days)


def fit(timeline: Timeline) -> View:
    """Return the stretch to open with: the running clocks from their start to their last day, and today."""
    today = timeline.today.toordinal()
    shown = [today]
    for lane in timeline.lanes:
        if lane.starts is not None:
            shown += [lane.starts.toordinal(), *(stop.on.toordinal() for stop in lane.stops())]
    near = [day for day in shown if today - _FIT_BEFORE <= day <= today + _FIT_AFTER]
    first, last = min(near), max(near)
    if last - first < LEAST_DAYS:
        first, last = min(first, today - _QUIET_BEFORE), max(last, today + _AHEAD)
    spare = max(3, round((last - first) * _EDGE))
    return view(first - spare, last - first + 2 * spare + 1)


def zoomed(now: View, about: date, *, closer: bool) -> View:
    """Return the stretch half or twice as long, with ABOUT staying where it is, or in the middle where it was away."""
    days = round(now.days / 2 if closer else now.days * 2)
    days = min(max(days, LEAST_DAYS), MOST_DAYS)
    share = (about.toordinal() - now.first) / now.days if now.holds(about) else 0.5
    return view(round(about.toordinal() - share * days), days)


def showing(now: View, day: date) -> View:
    """Return the stretch moved so that DAY is in it, clear of the ends; as it is where it already is."""
    spare = round(now.days * _EDGE)
    at = day.toordinal()
    if now.first + spare <= at < now.first + now.days - spare:
        return now
    return view(at - (spare + 1 if at < now.first + spare else now.days - spare - 1), now.days)


def centred(now: View, day: date) -> View:
    """Return the stretch moved so that DAY is in its middle."""
    return view(day.toordinal() - now.days // 2, now.days)


class Scale:
    """Where each day of NOW stands between LEFT and RIGHT, in px."""

    def __init__(self, now: View, left: float, right: float) -> None:
        self.view, self.left, self.right = now, left, right
        self.per_day = (right - left) / now.days

    def x(self, day: date) -> float:
        """Return the middle of DAY."""
        return self.left + (day.toordinal() - self.view.first + 0.5) * self.per_day

    def start(self, day: date) -> float:
        """Return where DAY begins."""
        return self.x(day) - self.per_day / 2

    def day_at(self, x: float) -> date:
        """Return the day at X, held inside the calendar."""
        at = self.view.first + int((x - self.left) // self.per_day)
        return date.fromordinal(min(max(at, _FIRST), _LAST))


@dataclass(frozen=True, slots=True)
class Tick:
    """A day of the axis with its words."""

    day: date
    label: str


def ticks(scale: Scale, name: Callable[[date, int], str], wide: Callable[[str], float], gap: float) -> list[Tick]:
    """Return the ticks of SCALE, as close as their words allow. NAME says a day for a step in days (30 for months)."""
    now = scale.view
    for step in _STEPS:
        first = now.first + (1 - now.first) % 7 if step > 1 else now.first  # ordinal 1 is a Monday
        found = [date.fromordinal(at) for at in range(first, now.first + now.days, step)]
        made = [Tick(day, name(day, step)) for day in found]
        if made and max(wide(tick.label) for tick in made) + gap <= step * scale.per_day:
            return made
    for months in (1, 3, 6, 12, 24, 60):
        made = [Tick(day, name(day, 30)) for day in _firsts(now, months)]
        if made and max(wide(tick.label) for tick in made) + gap <= months * 30 * scale.per_day:
            return made
    return []


def _firsts(now: View, months: int) -> list[date]:
    """Return the first of every MONTHS-th month in NOW, January always among them where a year is whole."""
    start = date.fromordinal(now.first)
    at = start.year * 12 + start.month - 1
    at += -at % months
    found = []
    while at // 12 <= date.max.year:
        day = date(at // 12, at % 12 + 1, 1)
        if day.toordinal() >= now.first + now.days:
            break
        if day.toordinal() >= now.first:
            found.append(day)
        at += months
    return found


@dataclass(frozen=True, slots=True)
class Wish:
    """A label that wants to stand with its middle at X; who has more WEIGHT chooses first."""

    x: float
    width: float
    weight: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """Where a label stands: its left edge, and its row counted from 0."""

    left: float
    row: int


def place(wishes: Sequence[Wish], rows: int, left: float, right: float, gap: float) -> list[Place | None]:
    """Return a place for each label, None where no row has room: nearer than their width, they go to the next row."""
    taken: list[list[tuple[float, float]]] = [[] for _ in range(rows)]
    found: list[Place | None] = [None] * len(wishes)
    for number in sorted(range(len(wishes)), key=lambda n: (-wishes[n].weight, wishes[n].x, n)):
        wish = wishes[number]
        start = min(max(left, wish.x - wish.width / 2), right - wish.width)
        if start < left:
            continue
        for row, others in enumerate(taken):
            if all(start + wish.width + gap <= first or last + gap <= start for first, last in others):
                others.append((start, start + wish.width))
                found[number] = Place(start, row)
                break
    return found
