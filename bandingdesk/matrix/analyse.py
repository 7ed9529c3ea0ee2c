"""What is wrong with a framework before anybody relies on it: findings, each with a profile that shows it.

Exact over all profiles where the reachable states can be listed. Checked here: gaps and overlaps of the ladder and
its ends, case tables, bands nobody reaches, missing amounts, and the file's own worked tests. Order (a higher need
never lowers the band), cliffs and idle rules are not checked here.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeVar

from bandingdesk.errors import DeskError
from bandingdesk.matrix import framework as fw
from bandingdesk.matrix import reckoning
from bandingdesk.matrix import steps as st
from bandingdesk.matrix.compiled import Money, RuleTable, Scheme, compile_scheme
from bandingdesk.matrix.evaluate import evaluate
from bandingdesk.matrix.profile import Profile
from bandingdesk.matrix.reach import Reach
from bandingdesk.matrix.tariff import Tariff

K = TypeVar("K")
Severity = Literal["error", "warning", "info"]


class Witness(NamedTuple):
    """A profile that shows a finding."""

    levels: Mapping[str, int]
    context: Mapping[str, str]
    descriptors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault: its code, its place in the definition, words, a witness where there is one, and how many profiles."""

    code: str
    severity: Severity
    where: str
    message: str
    witness: Witness | None = None
    count: int = 0

    def as_json(self) -> dict[str, object]:
        """Return the finding as JSON types."""
        witness = None
        if self.witness is not None:
            witness = {"levels": dict(self.witness.levels), "context": dict(self.witness.context)}
            witness |= {"descriptors": list(self.witness.descriptors)} if self.witness.descriptors else {}
        parts = {"code": self.code, "severity": self.severity, "where": self.where, "message": self.message}
        return {**parts, "witness": witness, "count": self.count}


@dataclass(frozen=True, slots=True)
class Report:
    """The result of a check. `complete`: every profile was covered; `profiles`: how many there are."""

    framework: Mapping[str, str]
    complete: bool
    profiles: int
    bands_reachable: tuple[str, ...]
    findings: tuple[Finding, ...]
    passed: int
    failed: int

    @property
    def is_clean(self) -> bool:
        """Whether no finding is an error."""
        return not any(finding.severity == "error" for finding in self.findings)

    @property
    def adoptable(self) -> bool:
        """Whether nothing in the checks stands against adoption; minute and papers are asked for there."""
        unanswered = any(finding.severity != "info" for finding in self.findings)
        return self.complete and not unanswered and self.passed > 0 and self.failed == 0

    def as_json(self) -> dict[str, object]:
        """Return the document of `framework check`."""
        return {
            "framework": dict(self.framework),
            "complete": self.complete,
            "profiles": self.profiles,
            "bands_reachable": list(self.bands_reachable),
            "findings": [finding.as_json() for finding in self.findings],
            "tests": {"passed": self.passed, "failed": self.failed},
            "adoptable": self.adoptable,
        }


class State(NamedTuple):
    """One reachable state: a profile that is in it, and how many profiles are."""

    levels: tuple[int, ...]
    ticks: frozenset[str]
    profiles: int


def _states(reach: Reach) -> Iterator[State]:
    if not reach.complete:
        yield from (State(end.levels, end.ticks, 1) for end in reach.ends())
        return
    for state, ways in zip(reach.states, reach.ways, strict=True):
        witness = reach.witness(int(state))
        yield State(witness.levels, witness.ticks, int(ways))


class _Tally:
    """How many profiles did something, and the first of them."""

    def __init__(self, witness: Witness) -> None:
        self.witness, self.count = witness, 0


class _Survey:
    """All outcomes of a scheme: bands and rules reached, and values that no single row covers."""

    def __init__(self, scheme: Scheme) -> None:
        self.scheme = scheme
        self.bands: dict[int, _Tally] = {}
        self.referred: dict[tuple[str, int | str], _Tally] = {}
        self.picked: set[str] = set()
        names = scheme.contexts
        self.contexts = [
            dict(zip(names, values, strict=True))
            for values in itertools.product(*(scheme.framework.context(name).values for name in names))
        ]

    def add(self, state: State) -> None:
        """Run STATE in every context that a rule reads."""
        for context in self.contexts:
            trail: list[st.Step] | None = [] if isinstance(self.scheme.decide, RuleTable) else None
            try:
                outcome = reckoning.run(self.scheme, state.levels, context, state.ticks, trail)
            except reckoning.ProfileRefusedError:
                continue
            self.picked |= {step.rule for step in trail or () if isinstance(step, st.Picked)}
            if outcome.band is not None:
                self._count(self.bands, outcome.band, state, context)
            else:
                key: tuple[str, int | str] = (outcome.reason, self._value(state, context))
                self._count(self.referred, key, state, context)

    def _value(self, state: State, context: Mapping[str, str]) -> int | str:
        trail: list[st.Step] = []
        reckoning.run(self.scheme, state.levels, context, state.ticks, trail)
        refer = next(step for step in trail if isinstance(step, st.Refer))
        return refer.subject if refer.value is None else refer.value

    def _count(self, into: dict[K, _Tally], key: K, state: State, context: Mapping[str, str]) -> None:
        if key not in into:
            levels = dict(zip(self.scheme.positions, state.levels, strict=True))
            into[key] = _Tally(Witness(levels, dict(context), tuple(sorted(state.ticks))))
        into[key].count += state.profiles

    def between(self, reason: str, low: int, high: int) -> tuple[Witness | None, int]:
        """Return a witness and the number of profiles referred for REASON with a value from LOW to HIGH."""
        hits = [
            tally for (why, value), tally in self.referred.items()
            if why == reason and isinstance(value, int) and low <= value <= high
        ]  # fmt: skip
        return (hits[0].witness if hits else None), sum(tally.count for tally in hits)

    def referred_for(self, reason: str) -> tuple[Witness | None, int]:
        """Return a witness and the number of profiles referred for REASON."""
        hits = [tally for (why, _), tally in self.referred.items() if why == reason]
        return (hits[0].witness if hits else None), sum(tally.count for tally in hits)


def check(framework: fw.Framework, tariff: Tariff | None = None) -> Report:
    """Return the findings on FRAMEWORK, and on TARIFF under it.

    Raises NotSupportedYetError, and FrameworkInvalidError where the tariff does not fit.
    """
    scheme = compile_scheme(framework, tariff)
    reach = Reach(scheme)
    survey = _Survey(scheme)
    for state in _states(reach):
        survey.add(state)
    failures = list(_test_failures(scheme))
    findings = [*_ladder(survey), *_cases(survey, reach.complete), *_bands(survey, reach.complete)]
    findings += [*_amounts(survey), *failures]
    return Report(
        framework={"id": framework.id, "version": framework.version, "sha256": scheme.sha256},
        complete=reach.complete,
        profiles=reach.profiles * len(survey.contexts),
        bands_reachable=tuple(scheme.bands[band] for band in sorted(survey.bands)),
        findings=tuple(findings),
        passed=len(framework.tests) - len(failures),
        failed=len(failures),
    )


def _ladder(survey: _Survey) -> Iterator[Finding]:
    decide = survey.scheme.framework.decide
    if not isinstance(decide, fw.Thresholds):
        return
    rows = sorted(enumerate(decide.rows), key=lambda pair: (pair[1].from_, pair[1].to))
    _, reached = rows[0]
    for n, row in rows[1:]:
        where = f"decide.rows[{n}]"
        if row.from_ <= reached.to:
            low, high = row.from_, min(row.to, reached.to)
            witness, count = survey.between("overlap", low, high)
            message = f"{reached.band} and {row.band} both cover {_range(low, high)}."
            yield Finding("threshold_overlap", "error", where, message, witness, count)
        elif row.from_ > reached.to + 1:
            low, high = reached.to + 1, row.from_ - 1
            witness, count = survey.between("gap", low, high)
            message = f"No band covers {_range(low, high)}, between {reached.band} and {row.band}."
            if not count:
                message += " No profile comes to that today."
            yield Finding("threshold_gap", "error" if count else "warning", where, message, witness, count)
        reached = max(reached, row, key=lambda each: each.to)
    yield from _ends(survey, decide, rows[0][1].from_, reached.to)


def _range(low: int, high: int) -> str:
    return str(low) if low == high else f"{low} to {high}"


def _ends(survey: _Survey, decide: fw.Thresholds, lowest: int, highest: int) -> Iterator[Finding]:
    ends = (("below", "below_first", decide.below, lowest), ("above", "above_last", decide.above, highest))
    for reason, code, declared, edge in ends:
        witness, count = survey.referred_for(reason)
        if count and declared is None:
            values = [value for why, value in survey.referred if why == reason]
            shown = min(values) if reason == "below" else max(values)
            message = (
                f'Profiles come to {shown}, {reason} {edge} where the bands end. Say "{reason}": "refer", or add a row.'
            )
            yield Finding(code, "error", "decide", message, witness, count)


def _cases(survey: _Survey, complete: bool) -> Iterator[Finding]:
    decide = survey.scheme.framework.decide
    if not isinstance(decide, fw.Cases):
        return
    witness, count = survey.referred_for("no_case")
    if count:
        message = 'No rule covers some profiles. Add a rule, or say what follows with "otherwise".'
        yield Finding("case_gap", "error", "decide", message, witness, count)
    witness, count = survey.referred_for("conflict")
    if count:
        message = f'Rules are met together that the policy "{decide.policy}" does not allow together.'
        yield Finding("case_conflict", "error", "decide.rows", message, witness, count)
    if complete and decide.policy == "first":
        for n, row in enumerate(decide.rows):
            if row.id not in survey.picked:
                message = f"Rule {row.id} never decides: earlier rules take all its profiles."
                yield Finding("case_shadowed", "warning", f"decide.rows[{n}]", message)


def _bands(survey: _Survey, complete: bool) -> Iterator[Finding]:
    for n, band in enumerate(survey.scheme.framework.bands):
        if complete and survey.scheme.bands.index(band.id) not in survey.bands:
            yield Finding("band_unreachable", "error", f"bands[{n}]", f"No profile leads to {band.name}.")


def _amounts(survey: _Survey) -> Iterator[Finding]:
    money, framework = survey.scheme.money, survey.scheme.framework
    if money is None:
        return
    for place, band in enumerate(framework.ladder()):
        options = [
            band.settings if name == "setting" and band.settings else framework.context(name).values
            for name in money.contexts
        ]
        missing = [at for at in itertools.product(*options) if (place, *at) not in money.cells]
        if missing:
            at = dict(zip(money.contexts, missing[0], strict=True))
            shown = ", ".join(framework.context(name).label(value) for name, value in at.items())
            of = math.prod(len(values) for values in options)
            message = (
                f"{band.name} has no amount for {shown or 'this year'} ({len(missing)} of {of} amounts are missing)."
            )
            tally = survey.bands.get(place)
            witness = None if tally is None else tally.witness._replace(context={**tally.witness.context, **at})
            yield Finding("tariff_cell_missing", "error", "rows", message, witness, len(missing))


def _test_failures(scheme: Scheme) -> Iterator[Finding]:
    for n, test in enumerate(scheme.framework.tests):
        reason = _why_failed(scheme, test)
        if reason:
            message = f"Test {test.id} ({test.source}) {reason}."
            witness = Witness(test.levels, test.context, test.descriptors)
            yield Finding("test_failed", "error", f"tests[{n}]", message, witness, 1)


def _why_failed(scheme: Scheme, test: fw.WorkedTest) -> str:
    profile = Profile(test.levels, frozenset(test.descriptors), test.context)
    expect = test.expect
    paid = expect.pence is not None and _is_about(expect, scheme.money)
    try:
        result = evaluate(scheme, profile, with_money=paid)
    except DeskError as fault:
        return f"can't be worked out: {fault.sentences()[0]}"
    if result.kind == "interval":
        return f"gives a range, {_list(result.bands)}: rate every strand"
    wanted: list[tuple[str, object, object]] = [("band", expect.band or "referred", result.band or "referred")]
    if expect.points is not None:
        wanted.append(("points", expect.points, result.points))
    if paid:
        wanted.append(("pence", expect.pence, result.pence))
    wrong = [f"{name} {given} in place of {expected}" for name, expected, given in wanted if expected != given]
    return f"gives {' and '.join(wrong)}" if wrong else ""


def _is_about(expect: fw.Expected, money: Money | None) -> bool:
    """Return whether the test's amount is one of this tariff."""
    if money is None:
        return False
    return expect.year in (None, money.year) and expect.period in (None, money.period)


def _list(values: Sequence[str]) -> str:
    return " to ".join((values[0], values[-1])) if values else "nothing"
