"""What is known while steps are replayed, and the steps of costs and amounts worked out again from it."""

from __future__ import annotations

from collections.abc import Sequence

from bandingdesk.matrix import steps as st
from bandingdesk.matrix.rounding import rounded
from bandingdesk.matrix.steps import Check, Step


class State:
    """What is known after the steps read so far."""

    def __init__(self, ladder: Sequence[str]) -> None:
        self.ladder = tuple(ladder)
        self.levels: dict[str, int] = {}
        self.ticks: set[str] = set()
        self.context: dict[str, str] = {}
        self.sums: dict[str, int] = {}
        self.parts: dict[str, dict[str, int]] = {}
        self.values: dict[str, int] = {}
        self.lines: dict[str, int] = {}  # of a costed map, in pence
        self.counted: dict[tuple[str, str], int] = {}  # minutes of a rate, in shares
        self.cases: list[st.Case] = []
        self.ways: dict[tuple[int, ...], str | None] = {}
        self.shares: dict[str, int] = {}  # of strands in the amount
        self.points: int | None = None
        self.band: str | None = None
        self.pence: int | None = None
        self.kind = ""
        self.bands: tuple[str, ...] = ()

    def rank(self, band: str) -> int:
        """Return BAND's place on the ladder. Raises ValueError."""
        return self.ladder.index(band)


def cost(state: State, step: st.CostLine | st.Cost) -> bool:
    """Take a line or the sum of a costed map into STATE; return whether it follows."""
    if isinstance(step, st.Cost):
        state.values[step.measure] = step.pence
        return step.entered or step.pence == state.lines.get(step.measure, 0)
    state.lines[step.measure] = state.lines.get(step.measure, 0) + step.pence
    if not step.rate:
        return True
    used = state.counted.get((step.measure, step.rate), 0)
    state.counted[step.measure, step.rate] = used + step.counted
    counted = step.minutes * (step.shared // step.group)
    if step.limit is not None:
        counted = min(counted, step.limit * step.shared - used)
    pence = rounded(step.counted * step.weeks * step.rate_pence, step.shared * step.per, step.rounding)
    return step.shared % step.group == 0 and step.counted == counted and step.pence == pence


def pay(state: State, step: Step) -> bool:
    """Take a step of the amount into STATE; return whether it follows."""
    match step:
        case st.Value() | st.Weighted() | st.StrandValue() | st.Combined() | st.Hourly() | st.MapValue():
            return _own(state, step)
        case st.AddOn() | st.Deducted() | st.ValueBound() | st.Prorated() | st.Protected() | st.Routed():
            before, state.pence = state.pence, step.after
            return before == step.before and step.after == _ruled(state, step)
        case _:
            return False


def _own(state: State, step: st.Value | st.Weighted | st.StrandValue | st.Combined | st.Hourly | st.MapValue) -> bool:
    """Take the kind's own amount into STATE."""
    if not isinstance(step, st.MapValue | st.Combined) and any(
        state.context.setdefault(name, value) != value for name, value in step.place
    ):
        return False
    if isinstance(step, st.StrandValue):
        state.shares[step.strand] = step.pence
        return state.levels[step.strand] == step.level
    fresh, state.pence = state.pence is None, step.pence
    match step:
        case st.Value():
            return fresh and step.band == state.band
        case st.Weighted():
            pence = rounded(step.base * step.weight, step.scale, step.rounding, step.round_to)
            return fresh and step.band == state.band and step.pence == pence
        case st.Combined():
            return fresh and step.pence == _combined(state, step)
        case st.Hourly():
            return fresh and step.band == state.band and step.pence == _hourly(state, step)
        case st.MapValue():
            return fresh and step.pence == state.values[step.measure]


def _combined(state: State, step: st.Combined) -> int | None:
    shares = state.shares
    match step.combine:
        case "sum":
            return sum(shares.values())
        case "highest":
            return max(shares.values())
        case _:
            return shares[step.strand] if shares.keys() == {step.strand} else None


def _hourly(state: State, step: st.Hourly) -> int | None:
    over, under = step.rate, step.scale
    for measure, value, scale in step.times:
        if state.values[measure] != value:
            return None
        over, under = over * value, under * scale
    return rounded(over, under, step.rounding, step.round_to)


Rule = st.AddOn | st.Deducted | st.ValueBound | st.Prorated | st.Protected | st.Routed


def _ruled(state: State, step: Rule) -> int | None:
    """Return what STEP must leave; None where it does not follow at all."""
    match step:
        case st.AddOn():
            follows = step.fired == step.check.met and holds(state, step.check)
            return step.before + (step.add if step.fired else 0) if follows else None
        case st.Deducted():
            return max(0, step.before - step.deduct)
        case st.ValueBound():
            after = (min if step.kind == "value_cap" else max)(step.before, step.bound)
            return after if step.applied == (after != step.before) else None
        case st.Prorated():
            known = state.values.get(step.subject)
            if known is None:  # a context of whole numbers, which no step before need have named
                known = int(state.context.setdefault(step.subject, str(step.value)))
            if known != step.value:
                return None
            return rounded(step.before * step.value, step.scale * step.full, step.rounding, step.round_to)
        case st.Protected():
            applied = step.on <= step.until and step.paid_before > step.before
            return (step.paid_before if applied else step.before) if applied == step.applied else None
        case st.Routed():
            return step.before if step.applied == (step.before > step.above) else None


def holds(state: State, check: Check) -> bool:
    """Return whether CHECK is worked out rightly from the levels and measures known."""
    inner = [each.met for each in check.of]
    if not all(holds(state, each) for each in check.of):
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
            return bool(check.was == (check.subject in state.ticks) and check.met == check.was)
