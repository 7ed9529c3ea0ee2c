"""States of the live meeting and the room, pictured, each reached by acts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from PySide6.QtWidgets import QWidget

from bandingdesk.store.queries import panel, rounds
from bandingdesk.ui.stage import Stage

CHAIR, DEPUTY, MEMBER = "RA", "PL", "LO"


def _page(stage: Stage) -> Any:
    return stage.window.area.current_page()


def _item(stage: Stage, position: int) -> Any:
    assert stage.desk is not None
    assert stage.built is not None
    meeting = stage.built.meeting
    return stage.desk.read(lambda conn: panel.agenda(conn, meeting))[position - 1]


def _meeting(stage: Stage, position: int, person: str = CHAIR) -> None:
    assert stage.built is not None
    stage.sit(person, "meeting", meeting_id=stage.built.meeting, item=_item(stage, position).item)


def _people(stage: Stage) -> None:
    """The clerk's list: guests, a remote member, and one whose line is lost."""
    _meeting(stage, 4, "CM")
    assert stage.desk is not None
    assert stage.built is not None
    desk, meeting, item = stage.desk, stage.built.meeting, _item(stage, 4).item
    stage.act(lambda: desk.room.record_presence(meeting, stage.built.people[MEMBER], "lost", item))  # type: ignore[union-attr]
    _page(stage).room.ask_people()


def _paused(stage: Stage) -> None:
    """The line of the only psychologist is lost while levels are talked about."""
    _meeting(stage, 4)


def _back_again(stage: Stage) -> None:
    """She is back, on the line and alone there: the case goes on by itself."""
    assert stage.desk is not None
    assert stage.built is not None
    desk, meeting, person = stage.desk, stage.built.meeting, stage.built.people[MEMBER]
    stage.sit("CM", "today")
    stage.act(lambda: desk.room.record_presence(meeting, person, "present"))


def _again(stage: Stage) -> None:
    """The flagged strands of the case in hand are scored again in private."""
    _back_again(stage)
    _meeting(stage, 4)
    stage.driver.click("Score again")


def _member_waits(stage: Stage) -> None:
    """A member before the reveal: a count, never who."""
    _meeting(stage, 6, MEMBER)


def _member_sees(stage: Stage) -> None:
    """A member after the reveal: the same strips with their own dot ringed."""
    _meeting(stage, 4, MEMBER)


def _member_speaks(stage: Stage) -> None:
    """The member asks to speak and pulls the case."""
    stage.driver.key("S")
    stage.driver.key("P")


def _stepped_out(stage: Stage) -> None:
    _meeting(stage, 9, "JW")


def _votes(stage: Stage) -> None:
    """A form that this panel type does not have keeps its sentence; the chair looks at what it would record."""
    _meeting(stage, 4)
    _page(stage).room.ask_withdrawal()
    stage.driver.write("Who withdrew it, and why", "The parents withdrew their request this morning, by e-mail.")


def _hidden(stage: Stage) -> None:
    _meeting(stage, 4)
    stage.driver.key("Ctrl+Shift+H")


def _shown_again(stage: Stage) -> None:
    if stage.window.preferences.now().hide_names:
        stage.window.preferences.change(hide_names=False)


def _room(stage: Stage) -> QWidget:
    window = _page(stage)._around.room.window
    assert window is not None
    return window  # type: ignore[no-any-return]


def _screen(stage: Stage) -> None:
    """The room's screen with the strips of the case in hand."""
    _shown_again(stage)
    assert stage.desk is not None
    assert stage.built is not None
    desk, meeting, item = stage.desk, stage.built.meeting, _item(stage, 4).item
    _meeting(stage, 4)
    stage.act(lambda: desk.room.take_item(meeting, item))
    link = _page(stage)._around.room
    if not link.is_open:
        stage.driver.key("Ctrl+F9")
    if link.is_blank:
        stage.driver.key("F9")
    stage.beside = lambda: _room(stage)


def _blank(stage: Stage) -> None:
    stage.driver.key("F9")
    stage.beside = lambda: _room(stage)


def _between(stage: Stage) -> None:
    """The chair looks at another case than the one in hand: the room waits."""
    stage.driver.key("F9")
    _meeting(stage, 1)
    stage.beside = lambda: _room(stage)


def _by_switch(stage: Stage) -> None:
    """The chair shows the child's name and school for this one case."""
    _screen(stage)
    assert stage.desk is not None
    assert stage.built is not None
    desk, meeting, item = stage.desk, stage.built.meeting, _item(stage, 4).item
    stage.act(lambda: desk.room.allow_on_screen(meeting, item, ["name", "school"]))


def _withdrawn(stage: Stage) -> None:
    """A case is withdrawn after its reveal."""
    _page(stage)._around.room.close()
    assert stage.desk is not None
    assert stage.built is not None
    desk, meeting, item = stage.desk, stage.built.meeting, _item(stage, 5).item
    _meeting(stage, 5)
    round_id = _item(stage, 5).round_id
    if desk.read(lambda conn: rounds.round(conn, round_id, desk.me_id)).state == "open":
        stage.act(lambda: desk.panel.reveal(round_id))
    if _item(stage, 5).state != "withdrawn":
        stage.act(lambda: desk.room.withdraw_item(meeting, item, "The parents withdrew their request by e-mail."))
    _meeting(stage, 5)


def _over(stage: Stage) -> None:
    """The quiet clock is past the time of the case."""
    stage.clock.set(stage.clock.now() + timedelta(minutes=9, seconds=40))
    _meeting(stage, 4)
    stage.clock.set(stage.clock.now() - timedelta(minutes=9, seconds=40))


# name, workspace, words, how it is reached, the state before it
STATES: tuple[tuple[str, str, str, Callable[[Stage], None], str], ...] = (
    ("28b-who-is-here", "meeting", "who is here, guests and a lost line", _people, ""),
    ("29b-paused", "meeting", "quorum lost, the case is paused", _paused, "28b-who-is-here"),
    ("30-again", "meeting", "chair, some strands scored again in private", _again, ""),
    ("32-member-waiting", "meeting", "member waiting for the reveal", _member_waits, ""),
    ("33-member-after", "meeting", "member after the reveal", _member_sees, ""),
    ("33b-member-speaks", "meeting", "member asks to speak and pulls the case", _member_speaks, "33-member-after"),
    ("34-stepped-out", "meeting", "stepped out", _stepped_out, ""),
    ("34b-withdrawing", "meeting", "a case is being withdrawn", _votes, ""),
    ("34c-names-hidden", "meeting", "names hidden", _hidden, ""),
    ("36-room-spread", "meeting", "room spread", _screen, ""),
    ("37-room-blank", "meeting", "room blank", _blank, "36-room-spread"),
    ("38-room-between", "meeting", "room between cases", _between, "37-room-blank"),
    ("38b-room-switch", "meeting", "room with the chair's switch for one case", _by_switch, ""),
    ("34d-withdrawn", "meeting", "a case withdrawn during its item", _withdrawn, ""),
    ("34e-over-time", "meeting", "the quiet clock over its time", _over, ""),
)
