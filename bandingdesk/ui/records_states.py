"""Records, timeline and clocks of a case, pictured, each state reached by acts."""

from __future__ import annotations

from collections.abc import Callable

from bandingdesk.demo import records as demo
from bandingdesk.desk.desk import Desk
from bandingdesk.store.queries import caseload
from bandingdesk.ui.stage import Stage


def _desk(stage: Stage) -> Desk:
    assert stage.desk is not None
    return stage.desk


def _case(stage: Stage, name: str) -> str:
    """Return the case of the demo's child with a surname."""
    return _desk(stage).read(lambda conn: caseload.search(conn, name, viewer=_desk(stage).me_id))[0].id


def _excused(stage: Stage) -> None:
    stage.sit("CM", "cases")
    stage.sit("CM", "cases", case_id=_case(stage, demo.EXCUSED), section="timeline")
    stage.driver.key("3")


def _two_clocks(stage: Stage) -> None:
    stage.sit("CM", "cases")
    stage.sit("CM", "cases", case_id=_case(stage, demo.REVERSED), section="timeline")


def _why(stage: Stage) -> None:
    stage.driver.key("3")
    stage.driver.key("Return")


def _records(stage: Stage) -> None:
    stage.sit("CM", "cases")
    stage.sit("CM", "cases", case_id=_case(stage, demo.EXCUSED), section="records")


def _change(stage: Stage) -> None:
    """Change what was recorded: the form asks why."""
    stage.driver.click("Change: Request for an assessment")
    stage.driver.write("Name and role of who asked", "Head of Elmbank (invented)")


def _entry(stage: Stage) -> None:
    """Begin an entry and try to record it with a day that can't be."""
    _records(stage)
    stage.driver.choose("Kind of entry to add", "Appeal")
    stage.driver.click("Add this entry")
    stage.driver.write("Appeal received from the Tribunal", "31/02/2027")
    stage.driver.key("F8", stage.window)


def _exception(stage: Stage) -> None:
    """Begin another exception on the request."""
    _records(stage)
    stage.driver.click("Record an exception: Request for an assessment")
    stage.driver.write("From", "22/07/2026")


def _six_months(stage: Stage) -> None:
    """A plan is refused after an assessment; the family asks again two months later."""
    desk = _desk(stage)
    stage.sit("CM", "cases")
    case = _case(stage, demo.FRESH)
    if "refused" not in stage.kept:
        before = {"received": "2026-05-04", "source": "1", "outcome": "Y", "outcome_date": "2026-06-08"}
        request = stage.act(lambda: desk.register.enter(case, "request", before)).id
        told = {"started": "2026-06-08", "outcome": "N", "outcome_date": "2026-08-20"}
        stage.act(lambda: desk.register.enter(case, "assessment", told, of=request))
        stage.kept["refused"] = request
    stage.sit("CM", "cases", case_id=case, section="records")
    stage.driver.choose("Kind of entry to add", "Request for an assessment")
    stage.driver.click("Add this entry")
    stage.driver.write("Received by the council (needed)", "20/11/2026")
    stage.driver.key("Tab")


def _new_request(stage: Stage) -> None:
    """A request received at a school, half filled in."""
    drive = stage.driver
    stage.sit("CM", "cases", view="new")
    drive.tick("Request for an assessment")
    drive.write("Received by the council (needed)", "19/11/2026")
    drive.choose("How it came", "hand")
    drive.choose("Who asked (needed)", "School")
    drive.write("Surname", "Testpupil Maple-904")
    drive.write("UPN, if known", "A123")
    drive.write("Date of birth", "3/4/2018")
    drive.write("Why is it kept? UPN, if known", "The school gave it so and asks for the right one.")


# (name NN-words, workspace, words, reach, the state it goes on from or "")
STATES: tuple[tuple[str, str, str, Callable[[Stage], None], str], ...] = (
    ("14-timeline", "cases", "timeline with an exception", _excused, ""),
    ("14b-why", "cases", "why this date", _why, "14-timeline"),
    ("14c-two-clocks", "cases", "timeline with a second clock after a reversal", _two_clocks, ""),
    ("13c-records", "cases", "records of a case", _records, ""),
    ("13d-record-change", "cases", "a recorded entry changed with its reason", _change, "13c-records"),
    ("13e-record-entry", "cases", "a new entry with faults", _entry, ""),
    ("13f-exception", "cases", "an exception recorded", _exception, ""),
    ("13g-six-months", "cases", "the note of the six months", _six_months, ""),
    ("16b-new-request", "cases", "new case: a request received at a school", _new_request, ""),
)
