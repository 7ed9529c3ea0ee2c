"""An extract of a paper as a card: who wrote it, the page, the words with their highlight, and "Rely on this"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from bandingdesk.ui.theme.tokens import RADIUS_CARD
from bandingdesk.ui.widgets import card, labels, painted
from bandingdesk.ui.widgets.buttons import Button, LinkButton


@dataclass(frozen=True, slots=True)
class Extract:
    """One extract. HIGHLIGHT is the part of TEXT that matters, word for word, "" for none; PAGE and DATED are words
    ("page 4", "12 Oct 2026").
    """

    id: str
    title: str
    page: str
    text: str
    highlight: str = ""
    dated: str = ""
    relied_on: bool = False


class Words(painted.Painted):
    """A text that wraps, with highlighted stretches."""

    def __init__(
        self, text: str = "", highlight: str = "", *, role: str = "second", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._role = role
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.set(text, highlight)

    def set(self, text: str, highlight: str = "") -> None:
        """Show TEXT with HIGHLIGHT marked where it stands word for word."""
        self._text, self._highlight = text, highlight
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def _block(self, width: int) -> painted.TextBlock:
        spans = painted.find_span(self._text, self._highlight)
        return painted.TextBlock(self._text, painted.font(self._role), width, spans=spans)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return int(self._block(width).height) + 1

    def sizeHint(self) -> QSize:
        return QSize(300, self.heightForWidth(300))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.heightForWidth(self.width()) if self.isVisible() else painted.line_px(self._role))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()  # the words wrap anew

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = self._pen()
        self._block(self.width()).draw(painter, 0, 0, painted.tokens().text)
        painter.end()


class EvidenceCard(QFrame):
    """One extract. `page_asked` opens its page, `rely_asked` ties it to the level or takes the tie back; both carry the
    extract's id.
    """

    page_asked = Signal(str)
    rely_asked = Signal(str)

    def __init__(self, extract: Extract, *, may_rely: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "card")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)  # Fixed would cut wrapped words
        self.extract = extract
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 8, 7)
        column.setSpacing(4)
        head = QHBoxLayout()
        head.setSpacing(8)
        self._title = labels.Label("", "second_strong", wrap=True)
        self._page = LinkButton("")
        self._page.clicked.connect(lambda: self.page_asked.emit(self.extract.id))
        head.addWidget(labels.Icon("file-text", "text2", 16), 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self._title, 1)
        head.addWidget(self._page)
        column.addLayout(head)
        self._words = Words()
        column.addWidget(self._words)
        foot = QHBoxLayout()
        self._dated = labels.Label("", "note", "text2")
        self._rely = _RelyButton("")
        self._rely.clicked.connect(lambda: self.rely_asked.emit(self.extract.id))
        foot.addWidget(self._dated, 1)
        foot.addWidget(self._rely)
        column.addLayout(foot)
        self._may_rely = may_rely
        self._is_current = False
        self.set(extract)

    def set(self, extract: Extract) -> None:
        """Show another extract, or another state of this one."""
        self.extract = extract
        self._title.setText(extract.title)
        self._page.setText(extract.page)
        self._page.setVisible(bool(extract.page))
        words = self.tr("Open {title}, {page}").replace("{page}", extract.page).replace("{title}", extract.title)
        self._page.setAccessibleName(words)
        self._words.set(extract.text, extract.highlight)
        self._dated.setText(extract.dated)
        self._rely.show_state(extract.relied_on)
        self._rely.setVisible(self._may_rely or extract.relied_on)
        self._rely.setEnabled(self._may_rely)
        state = self.tr("Relied on: {title}") if extract.relied_on else self.tr("Rely on this: {title}")
        self._rely.setAccessibleName(state.replace("{title}", extract.title))
        self._rely.setAccessibleDescription(extract.text)

    def set_may_rely(self, may: bool) -> None:
        """Let the tie be made and taken back, or only be seen."""
        self._may_rely = may
        self.set(self.extract)

    def set_current(self, current: bool) -> None:
        """Mark the extract that the keys [ ] and E work on."""
        self._is_current = current
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._is_current:
            painter = QPainter(self)
            painter.setClipRect(QRectF(0, 0, 4, self.height()))
            ground = QRectF(self.rect())
            accent = painted.tokens().accent
            painted.box(painter, ground, fill=accent, edge=accent, radius=RADIUS_CARD, line=0)
            painter.end()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.page_asked.emit(self.extract.id)
        event.accept()


class _RelyButton(Button):
    """ "Rely on this" with its key, or the chip "Relied on"."""

    def __init__(self, text: str) -> None:
        super().__init__(text, look="link")
        self.setProperty("role", "second_strong")
        self._is_tied = False
        self._icon_px = 15

    def show_state(self, tied: bool) -> None:
        """Show whether the tie is made."""
        self._is_tied = tied
        self.setText(self.tr("Relied on") if tied else self.tr("Rely on this"))
        self.set_icon("link" if tied else "")
        self.set_key("" if tied else "E")

    def _ink(self) -> str:
        return "accent"

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._is_tied:
            super().paintEvent(event)
            return
        tokens = painted.tokens()
        painter = QPainter(self)
        edge = tokens.accent if tokens.outlined else tokens.accent_soft
        area = QRectF(self.rect()).adjusted(0, 1, 0, -1)
        painted.box(painter, area, fill=tokens.accent_soft, edge=edge, radius=5)
        self._draw_inner(painter)
        painter.end()


class ExtractList(card.Column):
    """The extracts for one strand: a title with its count, then cards. The current one is walked by [ and ]."""

    page_asked = Signal(str)
    rely_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(margins=(14, 12, 14, 12), spacing=10, parent=parent)
        self._heading = labels.Label("", "body_strong", wrap=True)
        self._note = labels.Label("", "second", "text2")
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._heading, 1)
        head.addWidget(self._note, 0, Qt.AlignmentFlag.AlignTop)
        self.add(head)
        self._empty = labels.Label("", "second", "text2", wrap=True)
        self.add(self._empty)
        self.body.addStretch(1)
        self._cards: list[EvidenceCard] = []
        self._current = 0

    @property
    def cards(self) -> list[EvidenceCard]:
        """Return the cards in order."""
        return list(self._cards)

    @property
    def current(self) -> str | None:
        """Return the id of the current extract, None while there is none."""
        return self._cards[self._current].extract.id if self._cards else None

    def set_extracts(
        self, title: str, note: str, extracts: Sequence[Extract], *, may_rely: bool = True, empty: str = ""
    ) -> None:
        """Show EXTRACTS under TITLE with NOTE at the right; EMPTY is said where there are none."""
        self._heading.setText(title)
        self._note.setText(note)
        self._empty.setText(empty)
        self._empty.setVisible(bool(empty) and not extracts)
        if [each.extract.id for each in self._cards] == [each.id for each in extracts]:
            for shown, extract in zip(self._cards, extracts, strict=True):
                shown.set(extract)
                shown.set_may_rely(may_rely)
            return
        for old in self._cards:
            self.body.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._cards = [EvidenceCard(extract, may_rely=may_rely) for extract in extracts]
        for place, made in enumerate(self._cards):
            made.page_asked.connect(self.page_asked)
            made.rely_asked.connect(self.rely_asked)
            self.body.insertWidget(2 + place, made)
        self._current = 0
        self._mark()

    def step(self, by: int) -> None:
        """Go to the next extract (]) or the one before ([); stays at the ends."""
        if self._cards:
            self._current = min(max(0, self._current + by), len(self._cards) - 1)
            self._mark()
            self.ensureWidgetVisible(self._cards[self._current], 0, 24)

    def _mark(self) -> None:
        for place, each in enumerate(self._cards):
            each.set_current(place == self._current and len(self._cards) > 1)
