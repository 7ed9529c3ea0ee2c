"""Sentences for steps: plain words, the framework's own names, no broken plural."""

from __future__ import annotations

from bandingdesk.matrix import phrases, wording
from bandingdesk.matrix import steps as st
from bandingdesk.matrix.steps import Check
from tests.support.frameworks import scheme

EXAMPLESHIRE = scheme("exampleshire-2026.1.json", "exampleshire-tariff-2026-27.json")
ALL = tuple(EXAMPLESHIRE.positions)


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
    assert said(st.Case("R1", True, "B2", either, "x")) == "A rule for Band 2 is met, because Vision is at level 4."
    neither = Check("not", False, of=(at_least("vision", 2, 4),))
    assert said(st.Case("R1", False, "B2", neither, "x")) == "A rule for Band 2 is not met: Vision is at level 4."


def test_contexts_and_measures_use_the_councils_words() -> None:
    special = Check("context", False, "setting", ("special", "base"), "main")
    assert said(st.Bound("floor", "F1", False, special, "B3", "B1", "B1", "x")) == (
        "The band would be at least Band 3 if the setting were special school or resource base. "
        "Here the setting is mainstream, not special school or resource base."
    )
    figure = Check("measure", True, "score", (20, None), 31)
    assert said(st.Bound("cap", "C1", True, figure, "B3", "B4", "B3", "x")) == (
        "The band is at most Band 3, because the total of points is 31, which is 20 or more. It is now Band 3."
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


def test_what_a_missed_not_asks_for_is_said_and_not_what_is_there() -> None:
    high = at_least("vision", 3, 4)
    few = Check("count_at_least", True, "", 2, 3, 4, ALL)
    here = Check("context", True, "setting", ("special",), "special")
    neither = Check("not", False, of=(Check("all", True, of=(high, few, here)),))
    assert said(st.Uplift("score", "U1", False, neither, 12, "x")) == (
        "The scheme would add 12 to the points if Vision were below level 3 or fewer than 2 strands were at level 4 or "
        "more or the setting were not special school. Here Vision is at level 4, the number of strands at level 4 or "
        "more is 3 and the setting is special school."
    )


def test_a_count_over_some_strands_names_them() -> None:
    some = Check("count_at_least", False, "", 2, 1, 3, ("hearing", "vision"))
    assert said(st.Case("R1", False, "B2", some, "x")) == (
        "A rule for Band 2 is not met: the number at level 3 or more among Hearing and Vision is 1, not 2 or more."
    )
    assert said(st.Move("M1", False, some, 1, "B2", "B2", "x")).startswith(
        "The band would move if 2 or more of Hearing and Vision were at level 3 or more."
    )
    assert said(st.Count("n", 3, ("hearing", "vision"), 1)) == (
        "The number at level 3 or more among Hearing and Vision is 1."
    )
    assert said(st.Highest("top", 2, ("hearing", "vision"), 1)) == (
        "The second highest level of Hearing and Vision is 1."
    )
    assert said(st.Highest("top", 9, ALL, 0)) == "Level number 9 from the top is 0."


def test_a_count_that_asks_for_a_number_exactly_says_so() -> None:
    none = Check("count_at_least", False, "", 0, 2, 4, ALL, True)
    assert said(st.Case("R1", False, "B2", none, "x")) == (
        "A rule for Band 2 is not met: the number of strands at level 4 or more is 2, not 0."
    )


def test_a_guard_is_told_by_what_it_asks_for_and_never_by_its_id() -> None:
    missed, met = at_least("vision", 3, 1), at_least("vision", 3, 4)
    assert [said(st.Guard("G1", False, missed, "Look again", action)) for action in ("refuse", "refer", "warn")] == [
        f"{would} if Vision were at level 3 or more. Here Vision is at level 1, not 3 or more."
        for would in (
            "The scheme would not take these levels",
            "The scheme would leave this case to people",
            "The scheme would ask people to look with care",
        )
    ]
    assert said(st.Guard("G1", True, met, "Look again", "warn")) == (
        "The scheme asks people to look at this case with care, because Vision is at level 4. Look again."
    )


def test_parts_that_hold_a_comma_are_not_parted_by_commas_alone() -> None:
    missed = [at_least(strand, 3, 1) for strand in ("hearing", "vision", "speech")]
    two, three = Check("any", False, of=tuple(missed[:2])), Check("any", False, of=tuple(missed))
    assert said(st.Case("R1", False, "B2", two, "x")).endswith(
        "Hearing is at level 1, not 3 or more, and Vision is at level 1, not 3 or more."
    )
    assert said(st.Case("R1", False, "B2", three, "x")).endswith(
        "Hearing is at level 1, not 3 or more; Vision is at level 1, not 3 or more; "
        "and Speech is at level 1, not 3 or more."
    )


def test_a_row_of_one_figure_and_a_part_that_changes_nothing_read_as_such() -> None:
    assert said(st.Threshold("score", 4, "B2", 4, 4)) == "Band 2 is for exactly 4, and that is the figure here."
    paid = st.Prorated("hours", 30, 1, 30, "half_up", 1, 25_100, 25_100, "x")
    scheme_ = scheme("kinds/attendance-hours.json", "kinds/attendance-hours-tariff-2026.json")
    assert wording.sentence(scheme_, paid) == "The part that is paid is 30 hours of 30. The amount stays £251."


def test_an_amount_that_hangs_on_no_place_names_none() -> None:
    assert said(st.Value("B2", (), 120_000, "year")) == "The tariff gives £1,200 a year for Band 2."


def test_a_range_reads_well_for_one_strand_for_more_and_for_one_band() -> None:
    def interval(strands: tuple[str, ...], bands: tuple[str, ...], refer: bool = False) -> str:
        return said(st.Interval(strands, bands, None, None, refer))

    assert interval(("hearing", "vision"), ("B2", "B3")) == (
        "The result is Band 2 to Band 3 while this is not known: Hearing and Vision."
    )
    assert interval(("hearing",), ("B2",), refer=True) == (
        "The result is Band 2, or no band at all, while this is not known: Hearing."
    )
    assert interval(("hearing",), ()) == ("Whatever is found for Hearing, the scheme gives no band. People decide.")


def test_of_two_values_the_one_says_that_it_is_not_the_other() -> None:
    gate = scheme("kinds/k-of-n-gate.json")
    name, labels = next((words.name, words.labels) for words in gate.words.contexts.values() if len(words.labels) == 2)
    (context,) = gate.words.contexts
    is_, other = labels
    missed = Check("context", False, context, (other,), is_)
    assert wording.sentence(gate, st.Guard("G", False, missed, "x", "refer")).endswith(
        f"Here the {name} is {labels[is_]}."
    )
