"""The forms of the People part as data: their fields, what each begins with, what is missing, what is no day.

Every value is a text as it is typed, so a form is kept and taken up again as it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from bandingdesk.casework import cells, identifiers
from bandingdesk.casework.around import lists
from bandingdesk.casework.around.ops import RelationFacts
from bandingdesk.casework.ops import CareRecorded
from bandingdesk.store.queries.around import ChildRow

Kind = Literal[
    "add", "change", "limit", "confirm", "letters", "end", "care", "capacity", "death", "withdraw", "open", "correct",
    "merge", "unmerge", "apart",
]  # fmt: skip
Shape = Literal["line", "note", "day", "choice", "tick", "radio"]


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its name, how it is filled in, and whether it has to be."""

    name: str
    shape: Shape = "line"
    needed: bool = False


def _needed(name: str, shape: Shape = "line") -> Field:
    return Field(name, shape, True)


_PERSON = (
    _needed("name"), _needed("relation", "choice"), _needed("responsibility", "radio"),
    Field("responsibility_source"), Field("lives_with", "tick"),
    Field("address", "note"), Field("address_source"), Field("address_on", "day"), Field("withheld", "tick"),
    Field("phones"), Field("email"),
    _needed("format", "choice"), Field("large_print"), Field("language"), Field("interpreter", "tick"),
)  # fmt: skip
_REASON = _needed("reason")
IDENTIFIERS = ("upn", "nhs_number", "uln", "postcode")
FIELDS: Mapping[Kind, tuple[Field, ...]] = {
    "add": _PERSON,
    "change": (*_PERSON, _REASON),
    "limit": (_needed("limit", "note"), _needed("starts", "day"), Field("ends", "day"), _REASON),
    "confirm": (_needed("on", "day"), _needed("source")),
    "letters": (_needed("gets", "radio"), _needed("why", "choice"), _needed("on", "day"), _needed("words")),
    "end": (_needed("on", "day"), _REASON),
    "care": (
        _needed("starts", "day"), Field("ends", "day"), _needed("authority"),
        Field("social_worker"), Field("social_worker_contact"),
        Field("virtual_school"), Field("virtual_school_contact"), _needed("source"),
    ),
    "capacity": (
        Field("decision", "choice"), _needed("about"), _needed("has", "radio"), _needed("on", "day"),
        _needed("source"), Field("alternative", "choice"),
    ),
    "death": (_needed("on", "day"), _needed("source"), _needed("lead", "choice")),
    "withdraw": (_REASON,),
    "open": (_needed("letter", "choice"), _REASON),
    "correct": (
        Field("forename"), Field("surname"), _needed("born", "day"),
        *(one for name in IDENTIFIERS for one in (Field(name), Field(f"why_{name}"))), _REASON,
    ),
    "merge": (_REASON,),
    "unmerge": (_REASON,),
    "apart": (_REASON,),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Form:
    """The open form: what it does, to what (a relation or another entry, "" for the child), and what is typed."""

    kind: Kind
    target: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    shown: str = ""  # the head that the screen showed when the form was opened

    def get(self, name: str) -> str:
        """Return a value without the blanks around it."""
        return self.values.get(name, "").strip()

    def with_value(self, name: str, typed: str) -> Form:
        """Return the form with another value."""
        return replace(self, values={**self.values, name: typed})

    def is_shown(self, name: str) -> bool:
        """Return whether the field NAME has a place in the form as it is filled in now."""
        match name:
            case "large_print":
                return self.get("format") == lists.LARGE_PRINT
            case "responsibility" | "responsibility_source" | "lives_with":
                return self.get("relation") != lists.SELF
            case "address_source" | "address_on" | "withheld":
                return bool(self.get("address"))
            case "alternative":
                return self.get("has") == "no"
        return not name.startswith("why_") or name.removeprefix("why_") in self.doubted()

    def doubted(self) -> tuple[str, ...]:
        """Return the identifiers that are typed and whose check fails."""
        return identifiers.doubted({name: self.get(name) for name in IDENTIFIERS})

    def missing(self) -> tuple[str, ...]:
        """Return the names of the fields that have to be filled."""
        lacks = [
            one.name for one in FIELDS[self.kind] if one.needed and self.is_shown(one.name) and not self.get(one.name)
        ]
        also = {"address_source": "address", "address_on": "address"}
        lacks += [name for name, of in also.items() if self._has(name) and self.get(of) and not self.get(name)]
        is_asked = self._has("responsibility_source") and self.is_shown("responsibility_source")
        if is_asked and self.get("responsibility") in ("yes", "no") and not self.get("responsibility_source"):
            lacks.append("responsibility_source")
        if self.kind == "correct" and not (self.get("forename") or self.get("surname")):
            lacks.append("surname")
        return tuple(lacks)

    def wrong_days(self) -> tuple[str, ...]:
        """Return the names of the day fields that hold no day."""
        days = [one.name for one in FIELDS[self.kind] if one.shape == "day"]
        return tuple(name for name in days if self.get(name) and day(self.get(name)) is None)

    def wrong_numbers(self) -> tuple[str, ...]:
        """Return the names of the number fields that hold no number."""
        size = self.get("large_print")
        return (
            ("large_print",)
            if self.is_shown("large_print") and not size.isdecimal() and self._has("large_print")
            else ()
        )

    def _has(self, name: str) -> bool:
        return any(one.name == name for one in FIELDS[self.kind])


def day(typed: str) -> date | None:
    """Return the day that TYPED says, None where it says none."""
    found = cells.READERS["date"](typed)
    return found if isinstance(found, date) else None


def written(when: date | None) -> str:
    """Return a day as it is typed."""
    return f"{when.day:02}/{when.month:02}/{when.year:04}" if when is not None else ""


def of_person(facts: RelationFacts) -> dict[str, str]:
    """Return the values of the form of a person who is on record."""
    return {
        "name": facts.name,
        "relation": facts.relation,
        "responsibility": facts.responsibility,
        "responsibility_source": facts.responsibility_source,
        "lives_with": "yes" if facts.lives_with else "",
        "address": "\n".join(facts.address),
        "address_source": facts.address_source,
        "address_on": written(facts.address_on),
        "withheld": "yes" if facts.withheld else "",
        "phones": ", ".join(facts.phones),
        "email": facts.email,
        "format": facts.format,
        "large_print": str(facts.large_print or ""),
        "language": facts.language,
        "interpreter": "yes" if facts.interpreter else "",
    }


def person(form: Form, before: RelationFacts | None) -> RelationFacts:
    """Return the person as the form says; the court's limits stay as they were."""
    size = form.get("large_print")
    address = tuple(line.strip() for line in form.get("address").splitlines() if line.strip())
    return RelationFacts(
        name=form.get("name"),
        relation=form.get("relation"),
        responsibility=form.get("responsibility") or "not_known",  # type: ignore[arg-type]  # the form offers the three
        responsibility_source=form.get("responsibility_source"),
        limits=before.limits if before is not None else (),
        lives_with=bool(form.get("lives_with")),
        withheld=bool(form.get("withheld")),
        address=address,
        address_source=form.get("address_source") if address else "",
        address_on=day(form.get("address_on")) if address else None,
        phones=tuple(part.strip() for part in form.get("phones").split(",") if part.strip()),
        email=form.get("email"),
        format=form.get("format") or "post",
        large_print=int(size) if size.isdecimal() and form.is_shown("large_print") else None,
        language=form.get("language"),
        interpreter=bool(form.get("interpreter")),
    )


def of_care(known: CareRecorded) -> dict[str, str]:
    """Return the values of the form of a time of being looked after."""
    names = (
        "authority", "social_worker", "social_worker_contact", "virtual_school", "virtual_school_contact", "source",
    )  # fmt: skip
    return {name: getattr(known, name) for name in names} | {
        "starts": written(known.starts),
        "ends": written(known.ends),
    }


def of_child(known: ChildRow) -> dict[str, str]:
    """Return the values of the form that corrects a child's entry."""
    names = {name: getattr(known, name) or "" for name in ("forename", "surname", *IDENTIFIERS)}
    return names | {"born": written(known.born)} | {f"why_{name}": why for name, why in known.doubted.items()}
