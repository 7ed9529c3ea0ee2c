"""A simulation as one document: totals before and after, their change, who wins and loses. All parts add up exactly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np

from bandingdesk.matrix import files
from bandingdesk.matrix.tariff import TableTariff
from bandingdesk.matrix.whatif.applied import proposals
from bandingdesk.matrix.whatif.scenario import Scenario
from bandingdesk.matrix.whatif.simulation import Simulation
from bandingdesk.matrix.whatif.spread import Between, Range
from bandingdesk.matrix.whatif.totals import NO_AMOUNT, Counts, Movers, Swing, Totals

Json = dict[str, Any]


class Moved(NamedTuple):
    """One child who moves: the row and pence before and after; pence None where there is no amount."""

    case: str
    before: str
    after: str
    pence_before: int | None
    pence_after: int | None
    change: int | None


def document(before: Simulation, after: Simulation, scenario: Scenario | None, found: Range | None) -> Json:
    """Return what SCENARIO changes between BEFORE and AFTER, two simulations of one caseload, as JSON types."""
    movers = before.movers(after.standing)
    old, new = before.totals, after.totals
    tariff = after.tariff
    return {
        "framework": _named(before.framework.id, before.framework.version, before.scheme.sha256),
        "tariff": None if before.tariff is None else _named(before.tariff.year, before.tariff.version, _hash(before)),
        "period": None if tariff is None else tariff.period,
        "protection_applied": None if tariff is None or tariff.protection is None else False,
        "scenario": None if scenario is None else scenario.model_dump(mode="json", by_alias=True, exclude={"log"}),
        "cases": {"counted": len(before.cases), "left_out": dict(before.cases.left_out)},
        "totals": _change(_whole(old), _whole(new)),
        "by_band": _along(old.axes.rows, "band", old, new, 0),
        "by_setting": _along(old.axes.settings, "setting", old, new, 1),
        "by_phase": _along(old.axes.phases, "phase", old, new, 2),
        "cells": list(_cells(old, new)),
        "movers": len(movers),
        "transitions": list(_transitions(movers)),
        "winners_and_losers": {
            "whole": _swing(movers.whole),
            "by": {name: [_swing(swing) for swing in own] for name, own in movers.by.items()},
        },
        "proposals": list(_proposals(before, after)),
        "range": None if found is None else _range(found),
    }


def moved(before: Simulation, after: Simulation) -> Iterator[Moved]:
    """Give each child whose row or pence differs, in the order of the caseload."""
    was, now = before.standing, after.standing
    rows = before.axes.rows
    for n in np.flatnonzero((was.rows != now.rows) | (was.pence != now.pence)).tolist():
        old, new = (None if own.pence[n] == NO_AMOUNT else int(own.pence[n]) for own in (was, now))
        change = None if old is None or new is None else new - old
        case = before.caseload.cases[int(before.cases.kept[n])]
        yield Moved(case, rows[was.rows[n]], rows[now.rows[n]], old, new, change)


def _named(id_: str, version: str | None, sha256: str) -> Json:
    return {"id": id_, "version": version, "sha256": sha256}


def _hash(simulation: Simulation) -> str:
    assert simulation.tariff is not None
    return files.sha256(simulation.tariff)


def _figures(children: int, pence: int, unpriced: int) -> Json:
    return {"children": int(children), "pence": int(pence), "unpriced": int(unpriced)}


def _whole(totals: Totals) -> Json:
    return _figures(totals.children, totals.total, int(totals.unpriced.sum()))


def _change(old: Json, new: Json) -> Json:
    return {"before": old, "after": new, "change": {name: new[name] - old[name] for name in old}}


def _along(names: tuple[str, ...], key: str, old: Totals, new: Totals, axis: int) -> list[Json]:
    """Return the change along one axis; what holds nobody before and after is left out."""
    others = tuple(n for n in range(3) if n != axis)

    def line(totals: Totals, n: int) -> Json:
        return _figures(*(int(own.sum(axis=others)[n]) for own in (totals.counts, totals.pence, totals.unpriced)))

    lines = [{key: name, **_change(line(old, n), line(new, n))} for n, name in enumerate(names)]
    return [each for each in lines if each["before"]["children"] or each["after"]["children"]]


def _cells(old: Totals, new: Totals) -> Iterator[Json]:
    """Give each cell that holds a child before or after; `small` marks a count that may point to a child."""
    axes = old.axes
    for at in np.argwhere((old.counts + new.counts) > 0).tolist():
        row, setting, phase = at
        place = {"band": axes.rows[row], "setting": axes.settings[setting], "phase": axes.phases[phase]}
        sides = [_figures(*(own[tuple(at)] for own in (t.counts, t.pence, t.unpriced))) for t in (old, new)]
        small = bool(old.small[tuple(at)] or new.small[tuple(at)])
        yield {**place, **_change(*sides), "small": small}


def _transitions(movers: Movers) -> Iterator[Json]:
    rows = movers.axes.rows
    changed: Counts = movers.transitions
    for before, after in np.argwhere(changed > 0).tolist():
        yield {"before": rows[before], "after": rows[after], "children": int(changed[before, after])}


def _swing(swing: Swing) -> Json:
    return {**swing._asdict(), "small": swing.small}


def _proposals(before: Simulation, after: Simulation) -> Iterator[Json]:
    old, new = before.tariff, after.tariff
    if isinstance(old, TableTariff) and isinstance(new, TableTariff) and old is not new:
        for each in proposals(old, new):
            place: Mapping[str, str] = each.place
            yield {"band": each.band, **place, "published": each.published, "proposed": each.proposed}


def _range(found: Range) -> Json:
    rows = zip(found.axes.rows, found.counts, strict=True)
    return {
        "pence": None if found.pence is None else found.pence._asdict(),
        "by_band": [{"band": row, **between._asdict()} for row, between in rows if between != Between(0, 0, 0)],
        "sentence": found.sentence,
    }
