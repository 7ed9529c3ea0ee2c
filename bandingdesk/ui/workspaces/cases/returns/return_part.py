"""One form that came back: doubts about the file, every answer in its very words with its doubts, what becomes of it.

Nothing is taken over before each answer is settled: those without a doubt are proposed, the others wait for a person.
"""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from bandingdesk.casework.returns import returned
from bandingdesk.casework.returns.ops import Answer, Doubt
from bandingdesk.store.queries.returns import HIDDEN, ReturnRow
from bandingdesk.ui import messages, text
from bandingdesk.ui.widgets import card, labels
from bandingdesk.ui.widgets.banner import Banner
from bandingdesk.ui.widgets.buttons import QuietButton
from bandingdesk.ui.widgets.flow import Flow
from bandingdesk.ui.widgets.form import FormField, NoteField
from bandingdesk.ui.widgets.segmented import Segmented
from bandingdesk.ui.workspaces.cases.returns import words
from bandingdesk.ui.workspaces.cases.returns.reading import Sent
from bandingdesk.ui.workspaces.cases.returns.view_model import ReturnsViewModel
from bandingdesk.ui.workspaces.cases.returns.views_card import in_own_direction

NOTHING = ("not_a_level", "empty", "field_missing")  # doubts on what can't be taken over at all


class AnswerCard(card.Card):
    """One answer: the question, the words, the doubts, and what becomes of it."""

    def __init__(self, seen: ReturnsViewModel, row: ReturnRow, answer: Answer) -> None:
        super().__init__(padding=12)
        self.key = answer.key
        doubts = row.of(answer.key)
        label = answer.label if not answer.key.startswith("outside") else self.tr("Written beside the fields")
        self.add(labels.Label(label, "second_strong", wrap=True))
        self.add(_said(answer, row))
        for one in doubts:
            self.add(_doubt_line(one))
        can_take = returned.can_take(row.kind, answer) or (row.is_blind and answer.text == HIDDEN)
        can_take = can_take and not any(one.code in NOTHING for one in doubts)
        choices = [("take", self.tr("Take over"))] if can_take else []
        self.choice = Segmented(
            self.tr("What becomes of “{0}”").replace("{0}", label),
            [*choices, ("leave", self.tr("Leave out"))],
            compact=True,
        )
        self.choice.chosen.connect(lambda value: seen.settle(self.key, value))
        self.state = labels.Label("", "note", "text2", wrap=True)
        self.open = labels.Label(self.tr("Say what becomes of it."), "second_strong", "danger", wrap=True)
        self.open.hide()
        self.add(self.open)
        if row.state == "open":
            self.add(self.choice)
        else:
            self.choice.hide()
            was = self.tr("Taken over") if answer.key in row.taken else self.tr("Left out")
            self.state.setText("" if row.state == "aside" else was)
            self.add(self.state)
        self.offers = {value for value, _ in [*choices, ("leave", "")]}

    def show_choice(self, chosen: str | None, *, tried: bool) -> None:
        """Show what was chosen; an open one is said to be open once somebody tried to go on."""
        self.choice.set_value(chosen if chosen in self.offers else None)
        self.open.setVisible(tried and chosen is None)


class ReturnPart(card.Column):
    """A return, from its file down to its last answer."""

    def __init__(self, seen: ReturnsViewModel) -> None:
        super().__init__(margins=(16, 12, 16, 12), spacing=10)
        self._seen = seen
        self._shown: tuple[object, ...] = ()
        self.cards: dict[str, AnswerCard] = {}
        self.wrong = Banner("", tone="danger", closable=False)
        self.add(self.wrong)
        self._inner = QVBoxLayout()
        self._inner.setSpacing(10)
        self.add(self._inner)
        self.body.addStretch(1)
        self._waiting = labels.Label()
        self.looked: QCheckBox | None = None
        self.question: NoteField | None = None
        self.reason: NoteField | None = None

    def show_row(self, row: ReturnRow, seen: Sent) -> None:
        """Show ROW; what stands there already is left alone, with the focus in it."""
        if (key := (row, seen.only_for)) != self._shown:
            self._shown = key
            self._build(row, seen)
        fault = self._seen.fault("taken", "asked", "aside")
        self.wrong.setVisible(fault is not None)
        if fault is not None:
            happened, kept, do = messages.error_text(fault)
            self.wrong.say(happened, kept, do, code=fault.code, tone="danger")
        waiting = len(self._seen.waiting()) if row.state == "open" else 0
        self._waiting.setVisible(row.state == "open")
        self._waiting.setText(
            self.tr("%n answers wait for you.", "", waiting) if waiting else self.tr("Every answer is settled.")
        )
        for key_, made in self.cards.items():
            made.show_choice(self._seen.choice(key_), tried=self._seen.has_tried)
        if self.looked is not None:
            self.looked.setChecked(self._seen.settling.seen)
        for note, kept_text in (
            (self.question, self._seen.settling.question),
            (self.reason, self._seen.settling.reason),
        ):
            if note is not None:
                note.set_text(kept_text)

    def focus_first_open(self) -> None:
        """Put the focus on the first answer that waits."""
        for key in self._seen.waiting():
            made = self.cards.get(key)
            if made is not None:
                made.choice.buttons[0].setFocus()
                return
        if self.looked is not None and not self.looked.isChecked():
            self.looked.setFocus()

    # Parts

    def _build(self, row: ReturnRow, seen: Sent) -> None:
        card.clear(self._inner)
        self.cards, self.looked, self.question, self.reason = {}, None, None, None
        self._inner.addWidget(self._make_head(row))
        if row.about_file:
            self._inner.addWidget(self._make_file_doubts(row))
        hidden = [one for one in row.answers if row.is_blind and not row.of(one.key) and one.text == HIDDEN]
        if row.is_blind:
            self._inner.addWidget(self._make_blind(len(hidden)))
        heading = ""
        for answer in row.answers:
            if answer in hidden:
                continue
            if answer.heading and answer.heading != heading:
                heading = answer.heading
                self._inner.addWidget(labels.SectionTitle(heading))
            self.cards[answer.key] = AnswerCard(self._seen, row, answer)
            self._inner.addWidget(self.cards[answer.key])
        if not row.answers:
            self._inner.addWidget(labels.Label(self.tr("Nothing is answered in it."), "body", "text2"))
        if row.asked:
            self._inner.addWidget(self._make_asked(row))
        if row.state == "open" and not seen.only_for:
            self._inner.addWidget(self._make_question(row))
            self._inner.addWidget(self._make_aside())

    def _make_head(self, row: ReturnRow) -> QWidget:
        made = card.Card(words.kind(row.kind))
        who = words.person(row.to_name, row.to_role)
        came = self.tr("From {who}, received on {day}.").replace("{who}", who).replace("{day}", text.day(row.on))
        made.add(labels.Label(came, "body", wrap=True))
        kept = self.tr("The file “{0}” is kept as it came, encrypted.").replace("{0}", row.file)
        made.add(labels.Label(kept, "second", "text2", wrap=True))
        if row.state == "taken" and row.taken_at is not None:
            said = self.tr("{who} took it over on {when}.").replace("{who}", row.taken_by)
            made.add(labels.Label(said.replace("{when}", text.moment(row.taken_at)), "second_strong", "ok", wrap=True))
        elif row.state == "aside":
            said = self.tr("Set aside: {0}").replace("{0}", row.reason)
            made.add(labels.Label(said, "second_strong", wrap=True))
        self._waiting = labels.Label("", "second_strong", wrap=True)
        made.add(self._waiting)
        for other in row.again:
            said = self.tr("The same form also came on {0}. Both are kept.").replace("{0}", text.day(other.on))
            if other.labels:
                said = f"{said} " + self.tr("They differ in: {0}.").replace("{0}", ", ".join(other.labels))
            made.add(labels.Label(said, "second", wrap=True))
        return made

    def _make_file_doubts(self, row: ReturnRow) -> QWidget:
        made = card.Card(self.tr("Look at the file first"))
        for one in row.about_file:
            made.add(_doubt_line(one))
        if row.state == "open":
            self.looked = QCheckBox(self.tr("I have looked at these"))
            self.looked.setMinimumHeight(28)
            self.looked.toggled.connect(self._on_looked)
            made.add(self.looked)
        return made

    def _make_blind(self, hidden: int) -> QWidget:
        return Banner(
            self.tr("Levels and notes stay hidden."),
            self.tr("Nobody reads them before the officer has locked their own profile."),
            self.tr("%n answers without a doubt are taken over as they are.", "", hidden),
            tone="info",
            icon="eye-off",
            closable=False,
        )

    def _make_asked(self, row: ReturnRow) -> QWidget:
        made = card.Card(self.tr("What the sender was asked"))
        for said in row.asked:
            made.add(labels.Label(said, "body", wrap=True))
        return made

    def _make_question(self, row: ReturnRow) -> QWidget:
        made = card.Card(self.tr("Ask the sender"))
        self.question = NoteField(rows=10, first_rows=2)
        self.question.textChanged.connect(self._on_question)
        field = FormField(
            self.tr("What you ask them"),
            self.question,
            hint=self.tr("Send it yourself, by e-mail or phone. Here you note what was asked."),
        )
        made.add(field)
        begin = QuietButton(self.tr("Begin with the doubts"), icon="list-plus")
        begin.clicked.connect(self._seen.propose_question)
        copy = QuietButton(self.tr("Copy the text"), icon="copy")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._seen.settling.question))
        asked = QuietButton(self.tr("Note that I asked"), icon="check")
        asked.clicked.connect(self._seen.ask)
        made.add(_row(*([begin] if any(row.of(one.key) for one in row.answers) else []), copy, asked))
        return made

    def _make_aside(self) -> QWidget:
        made = card.Card(self.tr("Take nothing of it over"))
        self.reason = NoteField(rows=4)
        self.reason.textChanged.connect(self._on_reason)
        made.add(FormField(self.tr("Why it is set aside"), self.reason, hint=self.tr("The file stays on record.")))
        aside = QuietButton(self.tr("Set it aside"), icon="archive")
        aside.clicked.connect(self._seen.set_aside)
        made.add(_row(aside))
        return made

    def _on_looked(self, checked: bool) -> None:
        if checked != self._seen.settling.seen:
            self._seen.look(seen=checked)

    def _on_question(self) -> None:
        if self.question is not None and self.question.text != self._seen.settling.question:
            self._seen.ask_words(self.question.text)

    def _on_reason(self) -> None:
        if self.reason is not None and self.reason.text != self._seen.settling.reason:
            self._seen.aside_words(self.reason.text)


def _said(answer: Answer, row: ReturnRow) -> QWidget:
    """Return an answer's very words, with their lines and in their own direction."""
    if row.is_blind and answer.text == HIDDEN:
        return labels.Label(_tr("Answered, and hidden for now."), "body", "text2", wrap=True)
    if not answer.text:
        return labels.Label(_tr("Nothing stands here."), "body", "text2", wrap=True)
    return in_own_direction(answer.text)


def _doubt_line(one: Doubt) -> QWidget:
    holder = QWidget()
    line = QHBoxLayout(holder)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(8)
    line.addWidget(labels.Icon("circle-help", "warn", 18))
    line.addWidget(labels.Label(words.doubt(one), "second", "warn", wrap=True), 1)
    return holder


def _row(*buttons: QWidget) -> QWidget:
    holder = QWidget()
    line = Flow(holder)
    for button in buttons:
        line.addWidget(button)
    return holder


def _tr(said: str) -> str:
    from PySide6.QtCore import QCoreApplication

    return QCoreApplication.translate("returns", said)
