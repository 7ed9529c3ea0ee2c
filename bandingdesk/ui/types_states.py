"""States of panel types, pictured, each reached by acts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bandingdesk.ui.stage import Stage


def _part(stage: Stage, key: str) -> Any:
    stage.sit("ET", "settings", section="panel_types")
    page: Any = stage.window.area.current_page()
    part = page.parts["panel_types"]
    part.table.go_to(key)
    stage.driver.settle()
    return part


def _list(stage: Stage) -> None:
    """Read a panel on questions in plain words."""
    _part(stage, "placement")


def _form(stage: Stage) -> None:
    """Open the form of a new version."""
    _part(stage, "top_up")
    stage.driver.click("Adopt a new version")
    stage.driver.settle()


def _refused(stage: Stage) -> None:
    """Ask for a quorum that cannot be met: the page says why, and keeps the form."""
    stage.driver.write("Voting members needed", "9")
    stage.driver.write("Where it was decided (minute)", "Cabinet, minute 12 (invented)")
    stage.driver.click("Adopt from this day")
    stage.driver.settle()


# name, workspace, words, how it is reached, the state before it
STATES: tuple[tuple[str, str, str, Callable[[Stage], None], str], ...] = (
    ("61d-panel-types", "settings", "panel types: one read in plain words", _list, ""),
    ("61e-panel-type-form", "settings", "panel types: a new version", _form, ""),
    (
        "61f-panel-type-refused",
        "settings",
        "panel types: a version that could not work",
        _refused,
        "61e-panel-type-form",
    ),
)
