"""The parts of the adoption page: the conditions, findings to answer, papers, consultation and trial, "you said"."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QLocale, Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from bandingdesk.ui import text
from bandingdesk.ui.widgets import card, form, labels
from bandingdesk.ui.widgets.buttons import LinkButton, QuietButton
from bandingdesk.ui.widgets.card import Card
from bandingdesk.ui.widgets.form import DayField, FormField, NoteField

if TYPE_CHECKING:
    from bandingdesk.matrix.adopt import Requirement
    from bandingdesk.matrix.life import Paper
    from bandingdesk.ui.workspaces.frameworks.adopt_reading import Adoption, Question
    from bandingdesk.ui.workspaces.frameworks.adopt_view_model import AdoptViewModel, What

_MOST_MISSING = 2  # sentences of one condition
_TOP = Qt.AlignmentFlag.AlignTop
_LEFT = Qt.AlignmentFlag.AlignLeft


def day_field(day: date) -> DayField:
    """Return a field for a day in British words."""
    made = DayField(QDate(day.year, day.month, day.day))
    made.setLocale(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    return made


def day_of(field: DayField) -> date:
    """Return the day in FIELD."""
    day = field.date()
    return date(day.year(), day.month(), day.day())


def marked(words: str, icon: str, tone: str, *, role: str = "body") -> QHBoxLayout:
    """Return a line with an icon that says its state before it."""
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(labels.Icon(icon, tone, 18), 0, _TOP)
    row.addWidget(labels.Label(words, role, wrap=True), 1)
    return row


class ConditionsCard(Card):
    """Every condition of adoption, met or with what is missing."""

    def __init__(self) -> None:
        super().__init__(" ")
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        self.add(self._list)
        self._shown: object = None

    def show_adoption(self, adoption: Adoption) -> None:
        """Show the conditions as they stand."""
        if self._shown == adoption.asked:
            return
        self._shown = adoption.asked
        met = sum(one.is_met for one in adoption.asked)
        title = self.tr("{met} of {all} conditions are met")
        title = title.replace("{met}", str(met)).replace("{all}", str(len(adoption.asked)))
        assert self.heading is not None
        self.heading.set_title(title)
        self.setAccessibleName(title)
        card.clear(self._list)
        for one in adoption.asked:
            icon, tone = ("circle-check", "ok") if one.is_met else ("circle", "warn")
            self._list.addLayout(marked(one.words, icon, tone, role="body_strong" if one.missing else "body"))
            for sentence in self._told(one):
                line = labels.Label(sentence, "second", "text2", wrap=True)
                line.setContentsMargins(26, 0, 0, 0)
                self._list.addWidget(line)

    def _told(self, one: Requirement) -> list[str]:
        """Return what is missing, in a few lines; the findings stand in full beside their answers."""
        if one.id == "findings" and one.missing:
            return [self.tr("%n findings wait for an answer.", "", len(one.missing))]
        rest = len(one.missing) - _MOST_MISSING
        return [*one.missing[:_MOST_MISSING], *([self.tr("And %n more.", "", rest)] if rest > 0 else [])]


class QuestionsCard(Card):
    """Each warning of the check with the field for its written answer."""

    def __init__(self, model: AdoptViewModel) -> None:
        super().__init__(self.tr("Findings to answer"))
        self._model = model
        self._list = QVBoxLayout()
        self._list.setSpacing(12)
        self.add(self._list)
        self._none = labels.Label(
            self.tr("The check found nothing that needs an answer."), "second", "text2", wrap=True
        )
        self.add(self._none)
        self._shown: tuple[object, ...] = ()
        self.fields: dict[tuple[str, str], NoteField] = {}

    def show_adoption(self, adoption: Adoption) -> None:
        """Show the findings; what is being typed stays."""
        state = (adoption.questions, adoption.is_open)
        if state == self._shown:
            return
        typed = {key: field.text for key, field in self.fields.items()}
        self._shown, self.fields = state, {}
        card.clear(self._list)
        self._none.setVisible(not adoption.questions)
        for one in adoption.questions:
            self._list.addWidget(self._row(one, typed.get((one.code, one.where), ""), adoption.is_open))

    def _row(self, one: Question, typed: str, is_open: bool) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        icon, tone = ("circle-check", "ok") if one.answer else ("triangle-alert", "warn")
        column.addLayout(marked(one.place or one.message, icon, tone, role="body_strong" if one.place else "body"))
        if one.place:
            column.addWidget(labels.Label(one.message, "body", wrap=True))
        if not is_open:
            column.addWidget(labels.Label(one.answer, "second", "text2", wrap=True))
            return holder
        field = NoteField(typed or one.answer, rows=5)
        self.fields[(one.code, one.where)] = field
        column.addWidget(FormField(self._asked(one), field))
        button = QuietButton(self.tr("Record the answer"), icon="check")
        button.setAccessibleDescription(one.message)

        def check() -> None:
            same = field.text.strip() == one.answer
            button.say_why_not(
                self.tr("Write an answer first.")
                if not field.text.strip()
                else self.tr("This answer is recorded.")
                if same
                else ""
            )

        field.textChanged.connect(check)
        button.clicked.connect(lambda: self._model.answer(one.code, one.where, field.text.strip()))
        column.addWidget(button, 0, _LEFT)
        check()
        return holder

    def _asked(self, one: Question) -> str:
        if one.by:
            return self.tr("Your answer, last given by {name}").replace("{name}", one.by)
        return self.tr("Your answer")


class PaperCard(Card):
    """One paper of the adoption: the file by its name and hash, or a named officer's reason why there is none."""

    def __init__(self, model: AdoptViewModel, what: What, title: str) -> None:
        super().__init__(title)
        self._model, self._what = model, what
        self._state = QVBoxLayout()
        self.add(self._state)
        self._buttons = QWidget()
        row = QHBoxLayout(self._buttons)
        row.setContentsMargins(0, 0, 0, 0)
        self.attach = QuietButton(self.tr("Attach the file"), icon="paperclip")
        self.attach.setAccessibleDescription(title)
        self.attach.clicked.connect(self._choose)
        self.explain = LinkButton(self.tr("Write why it is not needed"))
        self.explain.setAccessibleDescription(title)
        self.explain.clicked.connect(self._open_reason)
        row.addWidget(self.attach)
        row.addWidget(self.explain)
        row.addStretch(1)
        self.add(self._buttons)
        self._reason_box = QWidget()
        column = QVBoxLayout(self._reason_box)
        column.setContentsMargins(0, 0, 0, 0)
        self.officer, self.reason = form.line(longest=120), NoteField(rows=5)
        column.addWidget(FormField(self.tr("Officer who says so"), self.officer, hint=self.tr("Name and post")))
        column.addWidget(FormField(self.tr("Why it is not needed"), self.reason))
        self.record = QuietButton(self.tr("Record the reason"), icon="check")
        self.record.setAccessibleDescription(title)
        self.record.clicked.connect(self._record)
        column.addWidget(self.record, 0, _LEFT)
        for field in (self.officer.textChanged, self.reason.textChanged):
            field.connect(self._check)
        self._reason_box.hide()
        self.add(self._reason_box)
        self._check()

    def show_paper(self, paper: Paper | None, is_open: bool) -> None:
        """Show what is attached."""
        card.clear(self._state)
        words, icon, tone = self._words(paper)
        self._state.addLayout(marked(words, icon, tone))
        if paper is not None and paper.sha256:
            hashed = self.tr("SHA-256 {hash}").replace("{hash}", paper.sha256)
            self._state.addWidget(labels.Label(hashed, "note", "text2", wrap=True))
        self._buttons.setVisible(is_open)
        if paper is not None or not is_open:
            self._reason_box.hide()

    def _words(self, paper: Paper | None) -> tuple[str, str, str]:
        if paper is None:
            return self.tr("Nothing is attached yet."), "circle", "warn"
        if paper.reason:
            said = self.tr("Not needed: {reason} ({officer})")
            return (
                said.replace("{reason}", paper.reason).replace("{officer}", paper.officer or ""),
                "circle-check",
                "ok",
            )
        return self.tr("Attached: {file}").replace("{file}", paper.ref or ""), "circle-check", "ok"

    def _choose(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, self.tr("Choose the paper"), "")
        if name:
            self._model.attach(self._what, Path(name))

    def _open_reason(self) -> None:
        self._reason_box.show()
        self.officer.setFocus(Qt.FocusReason.OtherFocusReason)

    def _check(self) -> None:
        is_whole = bool(self.officer.text().strip() and self.reason.text.strip())
        self.record.say_why_not("" if is_whole else self.tr("Name the officer and write the reason."))

    def _record(self) -> None:
        self._model.explain(self._what, self.officer.text().strip(), self.reason.text.strip())


class SaidCard(Card):
    """What was said in the consultation and what was done about it."""

    def __init__(self, model: AdoptViewModel) -> None:
        super().__init__(self.tr("You said, we did"))
        self._model = model
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        self.add(self._list)
        self._form = QWidget()
        column = QVBoxLayout(self._form)
        column.setContentsMargins(0, 0, 0, 0)
        self.said, self.did = NoteField(rows=4), NoteField(rows=4)
        column.addWidget(FormField(self.tr("What was said"), self.said))
        column.addWidget(FormField(self.tr("What was done about it"), self.did))
        self.record = QuietButton(self.tr("Add this line"), icon="plus")
        self.record.clicked.connect(self._record)
        column.addWidget(self.record, 0, _LEFT)
        self.add(self._form)
        for field in (self.said, self.did):
            field.textChanged.connect(self._check)
        self._shown: object = None
        self._check()

    def show_adoption(self, adoption: Adoption) -> None:
        """Show the lines recorded; a line that was added leaves the fields empty for the next."""
        lines = adoption.life.you_said_we_did
        self._form.setVisible(adoption.is_open)
        if lines == self._shown:
            return
        if self._shown is not None:
            self.said.set_text("")
            self.did.set_text("")
        self._shown = lines
        card.clear(self._list)
        for line in lines:
            said = self.tr("You said: {words}").replace("{words}", line.said)
            did = self.tr("We did: {words}").replace("{words}", line.did)
            self._list.addWidget(labels.Label(said, "second_strong", wrap=True))
            self._list.addWidget(labels.Label(did, "second", "text2", wrap=True))

    def _check(self) -> None:
        is_whole = bool(self.said.text.strip() and self.did.text.strip())
        self.record.say_why_not("" if is_whole else self.tr("Write both lines first."))

    def _record(self) -> None:
        self._model.respond(self.said.text.strip(), self.did.text.strip())


class TrialCard(Card):
    """The consultation's last day and record, and a trial that scores the version beside the scheme in force."""

    def __init__(self, model: AdoptViewModel) -> None:
        super().__init__(self.tr("Consultation and trial"))
        self._model = model
        self._state = QVBoxLayout()
        self._state.setSpacing(6)
        self.add(self._state)
        self.ended = day_field(model.today)
        self.consult = QuietButton(self.tr("Record the consultation"), icon="paperclip")
        self.consult.clicked.connect(self._consult)
        self._consult_form = _group(FormField(self.tr("Consultation ended on"), self.ended), self.consult)
        self.first, self.last = day_field(model.today), day_field(model.today)
        self.reason = form.line(longest=400)
        self._why = FormField(self.tr("Why a trial before the consultation"), self.reason)
        self.start = QuietButton(self.tr("Start the trial"), icon="flask-conical")
        self.start.clicked.connect(self._start)
        days = QHBoxLayout()
        days.setSpacing(16)
        days.addWidget(FormField(self.tr("Trial from"), self.first))
        days.addWidget(FormField(self.tr("Trial up to"), self.last))
        self._trial_form = _group(days, self._why, self.start)
        self.found = NoteField(rows=4)
        self.end = QuietButton(self.tr("End the trial today"), icon="flag")
        self.end.clicked.connect(lambda: self._model.end_trial(self.found.text.strip()))
        self._end_form = _group(FormField(self.tr("What the trial showed"), self.found), self.end)
        note = self.tr("A trial scores cases beside the scheme in force. It changes no child’s band or money.")
        self.add(labels.Label(note, "second", "text2", wrap=True))
        for part in (self._consult_form, self._trial_form, self._end_form):
            self.add(part)
        self.found.textChanged.connect(self._check)
        self.reason.textChanged.connect(self._check)
        self.first.dateChanged.connect(self._check)
        self.last.dateChanged.connect(self._check)
        self._needs_reason = True

    def show_adoption(self, adoption: Adoption) -> None:
        """Show how far consultation and trial are, and the one step that can be recorded next."""
        life = adoption.life
        card.clear(self._state)
        if life.consulted_on is not None:
            words = self.tr("Consulted on up to {day}.").replace("{day}", text.day(life.consulted_on))
            self._state.addLayout(marked(words, "circle-check", "ok"))
        if life.trial is not None:
            words = self.tr("Trial from {first} to {last}.").replace("{first}", text.day(life.trial.from_))
            words = words.replace("{last}", text.day(life.trial.to))
            self._state.addLayout(marked(words, "flask-conical", "info"))
            if life.trial.found:
                self._state.addWidget(labels.Label(life.trial.found, "second", "text2", wrap=True))
        is_running = adoption.row.status == "trial"
        self._needs_reason = life.consulted_on is None
        self._consult_form.setVisible(adoption.is_open and life.consulted_on is None)
        self._trial_form.setVisible(adoption.is_open and not is_running)
        self._why.setVisible(self._needs_reason)
        self._end_form.setVisible(adoption.is_open and is_running)
        self._check()

    def _check(self) -> None:
        why = ""
        if day_of(self.last) <= day_of(self.first):
            why = self.tr("The trial ends before it begins.")
        elif self._needs_reason and not self.reason.text().strip():
            why = self.tr("Record the consultation first, or write why the trial comes before it.")
        self.start.say_why_not(why)
        self.end.say_why_not("" if self.found.text.strip() else self.tr("Write what the trial showed."))

    def _consult(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, self.tr("Choose the record of the consultation"), "")
        if name:
            self._model.consult(day_of(self.ended), Path(name))

    def _start(self) -> None:
        self._model.start_trial(day_of(self.first), day_of(self.last), self.reason.text().strip())


def _group(*parts: QWidget | QHBoxLayout) -> QWidget:
    """Return parts below each other, buttons at the left."""
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 4, 0, 0)
    column.setSpacing(8)
    for part in parts:
        if isinstance(part, QHBoxLayout):
            column.addLayout(part)
        elif isinstance(part, QuietButton):
            column.addWidget(part, 0, _LEFT)
        else:
            column.addWidget(part)
    return holder
