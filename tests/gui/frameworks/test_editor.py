"""The editor by keys: an edit brings its finding beside the field, its witness opens in Try it, undo takes it back."""

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from bandingdesk.store.queries import versions
from bandingdesk.ui import inspect
from bandingdesk.ui.workspaces.frameworks import edits, words
from bandingdesk.ui.workspaces.frameworks.findings import FindingCard

CTRL = Qt.KeyboardModifier.ControlModifier
BAND_5 = 4  # its row on the ladder: from 98, where Band 4 ends at 97 (resources/frameworks/exampleshire-2026.1.json)


@pytest.fixture
def gap(editing, hands, rest):
    """The editor with Band 5 beginning at 100."""
    editing.editing.go("bands")
    ladder = editing.editing.parts["bands"].ways[0].table
    hands.write_in(ladder, BAND_5, 1, "100")
    rest()
    return editing


def errors(page):
    return [note for note in page.model.editor.checked.notes if note.severity == "error"]


def test_a_new_draft_is_the_next_version_and_is_kept(editing, lead):
    (kept,) = lead.desk.frameworks.drafts()
    assert kept.document["definition"]["version"] == "2026.2"
    assert editing.title()[1].startswith("2026.2, ")
    assert editing.model.editor.is_open_to_edits


def test_a_gap_is_said_beside_its_row_with_a_profile_that_shows_it(gap):
    (note,) = errors(gap)
    assert note.message == "No band covers 98 to 99, between Band 4 and Band 5."
    way = gap.editing.parts["bands"].ways[0]
    cell = way.table.grid.lines[BAND_5].cells[0]
    assert (cell.note, cell.note_tone) == (note.message, "danger")
    assert way.findings.cards[0].note == note
    assert gap.editing.foot._title.text().startswith("1 error")


def test_the_witness_opens_in_try_it_and_is_referred(gap, qtbot):
    card = next(one for one in gap.editing.checks.findings.cards if one.note.severity == "error")
    button = next(one for one in card.findChildren(type(gap.editing.undo).__base__) if one.text() == "Try this profile")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert gap.model.view == "try"
    evaluation = gap.model.trial.answer.explanation.evaluation
    assert evaluation.kind == "refer"
    assert evaluation.points in (98, 99)


def test_undo_takes_the_step_back_by_name_and_redo_makes_it_again(gap, hands, rest):
    assert gap.history.undo_name == "Ladder 98 → 100"
    hands.press(Qt.Key.Key_Z, CTRL)
    assert gap.model.editor.get(("decide", "rows", BAND_5, "from")) == 98
    rest()
    assert errors(gap) == []
    hands.press(Qt.Key.Key_Z, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert gap.model.editor.get(("decide", "rows", BAND_5, "from")) == 100


def test_the_steps_are_still_there_after_going_elsewhere(gap):
    key = gap.model.chosen
    gap.window().navigate("today")
    gap.window().navigate("frameworks")
    assert gap.model.view == "edit"
    gap.model.open("versions")
    gap.model.open("edit", key)
    assert gap.history.undo_name == "Ladder 98 → 100"
    gap.model.editor.undo()
    assert gap.model.editor.get(("decide", "rows", BAND_5, "from")) == 98


def test_an_edit_is_kept_after_a_rest_and_is_there_when_the_page_opens_again(gap, lead):
    key = gap.model.chosen
    assert lead.desk.frameworks.drafts()[0].document["definition"]["decide"]["rows"][BAND_5]["from"] == 100
    gap.model.open("versions")
    gap.model.open("edit", key)
    assert gap.model.editor.get(("decide", "rows", BAND_5, "from")) == 100


def test_leaving_before_the_rest_keeps_what_was_written(editing, lead):
    editing.model.editor.set(("title",), "A new name", "Title")
    editing.close_newest()
    assert lead.desk.frameworks.drafts()[0].document["definition"]["title"] == "A new name"


def test_a_fault_of_the_form_is_said_at_its_field(editing, rest):
    editing.model.editor.set(("bands", 0, "name"), "", "Name")
    rest()
    (note,) = errors(editing)
    assert (note.code, note.where) == ("form", ("bands", 0, "name"))
    editing.editing.reveal_next()
    assert editing.editing.current == "bands"
    assert editing.editing.parts["bands"].bands.current_key == 0


def test_a_warning_is_answered_beside_it(editing, qtbot, rest, lead):
    note = next(one for one in editing.model.editor.checked.notes if one.severity == "warning")
    assert note.code == "cliff"
    editing.model.editor.go_to(note)
    assert editing.editing.current == "points"  # the points are what makes the step large
    card = next(one for one in editing.editing.parts["points"].findings.cards if one.note.key == note.key)
    assert isinstance(card, FindingCard)
    before = len(editing.model.editor.open_notes())
    card.answer.setFocus()
    qtbot.keyClicks(card.answer, "Wanted: such a child needs joined-up support.")
    with qtbot.waitSignal(card.answer.rested):
        pass
    rest()
    assert len(editing.model.editor.open_notes()) == before - 1
    answers = lead.desk.frameworks.drafts()[0].document["life"]["answers"]
    assert answers == [{"code": "cliff", "where": note.place, "text": "Wanted: such a child needs joined-up support."}]


def test_next_step_walks_to_what_is_open_then_adds_to_the_library(editing, lead):
    editor = editing.model.editor
    while waiting := editor.open_notes():
        editor.answer(waiting[0], "Seen and wanted (invented).")
        editor.check()
    editing.next_step()
    rows = {(entry.version, entry.status) for entry in editing.model.entries}
    assert rows == {("2026.2", "draft"), ("2026.1", "adopted")}
    assert lead.desk.frameworks.drafts() == ()
    assert not editing.model.editor.is_open_to_edits
    assert editing.model.editor.open_notes() == []  # the answers went with it


def test_a_rule_is_written_by_choosing_from_lists(editing, rest):
    editing.editing.go("rules")
    part = editing.editing.parts["rules"]
    part.add_rule("floor")
    part.list.setFocus()
    rest()
    condition = part.rule.when.editor
    condition.kind.setCurrentIndex(condition.kind.findData("strand_at_least"))
    condition.kind.activated.emit(condition.kind.currentIndex())
    rest()
    rule = editing.model.editor.get(("adjust", 1))
    assert (rule["kind"], rule["when"]["kind"], rule["when"]["strand"]) == ("floor", "strand_at_least", "learning")
    assert part.list.rows[-1].title == "If Learning and memory is at level 5, the band is at least Band 10."


def test_a_condition_becomes_the_first_part_of_a_group(editing):
    editing.editing.go("rules")
    part = editing.editing.parts["rules"]
    part.add_rule("guard")
    before = editing.model.editor.get(("guards", 0, "never"))
    editor = part.rule.when.editor
    editor.kind.setCurrentIndex(editor.kind.findData("any"))
    editor.kind.activated.emit(editor.kind.currentIndex())
    assert editing.model.editor.get(("guards", 0, "never")) == {"kind": "any", "of": [before]}
    part.rule.when.editor._add_part()
    assert len(editing.model.editor.get(("guards", 0, "never", "of"))) == 2


def test_alt_down_moves_the_row(editing, hands):
    editing.editing.go("strands")
    table = editing.editing.parts["strands"].strands
    table.go_to(0)
    table.setFocus()
    first, second = edits.ids(editing.model.editor.document, ("strands",))[:2]
    hands.press(Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert edits.ids(editing.model.editor.document, ("strands",))[:2] == [second, first]
    assert table.currentIndex().row() == 1


def test_an_amount_is_written_in_pounds(editing, hands, rest):
    editing.editing.go("money")
    part = editing.editing.parts["money"]
    hands.write_in(part.table, "B2", 1, "1,250.50")
    rest()
    rows = editing.model.editor.tariff["rows"]
    changed = [row for row in rows if row["band"] == "B2" and row["setting"] == "main" and row["phase"] == "ey"]
    assert [row["pence"] for row in changed] == [125_050]


def test_what_is_no_amount_leaves_the_amount_as_it_was(editing, hands):
    editing.editing.go("money")
    part = editing.editing.parts["money"]
    before = json.dumps(editing.model.editor.tariff)
    hands.write_in(part.table, "B2", 1, "about 10")
    assert json.dumps(editing.model.editor.tariff) == before


def test_a_test_that_no_longer_holds_fails_at_once(editing, hands, rest):
    editing.editing.go("tests")
    part = editing.editing.parts["tests"]
    assert {line.cells[0].text for line in part.table.grid.lines} == {"Passes"}
    part.table.go_to(0)
    part.board.go_to("learning", 1)
    part.board.setFocus()
    hands.type("5")
    rest()
    assert part.table.grid.lines[0].cells[0].text == "Fails"
    assert part.board.current_key == "literacy"  # a digit goes on to the next strand


def test_f5_runs_the_tests_and_f2_renames(editing, hands):
    editing.take_focus()
    hands.press(Qt.Key.Key_F5)
    assert editing.editing.current == "tests"
    hands.press(Qt.Key.Key_F2)
    assert editing.editing.current == "about"
    assert QApplication.focusWidget().accessibleName() == "Title"


def test_an_adopted_version_is_only_read(page):
    page.model.open("edit")
    editor = page.model.editor
    before = json.dumps(editor.document)
    editor.set(("title",), "Another", "Title")
    editor.undo()
    assert json.dumps(editor.document) == before
    for key, part in page.editing.parts.items():
        page.editing.go(key)
        for grid in part.findChildren(type(page.editing.parts["strands"].strands)):
            assert not [cell for line in grid.grid.lines for cell in line.cells if cell.kind in ("text", "whole")]


def test_nothing_is_cut_nameless_or_too_wide(editing, qtbot):
    for key in words.PARTS:
        editing.editing.go(key)
        qtbot.waitUntil(lambda: inspect.problems(editing.window()) == [])


def test_one_answer_serves_all_findings_of_its_kind(editing, rest):
    editor = editing.model.editor
    cliffs = [note for note in editor.checked.notes if note.code == "cliff"]
    assert len(cliffs) == 12  # a strand each
    editor.answer(cliffs[0], "Wanted (invented).")
    rest()
    answered = next(note for note in editor.checked.notes if note.key == cliffs[0].key)
    editor.answer_alike(answered, answered.answer)
    rest()
    assert editor.open_notes() == []
    assert editor.state.answers[-1] == {"code": "cliff", "where": "strands", "text": "Wanted (invented)."}


def test_old_words_stand_struck_below_the_new_ones(editing, qtbot):
    editing.editing.go("levels")
    part = editing.editing.parts["levels"]
    card = part._cards[1].descriptors[0]
    old = card.fields["default"].text
    assert not card._old["default"].isVisible()
    card.fields["default"].setFocus()
    card.fields["default"].setPlainText("Needs each step shown again.")
    with qtbot.waitSignal(card.fields["default"].rested):
        pass
    assert card._old["default"].text() == old
    assert card._old["default"].font().strikeOut()


def test_the_same_words_at_two_levels_are_said(editing):
    editing.editing.go("levels")
    words_ = editing.model.editor.get(("strands", 0, "levels", 1, "descriptors", 0, "text", "default"))
    document = edits.set_descriptor(editing.model.editor.document, ("strands", 0, "levels", 2), "default", words_)
    editing.model.editor.apply(document, "Words of a level")
    cards = editing.editing.parts["levels"]._cards
    assert cards[1]._twin.text().startswith("Level 2 has the same words.")
    assert cards[2]._twin.text().startswith("Level 1 has the same words.")


def test_a_finding_of_a_version_in_the_library_is_answered_on_the_record(editing, lead):
    (kept,) = lead.desk.frameworks.drafts()
    sha256 = lead.desk.frameworks.add(kept.id).id
    editing.model.open("edit", sha256)
    editor = editing.model.editor
    assert not editor.is_open_to_edits
    note = editor.open_notes()[0]
    editor.answer(note, "Wanted (invented).")
    (answer,) = lead.desk.read(lambda conn: versions.life(conn, sha256)).answers
    assert (answer.code, answer.where, answer.text, answer.by) == (
        note.code,
        note.place,
        "Wanted (invented).",
        "C. Marsh",
    )
    assert note.key not in [one.key for one in editor.open_notes()]
