"""`bandingdesk store enrol URL`: joins this computer's store to a shared one, or lets it grow into one."""

from __future__ import annotations

import argparse
import getpass
import os
import socket
import sys

from bandingdesk.cli import sync
from bandingdesk.cli.output import Output
from bandingdesk.errors import QT_TRANSLATE_NOOP, MissingError


class NoPasswordError(MissingError):
    """The password of a login is needed and nobody is there to be asked."""

    code = "SY-49"
    message = QT_TRANSLATE_NOOP(
        "errors", "The password of your login is needed, and there is no terminal to ask for it."
    )
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was changed.")
    do = QT_TRANSLATE_NOOP("errors", "Give it with --password-fd N, or run the command in a terminal.")


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of `store enrol`."""
    parser.epilog = "JSON keys: device_id, store_id, login, person, grew, is_new_device."
    parser.add_argument("url", metavar="URL", help="postgresql://LOGIN@SERVER/STORE?ca=FILE, without a password")
    parser.add_argument("--name", default=socket.gethostname(), help="what people call this computer")
    parser.add_argument("--password-fd", type=int, metavar="N", help="read the login's password from this descriptor")


def run(args: argparse.Namespace, out: Output) -> int:
    """Join and return the exit code. Raises AddressError, JoinRefusedError, leaves of SyncError."""
    from bandingdesk.sync import address, connection, enrol, remote

    where = address.parse(args.url)
    password = None if where.is_socket else _password(args, where.login)
    store = sync.opened(args, out)
    try:
        with remote.connect(where, password) as line:
            joined = enrol.enrol(store, line, where, args.name)
        if password is not None:
            connection.keep_password(where, password)
    finally:
        store.close()
    lines = [f"This computer is enrolled as {args.name!r} for the login {joined.login}."]
    if joined.grew:
        lines.append("Its record begins the shared one: the next sync sends all of it, as it is.")
    if joined.is_new_device:
        lines.append("It goes on as a new device, since its store was a copy.")
    if joined.person is None:
        lines.append("Nobody told the shared store whose login this is: ask your administrator.")
    out.result(dict(joined._asdict()), "\n".join([*lines, "Now run: bandingdesk sync"]))
    return 0


def _password(args: argparse.Namespace, login: str) -> str:
    """Return the password from --password-fd, else from the terminal; never from an argument."""
    if args.password_fd is not None:
        with os.fdopen(os.dup(args.password_fd), encoding="utf-8") as file:
            return file.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise NoPasswordError()
    return getpass.getpass(f"Password of {login}: ")
