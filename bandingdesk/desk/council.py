"""What people do for the council's own record: people, roles, policies, panel types, settings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from bandingdesk.casework import terms
from bandingdesk.casework.backlog.policies import require_minute
from bandingdesk.casework.terms import Term
from bandingdesk.council import people, policy, settings
from bandingdesk.council.ops import (
    DeviceEnrolled,
    PanelTypeAdopted,
    PersonAdded,
    PinReset,
    PinSet,
    PolicyAdopted,
    PolicyValue,
    Role,
    RoleEnded,
    RoleGranted,
    SettingAdded,
)
from bandingdesk.council.people import Person
from bandingdesk.desk.ground import Ground, Made
from bandingdesk.ops import Subject
from bandingdesk.panel import adopting
from bandingdesk.store import keys, pins
from bandingdesk.store.changes import Changes
from bandingdesk.store.queries import backlog, council, panel_types


class CouncilDesk:
    """The acts on the council's own record."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def set_up(self, name: str, initials: str, profession: str, pin: str, device: str) -> Made:
        """Add the first person, who becomes administrator and caseworker, with a PIN, and record this device."""
        people.check_pin_shape(pin)
        ground, today, now = self._ground, self._ground.clock.today(), self._ground.clock.now()
        me = ground.me
        with ground.act() as act:
            changes = act.record(people.add(me, me, now, PersonAdded(name, initials, profession)))
            for role in ("administrator", "caseworker"):
                person: Person = act.load(Subject("person", me))
                changes = changes.joined(act.record(people.grant(person, me, now, RoleGranted(role, today))))
            person = act.load(Subject("person", me))
            changes = changes.joined(act.record(people.set_pin(person, me, now, self.make_pin(pin))))
            enrolled = settings.enrol(ground.store.device_id, me, now, DeviceEnrolled(device, ""))
            changes = changes.joined(act.record(enrolled))
        return Made(me, changes)

    def add_person(self, name: str, initials: str, profession: str) -> Made:
        """Add a person to the record."""
        ground = self._ground
        with ground.act() as act:
            made = ground.ids.new()
            return Made(
                made,
                act.record(people.add(made, ground.me, ground.clock.now(), PersonAdded(name, initials, profession))),
            )

    def grant_role(
        self, person: str, role: Role, starts: date, *, ends: date | None = None, panel_type: str | None = None
    ) -> Changes:
        """Grant a role from a day on, for all panel types or for one; ENDS is its last day where it has one."""
        ground = self._ground
        with ground.act() as act:
            state: Person = act.load(Subject("person", person))
            body = RoleGranted(role, starts, ends, panel_type)
            return act.record(people.grant(state, ground.me, ground.clock.now(), body))

    def end_role(self, person: str, role: Role, on: date, *, panel_type: str | None = None) -> Changes:
        """End a role after the day ON. What then stays open is listed by `leaving.open_work`.

        Raises RoleNotHeldError, LastAdministratorError.
        """
        ground = self._ground
        with ground.act() as act:
            state: Person = act.load(Subject("person", person))
            rows = council.people(act.rows)
            others = [act.load(Subject("person", row.id)) for row in rows if row.id != person]
            body = RoleEnded(role, on, panel_type)
            return act.record(people.end_role(state, ground.me, ground.clock.now(), body, others))

    def set_login(self, person: str, login: str | None) -> Changes:
        """Name the login by which a shared store knows a person; None takes it away."""
        ground = self._ground
        with ground.act() as act:
            state: Person = act.load(Subject("person", person))
            return act.record(people.set_login(state, ground.me, ground.clock.now(), login))

    # PINs

    def make_pin(self, pin: str) -> PinSet:
        """Return PIN as salt and hash. Raises PinTooShortError."""
        people.check_pin_shape(pin)
        salt = self._ground.ids.salt()
        return PinSet(salt.hex(), keys.pin_hash(pin, salt).hex())

    def keep_pin(self, person: str, pin: PinSet) -> Changes:
        """Record a PIN that `make_pin` made: one's own, or the first of somebody else."""
        ground = self._ground
        with ground.act() as act:
            state: Person = act.load(Subject("person", person))
            return act.record(people.set_pin(state, ground.me, ground.clock.now(), pin))

    def set_pin(self, person: str, pin: str) -> Changes:
        """Set a person's PIN: one's own, or the first of somebody else. Raises PinResetNeededError."""
        return self.keep_pin(person, self.make_pin(pin))

    def change_pin(self, old: str, new: str) -> Changes | None:
        """Set the PIN of who is at the keys, once the one they have fits; None where it does not.

        Raises PinTooShortError, PinWaitError.
        """
        ground = self._ground
        made = self.make_pin(new)
        state: Person = ground.store.load(Subject("person", ground.me))
        if state.pin is not None and not ground.pin_fits(old):
            return None
        return self.keep_pin(ground.me, made)

    def reset_pin(self, person: str, pin: str, reason: str) -> Changes:
        """Give somebody who forgot theirs a PIN that opens the window and signs nothing; REASON: how it was known
        who asked.
        """
        ground = self._ground
        made = self.make_pin(pin)
        with ground.act() as act:
            state: Person = act.load(Subject("person", person))
            body = PinReset(made.salt, made.hash, reason)
            changes = act.record(people.reset_pin(state, ground.me, ground.clock.now(), body))
        pins.note_right(ground.store, person)
        return changes

    def check_pin(self, person: str, pin: str) -> bool:
        """Return whether PIN is that of PERSON; False where none is set. Raises PinWaitError after wrong ones."""
        return self._ground.pin_fits(pin, person)

    # Devices

    def revoke_device(self, device: str, reason: str) -> Changes:
        """Take a device out for good, with a reason. Raises DeviceRevokedError, RevokeReasonError."""
        ground = self._ground
        with ground.act() as act:
            state = act.load(Subject("device", device))
            return act.record(settings.revoke(state, ground.me, ground.clock.now(), reason))

    def adopt_policy(self, key: str, value: Mapping[str, PolicyValue], starts: date, minute: str) -> Changes:
        """Adopt a dated policy."""
        ground = self._ground
        with ground.act() as act:
            known = act.find(Subject("policy", key))
            body = PolicyAdopted(key, dict(value), starts, minute)
            return act.record(policy.adopt(known, ground.me, ground.clock.now(), body))

    def adopt_term(self, term: Term, starts: date, minute: str) -> Changes:
        """Adopt a term of casework from a day on; what its policy holds besides, stays.

        Raises MinuteMissingError, PolicyUnfitError, RatesUnfitError, NobodyExpectedError, GroundUnknownError.
        """
        ground, key, minute = self._ground, terms.key(term), require_minute(minute)
        with ground.act() as act:
            value = terms.value(term, backlog.in_force(act.rows, key, starts).value)
            known = act.find(Subject("policy", key))
            body = PolicyAdopted(key, value, starts, minute)
            return act.record(policy.adopt(known, ground.me, ground.clock.now(), body))

    def adopt_panel_type(self, body: PanelTypeAdopted) -> Changes:
        """Adopt a version of a panel type from a day on, with its minute. Raises what `adopting.require_fit` raises."""
        ground = self._ground
        with ground.act() as act:
            known = act.find(Subject("panel_type", body.key))
            seats = panel_types.seats(act.rows, body.key, body.starts) if known is not None else 0
            adopting.require_fit(body, panel_types.in_force(act.rows, body.starts), seats=seats or None)
            return act.record(policy.adopt_panel_type(known, ground.me, ground.clock.now(), body))

    def add_setting(self, body: SettingAdded) -> Made:
        """Add a school, college or other setting."""
        ground = self._ground
        with ground.act() as act:
            made = ground.ids.new()
            return Made(made, act.record(settings.add(made, ground.me, ground.clock.now(), body)))
