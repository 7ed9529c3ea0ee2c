"""The synthetic caseload: nothing in it is real, it repeats for a seed, and it follows the national weights."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date

from bandingdesk import demo_caseload, resources
from bandingdesk.casework import cells, identifiers

TODAY = date(2026, 11, 23)
SEED = 7
PLANS = demo_caseload.plans(1700, SEED, TODAY)


def test_the_same_seed_gives_the_same_plans() -> None:
    assert demo_caseload.plans(1700, SEED, TODAY) == PLANS
    assert demo_caseload.plans(1700, SEED + 1, TODAY) != PLANS


def test_no_identifier_could_be_real() -> None:
    for plan in PLANS:
        assert plan.forename == "Testpupil"
        assert plan.surname[-3:].isdigit()
        assert not plan.setting_name or plan.setting_name.endswith("(invented)")
        assert not plan.setting_urn or (identifiers.urn_is_valid(plan.setting_urn) and plan.setting_urn > "900000")
        assert not plan.upn or (identifiers.upn_is_valid(plan.upn) and plan.upn[1:4] == "999"), f"seed {SEED}"
        assert identifiers.nhs_is_valid(plan.nhs_number)
        assert plan.nhs_number.startswith("999")
        assert identifiers.postcode_is_valid(plan.postcode)
        assert plan.postcode.startswith("ZZ99")


def test_every_child_is_named_once() -> None:
    assert len({plan.name for plan in PLANS}) == len(PLANS)
    assert len({plan.nhs_number for plan in PLANS}) == len(PLANS)
    upns = [plan.upn for plan in PLANS if plan.upn]
    assert len(set(upns)) == len(upns)


def test_dates_and_codes_make_sense() -> None:
    for plan in PLANS:
        assert plan.plan_start is not None
        assert plan.dob < plan.plan_start <= TODAY, f"seed {SEED}: {plan.reference}"
        assert plan.plan_start >= demo_caseload.FIRST_DAY
        assert plan.last_review is None or plan.plan_start < plan.last_review <= TODAY
        assert plan.setting_type in cells.SETTINGS
        assert plan.phase in cells.PHASES
        assert plan.primary_need in cells.NEEDS
        assert plan.secondary_need != plan.primary_need


def test_the_shares_follow_the_national_weights() -> None:
    """Within four standard errors of a share of 1,700: 0.048 at a half."""
    weights = json.loads(resources.text("demo/demo_weights.json"))
    sexes = weights["sex_counts"]
    boys = sexes["Male"] / (sexes["Male"] + sexes["Female"])
    assert abs(Counter(plan.sex for plan in PLANS)["M"] / 1700 - boys) < 0.048, f"seed {SEED}"
    needs = Counter(plan.primary_need for plan in PLANS)
    totals = {
        need.upper(): sum(ages[need] for ages in weights["need_by_age"].values()) for need in ("asd", "semh", "slcn")
    }
    everything = sum(sum(ages.values()) for ages in weights["need_by_age"].values())
    for need, total in totals.items():
        assert abs(needs[need] / 1700 - total / everything) < 0.048, f"seed {SEED}: {need}"
    settings = weights["setting_counts"]
    special = settings["special_total"] / 638745
    assert abs(Counter(plan.setting_type for plan in PLANS)["special"] / 1700 - special) < 0.06, f"seed {SEED}"


def test_some_names_carry_marks() -> None:
    assert any(not plan.surname.isascii() for plan in PLANS)


def test_school_years() -> None:
    assert demo_caseload.school_year(date(2021, 8, 31), TODAY) == "1"
    assert demo_caseload.school_year(date(2021, 9, 1), TODAY) == "R"
    assert demo_caseload.school_year(date(2014, 9, 2), TODAY) == "7"
    assert demo_caseload.school_year(date(2014, 9, 2), date(2026, 8, 31)) == "6"
