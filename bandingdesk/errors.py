"""What can go wrong, in three sentences: what happened, what was kept, what to do.

    DeskError               code, message, kept, do, where
      RefusedError          the act is not allowed now: role, state, law. Nothing was recorded (exit 3)
        StaleCaseError      somebody acted first; the form is kept
      InvalidError          a file or form does not fit; nothing of it was taken over (exit 3)
      MissingError          something needed is not there: server, keyring, font, display (exit 4)
      StoreError            disk, key, lock, version, damage, unsafe drive (exit 3)
      SyncError             network, certificate, upgrade needed, device revoked (exit 4)

Each leaf stands in the file that raises it and declares `code`, `message`, `kept` and `do` as templates over
its named fields. The screen translates the templates when it shows them; tests compare the fields.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:  # noqa: N802  the Qt extractor finds it by this very name
    """Return TEXT unchanged; marks it for the Qt extractor under CONTEXT."""
    return text


@dataclass(frozen=True, slots=True)
class Where:
    """The place of a fault: any of file, sheet, row (1-based), column, field."""

    file: str | None = None
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    field: str | None = None

    def as_json(self) -> dict[str, str | int]:
        """Return the parts that are known."""
        parts = {"file": self.file, "sheet": self.sheet, "row": self.row, "column": self.column, "field": self.field}
        return {name: value for name, value in parts.items() if value is not None}


NOWHERE = Where()


class DeskError(Exception):
    """A fault a person can understand. Fields are keyword arguments, kept as `fields` and as attributes."""

    code: ClassVar[str] = "BD-00"
    exit_code: ClassVar[int] = 70
    message: ClassVar[str] = "Something went wrong."
    kept: ClassVar[str] = "Nothing was changed."
    do: ClassVar[str] = "Try again, or save a report for support."

    def __init__(self, *, where: Where = NOWHERE, **fields: object) -> None:
        self.where = where
        self.fields = fields
        for name, value in fields.items():
            setattr(self, name, value)
        super().__init__(self.text())

    def sentences(self, translate: Callable[[str], str] = str) -> tuple[str, str, str]:
        """Return (what happened, what was kept, what to do), each template passed through TRANSLATE first."""
        message, kept, do = (translate(text).format(**self.fields) for text in (self.message, self.kept, self.do))
        return message, kept, do

    def text(self) -> str:
        """Return the three sentences and the code as one line."""
        return f"{' '.join(part for part in self.sentences() if part)} ({self.code})"

    def each_fault(self) -> Sequence[str]:
        """Return the faults that people must see beside the message, a line each; none unless a leaf has several."""
        return ()

    def as_json(self) -> dict[str, object]:
        """Return the error object of `--json`: {"code", "message", "kept", "do", "where"}."""
        message, kept, do = self.sentences()
        return {"code": self.code, "message": message, "kept": kept, "do": do, "where": self.where.as_json()}


class RefusedError(DeskError):
    """The act is not allowed now: role, state or law. Nothing was recorded."""

    exit_code = 3


class StaleCaseError(RefusedError):
    """Somebody acted first on SUBJECT; the form is kept and what came in between can be shown."""

    code = "ST-20"
    message = QT_TRANSLATE_NOOP("errors", "Somebody else has changed this since you opened it.")
    kept = QT_TRANSLATE_NOOP("errors", "Your form is kept as you filled it in; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Read what came in between, then act again.")


class InvalidError(DeskError):
    """A file or form does not fit; nothing of it was taken over."""

    exit_code = 3


class MissingError(DeskError):
    """Something needed is not there: server, keyring, font, display."""

    exit_code = 4


class StoreError(DeskError):
    """The store can't be used as it is: disk, key, lock, version, damage, unsafe drive."""

    exit_code = 3


class SyncError(DeskError):
    """Sync stopped: network, certificate, upgrade needed, device revoked."""

    exit_code = 4
