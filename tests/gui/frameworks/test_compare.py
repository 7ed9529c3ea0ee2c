"""Two versions side by side: words struck and new, rules, amounts, all profiles exactly, and the cases on record."""

import json

import pytest
from PySide6.QtCore import Qt

from bandingdesk import sheets
from bandingdesk.matrix import diff, figures
from bandingdesk.matrix.compiled import compile_scheme
from bandingdesk.store.queries import rulebooks, versions
from bandingdesk.ui import app, inspect
from bandingdesk.ui.jobs import InlineJobs
from bandingdesk.ui.messages import Messages
from bandingdesk.ui.theme.theme import Theme
from bandingdesk.ui.workspaces.frameworks.compare_pane import ComparePane
from bandingdesk.ui.workspaces.frameworks.compare_reading import Side
from bandingdesk.ui.workspaces.frameworks.compare_view_model import CompareViewModel


@pytest.fixture
def in_force(morning):
    (row,) = [one for one in morning.desk.read(versions.versions) if one.status == "adopted"]
    return row.id


def a_version(desk, in_force, change):
    """Add a version that CHANGE makes of the one in force, and of its tariff."""
    draft = desk.frameworks.new_draft_from(in_force, "2027.1")
    document = desk.frameworks.draft(draft).document
    change(document["definition"], document["tariff"])
    desk.frameworks.keep_draft(draft, document)
    return desk.frameworks.add(draft).id


def one_of_each(definition, _tariff):
    """One text, one edge: Band 5 begins at 102 in place of 98."""
    definition["decide"]["rows"][3]["to"], definition["decide"]["rows"][4]["from"] = 101, 102
    definition["strands"][0]["levels"][2]["descriptors"][0]["text"]["default"] = "Other words."


@pytest.fixture
def model(morning):
    messages = Messages()
    jobs = InlineJobs(messages)
    made = CompareViewModel(morning.desk, jobs, messages)
    made.told = messages
    yield made
    jobs.close()


@pytest.fixture
def pane(model, morning, in_force, qtbot, qapp):
    Theme.install(app.application(), "light")
    made = ComparePane(model, model._jobs, model.told)
    qtbot.addWidget(made)
    made.resize(1180, 640)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def compared(pane, model, morning, in_force):
    model.open(a_version(morning.desk, in_force, one_of_each))
    return model.compared


def test_a_version_is_compared_with_the_one_in_force(pane, model, compared, in_force):
    assert model.old.key == in_force
    assert (compared.old.version, compared.new.version) == ("2026.1", "2027.1")
    assert pane.old.currentText().startswith("2026.1")


def test_words_stand_struck_beside_the_new_ones(pane, model, compared):
    model.show_layer("words")
    old = next(
        part for part in pane.findChildren(object) if getattr(part, "accessibleName", str)() == "New: Other words."
    )
    assert old.text() == "Other words."
    struck = [part for part in pane.layers["words"].findChildren(type(old)) if part.font().strikeOut()]
    assert len(struck) == 1
    assert struck[0].accessibleName().startswith("Old: ")


def test_rules_that_differ_are_a_list(pane, model, compared):
    model.show_layer("rules")
    layer = pane.layers["rules"]
    assert layer.said.text() == f"{len(compared.diff.structure)} differences in the rules."
    places = [layer.table.rows.index(row, 1).data() for row in range(layer.table.rows.rowCount())]
    assert any("98" in layer.table.rows.index(row, 2).data() for row in range(len(places)))


def test_the_number_of_profiles_is_the_exact_one_of_the_diff(pane, model, compared, morning, in_force):
    found = diff.semantic(*(compile_scheme(one) for one in (compared.old, compared.new)))
    model.show_layer("profiles")
    assert compared.diff.semantic.changed == found.changed > 0
    assert pane.layers["profiles"].ways.said.text().startswith(f"{found.changed:,} of 2,176,782,336 profiles")


def test_an_example_shows_its_levels_and_both_bands(pane, model, compared, qtbot):
    model.show_layer("profiles")
    layer = pane.layers["profiles"]
    shift = compared.diff.semantic.shifts[0]
    words = [label.text() for label in layer.example.findChildren(type(layer.ways.said)) if label.isVisibleTo(layer)]
    assert words.index("Band 5") < words.index("Band 4")
    assert (shift.old, shift.new) == ("B5", "B4")  # 98 to 101 points are Band 4 now
    assert compared.strand("learning") in words


def test_two_years_of_a_tariff_are_a_plain_list_of_amounts(pane, model, morning, in_force):
    desk = morning.desk
    (tariff,) = desk.read(lambda conn: versions.version(conn, in_force)).tariffs
    amounts = desk.read(lambda conn: rulebooks.tariff(conn, tariff.id)).model_dump(mode="json", by_alias=True)
    amounts |= {"year": "2027-28", "effective": None}
    raised = [row for row in amounts["rows"] if row["band"] == "B4"]
    for row in raised:
        row["pence"] += 10_000
    desk.frameworks.add_tariff(json.dumps(amounts).encode())
    model.open(in_force)
    years = {one.year: one.id for one in model.tariffs(model.new)}
    assert sorted(years) == ["2026-27", "2027-28"]
    model.choose(Side(in_force, years["2026-27"]), Side(in_force, years["2027-28"]))
    model.show_layer("amounts")
    assert len(model.compared.diff.amounts) == len(raised) == 20
    assert model.compared.diff.wording == ()
    layer = pane.layers["amounts"]
    assert layer.said.text().startswith("20 differences in the amounts.")
    assert {layer.table.rows.index(row, 3).data() for row in range(20)} == {"£100 more"}


def test_a_library_of_one_has_nothing_to_compare(pane, model, in_force):
    model.open(in_force)
    assert model.compared is None
    assert pane._stack.currentWidget() is pane._alone


def test_all_layers_are_exported_as_a_workbook(pane, model, compared, tmp_path):
    model.export(tmp_path / "comparison.xlsx")
    book = sheets.read(tmp_path / "comparison.xlsx")
    assert [sheet.name for sheet in book.sheets][:3] == ["Changes", "Amounts", "Profiles"]
    rows = book.sheets[0].rows
    assert sum(row[0] == "Words" for row in rows) == 1
    assert model.told.notices[-1].sentence().startswith("Saved as comparison.xlsx.")


def test_swapping_turns_the_comparison_round(pane, model, compared, qtbot):
    qtbot.mouseClick(pane.swap, Qt.MouseButton.LeftButton)
    assert model.compared.old.version == "2027.1"
    assert model.compared.diff.semantic.changed == compared.diff.semantic.changed


def test_a_comparison_that_is_stopped_says_so_and_can_be_asked_again(pane, model, morning, in_force, monkeypatch):
    from bandingdesk.ui.jobs import CancelledError

    def stop(*_args):
        raise CancelledError

    key = a_version(morning.desk, in_force, one_of_each)
    with monkeypatch.context() as patch:
        patch.setattr("bandingdesk.ui.workspaces.frameworks.compare_reading.compare", stop)
        model.open(key)
    assert model.compared is None
    assert pane.banner.words.startswith("The comparison was stopped.")
    old, new = model.old, model.new
    model.choose(new, old)
    assert model.compared is not None


def test_the_titles_of_the_caseload_hide_small_counts():
    steps = {0: 100, 1: 3, -1: 12}
    chart = figures.moved(steps, 115, str, figures.About("old", "new"))
    assert chart.title == "Fewer than 6 move to a higher band, 12 to a lower one."
    assert [point.amount for point in chart.series[0].points] == [0, None, 100, None, 0]


@pytest.mark.parametrize("layer", ["words", "rules", "amounts", "profiles", "caseload"])
def test_nothing_is_cut_and_every_control_has_a_name(pane, model, compared, qtbot, layer):
    for size in ((1180, 640), (900, 430)):
        pane.resize(*size)
        model.show_layer(layer)
        qtbot.wait(30)
        assert inspect.problems(pane) == []
