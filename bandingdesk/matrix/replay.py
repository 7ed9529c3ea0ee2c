"""Steps back to the result: each step is worked out again from the ones before it, and must say the same.

An explanation whose steps do not replay is never shown (design rule: the steps must replay to the result, every time).
"""

from __future__ import annotations

from typing import NamedTuple

from bandingdesk.errors import QT_TRANSLATE_NOOP, DeskError
from bandingdesk.matrix import steps as st
from bandingdesk.matrix.steps import Check, Step


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


class _State:
    """What is known after the steps read so far."""

    def __init__(self) -> None:
        self.levels: dict[str, int] = {}
        self.context: dict[str, str] = {}
        self.sums: dict[str, int] = {}
        self.parts: dict[str, dict[str, int]] = {}
        self.values: dict[str, int] = {}
        self.cases: list[st.Case] = []
        self.points: int | None = None
        self.band: str | None = None
        self.pence: int | None = None
        self.kind = ""
        self.bands: tuple[str, ...] = ()


def replay(steps: tuple[Step, ...]) -> Result:
    """Return the result that STEPS come to. Raises StepsDontReplayError."""
    state = _State()
    for n, step in enumerate(steps, start=1):
        try:
            follows = _follow(state, step)
        except KeyError:  # it speaks of a strand or measure that no step before it has named
            follows = False
        if not follows:
            raise StepsDontReplayError(n=n, kind=st.kind(step))
    if not state.kind:
        raise StepsDontReplayError(n=len(steps), kind="end")
    if state.kind == "indicative" and state.band is not None:
        state.bands = (state.band,)
    return Result(state.band, state.points, state.pence, state.kind, state.bands)


def _follow(state: _State, step: Step) -> bool:
    """Take STEP into STATE; return whether it follows from what is known."""
    match step:
        case st.Rating():
            return _rate(state, step)
        case st.Share() | st.GroupCap() | st.Uplift() | st.Total():
            return _add_up(state, step)
        case st.Count():
            state.values[step.measure] = step.value
            return step.value == sum(state.levels[strand] >= step.level for strand in step.strands)
        case st.Highest():
            state.values[step.measure] = step.value
            return step.value == sorted((state.levels[s] for s in step.strands), reverse=True)[step.rank - 1]
        case st.Guard():
            return step.active == step.check.met and _holds(state, step.check)
        case st.Threshold():
            state.band, state.kind = step.band, "indicative"
            return state.values[step.measure] == step.value and step.start <= step.value <= step.end
        case st.Refer():
            state.band, state.kind = None, "refer"
            return step.value is None or state.values[step.subject] == step.value
        case st.Case():
            state.cases.append(step)
            return step.matched == step.check.met and _holds(state, step.check)
        case st.Picked():
            return _pick(state, step)
        case st.Chosen():
            state.band, state.kind = step.band, "indicative"
            return state.levels[step.strand] == step.level
        case st.Move() | st.Bound():
            return _adjust(state, step)
        case st.Value() | st.ValueBound():
            return _pay(state, step)
        case st.Interval():
            state.kind, state.bands, state.points = "interval", step.bands, None
            return not set(step.missing) & state.levels.keys()


def _rate(state: _State, step: st.Rating) -> bool:
    fresh = step.strand not in state.levels
    state.levels[step.strand] = step.level
    if step.points is not None:
        state.parts.setdefault("", {})[step.strand] = step.points
    return fresh


def _add_up(state: _State, step: st.Share | st.GroupCap | st.Uplift | st.Total) -> bool:
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
            return step.fired == step.check.met and _holds(state, step.check)
        case st.Total():
            state.values[step.measure] = running
            if step.deciding:
                state.points = running
            return running == step.points


def _pick(state: _State, step: st.Picked) -> bool:
    matched = [case for case in state.cases if case.matched]
    state.band, state.kind = step.band, "indicative"
    if not step.rule:
        return not matched
    bands = {case.band for case in matched if case.id == step.rule}
    if step.policy == "unique" and len(matched) != 1:
        return False
    return bands == {step.band} and (step.policy != "first" or state.cases[-1].id == step.rule)


def _adjust(state: _State, step: st.Move | st.Bound) -> bool:
    holds = step.before == state.band and step.fired == step.check.met and _holds(state, step.check)
    still = step.fired or step.after == step.before
    capped = not isinstance(step, st.Bound) or not step.fired or step.after in (step.before, step.bound)
    state.band = step.after
    return holds and still and capped


def _pay(state: _State, step: st.Value | st.ValueBound) -> bool:
    if isinstance(step, st.Value):
        state.pence = step.pence
        return step.band == state.band
    before, state.pence = state.pence, step.after
    return before == step.before and step.applied == (step.after != step.before)


def _holds(state: _State, check: Check) -> bool:
    """Return whether CHECK is worked out rightly from the levels and measures known."""
    inner = [each.met for each in check.of]
    if not all(_holds(state, each) for each in check.of):
        return False
    match check.kind:
        case "all":
            return check.met == all(inner)
        case "any":
            return check.met == any(inner)
        case "not":
            return check.met != inner[0]
        case "strand_at_least":
            return bool(check.was == state.levels[check.subject] and check.met == (check.was >= check.needed))
        case "count_at_least":
            was = sum(state.levels[strand] >= check.level for strand in check.strands)
            met = was == check.needed if check.exactly else was >= check.needed
            return bool(check.was == was and check.met == met)
        case "measure":
            low, high = check.needed
            met = (low is None or check.was >= low) and (high is None or check.was <= high)
            return bool(check.was == state.values[check.subject]) and check.met == met
        case "context":
            same = state.context.setdefault(check.subject, check.was) == check.was
            return same and check.met == (check.was in check.needed)
        case _:
            return bool(check.met == check.was)
