"""The tariff by itself: amounts that are missing, that fall as bands rise, that mix periods, or that nobody can get."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from bandingdesk.matrix import tariff as tf
from bandingdesk.matrix.checks.findings import Finding, Witness, counted, listed
from bandingdesk.matrix.scheme import CellAmounts, Money, RateAmounts, Scheme, Spot, StrandAmounts, WeightAmounts
from bandingdesk.matrix.wording import money as pounds

PERIODS = {"year": "a year", "term": "a term", "week": "a week", "one_off": "once"}
Shown = Callable[[int, Mapping[str, str]], Witness | None]  # a band's place and contexts -> a profile there


class Line(NamedTuple):
    """What should have an amount in every place: a band, or one level of a strand; `held` is by place."""

    what: str
    path: str
    held: Mapping[Spot, int | None]
    band: int | None = None
    settings: frozenset[str] | None = None


def check(scheme: Scheme, shown: Shown) -> Iterator[Finding]:
    """Give the findings on the tariff of SCHEME; SHOWN finds a profile for a band in a place."""
    money = scheme.money
    if money is None:
        return
    yield from _periods(scheme)
    ladders = list(_ladders(scheme, money))
    for lines in ladders:
        for line in lines:
            yield from _missing(scheme, money, line, shown)
        yield from _falls(scheme, money, lines, shown)
    yield from _bases(scheme, money)
    yield from _banned(scheme, shown)


def _ladders(scheme: Scheme, money: Money) -> Iterator[list[Line]]:
    """Give what should rise, lowest first: the bands, or the levels of each strand that has amounts."""
    match money.amounts:
        case CellAmounts():
            yield [_band(scheme, place, _of(place, money.cells), "rows") for place in range(len(scheme.bands))]
        case RateAmounts():
            yield [_band(scheme, place, _of(place, money.amounts.rates), "rows") for place in range(len(scheme.bands))]
        case WeightAmounts():
            weights = money.amounts.weights
            spots = list(_spots(scheme, money, None))
            yield [
                _band(scheme, place, dict.fromkeys(spots, weights[place]) if place in weights else {}, "weights")
                for place in range(len(scheme.bands))
            ]
        case StrandAmounts():
            for strand, table in zip(scheme.strands, money.amounts.tables, strict=True):
                name = scheme.framework.strand(strand.id).name
                path = "tariff.amounts"
                if table:
                    yield [Line(f"{name}, level {level},", path, table.get(level, {})) for level in strand.levels]


def _band(scheme: Scheme, place: int, held: Mapping[Spot, int | None], part: str) -> Line:
    id_ = scheme.bands[place]
    rows = getattr(scheme.tariff, part)
    n = next((n for n, row in enumerate(rows) if row.band == id_), None)
    path = f"tariff.{part}" if n is None else f"tariff.{part}[{n}]"
    return Line(scheme.framework.band(id_).name, path, held, place, scheme.settings[place])


def _of(place: int, cells: Mapping[tuple[int | str, ...], int | None]) -> dict[Spot, int | None]:
    return {tuple(str(value) for value in cell[1:]): held for cell, held in cells.items() if cell[0] == place}


def _spots(scheme: Scheme, money: Money, settings: frozenset[str] | None) -> Iterator[Spot]:
    """Give every place where there should be an amount."""
    options = (
        [value for value in scheme.values[name] if name != "setting" or settings is None or value in settings]
        for name in money.contexts
    )
    yield from itertools.product(*options)


def _said(scheme: Scheme, money: Money, spot: Spot) -> str:
    labels = (scheme.framework.context(name).label(value) for name, value in zip(money.contexts, spot, strict=True))
    return ", ".join(labels) or "this year"


def _missing(scheme: Scheme, money: Money, line: Line, shown: Shown) -> Iterator[Finding]:
    """Give places without an amount, and settings without any."""
    wanted = list(_spots(scheme, money, line.settings))
    gone = [spot for spot in wanted if spot not in line.held]
    closed = set[str]()
    if "setting" in money.contexts and len(gone) < len(wanted):
        at = money.contexts.index("setting")
        closed = {spot[at] for spot in wanted} - {spot[at] for spot in wanted if spot in line.held}
        for setting in sorted(closed):
            here = [spot for spot in gone if spot[at] == setting]
            label = scheme.framework.context("setting").label(setting)
            message = (
                f"{line.what} is offered in {label}, and the tariff has no amount for it there. Give the amounts, or "
                "say in the framework where the band is offered."
            )
            witness = _shown(money, line, here[0], shown)
            yield Finding("tariff_setting_banned", "error", line.path, message, witness, len(here))
        gone = [spot for spot in gone if spot[at] not in closed]
    if gone:
        message = (
            f"{line.what} has no amount for {_said(scheme, money, gone[0])} "
            f"({len(gone)} of {len(wanted)} amounts are missing)."
        )
        yield Finding(
            "tariff_cell_missing", "error", line.path, message, _shown(money, line, gone[0], shown), len(gone)
        )


def _shown(money: Money, line: Line, spot: Spot, shown: Shown) -> Witness | None:
    return None if line.band is None else shown(line.band, dict(zip(money.contexts, spot, strict=True)))


def _falls(scheme: Scheme, money: Money, lines: list[Line], shown: Shown) -> Iterator[Finding]:
    """Give the lines whose amount is below one further down, in the same place."""
    for n, line in enumerate(lines):
        falls = []
        for spot, pence in line.held.items():
            below = [(low.held.get(spot), low) for low in lines[:n]]
            best = max(((amount, low.what) for amount, low in below if amount is not None), default=None)
            if pence is not None and best is not None and best[0] > pence:
                falls.append((spot, pence, *best))
        if falls:
            spot, pence, most, what = falls[0]
            amounts = [
                str(value) if isinstance(money.amounts, WeightAmounts) else pounds(value) for value in (pence, most)
            ]
            message = (
                f"{line.what} is worth {amounts[0]} for {_said(scheme, money, spot)}: less than {what} with "
                f"{amounts[1]} ({counted(len(falls), 'place')})."
            )
            yield Finding(
                "tariff_not_monotone", "error", line.path, message, _shown(money, line, spot, shown), len(falls)
            )


def _bases(scheme: Scheme, money: Money) -> Iterator[Finding]:
    if isinstance(money.amounts, WeightAmounts):
        wanted = list(_spots(scheme, money, None))
        gone = [spot for spot in wanted if spot not in money.amounts.bases]
        if gone:
            of = f"{len(gone)} of {len(wanted)} bases are missing"
            message = f"There is no base for {_said(scheme, money, gone[0])} ({of})."
            yield Finding("tariff_cell_missing", "error", "tariff.bases", message, None, len(gone))


def _periods(scheme: Scheme) -> Iterator[Finding]:
    """Give rows whose period is not the tariff's, and years that are not the sum of their terms."""
    tariff = scheme.tariff
    if not isinstance(tariff, tf.TableTariff):
        return
    other: dict[str, list[int]] = {}
    for n, row in enumerate(tariff.rows):
        if row.period not in (None, tariff.period):
            other.setdefault(str(row.period), []).append(n)
        if row.terms is not None and row.pence is not None and sum(row.terms) != row.pence:
            terms = listed(pounds(term) for term in row.terms)
            message = (
                f"The terms of {scheme.framework.band(row.band).name} are {terms}, together {pounds(sum(row.terms))}; "
                f"the year is given as {pounds(row.pence)}."
            )
            yield Finding("tariff_terms_sum", "error", f"tariff.rows[{n}].terms", message, None, 1)
    for period, rows in other.items():
        band = scheme.framework.band(tariff.rows[rows[0]].band).name
        message = (
            f"{counted(len(rows), 'amount')} of this tariff, first that of {band}, "
            f"{'is' if len(rows) == 1 else 'are'} paid {PERIODS[period]} and the others {PERIODS[tariff.period]}: "
            "they can't be compared or added. Keep each period in a tariff of its own."
        )
        yield Finding("tariff_period_mixed", "error", f"tariff.rows[{rows[0]}].period", message, None, len(rows))


def _banned(scheme: Scheme, shown: Shown) -> Iterator[Finding]:
    """Give amounts for a setting in which the framework does not offer the band."""
    tariff = scheme.tariff
    rows: tuple[tf.TariffRow | tf.RateRow, ...] = ()
    if isinstance(tariff, tf.TableTariff | tf.RateTariff):
        rows = tariff.rows
    for n, row in enumerate(rows):
        band = scheme.framework.band(row.band)
        places = row.places() if isinstance(row, tf.TariffRow) else {each.context: each.value for each in row.where}
        setting = places.get("setting")
        if setting is not None and band.settings is not None and setting not in band.settings:
            label = scheme.framework.context("setting").label(setting)
            message = (
                f"The tariff has an amount for {band.name} in {label}, where the framework does not offer the band."
            )
            yield Finding("tariff_setting_banned", "error", f"tariff.rows[{n}]", message, None, 1)
