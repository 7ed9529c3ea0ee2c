"""Starting: nothing heavy is loaded for the first paint, no screen is said so, the fonts are ours, first run begins."""

import subprocess
import sys

import pytest
from PySide6.QtGui import QFontDatabase, QFontInfo

from bandingdesk import resources, seams
from bandingdesk.ui import app
from bandingdesk.ui.preferences import Look, Preferences
from bandingdesk.ui.setup import Setup
from bandingdesk.ui.theme import fonts
from bandingdesk.ui.theme.icons import Icons
from bandingdesk.ui.theme.theme import Theme

HEAVY = (
    "sqlalchemy", "sqlcipher3", "reportlab", "pikepdf", "openpyxl", "python_calamine", "keyring", "alembic", "jinja2",
    "numpy", "pydantic", "cryptography", "psutil", "rapidfuzz", "pypdfium2", "PIL", "docx",
)  # fmt: skip
SCRIPT = """
import sys
from bandingdesk import seams
from bandingdesk.ui import app
from bandingdesk.ui.setup import Setup
clock = seams.SystemClock()
held = app.application()
window = app.open_window(setup=Setup(clock, seams.SystemIds()), clock=clock, opener=lambda: 1 / 0)
window.repaint()
print(",".join(sorted(name for name in sys.argv[1].split(",") if name in sys.modules)))
"""


def test_the_first_paint_loads_nothing_heavy(tmp_path):
    ran = subprocess.run([sys.executable, "-c", SCRIPT, ",".join(HEAVY)], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == ""


def test_without_a_screen_the_command_says_so_and_leaves_with_4(monkeypatch):
    from bandingdesk.cli import main

    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert not app.is_seen()
    assert main.main(["window"]) == 4
    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")
    assert app.is_seen()
    if sys.platform == "linux":
        monkeypatch.delenv("QT_QPA_PLATFORM")
        monkeypatch.delenv("DISPLAY", raising=False)
        monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
        assert not app.is_seen()


def test_acting_as_somebody_else_is_for_demo_stores_only(tmp_path, monkeypatch, capsys):
    from bandingdesk.cli import main

    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")  # only looked at: the refusal comes before any window
    assert main.main(["--store", str(tmp_path / "a.desk"), "--as", "RA"]) == 3
    assert "UI-03" in capsys.readouterr().err


@pytest.mark.parametrize("typeface", ["inter", "hyperlegible"])
def test_text_is_drawn_in_our_own_fonts(qapp, typeface):
    theme = Theme.install(qapp, "light", typeface=typeface)
    assert fonts.FAMILIES[typeface] in QFontDatabase.families()
    for role, (pixels, _weight) in fonts.ROLES.items():
        info = QFontInfo(theme.font(role))
        assert info.family() == fonts.FAMILIES[typeface]
        assert info.pixelSize() == pixels
    theme.set(typeface="inter")


def test_figures_have_one_width(qapp):
    from PySide6.QtGui import QFontMetricsF

    metrics = QFontMetricsF(Theme.install(qapp, "light").font("body"))
    assert len({metrics.horizontalAdvance(figure * 4) for figure in "0123456789"}) == 1


def test_a_missing_font_is_said_in_three_parts(qapp, monkeypatch):
    monkeypatch.setitem(fonts.FILES, "other", ("Nowhere-Regular.ttf",))
    monkeypatch.setitem(fonts.FAMILIES, "other", "Nowhere")
    with pytest.raises(fonts.FontMissingError) as fault:
        fonts.load("other")
    assert fault.value.fields == {"name": "Nowhere-Regular.ttf"}
    assert fault.value.exit_code == 4


def test_a_damaged_font_is_not_taken(qapp, monkeypatch, tmp_path):
    broken = tmp_path / "Broken.ttf"
    broken.write_bytes(b"not a font")
    monkeypatch.setitem(fonts.FILES, "other", ("Broken.ttf",))
    monkeypatch.setitem(fonts.FAMILIES, "other", "Broken")
    monkeypatch.setattr(resources, "shipped", lambda name: broken)
    with pytest.raises(fonts.FontMissingError):
        fonts.load("other")


def test_an_icon_takes_the_colour_of_its_token(qapp):
    picture = Icons().pixmap("square", "#FF0000", 24).toImage()
    inked = {
        picture.pixelColor(x, y).name() for x in range(24) for y in range(24) if picture.pixelColor(x, y).alpha() > 250
    }
    assert inked == {"#ff0000"}
    with pytest.raises(resources.ResourceMissingError):
        Icons().pixmap("no-such-icon", "#FF0000", 24)


def test_a_theme_switch_reaches_dressed_widgets_and_refuses_what_it_does_not_know(qapp, qtbot):
    from bandingdesk.ui.widgets.labels import Icon

    theme = Theme.install(qapp, "light")
    icon = Icon("square", "accent", 24)
    qtbot.addWidget(icon)
    before = icon.pixmap().cacheKey()
    with qtbot.waitSignal(theme.changed):
        theme.set("dark")
    assert icon.pixmap().cacheKey() != before
    with pytest.raises(KeyError):
        theme.set("sepia")
    with pytest.raises(ValueError, match="text size 300"):
        theme.set(percent=300)
    assert theme.tokens.name == "dark"
    theme.set("light")


def test_first_run_begins_where_there_is_no_store(qtbot, qapp, tmp_path, clock):
    window = app.open_window(
        setup=Setup(clock, seams.SystemIds(), place=tmp_path / "none.desk"),
        clock=clock,
        preferences=Preferences(tmp_path / "settings.toml", look=Look(theme="light")),
    )
    qtbot.waitUntil(lambda: window.around is not None, timeout=20_000)
    assert not window.rail.isVisible()
    assert not window.status.isVisible()
    assert not (tmp_path / "none.desk").exists()
    window.close()
    window.deleteLater()
    qapp.processEvents()


def test_the_focus_ring_follows_the_focus_and_spares_fields(qtbot, qapp):
    from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

    Theme.install(qapp, "light")
    page = QWidget()
    column = QVBoxLayout(page)
    button, field = QPushButton("Sign"), QLineEdit()
    column.addWidget(button)
    column.addWidget(field)
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()

    def rings():
        return [child for child in page.findChildren(QWidget, "focusRing") if child.isVisible()]

    field.setFocus()
    assert rings() == []
    button.setFocus()
    qtbot.waitUntil(lambda: len(rings()) == 1)
    assert rings()[0].geometry() == button.geometry().adjusted(-4, -4, 4, 4)
    inked = page.grab().toImage().pixelColor(button.x() + button.width() // 2, button.y() - 3).name().upper()
    assert inked == Theme.install(qapp, "light").tokens.focus
    page.resize(page.width() + 100, page.height())
    qtbot.waitUntil(lambda: rings()[0].geometry() == button.geometry().adjusted(-4, -4, 4, 4))
