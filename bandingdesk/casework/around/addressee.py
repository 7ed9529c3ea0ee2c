"""Who a letter goes to on a day, for one decision, and why: pure, out of what is recorded of the people.

Over compulsory school age the young person is the addressee; somebody else gets a copy only where the young person
agreed, or where a capacity record for that decision names them (CFA 2014 s80, s83; SEND Regulations 2014 reg. 64;
statute.md 2.1). Below that age letters go to each holder of parental responsibility whom no court's limit holds back;
those who live apart get a letter of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from bandingdesk.casework.around import lists
from bandingdesk.casework.around.ops import CourtLimit
from bandingdesk.casework.around.relation import Relation, is_stale
from bandingdesk.casework.child import Capacity
from bandingdesk.errors import QT_TRANSLATE_NOOP
from bandingdesk.statute import school_age

Role = Literal["young_person", "parent"]

_AGE = QT_TRANSLATE_NOOP("around", "Compulsory school age ended on {day}, so letters are addressed to them.")
_NAMED = QT_TRANSLATE_NOOP("around", "The capacity record for this decision of {day} names them, so they get a copy.")
_AGREED = QT_TRANSLATE_NOOP("around", "The young person agreed on {day} that they get a copy.")
_HOLDS = QT_TRANSLATE_NOOP("around", "Holds parental responsibility, known from: {words}.")
_CHOSEN = QT_TRANSLATE_NOOP("around", "Decided on {day} that they get letters: {words}")

_LIMIT = QT_TRANSLATE_NOOP("around", "A court’s limit holds: {words}")
_NOT_AGREED = QT_TRANSLATE_NOOP("around", "The young person has not agreed that they get a copy.")
_NONE = QT_TRANSLATE_NOOP("around", "Holds no parental responsibility.")
_UNKNOWN = QT_TRANSLATE_NOOP("around", "It is not known whether they hold parental responsibility.")
_ASKED = QT_TRANSLATE_NOOP("around", "Decided on {day} that they get no letters: {words}")
_TOO_YOUNG = QT_TRANSLATE_NOOP("around", "Of compulsory school age until {day}: letters go to the parents.")


@dataclass(frozen=True, slots=True)
class Why:
    """A reason as a sentence of the context "around", with what stands in its places."""

    sentence: str
    day: date | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Receiver:
    """A letter's addressee. `to` are the relations it is addressed to; two of one address get one letter.

    `lines` are the address. A copy carries the same words and says so.
    """

    to: tuple[str, ...]
    name: str
    role: Role
    lines: tuple[str, ...]
    why: Why
    is_copy: bool = False
    format: str = "post"
    large_print: int | None = None
    language: str = ""
    interpreter: bool = False
    is_stale: bool = False
    confirmed_on: date | None = None

    @property
    def key(self) -> str:
        """Return what this receiver's letter is known by beside the receivers of the same decision."""
        return "+".join(self.to)


@dataclass(frozen=True, slots=True)
class HeldBack:
    """Somebody around the child who gets no letter, and why."""

    relation: str
    name: str
    why: Why


@dataclass(frozen=True, slots=True)
class Addressee:
    """Who a letter of ON goes to: the first of `receivers` is the addressee. Nobody, where nobody is recorded."""

    on: date
    is_young_person: bool
    receivers: tuple[Receiver, ...]
    held_back: tuple[HeldBack, ...]
    is_recorded: bool  # whether anybody around the child is on record at all

    @property
    def main(self) -> Receiver | None:
        """Return the addressee, None where nobody may be written to."""
        return next(iter(self.receivers), None)

    def find(self, key: str) -> Receiver | None:
        """Return the receiver known by KEY."""
        return next((one for one in self.receivers if one.key == key), None)


def addressee(
    name: str,
    born: date,
    around: Iterable[Relation],
    on: date,
    *,
    decision: str = "",
    capacity: Sequence[Capacity] = (),
) -> Addressee:
    """Return who a letter about the child NAME goes to on a day; DECISION is the id of the decision it is about."""
    known = sorted((one for one in around if _is_around(one, on)), key=lambda one: (not _lives_with(one), one.id))
    others = [one for one in known if not _is_self(one)]
    # two entries that were put together may each hold one; what was heard last counts
    own = max(
        (one for one in known if _is_self(one)), key=lambda one: (one.confirmed_on or date.min, one.id), default=None
    )
    if not school_age.is_over(born, on):
        receivers, held = _parents(others, on)
        if own is not None:
            held.append(HeldBack(own.id, _name(own), Why(_TOO_YOUNG, school_age.ends(born))))
        return Addressee(on, False, receivers, tuple(held), bool(known))
    if not known:
        return Addressee(on, True, (), (), False)
    copies, held = _copies(others, _alternative(capacity, decision, on), on)
    return Addressee(on, True, (_young_person(name, born, own, others, on), *copies), tuple(held), True)


def limits_on(relation: Relation, on: date) -> tuple[CourtLimit, ...]:
    """Return the court's limits that hold on a day."""
    limits = relation.facts.limits if relation.facts is not None else ()
    return tuple(one for one in limits if one.starts <= on and (one.ends is None or on <= one.ends))


def _parents(others: Sequence[Relation], on: date) -> tuple[tuple[Receiver, ...], list[HeldBack]]:
    receivers: list[Receiver] = []
    held: list[HeldBack] = []
    for one in others:
        why, gets = _of_a_child(one, on)
        if gets:
            receivers.append(_receiver(one, "parent", why, on))
        else:
            held.append(HeldBack(one.id, _name(one), why))
    return tuple(_together(receivers, others)), held


def _of_a_child(one: Relation, on: date) -> tuple[Why, bool]:
    """Return why ONE gets a letter about a child of compulsory school age or not, and which of the two it is."""
    assert one.facts is not None
    decided = one.letters if one.letters is not None and one.letters.on <= on else None
    limits = limits_on(one, on)
    if decided is not None and not decided.gets:
        return Why(_ASKED, decided.on, decided.words), False
    if limits and (decided is None or decided.why != "court_allows"):
        return Why(_LIMIT, limits[0].starts, limits[0].words), False
    if decided is not None and decided.why != "young_person_agreed":
        return Why(_CHOSEN, decided.on, decided.words), True
    if one.facts.responsibility == "yes":
        return Why(_HOLDS, None, one.facts.responsibility_source), True
    return Why(_NONE if one.facts.responsibility == "no" else _UNKNOWN), False


def _copies(others: Sequence[Relation], named: Capacity | None, on: date) -> tuple[list[Receiver], list[HeldBack]]:
    copies: list[Receiver] = []
    held: list[HeldBack] = []
    for one in others:
        decided = one.letters if one.letters is not None and one.letters.on <= on else None
        limits = limits_on(one, on)
        if decided is not None and not decided.gets:
            held.append(HeldBack(one.id, _name(one), Why(_ASKED, decided.on, decided.words)))
        elif limits and (decided is None or decided.why != "court_allows"):
            held.append(HeldBack(one.id, _name(one), Why(_LIMIT, limits[0].starts, limits[0].words)))
        elif named is not None and named.recorded.alternative == one.id:
            copies.append(_receiver(one, "parent", Why(_NAMED, named.recorded.on), on, is_copy=True))
        elif decided is not None and decided.why == "young_person_agreed":
            copies.append(_receiver(one, "parent", Why(_AGREED, decided.on), on, is_copy=True))
        else:
            held.append(HeldBack(one.id, _name(one), Why(_NOT_AGREED)))
    return copies, held


def _alternative(capacity: Sequence[Capacity], decision: str, on: date) -> Capacity | None:
    """Return the last capacity record for DECISION up to a day, where it says that capacity is lacking."""
    about = [one for one in capacity if decision and one.recorded.decision == decision and one.recorded.on <= on]
    last = max(about, key=lambda one: (one.recorded.on, one.at), default=None)
    return None if last is None or last.recorded.has else last


def _young_person(name: str, born: date, own: Relation | None, others: Sequence[Relation], on: date) -> Receiver:
    """Return the young person, at their own address or, where none is recorded, at that of who they live with.

    An address that is withheld is not lent to anybody else's letter, not even to one that goes to the same door.
    """
    why = Why(_AGE, school_age.ends(born))
    made = Receiver((lists.SELF,), name, "young_person", (), why)
    if own is not None:
        made = _receiver(own, "young_person", why, on)
    home = next((one for one in others if _lives_with(one) and one.facts and not one.facts.withheld), None)
    if made.lines or home is None or home.facts is None:
        return made
    return replace(made, lines=home.facts.address, is_stale=is_stale(home, on), confirmed_on=home.confirmed_on)


def _receiver(one: Relation, role: Role, why: Why, on: date, *, is_copy: bool = False) -> Receiver:
    facts = one.facts
    assert facts is not None
    return Receiver(
        (one.id,),
        facts.name,
        role,
        facts.address,
        why,
        is_copy,
        facts.format,
        facts.large_print,
        facts.language,
        facts.interpreter,
        is_stale(one, on),
        one.confirmed_on,
    )


def _together(receivers: Sequence[Receiver], around: Sequence[Relation]) -> list[Receiver]:
    """Return RECEIVERS with those of one address and one format as one: one envelope, both names."""
    withheld = {one.id for one in around if one.facts is not None and one.facts.withheld}
    made: list[Receiver] = []
    for one in receivers:
        place = next((at for at, other in enumerate(made) if _share(one, other, withheld)), None)
        if place is None:
            made.append(one)
        else:
            first = made[place]
            made[place] = replace(first, to=(*first.to, *one.to), name=f"{first.name} and {one.name}")
    return made


def _share(one: Receiver, other: Receiver, withheld: set[str]) -> bool:
    asks = (one.format, one.large_print, one.language, one.interpreter)
    if asks != (other.format, other.large_print, other.language, other.interpreter):
        return False
    return bool(one.lines) and folded(one.lines) == folded(other.lines) and not withheld & {*one.to, *other.to}


def folded(lines: Sequence[str]) -> str:
    """Return an address as it is compared: without case, blanks and commas."""
    return "".join(char for char in " ".join(lines).casefold() if char.isalnum())


def _is_around(one: Relation, on: date) -> bool:
    return one.facts is not None and (one.ended is None or on <= one.ended.on)


def _is_self(one: Relation) -> bool:
    return one.facts is not None and one.facts.relation == lists.SELF


def _lives_with(one: Relation) -> bool:
    return one.facts is not None and one.facts.lives_with


def _name(one: Relation) -> str:
    return one.facts.name if one.facts is not None else ""
