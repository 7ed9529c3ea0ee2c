"""The setting's workbook: what goes out, what comes back, and each thing that can be wrong with it by its own name."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest

from bandingdesk import sheets
from bandingdesk.casework.returns import from_workbook, levels
from tests.support import form_files as f

SENT = f.a_workbook()
FIRST, SECOND = list(f.STRANDS)[:2]


def doubts(reading, code):
    return [one for one in reading.doubts if one.code == code]


def after(change):
    """Read a workbook that was filled in whole and then changed."""

    def both(book):
        f.rated(book)
        change(book)

    return f.read_workbook(f.in_excel(SENT, both))


def test_it_is_locked_but_for_its_answers_and_offers_whole_texts():
    book = openpyxl.load_workbook(io.BytesIO(SENT))
    sheet = book["Levels"]
    assert all(page.protection.sheet for page in book)
    assert sheet["C3"].protection.locked is False
    assert sheet["B3"].protection.locked is True
    offered = {str(one.sqref): one.formula1 for one in sheet.data_validations.dataValidation}
    sheet_name, cells = offered["C3"].replace("$", "").replace("'", "").split("!")
    texts = [row[0].value for row in book[sheet_name][cells]]
    assert texts == list(levels.choices(f.FRAMEWORK, FIRST, "ks12").values())
    assert texts[1].startswith("Level 1 (Some support within class): Learns with some repetition")
    with zipfile.ZipFile(io.BytesIO(SENT)) as parts:
        assert not [name for name in parts.namelist() if "vba" in name.lower()]
        assert not any(b"<f>" in parts.read(name) for name in parts.namelist() if "worksheets/" in name)


def test_it_carries_id_case_and_check_code_and_no_full_name():
    known = from_workbook.known(sheets.read_bytes(SENT, "a.xlsx"))
    assert known.form == f.ID
    assert known.reference == "2026-0017"
    assert len(known.code) == 14
    assert f.a_workbook() == SENT


def test_a_level_that_stands_for_a_band_is_not_named():
    framework = f.frameworks.framework("southfield-best-fit-2026.json")
    fit = next(strand for strand in framework.strands if strand.id in set(levels._of_bands(framework.decide)))
    offered = levels.choices(framework, fit.id, "ks12")
    assert all(level.name not in offered[level.level].partition(":")[0] for level in fit.levels if level.name)


def test_what_is_chosen_and_written_comes_back_without_a_doubt():
    reading = after(lambda book: None)
    assert reading.doubts == ()
    found = {strand: (level, note) for strand, level, note in from_workbook.rated(reading.answers)}
    assert found == dict.fromkeys(f.STRANDS, (2, "Seen each week (invented)."))
    assert reading.of("name") == "S. Reed (invented)"


def test_words_keep_their_lines_and_their_direction():
    words = "הוא קורא מילים\n  and then, indented\tby a tab"
    reading = after(lambda book: book["Levels"].__setitem__("D3", words))
    assert reading.of(f"note.{FIRST}") == words


def test_evidence_is_named_by_the_strands_it_is_about():
    def change(book):
        sheet = book["Evidence"]
        sheet["B3"], sheet["C3"], sheet["E3"] = "SALT report", "T. Vale (invented)", f"{f.STRANDS[FIRST].upper()}, more"

    reading = after(change)
    keys = [answer.key for answer in reading.answers]
    assert from_workbook.evidence(reading.answers, keys, f.STRANDS) == {FIRST: ["SALT report"]}
    assert from_workbook.evidence(reading.answers, [], f.STRANDS) == {}


def test_a_level_that_is_not_on_the_list_is_named():
    reading = after(lambda book: book["Levels"].__setitem__("C3", "2 or 3"))
    (doubt,) = reading.doubts
    assert (doubt.code, doubt.about, doubt.found, doubt.expected) == (
        "not_a_level", f"strand.{FIRST}", "2 or 3", "0, 1, 2, 3, 4, 5"
    )  # fmt: skip
    assert doubt.place == "Levels, row 3, column C"
    assert FIRST not in [strand for strand, _, _ in from_workbook.rated(reading.answers)]


@pytest.mark.parametrize("typed", [3, "3", "Level 3", "level 3."])
def test_a_level_that_was_typed_is_read_and_said_to_be_typed(typed):
    reading = after(lambda book: book["Levels"].__setitem__("C3", typed))
    assert [one.code for one in reading.doubts] == ["typed"]
    assert next(level for strand, level, _ in from_workbook.rated(reading.answers) if strand == FIRST) == 3


def test_an_empty_strand_is_named():
    reading = after(lambda book: book["Levels"].__setitem__("C3", None))
    assert [(one.code, one.about) for one in reading.doubts] == [("empty", f"strand.{FIRST}")]


def test_words_of_ours_that_were_changed_are_named():
    reading = after(lambda book: book["Levels"].__setitem__("B3", "Reading"))
    (doubt,) = reading.doubts
    assert (doubt.code, doubt.found, doubt.expected) == ("changed", "Reading", f.STRANDS[FIRST])


def test_a_changed_description_is_named():
    reading = after(lambda book: book["All levels"].__setitem__("C4", "Level 1: needs much less than that."))
    assert [one.place for one in doubts(reading, "changed")] == ["All levels, row 4, column C"]


def test_writing_outside_the_boxes_is_shown_and_not_lost():
    reading = after(lambda book: book["Levels"].__setitem__("H20", "He was ill in May."))
    (doubt,) = reading.doubts
    assert (doubt.code, doubt.place) == ("outside", "Levels, row 20, column H")
    assert reading.of(doubt.about) == "He was ill in May."


def test_a_strand_that_is_answered_twice_shows_both():
    def change(book):
        sheet = book["Levels"]
        sheet.append([sheet.cell(3, 1).value, sheet.cell(3, 2).value, "Level 4", "Another hand"])

    reading = after(change)
    assert [one.about for one in doubts(reading, "twice")] == [f"strand.{FIRST}", f"note.{FIRST}"]
    said = [answer.text for answer in reading.answers if answer.key.startswith(f"strand.{FIRST}")]
    assert len(said) == 2


def test_two_header_rows_are_named_and_the_answers_are_still_read():
    def change(book):
        sheet = book["Levels"]
        sheet.insert_rows(3)
        for column in range(1, 5):
            sheet.cell(3, column).value = sheet.cell(2, column).value

    reading = after(change)
    assert [one.place for one in doubts(reading, "two_headers")] == ["Levels, rows 2 and 3"]
    assert len(list(from_workbook.rated(reading.answers))) == len(f.STRANDS)


def test_a_formula_in_an_answer_is_named():
    reading = after(lambda book: book["Levels"].__setitem__("C3", "=1+1"))
    assert [(one.about, one.place) for one in doubts(reading, "formula")] == [(f"strand.{FIRST}", "Levels, C3")]


def test_merged_cells_are_named():
    reading = after(lambda book: book["Levels"].merge_cells("C3:C4"))
    assert [(one.about, one.found) for one in doubts(reading, "merged")] == [(f"strand.{FIRST}", "C3:C4")]
    assert [one.about for one in doubts(reading, "empty")] == [f"strand.{SECOND}"]


def test_a_hidden_sheet_is_named():
    reading = after(lambda book: setattr(book["Evidence"], "sheet_state", "veryHidden"))
    assert [one.found for one in doubts(reading, "hidden_sheet")] == ["Evidence"]


def test_a_sheet_that_we_did_not_send_is_named_and_shown():
    reading = after(lambda book: book.create_sheet("Notes").__setitem__("A1", "Read me"))
    assert [one.found for one in doubts(reading, "extra_sheet")] == ["Notes"]
    assert [answer.text for answer in reading.answers if answer.key.startswith("outside")] == ["Read me"]


def test_a_sheet_that_is_gone_is_named_with_what_it_asked():
    reading = after(lambda book: book.remove(book["What you ask for"]))
    assert [one.found for one in doubts(reading, "sheet_missing")] == ["What you ask for"]
    assert [one.about for one in doubts(reading, "field_missing")] == ["name", "role"]


def test_a_column_that_is_gone_is_named():
    reading = after(lambda book: book["Levels"].delete_cols(4))
    assert [one.expected for one in doubts(reading, "heading_missing")] == ["What shows this"]


def test_a_lock_that_was_taken_off_is_named():
    reading = after(lambda book: setattr(book["Levels"].protection, "sheet", False))
    assert [(one.code, one.found) for one in reading.doubts] == [("unlocked", "Levels")]


def test_a_macro_is_named_and_the_answers_are_read():
    data = f.in_excel(SENT, f.rated)
    held = io.BytesIO(data)
    with zipfile.ZipFile(held, "a") as parts:
        parts.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0 not run")
    reading = f.read_workbook(held.getvalue(), "profile.xlsm")
    assert [one.code for one in reading.doubts] == ["macros"]
    assert len(list(from_workbook.rated(reading.answers))) == len(f.STRANDS)


def test_a_workbook_of_another_make_says_nothing_of_ours():
    data = sheets.write_xlsx([sheets.Sheet("Plans", [["Surname", "Form"], ["Rowan-017", 3]])])
    assert from_workbook.known(sheets.read_bytes(data, "a.xlsx")).form == ""
