"""What is recorded of lists taken in, and taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bandingdesk.ops import Kind


@dataclass(frozen=True, slots=True)
class Closure:
    """A time in which a setting is closed: from the day it closes to the day before it reopens. `name` as "Summer"."""

    closes: date
    reopens: date
    name: str = ""

    @property
    def days(self) -> int:
        """How many days it is closed, weekends included."""
        return (self.reopens - self.closes).days


@dataclass(frozen=True, slots=True)
class TermsRecorded:
    """When a setting is closed, the whole list anew. Subject terms:URN; `setting` is "" for all of the council."""

    setting: str
    closures: tuple[Closure, ...]
    source: str | None = None


KINDS = {"terms.recorded": Kind(TermsRecorded)}
