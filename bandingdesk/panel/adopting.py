"""What a panel type has to be before a council adopts it: whole, of its family, on tests of the law, its routes open.

Nobody is kept from setting their own quorum or threshold. What is refused here could not work at a meeting, or would
let a refusal stand on no test of the law.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Protocol

from bandingdesk.council.ops import PanelTypeAdopted, Route
from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError, RefusedError
from bandingdesk.panel import outcomes, shipped
from bandingdesk.statute import grounds

KEPT = QT_TRANSLATE_NOOP("errors", "Your form is kept as you filled it in; nothing was recorded.")
MOST_MINUTES, MOST_DAYS, MOST_READERS = 240, 60, 9  # of a case, before a meeting, of an item
WITH_MATRIX = frozenset({"band", "fit", "money"})  # what only agreed levels can lead to


class TypeBlankError(InvalidError):
    """Something is not filled in: NAMES says what."""

    code = "PT-20"
    message = QT_TRANSLATE_NOOP("errors", "This panel type can’t be adopted yet. Still to fill in: {names}.")
    kept = KEPT
    do = QT_TRANSLATE_NOOP("errors", "Fill in what is listed, then adopt it.")
    names: str


class NumberUnfitError(InvalidError):
    """NAME is not between LOW and HIGH."""

    code = "PT-21"
    message = QT_TRANSLATE_NOOP("errors", "This number doesn’t fit: {name}.")
    kept = KEPT
    do = QT_TRANSLATE_NOOP("errors", "Enter a whole number from {low} to {high}.")
    name: str
    low: int
    high: int


class QuorumUnfitError(RefusedError):
    """The quorum is higher than the people who may sit: SEATS."""

    code = "PT-22"
    message = QT_TRANSLATE_NOOP("errors", "A quorum of {quorum} can’t be met: {seats} people may sit at this panel.")
    kept = KEPT
    do = QT_TRANSLATE_NOOP("errors", "Lower the quorum, or give more people a role at this panel under People first.")
    quorum: int
    seats: int


class OutcomeStrayError(InvalidError):
    """OUTCOME is no outcome of a panel of this family, or asks for agreed levels, which this panel has not."""

    code = "PT-23"
    message = QT_TRANSLATE_NOOP("errors", "“{outcome}” can’t come out of this kind of panel.")
    kept = KEPT
    do = QT_TRANSLATE_NOOP("errors", "Take it out, or choose the kind of panel that decides it.")
    outcome: str


class FamilyUnknownError(InvalidError):
    """There is no kind of panel FAMILY."""

    code = "PT-24"
    message = QT_TRANSLATE_NOOP("errors", "There is no kind of panel {family}.")
    kept = KEPT
    do = QT_TRANSLATE_NOOP("errors", "Begin with one of the panel types that ship.")
    family: str


class RefusalUntestedError(RefusedError):
    """OUTCOME refuses, and its test in PROVISION is not among those that the panel answers."""

    code = "PT-25"
    message = QT_TRANSLATE_NOOP("errors", "“{outcome}” is a refusal, and this panel does not answer its test.")
    kept = KEPT
    do = QT_TRANSLATE_NOOP("errors", "Add {provision} to the tests of this panel, or take the outcome out.")
    outcome: str
    provision: str


class TieRuleMinuteError(RefusedError):
    """A rule for a middle between two levels has no minute of its own."""

    code = "PT-26"
    message = QT_TRANSLATE_NOOP("errors", "A rule for scores that lie between two levels needs its own minute.")
    kept = KEPT
    do = QT_TRANSLATE_NOOP("errors", "Enter where the rule was decided, or let the panel choose each time.")


class RouteUnknownError(RefusedError):
    """No panel type TO is in force on the day from which this one holds."""

    code = "PT-27"
    message = QT_TRANSLATE_NOOP("errors", "Cases can’t go on to {to}: no such panel type holds from that day.")
    kept = KEPT
    do = QT_TRANSLATE_NOOP("errors", "Adopt that panel type first, or take the route out.")
    to: str


class RouteLoopError(RefusedError):
    """A case would come back to where it was: WAY names the types in turn."""

    code = "PT-28"
    message = QT_TRANSLATE_NOOP("errors", "A case would go round in a ring: {way}.")
    kept = KEPT
    do = QT_TRANSLATE_NOOP("errors", "Let the last of them decide, and take its route out.")
    way: str


class Counted(Protocol):
    """A version of a panel type, as far as its quorum goes."""

    @property
    def quorum(self) -> int: ...
    @property
    def quorum_roles(self) -> tuple[str, ...]: ...


class Routed(Protocol):
    """Another panel type, as far as routes go."""

    @property
    def name(self) -> str: ...
    @property
    def routes(self) -> tuple[Route, ...]: ...


_BLANK = {
    "name": QT_TRANSLATE_NOOP("panel", "name"),
    "remit": QT_TRANSLATE_NOOP("panel", "remit"),
    "outcomes": QT_TRANSLATE_NOOP("panel", "outcomes"),
    "tests": QT_TRANSLATE_NOOP("panel", "tests of the law"),
    "delegation": QT_TRANSLATE_NOOP("panel", "scheme of delegation"),
    "minute": QT_TRANSLATE_NOOP("panel", "minute"),
}
_NUMBERS = {
    "quorum": (QT_TRANSLATE_NOOP("panel", "quorum"), 1, 30),
    "readers": (QT_TRANSLATE_NOOP("panel", "readers of a case"), 0, MOST_READERS),
    "case_minutes": (QT_TRANSLATE_NOOP("panel", "minutes for a case"), 1, MOST_MINUTES),
    "papers_days": (QT_TRANSLATE_NOOP("panel", "working days for papers"), 0, MOST_DAYS),
    "tolerance": (QT_TRANSLATE_NOOP("panel", "tolerance in levels"), 0, 9),
    "disagreement": (QT_TRANSLATE_NOOP("panel", "levels apart that are flagged"), 1, 9),
}


def require_fit(body: PanelTypeAdopted, others: Mapping[str, Routed], *, seats: int | None = None) -> None:
    """Check a version before it is adopted.

    OTHERS are the types in force on its first day, by key. SEATS is how many people may sit, None where nobody could
    have been given a role yet. Raises one error of this module, OutcomeUnknownError or GroundUnknownError.
    """
    _require_whole(body)
    if seats is not None and body.quorum > seats:
        raise QuorumUnfitError(quorum=body.quorum, seats=seats)
    if body.family not in outcomes.FAMILIES:
        raise FamilyUnknownError(family=body.family)
    for test in body.tests:
        grounds.book().require(test)
    for outcome in body.outcomes:
        _require_outcome(body, outcome)
    if body.tie_rule != "none" and not body.tie_minute.strip():
        raise TieRuleMinuteError()
    _require_routes(body, others)


def open_points(body: Counted, seats: int, professions: Collection[str]) -> tuple[str, ...]:
    """Return the roles of the quorum that nobody who may sit has; "" stands for too few people."""
    missing = tuple(role for role in body.quorum_roles if role not in professions)
    return (("",) if seats < body.quorum else ()) + missing


def _require_whole(body: PanelTypeAdopted) -> None:
    there = {
        "name": bool(body.name.strip()),
        "remit": bool(body.remit.strip()),
        "outcomes": bool(body.outcomes),
        "tests": body.basis != "questions" or bool(body.tests),
        "delegation": not body.recommends or bool(body.delegation.strip()),
        "minute": bool(body.minute.strip()),
    }
    if blank := [_BLANK[name] for name, is_there in there.items() if not is_there]:
        raise TypeBlankError(names=", ".join(blank))
    for field, (name, low, high) in _NUMBERS.items():
        if not low <= getattr(body, field) <= high:
            raise NumberUnfitError(name=name, low=low, high=high)


def _require_outcome(body: PanelTypeAdopted, outcome: str) -> None:
    kind = outcomes.book().get(outcome)
    if body.family not in kind.family or (body.basis != "matrix" and kind.needs & WITH_MATRIX):
        raise OutcomeStrayError(outcome=kind.title)
    if kind.refuses and body.basis == "questions":
        rests = [measure.test for measure in kind.measures if measure.rests]
        if lost := [test for test in rests if test not in body.tests]:
            provision = next(one.provision for one in grounds.book().versions if one.id == lost[0])
            raise RefusalUntestedError(outcome=kind.title, provision=provision)


def _require_routes(body: PanelTypeAdopted, others: Mapping[str, Routed]) -> None:
    """Check that every route leads to a type that holds, and that none leads back."""
    names = {**{key: one.name for key, one in others.items()}, body.key: body.name}
    for to in (*(route.to for route in body.routes), *filter(None, (body.ratified_by,))):
        if to not in names:
            known = next((one.name for one in shipped.shipped() if one.key == to), to)
            raise RouteUnknownError(to=known)
    ways = {**{key: one.routes for key, one in others.items()}, body.key: body.routes}

    def walk(way: tuple[str, ...]) -> None:
        for route in ways.get(way[-1], ()):
            if route.to == body.key:
                raise RouteLoopError(way=" → ".join(names[key] for key in (*way, route.to)))
            if route.to not in way:
                walk((*way, route.to))

    walk((body.key,))
