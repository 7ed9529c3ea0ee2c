"""The sync as pure values: a server, devices, and people who work on while lines break. Thousands of steps a second.

The rules are those of the design (store 7.1 to 7.4) written a second time and as plainly as can be, so that a random
history shows whether they hold together, and so that the real server can be compared with them (`Server.apply`).
`World.broken` says which of the invariants is. Bugs to be found by it stand at the end.
"""

from __future__ import annotations

import contextlib
import copy
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from bandingdesk.store import standing

BATCH = 4  # ops in a call: small, so that histories meet its edges
OPEN = (standing.CONFLICT, standing.HELD, standing.QUARANTINED)


class Op(NamedTuple):
    """What of an op the rules look at."""

    id: str
    act: str
    act_size: int
    subject: str
    parent: str | None
    seen: tuple[tuple[str, str], ...]
    device: str
    number: int


class Outcome(NamedTuple):
    """What the server made of an op."""

    op_id: str
    outcome: str
    reason: str
    against: str | None


class Posted(NamedTuple):
    """An entry of the ledger."""

    seq: int
    op: Op
    made: Outcome


class LineError(Exception):
    """The line broke: nobody knows whether the call arrived."""


class RefusedError(Exception):
    """The whole call is refused: a gap, a twin."""


class Server:
    """The ledger and its heads. One call is one transaction."""

    def __init__(self) -> None:
        self.ledger: list[Posted] = []
        self.heads: dict[str, str] = {}
        self.numbers: Counter[str] = Counter()
        self.known: dict[str, Posted] = {}
        self.restores: tuple[int, ...] = ()  # the ends an administrator vouched for, each time it was set back

    def apply(self, device: str, ops: Sequence[Op]) -> list[Outcome]:
        """Take whole acts of one device, and answer what came before as before. Raises RefusedError."""
        if any(op.id in self.known and self.known[op.id].op != op for op in ops):
            raise RefusedError("twin")
        for act in _acts([op for op in ops if op.id not in self.known]):
            for op in act:
                if op.number != self.numbers[device] + 1:
                    raise RefusedError(f"gap: {op.number} behind {self.numbers[device]}")
                self.numbers[device] += 1
            for op, made in zip(act, self.decide(act), strict=True):
                self.post(op, made)
        return [self.known[op.id].made for op in ops]

    def post(self, op: Op, made: Outcome) -> None:
        """Write an entry behind the last."""
        self.ledger.append(Posted(len(self.ledger) + 1, op, made))
        self.known[op.id] = self.ledger[-1]
        if made.outcome == standing.APPLIED:
            self.heads[op.subject] = op.id

    def decide(self, act: Sequence[Op]) -> list[Outcome]:
        """Return what is made of the ops of one act: all the same."""
        heads, before = dict(self.heads), dict(self.heads)
        for op in act:
            fell = self.objection(op, heads, before)
            if fell is not None:
                return [Outcome(one.id, standing.CONFLICT, *fell) for one in act]
            heads[op.subject] = op.id
        return [Outcome(op.id, standing.APPLIED, "", None) for op in act]

    def objection(self, op: Op, heads: dict[str, str], before: dict[str, str]) -> tuple[str, str | None] | None:
        """Return (reason, against) of what stands against OP, on HEADS as the act left them and as they were BEFORE."""
        if heads.get(op.subject) != op.parent:
            parent = self.known.get(op.parent or "")
            fell = parent is not None and parent.made.outcome != standing.APPLIED
            return standing.SUCCESSOR if fell else standing.STALE, heads.get(op.subject)
        for subject, head in op.seen:
            if head not in (heads.get(subject), before.get(subject)):
                return standing.CONTEXT, heads.get(subject)
        return None

    def pull(self, after: int, limit: int) -> list[Posted]:
        """Return entries behind AFTER."""
        return self.ledger[after : after + limit]

    def kept(self) -> Any:
        """Return a backup."""
        other = copy.copy(self)
        other.__dict__ = {name: copy.copy(value) for name, value in self.__dict__.items()}
        return other


class Device:
    """One laptop: its own file, and the person at it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.ops: dict[str, Op] = {}  # all ops of the file, in its order
        self.states: dict[str, str] = {}
        self.of: dict[str, list[str]] = {}  # the ops of a subject
        self.to_send: set[str] = set()
        self.open: set[str] = set()
        self.number = 0
        self.cursor = 0
        self.restores = 0  # how many of the server's were followed
        self.told: list[str] = []

    # --- the person

    def head(self, subject: str) -> str | None:
        """Return the last op of SUBJECT that stands; our own line while some of it waits for its answer."""
        waiting = [op.id for op in self.waiting() if op.subject == subject]
        if waiting:
            return waiting[-1]
        return next((op for op in reversed(self.of.get(subject, [])) if self.states[op] in standing.STANDING), None)

    def act(self, subjects: Sequence[str], relied: Sequence[str], ids: Iterable[int]) -> None:
        """Record an act on SUBJECTS that relies on the heads of RELIED; the person is told that it is saved."""
        act = f"{self.name}.a{self.number}"
        seen = tuple((subject, head) for subject in relied if (head := self.head(subject)) and subject not in subjects)
        for subject, id_ in zip(subjects, ids, strict=False):
            self.number += 1
            op = Op(f"o{id_}", act, len(subjects), subject, self.head(subject), seen, self.name, self.number)
            self._keep(op, standing.RECORDED)
            self.told.append(op.id)

    def resolve(self) -> None:
        """Settle what is open here: the resolution stands on the head and names both (council/resolution.py)."""
        for op_id in list(self.open):
            self.settle(op_id, standing.RESOLVED)

    # --- the sync

    def waiting(self) -> list[Op]:
        """Return what is to be sent, in order."""
        return sorted((self.ops[op_id] for op_id in self.to_send), key=lambda op: op.number)

    def sync(self, server: Server, line: Line) -> None:
        """Shake hands, push and pull. Raises LineError wherever LINE breaks."""
        self.meet(server)
        self.push(server, line)
        self.pull(server, line)

    def meet(self, server: Server) -> None:
        """Offer again what a server that was set back has lost (design, store 7.4)."""
        points = server.restores[self.restores :]
        if points:
            self.restores = len(server.restores)
            self.cursor = min(self.cursor, *points)
            for op in self.ops.values():
                if op.device == self.name and op.number > server.numbers[self.name]:
                    self.settle(op.id, standing.PENDING)

    def push(self, server: Server, line: Line) -> None:
        """Send whole acts, a batch a call, and write what became of them after the reply."""
        while batch := _batch(self.waiting()):
            self.acknowledge(line.call(lambda batch=batch: server.apply(self.name, batch)))

    def acknowledge(self, outcomes: Sequence[Outcome]) -> None:
        """Write what the server made of our ops."""
        for made in outcomes:
            self.settle(made.op_id, made.outcome)

    def pull(self, server: Server, line: Line) -> None:
        """Take what is behind the cursor; the cursor moves with what it took."""
        while page := line.call(lambda: server.pull(self.cursor, BATCH)):
            for posted in page:
                if posted.op.id not in self.states:
                    self._keep(posted.op, posted.made.outcome)
                elif self.states[posted.op.id] != standing.RESOLVED or posted.made.outcome == standing.APPLIED:
                    self.settle(posted.op.id, posted.made.outcome)
            self.cursor = page[-1].seq

    def settle(self, op_id: str, state: str) -> None:
        """Write what became of an op."""
        self.states[op_id] = state
        for held, states in ((self.to_send, standing.TO_SEND), (self.open, OPEN)):
            held.discard(op_id)
            if state in states:
                held.add(op_id)

    def _keep(self, op: Op, state: str) -> None:
        self.ops[op.id] = op
        self.of.setdefault(op.subject, []).append(op.id)
        self.settle(op.id, state)


class Line:
    """The way to the server; it breaks before the call arrives, or after it was done."""

    def __init__(self, rng: random.Random, chance: float) -> None:
        self._rng, self._chance = rng, chance
        self.cuts = 0

    def call(self, work):
        """Return what WORK gives. Raises LineError."""
        broken = self._rng.random() < self._chance
        self.cuts += broken
        if broken and self._rng.random() < 0.5:
            raise LineError
        answer = work()
        if broken:
            raise LineError
        return answer


def _acts(ops: Sequence[Op]) -> list[list[Op]]:
    acts: list[list[Op]] = []
    for op in ops:
        if acts and acts[-1][-1].act == op.act:
            acts[-1].append(op)
        else:
            acts.append([op])
    return acts


def _batch(waiting: Sequence[Op]) -> list[Op]:
    """Return whole acts of at most BATCH ops, one at least."""
    batch: list[Op] = []
    for act in _acts(waiting):
        if batch and len(batch) + len(act) > BATCH:
            break
        batch += act
    return batch


# --- a history and what must hold after it ----------------------------------------------------------------------------


class World:
    """Devices and a server, and what a random history does to them."""

    def __init__(self, seed: int, devices: int, *, subjects: int = 6, server: type = Server, device: type = Device):
        self.rng = random.Random(seed)
        self.server = server()
        self.backup = self.server.kept()
        self.devices = [device(f"d{number}") for number in range(devices)]
        self.subjects = [f"s{number}" for number in range(subjects)]
        self.line = Line(self.rng, 0.15)
        self.ids = iter(range(1, 10**9))

    def step(self) -> None:
        """Do one thing."""
        device = self.rng.choice(self.devices)
        match self.rng.choices(("act", "sync", "resolve", "backup", "restore"), (60, 30, 5, 1, 0.4))[0]:
            case "act":
                chosen = self.rng.sample(self.subjects, self.rng.choice((1, 1, 1, 2)))
                device.act(chosen, self.rng.sample(self.subjects, self.rng.choice((0, 0, 1))), self.ids)
            case "sync":
                with contextlib.suppress(LineError):
                    device.sync(self.server, self.line)
            case "resolve":
                device.resolve()
            case "backup":
                self.backup = self.server.kept()
            case "restore":
                points = (*self.server.restores, len(self.backup.ledger))
                self.server = self.backup.kept()
                self.server.restores = points

    def calm(self) -> None:
        """Let the faults end: two rounds of syncs."""
        quiet = Line(self.rng, 0.0)
        for _ in range(2):
            for device in self.devices:
                device.sync(self.server, quiet)

    def broken(self) -> list[str]:
        """Return which invariants do not hold (design, store 8)."""
        return [*_ledger_broken(self.server), *_devices_broken(self)]


def _ledger_broken(server: Server) -> list[str]:
    found = []
    ids = [posted.op.id for posted in server.ledger]
    if len(set(ids)) != len(ids):
        found.append("I2: an op is there twice")
    last: dict[str, str] = {}
    numbers: Counter[str] = Counter()
    for place, posted in enumerate(server.ledger, 1):
        if posted.seq != place:
            found.append("I5: a gap in the ledger")
        if posted.made.outcome == standing.APPLIED:
            if posted.op.parent != last.get(posted.op.subject):
                found.append("I3: an update is lost")
            last[posted.op.subject] = posted.op.id
        numbers[posted.op.device] += 1
        if posted.op.number != numbers[posted.op.device]:
            found.append("I4: a device's order is broken")
    if last != server.heads:
        found.append("I2: a head is not the replay")
    return found


def _devices_broken(world: World) -> list[str]:
    found = []
    posted = {one.op.id: one.made for one in world.server.ledger}
    for device in world.devices:
        if any(op_id not in posted for op_id in device.told):
            found.append("I1: an op that was told is lost")
        if device.waiting():
            found.append("I11: something still waits")
        if any(device.head(subject) != world.server.heads.get(subject) for subject in world.subjects):
            found.append("I6: a device does not stand where the server stands")
        for op_id, made in posted.items():
            state = device.states.get(op_id)
            if state is None:
                found.append("I6: an entry never came")
            elif made.outcome != standing.APPLIED and state not in (*OPEN, standing.REJECTED, standing.RESOLVED):
                found.append("I7: an op that was not applied is not listed")
    return found


# --- bugs that are planted, so that the check can be believed ---------------------------------------------------------


class IntegerVersions(Server):
    """Compares the number of a version and not which op it is."""

    def __init__(self) -> None:
        super().__init__()
        self.depths: dict[str | None, int] = {None: 0}
        self.versions: Counter[str] = Counter()

    def kept(self) -> Any:
        other = super().kept()
        other.depths = self.depths  # an op says its own version, whatever the server has lost
        return other

    def decide(self, act: Sequence[Op]) -> list[Outcome]:
        for op in act:
            self.depths[op.id] = self.depths[op.parent] + 1
        return super().decide(act)

    def objection(self, op, heads, before):
        return None if self.versions[op.subject] == self.depths[op.parent] else (standing.STALE, heads.get(op.subject))

    def post(self, op: Op, made: Outcome) -> None:
        super().post(op, made)
        self.versions[op.subject] += made.outcome == standing.APPLIED


class NoDedup(Server):
    """Takes what is sent again as new."""

    def apply(self, device: str, ops: Sequence[Op]) -> list[Outcome]:
        answers = []
        for act in _acts(ops):
            for op, made in zip(act, self.decide(act), strict=True):
                self.numbers[device] = max(self.numbers[device], op.number)
                self.post(op, made)
                answers.append(made)
        return answers


class SequenceCursor(Server):
    """Numbers come from a sequence when a call begins, and calls end in another order."""

    def __init__(self) -> None:
        super().__init__()
        self.late: set[int] = set()  # numbers that are given and not committed

    def apply(self, device: str, ops: Sequence[Op]) -> list[Outcome]:
        before, ended = len(self.ledger), self.late
        answers = super().apply(device, ops)
        is_slow = before % 3 == 0
        self.late = set(range(before + 1, len(self.ledger) + 1)) if is_slow and not ended else set()
        return answers

    def pull(self, after: int, limit: int) -> list[Posted]:
        return [posted for posted in self.ledger[after:] if posted.seq not in self.late][:limit]


class AckBeforeReply(Device):
    """Writes that a batch was taken when it is sent."""

    def push(self, server: Server, line: Line) -> None:
        while batch := _batch(self.waiting()):
            for op in batch:
                self.settle(op.id, standing.APPLIED)
            self.acknowledge(line.call(lambda batch=batch: server.apply(self.name, batch)))


class OutboxDeleted(Device):
    """Forgets what was sent once it was answered, so that it has nothing to offer again."""

    def meet(self, server: Server) -> None:
        points = server.restores[self.restores :]
        self.restores = len(server.restores)
        self.cursor = min(self.cursor, *points) if points else self.cursor
