"""The right side of an audit: the grade so far and why, the criteria in groups, the auditor's own grade."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import QFrame, QVBoxLayout

from bandingdesk.oversight.criteria import Criterion, Verdict
from bandingdesk.oversight.ops import Grade, Mark
from bandingdesk.ui.theme import theme
from bandingdesk.ui.widgets import labels
from bandingdesk.ui.widgets.card import Card, Column
from bandingdesk.ui.widgets.chip import Chip
from bandingdesk.ui.widgets.form import FormField, NoteField, RadioRow
from bandingdesk.ui.workspaces.oversight import words
from bandingdesk.ui.workspaces.oversight.criterion_row import CriterionRow

if TYPE_CHECKING:
    from bandingdesk.ui.workspaces.oversight.audit_view_model import AuditViewModel

_WIDTH, _NARROW = 392, 340  # px at 100 %


class CriteriaPane(QFrame):
    """Marks by mouse or by the keys 1 2 3 0; J and K walk the criteria, C opens the comment."""

    def __init__(self, model: AuditViewModel) -> None:
        super().__init__()
        self._model = model
        self.setProperty("look", "page")
        self.rows: dict[str, CriterionRow] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.list = Column(margins=(12, 12, 12, 12), spacing=12)
        self.list.setAccessibleName(self.tr("Criteria"))
        above = QVBoxLayout()
        above.setContentsMargins(12, 12, 24, 0)  # as wide as the criteria beside their scroll bar
        above.addWidget(self._make_grade_card())
        column.addLayout(above)
        column.addWidget(self.list, 1)
        number = 0
        for name, criteria in model.groups:
            self.list.add(self._make_group(name, criteria, number))
            number += len(criteria)
        self.list.add(self._make_own_card())
        self.list.body.addStretch(1)

    def sizeHint(self) -> QSize:
        return QSize(theme.current().scaled(_WIDTH), 400)

    def minimumSizeHint(self) -> QSize:
        return QSize(max(_NARROW, self.list.minimumSizeHint().width()), 120)

    def _make_grade_card(self) -> Card:
        box = Card(padding=14)
        head = labels.SectionTitle(self.tr("Grade so far"), role="second_strong")
        self._count = Chip("")
        head.add(self._count)
        box.add(head)
        self._grade = labels.Label("", "page_title", wrap=True)
        self._why = labels.Label("", "second", "text2", wrap=True)
        box.add(self._grade)
        box.add(self._why)
        return box

    def _make_group(self, name: str, criteria: tuple[Criterion, ...], before: int) -> Card:
        box = Card(padding=0)
        box.body.setContentsMargins(1, 1, 1, 1)
        box.body.setSpacing(0)
        weight = sum(one.weight for one in criteria)
        head = labels.SectionTitle(name)
        head.add(labels.Label(self.tr("weight {share} %").replace("{share}", str(weight)), "second", "text2"))
        above = QVBoxLayout()
        above.setContentsMargins(12, 8, 12, 2)
        above.addWidget(head)
        box.add(above)
        box.add(labels.Line())
        for number, criterion in enumerate(criteria, before + 1):
            row = CriterionRow(number, criterion)
            row.marked.connect(lambda mark, id_=criterion.id: self._mark(id_, mark))
            row.commented.connect(lambda said, id_=criterion.id: self._model.comment(id_, said))
            row.entered.connect(lambda id_=criterion.id: self._model.go_to(id_))
            self.rows[criterion.id] = row
            box.add(row)
        return box

    def _make_own_card(self) -> Card:
        self._own = Card(self.tr("Your grade"), padding=14)
        self.grades = RadioRow(self.tr("Your grade"), [(one, words.grade(one)) for one in words.GRADES], upright=True)
        self.grades.chosen.connect(self._choose)
        self._own.add(self.grades)
        self.reason = NoteField(rows=6, first_rows=2)
        self.reason.rested.connect(self._model.write_words)
        self._reason_field = FormField(
            self.tr("What you want to say"),
            self.reason,
            hint=self.tr("A reason is needed where your grade is not the one that the marks give."),
        )
        self._own.add(self._reason_field)
        return self._own

    def show_model(self) -> None:
        """Show what is so now."""
        model = self._model
        for criterion in model.criteria:
            self.rows[criterion.id].show_answer(
                model.answer(criterion.id),
                model.finding(criterion.id),
                is_open=model.is_open,
                is_current=model.is_open and criterion.id == model.current,
            )
        self._show_grade()
        verdict = model.verdict
        self._own.setVisible(model.is_complete)
        self.grades.set_value(model.grade if verdict is not None else None)
        self.grades.setEnabled(model.is_open)
        if not self.reason.hasFocus():
            self.reason.set_text(model.words)
        self.reason.setReadOnly(not model.is_open)
        missing = model.is_open and model.is_complete and model.needs_reason
        self._reason_field.set_error(self.tr("Write why your grade is another one.") if missing else "")

    def _show_grade(self) -> None:
        model, verdict = self._model, self._model.verdict
        count = self.tr("{count} of {total} answered").replace("{count}", str(model.answered))
        self._count.set(count.replace("{total}", str(len(model.criteria))))
        graded = model.audit.grade if model.audit is not None else None
        shown = graded or (verdict.grade if verdict is not None else "")
        self._grade.setText(words.grade(shown) if shown else self.tr("Nothing is marked yet"))
        if verdict is None:
            self._why.setText(self.tr("The marks add up to a grade by their weight."))
            return
        share = self.tr("The marks give {share} % of the weight.").replace("{share}", str(verdict.share))
        self._why.setText(f"{share} {self._reason(verdict)}".strip())

    def _reason(self, verdict: Verdict) -> str:
        """Return what keeps the grade from being better: a mark that limits it first, else the heaviest."""
        model = self._model
        texts = {one.id: one for one in model.criteria}
        for id_ in verdict.because:
            one, answer = texts[id_], model.answer(id_)
            if answer is not None and answer.mark == "not_met" and one.limits == verdict.grade:
                said = self.tr("“{criterion}” is not met, which allows no better grade.")
                return said.replace("{criterion}", one.text)
        for id_ in verdict.because:
            one, answer = texts[id_], model.answer(id_)
            if answer is not None:
                said = self.tr("“{criterion}” is marked {mark} and counts for {weight} %.")
                said = said.replace("{criterion}", one.text).replace("{mark}", words.mark(answer.mark).lower())
                return said.replace("{weight}", str(one.weight))
        return ""

    def show_current(self) -> None:
        """Keep the criterion in work in view, clear of the edges."""
        row = self.rows.get(self._model.current)
        if row is not None:
            QTimer.singleShot(0, row, lambda: self.list.ensureWidgetVisible(row, 0, 24))

    def take_focus(self) -> None:
        """Put the focus on the criterion in work."""
        row = self.rows.get(self._model.current)
        if row is not None and self._model.is_open:
            row.take_focus()
        else:
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def ask_comment(self) -> None:
        """Open the comment of the criterion in work."""
        row = self.rows.get(self._model.current)
        if row is not None and self._model.is_open:
            row.ask_comment()

    def keep_typed(self) -> None:
        """Hand on what is typed and not rested yet."""
        for id_, row in self.rows.items():
            if row.note.hasFocus():
                self._model.comment(id_, row.note.text)
        if self.reason.hasFocus():
            self._model.write_words(self.reason.text)

    def _mark(self, criterion: str, mark: str) -> None:
        known: dict[str, Mark] = {
            "met": "met",
            "partly": "partly",
            "not_met": "not_met",
            "not_relevant": "not_relevant",
        }
        self._model.mark(criterion, known[mark])

    def _choose(self, value: object) -> None:
        known: dict[object, Grade] = {
            "outstanding": "outstanding",
            "good": "good",
            "requires_improvement": "requires_improvement",
            "inadequate": "inadequate",
        }
        self._model.choose_grade(known[value])
