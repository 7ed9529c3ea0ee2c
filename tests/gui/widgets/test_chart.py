"""Charts on the screen and in files: one painter for every device, the whole fact in words, the figures as a table."""

import io
import itertools
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter

from bandingdesk import charts, sheets
from bandingdesk.charts import Chart, Point, Series
from bandingdesk.ui.jobs import InlineJobs
from bandingdesk.ui.messages import Messages
from bandingdesk.ui.theme import tokens
from bandingdesk.ui.widgets import chart_files, chart_painter, chart_pen
from bandingdesk.ui.widgets.chart import ChartCard

PLACES = ("Mainstream", "Special school", "Resourced provision")


def a_chart(kind="bars", **more):
    fields = {
        "kind": kind,
        "title": "Special schools take 8 more.",
        "unit": "count",
        "across_name": "Setting",
        "across": PLACES,
        "series": (charts.counted("now", (410, 52, 4)), charts.counted("then", (398, 60, 8))),
        "n": 466,
        "version": "Exampleshire 2026.1",
    }
    return Chart(**{**fields, **more})


ALL_KINDS = {
    "bars": a_chart(),
    "change": a_chart(
        unit="pence", change=True, series=(Series("change", (Point(-4_400_000), Point(9_000), Point(None))),)
    ),
    "interval": a_chart(series=(Series("now", (Point(14, 9, 21), Point(3, 1, 8), Point(0, 0, 2))),)),
    "columns": a_chart("columns", series=(charts.counted("then", (398, 60, 3)),)),
    "stack": a_chart("stack", ranked=True),
    "grid": a_chart(
        "grid", across=("A", "B"), series=charts.counted_grid((("A", (40, 2)), ("B", (9, 31)))), series_name="Now"
    ),
}


@pytest.fixture
def card(shown):
    messages = Messages()
    jobs = InlineJobs(messages)
    made = ChartCard(jobs, messages)
    made.set(a_chart())
    made.told = messages
    shown(made)
    yield made
    jobs.close()


def painted(chart, theme_name="light", width=620):
    look = chart_pen.Look(tokens.THEMES[theme_name], chart_pen.paper_look().measured)
    high = round(chart_painter.height(chart, width, look))
    picture = QImage(width, high, QImage.Format.Format_RGB32)
    picture.fill(tokens.THEMES[theme_name].surface)
    painter = QPainter(picture)
    cut = chart_painter.draw(painter, QRectF(0, 0, width, high), chart, look)
    painter.end()
    return picture, cut


def colours(picture):
    return {picture.pixelColor(x, y).name().upper() for x in range(picture.width()) for y in range(picture.height())}


@pytest.mark.parametrize(("name", "theme_name"), list(itertools.product(ALL_KINDS, tokens.THEMES)))
def test_every_kind_is_painted_whole_in_every_theme(look, name, theme_name):
    picture, cut = painted(ALL_KINDS[name], theme_name)
    assert cut == []
    assert len(colours(picture)) > 3


def test_bars_are_as_long_as_their_figures(look):
    # 200 children are twice 100: both bars start at zero.
    chart = a_chart(across=("A", "B"), series=(charts.counted("now", (100, 200)),))
    picture, _ = painted(chart)
    ink = tokens.LIGHT.series[0]
    rows = [
        sum(picture.pixelColor(x, y).name().upper() == ink for x in range(picture.width()))
        for y in range(picture.height())
    ]
    lengths = sorted({length for length in rows if rows.count(length) > 4 and length > 20})
    assert len(lengths) == 2
    assert lengths[1] == pytest.approx(2 * lengths[0], abs=3)


def test_series_differ_by_more_than_colour(look):
    # The second bar is hollow: on one line through it there is ground between two edges.
    one, _ = painted(a_chart(series=(charts.counted("now", (410, 52, 40)),)))
    two, _ = painted(a_chart(series=(charts.counted("now", (0, 0, 0)), charts.counted("then", (410, 52, 40)))))
    full = sum(one.pixelColor(x, y).name().upper() == tokens.LIGHT.series[0] for x in range(620) for y in range(120))
    hollow = sum(two.pixelColor(x, y).name().upper() == tokens.LIGHT.series[1] for x in range(620) for y in range(160))
    assert full > 4 * hollow > 0


def test_the_same_chart_is_a_png_an_svg_and_a_pdf_page(look):
    import pypdfium2

    chart = a_chart()
    picture = QImage.fromData(chart_files.picture(chart, Path("x.PNG")))
    assert picture.width() == 2 * (chart_files.WIDTH + 48)
    assert len(colours(picture.scaledToWidth(404))) > 3

    drawing = ET.fromstring(chart_files.picture(chart, Path("x.svg")))
    words = " ".join(part for part in drawing.itertext() if part.strip())
    assert chart.title in words
    assert "Special school" in words
    assert "466 children and young people" in words

    document = pypdfium2.PdfDocument(chart_files.picture(chart, Path("x.pdf")))
    assert len(document) == 1
    page = document[0]
    assert page.get_width() == pytest.approx((chart_files.WIDTH + 48) * 0.75, abs=1)  # 96 px are 72 points
    told = page.get_textpage().get_text_bounded()
    assert "Special school" in told
    assert "then: 60" in told


def test_a_name_with_another_ending_is_refused_in_words(card, tmp_path):
    card.save_as(tmp_path / "chart.bmp")
    (notice,) = card.told.notices
    assert notice.code == "UI-46"
    assert ".png, .svg, .pdf" in notice.sentence()
    assert list(tmp_path.iterdir()) == []


def test_a_picture_is_saved_where_the_person_says(card, tmp_path):
    card.save_as(tmp_path / "chart.svg")
    assert (tmp_path / "chart.svg").read_bytes().startswith(b"<?xml")
    assert card.told.notices[-1].sentence().startswith("Saved as chart.svg.")


def test_a_folder_that_can_not_be_written_is_told(card, tmp_path):
    (tmp_path / "gone").write_text("a file, no folder")
    card.export_as(tmp_path / "gone" / "figures.xlsx")
    assert card.told.notices[-1].code == "UI-45"


def test_figures_are_exported_as_numbers(card, tmp_path):
    card.export_as(tmp_path / "figures.xlsx")
    (sheet,) = sheets.read(tmp_path / "figures.xlsx").sheets
    assert sheet.rows[0][0] == "Special schools take 8 more."
    assert sheet.rows[4][:3] == ["Mainstream", 410, 398]
    assert sheet.rows[6][1] == "fewer than 6"
    card.export_as(tmp_path / "figures.csv")
    assert "Special school,not shown,60" in (tmp_path / "figures.csv").read_text("utf-8-sig")


def test_the_picture_says_the_whole_fact(card):
    told = card.picture.accessibleName()
    assert told.startswith("Special schools take 8 more. Mainstream: now 410, then 398.")
    assert "466 children and young people" in told


def test_the_table_has_the_same_figures_and_is_copied(card, qtbot):
    qtbot.mouseClick(card.table_button, Qt.MouseButton.LeftButton)
    assert card.is_table
    assert card.table.hasFocus()
    shown = [[card.table.rows.index(r, c).data() for c in range(3)] for r in range(3)]
    assert shown[0] == ["Mainstream", "410", "398"]
    qtbot.keyClick(card.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == charts.table(a_chart()).text()
    qtbot.mouseClick(card.table_button, Qt.MouseButton.LeftButton)
    assert not card.is_table


def test_the_picture_is_copied(card):
    card.copy_button.click()
    assert not QGuiApplication.clipboard().image().isNull()


def test_a_moving_handle_repaints_without_words_until_it_rests(card):
    card.show_chart(a_chart(title="Special schools take 9 more.", series=(charts.counted("now", (1000, 10, 10)),) * 2))
    assert card.picture.accessibleName().startswith("Special schools take 8 more.")
    card.rest()
    assert card.picture.accessibleName().startswith("Special schools take 9 more.")


def test_a_hidden_count_is_hatched_and_never_drawn_to_scale(look):
    # 1 and 5 children look the same.
    one, _ = painted(a_chart(series=(charts.counted("now", (410, 52, 1)),)))
    five, _ = painted(a_chart(series=(charts.counted("now", (410, 52, 5)),)))
    assert one == five
    assert io.BytesIO(chart_files.png(a_chart())).read(4) == b"\x89PNG"


def test_a_step_paints_the_rows_that_it_moves_and_the_picture_is_the_same(card, qtbot):
    before = a_chart(across=("A", "B", "C"), series=(charts.counted("now", (900, 40, 70)),))
    after = a_chart(across=("A", "B", "C"), series=(charts.counted("now", (900, 60, 70)),), title=before.title)
    card.set(before)
    qtbot.wait(30)
    area = QRectF(card.picture.rect())
    (moved,) = chart_painter.differing(before, after, area, chart_pen.screen_look())
    assert 0 < moved.height() < area.height() / 3
    card.show_chart(after)
    qtbot.wait(30)
    stepped = card.picture.grab().toImage()
    card.picture.update()
    qtbot.wait(30)
    assert card.picture.grab().toImage() == stepped
    assert chart_painter.differing(after, after, area, chart_pen.screen_look()) == []
    other = a_chart(across=("A", "B", "C"), series=(charts.counted("now", (2000, 60, 70)),))
    assert chart_painter.differing(after, other, area, chart_pen.screen_look()) is None  # another axis: all of it
