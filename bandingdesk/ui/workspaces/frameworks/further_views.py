"""The views of a version beside editor and Try it, from compare to what schools get. Built when first opened."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QStackedWidget, QWidget

from bandingdesk.ui.workspaces.frameworks import simulate_reading, words
from bandingdesk.ui.workspaces.frameworks.adopt_pane import AdoptPane
from bandingdesk.ui.workspaces.frameworks.adopt_view_model import AdoptViewModel
from bandingdesk.ui.workspaces.frameworks.compare_pane import ComparePane
from bandingdesk.ui.workspaces.frameworks.compare_view_model import CompareViewModel
from bandingdesk.ui.workspaces.frameworks.reading import DRAFT, Opened
from bandingdesk.ui.workspaces.frameworks.schools_pane import SchoolsPane
from bandingdesk.ui.workspaces.frameworks.schools_view_model import SchoolsViewModel
from bandingdesk.ui.workspaces.frameworks.simulate_pane import SimulatePane
from bandingdesk.ui.workspaces.frameworks.simulate_view_model import SimulateViewModel
from bandingdesk.ui.workspaces.frameworks.trial_pane import TrialPane
from bandingdesk.ui.workspaces.frameworks.trial_view_model import TrialViewModel

if TYPE_CHECKING:
    from bandingdesk.ui.surroundings import Surroundings
    from bandingdesk.ui.workspaces.frameworks.history import State


class FurtherViews(QObject):
    """The panes by view. `open` shows one for a version; `next_step` does what its main button does."""

    def __init__(self, around: Surroundings, stack: QStackedWidget, show: Callable[[str, str], None]) -> None:
        super().__init__(stack)
        self._around, self._stack, self._show = around, stack, show
        self.panes: dict[str, Any] = {}
        self._simulated: State | None = None

    def choices(self, opened: Opened | None) -> list[tuple[object, str]]:
        """Return the views that this version can have: a draft is not adopted before it is in the library."""
        found: list[tuple[object, str]] = [("compare", words.tr("Compare")), ("simulate", words.tr("Simulate"))]
        if opened is not None and opened.entry.row is not None and opened.entry.row.trial_from is not None:
            found.append(("trial", words.tr("Trial")))
        if opened is not None and not opened.entry.draft_id:
            found += [("adopt", words.tr("Adopt")), ("schools", words.tr("For schools"))]
        return found

    def open(self, view: str, opened: Opened, state: State) -> QWidget:
        """Return the pane of VIEW, showing this version."""
        if view not in self.panes:
            makers = {
                "compare": self._compare,
                "simulate": self._simulate,
                "trial": self._trial,
                "adopt": self._adopt,
                "schools": self._schools,
            }
            self.panes[view] = makers[view]()
            self._stack.addWidget(self.panes[view])
        pane: Any = self.panes[view]
        if view == "compare":
            self.comparison.open(opened.entry.key)
        elif view == "simulate":
            if state is not self._simulated:
                self._simulated = state
                desk, version = self._around.desk, opened.entry.key
                self.simulation.open(lambda told, stopped: simulate_reading.load(desk, version, state, told, stopped))
        elif view == "trial":
            self.trial.open(opened.entry.key)
        elif view == "adopt":
            self.adoption.open(opened.entry.key)
        else:
            self.schools.open(opened.entry.key, opened.tariff_id)
        made: QWidget = pane
        return made

    def leave(self) -> None:
        """Let go what holds a caseload: another version is in hand."""
        if "simulate" in self.panes:
            self._simulated = None
            self.simulation.close()
        if "compare" in self.panes:
            self.comparison.close()
        if "trial" in self.panes:
            self.trial.close()

    def keep_now(self) -> None:
        """Keep what is being tried: the page may go with the person who tries it."""
        if "simulate" in self.panes:
            self.simulation.keep()

    def next_step(self, view: str) -> None:
        """Do what the main button of VIEW does."""
        acts = {"compare": "ask_place", "simulate": "into_draft", "adopt": "adopt", "schools": "ask_folder"}
        if view in acts:
            getattr(self.panes[view], acts[view])()

    def why_not(self, view: str) -> str:
        """Return why the main button of VIEW can't be pressed now, "" where it can."""
        return str(self.panes[view].why_not()) if view in self.panes else ""

    def undo(self, view: str) -> bool:
        """Take back the last step of VIEW; return whether it has steps of its own."""
        if view == "simulate" and view in self.panes:
            self.simulation.undo()
        return view == "simulate"

    def redo(self, view: str) -> bool:
        """Make the last step of VIEW again; return whether it has steps of its own."""
        if view == "simulate" and view in self.panes:
            self.simulation.redo()
        return view == "simulate"

    def _compare(self) -> ComparePane:
        around = self._around
        self.comparison = CompareViewModel(around.desk, around.jobs, around.messages, self)
        return ComparePane(self.comparison, around.jobs, around.messages)

    def _simulate(self) -> SimulatePane:
        around = self._around
        self.simulation = SimulateViewModel(around.desk, around.jobs, around.messages, self)
        self.simulation.drafted.connect(lambda id_: self._show("edit", DRAFT + id_))
        return SimulatePane(self.simulation, around.jobs, around.messages)

    def _trial(self) -> TrialPane:
        around = self._around
        self.trial = TrialViewModel(around.desk, around.jobs, self)
        return TrialPane(self.trial, around.jobs, around.messages)

    def _adopt(self) -> AdoptPane:
        around = self._around
        self.adoption = AdoptViewModel(around.desk, around.jobs, around.messages, around.clock, self)
        self.adoption.adopted.connect(lambda _sha256: self._show("versions", ""))
        return AdoptPane(self.adoption)

    def _schools(self) -> SchoolsPane:
        self.schools = SchoolsViewModel(self._around.desk, self._around.jobs, self)
        return SchoolsPane(self.schools)
