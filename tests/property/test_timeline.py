"""The timeline for any days: the stretch holds what it must, labels of a row never touch, the weightiest is placed."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bandingdesk.ui.widgets import timeline_scale
from bandingdesk.ui.widgets.timeline import Lane, Mark, Timeline
from bandingdesk.ui.widgets.timeline_scale import Scale, Wish

DAYS = st.dates()
WISHES = st.lists(
    st.builds(Wish, st.floats(-50, 900), st.floats(1, 260), st.integers(0, 4)), min_size=1, max_size=14
)  # fmt: skip


@given(st.lists(DAYS, max_size=6), DAYS, st.lists(st.booleans(), max_size=14))
def test_any_days_give_a_stretch_inside_the_calendar_that_can_be_walked(days, today, zooms):
    marks = tuple(Mark(str(n), day, "Plan", "due", "") for n, day in enumerate(days))
    lanes = (Lane("a", "A", marks, (), min(days, default=None), max(days, default=None)),)
    now = timeline_scale.fit(Timeline(today, lanes))
    assert now.holds(today)
    for day, closer in zip([*days, today] * 2, zooms, strict=False):
        now = timeline_scale.showing(timeline_scale.zoomed(now, day, closer=closer), day)
        assert now.holds(day)
    scale = Scale(now, 10, 910)
    found = timeline_scale.ticks(scale, lambda day, _: day.isoformat(), lambda words: 8.0 * len(words), 10)
    places = [scale.start(tick.day) for tick in found]
    assert all(after - before >= 80 for before, after in zip(places, places[1:], strict=False))
    assert scale.day_at(scale.x(today)) == today or not now.holds(today)


@given(WISHES, st.integers(1, 3))
def test_labels_of_a_row_never_touch_and_the_heaviest_that_fits_is_placed(wishes, rows):
    found = timeline_scale.place(wishes, rows, 0, 800, 10)
    for row in range(rows):
        mine = sorted(
            (place.left, place.left + wish.width)
            for wish, place in zip(wishes, found, strict=True)
            if place is not None and place.row == row
        )
        assert all(last + 10 <= first + 1e-6 for (_, last), (first, _) in zip(mine, mine[1:], strict=False))
        assert all(0 <= first <= last <= 800 + 1e-6 for first, last in mine)
    heaviest = max(range(len(wishes)), key=lambda n: (wishes[n].weight, -wishes[n].x, -n))
    assert found[heaviest] is not None


def test_a_day_is_where_the_calendar_ends():
    assert timeline_scale.view(date.max.toordinal() + 5, 40).holds(date.max)
    assert timeline_scale.view(-3, 40).holds(date.min)
