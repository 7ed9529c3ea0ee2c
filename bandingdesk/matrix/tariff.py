"""What a band is worth in a year: a tariff has a life of its own under one framework. Amounts are integer pence.

Format source: rows by band, setting and phase, or any other context; the period belongs to every value.
Published amounts are kept as entered; rounding is named because published tables differ in it.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from bandingdesk.matrix.conditions import Condition, Id, LevelNumber, Part, Words
from bandingdesk.matrix.framework import Effective, Source
from bandingdesk.matrix.rounding import MOST_PENCE

Pence = Annotated[int, Field(ge=0, le=MOST_PENCE)]
Period = Literal["year", "term", "week", "one_off"]


class Place(Part):
    """One context and the value it has."""

    context: Id
    value: Id


class TariffRow(Part):
    """The amount of a band; a context left out means any value of it. Pence null: no fixed amount (bespoke).

    `period` where it is not the tariff's own. `terms`: a year's amount as published for autumn, spring and summer.
    """

    band: Id
    setting: Id | None = None
    phase: Id | None = None
    where: tuple[Place, ...] = ()
    pence: Pence | None
    period: Period | None = None
    terms: tuple[Pence, Pence, Pence] | None = None

    def places(self) -> dict[str, str]:
        """Return the contexts this row names, each with its value."""
        named = {"setting": self.setting, "phase": self.phase, **{place.context: place.value for place in self.where}}
        return {context: value for context, value in named.items() if value is not None}


class Bound(Part):
    """A cap or a floor in pence where the named contexts have these values."""

    id: Id
    where: tuple[Place, ...] = ()
    pence: Pence
    why: Words


class AddOn(Part):
    """A sum on top of the band's amount while the condition is met."""

    id: Id
    when: Condition
    pence: Pence
    why: Words


class Proration(Part):
    """The part of the full amount that is paid: a number over `full` (hours over 30, days on roll over 190).

    The number is a number measure of the framework, or a context whose values are whole numbers.
    """

    number: Id | None = None
    context: Id | None = None
    full: Annotated[int, Field(ge=1, le=1_000_000)]
    why: Words | None = None


class Deduct(Part):
    """What the setting meets first (element 2), in pence; an amount below it is nil, as published maps have it."""

    pence: Pence
    why: Words


class Protection(Part):
    """Not below the amount paid before, until a date."""

    until: date
    why: Words


class Award(Part):
    """How long an award may last, in the council's words ("1 term", "3 years"), and how long it usually does."""

    lengths: Annotated[tuple[Words, ...], Field(min_length=1, max_length=20)]
    usual: Words | None = None
    why: Words | None = None


class Route(Part):
    """Who looks at an amount above this one (a higher panel, an exceptional fund). It changes no amount."""

    above: Pence
    to: Words
    why: Words


class TariffFields(Part):
    """What every kind of tariff says.

    Order of the steps: the kind's own amount, add-ons, deduct, caps, floors, proration, protection, route. Whatever
    leaves a remainder is rounded there by `rounding` to a multiple of `round_to` pence.
    """

    format: Annotated[Literal["banding-tariff/1"], Field(alias="schema")] = "banding-tariff/1"
    framework: Id
    year: Annotated[str, Field(pattern=r"^\d{4}(-\d{2})?$")]
    version: Id | None = None
    title: Words | None = None
    provenance: tuple[Source, ...] = ()
    effective: Effective | None = None
    period: Period
    rounding: Literal["half_up", "half_even", "down", "up", "none"]
    round_to: Literal[1, 10, 100, 1000] = 1
    addons: tuple[AddOn, ...] = ()
    caps: tuple[Bound, ...] = ()
    floors: tuple[Bound, ...] = ()
    proration: Proration | None = None
    deduct: Deduct | None = None
    protection: Protection | None = None
    route: Route | None = None
    award: Award | None = None


class TableTariff(TariffFields):
    """One amount for each band and place, as published."""

    kind: Literal["table"] = "table"
    rows: Annotated[tuple[TariffRow, ...], Field(min_length=1, max_length=20_000)]


class Weight(Part):
    """A band's weight, scaled by the tariff's `scale`."""

    band: Id
    weight: Annotated[int, Field(ge=0, le=1_000_000)]


class Base(Part):
    """The amount that a weight of one stands for."""

    where: tuple[Place, ...] = ()
    pence: Pence


class BaseTimesWeightTariff(TariffFields):
    """A base by place times a weight by band."""

    kind: Literal["base_times_weight"]
    scale: Literal[1, 10, 100, 1000]
    bases: tuple[Base, ...]
    weights: tuple[Weight, ...]


class StrandAmount(Part):
    """The amount of one level of one strand."""

    strand: Id
    level: LevelNumber
    where: tuple[Place, ...] = ()
    pence: Pence


class SumByStrandTariff(TariffFields):
    """Amounts by strand and level: added, or only the highest, or only that of the main need (a `primary` measure)."""

    kind: Literal["sum_by_strand"]
    combine: Literal["sum", "highest", "primary"] = "sum"
    primary: Id | None = None
    amounts: Annotated[tuple[StrandAmount, ...], Field(min_length=1, max_length=20_000)]


class RateRow(Part):
    """What one unit is worth at a band, in pence over the tariff's scale."""

    band: Id
    where: tuple[Place, ...] = ()
    rate: Pence


class RateTariff(TariffFields):
    """A rate by band times one or more numbers: an hourly supplement times hours times weeks."""

    kind: Literal["rate"]
    scale: Literal[1, 10, 100, 1000] = 1
    rows: Annotated[tuple[RateRow, ...], Field(min_length=1, max_length=20_000)]
    times: Annotated[tuple[Id, ...], Field(min_length=1)]  # number measures


class MeasureTariff(TariffFields):
    """The amount is the value of a cost measure, in pence."""

    kind: Literal["measure"]
    measure: Id


def _kind(value: Any) -> str:
    kind = value.get("kind", "table") if isinstance(value, dict) else getattr(value, "kind", "table")
    return str(kind)


Tariff = TableTariff | BaseTimesWeightTariff | SumByStrandTariff | RateTariff | MeasureTariff
AnyTariff = Annotated[
    Annotated[TableTariff, Tag("table")]
    | Annotated[BaseTimesWeightTariff, Tag("base_times_weight")]
    | Annotated[SumByStrandTariff, Tag("sum_by_strand")]
    | Annotated[RateTariff, Tag("rate")]
    | Annotated[MeasureTariff, Tag("measure")],
    Discriminator(_kind),
]
