"""`bandingdesk store backup|restore|upgrade|rekey`: what keeps a store safe over years."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from bandingdesk.cli import passphrases, store_record
from bandingdesk.cli.output import Output


def steps(out: Output, words: str) -> Callable[[int, int], None]:
    """Return a progress that says WORDS and the tenths that are done, each once."""
    last = -1

    def step(done: int, of: int) -> None:
        nonlocal last
        tenth = 10 * done // max(of, 1)
        if tenth > last:
            last = tenth
            out.progress(f"{words} {10 * tenth} %")

    return step


def add_backup(parser: argparse.ArgumentParser) -> None:
    """Add the options of `store backup`."""
    passphrases.add_recovery(parser)
    parser.add_argument("file", type=Path, metavar="FILE", help="the new backup; it may lie on a share")
    parser.add_argument(
        "--renew", action="store_true", help="replace a backup of this store once the new one is proven"
    )
    parser.epilog = "JSON keys: path, backup_id, at, size, entries, payloads, files, missing, damaged."


def backup(args: argparse.Namespace, out: Output) -> int:
    """Make a backup and return the exit code: 1 where files of the record are missing or damaged."""
    from bandingdesk import seams
    from bandingdesk.store import backup as backups

    path = store_record.place(args)
    key = passphrases.key_of(path, args)
    made = backups.make(
        path, key, args.file.expanduser(), seams.SystemClock().now(), renew=args.renew, progress=steps(out, "Backup")
    )
    backups.note(path, key, made)
    lines = [
        f"The backup {made.path} is made and was read back: {made.entries:,} entries, {made.files:,} files,"
        f" {made.size:,} bytes.",
        "It opens with the key that the store has now: keep the printed recovery key as long as this file."
        if key is not None
        else "The store is not encrypted, and neither is this backup of it.",
    ]
    if made.missing:
        lines.append(f"{made.missing:,} files of the record are not on this computer and not in the backup.")
    if made.damaged:
        lines.append(f"{made.damaged:,} files are damaged here and not in the backup: look for them in an older one.")
    out.result({**made._asdict(), "path": str(made.path)}, "\n".join(lines))
    return 1 if made.damaged else 0


def add_restore(parser: argparse.ArgumentParser) -> None:
    """Add the options of `store restore`."""
    passphrases.add_recovery(parser)
    parser.add_argument("file", type=Path, metavar="FILE", help="the backup")
    parser.add_argument("--to", type=Path, required=True, metavar="PATH", help="the file of the restored store")
    parser.add_argument("--new-passphrase", action="store_true", help="ask for a new passphrase for the copy")
    parser.epilog = "JSON keys: path, store_id, device_id, made, entries, payloads, files, damaged."


def restore(args: argparse.Namespace, out: Output) -> int:
    """Restore a backup to a new place."""
    from bandingdesk import seams
    from bandingdesk.store import keys, sealed_copy
    from bandingdesk.store import restore as restoring

    file = args.file.expanduser()
    key_file = sealed_copy.header_of(file).key_file_of()
    secret = restoring.Secret()
    if key_file is not None and passphrases.by_recovery(args):
        secret = restoring.Secret(recovery=passphrases.ask(args, what="Recovery key"))
    elif key_file is not None and (passphrases.descriptor(args) is not None or not keys.keyring_state().ok):
        secret = restoring.Secret(passphrase=passphrases.ask(args))
    words = passphrases.ask(args, twice=True, what="New passphrase") if args.new_passphrase else None
    made = restoring.restore(
        file,
        args.to.expanduser(),
        secret,
        seams.SystemClock().now(),
        seams.SystemIds(),
        new_passphrase=words,
        progress=steps(out, "Restore"),
    )
    lines = [
        f"The store {made.path} is restored as it was on {made.made:%d %b %Y %H:%M} UTC: {made.entries:,} entries,"
        f" {made.files:,} files.",
        "It is a new device: on a shared store it must be enrolled again (`bandingdesk store enrol`).",
        "What was erased under a retention rule after that day is in it again: carry those erasures out once more.",
    ]
    if made.damaged:
        lines.append(f"{made.damaged:,} files do not hold what the record says.")
    out.result({**made._asdict(), "path": str(made.path)}, "\n".join(lines))
    return 1 if made.damaged else 0


def add_upgrade(parser: argparse.ArgumentParser) -> None:
    """Add the options of `store upgrade`."""
    passphrases.add_recovery(parser)
    parser.add_argument("--backup", type=Path, metavar="FILE", help="where the backup goes (usually beside the store)")
    parser.epilog = "JSON keys: path, before, now, backup."


def upgrade(args: argparse.Namespace, out: Output) -> int:
    """Bring a store to this version's tables."""
    from bandingdesk import seams
    from bandingdesk.store import upgrade as upgrading

    path = store_record.place(args)
    key = passphrases.key_of(path, args)
    done = upgrading.upgrade(
        path, key, seams.SystemClock().now(), backup_to=args.backup, progress=steps(out, "Backup first:")
    )
    document = {"path": str(path), "before": done.before, "now": done.now, "backup": done.backup}
    if done.backup is None:
        out.result(document, f"The store is of this version already (tables {done.now}). Nothing was changed.")
    else:
        out.result(
            document,
            f"The store went from tables {done.before} to {done.now}. The backup of before is {done.backup}."
            "\nIts lists are built anew when it is opened next.",
        )
    return 0


def add_rekey(parser: argparse.ArgumentParser) -> None:
    """Add the options of `store rekey`."""
    passphrases.add_recovery(parser)
    parser.add_argument(
        "--new-passphrase", action="store_true", help="put the new key under a passphrase, not the keyring"
    )
    parser.epilog = "JSON keys: path, recovery_key. With --passphrase-fd the new passphrase is the second line."


def rekey(args: argparse.Namespace, out: Output) -> int:
    """Give the store a new key; the old one goes when the new recovery key was shown."""
    from bandingdesk.store import keys
    from bandingdesk.store import rekey as rekeying

    path = store_record.place(args)
    key = passphrases.key_of(path, args)
    asks = key is not None and (args.new_passphrase or keys.has_passphrase(path))
    words = passphrases.ask(args, twice=True, what="New passphrase") if asks else None
    new = rekeying.change(path, key, passphrase=words)
    out.result(
        {"path": str(path), "recovery_key": new.recovery},
        f"The store {path} has a new key.\n{passphrases.recovery_words(new.recovery)}"
        "\nBackups made before this stay under the old key: keep the old recovery key as long as you keep them.",
    )
    rekeying.finish(path, new.key)
    return 0
