"""What a device does when its server was set back to a backup: cut its copy of the ledger, and send again what is gone.

Only an administrator's word lets it (handshake.py). The entries behind the restore point move to `ledger_lost`, where
the checkpoints that stood on them can still be compared; no op, no checkpoint and no outcome of this record is removed.
Source: design, store 7.4.
"""

from __future__ import annotations

from bandingdesk.store import log, marks
from bandingdesk.store.store import Store
from bandingdesk.sync import erasing, handshake
from bandingdesk.sync.handshake import Mine
from bandingdesk.sync.wire import Hello, Restored

COLUMNS = "seq, op_seq, outcome, reason, against, submitter, recv_at, hash"


def follow(store: Store, own: Mine, point: Restored) -> Mine:
    """Cut the ledger here behind the restore POINT, in one transaction, and return where this file stands then."""
    seq = point.seq
    with store.arrival() as arrival:
        raw = arrival.raw
        arrival.mark(handshake.restore_mark(point), str(log.micros(store.clock.now())))
        arrival.mark(handshake.AGAIN, "1")
        erasing.note_all(arrival, store.registry, store.device_id)
        raw.execute(
            f"INSERT INTO ledger_lost (lost_at, {COLUMNS}) SELECT ?, {COLUMNS} FROM ledger WHERE seq > ? ORDER BY seq",
            (log.micros(store.clock.now()), seq),
        )
        raw.execute("DELETE FROM ledger WHERE seq > ?", (seq,))
        return handshake.mine(raw, own.store_id, own.device_id)


def note(store: Store, hello: Hello) -> None:
    """Keep a restore point that asked nothing of this device, so that the word can't be used for a later rewind."""
    if hello.restored is None:
        return
    with store.read() as conn:
        if handshake.is_honoured(log.driver(conn), hello.restored):
            return
    with store.arrival() as arrival:
        arrival.mark(handshake.restore_mark(hello.restored), str(log.micros(store.clock.now())))
        erasing.note_all(arrival, store.registry, store.device_id)


def done(store: Store) -> None:
    """Note that all that the server had lost was sent again."""
    with store.jot() as conn:
        marks.drop(log.driver(conn), handshake.AGAIN)
