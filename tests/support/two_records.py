"""Two devices with one record: a copy of a plain store under a device of its own, and ops carried over by hand."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from pathlib import Path

import sqlcipher3

from bandingdesk import bootstrap
from bandingdesk.desk.desk import Desk
from bandingdesk.store import log
from bandingdesk.store.arrive import APPLIED, Entry, Taken
from bandingdesk.store.store import Store
from bandingdesk.store.tables import OP_COLUMNS


def second(desk: Desk, path: Path) -> Desk:
    """Return a desk on a copy of DESK's record at PATH, with a device id of its own and the same person at the keys."""
    with contextlib.closing(sqlcipher3.dbapi2.connect(str(desk.store.path))) as raw:
        raw.execute("VACUUM INTO ?", (str(path),))
    copy = bootstrap.open_desk(path, None, clock=desk.clock, ids=desk.ground.ids, me=desk.me_id, plain=True)
    with copy.store.arrival() as arrival:
        arrival.mark("device_id", desk.ground.ids.new())
    copy.close()
    return bootstrap.open_desk(path, None, clock=desk.clock, ids=desk.ground.ids, me=desk.me_id, plain=True)


def entries(store: Store, after: int = 0) -> list[Entry]:
    """Return the ops of STORE's own device behind place AFTER, as they travel."""
    with store.read() as conn:
        rows = (
            log.driver(conn)
            .execute(
                f"SELECT {', '.join('o.' + name for name in OP_COLUMNS)}, p.salt, p.body, p.erased FROM op o"
                " JOIN payload p ON p.seq = o.seq WHERE o.device_id = ? AND o.seq > ? ORDER BY o.seq",
                (store.device_id, after),
            )
            .fetchall()
        )
    return [Entry(tuple(row[:-3]), *row[-3:]) for row in rows]


def last_seq(desk: Desk) -> int:
    """Return the last place in the file of DESK."""
    with desk.store.read() as conn:
        return int(log.driver(conn).execute("SELECT coalesce(max(seq), 0) FROM op").fetchone()[0])


def carry(
    source: Desk, target: Desk, after: int, judge: Callable[[Entry], Taken] = lambda _entry: APPLIED
) -> Sequence[Entry]:
    """Carry what SOURCE recorded behind AFTER into TARGET, each op as JUDGE says, fold it, and return it."""
    found = entries(source.store, after)
    with target.store.arrival() as arrival:
        arrival.take([(entry, judge(entry)) for entry in found])
    target.store.reconcile()
    return found
