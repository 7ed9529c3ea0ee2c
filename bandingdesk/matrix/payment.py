"""What a band is worth in one case: the tariff's own amount, then each rule on it, in the order the format gives.

The order: the kind's amount, add-ons, deduct, caps, floors, proration, protection, route. Fractions are exact until
the named rounding. The same code gives the amount alone (no trail) and the explained steps (a trail): they can't part.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError
from bandingdesk.matrix import steps as st
from bandingdesk.matrix.nodes import View
from bandingdesk.matrix.rounding import MOST_PENCE, rounded
from bandingdesk.matrix.scheme import (
    Cell,
    CellAmounts,
    CostAmounts,
    LimitRow,
    Money,
    NumberTable,
    PrimaryTable,
    RateAmounts,
    Scheme,
    Spot,
    StrandAmounts,
    WeightAmounts,
)

if TYPE_CHECKING:
    from datetime import date

Trail = list[st.Step]


class AmountNotNamedError(InvalidError):
    """The tariff of YEAR names no amount for WHAT at PLACE."""

    code = "FW-08"
    message = QT_TRANSLATE_NOOP("errors", "The tariff {year} names no amount for {what} ({place}).")
    kept = QT_TRANSLATE_NOOP("errors", "What you entered is kept. No amount was worked out.")
    do = QT_TRANSLATE_NOOP("errors", "Add the amount to the tariff, or look at the setting and the phase again.")


class AmountTooLargeError(InvalidError):
    """The tariff of YEAR comes to AMOUNT for BAND, more than any amount of the format."""

    code = "FW-43"
    message = QT_TRANSLATE_NOOP("errors", "The tariff {year} comes to {amount} for {band}, more than £100,000,000.")
    kept = QT_TRANSLATE_NOOP("errors", "What you entered is kept. No amount was worked out.")
    do = QT_TRANSLATE_NOOP("errors", "Look at the numbers entered, and at the rates and weights of the tariff.")


# What keeps one child from an amount, and nobody else.
NO_AMOUNT_ERRORS = (AmountNotNamedError, AmountTooLargeError)


class Paid(NamedTuple):
    """Pence for the period; None where the band has no fixed amount and people set it for the child."""

    pence: int | None
    period: str


def amount(
    scheme: Scheme,
    band: int,
    view: View,
    trail: Trail | None = None,
    paid_before: int | None = None,
    on: date | None = None,
) -> Paid:
    """Return what the tariff gives for the band at place BAND; the steps go to TRAIL where one is given.

    VIEW holds the values of the measures, and all contexts, that the tariff reads. Protection counts where an amount
    was PAID_BEFORE, ON a day. Raises AmountNotNamedError, AmountTooLargeError, NotWholePenceError.
    """
    money = scheme.money
    if money is None:
        raise LookupError("no tariff")
    spot = tuple([view.context[name] for name in money.contexts])
    paid = _Reckoner(scheme, money, band, spot, view, trail).paid()
    if paid.pence is None:
        return paid
    pence = _ruled(money, paid.pence, view, trail)
    if max(paid.pence, pence) > MOST_PENCE:
        from bandingdesk.matrix import wording  # words are for the error alone: a cold start goes without them

        name = scheme.words.bands[scheme.bands[band]]
        raise AmountTooLargeError(year=money.year, amount=wording.money(max(paid.pence, pence)), band=name)
    if money.protection is not None and paid_before is not None and on is not None:
        before, day = pence, on.isoformat()
        applied = day <= money.protection.until and paid_before > before
        pence = paid_before if applied else before
        if trail is not None:
            rule = money.protection
            trail.append(st.Protected(paid_before, day, rule.until, applied, before, pence, rule.why))
    if money.route is not None and trail is not None:
        above, to, why = money.route
        trail.append(st.Routed(above, to, pence > above, pence, pence, why))
    return Paid(pence, paid.period)


class _Reckoner:
    """The amount that the kind of tariff itself gives."""

    __slots__ = ("band", "money", "scheme", "spot", "trail", "view")

    def __init__(self, scheme: Scheme, money: Money, band: int, spot: Spot, view: View, trail: Trail | None) -> None:
        self.scheme, self.money, self.band, self.spot, self.view, self.trail = scheme, money, band, spot, view, trail

    def paid(self) -> Paid:
        """Return the amount. Raises AmountNotNamedError, NotWholePenceError."""
        match self.money.amounts:
            case CellAmounts() as cells:
                return self._cell(cells)
            case WeightAmounts() as weights:
                return self._weighted(weights)
            case StrandAmounts() as strands:
                return self._by_strand(strands)
            case RateAmounts() as rates:
                return self._rate(rates)
            case CostAmounts(measure):
                pence, period = self.view.values[measure], self.money.period
                if self.trail is not None:
                    self.trail.append(st.MapValue(measure, pence, period))
                return Paid(pence, period)

    def _cell(self, amounts: CellAmounts) -> Paid:
        cell: Cell = (self.band, *self.spot)
        if cell not in self.money.cells:
            raise self._not_named(self.scheme.words.bands[self._band()])
        pence = self.money.cells[cell]
        period = amounts.periods.get(cell, self.money.period)
        if self.trail is not None:
            self.trail.append(st.Value(self._band(), self._place(), pence, period))
        return Paid(pence, period)

    def _weighted(self, amounts: WeightAmounts) -> Paid:
        if self.band not in amounts.weights or self.spot not in amounts.bases:
            raise self._not_named(self.scheme.words.bands[self._band()])
        base, weight, money = amounts.bases[self.spot], amounts.weights[self.band], self.money
        pence = rounded(base * weight, amounts.scale, money.rounding, money.round_to)
        if self.trail is not None:
            rule = (amounts.scale, money.rounding, money.round_to)
            self.trail.append(st.Weighted(self._band(), self._place(), base, weight, *rule, pence, money.period))
        return Paid(pence, money.period)

    def _by_strand(self, amounts: StrandAmounts) -> Paid:
        counted = self._counted(amounts)
        shares = [self._share(amounts, n) for n in counted]
        pence = max(shares) if amounts.combine == "highest" else sum(shares)
        if self.trail is not None:
            place = self._place()
            for n, share in zip(counted, shares, strict=True):
                self.trail.append(st.StrandValue(self.scheme.strands[n].id, self.view.levels[n], place, share))
            main = self.scheme.strands[counted[0]].id if amounts.combine == "primary" else ""
            self.trail.append(st.Combined(amounts.combine, main, pence, self.money.period))
        return Paid(pence, self.money.period)

    def _counted(self, amounts: StrandAmounts) -> list[int]:
        """Return the positions of the strands that count: those with amounts, or only that of the main need."""
        if amounts.combine != "primary":
            return [n for n, table in enumerate(amounts.tables) if table]
        main = next(m for m in self.scheme.measures if isinstance(m, PrimaryTable) and m.id == amounts.primary)
        return [main.indices[self.view.context[main.context]]]

    def _share(self, amounts: StrandAmounts, n: int) -> int:
        level = self.view.levels[n]
        found = amounts.tables[n].get(level, {}).get(self.spot)
        if found is None:
            strand = self.scheme.words.strands[self.scheme.strands[n].id]
            raise self._not_named(f"{strand.name}, {strand.levels[level]}")
        return found

    def _rate(self, amounts: RateAmounts) -> Paid:
        cell: Cell = (self.band, *self.spot)
        if cell not in amounts.rates:
            raise self._not_named(self.scheme.words.bands[self._band()])
        rate, money = amounts.rates[cell], self.money
        times = tuple([(name, self.view.values[name], self._scale(name)) for name in amounts.times])
        over, under = rate, amounts.scale
        for _, value, scale in times:
            over, under = over * value, under * scale
        pence = rounded(over, under, money.rounding, money.round_to)
        if self.trail is not None:
            rule = (amounts.scale, times, money.rounding, money.round_to)
            self.trail.append(st.Hourly(self._band(), self._place(), rate, *rule, pence, money.period))
        return Paid(pence, money.period)

    def _scale(self, number: str) -> int:
        return next((m.scale for m in self.scheme.measures if isinstance(m, NumberTable) and m.id == number), 1)

    def _band(self) -> str:
        return self.scheme.bands[self.band]

    def _place(self) -> tuple[tuple[str, str], ...]:
        return tuple([(name, self.view.context[name]) for name in self.money.named])

    def _not_named(self, what: str) -> AmountNotNamedError:
        labels = [self.scheme.words.contexts[name].labels[value] for name, value in self._place()]
        return AmountNotNamedError(year=self.money.year, what=what, place=", ".join(labels) or "-")


def _ruled(money: Money, pence: int, view: View, trail: Trail | None) -> int:
    """Return PENCE after add-ons, deduct, caps, floors and proration."""
    for addon in money.addons:
        check = addon.node.check(view)
        before, pence = pence, pence + (addon.pence if check.met else 0)
        if trail is not None:
            trail.append(st.AddOn(addon.id, check.met, check, before, addon.pence, pence, addon.why))
    if money.deduct is not None:
        before, pence = pence, max(0, pence - money.deduct.pence)
        if trail is not None:
            trail.append(st.Deducted(before, money.deduct.pence, pence, money.deduct.why))
    for bound in money.bounds:
        if all(view.context[context] == value for context, value in bound.where):
            pence = _bounded(bound, pence, trail)
    return pence if money.proration is None else _prorated(money, pence, view, trail)


def _bounded(bound: LimitRow, before: int, trail: Trail | None) -> int:
    pence = (min if bound.kind == "value_cap" else max)(before, bound.pence)
    if trail is not None:
        trail.append(st.ValueBound(bound.kind, bound.id, pence != before, before, pence, bound.why, bound.pence))
    return pence


def _prorated(money: Money, before: int, view: View, trail: Trail | None) -> int:
    rule = money.proration
    assert rule is not None  # asked by `_ruled`
    subject = rule.context if rule.number is None else rule.number
    assert subject is not None  # references.py: one of the two
    value = int(view.context[subject]) if rule.number is None else view.values[subject]
    pence = rounded(before * value, rule.scale * rule.full, money.rounding, money.round_to)
    if trail is not None:
        fields = (rule.scale, rule.full, money.rounding, money.round_to)
        trail.append(st.Prorated(subject, value, *fields, before, pence, rule.why))
    return pence
