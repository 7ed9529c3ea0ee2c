"""The workspace Settings: its parts as a list, the open part beside it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QWidget

from bandingdesk.ui.commands import Command
from bandingdesk.ui.surroundings import Surroundings
from bandingdesk.ui.widgets import labels
from bandingdesk.ui.widgets.chip import Fact
from bandingdesk.ui.widgets.row_list import Row, RowList
from bandingdesk.ui.workspaces.settings import commands
from bandingdesk.ui.workspaces.settings.panel_types_part import PanelTypesPart
from bandingdesk.ui.workspaces.settings.panel_types_view_model import PanelTypesViewModel
from bandingdesk.ui.workspaces.settings.panes import DiagnosticsPart, LookPart, MePart, SecurityPart
from bandingdesk.ui.workspaces.settings.people_part import PeoplePart
from bandingdesk.ui.workspaces.settings.people_view_model import PeopleViewModel
from bandingdesk.ui.workspaces.settings.terms_part import TermsPart
from bandingdesk.ui.workspaces.settings.terms_view_model import TermsViewModel
from bandingdesk.ui.workspaces.settings.view_model import Section, SettingsViewModel

_NAV = 208  # px


class Page(QWidget):
    """Me, look, people, casework terms, panel types, security, diagnostics."""

    heading_changed = Signal()

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self.view_model = SettingsViewModel(around.desk, around.jobs, self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.nav = RowList(self.tr("Parts of Settings"))
        self.nav.setFixedWidth(_NAV)
        self.nav.chosen.connect(self._go)
        self.nav.opened.connect(self._go)
        row.addWidget(self.nav)
        row.addWidget(labels.Line(upright=True))
        seen = self.view_model
        self.parts: dict[Section, Any] = {
            "me": MePart(seen),
            "look": LookPart(seen, around),
            "people": PeoplePart(seen, PeopleViewModel(around.desk, around.jobs, self)),
            "terms": TermsPart(seen, TermsViewModel(around.desk, around.jobs, self)),
            "panel_types": PanelTypesPart(seen, PanelTypesViewModel(around.desk, around.jobs, self), around),
            "security": SecurityPart(seen, around),
            "diagnostics": DiagnosticsPart(seen),
        }
        self._stack = QStackedLayout()
        for part in self.parts.values():
            self._stack.addWidget(part)
        row.addLayout(self._stack, 1)
        self.commands: list[Command] = commands.commands(self)
        seen.changed.connect(self._show)
        self._show()

    def open(self, *, section: Section = "me", **_where: Any) -> None:
        """Open a part."""
        self.view_model.go(section)
        self.view_model.refresh()

    def title(self) -> list[str]:
        """Return the breadcrumb."""
        return [self.tr("Settings")]

    def chips(self) -> list[Fact]:
        """Return the chips of the header."""
        return []

    def panes(self) -> list[QWidget]:
        """Return the parts that F6 walks."""
        return [self.nav, self.parts[self.view_model.section]]

    def take_focus(self) -> None:
        """Put the focus on the list of parts."""
        self.nav.setFocus(Qt.FocusReason.OtherFocusReason)

    def minimumSizeHint(self) -> QSize:
        return QSize(780, 400)

    def _show(self) -> None:
        rows = [
            Row("me", self.tr("Me"), icon="user"),
            Row("look", self.tr("Look"), icon="palette"),
            Row("people", self.tr("People"), icon="users", right=str(len(self.view_model.people) or "")),
            Row("terms", self.tr("Casework terms"), icon="clipboard-list"),
            Row("panel_types", self.tr("Panel types"), icon="gavel"),
            Row("security", self.tr("Security"), icon="shield-check"),
            Row("diagnostics", self.tr("Diagnostics"), icon="activity"),
        ]
        self.nav.set_rows(rows, self.view_model.section)
        part = self.parts[self.view_model.section]
        part.show_part()
        self._stack.setCurrentWidget(part)

    def _go(self, section: object) -> None:
        if section != self.view_model.section:
            self.view_model.go(section)  # type: ignore[arg-type]  # the keys of the list are the sections
