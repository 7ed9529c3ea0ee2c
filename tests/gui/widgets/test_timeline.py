"""The timeline: sentences, the stretch, ticks, labels in two rows, keys, the mouse, far days, three themes."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from bandingdesk.ui.widgets import timeline, timeline_scale
from bandingdesk.ui.widgets.timeline import Band, Lane, Mark, Timeline, Zone
from bandingdesk.ui.widgets.timeline_scale import Scale, View, Wish
from bandingdesk.ui.widgets.timeline_view import TimelineView

TODAY = date(2026, 11, 23)
RECEIVED = Mark("received", date(2026, 7, 20), "Request received", "done", "From the parent.")
DECIDE = Mark("decide", date(2026, 8, 31), "Decide whether to assess", "late", "ASSESS.DECIDE, SEND Regs r5(1).")
TARGET = Mark("target", date(2026, 12, 4), "Target", "target", "")
FINAL = Mark("final", date(2026, 12, 7), "Final plan", "due", "PLAN.FINAL, SEND Regs r13(2).")
CLOSED = Zone("closed", date(2026, 7, 22), date(2026, 9, 1), "Exception", "It excuses; the date does not move.")
FIRST = Lane("request", "Request", (RECEIVED, DECIDE, TARGET, FINAL), (CLOSED,), date(2026, 7, 20), FINAL.on)
SECOND = Lane(
    "second",
    "Second clock after a reversal",
    (
        Mark("reversed", date(2026, 10, 12), "Refusal reversed", "done", ""),
        Mark("plan", date(2027, 1, 18), "Plan", "due", ""),
    ),
    (),
    date(2026, 10, 12),
    date(2027, 1, 18),
)
HOLIDAY = Band(date(2026, 12, 25), date(2026, 12, 25), "Christmas Day", "holiday")
SUMMER = Band(date(2026, 7, 22), date(2026, 9, 1), "Summer holiday", "closure")
CASE = Timeline(TODAY, (FIRST, SECOND), (SUMMER, HOLIDAY))


@pytest.fixture
def view(shown):
    made = TimelineView()
    made.set(CASE)
    page = shown(made, width=960)
    page.activateWindow()
    return made


# What it says


def test_the_whole_picture_is_one_spoken_text():
    assert timeline.sentence(CASE).startswith("Timeline, ")
    assert "Today is Mon 23 Nov 2026." in timeline.sentence(CASE)
    assert timeline.sentence(CASE).endswith("Next due: Final plan, Mon 7 Dec 2026.")


def test_a_case_without_clocks_says_that_nothing_is_due():
    assert timeline.sentence(Timeline(TODAY)).endswith("Nothing is due.")


def test_a_mark_says_its_day_how_far_it_is_and_its_rule():
    said = timeline.said(FINAL, TODAY)
    assert said == "Final plan, Mon 7 Dec 2026 (in 14 days). PLAN.FINAL, SEND Regs r13(2)."


def test_bands_say_what_they_are_without_their_colour():
    assert timeline.band_words(HOLIDAY) == "Christmas Day, bank holiday, Fri 25 Dec 2026"
    assert timeline.band_words(SUMMER) == "Summer holiday: schools closed Wed 22 Jul 2026 to Tue 1 Sep 2026"


def test_words_of_a_person_are_never_read_as_places_of_other_words():
    odd = Mark("odd", TODAY, "{words} {day}", "done", "{title}")
    assert timeline.said(odd, TODAY) == "{words} {day}, Mon 23 Nov 2026 (today). {title}"


# Where days stand


def test_it_opens_with_the_running_clocks_and_today():
    stretch = timeline_scale.fit(CASE)
    assert all(stretch.holds(day) for day in (RECEIVED.on, TODAY, date(2027, 1, 18)))
    assert stretch.days < 365


@pytest.mark.parametrize("far", [date.min, date(1926, 1, 5), date(2126, 1, 5), date.max])
def test_a_day_far_away_squeezes_nothing_and_breaks_nothing(far):
    lane = Lane("far", "Far", (Mark("far", far, "Plan", "due", ""),), (), min(far, TODAY), max(far, TODAY))
    stretch = timeline_scale.fit(Timeline(TODAY, (FIRST, lane)))
    assert stretch.holds(TODAY)
    assert stretch.days <= 560
    there = timeline_scale.showing(stretch, far)
    assert there.holds(far)
    for _ in range(12):
        there = timeline_scale.zoomed(there, far, closer=False)
    assert there.days == timeline_scale.MOST_DAYS
    assert there.holds(far)


def test_zooming_keeps_the_day_where_it_is():
    stretch = timeline_scale.fit(CASE)
    closer = timeline_scale.zoomed(stretch, FINAL.on, closer=True)
    before, after = Scale(stretch, 0, 900), Scale(closer, 0, 900)
    assert abs(before.x(FINAL.on) - after.x(FINAL.on)) <= after.per_day
    assert timeline_scale.zoomed(View(stretch.first, 14), FINAL.on, closer=True).days == timeline_scale.LEAST_DAYS


def test_ticks_never_stand_closer_than_their_words():
    for days in (14, 40, 160, 800, 4000):
        scale = Scale(timeline_scale.view(TODAY.toordinal(), days), 0, 700)
        found = timeline_scale.ticks(scale, lambda day, _: day.isoformat(), lambda words: 8.0 * len(words), 10)
        places = [scale.start(tick.day) for tick in found]
        assert found
        assert all(after - before >= 85 for before, after in zip(places, places[1:], strict=False))


def test_labels_nearer_than_their_width_go_to_a_second_row():
    near = [Wish(100, 80), Wish(130, 80), Wish(400, 80)]
    found = timeline_scale.place(near, 2, 0, 600, 10)
    assert [place.row for place in found if place] == [0, 1, 0]


def test_where_no_row_has_room_the_one_that_matters_most_keeps_its_label():
    crowd = [Wish(100, 80), Wish(105, 80, weight=3), Wish(110, 80, weight=1)]
    found = timeline_scale.place(crowd, 2, 0, 600, 10)
    assert found[0] is None
    assert found[1] is not None
    assert found[1].row == 0


# Keys and mouse


def test_1_2_and_3_go_to_past_today_and_next_due(view):
    view.setFocus()
    asked = []
    view.asked.connect(asked.append)
    for key, stop in (("1", "reversed"), ("3", "final"), ("2", "target")):
        QTest.keyClicks(view, key)
        assert view.current.id == stop
    assert view.stretch.holds(TODAY)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert asked == ["target"]


def test_arrows_walk_marks_and_exceptions_of_a_lane_and_between_lanes(view):
    view.go_to("received")
    walked = []
    for _ in range(5):
        QTest.keyClick(view, Qt.Key.Key_Right)
        walked.append(view.current.id)
    assert walked == ["closed", "decide", "target", "final", "final"]
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert view.current.id == "plan"
    QTest.keyClick(view, Qt.Key.Key_Up)
    assert view.current.id == "final"
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert view.current.id == "received"


def test_plus_and_minus_zoom_and_zero_shows_all(view):
    days = view.stretch.days
    QTest.keyClicks(view, "+")
    assert view.stretch.days < days
    QTest.keyClicks(view, "--")
    assert view.stretch.days > days
    QTest.keyClicks(view, "0")
    assert view.stretch == timeline_scale.fit(CASE)


def test_what_one_stands_on_is_what_a_screen_reader_hears(view):
    heard = []
    view.current_changed.connect(heard.append)
    view.go_next()
    assert heard == ["final"]
    assert view.accessibleDescription() == timeline.said(FINAL, TODAY)
    assert view.accessibleName() == timeline.sentence(CASE)


def test_a_mark_is_chosen_by_a_press_and_says_itself_under_the_pointer(view):
    view.grab()
    place = view.place_of("decide").center().toPoint()
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=place)
    assert view.current.id == "decide"
    assert view.words_at(QPointF(place)).startswith("Decide whether to assess, Mon 31 Aug 2026 (84 days ago).")


def test_what_lies_beyond_the_end_is_counted_there_and_a_press_goes_to_it(view):
    old = tuple(Mark(f"old{n}", date(2020, 1, 1) + timedelta(days=n), "Paper", "done", "") for n in range(3))
    view.set(Timeline(TODAY, (FIRST, Lane("past", "What happened", old))))
    view.grab()
    edge = next(spot for spot in view._painting.spots if spot.is_edge)
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=edge.area.center().toPoint())
    assert view.current.id == "old2"
    assert view.stretch.holds(old[2].on)


def test_a_case_that_only_changed_keeps_stretch_and_stop(view):
    view.go_to("final")
    view.zoom(closer=True)
    stretch = view.stretch
    view.set(Timeline(TODAY, (FIRST,)))
    assert view.stretch == stretch
    assert view.current.id == "final"
    view.set(Timeline(TODAY, (SECOND,)))
    assert view.current is None


@pytest.mark.parametrize("name", ["light", "dark", "contrast"])
def test_what_is_late_is_a_diamond_in_the_colour_of_danger_and_today_never_is(shown, look, name):
    look.set(name)
    made = TimelineView()
    made.set(Timeline(TODAY, (SECOND,)))
    shown(made, width=960)
    assert look.tokens.danger.lower() not in colours(made)
    made.set(CASE)
    assert look.tokens.danger.lower() in colours(made)


def colours(part):
    picture = part.grab().toImage()
    return {
        picture.pixelColor(x, y).name() for x in range(0, picture.width(), 2) for y in range(0, picture.height(), 2)
    }


def test_two_clocks_of_22_weeks_fit_in_200_px(view):
    assert view.sizeHint().height() <= 204


@pytest.mark.parametrize("name", ["נועם דוגמה־בדיקה", "مثال للاختبار", "Z̷͉a̶l̵g̶o̸ ḱ̡u̷̓n", "Specimen " * 22])
def test_names_in_other_directions_with_marks_and_200_letters_are_painted(view, name):
    mark = Mark("name", TODAY, name, "done", name)
    view.set(Timeline(TODAY, (Lane("name", name, (mark,)),)))
    view.go_to("name")
    view.grab()
    assert name.strip() in view.accessibleDescription()
