"""Cards of the decision form that only some outcomes ask for: limbs of a test, shares of the cost."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from bandingdesk.panel.findings import GroundFound
from bandingdesk.panel.questions import QuestionSet
from bandingdesk.ui.widgets import card, labels
from bandingdesk.ui.widgets.form import FormField, NoteField, RadioRow, line
from bandingdesk.ui.workspaces.meeting.forms import LimbLine, ShareLine


class GroundsCard(card.Card):
    """Each limb of the outcome's tests, answered yes or no with words; or what the panel has answered already."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        self.add(labels.SectionTitle(self.tr("The test, part by part")))
        note = self.tr("A refusal stands on the law’s own test. The council’s criteria may guide, and no more.")
        self.add(labels.Label(note, "second", "text2", wrap=True))
        self._rows = QVBoxLayout()
        self._rows.setSpacing(10)
        self.add(self._rows)
        self.steps = NoteField(rows=3)
        self._steps = FormField(self.tr("Reasonable steps that were considered"), self.steps)
        self.add(self._steps)
        self._shown: tuple[object, ...] = ()
        self._limbs: list[tuple[LimbLine, RadioRow, NoteField]] = []

    def show_found(self, found: Sequence[GroundFound], asks: QuestionSet | None) -> None:
        """Show what the panel answered, limb by limb. Nothing of it is edited here."""
        if self._is_shown("found", tuple(found)):
            return
        said = {None: self.tr("Not reached"), True: self.tr("Yes"), False: self.tr("No")}
        for one in found:
            question = asks.get(f"{one.test}.{one.limb}" if one.limb else one.test) if asks is not None else None
            head = f"{question.mark}: {question.name}" if question is not None else f"{one.test} {one.limb}".strip()
            self._rows.addWidget(labels.Label(f"{head} — {said[one.met]}", "second_strong", wrap=True))
            if one.words:
                self._rows.addWidget(labels.Label(one.words, "second", "text2", wrap=True))

    def show_limbs(self, asks: QuestionSet, lines: list[LimbLine]) -> None:
        """Show the limbs of ASKS to answer in LINES, which are made where they are missing."""
        known = {(one.test, one.limb): one for one in lines}
        for question in asks.questions:
            if (question.test, question.limb) not in known:
                known[question.test, question.limb] = LimbLine(question.test, question.limb)
        lines[:] = [known[question.test, question.limb] for question in asks.questions]
        if self._is_shown("limbs", (id(lines), asks.strands)):
            return
        for question, each in zip(asks.questions, lines, strict=True):
            self._rows.addWidget(labels.Label(f"{question.mark}: {question.ask}", "second_strong", wrap=True))
            self._rows.addWidget(labels.Label(question.words, "second", "text2", wrap=True))
            met = RadioRow(question.ask, [("yes", self.tr("Yes")), ("no", self.tr("No"))])
            met.set_value(each.met or None)
            words = NoteField(each.words, rows=2)
            words.setAccessibleName(question.ask)
            self._rows.addWidget(met)
            self._rows.addWidget(FormField(self.tr("Why, in words about this child"), words))
            self._limbs.append((each, met, words))
            met.chosen.connect(self._take)
            words.textChanged.connect(self._take)

    def show_steps(self, shows: bool) -> None:
        """Show the field for reasonable steps, where mainstream is refused."""
        self._steps.setVisible(shows)

    def _is_shown(self, *what: object) -> bool:
        if what == self._shown:
            return True
        self._shown, self._limbs = what, []
        card.clear(self._rows)
        return False

    def _take(self, *_: object) -> None:
        for each, met, words in self._limbs:
            each.met, each.words = str(met.value or ""), words.text
        self.edited.emit()


class SharesCard(card.Card):
    """What education, health and care each pay a year, in whole pounds, and how that came about."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        self.add(labels.SectionTitle(self.tr("Who pays what")))
        self._rows = QVBoxLayout()
        self._rows.setSpacing(8)
        self.add(self._rows)
        self.total = labels.Label("", "second_strong")
        self.add(self.total)
        self._fields: list[tuple[ShareLine, QLineEdit, QLineEdit]] = []
        self._of = 0

    def show_shares(self, lines: list[ShareLine]) -> None:
        """Show LINES to fill in; the three parties are made where they are missing."""
        parties = (("education", self.tr("Education")), ("health", self.tr("Health")), ("care", self.tr("Social care")))
        known = {one.party: one for one in lines}
        lines[:] = [known.get(party) or ShareLine(party) for party, _title in parties]
        if self._of == id(lines):
            return
        self._of, self._fields = id(lines), []
        card.clear(self._rows)
        for each, (_party, title) in zip(lines, parties, strict=True):
            pounds, words = line(each.pounds, longest=12), line(each.words, longest=300)
            row = QHBoxLayout()
            row.addWidget(FormField(self.tr("{party}: £ a year").replace("{party}", title), pounds))
            row.addWidget(FormField(self.tr("How it came about"), words), 2)
            self._rows.addLayout(row)
            self._fields.append((each, pounds, words))
            pounds.textChanged.connect(self._take)
            words.textChanged.connect(self._take)
        self._add_up()

    def _take(self, *_: object) -> None:
        for each, pounds, words in self._fields:
            each.pounds, each.words = pounds.text(), words.text()
        self._add_up()
        self.edited.emit()

    def _add_up(self) -> None:
        from bandingdesk.ui import text

        total = sum(each.pence or 0 for each, _pounds, _words in self._fields)
        self.total.setText(self.tr("Together: {amount}").replace("{amount}", text.money(total, "year")))
