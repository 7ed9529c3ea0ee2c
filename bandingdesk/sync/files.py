"""Files of cases on their way: before the op that names them, and to every device that may read the op.

A file travels sealed, as it lies beside the store, in pieces of 256 KB addressed by their sha256; what opens it goes
apart from it. What broke off goes on where it was: only pieces that the other side lacks are sent or asked for.
Source: design, store 5.3.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from bandingdesk import ops
from bandingdesk.errors import QT_TRANSLATE_NOOP, SyncError
from bandingdesk.store import arrive, blobs, engine, log, sealing
from bandingdesk.store.arrive import Arrival, Entry
from bandingdesk.store.registry import Registry
from bandingdesk.store.store import Store
from bandingdesk.sync import refusals, wire

if TYPE_CHECKING:
    from bandingdesk.sync.remote import Remote

AT_ONCE = 32  # pieces in one call: 8 MB
FILES = 200  # asked for in one run, so that what never comes does not hold up the rest


class PieceError(SyncError):
    """The server gave other bytes for a piece than its address says, or none."""

    code = "SY-54"
    message = QT_TRANSLATE_NOOP("errors", "A file of a case came damaged from the shared store.")
    kept = QT_TRANSLATE_NOOP("errors", "Your record is whole; the file is asked for again at the next sync.")
    do = QT_TRANSLATE_NOOP("errors", "Sync again. If it comes back, tell your administrator.")


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
    try:
        body = ops.body_of(registry.kinds, kind, version, entry.body)
    except (ValueError, LookupError, TypeError):
        return None  # it is none of its kind: it is held when it is to be folded (reconcile.py)
    return Named(body.case, body.sha256) if body.sha256 else None


# Out


def send(store: Store, remote: Remote, entries: Sequence[Entry]) -> str | None:
    """Send the files that ENTRIES name, and return the first op whose file is not beside the store, None where all are.

    Raises BlobDamagedError, leaves of SyncError.
    """
    for entry in entries:
        file = named(store.registry, entry)
        if file is None:
            continue
        try:
            key = blobs.key_of(store, file.case_id)
            _send(remote, file, key, blobs.place_of(store.path, *file))
        except blobs.BlobErasedError:
            continue  # the case was erased since: the server is told so by the erasure's own op
        except (blobs.BlobMissingError, FileNotFoundError):
            return entry.op_id
    return None


def _send(remote: Remote, file: Named, key: bytes, place: Path) -> None:
    addresses = [sha256(piece).digest() for piece in _pieces(place)]
    missing = remote.missing_chunks(addresses)
    part: list[bytes] = []
    for address, piece in zip(addresses, _pieces(place) if missing else (), strict=False):
        if address in missing:
            part.append(piece)
        if len(part) == AT_ONCE:
            remote.put_chunks(part)
            part = []
    if part:
        remote.put_chunks(part)
    remote.put_file(*file, key, addresses)


def _pieces(place: Path) -> Iterator[bytes]:
    with place.open("rb") as source:
        while piece := source.read(wire.CHUNK):
            yield piece


# In


def want(arrival: Arrival, registry: Registry, entries: Sequence[Entry]) -> None:
    """Note the files that arriving ops name, to be fetched after them."""
    rows: list[tuple[Any, ...]] = [file for entry in entries if (file := named(registry, entry)) is not None]
    arrival.raw.executemany("INSERT INTO file_wanted (case_id, sha256) VALUES (?, ?) ON CONFLICT DO NOTHING", rows)


def fetch(store: Store, remote: Remote, cancelled: Callable[[], bool]) -> int:
    """Fetch files that are still wanted and return how many came. Raises PieceError, DiskFullError, …"""
    with store.read() as conn:
        rows = log.driver(conn).execute("SELECT case_id, sha256 FROM file_wanted LIMIT ?", (FILES,)).fetchall()
    came = 0
    for row in rows:
        if cancelled():
            break
        try:
            came += bring(store, remote, Named(*row))
        except refusals.NotAllowedError:
            break  # this login may not read files; who may fetches them
    return came


def bring(store: Store, remote: Remote, file: Named) -> bool:
    """Fetch one file, unless it is here, and return whether it is now. What came by half is kept and goes on."""
    if blobs.has(store, *file) or _is_erased(store, file):
        _unwant(store, file)
        return blobs.has(store, *file)
    shared = remote.get_file(*file)
    if shared is None:
        return False
    part = blobs.folder_of(store.path) / f"{sha256('|'.join(file).encode()).hexdigest()[:32]}.fetch"
    try:
        part.parent.mkdir(mode=0o700, exist_ok=True)
        _gather(remote, shared.chunks, part)
        if blobs.opened(part, shared.key).sha256 != file.sha256:
            raise blobs.BlobDamagedError(sha256=file.sha256)
        with part.open("rb") as source:
            flow: Any = io.BufferedReader(sealing.Flow(blobs.unsealed(shared.key, source, file.sha256)))
            blobs.put_stream(store, file.case_id, flow)
    except blobs.BlobDamagedError as error:
        part.unlink(missing_ok=True)
        raise PieceError() from error
    except OSError as error:
        raise (engine.DiskFullError() if error.errno in engine.FULL else engine.DiskFaultError()) from error
    part.unlink(missing_ok=True)
    _unwant(store, file)
    return True


def _gather(remote: Remote, addresses: Sequence[bytes], part: Path) -> None:
    """Write the pieces one behind the other to PART, behind those that it holds already."""
    held = part.stat().st_size // wire.CHUNK if part.exists() else 0
    with part.open("r+b" if held else "wb") as out:
        out.truncate(held * wire.CHUNK)
        out.seek(0, 2)
        for at in range(held, len(addresses), AT_ONCE):
            asked = addresses[at : at + AT_ONCE]
            found = remote.get_chunks(asked)
            for address in asked:
                piece = found.get(address)
                if piece is None or sha256(piece).digest() != address:
                    raise PieceError()
                out.write(piece)
            out.flush()


def _is_erased(store: Store, file: Named) -> bool:
    try:
        blobs.key_of(store, file.case_id)
    except blobs.BlobErasedError:
        return True
    except blobs.BlobMissingError:
        pass
    return False


def _unwant(store: Store, file: Named) -> None:
    with store.jot() as conn:
        log.driver(conn).execute("DELETE FROM file_wanted WHERE case_id = ? AND sha256 = ?", tuple(file))
