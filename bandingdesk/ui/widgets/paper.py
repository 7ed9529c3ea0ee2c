"""Paper on the screen: the pages of a PDF, white whatever the theme, rendered off the UI thread.

The pages that are there stay until the new ones have come, so that a preview never flickers.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget

from bandingdesk.ui.documents import pdfium_lock
from bandingdesk.ui.theme import theme
from bandingdesk.ui.widgets import painted

if TYPE_CHECKING:
    from bandingdesk.ui.jobs import Jobs

ZOOMS = (50, 67, 80, 100, 125, 150, 200)  # per cent of the reading width
READING_PX = 660  # an A4 page at 100 %: 12 and 14 point type are easy to read at this width
_GAP, _SIDE = 14, 16  # px between pages, and beside them
_LINE = 22  # px below a page for "Page 1 of 3"
_REST_MS = 80


class Pages(NamedTuple):
    """A PDF as pictures: each page's picture, and its text for who hears it."""

    pictures: tuple[QImage, ...]
    texts: tuple[str, ...]


def render(pdf: bytes, width: int) -> Pages:
    """Return the pages of PDF, WIDTH device pixels wide. Any thread. Raises pypdfium2.PdfiumError for damaged bytes."""
    import pypdfium2

    pictures, texts = [], []
    with pdfium_lock:
        document = pypdfium2.PdfDocument(pdf)
        try:
            for page in document:
                bitmap = page.render(scale=width / page.get_width(), rev_byteorder=True, prefer_bgrx=True)
                made = QImage(bitmap.buffer, bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGBX8888)
                pictures.append(made.copy())  # the buffer goes with the bitmap
                texts.append(page.get_textpage().get_text_bounded())
        finally:
            document.close()
    return Pages(tuple(pictures), tuple(texts))


class PaperView(QScrollArea):
    """Shows a PDF page under page. `set_pdf` gives it another one; `zoom_changed` carries the size in per cent."""

    zoom_changed = Signal(int)
    rendered = Signal(int)  # how many pages

    def __init__(self, jobs: Jobs, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs, self._name = jobs, name
        self._pdf: bytes | None = None
        self._pages = Pages((), ())
        self._zoom = 100
        self._sheets = _Sheets()
        self.setWidget(self._sheets)
        self.setWidgetResizable(False)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._render)

    @property
    def zoom(self) -> int:
        """Return the size of the pages in per cent of the reading width."""
        return self._zoom

    @property
    def pages(self) -> Pages:
        """Return the pages as they are shown."""
        return self._pages

    def page_in_view(self) -> int:
        """Return the page of which the most stands in the middle of the view, from 1."""
        middle = self.verticalScrollBar().value() + self.viewport().height() / 2
        return self._sheets.page_at(middle)

    def set_pdf(self, pdf: bytes | None, name: str = "") -> None:
        """Show PDF from its first page, or nothing. The same bytes again change nothing."""
        if name:
            self._name = name
        if pdf == self._pdf:
            return
        self._pdf = pdf
        if pdf is None:
            self._show(Pages((), ()))
        else:
            self._render()

    def step_zoom(self, by: int) -> None:
        """Make the pages larger (+1) or smaller (-1), as far as the sizes go."""
        place = ZOOMS.index(self._zoom) + by
        if 0 <= place < len(ZOOMS):
            self._zoom = ZOOMS[place]
            self._lay_out()
            self._rest.start()
            self.zoom_changed.emit(self._zoom)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, 120)

    def sizeHint(self) -> QSize:
        return QSize(READING_PX + 2 * _SIDE + 12, 480)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._lay_out():
            self._rest.start()

    def _width(self) -> int:
        """Return the width of a page in logical pixels: never wider than the place, except when made larger."""
        wanted = READING_PX * self._zoom // 100
        room = self.width() - 2 * _SIDE - self.verticalScrollBar().sizeHint().width()
        return wanted if self._zoom > 100 else max(160, min(wanted, room))

    def _render(self) -> None:
        pdf, width = self._pdf, round(self._width() * self.devicePixelRatioF())
        if pdf is not None:
            read: Callable[[], Pages] = lambda: render(pdf, width)  # noqa: E731
            self._jobs.read(read, owner=self, done=self._show, replaces="pages")

    def _show(self, pages: Pages) -> None:
        self._pages = pages
        self.setAccessibleDescription(" ".join(" ".join(pages.texts).split()))
        self.setAccessibleName(self.tr("{0}, %n pages", "", len(pages.pictures)).replace("{0}", self._name))
        self._lay_out()
        self.rendered.emit(len(pages.pictures))

    def _lay_out(self) -> bool:
        return self._sheets.lay_out(self._pages.pictures, self._width())


class _Sheets(QWidget):
    """The pages themselves, scaled to the width asked for until the right ones have come."""

    def __init__(self) -> None:
        super().__init__()
        self._pictures: tuple[QImage, ...] = ()
        self._width = 0
        painted.follow_theme(self)

    def lay_out(self, pictures: tuple[QImage, ...], width: int) -> bool:
        """Show PICTURES at WIDTH; return whether the width is another one than before."""
        changed = width != self._width
        self._pictures, self._width = pictures, width
        height = sum(self._height(one) + _LINE + _GAP for one in pictures)
        self.resize(width + 2 * _SIDE, _GAP + height)
        self.update()
        return changed

    def page_at(self, y: float) -> int:
        """Return the page at Y px from the top, the nearest one between two."""
        below = float(_GAP)
        for number, picture in enumerate(self._pictures, 1):
            below += self._height(picture) + _LINE + _GAP
            if y < below:
                return number
        return max(1, len(self._pictures))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        tokens = painted.tokens()
        y = float(_GAP)
        for number, picture in enumerate(self._pictures, 1):
            sheet = QRectF(_SIDE, y, self._width, self._height(picture))
            if sheet.intersects(QRectF(event.rect())):
                self._draw(painter, picture, sheet)
                painter.setPen(theme.current().colour("border"))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(sheet.adjusted(-0.5, -0.5, 0.5, 0.5))
            line = QRectF(_SIDE, sheet.bottom() + 2, self._width, _LINE)
            painter.setFont(painted.font("note"))
            painter.setPen(theme.current().colour("text2"))
            words = self.tr("Page {0} of {1}").replace("{0}", str(number)).replace("{1}", str(len(self._pictures)))
            painter.drawText(line, int(painted.CENTRE), words)
            y = sheet.bottom() + _LINE + _GAP
        if not self._pictures and tokens.outlined:
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def _draw(self, painter: QPainter, picture: QImage, sheet: QRectF) -> None:
        ratio = self.devicePixelRatioF()
        if picture.width() == round(sheet.width() * ratio):
            picture.setDevicePixelRatio(ratio)
            painter.drawImage(QPointF(sheet.topLeft()), picture)
        else:
            painter.drawImage(sheet, picture, QRectF(0, 0, picture.width(), picture.height()))

    def _height(self, picture: QImage) -> int:
        return round(picture.height() * self._width / picture.width())
