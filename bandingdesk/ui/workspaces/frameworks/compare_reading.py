"""What a comparison reads: two versions with their tariffs, all that differs between them, the council's caseload."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QCoreApplication

from bandingdesk import charts
from bandingdesk.sheets import Cell, Sheet, write_xlsx
from bandingdesk.store.queries import council, profiles
from bandingdesk.ui import text
from bandingdesk.ui.jobs import CancelledError
from bandingdesk.ui.workspaces.frameworks import checking, reading

if TYPE_CHECKING:
    from bandingdesk.charts import Chart
    from bandingdesk.desk.desk import Desk
    from bandingdesk.matrix.diff import Diff
    from bandingdesk.matrix.figures import Names
    from bandingdesk.matrix.framework import Framework
    from bandingdesk.matrix.movement import Movement
    from bandingdesk.ui.jobs import Cancelled, Progress
    from bandingdesk.ui.workspaces.frameworks.history import State

_STEPS = 4


class Side(NamedTuple):
    """One side of a comparison: a version or draft, and a tariff of the library in place of its own ("": its own)."""

    key: str = ""
    tariff: str = ""


@dataclass(frozen=True, slots=True)
class Compared:
    """Two versions side by side. `pictures` are of the caseload, none where no case on record has levels."""

    old: Framework
    new: Framework
    diff: Diff
    movement: Movement | None
    pictures: tuple[Chart, ...]
    names: Names

    def strand(self, id_: str) -> str:
        """Return a strand's name in the new version, or in the old one where it is there alone."""
        for framework in (self.new, self.old):
            for strand in framework.strands:
                if strand.id == id_:
                    return strand.name
        return id_

    def is_amounts_alone(self) -> bool:
        """Whether nothing but amounts differs: two years of one tariff."""
        return bool(self.diff.amounts) and not self.diff.structure and not self.diff.wording


def compare(desk: Desk, before: Side, after: Side, progress: Progress, cancelled: Cancelled) -> Compared:
    """Return what differs between two sides. Raises FrameworkInvalidError, CancelledError."""

    def step(done: int) -> None:
        if cancelled():
            raise CancelledError
        progress(done, _STEPS)

    step(0)
    from bandingdesk.matrix import compiled, diff, figures, movement

    sides = [checking.read(_state(desk, side)) for side in (before, after)]
    old, new = (compiled.compile_scheme(*side) for side in sides)
    step(1)
    found = diff.diff(old, new)
    step(2)
    me = desk.me_id
    cases = desk.read(lambda conn: profiles.decided(conn, old.framework, me)).caseload
    step(3)
    moved = movement.movement(old, new, cases) if len(cases) else None
    step(4)
    names = figures.Names(new.framework, old.framework, _charts)
    pictures = _pictures(found, moved, old.framework, new.framework, names, desk) if moved is not None else ()
    return Compared(old.framework, new.framework, found, moved, pictures, names)


def _state(desk: Desk, side: Side) -> State:
    state = reading.opened(desk, side.key).state
    if not side.tariff:
        return state
    amounts = desk.read(lambda conn: council.tariff_definition(conn, side.tariff))
    return state._replace(tariff=json.loads(amounts))


def _pictures(
    found: Diff, moved: Movement, old: Framework, new: Framework, names: Names, desk: Desk
) -> tuple[Chart, ...]:
    from bandingdesk.matrix import figures

    source = _tr("Decided levels on record on {day}").replace("{day}", text.day_bare(desk.clock.today()))
    versions = (old.version, new.version)
    if versions[0] == versions[1]:
        versions = (found.old.get("tariff", versions[0]), found.new.get("tariff", versions[1]))
    about = figures.About(*versions, "", new.title, source)
    made = [figures.grid_of(moved, old, new, names, about)]
    if moved.period is not None:
        period = about._replace(period=_charts(figures.PERIODS[moved.period]))
        made.append(figures.shares("setting", moved.by_setting, moved.whole, names, period))
        made.append(figures.shares("phase", moved.by_phase, moved.whole, names, period))
        made.append(figures.gains(moved.by_setting, moved.whole, names, period))
    return tuple(made)


def workbook(compared: Compared) -> bytes:
    """Return all that differs as a workbook: a sheet a layer."""
    diff, names = compared.diff, compared.names
    changes: list[list[Cell]] = [[_tr("Layer"), _tr("Place"), _tr("Old"), _tr("New")]]
    for layer, found in ((_tr("Words"), diff.wording), (_tr("Rules"), diff.structure)):
        changes += [[layer, one.place, *one.said] for one in found]
    amounts: list[list[Cell]] = [[_tr("Place"), _tr("Old, pence"), _tr("New, pence")]]
    amounts += [[one.place, one.old, one.new] for one in diff.amounts]
    shifts: list[list[Cell]] = [[_tr("Old band"), _tr("New band"), _tr("Profiles"), _tr("Example")]]
    for shift in diff.semantic.shifts:
        example = ", ".join(f"{compared.strand(strand)} {level}" for strand, level in shift.example.levels.items())
        shifts.append([names.band(shift.old), names.band(shift.new), str(shift.profiles), example])
    sheets = [Sheet(_tr("Changes"), changes), Sheet(_tr("Amounts"), amounts), Sheet(_tr("Profiles"), shifts)]
    for n, chart in enumerate(compared.pictures, 1):
        sheets.append(Sheet(f"{_tr('Caseload')} {n}", [list[Cell](row) for row in charts.figures(chart, _charts)]))
    return write_xlsx(sheets)


def _tr(words: str) -> str:
    return QCoreApplication.translate("compare", words)


def _charts(words: str) -> str:
    return QCoreApplication.translate("charts", words)
