"""What a letter that was sent writes into the register: a decided date needs no second typing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from bandingdesk.casework.register import entry
from bandingdesk.casework.register.entry import Entry
from bandingdesk.casework.register.ops import EntryChanged, Values
from bandingdesk.ops import Op
from bandingdesk.statute.register import Feed, Path, RegisterBook


def sent(
    entries: Sequence[Entry], template: str, on: date, by: str, at: datetime, book: RegisterBook
) -> tuple[Op, ...]:
    """Return the change that a letter of TEMPLATE, sent ON a day, makes to the newest entry that waits for its date.

    Nothing that somebody recorded is replaced; where no entry waits, nothing is written. Source: which fields of the
    SEN2 return each letter gives, statute.md 2.2.
    """
    feed = book.letters.get(template)
    if feed is None:
        return ()
    waiting = [one for one in entries if _waits(one, feed)]
    if not waiting:
        return ()
    known = max(waiting, key=lambda one: one.id)
    values: Values = dict(known.values or {})
    for path in _dates(feed):
        values.setdefault(path.field, on.isoformat())
    for path, value in feed.codes:
        values.setdefault(path.field, value)
    return (entry.change(known, by, at, EntryChanged(values, f"Letter {template} was sent."), book),)


def _waits(one: Entry, feed: Feed) -> bool:
    if one.made is None or one.withdrawn is not None or one.made.type != feed.date.type:
        return False
    return feed.date.field not in (one.values or {})


def _dates(feed: Feed) -> tuple[Path, ...]:
    return (feed.date, *(path for path in feed.also if path.type == feed.date.type))
