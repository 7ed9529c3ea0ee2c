"""One profile to an Evaluation: the border is checked, the scheme is run, money is looked up last.

The steps are its natural product, near misses included, and replay to the result (`replay.py`).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError
from bandingdesk.matrix import payment, reckoning
from bandingdesk.matrix import steps as st
from bandingdesk.matrix.nodes import View
from bandingdesk.matrix.payment import Paid
from bandingdesk.matrix.plain import Plain
from bandingdesk.matrix.profile import Profile
from bandingdesk.matrix.reckoning import Outcome, Trail
from bandingdesk.matrix.scheme import CostTable, NumberTable, Scheme
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
    """The framework, or its tariff, asks for more before it gives a result: MISSING lists what."""

    code = "FW-04"
    message = QT_TRANSLATE_NOOP("errors", "More is needed before there can be a result: {missing}.")
    kept = QT_TRANSLATE_NOOP("errors", "What you entered is kept. Nothing was worked out.")
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

    Raises ProfileInvalidError, ProfileIncompleteError, ProfileRefusedError, and what `payment.amount` raises.
    """
    levels, missing = read_levels(scheme, profile)
    assumed: list[int | str] = [*missing]
    if profile.numbers or profile.lines or scheme.needs_facts:
        _check_facts(scheme, profile)
        assumed += not_entered(scheme, profile)
    _check_border(scheme, profile, with_money)
    unknown = [part for part in assumed if isinstance(part, str) or not scheme.strands[part].optional]
    if unknown and scheme.missing == "interval":
        return _interval(scheme, profile, levels, unknown)
    if unknown and scheme.missing == "error":
        raise ProfileIncompleteError(missing=", ".join(_said(scheme, part) for part in unknown))
    trail: Trail = []
    numbers = with_least(scheme, profile).numbers
    view = View(levels, profile.context, profile.descriptors, numbers, profile.lines)
    outcome = reckoning.follow(scheme, view, trail, assumed)
    if outcome.band is None:
        return Evaluation(None, outcome.points, None, "refer", (), tuple(trail))
    band = scheme.bands[outcome.band]
    pence = None
    if with_money and scheme.money is not None:
        pence = payment.amount(scheme, outcome.band, view, trail, profile.paid_before, profile.on).pence
    return Evaluation(band, outcome.points, pence, "indicative", (band,), tuple(trail))


def paid(scheme: Scheme, band: int, profile: Profile) -> Paid:
    """Return what the band at place BAND is worth for PROFILE: the band may be one that people chose.

    Levels count only where the tariff reads them. Raises ProfileInvalidError, ProfileIncompleteError, and what
    `payment.amount` raises.
    """
    levels, missing = read_levels(scheme, profile)
    money = scheme.money
    if money is None:
        raise ProfileIncompleteError(missing="a tariff")
    unrated = [n for n in missing if not scheme.strands[n].optional]
    if unrated and money.reads_levels:
        raise ProfileIncompleteError(missing=", ".join(_said(scheme, n) for n in unrated))
    _check_places(scheme, profile, money.contexts)
    if scheme.needs_facts and (profile.numbers or profile.lines):
        _check_facts(scheme, profile)
    _check_paid(scheme, profile)
    view = View(levels, profile.context, profile.descriptors, profile.numbers, profile.lines)
    if money.measures:
        reckoning.measured(scheme, view)
    return payment.amount(scheme, band, view, None, profile.paid_before, profile.on)


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


def not_entered(scheme: Scheme, profile: Profile) -> list[str]:
    """Return the number measures that a rule reads and nobody has entered."""
    if not scheme.needs_facts:
        return []
    numbers = (measure.id for measure in scheme.measures if isinstance(measure, NumberTable))
    return [number for number in numbers if number in scheme.needs and number not in profile.numbers]


def with_least(scheme: Scheme, profile: Profile) -> Profile:
    """Return PROFILE with the least in place of each number that nobody has entered."""
    open_ = not_entered(scheme, profile)
    if not open_:
        return profile
    return profile._replace(numbers={**{name: _number(scheme, name).min for name in open_}, **profile.numbers})


def _check_facts(scheme: Scheme, profile: Profile) -> None:
    """Raise ProfileInvalidError; ProfileIncompleteError for a costed map, which has no least and no most."""
    known, maps = set[str](), set[str]()
    for measure in scheme.measures:
        if isinstance(measure, NumberTable):
            known.add(measure.id)
            value = profile.numbers.get(measure.id)
            if value is not None and not measure.min <= value <= measure.max:
                reason = f"{_said(scheme, measure.id)} can't be {value}, only {measure.min} to {measure.max}"
                raise ProfileInvalidError(reason=reason)
        elif isinstance(measure, CostTable):
            known.add(measure.id)
            maps.add(measure.lines)
            _check_map(scheme, measure, profile)
    if strange := sorted((profile.numbers.keys() - known) | (profile.lines.keys() - maps)):
        raise ProfileInvalidError(reason=f"there is no number or costed map {', '.join(strange)}")


def _check_map(scheme: Scheme, measure: CostTable, profile: Profile) -> None:
    lines = profile.lines.get(measure.lines)
    if lines is None:
        if measure.id in scheme.needs and measure.id not in profile.numbers:
            raise ProfileIncompleteError(missing=f"the costed map ({measure.lines})")
        if profile.numbers.get(measure.id, 0) < 0:
            raise ProfileInvalidError(reason=f"the costed map {measure.id} can't be below nil")
        return
    for n, line in enumerate(lines, start=1):
        if line.rate is not None and line.rate not in measure.rates:
            raise ProfileInvalidError(reason=f"line {n} of the costed map has no known rate ({line.rate})")
        if line.rate is None and line.minutes:
            raise ProfileInvalidError(reason=f"line {n} of the costed map has minutes but no rate")
        if line.rate is not None and line.fixed:
            raise ProfileInvalidError(reason=f"line {n} of the costed map has a rate and a fixed sum, one too many")


def _number(scheme: Scheme, id_: str) -> NumberTable:
    return next(measure for measure in scheme.measures if isinstance(measure, NumberTable) and measure.id == id_)


def _said(scheme: Scheme, part: int | str) -> str:
    """Return a strand (by position) or a measure (by id) in the council's words."""
    if isinstance(part, int):
        return scheme.words.strands[scheme.strands[part].id].name
    return scheme.words.measures[part].name or part


def _check_border(scheme: Scheme, profile: Profile, with_money: bool) -> None:
    money = scheme.money if with_money else None
    _check_places(scheme, profile, scheme.contexts if money is None else (*scheme.contexts, *money.contexts))
    if profile.descriptors and (unknown := sorted(profile.descriptors - scheme.ticks.keys())):
        raise ProfileInvalidError(reason=f"there is no descriptor {', '.join(unknown)}")
    for cards in scheme.cards:
        level = profile.levels.get(scheme.strands[cards.strand].id)
        if cards.relied_on and level is not None and not profile.descriptors & cards.descriptors[level]:
            raise ProfileIncompleteError(missing="at least one descriptor of the chosen band that you rely on")
    if money is not None and (money.measures or money.protection):
        _check_paid(scheme, profile)


def _check_places(scheme: Scheme, profile: Profile, contexts: Sequence[str]) -> None:
    for context in contexts:
        value = profile.context.get(context)
        if value is None:
            raise ProfileIncompleteError(missing=scheme.words.contexts[context].name)
        if value not in scheme.values[context]:
            raise ProfileInvalidError(reason=f"{context} can't be {value}")


def _check_paid(scheme: Scheme, profile: Profile) -> None:
    """Raise ProfileIncompleteError where the tariff reads a number, a map or a day that nobody entered."""
    money = scheme.money
    assert money is not None  # asked by `_check_border`
    for measure in scheme.measures:
        if measure.id not in money.measures or measure.id in profile.numbers:
            continue
        if isinstance(measure, NumberTable) or (isinstance(measure, CostTable) and measure.lines not in profile.lines):
            raise ProfileIncompleteError(missing=_said(scheme, measure.id))
    if money.protection is not None and profile.paid_before is not None and profile.on is None:
        raise ProfileIncompleteError(missing="the day from which the amount is paid")


def _interval(scheme: Scheme, profile: Profile, levels: Sequence[int], missing: Sequence[int | str]) -> Evaluation:
    """Return the range while MISSING are not known: every completion, or both ends of a scheme that promises order.

    The promise is about levels: with too many values of a number, the range is all bands.
    """
    exact = math.prod(len(_options(scheme, part)) for part in missing) <= MAX_COMPLETIONS
    outcomes = list(_completions(scheme, profile, levels, missing, exact))
    reached = {outcome.band for outcome in outcomes if outcome.band is not None}
    refer = any(outcome.band is None for outcome in outcomes)
    if not exact and not (scheme.promises_order and all(isinstance(part, int) for part in missing)):
        reached, refer = set(range(len(scheme.bands))), True
    elif not exact:
        top = len(scheme.bands) - 1 if refer else max(reached, default=-1)
        reached = set(range(min(reached, default=0), top + 1))
    bands = tuple(scheme.bands[band] for band in sorted(reached))
    points = [outcome.points for outcome in outcomes if outcome.points is not None]
    trail: Trail = [scheme.ratings[n][level] for n, level in enumerate(levels) if n not in missing]
    names = tuple(part if isinstance(part, str) else scheme.strands[part].id for part in missing)
    trail.append(st.Interval(names, bands, min(points, default=None), max(points, default=None), refer))
    return Evaluation(None, None, None, "interval", bands, tuple(trail))


def _options(scheme: Scheme, part: int | str) -> Sequence[int]:
    if isinstance(part, int):
        return scheme.strands[part].levels
    number = _number(scheme, part)
    return range(number.min, number.max + 1)


def _completions(
    scheme: Scheme, profile: Profile, levels: Sequence[int], missing: Sequence[int | str], exact: bool
) -> Iterator[Outcome]:
    options = [_options(scheme, part) for part in missing]
    ends = ([own[0] for own in options], [own[-1] for own in options])
    filled, numbers, plain = list(levels), dict(profile.numbers), Plain(scheme)
    for choice in itertools.product(*options) if exact else ends:
        for part, value in zip(missing, choice, strict=True):
            if isinstance(part, int):
                filled[part] = value
            else:
                numbers[part] = value
        try:
            yield plain.outcome(filled, profile.context, profile.descriptors, numbers, profile.lines)
        except reckoning.ProfileRefusedError:
            continue  # a completion that the framework forbids is none
