"""What is wrong with a window as it stands on the screen: too large, texts cut, faint, nameless, too small to hit.

Used by the snapshot run and by tests on every state. Sources: WCAG 2.2, 1.4.3 (contrast), 2.5.8 (target size), 4.1.2
(names); the house's own smallest window, 960 x 520, and 1280 x 720 with larger texts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QAccessible, QColor, QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QScrollBar,
    QTableView,
    QWidget,
)

from bandingdesk.ui.theme import theme, tokens

LARGEST_MINIMUM = QSize(960, 520)
WITH_LARGE_TEXTS = QSize(1280, 720)
TARGET = 24  # px
TEXT_CONTRAST = 4.5
LARGE_CONTRAST = 3.0
LARGE_PX, LARGE_BOLD_PX = 24, 18.66
_ROUNDING = 0.05  # a colour of the picture has whole steps


def problems(window: QWidget) -> list[str]:
    """Return what is wrong with WINDOW and all that is visible in it, each as one sentence; [] for nothing."""
    picture = window.grab().toImage()  # first of all, so that every part has been painted as it is now
    shown = [window, *visible_parts(window)]
    found = _too_large(window)
    for part in shown:
        found += _cut(part, window)
        found += _nameless(part)
        found += _too_small(part)
    found += _faint(window, shown, picture)
    return found + _astray()


def _astray() -> list[str]:
    """Return the controls that were shown before they had a place, and so stand in a window of their own."""
    tops = [one for one in QApplication.topLevelWidgets() if one.isVisible()]
    lost = [one for one in tops if isinstance(one, (QAbstractButton, QLabel, QLineEdit, QComboBox))]
    return [f"A window of its own: {name_of(one)}" for one in lost]


def visible_parts(window: QWidget) -> Iterator[QWidget]:
    """Yield the widgets inside WINDOW that are on the screen; windows of their own (popups) are left out."""
    for child in window.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
        if child.isVisible() and not child.isWindow():
            yield child
            yield from visible_parts(child)


def name_of(part: QWidget) -> str:
    """Return PART in words: its class, and what it says."""
    words = getattr(part, "text", "")
    words = words() if callable(words) else words
    told = part.accessibleName() or (words if isinstance(words, str) else "") or part.objectName()
    return f"{type(part).__name__} “{told[:60]}”"


def _too_large(window: QWidget) -> list[str]:
    """Return whether WINDOW can't go down to 960 x 520, with larger texts to 1280 x 720.

    A wide window lays its parts out more roomily (`least_width` says from which width on): there it must be able to
    shrink to that width, below which it rearranges itself.
    """
    begins = getattr(window, "least_width", None)
    allowed = LARGEST_MINIMUM if theme.current().percent <= 100 else WITH_LARGE_TEXTS
    wide = max(allowed.width(), begins() if callable(begins) else 0)
    least = window.minimumSizeHint().expandedTo(window.minimumSize())
    high = allowed.height()
    if least.width() <= wide and least.height() <= high:
        return []
    return [f"Smallest size {least.width()} x {least.height()} is above {wide} x {high}: {name_of(window)}"]


def _cut(part: QWidget, window: QWidget) -> list[str]:
    """Return the texts of PART that can't be read in full and that no tooltip shows."""
    teller = getattr(part, "cut_texts", None)
    if callable(teller):
        return [f"Text cut in {name_of(part)}: “{text}”" for text in teller()] + _outside(part, window)
    found = []
    if isinstance(part, QLabel) and part.text() and not _is_told(part, part.text()):
        if part.wordWrap():
            if part.heightForWidth(part.width()) > part.height() + 1:
                found.append(f"Text cut below: {name_of(part)}")
        elif part.sizeHint().width() > part.width() + 1 or part.sizeHint().height() > part.height() + 1:
            found.append(f"Text cut: {name_of(part)}")
    elif isinstance(part, QAbstractButton) and part.text() and not _is_told(part, part.text()):
        if part.sizeHint().width() > part.width() + 2:
            found.append(f"Text cut: {name_of(part)}")
    elif isinstance(part, QComboBox):
        words = part.currentText()
        if part.fontMetrics().horizontalAdvance(words) > part.width() - 40 and not _is_told(part, words):
            found.append(f"Text cut: {name_of(part)}, “{words}”")
    elif isinstance(part, QTableView):
        found += _cut_headers(part)
    return found + (_outside(part, window) if isinstance(part, (QLabel, QAbstractButton)) else [])


def _is_told(part: QWidget, words: str) -> bool:
    return bool(words) and words in part.toolTip()


def _cut_headers(table: QTableView) -> list[str]:
    header = table.horizontalHeader()
    if not header.isVisible():
        return []
    found = []
    for section in range(header.count()):
        words = str(table.model().headerData(section, Qt.Orientation.Horizontal) or "")
        if not header.isSectionHidden(section) and words:
            wide = header.fontMetrics().horizontalAdvance(words)
            if wide > header.sectionSize(section) - 20:
                found.append(f"Heading cut in {name_of(table)}: “{words}”")
    return found


def _outside(part: QWidget, window: QWidget) -> list[str]:
    """Return whether PART sticks out of what holds it, up to the next thing that scrolls."""
    step: QWidget | None = part
    while step is not None and step is not window:
        holder = step.parentWidget()
        if holder is None or isinstance(holder, QAbstractScrollArea):
            return []
        scrolled = holder.parentWidget()
        if isinstance(scrolled, QAbstractScrollArea) and scrolled.viewport() is holder:
            return _beside(part, scrolled)
        area = QRect(part.mapTo(holder, part.rect().topLeft()), part.size())
        if not holder.rect().adjusted(-1, -1, 1, 1).contains(area):
            return [f"Sticks out of {type(holder).__name__}: {name_of(part)}"]
        step = holder
    return []


def _beside(part: QWidget, scrolled: QAbstractScrollArea) -> list[str]:
    """Return whether PART is wider than what holds it, SCROLLED, can show: it scrolls up and down only."""
    if scrolled.horizontalScrollBarPolicy() != Qt.ScrollBarPolicy.ScrollBarAlwaysOff:
        return []
    left = part.mapTo(scrolled.viewport(), part.rect().topLeft()).x()
    if left >= -1 and left + part.width() <= scrolled.viewport().width() + 1:
        return []
    return [f"Cut at the side of {type(scrolled).__name__}: {name_of(part)}"]


def _is_inner(part: QWidget) -> bool:
    """Return whether PART is a piece that Qt makes inside one of its own controls."""
    holder = part.parentWidget()
    if isinstance(part, (QScrollBar, QHeaderView)) or part.objectName().startswith("qt_"):
        return True
    if isinstance(holder, QAbstractScrollArea) and holder.viewport() is part:
        return True
    return isinstance(part, QLineEdit) and part.focusProxy() is not None and part.focusProxy() is holder


def _nameless(part: QWidget) -> list[str]:
    if part.focusPolicy() == Qt.FocusPolicy.NoFocus or _is_inner(part):
        return []
    if isinstance(part, QAbstractScrollArea) and type(part).__name__ == "QScrollArea":
        return []
    if not part.isEnabled():
        is_button = isinstance(part, QAbstractButton)
        explained = part.accessibleDescription() or part.toolTip()
        return [f"Disabled without a reason: {name_of(part)}"] if is_button and not explained else []
    interface = QAccessible.queryAccessibleInterface(part)
    name = interface.text(QAccessible.Text.Name) if interface is not None else part.accessibleName()
    return [] if name.strip() else [f"Control without a name: {name_of(part)}"]


def _too_small(part: QWidget) -> list[str]:
    if not isinstance(part, QAbstractButton) or _is_inner(part) or type(part).__name__ == "QTableCornerButton":
        return []
    if part.width() >= TARGET and part.height() >= TARGET:
        return []
    return [f"Target {part.width()} x {part.height()} is below {TARGET} x {TARGET}: {name_of(part)}"]


def _faint(window: QWidget, shown: list[QWidget], taken: QImage) -> list[str]:
    """Return the labels and buttons whose words stand out too little, measured on the picture TAKEN of WINDOW."""
    picture = taken.convertToFormat(QImage.Format.Format_RGB32)
    scale = picture.devicePixelRatio()
    found = []
    for part in shown:
        if not isinstance(part, (QLabel, QAbstractButton)) or not any(each.isalnum() for each in part.text()):
            continue  # a dash alone may lie between two rows of pixels; letters and figures reach their full colour
        seen = part.visibleRegion().boundingRect()
        if seen.width() < 8 or not _is_readable(part, seen) or _is_covered(part, seen, window):
            continue
        corner = part.mapTo(window, seen.topLeft())
        area = QRect(
            round(corner.x() * scale),
            round(corner.y() * scale),
            round(seen.width() * scale),
            round(seen.height() * scale),
        )
        measured = measured_contrast(picture, area.intersected(picture.rect()))
        size, weight = part.font().pixelSize(), int(part.font().weight())
        is_large = size >= LARGE_PX or (size >= LARGE_BOLD_PX and weight >= 600)
        wanted = LARGE_CONTRAST if is_large else TEXT_CONTRAST
        if measured < wanted - _ROUNDING:
            found.append(f"Contrast {measured:.1f} is below {wanted}: {name_of(part)}")
    return found


def _is_readable(part: QWidget, seen: QRect) -> bool:
    """Return whether a line of PART can be read in SEEN, the part of it that is not scrolled away."""
    return seen.height() >= min(part.height(), part.fontMetrics().height())


def _is_covered(part: QWidget, seen: QRect, window: QWidget) -> bool:
    """Return whether a panel over the page lies on SEEN of PART: what is beneath it is not read."""
    area = seen.adjusted(2, 2, -2, -2)
    for point in (area.topLeft(), area.topRight(), area.bottomLeft(), area.bottomRight(), area.center()):
        top = window.childAt(part.mapTo(window, point))
        if top is not None and top is not part and not top.isAncestorOf(part) and not part.isAncestorOf(top):
            return True
    return False


def measured_contrast(picture: QImage, area: QRect) -> float:
    """Return the greatest contrast that a colour in AREA has against the commonest one, 1 to 21."""
    counted: Counter[int] = Counter()
    for y in range(area.top(), area.bottom() + 1):
        for x in range(area.left(), area.right() + 1):
            counted[picture.pixel(x, y)] += 1
    if not counted:
        return 21.0
    ground = QColor(counted.most_common(1)[0][0]).name()
    return max(tokens.contrast(QColor(colour).name(), ground) for colour in counted)
