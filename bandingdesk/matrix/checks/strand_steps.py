"""One-level steps under a tariff that pays by strand and level: the amount is no matter of the band alone.

Each step is shown by a profile that takes it, all other strands at their least. How many profiles take it is counted
where the amounts are only added and every profile has a band; elsewhere other strands and limits hide some of them, and
the finding says that it was not counted.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from bandingdesk.errors import DeskError
from bandingdesk.matrix.checks.findings import Finding, Severity, Witness, counted
from bandingdesk.matrix.checks.survey import Survey
from bandingdesk.matrix.evaluate import evaluate
from bandingdesk.matrix.scheme import Money, PrimaryTable, StrandAmounts
from bandingdesk.matrix.wording import money as pounds


class Paid(NamedTuple):
    """What a profile is paid before and after its strand goes up."""

    shown: Witness
    before: int
    after: int


def check(survey: Survey, severity: Severity, limit: int) -> Iterator[Finding]:
    """Give the steps that lower the amount, by SEVERITY, and those that change it by more than LIMIT pence."""
    money = survey.scheme.money
    if money is None or not isinstance(money.amounts, StrandAmounts):
        return
    for n, strand in enumerate(survey.scheme.framework.strands):
        for m, (lower, upper) in enumerate(itertools.pairwise(strand.levels), start=1):
            paid = list(_paid(survey, money.amounts, money, n, (lower.level, upper.level)))
            lead = f"One level more in {strand.name} ({lower.level} to {upper.level})"
            share = survey.profiles // len(strand.levels) if _is_plain(survey, money) else 0
            said = f"of {counted(share, 'profile')}" if share else "of profiles like the one shown (not counted)"
            where = f"strands[{n}].levels[{m}]"
            least = min(paid, key=lambda each: each.after - each.before, default=None)
            if least is not None and least.after < least.before:
                ends = f"from {pounds(least.before)} to {pounds(least.after)}"
                message = f"{lead} lowers the amount {said}, for example {ends}."
                yield Finding("not_monotone_money", severity, where, message, least.shown, share)
            most = max(paid, key=lambda each: abs(each.after - each.before), default=None)
            if most is not None and abs(most.after - most.before) > limit:
                message = f"{lead} changes the amount {said} by up to {pounds(abs(most.after - most.before))}."
                yield Finding("cliff", "warning", where, message, most.shown, share)


def _is_plain(survey: Survey, money: Money) -> bool:
    """Return whether each profile is paid the sum of its amounts and nothing else."""
    assert isinstance(money.amounts, StrandAmounts)
    ruled = money.addons or money.bounds or money.deduct or money.proration
    decided = all(bool(np.all(seen.verdict.bands >= 0)) for seen in survey.views)
    return money.amounts.combine == "sum" and not ruled and decided


def _paid(survey: Survey, amounts: StrandAmounts, money: Money, n: int, step: tuple[int, int]) -> Iterator[Paid]:
    """Give what the step pays in each place of the tariff where its two levels differ."""
    scheme = survey.scheme
    table = amounts.tables[n]
    lowest = {strand.id: strand.levels[0] for strand in scheme.strands} | {scheme.strands[n].id: step[0]}
    for spot in itertools.product(*(scheme.values[name] for name in money.contexts)):
        at = dict(zip(money.contexts, spot, strict=True))
        if table.get(step[0], {}).get(spot) == table.get(step[1], {}).get(spot) or not _is_main(survey, amounts, n, at):
            continue
        context = {**{name: scheme.values[name][0] for name in scheme.contexts}, **at}
        shown = survey.paid(Witness(lowest, context, raised=(scheme.strands[n].id, step[1])), at)
        try:
            before, after = (evaluate(scheme, each).pence for each in (shown.profile(), shown.after()))
        except DeskError:  # an amount is missing, or a guard refuses: other findings
            continue
        if before is not None and after is not None:
            yield Paid(shown, before, after)


def _is_main(survey: Survey, amounts: StrandAmounts, n: int, at: dict[str, str]) -> bool:
    """Return whether the strand counts at this place: where only the main need is paid, it must be that."""
    mains = (m for m in survey.scheme.measures if isinstance(m, PrimaryTable) and m.id == amounts.primary)
    return all(main.indices[at[main.context]] == n for main in mains)
