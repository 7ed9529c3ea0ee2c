"""Random histories: the server decides as a model in a few lines does, and the same however the ops come in batches."""

import random
from typing import NamedTuple

import pytest

from tests.support import clusters
from tests.support.shared_device import IDS, Devices

SEEDS = range(20)
ACTS = 40
KINDS = {
    "child": ("child.registered",),
    "round": ("round.band_indicated", "round.revealed"),
    "sheet": ("scores.unlocked",),
}
OUTDATED = {"scores.unlocked"}  # by round.revealed


class Planned(NamedTuple):
    """An op before it has an id: parent and seen are places in the plan (None: no op), by which a device links them."""

    subject: str
    kind: str
    parent: int | None
    seen: tuple[tuple[str, int], ...]


def plan(rng):
    """Return acts of ops: mostly on the heads as a model has them, often enough not."""
    subjects = ["child:1", "child:2", "child:3", "round:1", "sheet:1.p-ann"]
    acts, ops, model = [], [], Model()
    for _ in range(ACTS):
        act = []
        for _ in range(rng.choice((1, 1, 1, 2, 3))):
            subject = rng.choice(subjects)
            kind = rng.choices(KINDS[subject.partition(":")[0]], (9, 1)[: len(KINDS[subject.partition(":")[0]])])[0]
            before = [n for n, op in enumerate(ops) if op.subject == subject]
            own = [n for n in before if n >= len(ops) - len(act)]
            parent = own[-1] if own else model.heads.get(subject)
            if rng.random() < 0.15:
                parent = rng.choice([None, *before])
            seen = []
            for other in rng.sample(subjects, rng.choice((0, 0, 1, 2))):
                known = [n for n, op in enumerate(ops) if op.subject == other]
                head = model.heads.get(other)
                if known and other != subject:
                    seen.append((other, rng.choice(known) if rng.random() < 0.2 or head is None else head))
            ops.append(Planned(subject, kind, parent, tuple(seen)))
            act.append(len(ops) - 1)
        acts.append(act)
        model.decide(ops, act)
    return ops, acts, model.outcomes


class Model:
    """What becomes of acts, said as plainly as it can be."""

    def __init__(self):
        self.heads, self.closed, self.outcomes = {}, {}, {}

    def decide(self, ops, act):
        heads, began, fell = dict(self.heads), dict(self.heads), None
        for number in act:
            fell = fell or self._against(ops, number, heads, began)
            heads[ops[number].subject] = number
        for number in act:
            self.outcomes[number] = fell or ("applied", "", None)
        if fell is None:
            self.heads = heads
            for number in act:
                if ops[number].kind == "round.revealed":
                    self.closed[ops[number].subject] = number

    def _against(self, ops, number, heads, began):
        op = ops[number]
        closed = self.closed if op.kind in OUTDATED else {}
        if op.subject in closed:
            return ("held", "late", closed[op.subject])
        if heads.get(op.subject) != op.parent:
            fallen = op.parent in self.outcomes and self.outcomes[op.parent][0] != "applied"
            return ("conflict", "successor" if fallen else "stale", heads.get(op.subject))
        for subject, head in op.seen:
            if subject in closed:
                return ("held", "late", closed[subject])
            if head not in (heads.get(subject), began.get(subject)):
                return ("conflict", "context", heads.get(subject))
        return None


@pytest.fixture(scope="module")
def devices(server):
    with clusters.database(server, clusters.TEMPLATE) as database:
        found = Devices(database)
        with database.owner() as conn:  # everybody may do everything here: roles are another test's
            conn.execute("UPDATE desk.kind_rule SET writers = '{caseworker}', of_actor = false")
        found("ann", "caseworker")
        yield found
        found.close()


def send(device, prefix, ops, acts, sizes):
    """Make and send the plan's ops in batches of SIZES acts; return {place: (outcome, reason, against as a place)}."""

    def named(subject):
        kind, _, rest = subject.partition(":")
        return f"{kind}:{prefix}{rest}"

    ids, outcomes, waiting = {}, {}, 0
    for count, act in enumerate(acts, 1):
        act_id = IDS.new()
        for number in act:
            op = ops[number]
            entry = device.op(
                named(op.subject), None if op.parent is None else ids[op.parent], op.kind,
                seen=[(named(subject), ids[head]) for subject, head in op.seen], act=act_id, size=len(act),
            )  # fmt: skip
            ids[number] = entry.op_id
        waiting += 1
        if waiting >= sizes() or count == len(acts):
            for found in device.push():
                outcomes[found.op_id] = found
            waiting = 0
    places = {op_id: number for number, op_id in ids.items()}
    return {
        number: (found.outcome, found.reason, None if found.against is None else places[found.against])
        for number, found in ((number, outcomes[ids[number]]) for number in places.values())
    }


@pytest.mark.parametrize("seed", SEEDS)
def test_the_server_decides_as_the_model_whatever_the_batches(devices, seed):
    rng = random.Random(seed)
    ops, acts, expected = plan(rng)
    device = devices("ann")
    assert send(device, f"a{seed}-", ops, acts, lambda: len(acts)) == expected
    assert send(device, f"b{seed}-", ops, acts, lambda: 1) == expected
    assert send(device, f"c{seed}-", ops, acts, lambda: rng.randint(1, 9)) == expected


def test_the_histories_hold_every_outcome():
    found = set()
    for seed in SEEDS:
        found |= {outcome[:2] for outcome in plan(random.Random(seed))[2].values()}
    assert found == {
        ("applied", ""), ("conflict", "stale"), ("conflict", "successor"), ("conflict", "context"), ("held", "late"),
    }  # fmt: skip
