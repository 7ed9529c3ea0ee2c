"""The devices of the shared store, as they sign: their keys are kept when first seen, their signed ends compared.

A server that forges an entry in a device's name would have to sign it. So each device's last entry in the ledger must
be covered by the end that the device signed when it sent it. Source: design, store 9.1 and 9.2.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bandingdesk.store import device_keys
from bandingdesk.store.store import Store
from bandingdesk.sync import outcomes, wire
from bandingdesk.sync.wire import SignedHead

if TYPE_CHECKING:
    from bandingdesk.sync.remote import Remote


def compare(store: Store, remote: Remote) -> tuple[str, ...]:
    """Keep what the server says of its devices; return those whose key or signed end is not what the ledger shows."""
    known, heads = remote.devices(), remote.signed_heads()
    with store.arrival() as arrival:
        raw = arrival.raw
        suspects = {one.device_id for one in known if not _keep(raw, one)}
        keys = dict(raw.execute("SELECT id, pubkey FROM device WHERE pubkey IS NOT NULL").fetchall())
        for head in heads:
            if _fits(store.store_id, raw, keys.get(head.device_id), head):
                outcomes.keep_signature(arrival, head)
            else:
                suspects.add(head.device_id)
    return tuple(sorted(suspects))


def _keep(raw: Any, one: Any) -> bool:
    """Keep a device as the server shows it; return False where its key is another one than before."""
    before = raw.execute("SELECT pubkey FROM device WHERE id = ?", (one.device_id,)).fetchone()
    if before is not None and before[0] is not None and bytes(before[0]) != one.pubkey:
        return False
    raw.execute(
        'INSERT INTO device (id, "user", name, pubkey, sealing_key, enrolled, revoked_at) VALUES (?, ?, ?, ?, ?, ?, ?)'
        ' ON CONFLICT (id) DO UPDATE SET "user" = excluded."user", name = excluded.name, pubkey = excluded.pubkey,'
        " sealing_key = excluded.sealing_key, revoked_at = excluded.revoked_at",
        (one.device_id, one.login, one.name, one.pubkey, one.sealing_key, one.enrolled, one.revoked_at),
    )
    return True


def _fits(store_id: str, raw: Any, public: bytes | None, head: SignedHead) -> bool:
    """Return whether the device signed this end, and whether it covers all that the ledger here holds of it."""
    if public is None:
        return False
    text = wire.head_text(store_id, head.device_id, head.device_seq, head.hash)
    if not device_keys.fits(bytes(public), text, head.signature):
        return False
    held = raw.execute(
        "SELECT hash FROM chain WHERE device_id = ? AND device_seq = ?", (head.device_id, head.device_seq)
    ).fetchone()
    if held is not None and bytes(held[0]) != head.hash:
        return False
    end = raw.execute("SELECT max(device_seq) FROM chain WHERE device_id = ?", (head.device_id,)).fetchone()[0] or 0
    return bool(end <= head.device_seq or not _in_ledger(raw, head.device_id, head.device_seq))


def _in_ledger(raw: Any, device_id: str, after: int) -> bool:
    """Return whether the ledger here holds an op of a device behind a number: a walk, made only where one is there."""
    select = "SELECT 1 FROM ledger l JOIN op o ON o.seq = l.op_seq WHERE o.device_id = ? AND o.device_seq > ? LIMIT 1"
    return raw.execute(select, (device_id, after)).fetchone() is not None
