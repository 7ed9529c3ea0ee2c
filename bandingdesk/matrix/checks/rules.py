"""Rules that do nothing: additions and adjustments that never fire or matter, caps that hide levels, idle guards.

Each is asked with and without: the same profiles are judged by the scheme, and by the scheme without that one rule.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from bandingdesk.matrix import measures as ms
from bandingdesk.matrix.checks.findings import Finding, Witness, counted, listed
from bandingdesk.matrix.checks.survey import Survey, Tally, without_shift, without_uplift
from bandingdesk.matrix.nodes import Node
from bandingdesk.matrix.rule_words import Words
from bandingdesk.matrix.scheme import PointsTable, Rule, RuleTable, Scheme


class Lift(NamedTuple):
    """A rule that adds points or moves a band: its place, its name, its condition, and the scheme without it."""

    path: str
    id: str
    name: str
    node: Node
    without: Scheme


def lifts(scheme: Scheme) -> Iterator[Lift]:
    """Give the additions and adjustments of SCHEME."""
    for m, measure in enumerate(scheme.measures):
        if isinstance(measure, PointsTable):
            for n, row in enumerate(measure.uplifts):
                path = f"measures[{m}].add_if[{n}]"
                yield Lift(path, row.id, f"Addition {row.id}", row.node, without_uplift(scheme, m, n))
    kinds = {"move": "Move", "floor": "Floor", "cap": "Cap"}
    for n, shift in enumerate(scheme.adjust):
        yield Lift(f"adjust[{n}]", shift.id, f"{kinds[shift.kind]} {shift.id}", shift.node, without_shift(scheme, n))


def check(survey: Survey) -> Iterator[Finding]:
    """Give the findings on idle rules, over all profiles."""
    for lift in lifts(survey.scheme):
        fired = _met(survey, lift.node)
        if not fired.profiles:
            yield never_fires(lift)
        elif not any(
            ((seen.verdict.bands != other.bands) | (seen.verdict.reasons != other.reasons)).any()
            for seen, other in survey.without(lift.without)
        ):
            message = (
                f"{lift.name} is met by {counted(fired.profiles, 'profile')} and never changes a band: "
                "with it and without it every profile comes to the same."
            )
            yield Finding("uplift_never_matters", "warning", lift.path, message, fired.witness, fired.profiles)
    for n, guard in enumerate(survey.scheme.guards):
        if not survey.tally(lambda seen, node=guard.node: seen.reading.met(node, seen.context)).profiles:  # type: ignore[misc]
            yield never_active(survey.scheme, n)


def narrowed(scheme: Scheme) -> tuple[list[Finding], list[str]]:
    """Return the rules that never fire where the whole is too large, and paths of those too large by themselves.

    Each rule is asked of the strands that it reads, and of nothing else.
    """
    asked = [(lift.path, lift.node, never_fires(lift)) for lift in lifts(scheme)]
    asked += [(f"guards[{n}]", guard.node, never_active(scheme, n)) for n, guard in enumerate(scheme.guards)]
    found, left = [], []
    for path, node, finding in asked:
        try:
            if not _met(_alone(scheme, node), node).profiles:
                found.append(finding)
        except ValueError:
            left.append(path)
    return found, left


def _alone(scheme: Scheme, node: Node) -> Survey:
    """Return the profiles of SCHEME as far as NODE reads them."""
    table = RuleTable("first", (Rule("", node, 0, ""),), None, True)
    return Survey(replace(scheme, decide=table, adjust=(), guards=(), primary=None, settings=()))


def _met(survey: Survey, node: Node) -> Tally:
    return survey.tally(lambda seen: seen.reading.met(node, seen.context) & seen.decided)


def never_fires(lift: Lift) -> Finding:
    """Return the finding on a rule that no profile meets."""
    return Finding("uplift_never_fires", "warning", lift.path, f"{lift.name} never fires: no profile meets it.")


def never_active(scheme: Scheme, n: int) -> Finding:
    """Return the finding on a guard that no profile meets."""
    message = f"Guard {scheme.guards[n].id} is never active: no profile meets it, so it stops nothing."
    return Finding("guard_inactive", "warning", f"guards[{n}]", message)


def hidden_by_caps(scheme: Scheme, profiles: int) -> Iterator[Finding]:
    """Give levels that a cap on a group hides: a level further down fills the cap, the others at their least."""
    words = Words(scheme.framework)
    for m, measure in enumerate(scheme.framework.measures):
        table = scheme.measures[m]
        if isinstance(measure, ms.PointsMeasure) and isinstance(table, PointsTable):
            for c, cap in enumerate(measure.group_caps):
                for k, strand in enumerate(cap.strands):
                    path = f"measures[{m}].group_caps[{c}].strands[{k}]"
                    yield from _hidden(scheme, words, table, cap, strand, path, profiles)


def _hidden(
    scheme: Scheme, words: Words, table: PointsTable, cap: ms.GroupCap, strand: str, path: str, profiles: int
) -> Iterator[Finding]:
    points = {other: table.tables[scheme.positions[other]] or {} for other in cap.strands}
    least = sum(min(own.values()) for other, own in points.items() if other != strand)
    levels = sorted(points[strand])
    full = next((n for n, level in enumerate(levels) if least + points[strand][level] >= cap.max), len(levels))
    gone = [level for level in levels[full + 1 :] if points[strand][level] > points[strand][levels[full]]]
    if not gone:
        return
    name, kept = scheme.framework.strand(strand).name, levels[full]
    message = (
        f"{_levels(gone)} of {name} never {'count' if len(gone) > 1 else 'counts'} more than level {kept}: "
        f"{words.strands(cap.strands)} count at most {words.figure(table.id, cap.max)} together, and level {kept} "
        "alone comes to that."
    )
    lowest = {each.id: each.levels[0] for each in scheme.strands}
    lowest |= {other: min(own, key=lambda level, own=own: own[level]) for other, own in points.items()}  # type: ignore[misc]
    lowest[strand] = levels[levels.index(gone[0]) - 1]
    context = {name: scheme.values[name][0] for name in scheme.contexts}
    witness = Witness(lowest, context, raised=(strand, gone[0]))
    yield Finding("cap_hides", "warning", path, message, witness, profiles // len(levels) * len(gone))


def _levels(levels: list[int]) -> str:
    return f"Level {levels[0]}" if len(levels) == 1 else f"Levels {listed(str(level) for level in levels)}"
