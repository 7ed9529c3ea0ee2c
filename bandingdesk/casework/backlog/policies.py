"""What a council adopts for its backlog, dated: the order of priority, places and days of its panels, hours of work.

Each is a policy of the record (`policy.adopted`); where a council has none, what ships as `statute/backlog.json` holds
and the screen says so. Values are flat, as a policy's are: "annual_review.places", "kind.AR.DECIDE".
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bandingdesk import resources
from bandingdesk.casework.backlog import order
from bandingdesk.council.ops import PolicyValue
from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError

PRIORITY, PANELS, HOURS = "priority", "panel_places", "caseworker_hours"  # the policies' keys
ALL = (PRIORITY, PANELS, HOURS)
_MOST = {"places": 200, "papers_days": 60, "letter_days": 60, "every_weeks": 52, "hours": 1000, "lead_weeks": 52}

Value = Mapping[str, Any]  # of a policy as read back: its lists are lists


class OrderInvalidError(InvalidError):
    """The order of priority names something twice, nothing, or what this version does not know: WHAT says which."""

    code = "BL-10"
    message = QT_TRANSLATE_NOOP("errors", "The order of priority can't be adopted: {what}.")
    kept = QT_TRANSLATE_NOOP("errors", "The order in force stays. Nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Put each reason in once, with the legal date among them, then adopt it.")


class FigureInvalidError(InvalidError):
    """The figure WHAT is not between 0 and MOST."""

    code = "BL-11"
    message = QT_TRANSLATE_NOOP("errors", "{what} is {figure}. It has to lie between 0 and {most}.")
    kept = QT_TRANSLATE_NOOP("errors", "The figures in force stay. Nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Correct the figure, then adopt it.")


class MinuteMissingError(InvalidError):
    """A policy is adopted with where it was decided."""

    code = "BL-12"
    message = QT_TRANSLATE_NOOP("errors", "It is not said where this was decided.")
    kept = QT_TRANSLATE_NOOP("errors", "Your form is kept. Nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Enter the minute or the decision, such as: SEND board, 3 June, item 4.")


@dataclass(frozen=True, slots=True)
class PanelTerms:
    """How a panel type takes cases: `places` at a meeting, days its papers and letters take, the rules it decides.

    `every_weeks` counts a meeting every so many weeks behind the last one planned; 0 counts planned ones alone.
    """

    places: int
    papers_days: int
    letter_days: int
    every_weeks: int
    decides: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours a week of a caseworker: of one named, else of one in the team, else `each`; and of one decision by rule.

    `lead_weeks` is how long before its last day a step can be worked on; a rule without one can be at once.
    """

    each: int
    other: int
    kinds: Mapping[str, int] = field(default_factory=dict)
    teams: Mapping[str, int] = field(default_factory=dict)
    people: Mapping[str, int] = field(default_factory=dict)
    lead_weeks: Mapping[str, int] = field(default_factory=dict)

    def of(self, rule: str) -> int:
        """Return the hours that one decision under RULE takes."""
        return self.kinds.get(rule, self.other)

    def a_week(self, caseworkers: Iterable[tuple[str, str]]) -> int:
        """Return the hours a week of CASEWORKERS, pairs of person and team."""
        return sum(self.people.get(person, self.teams.get(team, self.each)) for person, team in caseworkers)


@functools.lru_cache(1)
def shipped() -> dict[str, Any]:
    """Return what holds where a council has adopted nothing."""
    found: dict[str, Any] = json.loads(resources.shipped("statute/backlog.json").read_text(encoding="utf-8"))
    return found


def weeks() -> int:
    """Return how many weeks a forecast looks ahead."""
    return int(shipped()["weeks"])


def priority(value: Value | None) -> tuple[str, ...]:
    """Return the order of priority that a policy says, by default the shipped one."""
    return tuple((value or {}).get("order", shipped()["priority"]))


def panels(value: Value | None, types: Iterable[str]) -> dict[str, PanelTerms]:
    """Return the terms of each of the panel TYPES."""
    value, base = value or {}, shipped()["panels"]

    def of(panel_type: str) -> PanelTerms:
        def told(name: str) -> Any:
            return value.get(f"{panel_type}.{name}", base[name])

        return PanelTerms(
            places=int(told("places")),
            papers_days=int(told("papers_days")),
            letter_days=int(told("letter_days")),
            every_weeks=int(told("every_weeks")),
            decides=tuple(told("decides")),
        )

    return {panel_type: of(panel_type) for panel_type in types}


def hours(value: Value | None) -> Hours:
    """Return the hours that a policy says; what it leaves out is as shipped."""
    value, base = value or {}, shipped()["hours"]

    def named(prefix: str, known: Mapping[str, int]) -> dict[str, int]:
        own = {key.removeprefix(prefix): int(each) for key, each in value.items() if key.startswith(prefix)}
        return {**known, **own}

    return Hours(
        int(value.get("each", base["each"])),
        int(value.get("other", base["other"])),
        named("kind.", base["kinds"]),
        named("team.", {}),
        named("person.", {}),
        named("lead.", base["lead_weeks"]),
    )


def priority_value(wanted: Sequence[str]) -> dict[str, PolicyValue]:
    """Return the policy that adopts an order. Raises OrderInvalidError."""
    if len(set(wanted)) != len(wanted):
        raise OrderInvalidError(what="it names a reason twice")
    if strange := [one for one in wanted if one not in order.KNOWN]:
        raise OrderInvalidError(what=f"this version does not know {', '.join(strange)}")
    if order.LAW_DAY not in wanted:
        raise OrderInvalidError(what="the legal date is missing")
    return {"order": tuple(wanted)}


def panels_value(terms: Mapping[str, PanelTerms]) -> dict[str, PolicyValue]:
    """Return the policy that adopts the terms of every panel type in TERMS. Raises FigureInvalidError."""
    found: dict[str, PolicyValue] = {}
    for panel_type, one in terms.items():
        for name in ("places", "papers_days", "letter_days", "every_weeks"):
            found[f"{panel_type}.{name}"] = _checked(name.replace("_", " "), getattr(one, name), _MOST[name])
        found[f"{panel_type}.decides"] = one.decides
    return found


def hours_value(wanted: Hours) -> dict[str, PolicyValue]:
    """Return the policy that adopts hours. Raises FigureInvalidError."""
    found: dict[str, PolicyValue] = {}
    for name, figure in (("each", wanted.each), ("other", wanted.other)):
        found[name] = _checked("hours", figure, _MOST["hours"])
    for prefix, known in (("kind", wanted.kinds), ("team", wanted.teams), ("person", wanted.people)):
        found |= {f"{prefix}.{name}": _checked("hours", figure, _MOST["hours"]) for name, figure in known.items()}
    for name, figure in wanted.lead_weeks.items():
        found[f"lead.{name}"] = _checked("weeks ahead", figure, _MOST["lead_weeks"])
    return found


def require_minute(minute: str) -> str:
    """Return MINUTE without blanks around it. Raises MinuteMissingError."""
    if not minute.strip():
        raise MinuteMissingError()
    return minute.strip()


def _checked(what: str, figure: int, most: int) -> int:
    if not 0 <= figure <= most:
        raise FigureInvalidError(what=what.capitalize(), figure=figure, most=most)
    return figure
