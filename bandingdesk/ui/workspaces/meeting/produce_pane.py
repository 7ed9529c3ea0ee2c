"""Beside the decision form: what the panel found, and what the decision will produce. Both are read, not filled in."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from PySide6.QtWidgets import QWidget

from bandingdesk.panel.deciding.hints import Hint
from bandingdesk.panel.decision import PERIOD
from bandingdesk.ui import text
from bandingdesk.ui.widgets import card, labels
from bandingdesk.ui.workspaces.meeting.forms import Proposal
from bandingdesk.ui.workspaces.meeting.reading import Reading


class FoundPane(card.Card):
    """The agreed levels with their reasons, and the indicated band. No amount: it comes after Section F."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        self.add(labels.SectionTitle(self.tr("The agreed levels")))
        self._words = labels.Label("", "second", wrap=True)
        self.add(self._words)
        self.body.addStretch(1)

    def show_found(self, seen: Reading) -> None:
        """Show the levels of the revealed round."""
        found = seen.round
        lines = []
        for row in found.spreads if found is not None else ():
            said = self.tr("{strand}: level {level}").replace("{strand}", row.name)
            lines.append(said.replace("{level}", str(row.agreed)) + (f". {row.reason}" if row.reason else ""))
        if found is not None and found.band is not None:
            name = found.band.title if found.band.band else self.tr("none: refer")
            lines.insert(0, self.tr("Indicated band: {band}").replace("{band}", name))
        self._words.setText("\n".join(lines))


class ProducePane(card.Card):
    """The letters that the chosen outcome asks for, the two sheets, and from when the band is paid."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        self.add(labels.SectionTitle(self.tr("What it will produce")))
        self._words = labels.Label("", "second", wrap=True)
        self.add(self._words)
        self._look = labels.Label(self.tr("Words to look at again"), "second_strong", "warn")
        self._hints = labels.Label("", "second", "text2", wrap=True)
        for part in (self._look, self._hints):
            self.add(part)
            part.hide()
        self.body.addStretch(1)

    def show_form(self, seen: Reading, form: Proposal, needs: Collection[str], hints: Sequence[Hint]) -> None:
        """Show what follows from FORM as it stands; HINTS are words in it to look at again."""
        lines = [self.tr("A public-safe decision sheet and a full one")]
        if form.outcome:
            elsewhere = self.tr("{letter} (written outside Banding Desk)")
            for id_, title, is_ours in seen.letters.get(form.outcome, ()):
                letter = f"{id_}: {title}"
                lines.append(letter if is_ours else elsewhere.replace("{letter}", letter))
        else:
            lines.append(self.tr("Choose an outcome to see which letters it asks for"))
        if "band" in needs:
            lines.append(self.tr("The band is paid from {day}").replace("{day}", _day(form.starts)))
        if PERIOD & set(needs):
            lines.append(self.tr("Reviewed by {day}").replace("{day}", _day(form.review_by)))
        self._words.setText("\n".join(lines))
        if hints or self._hints.text():
            self._hints.setText("\n".join(self._said(hint) for hint in hints))
            for part in (self._look, self._hints):
                part.setVisible(bool(hints))

    def _said(self, hint: Hint) -> str:
        said = {
            "name": self.tr("{found} is a name: does it have to stand here?"),
            "diagnosis": self.tr("“{found}” may go to the setting’s office in the funding letter."),
            "money": self.tr("“{found}”: money is no reason for what Section F says."),
        }
        return said[hint.kind].replace("{found}", hint.found)


def _day(day: str) -> str:
    return text.day(date.fromisoformat(day))
