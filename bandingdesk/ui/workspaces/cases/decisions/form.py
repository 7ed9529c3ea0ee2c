"""The forms of what follows a decision, as they are typed: one shape for all, each kind shows its own fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Literal, get_args

Kind = Literal[
    "action", "done", "move", "drop", "feedback", "officer", "decide", "ratify", "review", "note", "correct_minutes",
]  # fmt: skip
KINDS: tuple[Kind, ...] = get_args(Kind)
# What each kind shows, in order, and which of it has to be filled.
SHOWN: Mapping[Kind, tuple[str, ...]] = {
    "action": ("words", "owner", "due"),
    "done": ("words",),
    "move": ("due", "words"),
    "drop": ("words",),
    "feedback": ("next_time", "words"),
    "officer": ("panel", "due", "words"),
    "decide": ("panel", "route", "words", "outcome", "outcome_words", "legal_test", "options", "papers", "reasons"),
    "ratify": ("meeting", "finding", "words"),
    "review": ("words",),
    "note": ("theme", "words"),
    "correct_minutes": ("words",),
}
_FREE = {
    "feedback": ("next_time", "words"),
    "decide": ("outcome_words", "papers", "words"),
    "ratify": ("words",),
    "note": ("words",),
}


@dataclass(frozen=True, slots=True)
class AfterForm:
    """A form. `target` is what it is about: an action, a decision, an entry, a meeting's item; `head` its head."""

    kind: Kind
    target: str = ""
    head: str = ""
    words: str = ""
    owner: str = ""
    due: str = ""  # ISO day
    panel: str = ""
    route: str = "officer"
    outcome: str = ""
    outcome_words: str = ""
    legal_test: str = ""
    options: str = ""  # one a line
    reasons: str = ""
    meeting: str = ""
    finding: str = "noted"
    theme: str = ""
    next_time: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()

    @property
    def shown(self) -> tuple[str, ...]:
        """The fields of this kind, in order. What the officer was asked already says why it is out of panel."""
        if self.kind == "decide" and self.target:
            return tuple(name for name in SHOWN["decide"] if name not in ("panel", "words", "route"))
        return SHOWN[self.kind]

    def missing(self) -> tuple[str, ...]:
        """Return the fields that have to be filled."""
        free = set(_FREE.get(self.kind, ()))
        if self.kind == "decide" and self.route == "officer":
            free.discard("papers")
        if self.kind == "decide" and not self.target:
            free.discard("words")
        if self.kind == "ratify" and self.finding == "review":
            free.discard("words")
        return tuple(name for name in self.shown if name not in free and not _is_filled(getattr(self, name)))

    def day(self) -> date:
        """Return the day that was typed. Call when nothing is missing."""
        return date.fromisoformat(self.due)

    def lines(self) -> tuple[str, ...]:
        """Return the options, one for each line."""
        return tuple(line.strip() for line in self.options.splitlines() if line.strip())


def _is_filled(value: object) -> bool:
    return bool(value.strip()) if isinstance(value, str) else bool(value)


def from_body(body: Mapping[str, Any]) -> AfterForm | None:
    """Return the form that a draft holds, None for one that this version does not know."""
    known = {field.name for field in fields(AfterForm)}
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in body.items() if name in known
    }
    return AfterForm(**values) if values.get("kind") in KINDS else None
