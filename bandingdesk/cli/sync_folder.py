"""`bandingdesk sync --folder DIR`: one sync through a shared folder, and who belongs to it."""

from __future__ import annotations

import argparse
import socket
from pathlib import Path
from typing import TYPE_CHECKING

from bandingdesk.cli.output import Output
from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError

if TYPE_CHECKING:
    from bandingdesk.store.store import Store
    from bandingdesk.sync.folder.result import FolderResult

DOCUMENT = """With --folder, JSON keys: sent, sent_ops, taken, taken_ops, waiting, refused, forks, quarantined, opened,
sealed, is_revoked, not_promised; with --ask: device_id, code; with --requests: requests. Exit code 1: something waits,
was refused or differs."""

SECOND = "Admit a second administrator's computer soon: if this one is lost, nobody else can let a new one in."


class WhoError(InvalidError):
    """Nobody in the record has the initials BY."""

    code = "SY-76"
    message = QT_TRANSLATE_NOOP("errors", "Nobody in this record has the initials {by}.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Give --by with the initials of an administrator, as the record has them.")


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options that go with --folder."""
    group = parser.add_argument_group("a council without a server (with --folder)")
    what = group.add_mutually_exclusive_group()
    what.add_argument("--begin", action="store_true", help="share this record through the empty folder")
    what.add_argument("--ask", action="store_true", help="ask to join: a code is shown for the administrator")
    what.add_argument("--requests", action="store_true", help="list who asks to join, with their codes")
    what.add_argument("--admit", metavar="DEVICE", help="let a device in whose code you compared by telephone")
    what.add_argument("--revoke", metavar="DEVICE", help="take a device out; a new key is made without it")
    group.add_argument("--name", default=socket.gethostname(), help="what people call this computer")
    group.add_argument("--code", default="", help="the code that the newcomer reads out (with --admit)")
    group.add_argument("--reason", default="", help="why the device is taken out (with --revoke)")
    group.add_argument("--person", metavar="INITIALS", help="the only one who enters on that device")
    group.add_argument("--by", metavar="INITIALS", help="the administrator who does this")


def run(args: argparse.Namespace, store: Store, out: Output) -> int:
    """Do what is asked and return the exit code. Raises the leaves of SyncError and what joining.py raises."""
    from bandingdesk.sync.folder import joining
    from bandingdesk.sync.folder import run as syncing

    where = Path(args.folder or store.marks().get(syncing.WHERE, "")).expanduser()
    if args.ask:
        asked = joining.request(store, where, args.name)
        lines = ["Read this code out to your administrator on the telephone:", f"    {asked.code}", *_warned()]
        out.result({"device_id": asked.device_id, "code": asked.code}, "\n".join([*lines, "Then run the same sync."]))
        return 0
    if args.requests:
        found = joining.requests(store, where)
        lines = [f"{one.device_id}  {one.code}  {one.name}" for one in found] or ["Nobody asks to join."]
        out.result({"requests": [dict(one._asdict()) for one in found]}, "\n".join(lines))
        return 0
    by, person = _person(store, args.by), _person(store, args.person)
    if args.begin:
        begun = joining.begin(store, where, args.name, by=_needed(by), person=person)
        return _told(begun, out, *_warned(), SECOND)
    if args.admit:
        return _told(joining.admit(store, where, args.admit, args.code, by=_needed(by), person=person), out)
    if args.revoke:
        return _told(joining.revoke(store, where, args.revoke, args.reason, by=_needed(by)), out)
    return _told(syncing.sync(store, where, progress=lambda done, of: out.progress(f"bundles: {done} of {of}")), out)


def _told(found: FolderResult, out: Output, *more: str) -> int:
    out.result(found.as_json(), "\n".join([*human(found), *more]))
    return 0 if found.is_whole and not found.forks else 1


def human(found: FolderResult) -> list[str]:
    """Return what a sync through a folder did, in words."""
    from bandingdesk.sync.folder import result

    lines = [f"Wrote {found.sent_ops:,} changes, took {found.taken_ops:,}."]
    for waits in found.waiting:
        lines.append(f"Waits: {waits.device}, bundle {waits.number}. {result.WAITS[waits.what]}")
        if waits.what == "bundle":
            lines.append(f"  It needs {waits.for_device}, bundle {waits.for_number}.")
    lines += [f"Refused: {one.name}. {result.REASONS.get(one.why, result.UNKNOWN)}" for one in found.refused]
    if found.forks:
        lines.append(f"{len(found.forks):,} differ: open Sync to see both versions.")
    if found.quarantined:
        lines.append(f"{found.quarantined:,} changes are set aside for a role or a rule: open Sync to look at them.")
    if found.sealed:
        lines.append(f"{found.sealed:,} sheets are sealed until their reveal.")
    if found.is_revoked:
        lines.append("This computer was taken out: nothing more is sent from it. Tell your administrator.")
    return lines


def _warned() -> list[str]:
    """Return what working without a server can't promise, to be read before anybody relies on it."""
    from bandingdesk.sync.folder import result

    return ["Without a server some things can't be promised:", *(f"- {line}" for line in result.promises_not())]


def _person(store: Store, initials: str | None) -> str | None:
    """Return the id of the person with INITIALS. Raises WhoError."""
    from bandingdesk.store.queries import council

    if initials is None:
        return None
    with store.read() as conn:
        found = [row.id for row in council.people(conn) if row.initials == initials]
    if len(found) != 1:
        raise WhoError(by=initials)
    return found[0]


def _needed(by: str | None) -> str:
    if by is None:
        raise WhoError(by="")
    return by
