"""The demo's members without the program: a workbook that came back, one that is out, and slips on paper.

They belong to a banding panel next week with three cases open for scoring. All of it is invented.
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import Connection

from bandingdesk import sheet_forms
from bandingdesk.demo.history import PANELS, TODAY, DemoCase, Historian
from bandingdesk.desk import slip_files
from bandingdesk.desk.desk import Desk
from bandingdesk.ops import Subject
from bandingdesk.panel.slips import workbook
from bandingdesk.panel.slips.ops import SlipMade
from bandingdesk.sheet_forms import Page
from bandingdesk.store.queries import panel, slips
from bandingdesk.store.queries.plans import PlanOnRecord

ON = date(2026, 12, 3)
PANEL = "banding"


def add(desk: Desk, historian: Historian, known: Sequence[PlanOnRecord], _rng: random.Random) -> None:
    """Plan the meeting, open its cases for scoring, and make what three of its members were sent."""
    people = historian.cast.people
    cases = [DemoCase(one.case, "", "", {}) for one in known[-3:]]
    meeting, items = historian.plan(PANEL, ON, "09:30", cases)
    for item in items:
        historian.declare(PANEL, meeting, item)
    historian.as_("CM")
    for item in items:
        desk.panel.open_round(meeting, item)
    historian.at(TODAY - timedelta(days=3), 10, 30)
    historian.as_("CM")
    _chair, second, third, fourth = PANELS[PANEL]
    with tempfile.TemporaryDirectory() as folder:
        _came_back(desk, meeting, people[second], Path(folder))
        out = desk.slips.make(meeting, people[third], due=ON - timedelta(days=1))
        desk.slips.write(out.id, Path(folder) / desk.slips.file_name(out.id), password=out.password)
    desk.slips.make(meeting, people[fourth], "paper")


def _came_back(desk: Desk, meeting: str, person: str, folder: Path) -> None:
    """Make a workbook, fill in two of its cases as a member would, one of them half, and read it in."""
    out = desk.slips.make(meeting, person, due=ON - timedelta(days=1))
    path = folder / desk.slips.file_name(out.id)
    desk.slips.write(out.id, path, password=out.password)
    path.write_bytes(sheet_forms.under_password(filled(desk, out.id), out.password))
    desk.slips.read_in(meeting, path, password=out.password)


def filled(desk: Desk, slip_id: str) -> bytes:
    """Return a workbook as it comes back: the first case whole, the second half, a word of ours edited in the third."""
    made: SlipMade = desk.store.load(Subject("slip", slip_id)).made
    cases = [(case, desk.read(lambda conn, case=case: slip_files.asked(conn, case))) for case in made.cases]  # type: ignore[misc]
    book = workbook.fill_in(slip_id, made, cases)
    pages = list(book.pages)
    for number, (_, asked) in enumerate(cases):
        rows = [place.row for place in workbook.places(asked).values()]
        page = _answered(pages[number + 1], rows if number != 1 else rows[:8], number)
        pages[number + 1] = _edited(page, rows[0] + 2) if number == 2 else page
    return sheet_forms.write(replace(book, pages=tuple(pages)))


def _answered(page: Page, rows: Sequence[int], number: int) -> Page:
    boxes = list(page.rows)
    for at, row in enumerate(rows):
        given = (f"Level {(at + number) % 4}", "Fairly sure", "School report, page 2 (invented)")
        line = list(boxes[row - 1])
        line[3:6] = [replace(box, value=value) for box, value in zip(line[3:6], given, strict=True)]
        boxes[row - 1] = tuple(line)
    return replace(page, rows=tuple(boxes))


def _edited(page: Page, row: int) -> Page:
    boxes = list(page.rows)
    boxes[row - 1] = (*boxes[row - 1][:2], replace(boxes[row - 1][2], value="Needs a little help (invented)."))
    return replace(page, rows=tuple(boxes))


def meeting(conn: Connection) -> str:
    """Return the meeting that has workbooks."""
    return next(row.id for row in panel.meetings(conn) if slips.ids(conn, row.id))
