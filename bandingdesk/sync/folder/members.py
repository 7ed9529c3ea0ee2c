"""Who belongs, read from the ops of people and devices: keys, administrators, roles as an author could know them.

Every answer is a function of the set of ops, whatever order they came in. What is granted counts for an op whose author
had it before them; what is taken away counts unless it was taken away on top of that op. So what a laptop did apart,
after a role had ended elsewhere, does not count by itself: a person looks at it.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any, NamedTuple

from bandingdesk import ops
from bandingdesk.council.ops import DeviceEnrolled, DeviceRevoked, RoleEnded, RoleGranted
from bandingdesk.ops import Kinds
from bandingdesk.seams import LONDON
from bandingdesk.store import log
from bandingdesk.sync.folder.causes import Causes, Made

ROOT, ROOT_SEQ, ROOT_KEY = "folder.root", "folder.root_seq", "folder.root_key"  # marks: the device that began it
ADMINISTRATOR = ("administrator",)
KINDS = ("device.enrolled", "device.revoked", "person.role_granted", "person.role_ended")
SELECT = (
    "SELECT o.op_id, o.subject, o.kind, o.version, o.actor, o.entered_by, o.device_id, o.device_seq, o.seq,"
    " o.wall_claimed, p.body FROM op o JOIN payload p ON p.seq = o.seq"
    " WHERE ((o.subject >= 'device:' AND o.subject < 'device;')"
    f" OR (o.subject >= 'person:' AND o.subject < 'person;')) AND o.kind IN {KINDS} AND p.body IS NOT NULL"
    " ORDER BY o.seq"
)


class Root(NamedTuple):
    """The device that began the folder. What it had recorded by then, its council had: it is taken as it was."""

    device_id: str
    seq: int  # device_seq of the op by which it began
    key: bytes  # Ed25519


class Fact(NamedTuple):
    """An op about a person or a device, as far as it matters here."""

    op_id: str
    about: str  # the person's or the device's id
    by: str
    made: Made
    on: date
    at: int  # UTC microseconds, as claimed
    body: Any


class Member(NamedTuple):
    """A device that belongs."""

    device_id: str
    name: str
    signing: bytes
    sealing: bytes
    person: str | None  # the only one who enters on it
    enrolled_at: int
    revoked_at: int | None


class Members:
    """The devices and roles of a record; built anew where an op about them came."""

    def __init__(self, raw: Any, kinds: Kinds, causes: Causes, root: Root) -> None:
        self._causes = causes
        self.root = root
        self._facts: dict[str, dict[str, list[Fact]]] = {kind: {} for kind in KINDS}
        self._counts: dict[str, bool] = {}
        self._stands: dict[str, bool] = {}
        for row in raw.execute(SELECT).fetchall():
            body = _body(kinds, row[2], row[3], row[10])
            about = row[1].partition(":")[2]
            fact = Fact(row[0], about, row[4], Made(*row[6:9]), day(row[9]), row[9], body)
            if body is not None and (row[4] == row[5]):
                self._facts[row[2]].setdefault(about, []).append(fact)

    def all(self) -> list[Member]:
        """Return the devices that belong or did."""
        found = (self.find(device) for device in sorted({*self._facts["device.enrolled"], self.root.device_id}))
        return [member for member in found if member is not None]

    def find(self, device_id: str) -> Member | None:
        """Return a device that belongs or did, None for a stranger."""
        known = [
            fact
            for fact in self._facts["device.enrolled"].get(device_id, ())
            if fact.body.public_key and self._admits(fact)
        ]
        if not known:
            is_root = device_id == self.root.device_id
            return Member(device_id, "", self.root.key, b"", None, 0, None) if is_root else None
        first = min(known, key=lambda fact: fact.op_id)
        revoked = [fact.at for fact in self.revocations(device_id)]
        enrolled: DeviceEnrolled = first.body
        return Member(
            device_id,
            enrolled.name,
            bytes.fromhex(enrolled.public_key),
            bytes.fromhex(enrolled.sealing_key),
            enrolled.person,
            first.at,
            min(revoked, default=None),
        )

    def revocations(self, device_id: str) -> list[Fact]:
        """Return the ops that took a device out. They count even where two administrators did it at once."""
        return [fact for fact in self._facts["device.revoked"].get(device_id, ()) if self._plausible(fact)]

    def is_revoked_for(self, made: Made) -> bool:
        """Return whether an op is of a device that was taken out by somebody who had not seen the op."""
        return any(not self._causes.knew(fact.made, made) for fact in self.revocations(made.device))

    def is_founding(self, made: Made) -> bool:
        """Return whether an op was recorded before the folder was begun."""
        return made.device == self.root.device_id and made.seq <= self.root.seq

    def administers(self, member: Member, on: date, made: Made) -> bool:
        """Return whether a device may hand out group keys: its person is an administrator, or it began the folder."""
        if member.revoked_at is not None:
            return False
        if member.device_id == self.root.device_id:
            return True
        return member.person is not None and self.holds(member.person, ADMINISTRATOR, on, made)

    def holds(self, person: str, roles: Collection[str], on: date, made: Made) -> bool:
        """Return whether PERSON holds one of ROLES, at any panel, for an op MADE on a day."""
        return any(
            self._lasts(fact, on, made, strictly=True)
            for fact in self._facts["person.role_granted"].get(person, ())
            if fact.body.role in roles and self._causes.knew(made, fact.made) and self._stands_for(fact)
        )

    def _admits(self, fact: Fact) -> bool:
        return self._plausible(fact) and not (self.is_revoked_for(fact.made) and not self.is_founding(fact.made))

    def _stands_for(self, fact: Fact) -> bool:
        """Return whether a grant counts: made by an administrator, on a device that was not taken out by then."""
        if fact.op_id not in self._stands:
            self._stands[fact.op_id] = self.is_founding(fact.made) or (
                not self.is_revoked_for(fact.made) and self.holds(fact.by, ADMINISTRATOR, fact.on, fact.made)
            )
        return self._stands[fact.op_id]

    def _plausible(self, fact: Fact) -> bool:
        """Return whether its author was an administrator as far as they could know; what came aside is left out.

        What takes away counts by this alone: two administrators who take each other out both succeed.
        """
        if fact.op_id not in self._counts:
            self._counts[fact.op_id] = self.is_founding(fact.made) or any(
                self._lasts(grant, fact.on, fact.made, strictly=False)
                for grant in self._facts["person.role_granted"].get(fact.by, ())
                if grant.body.role == "administrator"
                and self._causes.knew(fact.made, grant.made)
                and self._plausible(grant)
            )
        return self._counts[fact.op_id]

    def _lasts(self, grant: Fact, on: date, made: Made, *, strictly: bool) -> bool:
        """Return whether a grant is in force on a day for an op; STRICTLY counts ends that its author had not seen."""
        body: RoleGranted = grant.body
        if on < body.starts or (body.ends is not None and on > body.ends):
            return False
        for end in self._facts["person.role_ended"].get(grant.about, ()):
            ended: RoleEnded = end.body
            if (ended.role, ended.panel_type) != (body.role, body.panel_type) or on <= ended.on:
                continue
            seen = self._causes.knew(made, end.made)
            aside = strictly and not self._causes.knew(end.made, made)
            if (seen or aside) and self._causes.knew(end.made, grant.made) and self._plausible(end):
                return False
        return True


def root_of(marks: dict[str, str]) -> Root:
    """Return who began the folder, from what the store keeps."""
    return Root(marks[ROOT], int(marks.get(ROOT_SEQ, "0")), bytes.fromhex(marks[ROOT_KEY]))


def day(micros: int) -> date:
    """Return the civil day of an instant."""
    return log.instant(micros).astimezone(LONDON).date()


def _body(kinds: Kinds, kind: str, version: int, data: bytes) -> Any:
    """Return the body, None where it is not what its kind says."""
    try:
        body = ops.body_of(kinds, kind, version, data)
    except (KeyError, ValueError, TypeError, RecursionError):
        return None
    if isinstance(body, DeviceEnrolled) and not _are_keys(body):
        return None
    return body if isinstance(body, (DeviceEnrolled, DeviceRevoked, RoleGranted, RoleEnded)) else None


def _are_keys(body: DeviceEnrolled) -> bool:
    """Return whether the keys of an enrolment are 32 bytes each; both empty where it never synced."""
    texts = (body.public_key, body.sealing_key)
    return texts == ("", "") or all(len(text) == 64 and set(text) <= set("0123456789abcdef") for text in texts)
