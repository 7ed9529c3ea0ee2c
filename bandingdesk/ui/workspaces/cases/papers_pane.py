"""The papers of a case: the list with what was marked, the paper itself, and the small forms to add one or mark it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QSpinBox,
    QSplitter,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from bandingdesk.ui import codes, messages, text
from bandingdesk.ui.widgets import card, labels
from bandingdesk.ui.widgets.buttons import PrimaryButton, QuietButton
from bandingdesk.ui.widgets.empty_state import EmptyState
from bandingdesk.ui.widgets.evidence_card import Words
from bandingdesk.ui.widgets.form import Choice, DayField, FormField, NoteField, line
from bandingdesk.ui.widgets.paper import PaperView
from bandingdesk.ui.widgets.row_list import Row, RowList
from bandingdesk.ui.workspaces.cases.case_reading import CaseReading
from bandingdesk.ui.workspaces.cases.case_view_model import PDF, CaseViewModel

if TYPE_CHECKING:
    from bandingdesk.ui.jobs import Jobs

_LIST = 320  # px
_ROWS = 4  # papers before the list scrolls


class AddPaper(card.Column):
    """The form of a new paper: the file, what it is, who wrote it and when."""

    def __init__(self, seen: CaseViewModel) -> None:
        super().__init__(margins=(16, 14, 16, 14), spacing=10)
        self._seen = seen
        self.file: Path | None = None
        self.add(labels.Label(self.tr("Add a paper"), "card_title"))
        self._file = labels.Label("", "body", wrap=True)
        self.choose = QuietButton(self.tr("Choose a file"), icon="folder-open")
        self.choose.clicked.connect(self._on_choose)
        row = QHBoxLayout()
        row.addWidget(self.choose)
        row.addWidget(self._file, 1)
        self.add(row)
        self.title = line()
        self.author = line()
        self.role = line()
        self.dated = DayField()
        self.kind = Choice([(key, codes.say(codes.PAPERS, key)) for key in codes.PAPERS])
        self._fields = {
            "title": FormField(self.tr("Title"), self.title),
            "author": FormField(self.tr("Who wrote it"), self.author),
            "author_role": FormField(self.tr("In what role"), self.role, hint=self.tr("As the panel should read it.")),
            "dated": FormField(self.tr("Dated"), self.dated),
            "kind": FormField(self.tr("Kind of paper"), self.kind),
        }
        for field in self._fields.values():
            self.add(field)
        foot = QHBoxLayout()
        self.cancel = QuietButton(self.tr("Back to the papers"))
        self.save = PrimaryButton(self.tr("Add this paper"), icon="file-plus")
        self.save.clicked.connect(self._on_save)
        foot.addWidget(self.cancel)
        foot.addStretch(1)
        foot.addWidget(self.save)
        self.add(foot)
        self.body.addStretch(1)
        self.take(None)

    def take(self, file: Path | None) -> None:
        """Begin with FILE, or with none."""
        self.file = file
        self._file.setText(file.name if file else self.tr("PDF or plain text. You can also drop it here."))
        self._file.set_tone("" if file else "text2")
        if file is not None and not self.title.text():
            self.title.setText(file.stem.replace("_", " ").replace("-", " ").strip().capitalize())
        today = self._seen.today
        self.dated.setDate(QDate(today.year, today.month, today.day))

    def say_wrong(self, said: str) -> None:
        """Say what is wrong with the file."""
        self._file.setText(said)
        self._file.set_tone("danger")

    def clear_form(self) -> None:
        """Empty the form, once its paper was added."""
        for field in (self.title, self.author, self.role):
            field.clear()
        self.kind.set_value(None)
        self.take(None)

    def _on_choose(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, self.tr("Choose a paper"), "", self.tr("Papers (*.pdf *.txt)"))
        if name:
            self.take(Path(name))

    def _on_save(self) -> None:
        values = {
            "title": self.title.text().strip(),
            "author": self.author.text().strip(),
            "author_role": self.role.text().strip(),
            "kind": self.kind.value,
        }
        for name, field in self._fields.items():
            field.set_error("" if name == "dated" or values[name] else self.tr("Fill this in."))
        if self.file is None:
            self._file.setText(self.tr("Choose a file first."))
            self._file.set_tone("danger")
        elif all(values.values()):
            day = self.dated.date()
            self._seen.add_paper(self.file, {**values, "dated": date(day.year(), day.month(), day.day())})


class MarkExtract(card.Card):
    """The form of an extract: strand, page, the passage, and the part of it to highlight."""

    def __init__(self, seen: CaseViewModel) -> None:
        super().__init__(self.tr("Mark a passage for a strand"))
        self._seen = seen
        self.strand = Choice()
        self.page = QSpinBox()
        self.page.setMinimum(1)
        self.passage = NoteField(rows=4, first_rows=2)
        self.highlight = line()
        self._passage_field = FormField(self.tr("The passage, as it is written"), self.passage)
        self._strand_field = FormField(self.tr("Strand"), self.strand)
        self._mark_field = FormField(self.tr("The words that matter most"), self.highlight)
        first = QHBoxLayout()
        first.addWidget(self._strand_field, 3)
        first.addWidget(FormField(self.tr("Page"), self.page), 1)
        self.add(first)
        self.add(self._passage_field)
        self.add(self._mark_field)
        foot = QHBoxLayout()
        self.cancel = QuietButton(self.tr("Close"))
        self.cancel.setAccessibleName(self.tr("Close the form of the passage"))
        self.save = PrimaryButton(self.tr("Mark this passage"), icon="quote")
        self.save.clicked.connect(self._on_save)
        foot.addWidget(self.cancel)
        foot.addStretch(1)
        foot.addWidget(self.save)
        self.add(foot)

    def offer(self, strands: list[tuple[object, str]], pages: int, passage: str) -> None:
        """Offer STRANDS and the PAGES of the open paper; PASSAGE is what was selected in it."""
        self.strand.set_choices(strands)
        self.page.setMaximum(max(1, pages))
        if passage:
            self.passage.set_text(passage)

    def clear_form(self) -> None:
        """Empty the form, once its passage was marked."""
        self.passage.set_text("")
        self.highlight.clear()

    def _on_save(self) -> None:
        passage, mark = self.passage.text.strip(), self.highlight.text().strip()
        self._strand_field.set_error("" if self.strand.value else self.tr("Choose the strand it bears on."))
        self._passage_field.set_error("" if passage else self.tr("Copy the passage in here."))
        inside = mark in passage
        self._mark_field.set_error("" if inside else self.tr("These words do not stand in the passage."))
        if self.strand.value and passage and inside:
            self._seen.mark_extract(str(self.strand.value), self.page.value(), passage, mark)


class Papers(QWidget):
    """List and paper side by side. Files dropped here open the form of a new paper."""

    def __init__(self, seen: CaseViewModel, jobs: Jobs) -> None:
        super().__init__()
        self._seen = seen
        self._known = -1
        self.setAcceptDrops(True)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(1)
        split.addWidget(self._make_list())
        split.addWidget(self._make_view(jobs))
        split.setSizes([_LIST, 640])
        split.setStretchFactor(1, 1)
        outer.addWidget(split)
        seen.paper_read.connect(self._show_paper)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            self.begin_adding(files[0])
            event.acceptProposedAction()

    def begin_adding(self, file: Path | None = None) -> None:
        """Open the form of a new paper."""
        self.form.take(file)
        self._stack.setCurrentWidget(self.form)
        self.form.choose.setFocus(Qt.FocusReason.OtherFocusReason)

    # Parts

    def _make_list(self) -> QWidget:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.list = RowList(self.tr("Papers"))
        self.list.chosen.connect(lambda key: self._choose(str(key)))
        self.list.opened.connect(lambda key: self._choose(str(key)))
        column.addWidget(self.list)
        self._extracts = card.Column(margins=(12, 10, 4, 10), spacing=8)
        column.addWidget(self._extracts, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 10, 12, 10)
        self.add_button = QuietButton(self.tr("Add a paper"), icon="file-plus")
        self.add_button.clicked.connect(lambda: self.begin_adding())
        foot.addWidget(self.add_button)
        foot.addStretch(1)
        column.addWidget(labels.Line())
        column.addLayout(foot)
        return side

    def _make_view(self, jobs: Jobs) -> QWidget:
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self.view = QWidget()
        column = QVBoxLayout(self.view)
        column.setContentsMargins(14, 10, 14, 10)
        column.setSpacing(8)
        head = QHBoxLayout()
        self._title = labels.Label("", "card_title", wrap=True)
        self.mark_button = QuietButton(self.tr("Mark a passage"), icon="quote")
        self.mark_button.clicked.connect(self._begin_mark)
        head.addWidget(self._title, 1)
        head.addWidget(self.mark_button)
        column.addLayout(head)
        self._meta = labels.Label("", "second", "text2", wrap=True)
        column.addWidget(self._meta)
        self._error = labels.Label("", "second_strong", "danger", wrap=True)
        column.addWidget(self._error)
        self.mark = MarkExtract(self._seen)
        self.mark.cancel.clicked.connect(self.mark.hide)
        self.mark.hide()
        column.addWidget(self.mark)
        self._paper_stack = QStackedLayout()
        self._pdf = PaperView(jobs, self.tr("Paper"))
        self._text = QPlainTextEdit()
        self._text.setReadOnly(True)
        self._text.setAccessibleName(self.tr("Paper"))
        self._paper_stack.addWidget(self._pdf)
        self._paper_stack.addWidget(self._text)
        column.addLayout(self._paper_stack, 1)
        self.form = AddPaper(self._seen)
        self.form.cancel.clicked.connect(self._show_view)
        self._none = EmptyState(
            self.tr("No papers yet"),
            self.tr("Add the reports that the panel will read. You can drop a PDF here."),
            button=self.tr("Add a paper"),
            icon="files",
        )
        self._none.asked.connect(lambda: self.begin_adding())
        for part in (self._none, self.view, self.form):
            self._stack.addWidget(part)
        return holder

    # Show

    def show_reading(self, seen: CaseReading, _today: date) -> None:
        """Show the papers; one that has just been added or marked closes its form."""
        rows = [
            Row(
                paper.id,
                paper.title,
                self.tr("{role}, {day}").format(role=paper.author_role, day=text.day_bare(paper.dated)),
                "file-text",
                right=self.tr("%n marked", "", len(paper.extracts)) if paper.extracts else "",
            )
            for paper in seen.papers
        ]
        self.list.set_rows(rows, self._seen.paper_id or None)
        height = self.list.sizeHintForRow(0) if rows else 0
        self.list.setFixedHeight(max(1, min(len(rows), _ROWS) * height))
        marks = sum(len(paper.extracts) for paper in seen.papers) * 1000 + len(seen.papers)
        if self._known >= 0 and marks > self._known:
            self.form.clear_form()
            self.mark.clear_form()
            self.mark.hide()
            self._show_view()
        self._known = marks
        if not seen.papers and self._stack.currentWidget() is self.view:
            self._stack.setCurrentWidget(self._none)
        elif seen.papers and self._stack.currentWidget() is self._none:
            self._show_view()
        if seen.papers and not self._seen.paper_id and self._stack.currentWidget() is not self.form:
            self._choose(seen.papers[0].id)
        self._show_chosen(seen)

    def show_error(self, seen: CaseViewModel) -> None:
        """Say what went wrong with a paper."""
        said = ""
        if seen.error is not None and seen.section == "papers":
            happened, kept, do = messages.error_text(seen.error)
            said = f"{happened} {kept} {do} ({seen.error.code})"
        self._error.setText(said)
        self._error.setVisible(bool(said))
        if said and self._stack.currentWidget() is self.form:
            self.form.say_wrong(said)

    def _choose(self, paper_id: str) -> None:
        if paper_id != self._seen.paper_id or self._stack.currentWidget() is not self.view:
            self._seen.choose_paper(paper_id)
        self._stack.setCurrentWidget(self.view)

    def _show_view(self) -> None:
        has_papers = self._seen.reading is not None and self._seen.reading.papers
        self._stack.setCurrentWidget(self.view if has_papers else self._none)

    def _show_chosen(self, seen: CaseReading) -> None:
        paper = self._seen.paper(self._seen.paper_id)
        if paper is None:
            return
        self._title.setText(paper.title)
        self._meta.setText(
            self.tr("{author}, {role}. Dated {day}. {pages}.").format(
                author=paper.author,
                role=paper.author_role,
                day=text.day_bare(paper.dated),
                pages=self.tr("%n pages", "", paper.pages),
            )
        )
        card.clear(self._extracts.body)
        names = seen.names.strands if seen.names else {}
        for extract in paper.extracts:
            name = names.get(extract.strand, extract.strand)
            made = card.Card(padding=10)
            head = self.tr("{strand}, page {page}").format(strand=name, page=extract.page)
            made.add(labels.Label(head, "second_strong", wrap=True))
            made.add(Words(extract.text, extract.highlight))
            self._extracts.add(made)
        self._extracts.body.addStretch(1)

    def _show_paper(self, contents: bytes, mime: str) -> None:
        if mime == PDF:
            self._pdf.set_pdf(contents)
            self._paper_stack.setCurrentWidget(self._pdf)
        else:
            self._text.setPlainText(contents.decode("utf-8", "replace"))
            self._paper_stack.setCurrentWidget(self._text)

    def _begin_mark(self) -> None:
        paper, reading = self._seen.paper(self._seen.paper_id), self._seen.reading
        if paper is None or reading is None or reading.names is None:
            return
        passage = self._text.textCursor().selectedText() if paper.mime != PDF else ""
        self.mark.offer([(key, name) for key, name in reading.names.strands.items()], paper.pages, passage)
        self.mark.show()
        self.mark.strand.setFocus(Qt.FocusReason.OtherFocusReason)
