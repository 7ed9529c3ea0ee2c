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


def ask(args: argparse.Namespace, *, twice: bool = False, what: str = "Passphrase") -> str:
    """Return the passphrase from --passphrase-fd, a line a call, else from the terminal; never from an argument.

    Raises NoPassphraseError.
    """
    number = descriptor(args)
    if number is not None:
        return _line(number)
    if not sys.stdin.isatty():
        raise NoPassphraseError()
    first = getpass.getpass(f"{what}: ")
    while twice and first != getpass.getpass("The same again: "):
        first = getpass.getpass(f"They differ. {what}: ")
    return first


def add_recovery(parser: argparse.ArgumentParser) -> None:
    """Add the option by which the printed recovery key is given in place of a passphrase."""
    parser.add_argument("--by-recovery-key", action="store_true", help="what is asked for is the printed recovery key")


def by_recovery(args: argparse.Namespace) -> bool:
    """Return whether --by-recovery-key was given."""
    return bool(getattr(args, "by_recovery_key", False))


def recovery_words(recovery: str) -> str:
    """Return what stands beside a recovery key when it is shown, once."""
    return (
        f"Your recovery key: {recovery}\nPrint it now and keep it in a safe. It is not shown again."
        "\nIt opens the store if the keyring or the passphrase is lost."
    )


def key_of(path: Path, args: argparse.Namespace) -> bytes | None:
    """Return the key of the store at PATH, None for a plain one. Raises the leaves that `keys.unlock` raises."""
    from bandingdesk.store import engine, keys

    if engine.is_plain(path):
        return None
    if by_recovery(args):
        return keys.unlock(path, recovery=ask(args, what="Recovery key"))
    wants = descriptor(args) is not None or (keys.has_passphrase(path) and not keys.keyring_state().ok)
    return keys.unlock(path, passphrase=ask(args) if wants else None)


def _line(number: int) -> str:
    """Read one line of a descriptor and no byte more, so that the next question finds the next line."""
    letters = bytearray()
    while (letter := os.read(number, 1)) not in (b"", b"\n"):
        letters += letter
    return letters.decode("utf-8").rstrip("\r")
