"""What there is to work a backlog down with: places at planned meetings, meetings in the usual rhythm, hours a week."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from bandingdesk.casework.backlog.forecast import Supply
from bandingdesk.casework.backlog.last_panel import Calendar, Meeting
from bandingdesk.casework.backlog.policies import PanelTerms


def lines(terms: Mapping[str, PanelTerms]) -> dict[str, str]:
    """Return the line of each rule that a panel decides: panel types that share a rule are one line of waiting.

    A line is called after its panel types, "annual_review+post16".
    """
    groups: list[tuple[set[str], set[str]]] = []  # (panel types, rules)
    for name, one in terms.items():
        joined = ({name}, set(one.decides))
        apart = []
        for group in groups:
            if group[1] & joined[1]:
                joined = (joined[0] | group[0], joined[1] | group[1])
            else:
                apart.append(group)
        groups = [*apart, joined]
    return {rule: "+".join(sorted(types)) for types, rules in groups for rule in rules}


def supply(
    calendar: Calendar,
    meetings: Sequence[Meeting],
    terms: Mapping[str, PanelTerms],
    hours_a_week: int,
    today: date,
    weeks: int,
) -> Supply:
    """Return what each of the next WEEKS weeks holds. A place counts in the week in which its decision is told."""
    named = sorted(set(lines(terms).values()))
    monday = today - timedelta(days=today.weekday())
    places = {line: [0] * weeks for line in named}
    from_week = {}
    for line in named:
        types = line.split("+")
        soonest = min(terms[name].papers_days + terms[name].letter_days for name in types)
        from_week[line] = (today + timedelta(days=soonest) - monday).days // 7
        for name in types:
            known = [one for one in meetings if one.panel_type == name and one.on >= today]
            for one in (*known, *_usual(known, name, terms[name], today, monday + timedelta(weeks=weeks))):
                week = (calendar.tells_by(one) - monday).days // 7
                if today <= calendar.papers_by(one) and week < weeks:
                    places[line][week] += calendar.left(one)
    return Supply(places, [hours_a_week] * weeks, from_week)


def _usual(known: Sequence[Meeting], name: str, terms: PanelTerms, today: date, until: date) -> list[Meeting]:
    """Return the meetings that the usual rhythm would add behind the last one planned, up to UNTIL."""
    if not terms.every_weeks:
        return []
    step = timedelta(weeks=terms.every_weeks)
    on = max((one.on for one in known), default=today) + step
    found = []
    while on < until:
        found.append(Meeting("", name, on))
        on += step
    return found
