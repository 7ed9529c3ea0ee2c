"""Two schemes at once: bands read both ways by published rows; rows proposed from amounts."""

from __future__ import annotations

from typing import Any

import pytest

from bandingdesk.matrix import crosswalk, diff
from bandingdesk.matrix.compiled import compile_scheme
from bandingdesk.matrix.framework import Crosswalk, Framework
from tests.support.frameworks import read, scheme, small

MINE = {"B1": 100_000, "B2": 300_000, "B3": 600_000}
THEIRS = {"B1": 190_000, "B2": 300_000, "B3": 700_000}


def framework(rows: list[dict[str, Any]], **changes: Any) -> Framework:
    own = {"framework": "other", "rule": "published", "rows": rows, **changes}
    return read(small(crosswalks=[own]))


OTHER = read(small(id="other", title="The other scheme"))
WHOLE = [{"other": "B1", "band": "B1"}, {"other": "B2", "band": "B1"}, {"other": "B3", "band": None}]


def test_a_band_is_read_in_the_other_scheme_and_back() -> None:
    mine = framework(WHOLE)
    own = crosswalk.between(OTHER, mine)
    assert own is not None
    assert [crosswalk.read(own, band) for band in ("B1", "B2", "B3")] == ["B1", "B1", None]
    assert crosswalk.read_back(own, "B1") == ("B1", "B2")
    assert crosswalk.read_back(own, "B2") == ()
    with pytest.raises(crosswalk.BandNotMappedError):
        crosswalk.read(own, "B9")


def test_a_crosswalk_for_one_version_stands_before_one_for_all() -> None:
    rows = [{"other": "B1", "band": "B2"}]
    mine = read(
        small(
            crosswalks=[
                {"framework": "other", "rule": "published", "rows": WHOLE},
                {"framework": "other", "version": "1", "rule": "published", "rows": rows},
            ]
        )
    )
    own = crosswalk.between(OTHER, mine)
    assert own is not None
    assert own.version == "1"
    assert crosswalk.between(read(small(id="third")), mine) is None


def test_every_band_of_the_other_scheme_has_a_row() -> None:
    assert crosswalk.faults(framework(WHOLE).crosswalks[0], OTHER) == ()
    mine = framework([{"other": "B1", "band": "B1"}, {"other": "X", "band": "B2"}])
    assert [fault.words for fault in crosswalk.faults(mine.crosswalks[0], OTHER)] == [
        "Band 2 of The other scheme has no row.",
        "Band 3 of The other scheme has no row.",
        "The other scheme has no band X.",
    ]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("nearest", ["B1", "B2", "B3"]),  # £1,900 lies £900 from Band 1 and £1,100 from Band 2
        ("nearest_up", ["B2", "B2", None]),  # no amount is as high as £7,000
        ("equal_value", [None, "B2", None]),
    ],
)
def test_rows_are_proposed_by_a_named_rule(rule: Any, expected: list[str | None]) -> None:
    made = crosswalk.propose(OTHER, MINE, THEIRS, rule)
    assert isinstance(made, Crosswalk)
    assert ([row.band for row in made.rows], made.rule, made.version) == (expected, rule, "1")
    assert crosswalk.faults(made, OTHER) == ()


def test_of_two_amounts_as_near_the_higher_one_is_proposed() -> None:
    made = crosswalk.propose(OTHER, {"B1": 100, "B2": 300}, {"B1": 200, "B2": None}, "nearest")
    assert [row.band for row in made.rows] == ["B2", None, None]


def test_published_rows_are_not_worked_out() -> None:
    with pytest.raises(crosswalk.NotProposedError):
        crosswalk.propose(OTHER, MINE, THEIRS, "published")


def test_amounts_come_from_the_tariff_of_one_place() -> None:
    exampleshire = scheme("exampleshire-2026.1.json", "exampleshire-tariff-2026-27.json")
    found = crosswalk.amounts(exampleshire, {"setting": "main", "phase": "ks12"})
    assert (found["B1"], found["B5"], found["B6"]) == (0, 735_000, 1_095_000)  # the shipped table


def test_a_diff_between_two_schemes_reads_bands_by_the_crosswalk() -> None:
    mine = framework([{"other": f"B{n}", "band": f"B{n}"} for n in (1, 2)] + [{"other": "B3", "band": None}])
    found = diff.semantic(compile_scheme(OTHER), compile_scheme(mine))
    above = sum(a + b + 5 * c >= 10 for a in range(5) for b in range(5) for c in range(3))
    assert [(shift.old, shift.new, shift.profiles) for shift in found.shifts] == [("B3", "B3", above)]
