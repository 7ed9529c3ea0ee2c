"""First run: the welcome with its ways, and the pages of set-up with their list at the left."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from bandingdesk.ui import messages
from bandingdesk.ui.commands import Command
from bandingdesk.ui.surroundings import Surroundings
from bandingdesk.ui.widgets import labels
from bandingdesk.ui.widgets.banner import Banner
from bandingdesk.ui.widgets.buttons import PrimaryButton, QuietButton
from bandingdesk.ui.widgets.card import Column
from bandingdesk.ui.widgets.chip import Fact
from bandingdesk.ui.widgets.foot_bar import FootBar
from bandingdesk.ui.widgets.people import StepList, StepRow
from bandingdesk.ui.workspaces.first_run import commands
from bandingdesk.ui.workspaces.first_run.join_page import JoinPage
from bandingdesk.ui.workspaces.first_run.steps import (
    LookPage,
    PersonPage,
    PlacePage,
    ProtectionPage,
    RecoveryPage,
    StepPage,
)
from bandingdesk.ui.workspaces.first_run.view_model import FirstRunViewModel, Step

if TYPE_CHECKING:
    from bandingdesk.desk.desk import Desk

_WIDTH, _STEPS, _CARD = 760, 240, 640  # px


class Page(QWidget):
    """The first thing a person sees on a new laptop."""

    heading_changed = Signal()

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        if around.setup is None:
            raise RuntimeError("first run needs the ways to a desk")
        self._around = around
        self.view_model = FirstRunViewModel(around.setup, around.jobs, self)
        self.commands: list[Command] = commands.commands(self)
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._welcome, self._set_up = self._make_welcome(), self._make_setup()
        self._stack.addWidget(self._welcome)
        self._stack.addWidget(self._set_up)
        self.view_model.changed.connect(self._show)
        self.view_model.ready.connect(around.attach)
        self.view_model.join.joined.connect(lambda desk: around.attach(desk, asks_who=True))
        self._show()

    def open(self, *, desk: Desk | None = None, **_where: Any) -> None:
        """Show the page that is open; DESK is an empty store that was made to join."""
        if desk is not None:
            self.view_model.go_on_joining(desk)
        self._show()

    def title(self) -> list[str]:
        """Return the breadcrumb."""
        return [self.tr("Welcome")]

    def chips(self) -> list[Fact]:
        """Return the chips of the header."""
        return []

    def panes(self) -> list[QWidget]:
        """Return the parts that F6 walks."""
        return [self._shown()]

    def _shown(self) -> QWidget:
        return self._welcome if self.view_model.step == "welcome" else self._set_up

    def minimumSizeHint(self) -> QSize:
        return QSize(820, 460)

    def take_focus(self) -> None:
        """Put the focus on the first task."""
        seen = self.view_model
        if seen.step == "welcome":
            first = self.demo if seen.offers_demo else self.begin
            first.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.pages[seen.step].take_focus()

    def press_main(self) -> None:
        """Do what the main button of the open page says."""
        if self.view_model.step == "welcome":
            (self.demo if self.view_model.offers_demo else self.begin).click()
        elif self.main.isEnabled():
            self.main.click()

    def press_enter(self) -> None:
        """Press the button that has the focus, else the main one."""
        focused = QApplication.focusWidget()
        if isinstance(focused, QPushButton) and self.isAncestorOf(focused):
            focused.click()
        else:
            self.press_main()

    # Parts

    def _make_welcome(self) -> QWidget:
        holder = Column(margins=(11, 11, 11, 11))  # a small window with large text scrolls
        outer = holder.body
        outer.addStretch(2)
        made = QFrame()
        made.setProperty("look", "card")
        made.setMaximumWidth(_CARD)
        made.setMinimumWidth(520)
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(made, 20)
        across.addStretch(1)
        outer.addLayout(across)
        outer.addStretch(3)
        column = QVBoxLayout(made)
        column.setContentsMargins(36, 30, 36, 28)
        column.setSpacing(12)
        column.addWidget(labels.Icon("columns-3", "accent", 40), 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(labels.Label(self.tr("Welcome to Banding Desk"), "result", wrap=True))
        words = self.tr(
            "Record, moderate and explain banding decisions for children and young people with special educational "
            "needs. People decide; Banding Desk keeps the record."
        )
        column.addWidget(labels.Label(words, "body", "text2", wrap=True))
        column.addSpacing(8)
        demo_words = self.tr(
            "1,700 invented cases and a panel in progress. Nothing is real, and you can’t break anything."
        )
        self._demo_line = labels.Label(demo_words, "second", "text2", wrap=True)
        self.demo = PrimaryButton(self.tr("Look around with demo data"), icon="play", key="Enter")
        self.demo.clicked.connect(self.view_model.look_around)
        self.begin = QuietButton(self.tr("Set up this laptop"), icon="laptop")
        self.begin.clicked.connect(self.view_model.begin)
        column.addWidget(self.demo, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._demo_line)
        column.addSpacing(8)
        column.addWidget(self.begin, 0, Qt.AlignmentFlag.AlignLeft)
        set_up = self.tr("Four short pages and a recovery key. You can go back at any time.")
        column.addWidget(labels.Label(set_up, "second", "text2", wrap=True))
        column.addSpacing(8)
        self.begin_joining = QuietButton(self.tr("Join our council’s store"), icon="users")
        self.begin_joining.clicked.connect(self.view_model.begin_joining)
        column.addWidget(self.begin_joining, 0, Qt.AlignmentFlag.AlignLeft)
        joins = self.tr("Your administrator gave you a login for the council’s server, or named a shared folder.")
        column.addWidget(labels.Label(joins, "second", "text2", wrap=True))
        self._busy = labels.Label("", "second_strong", "accent", wrap=True)
        self._wrong = Banner("", tone="danger", closable=False)
        column.addWidget(self._busy)
        column.addWidget(self._wrong)
        return holder

    def _make_setup(self) -> QWidget:
        holder = QWidget()
        outer = QVBoxLayout(holder)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        middle = QHBoxLayout()
        middle.setContentsMargins(28, 24, 28, 16)
        middle.setSpacing(28)
        self._steps = StepList()
        self._steps.setFixedWidth(_STEPS)
        middle.addWidget(self._steps, 0, Qt.AlignmentFlag.AlignTop)
        self.place = PlacePage(self.view_model)
        self.protection = ProtectionPage(self.view_model)
        self.person = PersonPage(self.view_model)
        self.look = LookPage(self.view_model, self._around)
        self.recovery = RecoveryPage(self.view_model)
        self.join = JoinPage(self.view_model)
        self.recovery.save_asked.connect(self._on_save)
        self.recovery.print_asked.connect(self._on_print)
        self.pages: dict[Step, StepPage] = {
            "place": self.place,
            "protection": self.protection,
            "person": self.person,
            "look": self.look,
            "recovery": self.recovery,
            "join": self.join,
        }
        self._pages = QStackedLayout()
        for page in self.pages.values():
            page.setMaximumWidth(_WIDTH)
            self._pages.addWidget(page)
        middle.addLayout(self._pages, 1)
        outer.addLayout(middle, 1)
        self._foot = FootBar()
        self.back = self._foot.add_left(QuietButton(self.tr("Back"), icon="arrow-left"))
        self.back.clicked.connect(self.view_model.back)
        self.main = self._foot.add_right(PrimaryButton("", key="F8"))
        self.main.clicked.connect(self._on_main)
        outer.addWidget(self._foot)
        return holder

    def _on_main(self) -> None:
        if self.view_model.step == "join":
            self.join.go()
        else:
            self.view_model.next()

    # Show

    def _show(self) -> None:
        seen = self.view_model
        self._stack.setCurrentIndex(0 if seen.step == "welcome" else 1)
        if seen.step == "welcome":
            self._show_welcome()
            return
        page = self.pages[seen.step]
        turned = self._pages.currentWidget() is not page
        self._pages.setCurrentWidget(page)
        page.show_step()
        self._show_steps(seen.step)
        self._show_foot()
        if turned:
            page.take_focus()

    def _show_welcome(self) -> None:
        seen = self.view_model
        self.demo.setVisible(seen.offers_demo)
        self._demo_line.setVisible(seen.offers_demo)
        busy = self.tr("The demo is being made. It takes half a minute, once.") if seen.is_busy else ""
        self.demo.say_why_not(busy)
        self.begin.say_why_not(busy)
        self.begin_joining.say_why_not(busy)
        words = self.tr("{busy} Now: {said}.").format(busy=busy, said=seen.said) if busy and seen.said else busy
        self._busy.setText(words)
        self._busy.setVisible(bool(words))
        self._wrong.setVisible(seen.error is not None)
        if seen.error is not None:
            happened, kept, do = messages.error_text(seen.error)
            self._wrong.say(happened, kept, do, code=seen.error.code, tone="danger")

    def _show_steps(self, step: Step) -> None:
        names = {
            "place": (self.tr("Place"), self.tr("Where your cases are kept")),
            "protection": (self.tr("Protection"), self.tr("Keyring or passphrase")),
            "person": (self.tr("You"), self.tr("Name, profession, PIN")),
            "look": (self.tr("Look"), self.tr("Theme, text size, sample")),
            "recovery": (self.tr("Recovery key"), self.tr("Shown once")),
            "join": (self.tr("Join"), self.tr("Server or folder")),
        }
        steps = self.view_model.steps
        now = steps.index(step)
        rows = []
        for at, each in enumerate(steps):
            state = "done" if at < now else "now" if at == now else "waiting"
            rows.append(StepRow(*names[each], state))
        self._steps.set(rows)

    def _show_foot(self) -> None:
        seen = self.view_model
        why = self.join.why_not() if seen.step == "join" else seen.why_not()
        self.back.setVisible(seen.step not in ("recovery", "join"))
        self.back.say_why_not(self.tr("Your store is being made.") if seen.is_busy else "")
        self.main.setText(self._main_words())
        self.main.say_why_not(why)
        if seen.error is not None and seen.step != "place":
            happened, kept, do = messages.error_text(seen.error)
            self._foot.say(happened, f"{kept} {do} ({seen.error.code})", "circle-alert", "danger")
        else:
            self._foot.say(why, "", "info", "text2")

    def _main_words(self) -> str:
        seen = self.view_model
        if seen.step == "join":
            return self.join.main_words()
        if seen.step == seen.last_before_store:
            return self.tr("Make my store")
        is_end = seen.step == "recovery" and seen.step == seen.steps[-1]
        return self.tr("Open Today") if is_end else self.tr("Next")

    # The recovery key leaves the window

    def _on_save(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, self.tr("Save the recovery key"), "recovery-key.txt", "*.txt")
        if name:
            words = self.tr("Recovery key of the Banding Desk store {0}").replace("{0}", str(self.view_model.place))
            Path(name).write_text(f"{words}\n\n{self.view_model.recovery_key}\n", encoding="utf-8")

    def _on_print(self) -> None:
        from PySide6.QtGui import QTextDocument
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter()
        dialog = QPrintDialog(printer, self)
        if dialog.exec():
            document = QTextDocument()
            words = self.tr("Recovery key of the Banding Desk store {0}").replace("{0}", str(self.view_model.place))
            document.setPlainText(f"{words}\n\n{self.view_model.recovery_key}\n")
            document.print_(printer)
