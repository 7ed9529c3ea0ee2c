from __future__ import annotations

import itertools
import statistics
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bandingdesk.consistency import spread
from bandingdesk.consistency.spread import Spread

LEVELS = st.lists(st.integers(0, 10), min_size=1, max_size=12)
NAMES = {"A": "A", "C": "C", "F": "F", "G": "G", "H": "H", "K": "K", "L": "L", "M": "M"}


def of(strand: str, *levels: int, tolerance: int = 1, disagreement: int = 2) -> Spread:
    return spread.spread(strand, levels, tolerance=tolerance, disagreement=disagreement)


@given(LEVELS)
def test_the_middle_is_the_standard_librarys_median_doubled(levels: list[int]) -> None:
    assert Fraction(spread.median_x2(levels), 2) == Fraction(statistics.median(levels))


@given(st.permutations([0, 1, 2, 2, 5]))
def test_the_order_of_scorers_changes_nothing(levels: list[int]) -> None:
    assert of("A", *levels) == of("A", 0, 1, 2, 2, 5)


def test_no_level_is_proposed_where_the_middle_falls_between_two() -> None:
    assert of("A", 2, 3).middle is None
    assert of("A", 2, 3).median_x2 == 5
    assert of("A", 1, 3).middle == 2


@pytest.mark.parametrize(("low", "high"), list(itertools.combinations_with_replacement(range(6), 2)))
def test_the_flag_is_ends_two_or_more_levels_apart_and_nothing_else(low: int, high: int) -> None:
    # moderation.md F5: highest and lowest two or more levels apart; the tolerance flags nothing by itself
    for tolerance in (0, 1, 3):
        assert of("A", low, high, tolerance=tolerance).flagged is (high - low >= 2)


def test_a_council_may_set_another_distance() -> None:
    assert not of("A", 1, 3, disagreement=3).flagged
    assert of("A", 1, 4, disagreement=3).flagged


def test_a_strand_without_scores_has_no_spread() -> None:
    with pytest.raises(ValueError):
        of("A")
    with pytest.raises(ValueError):
        of("A", 1, disagreement=0)


def test_talk_takes_the_widest_first_and_keeps_the_frameworks_order_between_equals() -> None:
    found = spread.order_of_talk([of("A", 1, 2), of("C", 2, 5), of("F", 1, 3), of("G", 3, 4)])
    assert [one.strand for one in found] == ["C", "F", "A", "G"]


def test_the_sentence_is_the_one_of_the_chairs_ten_second_view() -> None:
    # moderation.md 12: 5 scorers, 6 of 8 strands agreed, C (2 to 5) first, then F (1 to 3), 1 person recused
    close = [of(name, 2, 2, 2, 3, 3) for name in "AGHKLM"]
    talk = spread.talk(
        [*close, of("F", 1, 1, 2, 3, 3), of("C", 2, 3, 3, 4, 5)], NAMES, scorers=5, stepped_out=1, missing=0
    )
    assert talk.lead == "Talk about C (2 to 5) first, then F (1 to 3)."
    assert (
        talk.facts == "5 scorers. 6 of 8 strands agree within one level. 1 person stepped out. No scores are missing."
    )
    assert talk.sentence == f"{talk.facts} {talk.lead}"


def test_the_sentence_counts_missing_sheets_and_says_when_nothing_needs_talk() -> None:
    talk = spread.talk([of("A", 2, 2)], NAMES, scorers=1, stepped_out=0, missing=2)
    assert talk.lead == "No strand needs talk by the disagreement rule."
    assert talk.facts == "1 scorer. 1 of 1 strand agree within one level. 2 score sheets are missing."


def test_the_sentence_names_three_strands_and_counts_the_rest() -> None:
    wide = [of("A", 0, 5), of("C", 0, 4), of("F", 0, 3), of("G", 0, 2), of("H", 1, 3)]
    lead = spread.talk(wide, NAMES, scorers=2, stepped_out=0, missing=0).lead
    assert lead == "Talk about A (0 to 5) first, then C (0 to 4), then F (0 to 3), and 2 more strands."
