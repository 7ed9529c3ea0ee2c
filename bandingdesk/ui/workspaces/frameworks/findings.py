"""Findings on the screen: a card for each, beside the field it concerns and in the list of checks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from bandingdesk.ui.widgets import card, labels
from bandingdesk.ui.widgets.buttons import LinkButton
from bandingdesk.ui.widgets.form import FormField, NoteField
from bandingdesk.ui.workspaces.frameworks import words
from bandingdesk.ui.workspaces.frameworks.checking import Note
from bandingdesk.ui.workspaces.frameworks.editor_view_model import EditorViewModel

MOST = 12  # cards in one list; the rest are counted


class FindingCard(QFrame):
    """One finding: how grave, where, in words; a way to its place and to its witness; the answer of a warning."""

    def __init__(self, editor: EditorViewModel, note: Note, *, with_place: bool, with_answer: bool) -> None:
        super().__init__()
        self.note = note
        self._editor = editor
        said, icon, tone = words.severity(note.severity)
        self.setProperty("look", "card")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 8, 10, 8)
        row.setSpacing(8)
        row.addWidget(labels.Icon(icon, tone, 16), 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(3)
        row.addLayout(column, 1)
        where = words.place(note.where, editor.document, editor.tariff, in_tariff=note.in_tariff)
        head = ": ".join(part for part in (said, where if with_place else "") if part)
        column.addWidget(labels.Label(head, "note_strong", tone, wrap=True))
        column.addWidget(labels.Label(note.message, "second", wrap=True))
        count = words.profiles(note.count)
        if count and note.code != "test_failed":
            column.addWidget(labels.Label(count, "note", "text2"))
        self.setAccessibleName(f"{head}. {note.message}")
        self._add_ways(column, where, with_place=with_place, with_answer=with_answer)
        self.answer: NoteField | None = None
        if note.severity == "warning" and with_answer:
            self._add_answer(column)
        elif note.answer:
            said = self.tr("Answered: {0}").replace("{0}", note.answer)
            column.addWidget(labels.Label(said, "second", "text2", wrap=True))

    def _add_ways(self, column: QVBoxLayout, where: str, *, with_place: bool, with_answer: bool) -> None:
        ways = QHBoxLayout()
        ways.setSpacing(8)
        ways.setContentsMargins(0, 3, 0, 0)  # room for the ring of focus
        if with_place:
            answers = self.note.severity == "warning" and not with_answer
            show = LinkButton(self.tr("Go and answer") if answers else self.tr("Go to it"))
            show.setAccessibleName(self.tr("Go to {place}").replace("{place}", where or self.note.message))
            show.clicked.connect(lambda: self._editor.go_to(self.note))
            ways.addWidget(show)
        witness = self.note.witness
        if witness is not None:
            look = LinkButton(self.tr("Try this profile"))
            look.setAccessibleDescription(self.note.message)
            look.clicked.connect(lambda: self._editor.try_out(witness))
            ways.addWidget(look)
        ways.addStretch(1)
        if ways.count() > 1:
            column.addLayout(ways)

    def _add_answer(self, column: QVBoxLayout) -> None:
        self.answer = NoteField(self.note.answer, rows=4)
        self.answer.setReadOnly(not self._editor.may_answer)
        self.answer.rested.connect(lambda text: self._editor.answer(self.note, text.strip()))
        column.addWidget(FormField(self.tr("Your answer: why it stays"), self.answer))
        others = len(self._editor.alike(self.note))
        if self.note.answer and others and self._editor.may_answer:
            words_ = self.tr("Give this answer to the %n others of this kind", "", others)
            spread = LinkButton(words_)
            spread.clicked.connect(lambda: self._editor.answer_alike(self.note, self.note.answer))
            column.addWidget(spread, 0, Qt.AlignmentFlag.AlignLeft)


class FindingList(QWidget):
    """Cards below each other, at most ALIKE of one kind. They stay while the findings do: an answer keeps its caret."""

    def __init__(
        self,
        editor: EditorViewModel,
        *,
        with_place: bool,
        with_answer: bool = True,
        most: int = MOST,
        alike: int = MOST,
    ) -> None:
        super().__init__()
        self._editor, self._most, self._alike = editor, most, alike
        self._with_place, self._with_answer = with_place, with_answer
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._shown: tuple[object, ...] = ()
        self.cards: list[FindingCard] = []
        self.hide()

    def show_notes(self, notes: Sequence[Note]) -> None:
        """Show NOTES."""
        key = tuple((note.key, note.message, note.severity, note.count, note.answer) for note in notes)
        if key == self._shown:
            return
        if any(one.answer is not None and one.answer.hasFocus() for one in self.cards) and self._only_answers(notes):
            return
        self._shown = key
        card.clear(self._column)
        self.cards = []
        kinds = Counter((note.code, note.severity) for note in notes)
        shown: Counter[tuple[str, str]] = Counter()
        for note in notes:
            kind = (note.code, note.severity)
            shown[kind] += 1
            if shown[kind] <= self._alike and len(self.cards) < self._most:
                one = FindingCard(self._editor, note, with_place=self._with_place, with_answer=self._with_answer)
                self.cards.append(one)
                self._column.addWidget(one)
                if shown[kind] == self._alike and kinds[kind] > self._alike:
                    self._say(self.tr("{0} more of this kind are in Checks."), kinds[kind] - self._alike)
        if len(kinds) > self._most or (len(notes) > self._most and self._alike >= self._most):
            self._say(self.tr("{0} more are in Checks."), len(notes) - len(self.cards))
        self.setVisible(bool(notes))

    def _say(self, words_: str, count: int) -> None:
        said = labels.Label(words_.replace("{0}", str(count)), "second", "text2", wrap=True)
        self._column.addWidget(said)

    def _only_answers(self, notes: Sequence[Note]) -> bool:
        """Return whether nothing but answers changed: then the field that is being written in stays."""
        now = {(note.key, note.message) for note in notes}
        return all((one.note.key, one.note.message) in now for one in self.cards) and len(notes) == len(self._shown)
