"""What is typed into the form of an entry, as one value: texts by field, read only when it is recorded.

The fields, their kinds and their codes come from the register's data; nothing here knows any of them by name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from bandingdesk.casework import cells
from bandingdesk.casework.register import entry
from bandingdesk.statute.register import EntryType, Field, Value

YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class Typed:
    """The form of an entry of TYPE. ENTRY is the id of the one that is changed, "" for a new one.

    `texts` holds what is typed by field name: dates as typed, codes as codes, flags as yes or no.
    """

    type: str
    entry: str = ""
    of: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""

    def with_text(self, name: str, words: str) -> Typed:
        """Return the form with another text in a field."""
        return replace(self, texts={**self.texts, name: words})

    def missing(self, kind: EntryType) -> tuple[str, ...]:
        """Return the names of the fields that have to be filled in."""
        return tuple(
            one.name for one in kind.fields.values() if one.needed and not self.texts.get(one.name, "").strip()
        )

    def unread(self, kind: EntryType) -> tuple[str, ...]:
        """Return the names of the fields whose text is no value of their kind."""
        return tuple(
            one.name
            for one in kind.fields.values()
            if (words := self.texts.get(one.name, "").strip()) and read(one, words) is None
        )

    def values(self, kind: EntryType) -> dict[str, Value]:
        """Return the values that were typed, empty ones left out. Call when `unread` is empty."""
        found = {}
        for one in kind.fields.values():
            words = self.texts.get(one.name, "").strip()
            value = read(one, words) if words else None
            if value is not None:
                found[one.name] = value
        return found

    def doubts(self, kind: EntryType, today: date) -> dict[str, str]:
        """Return what looks wrong by field: a warning, never in the way of recording it."""
        if self.unread(kind):
            return {}
        return dict(reversed(entry.doubts(kind, self.values(kind), today)))

    def overwrites(self, kind: EntryType, recorded: Mapping[str, Value]) -> bool:
        """Return whether a value that was RECORDED is changed or taken out: then the change needs its reason."""
        mine = {} if self.unread(kind) else self.values(kind)
        return any(mine.get(name) != value for name, value in recorded.items())

    def body(self) -> dict[str, Any]:
        """Return it as a draft is kept."""
        return {
            "type": self.type, "entry": self.entry, "of": self.of, "texts": dict(self.texts), "reason": self.reason
        }  # fmt: skip


def of_draft(body: Mapping[str, Any]) -> Typed:
    """Return the form that a draft holds. Raises KeyError, ValueError for a body that is none."""
    texts = {str(name): str(words) for name, words in dict(body["texts"]).items()}
    return Typed(
        str(body["type"]),
        str(body.get("entry", "")),
        str(body.get("of", "")),
        texts,
        str(body.get("reason", "")),
    )


def of_values(kind: EntryType, id_: str, of: str, values: Mapping[str, Value]) -> Typed:
    """Return the form of a recorded entry, each value as a person writes it."""
    texts = {name: shown(kind.fields[name], value) for name, value in values.items() if name in kind.fields}
    return Typed(kind.name, id_, of, texts)


def read(field_: Field, words: str) -> Value | None:
    """Return the value that WORDS say for a field, None where they say none of its kind."""
    match field_.kind:
        case "date":
            found = day(words)
            return found.isoformat() if found is not None else None
        case "code":
            return words if not field_.codes or words in dict(field_.codes) else None
        case "flag":
            return {YES: True, NO: False}.get(words)
        case "number":
            return int(words) if words.removeprefix("-").isascii() and words.removeprefix("-").isdecimal() else None
    return words


def day(words: str) -> date | None:
    """Return the day that WORDS say, None where they say none, or one that can't be right."""
    found = cells.READERS["date"](words)
    return found if isinstance(found, date) and entry.EARLIEST <= found <= entry.LATEST else None


def shown(field_: Field, value: Value) -> str:
    """Return a recorded value as it stands in its field."""
    if field_.kind == "date":
        on = date.fromisoformat(str(value))
        return f"{on.day:02d}/{on.month:02d}/{on.year}"
    if field_.kind == "flag":
        return YES if value is True else NO
    return str(value)
