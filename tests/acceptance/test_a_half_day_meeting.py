"""A half-day's meeting of twelve cases with five scorers, through the real window on one laptop that goes round.

Interests, blind scores by keys alone, one member by workbook; then the meeting: one who steps out, a quorum that is
lost, a band above and one below what the matrix indicates, a case that can't wait for the next meeting, one above the
scale, one that a member sees differently, three agreed without talk and one of them pulled. At the end the record, the
minutes and the chain say so.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QRadioButton

from bandingdesk.desk.sample import SAMPLE_PIN
from bandingdesk.store.queries import panel, rounds
from tests.support import half_day_acts as acts
from tests.support.half_day import AT_KEYS, OPENS, SCORERS, STORIES, Case, HalfDay
from tests.support.screens import Screen


class Room:
    """The laptop that goes round: who sits at it, and what they do with keys and buttons."""

    def __init__(self, folder: Path) -> None:
        self.half = HalfDay(folder)
        self.half.prepare_cases()
        self.half.plan()
        self.half.as_("CM")
        self.screen = Screen(self.half.desk, self.half.clock, folder)
        self.drive = self.screen.drive

    def sit(self, who: str, place: str, **where: object) -> None:
        """Hand the laptop to a person, at a page."""
        self.screen.window.hand_over(self.half.people[who], place, pin_checked=True, **where)
        self.drive.settle()

    def press(self, *keys: str) -> None:
        """Press keys where the focus is, without waiting between them: a person who knows the page does not."""
        self.drive.activate()
        for key in keys:
            combination = QKeySequence(key)[0]  # type: ignore[index]  # the stubs leave out this operator
            where = QApplication.focusWidget() or self.screen.window
            QTest.keyClick(where, combination.key(), combination.keyboardModifiers())
        QApplication.processEvents()

    def pin(self) -> None:
        """Type the PIN that is asked."""
        field = self.drive.begins("PIN of ")
        assert field is not None
        field.setFocus()
        self.drive.type(SAMPLE_PIN)
        self.drive.key("Return", field)
        self.drive.settle()

    def round_of(self, case: Case) -> str:
        return self.half.desk.read(lambda conn: panel.round_ids(conn, case.item))[0]


@pytest.fixture
def room(qapp: QApplication, tmp_path: Path) -> Iterator[Room]:
    made = Room(tmp_path)
    yield made
    made.screen.close()


def declare_interests(room: Room) -> None:
    """Each member answers for all twelve before any paper opens; one has an interest in case 4."""
    half, drive = room.half, room.drive
    for who in AT_KEYS:
        room.sit(who, "panels", meeting_id=half.meeting, view="interests")
        if who == "JW":
            name = next(row.child_name for row in agenda(room, "JW") if row.item == half.cases[3].item)
            choose_radio(room, f"Interest in {name}", "Yes")
            drive.choose("What kind of interest is it?", "governs")
            drive.write("How do you know them?", "I sit on this school's governing board.")
            drive.click(f"Record the interest in {name}")
        drive.click("No interest in the rest")
    acts.declare_for(half.as_("CM"), half.meeting, [one.item for one in half.cases], half.people["HM"])
    room.sit("RA", "panels", meeting_id=half.meeting, item=half.cases[3].item)
    drive.click("Steps out")


def choose_radio(room: Room, group: str, choice: str) -> None:
    box = room.drive.find(group)
    button = next(one for one in box.findChildren(QRadioButton) if one.text() == choice)
    button.click()
    room.drive.settle()


def agenda(room: Room, who: str) -> list[panel.ItemRow]:
    person = room.half.people[who]
    return room.half.desk.read(lambda conn: panel.agenda(conn, room.half.meeting, person))


def score_blind(room: Room) -> None:
    """The clerk freezes the papers and opens the rounds; four score by keys alone, and nobody sees another's."""
    half, drive = room.half, room.drive
    room.sit("CM", "panels", meeting_id=half.meeting)
    drive.click("Freeze all papers")
    for case in half.cases:
        room.screen.go("panels", meeting_id=half.meeting, item=case.item)
        drive.click("Open blind scoring")
    for who in AT_KEYS:
        room.sit(who, "scoring", round_id=room.round_of(half.cases[0]))
        for case in half.cases:
            if who == "JW" and case.story.what == "interest":
                continue
            room.screen.go("scoring", round_id=room.round_of(case))
            for level in case.story.levels_of(who).values():
                room.press(str(level), "E", "Return")
            drive.key("Ctrl+L")
    for case in half.cases:
        row = half.desk.read(lambda conn, case=case: rounds.round(conn, room.round_of(case), half.people["RA"]))
        assert (row.locked_count, row.spreads, row.band) == (3 if case.story.what == "interest" else 4, (), None)


@pytest.mark.timeout(420)  # twelve cases, forty-seven sheets
def test_a_half_day_of_twelve_cases_with_five_scorers(room: Room) -> None:
    declare_interests(room)
    score_blind(room)
