"""Merge fields, lists and tables; dates and money; what counts as naming a band."""

from __future__ import annotations

import locale
from datetime import date

import pytest

from bandingdesk.letters import wording
from bandingdesk.letters.blocks import Grid, Items, Text

SOURCE = """title: Plan of {{ name }}
needs: name
for: parent

## ONE: First
needs: name, papers
Dear {{ name }}.

{% for paper in papers %}
- {{ paper }}
{% endfor %}

## TWO: Second
1. one
2. two
   goes on

| What | Amount |
|------|---:|
| {{ name }} | 5 |
"""


def test_text_becomes_blocks_with_paragraphs_lists_and_tables() -> None:
    first, second = wording.parse(SOURCE).blocks({"name": "Rowan", "papers": ("a", "b")})
    assert first.parts == (Text("Dear Rowan."), Items(("a", "b")))
    assert second.parts == (
        Items(("one", "two goes on"), is_numbered=True),
        Grid(("What", "Amount"), (("Rowan", "5"),), right=(1,), shares=(6, 4)),
    )


@pytest.mark.parametrize(
    "value", ["- not a bullet", "1. not a step", "a | b", "## X: y", "two\nlines", "{{ name }}", "**b"]
)
def test_a_merged_value_is_never_read_as_layout(value: str) -> None:
    first, second = wording.parse(SOURCE).blocks({"name": value, "papers": ("a",)})
    assert len(first.parts) == 2
    assert len(second.parts) == 2
    assert isinstance(second.parts[1], Grid)
    assert second.parts[1].rows == ((value.replace("\n", " "), "5"),)


def test_missing_facts_are_named_by_block() -> None:
    assert wording.parse(SOURCE).missing({"name": "", "papers": ()}) == ["TITLE: name", "ONE: name", "ONE: papers"]


def test_an_empty_field_stops_the_letter() -> None:
    with pytest.raises(wording.LetterTextError):
        wording.fill("{{ name }}", {"name": None})
    with pytest.raises(wording.LetterTextError):
        wording.fill("{{ other }}", {"name": "x"})


def test_a_text_can_not_reach_into_the_program() -> None:
    with pytest.raises(wording.LetterTextError):
        wording.fill("{{ name.__class__.__mro__ }}", {"name": "x"})


def test_zero_is_a_fact() -> None:
    assert not wording.is_missing({"pence": 0}, "pence")


def test_dates_do_not_follow_the_laptops_language() -> None:
    before = locale.setlocale(locale.LC_TIME)
    try:
        for name in ("fr_FR.UTF-8", "de_DE.UTF-8", "C.UTF-8"):
            try:
                locale.setlocale(locale.LC_TIME, name)
            except locale.Error:
                continue
            assert wording.long_date(date(2026, 12, 7)) == "Monday 7 December 2026"
    finally:
        locale.setlocale(locale.LC_TIME, before)


@pytest.mark.parametrize(
    ("text", "name", "found"),
    [
        ("The plan is in Band F now.", "Band F", True),
        ("The plan is in band f now.", "Band F", True),
        ("Section F sets it out.", "F", False),
        ("It is paid as band F.", "F", True),
        ("Band Fine is a music group.", "Band F", False),
    ],
)
def test_naming_a_band_means_whole_words(text: str, name: str, found: bool) -> None:
    assert wording.names(text, name) is found


@pytest.mark.parametrize("source", ["", "title: x\nfor: parent\n", "## ONE: x\ntext\n"])
def test_a_text_without_title_recipient_or_block_is_refused(source: str) -> None:
    with pytest.raises(wording.LetterTextError):
        wording.parse(source)


def test_reading_age_follows_flesch_and_kincaid() -> None:
    """Kincaid et al. 1975: 6 words, 6 syllables, 1 sentence = 0.39 x 6 + 11.8 x 1 - 15.59 = -1.45; + 5 = 3.55."""
    assert wording.reading_age(["The cat sat on the mat."]) == pytest.approx(3.55)
