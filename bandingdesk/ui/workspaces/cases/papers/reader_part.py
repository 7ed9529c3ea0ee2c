"""A paper read in place: its pages or its text, the page map, zoom, search, the keys that mark, the quotation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QResizeEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QSpinBox,
    QStackedLayout,
    QTextBrowser,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from bandingdesk.casework.papers.mail import Attachment
from bandingdesk.ui.documents import Document, Passage
from bandingdesk.ui.theme import theme
from bandingdesk.ui.widgets import card, labels
from bandingdesk.ui.widgets.buttons import LinkButton, QuietButton
from bandingdesk.ui.widgets.empty_state import EmptyState
from bandingdesk.ui.widgets.flow import Flow
from bandingdesk.ui.widgets.page_map import PageMap
from bandingdesk.ui.widgets.page_view import PageView
from bandingdesk.ui.workspaces.cases.papers import words
from bandingdesk.ui.workspaces.cases.papers.contents import Opened
from bandingdesk.ui.workspaces.cases.papers.marks import Kind
from bandingdesk.ui.workspaces.cases.papers.share_form import ShareForm
from bandingdesk.ui.workspaces.cases.papers.view_model import PapersViewModel

if TYPE_CHECKING:
    from bandingdesk.ui.jobs import Jobs

_SEARCH, _COUNT, _PAGE = 170, 84, 92  # px
_NARROW = 560  # px of reader, below which the buttons that mark are left to the larger view and their keys
_AT_ONCE = 200  # pages that are searched in one go
_MOST_HITS = 500
_TONES = {"highlight": "warn", "question": "info", "panel": "accent"}


class TextView(QTextBrowser):
    """A text of our own making, out of a paper. Nothing is fetched, no link opens."""

    def __init__(self) -> None:
        super().__init__()
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setFrameShape(QTextBrowser.Shape.NoFrame)

    def loadResource(self, _type: int, _name: Any) -> Any:
        return None


class ReaderPart(QWidget):
    """The open paper. `outside_asked` comes when somebody wants it in another program."""

    outside_asked = Signal()
    larger_asked = Signal()

    def __init__(self, seen: PapersViewModel, jobs: Jobs) -> None:
        super().__init__()
        self._seen, self._jobs = seen, jobs
        self._document: Document | None = None
        self._hits: list[Passage] = []
        self._at = -1
        self._sought = ""
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(16, 12, 16, 0)
        self.body.setSpacing(6)
        self._title = labels.Label("", "card_title", wrap=True)
        self._meta = labels.Label("", "second", "text2", wrap=True)
        self._found = labels.Label("", "second_strong", "warn", wrap=True)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        self.outside = QuietButton(self.tr("Open outside"), icon="external-link")
        self.outside.clicked.connect(self.outside_asked)
        self.more_room = QuietButton(self.tr("Read larger"), icon="maximize-2", key="R")
        self.more_room.clicked.connect(self.larger_asked)
        head.addWidget(self.more_room)
        head.addWidget(self.outside)
        self.body.addLayout(head)
        self.body.addWidget(self._meta)
        self.body.addWidget(self._found)
        self.body.addWidget(self._tools())
        self._files = QWidget()
        self._files_row = QHBoxLayout(self._files)
        self._files_row.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(self._files)
        self.share = ShareForm(seen)
        self.share.hide()
        self.body.addWidget(self.share)
        self._stack = QStackedLayout()
        self.pages = PageView(jobs, self.tr("Paper"))
        self.map = PageMap()
        self.text = TextView()
        self.text.setAccessibleName(self.tr("Paper"))
        self._none = EmptyState("", "", icon="eye-off")
        held = QWidget()
        row = QHBoxLayout(held)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.map)
        row.addWidget(self.pages, 1)
        self._blank = QWidget()
        for part in (self._blank, held, self.text, self._none):
            self._stack.addWidget(part)
        self._paged = held
        self.body.addLayout(self._stack, 1)
        self._wire()

    # What can be done, by keys too

    @property
    def passage(self) -> Passage | None:
        """What is chosen in the paper."""
        if self._stack.currentWidget() is self._paged:
            return self.pages.passage
        cursor = self.text.textCursor()
        if self._stack.currentWidget() is not self.text or not cursor.hasSelection():
            return None
        said = " ".join(cursor.selectedText().split())
        start = cursor.selectionStart()
        return Passage(0, start, cursor.selectionEnd() - start, said, ())

    def mark(self, kind: Kind) -> None:
        """Mark what is chosen, or the page where nothing is."""
        page = self.pages.page if self._stack.currentWidget() is self._paged else 0
        self._seen.mark(kind, self.passage or Passage(page, 0, 0, "", ()))

    def copy_quotation(self) -> str:
        """Put what is chosen on the clipboard with its page, and return it; "" where nothing is chosen."""
        row, passage = self._seen.row, self.passage
        if row is None or passage is None or not passage.text:
            return ""
        said = words.quotation(row, passage.page + 1, passage.text)
        QGuiApplication.clipboard().setText(said)
        return said

    def begin_share(self) -> None:
        """Open the form that shares a passage for a strand."""
        row, seen = self._seen.row, self._seen.seen
        if row is not None and seen is not None:
            passage = self.passage
            page = passage.page + 1 if passage is not None else self.pages.page + 1
            self.share.offer(seen, row.pages, page, passage.text if passage is not None else "")
            self.share.show()
            self.share.strand.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_search(self) -> None:
        """Put the caret into the search."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def focus_paper(self) -> None:
        """Put the focus on the paper itself."""
        shown = self.text if self._stack.currentWidget() is self.text else self.pages
        shown.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_to(self, page: int, passage: Passage | None = None) -> None:
        """Go to a page (from 0), or to a passage."""
        if self._stack.currentWidget() is self.text:
            if passage is not None and passage.length:
                cursor = self.text.textCursor()
                cursor.setPosition(passage.start)
                cursor.setPosition(passage.start + passage.length, QTextCursor.MoveMode.KeepAnchor)
                self.text.setTextCursor(cursor)
                self.text.ensureCursorVisible()
            return
        self.pages.go_to(page)
        if passage is not None and passage.boxes:
            self.pages.choose(passage)

    # Showing

    def show_row(self) -> None:
        """Show title and facts of the open paper."""
        row = self._seen.row
        if row is None:
            return
        self._title.setText(row.title)
        self._meta.setText(words.meta(row))
        found = words.found(row)
        newer = self._seen.seen.paper(row.replaced_by) if self._seen.seen and row.replaced_by else None
        if newer is not None:
            found.insert(0, self.tr("A newer version is there, dated {0}").replace("{0}", f"{newer.dated:%d/%m/%Y}"))
        self._found.setText(". ".join(found))
        self._found.setVisible(bool(found))

    def let_go(self) -> None:
        """Close the paper: the page is left, and nothing of it stays open."""
        self._document = None
        self.pages.let_go()
        self._stack.setCurrentWidget(self._blank)

    def show_opened(self, opened: Opened) -> None:
        """Show a paper that was opened, where its reader left it."""
        row = self._seen.row
        if row is None or row.id != opened.evidence:
            return
        self._hits, self._at, self._sought = [], -1, ""
        self._count.setText("")
        self._document = opened.document
        is_paged = opened.kind == "pages"
        if opened.document is not None:
            place = self._seen.place
            self.pages.set_document(opened.document, row.title, page=place.page, zoom=place.zoom)
            self.page.setRange(1, max(1, self.pages.pages))
            self._stack.setCurrentWidget(self._paged)
        else:
            self.pages.set_document(None)
            self.text.setHtml(opened.text)
            self._stack.setCurrentWidget(self.text if opened.kind == "text" else self._none)
            self._say_none()
        for part in self._of_pages:
            part.setVisible(is_paged)
        self._of.setText(self.tr("of {0}").replace("{0}", f"{self.pages.pages:,}"))
        self._bar.setVisible(opened.kind != "none")
        self._show_files(opened.attachments)
        self.show_place()

    def show_place(self) -> None:
        """Draw the marks of the open paper, and where one is in it."""
        marks = [mark.shown() for mark in self._seen.place.marks]
        if self._stack.currentWidget() is self._paged:
            self.pages.set_marks(marks)
            self.map.set(self.pages.pages, self.pages.page, marks)
            self.page.blockSignals(True)
            self.page.setValue(self.pages.page + 1)
            self.page.blockSignals(False)
        elif self._stack.currentWidget() is self.text:
            self.text.setExtraSelections([self._selection(mark) for mark in self._seen.place.marks if mark.length])

    def say_room(self, *, is_large: bool) -> None:
        """Say what the button for more room does now."""
        self.more_room.setText(self.tr("Back to the case") if is_large else self.tr("Read larger"))
        self.more_room.set_icon("minimize-2" if is_large else "maximize-2")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for button in self._markers:
            button.setVisible(self.width() >= _NARROW)
        self.outside.setVisible(self.width() >= _NARROW)

    # Inside

    def _tools(self) -> QWidget:
        self._bar = QWidget()
        flow = Flow(self._bar)
        self.page = QSpinBox()
        self.page.setAccessibleName(self.tr("Page"))
        self.page.setFixedWidth(_PAGE)
        self._of = labels.Label("", "second", "text2")
        self.smaller, self.larger = QuietButton("", icon="zoom-out"), QuietButton("", icon="zoom-in")
        for button, said in ((self.smaller, self.tr("Smaller pages")), (self.larger, self.tr("Larger pages"))):
            button.setAccessibleName(said)
            button.setToolTip(said)
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Find in this paper"))
        self.search.setAccessibleName(self.tr("Find in this paper"))
        self.search.setFixedWidth(_SEARCH)
        self._count = labels.Label("", "second", "text2")
        self._count.setMinimumWidth(_COUNT)
        self.highlight = QuietButton(self.tr("Highlight"), icon="pen-line", key="H")
        self.question = QuietButton(self.tr("Question"), icon="circle-help", key="Q")
        self.panel = QuietButton(self.tr("For the panel"), icon="users-round", key="P")
        self.quote = QuietButton(self.tr("Quote"), icon="quote", key="C")
        self.pass_on = QuietButton(self.tr("Share"), icon="share")
        self.pass_on.setToolTip(self.tr("Share a passage with the panel, for a strand. Your marks stay your own."))
        self._of_pages = (self.page, self._of, self.smaller, self.larger)
        self._markers = (self.highlight, self.question, self.panel, self.quote, self.pass_on)
        for part in (*self._of_pages, self.search, self._count, *self._markers):
            flow.addWidget(part)
        for label in (self._of, self._count):
            label.setFixedHeight(self.highlight.sizeHint().height())
            label.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        return self._bar

    def _wire(self) -> None:
        self.page.valueChanged.connect(lambda number: self.pages.go_to(number - 1))
        self.smaller.clicked.connect(lambda: self.pages.step_zoom(-1))
        self.larger.clicked.connect(lambda: self.pages.step_zoom(1))
        self.search.returnPressed.connect(self._find)
        self.highlight.clicked.connect(lambda: self.mark("highlight"))
        self.question.clicked.connect(lambda: self.mark("question"))
        self.panel.clicked.connect(lambda: self.mark("panel"))
        self.quote.clicked.connect(self.copy_quotation)
        self.pass_on.clicked.connect(self.begin_share)
        self.pages.page_changed.connect(self._moved)
        self.pages.zoom_changed.connect(lambda zoom: self._seen.move_to(self.pages.page, zoom))
        self.map.asked.connect(self.pages.go_to)

    def _moved(self, page: int) -> None:
        self._seen.move_to(page, self.pages.zoom)
        self.show_place()

    def _say_none(self) -> None:
        row = self._seen.row
        assert row is not None
        is_locked = "locked" in row.found
        title = self.tr("This paper asks for a password") if is_locked else self.tr("This paper can't be shown here")
        do = (
            self.tr("It is kept as it came. Ask for a copy without a password and add it as a new version.")
            if is_locked
            else self.tr("It is kept as it came. Ask for a PDF, or open it in its own program if you know the sender.")
        )
        self._none.say(title, do, icon="lock" if is_locked else "eye-off")

    def _show_files(self, files: tuple[Attachment, ...]) -> None:
        card.clear(self._files_row)
        self._files.setVisible(bool(files))
        for one in files[:12]:
            button = LinkButton(self.tr("Add {0}").replace("{0}", one.name))
            button.setToolTip(self.tr("Add this attachment as a paper of its own"))
            button.clicked.connect(lambda _checked=False, number=one.number: self._seen.add_attachment(number))
            self._files_row.addWidget(button)
        self._files_row.addStretch(1)

    def _find(self) -> None:
        """Find what is written in the search; the next one where it was found already."""
        wanted = self.search.text().strip()
        if not wanted:
            return
        if self._stack.currentWidget() is self.text:
            if not self.text.find(wanted):
                self.text.moveCursor(QTextCursor.MoveOperation.Start)
                self._count.setText("" if self.text.find(wanted) else self.tr("Not found"))
        elif wanted == self._sought and self._hits:
            self._at = (self._at + 1) % len(self._hits)
            self._show_hit()
        elif self._document is not None:
            self._sought, self._hits, self._at = wanted, [], -1
            self._count.setText(self.tr("Looking"))
            self._look_on(self._document, wanted, 0)

    def _look_on(self, document: Document, wanted: str, first: int) -> None:
        def done(found: list[Passage]) -> None:
            if document is not self._document or wanted != self._sought:
                return
            self._hits += found
            if found and self._at < 0:
                self._at = next((n for n, hit in enumerate(self._hits) if hit.page >= self.pages.page), 0)
                self._show_hit()
            if first + _AT_ONCE < len(document.sizes) and len(self._hits) < _MOST_HITS:
                self._look_on(document, wanted, first + _AT_ONCE)
            else:
                self._say_hits()

        read = lambda: document.find(wanted, first, first + _AT_ONCE)  # noqa: E731
        self._jobs.read(read, owner=self, done=done, replaces="find")

    def _show_hit(self) -> None:
        self.pages.choose(self._hits[self._at])
        self._say_hits()

    def _say_hits(self) -> None:
        if not self._hits:
            self._count.setText(self.tr("Not found"))
            return
        said = self.tr("{0} of {1}").replace("{0}", str(self._at + 1))
        self._count.setText(said.replace("{1}", str(len(self._hits))))

    def _selection(self, mark: Any) -> Any:
        found = QTextEdit.ExtraSelection()
        cursor = QTextCursor(self.text.document())
        last = self.text.document().characterCount() - 1
        cursor.setPosition(min(mark.start, last))
        cursor.setPosition(min(mark.start + mark.length, last), QTextCursor.MoveMode.KeepAnchor)
        colour = QColor(theme.current().colour(_TONES[mark.kind]))
        look = QTextCharFormat()
        look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
        look.setUnderlineColor(colour)
        colour.setAlpha(56)
        look.setBackground(colour)
        found.cursor, found.format = cursor, look
        return found
