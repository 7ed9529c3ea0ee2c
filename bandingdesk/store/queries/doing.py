"""One thing to do, as every part of casework hands it to Today: `to_do(conn, person_id, today) -> list[DoNextRow]`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from bandingdesk.casework.backlog.last_panel import LastPanel

Tone = Literal["late", "soon", "plain"]
Kind = Literal[
    "letter", "send", "sign", "score", "interest", "meeting", "decide", "review", "reviews",
    "clock", "holder", "contact", "advice", "document", "form", "person", "provision", "profile", "import", "panel",
    "action", "outside", "band_query", "evidence", "finding",
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
    panel: LastPanel | None = None  # the last lawful one, where a panel decides it
    whose: str | None = ""  # in a list of several people's: who holds it, None for nobody

    @property
    def urgency(self) -> int:
        """The place in "Do next": past a legal date, a legal date soon, meetings, signatures, what is late, the rest.

        Source: design, user experience, 3.1. Only the law's own days come before a meeting's duties.
        """
        if self.law and self.tone != "plain":
            return 0 if self.tone == "late" else 1
        if self.kind in ("meeting", "interest", "score"):
            return 2
        return 3 if self.kind in ("sign", "evidence") else 4 if self.tone == "late" else 5


def tone(due: date | None, today: date) -> Tone:
    """Return how pressing DUE is on TODAY."""
    if due is None:
        return "plain"
    return "late" if due < today else "soon" if (due - today).days <= SOON else "plain"
