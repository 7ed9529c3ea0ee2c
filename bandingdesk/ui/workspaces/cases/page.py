"""The workspace Cases: the list, one case, a new case, or the import of a list, one at a time."""

from __future__ import annotations

from typing import Any, Literal

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QStackedLayout, QWidget

from bandingdesk.ui.commands import Command
from bandingdesk.ui.surroundings import Surroundings
from bandingdesk.ui.widgets.chip import Fact
from bandingdesk.ui.workspaces.cases import commands
from bandingdesk.ui.workspaces.cases.case_pane import CasePane
from bandingdesk.ui.workspaces.cases.case_view_model import CaseViewModel
from bandingdesk.ui.workspaces.cases.earlier_view_model import EarlierViewModel
from bandingdesk.ui.workspaces.cases.give_pane import GivePane
from bandingdesk.ui.workspaces.cases.give_view_model import GiveViewModel
from bandingdesk.ui.workspaces.cases.import_pane import ImportPane
from bandingdesk.ui.workspaces.cases.import_view_model import ImportViewModel
from bandingdesk.ui.workspaces.cases.list_pane import ListPane
from bandingdesk.ui.workspaces.cases.new_case import NewCaseViewModel
from bandingdesk.ui.workspaces.cases.new_case_pane import NewCasePane
from bandingdesk.ui.workspaces.cases.view_model import CasesViewModel

View = Literal["list", "case", "new", "import", "give"]
SCORERS = {"panel_member", "chair", "deputy"}  # who only scores sees no bands in the list: no band before a lock


class Page(QWidget):
    """All cases and each of them."""

    heading_changed = Signal()

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self._around = around
        desk, jobs, clock = around.desk, around.jobs, around.clock
        self.view: View = "list"
        self.view_model = CasesViewModel(desk, jobs, clock, self)
        self.case = CaseViewModel(desk, jobs, around.messages, clock, self)
        self.list_pane = ListPane(
            self.view_model,
            jobs,
            compact=around.settings().density == "compact",
            shows_bands=not set(around.me().roles) <= SCORERS,
        )
        self.case_pane = CasePane(self.case, around)
        self.new_case = NewCaseViewModel(desk, jobs, around.messages, clock, self)
        self.new_pane = NewCasePane(self.new_case)
        self.imports = ImportViewModel(desk, jobs, clock, self)
        self.import_pane = ImportPane(self.imports, EarlierViewModel(desk, jobs, self), around.messages)
        self.giving = GiveViewModel(desk, jobs, clock, self)
        self.give_pane = GivePane(self.giving, around.messages)
        self._panes: dict[View, QWidget] = {
            "list": self.list_pane,
            "case": self.case_pane,
            "new": self.new_pane,
            "import": self.import_pane,
            "give": self.give_pane,
        }
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        for pane in self._panes.values():
            self._stack.addWidget(pane)
        self.commands: list[Command] = commands.commands(self)
        self.part_commands = self.case_pane.part_commands()
        self.list_pane.opened.connect(lambda id_: around.navigate("cases", case_id=id_))
        self.list_pane.import_asked.connect(self.show_import)
        self.list_pane.new_asked.connect(self.show_new)
        self.list_pane.give_asked.connect(self.show_give)
        self.give_pane.left.connect(self.show_list)
        self.give_pane.opened.connect(lambda id_: around.navigate("cases", case_id=id_))
        self.list_pane.counted.connect(lambda words: around.messages.announce(words))
        self.case_pane.left.connect(self.show_list)
        self.case_pane.asked.connect(lambda place, where: around.navigate(place, **where))
        self.new_pane.made.connect(lambda id_: around.navigate("cases", case_id=id_))
        self.new_pane.left.connect(self.show_list)
        self.import_pane.left.connect(self.show_list)
        self.case.changed.connect(self.heading_changed)

    def open(
        self, *, case_id: str = "", section: str = "", view: View = "list", words: str | None = None, **at: Any
    ) -> None:
        """Open the list (with a filter in WORDS), the case CASE_ID at a SECTION, or the VIEW "new" or "import".

        What else is named, a contact or a document, is the part's own: it goes there.
        """
        if case_id:
            self._turn("case")
            self.case.open(case_id, section or "summary")  # type: ignore[arg-type]  # one of SECTIONS
            if at and (point := getattr(self.case_pane.part, "point", None)) is not None:
                point(**at)
        elif view == "give":
            self._turn("give")
            self.giving.open(self.list_pane.table.ticked)
        elif view in ("new", "import"):
            self._turn(view)
        else:
            self._turn("list")
            self.view_model.filter_now(self.view_model.words if words is None else words)

    def title(self) -> list[str]:
        """Return the breadcrumb."""
        if self.view == "case":
            reading = self.case.reading
            name = "" if reading is None else reading.row.reference if reading.is_closed else reading.row.child_name
            return [self.tr("Cases"), name] if name else [self.tr("Cases")]
        if self.view == "new":
            return [self.tr("Cases"), self.tr("New case")]
        if self.view == "give":
            return [self.tr("Cases"), self.tr("Give to a colleague")]
        return [self.tr("Cases"), self.tr("Import a list")] if self.view == "import" else [self.tr("Cases")]

    def chips(self) -> list[Fact]:
        """Return the chips of the header."""
        return self.case_pane.chips() if self.view == "case" else []

    def panes(self) -> list[QWidget]:
        """Return the parts that F6 walks."""
        return [self._panes[self.view]]

    def take_focus(self) -> None:
        """Put the focus on the first task of the open view."""
        pane: Any = self._panes[self.view]
        pane.take_focus()

    def minimumSizeHint(self) -> QSize:
        return QSize(760, 400)

    def focus_filter(self) -> None:
        """Put the caret into the filter."""
        self.list_pane.focus_filter()

    def show_list(self) -> None:
        """Go back to the list."""
        self._around.navigate("cases")

    def show_new(self) -> None:
        """Open the form of a new case."""
        self._around.navigate("cases", view="new")

    def show_import(self) -> None:
        """Open the import of a list."""
        self._around.navigate("cases", view="import")

    def show_give(self) -> None:
        """Open the handover of the cases that are chosen in the list."""
        self._around.navigate("cases", view="give")

    def can_give(self) -> bool:
        """Return whether the list is open and cases are chosen in it."""
        return self.view == "list" and bool(self.list_pane.table.ticked)

    def press_main(self) -> None:
        """Do what the main button of the open view says."""
        pane: Any = self._panes[self.view]
        press = getattr(pane, "press_main", None)
        if press is not None:
            press()

    def score(self) -> None:
        """Score the open case."""
        self.case_pane.score()

    def open_phone_card(self) -> None:
        """Show the phone card of the open case, or of the case that the list stands on."""
        if self.view == "case":
            self.case_pane.open_phone_card()
        elif (case_id := self.list_pane.table.current) is not None:
            self._around.navigate("cases", case_id=case_id, section="contacts", card="yes")

    def has_case(self) -> bool:
        """Return whether a case is open, or the list stands on one."""
        return self.view == "case" or (self.view == "list" and self.list_pane.table.current is not None)

    def close_newest(self) -> None:
        """Leave the form or the explanation that the open part shows; nothing typed is dropped."""
        close = getattr(self.case_pane.part, "close_newest", None) if self.view == "case" else None
        if close is not None:
            close()

    def undo(self) -> None:
        """Take back the last step of what is being written in the open part."""
        self.case_pane.part.undo()

    def redo(self) -> None:
        """Make the step again that was taken back last."""
        self.case_pane.part.redo()

    def undo_names(self) -> tuple[str, str]:
        """Return the names of the steps that undo and redo would take, "" where there is none."""
        part = self.case_pane.part if self.view == "case" else None
        return getattr(part, "undo_name", ""), getattr(part, "redo_name", "")

    def open_papers(self) -> None:
        """Show the papers of the open case."""
        self.case.go("papers")

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep what is being typed: the page may go with the person who wrote it."""
        self.case.keep_now()
        self.new_case.keep_now()
        super().hideEvent(event)

    def _turn(self, view: View) -> None:
        if self.view == "case" and view != "case":
            self.case.keep_now()
        self.view = view
        self._stack.setCurrentWidget(self._panes[view])
        self.heading_changed.emit()
