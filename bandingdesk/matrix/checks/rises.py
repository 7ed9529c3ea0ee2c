"""What follows when one strand goes up one level and all else stays: every such step of every profile, counted exactly.

States are put into grades: where the scheme points, and what else the tariff reads. A step that leaves the grade leaves
band and amount as they are; the others are of few kinds, each with its number of profiles and a state that shows it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bandingdesk.errors import DeskError
from bandingdesk.matrix.checks.findings import Witness
from bandingdesk.matrix.checks.survey import Seen, Survey
from bandingdesk.matrix.evaluate import evaluate
from bandingdesk.matrix.packing import Cell
from bandingdesk.matrix.reach import Step
from bandingdesk.matrix.scheme import StrandAmounts
from bandingdesk.matrix.verdict import REASONS, Context

BEYOND = {"above": 1, "above_top": 1, "below": -1, "below_bottom": -1}  # people decide, yet the order is plain


class Grade(NamedTuple):
    """What states of one context come to. `rank` orders grades: a band's place, or beyond an end; else None."""

    band: int | None
    rank: int | None
    reason: str
    place: int  # a state of this grade


class Rise(NamedTuple):
    """A step of STRAND (by position) up one level that changes the grade: its profiles, and two states that show it."""

    strand: int
    lower: int
    upper: int
    view: int
    before: Grade
    after: Grade
    profiles: int
    place: int
    raised: int


class Amounts(NamedTuple):
    """What is paid before and after a step in one place of the tariff, in pence."""

    at: Mapping[str, str]
    before: int
    after: int


class Rises:
    """Every step that changes a grade, over all profiles of a survey."""

    def __init__(self, survey: Survey) -> None:
        self.survey, self.scheme = survey, survey.scheme
        self._prices: dict[tuple[int, int], list[int | None]] = {}
        self._amounts: dict[tuple[int, int, int], list[Amounts]] = {}
        self.graded = [self._graded(seen) for seen in survey.views]  # by view: each state's grade, and the grades
        self.all = [rise for strand in range(len(self.scheme.strands)) for rise in self._of(strand)]

    def _graded(self, seen: Seen) -> tuple[NDArray[np.int64], list[Grade]]:
        """Return each state's grade in one context, and the grades."""
        found, top = seen.verdict, len(self.scheme.bands)
        own = np.where(found.bands >= 0, found.bands, found.reasons.astype(np.int64) + top)
        for extra in self._extras(seen):
            _, own = np.unique(own * (int(extra.max(initial=0)) + 1) + extra, return_inverse=True)
        _, places, own = np.unique(own, return_index=True, return_inverse=True)
        return own, [self._grade(seen, int(place)) for place in places]

    def _extras(self, seen: Seen) -> Iterator[NDArray[np.int64]]:
        """Give what the tariff reads beside the band: add-ons that are met in each place, cells of numbers."""
        money = self.scheme.money
        if money is None:
            return
        for at in self.places(seen.context) if money.addons else ():
            for addon in money.addons:
                yield seen.reading.met(addon.node, {**seen.context, **at}).astype(np.int64)
        for slot in seen.reading.packing.slots:
            if isinstance(slot.of, Cell) and slot.of.measure in money.measures:
                yield seen.reading.raw(slot.of)

    def _grade(self, seen: Seen, place: int) -> Grade:
        band, reason = int(seen.verdict.bands[place]), REASONS[seen.verdict.reasons[place]]
        if band >= 0:
            return Grade(band, band, "", place)
        end = BEYOND.get(reason, 0)
        rank = {1: len(self.scheme.bands), -1: -1, 0: None}[end]
        return Grade(None, rank, reason, place)

    def _of(self, strand: int) -> Iterator[Rise]:
        for step in self.survey.reach.steps(strand):
            for view, (own, grades) in enumerate(self.graded):
                yield from self._changes(strand, step, view, own, grades)

    def _changes(
        self, strand: int, step: Step, view: int, own: NDArray[np.int64], grades: list[Grade]
    ) -> Iterator[Rise]:
        before, after = own[step.before], own[step.after]
        moved = np.flatnonzero(before != after)
        if not moved.size:
            return
        pairs = before[moved] * len(grades) + after[moved]
        ways = np.zeros(len(grades) ** 2, dtype=step.ways.dtype)
        np.add.at(ways, pairs, step.ways[moved])
        first = np.zeros(len(grades) ** 2, dtype=np.int64)
        first[pairs[::-1]] = moved[::-1]
        for pair in np.flatnonzero(ways):
            low, high = divmod(int(pair), len(grades))
            at = int(first[pair])
            places = int(step.before[at]), int(step.after[at])
            yield Rise(strand, step.lower, step.upper, view, grades[low], grades[high], int(ways[pair]), *places)

    def witness(self, rise: Rise, at: Mapping[str, str] | None = None) -> Witness:
        """Return a profile that shows RISE, with what the tariff reads where it is AT a place."""
        step, places = (rise.lower, rise.upper), (rise.place, rise.raised)
        shown = self.survey.rising(rise.strand, step, places, self.context(rise))
        return shown if at is None else self.survey.paid(shown, at)

    def context(self, rise: Rise) -> Context:
        """Return the context in which RISE happens."""
        return self.survey.views[rise.view].context

    def places(self, context: Context) -> Iterator[dict[str, str]]:
        """Give the places of the tariff that agree with CONTEXT; none without a tariff."""
        names = () if self.scheme.money is None else self.scheme.money.contexts
        if self.scheme.money is not None:
            for spot in product(*(self.scheme.values[name] for name in names)):
                at = dict(zip(names, spot, strict=True))
                if all(context.get(name, value) == value for name, value in at.items()):
                    yield at

    def amounts(self, rise: Rise) -> list[Amounts]:
        """Return what is paid before and after RISE, place by place; nothing where there is no fixed amount.

        A tariff by strand and level is not read here, since it pays by more than the grade: `strand_steps.py`.
        """
        if self.scheme.money is None or isinstance(self.scheme.money.amounts, StrandAmounts):
            return []
        key = (rise.view, rise.before.place, rise.after.place)
        if key not in self._amounts:
            before, after = self._paid(rise, rise.before), self._paid(rise, rise.after)
            self._amounts[key] = [
                Amounts(at, old, new)
                for at, old, new in zip(self.places(self.context(rise)), before, after, strict=True)
                if old is not None and new is not None
            ]
        return self._amounts[key]

    def _paid(self, rise: Rise, grade: Grade) -> list[int | None]:
        """Return what a state of GRADE is paid, place by place."""
        key = (rise.view, grade.place)
        if key not in self._prices:
            context = self.context(rise)
            shown = self.survey.witness(grade.place, context)
            self._prices[key] = [
                None if grade.band is None else self._pence(self.survey.paid(shown, at)) for at in self.places(context)
            ]
        return self._prices[key]

    def _pence(self, shown: Witness) -> int | None:
        try:
            return evaluate(self.scheme, shown.profile()).pence
        except DeskError:  # no amount, or no whole pence: the tariff's own checks say so
            return None
