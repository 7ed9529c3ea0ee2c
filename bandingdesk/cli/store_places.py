"""`bandingdesk store move|copy|single-user`: the ways on for a store on a drive where it can't live."""

from __future__ import annotations

import argparse
from pathlib import Path

from bandingdesk.cli import passphrases, store_keep, store_record
from bandingdesk.cli.output import Output


def add_move(parser: argparse.ArgumentParser) -> None:
    """Add the options of `store move`."""
    passphrases.add_recovery(parser)
    parser.add_argument(
        "--to", type=Path, required=True, metavar="PATH", help="the store's new place, on this computer"
    )
    parser.epilog = "JSON keys: path, from, entries, files, damaged."


def move(args: argparse.Namespace, out: Output) -> int:
    """Move the store and leave a note at the old place."""
    from bandingdesk import seams
    from bandingdesk.store import moving

    path = store_record.place(args)
    key = passphrases.key_of(path, args)
    done = moving.move(
        path, key, args.to.expanduser(), seams.SystemClock().now(), progress=store_keep.steps(out, "Moving")
    )
    human = (
        f"The store is at {done.path} now: {done.entries:,} entries and {done.files:,} files, read back and verified."
        f"\nThe old file {path} stays as it was, with a note, and is not opened again. Delete it when you are sure."
        f"\nName the new place in the settings, or with --store."
    )
    out.result({**done._asdict(), "path": str(done.path), "from": str(path)}, human)
    return 1 if done.damaged else 0


def add_copy(parser: argparse.ArgumentParser) -> None:
    """Add the options of `store copy`."""
    passphrases.add_recovery(parser)
    parser.add_argument("--to", type=Path, required=True, metavar="PATH", help="the copy's place, on this computer")
    parser.epilog = "JSON keys: path, from, entries, files, damaged."


def copy(args: argparse.Namespace, out: Output) -> int:
    """Make a copy that is only read."""
    from bandingdesk import seams
    from bandingdesk.store import moving

    path = store_record.place(args)
    key = passphrases.key_of(path, args)
    done = moving.copy_to_read(
        path, key, args.to.expanduser(), seams.SystemClock().now(), progress=store_keep.steps(out, "Copying")
    )
    human = f"The copy {done.path} is made and verified: {done.entries:,} entries. It can be read and not changed."
    out.result({**done._asdict(), "path": str(done.path), "from": str(path)}, human)
    return 1 if done.damaged else 0


def add_single(parser: argparse.ArgumentParser) -> None:
    """Add the options of `store single-user`."""
    parser.add_argument("--off", action="store_true", help="take it back")
    parser.add_argument("--accept-the-risk", action="store_true", help="say that you read what it risks")
    parser.epilog = "JSON keys: path, single_user."


RISK = (
    "A store on a network drive or in a cloud folder can be damaged by the drive itself, and no program can stop that."
    " One person at a time may open it; a backup each day is not a luxury."
)


def single(args: argparse.Namespace, out: Output) -> int:
    """Allow, or no longer allow, one person at a time on a drive whose locks can't be trusted."""
    from bandingdesk import seams
    from bandingdesk.store import drives, engine, running

    path = store_record.place(args)
    if not path.exists():
        raise engine.StoreMissingError(path=str(path))
    with running.alone(path):
        if args.off:
            drives.note_of(path, drives.SINGLE).unlink(missing_ok=True)
            out.result({"path": str(path), "single_user": False}, "The store is opened like any other again.")
            return 0
        if not args.accept_the_risk:
            out.result({"path": str(path), "single_user": False}, f"{RISK}\nTo go on, add --accept-the-risk.")
            return 1
        drives.write_note(path, drives.SINGLE, {"since": seams.SystemClock().now().isoformat()})
    out.result({"path": str(path), "single_user": True}, f"One person at a time may open the store now.\n{RISK}")
    return 0
