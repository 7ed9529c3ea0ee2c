"""The golden file of a protocol: a batch as a device of that time made it. `python -m tests.support.golden_sync`.

Writes the file of today's protocol where it is missing and never touches one that is there: what was once sent must be
understood for ever.
"""

from __future__ import annotations

import base64
import json
import tempfile
from pathlib import Path
from typing import Any

from bandingdesk import seams
from bandingdesk.store import device_keys, folds
from bandingdesk.store.arrive import Entry, LedgerRow
from bandingdesk.store.device_keys import DeviceKeys, Pair
from bandingdesk.store.store import create_store
from bandingdesk.sync import handshake, push, wire
from bandingdesk.sync.wire import Posted
from tests.support import sync_team as st

FOLDER = Path(__file__).resolve().parents[1] / "data" / "sync"
STORE_ID = "golden-store"
RECEIVED = 1_795_435_200_000_000


def path(protocol: int) -> Path:
    """Return the place of a protocol's golden file."""
    return FOLDER / f"protocol-{protocol}.json"


def read(protocol: int) -> dict[str, Any]:
    """Return a golden file."""
    found: dict[str, Any] = json.loads(path(protocol).read_text(encoding="utf-8"))
    return found


def entries(golden: dict[str, Any]) -> list[Entry]:
    """Return the batch of a golden file."""
    return [Entry(tuple(map(_value, one[0])), _value(one[1]), _value(one[2]), one[3]) for one in golden["entries"]]


def keys(golden: dict[str, Any]) -> DeviceKeys:
    """Return the keys of the golden device."""
    return DeviceKeys(*(Pair(*(bytes.fromhex(half) for half in pair)) for pair in golden["keys"]))


def ledger_hash(made: list[Entry]) -> str:
    """Return the hash of the last entry of a ledger that received the batch at one instant."""
    hash_ = wire.ledger_genesis(STORE_ID)
    for seq, entry in enumerate(made, start=1):
        row = LedgerRow(seq, "applied", "", None, "ann", RECEIVED, b"")
        hash_ = handshake.linked(hash_, Posted(entry, row))
    return hash_.hex()


def _make() -> dict[str, Any]:
    """Return a batch: a case with a round, a change, an act of two, and a body that was erased."""
    made = device_keys.make()
    with tempfile.TemporaryDirectory() as name:
        store = create_store(
            Path(name) / "golden.bdk",
            None,
            folds.registry(),
            clock=seams.FixedClock(st.NOON),
            ids=seams.SeededIds(1, st.NOON),
            person="ann",
            plain=True,
        )
        seen = st.open_case(store, "c1")
        st.open_case(store, "c2")
        st.assign(store, "sam", "c2", seen=((st.case("c1"), seen),))
        with store.act() as act:
            act.record(*(st.assigned(id_, act.head(st.case(id_)), act.by, "both") for id_ in ("c1", "c2")))
        st.assign(store, "erased", "c1")
        batch = next(push.batches(store))
        last = batch.entries[-1]._replace(salt=None, body=None, erased="plan_31")
        batch = push.Batch((*batch.entries[:-1], last), batch.places)
        store.store_id = STORE_ID
        signed = push.sign(store, made.signing.private, batch)
        store.close()
    return {
        "protocol": wire.PROTOCOLS[1],
        "device_id": signed.device_id,
        "keys": [[half.hex() for half in pair] for pair in made],
        "entries": [[[_text(v) for v in e.columns], _text(e.salt), _text(e.body), e.erased] for e in batch.entries],
        "chain": signed.hash.hex(),
        "signature": signed.signature.hex(),
        "ledger": ledger_hash(list(batch.entries)),
    }


def _text(value: Any) -> Any:
    return {"b": base64.b64encode(value).decode()} if isinstance(value, bytes) else value


def _value(text: Any) -> Any:
    return base64.b64decode(text["b"]) if isinstance(text, dict) else text


def main() -> None:
    """Write what is missing."""
    FOLDER.mkdir(exist_ok=True)
    place = path(wire.PROTOCOLS[1])
    if not place.exists():
        place.write_text(json.dumps(_make(), indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
