"""What people do with papers: look at a file, add it whole or not at all, answer it, tie its passages, take it out."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO, Literal, NamedTuple

from bandingdesk.casework.ops import EvidenceAdded, Sender
from bandingdesk.casework.papers import answers, evidence, looking, mail
from bandingdesk.casework.papers.doubts import (
    Doubt,
    EmptyFileError,
    FileChangedError,
    FileGoneError,
    SameFileError,
)
from bandingdesk.casework.papers.evidence import Evidence, VersionUnfitError
from bandingdesk.casework.papers.looking import Look, PdfLook
from bandingdesk.casework.papers.ops import EvidenceAnswered, EvidenceTakenOut, ExtractTied, Reliance
from bandingdesk.desk.ground import Ground, Made
from bandingdesk.ops import Op, Subject
from bandingdesk.store import blobs
from bandingdesk.store.act import Act
from bandingdesk.store.blobs import Blob
from bandingdesk.store.changes import Changes
from bandingdesk.store.queries import papers
from bandingdesk.store.queries.casework import EvidenceRow

Progress = Callable[[int, int], None]  # (bytes done, of all); it may raise, and then nothing is added


_ENDINGS = {
    looking.PDF: ".pdf", looking.DOCX: ".docx", looking.EML: ".eml", looking.TEXT: ".txt", "image/png": ".png",
    "image/jpeg": ".jpg", "image/tiff": ".tif", "image/gif": ".gif", "image/bmp": ".bmp", "image/webp": ".webp",
    "image/heic": ".heic", "application/msword": ".doc", "application/vnd.ms-outlook": ".msg",
    "application/zip": ".zip",
}  # fmt: skip


class PaperAnswer(NamedTuple):
    """What was made of the paper EVIDENCE, and why; SHOWN is its head as the screen had it."""

    evidence: str
    reliance: Reliance
    why: str
    shown: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A file that somebody chose, or an attachment of a mail with its CONTENTS in hand."""

    name: str
    path: Path | None = None
    contents: bytes | None = None

    @contextmanager
    def opened(self) -> Iterator[BinaryIO]:
        """Open it to read. Raises FileGoneError."""
        if self.contents is not None:
            yield io.BytesIO(self.contents)
            return
        assert self.path is not None
        try:
            file = self.path.open("rb")
        except OSError:
            raise FileGoneError(file=self.name) from None
        with file:
            yield file

    def mark(self) -> tuple[int, int]:
        """Return size and time of change, by which a file is known again. Raises FileGoneError."""
        if self.contents is not None:
            return len(self.contents), 0
        assert self.path is not None
        try:
            known = self.path.stat()
        except OSError:
            raise FileGoneError(file=self.name) from None
        return known.st_size, known.st_mtime_ns


@dataclass(frozen=True, slots=True)
class Looked:
    """A file as it was looked at: what it is, what has to be named, and the paper of the case that it is already."""

    source: Source
    mark: tuple[int, int]
    look: Look
    same_as: str = ""  # the title of that paper

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        """What has to be named before it is added."""
        if not self.same_as:
            return self.look.doubts
        return (Doubt("same", (("file", self.source.name), ("title", self.same_as))), *self.look.doubts)


@dataclass(frozen=True, slots=True)
class NewPaper:
    """A looked-at file with what a person says of it. `replaces` is the paper that it is a new version of."""

    looked: Looked
    title: str
    author: str
    author_role: str
    dated: date
    kind: Literal["advice", "views", "setting", "medical", "plan", "other"]
    sender: Sender
    replaces: str | None = None


class PapersDesk:
    """The acts on papers. `is_demo` marks what is added as invented."""

    def __init__(self, ground: Ground, *, is_demo: bool = False) -> None:
        self._ground = ground
        self._is_demo = is_demo

    # Adding

    def look(self, case: str, source: Source) -> Looked:
        """Look at a file before it is added; nothing of it is kept. Raises EmptyFileError, ProgramFileError,
        FileGoneError.
        """
        mark = source.mark()
        try:
            with source.opened() as file:
                mime = looking.kind(source.name, file)
                found = _pdf_look(file) if mime == looking.PDF else None
                seen = looking.look(source.name, file, mime, found)
                same = self._same(case, mark[0], file)
        except OSError:
            raise FileGoneError(file=source.name) from None
        return Looked(source, mark, seen, same.title if same else "")

    def add_files(self, case: str, given: Sequence[NewPaper], progress: Progress | None = None) -> Made:
        """Keep the files and record them as papers, all of them or none. The made id is the first paper's.

        Where the disk fills, PROGRESS raises or a file is no longer what was looked at, nothing is added and no byte
        is left behind. Raises FileChangedError, SameFileError, DiskFullError, VersionUnfitError.
        """
        ground = self._ground
        ground.require("evidence.added")
        meter = _Meter(sum(one.looked.mark[0] for one in given), progress)
        kept: list[Blob] = []
        try:
            for one in given:
                kept.append(self._keep(case, one, meter))
            with ground.act() as act:
                ops = [self._added(act, case, one, blob) for one, blob in zip(given, kept, strict=True)]
                return Made(ops[0].subject.id, act.record(*ops))
        except BaseException:
            with ground.store.read() as conn:
                left = [blob.sha256 for blob in kept if not papers.is_named(conn, case, blob.sha256)]
            for sha256 in left:
                blobs.discard(ground.store, case, sha256)
            raise

    def attachment(self, case: str, sha256: str, number: int) -> Source:
        """Return an attachment of a mail, to be looked at and added as a paper of its own."""
        name, contents = mail.contents(blobs.get(self._ground.store, case, sha256), number)
        if not contents:
            raise EmptyFileError(file=name)
        return Source(name, contents=contents)

    # What was made of them

    def answer(self, given: Sequence[PaperAnswer], *, decision: str | None = None) -> Changes:
        """Answer papers, all or none of them: relied on, partly, not, and why."""
        ground = self._ground
        with ground.act() as act:
            ops = []
            for one in given:
                state = self._paper(act, one.evidence, one.shown)
                body = EvidenceAnswered(one.reliance, one.why.strip(), decision)
                ops.append(answers.answer(state, ground.me, ground.clock.now(), body))
            return act.record(*ops)

    def tie_level(
        self, paper: str, extract: str, level: int | None, framework_sha256: str, *, shown: str | None = None
    ) -> Changes:
        """Tie a marked passage to the level that it bears out; None unties it."""
        ground = self._ground
        with ground.act() as act:
            state = self._paper(act, paper, shown)
            body = ExtractTied(extract, level, framework_sha256)
            return act.record(evidence.tie(state, ground.me, ground.clock.now(), body))

    # Looking inside

    def opened_file(self, case: str, sha256: str) -> io.BufferedReader:
        """Return a paper's contents as a file that is read from anywhere and never held in memory as a whole."""
        return blobs.opened_file(self._ground.store, case, sha256)

    def take_out(self, paper: str, folder: Path, how: Literal["opened", "saved"], name: str = "") -> Path:
        """Write an unsealed copy of a paper into FOLDER and note that it left; return where it lies."""
        ground = self._ground
        with ground.act() as act:
            state = self._paper(act, paper, None)
            assert state.added is not None
            act.record(evidence.take_out(state, ground.me, ground.clock.now(), EvidenceTakenOut(how)))
        place = folder / (name or f"{state.id}{_ENDINGS.get(state.added.mime, '')}")
        with place.open("xb") as out:
            for chunk in blobs.read(ground.store, state.added.case, state.added.sha256):
                out.write(chunk)
        return place

    # Inside

    def _paper(self, act: Act, paper: str, shown: str | None) -> Evidence:
        state: Evidence = act.load(Subject("evidence", paper))
        self._ground.fresh(state, shown)
        return state

    def _same(self, case: str, size: int, file: BinaryIO) -> EvidenceRow | None:
        """Return the paper of the case that has these very bytes. Only where one has this size are they hashed."""
        with self._ground.store.read() as conn:
            alike = papers.of_size(conn, case, size)
        if not alike:
            return None
        file.seek(0)
        digest = blobs.hash_of(file)
        return next((row for row in alike if row.sha256 == digest), None)

    def _keep(self, case: str, one: NewPaper, meter: _Meter) -> Blob:
        """Keep the bytes of a file, a chunk at a time."""
        source = one.looked.source
        if source.mark() != one.looked.mark:
            raise FileChangedError(file=source.name)
        with source.opened() as file:
            metered: Any = _Metered(file, source.name, meter)  # it reads and nothing else
            blob = blobs.put_stream(self._ground.store, case, metered)
        if blob.size != one.looked.mark[0] or source.mark() != one.looked.mark:
            raise FileChangedError(file=source.name)
        return blob

    def _added(self, act: Act, case: str, one: NewPaper, blob: Blob) -> Op:
        ground = self._ground
        if (known := papers.with_hash(act.rows, case, blob.sha256)) is not None:
            raise SameFileError(file=one.looked.source.name, title=known.title)
        replaced = None
        if one.replaces is not None:
            if papers.is_replaced(act.rows, one.replaces):
                raise VersionUnfitError()
            replaced = self._paper(act, one.replaces, None)
        body = EvidenceAdded(
            case,
            one.title,
            one.author,
            one.author_role,
            one.dated,
            one.kind,
            blob.sha256,
            blob.size,
            one.looked.look.mime,
            one.looked.look.pages,
            one.sender,
            one.replaces,
            one.looked.look.codes,
        )
        return evidence.add(ground.ids.new(), ground.me, ground.clock.now(), body, replaced)


class _Meter:
    """How many bytes of all were read, told on in steps of a hundredth."""

    def __init__(self, total: int, progress: Progress | None) -> None:
        self._total, self._progress = total, progress
        self._done = self._told = 0

    def count(self, size: int) -> None:
        self._done += size
        if self._progress is not None and (self._done - self._told) * 100 >= self._total:
            self._told = self._done
            self._progress(self._done, self._total)


class _Metered:
    """Reads a file on behalf of the store. Raises FileGoneError where it can't be read on: a stick was pulled out."""

    def __init__(self, file: BinaryIO, name: str, meter: _Meter) -> None:
        self._file, self._name, self._meter = file, name, meter

    def read(self, count: int) -> bytes:
        try:
            chunk = self._file.read(count)
        except OSError:
            raise FileGoneError(file=self._name) from None
        self._meter.count(len(chunk))
        return chunk


def _pdf_look(file: BinaryIO) -> PdfLook:
    """Return what a PDF holds. The package that looks is loaded when the first one is looked at."""
    from bandingdesk.letters import pdf_look

    return PdfLook(*pdf_look.look(file))
