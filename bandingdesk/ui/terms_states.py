"""The council's terms of casework, pictured, each state reached by acts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bandingdesk.casework.provision import rates
from bandingdesk.ui.stage import Stage


def _rates(stage: Stage) -> None:
    """Open the form of the rates: what each role costs an hour."""
    stage.sit("ET", "settings", section="terms")
    page: Any = stage.window.area.current_page()
    part = page.parts["terms"]
    part.table.go_to(rates.KEY)
    stage.driver.settle()
    stage.driver.click("Change")
    stage.driver.write("One more role", "Mentor (invented)")
    stage.driver.settle()


# (name NN-words, workspace, words, reach, the state it goes on from or "")
STATES: tuple[tuple[str, str, str, Callable[[Stage], None], str], ...] = (
    ("61c-casework-terms", "settings", "casework terms: the rates being changed", _rates, ""),
)
