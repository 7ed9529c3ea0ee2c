"""One profile's way through a scheme: ratings, measures, guards, decision, adjustments, setting, in that order.

The same code gives the band alone (no trail) and the explained steps (a trail), so they can't part.
A value outside the scheme is referred to people; nothing is clamped and nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from bandingdesk.errors import QT_TRANSLATE_NOOP, RefusedError
from bandingdesk.matrix import costing
from bandingdesk.matrix import steps as st
from bandingdesk.matrix.nodes import NO_LINES, NO_NUMBERS, Context, Levels, Lines, Numbers, Ticks, View
from bandingdesk.matrix.scheme import (
    BestOfTable,
    Cards,
    CostTable,
    CountTable,
    Decision,
    HighestTable,
    Ladder,
    Measure,
    NumberTable,
    PointsTable,
    PrimaryTable,
    RuleTable,
    Scheme,
    Shift,
    TicksTable,
)
from bandingdesk.matrix.steps import Step

Trail = list[Step]
NO_TICKS: Ticks = frozenset()


class ProfileRefusedError(RefusedError):
    """A guard of the framework refuses the profile: GUARD and WHY."""

    code = "FW-05"
    message = QT_TRANSLATE_NOOP("errors", "The framework does not allow this set of levels (rule {guard}). {why}")
    kept = QT_TRANSLATE_NOOP("errors", "The levels are kept as they were entered. No band was worked out.")
    do = QT_TRANSLATE_NOOP("errors", "Look at the levels again, or ask who looks after the framework.")


class Outcome(NamedTuple):
    """A band's place, or None where the case is referred; `reason` is the one of the Refer step."""

    band: int | None
    points: int | None = None
    reason: str = ""


def run(
    scheme: Scheme,
    levels: Levels,
    context: Context,
    ticks: Ticks = NO_TICKS,
    trail: Trail | None = None,
    assumed: Collection[int | str] = (),
    numbers: Numbers = NO_NUMBERS,
    lines: Lines = NO_LINES,
) -> Outcome:
    """Return the outcome for LEVELS by strand position; the steps go to TRAIL where one is given.

    All facts must fit the scheme: `evaluate` sees to that. Raises ProfileRefusedError.
    """
    return follow(scheme, View(levels, context, ticks, numbers, lines), trail, assumed)


def follow(scheme: Scheme, view: View, trail: Trail | None = None, assumed: Collection[int | str] = ()) -> Outcome:
    """Return the outcome for VIEW, whose values are filled up; ASSUMED holds strand positions and number measures.

    Raises ProfileRefusedError.
    """
    if trail is not None:
        _rate(scheme, view, trail, assumed)
    measured(scheme, view, trail, assumed)
    points = view.values[scheme.primary] if scheme.primary is not None else None
    if scheme.guards and _guarded(scheme, view, trail):
        return Outcome(None, points, "guard")
    band, reason = _decide(scheme, scheme.decide, view, trail, ())
    for shift in scheme.adjust:
        if band is not None:
            band, reason = _adjust(scheme, shift, band, view, trail)
    if band is not None and (offered := scheme.settings[band]) and view.context["setting"] not in offered:
        if trail is not None:
            trail.append(st.Refer("setting", scheme.bands[band]))
        return Outcome(None, points, "setting")
    return Outcome(band, points, reason)


def measured(scheme: Scheme, view: View, trail: Trail | None = None, assumed: Collection[int | str] = ()) -> None:
    """Fill the values of VIEW. A measure whose facts are not given has none: the border says who needs them."""
    for measure in scheme.measures:
        match measure:
            case PointsTable():
                view.values[measure.id] = _points(scheme, measure, view, trail)
            case CountTable():
                view.values[measure.id] = _count(measure, view.levels, trail)
            case HighestTable():
                view.values[measure.id] = _highest(measure, view.levels, trail)
            case _:
                value = _entered(scheme, measure, view, trail, assumed)
                if value is not None:
                    view.values[measure.id] = value


def _entered(
    scheme: Scheme, measure: Measure, view: View, trail: Trail | None, assumed: Collection[int | str]
) -> int | None:
    """Return the value of a measure that stands on what people entered beside the levels."""
    match measure:
        case PrimaryTable():
            return _main(scheme, measure, view, trail)
        case TicksTable():
            relied = tuple(sorted(view.ticks & measure.descriptors))
            if trail is not None:
                trail.append(st.Ticked(measure.id, tuple(sorted(measure.descriptors)), relied, len(relied)))
            return len(relied)
        case NumberTable():
            number = view.numbers.get(measure.id)
            if trail is not None and number is not None:
                trail.append(st.Number(measure.id, number, measure.id in assumed))
            return number
        case CostTable():
            return _cost(measure, view, trail)
        case _:
            raise TypeError(type(measure).__name__)


def _main(scheme: Scheme, measure: PrimaryTable, view: View, trail: Trail | None) -> int | None:
    value = view.context.get(measure.context)
    if value is None:
        return None
    at = measure.indices[value]
    if trail is not None:
        trail.append(st.Main(measure.id, measure.context, value, scheme.strands[at].id, view.levels[at]))
    return view.levels[at]


def _cost(measure: CostTable, view: View, trail: Trail | None) -> int | None:
    lines = view.lines.get(measure.lines)
    total = view.numbers.get(measure.id) if lines is None else costing.cost(measure, lines, trail)
    if trail is not None and total is not None:
        trail.append(st.Cost(measure.id, total, lines is None))
    return total


def _rate(scheme: Scheme, view: View, trail: Trail, assumed: Collection[int | str]) -> None:
    start = len(trail)
    trail += [steps[level] for steps, level in zip(scheme.ratings, view.levels, strict=True)]
    for n in assumed:
        if isinstance(n, str):
            continue
        trail[start + n] = scheme.ratings[n][view.levels[n]]._replace(assumed=True)
    if view.ticks:
        relied: dict[str, list[str]] = {}
        for tick in sorted(view.ticks):
            relied.setdefault(scheme.ticks[tick], []).append(tick)
        for strand, ticks in relied.items():
            at = start + scheme.positions[strand]
            rating = trail[at]
            if isinstance(rating, st.Rating):
                trail[at] = rating._replace(descriptors=tuple(ticks))


def _points(scheme: Scheme, measure: PointsTable, view: View, trail: Trail | None) -> int:
    shares = [0 if table is None else table[level] for table, level in zip(measure.tables, view.levels, strict=True)]
    total = sum(shares)
    deciding = measure.id == scheme.primary
    if trail is not None and not deciding:
        for strand, table, level, share in zip(scheme.strands, measure.tables, view.levels, shares, strict=True):
            if table is not None:
                trail.append(st.Share(measure.id, strand.id, level, share))
    for cap in measure.caps:
        before = sum([shares[index] for index in cap.indices])
        after = before if before < cap.max else cap.max
        total += after - before
        if trail is not None:
            trail.append(st.GroupCap(measure.id, cap.strands, before, after, cap.max))
    for rule in measure.uplifts:
        if trail is None:
            fired = rule.node.met(view)
        else:
            check = rule.node.check(view)
            fired = check.met
            trail.append(st.Uplift(measure.id, rule.id, fired, check, rule.add, rule.why))
        if fired:
            total += rule.add
    if trail is not None:
        trail.append(st.Total(measure.id, total, deciding))
    return total


def _count(measure: CountTable, levels: Levels, trail: Trail | None) -> int:
    level = measure.level
    value = sum([levels[index] >= level for index in measure.indices])
    if trail is not None:
        trail.append(st.Count(measure.id, level, measure.strands, value))
    return value


def _highest(measure: HighestTable, levels: Levels, trail: Trail | None) -> int:
    value = sorted([levels[index] for index in measure.indices], reverse=True)[measure.rank - 1]
    if trail is not None:
        trail.append(st.Highest(measure.id, measure.rank, measure.strands, value))
    return value


def _guarded(scheme: Scheme, view: View, trail: Trail | None) -> bool:
    """Return whether a guard refers the case. Raises ProfileRefusedError where one refuses it."""
    stopped = ""
    for guard in scheme.guards:
        check = guard.node.check(view)
        if check.met and guard.action == "refuse":
            raise ProfileRefusedError(guard=guard.id, why=guard.why)
        if trail is not None:
            trail.append(st.Guard(guard.id, check.met, check, guard.why, guard.action))
        if check.met and guard.action == "refer" and not stopped:
            stopped = guard.id
    if stopped and trail is not None:
        trail.append(st.Refer("guard", stopped))
    return bool(stopped)


def _decide(
    scheme: Scheme, decide: Decision, view: View, trail: Trail | None, path: tuple[int, ...]
) -> tuple[int | None, str]:
    match decide:
        case Ladder():
            return _climb(scheme, decide, view.values[decide.measure], trail)
        case RuleTable():
            return _match(scheme, decide, view, trail)
        case Cards():
            level = view.levels[decide.strand]
            band = decide.bands[level]
            if trail is not None:
                relied = tuple(sorted(view.ticks & decide.descriptors[level]))
                trail.append(st.Chosen(scheme.strands[decide.strand].id, level, scheme.bands[band], relied))
            return band, ""
        case BestOfTable():
            return _best(scheme, decide, view, trail, path)


def _best(
    scheme: Scheme, decide: BestOfTable, view: View, trail: Trail | None, path: tuple[int, ...]
) -> tuple[int | None, str]:
    """Return the highest band of the ways; where all refer, with the first one's reason."""
    best, reason, way = None, "", 0
    for n, inner in enumerate(decide.of, start=1):
        band, why = _decide(scheme, inner, view, trail, (*path, n))
        if trail is not None:
            trail.append(st.Way((*path, n), None if band is None else scheme.bands[band]))
        if band is not None and (best is None or band > best):
            best, way = band, n
        elif n == 1:
            reason = why
    if trail is not None:
        trail.append(st.Best(path, None if best is None else scheme.bands[best], way))
    return best, "" if best is not None else reason


def _climb(scheme: Scheme, ladder: Ladder, value: int, trail: Trail | None) -> tuple[int | None, str]:
    hits = [row for row in ladder.rows if row.start <= value <= row.end]
    if len(hits) == 1:
        row = hits[0]
        if trail is not None:
            trail.append(st.Threshold(ladder.measure, value, scheme.bands[row.band], row.start, row.end))
        return row.band, ""
    lowest, highest = ladder.rows[0].start, max(row.end for row in ladder.rows)
    reason, edge = "gap", None
    if hits:
        reason = "overlap"  # two rows claim the value: people say which, the engine never guesses
    elif value > highest:
        reason, edge = "above", highest
    elif value < lowest:
        reason, edge = "below", lowest
    if trail is not None:
        trail.append(st.Refer(reason, ladder.measure, value, edge))
    return None, reason


def _match(scheme: Scheme, table: RuleTable, view: View, trail: Trail | None) -> tuple[int | None, str]:
    matched = []
    for rule in table.rules:
        if trail is None:
            met = rule.node.met(view)
        else:
            check = rule.node.check(view)
            met = check.met
            trail.append(st.Case(rule.id, met, scheme.bands[rule.band], check, rule.why))
        if met:
            matched.append(rule)
            if table.policy == "first":
                break
    band: int | None
    if not matched:
        band, named, reason = table.otherwise, "", "otherwise" if table.declared else "no_case"
    elif _conflict(table.policy, {rule.band for rule in matched}, len(matched)):
        band, named, reason = None, "", "conflict"
    else:
        best = max(matched, key=lambda rule: rule.band) if table.policy == "highest_band" else matched[0]
        band, named, reason = best.band, best.id, ""
    if band is None:
        if trail is not None:
            trail.append(st.Refer(reason, " ".join(rule.id for rule in matched)))
        return None, reason
    if trail is not None:
        trail.append(st.Picked(table.policy, scheme.bands[band], named))
    return band, ""


def _conflict(policy: str, bands: set[int], rules: int) -> bool:
    return (policy == "unique" and rules > 1) or (policy == "any" and len(bands) > 1)


def _adjust(scheme: Scheme, shift: Shift, band: int, view: View, trail: Trail | None) -> tuple[int | None, str]:
    check = shift.node.check(view)
    to, reason = band, ""
    if check.met:
        if shift.kind == "move":
            to = band + shift.by
        else:
            to = max(band, shift.band) if shift.kind == "floor" else min(band, shift.band)
    if not 0 <= to < len(scheme.bands):
        reason = "above_top" if to > band else "below_bottom"
    if trail is not None:
        before, after = scheme.bands[band], None if reason else scheme.bands[to]
        if shift.kind == "move":
            trail.append(st.Move(shift.id, check.met, check, shift.by, before, after, shift.why))
        else:
            bound = scheme.bands[shift.band]
            trail.append(st.Bound(shift.kind, shift.id, check.met, check, bound, before, str(after), shift.why))
        if reason:
            trail.append(st.Refer(reason, shift.id))
    return (None, reason) if reason else (to, "")
