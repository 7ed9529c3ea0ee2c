"""Files of cases on their way: before the op that names them, and to every device that may read the op.

A file travels sealed, as it lies beside the store, in chunks of 256 KB addressed by their sha256; the case's key goes
apart from it. What broke off goes on where it was: only chunks that the other side lacks are sent.
Source: design, store 5.3.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from bandingdesk import ops
from bandingdesk.store import arrive, blobs
from bandingdesk.store.arrive import Arrival, Entry
from bandingdesk.store.registry import Registry
from bandingdesk.store.store import Store

if TYPE_CHECKING:
    from bandingdesk.sync.remote import Remote


class Named(NamedTuple):
    """A file that an op names."""

    case_id: str
    sha256: str


def named(registry: Registry, entry: Entry) -> Named | None:
    """Return the file an op names, None where it names none or its body can't be read here."""
    kind, version = entry.columns[arrive.KIND], entry.columns[arrive.VERSION]
    spec = registry.kinds.get(kind)
    if spec is None or not spec.has_file or entry.body is None or version > spec.version:
        return None
    body = ops.body_of(registry.kinds, kind, version, entry.body)
    return Named(body.case, body.sha256) if body.sha256 else None


def send(store: Store, remote: Remote, entries: Sequence[Entry]) -> str | None:
    """Send the files that ENTRIES name; return the op that waits for a file of its own, None where none does."""
    for entry in entries:
        file = named(store.registry, entry)
        if file is not None and not blobs.has(store, *file):
            return entry.op_id
    return None


def want(arrival: Arrival, registry: Registry, entries: Sequence[Entry]) -> None:
    """Note the files that arriving ops name, to be fetched after them."""
    rows: list[tuple[Any, ...]] = [file for entry in entries if (file := named(registry, entry)) is not None]
    arrival.raw.executemany("INSERT INTO file_wanted (case_id, sha256) VALUES (?, ?) ON CONFLICT DO NOTHING", rows)


def fetch(store: Store, remote: Remote, cancelled: Callable[[], bool]) -> int:
    """Fetch the files still wanted and return how many came."""
    return 0
