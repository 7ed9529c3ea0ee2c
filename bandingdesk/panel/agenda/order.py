"""The order that an agenda proposes: what must be decided today, then members' hours, then spread; with the reason.

Sources: ux.md 3.4; moderation.md 2.4 (by spread, the widest while people are fresh). Spread is known as a rank alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from bandingdesk.panel.agenda.ops import Because, Place


class Window(NamedTuple):
    """From when until when PERSON can be there, in minutes since midnight; None for no bound."""

    person: str
    starts: int | None = None
    ends: int | None = None


class Case(NamedTuple):
    """An item as the order sees it. `windows` are those of its readers; `rank` its place by spread, 0 not known."""

    item: str
    law_day: date | None = None
    windows: tuple[Window, ...] = ()
    rank: int = 0

    @property
    def starts(self) -> int:
        """The minute from which all its readers are there."""
        return max((one.starts for one in self.windows if one.starts is not None), default=0)

    @property
    def ends(self) -> int:
        """The minute from which one of its readers is gone."""
        return min((one.ends for one in self.windows if one.ends is not None), default=_NEVER)


_NEVER = 24 * 60


def minutes(clock: str) -> int:
    """Return "10:30" as minutes since midnight: 630.

    >>> minutes("10:30")
    630
    """
    hours, _, rest = clock.partition(":")
    return int(hours) * 60 + int(rest)


def clock(minute: int) -> str:
    """Return a minute of the day as "10:30"."""
    return f"{minute // 60 % 24:02d}:{minute % 60:02d}"


def propose(
    cases: Sequence[Case], *, begins: int, case_minutes: int, next_told: date | None, is_last: bool = False
) -> tuple[Place, ...]:
    """Return CASES in the proposed order.

    NEXT_TOLD is the day on which a family would know what the panel's next meeting decides: a case whose law's last
    day comes before it must be decided now. IS_LAST: no later meeting is planned, so that every case with a day must.
    Cases are laid into slots of CASE_MINUTES from BEGINS on. At each slot those that must be decided come first, among
    them those whose readers leave soonest, then the widest apart, then the earliest day of the law; what waits for a
    reader's arrival waits, as long as another case can be taken. Equal ones stay in the order given.
    """
    left = list(cases)
    made: list[Place] = []
    slot = begins
    while left:
        here = [case for case in left if case.starts <= slot]
        if not here:
            soonest = min(case.starts for case in left)
            here = [case for case in left if case.starts == soonest]
        musts = {case.item for case in left if is_must(case, next_told, is_last=is_last)}
        chosen = min(here, key=lambda case: _key(case, case.item in musts))
        made.append(_place(chosen, chosen.item in musts, next_told))
        left.remove(chosen)
        slot += case_minutes
    return tuple(made)


def is_must(case: Case, next_told: date | None, *, is_last: bool = False) -> bool:
    """Return whether CASE must be decided now: the next meeting's answer would come after the law's last day."""
    if case.law_day is None:
        return False
    return is_last or (next_told is not None and case.law_day < next_told)


def _key(case: Case, must: bool) -> tuple[bool, int, int, date]:
    return (not must, case.ends, case.rank or _NEVER, case.law_day or date.max)


def _place(case: Case, must: bool, next_told: date | None) -> Place:
    bound = _bound(case)
    if must:
        return Place(case.item, "must", case.law_day, next_told, bound[0], bound[1], case.rank)
    because: Because = "hours" if bound[0] else "spread" if case.rank else "added"
    return Place(case.item, because, None, None, bound[0], bound[1], case.rank)


def _bound(case: Case) -> tuple[str, str]:
    """Return whose hours bind CASE and the time, as "until 10:30" or "from 11:00"; both "" where nobody's do."""
    for window in case.windows:
        if window.ends is not None and window.ends == case.ends:
            return window.person, f"until {clock(window.ends)}"
    for window in case.windows:
        if window.starts is not None and window.starts == case.starts:
            return window.person, f"from {clock(window.starts)}"
    return "", ""


def misses(windows: Mapping[str, Window], people: Sequence[str], starts: int, ends: int) -> tuple[str, ...]:
    """Return those of PEOPLE who are not there all the time from STARTS to ENDS."""
    return tuple(
        person
        for person in people
        if (found := windows.get(person)) is not None
        and ((found.starts is not None and found.starts > starts) or (found.ends is not None and found.ends < ends))
    )
