"""Scoring workbooks as they go out and as a member at home fills them in, by openpyxl."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from bandingdesk import sheet_forms, sheet_traps, sheets
from bandingdesk.desk import slip_files
from bandingdesk.ops import Subject
from bandingdesk.panel import questions
from bandingdesk.panel.moderation import NO_CARDS
from bandingdesk.panel.slips import reading, slip, workbook
from bandingdesk.panel.slips.asked import Asked, of_framework, of_questions
from bandingdesk.panel.slips.ops import SlipCase, SlipMade, SlipPaper
from bandingdesk.panel.slips.reading import Reading
from tests.support import frameworks

ID = "0193586a-5d00-7c3e-8a11-3b6f0c9d2e55"
FRAMEWORK = frameworks.framework("exampleshire-2026.1.json")
BEST_FIT = frameworks.framework("southfield-best-fit-2026.json")
CARDS = {"fit": {level.level: frozenset(d.id for d in level.descriptors) for level in BEST_FIT.strand("fit").levels}}
PAPERS = (SlipPaper("e1", "School support plan", 6), SlipPaper("e2", "Report of a psychologist", 12))
LAW = questions.build(["ASSESS", "PLAN"], date(2026, 11, 26))
STRANDS = of_framework(FRAMEWORK, "ks12", NO_CARDS)[:3]  # three of the twelve: as good, and quicker
A, B = "2026-0017", "2026-0031"


def a_case(reference: str = A, **changes: Any) -> SlipCase:
    """Return a case of an invented child."""
    ids = f"item-{reference}", f"case-{reference}", reference, f"round-{reference}"
    made = SlipCase(*ids, "ks12", "0" * 64, (), ("Year 4",), PAPERS)
    return replace(made, **changes)


def a_slip(*cases: SlipCase, **changes: Any) -> SlipMade:
    """Return a workbook made for an invented member, of two cases unless others are given."""
    made = SlipMade(
        kind="workbook",
        meeting="meeting-1",
        person="p-head",
        name="S. Devane (invented)",
        code="Scorer 3",
        council="Exampleshire Council (invented)",
        panel="Moderation panel",
        on=date(2026, 11, 26),
        cases=cases or (a_case(A), a_case(B)),
        dated=date(2026, 11, 20),
        due=date(2026, 11, 25),
        is_invented=True,
        seal="",
    )
    made = replace(made, **changes)
    return replace(made, seal=slip.seal(ID, made))


def asked(case: SlipCase) -> tuple[Asked, ...]:
    """Return what is asked about a case: the questions of law, best fit, or the twelve strands."""
    if case.questions:
        return of_questions(questions.read(case.questions))
    return of_framework(BEST_FIT, case.phase, CARDS) if case.framework_sha256 == "fit" else STRANDS


def sent(made: SlipMade) -> sheet_forms.FillIn:
    """Return the workbook as it goes out."""
    return workbook.fill_in(ID, made, [(case, asked(case)) for case in made.cases])


def filled(made: SlipMade, change: Callable[[Any], None] = lambda book: None, **levels: Mapping[str, int]) -> bytes:
    """Return the workbook with every strand answered at 2, then CHANGEd."""

    def fill_and_change(book: Any) -> None:
        fill(book, made)
        change(book)

    return in_excel(sheet_forms.write(sent(made)), fill_and_change)


def fill(book: Any, made: SlipMade, level: int = 2, line: str = "Seen each week (invented)") -> None:
    """Answer every strand of every case in the yellow cells."""
    for case in made.cases:
        sheet = book[workbook.sheet_name(case)]
        for one in asked(case):
            place = workbook.places(asked(case))[one.strand]
            write(sheet, place.row, one.choices[level], "Fairly sure", line)
            for line_ in one.lines:
                if line_.tick and line_.level == level:
                    sheet.cell(place.lines[line_.ref], 9).value = "Yes"


def write(sheet: Any, row: int, answer: Any, sure: Any = None, line: Any = None, paper: Any = None, page: Any = None):
    """Write into the yellow cells of one row."""
    for column, value in zip("DEFGH", (answer, sure, line, paper, page), strict=True):
        if value is not None:
            sheet[f"{column}{row}"].value = value


def in_excel(data: bytes, change: Callable[[Any], Any]) -> bytes:
    """Return the workbook after CHANGE, saved by another program."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data))
    change(book)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def read(data: bytes, made: SlipMade) -> Reading:
    """Return what a workbook says."""
    return reading.read(
        sheets.read_bytes(data, "scores.xlsx"),
        sheet_traps.find(data),
        sheet_traps.beside(data),
        sent=sent(made),
        cases=[(case, asked(case)) for case in made.cases],
    )


def at_home(desk: Any, slip_id: str, change: Callable[[Any, Any], Any], password: str, *, back: str | None = None):
    """Return the workbook of a slip as a member sends it back, filled in by CHANGE(book, cases).

    It goes back under BACK, by default its own PASSWORD; "" for none.
    """
    made = desk.store.load(Subject("slip", slip_id)).made
    with desk.store.read() as conn:
        data = slip_files.draw(conn, slip_id, made)
    cases = {case.reference: desk.slips.asked(slip_id, case.item) for case in made.cases}
    filled_in = in_excel(data, lambda book: change(book, cases))
    word = password if back is None else back
    return sheet_forms.under_password(filled_in, word) if word else filled_in


def answer_all(level: int = 2, line: str = "Seen each week (invented)", only: int | None = None):
    """Return a change that answers every strand of the first ONLY cases (of all) at LEVEL."""

    def change(book: Any, cases: Mapping[str, tuple[Asked, ...]]) -> None:
        for reference, asked_ in list(cases.items())[:only]:
            for one in asked_:
                row = workbook.places(asked_)[one.strand].row
                write(book[reference], row, one.choices[level], "Fairly sure", line)

    return change
