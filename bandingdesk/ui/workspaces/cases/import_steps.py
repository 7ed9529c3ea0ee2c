"""The first three steps of the import: the file, the columns, what is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSpinBox

from bandingdesk.casework.columns import Form
from bandingdesk.casework.intake import Duplicate, Problem
from bandingdesk.sheets import Workbook, column_letters
from bandingdesk.ui import text
from bandingdesk.ui.models.columns import Cell, Column, RowsModel
from bandingdesk.ui.widgets import card, labels
from bandingdesk.ui.widgets.buttons import QuietButton
from bandingdesk.ui.widgets.form import Choice, FormField, line
from bandingdesk.ui.widgets.table import Table
from bandingdesk.ui.workspaces.cases.earlier_card import EarlierCard
from bandingdesk.ui.workspaces.cases.earlier_view_model import EarlierViewModel
from bandingdesk.ui.workspaces.cases.import_figures import Figures
from bandingdesk.ui.workspaces.cases.import_view_model import ImportViewModel
from bandingdesk.ui.workspaces.cases.import_words import field_label, in_words, kinds_in_words, what_it_needs

SURE = 90  # per cent of confidence from which a match needs no second look


class FileStep(card.Column):
    """Choose a file; sheet and header row as guessed, to be changed here. `choose_asked` wants the file dialog."""

    choose_asked = Signal()

    def __init__(self, seen: ImportViewModel, earlier: EarlierViewModel) -> None:
        super().__init__(margins=(0, 0, 8, 0), spacing=14)
        self._seen = seen
        chooser = card.Card(self.tr("The list"), padding=20)
        chooser.body.setSpacing(14)
        self.kind = Choice(kinds_in_words(), seen.kind)
        self.kind.chosen.connect(lambda value: seen.choose_kind(str(value)))
        chooser.add(FormField(self.tr("What it holds"), self.kind))
        self._words = labels.Label("", "body", wrap=True)
        chooser.add(self._words)
        row = QHBoxLayout()
        row.setSpacing(12)
        self.choose = QuietButton(self.tr("Choose a file"), icon="folder-open")
        self.choose.clicked.connect(self.choose_asked)
        self.name = labels.Label("", "body_strong", wrap=True)
        row.addWidget(self.choose)
        row.addWidget(self.name, 1)
        chooser.add(row)
        self.add(chooser)
        self._found = card.Card(self.tr("How it is read"))
        grid = QHBoxLayout()
        grid.setSpacing(20)
        self.sheet = Choice()
        self.sheet.chosen.connect(lambda value: seen.choose_sheet(str(value)))
        self.header = QSpinBox()
        self.header.setMinimum(1)
        self.header.valueChanged.connect(self._on_header)
        grid.addWidget(FormField(self.tr("Sheet"), self.sheet), 2)
        grid.addWidget(FormField(self.tr("Row with the column titles"), self.header), 1)
        grid.addStretch(1)
        self._found.add(grid)
        self._line = labels.Label("", "second", "text2", wrap=True)
        self._found.add(self._line)
        self._doubts = labels.Label("", "second", "warn", wrap=True)
        self._found.add(self._doubts)
        self.add(self._found)
        self.earlier = EarlierCard(earlier)
        self.add(self.earlier)
        self.body.addStretch(1)
        self._is_showing = False

    def show_step(self) -> None:
        """Show what is known of the file."""
        seen = self._seen
        self.kind.set_value(seen.kind)
        self._words.setText(what_it_needs(seen.kind))
        self.name.setText(seen.path.name if seen.path else self.tr("No file chosen yet"))
        self.name.set_tone("" if seen.path else "text2")
        self._found.setVisible(seen.workbook is not None)
        if seen.workbook is None or seen.sheet is None or seen.mapping is None:
            return
        self._is_showing = True
        self.sheet.set_choices([(one.name, one.name) for one in seen.workbook.sheets], seen.sheet.name)
        self.header.setMaximum(max(1, len(seen.sheet.rows)))
        self.header.setValue(seen.mapping.header_row)
        self._is_showing = False
        rows = len(seen.sheet.rows) - seen.mapping.header_row
        taken = sum(match.column is not None for match in seen.mapping.matches)
        words = self.tr("{rows} below the titles. {taken} of our fields found a column.")
        said = self.tr("%n rows", "", rows).replace(str(rows), text.count(rows))
        self._line.setText(words.format(rows=said, taken=taken) if seen.mapping.matches else said)
        doubts = self._read_with_care(seen.workbook)
        self._doubts.setText(" ".join(doubts))
        self._doubts.setVisible(bool(doubts))

    def _read_with_care(self, workbook: Workbook) -> list[str]:
        """Return in words what the cells of a workbook may hold else than they show."""
        said: list[str] = []
        if workbook.hidden:
            words = self.tr("Hidden in the file, and read all the same: {0}.")
            said.append(words.replace("{0}", text.listed(list(workbook.hidden))))
        if workbook.formulas:
            said.append(self.tr("%n cells with a formula: the last result is read.", "", workbook.formulas))
        if workbook.merged:
            said.append(self.tr("%n areas are merged; the value stands in the first cell.", "", workbook.merged))
        return said

    def _on_header(self, row: int) -> None:
        if not self._is_showing:
            self._seen.choose_header(row)


class ColumnsStep(card.Column):
    """Our field, their column, three samples, and how sure the guess is."""

    def __init__(self, seen: ImportViewModel) -> None:
        super().__init__(margins=(0, 0, 8, 0), spacing=10)
        self._seen = seen
        self._form: Form | None = None
        self.choices: dict[str, Choice] = {}
        self._samples: dict[str, labels.Label] = {}
        self._sure: dict[str, labels.Label] = {}
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(2, 1)
        self.add(self._grid)
        self._left_out = labels.Label("", "second", "text2", wrap=True)
        self.add(self._left_out)
        self.body.addStretch(1)

    def _build(self, form: Form) -> None:
        """Lay out a row for each field of the list's FORM."""
        self._form = form
        grid = self._grid
        card.clear(grid)
        self.choices.clear()
        if form.kind == "sen2":
            words = self.tr("The return gives its columns their names, so there is nothing to match.")
            grid.addWidget(labels.Label(words, "body", wrap=True), 0, 0)
            return
        titles = (self.tr("Our field"), self.tr("Their column"), self.tr("Three samples"), self.tr("Match"))
        for at, title in enumerate(titles):
            grid.addWidget(labels.Label(title, "second_strong", "text2"), 0, at)
        for row, field in enumerate(form.fields, 1):
            name = field_label(form, field.name)
            said = self.tr("{0} (needed)").replace("{0}", name) if field.needed else name
            grid.addWidget(labels.Label(said, "body_strong" if field.needed else "body"), row, 0)
            choice = Choice()
            choice.setAccessibleName(self.tr("Their column for {0}").replace("{0}", name))
            choice.setMinimumWidth(218)
            choice.chosen.connect(partial(self._on_choice, field.name))
            samples = labels.Label("", "second", "text2", wrap=True)
            sure = labels.Label("", "second_strong")
            grid.addWidget(choice, row, 1)
            grid.addWidget(samples, row, 2)
            grid.addWidget(sure, row, 3)
            self.choices[field.name], self._samples[field.name], self._sure[field.name] = choice, samples, sure

    def show_step(self) -> None:
        """Show the mapping."""
        mapping, sheet = self._seen.mapping, self._seen.sheet
        if mapping is None or sheet is None:
            return
        if mapping.form is not self._form:
            self._build(mapping.form)
        titles = [(match.column, match.title) for match in mapping.matches if match.column is not None]
        offered: list[tuple[object, str]] = [(-1, self.tr("Not in this list"))]
        offered += [
            (at, f"{column_letters(at)}: {title}" if title else column_letters(at))
            for at, title in sorted([*titles, *mapping.left_out])
        ]
        missing = mapping.missing()
        for match in mapping.matches:
            column = -1 if match.column is None else match.column
            self.choices[match.field].set_choices(offered, column)
            self._samples[match.field].setText(", ".join(match.samples))
            words, tone = self._certainty(match.column, match.confidence)
            if match.field in missing:
                words, tone = self.tr("choose one"), "danger"
            self._sure[match.field].setText(words)
            self._sure[match.field].set_tone(tone)
        names = [title for _at, title in mapping.left_out if title]
        said = self.tr("Left out: {0}.").replace("{0}", text.listed(names)) if names else ""
        self._left_out.setText(said)

    def _certainty(self, column: int | None, confidence: int) -> tuple[str, str]:
        if column is None:
            return "", "text2"
        if confidence == 100:
            return self.tr("sure"), "ok"
        return (self.tr("likely"), "ok") if confidence >= SURE else (self.tr("check this"), "warn")

    def _on_choice(self, field: str, column: object) -> None:
        self._seen.match(field, None if column == -1 else int(str(column)))


@dataclass(frozen=True, slots=True)
class Wrong:
    """A row of the table of problems."""

    id: str
    problem: Problem


class CheckStep(card.Column):
    """Ready, to fix, likely twins; each problem by sheet, row and column, to be mended here or in the file."""

    save_asked = Signal()

    def __init__(self, seen: ImportViewModel) -> None:
        super().__init__(margins=(0, 0, 0, 0), spacing=12)
        self._seen = seen
        self._figures = Figures()
        self.add(self._figures)
        self._twins = card.Card(self.tr("Is this the same child?"))
        self._twin_words = labels.Label("", "body", wrap=True)
        self._twins.add(self._twin_words)
        row = QHBoxLayout()
        for words, keep in (
            (self.tr("Same child: keep the first"), "first"),
            (self.tr("Different children"), "all"),
            (self.tr("Decide later"), "later"),
        ):
            button = QuietButton(words)
            button.clicked.connect(partial(self._settle, keep))
            row.addWidget(button)
        row.addStretch(1)
        self._twins.add(row)
        self.add(self._twins)
        self._model = RowsModel(
            [
                Column("row", self.tr("Row"), lambda wrong: str(wrong.problem.row), 64, right=True),
                Column("column", self.tr("Column"), self._column, 150, drop=1),
                Column("words", self.tr("What is wrong"), self._fault, 300, stretch=True),
                Column("weight", self.tr("Effect"), self._weight, 150),
            ],
            parent=self,
        )
        self.table = Table(self.tr("What is wrong"), self._model, compact=True)
        self.table.current_changed.connect(lambda _id: self._show_mend())
        self.table.setMinimumHeight(150)
        self.add(self.table, 1)
        mend = QHBoxLayout()
        self.value = line()
        self._mend_field = FormField(self.tr("Mend this cell here"), self.value)
        self.mend = QuietButton(self.tr("Mend and check again"), icon="pencil")
        self.mend.clicked.connect(self._on_mend)
        self.save = QuietButton(self.tr("Save the rows to fix"), icon="file-down")
        self.save.clicked.connect(self.save_asked)
        mend.addWidget(self._mend_field, 1)
        bottom = Qt.AlignmentFlag.AlignBottom
        mend.addWidget(self.mend, 0, bottom)
        mend.addWidget(self.save, 0, bottom)
        self.add(mend)
        self._saved = labels.Label("", "second", "ok", wrap=True)
        self.add(self._saved)

    def show_step(self) -> None:
        """Show what the check found."""
        checked = self._seen.checked
        if checked is None:
            return
        figures = [
            (len(checked.ready), self.tr("rows ready"), "ok"),
            (len(checked.to_fix), self.tr("rows to fix"), "danger"),
        ]
        if self._seen.kind == "caseload":
            figures.append((len(checked.duplicates), self.tr("likely the same child"), "warn"))
        self._figures.set(figures)
        ordered = sorted(checked.problems, key=lambda problem: (not problem.blocking, problem.row))
        self._model.set_rows([Wrong(str(at), problem) for at, problem in enumerate(ordered)])
        if ordered and self.table.current is None:
            self.table.go_to("0")
        self._twins.setVisible(bool(checked.duplicates))
        if checked.duplicates:
            self._twin_words.setText(self._twin(checked.duplicates[self._at_twin()]))
        self.save.setVisible(bool(checked.set_aside))
        saved = self._seen.saved_rejects
        said = self.tr("Saved as {0}. Mend the rows there, then choose that file.").replace("{0}", saved)
        self._saved.setText(said if saved else "")
        self._saved.setVisible(bool(saved))
        self._show_mend()

    def _twin(self, twin: Duplicate) -> str:
        rows = text.listed([str(plan.row) for plan in twin.plans])
        name = f"{twin.plans[0].name}, {text.day_bare(twin.plans[0].dob)}"
        if twin.known is not None:
            words = self.tr("Row {rows}: {name}. A child with this name and birthday is on record.")
        else:
            words = self.tr("Rows {rows} look like one child: {name}.")
        return words.format(rows=rows, name=name)

    def _settle(self, keep: str) -> None:
        checked = self._seen.checked
        if checked is None or not checked.duplicates:
            return
        if keep == "later":
            self._seen.decide_later()
            return
        at = self._at_twin()
        rows = tuple(plan.row for plan in checked.duplicates[at].plans)
        self._seen.settle(at, rows[:1] if keep == "first" else rows, apart=keep == "all")

    def _at_twin(self) -> int:
        """Return the place of the twins in view."""
        checked = self._seen.checked
        return min(self._seen.twin, len(checked.duplicates) - 1) if checked else 0

    def _chosen(self) -> Problem | None:
        current = self.table.current
        return None if current is None else self._model.rows[self._model.row_of(current)].problem

    def _show_mend(self) -> None:
        problem, sheet = self._chosen(), self._seen.sheet
        can = problem is not None and bool(problem.column)
        self._mend_field.setVisible(can)
        self.mend.setVisible(can)
        if problem is not None and sheet is not None and can:
            cell = sheet.cell(problem.row, self._at(problem))
            self.value.setText("" if cell is None else str(cell))
            words = self.tr("Row {row}, {field}").format(
                row=problem.row, field=in_words(problem.title) or problem.field
            )
            self._mend_field.label.setText(words)

    def _at(self, problem: Problem) -> int:
        found = self._seen.mapping.column(problem.field) if self._seen.mapping else None
        return 0 if found is None else found

    def _on_mend(self) -> None:
        problem = self._chosen()
        if problem is not None:
            self._seen.correct(problem.row, self._at(problem), self.value.text().strip())

    def _column(self, wrong: Wrong) -> str:
        problem = wrong.problem
        if problem.column:
            return f"{problem.column}: {problem.title}"
        said = in_words(problem.label, "fields")
        return said[:1].upper() + said[1:]

    def _fault(self, wrong: Wrong) -> str:
        said = wrong.problem.fault(in_words)
        return said[:1].upper() + said[1:]

    def _weight(self, wrong: Wrong) -> Cell:
        if wrong.problem.blocking:
            return Cell(self.tr("Row set aside"), "danger", "circle-x")
        return Cell(self.tr("Kept, look at it"), "warn", "triangle-alert")
