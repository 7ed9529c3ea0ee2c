"""A paper slip entered by figures: one key ends a row, how sure is said before it."""

from __future__ import annotations

import pytest

from bandingdesk.panel.slips import entry
from bandingdesk.panel.slips.entry import Entry
from tests.support import slip_files as f

ONE = f.STRANDS[0]
LAW = f.asked(f.a_case(questions=f.LAW.text))[0]
FIT = f.asked(f.a_case(framework_sha256="fit"))[0]


@pytest.mark.parametrize(
    ("keys", "answer", "sure"),
    [("3", 3, "sure"), ("f3", 3, "fairly"), ("N 0", 0, "not_sure"), ("s5", 5, "sure"), ("", None, "sure"),
     ("6", None, "sure"), ("f", None, "fairly"), ("33", None, "sure"), ("x", None, "sure")],
)  # fmt: skip
def test_levels_are_figures_after_how_sure(keys, answer, sure):
    assert entry.typed(ONE, keys, of_law=False) == (answer, sure)
    assert entry.is_whole(ONE, keys, of_law=False) == (answer is not None)


@pytest.mark.parametrize(
    ("keys", "answer", "sure"),
    [("y", 3, "sure"), ("N", 1, "sure"), ("?", 2, "sure"), ("2y", 3, "fairly"), ("3n", 1, "not_sure"),
     ("3", None, "not_sure")],
)  # fmt: skip
def test_answers_in_law_are_letters_after_a_figure(keys, answer, sure):
    assert entry.typed(LAW, keys, of_law=True) == (answer, sure)


def test_descriptions_are_ticked_by_their_letters_in_the_level_chosen():
    (rating,) = entry.ratings([FIT], [Entry(FIT.strand, "2", "", "ac")], of_law=False)
    assert rating.descriptors == ("fit.2.a", "fit.2.c")


def test_a_row_without_an_answer_is_left_to_the_lock_to_name():
    rows = [Entry(one.strand, "2" if n else "") for n, one in enumerate(f.STRANDS)]
    assert [rating.strand for rating in entry.ratings(f.STRANDS, rows, of_law=False)] == [
        one.strand for one in f.STRANDS[1:]
    ]


def test_a_second_entry_that_differs_names_its_rows():
    first = [Entry(one.strand, "2", "Page 2") for one in f.STRANDS]
    entry.require_same(f.STRANDS, first, [Entry(one.strand, " s2", "other words") for one in f.STRANDS], of_law=False)
    with pytest.raises(entry.EntriesDifferError) as refused:
        second = [Entry(one.strand, "f2" if n == 1 else "2") for n, one in enumerate(f.STRANDS)]
        entry.require_same(f.STRANDS, first, second, of_law=False)
    assert (refused.value.strands, refused.value.places) == ((f.STRANDS[1].strand,), f.STRANDS[1].name)
