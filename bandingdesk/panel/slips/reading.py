"""A scoring workbook read back: each case's answers as a draft of the member's sheet, and every doubt by its place.

Rows are known by their reference in column A and columns by their title, so that a moved row is still read. What is
printed is compared with what went out. A doubt tells where, never what: nobody sees an answer before the reveal.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from bandingdesk.casework.returns import levels
from bandingdesk.casework.returns.found import alike, tidy
from bandingdesk.panel import questions
from bandingdesk.panel.ops import Confidence, Rating
from bandingdesk.panel.scoring import DraftRating
from bandingdesk.panel.slips import workbook
from bandingdesk.panel.slips.asked import DEFAULT_SURE, SURE, Asked, needed
from bandingdesk.panel.slips.ops import Doubt, Found, SlipCase
from bandingdesk.panel.slips.workbook import (
    ANSWER,
    CODE,
    FITS,
    HEAD_ROW,
    HOW_SURE,
    LINE,
    MEMBER,
    NUMBER,
    PAPER,
    REF,
    SLIP,
    START,
    Cases,
)
from bandingdesk.sheet_forms import FillIn
from bandingdesk.sheet_traps import Beside, Trap
from bandingdesk.sheets import Cell, Sheet, column_letters

LONGEST = 1000  # characters of a line that a member writes


class Known(NamedTuple):
    """What a workbook says it is: its id, whom it was made for and its check code, "" for what it does not say."""

    slip: str
    member: str
    code: str


@dataclass(slots=True)
class CaseRead:
    """What was read of one case. `missing` are strands that want an answer, a basis or a descriptor."""

    item: str
    drafts: dict[str, DraftRating] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    doubts: list[Doubt] = field(default_factory=list)

    @property
    def ratings(self) -> tuple[Rating, ...]:
        """The answers, as they are locked."""
        return tuple(rating for one in self.drafts.values() if (rating := one.rating) is not None)

    @property
    def found(self) -> Found:
        """How far the answers are."""
        if not self.ratings and not self.doubts:
            return Found(self.item, "empty", len(self.missing))
        if self.doubts:
            return Found(self.item, "doubt", len(self.missing))
        return Found(self.item, "part" if self.missing else "complete", len(self.missing))


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read from one file, case by case; `doubts` are about the file as a whole."""

    cases: tuple[CaseRead, ...]
    doubts: tuple[Doubt, ...]

    def with_other_program(self) -> Reading:
        """Return the reading of a file whose locks and formulas can't be looked at."""
        return replace(self, doubts=(Doubt("other_program"), *self.doubts))


def known(sheets: Iterable[Sheet]) -> Known:
    """Return what the workbook says it is: from its first sheet, or wherever these lines stand now."""
    found: dict[str, str] = {}
    for sheet in sheets:
        for row in sheet.rows:
            for at, cell in enumerate(row[:-1]):
                if cell in (SLIP, MEMBER, CODE) and row[at + 1] is not None:
                    found.setdefault(str(cell), _said(row[at + 1]))
    return Known(found.get(SLIP, ""), found.get(MEMBER, ""), found.get(CODE, ""))


def read(sheets: Sequence[Sheet], traps: Iterable[Trap], beside: Beside, *, sent: FillIn, cases: Cases) -> Reading:
    """Return what SHEETS say, against the workbook that was SENT with its CASES."""
    by_name, printed = {sheet.name: sheet for sheet in sheets}, {page.name: page for page in sent.pages}
    trapped: dict[str, list[Trap]] = {}
    for trap in traps:
        trapped.setdefault(trap.sheet, []).append(trap)
    read_cases = tuple(
        _CaseReader(case, asked, by_name.get(workbook.sheet_name(case)), trapped.get(workbook.sheet_name(case), ()))
        .read() for case, asked in cases
    )  # fmt: skip
    doubts = [Doubt("macros")] if beside.has_macros else []
    doubts += [Doubt("hidden_sheet") for _ in beside.hidden]
    doubts += [Doubt("unlocked", place=name) for name in beside.unlocked if name in printed]
    doubts += [Doubt("extra_sheet") for sheet in sheets if sheet.name not in printed]
    if START in by_name:
        doubts += _start_changed(by_name[START], sent)
    return Reading(read_cases, tuple(doubts))


class _CaseReader:
    """Reads the sheet of one case."""

    def __init__(self, case: SlipCase, asked: tuple[Asked, ...], sheet: Sheet | None, traps: Iterable[Trap]) -> None:
        self.case, self.asked, self.sheet, self.traps = case, asked, sheet, traps
        self.made = CaseRead(case.item)
        self.columns: dict[str, int] = {}
        self.rows: dict[str, int] = {}
        self.head = 0

    def read(self) -> CaseRead:
        if self.sheet is None:
            self._doubt("sheet_missing")
        elif not self._heads(self.sheet):
            self._doubt("heading_missing")
        else:
            self._rows(self.sheet)
            self._printed(self.sheet)
            for one in self.asked:
                if one.strand in self.rows:
                    self.made.drafts[one.strand] = self._draft(self.sheet, one)
            self._trapped()
        self.made.missing = self._missing()
        return self.made

    def _heads(self, sheet: Sheet) -> bool:
        titles = workbook.titles(self.asked)
        for number, cells in enumerate(sheet.rows, 1):
            if REF in cells and ANSWER in cells:
                self.columns = {str(title): at for at, title in enumerate(cells) if title in titles}
                self.head = number
                return len(self.columns) == len(titles)
        return False

    def _rows(self, sheet: Sheet) -> None:
        refs = {ref for one in self.asked for ref in (one.strand, *(line.ref for line in one.lines))}
        for number, cells in enumerate(sheet.rows, 1):
            ref = _said(cells[self.columns[REF]])
            if ref in refs and number > self.head:
                if ref in self.rows:
                    self._doubt("row_twice", number)
                self.rows.setdefault(ref, number)
        for ref in sorted(refs - set(self.rows)):
            self._doubt("row_missing", words=ref)

    def _printed(self, sheet: Sheet) -> None:
        """Compare what nobody was to write in with what went out."""
        expected: dict[int, dict[str, str]] = {}
        for one in self.asked:
            self._expect(expected, one.strand, {workbook.WHAT: one.name, workbook.WORDS: ""})
            for line in one.lines:
                self._expect(expected, line.ref, {workbook.WHAT: line.title, workbook.WORDS: line.words})
        ticked = {
            self.rows[line.ref] for one in self.asked for line in one.lines if line.tick and line.ref in self.rows
        }
        strands = {self.rows[one.strand] for one in self.asked if one.strand in self.rows}
        above = {f"Case {self.case.reference}", " · ".join(self.case.about), workbook.DO}
        for number, cells in enumerate(sheet.rows, 1):
            if number == self.head:
                continue
            texts = expected.get(number, {})
            for at, cell in enumerate(cells):
                title = next((name for name, column in self.columns.items() if column == at), "")
                words = _said(cell)
                if number in expected and title in texts:
                    if not alike(words, texts[title]):
                        self._doubt("changed", number, at)
                elif title == REF and number in expected or not words or _is_answer(title, number, strands, ticked):
                    continue
                elif number > HEAD_ROW or not any(alike(words, one) for one in above):
                    self._doubt("outside", number, at)

    def _expect(self, expected: dict[int, dict[str, str]], ref: str, texts: dict[str, str]) -> None:
        if ref in self.rows:
            expected[self.rows[ref]] = texts

    def _draft(self, sheet: Sheet, one: Asked) -> DraftRating:
        number = self.rows[one.strand]

        def said(title: str, row: int = number) -> str:
            return _said(sheet.cell(row, self.columns[title]))

        level = None
        if words := said(ANSWER):
            level = self._chosen(one, words)
            if level is None:
                self._doubt("not_a_level", number, self.columns[ANSWER])
        note = self._basis(number, said(LINE), said(PAPER), said(NUMBER))
        ticks = tuple(
            line.tick for line in one.lines
            if line.tick and line.level == level and line.ref in self.rows and said(FITS, self.rows[line.ref])
        )  # fmt: skip
        return DraftRating(one.strand, level, self._sure(number, said(HOW_SURE)), note, (), ticks)

    def _chosen(self, one: Asked, words: str) -> int | None:
        """Return what WORDS choose: as listed, or the number of a level typed; a number is no answer in law."""
        offered = {number: said.casefold() for number, said in one.choices.items()}
        chosen = levels.chosen(offered, words.casefold())
        return None if chosen.is_typed and self.case.questions else chosen.level

    def _sure(self, number: int, words: str) -> Confidence:
        if not words:
            return DEFAULT_SURE
        for key, said in SURE.items():
            if alike(said.casefold(), words.casefold()):
                return key
        self._doubt("not_sure_word", number, self.columns[HOW_SURE])
        return DEFAULT_SURE

    def _basis(self, number: int, line: str, paper: str, page: str) -> str:
        """Return the line that is recorded: the member's own, with the paper and page relied on."""
        listed = workbook.paper_names(self.case)
        chosen = next((n for n, name in enumerate(listed) if alike(name, paper) or paper == str(n + 1)), None)
        if paper and chosen is None:
            self._doubt("no_such_paper", number, self.columns[PAPER])
        where = self.case.papers[chosen].title if chosen is not None else ""
        if page:
            pages = self.case.papers[chosen].pages if chosen is not None else 0
            if page.isascii() and page.isdigit() and pages and not 1 <= int(page) <= pages:
                self._doubt("no_such_page", number, self.columns[NUMBER])
            where = f"{where}, page {page}" if where else f"page {page}"
        if line and where:
            return f"{line[:LONGEST]} ({where})"
        return line[:LONGEST] or where

    def _trapped(self) -> None:
        for trap in self.traps:
            if trap.what in ("formula", "merged"):
                self.made.doubts.append(Doubt(trap.what, self.case.item, trap.cell))

    def _missing(self) -> tuple[str, ...]:
        drafts = self.made.drafts
        answers = {strand: one.level for strand, one in drafts.items() if one.level is not None}
        of_law = questions.read(self.case.questions) if self.case.questions else None
        still = []
        for strand in needed(self.asked, answers, of_law):
            one, draft = next(a for a in self.asked if a.strand == strand), drafts.get(strand)
            wants_tick = draft is not None and bool(one.ticks.get(draft.level or 0)) and not draft.descriptors
            if draft is None or draft.level is None or not draft.note.strip() or wants_tick:
                still.append(strand)
        return tuple(still)

    def _doubt(self, code: str, row: int = 0, column: int = -1, words: str = "") -> None:
        place = words or (f"row {row}" if row else "")
        if column >= 0:
            place = f"row {row}, column {column_letters(column)}"
        self.made.doubts.append(Doubt(code, self.case.item, place))


def _is_answer(title: str, number: int, strands: set[int], ticked: set[int]) -> bool:
    if title == FITS:
        return number in ticked
    return title in (ANSWER, HOW_SURE, LINE, PAPER, NUMBER) and number in strands


def _start_changed(sheet: Sheet, sent: FillIn) -> Iterator[Doubt]:
    """Give the places of the first sheet whose words are not those that went out; what is counted may differ."""
    page = next(one for one in sent.pages if one.name == START)
    printed = [tidy(str(box.value)) for row in page.rows for box in row if isinstance(box.value, str) and box.value]
    for number, cells in enumerate(sheet.rows, 1):
        for at, cell in enumerate(cells):
            if isinstance(cell, str) and not any(alike(_said(cell), words) for words in printed):
                yield Doubt("start_changed", place=f"row {number}, column {column_letters(at)}")


def _said(cell: Cell) -> str:
    return "" if cell is None else tidy(str(cell))
