"""What the adoption page reads: a version's life, the conditions of adoption as they stand, the findings to answer."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bandingdesk.council.ops import KeptPaper
from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError
from bandingdesk.store.queries import council, rulebooks, versions
from bandingdesk.store.queries.council import PersonRow
from bandingdesk.store.queries.versions import VersionRow

if TYPE_CHECKING:
    from bandingdesk.desk.desk import Desk
    from bandingdesk.matrix.adopt import Requirement
    from bandingdesk.matrix.life import Life

PART_CHECKED = ("part_checked", "check")  # code and place of the answer where the check could not cover everything


class PaperUnreadableError(InvalidError):
    """The paper FILE can't be read."""

    code = "UI-47"
    message = QT_TRANSLATE_NOOP("errors", "{file} can't be read, so its hash can't be taken.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was attached; the version is as it was.")
    do = QT_TRANSLATE_NOOP(
        "errors", "Check that the file is still there and that you may open it, then choose it again."
    )


@dataclass(frozen=True, slots=True)
class Question:
    """A finding that asks for a written answer, its place in words, and the answer it has."""

    code: str
    where: str
    place: str
    message: str
    answer: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Adoption:
    """A version on its way into force. `others` are the people who can be the second person."""

    row: VersionRow
    life: Life
    asked: tuple[Requirement, ...]
    questions: tuple[Question, ...]
    others: tuple[PersonRow, ...]

    @property
    def is_open(self) -> bool:
        """Whether anything about the version can still be recorded before it is adopted."""
        return self.row.status in ("draft", "consulted", "trial")


def adoption(desk: Desk, sha256: str, starts: date, minute: str) -> Adoption:
    """Return the adoption of a version as it stands, were it to start on a day. It runs the check."""

    def read(conn: Any) -> Adoption:
        from bandingdesk.matrix.paths import Places

        row, life = versions.version(conn, sha256), versions.life(conn, sha256)
        report = versions.report(conn, sha256)
        known = {(one.code, one.where): one for one in life.answers}
        asking = [
            (one.code, one.where, one.message, one.answer or "") for one in report.findings if one.severity == "warning"
        ]
        if not report.complete:
            why = "The check could not cover every profile. Why is it enough?"
            asking.append((*PART_CHECKED, why, report.limits_answer or ""))
        places, questions = Places.of(rulebooks.framework(conn, sha256)), []
        for code, where, message, said in asking:  # an answer may stand above the place of its finding
            answer = known.get((code, where))
            place = "" if code == PART_CHECKED[0] else places.named(where)
            questions.append(Question(code, where, place, message, said, (answer.by or "") if answer else ""))
        return Adoption(
            row,
            life,
            versions.gate(conn, sha256, starts=starts, minute=minute),
            tuple(questions),
            tuple(one for one in council.people(conn) if one.id != desk.me_id),
        )

    return desk.read(read)


def paper(path: Path) -> KeptPaper:
    """Return a file as the record keeps it: its name and the hash of its bytes. Raises PaperUnreadableError."""
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as fault:
        raise PaperUnreadableError(file=path.name) from fault
    return KeptPaper(ref=path.name, sha256=found)
