"""A paper of many pages that is read from its file: PDF by PDFium, pictures by Qt. Any thread, one at a time.

A page is drawn when it is asked for and no other, so that 3,000 pages open as fast as three. Nothing in a paper runs:
PDFium is given no form and no script, and a picture is only a picture.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple, Protocol

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize
from PySide6.QtGui import QImage, QImageReader

pdfium_lock = threading.Lock()  # PDFium is not thread-safe; readers are several
A4 = (595.0, 842.0)  # points, where a page does not say its size
MOST_WORDS = 2000  # characters of a quotation
_NEAR = (6.0, 30.0, 120.0)  # points between a click and the letter that is meant: the nearest letters first


class Passage(NamedTuple):
    """A run of text on a page (from 0), with the boxes round its lines as parts of the page (0 to 1)."""

    page: int
    start: int
    length: int
    text: str
    boxes: tuple[tuple[float, float, float, float], ...]


class Shown(NamedTuple):
    """A mark as it is drawn: its kind, page and boxes; no box marks the page itself."""

    kind: str
    page: int
    boxes: tuple[tuple[float, float, float, float], ...]


class Document(Protocol):
    """Pages with their sizes in points. All but `sizes` may take a while, so it is called off the UI thread."""

    sizes: tuple[tuple[float, float], ...]

    def picture(self, page: int, width: int) -> QImage: ...
    def find(self, words: str, first: int, last: int) -> list[Passage]: ...
    def between(self, page: int, begin: tuple[float, float], end: tuple[float, float]) -> Passage | None: ...
    def grown(self, passage: Passage, words: int) -> Passage: ...
    def text(self, page: int) -> str: ...
    def close(self) -> None: ...


class PdfDocument:
    """A PDF read from a file that can be read from anywhere. Raises pypdfium2.PdfiumError where nothing opens."""

    def __init__(self, file: io.BufferedReader) -> None:
        import pypdfium2

        self._file = file
        with pdfium_lock:
            self._pdf = pypdfium2.PdfDocument(file)
            try:
                self.sizes = tuple(self._pdf.get_page_size(number) for number in range(len(self._pdf)))
            except pypdfium2.PdfiumError:
                self._pdf.close()
                raise
        self._is_open = True

    def picture(self, page: int, width: int) -> QImage:
        """Return a page, WIDTH device pixels wide; an empty picture once the paper was closed."""
        with pdfium_lock:
            if not self._is_open:
                return QImage()
            found = self._pdf[page]
            scale = width / max(1.0, found.get_width())
            bitmap = found.render(scale=scale, rev_byteorder=True, prefer_bgrx=True, may_draw_forms=False)
            made = QImage(bitmap.buffer, bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGBX8888)
            picture = made.copy()  # the buffer goes with the bitmap
            found.close()
            return picture

    def find(self, words: str, first: int, last: int) -> list[Passage]:
        """Return where WORDS stand on the pages from FIRST up to LAST, not counting LAST; case does not matter."""
        found = []
        for number in range(first, min(last, len(self.sizes))):
            with pdfium_lock:
                if not self._is_open:
                    return []
                page = self._pdf[number]
                text = page.get_textpage()
                searcher = text.search(words)
                while (at := searcher.get_next()) is not None:
                    found.append(self._passage(number, page, text, at[0], at[1]))
                text.close()
                page.close()
        return found

    def between(self, page: int, begin: tuple[float, float], end: tuple[float, float]) -> Passage | None:
        """Return the text from BEGIN to END, two places as parts of the page; None where there is none."""
        with pdfium_lock:
            if not self._is_open:
                return None
            found = self._pdf[page]
            width, height = self.sizes[page]
            text = found.get_textpage()
            places = [_index(text, x * width, (1 - y) * height) for x, y in (begin, end)]
            made = None
            if None not in places:
                first, last = sorted(place for place in places if place is not None)
                made = self._passage(page, found, text, first, min(last - first + 1, MOST_WORDS))
            text.close()
            found.close()
            return made

    def grown(self, passage: Passage, words: int) -> Passage:
        """Return PASSAGE longer by so many words, or shorter."""
        with pdfium_lock:
            if not self._is_open:
                return passage
            page = self._pdf[passage.page]
            text = page.get_textpage()
            whole = text.get_text_range(passage.start, min(MOST_WORDS, text.count_chars() - passage.start))
            count = _step(whole, passage.length, words)
            made = self._passage(passage.page, page, text, passage.start, count)
            text.close()
            page.close()
            return made

    def text(self, page: int) -> str:
        """Return the words of a page, for who hears it."""
        with pdfium_lock:
            if not self._is_open:
                return ""
            return str(self._pdf[page].get_textpage().get_text_bounded())

    def close(self) -> None:
        """Close the paper and its file."""
        with pdfium_lock:
            if self._is_open:
                self._is_open = False
                self._pdf.close()
                self._file.close()

    def _passage(self, number: int, page: Any, text: Any, start: int, count: int) -> Passage:
        width, height = self.sizes[number]
        boxes = []
        for at in range(text.count_rects(start, count)):
            left, bottom, right, top = text.get_rect(at)
            boxes.append((left / width, 1 - top / height, right / width, 1 - bottom / height))
        words = " ".join(text.get_text_range(start, count).split())
        return Passage(number, start, count, words, tuple(boxes))


class PictureDocument:
    """A picture, or a scan of several pages in one file."""

    def __init__(self, contents: bytes) -> None:
        self._contents = QByteArray(contents)
        self._lock = threading.Lock()
        sizes = []
        with self._reader() as reader:
            for number in range(max(1, reader.imageCount())):
                reader.jumpToImage(number)
                size = reader.size()
                sizes.append((float(size.width()), float(size.height())) if size.isValid() else A4)
        self.sizes = tuple(sizes)

    def picture(self, page: int, width: int) -> QImage:
        """Return a page, WIDTH device pixels wide; an empty picture where it is damaged."""
        with self._lock, self._reader() as reader:
            reader.jumpToImage(page)
            wide, high = self.sizes[page]
            if width < wide:
                reader.setScaledSize(QSize(width, max(1, round(high * width / max(1.0, wide)))))
            return reader.read()

    def find(self, _words: str, _first: int, _last: int) -> list[Passage]:
        """Return nothing: a picture has no words."""
        return []

    def between(self, page: int, begin: tuple[float, float], end: tuple[float, float]) -> Passage | None:
        """Return the part of the picture between two places, without words."""
        box = QRectF(begin[0], begin[1], end[0] - begin[0], end[1] - begin[1]).normalized()
        return Passage(page, 0, 0, "", ((box.left(), box.top(), box.right(), box.bottom()),))

    def grown(self, passage: Passage, _words: int) -> Passage:
        """Return PASSAGE as it is."""
        return passage

    def text(self, _page: int) -> str:
        """Return nothing: a picture has no words."""
        return ""

    def close(self) -> None:
        """Let the bytes go."""
        with self._lock:
            self._contents = QByteArray()

    @contextmanager
    def _reader(self) -> Iterator[QImageReader]:
        buffer = QBuffer()
        buffer.setData(self._contents)
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        reader = QImageReader(buffer)
        reader.setDecideFormatFromContent(True)
        try:
            yield reader
        finally:
            reader.setDevice(None)  # type: ignore[arg-type]  # what reads a scan has to go before what it reads from
            buffer.close()


def _index(text: Any, x: float, y: float) -> int | None:
    """Return the place of the letter nearest to a point, None where none is near."""
    found = (text.get_index(x, y, near, near) for near in _NEAR)
    return next((int(at) for at in found if at is not None), None)


def _step(whole: str, count: int, words: int) -> int:
    """Return the length of the text that ends WORDS words after, or before, its first COUNT characters."""
    for _ in range(abs(words)):
        if words > 0:
            rest = whole[count:]
            count += len(rest) - len(rest.lstrip())
            while count < len(whole) and not whole[count].isspace():
                count += 1
        else:
            shorter = whole[:count].rstrip()
            while shorter and not shorter[-1].isspace():
                shorter = shorter[:-1]
            if not shorter.strip():
                break
            count = len(shorter.rstrip())
    return count
