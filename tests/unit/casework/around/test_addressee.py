"""Who a letter goes to: by age, responsibility, a court's limits, agreement, capacity; never a withheld address."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bandingdesk.casework.around.addressee import addressee
from bandingdesk.casework.around.ops import CourtLimit
from bandingdesk.casework.child import Capacity
from bandingdesk.casework.ops import CapacityRecorded
from tests.support.around_builders import FATHER, MOTHER, TOLD, a_person, decided, gone

TODAY = date(2026, 11, 23)
CHILD = date(2017, 5, 3)
YOUNG = date(2010, 5, 3)  # compulsory school age ended on 26 June 2026
LIMIT = CourtLimit("No contact with the child, order of 3 March 2026", date(2026, 3, 3), date(2026, 11, 30))
AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def to(people, born=CHILD, on=TODAY, **more):
    return addressee("Testpupil Rowan-017", born, people, on, **more)


def lacking(decision="d1", who="r1", on=date(2026, 11, 20), has=False):
    return Capacity(CapacityRecorded(decision, "the plan", has, on, "report", who), "p1", AT)


def test_parents_living_apart_each_get_a_letter_the_one_at_home_first():
    found = to([a_person("r2", FATHER), a_person("r1")])
    assert [(one.name, one.key) for one in found.receivers] == [
        ("A. Parent (invented)", "r1"),
        ("B. Parent (invented)", "r2"),
    ]
    assert found.main.lines == MOTHER.address
    assert not found.is_young_person


def test_parents_of_one_address_get_one_letter_unless_they_ask_for_different_formats():
    same = {"address": ("1 sample road,", "Exampleton", "ZZ993WZ"), "lives_with": True}
    found = to([a_person("r1"), a_person("r2", FATHER, **same)])
    (one,) = found.receivers
    assert one.name == "A. Parent (invented) and B. Parent (invented)"
    assert one.key == "r1+r2"
    print_ = {"format": "large_print", "large_print": 18}
    assert len(to([a_person("r1"), a_person("r2", FATHER, **same, **print_)]).receivers) == 2


@pytest.mark.parametrize("answer", ["no", "not_known"])
def test_without_known_responsibility_nobody_receives_by_default(answer):
    found = to([a_person("r1", responsibility=answer)])
    assert found.receivers == ()
    assert [one.relation for one in found.held_back] == ["r1"]
    assert found.is_recorded


def test_a_court_limit_holds_a_letter_back_on_its_days_alone():
    limited = a_person("r1", limits=(LIMIT,))
    assert to([limited]).receivers == ()
    assert to([limited]).held_back[0].why.words == LIMIT.words
    assert to([limited], on=date(2026, 12, 1)).main is not None
    assert to([limited], on=date(2026, 3, 2)).main is not None


def test_having_care_is_not_enough_against_a_court_but_the_courts_word_is():
    carer = {"responsibility": "no", "limits": (LIMIT,)}
    assert to([a_person("r1", **carer, letters=decided(True, "has_care"))]).receivers == ()
    assert to([a_person("r1", **carer, letters=decided(True, "court_allows"))]).main is not None
    assert to([a_person("r1", responsibility="no", letters=decided(True, "has_care"))]).main is not None


def test_who_asked_for_no_letters_gets_none():
    assert to([a_person("r1", letters=decided(False, "asked_not_to"))]).receivers == ()


def test_who_was_taken_off_the_list_gets_letters_up_to_that_day():
    left = a_person("r1", ended=gone(date(2026, 11, 22)))
    assert to([left]).receivers == ()
    assert to([left], on=date(2026, 11, 22)).main is not None


def test_a_young_person_is_the_addressee_and_a_parent_gets_no_copy():
    found = to([a_person("r1"), a_person("r0", relation="self", name="Testpupil Rowan-017")], YOUNG)
    (one,) = found.receivers
    assert (one.role, one.key, one.is_copy) == ("young_person", "r0", False)
    assert [held.relation for held in found.held_back] == ["r1"]


def test_the_change_comes_on_the_day_after_the_last_friday_in_june():
    people = [a_person("r1")]
    assert to(people, YOUNG, on=date(2026, 6, 26)).main.role == "parent"
    assert to(people, YOUNG, on=date(2026, 6, 27)).main.role == "young_person"


def test_a_parent_gets_a_copy_with_agreement_from_the_day_of_it():
    agreed = a_person("r1", letters=decided(True, "young_person_agreed", date(2026, 11, 10)))
    found = to([agreed], YOUNG)
    assert [(one.role, one.is_copy) for one in found.receivers] == [("young_person", False), ("parent", True)]
    assert len(to([agreed], YOUNG, on=date(2026, 11, 9)).receivers) == 1


def test_care_alone_brings_no_copy_to_a_parent_of_a_young_person():
    assert len(to([a_person("r1", letters=decided(True, "has_care"))], YOUNG).receivers) == 1


def test_a_capacity_record_names_for_its_own_decision_alone():
    found = to([a_person("r1")], YOUNG, decision="d1", capacity=[lacking()])
    assert [one.is_copy for one in found.receivers] == [False, True]
    for decision, capacity in (("d2", [lacking()]), ("", [lacking()]), ("d1", [lacking(on=date(2026, 11, 24))])):
        assert len(to([a_person("r1")], YOUNG, decision=decision, capacity=capacity).receivers) == 1


def test_the_newest_capacity_record_of_a_decision_counts():
    regained = lacking(on=date(2026, 11, 21), has=True)
    assert len(to([a_person("r1")], YOUNG, decision="d1", capacity=[regained, lacking()]).receivers) == 1


def test_a_court_limit_stands_before_a_capacity_record():
    limited = a_person("r1", limits=(LIMIT,))
    assert len(to([limited], YOUNG, decision="d1", capacity=[lacking()]).receivers) == 1


def test_a_young_person_at_home_gets_the_letter_there_but_never_at_a_withheld_address():
    assert to([a_person("r1")], YOUNG).main.lines == MOTHER.address
    assert to([a_person("r1", withheld=True)], YOUNG).main.lines == ()


def test_nobody_recorded_falls_back_and_says_so():
    for born in (CHILD, YOUNG):
        assert not to([], born).is_recorded
        assert to([], born).receivers == ()


def test_an_address_confirmed_a_year_ago_is_fresh_and_a_day_later_it_is_not():
    known = a_person("r1", address_on=date(2025, 11, 23))
    assert not to([known]).main.is_stale
    assert to([known], on=date(2026, 11, 24)).main.is_stale


PEOPLE = st.lists(
    st.builds(
        a_person,
        st.sampled_from(["r1", "r2", "r3", "r4"]),
        st.sampled_from([MOTHER, FATHER, replace(MOTHER, withheld=True, address=("9 Refuge Lane", "Nowhere"))]),
        responsibility=st.sampled_from(["yes", "no", "not_known"]),
        limits=st.sampled_from([(), (LIMIT,)]),
        lives_with=st.booleans(),
        relation=st.sampled_from(["self", "mother", "carer"]),
        letters=st.none() | st.builds(decided, st.booleans(), st.sampled_from(["has_care", "young_person_agreed"])),
        ended=st.none() | st.just(gone(TOLD)),
    ),
    max_size=4,
    unique_by=lambda one: one.id,
)


@given(PEOPLE, st.sampled_from([CHILD, YOUNG]), st.booleans())
def test_whoever_is_recorded_limits_and_withheld_addresses_hold(people, born, is_lacking):
    capacity = [lacking()] if is_lacking else []
    found = to(people, born, decision="d1", capacity=capacity)
    by_id = {one.id: one for one in people}
    for one in found.receivers:
        own = [by_id[id_] for id_ in one.to if id_ in by_id]
        for person in own:
            assert person.ended is None
            assert person.facts.relation == "self" or not person.facts.limits
            assert one.role == "young_person" or born == YOUNG or person.facts.responsibility == "yes" or person.letters
        if any("9 Refuge Lane" in line for line in one.lines):
            assert [person.facts.withheld for person in own] == [True]
    told = [id_ for one in found.receivers for id_ in one.to] + [one.relation for one in found.held_back]
    assert len(told) == len(set(told))
    here = [one for one in people if one.ended is None]
    selves = {one.id for one in here if one.facts.relation == "self"}
    assert {one.id for one in here} - selves <= set(told)
    assert len(selves & set(told)) == bool(selves)  # of two the newer counts
    if born == YOUNG and found.is_recorded:
        assert found.main.role == "young_person"
        assert all(one.is_copy for one in found.receivers[1:])
