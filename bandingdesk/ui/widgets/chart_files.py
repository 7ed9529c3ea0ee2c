"""A chart as a file: a picture as PNG, SVG or PDF by the one painter, and its figures as a workbook or CSV.

Pictures are black on white whatever the theme. Each maker returns bytes; `save` chooses by the ending of the name.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, QSize, QSizeF
from PySide6.QtGui import QColor, QImage, QPageSize, QPaintDevice, QPainter, QPdfWriter

from bandingdesk import charts, sheets
from bandingdesk.charts import Chart
from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError
from bandingdesk.ui.widgets import chart_painter, chart_pen

WIDTH = 760  # px, of a picture without its margin
_MARGIN = 24
_SCALE = 2  # pixels of a PNG for one of the screen
_DPI = 96  # what the painter's px are on paper


class ChartEndingError(InvalidError):
    """FILE has an ending that a chart is not saved as; `endings` are those that it is."""

    code = "UI-46"
    message = QT_TRANSLATE_NOOP("errors", "A chart is not saved as {file}: its ending is not known.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was written; the chart is still on the page.")
    do = QT_TRANSLATE_NOOP("errors", "Let the name end in one of {endings}.")


def picture(chart: Chart, path: Path) -> bytes:
    """Return CHART as the picture that the ending of PATH asks for. Raises ChartEndingError."""
    return _maker(path, {".png": png, ".svg": svg, ".pdf": pdf})(chart)


def figures(chart: Chart, path: Path) -> bytes:
    """Return CHART's figures as the ending of PATH asks for. Raises ChartEndingError."""
    return _maker(path, {".xlsx": xlsx, ".csv": csv})(chart)


def image(chart: Chart) -> QImage:
    """Return CHART as an image, twice as fine as the screen."""
    size = _size(chart)
    made = QImage(size * _SCALE, QImage.Format.Format_RGB32)
    made.setDevicePixelRatio(_SCALE)
    made.fill(QColor(chart_pen.paper_look().tokens.surface))
    _paint(made, chart, size)
    return made


def png(chart: Chart) -> bytes:
    """Return CHART as a PNG."""
    made = image(chart)
    return _kept(lambda device: made.save(device, "PNG"))  # type: ignore[call-overload]  # the stub wants bytes


def svg(chart: Chart) -> bytes:
    """Return CHART as an SVG with its sentence as title and its whole fact as description."""
    from PySide6.QtSvg import QSvgGenerator

    def make(device: QBuffer) -> None:
        size = _size(chart)
        made = QSvgGenerator()
        made.setOutputDevice(device)
        made.setSize(size)
        made.setViewBox(QRectF(0, 0, size.width(), size.height()))
        made.setResolution(_DPI)
        made.setTitle(chart.title)
        made.setDescription(charts.sentence(chart, chart_pen.translate))
        _paint(made, chart, size)

    return _kept(make)


def pdf(chart: Chart) -> bytes:
    """Return CHART as a PDF of one page, as large as the chart."""

    def make(device: QBuffer) -> None:
        size = _size(chart)
        made = QPdfWriter(device)
        made.setTitle(chart.title)
        made.setResolution(_DPI)
        points = QSizeF(size) * 72 / _DPI
        made.setPageSize(QPageSize(points, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch))
        made.setPageMargins(QMarginsF(0, 0, 0, 0))
        _paint(made, chart, size)

    return _kept(make)


def xlsx(chart: Chart) -> bytes:
    """Return CHART's figures as a workbook."""
    rows = [list[sheets.Cell](row) for row in charts.figures(chart, chart_pen.translate)]
    return sheets.write_xlsx([sheets.Sheet("Figures", rows)])


def csv(chart: Chart) -> bytes:
    """Return CHART's figures as CSV, in UTF-8 as spreadsheets in England open it."""
    return sheets.csv_text(charts.figures(chart, chart_pen.translate)).encode("utf-8-sig")


def _maker(path: Path, makers: dict[str, Callable[[Chart], bytes]]) -> Callable[[Chart], bytes]:
    found = makers.get(path.suffix.lower())
    if found is None:
        raise ChartEndingError(file=path.name, endings=", ".join(makers))
    return found


def _size(chart: Chart) -> QSize:
    high = chart_painter.height(chart, WIDTH, chart_pen.paper_look())
    return QSize(WIDTH + 2 * _MARGIN, round(high) + 2 * _MARGIN)


def _paint(device: QPaintDevice, chart: Chart, size: QSize) -> None:
    area = QRectF(_MARGIN, _MARGIN, size.width() - 2 * _MARGIN, size.height() - 2 * _MARGIN)
    painter = QPainter(device)
    chart_painter.draw(painter, area, chart, chart_pen.paper_look())
    painter.end()


def _kept(make: Callable[[QBuffer], object]) -> bytes:
    held = QByteArray()
    device = QBuffer(held)
    device.open(QIODevice.OpenModeFlag.WriteOnly)
    make(device)
    device.close()
    return bytes(held.data())
