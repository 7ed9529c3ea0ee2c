"""What import-linter can't see: view-models on QtCore alone, colours and styles from the theme alone."""

import re

import pytest

from tests.support import source

UI = source.PACKAGE / "ui"
SCREEN_FILES = list(source.files(UI, "*.py"))
VIEW_MODELS = [path for path in SCREEN_FILES if path.name == "view_model.py" or path.name.endswith("_view_model.py")]
OUTSIDE_THE_THEME = [path for path in SCREEN_FILES if path.relative_to(UI).parts[0] != "theme"]
HEX_COLOUR = re.compile(r"""["']#(?:[0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})["';]""")


def test_there_are_view_models_to_look_at():
    assert VIEW_MODELS


@pytest.mark.parametrize("path", VIEW_MODELS, ids=source.name)
def test_a_view_model_knows_no_widget(path):
    assert not [name for name in source.imported(path) if re.match(r"PySide6\.(QtWidgets|QtGui|QtSvg)", name)]
    assert not [name for name in source.imported(path) if name.startswith("bandingdesk.ui.widgets")]


@pytest.mark.parametrize("path", OUTSIDE_THE_THEME, ids=source.name)
def test_colours_and_styles_come_from_the_theme(path):
    text = path.read_text(encoding="utf-8")
    assert not HEX_COLOUR.findall(text)
    assert "setStyleSheet" not in text


@pytest.mark.parametrize("path", SCREEN_FILES, ids=source.name)
def test_the_screen_never_spins_or_sleeps(path):
    text = path.read_text(encoding="utf-8")
    if source.name(path) in ("bandingdesk/ui/tour.py", "bandingdesk/ui/snapshot.py", "bandingdesk/ui/driver.py"):
        return  # they play the person's part from outside, as pytest-qt does
    assert "processEvents" not in text
    assert "QThread.sleep" not in text
    assert "time.sleep" not in text


@pytest.mark.parametrize("path", SCREEN_FILES, ids=source.name)
def test_no_text_for_the_translator_is_made_at_run_time(path):
    # The Qt extractor keeps the braces of an f-string, so the lookup would miss.
    import ast

    for node in ast.walk(source.tree(path)):
        if isinstance(node, ast.Call) and source.call_name(node) == "tr":
            assert not any(isinstance(argument, (ast.JoinedStr, ast.BinOp)) for argument in node.args), node.lineno
