"""Pages made of every widget have no problem in any theme, size and text size."""

import pytest

from bandingdesk.ui import inspect
from tests.gui.widgets import gallery


@pytest.mark.parametrize("name", list(gallery.PAGES))
@pytest.mark.parametrize("colours", gallery.THEMES)
def test_pages_of_all_widgets_have_no_problem(qtbot, look, name, colours):
    page = gallery.PAGES[name]()
    qtbot.addWidget(page)
    look.set(colours)
    for percent, (width, height) in ((100, gallery.SIZES[0]), (100, gallery.SIZES[1]), (130, gallery.SIZES[1])):
        look.set(percent=percent)
        page.resize(width, height)
        page.show()
        qtbot.waitExposed(page)
        page.grab()
        for _ in range(5):  # a new width is a new height is a new width: layouts settle in a few rounds
            qtbot.wait(1)
        found = inspect.problems(page)
        if percent > 100:  # a real page turns its side panes into drawers; these have none
            found = [each for each in found if not each.startswith("Smallest size")]
        assert found == [], f"{percent} % at {width} x {height}"
