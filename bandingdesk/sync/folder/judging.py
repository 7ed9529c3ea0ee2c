"""What becomes of an op that came through the folder, before its subject's line is looked at: role and rule.

A pure function of the op, of the ops its author knew, and of what was taken away aside (members.py): the same on every
device, its author's too. What fails is kept, listed and folded by nobody; a person looks at it. Checked is what can be
told from people, roles, kinds and parents; what a desk asks beyond that was asked on its author's device alone.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, NamedTuple

from bandingdesk import ops
from bandingdesk.council import may, resolution
from bandingdesk.council.ops import ConflictResolved
from bandingdesk.ops import Kinds, Subject
from bandingdesk.store import standing
from bandingdesk.store.arrive import APPLIED, Taken
from bandingdesk.store.registry import Registry
from bandingdesk.sync.folder import members as membership
from bandingdesk.sync.folder.causes import Causes, Made
from bandingdesk.sync.folder.members import Members

SUBJECT_OF = {"scores": "sheet"}  # for all others a kind begins with its subject's
COLUMNS = (
    "o.seq, o.op_id, o.act_id, o.act_size, o.subject, o.parent_op, o.kind, o.version, o.actor, o.entered_by,"
    " o.device_id, o.device_seq, o.wall_claimed, p.body, p.erased, x.state, b.body"
)
SELECT = (
    f"SELECT {COLUMNS} FROM op o JOIN payload p ON p.seq = o.seq JOIN outbox x ON x.seq = o.seq"
    " LEFT JOIN box b ON b.seq = o.seq"
)


class Stated(NamedTuple):
    """An op with what it is judged by, and the state it has now."""

    seq: int
    op_id: str
    act_id: str
    act_size: int
    subject: str
    parent: str | None
    kind: str
    version: int
    by: str
    entered_by: str
    device: str
    device_seq: int
    at: int
    body: bytes | None
    erased: str | None
    state: str
    box: bytes | None

    @property
    def made(self) -> Made:
        return Made(self.device, self.device_seq, self.seq)


class Judge:
    """Judges ops of one record as it is now."""

    def __init__(self, raw: Any, registry: Registry, causes: Causes, members: Members) -> None:
        self._raw = raw
        self._kinds: Kinds = registry.kinds
        self._folds = registry.folds
        self._causes = causes
        self._members = members

    def verdict(self, op: Stated, reveals: list[Made]) -> Taken:
        """Return what becomes of OP by itself. REVEALS are those of its round, where it is of a sheet."""
        known = self._kinds.get(op.kind)
        if known is None or op.version > known.version:
            return Taken(standing.HELD, standing.UPCAST)
        if self._members.is_founding(op.made):
            return APPLIED
        if self._members.is_revoked_for(op.made):
            return Taken(standing.QUARANTINED, standing.REVOKED)
        if not self._fits(op):
            return Taken(standing.QUARANTINED, standing.RULE)
        if not self._is_allowed(op):
            return Taken(standing.QUARANTINED, standing.ROLE)
        if op.box == b"":  # its seal was opened and held something else than its author committed to
            return Taken(standing.REJECTED, standing.RULE)
        if any(not self._causes.knew(reveal, op.made) for reveal in reveals):
            return Taken(standing.HELD, standing.LATE)
        return APPLIED

    def _fits(self, op: Stated) -> bool:
        """Return whether an op is of its subject, stands on an op of it that its author had, and can be read."""
        subject_kind = op.subject.partition(":")[0]
        prefix = op.kind.partition(".")[0]
        if subject_kind != SUBJECT_OF.get(prefix, prefix) or subject_kind not in self._folds:
            return False
        if op.parent is not None and not self._is_parent(op):
            return False
        if op.act_size != 1 and len(self._mates(op)) != op.act_size:
            return False
        if op.body is None:
            return True
        return self._read(op) is not None

    def _is_parent(self, op: Stated) -> bool:
        row = self._raw.execute(
            "SELECT subject, device_id, device_seq, seq FROM op WHERE op_id = ?", (op.parent,)
        ).fetchone()
        return row is not None and row[0] == op.subject and self._causes.knew(op.made, Made(*row[1:]))

    def _read(self, op: Stated) -> Any:
        try:
            return ops.body_of(self._kinds, op.kind, op.version, op.body or b"")
        except (KeyError, ValueError, TypeError, RecursionError):
            return None

    def _is_allowed(self, op: Stated) -> bool:
        """Return whether actor and who entered it may: the table of roles, and whose device it is."""
        member = self._members.find(op.device)
        if member is None or member.person not in (None, op.entered_by):
            return False
        about = Subject.parse(op.subject)
        if about.kind == "sheet" and about.id.partition(".")[2] != op.by:
            return False
        if op.kind == "resolution.made":
            return self._may_resolve(op)
        if self._settles(op):
            return op.by == op.entered_by
        line = may.TABLE.get(op.kind)
        if line is None:
            return False
        roles = membership.ADMINISTRATOR if op.kind == "device.enrolled" else line.writers
        if not (line.is_own and about.id == op.by) and not self._holds(op, op.by, roles):
            return False
        return op.by == op.entered_by or self._holds(op, op.entered_by, line.enters)

    def _settles(self, op: Stated) -> bool:
        """Return whether an op was made anew by who settled a difference of its subject, in the same act."""
        if op.act_size == 1:
            return False
        for made in self._mates(op):
            if made.kind == "resolution.made" and made.by == op.by and self._may_resolve(made):
                body = self._read(made)
                if isinstance(body, ConflictResolved) and body.of == op.subject:
                    return True
        return False

    def _mates(self, op: Stated) -> list[Stated]:
        """Return the ops of the act; they stand side by side in every file."""
        rows = self._raw.execute(
            f"{SELECT} WHERE o.seq BETWEEN ? AND ? AND o.act_id = ? AND o.device_id = ?",
            (op.seq - op.act_size + 1, op.seq + op.act_size - 1, op.act_id, op.device),
        ).fetchall()
        return [Stated(*row) for row in rows]

    def _may_resolve(self, op: Stated) -> bool:
        body = self._read(op)
        if not isinstance(body, ConflictResolved) or op.by != op.entered_by:
            return False
        kind = body.of.partition(":")[0]
        roles = {*resolution.resolvers(kind, standing.FORK), *resolution.KEEPERS}
        if self._holds(op, op.by, roles):
            return True
        named = (*body.refused, body.stands or "")
        return resolution.author_may(kind, standing.FORK) and self._is_author(op.by, named)

    def _is_author(self, person: str, named: tuple[str, ...]) -> bool:
        marks = ", ".join("?" * len(named))
        row = self._raw.execute(
            f"SELECT 1 FROM op WHERE op_id IN ({marks}) AND (actor = ? OR entered_by = ?)", (*named, person, person)
        ).fetchone()
        return row is not None

    def _holds(self, op: Stated, person: str, roles: Collection[str]) -> bool:
        return self._members.holds(person, roles, membership.day(op.at), op.made)
