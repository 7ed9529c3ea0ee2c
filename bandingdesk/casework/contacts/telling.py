"""May this person be told about the case on the phone? The rule of letters, said for a voice: pure.

Who gets letters may be told. Whom a court's limit, their own wish or a young person who did not agree holds back may
not. Where it is not known, nothing is told before it has been looked up. Sources: as in `casework/around/addressee.py`
(CFA 2014 s80, s83; SEND Regulations 2014 reg. 64; Children Act 1989 s3); UK GDPR art. 5(1)(f), so who calls is checked
by calling back a number on record.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from bandingdesk.casework.around import lists
from bandingdesk.casework.around.addressee import Addressee, Why
from bandingdesk.casework.around.ops import RelationFacts
from bandingdesk.errors import QT_TRANSLATE_NOOP

May = Literal["yes", "ask", "no"]
SETTING, OTHER = "setting", "other"  # callers who are nobody's relation

_SETTING = QT_TRANSLATE_NOOP("contacts", "A setting is told what it needs for its own part, and nothing of the family.")
_OTHER = QT_TRANSLATE_NOOP("contacts", "They are not on record around this child. Take a message, then look them up.")
_CHILD = QT_TRANSLATE_NOOP(
    "contacts", "The child may ask anything. Listen, note their words, and tell the parents you spoke."
)
_ENDED = QT_TRANSLATE_NOOP("contacts", "They were taken off the list of people around this child.")


class Person(NamedTuple):
    """Somebody around the child, as far as this rule reads them. `has_limit`: a court's limit holds today."""

    id: str
    facts: RelationFacts
    has_limit: bool = False
    is_ended: bool = False


class Telling(NamedTuple):
    """Whether somebody may be told, and why. `relation` is a code of the list of relations, "" for none."""

    key: str
    name: str
    relation: str
    may: May
    why: Why


def tellings(people: Sequence[Person], addressee: Addressee, setting: str) -> tuple[Telling, ...]:
    """Return each person who may be calling: those around the child, the SETTING by its name, and anybody else."""
    told = {key: one.why for one in addressee.receivers for key in one.to}
    held = {one.relation: one.why for one in addressee.held_back}
    found = [_of(one, told, held, addressee) for one in people]
    found.append(Telling(SETTING, setting, "", "ask", Why(_SETTING)))
    found.append(Telling(OTHER, "", "", "ask", Why(_OTHER)))
    return tuple(found)


def _of(one: Person, told: dict[str, Why], held: dict[str, Why], addressee: Addressee) -> Telling:
    facts = one.facts
    if one.is_ended:
        return Telling(one.id, facts.name, facts.relation, "no", Why(_ENDED))
    if facts.relation == lists.SELF:
        own = next((each.why for each in addressee.receivers if each.role == "young_person"), Why(_CHILD))
        return Telling(one.id, facts.name, facts.relation, "yes", own)
    if one.id in told:
        return Telling(one.id, facts.name, facts.relation, "yes", told[one.id])
    why = held.get(one.id, Why(_OTHER))
    is_open = facts.responsibility == "not_known" and not one.has_limit and not addressee.is_young_person
    return Telling(one.id, facts.name, facts.relation, "ask" if is_open else "no", why)
