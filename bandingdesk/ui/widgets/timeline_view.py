"""The timeline on the screen: keys and mouse walk its marks, zoom and jump; a press on a mark asks why it is there."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from bandingdesk.ui.widgets import painted, timeline_scale
from bandingdesk.ui.widgets.timeline import Stop, Timeline, band_words, said, sentence
from bandingdesk.ui.widgets.timeline_painter import Measures, Painting, Spot, TimelinePainter
from bandingdesk.ui.widgets.timeline_scale import Scale, View

Key = Qt.Key
_ALONG = {Key.Key_Left: -1, Key.Key_Right: 1, Key.Key_Home: -10_000, Key.Key_End: 10_000}
_ACROSS = {Key.Key_Up: -1, Key.Key_Down: 1}
_OPENS = (Key.Key_Return, Key.Key_Enter, Key.Key_Space)
_SHARE = 0.75  # of the stretch, for a page to either side


class TimelineView(painted.Painted):
    """A timeline. `current_changed` carries the stop one stands on, `asked` the one whose date is to be explained.

    Keys while it has the focus: + and - zoom; 1, 2, 3 go to what was last done, to today, to what is due next; arrows
    walk along a lane and between lanes, Home and End to its ends, Page Up and Page Down move the stretch.
    """

    current_changed = Signal(str)
    asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._painting = Painting()
        self._timeline = Timeline(date.min)
        self._view = timeline_scale.view(1, timeline_scale.LEAST_DAYS)
        self._current = ""
        self.set(self._timeline)

    @property
    def timeline(self) -> Timeline:
        """Return what is shown."""
        return self._timeline

    @property
    def stretch(self) -> View:
        """Return the days that are shown."""
        return self._view

    @property
    def current(self) -> Stop | None:
        """Return the stop one stands on."""
        return self._timeline.find(self._current)

    def set(self, timeline: Timeline) -> None:
        """Show TIMELINE. The stretch stays where a case has only changed; the stop stays while it is there."""
        is_other = not {lane.id for lane in timeline.lanes} & {lane.id for lane in self._timeline.lanes}
        lanes, self._timeline = len(self._timeline.lanes), timeline
        if is_other or timeline.find(self._current) is None:
            self._current = ""
        if is_other:
            self._view = timeline_scale.fit(timeline)
        self.setAccessibleName(sentence(timeline))
        self._describe()
        if lanes != len(timeline.lanes):
            self.updateGeometry()
        self.update()

    def go_to(self, wanted: str) -> None:
        """Stand on the stop WANTED, bring it in view and tell. Raises KeyError where it is not there."""
        stop = self._timeline.find(wanted)
        if stop is None:
            raise KeyError(wanted)
        self._stand(stop)

    def go_past(self) -> None:
        """Stand on what was done last."""
        self._stand(self._timeline.last_past())

    def go_today(self) -> None:
        """Put today in the middle and stand on the stop nearest to it."""
        self._view = timeline_scale.centred(self._view, self._timeline.today)
        self._stand(self._timeline.nearest())

    def go_next(self) -> None:
        """Stand on what is due next."""
        self._stand(self._timeline.next_due())

    def zoom(self, *, closer: bool) -> None:
        """Show half or twice the days, around the stop one stands on, else around today."""
        here = self.current
        about = here.on if here is not None else self._timeline.today
        self._look(timeline_scale.zoomed(self._view, about, closer=closer))

    def show_all(self) -> None:
        """Show the stretch that the timeline opened with."""
        self._look(timeline_scale.fit(self._timeline))

    def place_of(self, wanted: str) -> QRectF:
        """Return where the stop WANTED was painted, an empty place where it is out of view."""
        spots = [spot for spot in self._painting.spots if spot.stop == wanted and not spot.is_edge]
        return spots[-1].area if spots else QRectF()

    def lane_place(self) -> QRectF:
        """Return where the lane lies on which one stands, the first one where one stands on none."""
        measures = Measures()
        number = self._timeline.lane_of(self._current) if self._current else 0
        return QRectF(0, measures.head + number * measures.lane, self.width(), measures.lane)

    # Qt

    def sizeHint(self) -> QSize:
        return QSize(640, round(Measures().height(len(self._timeline.lanes))))

    def minimumSizeHint(self) -> QSize:
        return QSize(280, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter: QPainter = self._pen()
        area = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painting = TimelinePainter(area, self._timeline, self._view, self._current, self._lines)
        self._painting = painting.draw(painter, focused=self.hasFocus())
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._take_key(event.key(), event.text()):
            super().keyPressEvent(event)

    def _take_key(self, key: int, typed: str) -> bool:
        """Do what a key asks for; return whether it was one of ours."""
        jumps = {"1": self.go_past, "2": self.go_today, "3": self.go_next, "0": self.show_all}
        if typed in ("+", "=", "-"):
            self.zoom(closer=typed != "-")
        elif typed in jumps:
            jumps[typed]()
        elif key in (Key.Key_PageUp, Key.Key_PageDown):
            way = -1 if key == Key.Key_PageUp else 1
            self._look(timeline_scale.view(self._view.first + way * round(self._view.days * _SHARE), self._view.days))
        elif key in _ALONG or key in _ACROSS:
            self._walk(Key(key))
        elif key in _OPENS and self._current:
            self.asked.emit(self._current)
        else:
            return False
        return True

    def _walk(self, key: Qt.Key) -> None:
        if not self._current:
            self._stand(self._timeline.nearest())
        elif key in _ALONG:
            self._stand(self._timeline.beside(self._current, _ALONG[key]))
        else:
            self._stand(self._timeline.across(self._current, _ACROSS[key]))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Stand on something as soon as keys can walk: what is due next, else what is nearest."""
        super().focusInEvent(event)
        by_key = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        if not self._current and by_key:
            self._stand(self._timeline.next_due() or self._timeline.nearest())
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self._spot(event.position())
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)
        super().mouseMoveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        spot = self._spot(event.position())
        if spot is not None and event.button() == Qt.MouseButton.LeftButton:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self._stand(self._timeline.find(spot.stop))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        spot = self._spot(event.position())
        if spot is not None and not spot.is_edge:
            self.asked.emit(spot.stop)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl around the pointer; a wheel alone scrolls the page."""
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
            return
        about = Scale(self._view, 0, max(1, self.width())).day_at(event.position().x())
        self._look(timeline_scale.zoomed(self._view, about, closer=event.angleDelta().y() > 0))

    def event(self, event: QEvent) -> bool:
        """Say under the pointer what a mark, an exception or a band is."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.words_at(QPointF(event.pos())), self)
            return True
        return super().event(event)

    def words_at(self, point: QPointF) -> str:
        """Return what stands at POINT, "" for nothing."""
        spot = self._spot(point)
        stop = self._timeline.find(spot.stop) if spot is not None else None
        if stop is not None:
            return said(stop, self._timeline.today)
        found = [band for band, area in self._painting.bands if area.contains(point)]
        return ". ".join(band_words(band) for band in found)

    def cut_texts(self) -> list[str]:
        """Return no text: what is cut here stands whole in the tooltip of its mark and in the table below."""
        titles = [lane.title for lane in self._timeline.lanes]
        return [words for words in super().cut_texts() if words not in titles]

    # Inside

    def _spot(self, point: QPointF) -> Spot | None:
        """Return what can be pressed at POINT: an end first, then the nearest mark, then an exception."""
        found = [spot for spot in self._painting.spots if spot.area.contains(point)]
        edges = [spot for spot in found if spot.is_edge]
        far = lambda spot: (spot.area.width() > 24, abs(spot.area.center().x() - point.x()))  # noqa: E731
        return edges[0] if edges else min(found, key=far, default=None)

    def _stand(self, stop: Stop | None) -> None:
        if stop is None:
            return
        is_other = stop.id != self._current
        self._current = stop.id
        self._look(timeline_scale.showing(self._view, stop.on))
        if is_other:
            self._describe()
            self.current_changed.emit(stop.id)

    def _look(self, view: View) -> None:
        self._view = view
        self.update()

    def _describe(self) -> None:
        here = self.current
        self.setAccessibleDescription(said(here, self._timeline.today) if here is not None else "")
