"""Section F line by line: what the setting says it needs, how it stays secured, and what becomes of it in the plan."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from bandingdesk.panel.deciding.section_f import AMENDS, LOWER
from bandingdesk.ui import text
from bandingdesk.ui.widgets import banner, card, labels
from bandingdesk.ui.widgets.form import Choice, FormField, NoteField
from bandingdesk.ui.workspaces.meeting import words
from bandingdesk.ui.workspaces.meeting.forms import Forms, Provision
from bandingdesk.ui.workspaces.meeting.reading import Reading


class SectionFCard(card.Card):
    """The check that comes before money. The values lie in the form's own lines; `edited` comes with each change."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Section F stays secured"), parent=parent)
        self._form = Forms()
        self._rows: list[tuple[Provision, QLineEdit, QLineEdit, QCheckBox, Choice, QLineEdit]] = []
        note = self.tr("The band is how funding is worked out. It does not limit the provision in Section F.")
        self.add(labels.Label(note, "second", "text2", wrap=True))
        self.below = banner.SentenceCard()
        self.add(self.below)
        self._ledger = labels.Label("", "second_strong", wrap=True)
        self.add(self._ledger)
        self._said = labels.Label("", "second", "text2", wrap=True)
        self.add(self._said)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(12)
        self.add(self._lines)
        self.words = NoteField(rows=3)
        self.add(FormField(self.tr("What follows, where a line is not secured"), self.words))
        self.words.textChanged.connect(self._take)

    def show_step(self, seen: Reading) -> None:
        """Show what is above the lines: what the band is lower than, the ledger, what the setting wrote."""
        decision, beside = seen.decision, seen.deciding
        lower = beside.lower_than(decision.band or None) if beside is not None and decision is not None else ()
        self.below.setVisible(bool(lower))
        if lower:
            said = self.tr(" and ").join(words.tr(LOWER[one]) for one in lower)
            line = self.tr("Where Section F stays as it is, say for each line what the setting needs.")
            self.below.say(self.tr("This is {lower}.").replace("{lower}", said), line, "scale")
        told, tone = words.section_f(seen)
        self._ledger.setText(told)
        self._ledger.set_tone(tone)
        notes = beside.setting_said if beside is not None else ()
        self._said.setText(self.tr("The setting wrote: {words}").replace("{words}", " · ".join(notes)) if notes else "")
        self._said.setVisible(bool(notes))

    def fill(self, form: Forms, outcome: str) -> None:
        """Show the lines of FORM. Lines change only where OUTCOME amends the plan."""
        self._form = form
        self.words.set_text(form.provision_words)
        card.clear(self._lines)
        self._rows = []
        for number, line in enumerate(form.provision, 1):
            self._add_line(number, line, may_change=outcome == AMENDS)

    def _add_line(self, number: int, line: Provision, *, may_change: bool) -> None:
        title = f"{number}. {line.provision}"
        self._lines.addWidget(labels.Label(title, "body_strong", wrap=True))
        if line.hours_x100:
            hours = f"{line.hours_x100 / 100:g}"
            said = self.tr("In the ledger: {hours} hours a week").replace("{hours}", hours)
            self._lines.addWidget(labels.Label(said, "second", "text2"))
        says, secured, becomes = QLineEdit(line.setting_says), QLineEdit(line.secured_by), QLineEdit(line.becomes)
        box, change = QCheckBox(self.tr("Not secured")), Choice()
        box.setChecked(line.secured is False)
        secured.setDisabled(box.isChecked())
        box.toggled.connect(secured.setDisabled)
        box.setMinimumHeight(28)
        box.setAccessibleDescription(title)
        kept = [("kept", self.tr("Stays")), ("changed", self.tr("Changes")), ("removed", self.tr("Goes"))]
        change.set_choices(kept, line.change)
        row = QHBoxLayout()
        row.addWidget(FormField(self.tr("The setting says it needs"), says), 1, Qt.AlignmentFlag.AlignBottom)
        how = self.tr("How it stays secured, or why it goes") if may_change else self.tr("How it stays secured")
        row.addWidget(FormField(how, secured), 1, Qt.AlignmentFlag.AlignBottom)
        row.addWidget(box, 0, Qt.AlignmentFlag.AlignBottom)
        self._lines.addLayout(row)
        below = QWidget()
        inside = QHBoxLayout(below)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(FormField(self.tr("In the plan"), change))
        new = FormField(self.tr("Its new words"), becomes)
        new.setVisible(line.change == "changed")
        inside.addWidget(new, 1)
        below.setVisible(may_change)
        self._lines.addWidget(below)
        self._rows.append((line, says, secured, box, change, becomes))
        for field in (says, secured, becomes):
            field.setAccessibleDescription(title)
            field.textChanged.connect(self._take)
        box.toggled.connect(self._take)
        change.chosen.connect(lambda value: new.setVisible(value == "changed"))
        change.chosen.connect(self._take)

    @property
    def rows(self) -> Sequence[tuple[QLineEdit, QLineEdit, QCheckBox]]:
        """The fields of each line: what the setting says, how it is secured, and whether it is not."""
        return [(says, secured, box) for _line, says, secured, box, _change, _becomes in self._rows]

    def focus_open(self) -> None:
        """Put the focus on the first line that is not answered."""
        for line, says, secured, _box, _change, _becomes in self._rows:
            if not line.is_answered or not line.setting_says.strip():
                (secured if line.setting_says.strip() else says).setFocus()
                return

    def _take(self, *_: object) -> None:
        for line, says, secured, box, change, becomes in self._rows:
            line.setting_says, line.secured_by = says.text(), secured.text()
            line.change, line.becomes = str(change.value or "kept"), becomes.text()
            line.secured = False if box.isChecked() else (True if line.secured_by.strip() else None)
        self._form.provision_words = self.words.text
        self.edited.emit()


def cost(lines: Sequence[Provision]) -> str:
    """Return what the lines cost a year together, "" where the ledger prices none of them."""
    known = [line.pence for line in lines if line.pence is not None]
    return text.money(sum(known), "year") if known else ""
