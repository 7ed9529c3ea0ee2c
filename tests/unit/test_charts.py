"""Charts as values: axes from zero, small counts hidden so that nothing follows by subtraction, the figures told."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bandingdesk import charts
from bandingdesk.charts import Chart, Point, Series


def a_chart(**more):
    fields = {
        "kind": "bars",
        "title": "Band 2 grows from 40 to 52.",
        "unit": "count",
        "across_name": "Band",
        "across": ("Band 1", "Band 2", "Band 3"),
        "series": (charts.counted("Now", (90, 40, 70)), charts.counted("With this draft", (88, 52, 60))),
        "n": 200,
        "period": "2026-27",
        "version": "Exampleshire 2026.1",
        "source": "Cases on 23 Nov 2026",
    }
    return Chart(**{**fields, **more})


def test_the_table_holds_every_figure():
    told = charts.table(a_chart())
    assert told.headings == ("Band", "Now", "With this draft")
    assert told.rows == (("Band 1", "90", "88"), ("Band 2", "40", "52"), ("Band 3", "70", "60"))
    assert told.text().splitlines()[1] == "Band 1\t90\t88"


def test_the_whole_fact_is_told_in_words():
    told = charts.sentence(a_chart())
    assert told.startswith("Band 2 grows from 40 to 52. Band 1: Now 90, With this draft 88.")
    assert told.endswith("200 children and young people · 2026-27 · Exampleshire 2026.1 · Cases on 23 Nov 2026.")


def test_figures_are_numbers_in_a_workbook_and_money_is_exact():
    money = a_chart(unit="pence", series=(Series("Now", (Point(109_550), Point(None), Point(0))),))
    rows = charts.figures(money)
    assert rows[4] == ["Band", "Now"]
    assert rows[5] == ["Band 1", Decimal("1095.5")]
    assert rows[6] == ["Band 2", "not shown"]


def test_an_interval_is_told_with_its_figure():
    point = Point(14, 9, 21)
    assert charts.words(a_chart(), point) == "14, from 9 to 21"


@pytest.mark.parametrize(
    ("amount", "unit", "change", "told"),
    [
        (1_095_000, "pence", False, "£10,950"),
        (25_150, "pence", False, "£251.50"),
        (-149_400, "pence", True, "£1,494 less"),
        (0, "pence", True, "no change"),
        (12, "count", True, "12 more"),
    ],
)
def test_amounts_in_words(amount, unit, change, told):
    assert charts.amount_words(amount, unit, change=change) == told


@pytest.mark.parametrize(("amount", "told"), [(610_000_000, "£6.1m"), (500_000_000, "£5m"), (9_000_000, "£90,000")])
def test_the_money_axis_is_in_words(amount, told):
    assert charts.axis_words(amount, "pence") == told


@given(st.integers(-(10**12), 0), st.integers(0, 10**12))
def test_an_axis_holds_zero_and_both_ends_in_few_marks(lowest, highest):
    marks = charts.marks(lowest, highest)
    assert 0 in marks
    assert marks[0] <= lowest
    assert marks[-1] >= highest
    assert 2 <= len(marks) <= 8


def test_counts_from_1_to_5_are_hidden_and_nought_is_not():
    assert charts.words(a_chart(), charts.counted("Now", (5, 40, 3)).points[0]) == "fewer than 6"
    hidden = charts.hide_small([[0, 1, 5, 6, 40]])
    assert hidden == [[False, True, True, False, False]]


def test_one_hidden_count_alone_hides_the_next_smallest_too():
    # 100 in all and 60 + 36 shown would give the 4 away.
    assert charts.hide_small([[60, 36, 4]]) == [[False, True, True]]
    told = [charts.words(a_chart(), point) for point in charts.counted("Now", (60, 36, 4)).points]
    assert told == ["60", "not shown", "fewer than 6"]  # 36 is not fewer than 6


tables = st.integers(1, 5).flatmap(
    lambda width: st.lists(st.lists(st.integers(0, 30), min_size=width, max_size=width), min_size=1, max_size=5)
)


@given(tables)
def test_no_row_or_column_has_one_hidden_count_alone_among_others(counts):
    hidden = charts.hide_small(counts)
    lines = [list(zip(row, own, strict=True)) for row, own in zip(counts, hidden, strict=True)]
    lines += [list(line) for line in zip(*lines, strict=True)] if len(counts) > 1 else []
    for line in lines:
        assert sum(own for _, own in line) != 1 or not any(count for count, own in line if not own)
    for row, own in zip(counts, hidden, strict=True):
        assert all(is_hidden for count, is_hidden in zip(row, own, strict=True) if 0 < count < charts.SMALL)
        assert not any(is_hidden for count, is_hidden in zip(row, own, strict=True) if not count)


def test_an_amount_beside_a_hidden_count_is_hidden():
    series = charts.amounts("Change", (10_000, 20_000, 30_000), (4, 50, 9))
    assert [point.amount for point in series.points] == [None, 20_000, None]


def test_a_chart_with_a_figure_too_few_or_too_many_series_is_a_mistake():
    with pytest.raises(ValueError):
        a_chart(series=(Series("Now", (Point(1),)),))
    with pytest.raises(ValueError):
        a_chart(series=tuple(charts.counted(str(n), (1, 2, 3)) for n in range(7)))


def test_an_axis_stands_still_while_a_handle_moves():
    before = a_chart()
    after = charts.reaching(a_chart(series=(charts.counted("Now", (30, 20, 10)),)), before)
    assert after.highest == before.highest == 90
