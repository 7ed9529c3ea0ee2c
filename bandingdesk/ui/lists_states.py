"""Lists of settings, placements and term dates, pictured, each state reached by acts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bandingdesk import sheets
from bandingdesk.sheets import Cell
from bandingdesk.store.queries import lists, plans
from bandingdesk.ui.stage import Stage

_PLACED: list[Cell] = ["UPN", "Pupil name", "DOB", "School URN", "School", "From", "To", "Residential", "SEN unit"]
_TERMS: list[list[Cell]] = [
    ["School", "Holiday", "First day closed", "Reopens"],
    [None, "Easter 2027", "26/03/2027", "12/04/2027"],
    [None, "May 2027", "29/05/2027", "07/06/2027"],
    [None, "Summer 2027", "22/07/2027", "02/09/2027"],
    [None, "October 2026", "24/10/2026", "03/11/2026"],
]


def _page(stage: Stage) -> Any:
    return stage.window.area.page("cases")


def _choose(stage: Stage, kind: str) -> None:
    stage.sit("CM", "cases", view="import")
    _page(stage).imports.choose_kind(kind)
    stage.driver.settle()


def _read(stage: Stage, kind: str, name: str, rows: list[list[Cell]]) -> None:
    """Choose KIND and a file of ROWS; the file dialog is the system's own window."""
    path = stage.folder / name
    path.write_bytes(sheets.write_xlsx([sheets.Sheet("List", rows)]))
    _choose(stage, kind)
    _page(stage).imports.read(path)
    stage.driver.settle()


def _kinds(stage: Stage) -> None:
    _choose(stage, "placements")


def _placements(stage: Stage) -> list[list[Cell]]:
    """Return placements of invented children, four of them with something to mend."""
    assert stage.desk is not None
    known = [one.plan for one in stage.desk.read(plans.on_record)[:80] if one.plan.setting_urn][:46]
    rows: list[list[Cell]] = [_PLACED]
    for at, plan in enumerate(known):
        name = f"{plan.surname}, {plan.forename}"
        weeks = "52 weeks" if at % 19 == 4 else None
        born = f"{plan.dob:%d/%m/%Y}"
        rows.append([plan.upn, name, born, plan.setting_urn, plan.setting_name, "02/09/2025", None, weeks, "N"])
    rows[3][5] = "31/09/2025"
    rows[7][0], rows[7][1] = None, "Nobody-900, Testpupil"
    rows[12][6] = "01/09/2024"
    rows[20][7] = "sometimes"
    rows[9][3] = "999999"
    return rows


def _placements_checked(stage: Stage) -> None:
    _read(stage, "placements", "placements-september.xlsx", _placements(stage))
    stage.driver.click("Check the rows")


def _placements_effect(stage: Stage) -> None:
    _placements_checked(stage)
    stage.driver.click("See what it would do")


def _term_dates(stage: Stage) -> None:
    _read(stage, "term-dates", "term-dates-2027.xlsx", _TERMS)
    stage.driver.click("Check the rows")
    stage.driver.click("See what it would do")


def _imported(stage: Stage) -> None:
    _term_dates(stage)
    stage.driver.click("Go to the last step")
    stage.driver.click("Import 4 rows")


def _take_back(stage: Stage) -> None:
    stage.driver.click("Take this import back")
    _ask(stage, "term-dates-2027.xlsx")


def _stopped(stage: Stage) -> None:
    """A list whose cases have long been worked with."""
    stage.sit("CM", "cases", view="import")
    assert stage.desk is not None
    oldest = stage.desk.read(lists.imports)[-1]
    _ask(stage, oldest.file)


def _ask(stage: Stage, file: str) -> None:
    stage.driver.click(f"Take back {file}")


# (name NN-words, workspace, words, reach, the state it goes on from or "")
STATES: tuple[tuple[str, str, str, Callable[[Stage], None], str], ...] = (
    ("54c-import-kinds", "cases", "What the list holds is chosen first: placements", _kinds, ""),
    ("54d-import-placements", "cases", "Placements with rows to mend", _placements_checked, ""),
    ("55a-import-placements-effect", "cases", "What the placements would do", _placements_effect, ""),
    ("55b-import-term-dates", "cases", "Term dates: what is new and what changes", _term_dates, ""),
    ("55c-import-done", "cases", "Imported, with the way back", _imported, ""),
    (
        "55d-import-taken-back",
        "cases",
        "A list taken back: what follows is said first",
        _take_back,
        "55c-import-done",
    ),
    ("55e-import-stopped", "cases", "Rows that were used stop it, each by its name", _stopped, ""),
)
