"""`import`: dry run, refusal with rejects, the ready rows, a second run, a mapping, and what is refused."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from bandingdesk import bootstrap, seams, sheets
from bandingdesk.casework import columns, intake
from bandingdesk.casework.intake import Known
from bandingdesk.cli import main
from bandingdesk.store.queries import caseload
from tests.support import case_builders as b
from tests.support import workbooks

ROWS = 120  # of which 25 are damaged and one child stands twice: 120 - 25 - 2 are ready
READY = 93


@pytest.fixture
def place(tmp_path: Path) -> Path:
    b.a_desk(tmp_path).close()
    workbooks.caseload(tmp_path / "list.xlsx", count=ROWS)
    return tmp_path / "case.desk"


def run(place: Path, *words: str, file: str = "list.xlsx") -> tuple[int, dict]:
    out = io.StringIO()
    path = place.parent / file
    code = main.main(
        ["--json", "--store", str(place), "import", str(path), "--kind", "caseload", *words], out, io.StringIO()
    )
    return code, json.loads(out.getvalue())


def cases(place: Path) -> int:
    clock = seams.FixedClock(b.NOW)
    desk = bootstrap.open_desk(place, None, clock=clock, ids=seams.SeededIds(5, b.NOW), plain=True)
    found = desk.read(lambda conn: caseload.count(conn, caseload.CaseFilter(), today=b.TODAY))
    desk.close()
    return found


def counts(said: dict) -> tuple[int, ...]:
    return tuple(said[name] for name in ("read", "new", "changed", "same", "rejected"))


def test_a_dry_run_says_what_would_change_and_records_nothing(place: Path) -> None:
    code, said = run(place, "--dry-run")
    assert (code, counts(said), said["recorded"]) == (1, (ROWS, READY, 0, 0, 27), False)
    assert {"row", "column", "code", "message"} <= said["problems"][0].keys()
    assert len({problem["row"] for problem in said["problems"] if problem["blocking"]}) == 27
    assert cases(place) == 0


def test_rows_that_are_not_ready_stop_the_import_and_go_to_a_file(place: Path) -> None:
    rejects = place.parent / "rejects.xlsx"
    code, said = run(place, "--rejects", str(rejects))
    assert (code, said["error"]["code"], cases(place)) == (3, "IM-40", 0)
    sheet = sheets.read(rejects).sheets[0]
    assert "What is wrong" in sheet.rows[4]
    assert len([row for row in sheet.rows[5:] if row[-1]]) == 27
    again = intake.check(sheet, columns.guess(sheet), Known(b.TODAY))
    assert again.read == 27
    code, said = run(place, "--rejects", str(rejects))
    assert (code, said["error"]["code"]) == (3, "IM-30")  # an existing file is not replaced
    assert run(place, "--rejects", str(rejects), "--force")[1]["error"]["code"] == "IM-40"


def test_the_ready_rows_come_in_and_a_second_run_changes_nothing(place: Path) -> None:
    code, said = run(place, "--accept-good")
    assert (code, said["new"], said["recorded"], cases(place)) == (1, READY, True, READY)
    code, said = run(place, "--accept-good")
    assert (code, counts(said), said["recorded"]) == (1, (ROWS, 0, 0, READY, 27), False)
    assert cases(place) == READY


def test_a_mapping_takes_the_columns_it_names_and_no_other(place: Path) -> None:
    rows: list[list[sheets.Cell]] = [["Nachname", "Vorname", "Geburtstag", "Bedarf", "Beginn", "Band"]]
    rows.append(["Rowan-017", "Testpupil", "03/05/2017", "SLCN", "01/09/2022", "Band 4"])
    (place.parent / "other.csv").write_text(sheets.csv_text(rows), encoding="utf-8")
    titles = {"surname": "Nachname", "forename": "Vorname", "dob": "Geburtstag", "primary_need": "Bedarf",
              "plan_start": "Beginn"}  # fmt: skip
    mapping = place.parent / "mapping.json"
    mapping.write_text(json.dumps(titles), encoding="utf-8")
    code, said = run(place, "--mapping", str(mapping), file="other.csv")
    assert (code, said["new"], said["mapping"], said["left_out"]) == (0, 1, titles, ["Band"])


@pytest.mark.parametrize("text", ["{", "[1]", '{"surname": 3}', '{"colour": "Red"}'])
def test_a_mapping_that_is_none_is_refused(place: Path, text: str) -> None:
    mapping = place.parent / "mapping.json"
    mapping.write_text(text, encoding="utf-8")
    code, said = run(place, "--mapping", str(mapping))
    assert (code, said["error"]["code"], said["error"]["where"]["file"]) == (3, "IM-41", "mapping.json")


@pytest.mark.parametrize(
    ("name", "make", "code"),
    [
        ("note.xlsx", lambda path: path.write_bytes(b"a letter, not a workbook"), sheets.NotAWorkbookError.code),
        ("locked.xlsx", workbooks.encrypted, sheets.SheetEncryptedError.code),
        ("blank.xlsx", workbooks.blank_rows, sheets.SheetEmptyError.code),
        ("empty.csv", lambda path: path.write_bytes(b""), sheets.SheetEmptyError.code),
        ("notes.csv", lambda path: path.write_text("dear all,see below\n"), columns.NoHeaderError.code),
    ],
)
def test_a_file_that_is_no_list_is_refused_and_nothing_is_recorded(
    place: Path, name: str, make: object, code: str
) -> None:
    make(place.parent / name)  # type: ignore[operator]
    found, said = run(place, file=name)
    assert (found, said["error"]["code"], cases(place)) == (3, code, 0)


def test_a_store_without_people_and_a_person_outside_a_demo_are_refused(place: Path) -> None:
    empty = place.parent / "empty.desk"
    bootstrap.create_desk(empty, None, clock=seams.FixedClock(b.NOW), ids=seams.SeededIds(9, b.NOW), plain=True).close()
    out = io.StringIO()
    words = ["import", str(place.parent / "list.xlsx"), "--kind", "caseload", "--json"]
    assert main.main([*words, "--store", str(empty)], out) == 3
    assert json.loads(out.getvalue())["error"]["code"] == "IM-42"
    code, said = run(place, "--as", "RA")
    assert (code, said["error"]["code"]) == (3, "IM-43")


def test_people_read_rows_counts_and_what_is_wrong(place: Path) -> None:
    out = io.StringIO()
    words = ["--store", str(place), "import", str(place.parent / "list.xlsx"), "--kind", "caseload", "--dry-run"]
    assert main.main(words, out) == 1
    assert "93 new" in out.getvalue()
    assert "this was a dry run" in out.getvalue()


SETTINGS = "School name,URN,Type\nElm (invented),900001,Academy\nYew (invented),900002,Special\n"
TERMS = "Holiday,First day closed,Reopens\nSummer 2026,22/07/2026,02/09/2026\nEaster,26/03/2027,12/04/2027\n"


def test_settings_and_term_dates_come_in_by_their_kind(place: Path) -> None:
    for kind, text, new in (("settings", SETTINGS, 2), ("term-dates", TERMS, 2)):
        (place.parent / "list.csv").write_text(text, encoding="utf-8")
        for wanted in ((2, new, 0, 0, 0), (2, 0, 0, new, 0)):  # a second run changes nothing
            code, said = run(place, "--kind", kind, file="list.csv")
            assert (code, counts(said)) == (0, wanted)


def test_placements_without_a_case_are_set_aside_each_with_its_sentence(place: Path) -> None:
    text = "UPN,School URN,From\nX999000124017,900001,01/09/2025\n"
    (place.parent / "list.csv").write_text(text, encoding="utf-8")
    code, said = run(place, "--kind", "placements", file="list.csv")
    assert (code, said["rejected"], said["error"]["code"]) == (3, 1, "IM-40")
    assert [problem["code"] for problem in said["problems"]] == ["IM-58"]
    assert said["problems"][0]["message"].startswith("Row 2: UPN X999000124017: no case on record")


def test_a_mapping_names_the_fields_of_its_own_kind(place: Path) -> None:
    (place.parent / "list.csv").write_text(SETTINGS, encoding="utf-8")
    (place.parent / "mapping.json").write_text('{"plan_start": "Type"}', encoding="utf-8")
    code, said = run(place, "--kind", "settings", "--mapping", str(place.parent / "mapping.json"), file="list.csv")
    assert (code, said["error"]["code"]) == (3, "IM-41")
