"""A passage shared for a strand: strand, page, the passage, the words that matter, perhaps the level it bears out."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QHBoxLayout, QSpinBox

from bandingdesk.ui.widgets import card
from bandingdesk.ui.widgets.buttons import PrimaryButton, QuietButton
from bandingdesk.ui.widgets.form import Choice, FormField, NoteField, line
from bandingdesk.ui.workspaces.cases.papers.reading import Papers
from bandingdesk.ui.workspaces.cases.papers.view_model import PapersViewModel

_NONE = -1


class ShareForm(card.Card):
    """The form. What it shares is seen by everybody who may read the case; a mark is not."""

    def __init__(self, seen: PapersViewModel) -> None:
        super().__init__(self.tr("Share a passage for a strand"))
        self._seen = seen
        self.strand, self.level = Choice(), Choice()
        self._levels: Mapping[str, Mapping[int, str]] = {}
        self.strand.chosen.connect(self._offer_levels)
        self.page = QSpinBox()
        self.page.setMinimum(1)
        self.passage = NoteField(rows=4, first_rows=2)
        self.highlight = line()
        self._passage_field = FormField(self.tr("The passage, as it is written"), self.passage)
        self._strand_field = FormField(self.tr("Strand"), self.strand)
        self._mark_field = FormField(self.tr("The words that matter most"), self.highlight)
        first = QHBoxLayout()
        first.addWidget(self._strand_field, 3)
        first.addWidget(FormField(self.tr("Level it bears out"), self.level), 2)
        first.addWidget(FormField(self.tr("Page"), self.page), 1)
        self.add(first)
        self.add(self._passage_field)
        self.add(self._mark_field)
        foot = QHBoxLayout()
        self.cancel = QuietButton(self.tr("Close"))
        self.cancel.setAccessibleName(self.tr("Close the form of the passage"))
        self.cancel.clicked.connect(self.hide)
        self.save = PrimaryButton(self.tr("Share this passage"), icon="quote")
        self.save.clicked.connect(self._on_save)
        foot.addWidget(self.cancel)
        foot.addStretch(1)
        foot.addWidget(self.save)
        self.add(foot)
        seen.recorded.connect(lambda _said: self._clear())

    def offer(self, seen: Papers, pages: int, page: int, passage: str) -> None:
        """Offer the strands in force and the PAGES of the paper; PASSAGE is what was chosen in it."""
        self.strand.set_choices(list(seen.strands.items()), self.strand.value)
        self._levels = seen.levels
        self._offer_levels()
        self.page.setMaximum(max(1, pages))
        self.page.setValue(page)
        if passage:
            self.passage.set_text(passage)

    def _offer_levels(self, *_: object) -> None:
        """Offer the levels of the chosen strand."""
        known = self._levels.get(str(self.strand.value), {})
        levels = [(_NONE, self.tr("Not said")), *((level, f"{level}  {name}") for level, name in known.items())]
        self.level.set_choices(levels, _NONE)

    def _clear(self) -> None:
        self.passage.set_text("")
        self.highlight.clear()
        self.hide()

    def _on_save(self) -> None:
        passage, mark = self.passage.text.strip(), self.highlight.text().strip()
        self._strand_field.set_error("" if self.strand.value else self.tr("Choose the strand it bears on."))
        self._passage_field.set_error("" if passage else self.tr("Copy the passage in here."))
        inside = mark in passage
        self._mark_field.set_error("" if inside else self.tr("These words do not stand in the passage."))
        if self.strand.value and passage and inside:
            level = self.level.value if self.level.value != _NONE else None
            self._seen.share(str(self.strand.value), self.page.value(), passage, mark, level)  # type: ignore[arg-type]  # levels are integers
