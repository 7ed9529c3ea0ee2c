"""What stands, told from the whole set of ops: verdicts, resolutions, forks, and acts that stand or fall together.

Worked out for the touched subjects and what hangs together with them, always anew and from nothing but the ops, so that
every device comes to the same states whatever the order of arrival. Source: design, store 5.1, 7.3 and 7.6.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from bandingdesk import ops
from bandingdesk.council.ops import ConflictResolved
from bandingdesk.store import standing
from bandingdesk.store.arrive import Taken
from bandingdesk.store.registry import Registry
from bandingdesk.sync.folder import judging
from bandingdesk.sync.folder.causes import Causes, Made
from bandingdesk.sync.folder.judging import Judge, Stated
from bandingdesk.sync.folder.members import Members


class Resolved(NamedTuple):
    """A resolution of one subject: what it refuses, what it keeps (the line up to what it says stands)."""

    op: Stated
    refused: frozenset[str]
    kept: frozenset[str]


class Settling:
    """One settling of a record. `subjects` are those looked at, with what hangs together with them."""

    def __init__(self, raw: Any, registry: Registry, causes: Causes, members: Members) -> None:
        self._raw = raw
        self._registry = registry
        self._causes = causes
        self._judge = Judge(raw, registry, causes, members)
        self._ops: dict[str, list[Stated]] = {}
        self._verdicts: dict[str, Taken] = {}
        self._refused: dict[str, str] = {}  # op -> the resolution that refused it
        self._blocked: set[str] = set()
        self._stands: dict[str, list[str]] = {}
        self._forks: dict[str, frozenset[str]] = {}
        self._of: dict[str, list[Stated]] = {}  # subject -> its resolutions
        for row in raw.execute(f"{judging.SELECT} WHERE o.subject >= 'resolution:' AND o.subject < 'resolution;'"):
            op = Stated(*row)
            if (body := self._body(op)) is not None:
                self._of.setdefault(body.of, []).append(op)

    def settle(self, subjects: Iterable[str]) -> set[str]:
        """Write how the ops of SUBJECTS stand and return the ops whose state is new."""
        left = list(dict.fromkeys(subjects))
        for subject in left:
            self._take(subject)
        while self._part():
            pass
        changed = set()
        for subject, found in self._ops.items():
            line = self._stands[subject]
            stands, last = set(line), line[-1] if line else None
            for op in found:
                if self._write(op, stands, last):
                    changed.add(op.op_id)
        return changed

    def _take(self, subject: str) -> None:
        """Read a subject, its resolutions, and the neighbours whose state depends on it."""
        if subject in self._ops:
            return
        rows = self._raw.execute(f"{judging.SELECT} WHERE o.subject = ? ORDER BY o.seq", (subject,)).fetchall()
        found = [Stated(*row) for row in rows]
        self._ops[subject] = found
        kind, _, id_ = subject.partition(":")
        if kind == "resolution":
            for op in found:
                if (body := self._body(op)) is not None:
                    self._take(body.of)
        reveals = self._reveals(id_.partition(".")[0]) if kind == "sheet" else []
        for op in found:
            self._verdicts[op.op_id] = self._judge.verdict(op, reveals)
        self._apply(subject)
        if kind == "round" and any(op.kind == "round.revealed" for op in found):
            for other in self._like(f"sheet:{id_}."):
                self._take(other)
        for op in found:
            if op.act_size > 1 and (not self._is_fit(op) or self._is_parted(op)):
                self._take_mates(op)

    def _is_parted(self, op: Stated) -> bool:
        """Return whether an op of the act does not stand now: with this one the others may stand again."""
        row = self._raw.execute(
            "SELECT 1 FROM op o JOIN outbox x ON x.seq = o.seq WHERE o.seq BETWEEN ? AND ? AND o.act_id = ?"
            f" AND x.state NOT IN {standing.IN_STANDING}",
            (op.seq - op.act_size + 1, op.seq + op.act_size - 1, op.act_id),
        ).fetchone()
        return row is not None

    def _take_mates(self, op: Stated) -> list[str]:
        """Return the ops of an act, with their subjects read; none for a resolution's (it stands for itself)."""
        rows = self._raw.execute(
            "SELECT op_id, subject, kind FROM op WHERE seq BETWEEN ? AND ? AND act_id = ? AND device_id = ?",
            (op.seq - op.act_size + 1, op.seq + op.act_size - 1, op.act_id, op.device),
        ).fetchall()
        if len(rows) != op.act_size or any(row[2] == "resolution.made" for row in rows):
            return []
        for subject in {row[1] for row in rows}:
            self._take(subject)
        return [row[0] for row in rows]

    def _part(self) -> bool:
        """Draw every line; return whether an act fell apart, so that the rest of it falls too and lines are redrawn."""
        for subject, found in self._ops.items():
            fit = [(op.op_id, op.parent) for op in found if self._is_fit(op)]
            line = standing.line(fit)
            stands = list(line.stands)
            cut = next((at for at, op_id in enumerate(stands) if op_id in self._blocked), len(stands))
            self._stands[subject], self._forks[subject] = stands[:cut], frozenset(line.forks)
        before = len(self._blocked), len(self._ops)
        for subject, found in list(self._ops.items()):
            standing_now = set(self._stands[subject])
            for op in found:
                if op.act_size > 1 and op.op_id not in standing_now:
                    self._blocked.update(self._take_mates(op))
        return before != (len(self._blocked), len(self._ops))

    def _is_fit(self, op: Stated) -> bool:
        return self._verdicts[op.op_id].state in standing.STANDING and op.op_id not in self._refused

    def _write(self, op: Stated, stands: set[str], last: str | None) -> bool:
        """Write one op's state and return whether it is new."""
        state, kind, against = self._verdicts[op.op_id]
        if op.op_id in self._refused:
            return self._resolve(op)
        if state in standing.STANDING:
            if op.op_id in stands:
                state = op.state if op.state in standing.STANDING else standing.APPLIED
            else:
                state, against = standing.CONFLICT, last
                kind = self._why(op)
        if op.state == state:
            self._raw.execute(
                "UPDATE conflict SET kind = ?, against_op = ? WHERE op_id = ? AND state = 'open'",
                (kind, against, op.op_id),
            )
            return False
        return standing.settle(self._raw, op.seq, op.op_id, op.subject, state, kind, against)

    def _why(self, op: Stated) -> str:
        if op.op_id in self._forks[op.subject]:
            return standing.FORK
        return standing.CONTEXT if op.op_id in self._blocked else standing.SUCCESSOR

    def _resolve(self, op: Stated) -> bool:
        by = self._refused[op.op_id]
        is_new = op.state != standing.RESOLVED
        if is_new:
            standing.note(self._raw, op.op_id, op.subject, standing.FORK, None)
            standing.settle(self._raw, op.seq, op.op_id, op.subject, standing.RESOLVED)
        self._raw.execute("UPDATE conflict SET resolution_op = ? WHERE op_id = ?", (by, op.op_id))
        return is_new

    # Resolutions

    def _apply(self, subject: str) -> None:
        """Note what resolutions of SUBJECT refuse; two that contradict each other wait for a third person."""
        found = [one for one in (self._resolved(op) for op in self._of.get(subject, ())) if one is not None]
        for one in found:
            if any(self._contradict(one, other) for other in found):
                if one.op.act_size > 1:
                    self._blocked.update(self._act_of(one.op))
            else:
                for op_id in one.refused:
                    self._refused.setdefault(op_id, one.op.op_id)

    def _contradict(self, one: Resolved, other: Resolved) -> bool:
        """Return whether two persons settled one thing apart, and not alike."""
        if one.op.op_id == other.op.op_id or self._knew(one, other) or self._knew(other, one):
            return False
        if one.refused & other.kept or other.refused & one.kept:
            return True
        return bool(one.refused & other.refused) and (one.op.act_size, other.op.act_size) != (1, 1)

    def _knew(self, one: Resolved, other: Resolved) -> bool:
        return self._causes.knew(one.op.made, other.op.made)

    def _resolved(self, op: Stated) -> Resolved | None:
        body = self._body(op)
        if body is None or self._judge.verdict(op, []).state not in standing.STANDING:
            return None
        parents = {one.op_id: one.parent for one in self._ops[body.of]}
        refused = frozenset(body.refused) & set(parents)
        kept, at = set(), body.stands
        while at is not None and at in parents and at not in kept:
            kept.add(at)
            at = parents[at]
        return Resolved(op, refused, frozenset(kept) - refused)

    def _body(self, op: Stated) -> ConflictResolved | None:
        if op.kind != "resolution.made" or op.body is None:
            return None
        try:
            body = ops.body_of(self._registry.kinds, op.kind, op.version, op.body)
        except (KeyError, ValueError, TypeError, RecursionError):
            return None
        return body if isinstance(body, ConflictResolved) else None

    def _act_of(self, op: Stated) -> set[str]:
        rows = self._raw.execute(
            "SELECT op_id FROM op WHERE seq BETWEEN ? AND ? AND act_id = ? AND kind != 'resolution.made'",
            (op.seq - op.act_size + 1, op.seq + op.act_size - 1, op.act_id),
        ).fetchall()
        return {row[0] for row in rows}

    # Reveals

    def _reveals(self, round_id: str) -> list[Made]:
        """Return the reveals of a round that nobody refused."""
        subject = f"round:{round_id}"
        self._take(subject)
        return [op.made for op in self._ops[subject] if op.kind == "round.revealed" and self._is_fit(op)]

    def _like(self, start: str) -> list[str]:
        rows = self._raw.execute(
            "SELECT DISTINCT subject FROM op WHERE subject >= ? AND subject < ?", (start, start + "\uffff")
        ).fetchall()
        return [row[0] for row in rows]
