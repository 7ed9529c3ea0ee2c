"""Files on their way to becoming papers: what each was found to be, and what a person says of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from bandingdesk.casework.ops import SENDERS
from bandingdesk.desk.papers import Looked, NewPaper, Source
from bandingdesk.errors import DeskError

NEEDED = ("title", "author", "author_role", "kind", "sender")


@dataclass(frozen=True, slots=True)
class Entry:
    """One file. `looked` is None while it is looked at, or where `fault` says why it is refused."""

    source: Source
    looked: Looked | None = None
    fault: DeskError | None = None
    title: str = ""
    author: str = ""
    author_role: str = ""
    dated: str = ""  # ISO day
    kind: str = ""
    sender: str = ""
    replaces: str = ""
    is_out: bool = False  # left out: twice, refused, or the person said so

    @property
    def missing(self) -> tuple[str, ...]:
        """The fields that are still to fill in."""
        return () if self.is_out else tuple(name for name in NEEDED if not str(getattr(self, name)).strip())

    def typed(self, **values: Any) -> Entry:
        """Return it with VALUES; a kind of paper tells who sends it, until a person says otherwise."""
        if "kind" in values and not self.sender:
            values.setdefault("sender", SENDERS.get(values["kind"], ""))
        return replace(self, **values)

    def paper(self) -> NewPaper:
        """Return it as it is added. Call where nothing is missing."""
        assert self.looked is not None
        return NewPaper(
            self.looked,
            self.title.strip(),
            self.author.strip(),
            self.author_role.strip(),
            date.fromisoformat(self.dated),
            self.kind,  # type: ignore[arg-type]  # the list offers the kinds only
            self.sender,  # type: ignore[arg-type]  # likewise
            self.replaces or None,
        )


def begin(source: Source, today: date) -> Entry:
    """Return a file as it was chosen, with a title made from its name."""
    stem = Path(source.name).stem.replace("_", " ").replace("-", " ").strip()
    return Entry(source, title=stem[:1].upper() + stem[1:], dated=today.isoformat())


def told(entry: Entry, looked: Looked) -> Entry:
    """Return ENTRY with what it was found to be; a file that is there already is left out."""
    return replace(entry, looked=looked, is_out=bool(looked.same_as))


def refused(entry: Entry, fault: DeskError) -> Entry:
    """Return ENTRY with why nothing of it can be shown."""
    return replace(entry, fault=fault, is_out=True)
