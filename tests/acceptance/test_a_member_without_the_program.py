"""A head scores at home in a sealed workbook, a nurse on paper; nobody sees either before the reveal.

Played in the real windows of the clerk and the chair, on an encrypted store. The workbook is opened with its password
by another program, filled in and saved there. Every word that the two members write is a canary, and so is a level
that nobody else gives: neither may be found before the reveal, and afterwards both stand without a name.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import QMimeData, QPointF, QSize, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit, QPlainTextEdit, QWidget

from bandingdesk import bootstrap, seams, sheet_forms
from bandingdesk.store import log, replay, verify
from bandingdesk.store.queries import panel, rounds, slips
from bandingdesk.ui import app
from bandingdesk.ui.driver import Driver
from bandingdesk.ui.preferences import Look, Preferences
from bandingdesk.ui.setup import Setup
from tests.support import canaries
from tests.support import panel_morning as pm
from tests.support.panel_morning import Morning

HEAD, NURSE = "LO", "JW"  # neither has the program
KEY = bytes(range(32))
FROM_HOME, ON_PAPER = canaries.NOTE, canaries.VIEWS
HOME_LEVEL, PAPER_LEVEL, OTHERS = 5, 4, 1  # nobody with the program gives 4 or 5


class Screen:
    """A window with one person at the keys, and the one who drives it."""

    def __init__(self, morning: Morning, who: str, folder: Path, clock: seams.FixedClock) -> None:
        self.me = morning.as_(who)
        desk = morning.desk
        self.window = app.open_window(
            setup=Setup(clock, seams.SeededIds(91, clock.now()), place=desk.store.path),
            clock=clock,
            opener=lambda: desk,
            preferences=Preferences(folder / "settings.toml", look=Look(theme="light", reduced_motion=True)),
            size=QSize(1280, 800),
        )
        self.drive = Driver(self.window, self.window.jobs.is_idle)
        while self.window.link is None:
            self.drive.settle()
        self.drive.settle()

    def go(self, place: str, **where: object) -> Any:
        self.window.navigate(place, **where)
        self.drive.settle()
        return self.window.area.current_page()

    def words(self) -> str:
        """Return all that can be read in the window, also what is only spoken."""
        found = [part.text() for part in self.window.findChildren(QLabel)]
        fields = self.window.findChildren(QLineEdit)
        found += [part.text() for part in fields] + [p.toPlainText() for p in self.window.findChildren(QPlainTextEdit)]
        for part in self.window.findChildren(QWidget):
            found += [part.accessibleName(), part.accessibleDescription(), part.toolTip()]
        return "\n".join(found)

    def close(self) -> None:
        self.window.close()
        self.window.jobs.close()
        self.window.deleteLater()
        QApplication.processEvents()


@pytest.fixture
def morning(qapp: QApplication, tmp_path: Path) -> Iterator[Morning]:
    at = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    made = pm.a_morning(tmp_path, seams.FixedClock(at), seams.SeededIds(31, at), key=KEY)
    yield made
    made.desk.close()


def the_clerk_makes_what_they_need(
    clerk: Screen, morning: Morning, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[Path, str]:
    """A workbook for the head, with its password read out from the screen, and slips for the nurse."""
    page = clerk.go("panels", meeting_id=morning.meeting)
    clerk.drive.click("Members without the program")
    pane = page.slips
    pane.seen.choose(morning.people[HEAD])
    clerk.drive.click("Make a workbook")
    password = pane.member.password.text()
    workbook = folder / "to send" / pane.seen.file_name()
    workbook.parent.mkdir()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_more: (str(workbook), ""))
    clerk.drive.click("Save a copy to send")
    pane.seen.choose(morning.people[NURSE])
    assert password not in clerk.words()  # it is shown once
    clerk.drive.click("Make paper slips")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_more: (str(folder / "to send" / "slips.pdf"), ""))
    clerk.drive.click("Save the slips to print")
    assert (folder / "to send" / "slips.pdf").read_bytes().startswith(b"%PDF")
    return workbook, password


def the_head_fills_it_in_at_home(workbook: Path, password: str) -> Path:
    """Open it with the password, answer in the yellow cells as is printed beside them, save it under the password."""
    data = sheet_forms.opened(workbook.read_bytes(), password)
    assert data is not None
    assert sheet_forms.opened(workbook.read_bytes(), "guess") is None
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book.worksheets[1]
    head = next(row for row in sheet.iter_rows() if row[3].value == "Your answer")[0].row
    for row in sheet.iter_rows(min_row=head + 1):
        if not row[3].protection.locked:  # a yellow cell: the strand's name stands in bold beside it
            row[3].value, row[4].value, row[5].value = f"Level {HOME_LEVEL}", "Not sure", f"{FROM_HOME} {row[1].value}"
    held = io.BytesIO()
    book.save(held)
    back = workbook.with_name("Scores from home.xlsx")
    back.write_bytes(sheet_forms.under_password(held.getvalue(), password))
    return back


def the_clerk_reads_in_and_enters(clerk: Screen, morning: Morning, back: Path, password: str) -> None:
    """The file is dropped, its password typed; then the slip is entered, figure after figure."""
    pane = clerk.window.area.current_page().slips  # type: ignore[union-attr]
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile(str(back))])
    hand = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    pane.dropEvent(QDropEvent(QPointF(20, 20), Qt.DropAction.CopyAction, files, *hand))
    clerk.drive.settle()
    assert "is protected" in clerk.words()
    clerk.drive.write("Password of the workbook", password.lower())
    clerk.drive.click("Try again with this password")
    assert "Complete and locked for 1 of 1 cases." in clerk.words()
    pane.seen.choose(morning.people[NURSE])
    clerk.drive.settle()
    reference = pane.seen.slip.cases[0].reference
    clerk.drive.click(f"Enter the slip of {reference}")
    clerk.drive.activate()
    assert pane.entry.rows[0][0].hasFocus()
    pane.entry.rows[0][1].setText(ON_PAPER)
    clerk.drive.type(str(PAPER_LEVEL))  # one figure ends a row
    for _ in pane.entry.rows[1:]:
        clerk.drive.type(str(PAPER_LEVEL))
    covered = [field.echoMode() for field, _, _ in pane.entry.rows if not field.hasFocus()]
    assert set(covered) == {QLineEdit.EchoMode.Password}
    clerk.drive.click("Lock this slip")
    assert "Locked, unseen until the reveal" in clerk.words()


def nobody_sees_it(screen: Screen, morning: Morning, round_id: str, folder: Path) -> None:
    """Neither on a screen nor in a row for anybody but the member, nor in a file, a draft or an export."""
    read = morning.desk.read
    for who in ("CM", "RA", "PL"):
        seen = read(partial(rounds.round, round_id=round_id, viewer=morning.people[who]))
        assert (seen.spreads, seen.band, seen.sentence) == ((), None, "")
        made = read(partial(slips.members, meeting_id=morning.meeting, viewer=morning.people[who]))
        assert FROM_HOME not in repr(made)
        assert ON_PAPER not in repr(made)
    assert seen.locked_count == 4
    said = screen.words()
    assert canaries.found_in(folder / "nothing", said) == []
    drafts = read(lambda conn: log.driver(conn).execute("SELECT body FROM draft").fetchall())
    assert not any(FROM_HOME in str(body) or ON_PAPER in str(body) for (body,) in drafts)
    bodies = read(lambda conn: log.driver(conn).execute(
        "SELECT CAST(p.body AS TEXT) FROM op o JOIN payload p ON p.seq = o.seq WHERE o.subject NOT LIKE 'sheet:%'"
    ).fetchall())  # fmt: skip
    assert not any(FROM_HOME in body or ON_PAPER in body for (body,) in bodies)
    exported = folder / "out"
    exported.mkdir(exist_ok=True)
    agenda = read(lambda conn: panel.agenda(conn, morning.meeting, morning.people["CM"]))
    (exported / "agenda.txt").write_text(repr(agenda))
    assert canaries.found_in(folder) == []  # the store, its files, the log, the settings, the workbook that came back


def test_what_they_scored_stands_among_the_others_without_a_name(
    morning: Morning, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = morning.desk.clock
    round_id = morning.open_round(0)
    clerk = Screen(morning, "CM", tmp_path, clock)
    workbook, password = the_clerk_makes_what_they_need(clerk, morning, tmp_path, monkeypatch)
    back = the_head_fills_it_in_at_home(workbook, password)
    the_clerk_reads_in_and_enters(clerk, morning, back, password)
    for who in ("RA", "PL"):
        morning.lock(who, round_id, OTHERS)
    morning.as_("CM")
    nobody_sees_it(clerk, morning, round_id, tmp_path)
    clerk.close()

    ids, path = seams.SeededIds(32, clock.now()), morning.desk.store.path
    morning.desk = bootstrap.open_desk(path, KEY, clock=clock, ids=ids, me=morning.people["RA"], matches=pm.matches)
    here = {morning.people[who]: "present" for who in pm.VOTERS}
    morning.desk.panel.open_meeting(morning.meeting, attendance=here)
    chair = Screen(morning, "RA", tmp_path, clock)
    chair.go("meeting", meeting_id=morning.meeting, item=morning.items[0])
    assert canaries.found_in(tmp_path / "nothing", chair.words()) == []
    morning.desk.panel.reveal(round_id)
    chair.go("meeting", meeting_id=morning.meeting, item=morning.items[0])
    shown = morning.desk.read(lambda conn: rounds.round(conn, round_id, morning.people["RA"]))
    levels = {tuple(dot.level for dot in strip.levels) for strip in shown.spreads}
    assert levels == {(OTHERS, OTHERS, PAPER_LEVEL, HOME_LEVEL)}
    assert "L. Okoro" not in repr(shown.spreads)
    assert FROM_HOME in repr(shown.spreads)  # the highest end is heard, with no name
    sheets = [morning.desk.store.load(one) for one in _sheets(morning, round_id)]
    assert {(sheet.person, sheet.is_locked) for sheet in sheets} == {(morning.people[who], True) for who in pm.VOTERS}
    entered = morning.desk.read(lambda conn: log.driver(conn).execute(
        "SELECT actor, entered_by FROM op WHERE kind = 'scores.locked'").fetchall())  # fmt: skip
    assert {(morning.people[who], morning.people["CM"]) for who in (HEAD, NURSE)} <= set(map(tuple, entered))
    with morning.desk.store.read() as conn:
        assert verify.verify(conn).ok
        assert replay.differing(conn, morning.desk.store.registry) == []
    chair.close()


def _sheets(morning: Morning, round_id: str) -> list[Any]:
    from bandingdesk.ops import Subject
    from bandingdesk.panel.scoring import sheet_id

    return [Subject("sheet", sheet_id(round_id, morning.people[who])) for who in pm.VOTERS]
