"""The papers of a case: the list with advice and answers, and beside it what is open. Files may be dropped anywhere."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent, QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedLayout, QVBoxLayout, QWidget

from bandingdesk.casework.papers import looking
from bandingdesk.ui import messages, text
from bandingdesk.ui.commands import Command
from bandingdesk.ui.surroundings import Surroundings
from bandingdesk.ui.widgets import labels
from bandingdesk.ui.widgets.banner import Banner
from bandingdesk.ui.widgets.buttons import QuietButton
from bandingdesk.ui.widgets.empty_state import EmptyState
from bandingdesk.ui.widgets.row_list import Row, RowList
from bandingdesk.ui.workspaces.cases.case_reading import CaseReading
from bandingdesk.ui.workspaces.cases.papers import commands, words
from bandingdesk.ui.workspaces.cases.papers.adding_part import AddingPart
from bandingdesk.ui.workspaces.cases.papers.advice_part import AdvicePart
from bandingdesk.ui.workspaces.cases.papers.answers_part import AnswersPart
from bandingdesk.ui.workspaces.cases.papers.marks_list import MarksList
from bandingdesk.ui.workspaces.cases.papers.reader_part import ReaderPart
from bandingdesk.ui.workspaces.cases.papers.view_model import ADVICE, ANSWERS, PapersViewModel

_LIST = 264  # px


class Pane(QWidget):
    """The part of the case page. `step_changed` comes when its main step may be another one."""

    step_changed = Signal()
    room_changed = Signal()

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self._around = around
        self.seen = PapersViewModel(around.desk, around.jobs, around.messages, around.clock, self)
        self._is_large = False
        self._outside: tempfile.TemporaryDirectory[str] | None = None
        self.setAcceptDrops(True)
        self.reader = ReaderPart(self.seen, around.jobs)
        self.adding, self.answers, self.advice = (
            AddingPart(self.seen),
            AnswersPart(self.seen),
            AdvicePart(self.seen),
        )
        self.keyed: QWidget = self.reader
        self.commands: list[Command] = commands.commands(self)
        self.empty = EmptyState(
            self.tr("No papers yet"),
            self.tr("Add the reports that the panel will read. You can drop files here."),
            button=self.tr("Add papers"),
            link=self.tr("Ask for advice"),
            icon="files",
        )
        self.empty.asked.connect(self.begin_adding)
        self.empty.guide_asked.connect(lambda: self.seen.choose(ADVICE))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self._wrong = Banner("", tone="danger", closable=False)
        outer.addWidget(self._wrong)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(1)
        self._side = self._make_side()
        split.addWidget(self._side)
        held = QWidget()
        self._stack = QStackedLayout(held)
        self._blank = QWidget()
        for part in (self._blank, self.empty, self.reader, self.adding, self.answers, self.advice):
            self._stack.addWidget(part)
        split.addWidget(held)
        split.setSizes([_LIST, 700])
        split.setStretchFactor(1, 1)
        outer.addWidget(split, 1)
        self._wire()
        self._show()

    # The page's own

    @property
    def reads(self) -> bool:
        """Whether a paper is open to be read."""
        return self._stack.currentWidget() is self.reader

    @property
    def fills(self) -> bool:
        """Whether the paper has the whole page to itself."""
        return self._is_large and self.reads

    def toggle_room(self) -> None:
        """Give the paper all the room, or go back to the case."""
        self._is_large = not self._is_large
        self._fit()

    def show_reading(self, seen: CaseReading, today: date) -> None:
        """Show the papers of the case."""
        self.seen.show(seen.row.id)

    def point(self, *, paper: str = "", advice: str = "", view: str = "") -> None:
        """Go to a paper, a request for advice, or the answers, once the case is shown."""
        if advice:
            self.seen.advice.chosen = advice
        self.seen.point(ADVICE if advice else paper or view)
        if self.seen.seen is not None:
            self.seen.show(self.seen.case_id)

    def take_focus(self) -> None:
        """Put the focus on the first task."""
        now = self._stack.currentWidget()
        if now is self.adding:
            self.adding.focus_first()
        elif now is self.advice:
            self.advice.focus_first()
        elif now is self.answers:
            self.answers.rows.focus_first()
        else:
            self.list.setFocus()

    def main_step(self) -> tuple[str, str, str] | None:
        """Return words, icon and reason against of the main button, None where the case's own next step stands."""
        seen, found = self.seen, self.seen.seen
        if found is None:
            return None
        busy = self.tr("This is being recorded.") if seen.is_busy or seen.advice.is_busy else ""
        only = self.tr("This is for the {0}.")
        if self._stack.currentWidget() is self.adding and seen.entries:
            count = sum(not entry.is_out for entry in seen.entries)
            none = self.tr("Nothing is left to add.") if not count else ""
            refusal = only.replace("{0}", found.only_for) if found.only_for else none or busy
            return self.tr("Add %n papers", "", count), "file-plus", refusal
        if self._stack.currentWidget() is self.answers and found.unanswered + len(seen.given):
            count = len(seen.ready_answers)
            none = "" if count else self.tr("Say for a report what was made of it, and why.")
            refusal = only.replace("{0}", found.answers_only_for) if found.answers_only_for else none or busy
            said = self.tr("Record %n answers", "", count) if count else self.tr("Record the answers")
            return said, "check", refusal
        if self._stack.currentWidget() is self.advice and seen.advice.form is not None:
            return self.tr("Record this"), "check", only.replace("{0}", found.only_for) if found.only_for else busy
        return None

    def press_main(self) -> None:
        """Do what the main button says."""
        now = self._stack.currentWidget()
        if now is self.adding:
            if not self.adding.show_missing():
                self.seen.add()
        elif now is self.answers:
            self.seen.record_answers()
        elif now is self.advice:
            self.seen.advice.submit()

    def begin_adding(self, files: Sequence[Path] = ()) -> None:
        """Open the form for new papers."""
        self.seen.begin_adding(files)
        self.adding.focus_first()

    def copy_quotation(self) -> None:
        """Put what is chosen on the clipboard with its page, and say so."""
        if self.reader.copy_quotation():
            self._around.messages.announce(self.tr("Copied with its page."))

    # Events

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            self.begin_adding(files)
            event.acceptProposedAction()

    def showEvent(self, event: QShowEvent) -> None:
        self.seen.watch(on=True)
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep what is being typed: the page may go with the person who wrote it."""
        self.seen.watch(on=False)
        self.reader.let_go()
        super().hideEvent(event)

    # Inside

    def _make_side(self) -> QWidget:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.list = RowList(self.tr("Papers, advice and answers"))
        self.list.chosen.connect(lambda key: self.seen.choose(str(key)))
        self.marks = MarksList(self.seen)
        column.addWidget(self.list, 3)
        column.addWidget(labels.Line())
        column.addWidget(self.marks, 2)
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 8, 12, 8)
        self.add_button = QuietButton(self.tr("Add papers"), icon="file-plus")
        self.add_button.clicked.connect(lambda: self.begin_adding())
        foot.addWidget(self.add_button)
        foot.addStretch(1)
        column.addLayout(foot)
        return side

    def _wire(self) -> None:
        seen = self.seen
        seen.changed.connect(self._show)
        seen.opened.connect(self.reader.show_opened)
        seen.placed.connect(self.reader.show_place)
        seen.placed.connect(self._show_marks)
        seen.recorded.connect(lambda said: self._around.messages.announce(said))
        self.marks.asked.connect(self.reader.go_to)
        self.answers.opened.connect(seen.choose)
        self.reader.outside_asked.connect(self._ask_outside)
        self.reader.larger_asked.connect(self.toggle_room)

    def _show(self) -> None:
        seen, found = self.seen, self.seen.seen
        fault = seen.error if seen.mode != "add" else None
        self._wrong.setVisible(fault is not None)
        if fault is not None:
            self._wrong.say(*messages.error_text(fault), code=fault.code, tone="danger")
        if found is None:
            self._stack.setCurrentWidget(self._blank)
            return
        self.list.set_rows(self._rows(), seen.chosen or None)
        refusal = self.tr("This is for the {0}.").replace("{0}", found.only_for) if found.only_for else ""
        self.add_button.say_why_not(refusal)
        before = self._stack.currentWidget()
        if seen.mode == "add":
            self.adding.show_entries()
            self._stack.setCurrentWidget(self.adding)
        elif seen.chosen == ANSWERS:
            self.answers.show_seen(found)
            self._stack.setCurrentWidget(self.answers)
        elif seen.chosen == ADVICE:
            self.advice.show_seen(found, seen.today)
            self._stack.setCurrentWidget(self.advice)
        elif seen.row is None:
            self._stack.setCurrentWidget(self.empty)
        else:
            self.reader.show_row()
            self._stack.setCurrentWidget(self.reader)
        if before is not self._stack.currentWidget() and before is not self._blank and self.isVisible():
            now = self.focusWidget()
            if now is None or not now.isVisible():
                self.take_focus()
        self._show_marks()
        if self._side.isHidden() is not self.fills:
            self._fit()
        self.step_changed.emit()

    def _fit(self) -> None:
        self._side.setVisible(not self.fills)
        self.reader.say_room(is_large=self._is_large)
        self.room_changed.emit()

    def _show_marks(self) -> None:
        self.marks.setVisible(self.reads)
        if self.reads:
            self.marks.show_marks()

    def _rows(self) -> list[Row | str]:
        """Return the list: advice and answers first, then the papers, older versions below what replaced them."""
        found, today = self.seen.seen, self.seen.today
        assert found is not None
        late, left = found.late(today), found.unanswered
        waiting = sum(row.state == "asked" for row in found.advice)
        advice = self.tr("%n late", "", late) if late else self.tr("%n waited for", "", waiting) if waiting else ""
        answers = self.tr("%n to answer", "", left) if left else self.tr("All answered") if found.to_answer else ""
        rows: list[Row | str] = [
            Row(ADVICE, self.tr("Advice asked for"), advice, "send", "danger" if late else "text2"),
            Row(ANSWERS, self.tr("Every report answered"), answers, "list-checks", "warn" if left else "text2"),
        ]
        if found.papers:
            rows.append(self.tr("Papers"))
        for row in found.papers:
            line = self.tr("{role}, {day}").format(role=row.author_role, day=text.day_bare(row.dated))
            if row.replaced_by is not None:
                line = self.tr("Older version. {0}").replace("{0}", line)
            shared = self.tr("%n shared", "", len(row.extracts)) if row.extracts else ""
            icon = "file-warning" if words.found(row) else _ICONS.get(row.mime, "file-text")
            rows.append(Row(row.id, row.title, line, icon, right=shared))
        return rows

    def _ask_outside(self) -> None:
        """Ask before a paper leaves this program: which kind of program, what leaves, what is noted."""
        row = self.seen.row
        if row is None:
            return
        kind = looking.KINDS.get(row.mime, "")
        effect = self.tr("“{0}” leaves Banding Desk: an unprotected copy is opened.").replace("{0}", row.title)
        detail = self.tr(
            "It is opened by the program that this computer uses for {0}. What carries something that runs may run"
            " there. The copy goes when this page closes, and the record notes that you opened it."
        ).replace("{0}", kind)
        self._around.messages.confirm(effect, self.tr("Open it outside"), self._open_outside, detail=detail)

    def _open_outside(self) -> None:
        if self._outside is None:
            self._outside = tempfile.TemporaryDirectory(prefix="paper-", ignore_cleanup_errors=True)
            self.destroyed.connect(self._outside.cleanup)
        folder = tempfile.mkdtemp(dir=self._outside.name)
        self.seen.take_out(Path(folder), lambda place: _open(place))


_ICONS = {looking.EML: "mail", "image/png": "image", "image/jpeg": "image", "image/tiff": "image"}


def _open(place: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(place)))
