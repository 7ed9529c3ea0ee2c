"""A draft is edited by path: what is not touched is shared, parts are added and taken away whole."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bandingdesk.matrix import files
from bandingdesk.ui.workspaces.frameworks import draft, edits
from tests.support import frameworks


def read(document):
    return files.read_framework(json.dumps(document).encode(), "draft")


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("decide.rows[2].to", ("decide", "rows", 2, "to")),
        ("strands[0].levels[1].descriptors[0].text.default",
         ("strands", 0, "levels", 1, "descriptors", 0, "text", "default")),
        ("definition.bands[3]", ("bands", 3)),
        ("$", ()),
    ],
)  # fmt: skip
def test_a_place_of_a_finding_is_a_path(text, path):
    assert draft.parse(text) == path
    assert draft.parse(draft.text(path)) == path


def test_an_edit_leaves_the_document_before_it_as_it_was():
    before = frameworks.small()
    kept = json.dumps(before)
    after = draft.put(before, ("decide", "rows", 1, "to"), 8)
    assert json.dumps(before) == kept
    assert after["decide"]["rows"][1]["to"] == 8
    assert after["strands"] is before["strands"]  # shared, not copied


def test_nothing_written_takes_an_optional_key_away():
    after = draft.put(frameworks.small(change_note="More help"), ("change_note",), None)
    assert "change_note" not in after


@given(st.lists(st.integers(), min_size=1, max_size=6), st.data())
def test_moving_a_row_keeps_all_rows(rows, data):
    at = data.draw(st.integers(0, len(rows) - 1))
    by = data.draw(st.integers(-7, 7))
    moved = draft.move({"rows": rows}, ("rows", at), by)["rows"]
    assert sorted(moved) == sorted(rows)
    if 0 <= at + by < len(rows):
        assert moved[at + by] == rows[at]


def test_a_new_strand_is_whole_with_its_points():
    after = edits.add_strand(frameworks.small(), "Daily living")
    made = read(after)
    assert made.strands[-1].id == "daily-living"
    assert made.measures[0].table[-1].points == (0, 0)


def test_a_strand_goes_with_its_points_and_its_levels_in_tests():
    small = frameworks.small(
        tests=[{"id": "T1", "levels": {"a": 1, "b": 2, "c": 0}, "expect": {"band": "B1"}, "source": "invented"}]
    )
    small["measures"][0]["group_caps"] = [{"strands": ["a", "b"], "max": 5}, {"strands": ["a"], "max": 3}]
    after = edits.remove_strand(small, 0)
    made = read(after)
    assert [strand.id for strand in made.strands] == ["b", "c"]
    assert [row.strand for row in made.measures[0].table] == ["b", "c"]
    assert [cap.strands for cap in made.measures[0].group_caps] == [("b",)]
    assert made.tests[0].levels == {"b": 2, "c": 0}


def test_a_rule_that_names_a_strand_that_is_gone_is_said_and_not_changed():
    small = frameworks.small(
        adjust=[{"kind": "move", "id": "M1", "by": 1, "why": "both", "when": edits.new_condition(
            frameworks.small(), "strand_at_least")}]
    )  # fmt: skip
    after = edits.remove_strand(small, 0)
    with pytest.raises(files.FrameworkInvalidError) as refused:
        read(after)
    assert [problem.path for problem in refused.value.problems] == ["adjust[0].when.strand"]


def test_a_level_comes_and_goes_with_its_points():
    more = edits.add_level(frameworks.small(), 2)
    assert read(more).measures[0].table[2].points == (0, 5, 10, 10)
    less = edits.remove_level(more, 2, 1)
    assert read(less).measures[0].table[2].points == (0, 10, 10)


def test_a_new_band_stands_above_the_highest_with_a_row_of_the_ladder():
    made = read(edits.add_band(frameworks.small(), "Band 4"))
    assert made.ladder()[-1].name == "Band 4"
    assert (made.decide.rows[-1].from_, made.decide.rows[-1].to) == (19, 28)  # Band 3 ends at 18


@pytest.mark.parametrize("kind", ["add_if", "move", "floor", "cap", "guard"])
def test_a_new_rule_of_each_kind_fits_at_once(kind):
    after, path = edits.add_rule(frameworks.small(), kind)
    read(after)
    assert draft.has(after, path)


@pytest.mark.parametrize("kind", ["strand_at_least", "count_at_least", "measure", "context", "all", "any", "not"])
def test_a_new_condition_of_each_kind_fits_at_once(kind):
    small = frameworks.small()
    rule = {"kind": "move", "id": "M1", "by": 1, "why": "so", "when": edits.new_condition(small, kind)}
    read({**small, "adjust": [rule]})


@pytest.mark.parametrize("kind", ["thresholds", "cases", "best_fit", "best_of"])
def test_a_new_way_to_decide_of_each_kind_fits_at_once(kind):
    small = frameworks.small()
    read({**small, "decide": edits.new_decision(small, kind)})


def test_words_of_a_level_make_its_descriptor_and_take_it_away():
    level = ("strands", 0, "levels", 1)
    written = edits.set_descriptor(frameworks.small(), level, "default", "Needs reminders.")
    phased = edits.set_descriptor(written, level, "early_years", "Needs a known adult.")
    descriptor = read(phased).strand("a").level(1).descriptors[0]
    assert (descriptor.text.default, descriptor.text.early_years) == ("Needs reminders.", "Needs a known adult.")
    assert read(edits.set_descriptor(phased, level, "default", "")).strand("a").level(1).descriptors == ()
