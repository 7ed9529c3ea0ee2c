"""What is recorded of the people around a child or young person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from bandingdesk.ops import Kind

Responsibility = Literal["yes", "no", "not_known"]
LettersWhy = Literal["young_person_agreed", "has_care", "court_allows", "asked_not_to", "agreement_ended", "other"]


@dataclass(frozen=True, slots=True)
class CourtLimit:
    """What a court has limited, in words, and on which days; no last day where none is set."""

    words: str
    starts: date
    ends: date | None = None


@dataclass(frozen=True, slots=True)
class RelationFacts:
    """A person around a child as somebody told of them. Codes are those of the dated lists in `lists.py`.

    `responsibility` is parental responsibility (Children Act 1989 s3), with how it is known. `address_on` is the day on
    which `address_source` said the address. `large_print` is in points, for that format alone.
    """

    name: str
    relation: str
    responsibility: Responsibility = "not_known"
    responsibility_source: str = ""
    limits: tuple[CourtLimit, ...] = ()
    lives_with: bool = False
    withheld: bool = False
    address: tuple[str, ...] = ()
    address_source: str = ""
    address_on: date | None = None
    phones: tuple[str, ...] = ()
    email: str = ""
    format: str = "post"
    large_print: int | None = None
    language: str = ""
    interpreter: bool = False
    invented: bool = False


@dataclass(frozen=True, slots=True)
class RelationAdded:
    """A person around the child."""

    child: str
    facts: RelationFacts


@dataclass(frozen=True, slots=True)
class RelationChanged:
    """What is now known of the person: all of it anew, with the reason."""

    facts: RelationFacts
    reason: str


@dataclass(frozen=True, slots=True)
class AddressConfirmed:
    """Somebody asked, and the address is still right."""

    on: date
    source: str


@dataclass(frozen=True, slots=True)
class LettersDecided:
    """Whether the person gets letters, where that is not what the rules say by themselves."""

    gets: bool
    why: LettersWhy
    words: str
    on: date


@dataclass(frozen=True, slots=True)
class RelationEnded:
    """The person is no longer one of those around the child. What was recorded stays."""

    on: date
    reason: str


KINDS: dict[str, Kind] = {
    "relation.added": Kind(RelationAdded),
    "relation.changed": Kind(RelationChanged),
    "relation.address_confirmed": Kind(AddressConfirmed),
    "relation.letters_decided": Kind(LettersDecided),
    "relation.ended": Kind(RelationEnded),
}
