"""What may be seen when, on the widgets: the table of ux.md 3.3, for everybody in the room at every step of a case."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pypdfium2
import pytest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QPlainTextEdit, QWidget

from bandingdesk.store.queries import panel
from bandingdesk.ui.widgets.row_list import RowList
from bandingdesk.ui.window import Window
from tests.gui.meeting.conftest import DECIDER, Room, answer, fill
from tests.support.panel_morning import PIN, VOTERS

BAND, AMOUNT = re.compile(r"Band \d"), re.compile(r"£\d")
OUT = "PL"  # the deputy, who has a pupil at the school: without PL three voters are left, as the quorum asks
STEPS = ("locked", "revealed", "all_but_one", "agreed", "proposed", "checked", "money", "recommended", "signed")
# step -> (who sees the band, who sees the amount). Source: design, 3.3: a band once all levels are agreed, an amount
# once the band is accepted (Section F checked and the amount asked for), of a decided case by role. The decision maker
# has no seat: the panel's finding opens with its recommendation.
ROOM = {"RA", "CM", "LO"}
TABLE = {
    "locked": (set(), set()),
    "revealed": (set(), set()),
    "all_but_one": (set(), set()),
    "agreed": (ROOM, set()),
    "proposed": (ROOM, set()),
    "checked": (ROOM, set()),
    "money": (ROOM, ROOM),
    "recommended": ({*ROOM, DECIDER}, {*ROOM, DECIDER}),
    "signed": ({*ROOM, DECIDER}, {"RA", "CM", DECIDER}),  # a member who only scores does not need the amount
}
WATCHERS = ("RA", "CM", "LO", OUT, DECIDER)


def shown(page: QWidget) -> str:
    """All that PAGE shows or has read out: labels, buttons, fields, lists with their entries, rows, painted parts."""
    said = []
    for part in page.findChildren(QWidget):
        if not part.isVisible():
            continue
        said += [part.accessibleName(), part.accessibleDescription(), part.toolTip()]
        if isinstance(part, (QLabel, QAbstractButton, QLineEdit)):
            said.append(part.text())
        elif isinstance(part, QPlainTextEdit):
            said.append(part.toPlainText())
        elif isinstance(part, QComboBox):
            said += [part.itemText(at) for at in range(part.count())]
        elif isinstance(part, RowList):
            said += [row.sentence() for row in part.rows]
    return "\n".join(said)


def printed(pdf: bytes) -> str:
    """The words of PDF."""
    with pypdfium2.PdfDocument(pdf) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


def seen_by(window: Window, room: Room, who: str) -> tuple[bool, bool]:
    """Whether WHO sees a band and an amount of the case, on the page and on the sheets that it shows."""
    window.hand_over(
        room.morning.people[who], "meeting", pin_checked=True, meeting_id=room.morning.meeting, item=room.item
    )
    page: Any = window.area.current_page()
    words = shown(page)
    if page.sheets.isVisible():
        words += "".join(printed(sheet) for sheet in page.view_model.sheets)
    return bool(BAND.search(words)), bool(AMOUNT.search(words))


def begin(room: Room) -> None:
    """Open the meeting and the round; the deputy steps out of the case."""
    desk, morning = room.desk, room.morning
    morning.as_("CM")
    desk.panel.freeze_papers(morning.meeting, room.item)
    desk.panel.declare_interest(morning.meeting, room.item, morning.as_(OUT), "yes", "A pupil at my school")
    for who in VOTERS:
        if who != OUT:
            desk.panel.declare_interest(morning.meeting, room.item, morning.as_(who), "none")
    interests = desk.read(lambda conn: panel.interests(conn, morning.meeting, room.item))
    morning.as_("RA")
    desk.panel.settle_interest(next(one.id for one in interests if one.answer == "yes"), "withdraw", "Steps out")
    morning.as_("CM")
    room.round_id = desk.panel.open_round(morning.meeting, room.item).id
    morning.as_("RA")
    desk.panel.open_meeting(morning.meeting)
    for who in (*VOTERS, "CM"):
        desk.panel.record_attendance(morning.meeting, morning.people[who], "present")


def recommend(view) -> None:
    """Answer the reports, then recommend."""
    answer(view)
    view.recommend(PIN)


def take_to(room: Room, make_view: Callable, step: str) -> None:
    """Take the case to STEP by the acts of those whose step it is."""
    begin(room)
    room.lock_all({who: 2 for who in VOTERS if who != OUT})
    at = STEPS.index(step)
    if at >= STEPS.index("revealed"):
        room.desk.panel.reveal(room.round_id)
    if at == STEPS.index("all_but_one"):
        for strand in room.round().still_open[:-1]:
            room.desk.panel.agree_level(room.round_id, strand, 2)
    if at >= STEPS.index("agreed"):
        room.desk.panel.agree_rest(room.round_id)
    view = make_view(room)
    if at >= STEPS.index("proposed"):
        fill(view)
        view.propose()
        view.form.provision[0].secured_by = "A named assistant each day"
        view.form.recommend_words = "The panel agrees."
    acts = {"checked": view.check_section_f, "money": view.show_money, "recommended": lambda: recommend(view)}
    for name, act in acts.items():
        if at >= STEPS.index(name):
            act()
            assert view.error is None
    if step == "signed":
        room.morning.as_(DECIDER)
        mine = make_view(room)
        mine.form.decide_agrees, mine.form.decide_words = "yes", "I read the papers."
        mine.decide(PIN)
        assert mine.step == "signed"
    room.morning.as_("RA")


@pytest.mark.parametrize("step", STEPS)
def test_each_sees_what_the_step_allows(room, make_view, open_page, step):
    take_to(room, make_view, step)
    window = open_page(room.morning, "today")
    found = {who: seen_by(window, room, who) for who in WATCHERS}
    bands, amounts = TABLE[step]
    assert found == {who: (who in bands, who in amounts) for who in WATCHERS}


@pytest.mark.parametrize("step", ["locked", "agreed", "signed"])
def test_who_stepped_out_reads_neither_name_nor_paper(room, make_view, open_page, step):
    take_to(room, make_view, step)
    window = open_page(room.morning, "today")
    seen_by(window, room, OUT)
    page = window.area.current_page()
    words = shown(page)
    assert "Rowan-017" not in words
    assert "Educational psychologist" not in words
    assert "you have stepped out of this case" in words


@pytest.mark.parametrize("allowed", [True, False])
def test_a_scorer_sees_the_own_band_after_the_lock_only_where_the_panel_type_allows_it(
    make_morning, open_page, allowed
):
    room = Room(make_morning(own_band=allowed))
    begin(room)
    room.lock_all({"LO": 2})
    room.morning.as_("LO")
    page = open_page(room.morning, "scoring", round_id=room.round_id).area.current_page()
    assert page.foot.band.isVisible() == allowed
    assert page.view_model.seen.explanation is None
    if allowed:
        room.desk.panel.show_own_band(room.round_id)
        page.view_model.open(room.round_id)
        assert page.why.isVisible()
    assert bool(BAND.search(shown(page.why))) == allowed
    assert not AMOUNT.search(shown(page))


def test_the_names_of_scorers_stand_beside_no_level_after_the_reveal(room, make_view, open_page):
    take_to(room, make_view, "revealed")
    page = open_page(room.morning, "meeting", meeting_id=room.morning.meeting, item=room.item).area.current_page()
    lines = [line.accessibleName() for line in page.levels.table.lines]
    names = ("Amari", "Okoro", "Whitlock", "Lindqvist")
    assert lines
    assert not [line for line in lines if any(name in line for name in names)]
    assert all(line.count("yours") <= 1 for line in lines)
