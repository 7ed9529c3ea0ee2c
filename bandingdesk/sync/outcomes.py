"""What the server made of our ops, written down here: each op's state, what it stands against, who must look at it.

An outcome is final and a value, never an error. An op that the ledger applied stands, also where a person had refused
it before the server was set back; one that a person settled stays settled whatever the server says to it again.
Source: design, store 7.2 and 7.3.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from bandingdesk.errors import QT_TRANSLATE_NOOP, SyncError
from bandingdesk.store import standing
from bandingdesk.store.arrive import Arrival, Taken
from bandingdesk.store.store import Store
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


def write(store: Store, told: Sequence[Outcome], signed: SignedHead) -> Counter[str]:
    """Write the outcomes of a batch and the head we signed for it, in one transaction; return how many of each."""
    with store.arrival() as arrival:
        states = states_of(arrival, [outcome.op_id for outcome in told])
        for outcome in told:
            settle(arrival, states, outcome.op_id, taken(outcome.outcome, outcome.reason, outcome.against))
        keep_signature(arrival, signed)
    return Counter(outcome.outcome for outcome in told)


def states_of(arrival: Arrival, op_ids: Sequence[str]) -> dict[str, str]:
    """Return the states of those OP_IDS that are here."""
    found: dict[str, str] = {}
    for at in range(0, len(op_ids), PART):
        part = tuple(op_ids[at : at + PART])
        rows = arrival.raw.execute(
            "SELECT o.op_id, x.state FROM op o JOIN outbox x ON x.seq = o.seq"
            f" WHERE o.op_id IN ({', '.join('?' * len(part))})",
            part,
        )
        found.update(rows.fetchall())
    return found


def settle(arrival: Arrival, states: Mapping[str, str], op_id: str, now: Taken) -> None:
    """Write what became of an op that is here, where that is new."""
    before = states[op_id]
    if before == now.state or (before == standing.RESOLVED and now.state != APPLIED):
        return
    arrival.settle(op_id, *now)


def keep_signature(arrival: Arrival, signed: SignedHead) -> None:
    """Keep the end of a device's chain as it signed it."""
    arrival.raw.execute(
        "INSERT INTO signature (device_id, device_seq, hash, signature) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        tuple(signed),
    )
