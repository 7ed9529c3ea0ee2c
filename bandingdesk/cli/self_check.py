"""`self-check`: what a packaged build runs first. One act, one letter, one look at the screen, all thrown away."""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from bandingdesk import seams
from bandingdesk.cli.output import Output
from bandingdesk.errors import QT_TRANSLATE_NOOP, DeskError
from bandingdesk.ops import Kind, Op, Recorded, Subject

_LETTER = "L8"


class SelfCheckError(DeskError):
    """STEP did not do what it must: FOUND says what came instead."""

    code = "BD-12"
    exit_code = 1
    message = QT_TRANSLATE_NOOP("errors", "The self-check found something wrong at {step}: {found}.")
    kept = QT_TRANSLATE_NOOP("errors", "Your own records were not touched; the check used a store of its own.")
    do = QT_TRANSLATE_NOOP("errors", "Install Banding Desk again. If it stays, send this to whoever supports you.")


class Step(NamedTuple):
    """One step that was good, and how long it took."""

    name: str
    ms: int


@dataclass(frozen=True, slots=True)
class Noted:
    """The body of the one op that the check records."""

    words: str


@dataclass(frozen=True, slots=True)
class Note:
    """The state that the op is folded into."""

    id: str
    head: str
    words: str


def add(parser: argparse.ArgumentParser, command: str) -> None:
    """Add nothing: the check takes no options of its own."""


def run(args: argparse.Namespace, out: Output) -> int:
    """Walk the steps and return 0. Raises SelfCheckError at the first that is not good."""
    with tempfile.TemporaryDirectory(prefix="bandingdesk-check-") as folder:
        steps = list(walk(Path(folder)))
    document = {"ok": True, "steps": [step._asdict() for step in steps]}
    lines = [f"ok    {step.name:<8} {step.ms} ms" for step in steps]
    out.result(document, "\n".join([*lines, "Everything that the program needs works on this computer."]))
    return 0


def walk(folder: Path) -> Iterator[Step]:
    """Yield each step when it was good. Nothing outside FOLDER is written."""
    for name, step in (("record", _record), ("letter", _letter), ("screen", _screen)):
        started = time.perf_counter()
        step(folder)
        yield Step(name, round((time.perf_counter() - started) * 1000))


def _record(folder: Path) -> None:
    """Make an encrypted store, record an act, open the store again, read the act back and walk the chain."""
    from sqlalchemy import MetaData

    from bandingdesk.store import keys, store, verify
    from bandingdesk.store.registry import Fold, Registry

    def fold(state: Note | None, op: Recorded) -> Note:
        return Note(op.subject.id, op.op_id, op.body.words)

    registry = Registry({"check.noted": Kind(Noted)}, {"check": Fold(Note, fold)}, {}, MetaData(), 1)
    clock, ids = seams.SystemClock(), seams.SystemIds()
    path, key = folder / "check.desk", keys.random_bytes(32)
    subject, words = Subject("check", ids.new()), "Checked on this computer"
    box = store.create_store(path, key, registry, clock=clock, ids=ids, person="self-check")
    with box.act() as act:
        act.record(Op("check.noted", subject, None, "self-check", clock.now(), Noted(words)))
    box.close()
    if path.read_bytes()[:15] == b"SQLite format 3":
        raise SelfCheckError(step="record", found="the store is not encrypted")
    box = store.open_store(path, key, registry, clock=clock, ids=ids, person="self-check")
    try:
        if box.load(subject).words != words:
            raise SelfCheckError(step="record", found="what was recorded did not come back")
        with box.read() as conn:
            verified = verify.verify(conn)
    finally:
        box.close()
    if not verified.ok or verified.entries != 1:
        raise SelfCheckError(step="record", found="the chain does not verify")


def _letter(folder: Path) -> None:
    """Render a sample letter and look at its tags."""
    from bandingdesk.letters import letter, pdf, sample, tag_check

    made = pdf.render(letter.compose(_LETTER, sample.facts(_LETTER)))
    (folder / "letter.pdf").write_bytes(made.data)
    faults = tag_check.faults(made.data)
    if faults:
        raise SelfCheckError(step="letter", found=faults[0])


def _screen(folder: Path) -> None:
    """Look whether fonts are there and Qt's plug-in can be loaded."""
    from bandingdesk.cli import doctor

    for check in doctor.examine_installation():
        if check.state == "bad":
            raise SelfCheckError(step="screen", found=check.sentence.rstrip("."))
