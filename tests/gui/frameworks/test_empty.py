"""A council without a scheme: the page holds the next step, and a draft begins from a pattern."""

import pytest
from PySide6.QtCore import Qt

from bandingdesk import bootstrap
from bandingdesk.ui import inspect


class Alone:
    """A desk with its first person and nothing else."""

    def __init__(self, desk):
        self.desk = desk


@pytest.fixture
def alone(tmp_path, clock, ids):
    desk = bootstrap.create_desk(tmp_path / "alone.desk", None, clock=clock, ids=ids, plain=True, is_demo=True)
    desk.council.set_up("F. Quill", "FQ", "SEND caseworker", "2468", "Laptop")
    yield Alone(desk)
    desk.close()


def test_an_empty_library_leads_to_a_pattern(alone, open_page, qtbot):
    page = open_page(alone, "frameworks").area.current_page()
    assert page.model.entries == ()
    qtbot.waitUntil(lambda: inspect.problems(page.window()) == [])
    assert page.versions._empty.button.hasFocus()
    qtbot.mouseClick(page.versions._empty.button, Qt.MouseButton.LeftButton)
    assert page.model.view == "edit"
    assert page.model.editor.is_open_to_edits
    (kept,) = alone.desk.frameworks.drafts()
    assert kept.document["definition"]["strands"]
