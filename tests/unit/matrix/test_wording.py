"""Sentences for steps: plain words, the framework's own names, no broken plural."""

from __future__ import annotations

from bandingdesk.matrix import phrases, wording
from bandingdesk.matrix import steps as st
from bandingdesk.matrix.steps import Check
from tests.support.frameworks import scheme

EXAMPLESHIRE = scheme("exampleshire-2026.1.json", "exampleshire-tariff-2026-27.json")


def said(step: st.Step) -> str:
    return wording.sentence(EXAMPLESHIRE, step)


def at_least(strand: str, needed: int, was: int) -> Check:
    return Check("strand_at_least", was >= needed, strand, needed, was)


def test_money_is_written_in_pounds() -> None:
    assert wording.money(1_095_000) == "£10,950"
    assert wording.money(61_350) == "£613.50"  # one term at B2, 15 hours: banding notes 2.2
    assert wording.money(0) == "£0"
    assert wording.money(-150) == "-£1.50"


def test_a_near_miss_says_what_was_missing_only() -> None:
    check = Check("all", False, of=(at_least("attention", 3, 3), at_least("feelings", 3, 2)))
    step = st.Uplift("score", "U1", False, check, 12, "x")
    assert said(step) == (
        "The scheme would add 12 to the points if Managing feelings were at level 3 or more. "
        "Here Managing feelings is at level 2, not 3 or more."
    )


def test_any_and_not_read_as_english() -> None:
    either = Check("any", True, of=(at_least("speech", 3, 1), at_least("vision", 2, 4)))
    assert (
        said(st.Case("R1", True, "B2", either, "x"))
        == "Rule R1 is met, because Vision is at level 4. It stands for Band 2."
    )
    neither = Check("not", False, of=(at_least("vision", 2, 4),))
    assert said(st.Case("R1", False, "B2", neither, "x")) == "Rule R1 for Band 2 is not met: Vision is at level 4."


def test_contexts_and_measures_use_the_councils_words() -> None:
    special = Check("context", False, "setting", ("special", "base"), "main")
    assert said(st.Bound("floor", "F1", False, special, "B3", "B1", "B1", "x")) == (
        "Rule F1 about Band 3 does not apply: the setting is mainstream, not special school or resource base."
    )
    figure = Check("measure", True, "score", (20, None), 31)
    assert said(st.Bound("cap", "C1", True, figure, "B3", "B4", "B3", "x")) == (
        "The band is at most Band 3, because the total of points, which is 31, is 20 or more. It is now Band 3."
    )


def test_each_reason_to_refer_has_its_words() -> None:
    for reason in phrases.REFERRED:
        subject = "B1" if reason == "setting" else "score"
        text = said(st.Refer(reason, subject, 12, 10))
        assert "eople" in text
        assert "{" not in text


def test_a_template_can_be_translated_before_it_is_filled() -> None:
    step = st.Total("score", 137, True)
    welsh = {phrases.ADDS_UP: "Cyfanswm y pwyntiau yw {points}."}
    assert wording.sentence(EXAMPLESHIRE, step, lambda text: welsh.get(text, text)) == "Cyfanswm y pwyntiau yw 137."
