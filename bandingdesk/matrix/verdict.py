"""What a scheme says of many packed states at once: the same rules as `reckoning`, over columns in place of one case.

Evaluator and verdict are written apart and must agree on every profile: property tests hold them together. A state that
is refused, referred or beyond the scale has band -1 and a reason.
"""

from __future__ import annotations

import functools
import itertools
import operator
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bandingdesk.matrix.nodes import AtLeast, Between, Every, Nay, Node, Placed, Several, Some, Ticked
from bandingdesk.matrix.packing import Accumulator, Cell, Cut, Held, Packing, States, Sum, Tally, Tick, Ticks
from bandingdesk.matrix.scheme import (
    BestOfTable,
    Cards,
    CostTable,
    CountTable,
    Decision,
    HighestTable,
    Ladder,
    NumberTable,
    PointsTable,
    PrimaryTable,
    Row,
    RuleTable,
    Scheme,
    TicksTable,
)

# The reasons of a Refer step, and a refusal; a place in this list is the code.
REASONS = (
    "", "above", "below", "gap", "overlap", "conflict", "no_case", "otherwise", "guard", "above_top", "below_bottom",
    "setting", "refused",
)  # fmt: skip
_CODES = {reason: code for code, reason in enumerate(REASONS)}

Bands = NDArray[np.int16]  # a band's place in the scheme's list; -1 for none
Reasons = NDArray[np.uint8]
Mask = NDArray[np.bool_]
Context = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Outcomes of states in one context: `picked` is the place of the ladder row or rule that decided, -1 for none."""

    bands: Bands
    reasons: Reasons
    picked: NDArray[np.int16]


def contexts(scheme: Scheme) -> list[dict[str, str]]:
    """Return every combination of the contexts that a rule reads, in the order of the file; one, empty, for none."""
    own = [scheme.values[name] for name in scheme.contexts]
    return [dict(zip(scheme.contexts, values, strict=True)) for values in itertools.product(*own)]


class Reading:
    """Packed states laid open: counts, levels, ticks and measures, each worked out once when it is asked for."""

    def __init__(self, packing: Packing, states: States) -> None:
        self.packing, self.scheme, self.states = packing, packing.scheme, states
        self._slots = {slot.of: slot for slot in packing.slots}
        self._read: dict[Accumulator, States] = {}
        self._measured: dict[tuple[str, tuple[str, ...]], States] = {}

    def __len__(self) -> int:
        return len(self.states)

    def raw(self, accumulator: Accumulator) -> States:
        """Return what ACCUMULATOR holds; 0 where the packing has no place for it, since it never varies."""
        if accumulator not in self._read:
            slot = self._slots.get(accumulator)
            zero = np.zeros(len(self.states), dtype=np.int64)
            self._read[accumulator] = zero if slot is None else self.packing.values(slot, self.states)
        return self._read[accumulator]

    def at_least(self, index: int, level: int) -> Mask:
        """Return where the strand at INDEX is at LEVEL or above."""
        if level <= self.scheme.strands[index].levels[0]:
            return np.ones(len(self.states), dtype=bool)
        cut = next(a for a in self._slots if isinstance(a, Cut) and a.strand == index)
        return self.raw(cut) > cut.levels.index(level)

    def level(self, index: int) -> States:
        """Return the level number of the strand at INDEX; its cuts must tell every level."""
        own = self.scheme.strands[index].levels
        cut = next((a for a in self._slots if isinstance(a, Cut) and a.strand == index), None)
        if cut is None:
            return np.full(len(self.states), own[0], dtype=np.int64)
        return np.array((own[0], *cut.levels), dtype=np.int64)[self.raw(cut)]

    def count(self, level: int, indices: tuple[int, ...]) -> States:
        """Return how many of the strands at INDICES are at LEVEL or above."""
        if len(indices) == 1:
            return self.at_least(indices[0], level).astype(np.int64)
        return self.raw(Tally(level, indices))

    def met(self, node: Node, context: Context) -> Mask:
        """Return where NODE is met in CONTEXT."""
        match node:
            case AtLeast():
                return self.at_least(node.index, node.level)
            case Several():
                count = self.count(node.level, node.indices)
                return count == node.n if node.exactly else count >= node.n
            case Between():
                value = self.measure(node.measure, context)
                above = np.ones(len(self), dtype=bool) if node.low is None else value >= node.low
                return above if node.high is None else above & (value <= node.high)
            case Placed():
                return np.full(len(self), context[node.context] in node.values)
            case Ticked():
                return self.raw(Tick(node.descriptor)) > 0
            case Every():
                return functools.reduce(operator.and_, (self.met(inner, context) for inner in node.of))
            case Some():
                return functools.reduce(operator.or_, (self.met(inner, context) for inner in node.of))
            case Nay():
                return ~self.met(node.of, context)
            case _:
                raise TypeError(type(node).__name__)

    def measure(self, id_: str, context: Context, *, without: str = "") -> States:
        """Return the value of the measure ID_; of a number or a cost, the lowest of its cell.

        WITHOUT names an addition of points to leave out.
        """
        place = self._place(id_)
        table = self.scheme.measures[place]
        read = self.scheme.contexts
        key = (f"{id_}/{without}", tuple(context[name] for name in read if name in context))
        if key not in self._measured:
            match table:
                case PointsTable():
                    value = self._points(place, table, context, without)
                case CountTable():
                    value = self.count(table.level, table.indices)
                case HighestTable():
                    value = self._highest(table)
                case PrimaryTable():
                    value = self.level(table.indices[context[table.context]])
                case TicksTable():
                    value = self.raw(Ticks(table.descriptors))
                case NumberTable() | CostTable():
                    cell = next(a for a in self._slots if isinstance(a, Cell) and a.measure == id_)
                    value = np.array(cell.starts, dtype=np.int64)[self.raw(cell)]
            self._measured[key] = value
        return self._measured[key]

    def _place(self, id_: str) -> int:
        return next(n for n, measure in enumerate(self.scheme.measures) if measure.id == id_)

    def _points(self, place: int, table: PointsTable, context: Context, without: str) -> States:
        own = next(a for a in self._slots if isinstance(a, Sum) and a.measure == place)
        total = self.raw(own) + own.floor
        for held in self._slots:
            if isinstance(held, Held) and held.measure == place:
                total = total + np.minimum(self.raw(held) + held.floor, table.caps[held.cap].max)
        for rule in table.uplifts:
            if rule.id != without:
                total = total + np.where(self.met(rule.node, context), rule.add, 0)
        return total

    def _highest(self, table: HighestTable) -> States:
        levels = sorted({level for n in table.indices for level in self.scheme.strands[n].levels})
        value = np.full(len(self), levels[0], dtype=np.int64)
        for level in levels[1:]:
            value[self.count(level, table.indices) >= table.rank] = level
        return value


def judge(reading: Reading, context: Context, *, without: str = "") -> Verdict:
    """Return what the scheme says of the states in CONTEXT. WITHOUT names an addition, adjustment or guard left out."""
    scheme = reading.scheme
    refused, referred = _guards(reading, context, without)
    bands, reasons, picked = _decide(reading, scheme.decide, context, without)
    bands[referred], reasons[referred], picked[referred] = -1, _CODES["guard"], -1
    for shift in scheme.adjust:
        if shift.id == without:
            continue
        fired = (bands >= 0) & reading.met(shift.node, context)
        if shift.kind == "move":
            bands[fired] += shift.by
        elif shift.kind == "floor":
            bands[fired] = np.maximum(bands[fired], shift.band)
        else:
            bands[fired] = np.minimum(bands[fired], shift.band)
        for out, reason in ((fired & (bands >= len(scheme.bands)), "above_top"), (fired & (bands < 0), "below_bottom")):
            bands[out], reasons[out] = -1, _CODES[reason]
    for place, offered in enumerate(scheme.settings):
        if offered and context["setting"] not in offered:
            here = bands == place
            bands[here], reasons[here] = -1, _CODES["setting"]
    bands[refused], reasons[refused], picked[refused] = -1, _CODES["refused"], -1
    return Verdict(bands, reasons, picked)


def _guards(reading: Reading, context: Context, without: str) -> tuple[Mask, Mask]:
    """Return where a guard refuses, and where one refers."""
    refused, referred = np.zeros(len(reading), dtype=bool), np.zeros(len(reading), dtype=bool)
    for guard in reading.scheme.guards:
        if guard.id != without and guard.action != "warn":
            stopped = refused if guard.action == "refuse" else referred
            stopped |= reading.met(guard.node, context)
    return refused, referred


Decided = tuple[Bands, Reasons, NDArray[np.int16]]


def _decide(reading: Reading, decide: Decision, context: Context, without: str) -> Decided:
    match decide:
        case Ladder():
            value = reading.measure(decide.measure, context, without=without)
            return climb(decide.rows, value)
        case RuleTable():
            return _match(reading, decide, context)
        case Cards():
            own = reading.scheme.strands[decide.strand].levels
            places = np.array([decide.bands[level] for level in own], dtype=np.int16)
            at = np.searchsorted(np.array(own), reading.level(decide.strand))
            return places[at], np.zeros(len(reading), dtype=np.uint8), at.astype(np.int16)
        case BestOfTable():
            ways = [_decide(reading, inner, context, without) for inner in decide.of]
            bands, reasons, _ = ways[0]
            best = np.zeros(len(reading), dtype=np.int16)
            for n, (other, other_reasons, _) in enumerate(ways[1:], start=1):
                higher = other > bands
                bands = np.where(higher, other, bands)
                reasons = np.where(higher, other_reasons, reasons)
                best[higher] = n
            best[bands < 0] = -1
            return bands, reasons, best


def climb(rows: tuple[Row, ...], value: States) -> Decided:
    """Return the bands of VALUE on a ladder whose ROWS stand by their start; both ends of a row are included."""
    edges = sorted({edge for row in rows for edge in (row.start, row.end + 1)})
    segments = [_segment(rows, edge) for edge in (edges[0] - 1, *edges)]
    table = np.array(segments, dtype=np.int16)[np.searchsorted(np.array(edges), value, side="right")]
    return table[:, 0].copy(), table[:, 1].astype(np.uint8), table[:, 2].copy()


def _segment(rows: tuple[Row, ...], value: int) -> tuple[int, int, int]:
    hits = [n for n, row in enumerate(rows) if row.start <= value <= row.end]
    if len(hits) == 1:
        return rows[hits[0]].band, 0, hits[0]
    if hits:
        return -1, _CODES["overlap"], -1
    if value > max(row.end for row in rows):
        return -1, _CODES["above"], -1
    return -1, _CODES["below" if value < rows[0].start else "gap"], -1


def _match(reading: Reading, table: RuleTable, context: Context) -> Decided:
    n = len(reading)
    bands, reasons = np.full(n, -1, dtype=np.int16), np.zeros(n, dtype=np.uint8)
    picked, several = np.full(n, -1, dtype=np.int16), np.zeros(n, dtype=bool)
    for place, rule in enumerate(table.rules):
        met = reading.met(rule.node, context)
        fresh = met & (picked < 0)
        if table.policy == "highest_band":
            fresh |= met & (rule.band > bands)
        elif table.policy == "unique":
            several |= met & ~fresh
        elif table.policy == "any":
            several |= met & ~fresh & (bands != rule.band)
        bands[fresh], picked[fresh] = rule.band, place
    nobody = picked < 0
    if table.otherwise is not None:
        bands[nobody] = table.otherwise
    else:
        reasons[nobody] = _CODES["otherwise" if table.declared else "no_case"]
    bands[several], reasons[several], picked[several] = -1, _CODES["conflict"], -1
    return bands, reasons, picked


def each(reading: Reading) -> Iterator[tuple[dict[str, str], Verdict]]:
    """Give the verdict in every context that a rule reads."""
    for context in contexts(reading.scheme):
        yield context, judge(reading, context)
