"""A half-day's meeting of twelve cases with five scorers, through the real window on one laptop that goes round.

Interests, blind scores by keys alone, one member by workbook; then the meeting: one who steps out, a quorum that is
lost, a band above and one below what the matrix indicates, a case that can't wait for the next meeting, one above the
scale, one that a member sees differently, three agreed without talk and one of them pulled. At the end the record, the
minutes and the chain say so.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QRadioButton

from bandingdesk import resources, sheet_forms
from bandingdesk.desk.sample import SAMPLE_PIN
from bandingdesk.store.queries import after, decisions, panel, rounds
from bandingdesk.store.queries import room as room_rows
from tests.support import half_day_acts as acts
from tests.support.half_day import AT_KEYS, OPENS, Case, HalfDay, Story
from tests.support.screens import Screen
from tests.support.watchdog import Watchdog

TARIFF = json.loads(resources.text("frameworks/exampleshire-tariff-2026-27.json"))
PENCE = {row["band"]: row["pence"] for row in TARIFF["rows"] if (row["phase"], row["setting"]) == ("ks12", "main")}


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
        """Hand the laptop to a person, at a page; who has it already goes there."""
        if self.half.desk.me_id == self.half.people[who]:
            self.screen.go(place, **where)
            return
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

    def main(self) -> None:
        """Press the key of the main button."""
        self.drive.key("F8", self.screen.window)

    def round_of(self, case: Case) -> str:
        return self.half.desk.read(lambda conn: panel.round_ids(conn, case.item))[0]


@pytest.fixture
def room(qapp: QApplication, tmp_path: Path) -> Iterator[Room]:
    made = Room(tmp_path)
    watchdog = Watchdog()
    yield made
    print(watchdog.end())  # a figure, not a test: it depends on what else the machine does
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
        row = half.desk.read(partial(rounds.round, round_id=room.round_of(case), viewer=half.people["RA"]))
        assert (row.locked_count, row.spreads, row.band) == (3 if case.story.what == "interest" else 4, (), None)


def score_at_home(room: Room) -> None:
    """One member has no program: a workbook is made, filled in at home, and read in at the clerk's desk, unseen."""
    half, drive = room.half, room.drive
    room.sit("CM", "panels", meeting_id=half.meeting)
    drive.click("Members without the program")
    pane = room.screen.page().slips
    pane.seen.choose(half.people["HM"])
    drive.click("Make a workbook")
    password = pane.member.password.text()
    pane.seen.write(half.folder / pane.seen.file_name())
    drive.settle()
    back = fill_in(half.folder / pane.seen.file_name(), password, half.cases)
    pane.seen.read_in(back, password)
    drive.settle()
    for case in half.cases:
        row = half.desk.read(partial(rounds.round, round_id=room.round_of(case), viewer=half.people["RA"]))
        assert (row.locked_count, row.spreads, row.band) == (4 if case.story.what == "interest" else 5, (), None)


def fill_in(workbook: Path, password: str, cases: list[Case]) -> Path:
    """Answer each case's sheet in another program, as its yellow cells ask, and save it under the password."""
    data = sheet_forms.opened(workbook.read_bytes(), password)
    assert data is not None
    book = openpyxl.load_workbook(io.BytesIO(data))
    for sheet, case in zip(book.worksheets[1:13], cases, strict=True):
        levels = iter(case.story.levels_of("HM").values())
        head = next(row for row in sheet.iter_rows() if row[3].value == "Your answer")[0].row
        for row in sheet.iter_rows(min_row=head + 1):
            if not row[3].protection.locked:
                row[3].value, row[4].value, row[5].value = f"Level {next(levels)}", "Sure", "Page 1 of the report"
    held = io.BytesIO()
    book.save(held)
    back = workbook.with_name("Scores from home.xlsx")
    back.write_bytes(sheet_forms.under_password(held.getvalue(), password))
    return back


# --- the meeting


def come_in(room: Room) -> None:
    """The laptop was locked over night; on Thursday morning the chair opens it, and then the meeting."""
    room.drive.key("Ctrl+Shift+K")
    room.half.clock.set(OPENS)
    assert room.screen.window.locking.is_locked
    room.drive.choose("Who are you?", "R. Amari")
    room.drive.write("Your PIN", SAMPLE_PIN)
    room.drive.click("Open")
    room.sit("RA", "meeting", meeting_id=room.half.meeting)
    room.main()


def take(room: Room, case: Case) -> None:
    """Take one case, from the reveal to the recommendation."""
    half, story = room.half, case.story
    room.sit("RA", "meeting", meeting_id=half.meeting, item=case.item)
    assert seen(room).round.spreads == ()  # nothing before the reveal
    room.main()
    assert len(seen(room).round.spreads) == 12
    assert seen(room).round.band is None  # strand first
    if story.what == "deferral":
        return defer(room, case)
    if story.what == "quorum":
        lose_the_quorum(room, case)
    if story.what == "dissent":
        see_it_differently(room, case)
    agree(room, story)
    if story.what == "above_scale":
        return send_higher(room, case)
    propose(room, story)
    if story.what.startswith("override"):
        countersign(room, case)
    check_section_f(room, story)
    room.main()  # the amount, last
    answer_and_recommend(room)
    return None


def seen(room: Room) -> Any:
    return room.screen.page().view_model.seen


def agree(room: Room, story: Story) -> None:
    """Let the middle stand where nobody is far off; agree the others one by one, with a reason."""
    room.main()
    for _ in range(12):
        row = seen(room).round
        if row.band is not None or not row.still_open:
            break
        strip = next(one for one in row.spreads if one.agreed is None)
        room.drive.choose("Agreed level", f"{story.levels[strip.strand]}  ")
        if strip.middle != story.levels[strip.strand]:
            room.drive.choose("Why not the middle", "read again")
            room.drive.write("In one line", "We read page 1 again together.")
        room.drive.click("Agree this level")
    assert seen(room).round.band.band == story.indicated


def propose(room: Room, story: Story) -> None:
    drive, reading = room.drive, seen(room)
    bands = dict(reading.bands)
    drive.choose("Outcome", "amend")
    drive.write("The legal test, answered in words", "We asked what should follow from the review.")
    drive.write("Changes to the plan, a line each", "Section F, line 2: an adult at lunchtime.")
    drive.tick("Yes" if story.band == story.indicated else "No")
    drive.write("Why, whichever way it goes", "The strands describe this child.")
    drive.choose("Decided band", bands[story.band])
    if story.band != story.indicated:
        drive.choose("Reason for another band", "act on each other")
        drive.write("The reason in words", "Two needs act on each other here.")
    drive.write("What the panel thought of these views", "We agree about lunchtimes.")
    room.main()
    assert seen(room).decision is not None


def countersign(room: Room, case: Case) -> None:
    room.sit("PL", "meeting", meeting_id=room.half.meeting, item=case.item)
    room.drive.write("Your words on the reason", "I have read it, and it stands.")
    room.main()
    room.pin()
    room.sit("RA", "meeting", meeting_id=room.half.meeting, item=case.item)


def check_section_f(room: Room, story: Story) -> None:
    assert seen(room).decision.money is None
    room.drive.write_all("How it stays secured, or why it goes", "The band and the school's own budget")
    room.main()
    if story.what == "override_down":
        # A lower band beside a plan that stays as it is: not without what the setting says each line needs.
        assert room.screen.page().view_model.error.code == "DE-02"
        assert seen(room).decision.section_f_checked is None
        room.drive.write_all("The setting says it needs", "An adult for each of these hours.")
        room.main()


def answer_and_recommend(room: Room) -> None:
    room.drive.tick("Relied on")
    room.drive.write_all("Why, in a line", "It is the latest on this.")
    room.main()
    room.drive.write("The panel's reasons", "The reports show that more help is needed at lunchtime.")
    room.main()
    room.pin()
    assert seen(room).decision.step == "recommended"


def defer(room: Room, case: Case) -> None:
    """The next meeting is after the law's last day: only the delegated officer can decide in time. No clock moves."""
    before = room.half.law_day(case.story.number)
    assert before == date(2026, 11, 30)
    drive = room.drive
    drive.click("Defer")
    drive.choose("The delegated officer", "E. Thornbury")
    drive.write("Why, and what is still needed", "We ask for the hearing report.")
    drive.click("Give it to the officer by Thu 26 Nov")  # the council's own time for the letter before Mon 30 November
    assert seen(room).item.state == "deferred"
    assert room.half.law_day(case.story.number) == before


def lose_the_quorum(room: Room, case: Case) -> None:
    """The only educational psychologist leaves: the case is paused, and goes on when she is back."""
    drive = room.drive
    drive.click("Attendance")
    drive.choose("Attendance of L. Okoro", "Left")
    drive.click("Back to the case")
    assert not seen(room).quorum.met
    room.main()
    assert seen(room).round.still_open  # nothing was agreed
    drive.click("Attendance")
    drive.choose("Attendance of L. Okoro", "In the room")
    drive.click("Back to the case")
    assert seen(room).quorum.met


def see_it_differently(room: Room, case: Case) -> None:
    """One key, one line: a member's own view stands beside what the panel agrees."""
    room.sit("JW", "meeting", meeting_id=room.half.meeting, item=case.item)
    room.drive.key("X", room.screen.window)
    room.drive.write("Your view, in one line", "I see more need among peers.")
    room.drive.click("Record my view")
    room.sit("RA", "meeting", meeting_id=room.half.meeting, item=case.item)


def send_higher(room: Room, case: Case) -> None:
    """Above the scale of the matrix: how it is funded goes to the high cost panel, the case is recommended here."""
    drive = room.drive
    drive.choose("Outcome", "Send to a higher panel")
    drive.write("The legal test, answered in words", "We asked what should follow from the review.")
    drive.write("What the panel thought of these views", "We agree about lunchtimes.")
    room.main()
    drive.click("Send its cost to High cost panel")
    assert seen(room).decision.referred.to == "high_cost"
    answer_and_recommend(room)


def sign(room: Room, case: Case) -> None:
    """The delegated officer decides: the second record."""
    room.sit("ET", "meeting", meeting_id=room.half.meeting, item=case.item)
    room.drive.tick("Yes, as recommended")
    room.drive.write("Your reasons", "I have read the record and the papers, and I agree.")
    room.main()
    room.pin()


def close_the_meeting(room: Room) -> None:
    """The clerk closes it, and its minutes are frozen with it."""
    room.sit("CM", "panels", meeting_id=room.half.meeting, view="minutes")
    room.main()
    if room.drive.has("Close the meeting"):
        room.drive.click("Close the meeting")


def agree_without_talk(room: Room) -> None:
    """Nine, ten and eleven are alike: the chair lists them, a member pulls one, the others are agreed at a key each."""
    half = room.half
    alike = [case.item for case in half.cases if case.story.number in (9, 10, 11)]
    acts.without_talk(half.as_("RA"), half.meeting, alike)
    room.sit("LO", "meeting", meeting_id=half.meeting, item=half.cases[10].item)
    room.drive.key("P", room.screen.window)
    listed = [row for row in agenda(room, "RA") if row.is_undiscussed]
    assert [row.item for row in listed] == alike
    assert half.desk.read(lambda conn: room_rows.pulled(conn, half.meeting)) == {half.cases[10].item}


# --- what is left


def what_the_record_says(room: Room) -> None:
    """Each story's end, as decided by the officer; the deferred one waits for the officer, the high one above."""
    half = room.half
    read = half.desk.read
    for case in half.cases:
        story, found = case.story, read(partial(decisions.decisions, case_id=case.case, viewer=half.people["ET"]))
        if story.what == "deferral":
            assert found == []
            assert read(partial(after.outside, case_id=case.case))[0].state == "asked"
            continue
        row = found[-1]
        assert row.step == "signed"
        assert row.recommended is not None
        assert row.signed is not None
        assert row.recommended.person_id != row.signed.person_id  # two records, two people
        assert row.final_band == story.band
        assert (row.countersigned is not None) == story.what.startswith("override")
        assert row.is_override == story.what.startswith("override")
        if story.band:
            assert row.money is not None
            assert row.money.pence == PENCE[story.band]  # the tariff of 2026-27, mainstream, key stages 1 and 2
    dissenters = read(lambda conn: rounds.round(conn, room.round_of(half.cases[7]), half.people["RA"])).minority
    assert [one.words for one in dissenters] == ["I see more need among peers."]


def what_the_minutes_say(room: Room) -> None:
    """Frozen, with the checkpoint; each child's own name no other child."""
    half = room.half
    whole = half.desk.read(lambda conn: after.minutes(conn, half.meeting))
    assert whole.is_frozen
    assert whole.checkpoint
    names = {case.item: f"Rowan-{100 + case.story.number}" for case in half.cases}
    for case in half.cases:
        said = repr(half.desk.after.minutes_sheet(half.meeting, case.item))
        assert names[case.item] in said
        assert [name for item, name in names.items() if item != case.item and name in said] == []
    put_off = repr(half.desk.after.minutes_sheet(half.meeting, half.cases[5].item))
    assert "to the delegated officer, out of panel, by Thursday 26 November 2026" in put_off
    assert "The law’s last day stays Monday 30 November 2026" in put_off


@pytest.mark.timeout(420)  # twelve cases, forty-seven sheets
def test_a_half_day_of_twelve_cases_with_five_scorers(room: Room) -> None:
    declare_interests(room)
    score_blind(room)
    score_at_home(room)
    come_in(room)
    agree_without_talk(room)
    for case in room.half.cases:
        take(room, case)
    for case in room.half.cases:
        if case.story.what != "deferral":
            sign(room, case)
    close_the_meeting(room)
    what_the_record_says(room)
    what_the_minutes_say(room)
    sound, _count, _mark = acts.record(room.half.desk)
    assert sound  # the chain holds, and the rows are what a replay makes
