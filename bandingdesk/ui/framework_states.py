"""The states of the Frameworks workspace that are pictured: the list, the editor part by part, a witness, and why.

Each is (name, words, reach, after), as `states.State` has them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bandingdesk.ui.stage import Stage
from bandingdesk.ui.widgets.row_list import RowList


def _frameworks(stage: Stage) -> None:
    stage.sit("TB", "frameworks")


def _framework_editor(stage: Stage) -> None:
    """Begin a draft and open a gap in its ladder: Band 5 from 100 where Band 4 ends at 97."""
    stage.sit("TB", "frameworks")
    stage.driver.click("New draft from this")
    part = _framework_part(stage, "Bands")
    ladder = part.ways[0].table
    ladder.go_to(4, 1)
    ladder.setFocus()
    for key in ("1", "0", "0", "Return"):
        stage.driver.key(key)


def _framework_part(stage: Stage, name: str) -> Any:
    """Open a part of the editor by its line in the outline."""
    outline = stage.driver.find("Parts of the scheme", RowList)
    row = next(at for at, one in enumerate(outline.rows) if one.title == name)
    stage.driver.open_row("Parts of the scheme", row)
    page: Any = stage.window.area.page("frameworks")
    return page.editing.parts[page.editing.current]


def _framework_points(stage: Stage) -> None:
    _framework_part(stage, "Points")


def _framework_levels(stage: Stage) -> None:
    _framework_part(stage, "Levels and words")


def _framework_rules(stage: Stage) -> None:
    _framework_part(stage, "Rules")


def _framework_money(stage: Stage) -> None:
    _framework_part(stage, "Money")


def _framework_tests(stage: Stage) -> None:
    _framework_part(stage, "Tests")


def _framework_checks(stage: Stage) -> None:
    _framework_part(stage, "Checks")


def _framework_witness(stage: Stage) -> None:
    """Open the profile that shows the gap."""
    stage.driver.click("Try this profile")


def _framework_try(stage: Stage) -> None:
    """Rate a profile by digits under the scheme in force."""
    stage.sit("TB", "frameworks")
    stage.driver.click("Try a profile")
    for level in "323432431001":
        stage.driver.key(level)


def _framework_range(stage: Stage) -> None:
    """Take one level back: a range until that strand is rated."""
    stage.driver.key("Delete")


STATES: tuple[tuple[str, str, Callable[[Stage], None], str], ...] = (
    ("50a-frameworks", "versions of the library", _frameworks, ""),
    ("51-framework-editor", "framework editor with a finding", _framework_editor, ""),
    ("51b-framework-points", "points table", _framework_points, "51-framework-editor"),
    ("51c-framework-levels", "levels and words", _framework_levels, "51b-framework-points"),
    ("51d-framework-rules", "rules as sentences", _framework_rules, "51c-framework-levels"),
    ("51e-framework-money", "amounts", _framework_money, "51d-framework-rules"),
    ("51f-framework-tests", "worked tests", _framework_tests, "51e-framework-money"),
    ("51g-framework-checks", "all findings", _framework_checks, "51f-framework-tests"),
    ("51h-framework-witness", "the witness of a finding", _framework_witness, "51g-framework-checks"),
    ("51i-framework-try", "why, for a profile typed by hand", _framework_try, ""),
    ("51j-framework-range", "a range while a strand is missing", _framework_range, "51i-framework-try"),
)
