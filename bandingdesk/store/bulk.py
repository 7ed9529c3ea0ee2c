"""Fills a store with many ops at once: the same rows as acts make, chain intact, a transaction for each batch.

For benchmarks and imported history. The writer links each op to the head it finds, so that what makes the ops need not
know ids; nothing is stale here, since nobody else writes between.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bandingdesk.ops import Op
from bandingdesk.store.act import Act
from bandingdesk.store.store import Store


def write_ops(store: Store, acts: Iterable[Op | Sequence[Op]], batch: int = 2000) -> int:
    """Write ACTS (an op, or the ops of one act) in order and return the number of ops.

    `parent` and `seen` of the ops are replaced by the heads as they stand; each item is an act of its own.
    """
    count = 0
    items = iter(acts)
    while part := list(itertools.islice(items, batch)):
        with store.act(by=_first(part[0]).by) as act:
            for item in part:
                group = [_linked(act, op) for op in ((item,) if isinstance(item, Op) else item)]
                act.take(group, store.ids.new(), len(group))
                count += len(group)
            act.lay()
    return count


def _linked(act: Act, op: Op) -> Op:
    """Return OP on the heads as they stand. An act's later op on one subject comes as an item of its own."""
    seen = tuple((subject, act.head(subject) or head) for subject, head in op.seen)
    return replace(op, parent=act.head(op.subject), seen=seen)


def _first(item: Op | Sequence[Op]) -> Op:
    return item if isinstance(item, Op) else item[0]
