"""A panel type that changed after papers were frozen: what changed, what the meeting works by, taking the new rules."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QHBoxLayout, QWidget

from bandingdesk.errors import QT_TRANSLATE_NOOP
from bandingdesk.store.queries import panel_types
from bandingdesk.store.queries.panel_types import TypeChanged
from bandingdesk.ui import text
from bandingdesk.ui.widgets import buttons, card, form, labels
from bandingdesk.ui.workspaces.panels.building import Building
from bandingdesk.ui.workspaces.panels.reading import MeetingReading

_FIELDS = {
    "name": QT_TRANSLATE_NOOP("panels", "name"),
    "remit": QT_TRANSLATE_NOOP("panels", "remit"),
    "quorum": QT_TRANSLATE_NOOP("panels", "quorum"),
    "quorum_roles": QT_TRANSLATE_NOOP("panels", "roles of the quorum"),
    "outcomes": QT_TRANSLATE_NOOP("panels", "outcomes"),
    "recommends": QT_TRANSLATE_NOOP("panels", "who decides"),
    "delegation": QT_TRANSLATE_NOOP("panels", "scheme of delegation"),
    "second_signature": QT_TRANSLATE_NOOP("panels", "second signature"),
    "tolerance": QT_TRANSLATE_NOOP("panels", "tolerance"),
    "disagreement": QT_TRANSLATE_NOOP("panels", "what is flagged"),
    "own_band_after_lock": QT_TRANSLATE_NOOP("panels", "a member’s own band"),
    "tests": QT_TRANSLATE_NOOP("panels", "tests of the law"),
    "votes": QT_TRANSLATE_NOOP("panels", "votes"),
    "tie_rule": QT_TRANSLATE_NOOP("panels", "rule between two levels"),
    "readers": QT_TRANSLATE_NOOP("panels", "readers"),
    "case_minutes": QT_TRANSLATE_NOOP("panels", "time for a case"),
    "papers_days": QT_TRANSLATE_NOOP("panels", "deadline for papers"),
    "interest_defaults": QT_TRANSLATE_NOOP("panels", "interests"),
    "routes": QT_TRANSLATE_NOOP("panels", "where cases go on to"),
    "ratified_by": QT_TRANSLATE_NOOP("panels", "who ratifies"),
    "pack": QT_TRANSLATE_NOOP("panels", "what a pack shows"),
    "room": QT_TRANSLATE_NOOP("panels", "what the room’s screen shows"),
}


def shortly() -> str:
    """Return that something changed, for a narrow place."""
    return _tr("The panel’s rules changed after papers were frozen.")


def happened(found: TypeChanged) -> str:
    """Return what changed, as a sentence."""
    names = [_tr(_FIELDS[name]) for name in panel_types.differences(found.held, found.now) if name in _FIELDS]
    said = _tr("The rules of this panel changed after papers were frozen: {what}.")
    return said.replace("{what}", text.listed(names) or _tr("its minute"))


def holds(found: TypeChanged) -> str:
    """Return which rules the meeting works by."""
    said = _tr("This meeting works by those of {day} ({minute}). Nothing on its agenda changed.")
    return said.replace("{day}", text.day(found.held.starts)).replace("{minute}", found.held.minute)


class RulesCard(card.Card):
    """The change, with the chair's way to plan the meeting anew under the new rules."""

    def __init__(self, building: Building, parent: QWidget | None = None) -> None:
        super().__init__(_tr("Rules that changed"), parent=parent)
        self._what = labels.Label("", "body", wrap=True)
        self._holds = labels.Label("", "second", "text2", wrap=True)
        self.why = form.NoteField(rows=2)
        self._field = form.FormField(_tr("Why does this meeting take the new rules?"), self.why)
        self.take = buttons.QuietButton(_tr("Take the new rules"), icon="gavel")
        self.take.clicked.connect(lambda: building.take_rules(self.why.text))
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.take)
        for part in (self._what, self._holds, self._field):
            self.add(part)
        self.add(foot)

    def show_rules(self, seen: MeetingReading) -> None:
        """Show what changed for this meeting; nothing stands here where nothing did."""
        found = seen.changed
        self.setVisible(found is not None)
        if found is None:
            return
        self._what.setText(happened(found))
        self._holds.setText(holds(found))
        may_take = seen.leads and seen.meeting.state == "planned"
        for part in (self._field, self.take):
            part.setVisible(may_take)


def _tr(source: str) -> str:
    return QCoreApplication.translate("panels", source)
