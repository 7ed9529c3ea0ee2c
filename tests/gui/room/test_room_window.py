"""The room's window: what it is given it shows, and it is given nothing but a RoomView."""

from __future__ import annotations

import ast
import dataclasses
from pathlib import Path

from PySide6.QtCore import QPoint
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from bandingdesk.ui.room import link, view, window
from bandingdesk.ui.room.link import RoomLink
from bandingdesk.ui.room.view import RoomView
from bandingdesk.ui.room.window import RoomWindow
from bandingdesk.ui.widgets.spread import Dot, Spread

STRIP = Spread("social", "Social communication", (Dot(2), Dot(3), Dot(5)), 6, 1, True)
TALK = RoomView(
    number=6, of=14, step="Step 2 of 6: talk", title="Talk about Social communication (2 to 5) first.",
    strips=(STRIP,), scale=(0, 1, 2, 3, 4, 5), strands=11, timer="06:12 of 12:00",
    frame="Names, school, band and £ are not shown",
)  # fmt: skip
# What the room's screen may be made of: what paints, and the one value. No store, no desk, no rule of the trade.
ALLOWED = ("PySide6", "dataclasses", "typing", "__future__", "bandingdesk.ui.room", "bandingdesk.ui.theme",
           "bandingdesk.ui.widgets")  # fmt: skip


def test_the_room_imports_no_store_no_desk_and_no_case() -> None:
    for module in (link, view, window):
        tree = ast.parse(Path(module.__file__ or "").read_text(encoding="utf-8"))
        names = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
        names += [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
        assert [name for name in names if not name.startswith(ALLOWED)] == []


def test_a_room_view_holds_words_numbers_and_strips_alone() -> None:
    kinds = {field.type for field in dataclasses.fields(RoomView)}
    plain = {"int", "str", "tuple[str, ...]", "tuple[int, ...]", "tuple[tuple[str, str], ...]"}
    assert kinds <= {*plain, "tuple[Spread, ...]"}


def test_it_shows_the_case_and_goes_blank_and_back(qtbot) -> None:
    room = RoomWindow()
    qtbot.addWidget(room)
    room.resize(960, 540)
    room.show_view(TALK)
    room.show()
    room.grab()
    said = " ".join(room.words())
    for words in (TALK.title, "Case 6 of 14", "Step 2 of 6: talk", TALK.frame, "levels 2, 3 and 5", "1 strands of 11"):
        assert words in said
    assert room.accessibleName() == said
    room.blank(True)
    room.grab()
    assert room.words() == ["The room screen is blank."]
    room.blank(False)
    room.show_view(RoomView(paused="Next: case 7 of 14. Screen paused."))
    room.grab()
    assert room.words() == ["Next: case 7 of 14. Screen paused."]


def test_it_has_no_control(qtbot) -> None:
    room = RoomWindow()
    qtbot.addWidget(room)
    assert room.findChildren(QWidget) == []


def test_the_link_opens_blanks_and_closes_and_keeps_what_is_shown(qtbot) -> None:
    main = QWidget()
    qtbot.addWidget(main)
    room = RoomLink()
    told: list[bool] = []
    room.changed.connect(lambda: told.append(room.is_open))
    room.show_view(TALK)  # before it is open
    room.toggle(main)
    assert room.window is not None
    assert (room.window.view, room.is_blank, room.is_apart) == (TALK, False, False)
    room.blank()
    assert room.is_blank
    room.toggle(main)
    assert (room.is_open, told) == (False, [True, True, False])
    room.toggle(main)  # the view is still there, and nothing is blank
    assert room.window.view == TALK  # type: ignore[union-attr]
    room.window.close()  # type: ignore[union-attr]  # by the window's own cross
    assert not room.is_open


def test_it_closes_when_its_display_goes_and_stays_for_another(qtbot) -> None:
    main = QWidget()
    qtbot.addWidget(main)
    room = RoomLink()
    room.open(main)
    screen = QGuiApplication.primaryScreen()
    app = QGuiApplication.instance()
    app.screenRemoved.emit(screen)  # it stands on no display of its own
    assert room.is_open
    room._screen = screen
    app.screenRemoved.emit(screen)
    assert not room.is_open


def test_it_goes_with_the_main_window(qtbot) -> None:
    main = QWidget()
    room = RoomLink()
    room.open(main)
    room.window.move(QPoint(0, 0))  # type: ignore[union-attr]
    with qtbot.waitSignal(main.destroyed):
        main.deleteLater()
    assert not room.is_open
    room.show_view(TALK)
