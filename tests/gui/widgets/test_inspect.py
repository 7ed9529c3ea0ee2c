"""Every check of `ui.inspect` finds the fault that was planted for it, and finds nothing on a sound page."""

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from bandingdesk.ui import inspect
from bandingdesk.ui.theme import tokens
from bandingdesk.ui.widgets import buttons, chip, form, labels, segmented


def test_a_sound_page_has_no_problems(shown, look):
    page = shown(
        labels.Label("Send the decision for Testpupil Moss-008", "card_title"),
        labels.Label("Annual review letter L7 is ready. " * 6, "second", "text2", wrap=True),
        form.FormField("Reason", form.line("The matrix fits this child.")),
        buttons.PrimaryButton("Open letter", icon="mail", key="Ctrl Enter"),
        chip.ChipRow((chip.Fact("Live", "ok", "circle-dot"),)),
        segmented.Segmented("Answer", [("met", "Met"), ("not", "Not met")], "met"),
    )
    for name in ("light", "dark", "contrast"):
        look.set(name)
        assert inspect.problems(page) == []


def test_a_window_that_asks_for_too_much(shown):
    page = shown(labels.Label("Today"))
    page.setMinimumWidth(1309)
    assert [found for found in inspect.problems(page) if found.startswith("Smallest size 1309")]


def test_a_label_that_is_cut_unless_a_tooltip_tells_it(shown):
    label = labels.Label("Speech, language and communication needs")
    label.setFixedWidth(90)
    page = shown(label)
    assert inspect.problems(page) == ["Text cut: Label “Speech, language and communication needs”"]
    label.setToolTip(label.text())
    assert inspect.problems(page) == []


def test_lines_that_are_cut_below(shown):
    label = labels.Label("The band is how funding is worked out. " * 5, wrap=True)
    label.setFixedSize(200, 20)
    assert [found[:15] for found in inspect.problems(shown(label))] == ["Text cut below:"]


def test_a_painted_part_tells_its_own_cut_texts(shown):
    made = chip.Chip("Panel Thu 26 Nov 2026, item 6")
    made.setFixedWidth(60)
    page = shown(made)
    found = inspect.problems(page)
    assert found == ["Text cut in Chip “Panel Thu 26 Nov 2026, item 6”: “Panel Thu 26 Nov 2026, item 6”"]


def test_a_button_too_narrow_for_its_word(shown):
    button = QPushButton("Send to another panel")
    button.setFixedWidth(60)
    assert inspect.problems(shown(button)) == ["Text cut: QPushButton “Send to another panel”"]


def test_a_label_outside_of_what_holds_it(shown):
    holder = QWidget()
    holder.setFixedSize(120, 40)
    label = labels.Label("Law’s last day", parent=holder)
    label.move(80, 0)
    page = shown(holder)
    assert [found for found in inspect.problems(page) if found.startswith("Sticks out of QWidget")]


@pytest.mark.parametrize("name", ["light", "dark", "contrast"])
def test_words_that_stand_out_too_little(shown, look, name):
    look.set(name)
    label = labels.Label("Nearly the ground")
    ground = look.tokens.bg
    faint = QColor(ground).lighter(125) if name == "dark" else QColor(ground).darker(115)
    if name == "contrast":
        faint = QColor(40, 40, 40)
    look_of = label.palette()
    look_of.setColor(QPalette.ColorRole.WindowText, faint)
    label.setPalette(look_of)
    page = shown(label)
    assert tokens.contrast(faint.name(), ground) < 4.5
    assert [found for found in inspect.problems(page) if found.startswith("Contrast")]


def test_a_control_without_a_name(shown):
    page = shown(QLineEdit())
    assert inspect.problems(page) == ["Control without a name: QLineEdit “”"]


def test_a_button_that_does_not_say_why_it_can_not_be_pressed(shown):
    button = buttons.QuietButton("Reveal")
    button.setEnabled(False)
    page = shown(button)
    assert inspect.problems(page) == ["Disabled without a reason: QuietButton “Reveal”"]
    button.say_why_not("2 scores are missing.")
    assert inspect.problems(page) == []


def test_a_target_too_small_to_hit(shown):
    button = QPushButton("i")
    button.setFixedSize(20, 30)
    assert [found for found in inspect.problems(shown(button)) if found.startswith("Target 20 x ")]
