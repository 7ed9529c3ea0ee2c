"""The council's dated rates: what an hour of each role costs, and how many weeks and days a school year has.

Policy key "provision_rates": `weeks` and `days` as whole numbers, and a line for each role: its id, then (title, pence
an hour, further words by which plans call it): `{"weeks": 38, "days": 5, "ta": ("Teaching assistant", "1842", "TA")}`.
The version in force on a day is the last one that has started. Pence an hour are with on-costs, as the council counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError

KEY = "provision_rates"
MOST_PENCE = 100_000  # an hour: £1,000
WEEKS, DAYS = 38, 5  # of a school year and week in England: 190 days, Education (School Day and School Year) Regs 1999


class RatesUnfitError(InvalidError):
    """The policy's FIELD says VALUE."""

    code = "PV-01"
    message = QT_TRANSLATE_NOOP("errors", "The council's rates for provision can't be read: {field} is “{value}”.")
    kept = QT_TRANSLATE_NOOP("errors", "The lines of Section F are kept as they are. No cost was worked out.")
    do = QT_TRANSLATE_NOOP("errors", "Adopt the rates anew: a title and whole pence an hour for each role.")
    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Rate:
    """A role, its pence an hour, and the words by which plans call it (its title among them)."""

    id: str
    title: str
    pence: int
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rates:
    """The rates of a day; `starts` None where the council has adopted none: hours are then counted without cost."""

    roles: Mapping[str, Rate]
    weeks: int = WEEKS
    days: int = DAYS
    starts: date | None = None

    def title(self, role: str) -> str:
        """Return the title of a role, its id where the rates do not know it."""
        return self.roles[role].title if role in self.roles else role


NONE = Rates({})


def read(value: Mapping[str, Any] | None, starts: date | None = None) -> Rates:
    """Return the rates of a policy's VALUE, none for None. Raises RatesUnfitError."""
    if value is None:
        return NONE
    roles = {}
    for id_, line in value.items():
        if id_ in ("weeks", "days"):
            continue
        parts = [str(part).strip() for part in line] if isinstance(line, (list, tuple)) else []
        if len(parts) < 2 or not parts[0] or not parts[1].isdecimal() or not 0 < int(parts[1]) <= MOST_PENCE:
            raise RatesUnfitError(field=id_, value=str(line))
        roles[id_] = Rate(id_, parts[0], int(parts[1]), (parts[0], *(part for part in parts[2:] if part)))
    weeks, days = _number(value, "weeks", WEEKS, 53), _number(value, "days", DAYS, 7)
    return Rates(roles, weeks, days, starts)


def _number(value: Mapping[str, Any], field: str, usual: int, most: int) -> int:
    found = value.get(field, usual)
    if isinstance(found, bool) or not isinstance(found, int) or not 1 <= found <= most:
        raise RatesUnfitError(field=field, value=str(found))
    return found
