"""What goes to schools from a version, and what comes back: criteria, cards, workbooks; comments and answers.

Files are made from the version alone and nothing is recorded of them. Answers to a consultation are: they go into the
version's life, and so into its adoption.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bandingdesk import sheets
from bandingdesk.council.ops import SaidAndDone
from bandingdesk.errors import QT_TRANSLATE_NOOP, MissingError, RefusedError, Where

if TYPE_CHECKING:
    from bandingdesk.desk.frameworks import FrameworksDesk
    from bandingdesk.desk.ground import Ground
    from bandingdesk.letters.publication import Format, Kind, Published
    from bandingdesk.matrix.consultation import Response, SaidAndDid
    from bandingdesk.store.changes import Changes


class PublicationFolderError(MissingError):
    """The folder FOLDER can't be written: REASON is the system's sentence."""

    code = "LE-40"
    exit_code = 3
    message = QT_TRANSLATE_NOOP("errors", "The files for schools can't be written to {folder}: {reason}.")
    kept = QT_TRANSLATE_NOOP("errors", "Files that were there before are as they were.")
    do = QT_TRANSLATE_NOOP("errors", "Choose a folder you may write to, with free space.")


class AnswersUnfinishedError(RefusedError):
    """COUNT rows of the workbook NAME are answered by half; FIRST is the first of them."""

    code = "FW-38"
    message = QT_TRANSLATE_NOOP("errors", "{name} is not finished: {count} doubts. The first is at {first}")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was recorded.")
    do = QT_TRANSLATE_NOOP(
        "errors", "Write both what was said and what was done, or neither, then read the workbook again."
    )


class NothingAnsweredError(RefusedError):
    """The workbook NAME answers nothing yet."""

    code = "FW-39"
    message = QT_TRANSLATE_NOOP("errors", "{name} holds no answer: the columns for what was said and done are empty.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Write what was said and what was done beside a comment, then read it again.")


class Written(NamedTuple):
    """A file that was written: where, its SHA-256 in hex, its format; pages where it has any."""

    file: Path
    sha256: str
    format: str
    pages: int | None


def write(folder: Path, files: Iterable[Published], *, replace: bool = False) -> tuple[Written, ...]:
    """Write FILES into FOLDER, which is made where it is not there: all of them, or none.

    Raises FileExistsAlreadyError before the first is written, unless REPLACE, and PublicationFolderError.
    """
    made = tuple(files)
    for one in made:
        if not replace and (folder / one.name).exists():
            raise sheets.FileExistsAlreadyError(where=Where(file=one.name), file=one.name)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for one in made:
            sheets.save(folder / one.name, one.data, replace=replace)
    except OSError as fault:
        reason = (fault.strerror or type(fault).__name__).lower()
        raise PublicationFolderError(where=Where(file=str(folder)), folder=str(folder), reason=reason) from fault
    return tuple(Written(folder / one.name, one.sha256, one.format, one.pages) for one in made)


class PublicationsDesk:
    """The acts on what schools get and send back. A version is named by its hash."""

    def __init__(self, ground: Ground, frameworks: FrameworksDesk) -> None:
        self._ground = ground
        self._frameworks = frameworks

    def publish(
        self,
        sha256: str,
        folder: Path,
        *,
        tariff: str | None = None,
        only: Collection[Kind] | None = None,
        formats: Collection[Format] | None = None,
        replace: bool = False,
    ) -> tuple[Written, ...]:
        """Write the files of a version into FOLDER and say what was written. TARIFF is the hash of one.

        Raises VersionUnknownError, FileExistsAlreadyError, PublicationFolderError, GlyphMissingError.
        """
        from bandingdesk.letters import publication
        from bandingdesk.store.queries import rulebooks, versions

        with self._ground.store.read() as conn:
            file = versions.file(conn, sha256)
            amounts = None if tariff is None else rulebooks.tariff(conn, tariff)
        made = publication.publish(
            file,
            self._ground.clock.today(),
            amounts,
            only=publication.KINDS if only is None else only,
            formats=publication.FORMATS if formats is None else formats,
        )
        return write(folder, made, replace=replace)

    def read_consultation(self, sha256: str, paths: Sequence[Path]) -> tuple[Response, ...]:
        """Return what came back to a version, a response a workbook, each with its doubts.

        Raises NotAConsultationError, OtherVersionError, and what `sheets.read` raises.
        """
        from bandingdesk.matrix import consultation
        from bandingdesk.store.queries import versions

        with self._ground.store.read() as conn:
            file = versions.file(conn, sha256)
        return tuple(consultation.read(file.definition, sha256, sheets.read(path)) for path in paths)

    def collect(self, sha256: str, responses: Sequence[Response], path: Path, *, replace: bool = False) -> Written:
        """Write one workbook with every comment and room for the answers. Raises as `publish`."""
        from bandingdesk import sheet_forms
        from bandingdesk.matrix import consultation
        from bandingdesk.store.queries import versions

        with self._ground.store.read() as conn:
            file = versions.file(conn, sha256)
        data = sheet_forms.write(consultation.collected(file, responses, self._ground.clock.today()))
        try:
            sheets.save(path, data, replace=replace)
        except OSError as fault:
            reason = (fault.strerror or type(fault).__name__).lower()
            raise PublicationFolderError(where=Where(file=str(path)), folder=path.parent.name, reason=reason) from fault
        return Written(path, hashlib.sha256(data).hexdigest(), "xlsx", None)

    def answer(self, sha256: str, path: Path, *, shown: str | None = None) -> Changes:
        """Record the answers in a collected workbook as "you said, we did" of the version.

        Raises AnswersUnfinishedError, NothingAnsweredError, NotAConsultationError, OtherVersionError, and what
        `frameworks.respond` raises.
        """
        from bandingdesk.matrix import consultation
        from bandingdesk.store.queries import versions

        with self._ground.store.read() as conn:
            file = versions.file(conn, sha256)
        found = consultation.said_and_did(file.definition, sha256, sheets.read(path))
        refuse_unfinished(found, path.name)
        lines = [SaidAndDone(line.said, line.did, line.strand, line.level) for line in found.lines]
        return self._frameworks.respond(sha256, lines, shown=shown)


def refuse_unfinished(found: SaidAndDid, name: str) -> None:
    """Raise AnswersUnfinishedError where a row of the workbook NAME is in doubt, NothingAnsweredError without any."""
    if found.doubts:
        first = found.doubts[0]
        where = Where(file=name, sheet=first.sheet, row=first.row, column=first.column)
        place = f"sheet {first.sheet}, row {first.row}, column {first.column}: {first.expected} is missing."
        raise AnswersUnfinishedError(where=where, name=name, count=len(found.doubts), first=place)
    if not found.lines:
        raise NothingAnsweredError(where=Where(file=name), name=name)
