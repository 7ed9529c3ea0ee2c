"""Joins a store to a shared one: the first laptop grows into it with its chain, later ones begin empty and pull.

Nothing is converted: the ops of the first laptop are sent as they are, 1 to n, by the next run of the sync. A copied or
restored laptop goes on as a new device. Source: design, store 2, 5.4, 7.5 and 7.6.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bandingdesk.errors import QT_TRANSLATE_NOOP, RefusedError
from bandingdesk.store import device_keys, log
from bandingdesk.store.store import Store
from bandingdesk.sync import connection, handshake, push, refusals
from bandingdesk.sync.address import Address
from bandingdesk.sync.wire import Hello

if TYPE_CHECKING:
    from bandingdesk.sync.remote import Remote


class JoinRefusedError(RefusedError):
    """This store holds OPS of its own, and the shared store has a record already."""

    code = "SY-52"
    message = QT_TRANSLATE_NOOP(
        "errors", "This store holds {ops} entries of its own, and the shared store holds a record already."
    )
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was joined, sent or changed. Both records are whole.")
    do = QT_TRANSLATE_NOOP(
        "errors", "Set up a new, empty store and join that one; then enter or import there what you still need."
    )


class UnsentError(RefusedError):
    """This copy of a store holds OPS that were never sent, recorded as a device that has gone on elsewhere."""

    code = "SY-53"
    message = QT_TRANSLATE_NOOP(
        "errors", "This copy holds {ops} entries that were never sent, under the name of another computer."
    )
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was changed. The entries are still here.")
    do = QT_TRANSLATE_NOOP(
        "errors", "Export your sealed work and give it to an administrator. Then join with a new, empty store."
    )


class FolderStoreError(RefusedError):
    """This store syncs through a folder, and holds what others recorded."""

    code = "SY-59"
    message = QT_TRANSLATE_NOOP("errors", "This store syncs through a shared folder already.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was joined, sent or changed.")
    do = QT_TRANSLATE_NOOP("errors", "Set up a new, empty store for the shared store and import there what you need.")


class Joined(NamedTuple):
    """How a store joined. `grew`: its own record begins the shared one; `is_new_device`: it was a copy."""

    device_id: str
    store_id: str
    login: str
    person: str | None
    grew: bool
    is_new_device: bool


def enrol(store: Store, remote: Remote, where: Address, name: str) -> Joined:
    """Make this store's device known to the shared store at WHERE, which is kept as this store's peer.

    NAME is what people call this computer. Enrolling again does no harm: it brings another login to the device, or
    makes a new device of a copy. Raises JoinRefusedError, UnsentError, NoKeyringError, leaves of SyncError.
    """
    if store.marks().get(connection.PEER) not in (None, connection.SERVER):
        raise FolderStoreError()
    hello = remote.hello(store.device_id)
    grew = _belongs(store, hello)
    is_copy = _is_copy(store, hello)
    if is_copy:
        _become_new(store)
    made = _keys(store)
    claims = _own_ops(store) if hello.head_seq == 0 else 0
    try:
        remote.enrol(store.device_id, name, made.signing.public, made.sealing.public, claims)
    except refusals.ActorError as error:  # another device came first, and nothing of its record is there yet
        raise JoinRefusedError(ops=claims) from error
    store.adopt(hello.store_id)
    connection.keep(store, where)
    with store.jot() as conn:
        log.driver(conn).execute(
            'INSERT INTO device (id, "user", name, pubkey, sealing_key, enrolled) VALUES (?, ?, ?, ?, ?, ?)'
            ' ON CONFLICT (id) DO UPDATE SET "user" = excluded."user", name = excluded.name,'
            " pubkey = excluded.pubkey, sealing_key = excluded.sealing_key",
            (store.device_id, hello.login, name, made.signing.public, made.sealing.public, hello.server_time),
        )
    return Joined(store.device_id, hello.store_id, hello.login, hello.person, grew, is_copy)


def _belongs(store: Store, hello: Hello) -> bool:
    """Return whether this store's own record begins the shared one. Raises JoinRefusedError."""
    own = _own_ops(store)
    if hello.store_id == store.store_id:
        return False
    with store.read() as conn:
        any_op = log.driver(conn).execute("SELECT seq FROM op LIMIT 1").fetchone()
    if any_op is not None and hello.head_seq > 0:
        raise JoinRefusedError(ops=own)
    return own > 0


def _is_copy(store: Store, hello: Hello) -> bool:
    """Return whether this file's device has gone on elsewhere."""
    if not hello.device_known:
        return False
    with store.read() as conn:
        raw = log.driver(conn)
        own = handshake.mine(raw, hello.store_id, store.device_id)
        try:
            handshake.one_device(raw, own, hello)
        except handshake.DeviceCopiedError:
            return True
    try:
        device_keys.recall(store.device_id)
    except device_keys.DeviceKeyLostError:
        return True  # a store carried to another computer, or a lost keyring: nobody can sign as that device here
    return False


def _become_new(store: Store) -> None:
    """Go on as a new device; what the old one recorded stays its. Raises UnsentError."""
    unsent = push.count_waiting(store)
    if unsent:
        raise UnsentError(ops=unsent)
    store.become(store.ids.new())


def _keys(store: Store) -> device_keys.DeviceKeys:
    """Return this device's keys, made now where it has none."""
    try:
        return device_keys.recall(store.device_id)
    except device_keys.DeviceKeyLostError:
        made = device_keys.make()
        device_keys.keep(store.device_id, made)
        return made


def _own_ops(store: Store) -> int:
    with store.read() as conn:
        select = "SELECT max(device_seq) FROM chain WHERE device_id = ?"
        return int(log.driver(conn).execute(select, (store.device_id,)).fetchone()[0] or 0)
