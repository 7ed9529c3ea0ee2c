"""Spread strips: the sentence of ux.md 5, widest first, what is outside tolerance, own ring, the chosen line."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from bandingdesk.ui.widgets import labels, spread
from bandingdesk.ui.widgets.spread import Dot, Spread, SpreadStrip
from bandingdesk.ui.widgets.spread_table import SpreadTable, widest_first

LEVELS = range(6)


def dots(*levels, mine=None, unsure=()):
    return tuple(
        Dot(level, "not_sure" if place in unsure else "sure", place == mine) for place, level in enumerate(levels)
    )


# The two flagged strands and the two quiet ones of the picture meeting-chair-light.
SOCIAL = Spread("social", "Social communication", dots(2, 3, 3, 4, 5, mine=1), median_x2=6, flagged=True)
SELF_CARE = Spread("care", "Self-care", dots(1, 1, 2, 3, 3), median_x2=4, flagged=True)
ATTENTION = Spread("attention", "Attention", dots(3, 3, 3, 3, 4), median_x2=6, agreed=3)
LITERACY = Spread("literacy", "Literacy", dots(2, 2, 2, 2, 2), median_x2=4, agreed=2)
MEMORY = Spread("memory", "Learning and memory", dots(3, 3, 3, 3, 3), median_x2=6, agreed=3)


def test_the_whole_fact_is_one_spoken_text():
    assert spread.sentence(SOCIAL) == (
        "Social communication: levels 2, 3, 3, 4 and 5. Middle 3. You gave 3. 5 is outside tolerance. To talk about."
    )
    assert spread.sentence(LITERACY) == "Literacy: levels 2, 2, 2, 2 and 2. Middle 2. Agreed level 2."


def test_ends_inside_tolerance_are_flagged_in_words_without_a_diamond():
    assert not any(SELF_CARE.is_outside(dot) for dot in SELF_CARE.dots)
    assert spread.sentence(SELF_CARE).endswith("To talk about.")


def test_an_even_number_of_scorers_can_have_half_a_level_between():
    even = Spread("x", "Speech", dots(2, 3), median_x2=5)
    assert "Middle 2½." in spread.sentence(even)


def test_a_single_score_reads_as_one():
    assert spread.sentence(Spread("x", "Speech", dots(2), median_x2=4)) == "Speech: level 2. Middle 2."


def test_range_in_words():
    assert [spread.range_words(each) for each in (SOCIAL, LITERACY)] == ["2 to 5", "all the same"]


def test_flagged_first_then_widest_first():
    shuffled = [LITERACY, ATTENTION, SELF_CARE, MEMORY, SOCIAL]
    assert [each.strand for each in widest_first(shuffled)] == ["social", "care", "attention", "literacy", "memory"]


def colours_of(strip):
    picture = strip.grab().toImage()
    return {picture.pixelColor(x, y).name().upper() for x in range(picture.width()) for y in range(picture.height())}


@pytest.mark.parametrize("name", ["light", "dark", "contrast"])
def test_only_a_flagged_dot_outside_tolerance_is_in_the_colour_of_danger(shown, look, name):
    look.set(name)
    wide, quiet = SpreadStrip(SOCIAL, LEVELS), SpreadStrip(SELF_CARE, LEVELS)
    shown(wide, quiet)
    assert look.tokens.danger in colours_of(wide)
    assert look.tokens.danger not in colours_of(quiet)
    assert look.tokens.accent in colours_of(quiet)


@pytest.fixture
def table(shown):
    made = SpreadTable()
    made.set_spreads([LITERACY, ATTENTION, SELF_CARE, MEMORY, SOCIAL], LEVELS)
    shown(made, width=820)
    return made


def test_choosing_a_line_tells_and_puts_the_part_below_it(table, qtbot):
    below = labels.Label("What each end relied on")
    table.set_below(below)
    assert not below.isVisible()
    with qtbot.waitSignal(table.chosen) as told:
        qtbot.mouseClick(table.lines[1], Qt.MouseButton.LeftButton)
    assert told.args == ["care"]
    assert below.isVisible()
    qtbot.waitUntil(lambda: table.lines[1].geometry().bottom() < below.geometry().top())
    assert below.geometry().bottom() < table.lines[2].geometry().top()


def test_keys_walk_the_lines_and_ask_for_the_agreed_level(table):
    asked = []
    table.agree_asked.connect(asked.append)
    table.step(1)
    table.step(1)
    assert table.current == "care"
    QTest.keyClick(table.lines[1], Qt.Key.Key_Return)
    assert asked == ["care"]
    assert table.step(-5) is False


def test_strands_all_the_same_fold_into_one_line(table):
    table.set_folded(True)
    assert [line.what.strand for line in table.lines if line.isVisible()] == ["social", "care", "attention"]
    table.set_folded(False)
    assert all(line.isVisible() for line in table.lines)


def test_new_scores_keep_the_chosen_line(table):
    table.go_to("care")
    table.set_spreads([SOCIAL, SELF_CARE, ATTENTION, MEMORY], LEVELS)
    assert table.current == "care"
    assert [line.what.strand for line in table.lines if line.isChecked()] == ["care"]
    with pytest.raises(ValueError, match="literacy"):
        table.go_to("literacy")
