"""States of high cost, joint and oversight panels, pictured, each reached by acts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from bandingdesk.demo.panel_higher import FUNDERS, JUDGES
from bandingdesk.desk.desk import Desk
from bandingdesk.panel.findings import Share
from bandingdesk.panel.higher.ops import FundsFound
from bandingdesk.panel.ops import SeatRole
from bandingdesk.store.queries import higher, panel
from bandingdesk.ui.stage import Stage

_PIN = "2468"


def _desk(stage: Stage) -> Desk:
    assert stage.desk is not None
    return stage.desk


def _at(stage: Stage, kind: str) -> tuple[str, str]:
    """Return the demo's meeting of a higher panel, and its one item."""
    desk = _desk(stage)
    meeting = next(row.id for row in desk.read(panel.meetings) if row.panel_type == kind)
    return meeting, desk.read(lambda conn: panel.agenda(conn, meeting))[0].item


def _sit(stage: Stage, who: str, kind: str) -> None:
    meeting, item = _at(stage, kind)
    stage.sit(who, "meeting", meeting_id=meeting, item=item)


def _begin(stage: Stage, kind: str, people: Mapping[str, SeatRole]) -> None:
    """Everybody answers about interests, and the chair opens the meeting."""
    desk, (meeting, item) = _desk(stage), _at(stage, kind)
    assert stage.built is not None
    ids = stage.built.people
    for who in people:
        stage.sit(who)
        stage.act(partial(desk.panel.declare_interest, meeting, item, ids[who], "none"))
    stage.sit(next(iter(people)))
    here = {ids[who]: "present" for who in people}
    stage.act(partial(desk.panel.open_meeting, meeting, attendance=here))  # type: ignore[arg-type]  # an attendance


def _funds(stage: Stage) -> None:
    """The form of the high cost panel: the shares still lack £4,000."""
    _begin(stage, "high_cost", FUNDERS)
    _sit(stage, "DP", "high_cost")
    drive = stage.driver
    drive.choose("What the panel finds", "Agree the funds and how they are commissioned")
    drive.write("The cost: £ a year", "64,500")
    drive.write("Education: £ a year", "32,250.50")
    drive.write("Health: £ a year", "28,249.50")
    drive.write("Who agreed it, and when", "Budget holder for high needs, 1 December")
    _words(stage, "How it is commissioned").setFocus(Qt.FocusReason.TabFocusReason)
    drive.settle()


def _whole(stage: Stage) -> None:
    """The shares come to the cost."""
    stage.driver.write("Health: £ a year", "32,249.50")
    _words(stage, "How it is commissioned").setFocus(Qt.FocusReason.TabFocusReason)
    stage.driver.settle()


def _lacks(stage: Stage) -> None:
    """Recorded too early: what still lacks is listed."""
    stage.driver.key("F8", stage.window)


def _signed(stage: Stage) -> None:
    """Found, signed second by the deputy, and decided by the Head of SEND."""
    desk, (meeting, item) = _desk(stage), _at(stage, "high_cost")
    _sit(stage, "DP", "high_cost")
    before = desk.read(lambda conn: higher.before(conn, meeting, item))
    assert before is not None
    shares = (Share("education", 3_225_050, "Budget holder for high needs, 1 December"),
              Share("health", 3_224_950, "Integrated care board, 30 November"))  # fmt: skip
    body = FundsFound(
        meeting, item, before.case_id, before.decision, "funds_agreed", 6_450_000, shares,
        "A place bought by the year from the school’s own offer", date(2027, 1, 4), None, (),
        ("Two schools in the county were asked", "The local offer"), "Both shares are agreed in writing.", False,
    )  # fmt: skip
    stage.act(partial(desk.higher.find_funds, body))
    stage.sit("KO")
    stage.act(partial(desk.higher.countersign, item, "Read and agreed.", _PIN))
    _sit(stage, "ET", "high_cost")


def _decided(stage: Stage) -> None:
    desk, (_meeting, item) = _desk(stage), _at(stage, "high_cost")
    stage.act(partial(desk.higher.sign_funds, item, agrees=True, words="", pin=_PIN))


def _oversight(stage: Stage) -> None:
    """The record of a decided case, read by who took no part."""
    _begin(stage, "oversight", JUDGES)
    _sit(stage, "TB", "oversight")


def _returns(stage: Stage) -> None:
    """The panel asks something of the decision maker."""
    drive = stage.driver
    drive.choose("What the panel finds", "Return to the decision maker")
    drive.write("In words, with what it rests on", "The report of the therapist is listed and nowhere weighed.")
    drive.write("What the decision maker is asked, a line each", "Say what was made of the therapist’s report.")
    _words(stage, "What the decision maker is asked, a line each").setFocus(Qt.FocusReason.TabFocusReason)
    drive.settle()


def _asked(stage: Stage) -> None:
    stage.driver.key("F8", stage.window)
    _sit(stage, "ET", "oversight")
    stage.driver.write("The reasons you add, or what became of it", "It was weighed: the visit found the same.")
    _words(stage, "The reasons you add, or what became of it").setFocus(Qt.FocusReason.TabFocusReason)
    stage.driver.settle()


def _answered(stage: Stage) -> None:
    stage.driver.key("F8", stage.window)


def _take_up(stage: Stage) -> None:
    """The clerk looks for a decided case to bring before oversight."""
    meeting, _item = _at(stage, "oversight")
    stage.sit("CM", "panels", meeting_id=meeting)
    stage.driver.click("Add cases")
    stage.driver.write("Find a decided case", "hazel")
    stage.driver.write("Why it comes here", "One of ten decided this month, drawn by lot.")


def _words(stage: Stage, name: str) -> QWidget:
    stage.driver.activate()
    stage.driver.settle()
    return stage.driver.find(name)


# name, workspace, words, how it is reached, the state before it
STATES: tuple[tuple[str, str, str, Callable[[Stage], None], str], ...] = (
    ("49-take-up", "panels", "a decided case is taken up by oversight", _take_up, ""),
    ("49a-funds-short", "meeting", "a high cost panel: the shares lack something", _funds, ""),
    ("49b-funds-whole", "meeting", "a high cost panel: the shares come to the cost", _whole, "49a-funds-short"),
    ("49c-funds-lacks", "meeting", "a high cost panel: what a finding lacks", _lacks, "49b-funds-whole"),
    ("49d-funds-to-sign", "meeting", "funds wait for the decision maker", _signed, "49c-funds-lacks"),
    ("49e-funds-signed", "meeting", "funds are decided", _decided, "49d-funds-to-sign"),
    ("49f-oversight", "meeting", "oversight reads the record of a decided case", _oversight, ""),
    ("49g-oversight-return", "meeting", "oversight asks something back", _returns, "49f-oversight"),
    ("49h-oversight-answer", "meeting", "the decision maker answers oversight", _asked, "49g-oversight-return"),
    ("49i-oversight-answered", "meeting", "oversight is answered", _answered, "49h-oversight-answer"),
)
