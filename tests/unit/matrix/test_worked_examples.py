"""The worked examples of the banding notes, section 2: published ones with inputs and answer, and derived ones.

W3, W5 and W6 are here. W9 and W10 carry no band on purpose: W9 (Ombudsman 22 011 395) compares hours in a plan with
hours funded, and W10 (R v Cumbria ex p P) is about money that must not cap need. They are tests of policy: the program
never shows a band as an entitlement or as a reason for less support (phrases.PEOPLE stands at the end of every long
explanation, and the decision form asks for each line of Section F).
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from bandingdesk.matrix import analyse, files, phrases, wording
from bandingdesk.matrix import steps as st
from bandingdesk.matrix.compiled import compile_scheme
from bandingdesk.matrix.evaluate import Evaluation, evaluate
from bandingdesk.matrix.measures import CostLine
from bandingdesk.matrix.profile import Profile
from bandingdesk.matrix.replay import replay
from bandingdesk.matrix.scheme import Scheme
from tests.support.frameworks import read, scheme, small

LADDER = {"kind": "thresholds", "above": "refer", "below": "refer"}


def priced(definition: dict[str, Any], **tariff: Any) -> Scheme:
    """Return DEFINITION with a tariff of these fields."""
    whole = {"framework": "small", "year": "2026-27", "period": "year", "rounding": "none", **tariff}
    return compile_scheme(read(definition), files.read_tariff(json.dumps(whole).encode(), "tariff"))


def worked(scheme_: Scheme, profile: Profile) -> Evaluation:
    """Return the evaluation, its steps replayed."""
    found = evaluate(scheme_, profile)
    assert replay(found.steps, scheme_.bands) == found[:5]
    return found


def said(scheme_: Scheme, found: Evaluation) -> list[str]:
    return [wording.sentence(scheme_, step) for step in found.steps]


def direct(bands: int) -> dict[str, Any]:
    """Return a scheme in which a person picks one of so many bands (notes 3.1 rule 7)."""
    made = small(measures=[], tests=[])
    made["strands"] = [
        {"id": "fit", "name": "Band", "area": "A", "levels": [{"level": n} for n in range(1, bands + 1)]}
    ]
    made["bands"] = [{"id": f"B{n}", "name": f"Band {n}", "rank": n} for n in range(1, bands + 1)]
    cards = [{"level": n, "band": f"B{n}"} for n in range(1, bands + 1)]
    made["decide"] = {"kind": "best_fit", "strand": "fit", "cards": cards, "relied_on": "optional"}
    return made


# --- 2.1, published --------------------------------------------------------------------------------------------------


def test_w3_an_early_years_supplement_of_14_pounds_an_hour_for_15_hours_and_22_weeks_is_4620_pounds() -> None:
    definition = direct(2)
    definition["measures"] = [
        {"kind": "number", "id": "hours", "name": "Hours a week", "min": 0, "max": 30, "unit": "hours"},
        {"kind": "number", "id": "weeks", "name": "Weeks", "min": 0, "max": 22, "unit": "weeks"},
    ]
    rows = [{"band": "B1", "rate": 700}, {"band": "B2", "rate": 1400}]
    scheme_ = priced(definition, kind="rate", rows=rows, times=["hours", "weeks"])
    found = worked(scheme_, Profile({"fit": 2}, numbers={"hours": 15, "weeks": 22}))
    assert found[:3] == ("B2", None, 462_000)
    assert said(scheme_, found)[-1] == (
        "The tariff takes £14 for Band 2, times 15 hours times 22 weeks. That comes to £4,620 a year."
    )


TELFORD = ["1044.85", "2089.70", "3134.55", "4179.40", "5224.25", "6269.10", "7313.95", "8358.80"]  # bands 9 to 16


@pytest.mark.parametrize("band", range(1, 17))
def test_w5_telfords_bands_are_steps_of_one_unit_above_band_8(band: int) -> None:  # notes 1.3, 2.2
    weights = [{"band": f"B{n}", "weight": max(0, n - 8)} for n in range(1, 17)]
    bases = [{"pence": 104_485}]
    scheme_ = priced(direct(16), kind="base_times_weight", scale=1, bases=bases, weights=weights)
    published = 0 if band <= 8 else int(TELFORD[band - 9].replace(".", ""))
    assert worked(scheme_, Profile({"fit": band})).pence == published


def herefordshire(points: int, hours: str, tariff: str) -> Evaluation:
    """Return the result of POINTS by Herefordshire's shipped scheme (strands worth 0, 2, 4, 7, 10 or 14)."""
    scheme_ = scheme("herefordshire-2021.json", f"herefordshire-tariff-{tariff}.json")
    levels = dict.fromkeys(scheme_.positions, 0)
    reached = {0: dict[str, int]()}
    for strand in levels:
        for so_far, chosen in list(reached.items()):
            for level, worth in enumerate((0, 2, 4, 7, 10, 14)):
                reached.setdefault(so_far + worth, {**chosen, strand: level})
    return worked(scheme_, Profile({**levels, **reached[points]}, context={"hours": hours}))


def test_w6_herefordshires_group_a1_is_251_pounds_a_term_and_753_a_year() -> None:
    assert herefordshire(10, "30", "term")[:3] == ("A1", 10, 25_100)
    assert herefordshire(14, "15", "term")[:3] == ("A1", 14, 12_550)
    assert herefordshire(12, "30", "year")[:3] == ("A1", 12, 75_300)


# --- 2.2, derived from published tables ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("points", "band", "pounds"),
    [
        (0, "LO", 0), (9, "LO", 0), (10, "A1", 753), (14, "A1", 753), (15, "A2", 1494), (49, "C4", 6378),
        (50, "D1", 8814), (109, "F4", 24_333), (110, None, None),
    ],
)  # fmt: skip
def test_herefordshires_edges(points: int, band: str | None, pounds: int | None) -> None:
    found = herefordshire(points, "30", "year")
    assert found[:3] == (band, points, None if pounds is None else pounds * 100)
    assert found.kind == ("refer" if band is None else "indicative")


def test_one_point_from_c4_to_d1_is_2436_pounds() -> None:
    low, high = herefordshire(49, "30", "year").pence, herefordshire(50, "30", "year").pence
    assert low is not None
    assert high is not None
    assert high - low == 243_600


def test_herefordshire_in_terms() -> None:
    full, half = herefordshire(35, "30", "term"), herefordshire(25, "15", "term")
    assert full.band == "C2"
    assert full.pence is not None
    assert 2 * full.pence == 331_600
    assert half[:3] == ("B2", 25, 61_350)


WEIGHTS = {"cl1": 4, "cl2": 4, "ci": 2, "semh": 4}


@pytest.mark.parametrize(
    ("levels", "raw", "points"),
    [
        ({"cl1": 4, "cl2": 4}, 32, 16), ({"cl1": 2, "cl2": 2}, 16, 16), ({"cl1": 4}, 16, 16), ({"ci": 4}, 0, 8),
        ({"semh": 4}, 0, 16),
    ],
)  # fmt: skip
def test_islingtons_weights_and_its_cap(levels: dict[str, int], raw: int, points: int) -> None:
    strands = [{"id": s, "name": s.upper(), "area": "A", "levels": [{"level": n} for n in range(5)]} for s in WEIGHTS]
    table = [{"strand": s, "points": [0, 1, 2, 3, 4], "weight": weight} for s, weight in WEIGHTS.items()]
    caps = [{"strands": ["cl1", "cl2"], "max": 16}]
    measures = [{"kind": "points", "id": "score", "table": table, "group_caps": caps}]
    decide = {**LADDER, "measure": "score", "rows": [{"band": "B1", "from": 0, "to": 99}]}
    scheme_ = compile_scheme(read(small(strands=strands, measures=measures, decide=decide)))
    found = worked(scheme_, Profile(dict.fromkeys(WEIGHTS, 0) | levels))
    cap = next(step for step in found.steps if isinstance(step, st.GroupCap))
    assert (cap.before, cap.after, found.points) == (raw, min(raw, 16), points)


def costed(line: dict[str, Any]) -> Evaluation:
    """Return what a line of a map comes to at 655 pounds a weekly hour of a teaching assistant (notes 1.9)."""
    rate = {"id": "ta", "name": "teaching assistant", "per": "weekly_hour", "pence": 65_500}
    measure = {"kind": "cost", "id": "map", "lines": "provision", "rates": [rate]}
    rows = [{"band": "B1", "from": 0, "to": 600_000}, {"band": "B2", "from": 600_001, "to": 10_000_000}]
    decide = {**LADDER, "measure": "map", "rows": rows}
    scheme_ = priced(small(measures=[measure], decide=decide), kind="measure", measure="map")
    lines = (CostLine.model_validate({"what": "Support in class", "rate": "ta", **line}),)
    return worked(scheme_, Profile({"a": 0, "b": 0, "c": 0}, lines={"provision": lines}))


def test_an_hour_shared_by_four_is_163_pounds_75_and_five_hours_alone_are_3275() -> None:
    assert costed({"minutes": 60, "group": 4}).pence == 16_375
    assert costed({"minutes": 300}).pence == 327_500


def test_655_pounds_a_weekly_hour_over_38_weeks_is_17_pounds_24_an_hour() -> None:
    assert costed({"minutes": 60, "weeks": 1}).pence == 1_724  # 17.2368...


def test_a_costed_map_takes_off_what_the_setting_meets_first() -> None:  # notes 1.9: the excess over 6,000 pounds
    rate = {"id": "ta", "name": "teaching assistant", "per": "weekly_hour", "pence": 65_500}
    measure = {"kind": "cost", "id": "map", "lines": "provision", "rates": [rate]}
    decide = {**LADDER, "measure": "map", "rows": [{"band": "B1", "from": 0, "to": 10_000_000}]}
    deduct = {"pence": 600_000, "why": "The setting meets this from its own budget."}
    scheme_ = priced(small(measures=[measure], decide=decide), kind="measure", measure="map", deduct=deduct)
    for minutes, pence in ((300, 0), (900, 382_500)):  # 3,275 and 9,825 pounds before it
        line = CostLine.model_validate({"what": "Support in class", "rate": "ta", "minutes": minutes})
        found = worked(scheme_, Profile({"a": 0, "b": 0, "c": 0}, lines={"provision": (line,)}))
        assert found.pence == pence


def test_surreys_13_hours_stand_in_two_ranges_and_nobody_guesses() -> None:
    measure = {"kind": "number", "id": "hours", "name": "Hours of support", "min": 0, "max": 60, "unit": "hours"}
    rows = [{"band": "B1", "from": 0, "to": 13}, {"band": "B2", "from": 13, "to": 19}]
    definition = small(measures=[measure], decide={**LADDER, "measure": "hours", "rows": rows})
    scheme_ = compile_scheme(read(definition))
    levels = {"a": 0, "b": 0, "c": 0}
    found = worked(scheme_, Profile(levels, numbers={"hours": 13}))
    assert found.steps[-1] == st.Refer("overlap", "hours", 13, None)
    assert said(scheme_, found)[-1] == "More than one band covers 13 hours. People decide which."
    assert worked(scheme_, Profile(levels, numbers={"hours": 12})).band == "B1"
    assert "threshold_overlap" in {finding.code for finding in analyse.check(read(definition)).findings}


def test_no_explanation_gives_a_band_as_a_limit() -> None:  # W10
    assert "does not limit" in phrases.PEOPLE
