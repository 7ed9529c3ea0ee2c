"""The outcome alone, many times over: what the rules read of the levels is added up as one integer and remembered.

Rules read levels through sums, counts and single levels. Each has digits of its own in one integer, so profiles with
the same integer and the same contexts have the same outcome. The first of them is run by `reckoning`; the others are
looked up. Nothing is worked out here a second way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from operator import getitem, itemgetter
from typing import NamedTuple

from bandingdesk.matrix import payment, reckoning
from bandingdesk.matrix.nodes import (
    NO_LINES,
    NO_NUMBERS,
    AtLeast,
    Context,
    Levels,
    Lines,
    Numbers,
    Several,
    Ticks,
    View,
    parts,
)
from bandingdesk.matrix.reckoning import NO_TICKS, Outcome
from bandingdesk.matrix.scheme import (
    CapRow,
    CountTable,
    HighestTable,
    Measure,
    PointsTable,
    PrimaryTable,
    Scheme,
    rule_nodes,
)

MAX_KEPT = 250_000  # outcomes, about 30 MB; beyond it they are forgotten and begun again

Digits = Mapping[int, Mapping[int, int]]  # strand position -> level -> what it adds, never negative


class Fold(NamedTuple):
    """A capped group, the highest digits left: cut off at `limit`, it is added to its measure's sum at `into`."""

    weight: int
    limit: int
    into: int


class Plain:
    """One scheme's outcomes, remembered while the object lives."""

    __slots__ = ("_folds", "_kept", "_paid", "_place", "_scheme", "_spot", "_tables", "_whole")

    def __init__(self, scheme: Scheme) -> None:
        self._scheme = scheme
        self._tables, self._folds = _tables(scheme)
        self._place = itemgetter(*scheme.contexts) if scheme.contexts else None
        # Numbers and costed maps have too many values to be remembered.
        self._whole = scheme.needs_facts
        self._kept: dict[object, Outcome] = {}
        money = scheme.money
        self._spot = itemgetter(*money.contexts) if money is not None and money.contexts else None
        self._paid: dict[object, int | None] = {}

    def outcome(
        self,
        levels: Levels,
        context: Context,
        ticks: Ticks = NO_TICKS,
        numbers: Numbers = NO_NUMBERS,
        lines: Lines = NO_LINES,
    ) -> Outcome:
        """Return the outcome for LEVELS by strand position, as `reckoning.run` gives it. Raises ProfileRefusedError."""
        state = sum(map(getitem, self._tables, levels))
        for weight, limit, into in self._folds:
            group, state = divmod(state, weight)
            state += (group if group < limit else limit) * into
        key: object = state
        if self._place is not None:
            key = (key, self._place(context))
        if ticks:
            key = (key, ticks)
        found = self._kept.get(key)
        if found is None or self._whole:
            found = reckoning.run(self._scheme, levels, context, ticks, None, (), numbers, lines)
            if len(self._kept) >= MAX_KEPT:
                self._kept.clear()
            if not self._whole:
                self._kept[key] = found
        return found

    def priced(self, levels: Levels, context: Context, ticks: Ticks = NO_TICKS) -> tuple[Outcome, int | None]:
        """Return the outcome with the amount in pence, None where there is none; protection is left out.

        The tariff reads contexts alone. Raises ProfileRefusedError, and what `payment.amount` raises.
        """
        outcome = self.outcome(levels, context, ticks)
        band = outcome.band
        if band is None:
            return outcome, None
        key = band if self._spot is None else (band, self._spot(context))
        if key not in self._paid:
            self._paid[key] = self._amount(band, levels, context, ticks)
        return outcome, self._paid[key]

    def _amount(self, band: int, levels: Levels, context: Context, ticks: Ticks) -> int | None:
        money = self._scheme.money
        if money is None:
            return None
        if money.reads_levels or money.measures:
            raise ValueError("the tariff reads more than contexts: ask `evaluate`")
        return payment.amount(self._scheme, band, View(levels, context, ticks)).pence


def _tables(scheme: Scheme) -> tuple[tuple[dict[int, int], ...], tuple[Fold, ...]]:
    """Return what each level of each strand adds to the integer, and the folds, highest digits first."""
    tables = tuple(dict.fromkeys(strand.levels, 0) for strand in scheme.strands)
    folds: list[Fold] = []
    weight = 1

    def lay(digits: Digits, room: int = 0) -> int:
        """Give DIGITS the next place, with ROOM above what they come to; return the place's weight."""
        nonlocal weight
        own, weight = weight, weight * (1 + room + sum(max(row.values()) for row in digits.values()))
        for n, row in digits.items():
            for level, adds in row.items():
                tables[n][level] += own * adds
        return own

    groups: list[tuple[Digits, int, int]] = []
    for digits in _digits(scheme):
        lay(digits)
    for measure in scheme.measures:
        if isinstance(measure, PointsTable) and (measure.id in scheme.needs or measure.id == scheme.primary):
            capped = [(_above(measure, cap.indices), _limit(measure, cap)) for cap in measure.caps]
            inside = {n for cap in measure.caps for n in cap.indices}
            rest = _above(measure, [n for n in range(len(tables)) if n not in inside])
            into = lay(rest, sum(limit for _, limit in capped))
            groups += [(group, limit, into) for group, limit in capped]
    for group, limit, into in groups:
        folds.append(Fold(lay(group), limit, into))
    return tables, tuple(reversed(folds))


def _above(measure: PointsTable, indices: Iterable[int]) -> Digits:
    """Return the points of these strands above each one's least."""
    rows = {n: row for n in indices if (row := measure.tables[n]) is not None}
    return {n: {level: points - min(row.values()) for level, points in row.items()} for n, row in rows.items()}


def _limit(measure: PointsTable, cap: CapRow) -> int:
    """Return the cap above the least that its group can come to."""
    rows = [row for n in cap.indices if (row := measure.tables[n]) is not None]
    return max(0, cap.max - sum(min(row.values()) for row in rows))


def _digits(scheme: Scheme) -> Iterator[Digits]:
    """Give everything that the rules read of the levels but for sums of points, each thing once."""
    counts: dict[tuple[int, tuple[int, ...]], None] = {}
    singles: dict[int, None] = {cards.strand: None for cards in scheme.cards}
    rules = [*(shift.node for shift in scheme.adjust), *(guard.node for guard in scheme.guards)]
    for node in (*rule_nodes(scheme.measures, scheme.decide), *rules):
        for leaf in parts(node):
            if isinstance(leaf, AtLeast):
                counts[leaf.level, (leaf.index,)] = None
            elif isinstance(leaf, Several):
                counts[leaf.level, leaf.indices] = None
    for measure in scheme.measures:
        if measure.id in scheme.needs or measure.id == scheme.primary:
            counts |= dict.fromkeys(_counts(scheme, measure))
            if isinstance(measure, PrimaryTable):
                singles |= dict.fromkeys(measure.indices.values())
    for n in singles:
        yield {n: {level: place for place, level in enumerate(scheme.strands[n].levels)}}
    for level, indices in counts:
        yield {n: {own: int(own >= level) for own in scheme.strands[n].levels} for n in indices}


def _counts(scheme: Scheme, measure: Measure) -> Iterator[tuple[int, tuple[int, ...]]]:
    if isinstance(measure, CountTable):
        yield measure.level, measure.indices
    elif isinstance(measure, HighestTable):
        for level in sorted({level for n in measure.indices for level in scheme.strands[n].levels}):
            yield level, measure.indices
