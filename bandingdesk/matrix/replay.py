"""Steps back to the result: each step is worked out again from the ones before it, and must say the same.

An explanation whose steps do not replay is never shown (design rule: the steps must replay to the result, every time).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from bandingdesk.errors import QT_TRANSLATE_NOOP, DeskError
from bandingdesk.matrix import replay_money
from bandingdesk.matrix import steps as st
from bandingdesk.matrix.replay_money import State, holds
from bandingdesk.matrix.steps import Step


class StepsDontReplayError(DeskError):
    """Step N of kind KIND does not follow from the steps before it."""

    code = "FW-06"
    message = QT_TRANSLATE_NOOP("errors", "The explanation does not add up at step {n} ({kind}).")
    kept = QT_TRANSLATE_NOOP("errors", "The levels are kept. No band is shown.")
    do = QT_TRANSLATE_NOOP("errors", "Save a report for support: this is a fault of the program.")


class Result(NamedTuple):
    """What the steps come to; the same fields as an Evaluation."""

    band: str | None
    points: int | None
    pence: int | None
    kind: str
    bands: tuple[str, ...]


def replay(steps: tuple[Step, ...], ladder: Sequence[str]) -> Result:
    """Return the result that STEPS come to; LADDER is the scheme's bands, lowest first. Raises StepsDontReplayError."""
    state = State(ladder)
    for n, step in enumerate(steps, start=1):
        try:
            follows = _follow(state, step)
        except (KeyError, ValueError):  # it speaks of a strand, measure or band that no step before it has named
            follows = False
        if not follows:
            raise StepsDontReplayError(n=n, kind=st.kind(step))
    if not state.kind or state.ways:
        raise StepsDontReplayError(n=len(steps), kind="end")
    if state.kind == "indicative" and state.band is not None:
        state.bands = (state.band,)
    return Result(state.band, state.points, state.pence, state.kind, state.bands)


def _follow(state: State, step: Step) -> bool:
    """Take STEP into STATE; return whether it follows from what is known."""
    match step:
        case st.Rating():
            return _rate(state, step)
        case st.Share() | st.GroupCap() | st.Uplift() | st.Total():
            return _add_up(state, step)
        case st.Count() | st.Highest() | st.Main() | st.Ticked() | st.Number():
            return _measure(state, step)
        case st.CostLine() | st.Cost():
            return replay_money.cost(state, step)
        case st.Guard():
            return step.active == step.check.met and holds(state, step.check)
        case st.Threshold() | st.Refer() | st.Case() | st.Picked() | st.Chosen():
            return _decide(state, step)
        case st.Way() | st.Best():
            return _choose(state, step)
        case st.Move():
            return _move(state, step)
        case st.Bound():
            return _bound(state, step)
        case st.Interval():
            state.kind, state.bands, state.points = "interval", step.bands, None
            ranks = [state.rank(band) for band in step.bands]
            return ranks == sorted(set(ranks)) and not set(step.missing) & state.levels.keys()
        case _:
            return state.kind == "indicative" and replay_money.pay(state, step)


def _rate(state: State, step: st.Rating) -> bool:
    fresh = step.strand not in state.levels
    state.levels[step.strand] = step.level
    state.ticks |= set(step.descriptors)
    if step.points is not None:
        state.parts.setdefault("", {})[step.strand] = step.points
    return fresh


def _add_up(state: State, step: st.Share | st.GroupCap | st.Uplift | st.Total) -> bool:
    # Ratings carry the deciding measure's points; its name is first said by its cap, addition or total.
    if isinstance(step, st.Share):
        state.parts.setdefault(step.measure, {})[step.strand] = step.points
        return state.levels[step.strand] == step.level
    parts = state.parts.get(step.measure) or state.parts.get("", {})
    running = state.sums.setdefault(step.measure, sum(parts.values()))
    match step:
        case st.GroupCap():
            state.sums[step.measure] = running + step.after - step.before
            return step.before == sum(parts[s] for s in step.strands) and step.after == min(step.before, step.max)
        case st.Uplift():
            state.sums[step.measure] = running + (step.add if step.fired else 0)
            return step.fired == step.check.met and holds(state, step.check)
        case st.Total():
            state.values[step.measure] = running
            if step.deciding:
                state.points = running
            return running == step.points


def _measure(state: State, step: st.Count | st.Highest | st.Main | st.Ticked | st.Number) -> bool:
    match step:
        case st.Count():
            value = sum(state.levels[strand] >= step.level for strand in step.strands)
        case st.Highest():
            value = sorted((state.levels[s] for s in step.strands), reverse=True)[step.rank - 1]
        case st.Main():
            if state.context.setdefault(step.context, step.value) != step.value or step.strand not in state.levels:
                return False
            value = state.levels[step.strand]
        case st.Ticked():
            value = len(state.ticks & set(step.descriptors))
        case st.Number():
            value = step.value
    state.values[step.measure] = value
    if isinstance(step, st.Ticked):
        return step.value == value and set(step.relied) == state.ticks & set(step.descriptors)
    return value == (step.level if isinstance(step, st.Main) else step.value)


def _decide(state: State, step: st.Threshold | st.Refer | st.Case | st.Picked | st.Chosen) -> bool:
    match step:
        case st.Threshold():
            state.band, state.kind = step.band, "indicative"
            return state.values[step.measure] == step.value and step.start <= step.value <= step.end
        case st.Refer():
            state.band, state.kind = None, "refer"
            return step.value is None or state.values[step.subject] == step.value
        case st.Case():
            state.cases.append(step)
            return step.matched == step.check.met and holds(state, step.check)
        case st.Picked():
            return _pick(state, step)
        case st.Chosen():
            state.band, state.kind = step.band, "indicative"
            return state.levels[step.strand] == step.level and set(step.descriptors) <= state.ticks


def _pick(state: State, step: st.Picked) -> bool:
    matched = [case for case in state.cases if case.matched]
    state.band, state.kind = step.band, "indicative"
    if not step.rule:
        return not matched
    bands = [case.band for case in matched]
    named = next(case.band for case in matched if case.id == step.rule) if matched else None
    if named != step.band:
        return False
    match step.policy:
        case "first":
            return state.cases[-1].id == step.rule and len(matched) == 1
        case "unique":
            return len(matched) == 1
        case "any":
            return len(set(bands)) == 1
        case _:
            return state.rank(step.band) == max(state.rank(band) for band in bands)


def _choose(state: State, step: st.Way | st.Best) -> bool:
    if isinstance(step, st.Way):
        follows = state.kind != "" and state.band == step.band
        state.ways[step.path] = step.band
        state.band, state.kind = None, ""
        state.cases.clear()
        return follows
    inner = {path: band for path, band in state.ways.items() if path[:-1] == step.path}
    for path in inner:
        del state.ways[path]
    given = {path[-1]: band for path, band in inner.items() if band is not None}
    state.band, state.kind = step.band, "refer" if step.band is None else "indicative"
    if sorted(path[-1] for path in inner) != list(range(1, len(inner) + 1)) or not inner:
        return False
    if step.band is None:
        return not given and step.way == 0
    best = max(state.rank(band) for band in given.values())
    first = min(n for n, band in given.items() if state.rank(band) == best)
    return state.rank(step.band) == best and step.way == first


def _move(state: State, step: st.Move) -> bool:
    follows = step.before == state.band and step.fired == step.check.met and holds(state, step.check)
    to = state.rank(step.before) + (step.by if step.fired else 0)
    state.band = step.after
    return follows and step.after == (state.ladder[to] if 0 <= to < len(state.ladder) else None)


def _bound(state: State, step: st.Bound) -> bool:
    follows = step.before == state.band and step.fired == step.check.met and holds(state, step.check)
    choose = max if step.kind == "floor" else min
    to = choose(step.before, step.bound, key=state.rank) if step.fired else step.before
    state.band = step.after
    return follows and step.after == to
