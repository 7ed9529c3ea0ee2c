"""Pages one below the other, drawn off the UI thread when they come into view: as many as a paper has.

What was marked lies over the page with its colour and its sign, what is chosen with a frame. Pages that left the view
are let go, so that a paper of 3,000 pages takes no more memory than one of thirty.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QSizePolicy, QWidget

from bandingdesk.ui.documents import Document, Passage, Shown
from bandingdesk.ui.theme import theme, tokens
from bandingdesk.ui.widgets import painted
from bandingdesk.ui.widgets.paper import READING_PX, ZOOMS

if TYPE_CHECKING:
    from bandingdesk.ui.jobs import Jobs

_GAP, _SIDE, _LINE = 14, 16, 22  # px between pages, beside them, below each for its number
_REST_MS = 30
_BYTES = 48_000_000  # of pictures that are kept
_SIGNS = {"highlight": "", "question": "?", "panel": "!"}
_TONES = {"highlight": "warn", "question": "info", "panel": "accent"}
_MARGIN = {"highlight": 4, "question": 22, "panel": 40}  # px from the edge of the page, so that no sign covers another


class PageView(QAbstractScrollArea):
    """Shows a document. `page_changed` carries the page at the top (from 0), `chosen` comes with each new passage."""

    page_changed = Signal(int)
    zoom_changed = Signal(int)
    chosen = Signal(object)  # Passage or None

    def __init__(self, jobs: Jobs, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs, self._name = jobs, name
        self._document: Document | None = None
        self._tops: list[float] = []  # of the pages, in px of the whole
        self._pictures: OrderedDict[int, QImage] = OrderedDict()
        self._asked: set[int] = set()
        self._zoom, self._page = 100, 0
        self._marks: Mapping[int, Sequence[Shown]] = {}
        self._passage: Passage | None = None
        self._pressed: tuple[int, tuple[float, float]] | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._draw_near)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        theme.current().changed.connect(self._repaint)

    def _repaint(self) -> None:
        self.viewport().update()

    # What is shown

    @property
    def page(self) -> int:
        """The page at the top of the view, from 0."""
        return self._page

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return len(self._document.sizes) if self._document is not None else 0

    @property
    def zoom(self) -> int:
        """The size of the pages in per cent of the reading width."""
        return self._zoom

    @property
    def passage(self) -> Passage | None:
        """What is chosen, None for nothing."""
        return self._passage

    def set_document(self, document: Document | None, name: str = "", *, page: int = 0, zoom: int = 100) -> None:
        """Show DOCUMENT from PAGE on, or nothing. The one that was shown is closed."""
        before, self._document = self._document, document
        if before is not None and before is not document:
            self._jobs.read(before.close, owner=self, done=lambda _none: None)
        self._name = name or self._name
        self._pictures.clear()
        self._asked.clear()
        self._passage, self._marks = None, {}
        self._zoom = zoom if zoom in ZOOMS else 100
        self._lay_out()
        self.go_to(page)
        self._say()
        self.viewport().update()

    def let_go(self) -> None:
        """Close the document at once: the page goes, and with it whatever would have closed it later."""
        before, self._document = self._document, None
        self._pictures.clear()
        self._lay_out()
        if before is not None:
            before.close()

    def set_marks(self, marks: Sequence[Shown]) -> None:
        """Draw MARKS over their pages."""
        found: dict[int, list[Shown]] = {}
        for mark in marks:
            found.setdefault(mark.page, []).append(mark)
        self._marks = found
        self._say()
        self.viewport().update()

    def choose(self, passage: Passage | None, *, scroll: bool = True) -> None:
        """Choose PASSAGE, or nothing, and bring it into view."""
        self._passage = passage
        if passage is not None and scroll:
            top = self._tops[passage.page] + (passage.boxes[0][1] * self._height(passage.page) if passage.boxes else 0)
            bar, room = self.verticalScrollBar(), self.viewport().height()
            if not bar.value() + 20 <= top <= bar.value() + room - 60:
                bar.setValue(int(top - room / 3))
        self.chosen.emit(passage)
        self.viewport().update()

    def go_to(self, page: int) -> None:
        """Bring PAGE (from 0) to the top."""
        if self._tops:
            page = max(0, min(page, len(self._tops) - 1))
            self.verticalScrollBar().setValue(round(self._tops[page]) - (_GAP if page == 0 else 4))
            self._scrolled()

    def step_zoom(self, by: int) -> None:
        """Make the pages larger (+1) or smaller (-1), as far as the sizes go, and stay at the page."""
        place = ZOOMS.index(self._zoom) + by
        if 0 <= place < len(ZOOMS):
            page, self._zoom = self._page, ZOOMS[place]
            self._pictures.clear()
            self._lay_out()
            self.go_to(page)
            self.viewport().update()
            self.zoom_changed.emit(self._zoom)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, 120)

    def sizeHint(self) -> QSize:
        return QSize(READING_PX + 2 * _SIDE + 12, 480)

    # Events

    def resizeEvent(self, event: QResizeEvent) -> None:
        page = self._page
        super().resizeEvent(event)
        self._lay_out()
        self.go_to(page)
        self._rest.start()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.step_zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar, shift = self.verticalScrollBar(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        match event.key():
            case Qt.Key.Key_PageDown | Qt.Key.Key_Space:
                bar.setValue(bar.value() + self.viewport().height() - 40)
            case Qt.Key.Key_PageUp:
                bar.setValue(bar.value() - self.viewport().height() + 40)
            case Qt.Key.Key_Home:
                self.go_to(0)
            case Qt.Key.Key_End:
                bar.setValue(bar.maximum())
            case Qt.Key.Key_Right | Qt.Key.Key_Left if shift and self._passage is not None:
                self._grow(1 if event.key() == Qt.Key.Key_Right else -1)
            case _:
                super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._pressed = self._place(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        begun, now = self._pressed, self._place(event.position())
        document = self._document
        if document is None or begun is None or now is None or now[0] != begun[0]:
            return
        page, begin, end = begun[0], begun[1], now[1]
        self._jobs.read(
            lambda: document.between(page, begin, end),
            owner=self,
            done=lambda found: self.choose(found, scroll=False),
            replaces="choose",
            quiet=True,
        )

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._pressed is not None and self._pressed == self._place(event.position()):
            self.choose(None)
        self._pressed = None

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for page in self._in_view():
            self._draw(painter, page)
        painter.end()

    # Inside

    def _grow(self, words: int) -> None:
        document, passage = self._document, self._passage
        assert document is not None
        assert passage is not None
        self._jobs.read(lambda: document.grown(passage, words), owner=self, done=self.choose, replaces="choose")

    def _width(self) -> int:
        wanted = READING_PX * self._zoom // 100
        room = self.viewport().width() - 2 * _SIDE
        return wanted if self._zoom > 100 else max(160, min(wanted, room))

    def _height(self, page: int) -> float:
        assert self._document is not None
        wide, high = self._document.sizes[page]
        return self._width() * high / max(1.0, wide)

    def _lay_out(self) -> None:
        self._tops, y = [], float(_GAP)
        for page in range(self.pages):
            self._tops.append(y)
            y += self._height(page) + _LINE + _GAP
        room = self.viewport().size()
        self.verticalScrollBar().setPageStep(room.height())
        self.verticalScrollBar().setSingleStep(40)
        self.verticalScrollBar().setRange(0, max(0, round(y) - room.height()))
        self.horizontalScrollBar().setPageStep(room.width())
        self.horizontalScrollBar().setRange(0, max(0, self._width() + 2 * _SIDE - room.width()))

    def _scrolled(self) -> None:
        page = self._page_at(self.verticalScrollBar().value() + 40)
        if page != self._page:
            self._page = page
            self._say()
            self.page_changed.emit(page)
        self._rest.start()
        self.viewport().update()

    def _page_at(self, y: float) -> int:
        return max(0, bisect_right(self._tops, y) - 1)

    def _in_view(self) -> range:
        if not self._tops:
            return range(0)
        top = self.verticalScrollBar().value()
        return range(self._page_at(top), self._page_at(top + self.viewport().height()) + 1)

    def _sheet(self, page: int) -> QRectF:
        """Return where PAGE lies in the view."""
        width = self._width()
        left = max(float(_SIDE), (self.viewport().width() - width) / 2) - self.horizontalScrollBar().value()
        return QRectF(left, self._tops[page] - self.verticalScrollBar().value(), width, self._height(page))

    def _place(self, at: QPointF) -> tuple[int, tuple[float, float]] | None:
        """Return the page at a point of the view, and where on it, as parts of the page."""
        for page in self._in_view():
            sheet = self._sheet(page)
            if sheet.contains(at):
                return page, ((at.x() - sheet.left()) / sheet.width(), (at.y() - sheet.top()) / sheet.height())
        return None

    def _draw_near(self) -> None:
        """Have the pages drawn that are in view and not drawn yet, and the one after them."""
        document = self._document
        if document is None or not self.isVisible():
            return
        view = self._in_view()
        width = round(self._width() * self.devicePixelRatioF())
        for page in range(view.start, min(view.stop + 1, self.pages)):
            known = self._pictures.get(page)
            if page in self._asked or (known is not None and known.width() == width):
                continue
            self._asked.add(page)

            def read(page: int = page) -> QImage:
                return document.picture(page, width)

            def done(picture: QImage, page: int = page) -> None:
                self._take(document, page, picture)

            self._jobs.read(read, owner=self, done=done, quiet=True)

    def _take(self, document: Document, page: int, picture: QImage) -> None:
        if document is not self._document:
            return
        self._asked.discard(page)
        self._pictures[page] = picture
        self._pictures.move_to_end(page)
        while sum(one.sizeInBytes() for one in self._pictures.values()) > _BYTES and len(self._pictures) > 3:
            self._pictures.popitem(last=False)
        self.viewport().update()
        self._rest.start()  # the view may have moved on meanwhile

    def _draw(self, painter: QPainter, page: int) -> None:
        sheet, now = self._sheet(page), theme.current()
        picture = self._pictures.get(page)
        if picture is None or picture.isNull():
            painter.fillRect(sheet, QColor(Qt.GlobalColor.white))
        else:
            self._pictures.move_to_end(page)
            painter.drawImage(sheet, picture, QRectF(picture.rect()))
        painter.setPen(now.colour("border"))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(sheet.adjusted(-0.5, -0.5, 0.5, 0.5))
        for mark in self._marks.get(page, ()):
            self._draw_mark(painter, sheet, mark)
        if self._passage is not None and self._passage.page == page:
            self._draw_passage(painter, sheet, self._passage)
        painter.setFont(painted.font("note"))
        painter.setPen(now.colour("text2"))
        words = self.tr("Page {0} of {1}").replace("{0}", str(page + 1)).replace("{1}", f"{self.pages:,}")
        painter.drawText(QRectF(sheet.left(), sheet.bottom() + 2, sheet.width(), _LINE), int(painted.CENTRE), words)

    def _draw_mark(self, painter: QPainter, sheet: QRectF, mark: Shown) -> None:
        """Draw a mark: its boxes in its colour with a line below, and its sign in the margin, clear of the words."""
        colour = _ink(_TONES.get(mark.kind, "warn"))
        for box in mark.boxes:
            at = _box(sheet, box)
            soft = QColor(colour)
            soft.setAlpha(56)
            painter.fillRect(at, soft)
            painter.setPen(QPen(colour, 2))
            painter.drawLine(at.bottomLeft(), at.bottomRight())
        sign = _SIGNS.get(mark.kind, "")
        if sign or not mark.boxes:
            top = _box(sheet, mark.boxes[0]).top() - 2 if mark.boxes else sheet.top() + 8
            badge = QRectF(sheet.left() + _MARGIN.get(mark.kind, 8), top, 18, 18)
            painter.setPen(QPen(colour, 1.5))
            painter.setBrush(QColor(Qt.GlobalColor.white))
            painter.drawEllipse(badge)
            painter.setFont(painted.font("second_strong"))
            painter.drawText(badge, int(painted.CENTRE), sign or "●")
            painter.setBrush(Qt.BrushStyle.NoBrush)

    def _draw_passage(self, painter: QPainter, sheet: QRectF, passage: Passage) -> None:
        colour = _ink("focus")
        soft = QColor(colour)
        soft.setAlpha(40)
        painter.setPen(QPen(colour, 1))
        for box in passage.boxes:
            painter.fillRect(_box(sheet, box), soft)
            painter.drawRect(_box(sheet, box))

    def _say(self) -> None:
        """Say for who hears it: the paper, the page, its marks."""
        words = self.tr("{0}, page {1} of {2}").replace("{0}", self._name).replace("{1}", str(self._page + 1))
        self.setAccessibleName(words.replace("{2}", str(self.pages)) if self.pages else self._name)
        marks = len(self._marks.get(self._page, ()))
        self.setAccessibleDescription(self.tr("%n marks on this page", "", marks) if marks else "")


def _ink(token: str) -> QColor:
    """Return a colour of the light theme: paper is white in every theme."""
    return QColor(tokens.LIGHT.colour(token))


def _box(sheet: QRectF, box: tuple[float, float, float, float]) -> QRectF:
    """Return a box of a page where the page lies."""
    left, top, right, bottom = box
    return QRectF(
        sheet.left() + left * sheet.width(),
        sheet.top() + top * sheet.height(),
        (right - left) * sheet.width(),
        (bottom - top) * sheet.height(),
    )
