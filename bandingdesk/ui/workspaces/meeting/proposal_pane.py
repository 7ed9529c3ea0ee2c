"""The decision form: outcome, legal test, does the matrix fit, decided band, reasons, views, papers, days."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from bandingdesk.casework.returns.questions import ABOUT_THEM
from bandingdesk.ui import codes, text
from bandingdesk.ui.widgets import card, labels
from bandingdesk.ui.widgets.form import Choice, DayField, FormField, NoteField, RadioRow
from bandingdesk.ui.widgets.legal_tests import LegalTests
from bandingdesk.ui.workspaces.meeting.forms import Proposal
from bandingdesk.ui.workspaces.meeting.reading import Reading


class ProposalPane(QWidget):
    """The panel's finding as a form. `edited` comes with each change; the values lie in the form it was given."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._form = Proposal()
        self._key = ""
        self._is_filling = False
        self._fields: dict[str, QWidget] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._finding())
        column.addWidget(self._band())
        column.addWidget(self._evidence())
        column.addWidget(self._plan())

    def show_form(self, seen: Reading, form: Proposal, key: str) -> None:
        """Show FORM for the item KEY. A form that is on the screen already is left alone: somebody is typing in it."""
        outcomes = [(name, codes.outcome(name)) for name in seen.terms.outcomes]
        if (key, id(form)) != (self._key, id(self._form)):
            self._key, self._form = key, form
            self._is_filling = True  # a field that is being filled reads as edited, and would write the others back
            self._fill(seen, form, outcomes)
            self._is_filling = False
        indicated = seen.round.band if seen.round else None
        name = indicated.title if indicated and indicated.band else self.tr("none: refer")
        offer = self.tr("The matrix indicates {band}. It is offered, not chosen.").replace("{band}", name)
        self._band_field.set_hint(offer)
        differs = bool(form.band) and (indicated is None or form.band != indicated.band)
        self._override.setVisible(differs)
        self._changes_field.setVisible(form.outcome == "amend")
        self.law.set_tests(seen.law.get(form.outcome, ()))
        self._said.setText("\n".join(_views(seen)) or self.tr("No views are on record."))

    def _fill(self, seen: Reading, form: Proposal, outcomes: list[tuple[str, str]]) -> None:
        self.outcome.set_choices(outcomes, form.outcome or None)
        self.legal_test.set_text(form.legal_test)
        self.fits.set_value(form.fits or None)
        self.fit_words.set_text(form.fit_words)
        self.band.set_choices(seen.bands, form.band or None)
        self.reason_code.set_choices(list(seen.names.reasons.items()), form.reason_code or None)
        self.reason.set_text(form.reason)
        self.views.set_text(form.views_considered)
        self.changes.set_text(form.changes)
        self.starts.setDate(_qdate(form.starts))
        self.review_by.setDate(_qdate(form.review_by))
        self._show_papers(seen)

    def focus(self, name: str) -> None:
        """Put the focus on the field that the rule calls NAME."""
        field = self._fields.get(name)
        if field is not None:
            field.setFocus()

    def _finding(self) -> card.Card:
        made = card.Card(self.tr("What the panel finds"))
        self.outcome = Choice()
        self.legal_test = NoteField(rows=4, first_rows=2)
        made.add(self._field("outcome", self.tr("Outcome of the review"), self.outcome))
        hint = self.tr("Does the plan still describe the needs, the outcomes and the help? (reg 20(10))")
        made.add(self._field("legal_test", self.tr("The legal test, answered in words"), self.legal_test, hint))
        self.law = LegalTests()
        made.add(self.law)
        self.changes = NoteField(rows=5, first_rows=2)
        self._changes_field = self._field(
            "changes",
            self.tr("Changes to the plan, a line each"),
            self.changes,
            self.tr("These go into the letter L8."),
        )
        made.add(self._changes_field)
        return made

    def _band(self) -> card.Card:
        made = card.Card(self.tr("The band"))
        fit = self.tr("Does the matrix fit this child?")
        self.fits = RadioRow(fit, [("yes", self.tr("Yes")), ("no", self.tr("No"))])
        made.add(labels.Label(fit, "second_strong"))
        made.add(self.fits)
        self.fit_words = NoteField(rows=3)
        made.add(self._field("fit_words", self.tr("Why, whichever way it goes"), self.fit_words))
        self.band = Choice()
        self._band_field = self._field("band", self.tr("Decided band"), self.band, " ")
        made.add(self._band_field)
        self.reason_code, self.reason = Choice(), NoteField(rows=3)
        self._override = QWidget()
        column = QVBoxLayout(self._override)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(
            self._field(
                "reason_code",
                self.tr("Reason for another band"),
                self.reason_code,
                self.tr("Another band needs a listed reason, a line, and a second signature."),
            )
        )
        column.addWidget(self._field("reason", self.tr("The reason in words"), self.reason))
        made.add(self._override)
        self.fits.chosen.connect(self._take)
        return made

    def _evidence(self) -> card.Card:
        made = card.Card(self.tr("Views and evidence"))
        self._said = labels.Label("", "body", "text2", wrap=True)
        made.add(self._said)
        self.views = NoteField(rows=3)
        made.add(self._field("views_considered", self.tr("What the panel thought of these views"), self.views))
        self._papers_title = labels.Label(self.tr("Papers relied on"), "second_strong")
        made.add(self._papers_title)
        self._papers = QVBoxLayout()
        made.add(self._papers)
        self._boxes: dict[str, QCheckBox] = {}
        return made

    def _plan(self) -> card.Card:
        made = card.Card(self.tr("From when, until when"))
        row = QHBoxLayout()
        self.starts, self.review_by = DayField(), DayField()
        row.addWidget(self._field("starts", self.tr("Starts"), self.starts))
        row.addWidget(self._field("review_by", self.tr("Review by"), self.review_by))
        made.add(row)
        return made

    def _field(self, name: str, label: str, field: Any, hint: str = "") -> FormField:
        self._fields[name] = field
        made = FormField(label, field, hint=hint)
        if isinstance(field, NoteField):
            field.textChanged.connect(self._take)
        elif isinstance(field, Choice):
            field.chosen.connect(self._take)
        elif isinstance(field, DayField):
            field.dateChanged.connect(self._take)
        return made

    def _show_papers(self, seen: Reading) -> None:
        card.clear(self._papers)
        self._boxes = {}
        for paper in seen.papers:
            box = QCheckBox(f"{paper.title}, {text.day(paper.dated)}")
            box.setMinimumHeight(26)
            box.setToolTip(f"{box.text()}, {paper.author_role}")
            box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)  # long titles widen no form
            box.setChecked(paper.id in self._form.evidence)
            box.toggled.connect(self._take)
            self._boxes[paper.id] = box
            self._papers.addWidget(box)

    def _take(self, *_: object) -> None:
        """Lay what stands in the fields into the form."""
        if self._is_filling:
            return
        form = self._form
        form.outcome = str(self.outcome.value or "")
        form.legal_test, form.changes = self.legal_test.text, self.changes.text
        form.fits, form.fit_words = str(self.fits.value or ""), self.fit_words.text
        form.band = str(self.band.value or "")
        form.reason_code, form.reason = str(self.reason_code.value or ""), self.reason.text
        form.views_considered = self.views.text
        form.evidence = tuple(paper for paper, box in self._boxes.items() if box.isChecked())
        form.starts = self.starts.date().toString(Qt.DateFormat.ISODate)
        form.review_by = self.review_by.date().toString(Qt.DateFormat.ISODate)
        self.edited.emit()


def _qdate(day: str) -> QDate:
    found = date.fromisoformat(day)
    return QDate(found.year, found.month, found.day)


def _views(seen: Reading) -> list[str]:
    """Return the family's own words: at the review, and in the forms that came back, each as it was written."""
    review = seen.case.review if seen.case else None
    said = [f"“{review.parent_views}”"] if review is not None and review.parent_views else []
    for one in seen.views:
        said += [f"{one.who}. {answer.label} “{answer.text}”" for answer in one.said if answer.key not in ABOUT_THEM]
    return said
