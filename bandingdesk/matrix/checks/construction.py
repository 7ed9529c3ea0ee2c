"""Order proved by the way a scheme is built: where every part can only rise with need, so does the band.

It asks for no state at all, so it holds for a matrix of any size. What it can't prove may still be true.
Conditions: points that never fall from level to level, additions and moves upward under upward conditions, ladders and
rules in the order of their bands, amounts that never fall from band to band. Method source: design/matrix 5.3.
"""

from __future__ import annotations

import itertools

from bandingdesk.matrix.nodes import AtLeast, Between, Every, Nay, Node, Placed, Several, Some, Ticked
from bandingdesk.matrix.scheme import BestOfTable, Cards, Decision, Ladder, PointsTable, RuleTable, Scheme, Shift

UP, DOWN = frozenset({"up"}), frozenset({"down"})
STILL, NEITHER = UP | DOWN, frozenset[str]()  # no level changes it; no order is known


class Proof:
    """What is known to rise in a scheme."""

    def __init__(self, scheme: Scheme) -> None:
        self.scheme = scheme
        self._rising: set[str] = set()
        for measure in scheme.measures:  # an addition reads only measures before its own
            if not isinstance(measure, PointsTable) or self._points(measure):
                self._rising.add(measure.id)

    def bands_rise(self) -> bool:
        """Return whether a higher need can never lower the band, by the way the rules are built."""
        return self._decision(self.scheme.decide) and all(map(self._shift, self.scheme.adjust))

    def amounts_rise(self) -> bool:
        """Return whether add-ons can only rise; the amounts themselves are the tariff's own check."""
        money = self.scheme.money
        return money is None or all("up" in self.direction(addon.node) for addon in money.addons)

    def direction(self, node: Node) -> frozenset[str]:
        """Return how NODE may change while levels rise: only to met, only to missed, not at all, or either way."""
        match node:
            case AtLeast():
                return UP
            case Several():
                return NEITHER if node.exactly else UP
            case Between():
                if node.measure not in self._rising:
                    return NEITHER
                open_low, open_high = node.low is None, node.high is None
                return (UP if open_high else NEITHER) | (DOWN if open_low else NEITHER)
            case Placed() | Ticked():
                return STILL
            case Every() | Some():
                return frozenset.intersection(*(self.direction(inner) for inner in node.of))
            case Nay():
                turned = {"up": "down", "down": "up"}
                return frozenset(turned[way] for way in self.direction(node.of))
            case _:
                raise TypeError(type(node).__name__)

    def _points(self, table: PointsTable) -> bool:
        rows = [[own[level] for level in sorted(own)] for own in table.tables if own is not None]
        steady = all(lower <= upper for row in rows for lower, upper in itertools.pairwise(row))
        return steady and all(
            ("up" if rule.add >= 0 else "down") in self.direction(rule.node) for rule in table.uplifts
        )

    def _decision(self, decide: Decision) -> bool:
        match decide:
            case Ladder():
                bands = [row.band for row in decide.rows]
                return decide.measure in self._rising and bands == sorted(bands)
            case RuleTable():
                return self._rules(decide)
            case Cards():
                bands = [decide.bands[level] for level in sorted(decide.bands)]
                return bands == sorted(bands)
            case BestOfTable():
                return all(map(self._decision, decide.of))

    def _rules(self, table: RuleTable) -> bool:
        bands = [rule.band for rule in table.rules]
        lowest = -1 if table.otherwise is None else table.otherwise
        upward = all("up" in self.direction(rule.node) for rule in table.rules) and lowest <= min(bands)
        ordered = table.policy == "highest_band" or (table.policy == "first" and bands == sorted(bands, reverse=True))
        return upward and ordered

    def _shift(self, shift: Shift) -> bool:
        ways = self.direction(shift.node)
        if shift.kind == "move":
            return ("up" if shift.by >= 0 else "down") in ways
        return ("up" if shift.kind == "floor" else "down") in ways
