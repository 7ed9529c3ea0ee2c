"""Where this store syncs: the server's address among the store's marks, the login's password in the OS keyring.

The address holds no secret (`address.py`). The password is never written to a file; without a keyring it is asked for.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from bandingdesk.errors import QT_TRANSLATE_NOOP, MissingError
from bandingdesk.store import keys, log, marks
from bandingdesk.store.store import Store
from bandingdesk.sync import address
from bandingdesk.sync.address import Address

if TYPE_CHECKING:
    from bandingdesk.sync.remote import Remote

PEER, WHERE, ADDRESS = "peer", "peer.where", "peer.address"
SERVER = "server"


class NoPeerError(MissingError):
    """This store syncs with no server."""

    code = "SY-50"
    message = QT_TRANSLATE_NOOP("errors", "This store is not joined to a shared store.")
    kept = QT_TRANSLATE_NOOP("errors", "Your record is on this computer, whole.")
    do = QT_TRANSLATE_NOOP("errors", "Join it first: bandingdesk store enrol URL, or Sync, Join.")


class PasswordLostError(MissingError):
    """The keyring holds no password of LOGIN."""

    code = "SY-51"
    message = QT_TRANSLATE_NOOP("errors", "The keyring of this computer no longer holds the password of {login}.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was lost: your work is safe here and waits to be sent.")
    do = QT_TRANSLATE_NOOP("errors", "Type the password again under Sync, or with: bandingdesk store enrol URL.")


def server(store: Store) -> Address | None:
    """Return the address of the shared store, None where this store has none."""
    marks = store.marks()
    return address.parse(marks[ADDRESS]) if marks.get(PEER) == SERVER and ADDRESS in marks else None


def keep(store: Store, where: Address) -> None:
    """Keep the address; what was there before is replaced."""
    with store.arrival() as arrival:
        arrival.mark(PEER, SERVER)
        arrival.mark(ADDRESS, where.text())
        arrival.mark(WHERE, where.database if where.is_socket else f"{where.host}:{where.port}/{where.database}")


def leave(store: Store) -> None:
    """Forget the server; the record stays as it is, and so does what waits."""
    where = server(store)
    if where is not None:
        with contextlib.suppress(keys.NoKeyringError):
            keys.forget(_entry(where))
    with store.jot() as conn:
        marks.drop(log.driver(conn), PEER, WHERE, ADDRESS)


def keep_password(where: Address, password: str) -> None:
    """Write the password of a login to the OS keyring and read it back. Raises NoKeyringError."""
    keys.keep(_entry(where), password.encode())


def password(where: Address) -> str | None:
    """Return the password of the address's login, None for a socket. Raises NoKeyringError, PasswordLostError."""
    if where.is_socket:
        return None
    try:
        return keys.recall(_entry(where)).decode()
    except keys.KeyNotKeptError as error:
        raise PasswordLostError(login=where.login) from error


def connect(store: Store) -> Remote:
    """Return a connection to this store's server. Raises NoPeerError, PasswordLostError, leaves of SyncError."""
    from bandingdesk.sync import remote

    where = server(store)
    if where is None:
        raise NoPeerError()
    return remote.connect(where, password(where))


def _entry(where: Address) -> str:
    return f"login {where.login}@{where.host}:{where.port}/{where.database}"
