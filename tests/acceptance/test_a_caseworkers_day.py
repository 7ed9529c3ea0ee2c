"""A caseworker's day at a school without a network, through the real window; then a colleague sees the same records.

Two laptops share a record through a folder. The caseworker's has no way to it all day: a request is received at a
school, advice is chased, an exception recorded, a date explained on the phone, a report answered, and the case put on
the last panel that is in time. In the evening the laptops meet, and the clerk opens the same case in a window.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget

from bandingdesk import bootstrap, seams
from bandingdesk.desk.desk import Desk
from bandingdesk.panel.ops import Seat
from bandingdesk.store.queries import advice, backlog, casework, contacts, papers, register
from bandingdesk.store.queries import panel as panels
from bandingdesk.sync.folder import joining
from bandingdesk.ui.workspaces.cases.papers.view_model import ADVICE, ANSWERS
from tests.support import panel_day
from tests.support.folders import Laptop
from tests.support.panel_day import Council
from tests.support.screens import Screen

PANELS = (date(2026, 11, 26), date(2026, 12, 10), date(2027, 1, 14), date(2027, 2, 11))


@pytest.fixture
def two(qapp: QApplication, tmp_path: Path) -> Iterator[Two]:
    made = Two(tmp_path)
    yield made
    made.close()


class Two(Council):
    """The council's first laptop, a caseworker's and the clerk's, with a folder that all reach in the office."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.folder = folder
        self.office = Laptop(self.desk.store, folder / "share", self.desk.me_id)
        self.laptops: dict[str, Laptop] = {}
        self.desks: dict[str, Desk] = {}
        self.screens: list[Screen] = []

    def begin_the_folder(self) -> None:
        self.office.where.mkdir()
        self.desk.switch(self.office.me)
        with self.office:
            joining.begin(self.office.store, self.office.where, "Office", by=self.office.me)
        codes = {}
        for number, initials in enumerate(("FQ", "CM")):
            ids = seams.SeededIds(200 + number, self.clock.now())
            path = self.folder / f"{initials}.desk"
            desk = bootstrap.create_desk(path, None, clock=self.clock, ids=ids, plain=True, is_demo=True)
            laptop = Laptop(desk.store, self.office.where, self.people[initials])
            with laptop:
                codes[initials] = joining.request(desk.store, laptop.where, f"laptop {initials}").code
            desk.switch(self.people[initials])
            self.laptops[initials], self.desks[initials] = laptop, desk
        with self.office:
            for one in joining.requests(self.office.store, self.office.where):
                initials = one.name.removeprefix("laptop ")
                by, person = self.office.me, self.people[initials]
                joining.admit(
                    self.office.store, self.office.where, one.device_id, codes[initials], by=by, person=person
                )
        self.meet()

    def meet(self) -> None:
        """Sync all three until nothing new can come."""
        for _ in range(2):
            for laptop in (self.office, *self.laptops.values()):
                assert laptop.sync().is_whole

    def open(self, initials: str) -> Screen:
        self.screens.append(Screen(self.desks[initials], self.clock, self.folder / initials))
        return self.screens[-1]

    def close(self) -> None:
        for screen in self.screens:
            screen.close()
        for laptop in (self.office, *self.laptops.values()):
            laptop.close()


def prepare_the_council(council: Council) -> dict[date, str]:
    """Plan the panels of the winter, and adopt how they take cases and how long the council takes to answer."""
    desk = council.as_("ET")
    starts, minute = date(2026, 9, 1), "Minute 40 (invented)"
    desk.council.adopt_policy("contacts", {"reply_days": 10}, starts, minute)
    held = desk.read(lambda conn: backlog.terms(conn, starts)).panels
    annual = replace(held["annual_review"], decides=("PLAN.NO", "AR.DECIDE"), places=12, papers_days=5, letter_days=3)
    desk.backlog.adopt_panels({**held, "annual_review": annual}, starts, minute)
    desk = council.as_("CM")
    seats = tuple(
        Seat(council.people[who], role, panel_day.profession(council, council.people[who]))
        for who, role in panel_day.SEATS.items()
    )
    plan = desk.panel.plan_meeting
    return {on: plan("annual_review", on, "09:30", "12:30", "Room 2", seats).id for on in PANELS}


def test_a_day_without_a_network_and_the_same_records_for_a_colleague(two: Two, tmp_path: Path) -> None:
    meetings = prepare_the_council(two)
    two.begin_the_folder()
    screen = two.open("FQ")
    case = receive_a_request(two, screen)
    decide_to_assess(two, screen, case)
    chase_the_advice(two, screen, case)
    record_an_exception(two, screen, case)
    explain_a_date_on_the_phone(two, screen, case)
    answer_the_report(two, screen, case, tmp_path)
    put_it_on_the_last_panel(two, screen, case, meetings)
    two.meet()
    a_colleague_sees_the_same(two, case, meetings)


def receive_a_request(two: Two, screen: Screen) -> str:
    """At the school: the request is entered as it was handed over; child, case and request are one act."""
    drive, desk = screen.drive, two.desks["FQ"]
    drive.key("Ctrl+N")
    drive.tick("Request for an assessment")
    drive.write("Received by the council (needed)", "28/09/2026")
    drive.choose("How it came", "By hand")
    drive.choose("Who asked (needed)", "School")
    drive.write("First name", "Testpupil")
    drive.write("Surname", "Rowan-321")
    drive.write("Date of birth", "14/03/2018")
    drive.write("School, college or other setting", "Elmbank Primary (invented)")
    drive.choose("Type of setting", "Mainstream")
    drive.choose("Year group", "Year 3")
    drive.choose("Main need, as far as known", "Speech")
    drive.key("F8")
    row = desk.read(lambda conn: casework.case(conn, screen.page().case.reading.row.id))
    assert row.child_name == "Testpupil Rowan-321"
    assert (row.clock.rule, row.clock.law_day) == ("ASSESS.DECIDE", date(2026, 11, 9))
    return str(row.id)


def decide_to_assess(two: Two, screen: Screen, case: str) -> None:
    """The letter of 26 October is entered where it was left open: no reason is asked for, and the clock is met."""
    drive, desk = screen.drive, two.desks["FQ"]
    screen.go("cases", case_id=case, section="records")
    drive.click("Change")
    drive.choose("Will there be an assessment?", "Yes")
    drive.write("Family told of that decision", "26/10/2026")
    drive.key("F8")
    lines = {one.rule: one for one in desk.read(lambda conn: register.clock_lines(conn, case))}
    assert lines["ASSESS.DECIDE"].state == "met"
    assert (lines["PLAN.NO"].law_day, lines["PLAN.FINAL"].law_day) == (date(2027, 1, 18), date(2027, 2, 15))


def chase_the_advice(two: Two, screen: Screen, case: str) -> None:
    """Advice asked of the psychologist: six weeks from when they received it, and today they are asked again."""
    drive, desk = screen.drive, two.desks["FQ"]
    screen.go("cases", case_id=case, section="papers", paper=ADVICE)
    drive.click("Ask for advice")
    drive.choose("Whose advice", "psycholog")
    drive.write("Who was asked", "Dr Quill-Teasel (invented)")
    drive.choose("By which way", "mail")
    screen.set_day("Sent on", date(2026, 10, 27))
    drive.tick("We know the day they received it")
    screen.set_day("They received it on", date(2026, 10, 28))
    drive.key("F8")
    drive.click("Record a chase")
    drive.choose("By which way", "Phone")
    drive.write("In words", "The report is promised for Friday.")
    drive.key("F8")
    (row,) = desk.read(lambda conn: advice.advice(conn, case))
    assert row.due == date(2026, 12, 9)  # 28 October and six weeks: SEND Regs r8(1)
    assert [chase.words for chase in row.chases] == ["The report is promised for Friday."]


def record_an_exception(two: Two, screen: Screen, case: str) -> None:
    """The family was away for 29 days. It excuses; the law's last day stays where it was."""
    drive, desk = screen.drive, two.desks["FQ"]
    screen.go("cases", case_id=case, section="records")
    drive.click("Record an exception")
    drive.tick("Send the final plan: law’s last day Mon 15 Feb 2027")
    drive.tick("Plan issued, or family told there is none: law’s last day Mon 18 Jan 2027", on=False)
    drive.write("From", "20/10/2026")
    drive.write("To (if it has ended)", "17/11/2026")
    drive.tick("The child, parent or young person was away for four weeks or more")
    drive.write("How it made the step impractical", "The family was abroad, so nobody could see the child.")
    drive.key("F8")
    lines = {one.rule: one for one in desk.read(lambda conn: register.clock_lines(conn, case))}
    assert lines["PLAN.FINAL"].law_day == date(2027, 2, 15)
    assert [one.head for one in lines["PLAN.FINAL"].excused] == ["absent"]
    assert lines["PLAN.NO"].excused == ()


def explain_a_date_on_the_phone(two: Two, screen: Screen, case: str) -> None:
    """The school calls: the card says what may be said, the timeline why the date is what it is; the call is kept."""
    drive, desk = screen.drive, two.desks["FQ"]
    screen.go("cases", case_id=case, section="timeline")
    drive.key("3", screen.page().case_pane.timeline.view)
    drive.click("Why this date?")
    drive.key("Ctrl+T")
    assert drive.has("Who is calling?")
    drive.key("F8")
    drive.choose("Who asked", "Somebody else")
    drive.write("Name", "SENCO of Elmbank (invented)")
    drive.write("What they are to the child", "SENCO")
    drive.choose("By which way", "Phone")
    drive.write("What they asked or said", "When will the plan be there?")
    drive.write("Your answer", "By law the final plan is due by Monday 15 February 2027.")
    drive.key("F8")
    (call,) = desk.read(lambda conn: contacts.contacts(conn, case))
    assert (call.is_open, call.answer) == (False, "By law the final plan is due by Monday 15 February 2027.")


def answer_the_report(two: Two, screen: Screen, case: str, folder: Path) -> None:
    """A report that the mother hands over is dropped into the case, read, and answered: relied on, and why."""
    drive, desk = screen.drive, two.desks["FQ"]
    report = folder / "speech report.txt"
    report.write_text("Uses phrases of three or four words.", encoding="utf-8")
    screen.go("cases", case_id=case, section="papers")
    drop(screen.page().case_pane.papers, report)
    drive.settle()
    drive.write("Who wrote it", "Therapist Teasel (invented)")
    drive.write("In what role", "speech and language therapist")
    drive.choose("Kind of paper", "advice")
    drive.choose("Who sent it", "amily")
    drive.key("F8")
    assert len(desk.read(lambda conn: papers.unanswered(conn, case))) == 1
    screen.go("cases", case_id=case, section="papers", paper=ANSWERS)
    drive.tick("Relied on")
    drive.write("Why, in a line", "It says what the child can say today, and we plan from that.")
    drive.key("F8")
    assert desk.read(lambda conn: papers.unanswered(conn, case)) == ()


def put_it_on_the_last_panel(two: Two, screen: Screen, case: str, meetings: dict[date, str]) -> None:
    """The case names its last panel in time; it is put on that agenda."""
    drive, desk = screen.drive, two.desks["FQ"]
    (last,) = desk.read(lambda conn: backlog.last_panels(conn, [case], two.clock.today())).values()
    assert last.meeting is not None
    assert (last.meeting.on, last.left) == (date(2027, 1, 14), 12)
    screen.go("cases", case_id=case, section="summary")
    drive.key("Ctrl+Shift+P")
    assert screen.page().view_model.meeting_id == meetings[last.meeting.on]
    drive.key("F8")
    agenda = desk.read(lambda conn: panels.agenda(conn, meetings[last.meeting.on], desk.me_id))
    assert [item.case_id for item in agenda] == [case]


def a_colleague_sees_the_same(two: Two, case: str, meetings: dict[date, str]) -> None:
    """After the laptops met, the clerk's has every word, and her window shows it."""
    clerk = two.desks["CM"]
    assert two.laptops["CM"].whole() == two.laptops["FQ"].whole()
    for laptop in two.laptops.values():
        laptop.check()
    for query in (
        lambda conn: register.entries(conn, case, two.clock.today()),
        lambda conn: register.clock_lines(conn, case),
        lambda conn: advice.advice(conn, case),
        lambda conn: contacts.contacts(conn, case),
        lambda conn: casework.evidence(conn, case),
    ):
        assert clerk.read(query) == two.desks["FQ"].read(query)
    paper = clerk.read(lambda conn: casework.evidence(conn, case))[0]
    assert clerk.casework.contents(case, paper.sha256) == b"Uses phrases of three or four words."
    screen = two.open("CM")
    screen.go("cases", case_id=case, section="timeline")
    assert screen.drive.has("Testpupil Rowan-321")
    screen.go("panels", meeting_id=meetings[date(2027, 1, 14)])
    (item,) = screen.page().view_model.seen.items
    assert (item.row.case_id, item.row.child_name) == (case, "Testpupil Rowan-321")


def drop(widget: QWidget, file: Path) -> None:
    """Drop FILE on a widget, as a person drags it from a folder."""
    carried = QMimeData()
    carried.setUrls([QUrl.fromLocalFile(str(file))])
    middle, button, keys = widget.rect().center(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    copied = Qt.DropAction.CopyAction
    QApplication.sendEvent(widget, QDragEnterEvent(middle, copied, carried, button, keys))
    QApplication.sendEvent(widget, QDropEvent(QPointF(middle), copied, carried, button, keys))
