"""What a scheme reckons from a profile: points, counts, highest levels, ticks, costed maps and plain numbers.

Integers only. A measure is read by a ladder of thresholds, by conditions and by tariffs.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from bandingdesk.matrix.conditions import Condition, Id, LevelNumber, Part, Points, Words


class PointsRow(Part):
    """What each level of a strand is worth, lowest level first, and how often it counts (an area's weight)."""

    strand: Id
    points: tuple[Points, ...]
    weight: Annotated[int, Field(ge=0, le=1000)] = 1


class GroupCap(Part):
    """These strands together count at most `max`."""

    strands: Annotated[tuple[Id, ...], Field(min_length=1)]
    max: Points
    why: Words | None = None


class AddIf(Part):
    """Points added while the condition is met."""

    id: Id
    when: Condition
    add: Points
    why: Words


class MeasureFields(Part):
    """What every measure has: an id, and the council's own word for it."""

    id: Id
    name: Words | None = None


class PointsMeasure(MeasureFields):
    """Points by strand and level, caps on groups, then additions. `scale` 10 means that 15 stands for 1.5."""

    kind: Literal["points"]
    table: Annotated[tuple[PointsRow, ...], Field(min_length=1)]
    group_caps: tuple[GroupCap, ...] = ()
    add_if: tuple[AddIf, ...] = ()
    scale: Literal[1, 10, 100] = 1


class CountMeasure(MeasureFields):
    """How many strands are at the level or above it; all strands unless listed."""

    kind: Literal["count"]
    level: LevelNumber
    strands: Annotated[tuple[Id, ...], Field(min_length=1)] | None = None


class HighestMeasure(MeasureFields):
    """The highest level, or the second highest with rank 2, and so on; all strands unless listed."""

    kind: Literal["highest"]
    rank: Annotated[int, Field(ge=1, le=60)] = 1
    strands: Annotated[tuple[Id, ...], Field(min_length=1)] | None = None


class PrimaryStrand(Part):
    """The strand that a value of the context stands for."""

    value: Id
    strand: Id


class PrimaryMeasure(MeasureFields):
    """The level of the child's main area of need: a person names it in `context`, each value stands for a strand."""

    kind: Literal["primary"]
    context: Id
    strands: Annotated[tuple[PrimaryStrand, ...], Field(min_length=1)]


class DescriptorsMetMeasure(MeasureFields):
    """How many descriptors of a named set are relied on."""

    kind: Literal["descriptors_met"]
    set: Id
    descriptors: Annotated[tuple[Id, ...], Field(min_length=1)]


class Rate(Part):
    """What one kind of support costs: `pence` over the measure's scale, a minute, an hour, or a weekly hour for a year.

    `max_minutes`: weekly minutes a pupil that count at most, in all lines of this rate together.
    """

    id: Id
    name: Words
    per: Literal["minute", "hour", "weekly_hour"]
    pence: Annotated[int, Field(ge=0, le=1_000_000_000)]
    max_minutes: Annotated[int, Field(ge=0, le=10_000)] | None = None


class CostMeasure(MeasureFields):
    """A costed provision map, in pence a year: minutes over group size, times weeks, times the rate, each line rounded.

    `lines` names the list of a case that holds the map. What the setting meets first is the tariff's `deduct`.
    """

    kind: Literal["cost"]
    lines: Id
    rates: Annotated[tuple[Rate, ...], Field(min_length=1)]
    weeks: Annotated[int, Field(ge=1, le=53)] = 38
    scale: Literal[1, 10, 100, 1000] = 1
    rounding: Literal["half_up", "half_even", "down", "up"] = "half_up"


class NumberMeasure(MeasureFields):
    """A whole number entered by a person, between `min` and `max`; with a scale of 10, 15 stands for 1.5."""

    kind: Literal["number"]
    min: Points
    max: Points
    unit: Words | None = None
    scale: Literal[1, 10, 100] = 1


Measure = Annotated[
    PointsMeasure
    | CountMeasure
    | HighestMeasure
    | PrimaryMeasure
    | DescriptorsMetMeasure
    | CostMeasure
    | NumberMeasure,
    Field(discriminator="kind"),
]


class CostLine(Part):
    """One line of a costed map: weekly minutes of a rate, shared by a group, so many weeks; or a fixed sum a year."""

    what: Words
    rate: Id | None = None
    minutes: Annotated[int, Field(ge=0, le=10_080)] = 0
    group: Annotated[int, Field(ge=1, le=1000)] = 1
    weeks: Annotated[int, Field(ge=1, le=53)] | None = None  # the measure's own where left out
    fixed: Annotated[int, Field(ge=0, le=10_000_000_000)] = 0


class Facts(Part):
    """What a profile may hold beside levels, descriptors and context.

    `numbers` by number measure, `lines` by the list of a cost measure, `paid_before` (pence) and `on` for protection.
    """

    numbers: dict[Id, Points] = {}
    lines: dict[Id, tuple[CostLine, ...]] = {}
    paid_before: Annotated[int, Field(ge=0, le=10_000_000_000)] | None = None
    on: date | None = None
