"""Lists of settings, placements and term dates go in on a real store, twice without a change, and come out again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bandingdesk import sheets
from bandingdesk.casework import columns
from bandingdesk.casework.lists import forms, undo
from bandingdesk.casework.lists.ops import Closure
from bandingdesk.casework.lists.terms import ClosureDatesError
from bandingdesk.desk.casework import RowsSetAsideError
from bandingdesk.desk.desk import Desk
from bandingdesk.desk.ground import Made
from bandingdesk.desk.lists import Checked
from bandingdesk.store.projections.tables import METADATA
from bandingdesk.store.queries import council, lists, plans, register
from tests.support import case_builders as b

SETTINGS = """School name,Type,URN,DfE number,Address,Town,Postcode,Email,Open from,Closed
Elmbank Primary (invented),Academy,900001,999/2001,1 Sample Road,Exampleton,ZZ99 3AB,office@elmbank.invalid,01/09/2012,
Yewtree School (invented),Special academy,900002,9992002,2 Sample Road,Exampleton,ZZ99 3AD,not an address,,
"""
PLACEMENTS = """UPN,Surname,Forename,DOB,Setting URN,School,From,To,Residential,SEN unit,Resourced provision
X999000100001,,,,900001,,01/09/2023,,,Y,N
,Rowan-002,Testpupil,03/05/2017,,Yewtree School (invented),04/09/2023,19/07/2024,52 weeks,,
,EX/0003,,,,,,,,,
,Rowan-999,Testpupil,03/05/2017,900001,,01/09/2023,,,,
"""
TERMS = """Setting,URN,Holiday,First day closed,Reopens
,,Summer 2026,22/07/2026,02/09/2026
,,October 2026,24/10/2026,02/11/2026
,900001,Summer 2026,18/07/2026,07/09/2026
"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    made = b.a_desk(tmp_path_factory.mktemp("lists"))
    made.casework.take_plans([b.a_plan(number) for number in (1, 2, 3)], "plans.xlsx", "0" * 64)
    yield made
    made.close()


def checked(desk: Desk, kind: str, text: str, folder: Path) -> tuple[Any, Path, Any, Checked]:
    path = folder / f"{kind}.csv"
    path.write_text(text, encoding="utf-8")
    workbook = sheets.read(path)
    mapping = desk.lists.guess(kind, workbook.sheets[0])
    return workbook, path, mapping, desk.lists.check(kind, workbook, workbook.sheets[0], mapping)


def take(desk: Desk, kind: str, text: str, folder: Path) -> Made:
    workbook, path, mapping, found = checked(desk, kind, text, folder)
    return desk.lists.take(kind, workbook, path, mapping, found, accept_good=True)


def cases(desk: Desk) -> dict[str, str]:
    """Return the cases on record by the child's name."""
    return {one.plan.name: one.case for one in desk.read(plans.on_record)}


def rows(desk: Desk) -> dict[str, list[Any]]:
    """Return every row that people see, without the heads that each op moves."""

    def read(conn: Any) -> dict[str, list[Any]]:
        found = {}
        for table in METADATA.sorted_tables:
            columns = [column for column in table.columns if column.name != "head"]
            found[table.name] = sorted(map(repr, conn.execute(select(*columns))))
        del found["casework_import"]
        return found

    return desk.read(read)


def test_settings_go_in_with_their_numbers_and_a_doubtful_one_is_a_warning(desk: Desk, tmp_path: Path) -> None:
    *_, found = checked(desk, "settings", SETTINGS, tmp_path)
    assert [(problem.code, problem.blocking, problem.row) for problem in found.problems] == [("IM-53", False, 3)]
    take(desk, "settings", SETTINGS, tmp_path)
    known = {row.urn: row for row in desk.read(council.settings)}
    elm, yew = known["900001"], known["900002"]
    assert (elm.urn, elm.laestab, elm.kind, elm.opened) == ("900001", "9992001", "main", date(2012, 9, 1))
    assert elm.address == ("1 Sample Road", "Exampleton", "ZZ99 3AB")
    assert (yew.kind, yew.email) == ("special", "not an address")


def test_a_second_run_of_the_same_file_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    for kind, text in (("settings", SETTINGS), ("placements", PLACEMENTS), ("term-dates", TERMS)):
        take(desk, kind, text, tmp_path)
        before = rows(desk)
        assert take(desk, kind, text, tmp_path).id == ""
        assert rows(desk) == before


def test_placements_find_their_child_by_number_or_by_name_and_birthday(desk: Desk, tmp_path: Path) -> None:
    take(desk, "settings", SETTINGS, tmp_path)
    workbook, path, mapping, found = checked(desk, "placements", PLACEMENTS, tmp_path)
    assert [line.name for line in found.ready] == ["Testpupil Rowan-001", "Testpupil Rowan-002"]
    assert {problem.row: problem.code for problem in found.problems if problem.blocking} == {4: "IM-67", 5: "IM-58"}
    with pytest.raises(RowsSetAsideError):
        desk.lists.take("placements", workbook, path, mapping, found)
    desk.lists.take("placements", workbook, path, mapping, found, accept_good=True)
    case = cases(desk)["Testpupil Rowan-002"]
    placed = [row for row in desk.read(lambda conn: register.entries(conn, case, b.TODAY)) if row.type == "placement"]
    assert [row.values for row in placed] == [
        {
            "setting": "900002", "rank": 1, "entry_date": "2023-09-04", "leaving_date": "2024-07-19",
            "residential": "B",
        }
    ]  # fmt: skip
    changed = PLACEMENTS.replace("52 weeks", "38-51 weeks")
    assert take(desk, "placements", changed, tmp_path).kinds == {"entry.changed", "import.recorded"}


def test_a_setting_has_its_own_closures_and_else_the_councils(desk: Desk, tmp_path: Path) -> None:
    take(desk, "term-dates", TERMS, tmp_path)
    year = (date(2026, 7, 1), date(2026, 12, 31))
    own = desk.read(lambda conn: lists.closures(conn, "900001", *year))
    other = desk.read(lambda conn: lists.closures(conn, "900002", *year))
    assert [(one.closes, one.days) for one in own] == [(date(2026, 7, 18), 51), (date(2026, 10, 24), 9)]
    assert other[0] == Closure(date(2026, 7, 22), date(2026, 9, 2), "Summer 2026")
    assert other[0].days == 42  # statute.md 1.2
    assert desk.read(lambda conn: lists.closures(conn, "", date(2026, 9, 2), date(2026, 9, 30))) == ()


def test_closures_entered_by_hand_end_after_they_begin(desk: Desk) -> None:
    with pytest.raises(ClosureDatesError):
        desk.lists.set_closures("", [Closure(date(2027, 4, 2), date(2027, 4, 2))])


def undone(desk: Desk, made: Made, before: dict[str, list[Any]]) -> None:
    assert made.id
    assert rows(desk) != before
    desk.lists.undo(made.id, "The wrong file")
    back = rows(desk)
    for some in (back, before):  # an entry is withdrawn, and stays readable
        some["casework_entry"] = [row for row in some["casework_entry"] if "taken back" not in row]
    assert back == before
    assert desk.read(lists.imports)[0].undone == "The wrong file"
    with pytest.raises(undo.ImportUndoneError):
        desk.lists.undo(made.id)


def test_each_kind_of_list_taken_back_leaves_every_row_as_it_was(tmp_path: Path) -> None:
    desk = b.a_desk(tmp_path)
    plan = b.a_plan(2)
    desk.casework.take_plans([plan, b.a_plan(1), b.a_plan(3)], "plans.xlsx", "0" * 64)
    take(desk, "settings", SETTINGS.replace("Exampleton", "Old town"), tmp_path)
    desk.lists.set_closures("", [Closure(date(2026, 7, 20), date(2026, 9, 1), "As we thought")])
    for kind, text in (("settings", SETTINGS), ("placements", PLACEMENTS), ("term-dates", TERMS)):
        before = rows(desk)
        undone(desk, take(desk, kind, text, tmp_path), before)
    before = rows(desk)
    later = [replace(plan, current_band="Band 6", postcode="ZZ99 3AB"), b.a_plan(9)]
    made = desk.casework.take_plans(later, "more.xlsx", "1" * 64)
    undone(desk, made, before)
    desk.close()


def test_an_import_that_was_used_stays_and_says_by_what(tmp_path: Path) -> None:
    desk = b.a_desk(tmp_path)
    made = desk.casework.take_plans([b.a_plan(number) for number in (1, 2, 3)], "plans.xlsx", "0" * 64)
    desk.casework.assign(cases(desk)["Testpupil Rowan-002"], desk.me_id)
    first = desk.lists.uses(made.id)
    assert [(use.subject, use.kind, use.by) for use in first] == [("Testpupil Rowan-002", "case.assigned", desk.me_id)]
    desk.register.enter(cases(desk)["Testpupil Rowan-003"], "need", {"need": "ASD", "rank": 1})
    before = rows(desk)
    with pytest.raises(undo.ImportUsedError) as caught:
        desk.lists.undo(made.id)
    assert caught.value.fields["count"] == 2
    assert "Testpupil Rowan-003" in str(caught.value.fields["which"])
    assert rows(desk) == before
    desk.close()


def test_a_later_import_is_a_use_until_it_is_taken_back_itself(tmp_path: Path) -> None:
    desk = b.a_desk(tmp_path)
    first = desk.casework.take_plans([b.a_plan(1)], "one.xlsx", "0" * 64)
    second = desk.casework.take_plans([b.a_plan(1, current_band="Band 6")], "two.xlsx", "1" * 64)
    with pytest.raises(undo.ImportUsedError):
        desk.lists.undo(first.id)
    desk.lists.undo(second.id)
    desk.lists.undo(first.id)
    assert cases(desk) == {}
    again = desk.casework.take_plans([b.a_plan(1)], "one.xlsx", "0" * 64)
    assert len(again.subjects) == 3  # the child, the case, the import
    desk.close()


def test_columns_are_matched_as_they_were_for_the_same_source(desk: Desk, tmp_path: Path) -> None:
    strange = "Wohin,Nummer,Name\nElm,900009,Oakfield (invented)\n"
    path = tmp_path / "strange.csv"
    path.write_text(strange, encoding="utf-8")
    workbook = sheets.read(path)
    sheet = workbook.sheets[0]
    mapping = columns.at_header(sheet, 1, form=forms.SETTINGS)
    mapping = columns.choose(sheet, mapping, "urn", 1)
    found = desk.lists.check("settings", workbook, sheet, mapping)
    desk.lists.take("settings", workbook, path, mapping, found)
    assert desk.lists.guess("settings", sheet).titles() == {"name": "Name", "urn": "Nummer"}
