"""One thing to do, as every part of casework hands it to Today: `to_do(conn, person_id, today) -> list[DoNextRow]`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Tone = Literal["late", "soon", "plain"]
Kind = Literal[
    "letter", "send", "sign", "score", "interest", "meeting", "decide", "review",
    "clock", "contact", "advice", "document", "form", "person", "provision", "profile", "import", "panel",
]  # fmt: skip
"""The sentences of each kind stand in `ui/workspaces/today/words.py`: a new kind gets its own there."""

SOON = 5  # working days would need the calendar: the list only sorts, so calendar days a week long do


@dataclass(frozen=True, slots=True)
class DoNextRow:
    """One thing to do. The screen makes the sentence of `kind` with `subject`, `count`, `detail` and `due`.

    `law` is the provision behind `due` ("reg 20(10)"); empty where the day is the council's own and not the law's.
    """

    kind: Kind
    subject: str  # a child's name or a panel's, as the screen may show it
    count: int
    due: date | None
    tone: Tone
    place: str  # where its button leads
    where: dict[str, str] = field(default_factory=dict)
    detail: str = ""
    law: str = ""


def tone(due: date | None, today: date) -> Tone:
    """Return how pressing DUE is on TODAY."""
    if due is None:
        return "plain"
    return "late" if due < today else "soon" if (due - today).days <= SOON else "plain"
