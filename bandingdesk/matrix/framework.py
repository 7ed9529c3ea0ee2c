"""A council's scheme as the file `banding/1` holds it: strands, levels, scoring, bands, rules and worked tests.

Integers only. Ids are values, never keys of open tables (the levels of a test are the one exception).
References between the parts are checked by `references.py` when a file is read.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag

from bandingdesk.matrix.conditions import Condition, Figure, Id, LevelNumber, Part, Points, Words
from bandingdesk.matrix.measures import Facts, Measure
from bandingdesk.matrix.rounding import MOST_PENCE

REFER = "refer"  # reserved: never a band's id


class Authority(Part):
    """The council whose scheme this is."""

    name: Words
    ons: Annotated[str, Field(pattern=r"^[EWSN]\d{8}$")] | None = None


class Effective(Part):
    """The days on which the scheme is in force, both included; `to` is open while null."""

    from_: Annotated[date, Field(alias="from")]
    to: date | None = None


class Source(Part):
    """Where something in the file comes from."""

    what: Words
    ref: Words
    date_: Annotated[date | None, Field(alias="date")] = None


class Text(Part):
    """A descriptor's words: the default, and others for phases that need their own."""

    default: Words
    early_years: Words | None = None
    post16: Words | None = None


class Descriptor(Part):
    """One description of need; `evidence` lists kinds of paper, alternatives parted by a bar."""

    id: Id
    text: Text
    evidence: tuple[Words, ...] = ()


class Level(Part):
    """One level of a strand."""

    level: LevelNumber
    name: Words | None = None
    descriptors: tuple[Descriptor, ...] = ()


class Rating(Part):
    """How the form reaches a strand's level; the engine always takes the level that a person entered."""

    kind: Literal["best_fit", "highest_descriptor", "assessor_choice"]
    ties: Literal["up", "down", "refer"] | None = None


class Strand(Part):
    """One area of need that is rated by itself. Levels ascend; strands may have different top levels.

    An `optional` strand that is not rated counts as its lowest level, whatever `missing` says of the others.
    """

    id: Id
    name: Words
    area: Id
    levels: Annotated[tuple[Level, ...], Field(min_length=2, max_length=40)]
    rating: Rating = Rating(kind="assessor_choice")
    question: Words | None = None
    optional: bool = False

    def level(self, number: int) -> Level:
        """Return the level NUMBER. Raises KeyError."""
        for level in self.levels:
            if level.level == number:
                return level
        raise KeyError(number)


class Area(Part):
    """A heading over strands."""

    id: Id
    name: Words


class Context(Part):
    """A fact beside the levels that rules or amounts may read; `labels` names each value in words."""

    id: Id
    name: Words | None = None
    values: Annotated[tuple[Id, ...], Field(min_length=1)]
    labels: tuple[Words, ...] | None = None

    def label(self, value: str) -> str:
        """Return VALUE in the council's words."""
        return self.labels[self.values.index(value)] if self.labels and value in self.values else value


class Band(Part):
    """One band; the rank orders bands because names may descend. `settings` limits where it is offered."""

    id: Id
    name: Words
    rank: Annotated[int, Field(ge=0, le=1000)]
    settings: Annotated[tuple[Id, ...], Field(min_length=1)] | None = None
    summary: Words | None = None


class ThresholdRow(Part):
    """The band for values from `from` to `to`, both included."""

    band: Id
    from_: Annotated[Figure, Field(alias="from")]
    to: Figure


class Thresholds(Part):
    """A ladder over one measure. Beyond its ends the case is referred; leaving that unsaid is an error."""

    kind: Literal["thresholds"]
    measure: Id
    rows: Annotated[tuple[ThresholdRow, ...], Field(min_length=1, max_length=200)]
    above: Literal["refer"] | None = None
    below: Literal["refer"] | None = None


class CaseRow(Part):
    """A rule that gives a band when its condition is met."""

    id: Id
    when: Condition
    band: Id
    why: Words


class Cases(Part):
    """A list of rules: first match, one match only, any (all that match agree), or the highest band that matches."""

    kind: Literal["cases"]
    policy: Literal["first", "unique", "any", "highest_band"]
    rows: Annotated[tuple[CaseRow, ...], Field(min_length=1, max_length=500)]
    otherwise: Id | None = None  # a band, or "refer"


class Card(Part):
    """The band that a level of the chosen strand stands for."""

    level: LevelNumber
    band: Id


class BestFit(Part):
    """No arithmetic: a person picks the band description that fits best and names the descriptors relied on."""

    kind: Literal["best_fit"]
    strand: Id
    cards: Annotated[tuple[Card, ...], Field(min_length=1)]
    relied_on: Literal["required", "optional"] = "required"


class BestOf(Part):
    """The highest band of several ways to decide."""

    kind: Literal["best_of"]
    of: Annotated[tuple[Decide, ...], Field(min_length=2)]


Decide = Annotated[Thresholds | Cases | BestFit | BestOf, Field(discriminator="kind")]


class Move(Part):
    """Moves the band by so many ranks while the condition is met; beyond either end the case is referred."""

    kind: Literal["move"]
    id: Id
    when: Condition
    by: Annotated[int, Field(ge=-20, le=20)]
    why: Words


class Floor(Part):
    """The band is at least this one while the condition is met."""

    kind: Literal["floor"]
    id: Id
    when: Condition
    band: Id
    why: Words


class Cap(Part):
    """The band is at most this one while the condition is met."""

    kind: Literal["cap"]
    id: Id
    when: Condition
    band: Id
    why: Words


Adjustment = Annotated[Move | Floor | Cap, Field(discriminator="kind")]


class Guard(Part):
    """A profile that must not happen: it is refused, or referred to people, or only noted for them (`warn`)."""

    id: Id
    never: Condition
    action: Literal["refuse", "refer", "warn"]
    why: Words


class Reason(Part):
    """A coded reason for a band other than the one the scheme points to."""

    id: Id
    text: Words


def _reason_kind(value: object) -> str:
    return "code" if isinstance(value, str) else "reason"


AnyReason = Annotated[
    Annotated[Id, Tag("code")] | Annotated[Reason, Tag("reason")],
    Discriminator(_reason_kind),
]


class Override(Part):
    """Whether people may decide another band, and the coded reasons they choose from."""

    allowed: bool
    reasons: tuple[AnyReason, ...] = ()

    def named(self) -> tuple[Reason, ...]:
        """Return the reasons, each with its words (its code where the file gives no words)."""
        return tuple(Reason(id=reason, text=reason) if isinstance(reason, str) else reason for reason in self.reasons)


class Expected(Part):
    """What a worked test must give. Band null means referred; points and pence are compared where given.

    `bands` is the range that a profile with missing ratings must give, lowest first; the band is then null.
    Pence belong to one tariff: they are compared under that `year` and `period`, where the test names them.
    """

    band: Id | None
    bands: tuple[Id, ...] | None = None
    points: Points | None = None
    pence: Annotated[int, Field(ge=0, le=MOST_PENCE)] | None = None
    year: Words | None = None
    period: Literal["year", "term", "week", "one_off"] | None = None


class WorkedTest(Facts):
    """A worked example inside the file, run at every check."""

    id: Id
    levels: dict[Id, LevelNumber]
    descriptors: tuple[Id, ...] = ()
    context: dict[Id, Id] = {}
    expect: Expected
    source: Words


class CrosswalkRow(Part):
    """A band of the other scheme, and the band of this one that it becomes; null where people decide each case."""

    other: Id
    band: Id | None


class Crosswalk(Part):
    """How bands of another scheme read in this one, while two run at once. `rule` is the published way of mapping."""

    framework: Id
    version: Id | None = None
    rule: Literal["published", "nearest", "nearest_up", "equal_value"]
    rows: Annotated[tuple[CrosswalkRow, ...], Field(min_length=1)]
    why: Words | None = None


class Scope(Part):
    """For whom the scheme is: kinds of plan in the council's words, ages in years, children of other authorities."""

    plans: tuple[Words, ...] = ()
    ages: tuple[Annotated[int, Field(ge=0, le=25)], Annotated[int, Field(ge=0, le=25)]] | None = None
    other_authorities: bool = False


class Framework(Part):
    """The definition: what the hash covers and a decision names."""

    format: Annotated[Literal["banding/1"], Field(alias="schema")]
    id: Id
    version: Id
    authority: Authority
    title: Words
    effective: Effective
    provenance: tuple[Source, ...] = ()
    supersedes: Annotated[str, Field(pattern=r"^sha256:[0-9a-f]{64}$")] | None = None
    change_note: Words | None = None
    year_basis: Literal["financial", "academic"] | None = None
    scope: Scope | None = None
    crosswalks: tuple[Crosswalk, ...] = ()
    areas: tuple[Area, ...] = ()
    strands: Annotated[tuple[Strand, ...], Field(min_length=1, max_length=60)]
    contexts: tuple[Context, ...] = ()
    bands: Annotated[tuple[Band, ...], Field(min_length=1, max_length=100)]
    measures: tuple[Measure, ...] = ()
    decide: Decide
    adjust: tuple[Adjustment, ...] = ()
    guards: tuple[Guard, ...] = ()
    monotone: Literal["required", "not_promised"] = "not_promised"
    missing: Literal["error", "lowest", "interval"]
    override: Override
    tests: tuple[WorkedTest, ...] = ()

    def strand(self, id_: str) -> Strand:
        """Return the strand ID_. Raises KeyError."""
        return {strand.id: strand for strand in self.strands}[id_]

    def band(self, id_: str) -> Band:
        """Return the band ID_. Raises KeyError."""
        return {band.id: band for band in self.bands}[id_]

    def ladder(self) -> tuple[Band, ...]:
        """Return the bands, lowest rank first."""
        return tuple(sorted(self.bands, key=lambda band: band.rank))

    def area_name(self, id_: str) -> str:
        """Return the heading of an area; its id where the file names no areas."""
        return next((area.name for area in self.areas if area.id == id_), id_)

    def context(self, id_: str) -> Context:
        """Return the context ID_. Raises KeyError."""
        return {context.id: context for context in self.contexts}[id_]


for _model in (BestOf, Framework):
    _model.model_rebuild()
