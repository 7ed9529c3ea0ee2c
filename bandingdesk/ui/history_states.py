"""States of a case as it stood, pictured, each reached by acts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from bandingdesk.store.queries import band_query, panel
from bandingdesk.ui.stage import Stage
from bandingdesk.ui.workspaces.cases.as_it_stood.pane import Pane


def _decided_case(stage: Stage) -> str:
    """Return a case of the demo whose panel is over and whose decision is signed."""
    assert stage.desk is not None

    return stage.desk.read(lambda conn: next(_decided_cases(conn)))


def _decided_cases(conn: Any) -> Iterator[str]:
    for meeting in panel.meetings(conn):
        for item in panel.agenda(conn, meeting.id):
            if item.decision_step == "signed":
                yield item.case_id


def _pane(stage: Stage) -> Pane:
    found: Pane = stage.window.findChild(Pane)  # type: ignore[assignment]  # the case page has one
    return found


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


def _queries(stage: Stage) -> None:
    """Open the case with the school's query that waits."""
    stage.sit("CM", "cases", case_id=_queried(stage, "open"), section="queries")


def _answered_query(stage: Stage) -> None:
    stage.sit("CM", "cases", case_id=_queried(stage, "answered"), section="queries")


def _new_query(stage: Stage) -> None:
    stage.driver.click("Enter a query")
    stage.driver.write("Who asks, and their role there", "B. Tarn (invented), head")
    stage.driver.click("Record this query")


def _looked_at(stage: Stage) -> None:
    """Somebody who had no part in the decision says what was found."""
    stage.sit("NK", "cases", case_id=_queried(stage, "open"), section="queries")
    stage.driver.click("Record what was found")


def _queried(stage: Stage, state: str) -> str:
    """Return the case of the demo whose query of the band is in STATE."""
    assert stage.desk is not None
    me = stage.desk.me_id

    def find(conn: Any) -> str:
        for case in _decided_cases(conn):
            if any(row.state == state for row in band_query.queries(conn, case, me)):
                return case
        raise LookupError(f"the demo has no query that is {state}")

    return stage.desk.read(find)


# name, workspace, words, how it is reached, the state before it
STATES: tuple[tuple[str, str, str, Callable[[Stage], None], str], ...] = (
    ("past-now", "cases", "A case as it stands now, with every act on a slider", _as_it_stands, ""),
    ("past-before", "cases", "The same case before the scores were revealed", _before_the_panel, "past-now"),
    ("past-acts", "cases", "Every act on the case as a table", _every_act, "past-before"),
    ("query-waits", "cases", "A school's query of a band that waits to be looked at", _queries, ""),
    ("query-looked-at", "cases", "What was found, by people who had no part in it", _looked_at, "query-waits"),
    ("query-answered", "cases", "An answered query", _answered_query, ""),
    ("query-new", "cases", "A new query with what is still missing", _new_query, "query-answered"),
    ("past-chronology", "cases", "The chronology, with the Tribunal’s clock", _chronology, "past-acts"),
)
