"""Conditions made ready to run: each node says whether it is met, or returns the Check that shows why.

`met` and `check` read the same View: levels by strand position, contexts, descriptors relied on, measures.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from bandingdesk.matrix.steps import Check

if TYPE_CHECKING:  # pydantic stays out of a start from the compiled cache
    from bandingdesk.matrix.conditions import Condition
    from bandingdesk.matrix.measures import CostLine

Levels = Sequence[int]
Context = Mapping[str, str]
Ticks = frozenset[str]
Numbers = Mapping[str, int]
Lines = Mapping[str, "Sequence[CostLine]"]
NO_NUMBERS: Numbers = {}
NO_LINES: Lines = {}


class View:
    """What rules may read of one profile; `values` fills up as measures become known."""

    __slots__ = ("context", "levels", "lines", "numbers", "ticks", "values")

    def __init__(
        self, levels: Levels, context: Context, ticks: Ticks, numbers: Numbers = NO_NUMBERS, lines: Lines = NO_LINES
    ) -> None:
        self.levels, self.context, self.ticks = levels, context, ticks
        self.numbers, self.lines = numbers, lines
        self.values: dict[str, int] = {}


class Node(Protocol):
    """A condition that can be asked."""

    def met(self, view: View) -> bool: ...
    def check(self, view: View) -> Check: ...


class AtLeast:
    """One strand at a level or above."""

    __slots__ = ("index", "level", "strand")

    def __init__(self, strand: str, index: int, level: int) -> None:
        self.strand, self.index, self.level = strand, index, level

    def met(self, view: View) -> bool:
        return view.levels[self.index] >= self.level

    def check(self, view: View) -> Check:
        was = view.levels[self.index]
        return Check("strand_at_least", was >= self.level, self.strand, self.level, was)


class Several:
    """At least, or exactly, so many strands at a level or above."""

    __slots__ = ("exactly", "indices", "level", "n", "strands")

    def __init__(self, strands: tuple[str, ...], indices: tuple[int, ...], level: int, n: int, exactly: bool) -> None:
        self.strands, self.indices, self.level, self.n, self.exactly = strands, indices, level, n, exactly

    def count(self, levels: Levels) -> int:
        """Return how many of the strands are at the level or above."""
        level = self.level
        return sum([levels[index] >= level for index in self.indices])

    def met(self, view: View) -> bool:
        was = self.count(view.levels)
        return was == self.n if self.exactly else was >= self.n

    def check(self, view: View) -> Check:
        was = self.count(view.levels)
        met = was == self.n if self.exactly else was >= self.n
        return Check("count_at_least", met, "", self.n, was, self.level, self.strands, self.exactly)


class Between:
    """A measure between two ends, both included, either open."""

    __slots__ = ("high", "low", "measure")

    def __init__(self, measure: str, low: int | None, high: int | None) -> None:
        self.measure, self.low, self.high = measure, low, high

    def met(self, view: View) -> bool:
        was = view.values[self.measure]
        return (self.low is None or was >= self.low) and (self.high is None or was <= self.high)

    def check(self, view: View) -> Check:
        met = self.met(view)
        return Check("measure", met, self.measure, (self.low, self.high), view.values[self.measure])


class Placed:
    """A context with one of some values."""

    __slots__ = ("context", "values")

    def __init__(self, context: str, values: tuple[str, ...]) -> None:
        self.context, self.values = context, values

    def met(self, view: View) -> bool:
        return view.context[self.context] in self.values

    def check(self, view: View) -> Check:
        was = view.context[self.context]
        return Check("context", was in self.values, self.context, self.values, was)


class Ticked:
    """A descriptor that is relied on."""

    __slots__ = ("descriptor",)

    def __init__(self, descriptor: str) -> None:
        self.descriptor = descriptor

    def met(self, view: View) -> bool:
        return self.descriptor in view.ticks

    def check(self, view: View) -> Check:
        was = self.descriptor in view.ticks
        return Check("descriptor_met", was, self.descriptor, True, was)


class Every:
    """All parts met; every part is looked at, so that what was missed is on record."""

    __slots__ = ("of",)

    def __init__(self, of: tuple[Node, ...]) -> None:
        self.of = of

    def met(self, view: View) -> bool:
        return all(node.met(view) for node in self.of)

    def check(self, view: View) -> Check:
        inner = tuple([node.check(view) for node in self.of])
        return Check("all", all(check.met for check in inner), of=inner)


class Some:
    """At least one part met; every part is looked at."""

    __slots__ = ("of",)

    def __init__(self, of: tuple[Node, ...]) -> None:
        self.of = of

    def met(self, view: View) -> bool:
        return any(node.met(view) for node in self.of)

    def check(self, view: View) -> Check:
        inner = tuple([node.check(view) for node in self.of])
        return Check("any", any(check.met for check in inner), of=inner)


class Nay:
    """The part not met."""

    __slots__ = ("of",)

    def __init__(self, of: Node) -> None:
        self.of = of

    def met(self, view: View) -> bool:
        return not self.of.met(view)

    def check(self, view: View) -> Check:
        inner = self.of.check(view)
        return Check("not", not inner.met, of=(inner,))


def build(condition: Condition, positions: Mapping[str, int]) -> Node:
    """Return CONDITION made ready; POSITIONS is each strand's place in the list of levels."""
    from bandingdesk.matrix import conditions

    match condition:
        case conditions.StrandAtLeast():
            return AtLeast(condition.strand, positions[condition.strand], condition.level)
        case conditions.CountAtLeast():
            strands = condition.strands or tuple(positions)
            indices = tuple(positions[strand] for strand in strands)
            return Several(strands, indices, condition.level, condition.n, condition.exactly)
        case conditions.MeasureBetween():
            return Between(condition.measure, condition.from_, condition.to)
        case conditions.ContextIs():
            return Placed(condition.context, condition.values)
        case conditions.DescriptorMet():
            return Ticked(condition.descriptor)
        case conditions.AllOf():
            return Every(tuple(build(inner, positions) for inner in condition.of))
        case conditions.AnyOf():
            return Some(tuple(build(inner, positions) for inner in condition.of))
        case conditions.NotOf():
            return Nay(build(condition.of, positions))


def leaves(condition: Condition) -> list[Condition]:
    """Return the conditions of the tree that hold no others."""
    from bandingdesk.matrix import conditions

    match condition:
        case conditions.AllOf() | conditions.AnyOf():
            return [leaf for inner in condition.of for leaf in leaves(inner)]
        case conditions.NotOf():
            return leaves(condition.of)
        case _:
            return [condition]


def parts(node: Node) -> Iterator[Node]:
    """Give the nodes of a tree that hold no others."""
    if isinstance(node, Every | Some):
        for inner in node.of:
            yield from parts(inner)
    elif isinstance(node, Nay):
        yield from parts(node.of)
    else:
        yield node
