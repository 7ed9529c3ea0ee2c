"""The Frameworks page: the versions, and of one version the editor, Try it, and the panes that compare and adopt it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from bandingdesk.ui.commands import Command
from bandingdesk.ui.surroundings import Surroundings
from bandingdesk.ui.widgets import card, labels
from bandingdesk.ui.widgets.buttons import QuietButton
from bandingdesk.ui.widgets.chip import Fact
from bandingdesk.ui.widgets.segmented import Segmented
from bandingdesk.ui.workspaces.frameworks import commands, words
from bandingdesk.ui.workspaces.frameworks.editor_pane import EditorPane
from bandingdesk.ui.workspaces.frameworks.faults_pane import FaultsPane
from bandingdesk.ui.workspaces.frameworks.further_views import FurtherViews
from bandingdesk.ui.workspaces.frameworks.history import History
from bandingdesk.ui.workspaces.frameworks.try_pane import NextStep, TryPane
from bandingdesk.ui.workspaces.frameworks.versions_pane import VersionsPane
from bandingdesk.ui.workspaces.frameworks.view_model import FrameworksViewModel, View


class Page(QWidget):
    """The council's schemes."""

    heading_changed = Signal()

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self._around = around
        self.history = History(self)
        self.model = FrameworksViewModel(around.desk, around.jobs, around.messages, self.history, around.me, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._make_bar())
        self.versions = VersionsPane(self.model, self.ask_file, self.ask_place, self.show_view)
        self.editing = EditorPane(self.model.editor, self.next_step)
        self.trying = TryPane(self.model.trial, self.next_step, self.after_trying)
        self.faults = FaultsPane(self.model, self.ask_file)
        self.views: dict[str, QWidget] = {
            "versions": self.versions,
            "edit": self.editing,
            "try": self.trying,
            "faults": self.faults,
        }
        self._stack = QStackedWidget()
        self.further = FurtherViews(around, self._stack, self._open_at)
        for view in self.views.values():
            self._stack.addWidget(view)
        column.addWidget(self._stack, 1)
        self.commands: list[Command] = commands.commands(self)
        self._heading = self._standing = ""
        self.model.changed.connect(self._show)
        self.model.view_changed.connect(self._on_view)
        self.model.editor.changed.connect(self._show_version)

    def _make_bar(self) -> QFrame:
        """Return the bar over a version: the way back, its views."""
        self.bar = QFrame()
        self.bar.setProperty("look", "header")
        row = QHBoxLayout(self.bar)
        row.setContentsMargins(12, 6, 16, 6)
        row.setSpacing(12)
        back = QuietButton(self.tr("Versions"), icon="arrow-left")
        back.set_look("plain")
        back.clicked.connect(self.model.close_view)
        row.addWidget(back)
        row.addWidget(labels.Line(upright=True))
        self._switch_place = QHBoxLayout()
        row.addLayout(self._switch_place, 1)
        self._choices: list[tuple[object, str]] = []
        self.switch: Segmented | None = None
        return self.bar

    def choices(self) -> list[tuple[object, str]]:
        """Return the views of the version in hand, in their order."""
        editor = self.tr("Editor") if self.model.editor.is_open_to_edits else self.tr("Read")
        return [("edit", editor), ("try", self.tr("Try it")), *self.further.choices(self.model.opened)]

    def _show_switch(self) -> None:
        choices = self.choices()
        if choices != self._choices or self.switch is None:
            card.clear(self._switch_place)
            self._choices = choices
            self.switch = Segmented(self.tr("What to do with this version"), choices, compact=True)
            self.switch.chosen.connect(lambda view: self.show_view(str(view)))
            self._switch_place.addWidget(self.switch)
        known = [value for value, _ in choices]
        self.switch.set_value(self.model.view if self.model.view in known else None)

    # What the window asks

    def open(self, *, view: View | None = None, version: str = "", **_: Any) -> None:
        """Show a VIEW of a version (its hash, or `draft:` and the id of a draft), or go on where one was."""
        self.model.open(view or (self.model.view if self.model.opened is not None else "versions"), version)

    def title(self) -> list[str]:
        """Return the breadcrumb."""
        place = self.tr("Frameworks")
        opened = self.model.opened
        if self.model.view == "faults":
            return [place, self.tr("A file with faults")]
        if self.model.view == "versions" or opened is None:
            return [place]
        title, version = self._named()
        return [place, f"{version}, {title}"]

    def open_step(self, index: int) -> bool:
        """Open what a part of the breadcrumb names."""
        if index == 0 and self.model.view != "versions":
            self.model.close_view()
            return True
        return False

    def chips(self) -> list[Fact]:
        """Return what changes the meaning of the work: the status, and that nothing is saved in Try it."""
        opened = self.model.opened
        if self.model.view in ("versions", "faults") or opened is None:
            return []
        said, icon, tone = words.status(opened.entry.status)
        found = [Fact(said, tone, icon)]
        if self.model.view == "try":
            found.append(Fact(self.tr("What-if"), "info", "eye", self.tr("Nothing here is saved.")))
        elif self.model.view == "simulate":
            told = self.tr("Your scenario is kept for you. It changes no version and no case.")
            found.append(Fact(self.tr("What-if"), "info", "eye", told))
        elif not self.model.editor.is_open_to_edits:
            found.append(Fact(self.tr("Read only"), "plain", "lock"))
        return found

    def panes(self) -> list[QWidget]:
        """Return the parts that F6 walks."""
        pane: Any = self._stack.currentWidget()
        return [part for part in (self.bar, *pane.panes()) if part.isVisible()]

    def take_focus(self) -> None:
        """Put the focus on the first task."""
        pane: Any = self._stack.currentWidget()
        pane.take_focus()

    def close_newest(self) -> None:
        """Go back to the versions."""
        self.model.close_view()

    # What the keys and buttons do

    def _open_at(self, view: str, key: str) -> None:
        self.model.open(view, key)  # type: ignore[arg-type]  # a view, and a version

    def show_view(self, view: str) -> None:
        """Show a view of the version in hand."""
        self.model.open(view)  # type: ignore[arg-type]  # the values of the switch are views

    def try_profile(self) -> None:
        """Open Try it."""
        self.show_view("try")

    def next_step(self) -> None:
        """Begin a draft, go to what stands in the way, add to the library, keep a test: whatever comes next."""
        model = self.model
        match model.view:
            case "versions":
                model.new_draft()
            case "faults":
                self.ask_file()
            case "edit":
                self._next_in_editor()
            case "try" if self.model.editor.is_open_to_edits:
                self.keep_test()
            case "try":
                model.new_draft()
            case view:
                self.further.next_step(view)

    def _next_in_editor(self) -> None:
        if self.editing.reveal_next():
            return
        if self.model.editor.is_open_to_edits:
            self.model.add_to_library()
        else:
            self.show_view("try")

    def why_not(self) -> str:
        """Return why the next step can't be taken now, "" where it can."""
        view = self.model.view
        return self.after_trying().why_not if view == "try" else self.further.why_not(view)

    def undo(self) -> None:
        """Take the last step back, in the simulation where that is open."""
        if not self.further.undo(self.model.view):
            self.model.editor.undo()

    def redo(self) -> None:
        """Make the step again that was taken back."""
        if not self.further.redo(self.model.view):
            self.model.editor.redo()

    def why_no_version(self) -> str:
        """Return why there is no version to work on, "" where there is one."""
        return "" if self.model.opened is not None else self.tr("Open a version first.")

    def run_tests(self) -> None:
        """Run the tests and checks, and show the tests."""
        self.model.editor.check()
        if self.model.view == "edit" and self.editing.current not in ("tests", "checks"):
            self.editing.go("tests", focus=True)

    def rename(self) -> None:
        """Write the title of the scheme, or the name of the row one stands on."""
        if self.model.view != "edit":
            self.show_view("edit")
        if self.editing.current not in ("strands", "bands", "levels"):
            self.editing.go("about", focus=True)
            return
        part: Any = self.editing.parts[self.editing.current]
        grid = getattr(part, self.editing.current, None)
        if grid is not None and grid.currentIndex().isValid():
            grid.setFocus()
            grid.edit(grid.grid.index(grid.currentIndex().row(), 0))

    def move_row(self, by: int) -> None:
        """Move the row one stands on."""
        if self.model.view == "edit":
            self.editing.move_row(by)

    def why_no_test(self) -> str:
        """Return why the profile can't be kept as a test, "" where it can."""
        answer = self.model.trial.answer
        if answer is None or answer.explanation is None:
            return self.tr("Rate every strand first.")
        return ""

    def after_trying(self) -> NextStep:
        """Return what follows in Try it: a draft keeps the profile as a test, from a version a draft is made."""
        if self.model.editor.is_open_to_edits:
            return NextStep(self.tr("Keep as a test"), "flask-conical", self.why_no_test())
        return NextStep(self.tr("New draft from this"), "file-plus", self.model.why_no_draft())

    def keep_test(self) -> None:
        """Keep the profile as a worked test that expects what it gives now."""
        trial = self.model.trial
        if self.why_no_test():
            return
        profile, expect = trial.as_test(self.model.editor.tariff)
        self.model.editor.add_test(profile, expect)
        self.show_view("edit")
        self.editing.go("tests")
        last = len(self.model.editor.document.get("tests", ())) - 1
        tests: Any = self.editing.parts["tests"]
        tests.table.go_to(last)

    def ask_file(self) -> None:
        """Ask for a workbook or a JSON file, and read it."""
        kinds = self.tr("Schemes (*.xlsx *.xlsm *.json)")
        name, _ = QFileDialog.getOpenFileName(self, self.tr("Choose a workbook or JSON file"), "", kinds)
        if name:
            self.model.read_file(Path(name))

    def ask_place(self) -> None:
        """Ask where to write the chosen version, and write it."""
        entry = self.model.entry
        if entry is None:
            return
        proposed = f"{entry.framework or 'framework'}-{entry.version}.xlsx"
        kinds = self.tr("Workbook (*.xlsx);;JSON (*.json)")
        name, _ = QFileDialog.getSaveFileName(self, self.tr("Export this version"), proposed, kinds)
        if name:
            self.model.export(Path(name))

    # Show

    def _named(self) -> tuple[str, str]:
        opened = self.model.opened
        document = self.model.editor.document
        entry = opened.entry if opened is not None else None
        title = str(document.get("title") or (entry.title if entry else ""))
        return title, str(document.get("version") or (entry.version if entry else ""))

    def _show(self) -> None:
        model = self.model
        view: Any = self.views.get(model.view)
        opened, state = model.opened, model.editor.state
        if view is None and opened is not None and state is not None:
            view = self.further.open(model.view, opened, state)
        view = view or self.editing
        self._stack.setCurrentWidget(view)
        self.bar.setVisible(model.view not in ("versions", "faults"))
        if self.bar.isVisibleTo(self):
            self._show_switch()
        view.show_model()
        self._tell_heading()

    def _show_version(self) -> None:
        if self.model.view == "edit":
            self.editing.show_model()
            self._tell_standing()
        self._tell_heading()

    def _tell_standing(self) -> None:
        """Say aloud how the draft stands where a check came to something else than the one before."""
        editor = self.model.editor
        said = words.standing(editor.checked)[0]
        if editor.is_open_to_edits and editor.checked.report is not None and said != self._standing:
            self._standing = said
            self._around.messages.announce(said)

    def _tell_heading(self) -> None:
        heading = f"{self.title()} {self.chips()}"
        if heading != self._heading:
            self._heading = heading
            self.heading_changed.emit()

    def _on_view(self) -> None:
        if self.model.view == "versions":
            self.further.leave()
        if self.isVisible() and not self.model.is_loading:
            self.take_focus()

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep what is being typed: the page may go with the person who wrote it."""
        self.model.editor.keep_now()
        self.further.keep_now()
        super().hideEvent(event)
