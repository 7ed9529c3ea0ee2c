"""A scheme ready to run: integer tables, conditions as nodes, and the council's own words for what they hold.

Plain values alone, so that a scheme can be kept as bytes and read back without the library that checks files
(`cache.py`). `compiled.py` makes a Scheme from a framework and its tariff.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from bandingdesk.matrix.nodes import Node
from bandingdesk.matrix.steps import Rating

if TYPE_CHECKING:
    from bandingdesk.matrix.framework import Framework
    from bandingdesk.matrix.tariff import Tariff


class StrandTable(NamedTuple):
    """A strand's levels; `floor` is the lowest. Optional: counts as its lowest where it is not rated."""

    id: str
    levels: tuple[int, ...]
    floor: int
    optional: bool = False


class CapRow(NamedTuple):
    """Strands that together count at most `max`."""

    indices: tuple[int, ...]
    strands: tuple[str, ...]
    max: int


class UpliftRow(NamedTuple):
    """Points added while the node is met."""

    id: str
    node: Node
    add: int
    why: str


class PointsTable(NamedTuple):
    """Points by strand position and level, weights multiplied in; None where a strand has none."""

    id: str
    tables: tuple[Mapping[int, int] | None, ...]
    caps: tuple[CapRow, ...]
    uplifts: tuple[UpliftRow, ...]
    scale: int


class CountTable(NamedTuple):
    """How many of these strands are at the level or above."""

    id: str
    level: int
    indices: tuple[int, ...]
    strands: tuple[str, ...]


class HighestTable(NamedTuple):
    """The rank-th highest level of these strands."""

    id: str
    rank: int
    indices: tuple[int, ...]
    strands: tuple[str, ...]


class PrimaryTable(NamedTuple):
    """The level of the strand that a context's value stands for: its position by value."""

    id: str
    context: str
    indices: Mapping[str, int]


class TicksTable(NamedTuple):
    """How many of these descriptors are relied on."""

    id: str
    set: str
    descriptors: frozenset[str]


class NumberTable(NamedTuple):
    """A number entered by a person; both ends included."""

    id: str
    min: int
    max: int
    scale: int


class RateEntry(NamedTuple):
    """A rate of a costed map: `pence` over the scale for `minutes` minutes; `yearly` has the weeks of a year in it."""

    pence: int
    minutes: int  # 1, or 60
    yearly: bool
    max_minutes: int | None


class CostTable(NamedTuple):
    """A costed map: rates by id, the weeks of a year, and how each line is rounded."""

    id: str
    lines: str
    rates: Mapping[str, RateEntry]
    weeks: int
    scale: int
    rounding: str


Measure = PointsTable | CountTable | HighestTable | PrimaryTable | TicksTable | NumberTable | CostTable


class Row(NamedTuple):
    """A ladder row; both ends included; `band` is a place in the list of bands."""

    start: int
    end: int
    band: int


class Ladder(NamedTuple):
    """Thresholds over one measure, rows by their start."""

    measure: str
    rows: tuple[Row, ...]


class Rule(NamedTuple):
    """A case rule."""

    id: str
    node: Node
    band: int
    why: str


class RuleTable(NamedTuple):
    """Case rules with their policy; otherwise None is refer, `declared` says whether the file says so."""

    policy: str
    rules: tuple[Rule, ...]
    otherwise: int | None
    declared: bool


class Cards(NamedTuple):
    """Direct best fit: the band by level of one strand."""

    strand: int
    bands: Mapping[int, int]
    relied_on: bool
    descriptors: Mapping[int, frozenset[str]]


class BestOfTable(NamedTuple):
    """The highest band of several ways to decide; a way that refers gives none."""

    of: tuple[Ladder | RuleTable | Cards | BestOfTable, ...]


Decision = Ladder | RuleTable | Cards | BestOfTable


class Shift(NamedTuple):
    """A move by ranks, or a floor or cap at a band."""

    kind: str  # move floor cap
    id: str
    node: Node
    by: int
    band: int
    why: str


class GuardRow(NamedTuple):
    """A profile that must not happen, or that people are to look at."""

    id: str
    node: Node
    action: str  # refuse refer warn
    why: str


Cell = tuple[int | str, ...]  # a band's place, then a value of each of the money's contexts
Spot = tuple[str, ...]  # a value of each of the money's contexts


class CellAmounts(NamedTuple):
    """A tariff by band and place, as published: the amounts are `Money.cells`; `periods` where one has its own."""

    periods: Mapping[Cell, str]


class WeightAmounts(NamedTuple):
    """A base by place times a weight by band's place, over the scale."""

    bases: Mapping[Spot, int]
    weights: Mapping[int, int]
    scale: int


class StrandAmounts(NamedTuple):
    """Amounts by strand position, level and place: added, only the highest, or only that of the main need."""

    combine: str  # sum highest primary
    primary: str | None
    tables: tuple[Mapping[int, Mapping[Spot, int]], ...]


class RateAmounts(NamedTuple):
    """A rate by band and place over the scale, times number measures."""

    rates: Mapping[Cell, int]
    times: tuple[str, ...]
    scale: int


class CostAmounts(NamedTuple):
    """The value of a cost measure."""

    measure: str


Amounts = CellAmounts | WeightAmounts | StrandAmounts | RateAmounts | CostAmounts


class AddOnRow(NamedTuple):
    """A sum on top while the node is met."""

    id: str
    node: Node
    pence: int
    why: str


class LimitRow(NamedTuple):
    """A cap or a floor on the amount where the contexts have these values."""

    kind: str  # value_cap value_floor
    id: str
    where: tuple[tuple[str, str], ...]
    pence: int
    why: str


class DeductRow(NamedTuple):
    """What the setting meets first."""

    pence: int
    why: str


class ProrationRow(NamedTuple):
    """The part that is paid: a number measure, or a context of whole numbers, over `full` times `scale`."""

    number: str | None
    context: str | None
    full: int
    scale: int
    why: str


class ProtectionRow(NamedTuple):
    """Not below the amount paid before, up to and with this day (ISO)."""

    until: str
    why: str


class RouteRow(NamedTuple):
    """Who looks at an amount above this one."""

    above: int
    to: str
    why: str


class Money(NamedTuple):
    """A tariff. `contexts` are all that it reads; a missing cell is no amount at all, None no fixed amount."""

    year: str
    period: str
    contexts: tuple[str, ...]
    cells: Mapping[Cell, int | None]  # of the kind `table`
    amounts: Amounts
    rounding: str
    round_to: int
    addons: tuple[AddOnRow, ...] = ()
    deduct: DeductRow | None = None
    bounds: tuple[LimitRow, ...] = ()  # caps, then floors
    proration: ProrationRow | None = None
    protection: ProtectionRow | None = None
    route: RouteRow | None = None
    named: tuple[str, ...] = ()  # the contexts that the amounts themselves name, caps and conditions aside
    measures: frozenset[str] = frozenset()  # that it reads
    reads_levels: bool = False  # whether the levels matter to the amount beside the band


class StrandWords(NamedTuple):
    """A strand's name, and its levels' names."""

    name: str
    levels: Mapping[int, str]


class ContextWords(NamedTuple):
    """A context's name, and its values in words."""

    name: str
    labels: Mapping[str, str]


class MeasureWords(NamedTuple):
    """The council's word for a measure (empty where it has none), and the unit of its value."""

    name: str
    unit: str = ""


class Words(NamedTuple):
    """The council's own words, by id."""

    title: str
    strands: Mapping[str, StrandWords]
    bands: Mapping[str, str]
    contexts: Mapping[str, ContextWords]
    measures: Mapping[str, MeasureWords]
    descriptors: Mapping[str, str]  # those that a rule reads
    rates: Mapping[str, Mapping[str, str]]  # of each cost measure


class Identity(NamedTuple):
    """What a result names: the framework with its version, the tariff's year and hash."""

    id: str
    version: str
    year: str | None = None
    tariff_sha256: str | None = None


class Origin:
    """The checked models that a scheme was made from; after a start from the cache they are read when asked for."""

    __slots__ = ("_framework", "_tariff", "_texts")

    def __init__(
        self,
        framework: Framework | None = None,
        tariff: Tariff | None = None,
        texts: tuple[str, str | None] = ("", None),
    ) -> None:
        self._framework, self._tariff, self._texts = framework, tariff, texts

    @property
    def framework(self) -> Framework:
        """Return the framework."""
        if self._framework is None:
            from bandingdesk.matrix import files

            self._framework = files.read_framework(self._texts[0].encode(), "framework")
        return self._framework

    @property
    def tariff(self) -> Tariff | None:
        """Return the tariff, None where there is none."""
        if self._tariff is None and self._texts[1] is not None:
            from bandingdesk.matrix import files

            self._tariff = files.read_tariff(self._texts[1].encode(), "tariff")
        return self._tariff


@dataclass(frozen=True, slots=True, eq=False)
class Scheme:
    """A framework ready to run. `bands` are ids, lowest rank first; a band's place is its place in that list."""

    identity: Identity
    sha256: str
    strands: tuple[StrandTable, ...]
    positions: Mapping[str, int]
    bands: tuple[str, ...]
    measures: tuple[Measure, ...]
    primary: str | None  # the points measure whose sum is the result's points
    ratings: tuple[Mapping[int, Rating], ...]  # the step of each strand and level, made once and shared
    decide: Decision
    adjust: tuple[Shift, ...]
    guards: tuple[GuardRow, ...]
    settings: tuple[frozenset[str] | None, ...]  # where each band is offered
    contexts: tuple[str, ...]  # contexts that a rule reads
    values: Mapping[str, tuple[str, ...]]  # what each context can be, in the order of the file
    needs: frozenset[str]  # measures that a rule reads
    needs_facts: bool  # whether any measure stands on numbers or costed maps
    cards: tuple[Cards, ...]  # of all the ways to decide
    missing: str  # error lowest interval
    promises_order: bool  # a higher need never lowers the band
    money: Money | None
    ticks: Mapping[str, str]  # descriptor -> strand
    words: Words
    origin: Origin

    @property
    def framework(self) -> Framework:
        """The framework as its file was checked."""
        return self.origin.framework

    @property
    def tariff(self) -> Tariff | None:
        """The tariff as its file was checked, None where there is none."""
        return self.origin.tariff


def rule_nodes(measures: tuple[Measure, ...], decide: Decision) -> Iterator[Node]:
    """Give the conditions of additions to points and of the decision."""
    for measure in measures:
        if isinstance(measure, PointsTable):
            yield from (uplift.node for uplift in measure.uplifts)
    for way in ways(decide):
        if isinstance(way, RuleTable):
            yield from (rule.node for rule in way.rules)


def ways(decide: Decision) -> Iterator[Ladder | RuleTable | Cards]:
    """Give the ways to decide that a decision is made of: itself, or those of a `best_of`, however deep."""
    if isinstance(decide, BestOfTable):
        for inner in decide.of:
            yield from ways(inner)
    else:
        yield decide
