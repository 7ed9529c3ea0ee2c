"""Extracts for the strand in hand, and the paper of one of them in full, beside or in place of the level cards."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from bandingdesk.ui import text
from bandingdesk.ui.jobs import Jobs
from bandingdesk.ui.models.strand_text import Extract, Rated, StrandText
from bandingdesk.ui.widgets import buttons, labels
from bandingdesk.ui.widgets.evidence_card import Extract as CardExtract
from bandingdesk.ui.widgets.evidence_card import ExtractList
from bandingdesk.ui.widgets.paper import PaperView


class EvidencePane(QFrame):
    """The extracts. `rely_asked` and `page_asked` carry an extract's id, `closed` comes where it fills the page."""

    rely_asked = Signal(str)
    page_asked = Signal(str)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "page")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(0)
        self.list = ExtractList()
        self.list.rely_asked.connect(self.rely_asked)
        self.list.page_asked.connect(self.page_asked)
        self.back = buttons.QuietButton(self.tr("Back to the levels"), icon="arrow-left")
        self.back.clicked.connect(self.closed)
        self.back.hide()
        row = QHBoxLayout()
        row.setContentsMargins(14, 0, 14, 0)
        row.addWidget(self.back)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self.list)

    def show_extracts(
        self, strand: StrandText, extracts: tuple[Extract, ...], pages: int, draft: Rated, *, can_change: bool
    ) -> None:
        """Show EXTRACTS for STRAND, those that DRAFT relies on marked."""
        title = self.tr("%n extract(s) for {strand}", "", len(extracts)).replace("{strand}", strand.name)
        note = self.tr("of %n page(s)", "", pages) if pages else ""
        empty = self.tr("No passage is marked for this strand. The papers stand on the case page.")
        if strand.law is not None:
            title, note = self.tr("Papers of this case"), self.tr("%n page(s)", "", pages) if pages else ""
            empty = self.tr("No paper was frozen for this case.")
        shown = [_card(one, self.tr("page {number}"), one.id in draft.relied, self._whole(one)) for one in extracts]
        self.list.set_extracts(title, note, shown, may_rely=can_change, empty=empty)

    def clear(self) -> None:
        """Show nothing."""
        self.list.set_extracts("", "", ())

    def _whole(self, extract: Extract) -> str:
        """Return what stands on the card of a whole page, of which no passage is marked."""
        if extract.pages < 2:
            return self.tr("The whole page")
        return self.tr("%n pages in all: open it to rely on another one", "", extract.pages)


class PaperPane(QFrame):
    """One paper in place of the level cards, open at the page of its extract. `closed` goes back to the levels.

    `rely_asked` carries the page in view, where a whole page can be relied on.
    """

    closed = Signal()
    rely_asked = Signal(int)

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "page")
        self._extract: Extract | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 6, 0)
        column.setSpacing(8)
        head = QHBoxLayout()
        words = QVBoxLayout()
        words.setSpacing(0)
        self._line = labels.Label("", "second_strong", "text2")
        self._title = labels.Label("", "page_title", wrap=True)
        words.addWidget(self._line)
        words.addWidget(self._title)
        head.addLayout(words, 1)
        self.rely = buttons.QuietButton(self.tr("Rely on this page"), icon="link", key="E")
        self.rely.clicked.connect(self.rely_on_page)
        self.rely.hide()
        head.addWidget(self.rely)
        self.back = buttons.QuietButton(self.tr("Back to the levels"), icon="arrow-left", key="Esc")
        self.back.clicked.connect(self.closed)
        head.addWidget(self.back)
        column.addLayout(head)
        self.view = PaperView(jobs, self.tr("Paper"))
        self.view.rendered.connect(self._go_to_page)
        column.addWidget(self.view, 1)

    def rely_on_page(self) -> None:
        """Hand on the page in view."""
        self.rely_asked.emit(self.view.page_in_view())

    def show_paper(self, extract: Extract, contents: bytes, *, may_rely: bool = False) -> None:
        """Show the paper of EXTRACT. MAY_RELY: the page in view can be relied on as a whole."""
        self.rely.setVisible(may_rely)
        if self._extract == extract:
            return
        self._extract = extract
        self._title.setText(extract.title)
        page = self.tr("page {number}").replace("{number}", str(extract.page))
        self._line.setText(f"{extract.role} · {text.day_bare(extract.dated)} · {page}")
        self.view.set_pdf(contents, extract.title)

    def clear(self) -> None:
        """Show no paper."""
        if self._extract is not None:
            self._extract = None
            self.view.set_pdf(None)
            self._title.setText("")
            self._line.setText("")

    def _go_to_page(self, count: int) -> None:
        if self._extract is not None and count:
            QTimer.singleShot(0, self, self._scroll)

    def _scroll(self) -> None:
        """Scroll to the extract's page: pages are alike in height, so a share of the whole finds it."""
        extract, bar = self._extract, self.view.verticalScrollBar()
        if extract is None:
            return
        share = (extract.page - 1) / max(1, extract.pages)
        bar.setValue(round(share * (bar.maximum() + self.view.viewport().height())))


def _card(extract: Extract, page: str, relied: bool, whole: str) -> CardExtract:
    return CardExtract(
        extract.id,
        extract.title,
        page.replace("{number}", str(extract.page)),
        extract.text or whole,
        extract.highlight,
        text.day_bare(extract.dated),
        relied,
    )
