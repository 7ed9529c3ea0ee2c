"""Who is at the keys, and the way to hand the keys over: with the PIN of the next person, freely in a demo."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QPushButton, QScrollArea, QVBoxLayout, QWidget

from bandingdesk.errors import QT_TRANSLATE_NOOP
from bandingdesk.ui.popover import Popover
from bandingdesk.ui.theme.theme import Theme
from bandingdesk.ui.widgets import labels
from bandingdesk.ui.widgets.buttons import QuietButton

ROLES = {
    "panel_member": QT_TRANSLATE_NOOP("roles", "panel member"),
    "chair": QT_TRANSLATE_NOOP("roles", "chair"),
    "deputy": QT_TRANSLATE_NOOP("roles", "deputy chair"),
    "clerk": QT_TRANSLATE_NOOP("roles", "panel clerk"),
    "caseworker": QT_TRANSLATE_NOOP("roles", "caseworker"),
    "decision_maker": QT_TRANSLATE_NOOP("roles", "decision maker"),
    "head_of_service": QT_TRANSLATE_NOOP("roles", "head of service"),
    "qa_lead": QT_TRANSLATE_NOOP("roles", "quality lead"),
    "auditor": QT_TRANSLATE_NOOP("roles", "auditor"),
    "finance": QT_TRANSLATE_NOOP("roles", "finance"),
    "presenter": QT_TRANSLATE_NOOP("roles", "presenter"),
    "observer": QT_TRANSLATE_NOOP("roles", "observer"),
    "dpo": QT_TRANSLATE_NOOP("roles", "data protection officer"),
    "administrator": QT_TRANSLATE_NOOP("roles", "administrator"),
}
# Of several roles the status line names the one that says most about what the person does here.
ORDER = ("chair", "decision_maker", "qa_lead", "clerk", "caseworker", "deputy", "panel_member")


def role_word(roles: Sequence[str]) -> str:
    """Return the role of a person as the status line names it, "" for somebody without one."""
    if not roles:
        return ""
    known = next((role for role in ORDER if role in roles), roles[0])
    return QCoreApplication.translate("roles", ROLES[known]) if known in ROLES else known.replace("_", " ")


class WhoPanel(Popover):
    """My name and role, a lock, the other people of this store. `chosen` carries the row of the one to switch to."""

    chosen = Signal(object)
    lock_asked = Signal()

    def __init__(self, window: QWidget, theme: Theme) -> None:
        super().__init__(window, theme, width=320, name="")
        self.setAccessibleName(self.tr("Who is at the keys"))
        self._name = labels.Label("", "card_title", wrap=True)
        self._role = labels.Label("", "second", "text2", wrap=True)
        self._title = labels.Label(self.tr("Hand over to"), "note_strong", "text2")
        self.column.addWidget(self._name)
        self.column.addWidget(self._role)
        self.lock = QuietButton(self.tr("Lock now"), icon="lock", key="Ctrl+Shift+K")
        self.lock.clicked.connect(self._on_lock)
        self.column.addWidget(self.lock)
        self.column.addWidget(labels.Line())
        self.column.addWidget(self._title)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QScrollArea.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.column.addWidget(self._area)

    def show_people(self, me: Any, people: Sequence[Any], anchor: QWidget) -> None:
        """Open the panel for ME with the rows of PEOPLE, under ANCHOR."""
        self._name.setText(me.name)
        self._role.setText(role_word(me.roles) or self.tr("No role yet"))
        others = [person for person in people if person.id != me.id]
        self._title.setVisible(bool(others))
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(5, 5, 12, 5)  # room for the focus ring
        column.setSpacing(2)
        rows = [self._row(person) for person in others]
        for row in rows:
            column.addWidget(row)
        column.addStretch(1)
        self._area.setWidget(holder)
        height = sum(row.sizeHint().height() + 2 for row in rows)
        self._area.setFixedHeight(min(height + 10, self.window().height() - 260) if rows else 0)
        self.open_at(anchor)

    def _on_lock(self) -> None:
        self.close_it()
        self.lock_asked.emit()

    def _row(self, person: Any) -> QPushButton:
        role = role_word(person.roles) or self.tr("No role yet")
        row = QPushButton(self.tr("{name}, {role}").format(name=person.name, role=role))
        row.setProperty("look", "row")
        self._theme.dress(row, "user", "text2", 18)
        row.setAccessibleDescription(self.tr("Hands the keys over to {name}").format(name=person.name))
        row.clicked.connect(self._chooser(person))
        return row

    def _chooser(self, person: Any) -> Callable[[], None]:
        def choose() -> None:
            self.close_it()
            self.chosen.emit(person)

        return choose
