"""The list of versions: what it says of each, the ways on, files read and written, and who sees it at all."""

import json
from datetime import date

from PySide6.QtCore import Qt

from bandingdesk import resources
from bandingdesk.matrix import files
from bandingdesk.ui import inspect
from bandingdesk.ui.workspaces.frameworks.faults_pane import faults
from tests.support import frameworks


def shipped(name):
    return resources.shipped(f"frameworks/{name}").read_bytes()


def test_the_adopted_version_says_since_when_and_by_which_minute(page):
    (entry,) = page.model.entries
    assert (entry.version, entry.status, entry.row.starts) == ("2026.1", "adopted", date(2026, 4, 1))
    told = dict(page.versions.detail._told(entry))
    assert told["In force"] == "from 1 Apr 2026"
    assert told["Minute"] == "Minute 1 (invented)"
    assert told["Amounts"] == "2026-27"


def test_enter_opens_the_version_to_read(page, qtbot):
    page.take_focus()
    qtbot.keyClick(page.versions.table, Qt.Key.Key_Return)
    assert page.model.view == "edit"
    assert not page.model.editor.is_open_to_edits
    assert [str(value) for value, _ in page.choices()][:2] == ["edit", "try"]


def test_a_draft_stands_first_and_can_be_thrown_away(editing):
    editing.close_newest()
    assert [entry.status for entry in editing.model.entries] == ["editing", "adopted"]
    editing.model.choose(editing.model.entries[0].key)
    assert editing.versions.drop.isVisible()
    editing.versions.drop.click()
    assert len(editing.model.entries) == 2  # nothing goes before it is confirmed
    editing._around.messages.answer_yes()
    assert [entry.status for entry in editing.model.entries] == ["adopted"]


def test_only_those_who_may_write_begin_a_draft(make_morning, open_page):
    page = open_page(make_morning(), "frameworks").area.current_page()  # the clerk, with no other role
    assert "quality lead" in page.versions.main.why_not
    page.next_step()
    assert page.model.view == "versions"


def test_a_panel_member_does_not_see_the_place(morning, open_page):
    morning.as_("LO")
    window = open_page(morning, "today")
    assert "frameworks" not in window.rail.names()
    assert "panels" in window.rail.names()


def test_a_json_file_becomes_a_draft(page, tmp_path, lead):
    path = tmp_path / "westmark.json"
    path.write_bytes(shipped("westmark-counts-2026.json"))
    page.model.read_file(path)
    assert page.model.view == "edit"
    (kept,) = lead.desk.frameworks.drafts()
    assert kept.document["definition"]["id"] == json.loads(shipped("westmark-counts-2026.json"))["definition"]["id"]


def test_a_workbook_that_was_exported_reads_back_as_the_same_draft(page, tmp_path, lead):
    path = tmp_path / "exampleshire.xlsx"
    page.model.export(path)
    page.model.read_file(path)
    (kept,) = lead.desk.frameworks.drafts()
    definition = frameworks.framework("exampleshire-2026.1.json")
    assert kept.document["definition"] == json.loads(files.canonical(definition))
    assert kept.document["tariff"] == json.loads(files.canonical(frameworks.tariff("exampleshire-tariff-2026-27.json")))


def test_every_fault_of_a_file_is_listed_with_its_place(page, tmp_path, lead):
    raw = json.loads(shipped("exampleshire-2026.1.json"))
    raw["definition"]["bands"][0]["rank"] = "first"
    raw["definition"]["decide"]["rows"][2]["band"] = "B99"
    path = tmp_path / "damaged.json"
    path.write_text(json.dumps(raw), encoding="utf-8")
    page.model.read_file(path)
    assert page.model.view == "faults"
    found = {one.place for one in faults(page.model.faults)}
    assert "definition.bands[0].rank" in found
    assert lead.desk.frameworks.drafts() == ()
    assert [row.place for row in page.faults._rows.rows] == [one.place for one in faults(page.model.faults)]


def test_a_fault_of_a_workbook_names_sheet_row_and_column(page, tmp_path):
    from openpyxl import load_workbook

    path = tmp_path / "damaged.xlsx"
    page.model.export(path)
    book = load_workbook(path)
    sheet = book["bands"]
    titles = [cell.value for cell in sheet[1]]
    sheet.cell(row=3, column=titles.index("rank") + 1, value="second")
    book.save(path)
    page.model.read_file(path)
    (fault,) = faults(page.model.faults)
    assert fault.place == "Sheet bands, row 3, column rank"


def test_a_file_that_is_not_there_is_said(page, tmp_path):
    page.model.read_file(tmp_path / "nowhere.json")
    assert page.model.faults.code == "UI-40"
    assert page.faults.main.isVisible()


def test_every_view_of_a_version_is_whole(page, qtbot):
    for view in ("versions", "edit", "try", "compare", "simulate", "adopt", "schools"):
        page.model.open(view, page.model.chosen)
        qtbot.waitUntil(lambda: inspect.problems(page.window()) == [])
        assert page.panes()


def test_the_files_for_schools_are_written_to_a_folder(page, tmp_path):
    page.model.open("schools", page.model.chosen)
    pane = page.further.panes["schools"]
    for kind in ("cards", "criteria", "consultation"):
        pane.boxes[kind].click()
    page.further.schools.publish(tmp_path / "schools")
    assert [path.suffix for path in (tmp_path / "schools").iterdir()] == [".xlsx"]
    assert pane.foot._title.text() == "1 file is written."
