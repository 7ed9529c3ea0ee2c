"""Who moves between two standings: transitions, winners and losers by setting, school or any other group."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from bandingdesk.matrix.caseload import Column
from bandingdesk.matrix.whatif.cases import Cases, Indices
from bandingdesk.matrix.whatif.totals import NO_AMOUNT, NOT_GIVEN, Counts, Movers, Standing, Swing


def movers(cases: Cases, before: Standing, after: Standing) -> Movers:
    """Return who moves from BEFORE to AFTER, both of the same CASES."""
    rows = len(cases.axes.rows)
    pairs = before.rows.astype(np.int64) * rows + after.rows
    transitions = np.bincount(pairs, minlength=rows * rows).reshape(rows, rows)
    at = np.flatnonzero((before.rows != after.rows) | (before.pence != after.pence))
    was, now = before.pence[at], after.pence[at]
    unknown = (was == NO_AMOUNT) | (now == NO_AMOUNT)
    change = np.where(unknown, 0, now - was)
    moved = np.where(now == NO_AMOUNT, 0, now) - np.where(was == NO_AMOUNT, 0, was)
    by = {name: tuple(_swings(own, at, moved, unknown)) for name, own in _groups(cases)}
    whole = Column((NOT_GIVEN,), np.zeros(len(cases), dtype=np.int16))
    [total] = _swings(whole, at, moved, unknown) if len(cases) else [Swing(NOT_GIVEN, 0, 0, 0, 0, 0, 0, 0)]
    return Movers(cases.axes, cases.kept[at], before.rows[at], after.rows[at], change, transitions, total, by)


def _groups(cases: Cases) -> Iterator[tuple[str, Column]]:
    """Give setting, then each group of the caseload, for the cases kept."""
    setting = cases.cell // len(cases.axes.phases)
    yield "setting", Column(cases.axes.settings, setting.astype(np.int16))
    for name, column in cases.caseload.groups.items():
        codes = column.codes[cases.kept]
        yield name, Column((*column.values, NOT_GIVEN), np.where(codes < 0, len(column.values), codes).astype(np.int16))


def _swings(column: Column, at: Indices, moved: Counts, unknown: np.ndarray) -> Iterator[Swing]:
    """Give the swing of each value of COLUMN that has children; AT: the cases that move, MOVED: the pence."""
    size = len(column.values)
    codes = column.codes[at]

    def count(which: np.ndarray) -> list[int]:
        return [int(n) for n in np.bincount(codes[which], minlength=size)]

    def sum_(which: np.ndarray, pence: Counts) -> list[int]:
        made = np.zeros(size, dtype=np.int64)
        np.add.at(made, codes[which], pence[which])
        return made.tolist()

    children = np.bincount(column.codes, minlength=size).tolist()
    up, down = ~unknown & (moved > 0), ~unknown & (moved < 0)
    counts = (children, count(up), count(down), sum_(up, moved), sum_(down, -moved), count(unknown))
    figures = zip(column.values, *counts, sum_(unknown, moved), strict=True)
    yield from (Swing(*each) for each in figures if each[1])
