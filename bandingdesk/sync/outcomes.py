"""What the server made of our ops, written down here: each op's state, what it stands against, who must look at it.

An outcome is final and a value, never an error. An op that the ledger applied stands, also where a person had refused
it before the server was set back; one that a person settled stays settled whatever the server says to it again.
Source: design, store 7.2 and 7.3.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bandingdesk.errors import QT_TRANSLATE_NOOP, SyncError
from bandingdesk.ops import Subject
from bandingdesk.store import standing
from bandingdesk.store.arrive import Arrival, Taken
from bandingdesk.store.store import Store
from bandingdesk.sync import erasing
from bandingdesk.sync.wire import Outcome, SignedHead

PART = 500
APPLIED = standing.APPLIED
KNOWN = frozenset({APPLIED, standing.CONFLICT, standing.HELD, standing.REJECTED, standing.QUARANTINED})


class AnswerError(SyncError):
    """The server answered TOLD outcomes to SENT ops, or to others, or in words that are none."""

    code = "SY-48"
    message = QT_TRANSLATE_NOOP("errors", "The shared store gave an answer that this program does not understand.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was acknowledged. What waits is sent again.")
    do = QT_TRANSLATE_NOOP("errors", "Sync again. If it comes back, tell your administrator.")


def taken(outcome: str, reason: str, against: str | None) -> Taken:
    """Return how an op with this outcome is kept here. Raises AnswerError."""
    if outcome not in KNOWN:
        raise AnswerError(sent=1, told=1)
    return Taken(outcome) if outcome == APPLIED else Taken(outcome, reason, against)


class Here(NamedTuple):
    """How an op of ours stands here: its place in this file, what it is about, its state."""

    seq: int
    subject: str
    state: str


def write(
    store: Store, told: Sequence[Outcome], signed: SignedHead, sent: Mapping[str, Here] | None = None
) -> Counter[str]:
    """Write the outcomes of a batch and the head we signed for it, in one transaction; return how many of each.

    SENT: how the ops stood when they were read to be sent, which spares looking them up once more.
    """
    with store.arrival() as arrival:
        here = sent or _here(arrival, [outcome.op_id for outcome in told])
        plain: list[tuple[int]] = []  # sent for the first time and applied, as nearly all are
        others: list[Outcome] = []
        for outcome in told:
            known = here[outcome.op_id]
            if outcome.outcome == APPLIED and Subject.parse(known.subject).kind in store.registry.erases:
                erasing.note(arrival, outcome.op_id, known.subject)
            if outcome.outcome == APPLIED and known.state in standing.TO_SEND:
                plain.append((known.seq,))
            else:
                others.append(outcome)
        arrival.raw.executemany(f"UPDATE outbox SET state = '{APPLIED}' WHERE seq = ?", plain)
        here = _here(arrival, [outcome.op_id for outcome in others])
        for outcome in others:
            now = taken(outcome.outcome, outcome.reason, outcome.against)
            settle(arrival, here[outcome.op_id].state, outcome.op_id, now)
        keep_signature(arrival, signed)
    return Counter(outcome.outcome for outcome in told)


def wait_for_file(store: Store, op_id: str) -> None:
    """Note that an op waits for a file of its own."""
    with store.arrival() as arrival:
        arrival.settle(op_id, standing.WAITING_BLOB)


def settle(arrival: Arrival, before: str, op_id: str, now: Taken) -> None:
    """Write what became of an op that is here in state BEFORE, where that is new."""
    if before == now.state or (before == standing.RESOLVED and now.state != APPLIED):
        return
    arrival.settle(op_id, *now)


def keep_signature(arrival: Arrival, signed: SignedHead) -> None:
    """Keep the end of a device's chain as it signed it."""
    arrival.raw.execute(
        "INSERT INTO signature (device_id, device_seq, hash, signature) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        tuple(signed),
    )


def _here(arrival: Arrival, op_ids: Sequence[str]) -> dict[str, Here]:
    found: dict[str, Here] = {}
    for at in range(0, len(op_ids), PART):
        part = tuple(op_ids[at : at + PART])
        rows = arrival.raw.execute(
            "SELECT o.op_id, o.seq, o.subject, x.state FROM op o JOIN outbox x ON x.seq = o.seq"
            f" WHERE o.op_id IN ({', '.join('?' * len(part))})",
            part,
        )
        found.update({row[0]: Here(*row[1:]) for row in rows.fetchall()})
    return found
