"""The steps after the proposal: second signature, Section F, the amount, the recommendation, the decision maker."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from bandingdesk.store.queries.casework import EvidenceRow
from bandingdesk.store.queries.decisions import DecisionRow
from bandingdesk.ui import codes, text
from bandingdesk.ui.widgets import buttons, card, labels
from bandingdesk.ui.widgets.answers import AnswerRow, AnswerRows, Given
from bandingdesk.ui.widgets.form import Choice, FormField, NoteField, RadioRow
from bandingdesk.ui.workspaces.meeting import words
from bandingdesk.ui.workspaces.meeting.forms import Forms
from bandingdesk.ui.workspaces.meeting.reading import Reading
from bandingdesk.ui.workspaces.meeting.section_f_card import SectionFCard


class StepsPane(QWidget):
    """What is proposed, and the form of the step that comes next. `edited` comes with each change."""

    edited = Signal()
    higher_asked = Signal(str)
    sheets_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._form = Forms()
        self._key: tuple[object, ...] = ()
        self._to = ""  # the higher panel that the cost goes on to
        self._is_filling = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self.found = card.Card(self.tr("What the panel found"))
        self._found = labels.Label("", "body", wrap=True)
        self.found.add(self._found)
        self.second = card.Card(self.tr("Second signature"))
        self.second.add(
            labels.Label(self.tr("The band is not the indicated one, so another member signs too."), wrap=True)
        )
        self.second_words = NoteField(rows=3)
        self.second.add(self._field(self.tr("Your words on the reason"), self.second_words))
        self.provision = SectionFCard()
        self.provision.edited.connect(self.edited)
        self.provision_words = self.provision.words
        self.money = card.Card(self.tr("The amount"))
        self._money = labels.Label("", "result")
        self._money_line = labels.Label("", "second", "text2", wrap=True)
        self.money.add(self._money)
        self.money.add(self._money_line)
        self._short = labels.Label("", "second_strong", wrap=True)
        self.money.add(self._short)
        self.higher = card.Card(self.tr("To a higher panel"))
        self._higher_line = labels.Label("", "second", "text2", wrap=True)
        self.higher.add(self._higher_line)
        self.higher_words = NoteField(rows=2)
        self._higher_field = self._field(self.tr("What it has to settle"), self.higher_words)
        self.higher.add(self._higher_field)
        self.send_higher = buttons.QuietButton("", icon="corner-up-right")
        self.higher.add(self.send_higher)
        self.send_higher.clicked.connect(lambda: self.higher_asked.emit(self._to))
        self.see_sheets = buttons.QuietButton(self.tr("See what both sheets will say"), icon="files")
        self.see_sheets.clicked.connect(self.sheets_asked)
        self.recommend = card.Card(self.tr("The panel recommends"))
        self.recommend_words = NoteField(rows=5, first_rows=3)
        hint = self.tr("The family reads these words in the letter. Give reasons by need and provision, not by money.")
        self.recommend.add(self._field(self.tr("The panel's reasons"), self.recommend_words, hint))
        self.answer = card.Card(self.tr("Every report answered"))
        note = self.tr("Whoever sent a report is told what became of it. Nothing is signed while a row is empty.")
        self.answer.add(labels.Label(note, "second", "text2", wrap=True))
        self.answers = AnswerRows()
        self.answers.edited.connect(self._take)
        self.answer.add(self.answers)
        self.decide = self._make_decide()
        parts = (
            self.found,
            self.second,
            self.provision,
            self.money,
            self.answer,
            self.higher,
            self.recommend,
            self.decide,
        )
        for part in parts:
            column.addWidget(part)
        column.addWidget(self.see_sheets, 0, Qt.AlignmentFlag.AlignLeft)

    def show_step(
        self, seen: Reading, form: Forms, step: str, key: str, answers: Mapping[str, Given] | None = None
    ) -> None:
        """Show the step of a decision; a form that is on the screen already is left alone."""
        decision = seen.decision
        assert decision is not None
        answers = answers or {}
        self._found.setText("\n".join(self._lines_of(seen, decision)))
        if (key, step, id(form), tuple(answers)) != self._key:
            self._key, self._form = (key, step, id(form), tuple(answers)), form
            self._is_filling = True  # a field that is being filled reads as edited, and would write the others back
            self._fill(seen, form)
            self.answers.set_rows([_row(row) for row in seen.unanswered], answers)
            self._is_filling = False
        self.second.setVisible(step == "second_signature")
        self.provision.setVisible(step == "section_f")
        self.answer.setVisible(step == "answer")
        self.recommend.setVisible(step == "recommend")
        self.decide.setVisible(step == "decide")
        amount, line = words.amount(decision)
        self.money.setVisible(bool(amount) and step in ("answer", "recommend", "decide", "waiting_decision"))
        self._money.setText(amount)
        self._money_line.setText(line)
        said, tone = words.section_f(seen)
        self._short.setText(said)
        self._short.set_tone(tone)
        self._short.setVisible("section_f" in decision.needs)
        self.provision.show_step(seen)
        self.higher.setVisible(step in ("answer", "recommend") and self._show_higher(seen, decision))
        self._band_choice.setVisible(decision.has_band)
        self.see_sheets.setVisible(step in ("answer", "recommend", "decide", "waiting_decision"))
        self._otherwise.setVisible(form.decide_agrees == "no")

    def _make_decide(self) -> card.Card:
        made = card.Card(self.tr("Your decision"))
        question = self.tr("Do you decide as the panel recommends?")
        choices = [("yes", self.tr("Yes, as recommended")), ("no", self.tr("No, otherwise"))]
        self.agrees = RadioRow(question, choices)
        made.add(labels.Label(question, "second_strong"))
        made.add(self.agrees)
        self.outcome, self.band = Choice(), Choice()
        self._otherwise = QWidget()
        row = QHBoxLayout(self._otherwise)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._field(self.tr("Outcome"), self.outcome))
        self._band_choice = self._field(self.tr("Band"), self.band)
        row.addWidget(self._band_choice)
        made.add(self._otherwise)
        self.decide_words = NoteField(rows=5, first_rows=2)
        hint = self.tr("Needed where you decide otherwise or send it back. The family reads them in the letter.")
        made.add(self._field(self.tr("Your reasons"), self.decide_words, hint))
        self.decide_test, self.decide_options = NoteField(rows=3), NoteField(rows=3)
        hint = self.tr("Left empty, the panel’s answer stands in your record.")
        made.add(self._field(self.tr("The legal test, in your own words"), self.decide_test, hint))
        hint = self.tr("A line each. Left empty, those of the panel stand in your record.")
        made.add(self._field(self.tr("Options that you considered"), self.decide_options, hint))
        self.agrees.chosen.connect(self._take)
        return made

    def _show_higher(self, seen: Reading, decision: DecisionRow) -> bool:
        """Say where the cost goes on to; return whether there is anything to say."""
        sent = decision.referred
        names = {to: name for to, name, _above in (seen.deciding.routes if seen.deciding is not None else ())}
        if sent is not None:
            on = self.tr("It stands on the next agenda of {panel}.") if sent.meeting else self.tr(
                "It waits for the next agenda of {panel}.")  # fmt: skip
            self._higher_line.setText(on.replace("{panel}", names.get(sent.to, sent.to)))
            self._higher_field.setVisible(False)
            self.send_higher.setVisible(False)
            return True
        to = words.higher(seen)
        self._to = to
        line = self.tr("{panel} settles its source and how it is commissioned. Levels, Section F and dates stay.")
        self._higher_line.setText(line.replace("{panel}", names.get(to, to)))
        self.send_higher.setText(self.tr("Send its cost to {panel}").replace("{panel}", names.get(to, to)))
        self._higher_field.setVisible(bool(to))
        self.send_higher.setVisible(bool(to))
        return bool(to)

    def _fill(self, seen: Reading, form: Forms) -> None:
        self.second_words.set_text(form.countersign_words)
        self.recommend_words.set_text(form.recommend_words)
        self.decide_words.set_text(form.decide_words)
        self.agrees.set_value(form.decide_agrees or None)
        known = [(name, codes.outcome(name)) for name in seen.terms.outcomes]
        self.outcome.set_choices(known, form.decide_outcome or None)
        self.band.set_choices(seen.bands, form.decide_band or None)
        assert seen.decision is not None
        self.provision.fill(form, seen.decision.outcome)
        self.decide_test.set_text(form.decide_test)
        self.decide_options.set_text(form.decide_options)
        self.higher_words.set_text(form.higher_words)

    def _lines_of(self, seen: Reading, decision: DecisionRow) -> list[str]:
        outcome = codes.outcome(decision.final_outcome or decision.outcome)
        found = [self.tr("Outcome: {outcome}.").replace("{outcome}", outcome), decision.legal_test]
        if decision.has_band:
            band = self.tr("Decided band: {band}. Indicated: {indicated}.").replace("{band}", decision.band_title)
            found.append(band.replace("{indicated}", decision.indicated_title or self.tr("none")))
        if decision.is_override:
            reason = self.tr("Reason for leaving the indicated band: {reason}. {words}")
            found.append(reason.replace("{reason}", decision.reason_title).replace("{words}", decision.reason))
        if decision.setting:
            found.append(self.tr("Setting: {setting}.").replace("{setting}", decision.setting))
        found += [self.tr("Condition: {words}").replace("{words}", one) for one in decision.conditions]
        found += [self.tr("Considered: {words}").replace("{words}", one) for one in decision.options]
        found += [decision.fit_words, decision.views_considered, decision.views_of_child, *decision.changes]
        owners = dict(seen.deciding.owners) if seen.deciding is not None else {}
        for one in decision.actions:
            line = self.tr("{who}, by {day}: {what}").replace("{who}", owners.get(one.owner, one.owner))
            found.append(line.replace("{day}", text.day_short(one.by)).replace("{what}", one.what))
        found += [f"{view.name}: {view.words}" for view in (seen.round.minority if seen.round else ())]
        return [line for line in found if line]

    def _field(self, label: str, field: QWidget, hint: str = "") -> FormField:
        if isinstance(field, (NoteField, QLineEdit)):
            field.textChanged.connect(self._take)
        elif isinstance(field, Choice):
            field.chosen.connect(self._take)
        return FormField(label, field, hint=hint)

    def _take(self, *_: object) -> None:
        """Lay what stands in the fields into the form."""
        if self._is_filling:
            return
        form = self._form
        form.countersign_words = self.second_words.text
        form.recommend_words = self.recommend_words.text
        form.decide_words = self.decide_words.text
        form.decide_agrees = str(self.agrees.value or "")
        form.decide_outcome, form.decide_band = str(self.outcome.value or ""), str(self.band.value or "")
        form.decide_test, form.decide_options = self.decide_test.text, self.decide_options.text
        form.higher_words = self.higher_words.text
        form.answers |= self.answers.values()
        self._otherwise.setVisible(form.decide_agrees == "no")
        self.edited.emit()


def _row(paper: EvidenceRow) -> AnswerRow:
    """Return a report as a row to answer."""
    meta = f"{paper.author}, {paper.author_role}, {text.day(paper.dated)}"
    return AnswerRow(paper.id, paper.title, meta)
