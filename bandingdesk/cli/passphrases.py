"""The key of a store for a command: from the keyring, or by a passphrase read from a descriptor or the terminal."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from pathlib import Path

from bandingdesk.errors import QT_TRANSLATE_NOOP, MissingError


class NoPassphraseError(MissingError):
    """A passphrase is needed and nobody is there to be asked."""

    code = "ST-30"
    message = QT_TRANSLATE_NOOP("errors", "A passphrase is needed, and there is no terminal to ask for it.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was changed.")
    do = QT_TRANSLATE_NOOP("errors", "Give it with --passphrase-fd N, or run the command in a terminal.")


def descriptor(args: argparse.Namespace) -> int | None:
    """Return the number given with --passphrase-fd, None without one."""
    number = getattr(args, "passphrase_fd", None)
    return None if number is None else int(number)


def ask(args: argparse.Namespace, *, twice: bool = False) -> str:
    """Return the passphrase from --passphrase-fd, else from the terminal; never from an argument.

    Raises NoPassphraseError.
    """
    number = descriptor(args)
    if number is not None:
        with os.fdopen(os.dup(number), encoding="utf-8") as file:
            return file.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise NoPassphraseError()
    first = getpass.getpass("Passphrase: ")
    while twice and first != getpass.getpass("The same again: "):
        first = getpass.getpass("They differ. Passphrase: ")
    return first


def key_of(path: Path, args: argparse.Namespace) -> bytes | None:
    """Return the key of the store at PATH, None for a plain one. Raises the leaves that `keys.unlock` raises."""
    from bandingdesk.store import engine, keys

    if engine.is_plain(path):
        return None
    wants = descriptor(args) is not None or (keys.has_passphrase(path) and not keys.keyring_state().ok)
    return keys.unlock(path, passphrase=ask(args) if wants else None)
