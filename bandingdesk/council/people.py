"""Persons of the council's record and the roles they hold, with dates."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime

from bandingdesk.council.ops import LoginSet, PersonAdded, PinReset, PinSet, Role, RoleEnded, RoleGranted, TeamSet
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


class RoleHeldError(RefusedError):
    """The person holds ROLE already on those days."""

    code = "PE-02"
    message = QT_TRANSLATE_NOOP("errors", "{name} holds the role {role} already on that day.")
    kept = QT_TRANSLATE_NOOP("errors", "The role stays as it is. Nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "End it first if the days are to change.")


class RoleNotHeldError(RefusedError):
    """There is no such ROLE to end on that day."""

    code = "PE-03"
    message = QT_TRANSLATE_NOOP("errors", "{name} does not hold the role {role} on that day.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Read the list of people again, and choose a day on which the role holds.")


class RoleDaysError(InvalidError):
    """A role's last day, ENDS, lies before its first, STARTS."""

    code = "PE-04"
    message = QT_TRANSLATE_NOOP("errors", "The last day, {ends}, lies before the first, {starts}.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was recorded; your form is kept.")
    do = QT_TRANSLATE_NOOP("errors", "Correct one of the two days.")


class LastAdministratorError(RefusedError):
    """Without this person nobody could grant a role any more."""

    code = "PE-05"
    message = QT_TRANSLATE_NOOP("errors", "{name} is the only administrator from that day on.")
    kept = QT_TRANSLATE_NOOP("errors", "The role stays as it is. Nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Make somebody else administrator first, without a last day.")


class PinResetNeededError(RefusedError):
    """Another person's PIN is not set but reset, with a reason."""

    code = "PE-06"
    message = QT_TRANSLATE_NOOP("errors", "Only {name} can change this PIN.")
    kept = QT_TRANSLATE_NOOP("errors", "The PIN stays as it is.")
    do = QT_TRANSLATE_NOOP("errors", "If it is forgotten, an administrator resets it and says why.")


class ResetReasonError(InvalidError):
    """A PIN is reset with a word on how the administrator knew who asked."""

    code = "PE-07"
    message = QT_TRANSLATE_NOOP("errors", "Say how you know that {name} asked for a new PIN.")
    kept = QT_TRANSLATE_NOOP("errors", "The old PIN stays.")
    do = QT_TRANSLATE_NOOP("errors", "Write a few words, such as: came to my desk.")


class PinTemporaryError(RefusedError):
    """The PIN is one that an administrator gave: it opens the window and signs nothing."""

    code = "PE-08"
    message = QT_TRANSLATE_NOOP("errors", "An administrator gave you this PIN, so it can't sign.")
    kept = QT_TRANSLATE_NOOP("errors", "Everything on the screen is kept; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Choose a PIN of your own in Settings, under Me. Then sign.")


class TeamSameError(RefusedError):
    """The person is in TEAM already on that day."""

    code = "PE-15"
    message = QT_TRANSLATE_NOOP("errors", "{name} is in that team already on that day.")
    kept = QT_TRANSLATE_NOOP("errors", "The team stays as it is. Nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Choose another team, or another first day.")


@dataclass(frozen=True, slots=True)
class Person:
    """A person with roles as granted; an ended role has its last day in `ends`. Teams are in the order of recording."""

    id: str
    head: str
    name: str = ""
    initials: str = ""
    profession: str = ""
    roles: tuple[RoleGranted, ...] = ()
    pin: PinSet | None = None
    is_pin_temporary: bool = False
    login: str | None = None
    teams: tuple[TeamSet, ...] = ()


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
            known = replace(known, pin=op.body, is_pin_temporary=False)
        case PinReset(salt, hash_, _):
            known = replace(known, pin=PinSet(salt, hash_), is_pin_temporary=True)
        case LoginSet(login):
            known = replace(known, login=login)
        case TeamSet():
            known = replace(known, teams=(*known.teams, op.body))
    return replace(known, head=op.op_id)


def add(id_: str, by: str, at: datetime, body: PersonAdded) -> Op:
    """Add a person. Raises NameMissingError."""
    if not body.name.strip() or not body.initials.strip():
        raise NameMissingError()
    return Op("person.added", Subject("person", id_), None, by, at, body)


def grant(person: Person, by: str, at: datetime, body: RoleGranted) -> Op:
    """Grant a role from a day on. Raises RoleDaysError, RoleHeldError."""
    if body.ends is not None and body.ends < body.starts:
        raise RoleDaysError(starts=body.starts, ends=body.ends)
    if any((held.role, held.panel_type) == (body.role, body.panel_type) and _meet(held, body) for held in person.roles):
        raise RoleHeldError(name=person.name, role=_words(body.role))
    return Op("person.role_granted", Subject("person", person.id), person.head, by, at, body)


def end_role(person: Person, by: str, at: datetime, body: RoleEnded, others: Collection[Person] = ()) -> Op:
    """End a role after a day. OTHERS are the other people of the record: one of them stays administrator.

    Raises RoleNotHeldError, LastAdministratorError.
    """
    held = [one for one in person.roles if (one.role, one.panel_type) == (body.role, body.panel_type)]
    if not any(one.starts <= body.on and (one.ends is None or body.on < one.ends) for one in held):
        raise RoleNotHeldError(name=person.name, role=_words(body.role))
    if body.role == "administrator" and not any(_is_lasting(one, body.on) for one in others):
        raise LastAdministratorError(name=person.name)
    return Op("person.role_ended", Subject("person", person.id), person.head, by, at, body)


def set_pin(person: Person, by: str, at: datetime, body: PinSet) -> Op:
    """Set the PIN, as salt and hash: one's own, or the first of a person who has none. Raises PinResetNeededError."""
    if by != person.id and person.pin is not None:
        raise PinResetNeededError(name=person.name)
    return Op("person.pin_set", Subject("person", person.id), person.head, by, at, body)


def reset_pin(person: Person, by: str, at: datetime, body: PinReset) -> Op:
    """Give a PIN for the next opening to somebody who forgot theirs. Raises ResetReasonError."""
    if not body.reason.strip():
        raise ResetReasonError(name=person.name)
    return Op("person.pin_reset", Subject("person", person.id), person.head, by, at, body)


def set_login(person: Person, by: str, at: datetime, login: str | None) -> Op:
    """Name the login by which a shared store knows the person, or take it away."""
    body = LoginSet((login or "").strip() or None)
    return Op("person.login_set", Subject("person", person.id), person.head, by, at, body)


def set_team(person: Person, by: str, at: datetime, team: str, starts: date) -> Op:
    """Put a person into a team from a day on, "" for none. Raises TeamSameError."""
    team = " ".join(team.split())
    if team_on(person, starts) == team:
        raise TeamSameError(name=person.name)
    return Op("person.team_set", Subject("person", person.id), person.head, by, at, TeamSet(team, starts))


def team_on(person: Person, on: date) -> str:
    """Return the team of PERSON on a day, "" for none: of what has started, the last one to start."""
    started = [one for one in person.teams if one.starts <= on]
    return max(enumerate(started), key=lambda pair: (pair[1].starts, pair[0]))[1].team if started else ""


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
    """Return HELD with its last day, where it is meant: an earlier time in the role stays as it was."""
    meant = (held.role, held.panel_type) == (role, panel_type)
    return replace(held, ends=on) if meant and (held.ends is None or on < held.ends) else held


def _meet(one: RoleGranted, other: RoleGranted) -> bool:
    """Return whether two grants share a day."""
    return (one.ends is None or other.starts <= one.ends) and (other.ends is None or one.starts <= other.ends)


def _is_lasting(person: Person, after: date) -> bool:
    """Return whether PERSON is administrator on every day behind AFTER."""
    return any(
        held.role == "administrator" and held.ends is None and held.starts <= date.fromordinal(after.toordinal() + 1)
        for held in person.roles
    )


def _words(role: Role) -> str:
    return role.replace("_", " ")
