"""Checks: all that the analysis found, worst first; as a part of the editor and as the column at its right."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QVBoxLayout

from bandingdesk.ui.messages import error_text
from bandingdesk.ui.theme import theme
from bandingdesk.ui.widgets import labels
from bandingdesk.ui.widgets.banner import Banner
from bandingdesk.ui.widgets.card import Card, Column
from bandingdesk.ui.workspaces.frameworks import words
from bandingdesk.ui.workspaces.frameworks.checking import Note
from bandingdesk.ui.workspaces.frameworks.editor_view_model import EditorViewModel
from bandingdesk.ui.workspaces.frameworks.findings import FindingList
from bandingdesk.ui.workspaces.frameworks.part import Part

_WIDTH, _WIDE = 300, 400  # px at 100 %
_ALL = 200  # findings shown in the part; the column shows as many as a person reads at once


class ChecksPart(Part):
    """Everything in one list, with how far the check reached."""

    tells_all = True

    def __init__(self, editor: EditorViewModel) -> None:
        super().__init__(
            editor,
            self.tr("Checks"),
            self.tr("What the program found by going through every profile. A warning may stay, with your answer."),
        )
        card = Card()
        self.summary = Summary(editor)
        card.add(self.summary)
        self.add(card)
        self.findings = FindingList(editor, with_place=True, most=_ALL)
        self.finish()

    def notes(self) -> list[Note]:
        return list(self.editor.checked.notes)

    def show_part(self) -> None:
        self.summary.show_checks()


class Summary(QFrame):
    """How the draft stands: errors and warnings, tests, how many profiles were covered."""

    def __init__(self, editor: EditorViewModel) -> None:
        super().__init__()
        self._editor = editor
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self._title = labels.SectionTitle(self.tr("Checks"), icon="list-checks")
        self._standing = labels.Label("", "second_strong", wrap=True)
        self._tests = labels.Label("", "second", "text2", wrap=True)
        self._coverage = labels.Label("", "second", "text2", wrap=True)
        self.banner = Banner("", closable=False)
        self.banner.hide()
        for part in (self._title, self._standing, self._tests, self._coverage, self.banner):
            column.addWidget(part)

    def show_checks(self) -> None:
        """Show how it stands now."""
        editor, checked = self._editor, self._editor.checked
        waits = editor.is_checking or editor.is_unchecked
        self._title.set_note(self.tr("checking") if waits else "")
        said, _icon, tone = words.standing(checked)
        first = waits and checked.report is None and not checked.notes
        self._standing.setText(self.tr("The first check is on its way.") if first else said)
        self._standing.set_tone("text2" if first else tone)
        for label, text in ((self._tests, words.tests(checked)), (self._coverage, words.coverage(checked))):
            label.setText(text)
            label.setVisible(bool(text) and not first)
        self.banner.setVisible(editor.error is not None)
        if editor.error is not None:
            happened, kept, do = error_text(editor.error)
            self.banner.say(happened, kept, do, code=editor.error.code, tone="danger")


class ChecksColumn(QFrame):
    """The column at the right of the editor."""

    def __init__(self, editor: EditorViewModel) -> None:
        super().__init__()
        self._editor = editor
        self.setProperty("look", "pane")
        self.setAccessibleName(self.tr("Checks"))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        column = Column(margins=(14, 14, 14, 14), spacing=10)
        outer.addWidget(column)
        self.summary = Summary(editor)
        self.findings = FindingList(editor, with_place=True, with_answer=False, most=8, alike=1)
        column.add(self.summary)
        column.add(self.findings)
        column.body.addStretch(1)

    def show_checks(self) -> None:
        """Show how it stands now, and what to settle."""
        self.summary.show_checks()
        self.findings.show_notes(self._editor.open_notes())

    def fit(self, width: int) -> None:
        """Take the share of a pane of this WIDTH."""
        self.setFixedWidth(theme.current().scaled(_WIDE if width > theme.current().scaled(1500) else _WIDTH))
