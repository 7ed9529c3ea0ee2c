"""States of before a meeting, pictured, each reached by acts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bandingdesk.demo import panel_agenda as demo
from bandingdesk.panel.ops import Seat
from bandingdesk.store.queries import panel
from bandingdesk.ui.stage import Stage


def _open(stage: Stage, who: str = "MF", view: str = "agenda", item: int = 0) -> Any:
    """Open the demo's next banding panel as WHO, with the item at that place in hand."""
    assert stage.desk is not None
    meeting = stage.desk.read(demo.meeting)
    rows = stage.desk.read(lambda conn: panel.agenda(conn, meeting))
    stage.sit(who, "panels", meeting_id=meeting, view=view, item=rows[item].item)
    stage.driver.settle()
    return stage.window.area.current_page()


def _place(stage: Stage, wanted: Callable[[Any], bool]) -> int:
    """Return the place of the first item of the agenda for which WANTED holds."""
    page = _open(stage, "CM")
    return next(at for at, one in enumerate(page.view_model.seen.items) if wanted(one))


def _agenda(stage: Stage) -> None:
    """The chair's agenda with a reason for each place."""
    at = _place(stage, lambda one: one.place is not None and one.place.because == "must")
    _open(stage, item=at)


def _late(stage: Stage) -> None:
    """A late paper in the chair's hand, with the words being written."""
    at = _place(stage, lambda one: bool(one.late))
    page = _open(stage, item=at)
    card = page.item.findChild(agenda_cards().LateCard)
    card.words.set_text("It is the first advice from health since the spring.")
    stage.driver.settle()


def _taken(stage: Stage) -> None:
    _late(stage)
    stage.driver.click("Health advice, second visit: Take it")


def _interest(stage: Stage) -> None:
    """An interest that waits for the chair, with what the panel's rules say."""
    at = _place(stage, lambda one: one.to_settle > 0)
    page = _open(stage, item=at)
    bar = page.item.findChild(agenda_cards().ReadersCard)
    bar.setFocus()
    stage.driver.settle()


def _readers(stage: Stage) -> None:
    """The clerk changes the readers of a case; who can't read it says why."""
    at = _place(stage, lambda one: one.to_settle > 0)
    page = _open(stage, "CM", item=at)
    box = next(box for box in page.item.findChild(agenda_cards().ReadersCard).boxes.values() if box.isEnabled())
    box.click()
    stage.driver.settle()


def _times(stage: Stage) -> None:
    _open(stage, "CM", "times")


def _release(stage: Stage) -> None:
    _open(stage, "CM", "release")


def _off(stage: Stage) -> None:
    page = _open(stage, "CM", "move")
    page.more.move_.why_off.set_text("The building is closed; too few members can join by video.")
    stage.driver.settle()


def _practice(stage: Stage) -> None:
    """Half a practice case scored by a member."""
    page = _open(stage, "TA", "practice")
    for strand, level in (("attention", 4), ("literacy", 2)):
        _choose(stage, page, strand, level)


def _feedback(stage: Stage) -> None:
    page = _open(stage, "TA", "practice")
    for strand, level in (("attention", 4), ("literacy", 2), ("social", 2), ("selfcare", 2)):
        _choose(stage, page, strand, level)
    stage.driver.click("Look at the feedback")


def _no_deputy(stage: Stage) -> None:
    """A meeting whose plan would stop it: no deputy, and a member who sits elsewhere at the time."""
    assert stage.desk is not None
    assert stage.built is not None
    desk, people = stage.desk, stage.built.people
    stage.sit("CM", "panels")
    first = _agenda_rows(stage)[0]
    seats = (Seat(people["RA"], "chair", ""), Seat(people["SD"], "member", ""), Seat(people["CM"], "clerk", ""))
    made = stage.act(lambda: desk.panel.plan_meeting("banding", demo.ON, "10:00", "12:00", "Room 4", seats)).id
    stage.act(lambda: desk.panel.add_item(made, first.case_id))
    stage.go("panels", meeting_id=made)


def _agenda_rows(stage: Stage) -> list[Any]:
    assert stage.desk is not None
    meeting = stage.desk.read(demo.meeting)
    return list(stage.desk.read(lambda conn: panel.agenda(conn, meeting)))


def _choose(stage: Stage, page: Any, strand: str, level: int) -> None:
    page.more.practice.levels[strand].choose(level)
    stage.driver.settle()


def _page(stage: Stage) -> Any:
    return stage.window.area.current_page()


def agenda_cards() -> Any:
    """Return the cards' module: the page's own, which is loaded with the page."""
    from bandingdesk.ui.workspaces.panels import agenda_cards as cards

    return cards


# name, workspace, words, how it is reached, the state before it
STATES: tuple[tuple[str, str, str, Callable[[Stage], None], str], ...] = (
    ("26b-agenda-reasons", "panels", "agenda with the reason for each place", _agenda, ""),
    ("26c-late-paper", "panels", "late paper with the chair", _late, ""),
    ("26d-late-paper-taken", "panels", "late paper taken, everybody sees it", _taken, ""),
    ("27b-interest-to-settle", "panels", "interest to settle, with the panel's default", _interest, ""),
    ("26e-readers", "panels", "readers of a case, one who can't read it", _readers, ""),
    ("26f-deadline-and-hours", "panels", "deadline and members' hours", _times, ""),
    ("26g-release-a-pack", "panels", "release of a pack", _release, ""),
    ("26h-move-or-call-off", "panels", "moving a meeting or calling it off", _off, ""),
    ("26i-practice", "panels", "practice case, half scored", _practice, ""),
    ("26j-practice-feedback", "panels", "practice feedback, for the member alone", _feedback, ""),
    ("26k-agenda-troubles", "panels", "what would stop a meeting, told before it", _no_deputy, ""),
)
