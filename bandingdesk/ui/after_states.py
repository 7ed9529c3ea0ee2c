"""States of after the decision, pictured, each reached by acts."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from bandingdesk.demo.history import TODAY
from bandingdesk.store.queries import after, casework, panel
from bandingdesk.ui.stage import Stage


def _last_case(stage: Stage, at: int) -> str:
    """Return a case of the last meeting that was held to its end."""
    assert stage.desk is not None
    held = next(row for row in stage.desk.read(panel.meetings) if row.state == "closed" and not row.called_off)
    return stage.desk.read(lambda conn: panel.agenda(conn, held.id))[at].case_id


def _outside_case(stage: Stage) -> str:
    """Return the case of the demo that an officer decided out of panel."""
    assert stage.desk is not None
    assert stage.built is not None
    meeting = stage.built.meeting
    return stage.desk.read(lambda conn: after.to_ratify(conn, meeting))[0].case_id


def _decisions(stage: Stage) -> None:
    stage.sit("CM", "cases", case_id=_last_case(stage, 1), section="decisions")


def _action_refused(stage: Stage) -> None:
    """Go on without an owner: what is missing is marked in the form."""
    stage.driver.click("Add an action")
    stage.driver.write("What is to be done", "Ask the school for its provision map.")
    stage.driver.key("F8", stage.window)


def _minutes(stage: Stage) -> None:
    stage.sit("CM", "cases", case_id=_last_case(stage, 0), section="decisions")
    button = stage.driver.begins("Open the minutes:")
    assert button is not None
    stage.driver.click(button.accessibleName())


def _feedback(stage: Stage) -> None:
    """Begin the feedback on a decision whose setting has heard nothing yet."""
    desk = stage.desk
    assert desk is not None
    at_school = (_last_case(stage, at) for at in range(2, 9))
    case = next(one for one in at_school if desk.read(partial(casework.case, id_=one)).setting_name)
    stage.sit("CM", "cases", case_id=case, section="decisions")
    button = stage.driver.begins("Write feedback")
    assert button is not None
    stage.driver.click(button.accessibleName())
    stage.driver.tick("Say how the parents or carers were involved, and what they think of each step.")
    stage.driver.write("In your own words, if you have more to say", "Your record of lunchtimes was read with care.")


def _feedback_paper(stage: Stage) -> None:
    stage.driver.click("See it as a paper")


def _meeting_end(stage: Stage) -> None:
    """What waits for this morning's meeting: minutes to approve, a decision out of panel to take note of."""
    assert stage.built is not None
    stage.sit("RA", "panels", meeting_id=stage.built.meeting, view="minutes")


def _meeting_over(stage: Stage) -> None:
    """The last meeting that was held to its end, with its minutes frozen."""
    assert stage.desk is not None
    held = next(row for row in stage.desk.read(panel.meetings) if row.state == "closed" and not row.called_off)
    stage.sit("CM", "panels", meeting_id=held.id, view="minutes")


def _outside(stage: Stage) -> None:
    stage.sit("CM", "cases", case_id=_outside_case(stage), section="decisions")


def _ratify(stage: Stage) -> None:
    """Bring the officer's decision before this morning's meeting."""
    stage.sit("RA", "cases", case_id=_outside_case(stage), section="decisions")
    button = stage.driver.begins("Take note at a meeting")
    assert button is not None
    stage.driver.click(button.accessibleName())
    stage.driver.tick("Ask the decision maker to look again")


def _came_back(stage: Stage) -> None:
    """The Tribunal's order is entered in the register; its day and its decision stand beside it."""
    desk = stage.desk
    assert desk is not None
    case = _last_case(stage, 3)
    stage.sit("CM", "cases", case_id=case, section="decisions")
    values = {
        "notice_sent": "2026-11-20",
        "registered": "2026-11-20",
        "about": "contents",
        "order_on": TODAY.isoformat(),
        "order": "amend",
    }
    stage.act(lambda: desk.register.enter(case, "appeal", values))


# name, workspace, words, how it is reached, the state before it
STATES: tuple[tuple[str, str, str, Callable[[Stage], None], str], ...] = (
    ("42a-decisions", "cases", "decisions of a case and what follows them", _decisions, ""),
    ("42b-action-open", "cases", "an action without an owner", _action_refused, "42a-decisions"),
    ("42c-minutes", "cases", "minutes of one case", _minutes, ""),
    ("42d-feedback", "cases", "feedback to a setting", _feedback, ""),
    ("42e-feedback-paper", "cases", "feedback as a paper", _feedback_paper, "42d-feedback"),
    ("42f-out-of-panel", "cases", "decided out of panel, waits for a panel", _outside, ""),
    ("42g-take-note", "cases", "a panel looks at a decision out of panel", _ratify, ""),
    ("42i-meeting-end", "panels", "what waits for the end of a meeting", _meeting_end, ""),
    ("42j-meeting-over", "panels", "minutes of a meeting that is over", _meeting_over, ""),
    ("42h-came-back", "cases", "an order of the Tribunal came back", _came_back, ""),
)
