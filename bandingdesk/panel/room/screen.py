"""What the room's screen may show: an allow-list. What nobody allowed is hidden, and so is everything new.

Source: design, ux 2. Three shelves: always; by the council for a panel type; by the chair's switch for one case.
"""

from __future__ import annotations

from collections.abc import Collection

ALWAYS = ("number", "step", "strands", "spreads", "anchors", "descriptors", "agreed", "timer")
BY_COUNCIL = ("age", "year", "need", "setting_kind", "band", "question", "law")
BY_SWITCH = ("name", "school", "money", "scorers", "words")
# No field of the room's screen: names are hidden in the main window too while a meeting of this type is live.
HIDE_NAMES = "hide_names"


def allowed(by_council: Collection[str], switched: Collection[str] = ()) -> frozenset[str]:
    """Return the fields that the screen may show: unknown words allow nothing."""
    return frozenset((*ALWAYS, *(set(by_council) & set(BY_COUNCIL)), *(set(switched) & set(BY_SWITCH))))


def hidden(may_show: Collection[str]) -> tuple[str, ...]:
    """Return what of a child, a band and money the frame says is not shown, in its order."""
    return tuple(field for field in ("name", "school", "band", "money") if field not in may_show)


def require_switch(field: str) -> None:
    """Raise ValueError for a FIELD that no switch shows."""
    if field not in BY_SWITCH:
        raise ValueError(f"the room's screen has no switch for {field}")
