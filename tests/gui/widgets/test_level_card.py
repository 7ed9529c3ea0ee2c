"""Level cards: native role, whole text, digits and arrows, and nothing changes once locked."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest

from bandingdesk.ui.widgets.level_card import LevelCards, LevelText

LEVELS = [
    LevelText(0, "0", "As expected for age", "Attends to tasks like others of the same age."),
    LevelText(1, "1", "Some support within class", "Needs reminders to start and to return to tasks."),
    LevelText(2, "2", "Regular planned support", "Attends for up to 10 minutes with visual supports. " * 4, anchors=2),
    LevelText(3, "3", "Frequent individual support", "Attends to adult-led tasks for under 5 minutes."),
]


@pytest.fixture
def cards(shown):
    made = LevelCards()
    made.set_levels(LEVELS)
    shown(made)
    return made


def test_a_card_is_a_radio_button_with_level_and_name(cards):
    interface = QAccessible.queryAccessibleInterface(cards.cards[3])
    assert interface.role() == QAccessible.Role.RadioButton
    assert interface.text(QAccessible.Text.Name) == "Level 3: Frequent individual support"
    assert interface.text(QAccessible.Text.Description) == LEVELS[3].text


def test_nothing_is_chosen_until_a_person_chooses(cards):
    assert cards.level is None


def test_a_click_anywhere_on_the_card_chooses(cards, qtbot):
    card = cards.cards[1]
    with qtbot.waitSignal(cards.chosen) as told:
        qtbot.mouseClick(card, Qt.MouseButton.LeftButton, pos=card.rect().bottomRight() - card.rect().topLeft() / 2)
    assert told.args == [1]
    assert cards.level == 1


def test_digit_and_arrow_choose(cards):
    told = []
    cards.chosen.connect(told.append)
    cards.focus_first()
    QTest.keyClick(cards.cards[0], "2")
    QTest.keyClick(cards.cards[2], Qt.Key.Key_Down)
    assert told == [2, 3]
    assert cards.cards[3].hasFocus()


def test_a_digit_without_a_card_is_left_alone(cards):
    assert cards.choose(7) is False
    assert cards.level is None


def test_a_locked_choice_stays(cards, qtbot):
    cards.set_chosen(2)
    cards.set_locked(True)
    told = []
    cards.chosen.connect(told.append)
    qtbot.mouseClick(cards.cards[0], Qt.MouseButton.LeftButton)
    QTest.keyClick(cards.cards[2], Qt.Key.Key_Up)
    QTest.keyClick(cards.cards[2], "1")
    assert cards.level == 2
    assert told == []


def test_the_whole_text_is_always_there(cards, look):
    narrow = cards.cards[2].heightForWidth(300)
    wide = cards.cards[2].heightForWidth(900)
    assert narrow > wide
    before = cards.cards[2].heightForWidth(600)
    look.set(percent=175)
    assert cards.cards[2].heightForWidth(600) > before * 1.6


def test_cards_of_another_strand_replace_the_choice(cards):
    cards.set_chosen(3)
    cards.set_levels(LEVELS[:2], None)
    assert [card.what.level for card in cards.cards] == [0, 1]
    assert cards.level is None
    with pytest.raises(ValueError, match="no card for level 3"):
        cards.set_chosen(3)


def test_every_theme_paints_the_choice_in_its_own_colours(cards, look):
    cards.set_chosen(3)
    for name in ("light", "dark", "contrast"):
        look.set(name)
        card = cards.cards[3]
        seen = card.grab().toImage()
        ratio = seen.devicePixelRatio()
        inside = seen.pixelColor(round(card.width() / 2 * ratio), round((card.height() - 5) * ratio))
        assert inside.name().upper() == look.tokens.accent_soft
