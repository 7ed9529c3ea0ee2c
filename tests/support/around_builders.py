"""People around an invented child, as forms give them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from bandingdesk.casework.around.ops import LettersDecided, RelationEnded, RelationFacts
from bandingdesk.casework.around.relation import Relation

TOLD = date(2026, 9, 1)
MOTHER = RelationFacts(
    name="A. Parent (invented)",
    relation="mother",
    responsibility="yes",
    responsibility_source="birth certificate seen",
    lives_with=True,
    address=("1 Sample Road", "Exampleton", "ZZ99 3WZ"),
    address_source="the mother, by phone",
    address_on=TOLD,
    phones=("01632 960 101",),
)
FATHER = replace(
    MOTHER,
    name="B. Parent (invented)",
    relation="father",
    lives_with=False,
    address=("2 Other Road", "Exampleton", "ZZ99 3VZ"),
    address_source="the father, by e-mail",
)


def a_person(id_: str, facts: RelationFacts = MOTHER, **more: Any) -> Relation:
    """Return a person around a child; MORE are fields of the facts, and `letters` or `ended` of the relation."""
    own = {name: more.pop(name) for name in ("letters", "ended", "confirmed_on") if name in more}
    facts = replace(facts, **more)
    known = Relation(id_, "h", "c1", facts, facts.address_on, facts.address_source)
    return replace(known, **own)


def decided(gets: bool, why: Any, on: date = TOLD) -> LettersDecided:
    """Return what was decided about a person's letters."""
    return LettersDecided(gets, why, "as agreed in a call", on)


def gone(on: date) -> RelationEnded:
    """Return the end of a relation."""
    return RelationEnded(on, "moved away")
