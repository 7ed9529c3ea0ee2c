"""A setting's workbook read back: what was chosen and written, and every doubt with its sheet, row and column.

Rows are known by their reference in column A and columns by their title, so that a moved row is still read. What is
printed is compared with what went out; what stands anywhere else is shown as written outside the fields.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date

from bandingdesk.casework.returns import levels, questions, workbook
from bandingdesk.casework.returns.found import OUTSIDE, Known, Notes, Reading, alike, tidy
from bandingdesk.casework.returns.ops import Answer, FormMade
from bandingdesk.casework.returns.questions import Book
from bandingdesk.casework.returns.workbook import ALL, HEAD_ROW, REF, START, Grid, Row
from bandingdesk.matrix import edition
from bandingdesk.matrix.framework import Framework
from bandingdesk.sheet_forms import FillIn
from bandingdesk.sheet_traps import Beside, Trap
from bandingdesk.sheets import Cell, Sheet, column_letters

_SAYS_WHICH = (workbook.FORM, workbook.CASE, workbook.CODE)


def known(sheets: Iterable[Sheet]) -> Known:
    """Return how the workbook says which form it is: from its first sheet, or wherever these lines now stand."""
    found: dict[str, str] = {}
    for sheet in sheets:
        for row in sheet.rows:
            for at, cell in enumerate(row[:-1]):
                if cell in _SAYS_WHICH and row[at + 1] is not None:
                    found.setdefault(str(cell), said(row[at + 1]))
    return Known(*(found.get(title, "") for title in _SAYS_WHICH))


def said(cell: Cell) -> str:
    """Return what a cell says, in its own words; a day as it is read aloud."""
    return "" if cell is None else edition.day(cell) if isinstance(cell, date) else tidy(str(cell))


class _Reader:
    """Reads one workbook against the FORM as it went out."""

    def __init__(self, sent: FillIn, book: Book, framework: Framework, phase: str) -> None:
        self.sent = {page.name: page for page in sent.pages}
        self.grids = workbook.grids(book, framework)
        self.framework = framework
        self.offered = {
            f"{questions.STRAND}{strand.id}": levels.choices(framework, strand.id, phase)
            for strand in framework.strands
        }
        self.needed = {one.key for one in questions.asked(book, levels.names(framework)) if one.needed}
        self.needed |= {f"{questions.STRAND}{one.id}" for one in framework.strands if not one.optional}
        self.notes = Notes()
        self.places: dict[tuple[str, str], str] = {}  # (sheet, address) -> key of the answer that stands there

    def read(self, sheets: Sequence[Sheet]) -> None:
        """Read every sheet."""
        by_name = {sheet.name: sheet for sheet in sheets}
        for grid in self.grids:
            if grid.name in by_name:
                self._grid(grid, by_name[grid.name])
            else:
                self.notes.doubt("sheet_missing", place=grid.name, found=grid.name)
                for row in grid.rows:
                    self._answers(row, grid, None, {}, 0)
        for name in (START, ALL):
            if name in by_name:
                self._printed(name, by_name[name])
            else:
                self.notes.doubt("sheet_missing", place=name, found=name)
        for sheet in sheets:
            if sheet.name not in self.sent:
                self.notes.doubt("extra_sheet", place=sheet.name, found=sheet.name)
                for number, cells in enumerate(sheet.rows, 1):
                    self._outside(sheet, number, enumerate(cells))

    # One sheet to fill in

    def _grid(self, grid: Grid, sheet: Sheet) -> None:
        heads = [n for n, cells in enumerate(sheet.rows, 1) if REF in cells and set(grid.titles) & set(cells)]
        if len(heads) > 1:
            self.notes.doubt("two_headers", place=f"{sheet.name}, rows {' and '.join(map(str, heads))}")
        head = heads[0] if heads else 0
        titles = sheet.rows[head - 1] if head else [REF, *grid.titles]
        columns = {str(title): at for at, title in enumerate(titles) if title == REF or title in grid.titles}
        for title in (REF, *grid.titles):
            if not heads or title not in columns:
                self.notes.doubt("heading_missing", place=sheet.name, expected=title)
        of_ref: dict[str, list[int]] = {}
        for number, cells in enumerate(sheet.rows, 1):
            ref = said(cells[columns.get(REF, 0)]) if columns.get(REF, 0) < len(cells) else ""
            if number not in heads:
                of_ref.setdefault(ref, []).append(number)
        for row in grid.rows:
            numbers = of_ref.pop(row.ref, [])
            for again, number in enumerate(numbers):
                self._answers(row, grid, sheet, columns, number, again=again)
                strays = set(range(len(sheet.rows[number - 1]))) - set(columns.values())
                self._outside(sheet, number, ((at, sheet.rows[number - 1][at]) for at in sorted(strays)))
            if not numbers:
                self._answers(row, grid, None, columns, 0)
            elif len(numbers) > 1:
                self._twice(row, sheet, numbers)
        for number in sorted(n for rows in of_ref.values() for n in rows):
            cells = sheet.rows[number - 1]
            if not (number < HEAD_ROW and said(cells[0]) == grid.name and not any(cells[1:])):
                self._outside(sheet, number, enumerate(cells))

    def _answers(
        self, row: Row, grid: Grid, sheet: Sheet | None, columns: Mapping[str, int], number: int, *, again: int = 0
    ) -> None:
        """Note the answers of one row; without a SHEET the row is gone."""
        for title, words in row.printed.items():
            if sheet is not None and title in columns:
                now = said(sheet.cell(number, columns[title]))
                if not alike(now, words):
                    place = _place(sheet, number, columns[title])
                    self.notes.doubt("changed", next(iter(row.keys.values())), place, now, words)
        for title, key in row.keys.items():
            its = f"{key}#{again + 1}" if again else key
            at = columns.get(title)
            words = said(sheet.cell(number, at)) if sheet is not None and at is not None else ""
            place = _place(sheet, number, at) if sheet is not None and at is not None else grid.name
            if sheet is not None and at is not None:
                self.places[sheet.name, f"{column_letters(at)}{number}"] = its
            label = f"{row.label}: {title}" if len(row.keys) > 1 else row.label
            self._note(its, key, label, grid.name, words, place, is_there=sheet is not None and at is not None)

    def _note(self, its: str, key: str, label: str, heading: str, words: str, place: str, *, is_there: bool) -> None:
        level = None
        if words and key in self.offered:
            level, is_typed = levels.chosen(self.offered[key], words)
            if level is None:
                listed = ", ".join(map(str, self.offered[key]))
                self.notes.doubt("not_a_level", its, place, words, listed)
            elif is_typed:
                self.notes.doubt("typed", its, place, words, self.offered[key][level])
        if not words and key in self.needed and "#" not in its:
            self.notes.doubt("empty" if is_there else "field_missing", its, place)
        if words or (key in self.needed and "#" not in its):
            self.notes.answers.append(Answer(its, label, words, heading, level))

    def _twice(self, row: Row, sheet: Sheet, numbers: Sequence[int]) -> None:
        place = f"{sheet.name}, rows {' and '.join(map(str, numbers))}"
        for key in row.keys.values():
            given = [one.text for one in self.notes.answers if one.key.partition("#")[0] == key and one.text]
            if len(given) > 1:
                is_same = all(alike(given[0], other) for other in given[1:])
                self.notes.doubt("twice_alike" if is_same else "twice", key, place)

    # What nobody was to write in

    def _printed(self, name: str, sheet: Sheet) -> None:
        """Compare a sheet that is only read with what went out: each text once, wherever it stands now."""
        sent = Counter(
            tidy(str(box.value)) for row in self.sent[name].rows for box in row if box.value not in (None, "")
        )
        now: list[tuple[int, int, str]] = []
        for number, cells in enumerate(sheet.rows, 1):
            for at, cell in enumerate(cells):
                words = said(cell)
                if words and sent[words] > 0:
                    sent[words] -= 1
                elif words and words.split():
                    now.append((number, at, words))
        gone = [words for words, count in sent.items() for _ in range(count)]
        for number, at, words in now:
            place = _place(sheet, number, at)
            if gone:
                self.notes.doubt("changed", "", place, words, _nearest(words, gone))
            else:
                self._outside(sheet, number, [(at, words)])
        for words in gone:
            self.notes.doubt("removed", "", sheet.name, "", words)

    def _outside(self, sheet: Sheet, number: int, cells: Iterable[tuple[int, Cell]]) -> None:
        for at, cell in cells:
            if words := said(cell):
                count = sum(answer.key.startswith(OUTSIDE) for answer in self.notes.answers) + 1
                key, place = f"{OUTSIDE}.{count}", _place(sheet, number, at)
                self.notes.answers.append(Answer(key, place, words, sheet.name))
                self.notes.doubt("outside", key, place)

    def traps(self, traps: Iterable[Trap]) -> None:
        """Note what the file's own parts say of cells: formulas, merged cells, percentages."""
        for trap in traps:
            key = self.places.get((trap.sheet, trap.cell.partition(":")[0]), "")
            found = trap.cell if trap.what == "merged" else ""
            self.notes.doubt(trap.what, key, f"{trap.sheet}, {trap.cell}", found)


def _nearest(words: str, gone: list[str]) -> str:
    """Take out of GONE the text that WORDS most likely stand for."""
    mine = set(words.split())
    best = max(gone, key=lambda one: len(mine & set(one.split())))
    gone.remove(best)
    return best


def read(
    sheets: Sequence[Sheet],
    traps: Iterable[Trap],
    beside: Beside,
    *,
    sent: FillIn,
    made: FormMade,
    book: Book,
    framework: Framework,
) -> Reading:
    """Return what the SHEETS say, against the form as it was SENT. What to look at in the file itself comes first."""
    reader = _Reader(sent, book, framework, made.phase)
    notes = reader.notes
    if beside.has_macros:
        notes.doubt("macros")
    for name in beside.hidden:
        notes.doubt("hidden_sheet", place=name, found=name)
    for name in beside.unlocked:
        if name in reader.sent:
            notes.doubt("unlocked", place=name, found=name)
    reader.read(sheets)
    reader.traps(traps)
    return notes.reading()


def rated(answers: Iterable[Answer]) -> Iterator[tuple[str, int, str]]:
    """Give strand, level and note of each answer that names a level."""
    found = {answer.key: answer for answer in answers}
    for key, answer in found.items():
        if answer.level is not None and key.startswith(questions.STRAND):
            strand = key.removeprefix(questions.STRAND).partition("#")[0]
            again = key.partition("#")[2]
            note = found.get(f"{workbook.NOTES}{strand}#{again}" if again else f"{workbook.NOTES}{strand}")
            yield strand, answer.level, note.text if note is not None else ""


def evidence(answers: Iterable[Answer], taken: Collection[str], strands: Mapping[str, str]) -> dict[str, list[str]]:
    """Return the papers that the setting names, by strand: those whose line names the strand (name by id)."""
    rows: dict[str, dict[str, str]] = {}
    for answer in answers:
        table, _, rest = answer.key.partition(".")
        if table == "evidence" and answer.key in taken:
            number, _, column = rest.partition(".")
            rows.setdefault(number, {})[column] = answer.text
    found: dict[str, list[str]] = {}
    for row in rows.values():
        about = row.get("about", "").casefold()
        for id_, name in strands.items():
            if row.get("what") and name.casefold() in about:
                found.setdefault(id_, []).append(row["what"])
    return found


def _place(sheet: Sheet, row: int, column: int) -> str:
    return f"{sheet.name}, row {row}, column {column_letters(column)}"
