"""A scenario carried out: an exact new definition and tariff, both drafts; the given ones stay as they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from bandingdesk.matrix import files, references
from bandingdesk.matrix import framework as fw
from bandingdesk.matrix import measures as ms
from bandingdesk.matrix import tariff as tf
from bandingdesk.matrix.framework import Framework, Source
from bandingdesk.matrix.rounding import rounded
from bandingdesk.matrix.tariff import TableTariff, Tariff
from bandingdesk.matrix.whatif.scenario import (
    Amount,
    ChangeDoesNotFitError,
    Flat,
    LevelPoints,
    OfMoney,
    ReasonOfNeedMissingError,
    Scenario,
    StrandWeight,
    Threshold,
    Uplift,
    looked_for,
    named,
)
from bandingdesk.matrix.wording import money


class Proposal(NamedTuple):
    """A published amount and the one proposed beside it, in pence; None is no fixed amount."""

    band: str
    place: Mapping[str, str]
    published: int | None
    proposed: int | None


def apply(framework: Framework, tariff: Tariff | None, scenario: Scenario) -> tuple[Framework, Tariff | None]:
    """Return FRAMEWORK and TARIFF with the changes of SCENARIO, in their order, as drafts.

    What no change touches is the very object given. Raises ChangeDoesNotFitError, and FrameworkInvalidError where the
    outcome is no valid definition.
    """
    if scenario.framework != framework.id or scenario.version not in (None, framework.version):
        found = f"a scenario for {scenario.framework} {scenario.version or ''}".strip()
        raise ChangeDoesNotFitError(what=found, wanted=f"{framework.id} {framework.version}")
    draft, amounts = framework, tariff
    for change in scenario.changes:
        match change:
            case Threshold():
                draft = _moved(draft, change)
            case LevelPoints():
                draft = _pointed(draft, change)
            case StrandWeight():
                draft = _on_row(draft, change.strand, change.measure, {"weight": change.weight})
            case Amount() | Uplift() | Flat():
                amounts = priced(amounts, change)
    return _framework_draft(framework, draft, scenario), _tariff_draft(tariff, amounts, scenario)


def into_draft(
    framework: Framework, tariff: Tariff | None, scenario: Scenario, *, reason_of_need: str = ""
) -> tuple[Framework, Tariff | None]:
    """Return the scenario as a draft. REASON_OF_NEED is carried in its note of change.

    Raises ReasonOfNeedMissingError while a change of its need side stands in the log as looked for, and nobody has
    written a reason; ChangeDoesNotFitError.
    """
    if (marked := looked_for(scenario)) and not reason_of_need.strip():
        raise ReasonOfNeedMissingError(what=", ".join(named(change) for change in marked))
    draft, amounts = apply(framework, tariff, scenario)
    if marked:
        note = f"{draft.change_note or scenario.name} Reason of need: {reason_of_need.strip()}"
        draft = draft.model_copy(update={"change_note": note})
    return draft, amounts


def proposals(published: TableTariff, proposed: TableTariff) -> tuple[Proposal, ...]:
    """Return the amounts of two tables with the same rows that differ."""
    return tuple(
        Proposal(old.band, old.places(), old.pence, new.pence)
        for old, new in zip(published.rows, proposed.rows, strict=True)
        if old.pence != new.pence
    )


# --- thresholds and points --------------------------------------------------------------------------------------------


def _moved(framework: Framework, change: Threshold) -> Framework:
    if not isinstance(framework.decide, fw.Thresholds):
        raise ChangeDoesNotFitError(what="a threshold", wanted="a framework that decides by thresholds")
    if change.from_ is None and change.to is None:
        raise ChangeDoesNotFitError(what=f"a threshold of {change.band} that moves nothing", wanted="from, to or both")
    own = [row for row in framework.decide.rows if row.band == change.band]
    if len(own) != 1:
        raise ChangeDoesNotFitError(what=f"{len(own)} rows of {change.band}", wanted="one row of the band")
    old = own[0]
    start = old.from_ if change.from_ is None else change.from_
    end = old.to if change.to is None else change.to
    rows = []
    for row in framework.decide.rows:
        if row is old:
            moved = fw.ThresholdRow(band=row.band, from_=start, to=end)
        elif row.to == old.from_ - 1:
            moved = row.model_copy(update={"to": start - 1})
        elif row.from_ == old.to + 1:
            moved = row.model_copy(update={"from_": end + 1})
        else:
            moved = row
        if moved.from_ > moved.to:
            raise ChangeDoesNotFitError(
                what=f"{moved.band} from {moved.from_} to {moved.to}", wanted="a row that holds a value"
            )
        rows.append(moved)
    return framework.model_copy(update={"decide": framework.decide.model_copy(update={"rows": tuple(rows)})})


def _pointed(framework: Framework, change: LevelPoints) -> Framework:
    row = _row(_measure(framework, change.strand, change.measure), change.strand)
    levels = [level.level for level in framework.strand(change.strand).levels]
    if change.level not in levels:
        raise ChangeDoesNotFitError(
            what=f"{change.strand} level {change.level}", wanted=f"one of {references.listed(levels)}"
        )
    at = levels.index(change.level)
    points = (*row.points[:at], change.points, *row.points[at + 1 :])
    return _on_row(framework, change.strand, change.measure, {"points": points})


def _on_row(framework: Framework, strand: str, id_: str | None, update: Mapping[str, object]) -> Framework:
    """Return FRAMEWORK with UPDATE in the row of points of STRAND."""
    measure = _measure(framework, strand, id_)
    row = _row(measure, strand)
    table = tuple(own.model_copy(update=update) if own is row else own for own in measure.table)
    moved = measure.model_copy(update={"table": table})
    measures = tuple(moved if own is measure else own for own in framework.measures)
    return framework.model_copy(update={"measures": measures})


def _measure(framework: Framework, strand: str, id_: str | None) -> ms.PointsMeasure:
    """Return the measure ID_; without one, the deciding measure, or the first of points."""
    points = [measure for measure in framework.measures if isinstance(measure, ms.PointsMeasure)]
    if id_ is None and isinstance(framework.decide, fw.Thresholds):
        id_ = next((measure.id for measure in points if measure.id == framework.decide.measure), None)
    found = next((measure for measure in points if id_ in (None, measure.id)), None)
    if found is None:
        raise ChangeDoesNotFitError(what=f"points of {strand}", wanted="a measure of points")
    return found


def _row(measure: ms.PointsMeasure, strand: str) -> ms.PointsRow:
    for row in measure.table:
        if row.strand == strand:
            return row
    raise ChangeDoesNotFitError(what=f"points of {strand}", wanted=f"a strand that counts in {measure.id}")


# --- amounts ----------------------------------------------------------------------------------------------------------


def priced(tariff: Tariff | None, change: OfMoney) -> Tariff:
    """Return TARIFF with one CHANGE of its amounts. Raises ChangeDoesNotFitError."""
    if tariff is None:
        raise ChangeDoesNotFitError(what="a change of amounts", wanted="a tariff")
    if isinstance(change, Uplift):
        return _uplifted(tariff, change)
    if not isinstance(tariff, TableTariff):
        raise ChangeDoesNotFitError(
            what=f'a tariff of the kind "{tariff.kind}"', wanted="a table of amounts, or an uplift"
        )
    if isinstance(change, Flat):
        meant = [row for row in tariff.rows if change.band in (None, row.band)]
        return _rows(tariff, meant, lambda pence: _at_least_nil(pence + change.pence), change.band or "any band")
    where = {place.context: place.value for place in change.where}
    meant = [row for row in tariff.rows if row.band == change.band and where.items() <= row.places().items()]
    return _rows(tariff, meant, lambda _: change.pence, " ".join((change.band, *where.values())), with_none=True)


def _rows(
    tariff: TableTariff, meant: list[tf.TariffRow], new: Callable[[int], int], what: str, *, with_none: bool = False
) -> TableTariff:
    """Return TARIFF with NEW amounts in the rows MEANT; a band without a fixed amount gets one only WITH_NONE."""
    if not meant:
        raise ChangeDoesNotFitError(what=f"no amount for {what}", wanted="a band and place that a row names")
    ids = {id(row) for row in meant}
    rows = tuple(
        row.model_copy(update={"pence": new(row.pence or 0), "terms": None})
        if id(row) in ids and (with_none or row.pence is not None)
        else row
        for row in tariff.rows
    )
    return tariff.model_copy(update={"rows": rows})


def _at_least_nil(pence: int) -> int:
    if pence < 0:
        raise ChangeDoesNotFitError(what=f"an amount of {money(pence)}", wanted="no amount below nil")
    return pence


def _uplifted(tariff: Tariff, change: Uplift) -> Tariff:
    def raised(pence: int) -> int:
        return rounded(pence * (1_000_000 + change.millionths), 1_000_000, change.rounding, change.round_to)

    match tariff:
        case TableTariff():
            return _rows(tariff, list(tariff.rows), raised, "any band")
        case tf.BaseTimesWeightTariff():
            bases = tuple(base.model_copy(update={"pence": raised(base.pence)}) for base in tariff.bases)
            return tariff.model_copy(update={"bases": bases})
        case tf.SumByStrandTariff():
            amounts = tuple(row.model_copy(update={"pence": raised(row.pence)}) for row in tariff.amounts)
            return tariff.model_copy(update={"amounts": amounts})
        case tf.RateTariff():
            rates = tuple(row.model_copy(update={"rate": raised(row.rate)}) for row in tariff.rows)
            return tariff.model_copy(update={"rows": rates})
        case tf.MeasureTariff():
            raise ChangeDoesNotFitError(what="a tariff that pays a costed map", wanted="rates changed in the framework")


# --- drafts -----------------------------------------------------------------------------------------------------------


def _framework_draft(old: Framework, new: Framework, scenario: Scenario) -> Framework:
    if new == old:
        return old
    named = {"version": f"{old.version}-{scenario.id}", "supersedes": files.sha256(old), "change_note": scenario.name}
    draft = Framework.model_validate(new.model_copy(update=named).model_dump())
    if found := references.problems(draft):
        raise files.FrameworkInvalidError(name=scenario.name, problems=list(found))
    return draft


def _tariff_draft(old: Tariff | None, new: Tariff | None, scenario: Scenario) -> Tariff | None:
    if new is None or old is None or new == old:
        return old
    source = Source(what=f"proposal: {scenario.name}", ref=scenario.id, date_=scenario.date_)
    version = f"{old.version or old.year}-{scenario.id}"
    draft = new.model_copy(update={"version": version, "provenance": (*old.provenance, source)})
    return type(draft).model_validate(draft.model_dump())
