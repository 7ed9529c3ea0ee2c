"""The left side of an audit: the decision record as text, its letters as pages, and every entry behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTextBrowser, QVBoxLayout, QWidget

from bandingdesk.ui import text
from bandingdesk.ui.theme import theme
from bandingdesk.ui.widgets import painted
from bandingdesk.ui.widgets.buttons import QuietButton
from bandingdesk.ui.widgets.paper import PaperView
from bandingdesk.ui.widgets.segmented import Segmented
from bandingdesk.ui.workspaces.oversight import words
from bandingdesk.ui.workspaces.oversight.record_pane import RecordPane

if TYPE_CHECKING:
    from bandingdesk.ui.jobs import Jobs
    from bandingdesk.ui.workspaces.oversight.audit_view_model import AuditViewModel
    from bandingdesk.ui.workspaces.oversight.reading import Document

RECORD, ENTRIES = "record", "entries"


class DocumentPane(QWidget):
    """What the audit reads. The switch above chooses record, letters or entries; nothing here can be changed."""

    def __init__(self, model: AuditViewModel, jobs: Jobs) -> None:
        super().__init__()
        self._model = model
        self._shown: object = None
        self._known: tuple[str, ...] = ()
        self._asked_of: Document | None = None  # the document whose letter was asked for
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(10)
        self._bar = QHBoxLayout()
        self._bar.setSpacing(6)
        self.switch: Segmented | None = None
        self._bar.addStretch(1)
        self._zoom = [self._make_zoom("zoom-out", self.tr("Make it smaller"), -1)]
        self._zoom.append(self._make_zoom("zoom-in", self.tr("Make it larger"), 1))
        column.addLayout(self._bar)
        self.text = QTextBrowser()
        self.text.setAccessibleName(self.tr("Decision record"))
        self.text.setOpenLinks(False)
        self.paper = PaperView(jobs, self.tr("Letter"))
        self.record = RecordPane()
        self._stack = QStackedWidget()
        for part in (self.text, self.paper, self.record):
            self._stack.addWidget(part)
        column.addWidget(self._stack, 1)
        theme.current().changed.connect(self._repaint)

    def _make_zoom(self, icon: str, name: str, by: int) -> QuietButton:
        button = QuietButton("", icon=icon)
        button.set_look("plain")
        button.setAccessibleName(name)
        button.setToolTip(name)
        button.clicked.connect(lambda: self.paper.step_zoom(by))
        self._bar.addWidget(button)
        return button

    def show_model(self) -> None:
        """Show the document of the decision in hand."""
        document = self._model.document
        if document is None:
            self.text.clear()
            self._shown = None
            return
        self._show_switch(document)
        chosen = self.switch.value if self.switch is not None else RECORD
        is_letter = chosen not in (RECORD, ENTRIES)
        for button in self._zoom:
            button.setVisible(is_letter)
        if chosen == RECORD:
            self._stack.setCurrentIndex(0)
            self._write(document)
        elif chosen == ENTRIES:
            self._stack.setCurrentIndex(2)
            self.record.show_sections(document.record)
        else:
            self._stack.setCurrentIndex(1)
            self._show_letter(document, str(chosen))

    def _show_letter(self, document: Document, letter_id: str) -> None:
        """Show a letter's pages; a decision opened again has to read them again."""
        known = self._model.letter_pdf
        if known is not None and known[0] == letter_id:
            self.paper.set_pdf(known[1])
            return
        self.paper.set_pdf(None)
        if document is not self._asked_of:
            self._asked_of = document
            self._model.read_letter(letter_id)

    def take_focus(self) -> None:
        """Put the focus on the document."""
        (self.text, self.paper, self.record.list)[self._stack.currentIndex()].setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_switch(self, document: Document) -> None:
        known = (document.decision.id, *(one.id for one in document.letters), str(document.entries))
        if known == self._known:
            return
        self._known = known
        if self.switch is not None:
            self.switch.hide()
            self.switch.deleteLater()
        choices = [(RECORD, self.tr("Record")), *((one.id, one.template) for one in document.letters)]
        choices.append((ENTRIES, self.tr("Entries")))
        tips = [self.tr("The decision in its own words")]
        tips += [self.tr("Letter: {title}").replace("{title}", one.title) for one in document.letters]
        tips.append(self.tr("Every entry behind the decision, with who and when"))
        self.switch = Segmented(self.tr("What to read"), choices, RECORD)
        for button, tip in zip(self.switch.buttons, tips, strict=True):
            button.setToolTip(tip)
        self.switch.chosen.connect(self._choose)
        self._bar.insertWidget(0, self.switch)

    def _choose(self, value: object) -> None:
        self._model.forget_error()
        if value not in (RECORD, ENTRIES):
            self._asked_of = self._model.document
            self._model.read_letter(str(value))
        self.show_model()

    def _repaint(self) -> None:
        self._shown = None
        self.show_model()

    def _write(self, document: Document) -> None:
        """Write the record; what a criterion is about stands in the colour of its mark."""
        marks = tuple((one.id, answer.mark if answer else "") for one in self._model.criteria
                      for answer in (self._model.answer(one.id),))  # fmt: skip
        if self._shown == (document, marks):
            return
        self._shown = (document, marks)
        bar = self.text.verticalScrollBar()
        place = bar.value()
        self.text.clear()
        self.text.document().setDocumentMargin(24)
        cursor = self.text.textCursor()
        cursor.beginEditBlock()
        self._put(cursor, self.tr("Decision record"), "sentence", after=4)
        self._put(cursor, self._about(document), "second", "text2", after=12)
        for section in words.sections(document):
            self._put(cursor, section.title, "second_strong", "text2", before=8, after=2)
            self._block(cursor, after=2)
            for number, passage in enumerate(section.passages):
                if number:
                    cursor.insertText("\u2028" if section.is_list else " ", self._look("body"))
                answer = self._model.answer(passage.criterion) if passage.criterion else None
                tone = words.MARK_TONES[answer.mark] if answer is not None and answer.mark != "not_relevant" else ""
                cursor.insertText(passage.words, self._look("body", tone, marked=bool(tone)))
        cursor.endEditBlock()
        bar.setValue(place)

    def _about(self, document: Document) -> str:
        row, review = document.decision, document.case.review
        reviewed = text.day(review.on) if review is not None else ""
        signed = text.day(row.signed.at.date()) if row.signed is not None else ""
        words_ = self.tr(
            "Case {reference}. Review meeting of {reviewed}. Decided {signed}. The child’s name is hidden."
        )
        if row.signed is None:
            words_ = self.tr(
                "Case {reference}. Review meeting of {reviewed}. Not signed yet. The child’s name is hidden."
            )
        return (
            words_.replace("{reference}", document.case.reference)
            .replace("{reviewed}", reviewed)
            .replace("{signed}", signed)
        )

    def _put(self, cursor: QTextCursor, said: str, role: str, tone: str = "", before: int = 0, after: int = 0) -> None:
        self._block(cursor, before, after)
        cursor.insertText(said, self._look(role, tone))

    def _block(self, cursor: QTextCursor, before: int = 0, after: int = 0) -> None:
        shape = QTextBlockFormat()
        shape.setTopMargin(before)
        shape.setBottomMargin(after)
        shape.setLineHeight(128, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        if cursor.document().isEmpty():
            cursor.setBlockFormat(shape)
        else:
            cursor.insertBlock(shape)

    def _look(self, role: str, tone: str = "", *, marked: bool = False) -> QTextCharFormat:
        look = QTextCharFormat()
        look.setFont(painted.font(role))
        look.setForeground(theme.current().colour(tone or "text"))
        if marked and painted.tokens().outlined:
            look.setFontUnderline(True)
        elif marked:
            look.setBackground(theme.current().colour(f"{tone}_soft"))
        return look
