"""The decision form: outcome, legal test, does the matrix fit, decided band, reasons, views, papers, days, actions.

What an outcome asks for decides which cards stand there (panel/outcomes.py); nothing is chosen for a person.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from bandingdesk.casework.returns.questions import ABOUT_THEM
from bandingdesk.panel import outcomes, questions
from bandingdesk.panel.deciding.section_f import AMENDS, LOWER
from bandingdesk.panel.decision import PERIOD
from bandingdesk.panel.ops import MATRIX_NEEDS
from bandingdesk.ui import codes, text
from bandingdesk.ui.widgets import card, labels
from bandingdesk.ui.widgets.form import Choice, DayField, FormField, NoteField, RadioRow, line
from bandingdesk.ui.widgets.legal_tests import LegalTests
from bandingdesk.ui.workspaces.meeting import words
from bandingdesk.ui.workspaces.meeting.finding_cards import GroundsCard, SharesCard
from bandingdesk.ui.workspaces.meeting.forms import Proposal
from bandingdesk.ui.workspaces.meeting.person_rows import PersonRows
from bandingdesk.ui.workspaces.meeting.reading import Reading

_LENGTHS = ("", "4", "8", "12", "24", "36")  # months: as long as the plan; one, two, three terms or a year; years


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
        self.grounds, self.shares = GroundsCard(), SharesCard()
        self._cards = {
            "finding": self._finding(),
            "grounds": self.grounds,
            "matrix": self._band(),
            "shares": self.shares,
            "evidence": self._evidence(),
            "period": self._plan(),
            "actions": self._next(),
        }
        for made in self._cards.values():
            column.addWidget(made)
        for part in (self.grounds, self.shares):
            part.edited.connect(self.edited)

    def show_form(
        self,
        seen: Reading,
        form: Proposal,
        key: str,
        needs: Collection[str] = MATRIX_NEEDS,
        offered: Sequence[str] = (),
    ) -> None:
        """Show FORM for the item KEY, with the cards that its outcome NEEDS; OFFERED are the papers to begin with.

        A form that is on the screen already is left alone: somebody is typing in it.
        """
        known = [(name, codes.outcome(name)) for name in seen.terms.outcomes]
        if (key, id(form)) != (self._key, id(self._form)):
            self._key, self._form = key, form
            self._is_filling = True  # a field that is being filled reads as edited, and would write the others back
            self._fill(seen, form, known, offered)
            self._is_filling = False
        self._show_band(seen, form, needs)
        self._show_cards(seen, form, set(needs))
        self.law.set_tests(seen.law.get(form.outcome, ()))
        own, child = _views(seen)
        self._said.setText("\n".join(own) or self.tr("No views of the parents are on record."))
        self._child_said.setText("\n".join(child) or self.tr("No words of the child or young person are on record."))
        self._child_field.set_hint(
            self.tr("Their own words are on record: say what the panel made of them.")
            if child and not form.views_of_child.strip()
            else ""
        )

    def _show_band(self, seen: Reading, form: Proposal, needs: Collection[str]) -> None:
        indicated = seen.round.band if seen.round else None
        name = indicated.title if indicated and indicated.band else self.tr("none: refer")
        offer = self.tr("The matrix indicates {band}. It is offered, not chosen.").replace("{band}", name)
        beside = seen.deciding
        if beside is not None and beside.in_force:
            offer += " " + self.tr("In force: {band}.").replace("{band}", beside.in_force)
        lower = beside.lower_than(form.band) if beside is not None and form.band else ()
        if lower and "section_f" in needs:
            said = " and ".join(words.tr(LOWER[one]) for one in lower)
            offer += " " + self.tr("This band is {lower}: Section F is checked in full.").replace("{lower}", said)
        self._band_field.set_hint(offer)
        own = indicated.band if indicated is not None else None
        chosen = (form.band or own) if "band" in needs else None
        self._override.setVisible("fit" in needs and chosen != own)
        self._band_field.setVisible("band" in needs)

    def _show_cards(self, seen: Reading, form: Proposal, needs: set[str]) -> None:
        self._changes_field.setVisible(form.outcome == AMENDS or "changes" in needs)
        self._setting_field.setVisible("setting" in needs)
        self._cards["matrix"].setVisible("fit" in needs or "band" in needs)
        self._cards["shares"].setVisible("shares" in needs)
        self._period.setVisible(bool(PERIOD & needs))
        self._length_reason.setVisible(bool(form.months) and int(form.months) <= 12)
        if "shares" in needs:
            self.shares.show_shares(form.shares)
        answered = seen.deciding.grounds if seen.deciding is not None else ()
        self.grounds.setVisible(bool(answered) or "grounds" in needs)
        if answered:
            self.grounds.show_found(answered, seen.round.questions if seen.round is not None else None)
        elif "grounds" in needs:
            self.grounds.show_limbs(questions.build(_tests(form.outcome), seen.meeting.on), form.limbs)
        self.grounds.show_steps(any(test.startswith("MAINSTREAM") for test in _tests(form.outcome)))

    def _fill(self, seen: Reading, form: Proposal, known: list[tuple[str, str]], offered: Sequence[str]) -> None:
        self.outcome.set_choices(known, form.outcome or None)
        self.legal_test.set_text(form.legal_test)
        self.options.set_text(form.options)
        self.setting.setText(form.setting)
        self.fits.set_value(form.fits or None)
        self.fit_words.set_text(form.fit_words)
        self.band.set_choices(seen.bands, form.band or None)
        self.reason_code.set_choices(list(seen.names.reasons.items()), form.reason_code or None)
        self.reason.set_text(form.reason)
        self.views.set_text(form.views_considered)
        self.views_of_child.set_text(form.views_of_child)
        self.changes.set_text(form.changes)
        self.starts.setDate(_qdate(form.starts))
        self.review_by.setDate(_qdate(form.review_by))
        self.months.set_choices([(one, self._length(one)) for one in _LENGTHS], form.months)
        self.length_reason.set_text(form.length_reason)
        self.conditions.set_text(form.conditions)
        self.grounds.steps.set_text(form.reasonable_steps)
        owners = seen.deciding.owners if seen.deciding is not None else ()
        self.undertaken.set_lines(form.actions, owners, date.fromisoformat(form.starts))
        self._show_papers(seen, offered)

    def _length(self, months: str) -> str:
        known = {"": self.tr("As long as the plan"), "4": self.tr("One term"), "8": self.tr("Two terms"),
                 "12": self.tr("One year"), "24": self.tr("Two years"), "36": self.tr("Three years")}  # fmt: skip
        return known[months]

    def focus(self, name: str) -> None:
        """Put the focus on the field that the rule calls NAME."""
        field = self._fields.get(name)
        if field is not None:
            field.setFocus()

    def _finding(self) -> card.Card:
        made = card.Card(self.tr("What the panel finds"))
        self.outcome = Choice()
        made.add(self._field("outcome", self.tr("Outcome"), self.outcome))
        self.options = NoteField(rows=3)
        made.add(self._field("options", self.tr("Options that were considered, a line each"), self.options))
        self.legal_test = NoteField(rows=4, first_rows=2)
        hint = self.tr("Answer the law’s question below for this child. Local criteria may guide; they decide nothing.")
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
        self.setting = line(longest=200)
        self._setting_field = self._field("setting", self.tr("Setting, or kind of setting"), self.setting)
        made.add(self._setting_field)
        self.grounds.steps.textChanged.connect(self._take)
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
        made.add(labels.Label(self.tr("The parents"), "second_strong"))
        self._said = labels.Label("", "body", "text2", wrap=True)
        made.add(self._said)
        self.views = NoteField(rows=3)
        made.add(self._field("views_considered", self.tr("What the panel thought of these views"), self.views))
        made.add(labels.Label(self.tr("The child or young person"), "second_strong"))
        self._child_said = labels.Label("", "body", "text2", wrap=True)
        made.add(self._child_said)
        self.views_of_child = NoteField(rows=3)
        self._child_field = self._field(
            "views_of_child", self.tr("What the panel thought of their words"), self.views_of_child
        )
        made.add(self._child_field)
        self._papers_title = labels.Label(self.tr("Papers relied on"), "second_strong")
        made.add(self._papers_title)
        self._papers = QVBoxLayout()
        made.add(self._papers)
        self._boxes: dict[str, QCheckBox] = {}
        self._offered: tuple[str, ...] = ()
        return made

    def _plan(self) -> card.Card:
        made = card.Card(self.tr("How long, and on what conditions"))
        self._period = QWidget()
        column = QVBoxLayout(self._period)
        column.setContentsMargins(0, 0, 0, 0)
        row = QHBoxLayout()
        self.starts, self.review_by, self.months = DayField(), DayField(), Choice()
        row.addWidget(self._field("starts", self.tr("Starts"), self.starts))
        row.addWidget(self._field("review_by", self.tr("Review by"), self.review_by))
        column.addLayout(row)
        column.addWidget(self._field("months", self.tr("How long it holds"), self.months))
        self.length_reason = NoteField(rows=2)
        label = self.tr("Why for a year or less")
        self._length_reason = self._field("length_reason", label, self.length_reason)
        column.addWidget(self._length_reason)
        made.add(self._period)
        self.conditions = NoteField(rows=3)
        label = self.tr("Conditions, or what is still owed, a line each")
        made.add(self._field("conditions", label, self.conditions))
        return made

    def _next(self) -> card.Card:
        made = card.Card(self.tr("What happens next"))
        self.undertaken = PersonRows(self.tr("Action"), self.tr("Add an action"))
        self._fields["actions"] = self.undertaken.add
        made.add(self.undertaken)
        self.undertaken.edited.connect(self.edited)
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
        elif isinstance(field, QLineEdit):
            field.textChanged.connect(self._take)
        return made

    def _show_papers(self, seen: Reading, offered: Sequence[str]) -> None:
        card.clear(self._papers)
        self._boxes = {}
        self._offered = tuple(paper.id for paper in seen.papers if paper.id in offered)
        tied = seen.deciding.tied if seen.deciding is not None else {}
        chosen = offered if self._form.evidence is None else self._form.evidence
        for paper in seen.papers:
            box = QCheckBox(f"{paper.title}, {text.day(paper.dated)}")
            if paper.id in tied:
                box.setText(f"{box.text()} · {self.tr('relied on in %n areas', '', tied[paper.id])}")
            box.setMinimumHeight(26)
            box.setToolTip(f"{box.text()}, {paper.author_role}")
            box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)  # long titles widen no form
            box.setChecked(paper.id in chosen)
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
        form.views_of_child, form.options = self.views_of_child.text, self.options.text
        form.setting, form.conditions = self.setting.text(), self.conditions.text
        form.months, form.length_reason = str(self.months.value or ""), self.length_reason.text
        form.reasonable_steps = self.grounds.steps.text
        chosen = tuple(paper for paper, box in self._boxes.items() if box.isChecked())
        form.evidence = chosen if form.evidence is not None or chosen != self._offered else None
        form.starts = self.starts.date().toString(Qt.DateFormat.ISODate)
        form.review_by = self.review_by.date().toString(Qt.DateFormat.ISODate)
        self.edited.emit()


def _qdate(day: str) -> QDate:
    found = date.fromisoformat(day)
    return QDate(found.year, found.month, found.day)


def _views(seen: Reading) -> tuple[list[str], list[str]]:
    """Return the parents' own words and the child's or young person's: at the review, and in forms that came back."""
    review = seen.case.review if seen.case else None
    parents = [f"“{review.parent_views}”"] if review is not None and review.parent_views else []
    child = [f"“{review.child_views}”"] if review is not None and review.child_views else []
    for one in seen.views:
        said = [f"{one.who}. {answer.label} “{answer.text}”" for answer in one.said if answer.key not in ABOUT_THEM]
        (parents if one.kind == "parent_views" else child).extend(said)
    return parents, child


def _tests(outcome: str) -> tuple[str, ...]:
    """Return the legal tests that OUTCOME is measured by, in order."""
    book = outcomes.book()
    return book.get(outcome).tests if outcome in book else ()
