"""Work that may not be sent any more: exported sealed, and brought in by somebody who may.

Who was taken out while offline loses nothing: what waits goes into a file that only the record's keepers can open. One
of them brings it in; the server keeps every op as quarantined, with the author as a claim and the keeper as submitter,
and accepting each is an op of its own. When it was made, as its author claims, decides nothing.
Source: design, store 7.5.
"""

from __future__ import annotations

import base64
import io
import json
import struct
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from bandingdesk.council import people
from bandingdesk.council.ops import Role
from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError, MissingError, RefusedError, Where
from bandingdesk.ops import Subject
from bandingdesk.store import blobs, device_keys, engine, keys, log, sealing
from bandingdesk.store.arrive import Entry
from bandingdesk.store.store import Store
from bandingdesk.sync import files, push, wire
from bandingdesk.sync.wire import SignedHead

if TYPE_CHECKING:
    from bandingdesk.sync.remote import Remote

MAGIC = b"BDW1"
KEEPERS: tuple[Role, ...] = ("administrator", "qa_lead", "dpo")  # the server lets these bring in (apply.sql)
LARGEST_LINE = 3 * wire.LARGEST_BATCH
LARGEST_HEADER = 2**20
ABOUT = b"bandingdesk/1 work"


class NobodyToOpenError(MissingError):
    """No device of a person who may bring in work is known here."""

    code = "SY-55"
    message = QT_TRANSLATE_NOOP("errors", "No computer of an administrator or QA lead is known here to seal it for.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was written. Your work is still here.")
    do = QT_TRANSLATE_NOOP("errors", "Bring this computer to your administrator with the work on it.")


class NothingToExportError(RefusedError):
    """Nothing waits to be sent."""

    code = "SY-56"
    message = QT_TRANSLATE_NOOP("errors", "Nothing waits here: all your work reached the shared store.")
    kept = QT_TRANSLATE_NOOP("errors", "No file was written.")
    do = QT_TRANSLATE_NOOP("errors", "There is nothing to hand over.")


class NoWorkFileError(InvalidError):
    """The file is no sealed work of this council: WHY tells (form, store, broken)."""

    code = "SY-57"
    message = QT_TRANSLATE_NOOP("errors", "This file is no sealed work of your council, or it was cut off or changed.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing of it was taken over.")
    do = QT_TRANSLATE_NOOP("errors", "Ask for the file again. Copy it whole, by a drive or a share.")


class Exported(NamedTuple):
    """What was sealed: how many ops and files, and the logins of those who can open it."""

    ops: int
    files: int
    openers: tuple[str, ...]


class Brought(NamedTuple):
    """What was brought in, of which device, and what became of the ops."""

    device_id: str
    outcomes: Counter[str]


def export(store: Store, place: Path) -> Exported:
    """Write what waits to a sealed file at PLACE, which must not be there yet.

    Raises NothingToExportError, NobodyToOpenError, DeviceKeyLostError, BlobMissingError, DiskFullError.
    """
    if not push.count_waiting(store):
        raise NothingToExportError()
    openers = _openers(store)
    if not openers:
        raise NobodyToOpenError()
    key = keys.random_bytes(32)
    header = {
        "store_id": store.store_id,
        "device_id": store.device_id,
        "keys": {id_: device_keys.seal(public, key, ABOUT).hex() for id_, (_, public) in openers.items()},
    }
    counted: Counter[str] = Counter()
    head = json.dumps(header).encode()
    source: Any = io.BufferedReader(sealing.Flow(_lines(store, counted)))
    try:
        with place.open("xb") as out:
            out.write(MAGIC + struct.pack(">I", len(head)) + head)
            for piece in sealing.seal(key, source, ABOUT + head):
                out.write(piece)
            out.flush()
    except FileExistsError:
        raise engine.StoreExistsError(path=str(place)) from None
    except OSError as error:
        place.unlink(missing_ok=True)
        raise (engine.DiskFullError() if error.errno in engine.FULL else engine.DiskFaultError()) from error
    return Exported(counted["ops"], counted["files"], tuple(sorted({login for login, _ in openers.values()})))


def bring_in(store: Store, remote: Remote, place: Path) -> Brought:
    """Bring the sealed work at PLACE to the server: every op arrives quarantined. Doing it again does no harm.

    Raises NoWorkFileError, SealedForOthersError, NotAllowedError, DeviceGapError, …
    """
    told: Counter[str] = Counter()
    with place.open("rb") as source:
        header, head = _header(source, place)
        if header["store_id"] != store.store_id:
            raise NoWorkFileError(why="store", where=Where(file=place.name))
        sealed = header["keys"].get(store.device_id)
        if sealed is None:
            raise device_keys.SealedForOthersError()
        key = device_keys.unseal(device_keys.recall(store.device_id).sealing, bytes.fromhex(sealed), ABOUT)
        try:
            lines = map(json.loads, _split(sealing.unseal(key, source, ABOUT + head)))
            for line in lines:
                if "file" in line:
                    _put_away(store, files.Named(*line["file"]), _contents(line, lines))
                else:
                    told += _bring(store, remote, header["device_id"], line)
        except (sealing.SealBrokenError, ValueError, KeyError, TypeError) as error:
            raise NoWorkFileError(why="broken", where=Where(file=place.name)) from error
    return Brought(header["device_id"], told)


def _openers(store: Store) -> dict[str, tuple[str, bytes]]:
    """Return (login, sealing key) by device of those who may bring work in."""
    today = store.clock.today()
    keepers: set[str] = set()
    with store.read() as conn:
        raw = log.driver(conn)
        for subject, state in raw.execute(
            "SELECT subject, state FROM head WHERE subject >= 'person:' AND subject < 'person;'"
        ).fetchall():
            person = store.registry.load("person", state)
            if set(KEEPERS) & set(people.roles_on(person, today)):
                keepers |= {Subject.parse(subject).id, person.login or ""}
        rows = raw.execute(
            'SELECT id, "user", sealing_key FROM device'
            ' WHERE sealing_key IS NOT NULL AND revoked_at IS NULL AND "user" IS NOT NULL'
        ).fetchall()
    return {id_: (login, bytes(public)) for id_, login, public in rows if login in keepers}


def _lines(store: Store, counted: Counter[str]) -> Iterator[bytes]:
    """Give the file's lines: each file of a case in pieces, then the batch that names it."""
    signing = device_keys.recall(store.device_id).signing
    for batch in push.batches(store):
        for entry in batch.entries:
            file = files.named(store.registry, entry)
            if file is None:
                continue
            counted["files"] += 1
            for piece in blobs.read(store, *file):
                yield _line({"file": list(file), "piece": _text(piece)})
            yield _line({"file": list(file), "piece": None})
        counted["ops"] += len(batch.entries)
        signed = push.sign(store, signing.private, batch)
        yield _line({"batch": [_plain(entry) for entry in batch.entries], "signed": [_text(part) for part in signed]})


def _line(value: Any) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode() + b"\n"


def _plain(entry: Entry) -> list[Any]:
    return [[_text(value) for value in entry.columns], _text(entry.salt), _text(entry.body), entry.erased]


def _text(value: Any) -> Any:
    """Return bytes as an object that JSON has; all else as it is."""
    return {"b": base64.b64encode(value).decode()} if isinstance(value, bytes) else value


def _value(text: Any) -> Any:
    return base64.b64decode(text["b"], validate=True) if isinstance(text, dict) else text


def _header(source: io.BufferedReader, place: Path) -> tuple[dict[str, Any], bytes]:
    start = source.read(len(MAGIC) + 4)
    try:
        if start[:4] != MAGIC or len(start) < 8 or (size := struct.unpack(">I", start[4:])[0]) > LARGEST_HEADER:
            raise ValueError
        head = source.read(size)
        header = json.loads(head)
        if not isinstance(header["keys"], dict) or not isinstance(header["device_id"], str):
            raise ValueError
    except (ValueError, KeyError, TypeError) as error:
        raise NoWorkFileError(why="form", where=Where(file=place.name)) from error
    return header, head


def _split(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Give the lines of what comes in pieces. Raises ValueError for a line longer than any that is written."""
    left = b""
    for piece in pieces:
        *whole, left = (left + piece).split(b"\n")
        yield from whole
        if len(left) > LARGEST_LINE:
            raise ValueError("too long a line")
    if left:
        raise ValueError("cut off")


def _bring(store: Store, remote: Remote, device_id: str, line: dict[str, Any]) -> Counter[str]:
    entries = [Entry(tuple(map(_value, one[0])), _value(one[1]), _value(one[2]), one[3]) for one in line["batch"]]
    signed = SignedHead(*map(_value, line["signed"]))
    files.send(store, remote, entries)
    told = remote.bring(device_id, wire.PROTOCOLS[1], entries, signed)
    return Counter(outcome.outcome for outcome in told)


def _contents(line: dict[str, Any], lines: Iterator[dict[str, Any]]) -> Iterator[bytes]:
    """Give a file's pieces, from the first that was read to the line that says it ends."""
    while line["piece"] is not None:
        yield _value(line["piece"])
        line = next(lines)


def _put_away(store: Store, file: files.Named, pieces: Iterator[bytes]) -> None:
    """Keep a file beside this store, sealed under the case's key, so that it can be sent with the op that names it."""
    try:
        blobs.put_stream(store, file.case_id, io.BufferedReader(sealing.Flow(pieces)))
    except blobs.BlobErasedError:
        for _ in pieces:  # the case was erased meanwhile: its ops arrive without the file
            pass
