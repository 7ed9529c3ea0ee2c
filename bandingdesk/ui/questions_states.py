"""States of a panel on questions of law, pictured, each reached by acts."""

from __future__ import annotations

from collections.abc import Callable

from bandingdesk.demo.panel_questions import PANEL, REST
from bandingdesk.desk.desk import Desk
from bandingdesk.panel.ops import Rating
from bandingdesk.panel.questions import YES
from bandingdesk.store.queries import panel
from bandingdesk.store.queries.panel import ItemRow
from bandingdesk.ui.stage import Stage

LIMBS = ("ASSESS.a", "ASSESS.b")


def _desk(stage: Stage) -> Desk:
    assert stage.desk is not None
    return stage.desk


def _people(stage: Stage) -> dict[str, str]:
    assert stage.built is not None
    return stage.built.people


def _meeting(stage: Stage) -> str:
    """Return the assessment panel's meeting of next week."""
    return next(row.id for row in _desk(stage).read(panel.meetings) if row.panel_type == PANEL)


def _item(stage: Stage, position: int = 1) -> ItemRow:
    meeting, chair = _meeting(stage), _people(stage)["RA"]
    return _desk(stage).read(lambda conn: panel.agenda(conn, meeting, chair))[position - 1]


def _go(stage: Stage, position: int = 1) -> None:
    stage.sit("RA", "meeting", meeting_id=_meeting(stage), item=_item(stage, position).item)


def _none(stage: Stage) -> None:
    stage.sit("RA", "scoring", round_id=_item(stage).round_id)


def _half(stage: Stage) -> None:
    stage.driver.key("3")
    stage.driver.key("E")
    stage.driver.key("Return")
    stage.driver.key("2")


def _refused(stage: Stage) -> None:
    stage.driver.key("Ctrl+L")


def _locked(stage: Stage) -> None:
    stage.driver.key("E")
    stage.driver.key("Ctrl+L")


def _before(stage: Stage) -> None:
    """The last member locks at the clerk's desk, and the chair opens the meeting."""
    desk, people, round_id, meeting = _desk(stage), _people(stage), _item(stage).round_id, _meeting(stage)
    assert round_id is not None
    given = [Rating(limb, level, "fairly", words) for limb, (level, words) in zip(LIMBS, REST["PL"], strict=True)]
    stage.sit("PL")
    stage.act(lambda: desk.panel.lock_scores(round_id, given))
    stage.sit("RA")
    here = {people[who]: "present" for who in ("RA", "LO", "JW", "PL", "CM")}
    stage.act(lambda: desk.panel.open_meeting(meeting, attendance=here))  # type: ignore[arg-type]  # as the form gives it
    _go(stage)


def _revealed(stage: Stage) -> None:
    stage.driver.key("F8")


def _agreeing(stage: Stage) -> None:
    """One limb is agreed, the chair writes the answer on the other."""
    desk, round_id = _desk(stage), _item(stage).round_id
    assert round_id is not None
    stage.act(lambda: desk.panel.agree_level(round_id, LIMBS[0], YES, None, "School, therapist and home say the same."))
    _go(stage)


def _agreed(stage: Stage) -> None:
    """Every limb is agreed, and the chair looks at the answers again."""
    desk, round_id = _desk(stage), _item(stage).round_id
    assert round_id is not None
    why = "Two cycles that were kept to did not close the gap."
    stage.act(lambda: desk.panel.agree_level(round_id, LIMBS[1], YES, None, why))
    _go(stage)
    stage.driver.click("Look at the answers")


# name, workspace, words, how it is reached, the state before it
STATES: tuple[tuple[str, str, str, Callable[[Stage], None], str], ...] = (
    ("17e-question-none", "scoring", "question of law, no answer yet", _none, ""),
    ("18e-question-half", "scoring", "questions of law, half answered", _half, "17e-question-none"),
    ("19e-question-refused", "scoring", "questions of law, lock refused list", _refused, "18e-question-half"),
    ("20e-question-locked", "scoring", "questions of law, locked", _locked, "19e-question-refused"),
    ("28e-question-before", "meeting", "questions of law, chair before reveal", _before, "20e-question-locked"),
    ("29e-question-after", "meeting", "questions of law, chair after reveal", _revealed, "28e-question-before"),
    ("30e-question-agreeing", "meeting", "questions of law, one agreed", _agreeing, "29e-question-after"),
    ("31e-question-agreed", "meeting", "questions of law, agreed", _agreed, "30e-question-agreeing"),
)
