"""Gives a store a new key and a new recovery key. Cut off anywhere, it opens with every secret that opened it before.

The new key first stands in the key file as `coming`, sealed by the old one and the old one by it. Then all pages are
copied under the new key, and the copy, once it is read and verified, takes the store's name. Only when the person has
the new recovery key on paper (`finish`) do the old key and its wraps go. Backups made before stay under the old key:
keep its recovery key as long as these backups.

SQLCipher's own `PRAGMA rekey` is not used: on a full disk it answers "ok" and leaves its transaction open (measured).
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from bandingdesk.errors import QT_TRANSLATE_NOOP, RefusedError
from bandingdesk.store import engine, keys, running, snapshot


class PlainStoreError(RefusedError):
    """The store at PATH is not encrypted, so it has no key."""

    code = "ST-42"
    message = QT_TRANSLATE_NOOP("errors", "The store {path} is not encrypted, so it has no key to change.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was changed.")
    do = QT_TRANSLATE_NOOP("errors", "Make an encrypted store for anything that is not invented.")


class NewKey(NamedTuple):
    """The key that the store is under now, and the recovery key to print before `finish` is called."""

    key: bytes
    recovery: str


def change(path: Path, key: bytes | None, *, passphrase: str | None = None) -> NewKey:
    """Put the store at PATH, which KEY opens, under a new key. Call `finish` once the recovery key was shown.

    Without PASSPHRASE the new key goes to the OS keyring. A change that was cut off before its end is taken up: the
    store keeps the key that it got, and a new recovery key for it is made. Raises PlainStoreError, StoreInUseError,
    NoKeyringError, ShortPassphraseError, DiskFullError.
    """
    if key is None:
        raise PlainStoreError(path=str(path))
    with running.alone(path), engine.speaking(path, key):
        file = keys.read_file(path)
        under = engine.fitting(path, key) or key
        if file.coming is None or keys.settled(file, under).check == file.check:
            _take_back(path, file)
            file, old, new = keys.settled(file, under), under, keys.random_bytes(32)
        else:  # the pages are under the new key already
            old, new = _old(file, under), under
        wraps, recovery, entry = _wraps(file, new, passphrase)
        coming = keys.bring(replace(file, coming=None), old, new, wraps, entry)
        if file.coming is not None and entry != file.coming.entry:
            keys.let_go(file.coming.entry)
        keys.write_file(path, coming)
        if new != under:
            _copy_under(path, under, new)
    return NewKey(new, recovery)


def finish(path: Path, key: bytes) -> None:
    """Let the old key go, its recovery key and its passphrase with it. KEY is the new one."""
    file = keys.read_file(path)
    if file.coming is None:
        return
    keys.write_file(path, keys.settled(file, key))
    keys.let_go(file.entry or file.store_id)


def is_unfinished(path: Path) -> bool:
    """Return whether a change of the key was cut off before its end: old and new secrets open the store."""
    return keys.file_of(path).exists() and keys.read_file(path).coming is not None


def _copy_under(path: Path, old: bytes, new: bytes) -> None:
    """Put all pages under the key NEW: a verified copy takes the place of the file, which is whole until then."""
    copy = path.with_name(path.name + ".rekeyed")
    try:
        with snapshot.looking(path, old) as conn:
            snapshot.take(conn, copy, new, lambda _count: None)
        snapshot.checked(copy, new)
        log = path.with_name(path.name + "-wal")
        if log.exists() and log.stat().st_size:  # somebody wrote meanwhile, or reads still
            raise running.StoreInUseError(path=str(path))
        copy.replace(path)
        engine.flush(path.parent)
    finally:
        snapshot.remove(copy)


def _take_back(path: Path, file: keys.KeyFile) -> None:
    """Drop a new key that no page was ever written under."""
    if file.coming is not None:
        keys.write_file(path, replace(file, coming=None))
        keys.let_go(file.coming.entry)


def _old(file: keys.KeyFile, new: bytes) -> bytes:
    return next(key for key in keys.candidates(file, new) if key != new)


def _wraps(file: keys.KeyFile, new: bytes, passphrase: str | None) -> tuple[tuple[keys.Wrap, ...], str, str]:
    """Return the wraps of the key NEW, its recovery key, and its name in the keyring, where it then is kept."""
    wrap, recovery = keys.under_recovery(file, new)
    if passphrase is not None:
        return (wrap, keys.under(file, new, passphrase)), recovery, ""
    entry = keys.new_entry(file.store_id)
    keys.keep(entry, new)
    return (wrap,), recovery, entry
