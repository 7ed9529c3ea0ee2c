"""An example file for each kind of rule that councils publish: it proves clean, is answered, and its tests pass."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bandingdesk import resources
from bandingdesk.matrix import analyse, evaluate, explain, files, profile, replay
from bandingdesk.matrix.tariff import TableTariff
from bandingdesk.matrix.whatif import applied
from bandingdesk.matrix.whatif.scenario import RoundTo, Scenario, Uplift
from tests.support.frameworks import EVERY, EVERY_PAIR, scheme, tariff

# The kinds of rule, numbered as in the design (matrix.md 4) and in the catalogue of published rules (banding.md 3.1),
# and the file that holds each. What stays outside a framework (20, 21 of the catalogue) is in docs/decisions.
DESIGN = {
    1: "kinds/care-domains.json",
    2: "kinds/checklist-counts.json",
    3: "herefordshire-2021.json",
    4: "kinds/weighted-areas.json",
    5: "kinds/acuity.json",
    6: "kinds/threshold-or-item.json",
    7: "kinds/unique-table.json",
    8: "kinds/k-of-n-gate.json",
    9: "kinds/pattern-levels.json",
    10: "exampleshire-2026.1.json",
    11: "kinds/cell-values.json",
    12: "kinds/weight-times-base.json",
    13: "kinds/setting-nuance.json",
    14: "kinds/highest-area.json",
    15: "kinds/best-of-two-routes.json",
    16: "kinds/prime-areas.json",
    17: "southfield-best-fit-2026.json",
    18: "kinds/weight-times-base.json",
}
CATALOGUE = {
    1: "herefordshire-2021.json",
    2: "kinds/weighted-areas.json",
    3: "kinds/weighted-areas.json",
    4: "kinds/primary-need.json",
    5: "southfield-best-fit-2026.json",
    6: "kinds/cell-values.json",
    7: "kinds/unit-steps.json",
    8: "kinds/need-types.json",
    9: "kinds/months-behind.json",
    10: "kinds/hours-ranges.json",
    11: "kinds/costed-map.json",
    12: "kinds/staffing-ratio.json",
    13: "kinds/allowed-bands.json",
    14: "kinds/hourly-supplement.json",
    15: "kinds/school-values.json",
    16: "kinds/absorbed-bands.json",
    17: "kinds/add-ons.json",
    18: "kinds/reversed-names.json",
    19: "kinds/profile-warnings.json",
    22: "kinds/attendance-hours.json",
    23: "kinds/outcomes.json",
    24: "kinds/reversed-names.json",
}
# What banding.md 3.2 adds: overrides, exceptional amounts, conversion, uplift, part of a year, duration, rounding.
AROUND = {
    "override": "exampleshire-2026.1.json",
    "exceptional": "kinds/award-and-route.json",
    "conversion": "kinds/unit-steps.json",
    "uplift": "kinds/award-and-route.json",
    "pro rata": "kinds/weight-times-base.json",
    "duration": "kinds/award-and-route.json",
    "rounding": "kinds/weight-times-base.json",
}
AT = datetime(2026, 11, 23, 8, 52, tzinfo=UTC)


def test_every_kind_of_rule_has_its_file() -> None:
    named = {*DESIGN.values(), *CATALOGUE.values(), *AROUND.values()}
    assert set(range(1, 19)) == DESIGN.keys()
    assert set(range(1, 25)) - CATALOGUE.keys() == {20, 21}
    assert named | {"westmark-counts-2026.json"} == EVERY.keys()


@pytest.mark.parametrize(("name", "money"), EVERY_PAIR)
def test_it_proves_clean_over_every_profile_and_each_warning_is_answered(name: str, money: str | None) -> None:
    file = files.read_framework_file(resources.shipped(f"frameworks/{name}").read_bytes(), name)
    report = analyse.check(file.definition, None if money is None else tariff(money), answers=file.life.answers)
    assert report.complete
    assert [finding for finding in report.findings if finding.severity == "error"] == []
    assert report.failed == 0
    assert report.passed >= 3
    assert report.adoptable


@pytest.mark.parametrize(("name", "money"), sorted({*EVERY_PAIR, *((name, None) for name in EVERY)}, key=str))
def test_every_finding_is_answered_in_the_file_with_and_without_the_amounts(name: str, money: str | None) -> None:
    file = files.read_framework_file(resources.shipped(f"frameworks/{name}").read_bytes(), name)
    report = analyse.check(file.definition, None if money is None else tariff(money), answers=file.life.answers)
    assert [(finding.code, finding.where) for finding in report.findings if not finding.answer] == []


@pytest.mark.parametrize(("name", "money"), EVERY_PAIR)
def test_its_worked_examples_are_explained_step_by_step(name: str, money: str | None) -> None:
    scheme_ = scheme(name, money)
    for test in scheme_.framework.tests:
        expect = test.expect
        given = profile.of(test)
        about = expect.pence is not None and scheme_.money is not None and expect.year in (None, scheme_.money.year)
        paid = about and expect.period in (None, scheme_.money.period if scheme_.money else None)
        why = explain.explain(scheme_, given, case=test.id, at=AT, with_money=paid)
        assert why.evaluation.band == expect.band
        assert replay.replay(why.evaluation.steps, scheme_.bands) == why.evaluation[:5]
        assert all(sentence and "{" not in sentence for sentence in why.sentences)
        assert why.evaluation == evaluate.evaluate(scheme_, given, with_money=paid)
        if paid:
            assert why.evaluation.pence == expect.pence
        if expect.points is not None:
            assert why.evaluation.points == expect.points
        if expect.bands is not None:
            assert why.evaluation.bands == expect.bands


@pytest.mark.parametrize("name", sorted(EVERY))
def test_its_bytes_are_canonical(name: str) -> None:
    definition = files.read_framework(resources.shipped(f"frameworks/{name}").read_bytes(), name)
    text = files.canonical(definition)
    assert files.canonical(files.read_framework(text, name)) == text
    assert text == text.decode().encode()


def test_an_edge_of_a_costed_map_stands_between_the_two_rows() -> None:
    definition = files.read_framework(resources.shipped("frameworks/kinds/costed-map.json").read_bytes(), "costed-map")
    (edge,) = [finding for finding in analyse.check(definition).findings if finding.code == "test_edge_missing"]
    assert "between Met by the school and Top-up (£6,000 and £6,000.01)" in edge.message


def test_what_stands_around_a_rule_is_data_too() -> None:
    files_ = {name: scheme(name, EVERY[name][-1]) for name in AROUND.values()}
    about = {what: files_[name] for what, name in AROUND.items()}
    assert about["override"].framework.override.named()
    [other] = about["conversion"].framework.crosswalks
    assert {row.band for row in other.rows} <= set(about["conversion"].bands)
    exceptional, duration, part = (about[what].tariff for what in ("exceptional", "duration", "pro rata"))
    assert exceptional is not None
    assert exceptional.route is not None
    assert duration is not None
    assert duration.award is not None
    assert duration.award.lengths == ("1 term", "2 terms", "3 terms")
    assert part is not None
    assert part.proration is not None
    assert (part.rounding, part.round_to) == ("half_up", 100)


def risen(name: str, before: str, millionths: int, round_to: RoundTo) -> list[int | None]:
    framework_, old = files.read_framework(resources.shipped(f"frameworks/{name}").read_bytes(), name), tariff(before)
    rise = Uplift(millionths=millionths, rounding="half_up", round_to=round_to)
    made = Scenario(id="S1", name="rise", date_=AT.date(), framework=framework_.id, changes=(rise,))
    _, new = applied.apply(framework_, old, made)
    assert isinstance(new, TableTariff)
    return [row.pence for row in new.rows]


def amounts(name: str) -> list[int | None]:
    found = tariff(name)
    assert isinstance(found, TableTariff)
    return [row.pence for row in found.rows]


def test_a_rise_of_three_per_cent_gives_the_amounts_of_the_next_year() -> None:
    proposed = risen("kinds/award-and-route.json", "kinds/award-and-route-tariff-2023-24.json", 30_000, 100)
    assert proposed == amounts("kinds/award-and-route-tariff-2024-25.json")


def test_a_published_table_is_kept_beside_the_proposal_that_it_does_not_follow() -> None:
    """Islington's rise of 4 % to the nearest £10 fits five of six amounts: 11,120 gives 11,560, and 11,570 stands."""
    proposed = risen("kinds/weighted-areas.json", "kinds/weighted-areas-tariff-2017-18.json", 40_000, 1000)
    published = amounts("kinds/weighted-areas-tariff-2021-22.json")
    differ = [(made, kept) for made, kept in zip(proposed, published, strict=True) if made != kept]
    assert differ == [(1_156_000, 1_157_000)]
