"""One letter: its parts, its pages, the facts it stands on, and the next step below."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from bandingdesk.ui.messages import error_text
from bandingdesk.ui.theme import theme
from bandingdesk.ui.widgets.banner import Banner
from bandingdesk.ui.widgets.buttons import PrimaryButton, QuietButton
from bandingdesk.ui.widgets.empty_state import EmptyState
from bandingdesk.ui.widgets.foot_bar import FootBar
from bandingdesk.ui.widgets.paper import PaperView
from bandingdesk.ui.workspaces.letters import words
from bandingdesk.ui.workspaces.letters.confirm_pane import ConfirmPane
from bandingdesk.ui.workspaces.letters.facts_pane import FactsPane
from bandingdesk.ui.workspaces.letters.parts_pane import PartsPane

if TYPE_CHECKING:
    from bandingdesk.seams import Clock
    from bandingdesk.ui.jobs import Jobs
    from bandingdesk.ui.workspaces.letters.reading import Opened
    from bandingdesk.ui.workspaces.letters.view_model import LettersViewModel


_KEYS_UP_TO = 125  # per cent of text size


class Steps(Protocol):
    """What the buttons of this pane do: the page's own acts, which its commands do too."""

    def next_step(self) -> None: ...
    def save_copy(self) -> None: ...
    def open_case(self) -> None: ...
    def open_settings(self) -> None: ...
    def open_sync(self) -> None: ...


class LetterPane(QWidget):
    """Writing, issued, confirming, sent or refused: one pane, so that the pages stay where they are."""

    def __init__(self, model: LettersViewModel, jobs: Jobs, clock: Clock, steps: Steps) -> None:
        super().__init__()
        self._model, self._steps = model, steps
        self._shown: tuple[str, str, str] | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._make_banner())
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.parts = PartsPane()
        self.paper = PaperView(jobs, self.tr("Letter"))
        self.facts = FactsPane(clock, steps.open_case)
        self.confirm = ConfirmPane(model, clock)
        row.addWidget(self.parts)
        row.addLayout(self._make_middle(), 1)
        row.addWidget(self.facts)
        row.addWidget(self.confirm)
        self.confirm.hide()
        column.addLayout(row, 1)
        column.addWidget(self._make_foot())

    def _make_banner(self) -> QWidget:
        self.banner = Banner("", closable=False)
        self.case_button = self.banner.add(QuietButton(self.tr("Open the case")))
        self.settings_button = self.banner.add(QuietButton(self.tr("Open settings")))
        self.again_button = self.banner.add(QuietButton(self.tr("Make it again"), key="F5"))
        self.sync_button = self.banner.add(QuietButton(self.tr("Open Sync"), icon="git-compare"))
        self.sync_button.clicked.connect(lambda: self._steps.open_sync())
        self.case_button.clicked.connect(lambda: self._steps.open_case())
        self.settings_button.clicked.connect(lambda: self._steps.open_settings())
        self.again_button.clicked.connect(self._model.make_again)
        self._above = QWidget()
        above = QVBoxLayout(self._above)
        above.setContentsMargins(16, 12, 16, 12)
        above.addWidget(self.banner)
        return self._above

    def _make_middle(self) -> QVBoxLayout:
        middle = QVBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        self._bar = QWidget()
        bar = QHBoxLayout(self._bar)
        bar.setContentsMargins(16, 8, 16, 2)
        bar.setSpacing(4)
        self.back = QuietButton(self.tr("All letters"), icon="arrow-left")
        self.back.set_look("plain")
        self.back.clicked.connect(self._model.show_tray)
        self.copy_button = QuietButton(self.tr("Save a copy"), icon="file-down", key="Ctrl+E")
        self.copy_button.set_look("plain")
        self.copy_button.clicked.connect(lambda: self._steps.save_copy())
        theme.current().changed.connect(self._fit_copy)
        self._fit_copy()
        self._smaller = QuietButton("", icon="zoom-out")
        self._smaller.setAccessibleName(self.tr("Make the pages smaller"))
        self._larger = QuietButton("", icon="zoom-in")
        self._larger.setAccessibleName(self.tr("Make the pages larger"))
        for button, by in ((self._smaller, -1), (self._larger, 1)):
            button.set_look("plain")
            button.setToolTip(button.accessibleName())
            button.clicked.connect(lambda _checked=False, by=by: self.paper.step_zoom(by))
        bar.addWidget(self.back)
        bar.addWidget(self.copy_button)
        bar.addStretch(1)
        bar.addWidget(self._smaller)
        bar.addWidget(self._larger)
        middle.addWidget(self._bar)
        self._empty = EmptyState(
            self.tr("The pages appear here once every part is known."),
            self.tr("What is missing stands first in the list at the left."),
            icon="file-warning",
        )
        self._pages = QStackedWidget()
        self._pages.addWidget(self.paper)
        self._pages.addWidget(self._empty)
        middle.addWidget(self._pages, 1)
        return middle

    def _fit_copy(self) -> None:
        """Leave the key away where the text is large: the pages need the room."""
        self.copy_button.set_key("Ctrl+E" if theme.current().percent <= _KEYS_UP_TO else "")

    def _make_foot(self) -> FootBar:
        self.foot = FootBar()
        self.keep = QuietButton(self.tr("Keep it here"), key="Esc")
        self.keep.clicked.connect(self._model.keep)
        self.main = PrimaryButton("", key="Ctrl+Enter")
        self.main.clicked.connect(lambda: self._steps.next_step())
        self.foot.add_right(self.keep)
        self.foot.add_right(self.main)
        return self.foot

    def show_model(self) -> None:
        """Show what is so now."""
        model, opened = self._model, self._model.opened
        confirming = model.state == "confirming"
        self.parts.setVisible(not confirming)
        self.facts.setVisible(not confirming)
        self.confirm.setVisible(confirming)
        self.keep.setVisible(confirming)
        self.back.setVisible(not confirming)
        self._show_banner()
        self._show_foot()
        if opened is None:
            if model.state == "refused" or model.entry is None or self._shows_another():
                self.paper.set_pdf(None)
                self._pages.setCurrentIndex(0)
                self.parts.show_opened(None)
                self.facts.show_opened(None)
            return
        self._shown = opened.entry.key
        self.paper.set_pdf(opened.pdf, opened.title)
        self._pages.setCurrentIndex(0 if opened.pdf is not None else 1)
        self.parts.show_opened(opened)
        self.facts.show_opened(opened)
        self.copy_button.say_why_not("" if opened.pdf is not None else self.tr("The letter is not made yet."))
        if confirming:
            self.confirm.show_opened(opened)

    def take_focus(self) -> None:
        """Put the focus on the first task: the choice of the way when sending, else the pages."""
        target = self.confirm.first if self._model.state == "confirming" else self.paper
        if self._pages.currentIndex() == 1:
            target = self.again_button
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _shows_another(self) -> bool:
        return self._model.entry is not None and self._shown != self._model.entry.key

    # What is wrong, and what was done

    def _show_banner(self) -> None:
        model, opened = self._model, self._model.opened
        missing = opened is not None and bool(opened.missing)
        for button in (self.case_button, self.settings_button):
            button.setVisible(missing)
        self.sync_button.setVisible(model.is_held)
        again = self.tr("Show what is recorded") if model.is_stale else self.tr("Make it again")
        self.again_button.setText(again)
        self.again_button.setVisible(missing or model.is_stale or model.state == "refused")
        self._above.setVisible(True)
        if model.error is not None:
            happened, kept, do = error_text(model.error)
            self.banner.say(happened, kept, do, code=model.error.code, tone="danger")
        elif model.is_held:
            self.banner.say(
                self.tr(
                    "This letter waits: its case has two versions that differ, and nobody has settled which stands."
                ),
                self.tr("Both versions are kept. Nothing is issued or sent meanwhile."),
                tone="warn",
            )
        elif missing and opened is not None:
            self._say_missing(opened)
        elif model.copied_to:
            words_ = self.tr("The copy is written as {file}.").replace("{file}", model.copied_to)
            kept = self.tr("It holds a child’s data. Keep it where only those who need it can read it.")
            self.banner.say(words_, kept, tone="ok")
        else:
            self._above.setVisible(False)

    def _say_missing(self, opened: Opened) -> None:
        what = ", ".join(dict.fromkeys(one.partition(": ")[2] for one in opened.missing))
        happened = self.tr("The letter can’t be made yet. Missing: {what}.").replace("{what}", what)
        kept = self.tr("Nothing was issued and nothing was sent.")
        do = self.tr("Add it in Settings, Letters, or in the case, then press F5.")
        self.banner.say(happened, kept, do, code="LE-11", tone="danger")

    # The next step

    def _show_foot(self) -> None:
        model, entry, opened = self._model, self._model.entry, self._model.opened
        if entry is None:
            return
        why = self.tr("The letter is being set.") if opened is None else ""
        if model.is_working:
            why = self.tr("It is being recorded.")
        elif model.is_held:
            why = self.tr("Settle under Sync what differs about this case first.")
        match model.state:
            case "sent":
                self._say_sent()
            case "issued":
                self.foot.say(
                    self.tr("Issued and not sent."),
                    self.tr("The pages are frozen. Another text would be another letter."),
                    "file-lock",
                    "info",
                )
                self._say_main(self.tr("Send this letter"), "send", why)
            case "confirming":
                self.foot.say("")
                self._say_confirm(why)
            case _:
                self._say_writing(why)

    def _say_writing(self, why: str) -> None:
        opened = self._model.opened
        if self._model.state == "refused":
            self.foot.say(self.tr("This letter can’t be made."), icon="circle-alert", tone="danger")
            why = self.tr("This letter can’t be made.")
        elif opened is None:
            self.foot.say(self.tr("The letter is being set."))
        elif opened.missing:
            words_ = self.tr("%n parts miss something.", "", sum(bool(block.missing) for block in opened.blocks))
            self.foot.say(words_, icon="triangle-alert", tone="warn")
            why = self.tr("A part of the letter is missing.")
        else:
            line = self.tr("Issuing freezes these pages. A later change is another letter.")
            self.foot.say(self.tr("Every part is here."), line, "circle-check", "ok")
        self._say_main(self.tr("Issue this letter"), "file-lock", why)

    def _say_confirm(self, why: str) -> None:
        method = self._model.method
        if method is None:
            why = why or self.tr("Choose how the letter goes.")
        names = {
            "post": self.tr("Record as sent by post"),
            "email": self.tr("Record as sent by email"),
            "portal": self.tr("Record as sent through the portal"),
            None: self.tr("Record as sent"),
        }
        self._say_main(names[method], "send", why)

    def _say_sent(self) -> None:
        entry = self._model.entry
        letter = entry.letter if entry is not None else None
        if letter is None or letter.sent_on is None:
            return
        self.foot.say(
            words.sent_line(letter.method, letter.sent_on),
            self.tr("It can only be followed by another letter."),
            "mail-check",
            "ok",
        )
        sibling, after = self._model.sibling, self._model.next_entry
        if sibling is not None:
            name = self.tr("Write {letter} of this decision").replace("{letter}", sibling.template)
            self._say_main(name, "pen-line", "")
        elif after is not None:
            self._say_main(self.tr("Write the next letter"), "pen-line", "")
        else:
            self._say_main(self.tr("Back to all letters"), "arrow-left", "")

    def _say_main(self, name: str, icon: str, why: str) -> None:
        self.main.setText(name)
        self.main.set_icon(icon)
        self.main.say_why_not(why)
        self.main.updateGeometry()
