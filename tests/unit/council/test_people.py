"""Roles hold on the days and panel types they were granted for; PINs have a shape; names are needed."""

from __future__ import annotations

from datetime import date

import pytest

from bandingdesk.council import people
from bandingdesk.council.ops import PersonAdded, PinSet, RoleEnded, RoleGranted
from bandingdesk.ops import Erased, Sealed
from tests.support import case_builders as b

APRIL = date(2026, 4, 1)


def test_a_role_holds_from_its_first_to_its_last_day() -> None:
    person = b.a_person(RoleGranted("chair", APRIL, date(2026, 9, 30)))
    held = [people.holds(person, "chair", day) for day in (date(2026, 3, 31), APRIL, date(2026, 9, 30))]
    assert held == [False, True, True]
    assert not people.holds(person, "chair", date(2026, 10, 1))
    assert not people.holds(person, "deputy", APRIL)


def test_a_role_for_one_panel_type_does_not_hold_for_another() -> None:
    person = b.a_person(RoleGranted("chair", APRIL, panel_type="post16"))
    assert people.holds(person, "chair", APRIL, "post16")
    assert not people.holds(person, "chair", APRIL, "banding")
    assert not people.holds(person, "chair", APRIL)
    people.require(person, "chair", APRIL)


def test_a_missing_role_is_named() -> None:
    with pytest.raises(people.RoleNeededError) as caught:
        people.require(b.a_person(), "decision_maker", APRIL)
    assert caught.value.fields["role"] == "decision maker"


def test_an_ended_role_keeps_its_last_day() -> None:
    add = people.add("p1", "p1", b.NOW, PersonAdded("F. Quill", "FQ", "SEND caseworker"))
    known = b.folded(people.apply, add)
    granted = b.folded(people.apply, add, people.grant(known, "p1", b.NOW, RoleGranted("clerk", APRIL)))
    end = people.end_role(granted, "p1", b.NOW, RoleEnded("clerk", date(2026, 6, 30)))
    ended = people.apply(granted, b.recorded(end, "op-9"))
    assert ended.roles == (RoleGranted("clerk", APRIL, date(2026, 6, 30)),)
    assert ended.head == "op-9"


@pytest.mark.parametrize("pin", ["", "123", "12a4", "one two three"])
def test_a_pin_is_four_digits_or_more(pin: str) -> None:
    with pytest.raises(people.PinTooShortError):
        people.check_pin_shape(pin)


@pytest.mark.parametrize(("name", "initials"), [("", "FQ"), ("F. Quill", " ")])
def test_a_person_needs_name_and_initials(name: str, initials: str) -> None:
    with pytest.raises(people.NameMissingError):
        people.add("p1", "p1", b.NOW, PersonAdded(name, initials, ""))


@pytest.mark.parametrize("body", [Erased("R1"), Sealed()])
def test_an_erased_body_moves_the_head_and_changes_no_fact(body: object) -> None:
    known = b.a_person()
    op = people.set_pin(known, "p1", b.NOW, PinSet("00", "11"))
    after = people.apply(known, b.recorded(op, "op-7", body))
    assert (after.head, after.pin, after.name) == ("op-7", None, "F. Quill")
