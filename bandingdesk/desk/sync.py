"""What a person does about sync: run it, look at what differs, settle it, look after devices."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from bandingdesk.casework import composing
from bandingdesk.council import people, resolution, settings
from bandingdesk.council.ops import Choice, ConflictResolved
from bandingdesk.council.people import Person
from bandingdesk.desk.folders import FoldersDesk
from bandingdesk.desk.ground import Ground
from bandingdesk.errors import QT_TRANSLATE_NOOP, DeskError, InvalidError
from bandingdesk.ops import Op, Subject
from bandingdesk.store.act import Act
from bandingdesk.store.changes import NOTHING, Changes
from bandingdesk.store.queries import sync
from bandingdesk.store.queries.sync import CheckpointRow, DeviceRow, Difference, SyncStatus, ThreeWay

if TYPE_CHECKING:
    from pathlib import Path

    from bandingdesk.sync.enrol import Joined
    from bandingdesk.sync.live import Live
    from bandingdesk.sync.quarantine import Brought, Exported
    from bandingdesk.sync.remote import Remote
    from bandingdesk.sync.run import RunResult, Sync

Progress = Callable[[str, int, int], None]  # phase, done, of
Cancelled = Callable[[], bool]


class ChoiceRefusedError(InvalidError):
    """The choice does not fit this difference."""

    code = "SY-05"
    message = QT_TRANSLATE_NOOP("errors", "These two versions can't be settled that way: both changed the same thing.")
    kept = QT_TRANSLATE_NOOP("errors", "Both versions are kept as they are. Nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Choose one of them, or choose field by field.")


class FieldsOpenError(InvalidError):
    """COUNT fields that differ have no choice yet: PATHS."""

    code = "SY-06"
    message = QT_TRANSLATE_NOOP("errors", "You have not chosen for every field that differs. Still open: {count}.")
    kept = QT_TRANSLATE_NOOP("errors", "Both versions are kept as they are. Your choices on the screen are kept too.")
    do = QT_TRANSLATE_NOOP("errors", "Choose yours or theirs for each field that is marked Different.")


class SyncDesk:
    """The acts around sync. Nothing here overwrites: what does not stand stays in the record."""

    def __init__(self, ground: Ground, folders: FoldersDesk) -> None:
        self._ground = ground
        self._folders = folders
        self._machine: Sync | None = None
        self._connect: Callable[[], Remote] | None = None  # a demo's own peers

    def sync_now(self, progress: Progress | None = None, cancelled: Cancelled | None = None) -> RunResult:
        """Send what waits and take what is new, once. PROGRESS is called with (phase, done, of). Off the UI thread.

        What ended it early stands in the result. Raises NoPeerError on a store that syncs with nobody.
        """
        from bandingdesk.sync import connection, run

        store = self._ground.store
        if self.status().peer == "folder":
            return self._folders.sync(progress, cancelled)
        if self._machine is None:
            if self._connect is None and connection.server(store) is None:
                raise connection.NoPeerError()
            self._machine = run.Sync(store, self._connect or (lambda: connection.connect(store)))
        return self._machine.once(progress, cancelled)

    def through(self, connect: Callable[[], Remote]) -> None:
        """Sync through what CONNECT returns from now on: the peers of a demo, in this program."""
        self.leave_line()
        self._connect = connect

    def live(self) -> Live | None:
        """Return an ear on the shared store, which syncs by `sync_now` when it hears something.

        None where nobody rings: the peers of a demo.
        """
        from bandingdesk.sync.live import Live

        return Live(self._ground.store, self.sync_now) if self._connect is None else None

    def join(self, address: str, password: str | None, name: str) -> Joined:
        """Join this store to the shared one at ADDRESS as the computer NAME; the password goes to the OS keyring.

        What the store holds is sent by the next `sync_now`, as it is. Raises AddressError, JoinRefusedError, …
        """
        from bandingdesk.sync import address as addresses
        from bandingdesk.sync import connection, enrol, remote

        where = addresses.parse(address)
        with remote.connect(where, password) as line:
            joined = enrol.enrol(self._ground.store, line, where, name)
        if password is not None:
            connection.keep_password(where, password)
        self.leave_line()
        return joined

    def revoke(self, device: str, reason: str) -> Changes:
        """Take a device out for good: where this store syncs, then in the record. It can send nothing more.

        Raises DeviceRevokedError, RevokeReasonError, RoleNeededError, leaves of SyncError; nothing is recorded then.
        """
        from bandingdesk.sync import connection

        ground = self._ground
        peer = self.status().peer
        if peer == "folder":
            return self._folders.revoke(device, reason)
        known = ground.store.find(Subject("device", device))
        if known is not None:
            settings.revoke(known, ground.me, ground.clock.now(), reason)
        if peer == "server":
            with (self._connect or (lambda: connection.connect(ground.store)))() as line:
                line.revoke_device(device)
        if known is None:  # the shared store alone knows it: it never recorded its own coming
            return NOTHING
        with ground.act() as act:
            state = act.load(Subject("device", device))
            return act.record(settings.revoke(state, ground.me, ground.clock.now(), reason))

    def spread_rank(self, meeting: str) -> dict[str, int] | None:
        """Return {item: place} by spread as a shared store gives it; None where there is none, or it can't be reached.

        Off the UI thread and outside an act: it asks the server.
        """
        from bandingdesk.sync import connection

        if self.status().peer != "server":
            return None
        try:
            with (self._connect or (lambda: connection.connect(self._ground.store)))() as line:
                return line.spread_rank(meeting)
        except DeskError:
            return None

    def export_work(self, place: Path) -> Exported:
        """Seal what waits into a file for the record's keepers, where it may not be sent any more."""
        from bandingdesk.sync import quarantine

        return quarantine.export(self._ground.store, place)

    def bring_in(self, place: Path) -> Brought:
        """Bring sealed work to the server: every op arrives quarantined. Raises as `quarantine.bring_in` does."""
        from bandingdesk.sync import connection, quarantine

        with (self._connect or (lambda: connection.connect(self._ground.store)))() as line:
            return quarantine.bring_in(self._ground.store, line, place)

    def leave_line(self) -> None:
        """End the connection to the server, if there is one; the next sync makes it anew."""
        machine, self._machine = self._machine, None
        if machine is not None:
            machine.close()

    def status(self) -> SyncStatus:
        """Return how this store stands to its peer."""
        with self._ground.store.read() as conn:
            return sync.status(conn)

    def differences(self) -> list[Difference]:
        """Return what a person must look at, the oldest first."""
        with self._ground.store.read() as conn:
            return sync.differences(conn)

    def three_way(self, op_id: str) -> ThreeWay:
        """Return before, mine and theirs of a difference. Raises DifferenceSettledError."""
        with self._ground.store.read() as conn:
            return sync.three_way(conn, self._ground.store.registry, op_id)

    def devices(self) -> list[DeviceRow]:
        """Return the devices of this record."""
        with self._ground.store.read() as conn:
            return sync.devices(conn)

    def checkpoints(self) -> list[CheckpointRow]:
        """Return the ends of chains that were kept."""
        with self._ground.store.read() as conn:
            return sync.checkpoints(conn)

    def may_resolve(self, difference: Difference) -> bool:
        """Return whether the person at the keys may settle a difference today."""
        person: Person = self._ground.store.load(Subject("person", self._ground.me))
        roles = people.roles_on(person, self._ground.clock.today())
        is_author = self._ground.me in (difference.by, difference.entered_by)
        may = resolution.resolvers(difference.subject.kind, difference.kind)
        return bool(set(may) & set(roles)) or (
            is_author and resolution.author_may(difference.subject.kind, difference.kind)
        )

    def resolve(
        self, op_id: str, choice: Choice, reason: str = "", *, fields: Mapping[str, Any] | None = None
    ) -> Changes:
        """Settle the difference that begins with OP_ID.

        mine, accepted: its ops are made anew on top of what stands; both: the same, only where the versions changed
        different things; theirs, refused: what stands stays; composed: the last op is made anew with FIELDS, one by
        path for each that differs. Raises DifferenceSettledError, ResolverError, ReasonMissingError,
        ChoiceRefusedError, FieldsOpenError.
        """
        ground = self._ground
        with ground.act() as act:
            found = sync.three_way(act.rows, ground.store.registry, op_id)
            one = found.difference
            person: Person = act.load(Subject("person", ground.me))
            resolution.require(
                one.subject.kind,
                one.kind,
                choice,
                reason,
                roles=people.roles_on(person, ground.clock.today()),
                is_author=ground.me in (one.by, one.entered_by),
            )
            if choice == "both" and not found.is_soft:
                raise ChoiceRefusedError(op_id=op_id)
            anew = self._anew(found, choice, reason, fields or {})
            changes = act.record(self._resolution(found, choice, reason))
            for kind, body in anew:
                op = Op(kind, one.subject, act.head(one.subject), ground.me, ground.clock.now(), body)
                changes = changes.joined(act.record(op))
            return changes.joined(Changes(frozenset({one.subject}), frozenset(), changes.last_seq))

    def _resolution(self, found: ThreeWay, choice: Choice, reason: str) -> Op:
        """Return the resolution: of a fork it refuses the branch not kept, else the branch that does not stand."""
        ground, one = self._ground, found.difference
        keeps_mine = one.kind == "fork" and choice in ("mine", "accepted")
        refused = tuple(op.op_id for op in found.theirs.ops) if keeps_mine else one.ops
        kept = one.ops if keeps_mine else tuple(op.op_id for op in found.theirs.ops)
        body = ConflictResolved(str(one.subject), refused, kept[-1] if kept else None, choice, reason)
        return resolution.make(ground.ids.new(), ground.me, ground.clock.now(), body)

    def _anew(self, found: ThreeWay, choice: Choice, reason: str, fields: Mapping[str, Any]) -> list[tuple[str, Any]]:
        """Return (kind, body) of what is to be made anew on top of what stands."""
        mine = found.mine.ops
        if choice in ("theirs", "refused") or (found.difference.kind == "fork" and choice in ("mine", "accepted")):
            return []
        last = mine[-1]
        if not composing.can_compose(last.kind):
            if choice == "composed":
                raise ChoiceRefusedError(op_id=found.difference.op_id)
        elif choice in ("both", "composed"):
            return [(last.kind, composing.compose(last.kind, last.body, _chosen(found, choice, fields), reason))]
        return [(op.kind, op.body) for op in mine]


def _chosen(found: ThreeWay, choice: Choice, fields: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the value of each field that differs: as chosen, for `both` what the one side changed. FieldsOpenError."""
    kind = found.mine.ops[-1].kind
    differing = [field for field in found.fields if field.differs and composing.holds(kind, field.path)]
    if choice == "both":
        return {field.path: field.theirs if field.mine == field.base else field.mine for field in differing}
    left = tuple(field.path for field in differing if field.path not in fields)
    if left:
        raise FieldsOpenError(paths=left, count=len(left))
    return fields


def require_undisputed(act: Act, case_id: str) -> None:
    """Check that nothing about a case differs unsettled: before a signature or a letter. Raises DisputedError."""
    if sync.disputed(act.rows, case_id):
        raise resolution.DisputedError(case=case_id)
