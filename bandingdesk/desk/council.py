"""What people do for the council's own record: people, roles, policies, panel types, settings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from bandingdesk.council import people, policy, settings
from bandingdesk.council.ops import (
    DeviceEnrolled,
    PanelTypeAdopted,
    PersonAdded,
    PinSet,
    PolicyAdopted,
    PolicyValue,
    Role,
    RoleGranted,
    SettingAdded,
)
from bandingdesk.council.people import Person
from bandingdesk.desk.ground import Ground, Made
from bandingdesk.ops import Subject
from bandingdesk.store import keys
from bandingdesk.store.changes import Changes


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

    def grant_role(self, person: str, role: Role, starts: date, *, panel_type: str | None = None) -> Changes:
        """Grant a role from a day on, for all panel types or for one."""
        ground = self._ground
        with ground.act() as act:
            state: Person = act.load(Subject("person", person))
            body = RoleGranted(role, starts, panel_type=panel_type)
            return act.record(people.grant(state, ground.me, ground.clock.now(), body))

    def make_pin(self, pin: str) -> PinSet:
        """Return PIN as salt and hash. Raises PinTooShortError."""
        people.check_pin_shape(pin)
        salt = self._ground.ids.salt()
        return PinSet(salt.hex(), keys.pin_hash(pin, salt).hex())

    def keep_pin(self, person: str, pin: PinSet) -> Changes:
        """Record a PIN that `make_pin` made."""
        ground = self._ground
        with ground.act() as act:
            state: Person = act.load(Subject("person", person))
            return act.record(people.set_pin(state, ground.me, ground.clock.now(), pin))

    def set_pin(self, person: str, pin: str) -> Changes:
        """Set a person's PIN."""
        return self.keep_pin(person, self.make_pin(pin))

    def check_pin(self, person: str, pin: str) -> bool:
        """Return whether PIN is that of PERSON; False where none is set."""
        state: Person = self._ground.store.load(Subject("person", person))
        if state.pin is None:
            return False
        return self._ground.matches(pin, bytes.fromhex(state.pin.salt), bytes.fromhex(state.pin.hash))

    def adopt_policy(self, key: str, value: Mapping[str, PolicyValue], starts: date, minute: str) -> Changes:
        """Adopt a dated policy."""
        ground = self._ground
        with ground.act() as act:
            known = act.find(Subject("policy", key))
            body = PolicyAdopted(key, dict(value), starts, minute)
            return act.record(policy.adopt(known, ground.me, ground.clock.now(), body))

    def adopt_panel_type(self, body: PanelTypeAdopted) -> Changes:
        """Adopt a version of a panel type."""
        ground = self._ground
        with ground.act() as act:
            known = act.find(Subject("panel_type", body.key))
            return act.record(policy.adopt_panel_type(known, ground.me, ground.clock.now(), body))

    def add_setting(self, body: SettingAdded) -> Made:
        """Add a school, college or other setting."""
        ground = self._ground
        with ground.act() as act:
            made = ground.ids.new()
            return Made(made, act.record(settings.add(made, ground.me, ground.clock.now(), body)))
