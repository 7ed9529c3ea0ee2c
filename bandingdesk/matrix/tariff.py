"""What a band is worth in a year: a tariff has a life of its own under one framework. Amounts are integer pence.

Format source: rows by band, setting and phase, or any other context; the period belongs to every value.
Published amounts are kept as entered; rounding is named because published tables differ in it.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from bandingdesk.matrix.conditions import Id, Part, Words
from bandingdesk.matrix.framework import Effective, Source

Pence = Annotated[int, Field(ge=0, le=10_000_000_000)]


class Place(Part):
    """One context and the value it has."""

    context: Id
    value: Id


class TariffRow(Part):
    """The amount of a band; a context left out means any value of it. Pence null: no fixed amount (bespoke)."""

    band: Id
    setting: Id | None = None
    phase: Id | None = None
    where: tuple[Place, ...] = ()
    pence: Pence | None

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


class Proration(Part):
    """Attendance hours over full hours."""

    context: Id
    full_hours: Annotated[int, Field(ge=1)]


class Deduct(Part):
    """What the setting meets first (element 2), in pence."""

    pence: Pence
    why: Words


class Protection(Part):
    """Not below the amount paid before, until a date."""

    until: date
    why: Words


class TariffFields(Part):
    """What every kind of tariff says."""

    format: Annotated[Literal["banding-tariff/1"], Field(alias="schema")] = "banding-tariff/1"
    framework: Id
    year: Annotated[str, Field(pattern=r"^\d{4}(-\d{2})?$")]
    title: Words | None = None
    provenance: tuple[Source, ...] = ()
    effective: Effective | None = None
    period: Literal["year", "term", "week", "one_off"]
    rounding: Literal["half_up", "half_even", "down", "up", "none"]
    caps: tuple[Bound, ...] = ()
    floors: tuple[Bound, ...] = ()
    proration: Proration | None = None
    deduct: Deduct | None = None
    protection: Protection | None = None


class TableTariff(TariffFields):
    """One amount for each band and place, as published."""

    kind: Literal["table"] = "table"
    rows: Annotated[tuple[TariffRow, ...], Field(min_length=1, max_length=20_000)]


class Weight(Part):
    """A band's weight, scaled by the tariff's `scale`."""

    band: Id
    weight: Annotated[int, Field(ge=0)]


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
    level: int
    pence: Pence


class SumByStrandTariff(TariffFields):
    """Amounts by strand and level, added."""

    kind: Literal["sum_by_strand"]
    amounts: tuple[StrandAmount, ...]


def _kind(value: Any) -> str:
    kind = value.get("kind", "table") if isinstance(value, dict) else getattr(value, "kind", "table")
    return str(kind)


Tariff = TableTariff | BaseTimesWeightTariff | SumByStrandTariff
AnyTariff = Annotated[
    Annotated[TableTariff, Tag("table")]
    | Annotated[BaseTimesWeightTariff, Tag("base_times_weight")]
    | Annotated[SumByStrandTariff, Tag("sum_by_strand")],
    Discriminator(_kind),
]
