"""Today's work and the backlog, pictured, each state reached by acts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt

from bandingdesk.demo.history import TODAY
from bandingdesk.store.queries import backlog, council, since
from bandingdesk.store.queries.whose import Whose
from bandingdesk.ui.stage import Stage
from bandingdesk.ui.workspaces.today.view_model import VISIT

_MINUTE = "SEND board, item 2 (invented)"


def _person(stage: Stage, initials: str) -> str:
    assert stage.desk is not None
    rows: list[Any] = stage.desk.read(council.people)
    return next(str(row.id) for row in rows if row.initials == initials)


def _page(stage: Stage) -> Any:
    return stage.window.area.current_page()


def _team(stage: Stage) -> None:
    """Show a team's work, with what a colleague did since last Friday."""
    assert stage.desk is not None
    desk, clerk = stage.desk, _person(stage, "CM")
    place, _ = desk.read(since.last_entry)
    visit = {"day": "2026-11-20", "before": place, "seen": place}
    stage.act(lambda: desk.drafts.save(VISIT, clerk, visit))
    case = desk.read(lambda conn: backlog.outlook(conn, TODAY)).first[0].case_id
    stage.sit("ET", "today")
    stage.act(lambda: desk.casework.assign(case, _person(stage, "GL")))
    stage.act(lambda: desk.casework.assign(case, clerk))
    stage.sit("CM", "today")
    _page(stage).view_model.show(Whose("team", "North team"))
    stage.driver.settle()


def _overdue(stage: Stage) -> None:
    """Show one caseworker's work, all of it past the law's last day."""
    stage.sit("CM", "today")
    _page(stage).view_model.show(Whose("person", _person(stage, "FQ")))
    stage.driver.settle()


def _backlog(stage: Stage) -> None:
    stage.sit("ET", "today", view="backlog")


def _why(stage: Stage) -> None:
    stage.sit("ET", "today", view="backlog")
    _page(stage).backlog_pane.why_button.click()
    stage.driver.settle()


def _terms(stage: Stage) -> None:
    """Open the forms of order and places."""
    pane = _page(stage).backlog_pane
    pane.order.change.click()
    pane.places.change.click()
    stage.driver.settle()
    pane.ensureWidgetVisible(pane.places)
    stage.driver.settle()


def _stuck(stage: Stage) -> None:
    """Adopt so few hours that the backlog does not clear."""
    assert stage.desk is not None
    desk = stage.desk
    stage.sit("ET", "today")
    held = desk.read(lambda conn: backlog.terms(conn, TODAY))
    stage.act(lambda: desk.backlog.adopt_hours(replace(held.hours, each=12), TODAY, _MINUTE))
    stage.go("today", view="backlog")


def _give(stage: Stage) -> None:
    """Choose twelve cases by keyboard and open their handover."""
    stage.sit("CM", "cases", words="step:decide")
    table = _page(stage).list_pane.table
    table.go_to(table.rows.id_at(0))
    table.setFocus(Qt.FocusReason.OtherFocusReason)
    for _ in range(11):
        stage.driver.key("Shift+Down")
    stage.driver.key("G")
    _page(stage).giving.choose(_person(stage, "GL"))
    stage.driver.settle()


def _given(stage: Stage) -> None:
    _page(stage).give_pane.press_main()
    stage.driver.settle()


# (name NN-words, workspace, words, reach, the state it goes on from or "")
STATES: tuple[tuple[str, str, str, Callable[[Stage], None], str], ...] = (
    ("06c-today-team", "today", "a team's work, and what a colleague did since", _team, ""),
    ("08-today-overdue", "today", "one caseworker, everything past the law's last day", _overdue, ""),
    ("08b-backlog", "today", "the backlog: when it clears, week by week", _backlog, ""),
    ("08c-backlog-why", "today", "why it clears then", _why, ""),
    ("08d-backlog-terms", "today", "the order and the places, being changed", _terms, "08c-backlog-why"),
    ("08e-backlog-stuck", "today", "a backlog that does not clear, and the rate that would", _stuck, ""),
    ("09b-give", "cases", "twelve cases to be handed over, by legal date", _give, ""),
    ("09c-given", "cases", "the cases went, and can come back", _given, "09b-give"),
)
