"""States of members without the program, pictured, each reached by acts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bandingdesk.demo import panel_slips as demo
from bandingdesk.panel.slips.entry import Entry
from bandingdesk.ui.stage import Stage


def _open(stage: Stage) -> Any:
    """Open the part at the clerk's desk, at the demo's meeting with workbooks."""
    assert stage.desk is not None
    stage.sit("CM", "panels", meeting_id=stage.desk.read(demo.meeting), view="slips")
    stage.driver.settle()
    return stage.window.area.current_page().slips  # type: ignore[union-attr]


def _choose(stage: Stage, kind: str) -> Any:
    """Take in hand the member for whom something of KIND was made: back, paper."""
    pane = _open(stage)
    member = next(one for one in pane.seen.seen.members if any(kind in (row.kind, row.state) for row in one.slips))
    pane.seen.choose(member.person)
    stage.driver.settle()
    return pane


def _members(stage: Stage) -> None:
    pane = _open(stage)
    member = next(one for one in pane.seen.seen.members if one.open and not one.slips)
    pane.seen.choose(member.person)
    stage.driver.settle()


def _made(stage: Stage) -> None:
    _members(stage)
    stage.driver.click("Make a workbook")


def _back(stage: Stage) -> None:
    _choose(stage, "back")


def _other_file(stage: Stage) -> None:
    """Drop a file that is none of our workbooks."""
    pane = _choose(stage, "back")
    path = stage.folder / "my scores.xlsx"
    path.write_bytes(b"PK no workbook")
    pane.seen.read_in(path)
    stage.driver.settle()


def _paper(stage: Stage) -> None:
    _choose(stage, "paper")


def _entry(stage: Stage) -> None:
    """Enter the first rows of a slip: what was entered is covered."""
    pane = _choose(stage, "paper")
    case = next(one for one in pane.seen.slip.cases if one.state == "waiting")
    pane.seen.begin_entry(case.item)
    stage.driver.settle()
    for (field, words, _), given in zip(pane.entry.rows, _FIGURES, strict=False):
        field.setText(given.keys)
        words.setText(given.line)
    pane.entry.rows[len(_FIGURES)][0].setFocus()
    stage.driver.settle()


_FIGURES = (Entry("", "2", "Reads with help"), Entry("", "f3"), Entry("", "1"))

# name, workspace, words, how it is reached, the state before it
STATES: tuple[tuple[str, str, str, Callable[[Stage], None], str], ...] = (
    ("13m-without-program", "panels", "members without the program, one of them in hand", _members, ""),
    ("13n-workbook-made", "panels", "a workbook is made and its password shown once", _made, ""),
    (
        "13o-workbook-back",
        "panels",
        "a workbook came back: locked, half filled in, to look at",
        _back,
        "",
    ),
    ("13p-no-workbook", "panels", "a file that is none of our workbooks", _other_file, ""),
    ("13q-paper-slips", "panels", "paper slips of a member", _paper, ""),
    ("13r-slip-entry", "panels", "a slip is entered, what was typed is covered", _entry, ""),
)
