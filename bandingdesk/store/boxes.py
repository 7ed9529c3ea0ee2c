"""Blind sheets on a store that syncs through a folder: sealed to their round, opened after its reveal.

The device that opens a round makes a pair of keys for it. The public half stands in `round.opened`; other devices'
sheets of the round come as boxes that only the private half opens. It lies in the keyring of that device until
`round.revealed` publishes it; then every device opens what it has and checks each commitment. The sheet of a member who
had stepped out stays in its box. Source: design, store 7.6 and 10.2.
"""

from __future__ import annotations

import json
from typing import Any

from bandingdesk.errors import QT_TRANSLATE_NOOP, RefusedError
from bandingdesk.store import chain, device_keys, keys, standing
from bandingdesk.store.device_keys import Pair, SealedForOthersError
from bandingdesk.store.store import Store

SALT = 16
BROKEN = b""  # in place of a box that did not open, or held something else than was committed to


class RoundKeyAwayError(RefusedError):
    """The key of the round ROUND lies on the device that opened it, and this is another."""

    code = "SY-60"
    message = QT_TRANSLATE_NOOP("errors", "The scores of this round can be revealed only where the round was opened.")
    kept = QT_TRANSLATE_NOOP("errors", "All locked scores stay sealed; nothing was shown.")
    do = QT_TRANSLATE_NOOP("errors", "Reveal on the chair's computer that opened the round, then sync.")


def make_key(round_id: str) -> str:
    """Make the keys of a round, keep the private half in the keyring, and return the public one (hex).

    Raises NoKeyringError.
    """
    pair = device_keys.make().sealing
    keys.keep(_entry(round_id), pair.private)
    return pair.public.hex()


def private_key(round_id: str) -> str:
    """Return the private half of a round's key (hex). Raises RoundKeyAwayError."""
    try:
        return keys.recall(_entry(round_id)).hex()
    except keys.KeyNotKeptError as error:
        raise RoundKeyAwayError(round=round_id) from error


def seal(public: str, op_id: str, salt: bytes, body: bytes) -> bytes:
    """Return salt and body of an op sealed to the PUBLIC half (hex) of its round's key."""
    return device_keys.seal(bytes.fromhex(public), salt + body, _about(op_id))


def sealed_to(raw: Any, round_id: str) -> str:
    """Return the public half of the key of a round that is not revealed, "" where its sheets travel open."""
    rows = _turns(raw, round_id)
    if any(kind == "round.revealed" for kind, _ in rows):
        return ""
    return next((_hex(json.loads(body).get("sealed_to")) for _, body in rows), "")


def open_revealed(store: Store) -> list[str]:
    """Open the boxes whose round was revealed and return the ops that now have a body, or turned out broken.

    What it changed is still to be folded (`Store.reconcile`).
    """
    done = []
    with store.arrival() as arrival:
        raw = arrival.raw
        rounds = [row[0] for row in raw.execute("SELECT DISTINCT round FROM box WHERE body != x''").fetchall()]
        for round_id in rounds:
            reveal = _revealed(raw, round_id)
            if reveal is None:
                continue
            pair, sheets = reveal
            rows = raw.execute(
                "SELECT b.seq, o.op_id, o.commitment, b.body, o.subject, x.state FROM box b"
                " JOIN op o ON o.seq = b.seq JOIN outbox x ON x.seq = o.seq WHERE b.round = ? AND b.body != x''",
                (round_id,),
            ).fetchall()
            for seq, op_id, commitment, box, subject, state in rows:
                if state in standing.STANDING and subject not in sheets:
                    continue
                found = _opened(pair, op_id, box, commitment)
                if found is None:
                    raw.execute("UPDATE box SET body = ? WHERE seq = ?", (BROKEN, seq))
                    arrival.settle(op_id, standing.REJECTED, standing.RULE)
                else:
                    arrival.unseal(op_id, *found)
                    raw.execute("DELETE FROM box WHERE seq = ?", (seq,))
                done.append(op_id)
    return done


def _revealed(raw: Any, round_id: str) -> tuple[Pair, frozenset[str]] | None:
    """Return the keys and the sheets of a round that was revealed, None before, or where the key is not the round's."""
    rows = _turns(raw, round_id)
    publics = {_hex(json.loads(body).get("sealed_to")) for kind, body in rows if kind == "round.opened"}
    for kind, body in rows:
        if kind == "round.revealed" and (text := _hex(json.loads(body).get("key"))):
            pair = device_keys.sealing_pair(bytes.fromhex(text))
            if pair.public.hex() in publics:
                return pair, frozenset(f"sheet:{one['sheet']}" for one in json.loads(body)["sheets"])
    return None


def _turns(raw: Any, round_id: str) -> list[tuple[str, bytes]]:
    """Return (kind, body) of the opening and the reveal of a round, as they stand."""
    found: list[tuple[str, bytes]] = raw.execute(
        "SELECT o.kind, p.body FROM op o JOIN payload p ON p.seq = o.seq JOIN outbox x ON x.seq = o.seq"
        f" WHERE o.subject = ? AND x.state IN {standing.IN_STANDING} AND p.body IS NOT NULL"
        " AND o.kind IN ('round.opened', 'round.revealed')",
        (f"round:{round_id}",),
    ).fetchall()
    return found


def _opened(pair: Pair, op_id: str, box: bytes, commitment: bytes) -> tuple[bytes, bytes] | None:
    try:
        contents = device_keys.unseal(pair, box, _about(op_id))
    except SealedForOthersError:
        return None
    salt, body = contents[:SALT], contents[SALT:]
    return (salt, body) if chain.commitment(salt, body) == commitment else None


def _hex(text: object) -> str:
    """Return a key as it is written, "" for what is none."""
    return text if isinstance(text, str) and len(text) == 64 and set(text) <= set("0123456789abcdef") else ""


def _about(op_id: str) -> bytes:
    return f"bandingdesk/1 sheet {op_id}".encode()


def _entry(round_id: str) -> str:
    return f"round {round_id}"
