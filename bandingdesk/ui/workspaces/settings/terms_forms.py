"""The forms of the terms of casework, one for each policy: what is typed as a term, and why it can't be adopted yet."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QLineEdit

from bandingdesk.casework import terms
from bandingdesk.casework.contacts.policy import MOST_DAYS
from bandingdesk.casework.provision.rates import MOST_PENCE
from bandingdesk.casework.terms import Called, Criteria, Expected, Name, ReplyDays, RoleRate, RoleRates, Term
from bandingdesk.statute import grounds
from bandingdesk.ui import amounts
from bandingdesk.ui.widgets import card, labels
from bandingdesk.ui.widgets.form import FormField, NoteField, RadioRow, line
from bandingdesk.ui.widgets.policy_form import PolicyForm
from bandingdesk.ui.workspaces.settings.terms_words import TermsWords


class TermForm(PolicyForm):
    """A form of one policy."""

    def __init__(self, today: date, words: TermsWords) -> None:
        super().__init__(today)
        self.today, self.words = today, words
        self.make()
        self.finish()
        self.typed.connect(self.show_why_not)

    def show_term(self, term: Term | None) -> None:
        """Show what is in force, blank fields for what can't be read; day and minute start anew."""
        self.fill(partial(self._fill, term))
        self.show_why_not()

    def show_why_not(self) -> None:
        """Say what is still to fill in, on the button."""
        why = self.why_not()
        if not why and not self.minute.text().strip():
            why = self.tr("Enter where it was decided.")
        self.adopt.say_why_not(why)

    def make(self) -> None:
        """Put in the fields."""
        raise NotImplementedError

    def show_fields(self, term: Term | None) -> None:
        """Show TERM in the fields."""
        raise NotImplementedError

    def term(self) -> Term:
        """Return what is typed."""
        raise NotImplementedError

    def why_not(self) -> str:
        """Return what the fields still need, "" for nothing."""
        return ""

    def _fill(self, term: Term | None) -> None:
        self.show_fields(term)
        self.show_head({"starts": self.today.isoformat(), "minute": ""})


class ReplyForm(TermForm):
    """Working days to an answer."""

    def make(self) -> None:
        self.days = self.number(0, self.tr("Working days to an answer"), MOST_DAYS)
        hint = self.tr("Leave it empty and no reply time is promised.")
        self.column.addWidget(FormField(self.tr("Working days to an answer"), self.days, hint=hint))

    def show_fields(self, term: Term | None) -> None:
        days = term.days if isinstance(term, ReplyDays) else None
        self.days.setText("" if days is None else str(days))

    def term(self) -> ReplyDays:
        return ReplyDays(self.days.value() or None)


class RatesForm(TermForm):
    """Pounds an hour of each role, and a line for one more."""

    def make(self) -> None:
        self.rows: list[tuple[str, QLineEdit, QLineEdit]] = []  # id, title, pounds
        self._grid = QGridLayout()
        self._grid.setColumnStretch(0, 1)
        self.column.addLayout(self._grid)
        hint = self.tr("The last line is for one more role. To leave a role out, empty its name and its amount.")
        self.column.addWidget(labels.Label(hint, "note", "text2", wrap=True))

    def show_fields(self, term: Term | None) -> None:
        card.clear(self._grid)
        self.rows = []
        roles = term.roles if isinstance(term, RoleRates) else ()
        for at, title in enumerate((self.tr("Role"), self.tr("Pounds an hour"))):
            self._grid.addWidget(labels.Label(title, "second_strong"), 0, at)
        for at, role in enumerate((*roles, RoleRate("", "", 0)), 1):
            name = line(role.title)
            pounds = line(f"{role.pence // 100}.{role.pence % 100:02d}" if role.pence else "")
            pounds.setMaximumWidth(120)
            pounds.setAlignment(Qt.AlignmentFlag.AlignRight)
            said = role.title or self.tr("One more role")
            name.setAccessibleName(said)
            pounds.setAccessibleName(self.tr("{role}: pounds an hour").format(role=said))
            for column, field in enumerate((name, pounds)):
                field.textChanged.connect(self.tell)
                self._grid.addWidget(field, at, column)
            self.rows.append((role.id, name, pounds))

    def term(self) -> RoleRates:
        typed = [(id_, name.text().strip(), pounds.text()) for id_, name, pounds in self.rows]
        return RoleRates(tuple(RoleRate(id_, name, amounts.pence(said) or 0) for id_, name, said in typed if name))

    def why_not(self) -> str:
        names: set[str] = set()
        for _id, title, pounds in self.rows:
            name, typed = title.text().strip(), pounds.text().strip()
            if not name and not typed:
                continue
            if not name:
                return self.tr("Name the role that costs {amount}.").format(amount=typed)
            if name.casefold() in names:
                return self.tr("{role} stands there twice.").format(role=name)
            names.add(name.casefold())
            pence = amounts.pence(typed)
            if pence is None or not 0 < pence <= MOST_PENCE:
                return self.tr("Enter pounds an hour such as 18.42, up to 1,000: {role}.").format(role=name)
        return ""


class CriteriaForm(TermForm):
    """The council's guidance under the question of each legal test."""

    def make(self) -> None:
        self.texts: dict[str, NoteField] = {}
        for test in grounds.book().ids:
            field = self.texts[test] = NoteField(rows=6)
            field.textChanged.connect(self.tell)
            self.column.addWidget(FormField(self.words.test(test, self.today), field))

    def show_fields(self, term: Term | None) -> None:
        words = term.words if isinstance(term, Criteria) else {}
        for test, field in self.texts.items():
            field.set_text(words.get(test, ""))

    def term(self) -> Criteria:
        return Criteria({test: field.text.strip() for test, field in self.texts.items() if field.text.strip()})


class ExpectedForm(TermForm):
    """Who is expected to lock a profile, as ticks."""

    def make(self) -> None:
        self.ticks: dict[str, QCheckBox] = {}
        row = QHBoxLayout()
        for party in terms.PARTIES:
            tick = self.ticks[party] = QCheckBox(self.words.party(party))
            tick.toggled.connect(self.tell)
            row.addWidget(tick)
        row.addStretch(1)
        self.column.addLayout(row)

    def show_fields(self, term: Term | None) -> None:
        parties = term.parties if isinstance(term, Expected) else ()
        for party, tick in self.ticks.items():
            tick.setChecked(party in parties)

    def term(self) -> Expected:
        return Expected(tuple(party for party in terms.PARTIES if self.ticks[party].isChecked()))

    def why_not(self) -> str:
        return "" if self.term().parties else self.tr("Tick at least one.")


class CalledForm(TermForm):
    """What a form calls the child."""

    def make(self) -> None:
        self.called = RadioRow(self.tr("What a form calls the child"), self.words.called())
        self.called.chosen.connect(self.tell)
        self.column.addWidget(self.called)

    def show_fields(self, term: Term | None) -> None:
        self.called.set_value(term.by if isinstance(term, Called) else None)

    def term(self) -> Called:
        return Called(cast(Name, self.called.value))

    def why_not(self) -> str:
        return "" if self.called.value else self.tr("Choose one.")


FORMS: dict[str, type[TermForm]] = dict(
    zip(terms.KEYS, (ReplyForm, RatesForm, CriteriaForm, ExpectedForm, CalledForm), strict=True)
)
