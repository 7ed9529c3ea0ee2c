"""What is wrong with a file: every fault at once, each with its place, what was found and what was expected."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from bandingdesk.ui.messages import error_text
from bandingdesk.ui.models.columns import Cell, Column, RowsModel
from bandingdesk.ui.widgets import labels
from bandingdesk.ui.widgets.banner import Banner
from bandingdesk.ui.widgets.buttons import PrimaryButton, QuietButton
from bandingdesk.ui.widgets.foot_bar import FootBar
from bandingdesk.ui.widgets.table import Table

if TYPE_CHECKING:
    from bandingdesk.ui.workspaces.frameworks.view_model import FrameworksViewModel


class Fault(NamedTuple):
    """One fault of a file, as a row."""

    id: str
    place: str
    found: str
    expected: str


class FaultsPane(QWidget):
    """The faults of the last file. Nothing of it was taken over."""

    def __init__(self, model: FrameworksViewModel, ask_file: Callable[[], None]) -> None:
        super().__init__()
        self._model = model
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(20, 16, 20, 12)
        column.setSpacing(12)
        self._title = labels.Label("", "page_title", wrap=True)
        self.banner = Banner("", closable=False, tone="danger")
        columns = (
            Column("place", self.tr("Where"), lambda one: Cell(one.place, strong=True), 240, stretch=True),
            Column("found", self.tr("What stands there"), lambda one: one.found, 240, stretch=True),
            Column("expected", self.tr("What is expected"), lambda one: one.expected, 280, stretch=True),
        )
        self._rows = RowsModel(columns)
        self.table = Table(self.tr("Faults of the file"), self._rows)
        for part in (self._title, self.banner):
            column.addWidget(part)
        column.addWidget(self.table, 1)
        outer.addWidget(body, 1)
        self.foot = FootBar()
        back = self.foot.add_right(QuietButton(self.tr("Back to the versions"), icon="arrow-left"))
        back.clicked.connect(lambda: model.open("versions"))
        self.main = self.foot.add_right(PrimaryButton(self.tr("Read the file again"), icon="import", key="Ctrl+Enter"))
        self.main.clicked.connect(lambda: ask_file())
        outer.addWidget(self.foot)

    def show_model(self) -> None:
        """Show the faults."""
        fault = self._model.faults
        if fault is None:
            return
        self._title.setText(self._model.file_name)
        happened, kept, do = error_text(fault)
        self.banner.say(happened, kept, do, code=fault.code, tone="danger")
        rows = faults(fault)
        self._rows.set_rows(rows)
        self.table.setVisible(bool(rows))
        self.foot.say(self.tr("%n places to correct.", "", len(rows)) if rows else "", "", "list-checks", "text2")

    def take_focus(self) -> None:
        """Put the focus on the list."""
        target: QWidget = self.table if self._rows.rows else self.main
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def panes(self) -> list[QWidget]:
        """Return the parts that F6 walks."""
        return [self.table, self.foot]


def faults(error: Any) -> list[Fault]:
    """Return every fault that an error lists."""
    return [
        Fault(str(at), place(one), one.found, one.expected) for at, one in enumerate(getattr(error, "problems", ()))
    ]


def place(problem: Any) -> str:
    """Return where a fault is: sheet, row and column of a workbook, else its path."""
    parts = [getattr(problem, name, None) for name in ("sheet", "row", "column")]
    said = ("Sheet {0}", "row {0}", "column {0}")
    told = [template.replace("{0}", str(part)) for template, part in zip(said, parts, strict=True) if part]
    return ", ".join(told) or str(problem.path)
