"""One open act: load, ask and record on one state, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from sqlalchemy import Connection

from bandingdesk import ops
from bandingdesk.errors import QT_TRANSLATE_NOOP, RefusedError, StaleCaseError
from bandingdesk.ops import Op, Recorded, Subject
from bandingdesk.seams import Clock, Ids
from bandingdesk.store import erasure, log, projector, reconcile, standing
from bandingdesk.store.changes import Changes
from bandingdesk.store.log import Pending
from bandingdesk.store.projector import Created, Folded
from bandingdesk.store.registry import Registry, State

BATCH = 500
Ask = Callable[["Act", Op], None]  # asked before each op of an act is taken; raises where it may not be recorded


class NoSuchSubjectError(RefusedError):
    """The record holds no SUBJECT."""

    code = "ST-21"
    message = QT_TRANSLATE_NOOP("errors", "The record holds no {subject}.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Read the list again and choose from it.")


class _Known:
    """What an act knows of a subject: its head now, its head when the act began, and its state."""

    __slots__ = ("began", "data", "head", "state")

    def __init__(self, head: str | None, data: bytes | None) -> None:
        self.head = self.began = head
        self.data = data
        self.state: State | None = None


class Act:
    """One open act: all its ops stand or fall together."""

    def __init__(
        self,
        conn: Connection,
        registry: Registry,
        *,
        by: str,
        device_id: str,
        clock: Clock,
        ids: Ids,
        ask: Ask | None = None,
    ) -> None:
        self.rows = conn
        self._ask = ask
        self.by = by
        self._registry = registry
        self._device_id = device_id
        self._clock = clock
        self._ids = ids
        self._raw = log.driver(conn)
        self._act_id = ids.new()
        self._known: dict[Subject, _Known] = {}
        self._pending: list[Pending] = []
        self._touched: dict[Subject, bool] = {}  # taken since rows were last laid; whether the subject is new
        self._created: list[Created] = []
        self._is_whole = True
        self._began = log.tail(self._raw, device_id)
        self._references = projector.References(self._raw, registry.referenced)

    def load(self, subject: Subject) -> State:
        """Return the folded state of SUBJECT. Raises NoSuchSubjectError."""
        state = self.find(subject)
        if state is None:
            raise NoSuchSubjectError(subject=str(subject))
        return state

    def find(self, subject: Subject) -> State | None:
        """Return the folded state of SUBJECT, None where it has no op yet."""
        known = self._read(subject)
        if known.state is None and known.data is not None:
            known.state = self._registry.load(subject.kind, known.data)
        return known.state

    def head(self, subject: Subject) -> str | None:
        """Return the id of the last op of SUBJECT, None where it has none."""
        return self._read(subject).head

    def record(self, *new: Op) -> Changes:
        """Check and record NEW, in order, with what this act recorded before. Durable when the `with` ends.

        An op's parent is the head of its subject, each pair of `seen` a head now or when the act began. Raises
        StaleCaseError naming the first subject that moved; the whole act is then undone, also where the caller goes
        on. Rows of the projections are written at once, so that `act.rows` sees them.
        """
        self._is_whole = False
        self.take(new, self._act_id)
        self.lay()
        self._is_whole = True
        last_seq = self._began.seq + len(self._pending)
        return Changes(frozenset(op.subject for op in new), frozenset(op.kind for op in new), last_seq)

    def take(self, new: Sequence[Op], act_id: str, act_size: int = 0) -> None:
        """Check and fold NEW without laying rows down yet: `record` and the bulk writer's half. ACT_SIZE 0: all."""
        self._read_all({subject for op in new for subject in (op.subject, *(seen for seen, _ in op.seen))})
        for op in new:
            known = self._known[op.subject]
            self._check(op, known)
            self._touched.setdefault(op.subject, known.head is None)
            self._fold(op, known, act_id, act_size)

    def lay(self) -> None:
        """Write references, heads and rows of all that was taken since the last time."""
        self._references.give(self._created)
        folded = [Folded(subject, self._known[subject].state, is_new) for subject, is_new in self._touched.items()]
        projector.lay(self.rows, self._registry, folded)
        self._created.clear()
        self._touched.clear()

    def _resolve(self, op_id: str, refused: Sequence[str]) -> None:
        """Carry out the resolution OP_ID of this act: what it REFUSED no longer waits, and what stands is folded again,
        so that the act can go on on top of it.
        """
        for subject in standing.resolve(self._raw, op_id, refused):
            if standing.is_forked(self._raw, subject):
                standing.settle_forks(self._raw, subject)
        self._fold_dirty()

    def _fold_dirty(self) -> None:
        part = reconcile.waiting(self._raw)
        reconcile.fold(self.rows, self._registry, part)
        for text, _ in part:
            self._known.pop(Subject.parse(text), None)

    def finish(self) -> tuple[int, int]:
        """Write the ops to the log and return (last place before, last place now). Called by the store at the end."""
        if not self._is_whole:
            raise RuntimeError("an act in which an op was refused can't be kept")
        if not self._pending:
            return self._began.seq, self._began.seq
        end = log.append(self._raw, self._began, self._device_id, self._clock.now(), self._pending)
        return self._began.seq, end.seq

    def _check(self, op: Op, known: _Known) -> None:
        if self._ask is not None:
            self._ask(self, op)
        kind = self._registry.kinds[op.kind]
        if not isinstance(op.body, kind.body):
            raise TypeError(f"{op.kind} takes a body of {kind.body.__name__}, not {type(op.body).__name__}")
        if op.parent != known.head:
            if op.parent == known.began:
                raise ValueError(f"{op.subject} was already changed by this act: load it again before the next rule")
            raise StaleCaseError(subject=op.subject, parent=op.parent, head=known.head)
        for subject, head in op.seen:
            seen = self._known[subject]
            if head not in (seen.head, seen.began):
                raise StaleCaseError(subject=subject, parent=head, head=seen.head)

    def _fold(self, op: Op, known: _Known, act_id: str, act_size: int) -> None:
        ids, registry = self._ids, self._registry
        op_id = ids.new()
        if known.head is None:
            op = self._numbered(op, op_id)
        version = registry.kinds[op.kind].version
        entered_by = op.entered_by or self.by
        device_seq = self._began.device_seq + len(self._pending) + 1
        entry = Recorded(
            op_id=op_id,
            act_id=act_id,
            device_seq=device_seq,
            kind=op.kind,
            version=version,
            subject=op.subject,
            parent=op.parent,
            seen=op.seen,
            by=op.by,
            entered_by=entered_by,
            at=op.at,
            body=op.body,
        )
        state = registry.folds[op.subject.kind].apply(self.find(op.subject), entry)
        if state.head != op_id:
            raise ValueError(f"the fold of {op.subject.kind} did not set head to the id of {op.kind}")
        known.head, known.state, known.data = op_id, state, None
        body = ops.canonical(op.body)
        self._pending.append(Pending(op_id, act_id, act_size, op, entered_by, version, ids.salt(), body))
        refuses = registry.resolves.get(op.subject.kind)
        if refuses is not None:
            self._resolve(op_id, refuses(state))
        erases = registry.erases.get(op.subject.kind)
        if erases is not None and (wanted := erases(state)) is not None and not erasure.waits_for_server(self._raw):
            erasure.carry_out(self._raw, wanted, op_id)
            self._fold_dirty()

    def _numbered(self, op: Op, op_id: str) -> Op:
        """Return the first op of a subject with the number of its short reference, where its kind has them."""
        number = getattr(op.body, "number", None)  # a body without one takes the next number here
        if number == 0 and op.subject.kind in self._registry.referenced:
            number = self._references.claim(op.subject.kind, op.at)
            body = replace(op.body, number=number)
            op = Op(op.kind, op.subject, op.parent, op.by, op.at, body, op.seen, op.entered_by)
        self._created.append(Created(op.subject, op_id, op.at, number or 0))
        return op

    def _folded(self, subjects: Sequence[str]) -> dict[str, tuple[str, bytes]]:
        """Fold those of SUBJECTS that an arrival left to be folded, and return their heads and states."""
        marks = ", ".join("?" * len(subjects))
        dirty = self._raw.execute(f"SELECT subject FROM dirty WHERE subject IN ({marks})", tuple(subjects)).fetchall()
        if not dirty:
            return {}
        names = {row[0] for row in dirty}
        part = [one for one in reconcile.waiting(self._raw, limit=-1) if one[0] in names]
        reconcile.fold(self.rows, self._registry, part)
        marks = ", ".join("?" * len(part))
        rows = self._raw.execute(
            f"SELECT subject, head_op, state FROM head WHERE subject IN ({marks})", tuple(text for text, _ in part)
        ).fetchall()
        return {subject: (head, state) for subject, head, state in rows}

    def _read(self, subject: Subject) -> _Known:
        known = self._known.get(subject)
        if known is None:
            self._read_all({subject})
            known = self._known[subject]
        return known

    def _read_all(self, subjects: Iterable[Subject]) -> None:
        wanted = [subject for subject in subjects if subject not in self._known]
        for at in range(0, len(wanted), BATCH):
            part = {str(subject): subject for subject in wanted[at : at + BATCH]}
            marks = ", ".join("?" * len(part))
            rows = self._raw.execute(
                f"SELECT subject, head_op, state FROM head WHERE subject IN ({marks})", tuple(part)
            ).fetchall()
            found = {subject: (head, state) for subject, head, state in rows}
            found |= self._folded(list(part))
            for text, subject in part.items():
                self._known[subject] = _Known(*found.get(text, (None, None)))
