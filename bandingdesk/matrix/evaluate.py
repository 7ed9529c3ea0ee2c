"""One profile to an Evaluation: the border is checked, the scheme is run, money is looked up last.

The steps are its natural product, near misses included, and replay to the result (`replay.py`).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError
from bandingdesk.matrix import reckoning
from bandingdesk.matrix import steps as st
from bandingdesk.matrix.compiled import Cards, Scheme
from bandingdesk.matrix.nodes import Context
from bandingdesk.matrix.profile import Profile
from bandingdesk.matrix.reckoning import Outcome, Trail
from bandingdesk.matrix.steps import Step

Kind = Literal["indicative", "refer", "interval"]
MAX_COMPLETIONS = 4096  # beyond it the two ends stand for all: 4,096 runs take about 20 ms


class ProfileInvalidError(InvalidError):
    """The profile does not fit the framework: REASON says where."""

    code = "FW-03"
    message = QT_TRANSLATE_NOOP("errors", "These levels don't fit the framework: {reason}.")
    kept = QT_TRANSLATE_NOOP("errors", "The levels are kept as they were entered. No band was worked out.")
    do = QT_TRANSLATE_NOOP("errors", "Check the levels against the framework, then try again.")


class ProfileIncompleteError(InvalidError):
    """The framework asks for more before it gives a band: MISSING lists what."""

    code = "FW-04"
    message = QT_TRANSLATE_NOOP("errors", "The framework needs more before it can give a band: {missing}.")
    kept = QT_TRANSLATE_NOOP("errors", "What you entered is kept. No band was worked out.")
    do = QT_TRANSLATE_NOOP("errors", "Add what is missing, then try again.")


class Evaluation(NamedTuple):
    """Where the scheme points. `bands`: the band alone, or the range, lowest first. Pence by the tariff's period."""

    band: str | None
    points: int | None
    pence: int | None
    kind: Kind
    bands: tuple[str, ...]
    steps: tuple[Step, ...]

    def as_json(self) -> dict[str, object]:
        """Return the result without its steps."""
        made = {"band": self.band, "points": self.points, "pence": self.pence, "kind": self.kind}
        return {**made, "bands": list(self.bands)}


def evaluate(scheme: Scheme, profile: Profile, *, with_money: bool = True) -> Evaluation:
    """Return where the scheme points for PROFILE, with its steps. No amount is looked up when WITH_MONEY is false.

    Raises ProfileInvalidError, ProfileIncompleteError, ProfileRefusedError.
    """
    levels, missing = read_levels(scheme, profile)
    _check_border(scheme, profile, with_money)
    if missing and scheme.framework.missing == "interval":
        return _interval(scheme, profile, levels, missing)
    if missing and scheme.framework.missing == "error":
        raise ProfileIncompleteError(missing=", ".join(scheme.framework.strands[n].name for n in missing))
    trail: Trail = []
    outcome = reckoning.run(scheme, levels, profile.context, profile.descriptors, trail, missing)
    if outcome.band is None:
        return Evaluation(None, outcome.points, None, "refer", (), tuple(trail))
    band = scheme.bands[outcome.band]
    pence = _value(scheme, outcome.band, profile.context, trail) if with_money else None
    return Evaluation(band, outcome.points, pence, "indicative", (band,), tuple(trail))


def read_levels(scheme: Scheme, profile: Profile) -> tuple[list[int], list[int]]:
    """Return the level by strand position, the lowest where none is given, and the positions not rated.

    Raises ProfileInvalidError.
    """
    given = profile.levels
    levels: list[int] = []
    missing: list[int] = []
    for n, strand in enumerate(scheme.strands):
        level = given.get(strand.id)
        if level is None:
            missing.append(n)
            level = strand.floor
        elif level not in strand.levels:
            raise ProfileInvalidError(reason=f"{strand.id} has no level {level}")
        levels.append(level)
    if len(given) + len(missing) != len(levels):
        unknown = sorted(set(given) - set(scheme.positions))
        raise ProfileInvalidError(reason=f"there is no strand {', '.join(unknown)}")
    return levels, missing


def _check_border(scheme: Scheme, profile: Profile, with_money: bool) -> None:
    wanted = scheme.contexts + (scheme.money.contexts if with_money and scheme.money else ())
    for context in wanted:
        value = profile.context.get(context)
        if value is None:
            raise ProfileIncompleteError(missing=scheme.framework.context(context).name or context)
        if value not in scheme.values[context]:
            raise ProfileInvalidError(reason=f"{context} can't be {value}")
    if profile.descriptors and (unknown := sorted(profile.descriptors - scheme.ticks.keys())):
        raise ProfileInvalidError(reason=f"there is no descriptor {', '.join(unknown)}")
    if isinstance(scheme.decide, Cards) and scheme.decide.relied_on:
        level = profile.levels.get(scheme.strands[scheme.decide.strand].id)
        if level is not None and not profile.descriptors & scheme.decide.descriptors[level]:
            raise ProfileIncompleteError(missing="at least one descriptor of the chosen band that you rely on")


def _value(scheme: Scheme, band: int, context: Context, trail: Trail) -> int | None:
    """Return the amount in pence, None where there is no tariff or no fixed amount."""
    money = scheme.money
    if money is None:
        return None
    key: tuple[int | str, ...] = (band, *[context[name] for name in money.contexts])
    if key not in money.cells:
        raise ProfileIncompleteError(missing=f"an amount for {scheme.bands[band]} in the tariff {money.year}")
    pence = money.cells[key]
    place = tuple([(name, context[name]) for name in money.contexts])
    trail.append(st.Value(scheme.bands[band], place, pence, money.period))
    for kind, bound in money.bounds:
        if pence is not None and all(context[at.context] == at.value for at in bound.where):
            before, pence = pence, (min if kind == "value_cap" else max)(pence, bound.pence)
            trail.append(st.ValueBound(kind, bound.id, pence != before, before, pence, bound.why))
    return pence


def _interval(scheme: Scheme, profile: Profile, levels: Sequence[int], missing: Sequence[int]) -> Evaluation:
    """Return the range while MISSING are not rated: every completion, or both ends of a scheme that promises order."""
    exact = math.prod(len(scheme.strands[n].levels) for n in missing) <= MAX_COMPLETIONS
    outcomes = list(_completions(scheme, profile, levels, missing, exact))
    reached = {outcome.band for outcome in outcomes if outcome.band is not None}
    refer = any(outcome.band is None for outcome in outcomes)
    if not exact and scheme.framework.monotone != "required":
        reached, refer = set(range(len(scheme.bands))), True
    elif not exact:
        top = len(scheme.bands) - 1 if refer else max(reached, default=-1)
        reached = set(range(min(reached, default=0), top + 1))
    bands = tuple(scheme.bands[band] for band in sorted(reached))
    points = [outcome.points for outcome in outcomes if outcome.points is not None]
    rated = [n for n in range(len(levels)) if n not in missing]
    trail: Trail = [scheme.ratings[n][levels[n]] for n in rated]
    names = tuple(scheme.strands[n].id for n in missing)
    trail.append(st.Interval(names, bands, min(points, default=None), max(points, default=None), refer))
    return Evaluation(None, None, None, "interval", bands, tuple(trail))


def _completions(
    scheme: Scheme, profile: Profile, levels: Sequence[int], missing: Sequence[int], exact: bool
) -> Iterator[Outcome]:
    options: list[tuple[int, ...]] = [scheme.strands[n].levels for n in missing]
    ends = ([own[0] for own in options], [own[-1] for own in options])
    filled = list(levels)
    for choice in itertools.product(*options) if exact else ends:
        for n, level in zip(missing, choice, strict=True):
            filled[n] = level
        try:
            yield reckoning.run(scheme, filled, profile.context, profile.descriptors)
        except reckoning.ProfileRefusedError:
            continue  # a completion that the framework forbids is none
