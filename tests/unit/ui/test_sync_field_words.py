"""What two versions differ in, in words: every kind of subject has a name, values are written as people write them."""

from __future__ import annotations

import pytest

from bandingdesk.store import folds
from bandingdesk.ui.workspaces.sync import field_words, words

NAMES = {"p1": "C. Marsh"}


def test_every_kind_of_subject_has_a_name_for_one_and_for_many():
    kinds = set(folds.registry().folds) - {"resolution"}
    assert kinds <= set(field_words.SUBJECTS)
    assert kinds <= set(field_words.MANY)


@pytest.mark.parametrize(
    ("path", "value", "wanted"),
    [
        ("assigned", "p1", "C. Marsh"),
        ("assigned", None, "Nothing"),
        ("facts.pence", 1_095_000, "£10,950 a year"),
        ("facts.primary_need", "ASD", "Autism"),
        ("facts.year_group", "6", "Year 6"),
        ("facts.next_review", "2026-12-07", "Mon 7 Dec 2026"),
        ("signed.at", "2026-11-23T08:52:00Z", "Mon 23 Nov 2026, 8:52"),
        ("facts.looked_after", False, "No"),
        ("review.section_f", ["15 hours", "A quiet place"], "15 hours\nA quiet place"),
        ("review.section_f", [], "Nothing"),
        ("agreed", [{"strand": "literacy", "level": 2, "median_x2": 4}], "literacy, 2"),
    ],
)
def test_values_are_written_as_people_write_them(path, value, wanted):
    assert field_words.value(path, value, NAMES) == wanted


def test_a_value_without_words_of_its_own_is_called_by_its_path():
    assert field_words.label("case", "facts.setting_name") == "Setting"
    assert field_words.label("case", "facts.never_seen") == "Never seen"


@pytest.mark.parametrize("path", ["signed.entered_by", "added.sha256", "signed.words"])
def test_what_a_machine_adds_steps_back(path):
    assert field_words.is_beside(path)
    assert not field_words.is_beside("decided.words")


@pytest.mark.parametrize("kind", ["stale", "fork", "context", "late", "erased", "role", "revoked", "rule", "upcast"])
def test_each_kind_of_difference_has_a_sentence_of_its_own(kind):
    assert words._FRAMES[kind]
    assert words._SHORT[kind]


def test_a_field_of_a_statutory_record_is_called_as_its_form_calls_it():
    assert field_words.label("entry", "values.received") == "Received by the council"
