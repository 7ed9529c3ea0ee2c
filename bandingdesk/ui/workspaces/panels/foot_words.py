"""What the foot of the panels page says for one of its parts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Foot:
    """What the foot of the page says for a view, and its main button; WHY_NOT it can't be pressed, "" where it can."""

    sentence: str
    line: str
    icon: str
    verb: str = ""
    verb_icon: str = ""
    why_not: str = ""
