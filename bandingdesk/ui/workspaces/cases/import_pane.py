"""The import of a list: five steps at the left, the open one in the middle, the way on bottom right."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from bandingdesk.ui import messages, text
from bandingdesk.ui.widgets import labels
from bandingdesk.ui.widgets.banner import Banner
from bandingdesk.ui.widgets.buttons import PrimaryButton, QuietButton
from bandingdesk.ui.widgets.foot_bar import FootBar
from bandingdesk.ui.widgets.row_list import Row, RowList
from bandingdesk.ui.workspaces.cases.earlier_view_model import EarlierViewModel
from bandingdesk.ui.workspaces.cases.import_effect import EffectStep, ImportStep
from bandingdesk.ui.workspaces.cases.import_steps import CheckStep, ColumnsStep, FileStep
from bandingdesk.ui.workspaces.cases.import_view_model import STEPS, ImportViewModel, Step

if TYPE_CHECKING:
    from bandingdesk.ui.messages import Messages

_STEPS = 220  # px


class ImportPane(QWidget):
    """The five steps. `left` asks for the list of cases."""

    left = Signal()

    def __init__(self, seen: ImportViewModel, earlier: EarlierViewModel, says: Messages) -> None:
        super().__init__()
        self.seen = seen
        self.earlier = earlier
        self._says = says
        self.setAcceptDrops(True)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        self.steps = RowList(self.tr("Steps of the import"))
        self.steps.setFixedWidth(_STEPS)
        self.steps.opened.connect(self._go)
        middle.addWidget(self.steps)
        middle.addWidget(labels.Line(upright=True))
        middle.addWidget(self._make_work(), 1)
        outer.addLayout(middle, 1)
        outer.addWidget(self._make_foot())
        seen.changed.connect(self._show)
        self._show()

    def minimumSizeHint(self) -> QSize:
        return QSize(760, 400)

    def take_focus(self) -> None:
        """Put the focus on the first task of the open step."""
        self.earlier.load()
        if self.seen.made is not None:
            self.seen.clear()
            self._show()
        target = self.file.choose if self.seen.step == "file" and self.seen.workbook is None else self.main
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() and not self.seen.is_busy:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            event.acceptProposedAction()
            self.seen.choose(files[0])

    def press_main(self) -> None:
        """Go on to the next step, or import."""
        if self.main.isEnabled() and self.main.isVisible():
            self.main.click()

    # Parts

    def _make_work(self) -> QWidget:
        work = QWidget()
        column = QVBoxLayout(work)
        column.setContentsMargins(20, 16, 20, 12)
        column.setSpacing(12)
        self._title = labels.Label("", "page_title", wrap=True)
        column.addWidget(self._title)
        self._wrong = Banner("", tone="danger", closable=False)
        column.addWidget(self._wrong)
        self.file = FileStep(self.seen, self.earlier)
        self.columns = ColumnsStep(self.seen)
        self.check = CheckStep(self.seen)
        self.effect = EffectStep(self.seen)
        self.last = ImportStep(self.seen)
        self._parts: dict[Step, Any] = {
            "file": self.file,
            "columns": self.columns,
            "check": self.check,
            "effect": self.effect,
            "import": self.last,
        }
        self._stack = QStackedLayout()
        for part in self._parts.values():
            self._stack.addWidget(part)
        column.addLayout(self._stack, 1)
        self.file.choose_asked.connect(self._on_choose)
        self.check.save_asked.connect(self._on_save)
        self.last.cases_asked.connect(self.left)
        self.last.undo_asked.connect(self._on_undo)
        return work

    def _make_foot(self) -> QWidget:
        self._foot = FootBar()
        self.back = self._foot.add_left(QuietButton(self.tr("Back"), icon="arrow-left"))
        self.back.clicked.connect(self._on_back)
        self.stop = self._foot.add_right(QuietButton(self.tr("Cancel")))
        self.stop.clicked.connect(self.seen.cancel)
        self.main = self._foot.add_right(PrimaryButton("", key="F8"))
        self.main.clicked.connect(self._on_main)
        return self._foot

    # Show

    def _show(self) -> None:
        seen = self.seen
        names = {
            "file": self.tr("File"),
            "columns": self.tr("Match columns"),
            "check": self.tr("Check"),
            "effect": self.tr("Effect"),
            "import": self.tr("Import"),
        }
        at = STEPS.index(seen.step)
        rows = []
        for number, step in enumerate(STEPS):
            done = number < at or seen.made is not None
            icon, tone = (
                ("circle-check", "ok") if done else ("circle-dot", "accent") if number == at else ("circle", "text2")
            )
            words = self.tr("{number} {name}").format(number=number + 1, name=names[step])
            rows.append(Row(step, words, self._line(step), icon, tone))
        self.steps.set_rows(rows, seen.step)
        self._title.setText(names[seen.step])
        self._parts[seen.step].show_step()
        self._stack.setCurrentWidget(self._parts[seen.step])
        self._wrong.setVisible(seen.error is not None)
        if seen.error is not None:
            happened, kept, do = messages.error_text(seen.error)
            self._wrong.say(happened, kept, do, code=seen.error.code, tone="danger")
        self._show_foot()

    def _line(self, step: Step) -> str:
        seen = self.seen
        if step == "file" and seen.path is not None:
            return seen.path.name
        if step == "columns" and seen.mapping is not None and seen.mapping.matches:
            taken = sum(match.column is not None for match in seen.mapping.matches)
            return self.tr("%n matched", "", taken)
        if step == "check" and seen.checked is not None:
            return self.tr("{ready} ready, {aside} aside").format(
                ready=text.count(len(seen.checked.ready)), aside=text.count(len(seen.checked.set_aside))
            )
        if step == "effect" and seen.effect is not None:
            return self.tr("{0} new").replace("{0}", text.count(len(seen.effect.new)))
        return ""

    def _show_foot(self) -> None:
        seen = self.seen
        self.back.setVisible(seen.made is None)
        self.stop.setVisible(seen.is_busy)
        self.main.setVisible(seen.made is None)
        words, why = self._next()
        self.main.setText(words)
        self.main.say_why_not(why)
        if seen.job is not None:
            done = self.tr("{done} of {all}").format(done=text.count(seen.job.count), all=text.count(seen.job.total))
            self._foot.say(seen.job.title, done if seen.job.total else "", "loader", "accent")
        elif seen.made is not None:
            self._foot.say(self.tr("The list is imported."), "", "circle-check", "ok")
        else:
            safe = self.tr("Nothing is written before the last step.")
            self._foot.say(safe, why, "shield-check", "text2")

    def _next(self) -> tuple[str, str]:
        """Return the words of the main button and what speaks against it."""
        seen = self.seen
        busy = self.tr("Wait until this is done.") if seen.is_busy else ""
        if seen.step == "file":
            none = self.tr("Choose a file first.") if seen.mapping is None else ""
            words = self.tr("Check the rows") if seen.kind == "sen2" else self.tr("Match columns")
            return words, busy or none
        if seen.step == "columns":
            missing = bool(seen.mapping and seen.mapping.missing())
            return self.tr("Check the rows"), busy or (self.tr("Match each needed field.") if missing else "")
        if seen.step == "check":
            none = self.tr("No row is ready. Mend at least one.") if seen.checked and not seen.checked.ready else ""
            return self.tr("See what it would do"), busy or none
        if seen.step == "effect":
            return self.tr("Go to the last step"), busy
        aside = bool(seen.checked and seen.checked.set_aside) and not seen.accept_good
        ready = len(seen.checked.ready) if seen.checked else 0
        words = self.tr("Import %n rows", "", ready).replace(str(ready), text.count(ready))
        return words, busy or (self.tr("Choose what happens to the rows that are not ready.") if aside else "")

    # Ways

    def _go(self, step: object) -> None:
        self.seen.go(step)  # type: ignore[arg-type]  # the keys of the list are the steps
        self._show()

    def _on_back(self) -> None:
        at = STEPS.index(self.seen.step)
        if at == 0:
            self.left.emit()
        else:
            self.seen.go(STEPS[at - 1])

    def _on_main(self) -> None:
        seen = self.seen
        if seen.step == "file" and seen.kind == "sen2":
            seen.check()  # the return names its columns itself
        elif seen.step == "file":
            seen.go("columns")
        elif seen.step == "columns":
            seen.check()
        elif seen.step == "check":
            seen.look_at_effect()
        elif seen.step == "effect":
            seen.step = "import"
            self._show()
        else:
            seen.run()

    def _on_undo(self) -> None:
        """Lead to the lists taken in, this one among them."""
        self.seen.clear()
        self._show()
        self.take_focus()

    def _on_choose(self) -> None:
        kinds = self.tr("Lists (*.xlsx *.xlsm *.xls *.ods *.csv *.tsv *.txt)")
        name, _ = QFileDialog.getOpenFileName(self, self.tr("Choose a list"), "", kinds)
        if name:
            self.seen.choose(Path(name))

    def _on_save(self) -> None:
        stem = self.seen.path.stem if self.seen.path else "list"
        proposed = self.tr("{0} to fix.xlsx").replace("{0}", stem)
        name, _ = QFileDialog.getSaveFileName(self, self.tr("Save the rows to fix"), proposed, "*.xlsx")
        if name:
            self.seen.save_rejects(Path(name))
