"""Compare: two versions side by side, layer by layer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QGridLayout, QStackedWidget, QVBoxLayout, QWidget

from bandingdesk.ui import text
from bandingdesk.ui.messages import error_text
from bandingdesk.ui.widgets import labels
from bandingdesk.ui.widgets.banner import Banner
from bandingdesk.ui.widgets.buttons import PrimaryButton, QuietButton
from bandingdesk.ui.widgets.empty_state import EmptyState
from bandingdesk.ui.widgets.foot_bar import FootBar
from bandingdesk.ui.widgets.form import Choice
from bandingdesk.ui.widgets.progress_line import ProgressLine
from bandingdesk.ui.widgets.segmented import Segmented
from bandingdesk.ui.workspaces.frameworks.compare_layers import (
    AmountsLayer,
    CaseloadLayer,
    ProfilesLayer,
    RulesLayer,
    WordsLayer,
)
from bandingdesk.ui.workspaces.frameworks.compare_reading import Side

if TYPE_CHECKING:
    from bandingdesk.ui.jobs import Jobs
    from bandingdesk.ui.messages import Messages
    from bandingdesk.ui.workspaces.frameworks.compare_view_model import CompareViewModel, Layer


class ComparePane(QWidget):
    """Words, rules, amounts, profiles, caseload."""

    def __init__(self, model: CompareViewModel, jobs: Jobs, messages: Messages) -> None:
        super().__init__()
        self._model = model
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._make_head())
        self.layers: dict[str, Any] = {
            "words": WordsLayer(),
            "rules": RulesLayer(),
            "amounts": AmountsLayer(),
            "profiles": ProfilesLayer(),
            "caseload": CaseloadLayer(jobs, messages),
        }
        self._stack = QStackedWidget()
        for layer in self.layers.values():
            self._stack.addWidget(layer)
        self._alone = EmptyState(
            self.tr("There is nothing to compare with."),
            self.tr("A comparison needs a second version or a draft of this scheme."),
            icon="git-compare",
        )
        self._blank = QWidget()
        self._stack.addWidget(self._alone)
        self._stack.addWidget(self._blank)
        column.addWidget(self._stack, 1)
        self.foot = FootBar()
        self.main = PrimaryButton(self.tr("Export the comparison"), icon="file-spreadsheet", key="Ctrl+Enter")
        self.main.clicked.connect(self.ask_place)
        self.foot.add_right(self.main)
        column.addWidget(self.foot)
        model.changed.connect(self.show_model)
        self.show_model()

    def _make_head(self) -> QWidget:
        head = QWidget()
        column = QVBoxLayout(head)
        column.setContentsMargins(16, 12, 16, 4)
        column.setSpacing(10)
        self.banner = Banner("", closable=False)
        self.banner.hide()
        column.addWidget(self.banner)
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(6)
        self.old, self.new = Choice(), Choice()
        self.old_tariff, self.new_tariff = Choice(), Choice()
        names = (self.tr("Old version"), self.tr("New version"), self.tr("Old amounts"), self.tr("New amounts"))
        fields = (self.old, self.new, self.old_tariff, self.new_tariff)
        for choice, name in zip(fields, names, strict=True):
            choice.setAccessibleName(name)
            choice.chosen.connect(lambda _: self._choose())
        self.swap = QuietButton(self.tr("Swap"), icon="arrow-right-left")
        self.swap.clicked.connect(self._model.swap)
        for at, (words, version, tariff) in enumerate(
            ((self.tr("From"), self.old, self.old_tariff), (self.tr("to"), self.new, self.new_tariff))
        ):
            grid.addWidget(labels.Label(words, "second", "text2"), 0, 3 * at)
            grid.addWidget(version, 0, 3 * at + 1)
            grid.addWidget(tariff, 0, 3 * at + 2)
            grid.setColumnStretch(3 * at + 1, 3)
            grid.setColumnStretch(3 * at + 2, 1)
        grid.addWidget(self.swap, 0, 6)
        column.addLayout(grid)
        choices = [
            ("words", self.tr("Words")),
            ("rules", self.tr("Rules")),
            ("amounts", self.tr("Amounts")),
            ("profiles", self.tr("All profiles")),
            ("caseload", self.tr("Caseload")),
        ]
        self.switch = Segmented(self.tr("Layer of the comparison"), choices, "words", compact=True)
        self.switch.chosen.connect(lambda layer: self._model.show_layer(cast("Layer", layer)))
        column.addWidget(self.switch)
        self._progress = ProgressLine(self.tr("How far the comparison is"))
        self._progress.stopped.connect(self._model.cancel)
        column.addWidget(self._progress)
        return head

    def show_model(self) -> None:
        """Show what is so now."""
        model, compared = self._model, self._model.compared
        self._show_choices()
        self._show_progress()
        self._show_banner()
        is_alone = bool(model.entries) and model.job is None and model.old == model.new
        self.switch.set_value(model.layer)
        self.switch.setVisible(compared is not None)
        self.foot.setVisible(compared is not None)
        if is_alone:
            self._stack.setCurrentWidget(self._alone)
        elif compared is None:
            self._stack.setCurrentWidget(self._blank)
        else:
            layer = self.layers[model.layer]
            layer.show_compared(compared)
            self._stack.setCurrentWidget(layer)
            self._show_foot()

    def ask_place(self) -> None:
        """Ask where to, then write all layers as a workbook."""
        if self._model.compared is None:
            return
        kinds = self.tr("Workbooks (*.xlsx)")
        title, proposed = self.tr("Export the comparison"), self.tr("comparison.xlsx")
        name, _ = QFileDialog.getSaveFileName(self, title, proposed, kinds)
        if name:
            self._model.export(Path(name))

    def why_not(self) -> str:
        """Return why there is nothing to export, "" where there is."""
        return "" if self._model.compared is not None else self.tr("The comparison is not ready.")

    def panes(self) -> list[QWidget]:
        """Return the parts that F6 walks."""
        return [self.switch, self._stack, self.foot]

    def take_focus(self) -> None:
        """Put the focus on the layer that is shown."""
        for button in self.switch.buttons:
            if button.isChecked():
                button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self) -> None:
        sides = []
        for version, tariff in ((self.old, self.old_tariff), (self.new, self.new_tariff)):
            sides.append(Side(str(version.value or ""), str(tariff.value or "")))
        self._model.choose(*sides)

    def _show_choices(self) -> None:
        model = self._model
        named = [(one.key, f"{one.version} · {one.title}") for one in model.entries]
        for version, tariff, side in (
            (self.old, self.old_tariff, model.old),
            (self.new, self.new_tariff, model.new),
        ):
            _offer(version, named, side.key)
            years = [(one.id, one.year) for one in model.tariffs(side)]
            _offer(tariff, years, side.tariff)
            tariff.setVisible(bool(years))

    def _show_progress(self) -> None:
        job = self._model.job
        running = job is not None and job.state == "running"
        self._progress.setVisible(running)
        if job is not None and running:
            said = self.tr("Step {count} of {total}").replace("{count}", text.count(min(job.count + 1, job.total or 1)))
            self._progress.say(job.count, job.total, said.replace("{total}", text.count(job.total or 1)))

    def _show_banner(self) -> None:
        model = self._model
        self.banner.setVisible(model.error is not None or model.is_stopped)
        if model.error is not None:
            happened, kept, do = error_text(model.error)
            self.banner.say(happened, kept, do, code=model.error.code, tone="danger")
        elif model.is_stopped:
            self.banner.say(self.tr("The comparison was stopped."), self.tr("Choose a version to compare again."))

    def _show_foot(self) -> None:
        compared = self._model.compared
        assert compared is not None
        diff = compared.diff
        changed = diff.semantic.changed
        parts = [
            self.tr("%n texts", "", len(diff.wording)),
            self.tr("%n rules", "", len(diff.structure)),
            self.tr("%n amounts", "", len(diff.amounts)),
        ]
        said = self.tr("They differ in {parts}.").replace("{parts}", text.listed(parts))
        line = self.tr("{n} profiles get another band.").replace("{n}", text.count(changed)) if changed else ""
        self.foot.say(said, line, "git-compare")


def _offer(choice: Choice, named: list[tuple[str, str]], key: str) -> None:
    """Offer NAMED in CHOICE with KEY chosen; the list stays as it is while nothing in it differs."""
    if [(choice.itemData(n), choice.itemText(n)) for n in range(choice.count())] != named:
        choice.set_choices(named)
    choice.set_value(key if key in dict(named) else None)
    choice.setToolTip(choice.currentText())
