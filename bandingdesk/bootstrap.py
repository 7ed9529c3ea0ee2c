"""Builds a Desk from a store's place and key: the only place where the parts are joined."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from bandingdesk.desk.desk import LAST_PERSON, Desk
from bandingdesk.desk.ground import Matches
from bandingdesk.seams import Clock, Ids
from bandingdesk.store import drafts, engine, folds, keys, store

Progress = Callable[[int, int], None]


def create_desk(
    path: Path,
    key: bytes | None,
    *,
    clock: Clock,
    ids: Ids,
    plain: bool = False,
    is_demo: bool = False,
    matches: Matches = keys.pin_matches,
) -> Desk:
    """Make a new store at PATH and return its desk; a new person's id is at the keys, for `council.set_up`.

    IS_DEMO marks the store for good: all that is recorded in it is invented.
    """
    opened = store.create_store(path, key, folds.registry(), clock=clock, ids=ids, plain=plain, is_demo=is_demo)
    return Desk(opened, clock, ids, ids.new(), matches=matches)


def open_desk(
    path: Path,
    key: bytes | None,
    *,
    clock: Clock,
    ids: Ids,
    me: str | None = None,
    plain: bool = False,
    is_demo: bool = False,
    progress: Progress | None = None,
    matches: Matches = keys.pin_matches,
) -> Desk:
    """Open the store at PATH and return its desk; without ME who was at the keys last, or the record's first person.

    A store that was made as a demo is one, whatever IS_DEMO says; a test's store becomes one by it. One that an older
    version made is upgraded first, with a backup beside it.

    Raises the leaves of StoreError.
    """
    try:
        opened = store.open_store(path, key, folds.registry(), clock=clock, ids=ids, plain=plain, progress=progress)
    except engine.OlderStoreError:
        from bandingdesk.store import upgrade

        upgrade.upgrade(path, key, clock.now())
        opened = store.open_store(path, key, folds.registry(), clock=clock, ids=ids, plain=plain, progress=progress)
    with opened.read() as conn:
        from bandingdesk.store.queries import council

        known = council.people(conn)
    last = drafts.load(opened, LAST_PERSON, "")
    first = min(known, key=lambda person: person.id).id if known else ids.new()
    if last is not None and any(person.id == last.body["person"] for person in known):
        first = last.body["person"]
    return Desk(opened, clock, ids, me or first, is_demo=is_demo, matches=matches)
