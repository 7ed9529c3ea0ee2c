"""A scenario makes exact drafts beside what is published; what was found by a budget needs a written reason of need."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bandingdesk.matrix import files
from bandingdesk.matrix.tariff import Place, TableTariff
from bandingdesk.matrix.whatif.applied import apply, into_draft, proposals
from bandingdesk.matrix.whatif.scenario import (
    Amount,
    ChangeDoesNotFitError,
    Explored,
    Flat,
    LevelPoints,
    ReasonOfNeedMissingError,
    Scenario,
    Sought,
    StrandWeight,
    Threshold,
    Uplift,
    looked_for,
    read_scenario,
)
from tests.support.frameworks import framework, read, small, tariff

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
MAIN = (Place(context="setting", value="main"),)


def scenario(*changes: Any, **more: Any) -> Scenario:
    return Scenario(id="s1", name="Tried", date_=date(2026, 11, 23), framework="small", changes=changes, **more)


def amounts(**more: Any) -> TableTariff:
    """Band 1 to 3 in mainstream and special school; band 3 in a special school has no fixed amount."""
    rows = [
        {"band": f"B{n}", "setting": setting, "pence": None if (n, setting) == (3, "special") else n * 100_050}
        for n in (1, 2, 3)
        for setting in ("main", "special")
    ]
    made = {"schema": "banding-tariff/1", "framework": "small", "year": "2026-27", "period": "year", "rows": rows}
    read_ = files.read_tariff(json.dumps({**made, "rounding": "half_up", **more}).encode(), "t")
    assert isinstance(read_, TableTariff)
    return read_


def by_cell(own: Any) -> dict[tuple[str, str], int | None]:
    return {(row.band, row.setting): row.pence for row in own.rows}


def ladder(definition: Any) -> list[tuple[str, int, int]]:
    return [(row.band, row.from_, row.to) for row in definition.decide.rows]


def test_a_threshold_takes_the_neighbour_along():
    draft, _ = apply(read(small()), None, scenario(Threshold(band="B2", from_=6)))
    assert ladder(draft) == [("B1", 0, 5), ("B2", 6, 9), ("B3", 10, 18)]
    draft, _ = apply(read(small()), None, scenario(Threshold(band="B2", to=11)))
    assert ladder(draft) == [("B1", 0, 4), ("B2", 5, 11), ("B3", 12, 18)]


def test_a_row_that_would_hold_no_value_is_refused():
    with pytest.raises(ChangeDoesNotFitError) as error:
        apply(read(small()), None, scenario(Threshold(band="B2", from_=10)))
    assert error.value.fields["what"] == "B2 from 10 to 9"


def test_points_and_weight_change_one_row_alone():
    old = read(small())
    draft, _ = apply(
        old, None, scenario(LevelPoints(strand="c", level=1, points=7), StrandWeight(strand="a", weight=2))
    )
    table = draft.measures[0].table
    assert [(row.strand, row.points, row.weight) for row in table] == [
        ("a", (0, 1, 2, 3, 4), 2),
        ("b", (0, 1, 2, 3, 4), 1),
        ("c", (0, 7, 10), 1),
    ]
    assert old.measures[0].table[2].points == (0, 5, 10)


def test_a_draft_has_a_version_of_its_own_and_names_what_it_follows():
    old = read(small())
    draft, money = apply(old, amounts(), scenario(Threshold(band="B2", from_=6), Flat(pence=1)))
    assert (draft.version, draft.supersedes, draft.change_note) == ("1-s1", files.sha256(old), "Tried")
    assert money.version == "2026-27-s1"
    assert [(source.what, source.date_) for source in money.provenance] == [("proposal: Tried", date(2026, 11, 23))]


def test_what_no_change_touches_is_the_same_object():
    old, money = read(small()), amounts()
    draft, after = apply(old, money, scenario(Flat(pence=1)))
    assert draft is old
    assert after is not money
    assert apply(old, money, scenario()) == (old, money)


@pytest.mark.parametrize(
    ("rounding", "to", "expected"),
    # 2.5 % of 100,050 pence is 2,501.25: 102,551.25 before rounding
    [("half_up", 1, 102_551), ("up", 1, 102_552), ("half_up", 100, 102_600), ("down", 1000, 102_000)],
)
def test_an_uplift_is_rounded_by_name(rounding, to, expected):
    change = Uplift(millionths=25_000, rounding=rounding, round_to=to)
    _, after = apply(read(small()), amounts(), scenario(change))
    assert by_cell(after)["B1", "main"] == expected
    assert by_cell(after)["B3", "special"] is None


def test_published_amounts_stay_beside_the_proposal():
    published = amounts()
    _, proposed = apply(read(small()), published, scenario(Amount(band="B1", where=MAIN, pence=90_000)))
    assert by_cell(published)["B1", "main"] == 100_050
    [only] = proposals(published, proposed)
    assert (only.band, only.place, only.published, only.proposed) == ("B1", {"setting": "main"}, 100_050, 90_000)


def test_a_flat_sum_leaves_a_band_without_a_fixed_amount_alone():
    _, after = apply(read(small()), amounts(), scenario(Flat(pence=5_000, band="B3")))
    assert by_cell(after) == {**by_cell(amounts()), ("B3", "main"): 305_150}


@pytest.mark.parametrize(
    "change",
    [
        Amount(band="B1", where=(Place(context="phase", value="late"),), pence=1),
        Amount(band="B9", pence=1),
        Flat(pence=-100_051),
        Threshold(band="B9", from_=3),
        LevelPoints(strand="c", level=4, points=1),
        LevelPoints(strand="z", level=1, points=1),
        StrandWeight(strand="a", weight=2, measure="none"),
    ],
)
def test_a_change_that_fits_nowhere_is_refused(change):
    with pytest.raises(ChangeDoesNotFitError):
        apply(read(small()), amounts(), scenario(change))


def test_a_scenario_is_for_one_version():
    other = scenario().model_copy(update={"version": "2"})
    with pytest.raises(ChangeDoesNotFitError):
        apply(read(small()), None, other)


def test_the_published_term_amounts_are_not_carried_into_a_proposal():
    old = tariff("exampleshire-tariff-2026-27.json")
    rows = (old.rows[0].model_copy(update={"pence": 300, "terms": (100, 100, 100)}), *old.rows[1:])
    made = Scenario(
        id="s1", name="Tried", date_=date(2026, 11, 23), framework="exampleshire-send", changes=(Flat(pence=3),)
    )
    _, after = apply(framework("exampleshire-2026.1.json"), old.model_copy(update={"rows": rows}), made)
    assert (after.rows[0].pence, after.rows[0].terms) == (303, None)


def entry(*changes: Any, sought: bool) -> Explored:
    mark = Sought(budget=1_000, total=900, remainder=100) if sought else None
    return Explored(at=AT, by="Finance officer (invented)", changes=changes, children=3, pence=900, sought=mark)


def test_every_exploration_is_kept_in_order():
    made = scenario().explored(entry(Flat(pence=1), sought=False)).explored(entry(Flat(pence=2), sought=False))
    assert [own.changes[0].pence for own in made.log] == [1, 2]


def test_a_threshold_found_by_a_budget_needs_a_reason_before_it_is_a_draft():
    found = Threshold(band="B2", from_=6)
    made = scenario(found).explored(entry(found, sought=True))
    assert made.log[0].sought.mark == "not a statement of need"
    with pytest.raises(ReasonOfNeedMissingError) as error:
        into_draft(read(small()), None, made, reason_of_need="  ")
    assert error.value.fields["what"] == "the threshold of B2"
    draft, _ = into_draft(read(small()), None, made, reason_of_need="Six describes two areas of need at level 3.")
    assert draft.change_note == "Tried Reason of need: Six describes two areas of need at level 3."


@pytest.mark.parametrize(
    ("found", "kept"),
    [
        (Threshold(band="B2", from_=6), Threshold(band="B2", from_=7)),
        (LevelPoints(strand="c", level=1, points=7), LevelPoints(strand="c", level=1, points=8)),
        (StrandWeight(strand="a", weight=2), StrandWeight(strand="a", weight=3)),
    ],
)
def test_a_value_nudged_after_the_search_was_still_looked_for(found, kept):
    made = scenario(kept).explored(entry(found, sought=True))
    assert looked_for(made) == (kept,)
    with pytest.raises(ReasonOfNeedMissingError):
        into_draft(read(small()), None, made)


def test_what_a_person_moved_herself_needs_no_reason_and_money_never_does():
    own = Threshold(band="B2", from_=6)
    made = scenario(own, Flat(pence=5)).explored(entry(own, sought=False)).explored(entry(Flat(pence=5), sought=True))
    draft, _ = into_draft(read(small()), amounts(), made)
    assert ladder(draft)[1] == ("B2", 6, 9)


def test_a_scenario_file_is_read_with_every_fault_named():
    good = {"schema": "banding-scenario/1", "id": "s1", "name": "N", "date": "2026-11-23", "framework": "small"}
    changes = [{"kind": "threshold", "band": "B2", "from": 6}, {"kind": "uplift", "millionths": 1, "rounding": "up"}]
    made = read_scenario(json.dumps({**good, "changes": changes}).encode(), "s.json")
    assert [change.kind for change in made.changes] == ["threshold", "uplift"]
    bad = {**good, "changes": [{"kind": "threshold", "band": "B2", "from": "6"}, {"kind": "uplift", "percent": 2}]}
    with pytest.raises(files.FrameworkInvalidError) as error:
        read_scenario(json.dumps(bad).encode(), "s.json")
    assert len(error.value.problems) >= 3
