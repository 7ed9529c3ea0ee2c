"""The whole vocabulary of conditions: a closed tree, never an expression text (format `banding/1`)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

ID_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$"
WORDS_PATTERN = r"^[^\x00-\x08\x0B-\x1F\x7F\uFFFE\uFFFF]*$"  # what a workbook can hold too

Id = Annotated[str, Field(pattern=ID_PATTERN)]
Words = Annotated[str, StringConstraints(min_length=1, max_length=4000, strip_whitespace=True, pattern=WORDS_PATTERN)]
LevelNumber = Annotated[int, Field(ge=-100, le=100)]
Points = Annotated[int, Field(ge=-1_000_000, le=1_000_000)]
Figure = Annotated[int, Field(ge=-1_000_000, le=10_000_000_000)]  # of any measure: a costed map is in pence


class Part(BaseModel):
    """A frozen piece of a definition: an unknown key or a number written as text is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, validate_by_name=True, validate_by_alias=True)


class StrandAtLeast(Part):
    """The strand is rated at this level or a higher one."""

    kind: Literal["strand_at_least"]
    strand: Id
    level: LevelNumber


class CountAtLeast(Part):
    """At least `n` strands (or exactly `n`) are rated at this level or a higher one; all strands unless listed."""

    kind: Literal["count_at_least"]
    level: LevelNumber
    n: Annotated[int, Field(ge=0, le=200)]
    strands: Annotated[tuple[Id, ...], Field(min_length=1)] | None = None
    exactly: bool = False


class MeasureBetween(Part):
    """The measure's value lies between `from` and `to`, both included; an end left out is open."""

    kind: Literal["measure"]
    measure: Id
    from_: Annotated[Figure | None, Field(alias="from")] = None
    to: Figure | None = None


class ContextIs(Part):
    """The context (setting, phase, hours) has one of these values."""

    kind: Literal["context"]
    context: Id
    values: Annotated[tuple[Id, ...], Field(min_length=1)]


class DescriptorMet(Part):
    """The descriptor is among those relied on."""

    kind: Literal["descriptor_met"]
    descriptor: Id


class AllOf(Part):
    """Every part is met."""

    kind: Literal["all"]
    of: Annotated[tuple[Condition, ...], Field(min_length=1)]


class AnyOf(Part):
    """At least one part is met."""

    kind: Literal["any"]
    of: Annotated[tuple[Condition, ...], Field(min_length=1)]


class NotOf(Part):
    """The part is not met."""

    kind: Literal["not"]
    of: Condition


Condition = Annotated[
    StrandAtLeast | CountAtLeast | MeasureBetween | ContextIs | DescriptorMet | AllOf | AnyOf | NotOf,
    Field(discriminator="kind"),
]

for _model in (AllOf, AnyOf, NotOf):
    _model.model_rebuild()
