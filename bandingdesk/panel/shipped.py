"""The panel types that ship: nine templates, each a proposal that a council reads, changes and adopts with a minute.

Read from `resources/panels/types.json`. Quorum numbers, interests and thresholds have no published value that binds a
council (banding.md 6.1), so nothing of a template holds until it is adopted. A panel recommends and a delegated officer
decides, by default.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, NamedTuple

from bandingdesk import resources
from bandingdesk.council.ops import InterestDefault, PanelTypeAdopted, Route
from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError
from bandingdesk.panel.outcomes import Family
from bandingdesk.panel.sitting import Basis


class PanelTypesInvalidError(InvalidError):
    """The shipped panel types are damaged: FAULT says where."""

    code = "PT-03"
    message = QT_TRANSLATE_NOOP("errors", "The panel types that ship can't be read: {fault}.")
    kept = QT_TRANSLATE_NOOP("errors", "The panel types that the council adopted stay in force.")
    do = QT_TRANSLATE_NOOP("errors", "Install Banding Desk again.")


class InterestKind(NamedTuple):
    """A kind of interest that is declared, and what the chair is offered first for it."""

    kind: str
    title: str
    proposal: Literal["withdraw", "inform", "noted"]


@dataclass(frozen=True, slots=True)
class ShippedType:
    """A template. Its fields are those of `PanelTypeAdopted`; there is no delegation, which is the council's own."""

    key: str
    name: str
    remit: str
    family: Family
    basis: Basis
    tests: tuple[str, ...]
    outcomes: tuple[str, ...]
    quorum: int
    quorum_roles: tuple[str, ...]
    second_signature: Literal["override", "always", "never"]
    readers: int
    case_minutes: int
    papers_days: int
    interest_defaults: tuple[InterestDefault, ...]
    routes: tuple[Route, ...]
    ratified_by: str
    pack: tuple[str, ...]
    room: tuple[str, ...]
    recommends: bool = True
    tolerance: int = 1
    disagreement: int = 2

    def adopted(self, starts: date, minute: str, delegation: str, **changes: Any) -> PanelTypeAdopted:
        """Return the template as a council adopts it, with its scheme of delegation and CHANGES of its own."""
        values: dict[str, Any] = {name: getattr(self, name) for name in ShippedType.__slots__}
        values |= {"own_band_after_lock": False, "delegation": delegation, "starts": starts, "minute": minute}
        return PanelTypeAdopted(**(values | changes))


@dataclass(frozen=True, slots=True)
class ShippedBook:
    """The templates, and the words of what they name: each list by its code."""

    types: tuple[ShippedType, ...]
    decides: Mapping[str, str]  # family -> who decides
    bases: Mapping[str, str]
    interests: tuple[InterestKind, ...]
    pack: Mapping[str, str]
    room: Mapping[str, str]

    def of_family(self, family: str) -> ShippedType | None:
        """Return the template of FAMILY; None for a family that this version does not know."""
        return next((one for one in self.types if one.family == family), None)


def read(text: str) -> ShippedBook:
    """Return the templates in TEXT (JSON). Raises PanelTypesInvalidError."""
    try:
        raw = json.loads(text)
        interests = tuple(InterestKind(*one) for one in raw["interests"])
        defaults = tuple(InterestDefault(one.kind, one.proposal) for one in interests)
        found = ShippedBook(
            types=tuple(_type(one, defaults) for one in raw["types"]),
            decides=raw["decides"],
            bases=raw["bases"],
            interests=interests,
            pack=dict(raw["pack"]),
            room=dict(raw["room"]),
        )
    except (KeyError, TypeError, ValueError) as fault:
        raise PanelTypesInvalidError(fault=f"{type(fault).__name__}: {fault}") from fault
    if len({one.key for one in found.types}) != len(found.types):
        raise PanelTypesInvalidError(fault="a panel type stands there twice")
    return found


@functools.cache
def book() -> ShippedBook:
    """Return the templates and their words as they ship."""
    return read(resources.text("panels/types.json"))


def shipped() -> tuple[ShippedType, ...]:
    """Return the nine templates."""
    return book().types


def _type(raw: Mapping[str, Any], defaults: tuple[InterestDefault, ...]) -> ShippedType:
    return ShippedType(
        key=raw["key"],
        name=raw["name"],
        remit=raw["remit"],
        family=raw["family"],
        basis=raw["basis"],
        tests=tuple(raw["tests"]),
        outcomes=tuple(raw["outcomes"]),
        quorum=raw["quorum"],
        quorum_roles=tuple(raw["quorum_roles"]),
        second_signature=raw["second_signature"],
        readers=raw["readers"],
        case_minutes=raw["case_minutes"],
        papers_days=raw["papers_days"],
        interest_defaults=defaults,
        routes=tuple(Route(one["above_pence"], one["to"]) for one in raw.get("routes", ())),
        ratified_by=raw.get("ratified_by", ""),
        pack=tuple(raw["pack"]),
        room=tuple(raw["room"]),
    )
