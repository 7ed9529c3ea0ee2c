"""Paints a timeline: axis, bands, today, and for each lane its stroke, exceptions, marks and labels in two rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from PySide6.QtCore import QCoreApplication, QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from bandingdesk.ui import text
from bandingdesk.ui.theme import theme
from bandingdesk.ui.widgets import painted
from bandingdesk.ui.widgets.timeline import Band, Lane, Mark, Stop, Timeline, Zone
from bandingdesk.ui.widgets.timeline_scale import Scale, Tick, View, Wish, place, ticks

ROWS = 2  # of labels below a lane: nearer than their width, they go to the second
_DOT, _SIDE, _GAP = 5.5, 10.0, 10.0  # px at 100 %
_LEAST_BAND, _LEAST_ZONE = 2.0, 8.0  # px


@dataclass(slots=True)
class Spot:
    """Where something can be pressed: a stop, or the end of a lane beyond which its STOP lies."""

    stop: str
    area: QRectF
    is_edge: bool = False


@dataclass(slots=True)
class Painting:
    """What the last painting left: places to press, and bands with their places."""

    spots: list[Spot] = field(default_factory=list)
    bands: list[tuple[Band, QRectF]] = field(default_factory=list)


class Measures:
    """Heights of the parts, which grow with the text size."""

    def __init__(self) -> None:
        self.scaled = theme.current().percent / 100
        self.note, self.tiny = float(painted.line_px("note")), float(painted.line_px("tiny"))
        self.stroke = round(19 * self.scaled)
        self.dot = _DOT * self.scaled
        self.head = self.note + 4
        self.lane = self.note + self.stroke + ROWS * self.note + 5

    def height(self, lanes: int) -> float:
        """Return the height of a timeline of so many LANES."""
        return self.head + max(1, lanes) * self.lane + self.tiny + 8


class TimelinePainter:
    """One painting of TIMELINE over the stretch NOW into AREA. CURRENT is the stop that stands out, if any."""

    def __init__(self, area: QRectF, timeline: Timeline, now: View, current: str, lines: painted.Lines) -> None:
        self._area, self._timeline, self._current = area, timeline, current
        self._lines = lines
        self._tokens = painted.tokens()
        self._m = Measures()
        self._scale = Scale(now, area.left() + _SIDE, area.right() - _SIDE)
        self.left = Painting()

    def draw(self, painter: QPainter, *, focused: bool) -> Painting:
        """Paint everything and return what can be pressed where."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        bottom = self._area.bottom() - self._m.tiny - 6
        self._draw_bands(painter, bottom)
        self._draw_axis(painter, bottom)
        self._draw_today(painter, bottom)
        top = self._area.top() + self._m.head
        for lane in self._timeline.lanes:
            self._draw_lane(painter, lane, top, focused=focused)
            top += self._m.lane
        return self.left

    # Behind the lanes

    def _draw_bands(self, painter: QPainter, bottom: float) -> None:
        """Paint school closures and bank holidays, faint: dotted edges where grounds can't be told apart."""
        tokens, top = self._tokens, self._area.top() + self._m.head - 2
        for band in self._timeline.bands:
            start, end = self._scale.start(band.first), self._scale.start(band.last) + self._scale.per_day
            start, end = max(start, self._scale.left), min(max(end, start + _LEAST_BAND), self._scale.right)
            if end <= start:
                continue
            area = QRectF(start, top, end - start, bottom - top)
            if not tokens.outlined:
                painter.fillRect(area, QColor(tokens.sunken if band.kind == "closure" else tokens.border))
            else:
                painter.setPen(QPen(QColor(tokens.strong), 1, Qt.PenStyle.DotLine))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(area)
            self.left.bands.append((band, area))

    def _draw_axis(self, painter: QPainter, bottom: float) -> None:
        tokens = self._tokens
        painter.setPen(QPen(QColor(tokens.strong), 1))
        painter.drawLine(QPointF(self._scale.left, bottom), QPointF(self._scale.right, bottom))
        for tick in self._ticks():
            x = round(self._scale.start(tick.day)) + 0.5
            painter.setPen(QPen(QColor(tokens.strong), 1))
            painter.drawLine(QPointF(x, bottom), QPointF(x, bottom + 4))
            wide = painted.width_px("tiny", tick.label)
            left = min(max(self._area.left(), x - wide / 2), self._area.right() - wide - 1)
            room = QRectF(left, bottom + 4, wide + 1, self._m.tiny)
            self._lines.draw(painter, room, tick.label, "tiny", tokens.text2)

    def _ticks(self) -> list[Tick]:
        return ticks(
            self._scale, _tick_words, lambda words: float(painted.width_px("tiny", words)), 14 * self._m.scaled
        )

    def _draw_today(self, painter: QPainter, bottom: float) -> None:
        """Paint the line of today in the colour of text: red is kept for what is late."""
        today = self._timeline.today
        if not self._scale.view.holds(today):
            return
        x = round(self._scale.x(today)) + 0.5
        painter.setPen(QPen(QColor(self._tokens.text), 1.6))
        painter.drawLine(QPointF(x, self._area.top() + self._m.note + 1), QPointF(x, bottom))
        words = _tr("Today, {day}").format(day=text.day_short(today))
        wide = painted.width_px("note_strong", words)
        left = min(max(self._area.left(), x - wide / 2), self._area.right() - wide - 1)
        area = QRectF(left, self._area.top(), wide + 1, self._m.note)
        self._lines.draw(painter, area, words, "note_strong", self._tokens.text)

    # A lane

    def _draw_lane(self, painter: QPainter, lane: Lane, top: float, *, focused: bool) -> None:
        tokens = self._tokens
        self._draw_title(painter, lane, top)
        middle = top + self._m.note + self._m.stroke / 2
        self._draw_stroke(painter, lane, middle)
        shown = [stop for stop in lane.stops() if self._is_shown(stop)]
        for zone in shown:
            if isinstance(zone, Zone):
                self._draw_zone(painter, zone, middle)
        for mark in shown:
            if isinstance(mark, Mark):
                self._draw_mark(painter, mark, middle)
        self._draw_labels(painter, shown, middle + self._m.stroke / 2 + 1)
        here = next((stop for stop in shown if stop.id == self._current), None)
        if here is not None:
            reach = self._m.dot + 4
            x = self._at(here)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(tokens.focus if focused else tokens.text2), 2.0 if focused else 1.2))
            painter.drawEllipse(QPointF(x, middle), reach, reach)
        self._draw_ends(painter, lane, middle)

    def _draw_title(self, painter: QPainter, lane: Lane, top: float) -> None:
        left, right = self._scale.left, self._scale.right
        title = QRectF(left, top, min(painted.width_px("note_strong", lane.title) + 1, right - left), self._m.note)
        ground = QRectF(title)
        quiet = right - title.right() - 10
        if lane.line and painted.width_px("note", lane.line) <= quiet:
            ground.setRight(title.right() + 11 + painted.width_px("note", lane.line))
        painter.fillRect(ground.adjusted(-3, 0, 3, 0), QColor(self._tokens.surface))  # today's line crosses no words
        self._lines.draw(painter, title, lane.title, "note_strong", self._tokens.text)
        if ground.right() > title.right() + 1:
            rest = QRectF(title.right() + 10, top, quiet, self._m.note)
            self._lines.draw(painter, rest, lane.line, "note", self._tokens.text2)

    def _draw_stroke(self, painter: QPainter, lane: Lane, y: float) -> None:
        """Paint the way of a clock: gone in the accent, still to go in dashes, late in the colour of danger."""
        tokens, today = self._tokens, self._timeline.today
        painter.setPen(QPen(QColor(tokens.border if not tokens.outlined else tokens.strong), 1))
        painter.drawLine(QPointF(self._scale.left, y), QPointF(self._scale.right, y))
        if lane.starts is None:
            return
        ends = lane.ends or today
        self._stretch(painter, lane.starts, min(today, ends), y, QPen(QColor(tokens.accent), 3))
        if ends > today:
            pen = QPen(QColor(tokens.strong), 2)
            pen.setDashPattern([3, 2])
            self._stretch(painter, max(today, lane.starts), ends, y, pen)
        if any(mark.state == "late" for mark in lane.marks):
            latest = min(mark.on for mark in lane.marks if mark.state == "late")
            self._stretch(painter, latest, today, y, QPen(QColor(tokens.danger), 3))

    def _stretch(self, painter: QPainter, first: date, last: date, y: float, pen: QPen) -> None:
        left, right = max(self._scale.x(first), self._scale.left), min(self._scale.x(last), self._scale.right)
        if right > left:
            painter.setPen(pen)
            painter.drawLine(QPointF(left, y), QPointF(right, y))

    def _draw_zone(self, painter: QPainter, zone: Zone, y: float) -> None:
        """Paint an exception: slanting lines in a box of its own, so that it needs no colour."""
        area, tokens = self._zone_area(zone, y), self._tokens
        painter.save()
        painter.setClipRect(area)
        painter.fillRect(area, QColor(tokens.info_soft))
        painter.setPen(QPen(QColor(tokens.info), 1))
        at, lines = area.left() - area.height(), []
        while at < area.right():
            lines.append(QLineF(at, area.bottom(), at + area.height(), area.top()))
            at += 6
        painter.drawLines(lines)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(area.adjusted(0.5, 0.5, -0.5, -0.5))
        painter.restore()
        self.left.spots.append(Spot(zone.id, area))

    def _zone_area(self, zone: Zone, y: float) -> QRectF:
        start = max(self._scale.start(zone.on), self._scale.left)
        end = min(self._scale.start(zone.last) + self._scale.per_day, self._scale.right)
        high = self._m.stroke - 2
        return QRectF(start, y - high / 2, max(_LEAST_ZONE, end - start), high)

    def _draw_mark(self, painter: QPainter, mark: Mark, y: float) -> None:
        """Paint a step: filled when done, hollow when due, a hollow diamond when late, a small bar for the target."""
        tokens, size = self._tokens, self._m.dot
        at = QPointF(self._scale.x(mark.on), y)
        self.left.spots.append(Spot(mark.id, QRectF(at.x() - 12, y - 12, 24, 24)))
        is_done = mark.state == "done"
        ink = QColor(tokens.danger if mark.state == "late" else tokens.accent if is_done else tokens.warn)
        painter.setBrush(ink if is_done else QColor(tokens.surface))
        painter.setPen(QPen(QColor(tokens.surface), 1.2) if is_done else QPen(ink, 2))
        if mark.state == "late":
            reach = size + 1.6
            corners = ((0, -reach), (reach, 0), (0, reach), (-reach, 0))
            painter.drawPolygon(QPolygonF([QPointF(at.x() + dx, at.y() + dy) for dx, dy in corners]))
        elif mark.state == "target":
            painter.setPen(QPen(QColor(tokens.text2), 2.2))
            painter.drawLine(QPointF(at.x(), y - size - 2), QPointF(at.x(), y + size + 2))
        else:
            painter.drawEllipse(at, size, size)

    # Words

    def _draw_labels(self, painter: QPainter, shown: list[Stop], top: float) -> None:
        """Paint the label of each stop in the first row that has room; who finds none is told by hover and table."""
        words = [_label(stop) for stop in shown]
        wishes = [
            Wish(self._at(stop), painted.width_px(self._role(stop), label) + 1, self._weight(stop))
            for stop, label in zip(shown, words, strict=True)
        ]
        places = place(wishes, ROWS, self._scale.left - 4, self._scale.right + 4, _GAP)
        threads = [wish.x for wish, found in zip(wishes, places, strict=True) if found is not None and found.row]
        painter.setPen(QPen(QColor(self._tokens.strong), 1))
        for x in threads:  # from the mark down to the second row
            painter.drawLine(QPointF(x, top - 2), QPointF(x, top + self._m.note + 1))
        for stop, label, wish, found in zip(shown, words, wishes, places, strict=True):
            if found is not None:
                area = QRectF(found.left, top + found.row * self._m.note, wish.width + 1, self._m.note)
                self._draw_label(painter, stop, label, area, threads)

    def _draw_label(self, painter: QPainter, stop: Stop, label: str, area: QRectF, threads: list[float]) -> None:
        """Paint LABEL on a ground of its own where a line would cross its words."""
        tokens = self._tokens
        tone = "danger" if isinstance(stop, Mark) and stop.state == "late" else "text"
        if isinstance(stop, Mark) and stop.state in ("done", "target"):
            tone = "text2"
        lines = [*threads, self._scale.x(self._timeline.today)]
        if tokens.outlined or any(area.left() - 2 <= x <= area.right() + 2 for x in lines):
            painter.fillRect(area, QColor(tokens.surface))
        self._lines.draw(painter, area, label, self._role(stop), tokens.colour(tone))

    def _role(self, stop: Stop) -> str:
        return "note_strong" if stop.id == self._current else "note"

    def _weight(self, stop: Stop) -> int:
        if stop.id == self._current:
            return 4
        if isinstance(stop, Zone):
            return 2
        return {"late": 3, "due": 3, "target": 1, "done": 0}[stop.state]

    def _draw_ends(self, painter: QPainter, lane: Lane, y: float) -> None:
        """Paint at both ends how many stops of the lane lie beyond; a press there goes to the nearest of them."""
        first, last = self._scale.view.first, self._scale.view.first + self._scale.view.days
        before = [stop for stop in lane.stops() if not self._is_shown(stop) and stop.on.toordinal() < first]
        after = [stop for stop in lane.stops() if not self._is_shown(stop) and stop.on.toordinal() >= last]
        high = self._m.note
        if before:
            words = _tr("‹ %n earlier", len(before))
            area = QRectF(self._area.left(), y - high / 2, painted.width_px("note_strong", words) + 7, high)
            self._draw_end(painter, area, words, before[-1])
        if after:
            words = _tr("%n later ›", len(after))
            wide = painted.width_px("note_strong", words) + 7
            self._draw_end(painter, QRectF(self._area.right() - wide, y - high / 2, wide, high), words, after[0])

    def _draw_end(self, painter: QPainter, area: QRectF, words: str, stop: Stop) -> None:
        painter.fillRect(area, QColor(self._tokens.surface))
        self._lines.draw(painter, area, words, "note_strong", self._tokens.accent, painted.CENTRE)
        self.left.spots.append(Spot(stop.id, area.adjusted(0, -4, 0, 4), is_edge=True))

    # Where

    def _is_shown(self, stop: Stop) -> bool:
        view = self._scale.view
        if isinstance(stop, Zone):
            return stop.on.toordinal() < view.first + view.days and stop.last.toordinal() >= view.first
        return view.holds(stop.on)

    def _at(self, stop: Stop) -> float:
        if isinstance(stop, Zone):
            return self._zone_area(stop, 0).center().x()
        return self._scale.x(stop.on)


def _label(stop: Stop) -> str:
    if isinstance(stop, Zone):
        return stop.title
    return _tr("{title}, {day}").format(title=stop.title, day=text.day_short(stop.on))


def _tick_words(day: date, step: int) -> str:
    """Return a day of the axis: "Mon 7 Dec", "7 Dec", "Dec", each with its year where a year begins."""
    if step == 1:
        return text.day_short(day)
    bare = text.day_bare(day).rsplit(" ", 1)[0]
    if step < 30:
        return f"{bare} {day.year}" if day.month == 1 and day.day <= step else bare
    return f"{bare.split()[1]} {day.year}"


def _tr(words: str, count: int = -1) -> str:
    return QCoreApplication.translate("timeline", words, "", count)
