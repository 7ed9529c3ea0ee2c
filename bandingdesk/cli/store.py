"""`bandingdesk store …`: make, join, look at, keep and mend a store. Each group of verbs has a file of its own."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from bandingdesk.cli import passphrases, store_enrol, store_erase, store_keep, store_places, store_record, store_shared
from bandingdesk.cli.output import Output
from bandingdesk.errors import DeskError
from bandingdesk.sync import address

Verb = Callable[[argparse.Namespace, Output], int]

# verb: (one line of help, its options, what runs it)
VERBS: dict[str, tuple[str, Callable[[argparse.ArgumentParser], None], Verb]] = {
    "init": (
        "make a new local store, encrypted unless --plain, or a shared one at a server",
        lambda parser: _add_init(parser),
        lambda args, out: store_shared.init(args, out) if address.is_address(args.path) else _init(args, out),
    ),
    "roles": ("the roles and logins of a shared store", store_shared.add_roles, store_shared.roles),
    "vouch": (
        "say that the server was set back to a backup on purpose",
        store_shared.add_vouch,
        store_shared.vouch,
    ),
    "enrol": ("join a shared store, or let this one grow into it", store_enrol.add, store_enrol.run),
    "status": ("say how the store is kept and what is in it", store_record.add_status, store_record.status),
    "verify": ("walk the whole record: chain, commitments, heads", store_record.add_verify, store_record.verify),
    "checkpoint": (
        "the ends of all chains, for somebody to keep",
        store_record.add_checkpoint,
        store_record.checkpoint,
    ),
    "backup": ("one sealed file, read back after writing", store_keep.add_backup, store_keep.backup),
    "restore": ("a backup as a new store in a new place", store_keep.add_restore, store_keep.restore),
    "upgrade": ("bring an older store to this version, backup first", store_keep.add_upgrade, store_keep.upgrade),
    "rekey": ("a new key and a new recovery key", store_keep.add_rekey, store_keep.rekey),
    "erase": ("erase a case under a retention rule, by two people", store_erase.add, store_erase.erase),
    "move": ("move a store to a drive of this computer", store_places.add_move, store_places.move),
    "copy": ("a copy that is only read", store_places.add_copy, store_places.copy),
    "single-user": ("allow one person at a time on a network drive", store_places.add_single, store_places.single),
}


def add(parser: argparse.ArgumentParser, command: str) -> None:
    """Add the sub-commands of COMMAND ("store")."""
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="|".join(VERBS))
    for word, (line, add_options, _) in VERBS.items():
        verb = verbs.add_parser(word, help=line)
        add_options(verb)
        verb.set_defaults(command=command)


def run(args: argparse.Namespace, out: Output) -> int:
    """Run one sub-command and return its exit code."""
    return VERBS[args.verb][2](args, out)


def _add_init(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "path", metavar="PATH|URL", help="the file of the new store, or postgresql://ADMIN@SERVER/STORE"
    )
    parser.add_argument("--plain", action="store_true", help="without encryption: for trials with invented data only")
    parser.add_argument("--passphrase", action="store_true", help="ask for a passphrase, do not use the keyring")
    store_shared.add_running(parser)


def _init(args: argparse.Namespace, out: Output) -> int:
    from sqlalchemy import MetaData

    from bandingdesk import seams
    from bandingdesk.store import drives, engine, keys, store
    from bandingdesk.store.registry import Registry

    path = Path(args.path).expanduser()
    drives.check(path)
    if path.exists():
        raise engine.StoreExistsError(path=str(path))
    new = None
    if not args.plain:
        asks = args.passphrase or passphrases.descriptor(args) is not None
        new = keys.make(path, passphrase=passphrases.ask(args, twice=True) if asks else None)
    nothing_yet = Registry({}, {}, {}, MetaData(), 0)  # the window lays the rows when it opens the store first
    clock, ids = seams.SystemClock(), seams.SystemIds()
    try:
        box = store.create_store(
            path, None if new is None else new.key, nothing_yet, clock=clock, ids=ids, plain=args.plain
        )
    except DeskError:
        if new is not None:
            keys.file_of(path).unlink()
        raise
    document: dict[str, object] = {"path": str(path), "store_id": box.store_id, "encrypted": box.is_encrypted}
    box.close()
    human = f"The store {path} is ready. It is {'encrypted' if new else 'NOT encrypted'}."
    if new is not None:
        document["recovery_key"] = new.recovery
        human += "\n" + passphrases.recovery_words(new.recovery)
    out.result(document, human)
    return 0
