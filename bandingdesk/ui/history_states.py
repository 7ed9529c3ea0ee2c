"""States of a case as it stood, pictured, each reached by acts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bandingdesk.store.queries import panel
from bandingdesk.ui.stage import Stage
from bandingdesk.ui.workspaces.cases.as_it_stood.pane import Pane


def _decided_case(stage: Stage) -> str:
    """Return a case of the demo whose panel is over and whose decision is signed."""
    assert stage.desk is not None

    def find(conn: Any) -> str:
        for meeting in panel.meetings(conn):
            for item in panel.agenda(conn, meeting.id):
                if item.decision_step == "signed":
                    return item.case_id
        raise LookupError("the demo has no signed decision")

    return stage.desk.read(find)


def _pane(stage: Stage) -> Pane:
    return stage.window.findChild(Pane)


def _as_it_stands(stage: Stage) -> None:
    stage.sit("CM", "cases", case_id=_decided_case(stage), section="past")


def _before_the_panel(stage: Stage) -> None:
    """Go back, act by act, to before the scores were revealed."""
    seen = _pane(stage).seen
    assert seen.seen is not None
    revealed = next(n for n, act in enumerate(seen.seen.acts) if act.kind == "round.revealed")
    seen.go_to_place(revealed - 1)
    stage.driver.settle()


def _every_act(stage: Stage) -> None:
    stage.driver.click("Every act")


def _chronology(stage: Stage) -> None:
    stage.driver.click("Make the chronology")


# name, workspace, words, how it is reached, the state before it
STATES: tuple[tuple[str, str, str, Callable[[Stage], None], str], ...] = (
    ("past-now", "cases", "A case as it stands now, with every act on a slider", _as_it_stands, ""),
    ("past-before", "cases", "The same case before the scores were revealed", _before_the_panel, "past-now"),
    ("past-acts", "cases", "Every act on the case as a table", _every_act, "past-before"),
    ("past-chronology", "cases", "The chronology, with the Tribunal’s clock", _chronology, "past-acts"),
)
