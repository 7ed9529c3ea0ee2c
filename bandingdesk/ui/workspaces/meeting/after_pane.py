"""After a signature: evidence that came in between and stops the letters, and the further record that corrects."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from bandingdesk.store.queries.decisions import DecisionRow
from bandingdesk.ui import codes, text
from bandingdesk.ui.widgets import banner, buttons, card, labels
from bandingdesk.ui.widgets.form import Choice, FormField, NoteField
from bandingdesk.ui.workspaces.meeting.forms import Forms
from bandingdesk.ui.workspaces.meeting.reading import Reading


class AfterPane(QWidget):
    """What stands above the two sheets of a signed decision. `edited` comes with each change of its fields."""

    edited = Signal()
    stands_asked = Signal()
    reopen_asked = Signal()
    correction_asked = Signal(bool)
    correct_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._form = Forms()
        self._key: object = None
        self._is_filling = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self.linked = banner.SentenceCard()
        column.addWidget(self.linked)
        self.evidence = card.Card(self.tr("New evidence after the signature"))
        self._papers = labels.Label("", "body", wrap=True)
        self.evidence.add(self._papers)
        self._asks = labels.Label("", "second", "text2", wrap=True)
        self.evidence.add(self._asks)
        self.words = NoteField(rows=3)
        self._words = FormField(self.tr("What you make of it"), self.words)
        self.evidence.add(self._words)
        row = QHBoxLayout()
        self.stands = buttons.QuietButton(self.tr("The decision stands"), icon="check")
        self.reopen = buttons.QuietButton(self.tr("Send back to the panel"), icon="corner-down-right")
        for button in (self.stands, self.reopen):
            row.addWidget(button)
        row.addStretch(1)
        self.evidence.add(row)
        column.addWidget(self.evidence)
        self.ask = buttons.QuietButton(self.tr("Correct by a further record"), icon="file-plus")
        column.addWidget(self.ask, 0, Qt.AlignmentFlag.AlignLeft)
        self.form = self._correction()
        column.addWidget(self.form)
        self.stands.clicked.connect(self.stands_asked)
        self.reopen.clicked.connect(self.reopen_asked)
        self.ask.clicked.connect(lambda: self.correction_asked.emit(True))
        self.words.textChanged.connect(self._take)

    def _correction(self) -> card.Card:
        made = card.Card(self.tr("A further record in the place of this one"))
        note = self.tr("This record stays as it was signed. Both are kept, linked and printed.")
        made.add(labels.Label(note, "second", "text2", wrap=True))
        self.wrong, self.outcome, self.band = NoteField(rows=3), Choice(), Choice()
        self.test, self.reasons = NoteField(rows=3), NoteField(rows=4)
        self._band = FormField(self.tr("Band"), self.band)
        made.add(FormField(self.tr("What was wrong"), self.wrong))
        row = QHBoxLayout()
        row.addWidget(FormField(self.tr("Outcome"), self.outcome))
        row.addWidget(self._band)
        made.add(row)
        made.add(FormField(self.tr("The legal test, answered in words"), self.test))
        hint = self.tr("The family reads them in the letter of the further record.")
        made.add(FormField(self.tr("Your reasons"), self.reasons, hint=hint))
        foot = QHBoxLayout()
        self.back = buttons.QuietButton(self.tr("Back"))
        self.sign = buttons.PrimaryButton(self.tr("Sign the further record"), icon="file-signature")
        foot.addStretch(1)
        foot.addWidget(self.back)
        foot.addWidget(self.sign)
        made.add(foot)
        for field in (self.wrong, self.test, self.reasons):
            field.textChanged.connect(self._take)
        for choice in (self.outcome, self.band):
            choice.chosen.connect(self._take)
        self.back.clicked.connect(lambda: self.correction_asked.emit(False))
        self.sign.clicked.connect(self.correct_asked)
        return made

    def show_after(self, seen: Reading, form: Forms, *, is_correcting: bool) -> None:
        """Show what came after the signature of the decision in SEEN."""
        decision, beside = seen.decision, seen.deciding
        if decision is None:
            return
        may = seen.is_decision_maker and not seen.is_chair and decision.step == "signed"
        if (decision.id, id(form), is_correcting) != self._key:
            self._key, self._form = (decision.id, id(form), is_correcting), form
            self._is_filling = True
            self._fill(seen, form)
            self._is_filling = False
        new = beside.new_evidence if beside is not None and decision.step == "signed" else ()
        self.evidence.setVisible(bool(new) and not is_correcting)
        self._papers.setText("\n".join(new))
        asks = self.tr("The letters wait. Say whether the decision stands; or send it back, or correct it.")
        waits = self.tr("The letters wait until the decision maker has read it and said what follows.")
        self._asks.setText(asks if may else waits)
        for part in (self._words, self.stands, self.reopen):
            part.setVisible(may)
        self.ask.setVisible(may and not is_correcting)
        self.form.setVisible(may and is_correcting)
        self._band.setVisible(decision.has_band)
        self._link(decision)

    def _link(self, decision: DecisionRow) -> None:
        said, line = "", ""
        if decision.corrected is not None:
            said = self.tr("Corrected by a further record on {day}.").replace("{day}", text.day(decision.corrected.at))
            line = decision.corrected.words
        elif decision.step == "reopened" and decision.returned is not None:
            said = self.tr("Back to the panel with new evidence. No letter is written from this record.")
            line = decision.returned.words
        elif decision.corrects:
            said, line = self.tr("This record takes the place of an earlier one."), decision.correction_words
        elif decision.met is not None:
            said = self.tr("New evidence was read on {day}: the decision stands.")
            said, line = said.replace("{day}", text.day(decision.met.at)), decision.met.words
        self.linked.setVisible(bool(said))
        self.linked.say(said, line, "link")

    def _fill(self, seen: Reading, form: Forms) -> None:
        says = form.correcting
        self.words.set_text(form.evidence_words)
        self.outcome.set_choices([(one, codes.outcome(one)) for one in seen.terms.outcomes], says.outcome or None)
        self.band.set_choices(seen.bands, says.band or None)
        self.wrong.set_text(says.words)
        self.test.set_text(says.legal_test)
        self.reasons.set_text(says.reasons)

    def _take(self, *_: object) -> None:
        if self._is_filling:
            return
        says = self._form.correcting
        self._form.evidence_words = self.words.text
        says.words, says.legal_test, says.reasons = self.wrong.text, self.test.text, self.reasons.text
        says.outcome, says.band = str(self.outcome.value or ""), str(self.band.value or "")
        self.edited.emit()
