"""The scoring workbook of one member: its pages, and where on them each answer stands.

A first sheet with what to do and which cases there are, a sheet a case, and a sheet of lists to choose from. Beneath
each strand stand the whole words of its levels. Locked but for the yellow cells, no macro, nothing hidden, no merged
cells; headings are named ranges that screen readers announce.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from bandingdesk.matrix import edition
from bandingdesk.panel.slips import slip
from bandingdesk.panel.slips.asked import SURE, Asked
from bandingdesk.panel.slips.ops import SlipCase, SlipMade
from bandingdesk.sheet_forms import Box, FillIn, Formula, Page, at, span

START, LISTS = "Start", "Lists"
SLIP, MEMBER, CODE = "Workbook", "Made for", "Check code"  # the rows of the first sheet that say which it is
REF, WHAT, WORDS = "Ref", "Strand or level", "What it looks like"
ANSWER, HOW_SURE, LINE, PAPER, NUMBER, FITS = (
    "Your answer", "How sure", "What shows this, in one line", "Paper", "Page", "Fits the child",
)  # fmt: skip
TITLES = (REF, WHAT, WORDS, ANSWER, HOW_SURE, LINE, PAPER, NUMBER)
_WIDTHS = (16, 24, 54, 14, 13, 36, 24, 8)
_FITS_WIDTH = 12
HEAD_ROW = 4
YES = "Yes"
DO = "Fill in the yellow cells of each row."
_DEMO = "Demonstration: everything in this workbook is invented."
_INTRO = (
    "There is one sheet for each case. Please read its papers first, then go down the sheet.",
    "Fill in the yellow cells. Choose your answer from the list: the words beneath each heading say what it means.",
    "Say how sure you are, and in one line what shows it. Name the paper and the page that you rely on.",
    "A row needs an answer, and a line or a paper. If you leave “How sure” empty, it counts as sure.",
    "Do not talk about your answers before the meeting. Nobody sees them before all are shown together, without names.",
    "Please change nothing else. When you have finished, save the workbook under its password and send it back.",
    "If you know a child, the family or the setting, stop at that case and tell the clerk.",
)


class Place(NamedTuple):
    """A strand's row on its sheet: its number, and the rows of its lines."""

    row: int
    lines: Mapping[str, int]


Cases = Sequence[tuple[SlipCase, tuple[Asked, ...]]]


def titles(asked: Sequence[Asked]) -> tuple[str, ...]:
    """Return the headings of a case's sheet: the last one where descriptors are ticked."""
    return (*TITLES, FITS) if any(one.ticks for one in asked) else TITLES


def places(asked: Sequence[Asked]) -> dict[str, Place]:
    """Return where each strand stands on the sheet of a case."""
    found, row = {}, HEAD_ROW
    for one in asked:
        row += 1
        lines = {line.ref: row + n for n, line in enumerate(one.lines, 1)}
        found[one.strand] = Place(row, lines)
        row += len(one.lines)
    return found


def sheet_name(case: SlipCase) -> str:
    """Return the name of the sheet of a case."""
    return case.reference[:31]


def paper_names(case: SlipCase) -> tuple[str, ...]:
    """Return the papers of a case as they are chosen from: numbered, so that no two are the same."""
    return tuple(f"{n} {paper.title}" for n, paper in enumerate(case.papers, 1))


def fill_in(id_: str, made: SlipMade, cases: Cases) -> FillIn:
    """Return the workbook of the slip ID, its CASES with what is asked about each."""
    lists = _Lists(cases)
    names = [*lists.names]
    pages = [Page(START, tuple(_start(id_, made, cases)), (24, 92, 14, 10))]
    for number, (case, asked) in enumerate(cases, 2):
        page = _case_page(case, asked, lists)
        pages.append(page)
        last = (len(page.rows), len(titles(asked)) - 1)
        names.append((f"TitleRegion{number - 1}.{_spoken((HEAD_ROW, 0))}.{_spoken(last)}.{number}",
                      span((HEAD_ROW, 0), (HEAD_ROW, last[1]), page.name)))  # fmt: skip
    pages.append(lists.page)
    return FillIn(f"Scoring workbook: {made.panel}, {edition.day(made.on)}", made.council, made.dated, tuple(pages),
                  tuple(names))  # fmt: skip


def _start(id_: str, made: SlipMade, cases: Cases) -> Iterator[tuple[Box, ...]]:
    yield (Box("Scoring workbook", "title"),)
    if made.is_invented:
        yield Box("Note", "strong"), Box(_DEMO)
    facts = (("From", made.council), ("Panel", made.panel), ("Meeting", edition.day(made.on)), (MEMBER, made.name))
    for title, said in facts:
        if said:
            yield Box(title, "strong"), Box(said)
    if made.due is not None:
        yield Box("Send it back by", "strong"), Box(edition.day(made.due))
    for n, line in enumerate(_INTRO):
        yield Box("What to do" if n == 0 else "", "strong"), Box(line)
    yield Box("Case", "head"), Box("What is asked", "head"), Box("Answered", "head"), Box("Of", "head")
    for case, asked in cases:
        last = max(place.row for place in places(asked).values())
        answered = Formula(f"COUNTA({span((HEAD_ROW + 1, 3), (last, 3), sheet_name(case))})", "0")
        kind = "questions of law" if case.questions else "strands"
        yield Box(case.reference, "strong"), Box(f"{len(asked)} {kind}"), Box(answered), Box(len(asked))
    yield Box("About this workbook", "strong"), Box("These two lines let us know it again. Leave them as they are.")
    yield Box(SLIP, "small"), Box(id_, "small")
    yield Box(CODE, "small"), Box(slip.check_code(made.seal), "small")


def _case_page(case: SlipCase, asked: Sequence[Asked], lists: _Lists) -> Page:
    heads = titles(asked)
    widths = (*_WIDTHS, _FITS_WIDTH) if len(heads) > len(_WIDTHS) else _WIDTHS
    rows: list[tuple[Box, ...]] = [
        (Box(f"Case {case.reference}", "title"),),
        (Box(), Box(), Box(" · ".join(case.about))),
        (Box(), Box(), Box(DO)),
        tuple(Box(title, "head") for title in heads),
    ]
    for one in asked:
        rows.append(tuple(_answers(case, one, lists)))
        for line in one.lines:
            cells = [Box(line.ref, "small"), Box(line.title), Box(line.words)]
            if line.tick:
                blank = [Box() for _ in TITLES[3:]]
                cells += [*blank, Box(None, "answer", lists.yes, f"{line.title}: choose Yes if it fits")]
            rows.append(tuple(cells))
    numbers = [place.row for place in places(asked).values()]
    return Page(sheet_name(case), tuple(rows), widths, HEAD_ROW, tuple((row, 3) for row in numbers))


def _answers(case: SlipCase, one: Asked, lists: _Lists) -> Iterator[Box]:
    yield Box(one.strand, "small")
    yield Box(one.name, "strong")
    yield Box()
    yield Box(None, "answer", lists.answers(one), f"{one.name}: your answer")
    yield Box(None, "answer", lists.sure, f"{one.name}: how sure you are")
    yield Box(None, "answer", says=f"{one.name}: what shows this, in one line")
    yield Box(None, "answer", lists.papers(case), f"{one.name}: the paper you rely on")
    yield Box(None, "answer", says=f"{one.name}: the page of that paper")


class _Lists:
    """The sheet of lists to choose from, each a column with a name."""

    def __init__(self, cases: Cases) -> None:
        self._columns: list[tuple[str, str, tuple[str, ...]]] = []
        self.sure = self._add("HowSure", "How sure", tuple(SURE.values()))
        self.yes = self._add("Fits", "Fits the child", (YES,))
        self._answers: dict[tuple[str, ...], str] = {}
        self._papers: dict[str, str] = {}
        for case, asked in cases:
            for one in asked:
                offered = tuple(one.choices.values())
                if offered not in self._answers:
                    name = f"Answers_{len(self._answers) + 1}"
                    self._answers[offered] = self._add(name, "Answers", offered)
            if case.papers:
                name = f"Papers_{len(self._papers) + 1}"
                self._papers[case.item] = self._add(name, f"Papers of {case.reference}", paper_names(case))

    def _add(self, name: str, title: str, words: tuple[str, ...]) -> str:
        self._columns.append((name, title, words))
        return name

    def answers(self, one: Asked) -> str:
        return self._answers[tuple(one.choices.values())]

    def papers(self, case: SlipCase) -> str:
        return self._papers.get(case.item, "")

    @property
    def names(self) -> Iterator[tuple[str, str]]:
        """Each list's name and range."""
        for column, (name, _, words) in enumerate(self._columns):
            yield name, span((3, column), (2 + len(words), column), LISTS)

    @property
    def page(self) -> Page:
        """The sheet."""
        deep = max(len(words) for _, _, words in self._columns)
        rows = [(Box("Lists to choose from. There is nothing to fill in here.", "small"),),
                tuple(Box(title, "head") for _, title, _ in self._columns)]  # fmt: skip
        for n in range(deep):
            rows.append(tuple(Box(words[n] if n < len(words) else None) for _, _, words in self._columns))
        return Page(LISTS, tuple(rows), tuple(30 for _ in self._columns), 2)


def _spoken(place: tuple[int, int]) -> str:
    return at(*place).replace("$", "").lower()
