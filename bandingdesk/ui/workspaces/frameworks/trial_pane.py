"""The trial of a version: its days, how many cases would stand elsewhere, and each case by its reference."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from bandingdesk.errors import QT_TRANSLATE_NOOP
from bandingdesk.ui import text
from bandingdesk.ui.messages import error_text
from bandingdesk.ui.models.columns import Cell, RowsModel
from bandingdesk.ui.models.columns import Column as TableColumn
from bandingdesk.ui.theme import theme
from bandingdesk.ui.widgets import labels
from bandingdesk.ui.widgets.banner import Banner
from bandingdesk.ui.widgets.card import Card, Column
from bandingdesk.ui.widgets.chart import ChartCard
from bandingdesk.ui.widgets.figure import Figure
from bandingdesk.ui.widgets.table import Table
from bandingdesk.ui.workspaces.frameworks import words
from bandingdesk.ui.workspaces.frameworks.simulate_results import Tiles

if TYPE_CHECKING:
    from bandingdesk.ui.jobs import Jobs
    from bandingdesk.ui.messages import Messages
    from bandingdesk.ui.workspaces.frameworks.trial_reading import TrialLine, Tried
    from bandingdesk.ui.workspaces.frameworks.trial_view_model import TrialViewModel

_TABLE_HIGH = 280  # px at 100 %
_FOUR = 560  # px at 100 % from which four figures stand in a row
# direction -> (words, icon, tone)
_WAYS: dict[str, tuple[str, str, str]] = {
    "same": (QT_TRANSLATE_NOOP("frameworks", "Same band"), "check", "text2"),
    "higher": (QT_TRANSLATE_NOOP("frameworks", "Higher"), "arrow-up", "text"),
    "lower": (QT_TRANSLATE_NOOP("frameworks", "Lower"), "arrow-down", "text"),
    "people": (QT_TRANSLATE_NOOP("frameworks", "No one band to compare"), "users-round", "text"),
}


class TrialPane(QWidget):
    """What a trial shows. It looks only: adoption, and the end of the trial, stand in Adopt."""

    def __init__(self, model: TrialViewModel, jobs: Jobs, messages: Messages) -> None:
        super().__init__()
        self._model = model
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self.body = Column(margins=(16, 16, 16, 16), spacing=12)
        outer.addWidget(self.body)
        self.banner = Banner("", closable=False)
        self.days = Card(" ")
        self._state = labels.Label("", "second", "text2", wrap=True)
        promise = self.tr("A trial changes no child’s band and no money. Nothing on this page is recorded for a case.")
        self.days.add(labels.Label(promise, "body", wrap=True))
        self.days.add(self._state)
        self.figures = {way: Figure(words.tr(said)) for way, (said, _, _) in _WAYS.items()}
        self.days.add(Tiles(list(self.figures.values()), few=2, many=4, wide=_FOUR))
        self.grid = ChartCard(jobs, messages)
        self.cases = Card(self.tr("Case by case"))
        self.table = Table(self.tr("Cases of the trial"), self._make_rows(), compact=True)
        self.table.setMinimumHeight(theme.current().scaled(_TABLE_HIGH))
        self.cases.add(self.table)
        for part in (self.banner, self.days, self.grid, self.cases):
            self.body.add(part)
        self.body.body.addStretch(1)
        model.changed.connect(self.show_model)
        self.show_model()

    def _make_rows(self) -> RowsModel:
        columns = (
            TableColumn("case", self.tr("Case"), lambda line: Cell(line.row.reference, strong=True), 120, stretch=True),
            TableColumn("on", self.tr("Meeting"), lambda line: text.day_bare(line.row.on), 120, drop=1),
            TableColumn("before", self.tr("Band in force"), lambda line: line.before, 130, stretch=True),
            TableColumn("after", self.tr("Band under the trial"), lambda line: line.after, 160, stretch=True),
            TableColumn("way", self.tr("Difference"), _way, 200),
        )
        self._rows = RowsModel(columns)
        return self._rows

    def show_model(self) -> None:
        """Show what is so now."""
        model, tried = self._model, self._model.tried
        self.banner.setVisible(model.error is not None)
        if model.error is not None:
            happened, kept, do = error_text(model.error)
            self.banner.say(happened, kept, do, code=model.error.code, tone="danger")
        for part in (self.days, self.grid, self.cases):
            part.setVisible(tried is not None)
        if tried is not None:
            self._show(tried)

    def _show(self, tried: Tried) -> None:
        assert self.days.heading is not None
        title = self.tr("In trial from {first} to {last}").replace("{first}", text.day(tried.trial.from_))
        self.days.heading.set_title(title.replace("{last}", text.day(tried.trial.to)))
        self._state.setText(self._said(tried))
        for way, figure in self.figures.items():
            figure.set(text.count(tried.count(way)))  # type: ignore[arg-type]  # the ways of _WAYS
            figure.tell()
        self.grid.setVisible(tried.grid is not None)
        self.cases.setVisible(bool(tried.lines))
        if tried.grid is not None:
            self.grid.set(tried.grid)
        self._rows.set_rows(list(tried.lines))

    def _said(self, tried: Tried) -> str:
        """Return how many cases there are so far, and what was written when the trial ended."""
        if tried.lines:
            said = self.tr("The levels of %n cases were agreed in these days.", "", len(tried.lines))
        else:
            said = self.tr("No levels were agreed in these days yet. Each meeting’s cases appear here by themselves.")
        found = tried.trial.found
        ended = self.tr("The trial has ended. What it showed: {words}").replace("{words}", found) if found else ""
        return " ".join(part for part in (said, ended) if part)

    def why_not(self) -> str:
        """Return why there is no next step: a trial is looked at."""
        return self.tr("A trial is looked at here. It ends in Adopt.")

    def panes(self) -> list[QWidget]:
        """Return the parts that F6 walks."""
        return [self.body]

    def take_focus(self) -> None:
        """Put the focus on the cases."""
        (self.table if self._rows.rows else self.body).setFocus()


def _way(line: TrialLine) -> Cell:
    said, icon, tone = _WAYS[line.direction]
    return Cell(words.tr(said), tone, icon)
