"""The words of the law that a question asks about, and beneath them the council's guidance, marked so."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from bandingdesk.panel.questions import LegalQuestion
from bandingdesk.statute import grounds
from bandingdesk.ui.widgets import card, labels


class LawWords(card.Card):
    """One limb of a legal test. Nothing here can be edited: the words are those that the round was opened with."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        self._shown: LegalQuestion | None = None
        self._words = labels.Label("", "body", wrap=True)
        self._place = labels.Label("", "note", "text2", wrap=True)
        self._unchecked = labels.Label(_law(grounds.UNCHECKED), "note", "warn", wrap=True)
        self._guidance = labels.Label("", "second", "text2", wrap=True)
        for part in (self._words, self._place, self._unchecked, self._guidance):
            self.add(part)
        self.hide()

    def show_question(self, question: LegalQuestion | None) -> None:
        """Show QUESTION, or nothing."""
        self.setVisible(question is not None)
        if question is None or question == self._shown:
            return
        self._shown = question
        self._words.setText(f"{question.lead} … {question.words}" if question.lead else question.words)
        words = self.tr("{place}, version {version}").replace("{place}", question.mark)
        self._place.setText(words.replace("{version}", question.version))
        self._unchecked.setVisible(not question.checked)
        self._guidance.setText(f"{_law(grounds.GUIDANCE)}: {question.guidance}")
        self._guidance.setVisible(bool(question.guidance))


def _law(source: str) -> str:
    return QCoreApplication.translate("law", source)
