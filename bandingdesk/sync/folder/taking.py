"""Takes the bundles of other devices out of the folder: in order, whole, verified, and only after what they stand on.

A bundle is looked at (whose is it, which number), checked (signature, seal, hash of the one before), and taken in one
transaction with its states; anything that does not fit is refused by the name of its file and harms nothing. Own
bundles that the store has not noted are taken back the same way: a crash, or a record restored from a backup.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from bandingdesk.errors import SyncError
from bandingdesk.store import arrive, blobs, device_keys, log, sealing, standing
from bandingdesk.store.arrive import APPLIED, Arrival, Entry, ForeignGapError, Taken
from bandingdesk.store.registry import Registry
from bandingdesk.store.store import Store
from bandingdesk.sync import wire
from bandingdesk.sync.folder import bundle, group, place, sending
from bandingdesk.sync.folder.bundle import Bundle, Front, Named, Sealed, UnfitError
from bandingdesk.sync.folder.causes import Causes
from bandingdesk.sync.folder.group import Ring
from bandingdesk.sync.folder.members import Members, Root
from bandingdesk.sync.folder.settling import Settling

ADMIN = ("device.revoked", "person.role_ended")  # they reach what was taken before them
REJUDGED = "SELECT DISTINCT subject FROM op WHERE NOT (device_id = ? AND device_seq <= ?)"


class Refused(NamedTuple):
    """A file that was not taken, and a word for why (result.py has the sentence)."""

    name: str  # sub-folder/file
    why: str


class Waits(NamedTuple):
    """A bundle that waits: for a bundle of another device, a file beside it, or the key it is sealed under."""

    device_id: str
    number: int
    what: str  # bundle | file | key | device
    for_device: str = ""
    for_number: int = 0


class Found(NamedTuple):
    """A file that may be a bundle this record has not taken."""

    path: Path
    front: Front


class Shelf:
    """What lies in the folder and is not taken yet, by device and number; and what is refused at first sight."""

    def __init__(self, where: Path, store_id: str, raw: Any) -> None:
        self.refused: dict[str, str] = {}
        self._found: dict[tuple[str, int], list[Found]] = {}
        taken = {(row[0], row[1]): row[2] for row in raw.execute("SELECT device_id, number, hash FROM bundle")}
        self.devices = place.devices(where)
        for device in self.devices:
            for path in place.listed(where / device, place.BUNDLE):
                number = place.number_of(path)
                if number is None or (device, number) not in taken:
                    self._look(path, device, number, store_id, taken)

    def next(self, device: str, number: int) -> list[Found]:
        """Return the files that say they are that bundle: one, unless it was copied or forged."""
        return self._found.get((device, number), [])

    def waiting(self) -> Iterable[tuple[str, int]]:
        """Return the bundles that lie here and were not taken."""
        return sorted(self._found)

    def drop(self, device: str, number: int) -> None:
        """Take a bundle off the shelf: it was taken, or refused."""
        self._found.pop((device, number), None)

    def refuse(self, path: Path, why: str) -> None:
        """Note a file by its name."""
        self.refused[f"{path.parent.name}/{path.name}"] = why

    def _look(
        self, path: Path, device: str, named: int | None, store_id: str, taken: dict[tuple[str, int], bytes]
    ) -> None:
        data = place.read(path, bundle.LARGEST)
        try:
            if data is None:
                raise UnfitError("unreadable")
            front, _ = bundle.look(data)
            if front.store_id != store_id:
                raise UnfitError("foreign")
            if front.device_id != device:
                raise UnfitError("swapped")
            known = taken.get((device, front.number))
            if known is not None or (named is not None and named != front.number):
                if named is not None:
                    raise UnfitError("replayed")
                if known is not None and known != bundle.hash_of(data):
                    raise UnfitError("two")
                if known is not None:
                    return  # a copy that a cloud client made of what is taken
        except UnfitError as error:
            self.refuse(path, error.why)
            return
        self._found.setdefault((device, front.number), []).append(Found(path, front))


class Taker:
    """Takes bundles for one run. `taken` counts them, `ops` counts their ops."""

    def __init__(self, store: Store, where: Path, ring: Ring, causes: Causes, root: Root) -> None:
        self._store = store
        self._where = where
        self._ring = ring
        self._causes = causes
        self._root = root
        self.taken = 0
        self.ops = 0
        self.waits: dict[tuple[str, int], Waits] = {}
        with store.read() as conn:
            raw = log.driver(conn)
            self.shelf = Shelf(where, store.store_id, raw)
            self._ends = {
                row[0]: (row[1], row[2], row[3])
                for row in raw.execute(
                    "SELECT device_id, number, hash, last_seq FROM bundle b WHERE number ="
                    " (SELECT max(number) FROM bundle WHERE device_id = b.device_id)"
                ).fetchall()
            }
            self._hashes = {
                (row[0], row[1]): row[2].hex() for row in raw.execute("SELECT device_id, number, hash FROM bundle")
            }
            self.members = Members(raw, store.registry.kinds, causes, root)

    @property
    def left(self) -> int:
        """How many bundles lie in the folder and are not taken."""
        return len(list(self.shelf.waiting()))

    def take_all(self) -> Iterator[int]:
        """Take every bundle that can be taken and give how many are left after each.

        Raises DeviceTwiceError, and the leaves of StoreError.
        """
        took = True
        while took:
            took = False
            self.waits.clear()
            for device in self.shelf.devices:
                while self._take_next(device):
                    took = True
                    yield self.left
        self._note_gaps()

    def _take_next(self, device: str) -> bool:
        """Take the next bundle of a device, if it lies here and can be taken."""
        number = self._ends.get(device, (0, b"", 0))[0] + 1
        found = [(one, self._opened(one)) for one in self.shelf.next(device, number)]
        whole = {opened.hash: (one, opened) for one, opened in found if opened is not None}
        if len(whole) > 1:  # the device signed two: which of them is right, nobody can tell
            self._refuse_all(device, number, "two")
            return False
        for one, opened in whole.values():
            if self._is_ready(opened) and self._take(one, opened):
                self.shelf.drop(device, number)
                return True
        return False

    def _note_gaps(self) -> None:
        for device, number in self.shelf.waiting():
            following = self._ends.get(device, (0, b"", 0))[0] + 1
            if number > following and (device, following) not in self.waits:
                self.waits[device, number] = Waits(device, number, "bundle", device, following)

    def _opened(self, found: Found) -> Bundle | None:
        """Return the bundle, checked; None where it waits or is refused."""
        device, number = found.front.device_id, found.front.number
        data = place.read(found.path, bundle.LARGEST)
        member = self.members.find(device)
        if member is None:
            self.waits[device, number] = Waits(device, number, "device")
            return None
        key = self._ring.key_of(found.front)
        try:
            if data is None or bundle.look(data)[0] != found.front:
                raise UnfitError("unreadable")
            bundle.check(data, member.signing)
            if key is None:
                self.waits[device, number] = Waits(device, number, "key")
                return None
            opened = bundle.open_(data, key)
            self._check_line(opened, member.signing)
        except UnfitError as error:
            self.shelf.refuse(found.path, error.why)
            return None
        return opened

    def _check_line(self, opened: Bundle, signing: bytes) -> None:
        """Check that a bundle follows the one before it, knows no less, and ends signed. Raises UnfitError."""
        device, header = opened.front.device_id, opened.header
        end = wire.head_text(opened.front.store_id, device, header.last, bytes.fromhex(header.head))
        if not device_keys.fits(signing, end, bytes.fromhex(header.signed)):
            raise UnfitError("signature")
        _, before, last = self._ends.get(device, (0, b"", 0))
        if opened.header.before != before.hex():
            raise UnfitError("two")
        if opened.header.first != last + 1:
            raise UnfitError("chain")
        known = self._causes.after(device, opened.front.number - 1)
        if any(opened.header.after.get(name, (0, ""))[0] < number for name, number in known.items()):
            raise UnfitError("chain")
        if device in opened.header.after:
            raise UnfitError("chain")

    def _is_ready(self, opened: Bundle) -> bool:
        """Return whether everything a bundle stands on is here; else note for what it waits."""
        device, number = opened.front.device_id, opened.front.number
        for other, (wanted, hash_) in sorted(opened.header.after.items()):
            here = self._hashes.get((other, wanted))
            if wanted > 0 and here is None:
                self.waits[device, number] = Waits(device, number, "bundle", other, wanted)
                return False
            if wanted > 0 and here != hash_:
                self._refuse_all(device, number, "two")
                return False
        for file in opened.header.files:
            if not blobs.has(self._store, file.case_id, file.sha256) and not self._fetch(opened, file):
                self.waits[device, number] = Waits(device, number, "file")
                return False
        return True

    def _refuse_all(self, device: str, number: int, why: str) -> None:
        for found in self.shelf.next(device, number):
            self.shelf.refuse(found.path, why)

    def _fetch(self, opened: Bundle, file: Named) -> bool:
        """Bring a file beside the store; return whether it is there now, or erased here for good."""
        key = self._ring.key_of(opened.front) or b""
        name = group.file_name(key, file.case_id, file.sha256) + place.FILE
        path = self._where / opened.front.device_id / place.FILES / name
        try:
            with path.open("rb") as sealed:
                contents = sealing.unseal(group.file_key(key, file.case_id, file.sha256), sealed)
                wanted = _Whole(contents, file)
                blobs.put_stream(self._store, file.case_id, io.BufferedReader(sealing.Flow(wanted.chunks())))
        except blobs.BlobErasedError:
            return True
        except FileNotFoundError:
            return False
        except OSError:
            return False
        except (sealing.SealBrokenError, UnfitError):
            self.shelf.refuse(path, "file")
            return False
        return True

    def _take(self, found: Found, opened: Bundle) -> bool:
        """Take a bundle in one transaction; return whether it was taken."""
        store, device = self._store, opened.front.device_id
        try:
            with store.arrival() as arrival:
                self._write(arrival, opened)
        except SyncError as error:
            self._read_again()
            if isinstance(error, ForeignGapError) and device == store.device_id:
                raise place.DeviceTwiceError() from error
            self.shelf.refuse(found.path, "chain")
            return False
        header = opened.header
        self._ends[device] = (opened.front.number, opened.hash, header.last)
        self._hashes[device, opened.front.number] = opened.hash.hex()
        self.taken += 1
        self.ops += len(opened.ops)
        return True

    def _read_again(self) -> None:
        """Forget what a transaction that was undone had added."""
        with self._store.read() as conn:
            raw = log.driver(conn)
            self._causes.load(raw)
            self.members = Members(raw, self._store.registry.kinds, self._causes, self._root)

    def _write(self, arrival: Arrival, opened: Bundle) -> None:
        store, raw, device = self._store, arrival.raw, opened.front.device_id
        entries = [item.entry if isinstance(item, Sealed) else item for item in opened.ops]
        places = arrival.take([(entry, first_state(store.registry, entry)) for entry in entries])
        if not _ends_in(raw, device, opened):
            raise ForeignGapError(device=device, expected=opened.header.last, found=opened.header.last)
        raw.executemany(
            "INSERT INTO box (seq, round, body) SELECT ?, ?, ? WHERE EXISTS"
            " (SELECT 1 FROM payload WHERE seq = ? AND body IS NULL AND erased IS NULL) ON CONFLICT DO NOTHING",
            [
                (places[item.entry.op_id], item.round, item.box, places[item.entry.op_id])
                for item in opened.ops
                if isinstance(item, Sealed)
            ],
        )
        at = log.micros(store.clock.now())
        sending.note(arrival, device, opened.front.number, opened.hash, opened.header, self._causes, at)
        arrival.checkpoint(device, opened.header.last, bytes.fromhex(opened.header.head), at, "sync")
        if device == store.device_id:
            sending.mark_sent(raw, device, opened.header)
        if opened.front.epoch not in self._ring.known:
            key = self._ring.key_of(opened.front)
            if key is not None:
                group.keep(raw, opened.front.epoch, key)
        kinds = {str(entry.columns[arrive.KIND]) for entry in entries}
        if any(kind.startswith(("device.", "person.")) for kind in kinds):
            self.members = Members(raw, store.registry.kinds, self._causes, self._root)
        settle(raw, store.registry, self._causes, self.members, {entry.subject for entry in entries}, kinds)


def settle(
    raw: Any, registry: Registry, causes: Causes, members: Members, subjects: Iterable[str], kinds: Iterable[str]
) -> None:
    """Write how SUBJECTS stand; where one of KINDS takes something away, all that came through the folder."""
    found, named = set(subjects), set(kinds)
    if named & set(ADMIN):
        root = members.root
        found |= {row[0] for row in raw.execute(REJUDGED, (root.device_id, root.seq)).fetchall()}
    Settling(raw, registry, causes, members).settle(sorted(found))


def first_state(registry: Registry, entry: Entry) -> Taken:
    """Return the state an op is written with; what this program can't fold at all never waits to be folded."""
    known = registry.kinds.get(entry.columns[arrive.KIND])
    if known is None or entry.columns[arrive.VERSION] > known.version:
        return Taken(standing.HELD, standing.UPCAST)
    if entry.subject.partition(":")[0] not in registry.folds:
        return Taken(standing.QUARANTINED, standing.RULE)
    return APPLIED


def _ends_in(raw: Any, device: str, opened: Bundle) -> bool:
    """Return whether the device's chain, as worked out here, is the one its author signed."""
    row = raw.execute(
        "SELECT hash FROM chain WHERE device_id = ? AND device_seq = ?", (device, opened.header.last)
    ).fetchone()
    return row is not None and row[0].hex() == opened.header.head


class _Whole:
    """Passes a file's contents on and makes sure at the end that they are what the bundle names."""

    def __init__(self, contents: Iterable[bytes], file: Named) -> None:
        self._contents = contents
        self._file = file

    def chunks(self) -> Iterator[bytes]:
        from hashlib import sha256

        digest, size = sha256(), 0
        for chunk in self._contents:
            digest.update(chunk)
            size += len(chunk)
            if size > self._file.size:
                raise UnfitError("file")
            yield chunk
        if digest.hexdigest() != self._file.sha256:
            raise UnfitError("file")
