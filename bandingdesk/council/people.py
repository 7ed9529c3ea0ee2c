"""Persons of the council's record and the roles they hold, with dates."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from bandingdesk.council.ops import PersonAdded, PinSet, Role, RoleEnded, RoleGranted
from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError, RefusedError
from bandingdesk.ops import Op, Recorded, Subject

SHORTEST_PIN = 4


class RoleNeededError(RefusedError):
    """PERSON does not hold the ROLE that this needs."""

    code = "CO-01"
    message = QT_TRANSLATE_NOOP("errors", "This needs the role {role}, which you do not hold today.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was recorded; your form is kept.")
    do = QT_TRANSLATE_NOOP("errors", "Ask an administrator to grant the role, or hand over to somebody who holds it.")


class PinTooShortError(InvalidError):
    """A PIN has fewer than four digits, or something else than digits."""

    code = "CO-02"
    message = QT_TRANSLATE_NOOP("errors", "A PIN has at least four digits and nothing else.")
    kept = QT_TRANSLATE_NOOP("errors", "The old PIN stays.")
    do = QT_TRANSLATE_NOOP("errors", "Choose another PIN.")


class NameMissingError(InvalidError):
    """A person needs a name."""

    code = "CO-03"
    message = QT_TRANSLATE_NOOP("errors", "A person needs a name and initials.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Fill both in.")


@dataclass(frozen=True, slots=True)
class Person:
    """A person with roles as granted; an ended role has its last day in `ends`."""

    id: str
    head: str
    name: str = ""
    initials: str = ""
    profession: str = ""
    roles: tuple[RoleGranted, ...] = ()
    pin: PinSet | None = None


def apply(state: Person | None, op: Recorded) -> Person:
    """Fold an op of a person."""
    known = state or Person(op.subject.id, op.op_id)
    match op.body:
        case PersonAdded(name, initials, profession):
            known = replace(known, name=name, initials=initials, profession=profession)
        case RoleGranted():
            known = replace(known, roles=(*known.roles, op.body))
        case RoleEnded(role, on, panel_type):
            known = replace(known, roles=tuple(_ended(held, role, on, panel_type) for held in known.roles))
        case PinSet():
            known = replace(known, pin=op.body)
    return replace(known, head=op.op_id)


def add(id_: str, by: str, at: datetime, body: PersonAdded) -> Op:
    """Add a person. Raises NameMissingError."""
    if not body.name.strip() or not body.initials.strip():
        raise NameMissingError()
    return Op("person.added", Subject("person", id_), None, by, at, body)


def grant(person: Person, by: str, at: datetime, body: RoleGranted) -> Op:
    """Grant a role from a day on."""
    return Op("person.role_granted", Subject("person", person.id), person.head, by, at, body)


def end_role(person: Person, by: str, at: datetime, body: RoleEnded) -> Op:
    """End a role after a day."""
    return Op("person.role_ended", Subject("person", person.id), person.head, by, at, body)


def set_pin(person: Person, by: str, at: datetime, body: PinSet) -> Op:
    """Set the PIN, as salt and hash."""
    return Op("person.pin_set", Subject("person", person.id), person.head, by, at, body)


def check_pin_shape(pin: str) -> None:
    """Check that PIN is at least four digits. Raises PinTooShortError."""
    if len(pin) < SHORTEST_PIN or not pin.isdigit():
        raise PinTooShortError()


def holds(person: Person, role: Role, on: date, panel_type: str | None = None) -> bool:
    """Return whether PERSON holds ROLE on a day, for all panel types or for PANEL_TYPE."""
    return any(
        held.role == role
        and held.starts <= on
        and (held.ends is None or on <= held.ends)
        and held.panel_type in (None, panel_type)
        for held in person.roles
    )


def roles_on(person: Person, on: date) -> tuple[Role, ...]:
    """Return the roles that PERSON holds on a day, for any panel type."""
    held = (role.role for role in person.roles if role.starts <= on and (role.ends is None or on <= role.ends))
    return tuple(dict.fromkeys(held))


def require(person: Person, role: Role, on: date) -> None:
    """Check that PERSON holds ROLE on a day, for any panel type. Raises RoleNeededError."""
    types = {held.panel_type for held in person.roles}
    if not any(holds(person, role, on, panel_type) for panel_type in types | {None}):
        raise RoleNeededError(role=role.replace("_", " "), person=person.id)


def _ended(held: RoleGranted, role: Role, on: date, panel_type: str | None) -> RoleGranted:
    return replace(held, ends=on) if (held.role, held.panel_type) == (role, panel_type) else held
