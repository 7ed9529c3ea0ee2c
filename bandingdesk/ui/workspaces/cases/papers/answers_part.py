"""Every report answered: the table of the case, filled in here or at the meeting."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from bandingdesk.ui.widgets import card, labels
from bandingdesk.ui.widgets.answers import AnswerRow, AnswerRows
from bandingdesk.ui.widgets.chip import Chip
from bandingdesk.ui.workspaces.cases.papers import words
from bandingdesk.ui.workspaces.cases.papers.reading import Papers
from bandingdesk.ui.workspaces.cases.papers.view_model import PapersViewModel


class AnswersPart(card.Column):
    """The rows of all reports that the family and professionals sent. `opened` carries a paper to read."""

    opened = Signal(str)

    def __init__(self, seen: PapersViewModel) -> None:
        super().__init__(margins=(16, 14, 16, 14), spacing=12)
        self._seen = seen
        self._key: tuple[object, ...] = ()
        head = QHBoxLayout()
        head.addWidget(labels.Label(self.tr("Every report answered"), "card_title"), 1)
        self._state = Chip("")
        head.addWidget(self._state)
        self.add(head)
        note = self.tr(
            "Each paper that the family or a professional sent: relied on, in part, or not, and why. A decision"
            " can't be signed while a row is empty."
        )
        self.add(labels.Label(note, "second", "text2", wrap=True))
        self._held = card.Card("")
        self.rows = AnswerRows()
        self._held.add(self.rows)
        self.add(self._held)
        self.body.addStretch(1)
        self.rows.edited.connect(lambda: seen.type_answers(self.rows.values()))
        self.rows.opened.connect(self.opened)

    def show_seen(self, seen: Papers) -> None:
        """Show the rows; what is being written is left alone."""
        left = seen.unanswered
        self._state.set(
            self.tr("%n not answered", "", left) if left else self.tr("All answered"),
            "warn" if left else "ok",
            "circle-alert" if left else "circle-check",
        )
        key = tuple((row.id, row.head) for row in seen.to_answer)
        if key != self._key:
            self._key = key
            people = dict(seen.people)
            rows = [
                AnswerRow(row.id, row.title, words.meta(row), words.answered(row, people)) for row in seen.to_answer
            ]
            self.rows.set_rows(rows, {row.id: self._seen.answer_of(row) for row in seen.to_answer})
        self._held.setVisible(bool(key))
        self.rows.setDisabled(bool(seen.answers_only_for))
