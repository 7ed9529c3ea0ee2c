"""A scenario: a dated, named list of changes to a framework and its tariff, and the log of what was tried.

Published amounts stay in their tariff; a scenario proposes others beside them. A threshold, points or a weight that was
looked for to meet a budget is no statement of need: it stays in the log, and becomes part of a draft only with a
written reason of need. Format: `banding-scenario/1`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError, RefusedError
from bandingdesk.matrix import files
from bandingdesk.matrix.conditions import Figure, Id, LevelNumber, Part, Points, Words
from bandingdesk.matrix.tariff import Pence, Place

NOT_OF_NEED: Literal["not a statement of need"] = "not a statement of need"

Rounding = Literal["half_up", "half_even", "down", "up"]
RoundTo = Literal[1, 10, 100, 1000, 5000]


class ChangeDoesNotFitError(InvalidError):
    """A change of a scenario does not fit: WHAT was found, WANTED was expected."""

    code = "FW-32"
    message = QT_TRANSLATE_NOOP("errors", "A change of the scenario does not fit: {what}; expected {wanted}.")
    kept = QT_TRANSLATE_NOOP("errors", "The framework and the tariff are as they were.")
    do = QT_TRANSLATE_NOOP("errors", "Correct the change, or take it out of the scenario.")


class ReasonOfNeedMissingError(RefusedError):
    """WHAT was looked for to meet a budget, and nobody has written why it describes need better."""

    code = "FW-33"
    message = QT_TRANSLATE_NOOP(
        "errors", "{what} was looked for to meet a budget. Such a value is not a statement of need."
    )
    kept = QT_TRANSLATE_NOOP("errors", "The scenario and its log are kept. No draft was made.")
    do = QT_TRANSLATE_NOOP("errors", "Write why the value describes need better, or take the change out.")


class Threshold(Part):
    """Where the row of a band begins or ends; the neighbour that touched it follows."""

    kind: Literal["threshold"] = "threshold"
    band: Id
    from_: Annotated[Figure | None, Field(alias="from")] = None
    to: Figure | None = None


class LevelPoints(Part):
    """The points of one level of a strand, before its weight; the deciding measure unless another is named."""

    kind: Literal["points"] = "points"
    strand: Id
    level: LevelNumber
    points: Points
    measure: Id | None = None


class StrandWeight(Part):
    """How often a strand counts; the deciding measure unless another is named."""

    kind: Literal["weight"] = "weight"
    strand: Id
    weight: Annotated[int, Field(ge=0, le=1000)]
    measure: Id | None = None


class Amount(Part):
    """The amount of a band at the places named; the tariff must have rows that are as precise."""

    kind: Literal["amount"] = "amount"
    band: Id
    where: tuple[Place, ...] = ()
    pence: Pence


class Uplift(Part):
    """All amounts raised or lowered by so many millionths (25,000 is 2.5 %), rounded to a multiple of `round_to`."""

    kind: Literal["uplift"] = "uplift"
    millionths: Annotated[int, Field(ge=-1_000_000, le=10_000_000)]
    rounding: Rounding
    round_to: RoundTo = 1


class Flat(Part):
    """The same sum in pence added to every amount, or to those of one band; a negative sum is taken off."""

    kind: Literal["flat"] = "flat"
    pence: Annotated[int, Field(ge=-10_000_000_000, le=10_000_000_000)]
    band: Id | None = None


OfNeed = Threshold | LevelPoints | StrandWeight
OfMoney = Amount | Uplift | Flat
Change = Annotated[Threshold | LevelPoints | StrandWeight | Amount | Uplift | Flat, Field(discriminator="kind")]


class Sought(Part):
    """A change that was looked for to meet a budget: what it comes to and what is left, in pence."""

    budget: Pence
    total: Pence
    remainder: Pence
    mark: Literal["not a statement of need"] = NOT_OF_NEED


class Explored(Part):
    """One entry of the log: what was tried, by whom and when, and the children and pence it came to."""

    at: datetime
    by: Words
    changes: tuple[Change, ...]
    children: Annotated[int, Field(ge=0)]
    pence: int
    sought: Sought | None = None


class Scenario(Part):
    """Changes to one version of a framework and its tariff, in the order in which they are made."""

    format: Annotated[Literal["banding-scenario/1"], Field(alias="schema")] = "banding-scenario/1"
    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,23}$")]
    name: Words
    date_: Annotated[date, Field(alias="date")]
    framework: Id
    version: Id | None = None
    changes: tuple[Change, ...] = ()
    log: tuple[Explored, ...] = ()

    def explored(self, entry: Explored) -> Scenario:
        """Return the scenario with ENTRY at the end of its log; nothing is ever taken out of a log."""
        return self.model_copy(update={"log": (*self.log, entry)})


_scenario = TypeAdapter(Scenario)


def read_scenario(data: bytes, name: str) -> Scenario:
    """Return the scenario in DATA; NAME is the file's name for messages. Raises FrameworkInvalidError."""
    return files.read_as(_scenario, data, name, "a scenario")


def looked_for(scenario: Scenario) -> tuple[OfNeed, ...]:
    """Return the changes whose thresholds, points or weights the log shows as looked for to meet a budget.

    The value does not matter: one that was nudged after the search was still found by it.
    """
    found = {named(change) for entry in scenario.log if entry.sought is not None for change in _of_need(entry.changes)}
    return tuple(change for change in _of_need(scenario.changes) if named(change) in found)


def named(change: Change) -> str:
    """Return what CHANGE moves, in words."""
    match change:
        case Threshold():
            return f"the threshold of {change.band}"
        case LevelPoints():
            return f"the points of {change.strand} level {change.level}"
        case StrandWeight():
            return f"the weight of {change.strand}"
        case Amount():
            return f"the amount of {' '.join((change.band, *(place.value for place in change.where)))}"
        case Uplift():
            return "the uplift"
        case Flat():
            return "the flat sum" if change.band is None else f"the flat sum of {change.band}"


def _of_need(changes: Sequence[Change]) -> list[OfNeed]:
    return [change for change in changes if isinstance(change, OfNeed)]
