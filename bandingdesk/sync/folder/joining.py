"""Who belongs to a council without a server: a folder is begun, a newcomer asks, an administrator admits or revokes.

The first device makes the group's key. A newcomer lays a request into the folder and shows a short code, made from both
their keys and the council's as they see it; the administrator sees the same code only if nobody changed a key between,
compares the two by telephone, and records the enrolment. The group's keys go to the newcomer sealed with the next sync.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from bandingdesk.council import people, settings
from bandingdesk.council.ops import DeviceEnrolled
from bandingdesk.council.people import Person
from bandingdesk.council.settings import Device
from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError, RefusedError
from bandingdesk.ops import Op, Subject
from bandingdesk.store import device_keys, log
from bandingdesk.store.act import Act
from bandingdesk.store.changes import Changes
from bandingdesk.store.device_keys import DeviceKeys
from bandingdesk.store.store import Store
from bandingdesk.sync.folder import cards, group, members, place, run
from bandingdesk.sync.folder.cards import Card
from bandingdesk.sync.folder.causes import Causes
from bandingdesk.sync.folder.members import ROOT, ROOT_KEY, ROOT_SEQ
from bandingdesk.sync.folder.result import FolderResult


class WrongCodeError(InvalidError):
    """The code typed is not the code of the request of DEVICE."""

    code = "SY-68"
    message = QT_TRANSLATE_NOOP("errors", "That is not the code of this request. Somebody may have changed it.")
    kept = QT_TRANSLATE_NOOP("errors", "Nobody was admitted; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Call the person on a number you know and compare the code letter by letter.")


class NoRequestError(InvalidError):
    """The folder holds no request of DEVICE to join this record."""

    code = "SY-69"
    message = QT_TRANSLATE_NOOP("errors", "There is no such request in the folder.")
    kept = QT_TRANSLATE_NOOP("errors", "Nobody was admitted; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Wait until the folder has brought it, or ask the person to ask again.")


class HasPeerError(RefusedError):
    """The store syncs already, with a server or through a folder."""

    code = "SY-72"
    message = QT_TRANSLATE_NOOP("errors", "This record syncs already. It can't begin or join a folder as well.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was changed, here or in the folder.")
    do = QT_TRANSLATE_NOOP("errors", "Look under Sync how this computer is connected.")


class NotEmptyError(RefusedError):
    """The store has a record of its own, so it can't take on that of another council."""

    code = "SY-74"
    message = QT_TRANSLATE_NOOP("errors", "This store has a record of its own, so it can't join another one.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was changed, here or in the folder.")
    do = QT_TRANSLATE_NOOP("errors", "Make a new, empty store and join with that. What this one holds can be imported.")


class NoCouncilError(InvalidError):
    """Nobody has begun the folder PATH, or two did."""

    code = "SY-75"
    message = QT_TRANSLATE_NOOP("errors", "Nobody has begun the folder {path} yet, so there is nothing to join.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was changed, here or in the folder.")
    do = QT_TRANSLATE_NOOP("errors", "Wait until the folder has brought the files, or ask who begins it.")


class Request(NamedTuple):
    """A device that asks to join, as the folder shows it; CODE is to be compared by telephone."""

    device_id: str
    name: str
    code: str


def begin(store: Store, where: Path, name: str, *, by: str, person: str | None = None) -> FolderResult:
    """Begin to share this record through the folder WHERE, and write all of it there.

    NAME is this device's; PERSON the only one who enters on it, None where several share it. The person BY is an
    administrator. Raises HasPeerError, OtherCouncilError where the folder is another's, RoleNeededError,
    NoKeyringError, and what `run.sync` raises.
    """
    place.require(where)
    if store.marks().get(run.PEER) is not None:
        raise HasPeerError()
    if cards.council(where):
        raise run.OtherCouncilError(path=str(where))
    own = _own_keys(store.device_id)
    with store.act(by=by) as act:
        _require_administrator(store, act, by)
        changes = act.record(_enrolment(store, act, by, store.device_id, _body(name, own, person)))
    with store.jot() as conn:
        raw = log.driver(conn)
        if group.newest_of(raw) is None:
            group.make(raw)
        seq = raw.execute("SELECT max(device_seq) FROM op WHERE device_id = ?", (store.device_id,)).fetchone()[0]
        run.keep_marks(raw, _marks(where, store.device_id, own.signing.public, seq))
    result = run.sync(store, where)
    return result._replace(changes=changes.joined(result.changes))


def request(store: Store, where: Path, name: str) -> Request:
    """Ask to join the record that the folder WHERE carries; the empty STORE takes on its id. Return the code to show.

    Asked again, the same request is shown. Raises NoCouncilError, NotEmptyError, HasPeerError, NoKeyringError, and the
    leaves of SyncError in place.py.
    """
    found = cards.council(where)
    if len(found) != 1:
        raise NoCouncilError(path=str(where))
    council, marks = found[0], store.marks()
    if marks.get(run.PEER, "folder") != "folder" or marks.get(ROOT, council.device_id) != council.device_id:
        raise HasPeerError()
    with store.jot() as conn:
        raw = log.driver(conn)
        if store.store_id != council.store_id and raw.execute("SELECT 1 FROM op LIMIT 1").fetchone() is not None:
            raise NotEmptyError()
    own = _own_keys(store.device_id)
    card = Card(
        "request",
        council.store_id,
        store.device_id,
        name.strip(),
        own.signing.public,
        own.sealing.public,
        council.device_id,
        council.signing,
        council.begun,
    )
    cards.write_card(where, card, own.signing)
    with store.jot() as conn:
        values = _marks(where, council.device_id, council.signing, council.begun)
        run.keep_marks(log.driver(conn), {**values, "store_id": council.store_id})
    store.store_id = council.store_id
    return Request(card.device_id, card.name, cards.code(card))


def requests(store: Store, where: Path) -> list[Request]:
    """Return who asks to join and is not admitted, each with the code that must be on their screen too."""
    known = _members(store)
    found = (cards.card_of(where, device) for device in place.devices(where))
    return [
        Request(card.device_id, card.name, cards.code(card))
        for card in found
        if card is not None and _is_asking(card, store, known) and known.find(card.device_id) is None
    ]


def admit(store: Store, where: Path, device_id: str, code: str, *, by: str, person: str | None = None) -> FolderResult:
    """Admit the device whose request shows CODE: PERSON alone enters on it, or several share it (None).

    The person BY is an administrator. Raises WrongCodeError, NoRequestError, RoleNeededError, and what `run.sync`
    raises.
    """
    card = cards.card_of(where, device_id)
    if card is None or not _is_asking(card, store, _members(store)):
        raise NoRequestError(device=device_id)
    if not cards.same_code(code, cards.code(card)):
        raise WrongCodeError(device=device_id)
    body = DeviceEnrolled(card.name, card.signing.hex(), card.sealing.hex(), person)
    with store.act(by=by) as act:
        _require_administrator(store, act, by)
        changes = act.record(_enrolment(store, act, by, device_id, body))
    return _synced(store, where, changes)


def revoke(store: Store, where: Path, device_id: str, reason: str, *, by: str) -> FolderResult:
    """Take a device out: what it writes from here on is set aside, and a new key is made that it does not get.

    What waits is sent first, so that it still reads that it was taken out. Raises DeviceRevokedError,
    RevokeReasonError, RoleNeededError, NoSuchSubjectError, and what `run.sync` raises.
    """
    run.sync(store, where)
    with store.act(by=by) as act:
        _require_administrator(store, act, by)
        device: Device = act.load(Subject("device", device_id))
        changes = act.record(settings.revoke(device, by, store.clock.now(), reason))
    return _synced(store, where, changes)


def _synced(store: Store, where: Path, changes: Changes) -> FolderResult:
    result = run.sync(store, where)
    return result._replace(changes=changes.joined(result.changes))


def _enrolment(store: Store, act: Act, by: str, device_id: str, body: DeviceEnrolled) -> Op:
    subject = Subject("device", device_id)
    return Op("device.enrolled", subject, act.head(subject), by, store.clock.now(), body)


def _body(name: str, own: DeviceKeys, person: str | None) -> DeviceEnrolled:
    return DeviceEnrolled(name.strip(), own.signing.public.hex(), own.sealing.public.hex(), person)


def _require_administrator(store: Store, act: Act, by: str) -> None:
    person: Person = act.load(Subject("person", by))
    people.require(person, "administrator", store.clock.today())


def _own_keys(device_id: str) -> DeviceKeys:
    """Return this device's keys, made now where it has none. Raises NoKeyringError."""
    try:
        return device_keys.recall(device_id)
    except device_keys.DeviceKeyLostError:
        made = device_keys.make()
        device_keys.keep(device_id, made)
        return made


def _marks(where: Path, root: str, root_key: bytes, seq: int) -> dict[str, str]:
    return {
        run.PEER: "folder",
        run.WHERE: str(where),
        ROOT: root,
        ROOT_KEY: root_key.hex(),
        ROOT_SEQ: str(seq),
    }


def _members(store: Store) -> members.Members:
    marks = store.marks()
    if marks.get(run.PEER) != "folder":
        raise run.NotInFolderError()
    with store.read() as conn:
        raw = log.driver(conn)
        causes = Causes(raw, store.device_id)
        return members.Members(raw, store.registry.kinds, causes, members.root_of(marks))


def _is_asking(card: Card, store: Store, known: members.Members) -> bool:
    """Return whether a request is for this record, and answers its true root: a forged council's key shows here."""
    root = known.root
    answers = (card.role, card.store_id, card.root, card.root_key, card.begun)
    return answers == ("request", store.store_id, root.device_id, root.key, root.seq)
