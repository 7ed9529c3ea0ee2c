"""Takes bodies out of the record under a retention rule; the ops stay, and the chain still verifies.

The act of erasing is an op of its own, made by the rule that allows it (casework/retention.py). Here is what it does
to the bytes on each device that has or gets that op: body and salt of every op of the case's subjects, their drafts,
the key of the case's files. Heads and rows follow by folding again, where a fold is given `Erased(rule)` in place of a
body. What SQLite keeps of old pages goes with `scrub`, which is noted beforehand, so that a crash only puts it off.
Source: design, store 5.3.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from bandingdesk.store import log, marks, standing
from bandingdesk.store.registry import Erasure

TO_SCRUB = "to_scrub"  # mark: names of the files to remove, as JSON, until scrub has run to its end
BATCH = 500
BODIES = (
    "SELECT p.seq, p.body FROM payload p JOIN op o ON o.seq = p.seq JOIN outbox x ON x.seq = o.seq"
    " WHERE o.subject = ? AND p.erased IS NULL"
)
# On a store with a peer, what this device has not sent yet waits for its outcome (`held: erased`) and for a person.
NOT_UNSENT = f" AND NOT (o.device_id = ? AND x.state IN ('{standing.HELD}', {standing.IN_TO_SEND[1:-1]}))"


def carry_out(raw: Any, wanted: Erasure, op_id: str) -> int:
    """Erase what OP_ID asks for and return how many bodies went; carried out twice it changes nothing more.

    The subjects are left to be folded again (reconcile.py).
    """
    raw.executemany(
        "INSERT INTO erasure (subject, rule, op_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        [(subject, wanted.rule, op_id) for subject in wanted.subjects],
    )
    gone, files = 0, set()
    for subject in wanted.subjects:
        count, named = _erase(raw, subject, wanted.rule)
        gone += count
        files |= {file_name(wanted.case, sha) for sha in named}
    raw.execute(
        "INSERT INTO file_key (case_id, destroyed_at) VALUES (?, ?) ON CONFLICT (case_id)"
        " DO UPDATE SET key = NULL, destroyed_at = coalesce(destroyed_at, excluded.destroyed_at)",
        (wanted.case, log.micros(wanted.at)),
    )
    for id_ in {wanted.case, *wanted.items, *(subject.partition(":")[2] for subject in wanted.subjects)}:
        raw.execute("DELETE FROM draft WHERE instr(key, ?) OR instr(body, ?)", (id_, id_))
    if gone or files:
        _note(raw, files)
    return gone


def waits_for_server(raw: Any) -> bool:
    """Return whether an erasure that this device asks for waits until the server applied it.

    It may still meet what somebody else did to the case meanwhile; a body that is gone can't be shown to a resolver.
    """
    return marks.find(raw, marks.PEER) not in (None, "folder")


def is_decided(raw: Any, op_id: str) -> bool:
    """Return whether the erasure OP_ID is to be carried out now: the server applied it, or there is no server."""
    if not waits_for_server(raw):
        return True
    select = "SELECT x.state FROM op o JOIN outbox x ON x.seq = o.seq WHERE o.op_id = ?"
    return bool(raw.execute(select, (op_id,)).fetchone()[0] == standing.APPLIED)


def repeat(raw: Any, subjects: Sequence[str]) -> set[str]:
    """Erase the bodies that came to SUBJECTS after these were erased, and return the subjects that had some."""
    if raw.execute("SELECT 1 FROM erasure LIMIT 1").fetchone() is None:
        return set()
    found = set()
    for subject in subjects:
        row = raw.execute("SELECT rule FROM erasure WHERE subject = ?", (subject,)).fetchone()
        if row is not None and _erase(raw, subject, row[0])[0]:
            found.add(subject)
    if found:
        _note(raw, ())
    return found


def is_erased(raw: Any, subject: str) -> bool:
    """Return whether the bodies of SUBJECT were erased under a retention rule."""
    return raw.execute("SELECT 1 FROM erasure WHERE subject = ?", (subject,)).fetchone() is not None


class Told(NamedTuple):
    """An erasure as the record tells it: under which rule, by whom, when, and how many bodies are gone by it."""

    rule: str
    by: str
    at: datetime
    op_id: str
    bodies: int

    def as_json(self) -> dict[str, object]:
        return {"rule": self.rule, "by": self.by, "at": self.at.isoformat(), "op": self.op_id, "bodies": self.bodies}


def told(raw: Any) -> tuple[Told, ...]:
    """Return the erasures of the record, the oldest first."""
    rows = raw.execute(
        "SELECT e.rule, o.actor, o.wall_claimed, o.op_id, count(p.seq) FROM erasure e JOIN op o ON o.op_id = e.op_id"
        " LEFT JOIN op s ON s.subject = e.subject LEFT JOIN payload p ON p.seq = s.seq AND p.erased IS NOT NULL"
        " GROUP BY o.seq, e.rule ORDER BY o.seq"
    ).fetchall()
    return tuple(Told(rule, by, log.instant(wall), op_id, bodies) for rule, by, wall, op_id, bodies in rows)


def unfounded(raw: Any) -> tuple[int, str] | None:
    """Return (place, op id) of the first op whose body is gone without an erasure in the record that names its subject.

    On a store with a peer that erasure may still be on its way.
    """
    if _has_peer(raw):
        return None
    rows = raw.execute(
        "SELECT DISTINCT e.op_id, p.body FROM erasure e JOIN op o ON o.op_id = e.op_id JOIN payload p ON p.seq = o.seq"
    ).fetchall()
    named = {subject for _, body in rows if body is not None for subject in json.loads(body).get("subjects", ())}
    gone = raw.execute(
        "SELECT o.seq, o.op_id, o.subject FROM payload p JOIN op o ON o.seq = p.seq"
        " WHERE p.erased IS NOT NULL ORDER BY o.seq"
    )
    return next(((seq, op_id) for seq, op_id, subject in log.fetched(gone) if subject not in named), None)


def count(raw: Any, subjects: Sequence[str]) -> int:
    """Return how many bodies of SUBJECTS are erased."""
    select = "SELECT count(*) FROM payload p JOIN op o ON o.seq = p.seq WHERE o.subject = ? AND p.erased IS NOT NULL"
    return sum(raw.execute(select, (subject,)).fetchone()[0] for subject in subjects)


def unsent(raw: Any, subjects: Sequence[str]) -> int:
    """Return how many ops of SUBJECTS this device has not sent to its peer yet; 0 where it has none."""
    if not _has_peer(raw):
        return 0
    count = 0
    for subject in subjects:
        count += raw.execute(
            "SELECT count(*) FROM op o JOIN outbox x ON x.seq = o.seq WHERE o.subject = ?"
            f" AND x.state IN {standing.IN_TO_SEND}",
            (subject,),
        ).fetchone()[0]
    return count


def to_scrub(raw: Any) -> list[str] | None:
    """Return the names of the files that are to be removed, None where nothing was erased since the last scrub."""
    names = marks.find(raw, TO_SCRUB)
    return None if names is None else list(json.loads(names))


def scrub(raw: Any, folder: Path) -> None:
    """Write the file anew without its free pages, empty the write-ahead log, remove erased files from FOLDER.

    RAW is the driver's connection outside of any transaction. `secure_delete` has overwritten the bodies in their
    pages before; this takes what SQLite may have left in gaps, and the log. Raises the driver's errors, among them
    "busy" while another window reads: it is then tried again at the next opening.
    """
    names = to_scrub(raw)
    if names is None:
        return
    raw.execute("VACUUM")
    busy, _, _ = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy:
        return
    for name in names:
        (folder / name[:2] / name).unlink(missing_ok=True)
    marks.drop(raw, TO_SCRUB)


def file_name(case_id: str, sha256_: str) -> str:
    """Return the name of a file of a case on the disk; it tells nothing of case or contents."""
    return sha256(f"{case_id}:{sha256_}".encode()).hexdigest()


def _erase(raw: Any, subject: str, rule: str) -> tuple[int, set[str]]:
    """Erase the bodies of one subject; return how many, and the sha256 of the files that they named."""
    where, values = BODIES, [subject]
    if _has_peer(raw):
        me = marks.load(raw, marks.DEVICE_ID)
        where, values = BODIES + NOT_UNSENT, [subject, me]
    rows = raw.execute(where, values).fetchall()
    places = [(rule, row[0]) for row in rows]
    raw.executemany("UPDATE payload SET salt = NULL, body = NULL, erased = ? WHERE seq = ?", places)
    raw.executemany("DELETE FROM box WHERE seq = ?", [(seq,) for _, seq in places])
    if places:
        standing.soil(raw, subject, whole=True)
    return len(places), {sha for row in rows if row[1] is not None for sha in _named(json.loads(row[1]))}


def _named(value: Any) -> Iterator[str]:
    """Give the contents hashes that stand anywhere in a body under the name sha256."""
    if isinstance(value, dict):
        for name, item in value.items():
            if name == "sha256" and isinstance(item, str):
                yield item
            else:
                yield from _named(item)
    elif isinstance(value, list):
        for item in value:
            yield from _named(item)


def _note(raw: Any, files: set[str] | tuple[()]) -> None:
    names = sorted({*(to_scrub(raw) or ()), *files})
    marks.keep(raw, TO_SCRUB, json.dumps(names))


def _has_peer(raw: Any) -> bool:
    return marks.find(raw, marks.PEER) is not None
