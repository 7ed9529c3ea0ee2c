"""Places of a definition in words, as headings and sentences name them."""

from __future__ import annotations

import pytest

from bandingdesk.matrix.paths import Places, parse

FRAMEWORK = {
    "strands": [{"id": "a", "name": "Attention", "levels": [{"level": 0}, {"level": 3}]}],
    "bands": [{"id": "B1", "name": "Band 1"}],
    "decide": {"kind": "thresholds", "rows": [{"band": "B1", "from": 0}, {}]},
    "tests": [{"id": "T04"}],
}
TARIFF = {"rows": [{"band": "B1", "pence": 100}, {"setting": "special"}]}


@pytest.mark.parametrize(
    ("where", "heading", "sentence"),
    [
        ("strands[0].levels[1]", "Strands, Attention, level 3", "Attention, level 3"),
        ("strands", "Strands", "Strands"),
        ("bands[0].name", "Bands, Band 1, the name", "Band 1, the name"),
        ("decide.rows[0].from", "How the band is found, Band 1, from", "How the band is found, Band 1, from"),
        ("decide.rows[1]", "How the band is found, row 2", "How the band is found, row 2"),
        ("tests[0]", "Tests, T04", "Tests, T04"),
        ("", "", "the scheme as a whole"),
    ],
)
def test_a_place_is_named_by_the_names_of_the_definition(where: str, heading: str, sentence: str) -> None:
    places = Places(FRAMEWORK, TARIFF)
    assert places.words(parse(where)) == heading
    assert places.named(where) == sentence


@pytest.mark.parametrize(
    ("where", "said"),
    [("tariff", "Money"), ("tariff.rows[0].pence", "Money, amounts, Band 1, the amount"),
     ("tariff.rows[1]", "Money, amounts, row 2")],
)  # fmt: skip
def test_a_place_of_the_tariff_is_under_money(where: str, said: str) -> None:
    assert Places(FRAMEWORK, TARIFF).named(where) == said
