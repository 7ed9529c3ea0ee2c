"""Whether a higher need ever lowers the band or the amount, where one level moves far, and what never matters."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from bandingdesk.matrix.checks import strand_steps
from bandingdesk.matrix.checks.children import Children
from bandingdesk.matrix.checks.findings import Finding, Severity, Witness, counted
from bandingdesk.matrix.checks.rises import Amounts, Grade, Rise, Rises
from bandingdesk.matrix.scheme import Scheme, StrandAmounts
from bandingdesk.matrix.wording import money as pounds

# A step of more than this is a cliff. £10,000 a year is what a whole place in a special school is funded with before
# any top-up (DfE, high needs funding operational guide); a term is a third of it, a week a fortieth.
CLIFF_PENCE = {"year": 1_000_000, "one_off": 1_000_000, "term": 333_333, "week": 25_000}
CLIFF_BANDS = 2


class Spread(NamedTuple):
    """Steps of one strand between the same two levels that show the same thing: where, how many, the worst."""

    profiles: int
    worst: Witness
    message: str
    children: int | None = None


def check(rises: Rises, cliff_pence: int | None = None, children: Children | None = None) -> Iterator[Finding]:
    """Give the findings on one-level steps; a cliff is a step of more than CLIFF_PENCE, by default by period.

    The CHILDREN who stand at a cliff are counted where a caseload is given.
    """
    yield from _idle(rises)
    required = rises.scheme.framework.monotone == "required"
    severity: Severity = "error" if required else "info"
    money = rises.scheme.money
    limit = cliff_pence if cliff_pence is not None or money is None else CLIFF_PENCE[money.period]
    key = lambda rise: (rise.strand, rise.lower, rise.upper)  # noqa: E731
    for (strand, lower, upper), group in itertools.groupby(rises.all, key):
        own = list(group)
        levels = rises.scheme.strands[strand].levels
        where = f"strands[{strand}].levels[{levels.index(upper)}]"
        lead = f"One level more in {rises.scheme.framework.strand(rises.scheme.strands[strand].id).name}"
        lead += f" ({lower} to {upper})"
        if found := _falls(rises, own, lead):
            yield Finding("not_monotone_band", severity, where, found.message, found.worst, found.profiles)
        if found := _losses(rises, own, lead):
            yield Finding("not_monotone_money", severity, where, found.message, found.worst, found.profiles)
        if found := _cliffs(rises, own, lead, limit, children):
            yield Finding("cliff", "warning", where, found.message, found.worst, found.profiles, None, found.children)
    if limit is not None:
        yield from strand_steps.check(rises.survey, severity, limit)


# --- what never matters -----------------------------------------------------------------------------------------------


def _idle(rises: Rises) -> Iterator[Finding]:
    """Give strands, and described levels, that never change a band or an amount."""
    scheme, survey = rises.scheme, rises.survey
    changing = {(rise.strand, rise.upper) for rise in rises.all}
    paying = _paying(scheme)
    for n, strand in enumerate(scheme.framework.strands):
        steps = list(itertools.pairwise(strand.levels))
        still = [m for m, (_, up) in enumerate(steps, start=1) if (n, up.level) not in changing | paying]
        if len(still) == len(steps):
            message = f"{strand.name} never changes a band: any level of it comes to the same for every profile."
            yield Finding("strand_inert", "warning", f"strands[{n}]", message, _step(rises, n, 1), survey.profiles)
            continue
        for m in still:
            if strand.levels[m].descriptors:
                below, level = steps[m - 1]
                message = (
                    f"Level {level.level} of {strand.name} never decides: it counts as level {below.level} in every "
                    "profile, so its descriptors make no difference to the band."
                )
                share = survey.profiles // len(strand.levels)
                where = f"strands[{n}].levels[{m}]"
                yield Finding("descriptor_dominated", "warning", where, message, _step(rises, n, m), share)


def _paying(scheme: Scheme) -> set[tuple[int, int]]:
    """Return the levels, by strand position, that have an amount other than the level below them."""
    amounts = None if scheme.money is None else scheme.money.amounts
    if not isinstance(amounts, StrandAmounts):
        return set()
    return {
        (n, upper)
        for n, (strand, table) in enumerate(zip(scheme.strands, amounts.tables, strict=True))
        for lower, upper in itertools.pairwise(strand.levels)
        if table.get(lower) != table.get(upper)
    }


def _step(rises: Rises, strand: int, m: int) -> Witness:
    """Return a profile, all else at its least, whose strand goes up to its level at place M."""
    scheme, survey = rises.scheme, rises.survey
    levels = scheme.strands[strand].levels
    step = next(step for step in survey.reach.steps(strand) if step.upper == levels[m])
    places = int(step.before[0]), int(step.after[0])
    return survey.rising(strand, (step.lower, step.upper), places, survey.views[0].context)


# --- falls, losses, cliffs --------------------------------------------------------------------------------------------


def _falls(rises: Rises, own: Sequence[Rise], lead: str) -> Spread | None:
    falling = [
        (rise.before.rank - rise.after.rank, rise)
        for rise in own
        if rise.before.rank is not None and rise.after.rank is not None and rise.before.rank > rise.after.rank
    ]
    if not falling:
        return None
    _, worst = max(falling, key=lambda pair: pair[0])
    profiles = sum(rise.profiles for _, rise in falling)
    message = (
        f"{lead} lowers the band of {counted(profiles, 'profile')}, "
        f"for example from {_named(rises, worst.before)} to {_named(rises, worst.after)}."
    )
    return Spread(profiles, rises.witness(worst), message)


def _named(rises: Rises, grade: Grade) -> str:
    if grade.band is not None:
        return rises.scheme.framework.band(rises.scheme.bands[grade.band]).name
    return "above the bands" if grade.rank else "below the bands"


Priced = tuple[Rise, Amounts]


def _losses(rises: Rises, own: Sequence[Rise], lead: str) -> Spread | None:
    losing = [(rise, paid) for rise in own for paid in rises.amounts(rise) if paid.after < paid.before]
    if not losing:
        return None
    worst, paid = max(losing, key=_difference)
    profiles = sum(rise.profiles for rise in {rise for rise, _ in losing})
    message = (
        f"{lead} lowers the amount of {counted(profiles, 'profile')}, "
        f"for example from {pounds(paid.before)} to {pounds(paid.after)}."
    )
    return Spread(profiles, rises.witness(worst, paid.at), message)


def _cliffs(
    rises: Rises, own: Sequence[Rise], lead: str, limit: int | None, children: Children | None
) -> Spread | None:
    jumps = [rise for rise in own if _jump(rise) >= CLIFF_BANDS]
    priced = [(rise, paid) for rise in own for paid in rises.amounts(rise)]
    dear = [pair for pair in priced if limit is not None and _difference(pair) > limit]
    if not jumps and not dear:
        return None
    said = []
    if jumps:
        far = max(jumps, key=_jump)
        witness = rises.witness(far)
        said.append(
            f"moves {counted(sum(rise.profiles for rise in jumps), 'profile')} by {CLIFF_BANDS} bands or more, "
            f"for example from {_named(rises, far.before)} to {_named(rises, far.after)}"
        )
    if dear:
        rise, paid = most = max(dear, key=_difference)
        witness = rises.witness(rise, paid.at)
        said.append(f"changes the amount by up to {pounds(_difference(most))}")
    steps: dict[Rise, list[Mapping[str, str]] | None] = dict.fromkeys(jumps)
    for rise, paid in dear:
        if (places := steps.setdefault(rise, [])) is not None:
            places.append(paid.at)
    profiles = sum(rise.profiles for rise in steps)
    moved = None if children is None else children.moved(steps)
    return Spread(profiles, witness, f"{lead} {', and '.join(said)}.", moved)


def _difference(priced: Priced) -> int:
    return abs(priced[1].after - priced[1].before)


def _jump(rise: Rise) -> int:
    return 0 if rise.before.band is None or rise.after.band is None else abs(rise.after.band - rise.before.band)
