"""What the trial page reads: a version's days of trial, and each case beside the band of the scheme in force."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication

from bandingdesk.store.queries import rulebooks, trials, versions
from bandingdesk.ui import text

if TYPE_CHECKING:
    from bandingdesk.charts import Chart
    from bandingdesk.desk.desk import Desk
    from bandingdesk.matrix.framework import Framework
    from bandingdesk.matrix.life import Trial
    from bandingdesk.matrix.trial import Direction
    from bandingdesk.store.queries.trials import BesideRow
    from bandingdesk.store.queries.versions import VersionRow


@dataclass(frozen=True, slots=True)
class TrialLine:
    """One case of the trial, with both bands by name and which way it goes."""

    id: str
    row: BesideRow
    before: str
    after: str
    direction: Direction


@dataclass(frozen=True, slots=True)
class Tried:
    """A trial as it stands: those who would stand elsewhere come first.

    There is no `grid` while no levels were agreed within its days.
    """

    version: VersionRow
    trial: Trial
    lines: tuple[TrialLine, ...]
    grid: Chart | None

    def count(self, direction: Direction) -> int:
        """Return how many cases go one way."""
        return sum(line.direction == direction for line in self.lines)


def tried(desk: Desk, sha256: str) -> Tried | None:
    """Return the trial of a version, None where it was never in one. Raises VersionUnknownError."""
    me = desk.me_id

    def read(conn: Any) -> Tried | None:
        from bandingdesk.matrix import figures, trial
        from bandingdesk.matrix.whatif.totals import REFERRED

        life = versions.life(conn, sha256)
        if life.trial is None:
            return None
        rows = trials.beside(conn, sha256, me)
        new = rulebooks.framework(conn, sha256)
        old = [rulebooks.framework(conn, one) for one in dict.fromkeys(row.framework_sha256 for row in rows)]
        ladder = _ladder(*old, new)
        names = figures.Names(new, old[0] if old else None, _charts)
        lines = [
            TrialLine(
                row.round,
                row,
                names.band(row.band or REFERRED),
                names.band(row.trial.row),
                trial.direction(row.band, row.trial, ladder),
            )
            for row in rows
        ]
        lines.sort(key=lambda line: line.direction == "same")  # each part stays as it was read, the latest first
        version = versions.version(conn, sha256)
        return Tried(version, life.trial, tuple(lines), _grid(rows, ladder, names, life.trial, new) if rows else None)

    return desk.read(read)


def _ladder(*frameworks: Framework) -> tuple[str, ...]:
    """Return the bands of all, lowest first; those of a later one that the first lacks come last."""
    return tuple(dict.fromkeys(band.id for framework in frameworks for band in framework.ladder()))


def _grid(rows: tuple[BesideRow, ...], ladder: tuple[str, ...], names: Any, days: Trial, new: Framework) -> Chart:
    """Return the cases by band in force and band under the trial; a small count is hidden, as in every picture."""
    from bandingdesk.matrix import figures
    from bandingdesk.matrix.whatif.totals import REFERRED

    cells = Counter((row.band or REFERRED, row.trial.row) for row in rows)
    source = _tr("Levels agreed from {first} to {last}")
    source = source.replace("{first}", text.day_bare(days.from_)).replace("{last}", text.day_bare(days.to))
    about = figures.About(_tr("in force"), _tr("under the trial"), "", f"{new.title} {new.version}", source)
    all_ = (*ladder, *figures.LEFT_TO_PEOPLE)
    return figures.transitions(cells, all_, all_, names, about)


def _tr(words: str) -> str:
    return QCoreApplication.translate("trial", words)


def _charts(words: str) -> str:
    return QCoreApplication.translate("charts", words)
