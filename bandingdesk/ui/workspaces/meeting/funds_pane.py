"""How an agreed provision is funded: source, shares to the penny, how it is commissioned, then the signatures."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from bandingdesk.panel import outcomes
from bandingdesk.ui import codes
from bandingdesk.ui.widgets import card, labels
from bandingdesk.ui.widgets.form import Choice, DayField, FormField, NoteField, RadioRow, line
from bandingdesk.ui.workspaces.meeting import higher_forms, higher_words
from bandingdesk.ui.workspaces.meeting.first_panel import LinesCard
from bandingdesk.ui.workspaces.meeting.higher_forms import Higher, PartyShare
from bandingdesk.ui.workspaces.meeting.higher_reading import HigherRow
from bandingdesk.ui.workspaces.meeting.reading import Reading

_LENGTHS = ("", "4", "8", "12", "24", "36")  # months: as long as the plan; one, two, three terms or a year; years


class FundsPane(QWidget):
    """The form of a funding panel, and what is recorded. `edited` comes with each change."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._form = Higher()
        self._key: tuple[object, ...] = ()
        self._is_filling = False
        self._fields: dict[str, QWidget] = {}
        self._rows: list[tuple[PartyShare, QLineEdit, QLineEdit]] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self.recorded = LinesCard(self.tr("How it is funded"))
        self.shares, self.how = self._make_shares(), self._make_how()
        self.second, self.decide = self._make_second(), self._make_decide()
        for part in (self.shares, self.how, self.recorded, self.second, self.decide):
            column.addWidget(part)

    def show_step(self, seen: Reading, higher: HigherRow, form: Higher, step: str) -> None:
        """Show STEP. A form that is on the screen already is left alone: somebody is typing in it."""
        assert seen.item is not None
        key = (seen.item.item, step, id(form))
        if key != self._key:
            self._key, self._form = key, form
            self._is_filling = True  # a field that is being filled reads as edited, and would write the others back
            self._begin(seen, higher)
            self._fill(seen)
            self._is_filling = False
        self.recorded.show_lines([] if step == "funds" else higher_words.funds(higher))
        has_form = step == "funds" and higher.before is not None and seen.is_chair
        self.shares.setVisible(has_form and higher.shows_money)
        self.how.setVisible(has_form)
        self.second.setVisible(step == "funds_second")
        self.decide.setVisible(step == "funds_sign")
        self._show_outcome()

    def focus(self, name: str) -> None:
        """Put the focus on the field that the rule calls NAME."""
        if name in self._fields:
            self._fields[name].setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def amounts(self) -> list[QLineEdit]:
        """The fields of the shares, in the form's order."""
        return [amount for _share, amount, _words in self._rows]

    # Building

    def _make_shares(self) -> card.Card:
        made = card.Card(self.tr("What it costs, and who bears it"))
        self.outcome, self.cost = Choice(), line(longest=16)
        made.add(self._field("outcome", self.tr("What the panel finds"), self.outcome))
        self.effect = labels.Label("", "second", "text2", wrap=True)
        made.add(self.effect)
        made.add(self._field("pence", self.tr("The cost: £ a year"), self.cost))
        self._share_rows = QVBoxLayout()
        self._share_rows.setSpacing(8)
        made.add(self._share_rows)
        self.sum = labels.Label("", "second_strong", wrap=True)
        made.add(self.sum)
        return made

    def _make_how(self) -> card.Card:
        made = card.Card(self.tr("How, from when, and why"))
        self.commissioned, self.options, self.reasons = NoteField(rows=3), NoteField(rows=3), NoteField(rows=5)
        self.conditions, self.starts, self.months = NoteField(rows=3), DayField(), Choice()
        made.add(self._field("commissioned", self.tr("How it is commissioned"), self.commissioned))
        row = QHBoxLayout()
        row.addWidget(self._field("starts", self.tr("From"), self.starts))
        row.addWidget(self._field("months", self.tr("For how long the source holds"), self.months))
        made.add(row)
        self._conditions = self._field("conditions", self.tr("Conditions, a line each"), self.conditions)
        made.add(self._conditions)
        made.add(self._field("options", self.tr("Options that were looked at, a line each"), self.options))
        hint = self.tr("Why this source. What the child gets is settled: Section F is secured whoever pays.")
        made.add(self._field("reasons", self.tr("Reasons"), self.reasons, hint))
        return made

    def _make_second(self) -> card.Card:
        made = card.Card(self.tr("Second signature"))
        note = self.tr("Another member of this panel, or a head of service, signs what was found.")
        made.add(labels.Label(note, "second", "text2", wrap=True))
        self.second_words = NoteField(rows=3)
        made.add(self._field("second", self.tr("Your words, if you have any"), self.second_words))
        return made

    def _make_decide(self) -> card.Card:
        made = card.Card(self.tr("Your decision on the funds"))
        question = self.tr("Do you decide as the panel found?")
        self.agrees = RadioRow(question, [("yes", self.tr("Yes, as found")), ("no", self.tr("No"))])
        made.add(labels.Label(question, "second_strong"))
        made.add(self.agrees)
        self.sign_words = NoteField(rows=4)
        hint = self.tr("Needed where you don’t agree. The provision is secured all the same, from the same day.")
        made.add(self._field("sign", self.tr("Your words"), self.sign_words, hint))
        self.agrees.chosen.connect(self._take)
        return made

    def _field(self, name: str, label: str, field: QWidget, hint: str = "") -> FormField:
        self._fields[name] = field
        if isinstance(field, NoteField | QLineEdit):
            field.textChanged.connect(self._take)
        elif isinstance(field, Choice):
            field.chosen.connect(self._take)
        elif isinstance(field, DayField):
            field.dateChanged.connect(self._take)
        return FormField(label, field, hint=hint)

    # Filling

    def _begin(self, seen: Reading, higher: HigherRow) -> None:
        """Offer what is known before anybody types: the cost as it was sent, and the day the decision starts."""
        funds = self._form.funds
        if not funds.pounds and higher.before is not None and higher.before.pence:
            funds.pounds = higher_forms.pounds(higher.before.pence)
        if not funds.starts:
            funds.starts = (higher.decision.starts if higher.decision is not None else seen.meeting.on).isoformat()

    def _fill(self, seen: Reading) -> None:
        form, funds = self._form, self._form.funds
        known = [(name, codes.outcome(name)) for name in seen.terms.outcomes if name != "ratified"]
        self.outcome.set_choices(known, funds.outcome or None)
        self.cost.setText(funds.pounds)
        self.commissioned.set_text(funds.commissioned)
        day = date.fromisoformat(funds.starts)
        self.starts.setDate(QDate(day.year, day.month, day.day))
        lengths = [(one, higher_words.months(int(one) if one else None)) for one in _LENGTHS]
        self.months.set_choices(lengths, funds.months)
        self.conditions.set_text(funds.conditions)
        self.options.set_text(funds.options)
        self.reasons.set_text(funds.reasons)
        self.second_words.set_text(form.second_words)
        self.agrees.set_value(form.agrees or None)
        self.sign_words.set_text(form.sign_words)
        self._fill_shares()

    def _fill_shares(self) -> None:
        card.clear(self._share_rows)
        self._rows = []
        for share in self._form.funds.shares:
            title = higher_words.parties()[share.party]
            amount, words = line(share.pounds, longest=16), line(share.words, longest=300)
            row = QHBoxLayout()
            row.addWidget(FormField(self.tr("{party}: £ a year").replace("{party}", title), amount), 1)
            row.addWidget(FormField(self.tr("Who agreed it, and when"), words), 2)
            words.setAccessibleDescription(title)
            self._share_rows.addLayout(row)
            self._rows.append((share, amount, words))
            for field in (amount, words):
                field.textChanged.connect(self._take)
        self._fields["shares"], self._fields["agreed"] = self._rows[0][1], self._rows[0][2]

    def _take(self, *_: object) -> None:
        """Lay what stands in the fields into the form."""
        if self._is_filling:
            return
        form, funds = self._form, self._form.funds
        funds.outcome, funds.pounds = str(self.outcome.value or ""), self.cost.text()
        for share, amount, words in self._rows:
            share.pounds, share.words = amount.text(), words.text()
        funds.commissioned, funds.conditions = self.commissioned.text, self.conditions.text
        funds.options, funds.reasons = self.options.text, self.reasons.text
        funds.starts = self.starts.date().toString(Qt.DateFormat.ISODate)
        funds.months = str(self.months.value or "")
        form.second_words, form.sign_words = self.second_words.text, self.sign_words.text
        form.agrees = str(self.agrees.value or "")
        self._show_outcome()
        self.edited.emit()

    def _show_outcome(self) -> None:
        funds = self._form.funds
        words, tone = higher_words.sum_line(funds)
        self.sum.setText(words)
        self.sum.set_tone(tone)
        kind = outcomes.book().get(funds.outcome) if funds.outcome else None
        self._conditions.setVisible(kind is not None and "conditions" in kind.needs)
        self.effect.setText(kind.words if kind is not None else "")
        self.effect.setVisible(bool(self.effect.text()))
