"""Practice cases: an edition that is read whole or refused, private feedback, anchors beside a descriptor."""

from __future__ import annotations

import json

import pytest

from bandingdesk import resources
from bandingdesk.matrix import files
from bandingdesk.panel.practice import feedback, vignettes

TEXT = resources.text("panels/vignettes/exampleshire-send.json")
EDITION = vignettes.read(TEXT)
WILLOW = EDITION.vignettes[0]


def test_three_vignettes_ship_with_a_level_and_a_reason_for_each_strand_they_are_scored_on() -> None:
    assert len(EDITION.vignettes) == 3
    assert all(one.why for vignette in EDITION.vignettes for one in vignette.ratings)
    framework = files.read_framework(resources.shipped("frameworks/exampleshire-2026.1.json").read_bytes(), "e")
    scale = {strand.id: tuple(level.level for level in strand.levels) for strand in framework.strands}
    vignettes.require_fits(EDITION, scale)
    assert all(len(EDITION.beside(strand)) in (2, 3) for strand in scale)  # F7: two or three beside each descriptor


def test_feedback_says_same_near_and_apart_and_never_a_total() -> None:
    given = {"attention": 4, "literacy": 2, "social": 0, "selfcare": 0}
    lines = feedback.of(WILLOW, given)
    assert [(line.strand, line.how) for line in lines] == [
        ("attention", "near"), ("literacy", "same"), ("social", "apart"), ("selfcare", "same"),
    ]  # fmt: skip


def test_feedback_waits_for_every_strand() -> None:
    with pytest.raises(feedback.PracticeIncompleteError) as refused:
        feedback.of(WILLOW, {"attention": 3})
    assert refused.value.missing == ("literacy", "social", "selfcare")


def test_the_anchors_nearest_to_a_level_are_shown() -> None:
    assert [one.level for one in EDITION.beside("attention", 5)] == [2, 3, 4]
    assert EDITION.beside("none") == ()


@pytest.mark.parametrize("damage", ["{", '{"framework": "x"}', json.dumps({**json.loads(TEXT), "dated": "yesterday"})])
def test_a_damaged_edition_is_refused_whole(damage: str) -> None:
    with pytest.raises(vignettes.VignettesInvalidError):
        vignettes.read(damage)


def test_an_edition_that_names_another_scale_is_refused() -> None:
    with pytest.raises(vignettes.VignettesInvalidError) as refused:
        vignettes.require_fits(EDITION, {"learning": (0, 1)})
    assert "has no level" in str(refused.value)


def test_a_framework_without_vignettes_has_none() -> None:
    assert vignettes.of_framework("nowhere") is None
