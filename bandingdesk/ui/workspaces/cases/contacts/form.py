"""The forms of contacts as they are typed: a new one, an answer, something put right. All texts; nothing is guessed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime, time
from typing import Any, Literal, cast

from bandingdesk.casework.contacts import moments
from bandingdesk.casework.contacts.moments import Which
from bandingdesk.casework.contacts.ops import Asked
from bandingdesk.casework.contacts.telling import OTHER, SETTING
from bandingdesk.errors import InvalidError
from bandingdesk.seams import LONDON

Kind = Literal["new", "answer", "correct", "correct_answer", "reply_day", "withdraw"]


@dataclass(frozen=True, slots=True)
class ContactForm:
    """One form. `contact` and `head` are what it acts on; days are ISO texts, `clock` is London time as typed."""

    kind: Kind = "new"
    contact: str = ""
    head: str = ""
    caller: str = ""
    who: str = ""
    role: str = ""
    words: str = ""
    day: str = ""
    clock: str = ""
    which: Which = ""
    way: str = "phone"
    follows: str = ""
    other_day: bool = False
    reply_on: str = ""
    reason: str = ""
    answer: str = ""

    def body(self) -> dict[str, Any]:
        """Return the form as a draft keeps it."""
        return asdict(self)

    @property
    def asks_which(self) -> bool:
        """Whether the clock change made this time come twice, so that a person has to say which it was."""
        try:
            return moments.repeats(self._day(), moments.read_clock(self.clock))
        except InvalidError:
            return False

    @property
    def clock_fault(self) -> InvalidError | None:
        """What is wrong with the time that is typed, None for nothing, or where only the first or second is open."""
        if not self.clock.strip():
            return None
        try:
            moments.instant(self._day(), moments.read_clock(self.clock), self.which or "first")
        except InvalidError as fault:
            return fault
        return None

    def missing(self) -> tuple[str, ...]:
        """Return the names of the fields that have to be filled, in the form's order."""
        needed: dict[Kind, tuple[str, ...]] = {
            "new": ("who", "words", "clock"),
            "correct": ("who", "words", "clock", "reason"),
            "answer": ("answer", "clock"),
            "correct_answer": ("answer", "clock", "reason"),
            "reply_day": ("reply_on", "reason"),
            "withdraw": ("reason",),
        }
        found = [name for name in needed[self.kind] if not str(getattr(self, name)).strip()]
        if self.kind == "new" and self.other_day and not self.answer.strip():
            found += [name for name in ("reply_on", "reason") if not str(getattr(self, name)).strip()]
        if "clock" in needed[self.kind] and self.asks_which and not self.which:
            found.append("which")
        return tuple(found)

    def at(self) -> datetime:
        """Return the instant of day and clock. Raises what `moments` raises."""
        return moments.instant(self._day(), moments.read_clock(self.clock), self.which)

    def asked(self, case: str) -> Asked:
        """Return what was asked as it is recorded."""
        person = self.caller if self.caller not in ("", OTHER, SETTING) else None
        return Asked(case, person, self.who, self.role, self.words, self.at(), self.way, self.follows or None)

    def reply_day(self) -> date | None:
        """Return the reply day that was set by hand, None where the policy's stands."""
        return date.fromisoformat(self.reply_on) if self.other_day and self.reply_on else None

    def _day(self) -> date:
        return date.fromisoformat(self.day)


def begun(kind: Kind, now: datetime, **values: Any) -> ContactForm:
    """Return an empty form at NOW, in London's day and time."""
    local = now.astimezone(LONDON)
    return ContactForm(
        kind, day=local.date().isoformat(), clock=spoken(local.time()), which=moments.which(now), **values
    )


def from_body(body: Mapping[str, Any]) -> ContactForm:
    """Return a form as a draft kept it."""
    known = {field.name for field in fields(ContactForm)}
    return ContactForm(**{name: cast("Any", value) for name, value in body.items() if name in known})


def spoken(clock: time) -> str:
    """Return a time of day as it is typed: 8:52."""
    return f"{clock.hour}:{clock.minute:02d}"
