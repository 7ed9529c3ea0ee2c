"""`bandingdesk store status|verify|checkpoint`: how the store is kept, whether its record is whole, where it ends."""

from __future__ import annotations

import argparse
import json
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bandingdesk.cli import passphrases, writing
from bandingdesk.cli.output import Output

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from bandingdesk.store.verify import Verification


def place(args: argparse.Namespace) -> Path:
    """Return the path of the store that the command is about."""
    from bandingdesk import settings

    return Path(args.store or settings.store_place(settings.read())).expanduser()


def looked_at(args: argparse.Namespace) -> tuple[Path, bytes | None, AbstractContextManager[Connection]]:
    """Return the path of the store, its key and a reader's connection on it: nothing is rebuilt or written."""
    from bandingdesk.store import store

    path = place(args)
    key = passphrases.key_of(path, args)
    return path, key, store.look(path, key)


def add_status(parser: argparse.ArgumentParser) -> None:
    """Add the options of `store status`."""
    passphrases.add_recovery(parser)
    parser.epilog = (
        "JSON keys: backend, path, store_id, epoch, encrypted, pragmas, counts, outbox, conflicts, head, checkpoint,"
        " peer, backup, key_change, drive."
    )


def status(args: argparse.Namespace, out: Output) -> int:
    """Say how the store is kept and what is in it."""
    from bandingdesk.store import drives, engine, rekey

    path, _, looking = looked_at(args)
    with looking as conn:
        document: dict[str, Any] = {"backend": "sqlite", "path": str(path), **_inside(conn)}
        document["pragmas"] = engine.read_pragmas(conn)
    verdict = drives.verdict(path)
    document["encrypted"] = not engine.is_plain(path)
    document["key_change"] = "unfinished" if rekey.is_unfinished(path) else None
    document["drive"] = {"ok": verdict.ok, "kind": verdict.kind, "sentence": verdict.sentence}
    out.result(document, "\n".join(_status_lines(document)))
    return 0


def _inside(conn: Connection) -> dict[str, Any]:
    """Return what the store's own tables say."""
    from bandingdesk.store import backup, checkpoints, log, marks, tables

    raw = log.driver(conn)
    known = marks.every(raw)
    end = raw.execute(
        "SELECT device_id, device_seq, hash FROM chain WHERE device_id = ? ORDER BY 2 DESC LIMIT 1",
        (known["device_id"],),
    ).fetchone()
    last = next(iter(backup.remembered(conn)[-1:]), None)
    return {
        "store_id": known["store_id"],
        "epoch": tables.EPOCH,
        "counts": {
            name: raw.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
            for name in ("op", "head", "draft", "conflict", "device")
        },
        "outbox": dict(raw.execute("SELECT state, count(*) FROM outbox GROUP BY state ORDER BY state").fetchall()),
        "conflicts": dict(
            raw.execute("SELECT kind, count(*) FROM conflict WHERE state = 'open' GROUP BY kind ORDER BY 1").fetchall()
        ),
        "head": None if end is None else {"device": end[0], "device_seq": end[1], "hash": end[2].hex()},
        "checkpoint": checkpoints.last(raw),
        "peer": known.get("peer"),
        "backup": None if last is None else {"at": last.at, "place": last.place, "entries": last.entries},
    }


def _status_lines(found: dict[str, Any]) -> list[str]:
    counts, head, checkpoint, backup = found["counts"], found["head"], found["checkpoint"], found["backup"]
    waiting = ", ".join(f"{count:,} {state}" for state, count in found["outbox"].items()) or "empty"
    open_ = ", ".join(f"{count:,} {kind}" for kind, count in found["conflicts"].items()) or "none open"
    seen = (
        f"entry {checkpoint['seq']:,} of {checkpoint['chain']} ({checkpoint['source']})" if checkpoint else "none yet"
    )
    kept = f"{backup['at']:%d %b %Y} at {backup['place']}" if backup else "none yet: make one with `store backup FILE`"
    lines = [
        f"Store      {found['path']}",
        f"Encrypted  {'yes' if found['encrypted'] else 'NO'}",
        f"Entries    {counts['op']:,} about {counts['head']:,} subjects, {counts['draft']:,} drafts",
        f"Head       {head['hash'] if head else 'no entry yet'}",
        f"Peer       {found['peer'] or 'none: one laptop'}",
        f"Outbox     {waiting}",
        f"Conflicts  {open_}",
        f"Checkpoint {seen}",
        f"Backup     {kept}",
        f"Drive      {found['drive']['sentence']}",
        "Settings   " + ", ".join(f"{name}={value}" for name, value in found["pragmas"].items()),
    ]
    if found["key_change"]:
        lines.append("Key        a change was cut off: old and new secrets open it. Run `store rekey` again.")
    return lines


def add_verify(parser: argparse.ArgumentParser) -> None:
    """Add the options of `store verify`."""
    passphrases.add_recovery(parser)
    parser.add_argument("--checkpoint", type=Path, metavar="FILE", help="does the record go through this checkpoint?")
    parser.add_argument("--full", action="store_true", help="fold everything again and compare it with what is shown")
    parser.epilog = (
        "JSON keys: ok, entries, payloads, erased, sealed, first_bad, devices, ledger, erasures, checkpoints, seconds;"
        " with --checkpoint: checkpoint {ok, differs}; with --full: states {ok, differs}."
    )


def verify(args: argparse.Namespace, out: Output) -> int:
    """Walk the record, and compare it with a checkpoint or a replay where that is asked for."""
    from bandingdesk.store import checkpoints, folds, log, replay
    from bandingdesk.store import verify as walk

    kept = None if args.checkpoint is None else checkpoints.read(args.checkpoint)
    _, _, looking = looked_at(args)
    with looking as conn:
        found = walk.verify(conn, lambda done, of: out.progress(f"{done:,} of {of:,} entries"))
        document = found.as_json()
        lines = [_verdict(found), *_erasure_lines(conn, found)]
        good = found.ok
        if kept is not None:
            differs = checkpoints.differing(log.driver(conn), kept, args.checkpoint)
            document["checkpoint"] = {"ok": not differs, "differs": [end.chain for end in differs]}
            good = good and not differs
            lines.append(
                f"The record goes through the checkpoint of {kept.at:%d %b %Y %H:%M} UTC: it was only added to since."
                if not differs
                else "The record does NOT go through the checkpoint: something before it was changed or taken away."
            )
        if args.full and found.ok:
            other = [str(subject) for subject in replay.differing(conn, folds.registry())]
            document["states"] = {"ok": not other, "differs": other[:100]}
            good = good and not other
            lines.append(
                f"What is shown differs from the record at {len(other):,} subjects, first {other[0]}."
                if other
                else "What is shown is what the record says."
            )
    document["ok"] = good
    out.result(document, "\n".join(lines))
    return 0 if good else 1


def _verdict(found: Verification) -> str:
    bad = found.first_bad
    if bad is not None:
        return f"The record does NOT verify. First fault: {bad.what} at entry {bad.seq} ({bad.op_id})."
    return f"The record is whole: {found.entries:,} entries, {found.payloads:,} bodies, {found.seconds:.2f} s."


def _erasure_lines(conn: Connection, found: Verification) -> list[str]:
    from bandingdesk.store import log

    raw = log.driver(conn)
    has_people = raw.execute("SELECT 1 FROM sqlite_master WHERE name = 'council_person'").fetchone() is not None
    names = dict(raw.execute("SELECT id, name FROM council_person").fetchall()) if has_people else {}
    return [
        f"Erased under rule {one.rule} by {names.get(one.by, one.by)} on {one.at:%d %b %Y}: {one.bodies:,} bodies."
        for one in found.erasures
    ]


def add_checkpoint(parser: argparse.ArgumentParser) -> None:
    """Add the options of `store checkpoint`."""
    passphrases.add_recovery(parser)
    parser.add_argument("--out", type=Path, metavar="FILE", help="write it to FILE, to be kept somewhere else")
    parser.add_argument("--force", action="store_true", help="replace FILE if it is there")
    parser.epilog = "JSON keys: format, store_id, at, ends [{chain, seq, hash}]."


def checkpoint(args: argparse.Namespace, out: Output) -> int:
    """Print the ends of all chains, or write them to a file."""
    from bandingdesk import seams
    from bandingdesk.store import checkpoints, log

    _, _, looking = looked_at(args)
    with looking as conn:
        found = checkpoints.now(log.driver(conn), seams.SystemClock().now())
    lines = [f"{end.chain}  {end.seq:,}  {end.hash.hex()}" for end in found.ends] or ["There is no entry yet."]
    if args.out is not None:
        text = json.dumps(found.as_json(), indent=1) + "\n"
        writing.write(args.out, text.encode(), replace=args.force)
        lines.append(f"Written to {args.out}. Keep it where nobody who uses this store can change it.")
    out.result(found.as_json(), "\n".join(lines))
    return 0
