"""Kills backup, restore, upgrade, rekey, erasure and move anywhere and looks what is left.

`python -m tests.support.killing_keeper FOLDER LINES MOMENTS SEED`

A job runs in a fork of this small process and is killed at the Nth line of the store's own code (each LINES-th of them:
what is written, flushed and renamed lies between two lines), and at MOMENTS spread over its time, which also fall into
SQLite's own writing. After each kill the store must open and verify, and the job, done again, must succeed. Prints one
JSON line.
"""

from __future__ import annotations

import gc
import json
import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from bandingdesk import seams
from bandingdesk.store import (
    backup,
    erasure,
    folds,
    keys,
    log,
    moving,
    rekey,
    replay,
    restore,
    single,
    store,
    upgrade,
    verify,
)
from bandingdesk.store.migrations import steps
from bandingdesk.store.registry import Erasure
from tests.support import epochs
from tests.support import notebook as book

STORE_CODE = str(Path(store.__file__).parent)
SECRET = b"SECRETWORDSOFTHISCASE"
RECOVERY = bytes(range(16))


class Job(NamedTuple):
    """What is killed: it begins in a copy of a saved folder, and is looked at afterwards."""

    name: str
    make: Callable[[Path], None]
    run: Callable[[Path, int], None]  # folder, pipe on which it may say what a person was told
    look: Callable[[Path, bytes], None]  # folder, what was said


# The jobs


def make_store(folder: Path, key: bytes | None = book.KEY) -> None:
    path = folder / "a.bdk"
    box = book.new(path, key=key)
    with box.act() as act:
        act.record(book.opened("c1"), book.opened("c2"))
    for number in range(6):
        book.write_note(box, "c1", f"{number} {SECRET.decode()} " + "x" * 300)
        book.write_note(box, "c2", f"{number} kept")
    book.keep_paper(box, "c1", SECRET * 20)
    book.keep_paper(box, "c2", b"a paper that stays")
    box.close()


def whole(path: Path, key: bytes | None, entries: int = 16) -> None:
    """The store opens, verifies, has lost nothing, and goes on."""
    box = book.again(path, key=key)
    with box.read() as conn:
        found = verify.verify(conn)
        assert found.ok or found.first_bad is None or found.first_bad.what == "erased_without_rule", found.first_bad
        assert found.entries >= entries, found
        assert replay.differing(conn, box.registry) == []
    book.write_note(box, "c2", "goes on")
    box.close()


def run_backup(folder: Path, _pipe: int) -> None:
    backup.make(folder / "a.bdk", book.KEY, folder / "b.backup", book.NOON, renew=True)


def look_backup(folder: Path, _said: bytes) -> None:
    whole(folder / "a.bdk", book.KEY)
    if (folder / "b.backup").exists():
        _restorable(folder, "first")
    run_backup(folder, 0)
    _restorable(folder, "again")
    left = [place.name for place in folder.glob("*") if place.suffix in (".part", ".snapshot", ".old")]
    assert left == [], left


def _restorable(folder: Path, name: str) -> None:
    to = folder / name / "c.bdk"
    secret = restore.Secret(key=book.KEY)
    done = restore.restore(folder / "b.backup", to, secret, book.NOON, seams.SystemIds(), new_passphrase="x" * 8)
    assert (done.files, done.damaged) == (2, 0)
    whole(to, book.KEY)


def make_backup(folder: Path) -> None:
    make_store(folder)
    run_backup(folder, 0)


def run_restore(folder: Path, _pipe: int) -> None:
    secret, to = restore.Secret(key=book.KEY), folder / "c.bdk"
    restore.restore(folder / "b.backup", to, secret, book.NOON, seams.SystemIds(), new_passphrase="x" * 8)


def look_restore(folder: Path, _said: bytes) -> None:
    whole(folder / "a.bdk", book.KEY)
    if not (folder / "c.bdk").exists():
        run_restore(folder, 0)
    whole(folder / "c.bdk", book.KEY)
    assert (folder / "c.bdk.files").is_dir()
    assert keys.has_passphrase(folder / "c.bdk")


def run_upgrade(folder: Path, _pipe: int) -> None:
    upgrade.upgrade(folder / "a.bdk", None, book.NOON)


def look_upgrade(folder: Path, _said: bytes) -> None:
    path = folder / "a.bdk"
    run_upgrade(folder, 0)
    clock, ids = seams.FixedClock(book.NOON), seams.SystemIds()
    box = store.open_store(path, None, folds.registry(), clock=clock, ids=ids, plain=True)
    with box.read() as conn:
        found = verify.verify(conn)
        assert (found.ok, found.entries) == (True, 13), found
        assert replay.differing(conn, box.registry) == []
    box.close()


def make_keyed(folder: Path) -> None:
    make_store(folder)
    path = folder / "a.bdk"
    file = keys.read_file(path)
    wrap = keys._wrap(book.KEY, "recovery", RECOVERY.hex(), file.store_id)
    keys.write_file(path, keys.KeyFile(file.store_id, file.check, (wrap,)))


def run_rekey(folder: Path, pipe: int) -> None:
    path = folder / "a.bdk"
    new = rekey.change(path, keys.unlock(path, recovery=keys.recovery_text(RECOVERY)), passphrase="a new passphrase")
    os.write(pipe, new.recovery.encode())  # the person has it on paper
    rekey.finish(path, new.key)


def look_rekey(folder: Path, said: bytes) -> None:
    path = folder / "a.bdk"
    opened = []
    for recovery in (keys.recovery_text(RECOVERY), said.decode()):
        try:
            key = keys.unlock(path, recovery=recovery)
        except (keys.WrongPassphraseError, keys.RecoveryKeyMistypedError):
            continue
        whole(path, key)
        opened.append(recovery)
    assert opened, "no recovery key opens it"
    if len(said):
        assert said.decode() in opened, "the recovery key that was printed does not open it"
    new = rekey.change(path, keys.unlock(path, recovery=opened[-1]), passphrase="a new passphrase")
    rekey.finish(path, new.key)
    whole(path, keys.unlock(path, recovery=new.recovery))


def make_plain(folder: Path) -> None:
    make_store(folder, None)


def run_erase(folder: Path, pipe: int) -> None:
    box = book.again(folder / "a.bdk", key=None)
    with box.jot() as conn:
        erasure.carry_out(log.driver(conn), Erasure("a rule", "c1", ("case:c1",), book.NOON), "an op")
    os.write(pipe, b"erased")
    box.reconcile()
    box.scrub()
    box.close()


def look_erase(folder: Path, said: bytes) -> None:
    path = folder / "a.bdk"
    box = book.again(path, key=None)
    with box.read() as conn:
        is_erased = erasure.is_erased(log.driver(conn), "case:c1")
    assert is_erased or not said
    box.reconcile()
    box.close()
    if is_erased:
        for place in [one for one in folder.rglob("*") if one.is_file()]:
            assert SECRET not in place.read_bytes(), f"{place.name} still holds what was erased"
    whole(path, None)


def run_move(folder: Path, _pipe: int) -> None:
    moving.move(folder / "a.bdk", book.KEY, folder / "new" / "b.bdk", book.NOON)


def look_move(folder: Path, _said: bytes) -> None:
    to = folder / "new" / "b.bdk"
    if (folder / "a.bdk.moved").exists():
        whole(to, book.KEY)
        return
    whole(folder / "a.bdk", book.KEY)
    shutil.rmtree(folder / "new", ignore_errors=True)  # a person starts afresh
    lock = folder / "a.bdk.in-use"
    if lock.exists() and not lock.stat().st_size:  # killed after it made the lock file and before it wrote whose it is
        try:
            run_move(folder, 0)
        except single.InUseElsewhereError:
            lock.unlink()  # nobody can say whether another computer is about to write in it: a person does as is said
        else:
            raise AssertionError("a lock file of nobody known was passed over")
    run_move(folder, 0)
    whole(to, book.KEY)


JOBS = (
    Job("backup", make_backup, run_backup, look_backup),
    Job("restore", make_backup, run_restore, look_restore),
    Job("upgrade", lambda folder: (epochs.first(folder / "a.bdk"), None)[1], run_upgrade, look_upgrade),
    Job("rekey", make_keyed, run_rekey, look_rekey),
    Job("erase", make_plain, run_erase, look_erase),
    Job("move", make_store, run_move, look_move),
)

# The killing


def _lines(stop_at: int | None) -> Callable[[Any, str, Any], Any]:
    """Return a tracer that counts the lines of the store's code and kills at the one asked for."""
    count = 0

    def local(_frame: Any, event: str, _arg: Any) -> Any:
        nonlocal count
        if event == "line":
            count += 1
            if count == stop_at:
                os.kill(os.getpid(), signal.SIGKILL)
        return local

    def tracer(frame: Any, _event: str, _arg: Any) -> Any:
        return local if frame.f_code.co_filename.startswith(STORE_CODE) else None

    tracer.count = lambda: count  # type: ignore[attr-defined]
    return tracer


def one_round(job: Job, saved: Path, folder: Path, *, line: int | None = None, after: float | None = None) -> bytes:
    """Run JOB in a fork, kill it, look, and return what it said."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(saved, folder)
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        if line is not None:
            sys.settrace(_lines(line))
        job.run(folder, writer)
        os._exit(0)
    os.close(writer)
    if after is not None:
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    said = b""
    while more := os.read(reader, 4096):
        said += more
    os.close(reader)
    job.look(folder, said)
    return said


def count_lines(job: Job, saved: Path, folder: Path) -> tuple[int, float]:
    """Return how many lines the job runs and how long it takes when nobody kills it."""
    for _ in range(2):
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(saved, folder)
        began = time.perf_counter()
        job.run(folder, os.open(os.devnull, os.O_WRONLY))
        seconds = time.perf_counter() - began
    shutil.rmtree(folder)
    shutil.copytree(saved, folder)
    tracer = _lines(None)
    sys.settrace(tracer)
    job.run(folder, os.open(os.devnull, os.O_WRONLY))
    sys.settrace(None)
    return tracer.count(), seconds  # type: ignore[attr-defined]


def main(folder: str, lines: str, moments: str, seed: str) -> None:
    keys.SCRYPT_N = 2**4  # what is tried here is not how slow a secret is to guess
    assert steps.STEPS  # alembic is loaded once, for all forks
    rng = random.Random(int(seed))
    home = Path(folder)
    gc.freeze()
    found: dict[str, Any] = {}
    for job in JOBS:
        saved = home / f"saved-{job.name}"
        saved.mkdir()
        job.make(saved)
        total, seconds = count_lines(job, saved, home / "whole")
        places = sorted(rng.sample(range(1, total + 1), min(int(lines), total)))
        for line in places:
            try:
                one_round(job, saved, home / "killed", line=line)
            except BaseException as fault:
                raise AssertionError(f"{job.name} killed at line {line} of {total}") from fault
        for _ in range(int(moments)):
            after = rng.random() * seconds * 1.1
            try:
                one_round(job, saved, home / "killed", after=after)
            except BaseException as fault:
                raise AssertionError(f"{job.name} killed after {after:.4f} s of {seconds:.4f}") from fault
        found[job.name] = {"lines": total, "killed": len(places) + int(moments)}
    print(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
