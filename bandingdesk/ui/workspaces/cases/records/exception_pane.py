"""The form of an exception: which dates it is relied on for, its days, the law's head, why, evidence, the family told.

It says throughout what an exception is: it excuses a late step and moves no date (SEND Regs r5(4), r8(2), r10(4)).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from bandingdesk.statute.register import Head
from bandingdesk.store.queries.casework import EvidenceRow
from bandingdesk.ui import text
from bandingdesk.ui.widgets import card
from bandingdesk.ui.widgets.banner import Banner
from bandingdesk.ui.widgets.buttons import QuietButton
from bandingdesk.ui.widgets.form import FormField, NoteField, RadioRow, line
from bandingdesk.ui.workspaces.cases.records import exception_form, words
from bandingdesk.ui.workspaces.cases.records.form_pane import WIDTH, FormPane
from bandingdesk.ui.workspaces.cases.records.typed import day
from bandingdesk.ui.workspaces.cases.records.view_model import RecordsViewModel


class ExceptionPane(FormPane):
    """The form. `papers` are those of the case, offered as evidence."""

    def __init__(self, seen: RecordsViewModel) -> None:
        super().__init__(seen)
        self.papers: tuple[EvidenceRow, ...] = ()
        self._is_showing = False
        self._heads: tuple[Head, ...] | None = None
        discard = QuietButton(self.tr("Throw this draft away"), icon="trash-2")
        discard.clicked.connect(seen.discard)
        self.add_tool(discard)
        note = Banner(
            self.tr("An exception excuses a late step. It does not move the date."),
            self.tr("The law’s last day stays as it is, and the step is still due as soon as it can be done."),
            tone="info",
            closable=False,
        )
        self._rules, self._evidence = _Boxes(), _Boxes()
        self._head_row: RadioRow | None = None
        self._head_holder = QVBoxLayout()
        self._head_holder.setContentsMargins(0, 0, 0, 0)
        self.lines: dict[str, QLineEdit] = {name: line() for name in exception_form.DAYS}
        self.because = NoteField(rows=8, first_rows=3)
        self.fields = self._make_fields()
        holder = card.Card()
        holder.add(self.fields["rules"])
        days = QHBoxLayout()
        days.setSpacing(20)
        days.addWidget(self.fields["starts"], 1, Qt.AlignmentFlag.AlignTop)
        days.addWidget(self.fields["ends"], 1, Qt.AlignmentFlag.AlignTop)
        holder.add(days)
        heads = QWidget()
        heads.setLayout(self._head_holder)
        self.fields["head"] = FormField(self.tr("What the law allows as an exception"), heads)
        for name in ("head", "because", "evidence", "told"):
            holder.add(self.fields[name])
        for part in (note, holder):
            part.setMaximumWidth(WIDTH)
            self.add(part)
        self.body.addStretch(1)
        for name, field in self.lines.items():
            field.textEdited.connect(partial(self._type_day, name))
        self.because.textChanged.connect(lambda: self._type(because=self.because.text))

    def _make_fields(self) -> dict[str, FormField]:
        how = self.tr("Day, month and year, as 31/12/2016.")
        return {
            "rules": FormField(self.tr("Relied on for"), self._rules),
            "starts": FormField(self.tr("From"), self.lines["starts"], hint=how),
            "ends": FormField(self.tr("To (if it has ended)"), self.lines["ends"], hint=how),
            "because": FormField(
                self.tr("How it made the step impractical"),
                self.because,
                hint=self.tr("Cause and effect, as the family will read them. Shortage of staff is no exception."),
            ),
            "evidence": FormField(self.tr("Evidence (if any)"), self._evidence),
            "told": FormField(self.tr("Day the family was told (if they were)"), self.lines["told"], hint=how),
        }

    def take_focus(self) -> None:
        """Put the caret into the first day."""
        self.lines["starts"].setFocus()

    def press_main(self) -> None:
        """Record it, or say at each field what is missing."""
        form = self._seen.exception
        if form is None:
            return
        self.tried = True
        self.show_form()
        stops = (*form.missing(), *form.unread())
        if stops:
            self.fields[stops[0]].setFocus()
            self.ensureWidgetVisible(self.fields[stops[0]])
        else:
            self._seen.record_exception()

    def missing(self) -> int:
        """Return how many fields still have to be filled in or read."""
        form = self._seen.exception
        return len((*form.missing(), *form.unread())) if form is not None else 0

    def show_form(self) -> None:
        """Show the form as it is typed."""
        form, register = self._seen.exception, self._seen.seen
        row = register.entry(form.entry) if form is not None and register is not None else None
        if form is None or register is None or row is None:
            return
        self._is_showing = True
        self.say(
            self.tr("Change an exception") if form.excuse else self.tr("Record an exception"),
            words.called(register, row),
        )
        self._show_boxes()
        self._show_heads()
        for name, field in self.lines.items():
            said = getattr(form, name)
            if field.text() != said:
                field.setText(said)
            found = day(said) if said.strip() else None
            told = text.day(found) if found is not None else self.tr("Day, month and year, as 31/12/2016.")
            self.fields[name].set_hint(told)
        if self.because.text != form.because:
            self.because.set_text(form.because)
        self._show_errors()
        self._is_showing = False
        self.show_faults()

    # Inside

    def _show_boxes(self) -> None:
        """Show the dates of the entry that the law lets be excused, and the case's papers."""
        form, register = self._seen.exception, self._seen.seen
        assert form is not None
        assert register is not None
        lines = self._seen.excusable(form.entry)
        offered = [
            (line.rule, words.limit(register, line))
            for line in lines
            if line.state == "running" or line.rule in form.rules
        ]
        self._rules.show_boxes(offered, form.rules, self._on_rule)
        papers = [(paper.id, f"{paper.title}, {text.day_bare(paper.dated)}") for paper in self.papers]
        self._evidence.show_boxes(papers, form.evidence, self._on_paper)
        self.fields["evidence"].set_hint(
            "" if papers else self.tr("This case has no papers yet. Add them under Papers.")
        )

    def _show_heads(self) -> None:
        """Offer the heads that the law gives for every date chosen, as of the day the exception begins."""
        form, register = self._seen.exception, self._seen.seen
        assert form is not None
        assert register is not None
        lines = self._seen.excusable(form.entry)
        heads = exception_form.heads(register.book, lines, form, self._seen.today)
        if heads != self._heads:
            self._heads = heads
            card.clear(self._head_holder)
            offered = [(head.id, head.title) for head in heads]
            self._head_row = RadioRow(self.fields["head"].label.text(), offered, upright=True)
            self._head_row.chosen.connect(lambda value: self._type(head=str(value)))
            self._head_holder.addWidget(self._head_row)
        known = [head.id for head in heads]
        if self._head_row is not None:
            self._head_row.set_value(form.head if form.head in known else None)
        chosen = next((head for head in heads if head.id == form.head), None)
        none = "" if heads else self.tr("No exception of the law fits all the dates chosen. Choose one date.")
        told = f"{chosen.provision}. {chosen.help}".strip() if chosen is not None else none
        self.fields["head"].set_hint(told)

    def _show_errors(self) -> None:
        form = self._seen.exception
        assert form is not None
        missing = form.missing() if self.tried else ()
        for name, field in self.fields.items():
            said = ""
            if name in form.unread() and (self.tried or not self.lines[name].hasFocus()):
                said = self.tr("This is no day that can be right. Write day, month and year, as 31/12/2016.")
            elif name in missing:
                said = self.tr("Choose at least one.") if name in ("rules", "head") else self.tr("Fill this in.")
            if field.error != said:
                field.set_error(said)

    def _on_rule(self, rule: str, on: bool) -> None:
        form = self._seen.exception
        if form is not None and not self._is_showing:
            self._seen.type_exception(form.with_rule(rule, on=on))

    def _on_paper(self, paper: str, on: bool) -> None:
        form = self._seen.exception
        if form is not None and not self._is_showing:
            self._seen.type_exception(form.with_paper(paper, on=on))

    def _type_day(self, name: str, said: str) -> None:
        self._type(**{name: said})

    def _type(self, **values: str) -> None:
        form = self._seen.exception
        if form is not None and not self._is_showing:
            self._seen.type_exception(replace(form, **values))  # type: ignore[arg-type]  # texts of its own fields


class _Boxes(QWidget):
    """Boxes to tick, one below the other; made anew only where others are offered."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._offered: list[tuple[str, str]] = []
        self.boxes: dict[str, QCheckBox] = {}

    def show_boxes(
        self, offered: list[tuple[str, str]], ticked: tuple[str, ...], tell: Callable[[str, bool], None]
    ) -> None:
        """Offer boxes as (value, words) with TICKED among them; TELL hears (value, on)."""
        if offered != self._offered:
            self._offered = offered
            card.clear(self._column)
            self.boxes = {}
            for value, words_ in offered:
                box = QCheckBox(words_)
                box.setMinimumHeight(24)
                box.toggled.connect(partial(tell, value))
                self.boxes[value] = box
                self._column.addWidget(box)
        for value, box in self.boxes.items():
            if box.isChecked() != (value in ticked):
                box.blockSignals(True)
                box.setChecked(value in ticked)
                box.blockSignals(False)
