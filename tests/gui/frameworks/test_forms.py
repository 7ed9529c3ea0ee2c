"""Forms of the editor beside its first tables: descriptions, crosswalks, money of every kind, what a test holds."""

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from bandingdesk import resources
from bandingdesk.store.queries import versions
from bandingdesk.ui import inspect
from bandingdesk.ui.workspaces.frameworks import edits
from bandingdesk.ui.workspaces.frameworks.measure_list import new_measure

LEVEL = ("strands", 0, "levels", 1)


def opened(page, part):
    page.editing.go(part)
    return page.editing.parts[part]


def leave(field, words):
    """Write WORDS over a field and leave it."""
    field.setFocus()
    field.selectAll()
    field.insert(words)
    field.setModified(True)
    field.editingFinished.emit()


# Descriptions of a level


def test_a_level_has_several_descriptions_and_each_keeps_its_id(editing):
    part = opened(editing, "levels")
    editor = editing.model.editor
    first = editor.get((*LEVEL, "descriptors", 0, "id"))
    part._cards[1].more.click()
    assert len(part._cards[1].descriptors) == 2
    second = editor.get((*LEVEL, "descriptors", 1, "id"))
    assert second == "learning.1.b"
    assert QApplication.focusWidget() is part._cards[1].descriptors[1].fields["default"]
    part._cards[1].descriptors[1].up.click()
    assert [one["id"] for one in editor.get((*LEVEL, "descriptors"))] == [second, first]
    part._cards[1].descriptors[0].take.click()
    assert [one["id"] for one in editor.get((*LEVEL, "descriptors"))] == [first]
    editor.undo()
    assert len(editor.get((*LEVEL, "descriptors"))) == 2


def test_evidence_is_written_a_kind_a_line(editing, qtbot):
    form = opened(editing, "levels")._cards[1].descriptors[0]
    field = form.evidence.field
    field.setFocus()
    with qtbot.waitSignal(field.rested):
        field.setPlainText("School report\n\nEP advice | Specialist teacher report ")
    found = editing.model.editor.get((*LEVEL, "descriptors", 0, "evidence"))
    assert found == ["School report", "EP advice | Specialist teacher report"]


def test_a_new_description_never_takes_an_id_that_is_there():
    document = {"strands": [{"id": "a", "levels": [{"level": 1, "descriptors": [{"id": "a.1.a", "text": {}}]}]}]}
    made = edits.add_descriptor(document, ("strands", 0, "levels", 0), "More")
    assert [one["id"] for one in made["strands"][0]["levels"][0]["descriptors"]] == ["a.1.a", "a.1.b"]


# About


def test_scope_is_written_and_taken_back(editing):
    part = opened(editing, "about")
    part.ages.click()
    assert editing.model.editor.get(("scope",)) == {"ages": [0, 25]}
    leave(part._ages[1].field, "16")
    assert editing.model.editor.get(("scope", "ages")) == [0, 16]
    editing.model.editor.undo()
    editing.model.editor.undo()
    assert not editing.model.editor.get(("scope",))


def test_a_source_has_its_day(editing, hands):
    part = opened(editing, "about")
    before = len(editing.model.editor.get(("provenance",), ()))
    part.sources.tools.add.click()
    hands.write_in(part.sources.table, before, 2, "1 April 2026")
    made = editing.model.editor.get(("provenance", before))
    assert made["date"] == "2026-04-01"


@pytest.fixture
def with_southfield(editing, lead):
    """The draft beside Southfield's scheme and its amounts in the library."""
    for name in ("southfield-best-fit-2026", "southfield-tariff-2026-27"):
        data = resources.shipped(f"frameworks/{name}.json").read_bytes()
        (lead.desk.frameworks.add_tariff if "tariff" in name else lead.desk.frameworks.add_file)(data)
    return editing


def test_rows_are_proposed_from_the_amounts_of_both_schemes(with_southfield):
    editor = with_southfield.model.editor
    card = opened(with_southfield, "about").crosswalks
    (neighbour,) = editor.neighbours()
    card._on_neighbour(neighbour)
    rows = editor.get(("crosswalks", 0, "rows"))
    assert [row["other"] for row in rows] == list(neighbour.bands)
    assert {row["band"] for row in rows} == {None}  # people decide until somebody says otherwise
    assert "Choose a rule" in card.propose.toolTip()
    editor.set(("crosswalks", 0, "rule"), "nearest_up", "Rule")
    card.propose.click()
    proposed = {row["other"]: row["band"] for row in editor.get(("crosswalks", 0, "rows"))}
    assert proposed == expected_rows(with_southfield)
    editor.undo()
    assert {row["band"] for row in editor.get(("crosswalks", 0, "rows"))} == {None}


def expected_rows(page):
    """Work the nearest amount that is not lower out from the two published tables, in the first place of each."""
    theirs = json.loads(resources.shipped("frameworks/southfield-tariff-2026-27.json").read_bytes())
    mine = page.model.editor.tariff
    contexts = page.model.editor.get(("contexts",))
    place = {one["id"]: one["values"][0] for one in contexts}

    def amounts(tariff):
        found = {}
        for row in tariff["rows"]:
            named = {key: row[key] for key in ("setting", "phase") if row.get(key)}
            if all(place.get(key) == value for key, value in named.items()):
                found.setdefault(row["band"], row["pence"])
        return found

    own = {band: pence for band, pence in amounts(mine).items() if pence is not None}
    made = {}
    for band in page.model.editor.neighbours()[0].bands:
        pence = amounts(theirs).get(band)
        above = {name: value for name, value in own.items() if pence is not None and value >= pence}
        made[band] = min(above, key=above.get) if above else None
    return made


def test_a_scheme_that_is_not_in_the_library_has_nothing_to_propose(editing):
    card = opened(editing, "about").crosswalks
    card.begin_unknown()
    editing.model.editor.set(("crosswalks", 0, "rule"), "nearest", "Rule")
    before = editing.model.editor.get(("crosswalks",))
    card.propose.click()
    assert editing.model.editor.get(("crosswalks",)) == before


# Money


def test_an_addition_has_its_amount_and_its_condition(editing, hands, rest):
    part = opened(editing, "money")
    part.addons.tools.add.click()
    hands.write_in(part.addons.table, 0, 1, "500")
    condition = part.addons.when.editor
    condition.kind.setCurrentIndex(condition.kind.findData("context"))
    condition.kind.activated.emit(condition.kind.currentIndex())
    rest()
    (addon,) = editing.model.editor.tariff["addons"]
    assert (addon["id"], addon["pence"], addon["when"]["kind"]) == ("A1", 50_000, "context")
    editing.model.editor.undo()
    assert editing.model.editor.tariff["addons"][0]["when"]["kind"] == "strand_at_least"


def test_a_limit_is_for_the_places_that_are_chosen(editing):
    part = opened(editing, "money")
    part.caps.tools.add.click()
    # A limit that was just added takes nothing off anybody.
    assert editing.model.editor.tariff["caps"][-1]["pence"] == max(
        row["pence"] for row in editing.model.editor.tariff["rows"]
    )
    table = part.caps.table
    cell = table.grid.lines[0].cells[1]
    table.edited.emit(cell, cell.choices[1][0])
    setting = editing.model.editor.get(("contexts", 0))
    where = editing.model.editor.tariff["caps"][0]["where"]
    assert where == [{"context": setting["id"], "value": setting["values"][0]}]
    table.edited.emit(table.grid.lines[0].cells[1], None)
    assert "where" not in editing.model.editor.tariff["caps"][0]


def test_a_dash_in_the_table_becomes_an_amount(editing, hands):
    part = opened(editing, "money")
    rows = editing.model.editor.tariff["rows"]
    at = next(n for n, row in enumerate(rows) if row["band"] == "B2")
    gone = rows[at]
    editing.model.editor.set_tariff(("rows",), [row for n, row in enumerate(rows) if n != at], "Take a row away")
    dashes = [cell for line in part.table.grid.lines for cell in line.cells if "B2" in cell.path]
    assert len(dashes) == 1
    part.table.edited.emit(dashes[0], 123_400)
    made = editing.model.editor.tariff["rows"][-1]
    assert made == {**{key: gone[key] for key in gone if key != "pence"}, "pence": 123_400}


def test_the_next_year_is_a_proposal_beside_this_one(editing, lead):
    part = opened(editing, "money")
    before = editing.model.editor.tariff
    leave(part.life.percent, "2.5")
    part.life.make.click()
    made = editing.model.editor.tariff
    assert (made["year"], before["year"]) == ("2027-28", "2026-27")
    was = {(row["band"], row.get("setting"), row.get("phase")): row["pence"] for row in before["rows"]}
    now = {(row["band"], row.get("setting"), row.get("phase")): row["pence"] for row in made["rows"]}
    # Band 6 in a mainstream school is 10,950 pounds: with 2.5 % that is 11,223.75, half up to a pound 11,224.
    changed = {now[key] for key, pence in was.items() if pence == 1_095_000}
    assert changed == {1_122_400}
    assert made["provenance"][-1]["what"] == "Proposal: 2026-27 raised by 2.5 %"
    assert editing.model.editor.tariffs == (made, before)
    part.head.years.chosen.emit(1)
    assert editing.model.editor.tariff == before
    editing.model.editor.keep_now()
    (kept,) = lead.desk.frameworks.drafts()
    assert [kept.document["tariff"]["year"], *(one["year"] for one in kept.document["others"])] == [
        "2026-27",
        "2027-28",
    ]
    sha256 = lead.desk.frameworks.add(kept.id).id
    years = [one.year for one in lead.desk.read(lambda conn: versions.version(conn, sha256)).tariffs]
    assert "2027-28" in years


def test_a_rise_that_is_no_number_is_said_at_its_field(editing):
    part = opened(editing, "money")
    leave(part.life.percent, "about 3")
    part.life.make.click()
    assert part.life._percent.error.startswith("Write the rise as a number")
    assert len(editing.model.editor.tariffs) == 1


@pytest.mark.parametrize("kind", ["base_times_weight", "sum_by_strand", "rate", "measure", "table"])
def test_each_kind_of_tariff_begins_whole(editing, rest, kind):
    editor = editing.model.editor
    for measure in ("number", "cost"):
        made = new_measure(editor.document, measure)
        editor.set(("measures",), [*editor.get(("measures",)), made], "Add a measure")
    part = opened(editing, "money")
    part.amounts.make_kind("rate" if kind == "table" else "table")
    part.amounts.make_kind(kind)
    rest()
    assert editor.tariff.get("kind", "table") == kind
    assert [note.message for note in editor.checked.notes if note.in_tariff and note.code == "form"] == []
    assert part.amounts.kind == kind


def test_an_amount_of_a_level_is_written_and_emptied(editing, hands):
    part = opened(editing, "money")
    part.amounts.make_kind("sum_by_strand")
    table = part.amounts.by_level.table
    hands.write_in(table, "learning", 3, "1,200")
    found = {(row["strand"], row["level"]): row["pence"] for row in editing.model.editor.tariff["amounts"]}
    assert found["learning", 2] == 120_000
    cell = table.grid.lines[0].cells[3]
    table.edited.emit(cell, None)
    assert ("learning", 2) not in {(row["strand"], row["level"]) for row in editing.model.editor.tariff["amounts"]}


def test_part_payment_says_what_is_missing_at_its_field(editing, rest):
    part = opened(editing, "money")
    box = next(box for box, _ in part.rules._shown if "Only a part" in box.text())
    box.click()
    rest()
    fields = next(fields for box_, fields in part.rules._shown if box_ is box)
    assert fields[0].error  # no number measure in this scheme
    editing.model.editor.undo()
    assert "proration" not in editing.model.editor.tariff


# Measures and tests


def test_a_measure_counts_only_some_strands(editing):
    part = opened(editing, "points")
    editor = editing.model.editor
    made = new_measure(editor.document, "count")
    editor.set(("measures",), [*editor.get(("measures",)), made], "Add a measure")
    at = len(editor.get(("measures",))) - 1
    part.measures.table.go_to(at)
    strands = part.made_of._fields["count"][0].field
    strands.tick("learning")
    assert "learning" not in editor.get(("measures", at, "strands"))
    assert len(editor.get(("measures", at, "strands"))) == len(editor.get(("strands",))) - 1
    strands.chosen.emit(None)
    assert "strands" not in editor.get(("measures", at))


def test_a_test_holds_numbers_and_the_lines_of_a_costed_map(editing, hands):
    editor = editing.model.editor
    number = new_measure(editor.document, "number") | {"name": "hours"}
    cost = new_measure(editor.document, "cost")
    editor.set(("measures",), [*editor.get(("measures",)), number, cost], "Add measures")
    card = opened(editing, "tests").more
    field = next(one for one in card.findChildren(type(card._ticks)) if one.label.text() == "hours").field
    leave(field, "12")
    card.maps[0].tools.add.click()
    hands.write_in(card.maps[0].table, 0, 2, "90")
    one = editor.get(("tests", 0))
    assert one["numbers"] == {number["id"]: 12}
    assert one["lines"] == {"provision": [{"what": "Support", "rate": "ta", "minutes": 90}]}


def test_a_range_of_bands_takes_the_place_of_one_band(editing):
    card = opened(editing, "tests").more
    editing.parts = editing.editing.parts
    editing.parts["tests"].write(("tests", 0, "expect", "bands"), ["B1", "B2"], "Range")
    expect = editing.model.editor.get(("tests", 0, "expect"))
    assert (expect["band"], expect["bands"]) == (None, ["B1", "B2"])
    assert card.isVisibleTo(editing.editing)


def test_a_second_fact_is_the_phase_where_there_is_none(editing, hands):
    part = opened(editing, "about")
    part.contexts.fact.click()
    made = editing.model.editor.get(("contexts",))[-1]
    assert made["values"] == ["new"]
    hands.write_in(part.contexts.table, (len(editing.model.editor.get(("contexts",))) - 1, 0), 2, "Newly made")
    assert editing.model.editor.get(("contexts",))[-1]["labels"] == ["Newly made"]


@pytest.mark.parametrize("kind", ["base_times_weight", "sum_by_strand", "rate"])
def test_no_form_of_money_is_cut_or_nameless(editing, qtbot, kind):
    part = opened(editing, "money")
    part.amounts.make_kind(kind)
    part.addons.tools.add.click()
    for box, _ in part.rules._shown:
        box.click()
    qtbot.waitUntil(lambda: inspect.problems(editing.window()) == [])


def test_the_crosswalk_and_the_scope_are_neither_cut_nor_nameless(editing, qtbot):
    part = opened(editing, "about")
    part.crosswalks.begin_unknown()
    part.ages.click()
    qtbot.waitUntil(lambda: inspect.problems(editing.window()) == [])


def test_alt_down_moves_a_row_of_any_table(editing, hands):
    part = opened(editing, "about")
    table = part.reasons.table
    first, second = (one["id"] for one in editing.model.editor.get(("override", "reasons"))[:2])
    table.go_to(0)
    table.setFocus()
    hands.press(Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert [one["id"] for one in editing.model.editor.get(("override", "reasons"))[:2]] == [second, first]
