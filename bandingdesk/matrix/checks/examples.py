"""The worked examples inside a file: those that fail, rules that none of them exercises, edges where none stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bandingdesk.errors import DeskError
from bandingdesk.matrix import framework as fw
from bandingdesk.matrix import profile
from bandingdesk.matrix import steps as st
from bandingdesk.matrix.checks.findings import Finding, Witness
from bandingdesk.matrix.checks.ladder import between, ways
from bandingdesk.matrix.checks.rules import lifts
from bandingdesk.matrix.checks.survey import Survey
from bandingdesk.matrix.evaluate import Evaluation, evaluate
from bandingdesk.matrix.nodes import Node
from bandingdesk.matrix.reckoning import ProfileRefusedError
from bandingdesk.matrix.rule_words import Words
from bandingdesk.matrix.scheme import CostTable, NumberTable, RuleTable, Scheme
from bandingdesk.matrix.wording import money


@dataclass(frozen=True, slots=True)
class Examples:
    """What came of the worked examples: those that fail, guards they contradict, and what they exercised.

    `rules` are ids; `values` are those that each measure had when a ladder was climbed with it.
    """

    failures: list[Finding] = field(default_factory=list)
    contradictions: list[Finding] = field(default_factory=list)
    rules: set[str] = field(default_factory=set)
    values: dict[str, set[int]] = field(default_factory=dict)

    def add(self, step: st.Step) -> None:
        """Note what STEP exercises."""
        match step:
            case st.Uplift(fired=True) | st.Move(fired=True) | st.Bound(fired=True) | st.Guard(active=True):
                self.rules.add(step.id)
            case st.Picked():
                self.rules.add(step.rule)
            case st.Threshold() | st.Refer(value=int()):
                measure = step.measure if isinstance(step, st.Threshold) else step.subject
                self.values.setdefault(measure, set()).add(step.value or 0)
            case _:
                pass


def run(scheme: Scheme) -> Examples:
    """Return what comes of the worked examples in SCHEME's own file."""
    found = Examples()
    for n, test in enumerate(scheme.framework.tests):
        try:
            result = evaluate(scheme, profile.of(test), with_money=_is_paid(scheme, test.expect))
        except DeskError as fault:
            reason = f"can't be worked out: {fault.sentences()[0].removesuffix('.')}"
            active = {str(fault.fields["guard"])} if isinstance(fault, ProfileRefusedError) else set[str]()
        else:
            for step in result.steps:
                found.add(step)
            reason = _difference(test.expect, result, paid=_is_paid(scheme, test.expect))
            active = {step.id for step in result.steps if isinstance(step, st.Guard) and step.active}
        found.rules.update(active)
        found.contradictions.extend(_contradictions(scheme, test, active))
        if reason:
            message = f"Test {test.id} fails: it {reason} ({test.source})."
            found.failures.append(Finding("test_failed", "error", f"tests[{n}]", message, _witness(test), 1))
    return found


def _contradictions(scheme: Scheme, test: fw.WorkedTest, active: set[str]) -> Iterator[Finding]:
    """Give the guards that stop TEST although it expects a band."""
    for n, guard in enumerate(scheme.framework.guards):
        if guard.id in active and guard.action != "warn" and test.expect.band is not None:
            message = (
                f"Guard {guard.id} stops the profile of test {test.id} ({test.source}), which expects "
                f"{scheme.framework.band(test.expect.band).name}. One of the two is wrong."
            )
            yield Finding("guard_contradicted", "warning", f"guards[{n}]", message, _witness(test), 1)


def _witness(test: fw.WorkedTest) -> Witness:
    return Witness(test.levels, test.context, test.descriptors, test.numbers)


def _difference(expect: fw.Expected, result: Evaluation, *, paid: bool) -> str:
    """Return in words how RESULT differs from what was expected; empty where it does not."""
    if result.kind == "interval" and expect.bands is None:
        return f"gives a range, {_range(result.bands)}: rate every strand"
    wanted: list[tuple[str, object, object]] = [("band", expect.band or "referred", result.band or "referred")]
    if expect.bands is not None:
        wanted = [("bands", _range(expect.bands), _range(result.bands))]
    if expect.points is not None:
        wanted.append(("points", expect.points, result.points))
    if paid:
        wanted.append(("the amount", _amount(expect.pence), _amount(result.pence)))
    wrong = [f"{name} {given} in place of {expected}" for name, expected, given in wanted if expected != given]
    return f"gives {' and '.join(wrong)}" if wrong else ""


def _is_paid(scheme: Scheme, expect: fw.Expected) -> bool:
    """Return whether the example names an amount, and one of this tariff."""
    tariff = scheme.tariff
    if tariff is None or expect.pence is None:
        return False
    return expect.year in (None, tariff.year) and expect.period in (None, tariff.period)


def _amount(pence: int | None) -> str:
    return "none" if pence is None else money(pence)


def _range(bands: Sequence[str]) -> str:
    return " to ".join((bands[0], bands[-1])) if bands else "nothing"


# --- what no example shows --------------------------------------------------------------------------------------------


def unused(survey: Survey, found: Examples) -> Iterator[Finding]:
    """Give rows and rules that no worked example exercises, each with a profile to make one from."""
    framework = survey.scheme.framework
    if not framework.tests:
        message = "There is no worked test. Add at least one: a test says what the scheme is meant to give."
        yield Finding("test_row_unused", "info", "tests", message)
        return
    for lift in lifts(survey.scheme):
        if lift.id not in found.rules:
            yield from _unused(survey, lift.node, lift.path, lift.name)
    for n, guard in enumerate(survey.scheme.guards):
        if guard.id not in found.rules:
            yield from _unused(survey, guard.node, f"guards[{n}]", f"Guard {guard.id}")
    for way in ways(framework.decide, survey.scheme.decide):
        if isinstance(way.table, RuleTable):
            for n, rule in enumerate(way.table.rules):
                if rule.id not in found.rules:
                    yield from _unused(survey, rule.node, f"{way.path}.rows[{n}]", f"Rule {rule.id}")
        elif isinstance(way.decide, fw.Thresholds):
            yield from _ladder(survey, found, way.path, way.decide)


def _unused(survey: Survey, node: Node, where: str, name: str) -> Iterator[Finding]:
    tally = survey.tally(lambda seen: seen.reading.met(node, seen.context) & seen.decided)
    if tally.profiles:  # a rule that nobody meets is another finding
        message = f"No worked test uses {name[0].lower()}{name[1:]}. Make one from the profile shown."
        yield Finding("test_row_unused", "info", where, message, tally.witness, tally.profiles)


def _ladder(survey: Survey, found: Examples, path: str, ladder: fw.Thresholds) -> Iterator[Finding]:
    """Give rows without an example, and edges between two bands where none stands on either side."""
    words = Words(survey.scheme.framework)
    tested = found.values.get(ladder.measure, set())
    rows = sorted(enumerate(ladder.rows), key=lambda pair: pair[1].from_)
    below: tuple[str, int] | None = None
    for n, row in rows:
        name, where = words.band(row.band), f"{path}.rows[{n}]"
        reached = _values(survey, ladder.measure, row)
        if not reached:
            continue
        if not any(row.from_ <= value <= row.to for value in tested):
            shown = between(survey, ladder.measure, row.from_, row.to)
            message = f"No worked test leads to {name}. Make one from the profile shown."
            yield Finding("test_row_unused", "info", where, message, shown.witness, shown.profiles)
        if below is not None and below[0] != row.band and not {below[1], reached[0]} & tested:
            shown = between(survey, ladder.measure, reached[0], reached[0])
            edge = " and ".join(words.figure(ladder.measure, value) for value in (below[1], reached[0]))
            message = (
                f"No worked test stands at the edge between {words.band(below[0])} and {name} ({edge}). "
                "Make one from the profile shown."
            )
            yield Finding("test_edge_missing", "info", where, message, shown.witness, shown.profiles)
        below = (row.band, reached[-1])


def _values(survey: Survey, measure: str, row: fw.ThresholdRow) -> list[int]:
    """Return the least and the most that any profile comes to inside ROW; nothing where none does.

    A number or a cost is surveyed by the first value of each stretch, so its stretch in ROW counts to the row's end.
    """
    inside: list[int] = []
    for seen in survey.views:
        value = seen.reading.measure(measure, seen.context)
        here = value[(value >= row.from_) & (value <= row.to) & seen.decided]
        inside += [int(here.min()), int(here.max())] if here.size else []
    if not inside:
        return []
    most = max(inside)
    match next(table for table in survey.scheme.measures if table.id == measure):
        case NumberTable(max=top):
            most = min(row.to, top)
        case CostTable():
            most = row.to
    return sorted({min(inside), most})
