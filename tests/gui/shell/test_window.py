"""The window: opens before its store, goes about by keys, hands the keys over, keeps its place."""

import threading

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics

from bandingdesk.errors import StoreError
from bandingdesk.ui.preferences import Look
from bandingdesk.ui.rail import WIDTHS, Place
from bandingdesk.ui.widgets.banner import Banner
from tests.support import founding


class BrokenStoreError(StoreError):
    code = "TT-01"
    message = "The store is damaged."
    kept = "Nothing was changed."
    do = "Restore a backup."


def idle(qtbot, window):
    qtbot.waitUntil(window.jobs.is_idle, timeout=20_000)


def test_the_first_paint_comes_before_the_store(open_window, qtbot, store, clock):
    may_open = threading.Event()
    from bandingdesk import bootstrap, seams

    def slow():
        assert may_open.wait(20)
        return bootstrap.open_desk(store, None, clock=clock, ids=seams.SystemIds(), plain=True)

    window = open_window(opener=slow)
    qtbot.waitExposed(window)
    qtbot.waitUntil(lambda: window.opening.state == "opening" and not window.jobs.is_idle())
    assert window.link is None
    assert window.header.field.isVisible()
    assert not window.rail.isEnabled()
    with qtbot.waitSignal(window.ready, timeout=20_000):
        may_open.set()
    assert window.rail.isEnabled()
    assert window.area.title() == ["Today"]


def test_a_store_that_does_not_open_says_so_and_can_be_tried_again(open_window, qtbot, store, clock):
    from bandingdesk import bootstrap, seams

    tries = []

    def opener():
        tries.append(1)
        if len(tries) == 1:
            raise BrokenStoreError()
        return bootstrap.open_desk(store, None, clock=clock, ids=seams.SystemIds(), plain=True)

    window = open_window(opener=opener)
    with qtbot.waitSignal(window.not_opened):
        pass
    assert window.opening.state == "failed"
    texts = " ".join(label.text() for label in window.opening.findChildren(type(window.opening._failed._happened)))
    assert "The store is damaged." in texts
    assert "Nothing was changed. Restore a backup. (TT-01)" in texts
    with qtbot.waitSignal(window.ready, timeout=20_000):
        qtbot.mouseClick(window.opening._failed.again, Qt.MouseButton.LeftButton)


def test_the_status_line_says_who_and_how_it_is_kept(window):
    assert window.status.saved.text() == "Saved on this laptop 8:52"
    assert window.status.kept.text() == "Not encrypted"
    assert window.status.person.text() == "R. Amari, caseworker"
    assert window.header.initials.text() == "RA"
    assert not window.status.demo.isVisible()


def test_a_demo_is_marked_and_hands_over_freely(open_window, qtbot):
    window = open_window(is_demo=True)
    qtbot.waitSignal(window.ready, timeout=20_000).wait()
    assert window.status.demo.text() == "Demo data: no real children"
    assert window.status.demo.isVisible()
    other = next(person for person in window.link.people if person.initials == "LO")
    with qtbot.waitSignal(window.ready, timeout=20_000):
        window.hand_over(other.id)
    assert window.header.initials.text() == "LO"
    assert window.status.person.text() == "L. Okoro, panel member"


def test_handing_over_needs_the_pin_of_the_other_person(window, qtbot):
    first = window.area.page("today")
    other = next(person for person in window.link.people if person.initials == "LO")
    window.hand_over(other.id)
    panel = window.region.panel
    assert panel is not None
    assert panel.field.accessibleName() == "PIN of L. Okoro"
    assert not panel.go.isEnabled()
    qtbot.keyClicks(panel.field, "2468")  # the PIN of R. Amari
    qtbot.mouseClick(panel.go, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(window.messages.notices))
    assert window.messages.notices[0].happened.startswith("That PIN does not fit.")
    assert window.link.me.initials == "RA"
    window.hand_over(other.id)
    qtbot.keyClicks(window.region.panel.field, "1357")
    with qtbot.waitSignal(window.ready, timeout=20_000):
        qtbot.keyClick(window.region.panel.field, Qt.Key.Key_Return)
    assert window.link.me.initials == "LO"
    assert window.link.desk.me_id == other.id
    assert window.area.page("today") is not first  # nothing of the last person stays


def test_a_question_to_one_person_is_not_left_for_the_next(open_window, qtbot):
    window, done = open_window(is_demo=True), []
    qtbot.waitSignal(window.ready, timeout=20_000).wait()
    window.messages.confirm("Send the letter?", "Send", lambda: done.append("sent"))
    other = next(person for person in window.link.people if person.initials == "LO")
    with qtbot.waitSignal(window.ready, timeout=20_000):
        window.hand_over(other.id)
    assert window.messages.question is None
    assert done == []


@pytest.mark.parametrize(("width", "mode"), [(960, "narrow"), (1280, "middle"), (1700, "wide")])
def test_the_rail_follows_the_width(open_window, qtbot, width, mode):
    window = open_window(size=QSize(width, 540))
    qtbot.waitSignal(window.ready, timeout=20_000).wait()
    assert window.rail.width() == WIDTHS[mode]
    today = window.rail.button("today")
    assert today.toolTip() == ("Today" if mode == "narrow" else "")
    assert today.accessibleName() == "Today"
    assert today.cut_texts() == []
    assert window.minimumSize().width() <= 960
    assert window.minimumSize().height() <= 520


@pytest.mark.parametrize("theme", ["light", "contrast"])
@pytest.mark.parametrize("percent", [100, 125])
def test_no_word_of_the_rail_is_cut_or_under_the_mark_of_its_place(open_window, qtbot, theme, percent):
    window = open_window(size=QSize(1280, 720), look=Look(theme=theme, text_size=percent))
    qtbot.waitSignal(window.ready, timeout=20_000).wait()
    for name in window.rail.names():
        button = window.rail.button(name)
        assert button.toolTip() == ""
        assert button.cut_texts() == []
        word = QFontMetrics(window.theme.font("tiny")).height()
        assert button.mark_area().bottom() < button.height() - word


def test_larger_texts_leave_the_room_to_the_page(open_window, qtbot):
    window = open_window(size=QSize(1280, 720), look=Look(text_size=175))
    qtbot.waitSignal(window.ready, timeout=20_000).wait()
    assert window.rail.button("today").toolTip() == "Today"
    assert window.rail.width() < 80
    least = window.minimumSizeHint()
    assert (least.width() <= 1280, least.height() <= 720) == (True, True)


def test_a_page_that_fails_leaves_the_window_alive(window, qtbot, caplog):
    window.places["nowhere"] = Place("nowhere", "Nowhere", on_rail=False)
    window.navigate("nowhere")
    assert window.area.current_page() is None
    assert window.header.accessibleName() == ""
    assert [record.msg for record in caplog.records if record.levelname == "ERROR"] == ["a page could not be opened"]
    window.navigate("today")
    assert window.area.title() == ["Today"]


def test_keys_go_to_places_and_back(window, qtbot):
    window.places["nowhere"] = Place("nowhere", "Nowhere", on_rail=False)
    qtbot.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert window.trail.here.place == "today"
    window.navigate("nowhere")
    qtbot.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert window.trail.here.place == "today"
    qtbot.keyClick(window, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert window.trail.here.place == "nowhere"


def test_f6_walks_the_panes_and_comes_round(window, qtbot):
    idle(qtbot, window)
    seen = []
    for _ in range(8):
        qtbot.keyClick(window, Qt.Key.Key_F6)
        focused = window.focusWidget()
        panes = (window.header, window.area, window.status, window.rail)
        seen.append(next(pane for pane in panes if pane.isAncestorOf(focused)))
    assert {window.header, window.area, window.status, window.rail} == set(seen)


def test_text_size_follows_the_keys_and_is_kept(window, qtbot):
    qtbot.keyClick(window, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert window.theme.percent == 112
    assert window.preferences.now().text_size == 112
    qtbot.keyClick(window, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert window.theme.percent == 100


def test_the_next_start_opens_where_this_one_was(open_window, qtbot):
    first = open_window()
    qtbot.waitSignal(first.ready, timeout=20_000).wait()
    first.navigate("today", shown="week")  # refused by the page or not: the place is kept either way
    idle(qtbot, first)
    first.close()
    second = open_window()
    qtbot.waitSignal(second.ready, timeout=20_000).wait()
    assert second.trail.here.place == "today"
    assert second.trail.here.where == {"shown": "week"}


def test_news_of_another_window_arrives(open_window, qtbot):
    one, two = open_window(), open_window()
    for window in (one, two):
        if window.link is None or window.link.me is None:
            qtbot.waitSignal(window.ready, timeout=20_000).wait()
    with founding.before_the_story(), qtbot.waitSignal(two.jobs.changed, timeout=20_000) as heard:
        one.jobs.act(lambda: one.link.desk.council.add_person("T. Achebe", "TA", "Health"), owner=one)
    assert {subject.kind for subject in heard.args[0].subjects} == {"person"}
    qtbot.waitUntil(lambda: "TA" in [person.initials for person in two.link.people])


def test_closing_while_something_runs_asks_once(window, qtbot):
    stop = threading.Event()

    def work(progress, cancelled):
        while not cancelled() and not stop.wait(0.01):
            progress(1, 10)

    window.jobs.job("Import 3,300 plans", work)
    window.close()
    assert window.isVisible()
    assert window.messages.question.effect == "Something still runs: Import 3,300 plans."
    qtbot.mouseClick(window.region.panel.go, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=20_000)
    stop.set()


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_each_theme_paints_and_nothing_is_nameless(open_window, qtbot, theme):
    window = open_window(look=Look(theme=theme, text_size=150))
    qtbot.waitSignal(window.ready, timeout=20_000).wait()
    assert window.theme.tokens.name == theme
    ground = window.grab().toImage().pixelColor(window.width() - 4, 60 + 20).name().upper()
    assert ground == window.theme.tokens.bg
    nameless = [
        widget
        for widget in (*window.header.findChildren(type(window.header.field)), *window.status.findChildren(Banner))
        if widget.isVisible() and not widget.accessibleName() and not widget.text()
    ]
    assert nameless == []
