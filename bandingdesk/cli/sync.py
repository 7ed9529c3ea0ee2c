"""`bandingdesk sync`: one sync with the shared store, or one after the other; or through sealed bundles in a folder."""

from __future__ import annotations

import argparse
import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

from bandingdesk.cli import passphrases, sync_folder
from bandingdesk.cli.output import Output

if TYPE_CHECKING:
    from bandingdesk.store.store import Store
    from bandingdesk.sync.run import RunResult, Sync

DOCUMENT = """JSON keys: ok, end ("" or why it ended early: UPGRADE_REQUIRED, REVOKED, SERVER_FORKED, SERVER_WENT_BACK,
DEVICE_COPIED, NOT_ENROLLED, OTHER_STORE, SERVER_TOO_OLD, or a code), pushed, outcomes (by name), pulled, opened, files,
waiting, held_back, head_seq, offset_seconds, restored, suspects, error. Exit code 1: it ended, and something differs or
waits for a person; 4: the server is out of reach."""
POLL_SECONDS = 10.0  # between two syncs of --watch


def add(parser: argparse.ArgumentParser, command: str) -> None:
    """Add the options of COMMAND ("sync")."""
    parser.epilog = f"{DOCUMENT}\n\n{sync_folder.DOCUMENT}"
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--once", action="store_true", help="sync once and end (the default)")
    how.add_argument("--watch", action="store_true", help="sync again and again until it is stopped, a line each time")
    how.add_argument("--folder", type=Path, metavar="DIR", help="sync once through sealed bundles in a shared folder")
    sync_folder.add(parser)


def run(args: argparse.Namespace, out: Output) -> int:
    """Sync and return the exit code."""
    store = opened(args, out)
    try:
        if args.folder is not None or store.marks().get("peer") == "folder":
            return sync_folder.run(args, store, out)
        return _watch(store, out) if args.watch else _once(store, out)
    finally:
        store.close()


def opened(args: argparse.Namespace, out: Output) -> Store:
    """Return the store that the command is about, open. Raises the leaves of StoreError."""
    from bandingdesk import seams, settings
    from bandingdesk.store import folds, store

    path = Path(args.store or settings.store_place(settings.read())).expanduser()
    key = passphrases.key_of(path, args)
    return store.open_store(
        path,
        key,
        folds.registry(),
        clock=seams.SystemClock(),
        ids=seams.SystemIds(),
        plain=key is None,
        progress=lambda done, of: out.progress(f"{done:,} of {of:,} entries read again"),
    )


def _once(store: Store, out: Output) -> int:
    with contextlib.closing(_machine(store)) as machine:
        found = machine.once(lambda phase, done, of: out.progress(_line(phase, done, of)) if of else None)
    out.result(document(found), human(found))
    return code(found)


def _watch(store: Store, out: Output) -> int:
    import threading

    wait = threading.Event()
    with contextlib.closing(_machine(store)) as machine:
        while True:
            found = machine.once()
            if found.fault is not None and found.retry_seconds is None:  # trying again would not help
                out.result(document(found), human(found))
                return code(found)
            out.line(human(found))
            wait.wait(found.retry_seconds or POLL_SECONDS)


def _machine(store: Store) -> Sync:
    from bandingdesk.sync import connection, run

    if connection.server(store) is None:
        raise connection.NoPeerError()
    return run.Sync(store, lambda: connection.connect(store))


def document(found: RunResult) -> dict[str, object]:
    """Return the document of `sync --json`."""
    names = ("pushed", "outcomes", "pulled", "opened", "files", "waiting", "held_back", "head_seq", "offset_seconds")
    return {
        "ok": found.is_good,
        "end": found.end,
        **{name: getattr(found, name) for name in names},
        "restored": found.restored,
        "suspects": list(found.suspects),
        "error": None if found.fault is None else found.fault.as_json(),
    }


def human(found: RunResult) -> str:
    """Return what a run did, in words."""
    lines = [f"Sent {found.pushed:,} changes, took {found.pulled:,}. {found.waiting:,} wait to be sent."]
    aside = sum(count for outcome, count in found.outcomes.items() if outcome != "applied")
    if aside:
        lines.append(f"{aside:,} of them do not stand: open Sync to see both versions.")
    if found.clock_is_told:
        lines.append(f"The clock of this computer is {found.offset_seconds:+,} s off the server's.")
    if found.restored is not None:
        lines.append(f"The shared store was set back to entry {found.restored:,}; what it lost was sent again.")
    if found.held_back is not None:
        lines.append("A paper is missing beside the store: its change and those behind it wait for it.")
    if found.suspects:
        lines.append("What a device signed does not fit the ledger: verify the record and tell your administrator.")
    if found.fault is not None:
        lines.append(found.fault.text())
    return "\n".join(lines)


def code(found: RunResult) -> int:
    """Return the exit code of a run."""
    if found.fault is not None:
        return found.fault.exit_code
    return 0 if found.is_good and found.outcomes.keys() <= {"applied"} else 1


def _line(phase: str, done: int, of: int) -> str:
    return f"{phase}: {done:,} of {of:,}"
