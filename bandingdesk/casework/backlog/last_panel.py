"""The last lawful panel of a clock: the last meeting from which the decision can still be told by the law's last day.

A meeting is lawful for a case where its panel decides that step, its papers are not closed yet, the letter's days fit
between it and the law's last day, and a place is left. Where none is left the delegated officer decides out of panel:
the panel calendar never excuses a late decision (statute.md 1.2). Days here are the council's own and run through
weekends; the law's last day is not moved by any of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from bandingdesk.casework.backlog.policies import PanelTerms
from bandingdesk.statute.days import WorkingDays

Reason = Literal["", "past", "too_near", "none_planned", "none_before", "papers_closed", "full"]
"""Why no panel is left: the law's day is past; it is nearer than any papers and letter; no meeting of a suitable type
is planned; none lies before the day; the papers of those that do are closed; they are full."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """A planned meeting; `taken` counts the cases on its agenda that are still to be heard."""

    id: str
    panel_type: str
    on: date
    taken: int = 0


@dataclass(frozen=True, slots=True)
class LastPanel:
    """`meeting` is the last lawful one, with the day its papers close and the places left; else `officer_by` is set.

    `booked` is the meeting whose agenda the case is on already; `is_booked_late` says that its decision would be told
    after the law's last day. `reason` says why no meeting is left.
    """

    law_day: date
    meeting: Meeting | None = None
    papers_by: date | None = None
    left: int = 0
    officer_by: date | None = None
    reason: Reason = ""
    booked: Meeting | None = None
    is_booked_late: bool = False


class Calendar:
    """The planned meetings of all panel types under their terms, as seen on one day."""

    def __init__(
        self, meetings: Iterable[Meeting], terms: Mapping[str, PanelTerms], today: date, work: WorkingDays
    ) -> None:
        self._meetings = sorted((one for one in meetings if one.panel_type in terms), key=lambda one: (one.on, one.id))
        self._terms = terms
        self._today = today
        self._work = work
        self._by_id = {one.id: one for one in self._meetings}
        self._known: dict[tuple[str, date], LastPanel | None] = {}

    def decides(self, rule: str) -> bool:
        """Return whether any panel decides the step of RULE."""
        return any(rule in terms.decides for terms in self._terms.values())

    def left(self, meeting: Meeting) -> int:
        """Return the places left at MEETING; none where more cases are on it than it holds."""
        return max(0, self._terms[meeting.panel_type].places - meeting.taken)

    def tells_by(self, meeting: Meeting) -> date:
        """Return the day on which what MEETING decides has been told."""
        return meeting.on + timedelta(days=self._terms[meeting.panel_type].letter_days)

    def papers_by(self, meeting: Meeting) -> date:
        """Return the last day on which a case can join MEETING: its papers close."""
        return meeting.on - timedelta(days=self._terms[meeting.panel_type].papers_days)

    def last(self, rule: str, law_day: date, booked: str | None = None) -> LastPanel | None:
        """Return the last lawful panel of a clock, None where no panel decides the step of RULE.

        BOOKED is the meeting whose agenda the case is on; one that is not in the calendar (moved away, called off)
        counts for nothing.
        """
        key = (rule, law_day)
        if key not in self._known:
            self._known[key] = self._find(rule, law_day)
        found = self._known[key]
        on_agenda = self._by_id.get(booked or "")
        if found is None or on_agenda is None:
            return found
        late = self.tells_by(on_agenda) > law_day
        return LastPanel(
            law_day, found.meeting, found.papers_by, found.left, found.officer_by, found.reason, on_agenda, late
        )

    def next_of(self, panel_type: str, after: date, law_day: date | None) -> Meeting | None:
        """Return the first meeting of PANEL_TYPE after a day that has a place left and tells by LAW_DAY, if one runs.

        Its papers' day is not asked: a case that was put off has been before the panel, and its papers are in.
        """
        for one in self._meetings:
            if one.panel_type == panel_type and one.on > after and self.left(one):
                return one if law_day is None or self._is_lawful(one, law_day) else None
        return None

    def officer_by(self, panel_type: str, law_day: date) -> date:
        """Return the day by which the delegated officer decides out of panel, so that the letter goes in time."""
        terms = self._terms.get(panel_type)
        return self._officer_by(law_day, terms.letter_days if terms is not None else 0)

    def _find(self, rule: str, law_day: date) -> LastPanel | None:
        if not self.decides(rule):
            return None
        types = {name for name, terms in self._terms.items() if rule in terms.decides}
        suitable = [one for one in self._meetings if one.panel_type in types and one.on >= self._today]
        for one in reversed(suitable):
            if self._is_lawful(one, law_day) and self._today <= self.papers_by(one) and self.left(one):
                return LastPanel(law_day, one, self.papers_by(one), self.left(one))
        letter_days = min(self._terms[name].letter_days for name in types)
        return LastPanel(
            law_day,
            officer_by=self._officer_by(law_day, letter_days),
            reason=self._why_none(suitable, types, law_day),
        )

    def _is_lawful(self, meeting: Meeting, law_day: date) -> bool:
        return self.tells_by(meeting) <= law_day

    def _why_none(self, suitable: Sequence[Meeting], types: set[str], law_day: date) -> Reason:
        if law_day < self._today:
            return "past"
        soonest = min(self._terms[name].papers_days + self._terms[name].letter_days for name in types)
        if law_day < self._today + timedelta(days=soonest):
            return "too_near"
        if not suitable:
            return "none_planned"
        before = [one for one in suitable if self._is_lawful(one, law_day)]
        if not before:
            return "none_before"
        return "full" if any(self._today <= self.papers_by(one) for one in before) else "papers_closed"

    def _officer_by(self, law_day: date, letter_days: int) -> date:
        """Return the last working day that leaves time for the letter; today where that has gone by."""
        day = law_day - timedelta(days=letter_days)
        if self._work.first_year < day.year <= self._work.last_year:
            day = self._work.on_or_before(day)
        return max(day, self._today)
