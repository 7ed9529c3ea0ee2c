"""One person: their roles and days, a role to grant or end, what is open in their name, a forgotten PIN."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QCoreApplication, QDate, Qt
from PySide6.QtWidgets import QCheckBox, QCompleter, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from bandingdesk.store.queries.council import RoleRow
from bandingdesk.store.queries.leaving import OpenWork
from bandingdesk.ui import messages, text
from bandingdesk.ui.widgets import card, labels
from bandingdesk.ui.widgets.banner import Banner
from bandingdesk.ui.widgets.buttons import PrimaryButton, QuietButton
from bandingdesk.ui.widgets.form import Choice, DayField, FormField, line
from bandingdesk.ui.workspaces.settings.panes import ROLES
from bandingdesk.ui.workspaces.settings.people_view_model import PeopleViewModel, Shown

_WIDTH = 372  # px


class PersonPane(card.Column):
    """The person that is chosen; MAY_CHANGE says whether who is at the keys is an administrator."""

    def __init__(self, model: PeopleViewModel, may_change: Callable[[], bool]) -> None:
        super().__init__(margins=(16, 16, 20, 16), spacing=12)
        self.setFixedWidth(_WIDTH)
        self.setAccessibleName(self.tr("The person chosen"))
        self.model = model
        self._may_change = may_change
        self._name = labels.Label("", "card_title", wrap=True)
        self._about = labels.Label("", "second", "text2", wrap=True)
        self._wrong = Banner("", closable=False)
        self._wrong.hide()
        for part in (self._name, self._about, self._wrong):
            self.add(part)
        self.add(self._roles_card())
        self.add(self._team_card())
        self.add(self._open_card())
        self.add(self._pin_card())
        self.body.addStretch(1)
        model.kept.connect(self._forget)
        for field in (self.pin, self.reason):
            field.textChanged.connect(self._show_buttons)
        self.role.chosen.connect(lambda _role: self._show_buttons())

    def show_person(self) -> None:
        """Show the person as read last, and what was refused."""
        shown, fault = self.model.shown, self.model.error
        self._wrong.setVisible(fault is not None)
        if fault is not None:
            self._wrong.say(*messages.error_text(fault), tone="danger")
        if shown is None:
            return
        person = shown.person
        self._name.setText(f"{person.name} ({person.initials})")
        self._about.setText(person.profession)
        self._show_roles(shown)
        self._show_open(shown.open)
        none = self.tr("In no team.")
        self._team.setText(shown.team or none)
        self.team.setCompleter(QCompleter(list(shown.teams), self.team))
        kept = self.panel.value
        types = [("", self.tr("all panels")), *((one.key, one.name) for one in shown.panel_types)]
        self.panel.set_choices(types, kept if kept in dict(types) else "")
        self._show_buttons()

    # Cards

    def _roles_card(self) -> card.Card:
        made = card.Card(self.tr("Roles"))
        self._roles = QGridLayout()
        self._roles.setHorizontalSpacing(10)
        self._roles.setVerticalSpacing(8)
        self._roles.setColumnStretch(0, 1)
        made.add(self._roles)
        self.role = Choice([(role, QCoreApplication.translate("roles", words)) for role, words in ROLES.items()])
        self.panel = Choice()
        self.starts = DayField(_qdate(self.model.today))
        self.ends = DayField(_qdate(self.model.today))
        self.has_end = QCheckBox(self.tr("With a last day"))
        self.has_end.toggled.connect(self.ends.setVisible)
        self.ends.setAccessibleName(self.tr("Last day"))
        self.ends.hide()
        for label, field in (
            (self.tr("New role"), self.role),
            (self.tr("At"), self.panel),
            (self.tr("First day"), self.starts),
        ):
            made.add(FormField(label, field))
        made.add(self.has_end)
        made.add(self.ends)
        self.grant = PrimaryButton(self.tr("Grant this role"), icon="user-check")
        self.grant.clicked.connect(self._on_grant)
        made.add(_right(self.grant))
        return made

    def _team_card(self) -> card.Card:
        made = card.Card(self.tr("Team"))
        self._team = labels.Label("", "body", wrap=True)
        self.team = line(longest=60)
        self.team_starts = DayField(_qdate(self.model.today))
        made.add(self._team)
        made.add(FormField(self.tr("New team"), self.team, hint=self.tr("Leave it empty to take them out.")))
        made.add(FormField(self.tr("From"), self.team_starts))
        self.set_team = QuietButton(self.tr("Set the team"), icon="users")
        self.set_team.clicked.connect(self._on_team)
        made.add(_right(self.set_team))
        return made

    def _open_card(self) -> card.Card:
        made = card.Card(self.tr("Open in this name"))
        hint = self.tr("Hand these on before the last role ends. Ending a role changes none of them.")
        made.add(labels.Label(hint, "note", "text2", wrap=True))
        self._open = QVBoxLayout()
        self._open.setSpacing(4)
        made.add(self._open)
        self._open_part = made
        return made

    def _pin_card(self) -> card.Card:
        made = card.Card(self.tr("Forgotten PIN"))
        hint = self.tr("The new PIN opens the window once its owner types it. It signs nothing until they change it.")
        made.add(labels.Label(hint, "note", "text2", wrap=True))
        self.pin = line(longest=12, secret=True)
        self.reason = line()
        made.add(FormField(self.tr("New PIN"), self.pin))
        made.add(FormField(self.tr("How do you know who asked?"), self.reason))
        self.reset = QuietButton(self.tr("Reset this PIN"), icon="key-round")
        self.reset.clicked.connect(lambda: self.model.reset_pin(self.pin.text(), self.reason.text()))
        made.add(_right(self.reset))
        return made

    # Showing

    def _show_roles(self, shown: Shown) -> None:
        card.clear(self._roles)
        names = {one.key: one.name for one in shown.panel_types}
        for row, held in enumerate(shown.roles):
            words = self._role_words(held, names)
            is_held = self.model.is_held(held)
            self._roles.addWidget(labels.Label(words, "body", "text" if is_held else "text2", wrap=True), row, 0)
            if is_held and held.ends is None:
                end = QuietButton(self.tr("End today"))
                end.setAccessibleName(self.tr("End today: {role}").replace("{role}", words))
                end.clicked.connect(self._ender(held))
                end.say_why_not("" if self._may_change() else self.tr("An administrator ends roles."))
                self._roles.addWidget(end, row, 1, Qt.AlignmentFlag.AlignTop)
        if not shown.roles:
            self._roles.addWidget(labels.Label(self.tr("No role yet."), "body", "text2"), 0, 0)

    def _role_words(self, held: RoleRow, names: dict[str, str]) -> str:
        role = QCoreApplication.translate("roles", ROLES[held.role])
        days = self.tr("from {0}").replace("{0}", text.day(held.starts))
        if held.ends is not None:
            days = self.tr("{0} to {1}").replace("{0}", text.day(held.starts)).replace("{1}", text.day(held.ends))
        where = names.get(held.panel_type, held.panel_type) if held.panel_type else ""
        return ", ".join(part for part in (role[:1].upper() + role[1:], where, days) if part)

    def _show_open(self, found: Sequence[OpenWork]) -> None:
        self._open_part.setVisible(bool(found))
        card.clear(self._open)
        kinds = {
            "case": self.tr("Case {0}"),
            "meeting": self.tr("Meeting on {0}"),
            "decision": self.tr("Decision not signed, case {0}"),
            "audit": self.tr("Audit of case {0}"),
        }
        for one in found[:8]:
            what = text.day(one.on) if one.on is not None else one.words
            self._open.addWidget(labels.Label(kinds[one.what].replace("{0}", what), "body", wrap=True))
        if len(found) > 8:
            more = self.tr("and {0} more").replace("{0}", text.count(len(found) - 8))
            self._open.addWidget(labels.Label(more, "body", "text2"))

    def _show_buttons(self) -> None:
        why = "" if self._may_change() else self.tr("An administrator grants roles and resets PINs.")
        self.grant.say_why_not(why or ("" if self.role.value else self.tr("Choose a role first.")))
        self.set_team.say_why_not("" if self._may_change() else self.tr("An administrator sets teams."))
        filled = self.pin.text() and self.reason.text().strip()
        self.reset.say_why_not(why or ("" if filled else self.tr("Fill in the PIN, and how you know who asked.")))

    # Acting

    def _on_grant(self) -> None:
        ends = _date(self.ends.date()) if self.has_end.isChecked() else None
        panel = str(self.panel.value or "") or None
        self.model.grant(self.role.value, _date(self.starts.date()), ends, panel)  # type: ignore[arg-type]  # the list offers roles

    def _on_team(self) -> None:
        self.model.set_team(self.team.text(), _date(self.team_starts.date()))

    def _ender(self, held: RoleRow) -> Callable[[], None]:
        return lambda: self.model.end(held, self.model.today)

    def _forget(self) -> None:
        self.pin.clear()
        self.team.clear()
        self.reason.clear()
        self.role.set_value(None)
        self.has_end.setChecked(False)
        self._show_buttons()


def _right(button: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(button)
    return row


def _qdate(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)


def _date(day: QDate) -> date:
    return date(day.year(), day.month(), day.day())
