"""What a band is worth in one case. Amounts are worked out by hand beside each test; the order is the format's own."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from bandingdesk.matrix import evaluate, files, wording
from bandingdesk.matrix import steps as st
from bandingdesk.matrix.compiled import compile_scheme
from bandingdesk.matrix.evaluate import Evaluation, ProfileIncompleteError
from bandingdesk.matrix.payment import AmountNotNamedError
from bandingdesk.matrix.profile import Profile
from bandingdesk.matrix.replay import replay
from bandingdesk.matrix.rounding import NotWholePenceError, rounded
from bandingdesk.matrix.scheme import Scheme
from tests.support.frameworks import read, small

LEVELS = {"a": 4, "b": 1, "c": 0}  # 5 points: B2
DEFINITION = small(
    contexts=[
        *small()["contexts"],
        {"id": "share", "name": "hours", "values": ["15", "30"]},
        {"id": "need", "name": "main need", "values": ["n1", "n2"]},
    ],
    measures=[
        *small()["measures"],
        {"kind": "number", "id": "days", "name": "Days on roll", "min": 0, "max": 190, "unit": "days"},
        {"kind": "number", "id": "hours", "name": "Hours", "min": 0, "max": 300, "scale": 10, "unit": "hours"},
        {
            "kind": "primary",
            "id": "main",
            "context": "need",
            "strands": [{"value": "n1", "strand": "a"}, {"value": "n2", "strand": "b"}],
        },
    ],
)
MAIN = [{"context": "setting", "value": "main"}]


def priced(**tariff: Any) -> Scheme:
    whole = {"framework": "small", "year": "2026-27", "period": "year", "rounding": "half_up", **tariff}
    return compile_scheme(read(DEFINITION), files.read_tariff(json.dumps(whole).encode(), "tariff"))


def paid(scheme: Scheme, **facts: Any) -> Evaluation:
    """Return the evaluation at B2, its steps replayed."""
    facts = {"context": {"setting": "main", "share": "15", "need": "n2"}, **facts}
    found = evaluate.evaluate(scheme, Profile(LEVELS, **facts))
    assert replay(found.steps, scheme.bands) == found[:5]
    return found


def said(scheme: Scheme, found: Evaluation, kind: type[Any]) -> list[str]:
    return [wording.sentence(scheme, step) for step in found.steps if isinstance(step, kind)]


ROWS = [{"band": "B2", "pence": 1_000_001}]


def test_every_rule_is_taken_in_the_order_of_the_format() -> None:
    scheme = priced(
        rows=ROWS,
        addons=[{"id": "A", "when": {"kind": "strand_at_least", "strand": "a", "level": 4}, "pence": 99, "why": "x"}],
        deduct={"pence": 600_000, "why": "From the setting's own budget."},
        caps=[{"id": "C", "where": MAIN, "pence": 350_001, "why": "A limit for mainstream."}],
        floors=[{"id": "F", "pence": 360_001, "why": "A least amount."}],
        proration={"context": "share", "full": 30},
        protection={"until": "2028-03-31", "why": "Nobody loses at once."},
    )
    found = paid(scheme, paid_before=200_000, on=date(2028, 3, 31))
    after = [
        getattr(step, "after", getattr(step, "pence", None))
        for step in found.steps
        if isinstance(step, (st.Value, st.AddOn, st.Deducted, st.ValueBound, st.Prorated, st.Protected))
    ]
    # 10,000.01 + 0.99 - 6,000 = 4,001; at most 3,500.01; at least 3,600.01; half is 1,800.005; before it was 2,000
    assert after == [1_000_001, 1_000_100, 400_100, 350_001, 360_001, 180_001, 200_000]
    assert found.pence == 200_000
    assert said(scheme, found, st.Deducted) == [
        "The setting meets the first £6,000 itself, so £10,001 becomes £4,001. From the setting's own budget."
    ]
    assert said(scheme, found, st.Prorated) == ["The part that is paid is 15 of 30, so £3,600.01 becomes £1,800.01."]
    assert said(scheme, found, st.Protected) == [
        "£2,000 was paid before, and the amount may not fall below it until 31 March 2028. It is £2,000. "
        "Nobody loses at once."
    ]


def test_protection_ends_with_its_day_and_needs_an_amount_before() -> None:
    scheme = priced(rows=ROWS, protection={"until": "2028-03-31", "why": "x"})
    assert paid(scheme, paid_before=2_000_000, on=date(2028, 4, 1)).pence == 1_000_001
    assert paid(scheme, paid_before=2_000_000, on=date(2028, 3, 31)).pence == 2_000_000
    assert paid(scheme, paid_before=500, on=date(2028, 3, 31)).pence == 1_000_001
    assert paid(scheme).pence == 1_000_001  # nothing was paid before
    with pytest.raises(ProfileIncompleteError):
        paid(scheme, paid_before=2_000_000)


def test_a_map_below_what_the_setting_meets_is_nil() -> None:
    assert paid(priced(rows=ROWS, deduct={"pence": 1_000_002, "why": "x"})).pence == 0


def test_days_on_roll_over_days_in_the_year() -> None:
    scheme = priced(rows=ROWS, proration={"number": "days", "full": 190})
    assert paid(scheme, numbers={"days": 95}).pence == 500_001  # 500,000.5 rounds up
    assert paid(scheme, numbers={"days": 0}).pence == 0
    with pytest.raises(ProfileIncompleteError) as caught:
        paid(scheme)
    assert caught.value.missing == "Days on roll"  # type: ignore[attr-defined]


def test_a_base_by_place_times_a_weight_is_rounded_to_ten_pounds() -> None:  # notes 1.2: 11,120 x 1.04 = 11,564.80
    bases = [{"where": MAIN, "pence": 1_112_000}]
    weights = [{"band": "B2", "weight": 104}]
    scheme = priced(kind="base_times_weight", scale=100, bases=bases, weights=weights, round_to=1000)
    found = paid(scheme)
    assert found.pence == 1_156_000
    assert said(scheme, found, st.Weighted) == [
        "The tariff takes £11,120 (mainstream) times 1.04 for Band 2. That comes to £11,560 a year."
    ]
    with pytest.raises(AmountNotNamedError):
        paid(scheme, context={"setting": "special"})


AMOUNTS = [
    {"strand": strand, "level": level, "pence": level * worth}
    for strand, worth in (("a", 100), ("b", 5000))
    for level in range(5)
]


@pytest.mark.parametrize(("combine", "pence"), [("sum", 5400), ("highest", 5000), ("primary", 5000)])
def test_amounts_by_strand_are_added_or_the_highest_or_that_of_the_main_need(combine: str, pence: int) -> None:
    primary = {"primary": "main"} if combine == "primary" else {}
    scheme = priced(kind="sum_by_strand", combine=combine, amounts=AMOUNTS, **primary)
    assert paid(scheme).pence == pence  # Apple at 4 stands for 4 pounds, Birch at 1 for 50
    if combine == "primary":
        assert paid(scheme, context={"need": "n1"}).pence == 400
        with pytest.raises(ProfileIncompleteError) as caught:
            paid(scheme, context={})
        assert caught.value.missing == "main need"  # type: ignore[attr-defined]


def test_a_rate_of_parts_of_a_penny_times_half_hours() -> None:
    scheme = priced(kind="rate", scale=10, rows=[{"band": "B2", "rate": 125}], times=["hours"])
    found = paid(scheme, numbers={"hours": 75})  # 12.5 pence times 7.5 hours is 93.75 pence
    assert found.pence == 94
    assert said(scheme, found, st.Hourly) == [
        "The tariff takes 12.5p for Band 2, times 7.5 hours. That comes to £0.94 a year."
    ]


def test_a_row_has_a_period_of_its_own() -> None:
    scheme = priced(rows=[{"band": "B2", "pence": 5000, "period": "one_off"}, {"band": "B1", "pence": 1}])
    found = paid(scheme)
    assert isinstance(found.steps[-1], st.Value)
    assert found.steps[-1].period == "one_off"
    assert evaluate.paid(scheme, 1, Profile({})) == (5000, "one_off")
    assert evaluate.paid(scheme, 0, Profile({})) == (1, "year")


def test_a_bespoke_band_has_no_amount_and_no_rule_makes_one() -> None:
    floors = [{"id": "F", "pence": 10, "why": "x"}]
    assert paid(priced(rows=[{"band": "B2", "pence": None}], floors=floors)).pence is None


def test_an_amount_that_nobody_published_is_said() -> None:
    with pytest.raises(AmountNotNamedError) as caught:
        paid(priced(rows=[{"band": "B1", "pence": 1}]))
    assert (caught.value.year, caught.value.what) == ("2026-27", "Band 2")  # type: ignore[attr-defined]


def test_the_decided_band_is_priced_without_levels_where_the_tariff_reads_none() -> None:
    assert evaluate.paid(priced(rows=ROWS), 1, Profile({})).pence == 1_000_001
    with pytest.raises(ProfileIncompleteError):
        evaluate.paid(priced(kind="sum_by_strand", amounts=AMOUNTS), 1, Profile({}))


@pytest.mark.parametrize(
    ("rule", "to", "halves"),
    [
        ("half_up", 1, [1, 1, 2, 3]), ("half_even", 1, [0, 1, 2, 2]), ("down", 1, [0, 1, 1, 2]),
        ("up", 1, [1, 1, 2, 3]), ("half_up", 2, [0, 2, 2, 2]),
    ],
)  # fmt: skip
def test_rounding_is_named(rule: str, to: int, halves: list[int]) -> None:
    assert [rounded(half, 2, rule, to) for half in (1, 2, 3, 5)] == halves


def test_no_rounding_means_no_fraction() -> None:
    assert rounded(6, 2, "none") == 3
    with pytest.raises(NotWholePenceError):
        rounded(7, 2, "none")
