"""Modules of the SEN2 return read in as a start, whatever the case of their tags, with our own checks as warnings."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bandingdesk import sheets
from bandingdesk.casework.lists import sen2
from bandingdesk.desk import lists as acts
from bandingdesk.desk.desk import Desk
from bandingdesk.desk.lists import Checked
from bandingdesk.sheets import SheetChangedError, Workbook
from bandingdesk.store.queries import plans, register
from tests.support import case_builders as b

START = "Blade-Export_28-09-2026_"
MODULES = {
    "person": """persontableid,Surname,Forename,PersonBirthDate,GenderCurrent,Ethnicity,Postcode,UPN,UPNunknown
1,Rowan-101,Testpupil,2017-May-03 00:00:00,F,WBRI,ZZ99 3AB,X999000124017,
2,Rowan-102,Testpupil,2010-Jan-09 00:00:00,M,WBRI,ZZ99 3AD,,
3,Rowan-103,Testpupil,not a day,M,WBRI,,,UN1
""",
    "requests": """persontableid,requeststableid,ReceivedDate,RequestSource,RequestOutcomeDate,RequestOutcome,RYA
1,11,2024-Jan-05 00:00:00,1,2024-Feb-16 00:00:00,Y,0
2,12,2024-Mar-01 00:00:00,,2024-Feb-01 00:00:00,N,0
3,13,2024-Mar-01 00:00:00,1,,A,0
""",
    "assessment": """requeststableid,assessmenttableid,AssessmentOutcome,AssessmentOutcomeDate,Week20
11,21,Y,2024-May-24 00:00:00,0
""",
    "namedplan": """assessmenttableid,namedplantableid,StartDate,PlanRes,PlanWPB,PB,OA,DP,CeaseDate,CeaseReason
21,31,2024-May-24 00:00:00,,,1,0,0,,
""",
    "plandetail": "namedplantableid,URN,SENsettingOther,SENUnitIndicator,ResourcedProvisionIndicator\n31,900001,,0,1\n",
    "activeplans": """requeststableid,activeplanstableid,ReviewMeeting,ReviewOutcome,LastReview
11,41,2025-May-12 00:00:00,M,2025-Jun-02 00:00:00
""",
    "placementdetail": """activeplanstableid,URN,SENSetting,PlacementRank,EntryDate,SENunitIndicator,Resourced Provision
41,900001,,1,2024-Sep-02 00:00:00,0,1
""".replace("Resourced Provision", "ResourcedProvisionIndicator"),
    "senneed": "activeplanstableid,SENtype,SENtypeRank\n41,SLCN,1\n41,ASD,2\n",
}


def write(folder: Path, **changes: str) -> Path:
    for module, text in {**MODULES, **changes}.items():
        (folder / f"{START}{module}.csv").write_text(text, encoding="utf-8")
    (folder / "Blade-Export_01-01-2020_person.csv").write_text("Surname\nSomebody else\n", encoding="utf-8")
    return folder / f"{START}person.csv"


@pytest.fixture
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    made = b.a_desk(tmp_path_factory.mktemp("sen2"))
    yield made
    made.close()


def checked(desk: Desk, path: Path) -> tuple[Workbook, Checked]:
    workbook = acts.read("sen2", path)
    mapping = desk.lists.guess("sen2", workbook.sheets[0])
    return workbook, desk.lists.check("sen2", workbook, workbook.sheets[0], mapping)


def take(desk: Desk, path: Path) -> str:
    workbook, found = checked(desk, path)
    mapping = desk.lists.guess("sen2", workbook.sheets[0])
    return desk.lists.take("sen2", workbook, path, mapping, found, accept_good=True).id


def test_a_start_makes_children_cases_and_entries_that_hang_together(desk: Desk, tmp_path: Path) -> None:
    made = take(desk, write(tmp_path))
    known = {one.plan.name: one for one in desk.read(plans.on_record)}
    first = known["Testpupil Rowan-101"]
    assert (first.plan.primary_need, first.plan.secondary_need) == ("SLCN", "ASD")
    assert (first.plan.setting_urn, str(first.plan.plan_start)) == ("900001", "2024-05-24")
    entries = {row.type: row for row in desk.read(lambda conn: register.entries(conn, first.case, b.TODAY))}
    assert set(entries) == {"request", "assessment", "plan", "review", "placement", "need"}
    assert entries["assessment"].of == entries["request"].id
    assert entries["plan"].of == entries["assessment"].id
    assert entries["placement"].of == entries["review"].of == entries["plan"].id
    assert entries["plan"].values == {
        "plan_type": "EHCP", "start": "2024-05-24", "personal_budget": True, "organised": False,
        "direct_payments": False, "setting": "900001", "unit": False, "resourced": True,
    }  # fmt: skip
    assert entries["review"].values["outcome"] == "maintain"
    assert all(row.source == made for row in entries.values())


def test_a_second_run_adds_nothing_and_a_later_return_what_is_new(desk: Desk, tmp_path: Path) -> None:
    path = write(tmp_path)
    first = take(desk, path)
    assert take(desk, path) == ""
    more = MODULES["senneed"].replace("41,ASD,2", "41,PD,2")
    write(tmp_path, senneed=more)
    assert take(desk, path)
    case = next(one.case for one in desk.read(plans.on_record) if one.plan.surname == "Rowan-101")
    needs = [row.values["need"] for row in desk.read(lambda conn: register.entries(conn, case, b.TODAY))
             if row.type == "need"]  # fmt: skip
    assert sorted(map(str, needs)) == ["ASD", "PD", "SLCN"]
    assert [use.kind for use in desk.lists.uses(first)] == ["entry.made"]


def test_a_start_is_taken_back_whole(desk: Desk, tmp_path: Path) -> None:
    made = take(desk, write(tmp_path))
    desk.lists.undo(made)
    assert desk.read(plans.on_record) == []


def test_what_the_local_checks_find_is_a_warning_and_says_so(desk: Desk, tmp_path: Path) -> None:
    need = "activeplanstableid,SENtype,SENtypeRank\n41,SLCN,1\n41,SLCN,1\n41,WHAT,2\n"
    _, found = checked(desk, write(tmp_path, senneed=need))
    assert [line.name for line in found.ready] == ["Testpupil Rowan-101", "Testpupil Rowan-102"]
    blocking = {(one.sheet.rpartition("_")[2], one.row, one.code) for one in found.problems if one.blocking}
    assert blocking == {("person", 4, "IM-08"), ("person", 4, "IM-09"), ("requests", 4, "IM-81")}
    codes = {one.code for one in found.problems if not one.blocking}
    wanted = {"IM-82", "IM-84", "IM-85", "IM-89", "IM-91", "IM-95"}  # need, code, UPN, order of dates, source, needs
    assert codes == wanted
    local = [one.fault() for one in found.problems if one.code > "IM-84"]
    assert all(words.startswith("Local check: ") for words in local)


def test_a_folder_takes_the_newest_export_and_one_without_people_is_refused(desk: Desk, tmp_path: Path) -> None:
    path = write(tmp_path)
    assert len(acts.read("sen2", path).sheets) == len(MODULES)
    path.unlink()
    with pytest.raises(sen2.NoModuleError):
        acts.read("sen2", tmp_path / f"{START}requests.csv")


def test_a_module_replaced_between_check_and_import_is_noticed(desk: Desk, tmp_path: Path) -> None:
    path = write(tmp_path)
    workbook, found = checked(desk, path)
    write(tmp_path, requests=MODULES["requests"].replace("2024-Jan-05", "2024-Jan-06"))
    mapping = desk.lists.guess("sen2", workbook.sheets[0])
    with pytest.raises(SheetChangedError):
        desk.lists.take("sen2", workbook, path, mapping, found, accept_good=True)
    assert desk.read(plans.on_record) == []


def test_the_template_of_one_workbook_with_a_sheet_for_each_module_is_read_too(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "template.xlsx"
    persons = [
        ["Surname", "Forename", "PersonBirthDate", "Sex", "UPN"],
        ["Rowan-7", "Testpupil", "2017-05-03", "F", None],
    ]
    requests = [["Surname", "Forename", "PersonBirthDate", "ReceivedDate", "RequestSource"],
                ["Rowan-7", "Testpupil", "2017-05-03", "2026-02-01", "1"]]  # fmt: skip
    pages = [sheets.Sheet("Person", persons), sheets.Sheet("Requests", requests)]  # type: ignore[arg-type]
    path.write_bytes(sheets.write_xlsx(pages))
    _, found = checked(desk, path)
    assert [(line.name, [one.type for one in line.entries]) for line in found.ready] == [
        ("Testpupil Rowan-7", ["request"])
    ]
