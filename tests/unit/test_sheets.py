"""The reader and writer of workbooks: what is read, what is refused, and that text stays text."""

from __future__ import annotations

import threading
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from bandingdesk import sheets
from bandingdesk.errors import InvalidError
from bandingdesk.sheets import Sheet
from tests.support import workbooks

ROWS: list[list[sheets.Cell]] = [
    ["Ref", "Surname", "Born", "Top-up", "LAC"],
    ["000417", "Ŵren-014", date(2016, 2, 29), Decimal("4500.25"), True],
    ["000418", "Łąka-002", None, 4500, False],
]


def test_what_is_written_as_xlsx_is_read_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "plans.xlsx"
    path.write_bytes(sheets.write_xlsx([Sheet("Plans", ROWS)]))
    assert sheets.read(path).sheets == (Sheet("Plans", ROWS),)


@pytest.mark.parametrize("text", ["=1+1", "+44", "-300", "@SUM(A1)", "\tx", "#REF!", "'=x"])
def test_no_text_becomes_a_formula(tmp_path: Path, text: str) -> None:
    from openpyxl import load_workbook

    path = tmp_path / "plans.xlsx"
    path.write_bytes(sheets.write_xlsx([Sheet("Plans", [[text]])]))
    cell = load_workbook(path).worksheets[0]["A1"]
    assert (cell.data_type, cell.value) == ("s", text)


def test_csv_marks_what_a_spreadsheet_would_run_and_the_reader_takes_the_mark_off(tmp_path: Path) -> None:
    text = sheets.csv_text([["Ref", "Note"], ["1", "=1+1"], ["2", 'say "no", twice']])
    assert text == 'Ref,Note\r\n1,\'=1+1\r\n2,"say ""no"", twice"\r\n'
    path = tmp_path / "notes.csv"
    path.write_text(text, encoding="utf-8", newline="")
    assert sheets.read(path).sheets[0].rows == [["Ref", "Note"], ["1", "=1+1"], ["2", 'say "no", twice']]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_csv_of_any_usual_encoding_and_delimiter(tmp_path: Path, encoding: str, mark: str) -> None:
    path = tmp_path / "plans.csv"
    path.write_bytes(f"Ref{mark}Surname\r\n000417{mark}Châtaignier-014\r\n".encode(encoding))
    assert sheets.read(path).sheets[0].rows == [["Ref", "Surname"], ["000417", "Châtaignier-014"]]


def test_ods_ends_at_its_last_used_row(tmp_path: Path) -> None:
    path = tmp_path / "plans.ods"
    workbooks.ods(path, [["Ref", "Surname"], ["000417", "Ŷwen-014"]])
    assert sheets.read(path).sheets == (Sheet("Plans", [["Ref", "Surname"], ["000417", "Ŷwen-014"]]),)


def test_a_million_blank_rows_are_read_as_the_one_that_holds_something(tmp_path: Path) -> None:
    path = tmp_path / "blank.xlsx"
    workbooks.blank_rows(path, first="Surname")
    assert sheets.read(path).sheets == (Sheet("Plans", [["Surname"]]),)


def test_a_million_blank_rows_and_nothing_else_are_an_empty_workbook(tmp_path: Path) -> None:
    path = tmp_path / "blank.xlsx"
    workbooks.blank_rows(path)
    with pytest.raises(sheets.SheetEmptyError) as refused:
        sheets.read(path)
    assert refused.value.where.file == "blank.xlsx"


def test_a_cell_at_the_far_end_is_refused_before_it_fills_the_memory(tmp_path: Path) -> None:
    path = tmp_path / "far.xlsx"
    workbooks.far_cell(path)
    with pytest.raises(sheets.SheetTooLargeError) as refused:
        sheets.read(path)
    assert "1,048,576" in str(refused.value.fields["size"])


def test_a_cell_that_is_only_formatted_far_below_does_no_harm(tmp_path: Path) -> None:
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    book.active["A1"] = 5
    book.active["XFD1048576"].font = Font(bold=True)
    path = tmp_path / "format.xlsx"
    book.save(path)
    assert sheets.read(path).sheets[0].rows == [[5]]


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("plans.xlsx", b"Surname,Forename\r\n", sheets.NotAWorkbookError),
        ("plans.xlsx", b"PK\x03\x04 and nothing more", sheets.NotAWorkbookError),
        ("plans.xls", bytes.fromhex("D0CF11E0A1B11AE1") + b"\x00" * 600, sheets.NotAWorkbookError),
        ("plans.csv", b"\x89PNG\r\n\x1a\n\x00\x00", sheets.NotAWorkbookError),
        ("plans.pdf", b"%PDF-1.7 text", sheets.NotAWorkbookError),
        ("plans.xlsx", b"", sheets.SheetEmptyError),
        ("plans.csv", b"\xef\xbb\xbf\r\n", sheets.SheetEmptyError),
        ("plans.csv", b",,,\r\n,,,\r\n", sheets.SheetEmptyError),
    ],
)
def test_broken_files_are_refused_by_name(tmp_path: Path, name: str, content: bytes, error: type[InvalidError]) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(error) as refused:
        sheets.read(path)
    assert refused.value.where.file == name
    assert refused.value.exit_code == 3


@pytest.mark.parametrize("part", [0.2, 0.5, 0.9])
def test_a_workbook_cut_short_is_refused(tmp_path: Path, part: float) -> None:
    whole = sheets.write_xlsx([Sheet("Plans", ROWS * 50)])
    path = tmp_path / "cut.xlsx"
    path.write_bytes(whole[: int(len(whole) * part)])
    with pytest.raises(sheets.NotAWorkbookError):
        sheets.read(path)


def test_a_password_is_recognised(tmp_path: Path) -> None:
    path = tmp_path / "secret.xlsx"
    workbooks.encrypted(path)
    with pytest.raises(sheets.SheetEncryptedError):
        sheets.read(path)


def test_a_file_over_100_mb_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.truncate(sheets.LARGEST_FILE + 1)
    with pytest.raises(sheets.SheetTooLargeError):
        sheets.read(path)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(sheets.SheetUnreadableError):
        sheets.read(tmp_path / "nowhere.xlsx")


def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "plans.xlsx"
    made = workbooks.caseload(path, 600)
    whole, other = path.read_bytes(), sheets.write_xlsx([made.sheet, Sheet("More", ROWS)])
    started, stop = threading.Event(), threading.Event()

    def keep_saving() -> None:
        versions = [other, whole]
        while not stop.is_set():
            versions.reverse()
            beside = path.with_suffix(".new")
            beside.write_bytes(versions[0])
            beside.replace(path)
            started.set()

    writer = threading.Thread(target=keep_saving)
    writer.start()
    try:
        assert started.wait(10)
        refused = reads = 0
        while not refused and reads < 500:  # a busy machine may let many reads through between two saves
            reads += 1
            try:
                sheets.read(path)
            except sheets.SheetChangedError:
                refused += 1
        assert refused
    finally:
        stop.set()
        writer.join()


def test_a_file_saved_after_it_was_read_is_noticed_before_it_is_imported(tmp_path: Path) -> None:
    path = tmp_path / "plans.csv"
    path.write_text("Surname\r\nRowan-017\r\n", encoding="utf-8")
    workbook = sheets.read(path)
    sheets.confirm(workbook, path)
    path.write_text("Surname\r\nRowan-018\r\n", encoding="utf-8")
    with pytest.raises(sheets.SheetChangedError):
        sheets.confirm(workbook, path)
    path.unlink()
    with pytest.raises(sheets.SheetChangedError):
        sheets.confirm(workbook, path)


def test_saving_never_replaces_without_being_told(tmp_path: Path) -> None:
    path = tmp_path / "rejects.xlsx"
    sheets.save(path, b"first")
    with pytest.raises(sheets.FileExistsAlreadyError):
        sheets.save(path, b"second")
    assert path.read_bytes() == b"first"
    sheets.save(path, b"second", replace=True)
    assert [file.name for file in tmp_path.iterdir() if file.is_file()] == ["rejects.xlsx"]
    assert path.read_bytes() == b"second"


def test_column_letters_as_spreadsheets_count() -> None:
    assert [sheets.column_letters(at) for at in (0, 25, 26, 701, 702, 16383)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]
