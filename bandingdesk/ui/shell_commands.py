"""The commands that work anywhere in the window. Pages bring their own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from PySide6.QtCore import QCoreApplication

from bandingdesk.errors import QT_TRANSLATE_NOOP
from bandingdesk.ui.commands import Command
from bandingdesk.ui.desk_link import DeskLink
from bandingdesk.ui.jobs import Jobs
from bandingdesk.ui.jobs_tray import JobsTray
from bandingdesk.ui.key_help import KeyHelp
from bandingdesk.ui.locking import Locking
from bandingdesk.ui.messages import Messages
from bandingdesk.ui.preferences import Preferences
from bandingdesk.ui.rail import Place
from bandingdesk.ui.record_check import RecordCheck
from bandingdesk.ui.sync_link import SyncLink

TEXT_STEPS = (100, 112, 125, 150, 175)  # per cent
_RUN = Callable[[], None]
# id, text, key, further keys, icon
_PLAIN: tuple[tuple[str, str, str, tuple[str, ...], str], ...] = (
    ("window.find", QT_TRANSLATE_NOOP("commands", "Find a case or a command"), "Ctrl+K", (), "search"),
    ("window.new_case", QT_TRANSLATE_NOOP("commands", "Add a new case"), "Ctrl+N", (), "plus"),
    ("window.go_back", QT_TRANSLATE_NOOP("commands", "Go back"), "Alt+Left", (), "arrow-left"),
    ("window.go_forward", QT_TRANSLATE_NOOP("commands", "Go forward"), "Alt+Right", (), "arrow-right"),
    ("window.next_pane", QT_TRANSLATE_NOOP("commands", "Go to the next part of the window"), "F6", (), ""),
    ("window.last_pane", QT_TRANSLATE_NOOP("commands", "Go to the part before"), "Shift+F6", (), ""),
    ("window.show_keys", QT_TRANSLATE_NOOP("commands", "Show all keys"), "Ctrl+/", (), "keyboard"),
    ("window.show_jobs", QT_TRANSLATE_NOOP("commands", "Show what runs"), "Ctrl+Shift+J", (), "loader-circle"),
    ("window.sync_now", QT_TRANSLATE_NOOP("commands", "Sync now"), "Ctrl+Shift+S", (), "refresh-cw"),
    ("window.verify_record", QT_TRANSLATE_NOOP("commands", "Verify the record"), "", (), "shield-check"),
    ("window.hand_over", QT_TRANSLATE_NOOP("commands", "Hand over to somebody else"), "", (), "users-round"),
    ("window.lock", QT_TRANSLATE_NOOP("commands", "Lock the application"), "Ctrl+Shift+K", (), "lock"),
    ("window.larger_text", QT_TRANSLATE_NOOP("commands", "Make text larger"), "Ctrl++", ("Ctrl+=",), "zoom-in"),
    ("window.smaller_text", QT_TRANSLATE_NOOP("commands", "Make text smaller"), "Ctrl+-", (), "zoom-out"),
    ("window.usual_text", QT_TRANSLATE_NOOP("commands", "Show text in its usual size"), "Ctrl+0", (), "type"),
    ("window.light", QT_TRANSLATE_NOOP("commands", "Use the light theme"), "", (), "sun"),
    ("window.dark", QT_TRANSLATE_NOOP("commands", "Use the dark theme"), "", (), "moon"),
    ("window.contrast", QT_TRANSLATE_NOOP("commands", "Use the high contrast theme"), "", (), "contrast"),
    ("window.full_screen", QT_TRANSLATE_NOOP("commands", "Fill the screen, or stop filling it"), "F11", (), "maximize"),
    ("window.save", QT_TRANSLATE_NOOP("commands", "Save"), "Ctrl+S", (), "save"),
    ("window.close_newest", QT_TRANSLATE_NOOP("commands", "Close what opened last"), "Esc", (), "x"),
)
_UNLISTED = ("window.find", "window.close_newest", "window.next_pane", "window.last_pane", "window.save")


class Shell(Protocol):
    """What these commands ask of the window."""

    key_help: KeyHelp
    tray: JobsTray
    preferences: Preferences
    jobs: Jobs
    messages: Messages
    link: DeskLink | None
    locking: Locking
    sync: SyncLink | None
    record_check: RecordCheck | None

    def rail_places(self) -> list[Place]: ...
    def navigate(self, place: str, **where: Any) -> None: ...
    def open_palette(self) -> None: ...
    def back(self) -> None: ...
    def forward(self) -> None: ...
    def step_pane(self, step: int) -> None: ...
    def sync_now(self) -> None: ...
    def verify_record(self) -> None: ...
    def show_who(self) -> None: ...
    def close_newest(self) -> None: ...
    def isFullScreen(self) -> bool: ...
    def showNormal(self) -> None: ...
    def showFullScreen(self) -> None: ...


def commands(window: Shell) -> list[Command]:
    """Return the commands of WINDOW: its places, and what works anywhere."""
    doings = _doings(window)
    refusals: dict[str, Callable[[], str]] = {
        "window.new_case": lambda: _not_open(window),
        "window.sync_now": lambda: window.sync.why_not() if window.sync is not None else _not_open(window),
        "window.verify_record": lambda: (
            window.record_check.why_not() if window.record_check is not None else _not_open(window)
        ),
    }
    made = [_place_command(window, place, index) for index, place in enumerate(window.rail_places())]
    for id_, text, key, also, icon in _PLAIN:
        words = QCoreApplication.translate("commands", text)
        made.append(
            Command(
                id_,
                words,
                doings[id_],
                key,
                also=also,
                icon=icon,
                listed=id_ not in _UNLISTED,
                refusal=refusals.get(id_),
            )
        )
    return made


def _doings(window: Shell) -> dict[str, _RUN]:
    return {
        "window.find": window.open_palette,
        "window.new_case": lambda: window.navigate("cases", view="new"),
        "window.go_back": window.back,
        "window.go_forward": window.forward,
        "window.next_pane": lambda: window.step_pane(1),
        "window.last_pane": lambda: window.step_pane(-1),
        "window.show_keys": window.key_help.open_now,
        "window.show_jobs": window.tray.open_now,
        "window.sync_now": window.sync_now,
        "window.verify_record": window.verify_record,
        "window.hand_over": window.show_who,
        "window.lock": window.locking.lock,
        "window.larger_text": lambda: step_text(window, 1),
        "window.smaller_text": lambda: step_text(window, -1),
        "window.usual_text": lambda: window.preferences.change(text_size=100),
        "window.light": lambda: window.preferences.change(theme="light"),
        "window.dark": lambda: window.preferences.change(theme="dark"),
        "window.contrast": lambda: window.preferences.change(theme="contrast"),
        "window.full_screen": lambda: window.showNormal() if window.isFullScreen() else window.showFullScreen(),
        "window.save": lambda: save(window),
        "window.close_newest": window.close_newest,
    }


def _place_command(window: Shell, place: Place, index: int) -> Command:
    word = QCoreApplication.translate("places", place.word)
    text = QCoreApplication.translate("commands", "Go to {place}").format(place=word)
    key = "Ctrl+," if place.name == "settings" else f"Ctrl+{index + 1}"

    def run(name: str = place.name) -> None:
        window.navigate(name)

    return Command(f"window.open_{place.name}", text, run, key, icon=place.icon, refusal=lambda: _not_open(window))


def _not_open(window: Shell) -> str:
    """Return why no page can be opened, "" where one can."""
    return QCoreApplication.translate("commands", "Your cases are not open yet.") if window.link is None else ""


def step_text(window: Shell, step: int) -> None:
    """Make text one step larger (1) or smaller (-1); at the last step nothing happens."""
    now = window.preferences.now().text_size
    nearest = min(range(len(TEXT_STEPS)), key=lambda i: abs(TEXT_STEPS[i] - now))
    wanted = nearest + step
    if 0 <= wanted < len(TEXT_STEPS):
        window.preferences.change(text_size=TEXT_STEPS[wanted])


def save(window: Shell) -> None:
    """Save what is still being typed, then say that all is saved; who can't save says so instead."""
    waiting: list[Any] = []
    window.jobs.save_asked.emit(waiting)

    def tell(_value: None) -> None:
        if all(keeper.is_saved for keeper in waiting):
            words = QCoreApplication.translate("commands", "Already saved. Every change is saved as you make it.")
            window.messages.show_note(words)

    window.jobs.act(lambda: None, owner=window.messages, done=tell, quiet=True)  # behind what is on its way
