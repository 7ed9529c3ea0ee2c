"""The council's dated terms of casework that Settings adopts: each as people see it, and as a policy keeps it.

What a policy holds beside what is shown here (ways of contact, weeks of a school year, further words of a role) stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Literal, NamedTuple, get_args

from bandingdesk.casework import cells
from bandingdesk.casework.contacts import policy as contacts
from bandingdesk.casework.profiles import profile
from bandingdesk.casework.provision import rates
from bandingdesk.council.ops import PolicyValue
from bandingdesk.council.policy import LOCAL_CRITERIA
from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError

FORMS = "forms"
Name = Literal["initials", "name", "nothing"]
KEYS = (contacts.KEY, rates.KEY, LOCAL_CRITERIA, profile.POLICY, FORMS)
PARTIES: tuple[profile.Expected, ...] = get_args(profile.Expected)
_KEPT_OF_RATES = ("weeks", "days")


class NobodyExpectedError(InvalidError):
    """A policy that expects no party's profile."""

    code = "PF-30"
    message = QT_TRANSLATE_NOOP("errors", "Nobody would be expected to lock a profile.")
    kept = QT_TRANSLATE_NOOP("errors", "What is in force stays. Nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Tick at least one, then adopt it.")


class ReplyDays(NamedTuple):
    """Working days to an answer; None: the council promises none."""

    days: int | None = None


class RoleRate(NamedTuple):
    """A role and its pence an hour. `id` "" for a role that is new."""

    id: str
    title: str
    pence: int


class RoleRates(NamedTuple):
    """What an hour of each role costs."""

    roles: tuple[RoleRate, ...] = ()


class Criteria(NamedTuple):
    """The council's guidance by legal test."""

    words: Mapping[str, str] = {}


class Expected(NamedTuple):
    """Whose profiles a reveal waits for."""

    parties: tuple[profile.Expected, ...] = profile.EXPECTED


class Called(NamedTuple):
    """What a form calls the child."""

    by: Name = "initials"


Term = ReplyDays | RoleRates | Criteria | Expected | Called


def key(term: Term) -> str:
    """Return the policy that TERM belongs to."""
    return KEYS[(ReplyDays, RoleRates, Criteria, Expected, Called).index(type(term))]


def read(policy: str, value: Mapping[str, Any] | None) -> Term | None:
    """Return what the VALUE of a policy says, what holds without one for None; None where it can't be read."""
    held = value or {}
    try:
        match policy:
            case contacts.KEY:
                return ReplyDays(contacts.read(value).reply_days)
            case rates.KEY:
                return RoleRates(
                    tuple(RoleRate(one.id, one.title, one.pence) for one in rates.read(value).roles.values())
                )
            case profile.POLICY:
                named = held.get("expected", profile.EXPECTED)
                return Expected(tuple(party for party in PARTIES if party in named))
            case "forms":
                by = held.get("called", "initials")
                return Called(by) if by in get_args(Name) else None
            case _:
                return Criteria({test: str(words) for test, words in held.items()})
    except InvalidError:
        return None


def value(term: Term, held: Mapping[str, Any] | None) -> dict[str, PolicyValue]:
    """Return the policy that adopts TERM in place of what is HELD. What TERM does not show is kept.

    Raises PolicyUnfitError, RatesUnfitError, NobodyExpectedError.
    """
    before = {name: tuple(one) if isinstance(one, list) else one for name, one in (held or {}).items()}
    match term:
        case ReplyDays(days):
            ways = _fit(contacts.read, {name: one for name, one in before.items() if name == "ways"})
            found = ways if days is None else {**ways, "reply_days": days}
            contacts.read(found)
        case RoleRates():
            found = _rates(term, before)
            rates.read(found)
        case Criteria(words):
            found = {test: said.strip() for test, said in words.items() if said.strip()}
        case Expected(parties):
            if not parties:
                raise NobodyExpectedError()
            found = {**before, "expected": tuple(parties)}
        case Called(by):
            found = {**before, "called": by}
    return found


def _rates(term: RoleRates, before: Mapping[str, Any]) -> dict[str, PolicyValue]:
    found: dict[str, PolicyValue] = {}
    for name in _KEPT_OF_RATES:
        found |= _fit(rates.read, {name: before[name]} if name in before else {})
    taken = {*_KEPT_OF_RATES, *(one.id for one in term.roles)}
    for one in term.roles:
        id_ = one.id or _new_id(one.title, taken)
        taken.add(id_)
        further = before.get(id_, ())[2:] if isinstance(before.get(id_), tuple) else ()
        found[id_] = (one.title.strip(), str(one.pence), *(str(word) for word in further))
    return found


def _new_id(title: str, taken: set[str]) -> str:
    """Return an id of its own for a role: its title in letters and figures, with a number where that is taken."""
    plain = re.sub(r"[^a-z0-9]+", "_", cells.folded(title)).strip("_") or "role"
    return next(one for one in (plain, *(f"{plain}_{at}" for at in range(2, len(taken) + 3))) if one not in taken)


def _fit(read_: Callable[[Mapping[str, Any]], object], part: dict[str, PolicyValue]) -> dict[str, PolicyValue]:
    """Return PART where it can be read, nothing where it can't: it is not taken on."""
    try:
        read_(part)
    except InvalidError:
        return {}
    return part
