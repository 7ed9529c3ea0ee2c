"""On a real window system: the plug-in loads, a window takes the focus, a second one takes it over."""

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit


def test_the_window_system_is_the_real_one(qapp):
    assert QGuiApplication.platformName() == "xcb"


def test_the_second_window_takes_the_focus_and_gives_it_back(qtbot):
    first, second = QLineEdit(), QLineEdit()
    for field in (first, second):
        qtbot.addWidget(field)
        with qtbot.waitExposed(field):
            field.show()
    for field, other in ((second, first), (first, second)):
        with qtbot.waitActive(field):
            field.activateWindow()
        qtbot.keyClicks(field, "Band 4")
        assert field.text() == "Band 4"
        assert not other.isActiveWindow()
