"""`bandingdesk store init|roles|status|verify`: make a local store, look at it, walk its record."""

from __future__ import annotations

import argparse
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

from bandingdesk.cli import passphrases, store_enrol, store_shared
from bandingdesk.cli.output import Output
from bandingdesk.errors import DeskError
from bandingdesk.sync import address

if TYPE_CHECKING:
    from sqlalchemy import Connection

WORDS = ("init", "roles", "enrol", "status", "verify")


def add(parser: argparse.ArgumentParser, command: str) -> None:
    """Add the sub-commands of COMMAND ("store")."""
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="|".join(WORDS))
    init = verbs.add_parser(
        "init", help="make a new local store, encrypted unless --plain, or a shared one at a server"
    )
    init.add_argument("path", metavar="PATH|URL", help="the file of the new store, or postgresql://ADMIN@SERVER/STORE")
    init.add_argument("--plain", action="store_true", help="without encryption: for trials with invented data only")
    init.add_argument("--passphrase", action="store_true", help="ask for a passphrase, do not use the keyring")
    store_shared.add_running(init)
    roles = verbs.add_parser("roles", help="the roles and logins of a shared store")
    store_shared.add_roles(roles)
    enrol = verbs.add_parser("enrol", help="join a shared store, or let this one grow into it")
    store_enrol.add(enrol)
    status = verbs.add_parser("status", help="say how the store is kept and what is in it")
    verify = verbs.add_parser("verify", help="walk the whole record: chain, commitments, heads")
    for verb in (init, roles, enrol, status, verify):
        verb.set_defaults(command=command)


def run(args: argparse.Namespace, out: Output) -> int:
    """Run one sub-command and return its exit code."""
    return {"init": _init, "roles": store_shared.roles, "enrol": store_enrol.run, "status": _status, "verify": _verify}[args.verb](args, out)


def _init(args: argparse.Namespace, out: Output) -> int:
    return store_shared.init(args, out) if address.is_address(args.path) else _init_local(args, out)


def _init_local(args: argparse.Namespace, out: Output) -> int:
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
        human += (
            f"\nYour recovery key: {new.recovery}\nPrint it now and keep it in a safe. It is not shown again."
            "\nIt opens the store if the keyring or the passphrase is lost."
        )
    out.result(document, human)
    return 0


def _status(args: argparse.Namespace, out: Output) -> int:
    from bandingdesk.store import drives, engine

    path, conn_of = _looked_at(args)
    with conn_of as conn:
        counts = {
            name: conn.exec_driver_sql(f"SELECT count(*) FROM {name}").scalar_one()
            for name in ("op", "head", "draft", "conflict", "device")
        }
        outbox = conn.exec_driver_sql("SELECT state, count(*) FROM outbox GROUP BY state ORDER BY state").all()
        end = conn.exec_driver_sql("SELECT device_id, device_seq, hash FROM chain ORDER BY 2 DESC LIMIT 1").first()
        store_id = conn.exec_driver_sql("SELECT value FROM mark WHERE name = 'store_id'").scalar_one()
        pragmas = engine.read_pragmas(conn)
    verdict, encrypted = drives.verdict(path), not engine.is_plain(path)
    head = None if end is None else {"device": end[0], "device_seq": end[1], "hash": end[2].hex()}
    document: dict[str, object] = {
        "backend": "sqlite",
        "path": str(path),
        "store_id": store_id,
        "encrypted": encrypted,
        "pragmas": pragmas,
        "counts": counts,
        "outbox": {row[0]: row[1] for row in outbox},
        "head": head,
        "checkpoint": None,
        "drive": {"ok": verdict.ok, "kind": verdict.kind, "sentence": verdict.sentence},
    }
    lines = [
        f"Store      {path}",
        f"Encrypted  {'yes' if encrypted else 'NO'}",
        f"Entries    {counts['op']:,} about {counts['head']:,} subjects, {counts['draft']:,} drafts",
        f"Head       {head['hash'] if head else 'no entry yet'}",
        f"Drive      {verdict.sentence}",
        "Settings   " + ", ".join(f"{name}={value}" for name, value in pragmas.items()),
    ]
    out.result(document, "\n".join(lines))
    return 0


def _verify(args: argparse.Namespace, out: Output) -> int:
    from bandingdesk.store import verify

    _, conn_of = _looked_at(args)
    with conn_of as conn:
        found = verify.verify(conn, lambda done, of: out.progress(f"{done:,} of {of:,} entries"))
    bad = found.first_bad
    if bad is None:
        human = f"The record is whole: {found.entries:,} entries, {found.payloads:,} bodies, {found.seconds:.2f} s."
    else:
        human = f"The record does NOT verify. First fault: {bad.what} at entry {bad.seq} ({bad.op_id})."
    out.result(found.as_json(), human)
    return 0 if found.ok else 1


def _looked_at(args: argparse.Namespace) -> tuple[Path, AbstractContextManager[Connection]]:
    """Return the path of the store and a reader's connection on it: nothing is rebuilt or written."""
    from bandingdesk import settings
    from bandingdesk.store import store

    path = Path(args.store or settings.store_place(settings.read())).expanduser()
    return path, store.look(path, passphrases.key_of(path, args))
