"""The one painter of charts: the same code paints the widget, a PNG, an SVG and a PDF page.

Bars start at zero, a series has a fill of its own beside its colour and is named where it stands, a hidden count is a
hatched field. Bands take the petrol ramp by rank. Rules: docs, user experience, 4.2.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QColor, QPainter, QPen

from bandingdesk import charts
from bandingdesk.charts import Chart, Point
from bandingdesk.ui.theme.tokens import ramp_colour, text_on
from bandingdesk.ui.widgets.chart_pen import CENTRE, GAP, RIGHT, Look, Pen, translate

_BAR_SHARE = 0.86  # of a line of text
_NAME_SHARE = 0.34  # of the width, at most, for the names of the places
_TABLE_LINE = 1.9  # height of a grid's cell in lines of text
_ROOM = 12  # px: steps of the room for the words at the end of a bar
_COLUMN_HEIGHT = 150  # px at 100 %


def height(chart: Chart, width: float, look: Look) -> float:
    """Return how high CHART wants to be at WIDTH."""
    pen = Pen(None, look)
    return pen.heading(chart, width)[1] + _body_height(chart, pen) + pen.foot_height(chart, width)


def draw(
    painter: QPainter, area: QRectF, chart: Chart, look: Look, touched: Callable[[QRectF], bool] = lambda _: True
) -> list[str]:
    """Paint CHART into AREA and return the texts that had to be cut. What is not TOUCHED is left as it is."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = Pen(painter, look)
    title, _ = pen.heading(chart, area.width())
    body, foot = _parts(pen, area, chart)
    if touched(QRectF(area.topLeft(), QSizeF(area.width(), title.height))):
        title.draw(painter, area.left(), area.top(), look.tokens.text)
    match chart.kind:
        case "bars" | "stack":
            _draw_bars(pen, body, chart, touched)
        case "columns":
            _draw_columns(pen, body, chart)
        case "grid":
            _draw_grid(pen, body, chart)
    if touched(foot):
        pen.draw_foot(chart, foot)
    return pen.cut


def differing(old: Chart, new: Chart, area: QRectF, look: Look) -> list[QRectF] | None:
    """Return the parts of AREA where two charts differ, none where they are one; None where it is all of it.

    So that a step of a handle paints the bars that it moves and no others.
    """
    pen = Pen(None, look)
    alike = replace(new, title=old.title, series=old.series, reach=old.reach, floor=old.floor) == old
    fits = (old.lowest, old.highest, len(old.series)) == (new.lowest, new.highest, len(new.series))
    if not alike or not fits or [one.name for one in old.series] != [one.name for one in new.series]:
        return None
    if old.series == new.series and old.title == new.title:
        return []
    before, after = (pen.heading(each, area.width())[0] for each in (old, new))
    if new.kind != "bars" or before.height != after.height or _label_room(pen, old) != _label_room(pen, new):
        return None
    heading = [QRectF(area.topLeft(), QSizeF(area.width(), after.height))] if old.title != new.title else []
    rows = _rows(pen, _parts(pen, area, new)[0], new)
    pairs = zip(old.series, new.series, strict=True)
    moved = {n for a, b in pairs for n in range(len(new.across)) if a.points[n] != b.points[n]}
    return [*heading, *(rows[n] for n in sorted(moved))]


def _parts(pen: Pen, area: QRectF, chart: Chart) -> tuple[QRectF, QRectF]:
    """Return the place of the figures, below the heading, and that of the line below them."""
    used, foot = pen.heading(chart, area.width())[1], pen.foot_height(chart, area.width())
    high = min(max(0.0, area.height() - used - foot), _body_height(chart, pen))
    body = QRectF(area.left(), area.top() + used, area.width(), high)
    return body, QRectF(area.left(), body.bottom(), area.width(), foot)


def _body_height(chart: Chart, pen: Pen) -> float:
    line = pen.line("note")
    axis = line + 4
    match chart.kind:
        case "bars":
            return len(chart.across) * (len(chart.series) * line + pen.scaled(GAP)) + axis
        case "stack":
            return len(chart.across) * (2 * line + pen.scaled(GAP)) + axis
        case "columns":
            return pen.scaled(_COLUMN_HEIGHT) + 2 * axis
        case "grid":
            return (len(chart.series) + 1) * line * _TABLE_LINE + line


def _colour(pen: Pen, chart: Chart, series: int) -> str:
    """Return the colour of a series; that of a band where the parts of a stack are bands."""
    if chart.kind == "stack" and chart.ranked:
        return ramp_colour(pen.tokens, series, len(chart.series))
    return pen.tokens.series[series % len(pen.tokens.series)]


class _Axis:
    """Where amounts stand between START and END, in px. The axis ends with the figures; its marks lie within."""

    def __init__(self, chart: Chart, start: float, end: float, most: int = 4) -> None:
        self._low, high = chart.lowest, max(chart.highest, chart.lowest + 1)
        self._span, self._start, self._end = high - self._low, start, end
        self.marks = [mark for mark in charts.marks(chart.lowest, chart.highest, most) if self._low <= mark <= high]

    def at(self, amount: int) -> float:
        """Return the place of AMOUNT."""
        return self._start + (self._end - self._start) * ((amount - self._low) / self._span)


# Bars that lie


def _draw_bars(pen: Pen, area: QRectF, chart: Chart, touched: Callable[[QRectF], bool]) -> None:
    line, gap = pen.line("note"), pen.scaled(GAP)
    name_width = min(
        max((pen.wide("note_strong", each) for each in chart.across), default=0), area.width() * _NAME_SHARE
    )
    left = area.left() + name_width + gap
    label_room = 0.0 if chart.kind == "stack" else _label_room(pen, chart)
    below = _label_room(pen, chart) if chart.lowest < 0 else 0.0
    axis = _Axis(chart, left + below, max(left + below + 40, area.right() - label_room - gap))
    _draw_level_axis(pen, chart, axis, area, touched)
    each = line * (2 if chart.kind == "stack" else len(chart.series))
    for n, (place, row) in enumerate(zip(chart.across, _rows(pen, area, chart), strict=True)):
        if not touched(row):
            continue
        top = row.center().y() - each / 2
        pen.text(QRectF(area.left(), top, name_width, each), place, "note_strong", pen.tokens.text)
        if chart.kind == "stack":
            _draw_stack(pen, chart, axis, n, QRectF(left, top, 0, each))
            continue
        for s, series in enumerate(chart.series):
            _draw_bar(pen, chart, axis, series.points[n], s, n, QRectF(0, top + s * line, 0, line))


def _rows(pen: Pen, area: QRectF, chart: Chart) -> list[QRectF]:
    """Return the row of each place."""
    step = (area.height() - pen.line("note") - 4) / max(1, len(chart.across))
    return [QRectF(area.left(), area.top() + n * step, area.width(), step) for n in range(len(chart.across))]


def _label_room(pen: Pen, chart: Chart) -> float:
    """Return the width of the longest words that stand at the end of a bar, in steps: it seldom moves the axis."""
    told = (_label(chart, s, point) for s, series in enumerate(chart.series) for point in series.points)
    return math.ceil((max((pen.wide("note", each) for each in told), default=0) + 6) / _ROOM) * _ROOM


def _label(chart: Chart, series: int, point: Point) -> str:
    words = charts.words(chart, point, translate)
    return f"{chart.series[series].name}: {words}" if len(chart.series) > 1 else words


def _draw_level_axis(pen: Pen, chart: Chart, axis: _Axis, area: QRectF, touched: Callable[[QRectF], bool]) -> None:
    line = pen.line("note")
    bottom = area.bottom() - line - 4
    for mark in axis.marks:
        x = round(axis.at(mark)) + 0.5
        pen.painter.setPen(QPen(QColor(pen.tokens.strong if mark == 0 else pen.tokens.border), 1))
        pen.painter.drawLine(QPointF(x, area.top()), QPointF(x, bottom))
        words = QRectF(x - 40, bottom + 2, 80, line)
        if touched(words):
            said = charts.axis_words(mark, chart.unit, translate)
            pen.text(words, said, "tiny", pen.tokens.text2, CENTRE)


def _draw_bar(pen: Pen, chart: Chart, axis: _Axis, point: Point, series: int, place: int, row: QRectF) -> None:
    zero, middle, high = axis.at(0), row.center().y(), row.height() * _BAR_SHARE
    top = middle - high / 2
    if point.amount is None:
        field = QRectF(zero, top, pen.scaled(36), high)
        pen.hatch(field)
        end = field.right()
    else:
        end = axis.at(point.amount)
        if point.amount:
            pen.bar(QRectF(min(zero, end), top, max(2.0, abs(end - zero)), high), _colour(pen, chart, series), series)
        if point.low is not None and point.high is not None:
            pen.interval(QPointF(axis.at(point.low), middle), QPointF(axis.at(point.high), middle))
            end = max(end, axis.at(point.high))
    words = _label(chart, series, point)
    wide = pen.wide("note", words) + 2
    left = end - wide - 6 if point.amount is not None and point.amount < 0 else end + 6
    plate = QRectF(left, top, wide, high)  # the lines of the axis never cross words
    pen.painter.fillRect(plate, QColor(pen.tokens.surface))
    pen.text(plate, words, "note", pen.tokens.text)


def _draw_stack(pen: Pen, chart: Chart, axis: _Axis, place: int, row: QRectF) -> None:
    """Paint the series of one place end to end, each named inside where there is room."""
    so_far = 0
    for s, series in enumerate(chart.series):
        amount = series.points[place].amount or 0
        start, end = axis.at(so_far), axis.at(so_far + amount)
        so_far += amount
        field = QRectF(start, row.top() + 1, end - start, row.height() - 2)
        if field.width() < 1:
            continue
        colour = _colour(pen, chart, s)
        pen.painter.setPen(QPen(QColor(pen.tokens.surface), 1))
        pen.painter.setBrush(QColor(colour))
        pen.painter.drawRect(field)
        if pen.wide("note", series.name) + 4 <= field.width():
            pen.text(field, series.name, "note", text_on(pen.tokens, colour), CENTRE)


# Columns that stand


def _draw_columns(pen: Pen, area: QRectF, chart: Chart) -> None:
    line = pen.line("note")
    bottom, top = area.bottom() - line - 6, area.top() + line
    axis = _Axis(chart, bottom, top)
    words = [charts.axis_words(mark, chart.unit, translate) for mark in axis.marks]
    left = area.left() + max(pen.wide("tiny", each) for each in words) + 8
    for mark, told in zip(axis.marks, words, strict=True):
        y = round(axis.at(mark)) + 0.5
        pen.painter.setPen(QPen(QColor(pen.tokens.strong if mark == 0 else pen.tokens.border), 1))
        pen.painter.drawLine(QPointF(left, y), QPointF(area.right(), y))
        pen.text(QRectF(area.left(), y - line / 2, left - area.left() - 6, line), told, "tiny", pen.tokens.text2, RIGHT)
    step = (area.right() - left) / max(1, len(chart.across))
    wide = min(pen.scaled(46), step * 0.72)
    for n, place in enumerate(chart.across):
        middle = left + (n + 0.5) * step
        name = QRectF(middle - step / 2 + 2, bottom + 4, step - 4, line)
        pen.text(name, place, "note_strong", pen.tokens.text, CENTRE)
        for series in chart.series:
            _draw_column(pen, chart, axis, series.points[n], QRectF(middle - wide / 2, top, wide, bottom - top), step)


def _draw_column(pen: Pen, chart: Chart, axis: _Axis, point: Point, slot: QRectF, step: float) -> None:
    zero, line = axis.at(0), pen.line("note")
    end = zero - pen.scaled(20) if point.amount is None else axis.at(point.amount)
    field = QRectF(slot.left(), min(zero, end), slot.width(), max(2.0, abs(end - zero)))
    if point.amount is None:
        pen.hatch(field)
    elif point.amount:
        pen.bar(field, _colour(pen, chart, 0), 0)
    if point.low is not None and point.high is not None:
        x = slot.center().x()
        pen.interval(QPointF(x, axis.at(point.low)), QPointF(x, axis.at(point.high)))
        end = min(end, axis.at(point.high))
    label = QRectF(slot.center().x() - step / 2, min(zero, end) - line, step, line)
    pen.text(label, _fitting(pen, chart, point, step), "note", pen.tokens.text, CENTRE)


def _fitting(pen: Pen, chart: Chart, point: Point, width: float) -> str:
    """Return POINT in words; a hidden one in a sign where WIDTH is too small for its words."""
    told = charts.words(chart, point, translate)
    if point.amount is not None or pen.wide("note", told) + 10 <= width:
        return told
    return f"<{charts.SMALL}" if point.small else "–"


# A grid of cells


def _draw_grid(pen: Pen, area: QRectF, chart: Chart) -> None:
    """Paint rows (where they were) by columns (where they are): the darker a cell, the more of its row."""
    line = pen.line("note")
    name_width = min(
        max((pen.wide("note_strong", each.name) for each in chart.series), default=0) + 12, area.width() * _NAME_SHARE
    )
    left, top = area.left() + name_width, area.top() + line
    size = QSizeF((area.right() - left) / max(1, len(chart.across)), (area.bottom() - top) / (len(chart.series) + 1))
    about = f"{chart.series_name} ↓ · {chart.across_name} →"
    pen.text(QRectF(area.left(), area.top(), area.width(), line), about, "note", pen.tokens.text2)
    for n, place in enumerate(chart.across):
        head = QRectF(left + n * size.width(), top, size.width(), size.height())
        pen.text(head.adjusted(2, 0, -2, 0), place, "note_strong", pen.tokens.text, CENTRE)
    for r, series in enumerate(chart.series):
        y = top + (r + 1) * size.height()
        pen.text(QRectF(area.left(), y, name_width - 8, size.height()), series.name, "note_strong", pen.tokens.text)
        most = max((point.amount or 0 for point in series.points), default=0)
        for n, point in enumerate(series.points):
            cell = QRectF(QPointF(left + n * size.width(), y), size).adjusted(1, 1, -1, -1)
            _draw_cell(pen, chart, point, most, cell, stays=chart.across[n] == series.name)


def _draw_cell(pen: Pen, chart: Chart, point: Point, most: int, cell: QRectF, *, stays: bool) -> None:
    tokens, painter = pen.tokens, pen.painter
    if point.amount is None:
        pen.hatch(cell)
        told = _fitting(pen, chart, point, cell.width())
        plate = QSizeF(pen.wide("note", told) + 6, pen.line("note") * 0.8)
        corner = QPointF(cell.center().x() - plate.width() / 2, cell.center().y() - plate.height() / 2)
        painter.fillRect(QRectF(corner, plate), QColor(tokens.sunken))
        pen.text(cell, told, "note", tokens.text, CENTRE)
        return
    ground = ramp_colour(tokens, min(9, point.amount * 9 // most), 10) if point.amount and most else tokens.surface
    painter.setPen(QPen(QColor(tokens.text if stays else tokens.border), 1.6 if stays else 1))
    painter.setBrush(QColor(ground))
    painter.drawRect(cell)
    if point.amount:
        pen.text(cell, charts.words(chart, point, translate), "note", text_on(tokens, ground), CENTRE)
