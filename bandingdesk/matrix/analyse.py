"""What is wrong with a framework before anybody relies on it: findings, each with a profile that shows it.

Exact over all profiles: their states are listed (`reach.py`), judged at once (`verdict.py`) and asked by each check in
`checks/`. Where there are too many states, the report says so and says what was looked at instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from bandingdesk.matrix import framework as fw
from bandingdesk.matrix.caseload import Caseload
from bandingdesk.matrix.checks import amounts, examples, ladder, order, rules, words
from bandingdesk.matrix.checks.children import Children
from bandingdesk.matrix.checks.construction import Proof
from bandingdesk.matrix.checks.examples import Examples
from bandingdesk.matrix.checks.findings import Finding, Report, Witness, counted, listed
from bandingdesk.matrix.checks.rises import Rises
from bandingdesk.matrix.checks.survey import Survey, with_addons
from bandingdesk.matrix.compiled import compile_scheme
from bandingdesk.matrix.life import Answer
from bandingdesk.matrix.packing import Cell
from bandingdesk.matrix.reach import Reach
from bandingdesk.matrix.scheme import Scheme
from bandingdesk.matrix.tariff import Tariff

__all__ = ["Finding", "Report", "Witness", "check"]


def check(
    framework: fw.Framework,
    tariff: Tariff | None = None,
    *,
    answers: Iterable[Answer] = (),
    cliff_pence: int | None = None,
    caseload: Caseload | None = None,
) -> Report:
    """Return the findings on FRAMEWORK, and on TARIFF under it, each with the one of ANSWERS that is about it.

    A step of more than CLIFF_PENCE is a cliff; by default more than £10,000 a year (`order.CLIFF_PENCE`). Of a CASELOAD
    the children who stand at a cliff are counted.
    Raises FrameworkInvalidError where the tariff does not fit.
    """
    scheme = compile_scheme(framework, tariff)
    reach = Reach(with_addons(scheme))
    shown = examples.run(scheme)
    if reach.complete:
        survey = Survey(scheme, reach)
        found, limits = list(_whole(survey, shown, cliff_pence, caseload)), _bounds(reach)
        bands = tuple(scheme.bands[band] for band in sorted(survey.bands))
    else:
        found, limits, bands = _narrowed(scheme, reach, shown)
    return Report(
        framework={"id": framework.id, "version": framework.version, "sha256": scheme.sha256},
        complete=reach.complete,
        profiles=profiles(scheme, reach),
        bands_reachable=bands,
        findings=tuple(found),
        passed=len(framework.tests) - len(shown.failures),
        failed=len(shown.failures),
        limits=limits,
    ).with_answers(answers)


def profiles(scheme: Scheme, reach: Reach) -> int:
    """Return how many profiles there are, over every context that a rule reads."""
    count = reach.profiles
    for name in scheme.contexts:
        count *= len(scheme.values[name])
    return count


def _whole(survey: Survey, shown: Examples, cliff_pence: int | None, caseload: Caseload | None) -> Iterator[Finding]:
    scheme = survey.scheme
    yield from shown.failures
    for way in ladder.ways(scheme.framework.decide, scheme.decide):
        yield from ladder.check(survey, way)
    yield from ladder.unreachable(survey)
    rises = Rises(survey)
    yield from order.check(rises, cliff_pence, None if caseload is None else Children(rises, caseload))
    yield from rules.hidden_by_caps(scheme, survey.profiles)
    yield from rules.check(survey)
    yield from shown.contradictions
    yield from amounts.check(scheme, survey.at_band)
    yield from words.check(scheme.framework)
    yield from examples.unused(survey, shown)


def _bounds(reach: Reach) -> tuple[str, ...]:
    """Say which numbers were looked at by their bounds."""
    assert reach.packing is not None
    cells = [slot.of for slot in reach.packing.slots if isinstance(slot.of, Cell)]
    return tuple(
        f"The number “{cell.measure}” was looked at by its bounds: {counted(len(cell.starts), 'range')} between the "
        "values that rules name. Inside a range no rule tells one value from another."
        for cell in cells
    )


# --- too many states --------------------------------------------------------------------------------------------------


def _narrowed(scheme: Scheme, reach: Reach, shown: Examples) -> tuple[list[Finding], tuple[str, ...], tuple[str, ...]]:
    """Return what can be found part by part: each way to decide alone, each rule by what it reads, order by proof."""
    looked, left = [], []
    found = [*shown.failures]
    bands: set[int] = set()
    for way in ladder.ways(scheme.framework.decide, scheme.decide):
        try:
            alone = Survey(replace(scheme, decide=way.table, adjust=(), guards=(), settings=()))
        except ValueError:
            left.append(way.path)
            continue
        looked.append(f"the decision ({way.path}) before guards and adjustments")
        found += ladder.check(alone, way)
        bands |= set(alone.bands)
    idle, skipped = rules.narrowed(scheme)
    found += idle
    left += skipped
    found += _promised(scheme)
    found += rules.hidden_by_caps(scheme, profiles(scheme, reach))
    found += [*shown.contradictions, *amounts.check(scheme, lambda _band, _at: None), *words.check(scheme.framework)]
    said = listed([*looked, "each other rule by the strands it reads", "the order by the way the rules are built"])
    limits = [
        f"{reach.limit} So not every profile was covered. Looked at instead: {said}.",
        "Not looked at: cliffs, strands and levels that never matter, additions that fire and change nothing, bands "
        "that nobody reaches, and which rows the worked tests leave out.",
    ]
    limits += [f"Even by itself {path} leads to too many states: it was not looked at." for path in left]
    return found, tuple(limits), tuple(scheme.bands[band] for band in sorted(bands))


def _promised(scheme: Scheme) -> Iterator[Finding]:
    """Give the promise of order where it is made and can't be proved without listing every profile."""
    if scheme.framework.monotone == "required":
        proof = Proof(scheme)
        asked = [("not_monotone_band", "band", proof.bands_rise())]
        if scheme.money is not None:
            asked.append(("not_monotone_money", "amount", proof.bands_rise() and proof.amounts_rise()))
        for code, what, proved in asked:
            if not proved:
                message = (
                    f"The framework promises that a higher need never lowers the {what}. With so many profiles that "
                    "could not be proved, and no profile is known that breaks it. Say in writing why you rely on it."
                )
                yield Finding(code, "warning", "monotone", message)
