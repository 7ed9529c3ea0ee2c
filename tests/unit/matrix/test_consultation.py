"""The consultation workbook goes out, comes back by strand and level with every doubt named, and becomes lines."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import openpyxl
import pytest

from bandingdesk import sheet_forms, sheets
from bandingdesk.matrix import consultation, files
from bandingdesk.matrix.consultation import Response
from bandingdesk.matrix.framework import Framework
from bandingdesk.matrix.life import FrameworkFile, Life, YouSaid
from tests.support import frameworks

DAY = date(2026, 11, 23)
Writing = dict[tuple[str, str], Any]  # (sheet, cell) -> what a person types


def definition() -> Framework:
    return frameworks.framework("exampleshire-2026.1.json")


def sent(framework: Framework) -> bytes:
    return sheet_forms.write(consultation.consultation(FrameworkFile(definition=framework), DAY))


def written(data: bytes, cells: Writing) -> bytes:
    """Return the workbook as a spreadsheet program saves it after somebody typed CELLS."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    for (sheet, cell), value in cells.items():
        book[sheet][cell] = value
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def workbook(data: bytes, name: str = "oak.xlsx") -> sheets.Workbook:
    return sheets.Workbook(name, "0" * 64, sheets.read_bytes(data, name))


def came_back(cells: Writing, name: str = "oak.xlsx") -> Response:
    framework = definition()
    data = written(sent(framework), cells)
    return consultation.read(framework, files.sha256(framework), workbook(data, name))


def row_of(sheet: str, ref: str) -> int:
    framework = definition()
    rows = next(s for s in sheets.read_bytes(sent(framework), "x.xlsx") if s.name == sheet).rows
    return next(n for n, row in enumerate(rows, 1) if row[0] == ref)


NAME = {("Start", "B9"): "Oak School (invented)", ("Start", "B10"): "SENCO"}


def test_every_description_and_every_rule_has_a_row_of_its_own() -> None:
    framework = definition()
    read = {sheet.name: sheet for sheet in sheets.read_bytes(sent(framework), "x.xlsx")}
    every = [d.id for strand in framework.strands for level in strand.levels for d in level.descriptors]
    assert [row[0] for row in read["Descriptions"].rows[2:]] == every
    assert any("12 points are added" in str(row[1]) for row in read["Rules"].rows)
    assert len(read["Questions"].rows) == 6


def test_comments_come_back_by_strand_and_level() -> None:
    row, rule = row_of("Descriptions", "hearing.3.a"), row_of("Rules", "rule 3")
    response = came_back(
        NAME
        | {
            ("Descriptions", f"E{row}"): "Change it",
            ("Descriptions", f"F{row}"): "Radio aids are not named.",
            ("Descriptions", f"G{row}"): "A pupil who hears one voice, not a class.",
            ("Rules", f"D{rule}"): "Why 12?",
            ("Questions", "C4"): "The rule on three strands.",
        }
    )
    assert (response.respondent, response.role, response.doubts) == ("Oak School (invented)", "SENCO", ())
    first, second, third = response.comments
    assert (first.strand, first.level, first.ref, first.view) == ("hearing", 3, "hearing.3.a", "Change it")
    assert (first.comment, first.example) == ("Radio aids are not named.", "A pupil who hears one voice, not a class.")
    assert first.row == row
    assert (second.about, second.comment) == ("rule", "Why 12?")
    assert (third.about, third.ref, third.comment) == ("question", "question 2", "The rule on three strands.")


def test_an_untouched_workbook_gives_no_comment_and_asks_who_answers() -> None:
    response = came_back({})
    assert response.comments == ()
    (doubt,) = response.doubts
    assert (doubt.sheet, doubt.row, doubt.column, doubt.expected) == ("Start", 9, "B", "who answers")


@pytest.mark.parametrize(
    ("cells", "place", "found", "comments"),
    [
        ({("Descriptions", "A9"): "hear.9", ("Descriptions", "F9"): "x"}, ("Descriptions", 9, "A"), "hear.9", 0),
        ({("Descriptions", "A9"): None, ("Descriptions", "F9"): "x"}, ("Descriptions", 9, "A"), "no reference", 0),
        (
            {("Descriptions", "A9"): "learning.0.a", ("Descriptions", "F9"): "x", ("Descriptions", "F3"): "y"},
            ("Descriptions", 9, "A"),
            "a second time",
            1,
        ),
        (
            {("Descriptions", "D9"): "Our own words.", ("Descriptions", "F9"): "x"},
            ("Descriptions", 9, "D"),
            "Our own words.",
            1,
        ),
        ({("Descriptions", "E9"): "Perhaps"}, ("Descriptions", 9, "E"), "Perhaps", 1),
        ({("Descriptions", "J9"): "beside"}, ("Descriptions", 9, "J"), "beside", 0),
        ({("Rules", "D2"): "Remarks", ("Rules", "D4"): "x"}, ("Rules", 2, "Comment"), "no column of this name", 0),
    ],
)  # fmt: skip
def test_each_doubt_names_its_sheet_row_and_column(
    cells: Writing, place: tuple[str, int, str], found: str, comments: int
) -> None:
    response = came_back(NAME | cells)
    doubt = response.doubts[0]
    assert (doubt.file, doubt.sheet, doubt.row, doubt.column) == ("oak.xlsx", *place)
    assert found in doubt.found
    assert len(response.comments) == comments


def test_a_workbook_of_another_version_is_refused_and_both_are_named() -> None:
    framework = definition()
    other = framework.model_copy(update={"version": "2026.2"})
    with pytest.raises(consultation.OtherVersionError) as refused:
        consultation.read(other, files.sha256(other), workbook(sent(framework)))
    assert refused.value.fields["found"] == files.sha256(framework)[:19]
    assert refused.value.fields["wanted"] == files.sha256(other)[:19]


def test_another_workbook_is_refused_by_the_sheet_it_lacks() -> None:
    other = sheets.write_xlsx([sheets.Sheet("Pupils", [["Name"], ["x"]])])
    with pytest.raises(consultation.NotAConsultationError) as refused:
        consultation.read(definition(), "sha256:0", workbook(other, "pupils.xlsx"))
    assert (refused.value.where.file, refused.value.where.sheet) == ("pupils.xlsx", "Start")


def test_comments_of_several_stand_together_in_the_frameworks_order() -> None:
    hearing, learning = row_of("Descriptions", "hearing.3.a"), row_of("Descriptions", "learning.2.a")
    oak = came_back(NAME | {("Descriptions", f"F{hearing}"): "one"})
    said = {("Descriptions", f"F{hearing}"): "two", ("Descriptions", f"F{learning}"): "three"}
    elm = came_back({("Start", "B9"): "Elm (invented)"} | said, "elm.xlsx")
    both = consultation.ordered(definition(), (oak, elm))
    assert [(one.strand, one.level, one.comment) for one in both] == [
        ("learning", 2, "three"), ("hearing", 3, "one"), ("hearing", 3, "two")
    ]  # fmt: skip


def answered(cells: Writing) -> consultation.SaidAndDid:
    framework = definition()
    row = row_of("Descriptions", "hearing.3.a")
    oak = came_back(NAME | {("Descriptions", f"F{row}"): "Radio aids?", ("Questions", "C3"): "Sleep."})
    data = sheet_forms.write(consultation.collected(FrameworkFile(definition=framework), (oak,), DAY))
    return consultation.said_and_did(framework, files.sha256(framework), workbook(written(data, cells), "answers.xlsx"))


def test_what_a_person_answers_becomes_lines_for_the_adoption_record() -> None:
    found = answered(
        {
            ("Comments", "H3"): "Radio aids are missing.", ("Comments", "I3"): "We named them in level 3.",
            ("Comments", "H4"): "Sleep is not described.", ("Comments", "I4"): "We are looking at it for 2027.",
        }
    )  # fmt: skip
    assert found.doubts == ()
    assert found.lines == (
        YouSaid(said="Radio aids are missing.", did="We named them in level 3.", strand="hearing", level=3),
        YouSaid(said="Sleep is not described.", did="We are looking at it for 2027."),
    )
    assert Life(status="consulted", you_said_we_did=found.lines).you_said_we_did == found.lines


def test_half_an_answer_is_a_doubt_and_no_line() -> None:
    found = answered({("Comments", "H3"): "Radio aids are missing."})
    assert found.lines == ()
    (doubt,) = found.doubts
    assert (doubt.sheet, doubt.row, doubt.column, doubt.expected) == ("Comments", 3, "I", "“We did”")


def test_a_comment_that_looks_like_a_formula_stays_text_on_its_way() -> None:
    row = row_of("Descriptions", "hearing.3.a")
    oak = came_back(NAME | {("Descriptions", f"F{row}"): "+1 to this"})
    framework = definition()
    data = sheet_forms.write(consultation.collected(FrameworkFile(definition=framework), (oak,), DAY))
    opened = openpyxl.load_workbook(io.BytesIO(data))
    cell = opened["Comments"]["F3"]
    assert (cell.value, cell.data_type) == ("+1 to this", "s")
