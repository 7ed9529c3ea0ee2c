"""The tray: letters to write, issued and not sent, sent; a filter in words, and the next letter as the main button."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from bandingdesk.seams import Clock
from bandingdesk.ui import text
from bandingdesk.ui.widgets import form, labels
from bandingdesk.ui.widgets.buttons import PrimaryButton, QuietButton
from bandingdesk.ui.widgets.card import Card
from bandingdesk.ui.widgets.empty_state import EmptyState
from bandingdesk.ui.widgets.foot_bar import FootBar
from bandingdesk.ui.widgets.row_list import RowList
from bandingdesk.ui.workspaces.letters import words
from bandingdesk.ui.workspaces.letters.reading import TABS, Entry, Tab

if TYPE_CHECKING:
    from bandingdesk.ui.workspaces.letters.view_model import LettersViewModel

_REST_MS = 80  # of typing before the list follows; ux.md 10


class TrayPane(QWidget):
    """The three lists. `write_next` is what the main button does."""

    def __init__(self, model: LettersViewModel, clock: Clock, write_next: Callable[[], None]) -> None:
        super().__init__()
        self._model, self._clock = model, clock
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        upper = QVBoxLayout()
        upper.setContentsMargins(16, 14, 16, 14)
        upper.setSpacing(12)
        upper.addLayout(self._make_head())
        self.list = RowList(self.tr("Letters"))
        self.list.opened.connect(self._open)
        card = Card(padding=0)
        card.body.setContentsMargins(1, 1, 1, 1)
        card.add(self.list, 1)
        self._empty = EmptyState("", icon="mail-check")
        self._empty.asked.connect(self._leave_empty)
        self._stack = QStackedWidget()
        self._stack.addWidget(card)
        self._stack.addWidget(self._empty)
        upper.addWidget(self._stack, 1)
        column.addLayout(upper, 1)
        self.foot = FootBar()
        self.main = PrimaryButton(self.tr("Write the next letter"), icon="pen-line", key="Ctrl+Enter")
        self.main.clicked.connect(lambda: write_next())
        self.foot.add_right(self.main)
        column.addWidget(self.foot)

    def _make_head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(8)
        self.tabs: dict[Tab, QuietButton] = {}
        group = QButtonGroup(self)
        for tab, icon in zip(TABS, ("pen-line", "file-lock", "mail-check"), strict=True):
            button = QuietButton("", icon=icon)
            button.setCheckable(True)
            button.clicked.connect(lambda _checked=False, tab=tab: self._model.show_tab(tab))
            group.addButton(button)
            self.tabs[tab] = button
            head.addWidget(button)
        head.addStretch(1)
        label = labels.Label(self.tr("Find a letter"), "second", "text2")
        self.finder = form.line()
        self.finder.setMinimumWidth(110)
        self.finder.setMaximumWidth(220)
        self.finder.setAccessibleName(self.tr("Find a letter"))
        self.finder.setToolTip(self.tr("Name, reference, letter number or recipient"))
        label.setBuddy(self.finder)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(lambda: self._model.look_for(self.finder.text()))
        self.finder.textChanged.connect(lambda: self._rest.start())
        head.addWidget(label, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self.finder)
        return head

    def show_model(self) -> None:
        """Show what is so now."""
        model = self._model
        names = {
            "to_write": self.tr("To write {count}"),
            "to_send": self.tr("To send {count}"),
            "sent": self.tr("Sent {count}"),
        }
        for tab, button in self.tabs.items():
            button.setText(names[tab].replace("{count}", text.count(model.count(tab))))
            button.setChecked(tab == model.tab)
            button.updateGeometry()
        entries = model.entries
        today = self._clock.today()
        self.list.set_rows([words.row(entry, today) for entry in entries])
        if entries and self.list.current_key is None:
            self.list.go_first()
        self._show_empty(bool(entries))
        self._show_foot()

    def take_focus(self) -> None:
        """Put the focus on the list, or on the way on where it is empty."""
        target = self.list if self._model.entries else self._empty.button
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open(self, key: object) -> None:
        found = next((entry for entry in self._model.entries if entry.key == key), None)
        if found is not None:
            self._model.show_entry(found)

    def _show_empty(self, is_filled: bool) -> None:
        model = self._model
        self._stack.setCurrentIndex(0 if is_filled or model.tray is None else 1)
        if is_filled:
            return
        if model.words.strip():
            self._empty.say(
                self.tr("No letter of this list has these words."),
                self.tr("Words are looked for in name, reference, letter number and recipient."),
                button=self.tr("Show the whole list"),
                icon="search",
            )
        elif model.tab == "sent":
            self._empty.say(
                self.tr("No letter has been sent yet."), button=self.tr("See letters to write"), icon="mail"
            )
        else:
            self._empty.say(
                self.tr("No letters wait."),
                self.tr("A signed decision asks for its letters by itself."),
                button=self.tr("See sent letters"),
                icon="mail-check",
            )

    def _leave_empty(self) -> None:
        if self._model.words.strip():
            self.finder.clear()
            self._model.look_for("")
        else:
            self._model.show_tab("to_write" if self._model.tab == "sent" else "sent")

    def _show_foot(self) -> None:
        model = self._model
        late = self._late()
        to_write = model.count("to_write")
        if late:
            line = self.tr("They come first in the list. An exception excuses a late letter; the date does not move.")
            self.foot.say(self.tr("%n letters are past the law’s last day.", "", late), line, "clock-alert", "danger")
        elif to_write:
            self.foot.say(self.tr("%n letters to write.", "", to_write), self.tr("Sorted by the law’s last day."))
        else:
            self.foot.say(self.tr("All letters are written."), icon="circle-check", tone="ok")
        self.main.say_why_not("" if model.next_entry is not None else self.tr("No letter waits to be written."))

    def _late(self) -> int:
        today = self._clock.today()
        entries: tuple[Entry, ...] = self._model.tray.to_write if self._model.tray is not None else ()
        dated = (one.law_day for one in entries if one.recipient_role != "setting")
        return sum(day is not None and day < today for day in dated)
