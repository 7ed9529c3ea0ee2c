"""What the window tells and asks stands inline; the safe choice has the focus, and Esc never loses anything."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from bandingdesk.errors import StaleCaseError
from bandingdesk.ui.message_region import MessageRegion
from bandingdesk.ui.messages import Messages
from bandingdesk.ui.theme.theme import Theme
from bandingdesk.ui.widgets.banner import Banner
from bandingdesk.ui.widgets.buttons import QuietButton


@pytest.fixture
def messages(qapp):
    Theme.install(qapp, "light")
    return Messages()


@pytest.fixture
def page(messages, qtbot):
    holder = QWidget()
    column = QVBoxLayout(holder)
    holder.region = MessageRegion(messages)
    holder.task = QuietButton("My task")
    column.addWidget(holder.region)
    column.addWidget(holder.task)
    qtbot.addWidget(holder)
    holder.show()
    holder.activateWindow()
    holder.task.setFocus()
    return holder


def banners(page):
    return [banner for banner in page.region.findChildren(Banner) if banner.isVisible()]


def test_an_error_is_told_in_three_parts_with_its_code(messages, page):
    messages.show_error(StaleCaseError())
    assert banners(page)[0].words == (
        "Somebody else has changed this since you opened it. "
        "Your form is kept as you filled it in; nothing was recorded. "
        "Read what came in between, then act again. (ST-20)"
    )


def test_the_same_thing_said_twice_stands_once_and_three_at_most(messages, page, qtbot):
    for words in ("One.", "Two.", "One."):
        messages.show_note(words)
    assert [notice.happened for notice in messages.notices] == ["Two.", "One."]
    messages.show_note("Three.")
    messages.show_note("Four.")
    assert [notice.happened for notice in messages.notices] == ["One.", "Three.", "Four."]
    qtbot.waitUntil(lambda: len(banners(page)) == 3)


def test_an_error_is_announced_at_once_and_a_note_politely(messages, page, qtbot):
    with qtbot.waitSignal(messages.announced) as heard:
        messages.show_error(StaleCaseError())
    assert heard.args[1] is True
    with qtbot.waitSignal(messages.announced) as heard:
        messages.show_note("Saved.")
    assert heard.args == ["Saved.", False]


def test_a_question_focuses_the_safe_choice_and_gives_the_focus_back(messages, page, qtbot):
    answers = []
    messages.confirm("This sends 14 letters.", "Send 14 letters", lambda: answers.append("sent"))
    panel = page.region.panel
    assert page.focusWidget() is panel.safe
    qtbot.keyClick(panel.safe, Qt.Key.Key_Escape)
    assert answers == []
    assert page.region.panel is None
    assert page.focusWidget() is page.task
    messages.confirm("This sends 14 letters.", "Send 14 letters", lambda: answers.append("sent"))
    assert page.region.panel.go.text() == "Send 14 letters"
    qtbot.mouseClick(page.region.panel.go, Qt.MouseButton.LeftButton)
    assert answers == ["sent"]


def test_a_word_has_to_be_typed_where_it_is_asked_for(messages, page, qtbot):
    answers = []
    messages.confirm("This adopts the framework.", "Adopt", lambda: answers.append(1), type_word="2026.1")
    panel = page.region.panel
    assert panel.field.accessibleName() == "Type 2026.1 to go on"
    qtbot.keyClicks(panel.field, "2026")
    assert not panel.go.isEnabled()
    assert panel.go.accessibleDescription() == "Type the word first."
    qtbot.keyClicks(panel.field, ".1")
    qtbot.keyClick(panel.field, Qt.Key.Key_Return)
    assert answers == [1]


def test_a_pin_is_hidden_and_handed_over(messages, page, qtbot):
    pins = []
    messages.ask_pin("This signs the decision.", "Sign", pins.append, who="R. Amari")
    panel = page.region.panel
    assert panel.field.echoMode() == panel.field.EchoMode.Password
    assert page.focusWidget() is panel.field
    qtbot.keyClicks(panel.field, "2468")
    qtbot.mouseClick(panel.go, Qt.MouseButton.LeftButton)
    assert pins == ["2468"]


def test_a_second_question_answers_the_first_with_no(messages, page):
    said = []
    messages.confirm("One.", "Do one", lambda: said.append("yes"), no=lambda: said.append("no"))
    messages.confirm("Two.", "Do two", lambda: None)
    assert said == ["no"]
    assert messages.question.effect == "Two."
