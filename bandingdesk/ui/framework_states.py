"""The states of the Frameworks workspace that are pictured: the list, the editor part by part, a witness, and why.

Each is (name, words, reach, after), as `states.State` has them.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtWidgets import QLineEdit

from bandingdesk.store.queries import versions
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


def _framework_about(stage: Stage) -> None:
    """Begin a draft and a crosswalk with a scheme that is not in the library, and stand on its first row."""
    stage.sit("TB", "frameworks")
    stage.driver.click("New draft from this")
    part = _framework_part(stage, "About")
    part.crosswalks.begin_unknown()
    part.crosswalks.rows.table.go_to(0)
    part.crosswalks.rows.table.setFocus()


def _framework_next_year(stage: Stage) -> None:
    """Stand where the next year's amounts are made."""
    part = _framework_part(stage, "Money")
    part.life.make.setFocus()


def _framework_additions(stage: Stage) -> None:
    """Add a sum on top and a limit, and stand on its condition."""
    part = _framework_part(stage, "Money")
    part.addons.tools.add.click()
    part.caps.tools.add.click()
    part.addons.when.editor.kind.setFocus()


def _framework_whole_test(stage: Stage) -> None:
    """Stand on what a test holds beside its levels."""
    part = _framework_part(stage, "Tests")
    part.more.findChildren(QLineEdit)[-1].setFocus()


def _framework_measure(stage: Stage) -> None:
    """Add a costed map and stand on its rate."""
    part = _framework_part(stage, "Points")
    part.measures.kind.set_value("cost")
    part.measures.tools.add.click()
    part.made_of.table.go_to(0)
    part.made_of.table.setFocus()


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


def _next_version(stage: Stage) -> str:
    """Put a second version into the library, once: another edge, other points and words, amounts for the next year."""
    if "version" not in stage.kept:
        stage.sit("TB", "frameworks")
        stage.kept["version"] = stage.act(lambda: _written(stage.desk)).id
    return stage.kept["version"]


def _written(desk: Any) -> Any:
    in_force = next(row for row in desk.read(versions.versions) if row.status == "adopted")
    draft = desk.frameworks.new_draft_from(in_force.id, "2027.1")
    document = desk.frameworks.draft(draft).document
    definition, tariff = document["definition"], document["tariff"]
    definition["effective"] = {"from": "2027-04-01"}
    rows = definition["decide"]["rows"]
    rows[3]["to"], rows[4]["from"] = 101, 102
    table = definition["measures"][0]["table"]
    table[0]["points"] = [0, 6, 13, 24, 35, 48]
    words = definition["strands"][0]["levels"][2]["descriptors"][0]["text"]
    words["default"] = words["default"].replace(".", ", in most lessons.", 1)
    tariff |= {"year": "2027-28", "effective": {"from": "2027-04-01", "to": "2028-03-31"}}
    for row in tariff["rows"]:
        row["pence"] = -(-row["pence"] * 103 // 100 // 5000) * 5000 if row["pence"] else row["pence"]
    desk.frameworks.keep_draft(draft, document)
    return desk.frameworks.add(draft)


def _compare(stage: Stage) -> None:
    stage.sit("TB", "frameworks", view="compare", version=_next_version(stage))


def _compare_profiles(stage: Stage) -> None:
    stage.driver.click("All profiles")


def _compare_caseload(stage: Stage) -> None:
    stage.driver.click("Caseload")


def _simulate(stage: Stage) -> None:
    """Move an edge of the ladder of the version in force, with a budget beside it."""
    in_force = next(row for row in stage.desk.read(versions.versions) if row.status == "adopted")  # type: ignore[union-attr]
    stage.sit("TB", "frameworks", view="simulate", version=in_force.id)
    pane = _pane(stage)
    pane.handles.rows[2].slider.setValue(pane.handles.rows[2].slider.value() + 6)
    stage.driver.settle()


def _simulate_amounts(stage: Stage) -> None:
    """Raise all amounts and name a budget."""
    stage.driver.click("As adopted")
    stage.driver.click("Amounts")
    pane = _pane(stage)
    pane.handles.rows[0].slider.setValue(25)
    pane.handles.budget.amount.setText("16,000,000")
    stage.driver.settle()
    pane.take_focus()
    stage.driver.settle()


def _adopt(stage: Stage) -> None:
    stage.sit("TB", "frameworks", view="adopt", version=_next_version(stage))


def _trial(stage: Stage) -> None:
    """Look at the trial of the next version, beside the meetings since September."""
    version = _next_version(stage)
    if "trial" not in stage.kept:
        stage.sit("TB", "frameworks")
        reason = "The schools forum asked to see it first (invented)."
        desk: Any = stage.desk
        stage.act(lambda: desk.frameworks.start_trial(version, date(2026, 9, 1), date(2027, 3, 31), reason))
        stage.kept["trial"] = version
    stage.sit("TB", "frameworks", view="trial", version=version)


def _pane(stage: Stage) -> Any:
    page: Any = stage.window.area.page("frameworks")
    return page.further.panes["simulate"]


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
    ("51k-framework-about", "bands of another scheme", _framework_about, ""),
    ("51l-framework-next-year", "amounts of the next year", _framework_next_year, "51k-framework-about"),
    ("51m-framework-additions", "an addition with its condition", _framework_additions, "51l-framework-next-year"),
    ("51n-framework-whole-test", "what a test holds", _framework_whole_test, "51m-framework-additions"),
    ("51o-framework-measure", "a costed map", _framework_measure, "51n-framework-whole-test"),
    ("51i-framework-try", "why, for a profile typed by hand", _framework_try, ""),
    ("51j-framework-range", "a range while a strand is missing", _framework_range, "51i-framework-try"),
    ("50-simulate", "sliders on the caseload", _simulate, ""),
    ("50b-simulate-amounts", "amounts and a budget", _simulate_amounts, "50-simulate"),
    ("52-compare", "two versions: words", _compare, ""),
    ("52b-compare-profiles", "two versions: all profiles", _compare_profiles, "52-compare"),
    ("52c-compare-caseload", "two versions: the caseload", _compare_caseload, "52b-compare-profiles"),
    ("53-adopt", "adoption checklist", _adopt, ""),
    ("53b-trial", "a version in trial", _trial, ""),
)
