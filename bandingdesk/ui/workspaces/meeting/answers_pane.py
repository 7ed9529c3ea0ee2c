"""Talk and agree on questions of law: counts by limb, what each side relied on, and the answer with its reason."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from bandingdesk.panel.questions import NO, NOT_SURE, YES, LegalQuestion
from bandingdesk.store.queries.rounds import MinorityRow, RoundRow
from bandingdesk.store.queries.strips import EndRow, SpreadRow
from bandingdesk.ui.widgets import answer_words, banner, buttons, card, labels
from bandingdesk.ui.widgets.form import FormField, NoteField, RadioRow
from bandingdesk.ui.widgets.law_words import LawWords
from bandingdesk.ui.widgets.spread import Dot, Spread, SpreadLegend
from bandingdesk.ui.widgets.spread_table import SpreadTable

SCALE = (NO, NOT_SURE, YES)


class AnswersPane(QWidget):
    """The strips of a round on questions and the editor of one answer. `agreed` carries (limb, answer, "", words).

    `begun` carries (limb, answer or 0, words) while the answer is being written.
    """

    strand_chosen = Signal(str)
    agreed = Signal(str, int, str, str)
    minority_given = Signal(str, object)  # (words, answer or None)
    begun = Signal(str, int, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._scroll = card.Column(margins=(18, 14, 18, 14), spacing=12)
        column.addWidget(self._scroll)
        self.sentence = banner.SentenceCard()
        self.table = SpreadTable()
        self.table.chosen.connect(self.strand_chosen)
        self.table.agree_asked.connect(self._focus_answer)
        self.legend = SpreadLegend(of_answers=True)
        self.minority = card.Card(self.tr("Seen differently"))
        self._views = labels.Label("", "body", wrap=True)
        self.minority.add(self._views)
        self.differs = self._make_view()
        for part in (self.sentence, self.table, self.legend, self.differs, self.minority):
            self._scroll.add(part)
        self._scroll.body.addStretch(1)
        self.below = _Below()
        self.below.agree.clicked.connect(self.agree_answer)
        self.below.answer.chosen.connect(self._begin)
        self.below.words.rested.connect(self._begin)
        self.table.set_below(self.below)
        self._limb = ""

    def show_answers(
        self, found: RoundRow, limb: str, begun: tuple[int, str] | None, *, refusal: str, is_closed: bool
    ) -> None:
        """Show a revealed round with LIMB open; REFUSAL says why nothing can be agreed now.

        BEGUN is what the chair was writing on LIMB (answer or 0, words). IS_CLOSED: the finding rests on the answers.
        """
        self.sentence.say(found.lead or found.sentence, found.facts, "messages-square")
        spreads = [_spread(row, is_asked=row.strand in found.asked) for row in found.spreads]
        self.table.set_spreads(spreads, SCALE, limb or None)
        row = next((one for one in found.spreads if one.strand == limb), None)
        self._limb = limb
        question = found.questions.get(limb) if found.questions is not None else None
        self.below.setVisible(row is not None)
        if row is not None:
            self.below.show_question(question)
            self.below.show_limb(row, begun, refusal, is_closed=is_closed, is_asked=limb in found.asked)
        self._views.setText("\n".join(map(self._view, found.minority)))
        self.minority.setVisible(bool(found.minority))

    def open_view(self) -> None:
        """Open the line for a view that differs."""
        self.differs.show()
        self._words.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_first(self) -> None:
        """Put the focus on the strips."""
        if lines := self.table.lines:
            lines[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _focus_answer(self, _limb: str) -> None:
        self.below.focus_answer()

    def agree_answer(self) -> None:
        """Hand on the answer of the open question as the form has it; what is missing is where to go."""
        answer, words = self.below.answer.value, self.below.words.text.strip()
        if not isinstance(answer, int):
            self.below.focus_answer()
        elif not words:
            self.below.words.setFocus(Qt.FocusReason.OtherFocusReason)
            self.below.field.set_error(self.tr("Say why the panel answers so."))
        else:
            self.agreed.emit(self._limb, answer, "", words)

    def _begin(self, _what: object) -> None:
        answer = self.below.answer.value
        self.begun.emit(self._limb, answer if isinstance(answer, int) else 0, self.below.words.text)

    def _make_view(self) -> card.Card:
        made = card.Card(self.tr("See it differently"))
        self._words = QLineEdit()
        self.own_answer = RadioRow(self.tr("Your own answer, if you give one"), _offered())
        self.give = buttons.QuietButton(self.tr("Record my view"), icon="message-square-warning")
        self.give.clicked.connect(self._give)
        row = QHBoxLayout()
        row.addWidget(FormField(self.tr("Your view, in one line"), self._words), 2)
        row.addWidget(FormField(self.tr("Your own answer, if you give one"), self.own_answer), 1)
        row.addWidget(self.give, 0, Qt.AlignmentFlag.AlignBottom)
        made.add(row)
        made.hide()
        return made

    def _view(self, row: MinorityRow) -> str:
        if row.level is None:
            return f"{row.name}: {row.words}"
        said = self.tr("{name}, {answer}: {words}").replace("{answer}", answer_words.name(row.level))
        return said.replace("{name}", row.name).replace("{words}", row.words)

    def _give(self) -> None:
        if self._words.text().strip():
            self.minority_given.emit(self._words.text(), self.own_answer.value)
            self._words.clear()
            self.own_answer.set_value(None)
            self.differs.hide()


class _Below(QWidget):
    """What lies below the chosen question: the law, each side without names, and the panel's answer."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 8, 14, 12)
        column.setSpacing(8)
        self._ask = labels.Label("", "card_title", wrap=True)
        self._limb = labels.Label("", "second", "text2", wrap=True)
        column.addWidget(self._ask)
        column.addWidget(self._limb)
        self._counts = labels.Label("", "second_strong")
        column.addWidget(self._counts)
        self._ends = QHBoxLayout()
        self._ends.setSpacing(10)
        column.addLayout(self._ends)
        self.answer = RadioRow(
            self.tr("The panel’s answer"), [(NO, answer_words.name(NO)), (YES, answer_words.name(YES))]
        )
        self.words = NoteField(rows=4, first_rows=2)
        self.agree = buttons.QuietButton(self.tr("Agree this answer"), icon="check", key="F8")
        self.field = FormField(self.tr("Why, and by what evidence"), self.words)
        self._editor = QWidget()
        rows = QVBoxLayout(self._editor)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(FormField(self.tr("The panel’s answer"), self.answer))
        rows.addWidget(self.field)
        rows.addWidget(self.agree, 0, Qt.AlignmentFlag.AlignRight)
        column.addWidget(self._editor)
        self._note = labels.Label("", "second", "text2", wrap=True)
        column.addWidget(self._note)
        self.law = LawWords()
        column.addWidget(self.law)
        self._shown: tuple[object, ...] = ()

    def show_question(self, question: LegalQuestion | None) -> None:
        """Show what is asked, in plain words and in those of the law."""
        self._ask.setText(question.ask if question is not None else "")
        self._limb.setText(f"“{question.words}” {question.mark}" if question is not None else "")
        self.law.show_question(question)

    def show_limb(
        self, row: SpreadRow, begun: tuple[int, str] | None, refusal: str, *, is_closed: bool, is_asked: bool
    ) -> None:
        """Show ROW; the form starts with what was BEGUN when another question or another answer is shown."""
        card.clear(self._ends)
        self._counts.setText(answer_words.counts([dot.level for dot in row.levels]))
        self._counts.setVisible(bool(row.levels))
        for end in reversed(row.ends):
            self._ends.addWidget(self._end(end), 1, Qt.AlignmentFlag.AlignTop)
        key = (row.strand, row.agreed, tuple(dot.level for dot in row.levels))
        if key != self._shown:
            self._shown = key
            answer, words = begun or (row.agreed, row.reason)
            self.answer.set_value(answer or None)
            self.words.set_text(words)
            self.field.set_error("")
        self._editor.setVisible(is_asked and not is_closed and not row.rescoring)
        self.agree.say_why_not(refusal)
        self._note.setText(self._say(row, is_closed=is_closed, is_asked=is_asked))

    def focus_answer(self) -> None:
        """Put the focus on yes and no."""
        self.answer.buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _say(self, row: SpreadRow, *, is_closed: bool, is_asked: bool) -> str:
        if not is_asked:
            return self.tr("The answers agreed before this one leave nothing open here.")
        if row.rescoring:
            return self.tr("This question is being answered again in private.")
        if is_closed:
            agreed = answer_words.name(row.agreed) if row.agreed is not None else self.tr("No answer")
            return f"{agreed}. {row.reason}"
        return self.tr("Nothing is proposed. Where the panel is not sure, put the case off and ask who finds out what.")

    def _end(self, end: EndRow) -> card.Card:
        made = card.Card(padding=10)
        head = QHBoxLayout()
        head.addWidget(labels.Label(answer_words.name(end.level), "second_strong"), 1)
        head.addWidget(labels.Label(self.tr("%n member(s)", "", end.count), "note", "text2"))
        made.add(head)
        for note in end.notes:
            made.add(labels.Label(f"“{note}”", "second", wrap=True))
        for extract in end.extracts:
            made.add(labels.Label(extract, "note", "text2", wrap=True))
        if not end.notes and not end.extracts:
            made.add(labels.Label(self.tr("Nothing was written."), "second", wrap=True))
        return made


def _offered() -> list[tuple[object, str]]:
    return [(answer, answer_words.name(answer)) for answer in SCALE]


def _spread(row: SpreadRow, *, is_asked: bool) -> Spread:
    dots = tuple(Dot(dot.level, dot.confidence, dot.mine) for dot in row.levels)
    agreed = row.agreed if is_asked else None
    return Spread(row.strand, row.name, dots, 0, 0, row.flagged and is_asked, agreed, answers=True, asked=is_asked)
