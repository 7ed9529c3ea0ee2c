"""When band and money may be seen: the table of ux.md 3.3, cell by cell, as pure functions.

A query asks here before it gives a band or an amount away; a band that may not be seen is not read into a row at all.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal, NamedTuple

Moment = Literal[
    "before_lock",  # any profile before its lock: setting, officer, panel
    "own_locked",  # own profile locked, round not revealed
    "revealed",  # revealed, levels not all agreed
    "agreed",  # levels agreed
    "practice",  # practice cases, the framework's Try it
    "what_if",  # What-if on a locked profile before levels are agreed
    "decided",  # a decided case in the case page, Oversight, Insight
    "open_scoring",  # a council that turns open scoring on for officers, dated and with a reason
]
BandSight = Literal["no", "own", "live", "yes"]
MoneySight = Literal["no", "switch", "yes"]  # switch: live behind a switch of its own, off by default

# Who sees the amount of a decided case. A member who only scores does not need it (moderation.md 2.7).
MONEY_ROLES = frozenset(
    {
        "caseworker",
        "chair",
        "deputy",
        "clerk",
        "decision_maker",
        "qa_lead",
        "auditor",
        "finance",
        "head_of_service",
        "dpo",
    }
)


class Sight(NamedTuple):
    """What a person may see now of band (with margin and sensitivity) and of money."""

    band: BandSight
    money: MoneySight


NOTHING = Sight("no", "no")


def sight(
    moment: Moment,
    *,
    own_band_after_lock: bool = False,
    band_accepted: bool = False,
    roles: Collection[str] = (),
    stepped_out: bool = False,
) -> Sight:
    """Return the cell of the table. Who has stepped out of a case sees nothing of it at any moment.

    OWN_BAND_AFTER_LOCK is the panel type's choice (default no). BAND_ACCEPTED: a band is proposed, signed a second
    time where that is asked, and Section F is checked.
    """
    if stepped_out:
        return NOTHING
    match moment:
        case "before_lock" | "revealed":
            return NOTHING
        case "own_locked":
            return Sight("own" if own_band_after_lock else "no", "no")
        case "agreed":
            return Sight("yes", "yes" if band_accepted else "no")
        case "practice":
            return Sight("live", "switch")
        case "what_if":
            return Sight("live", "switch") if own_band_after_lock else NOTHING
        case "decided":
            return Sight("yes", "yes" if MONEY_ROLES.intersection(roles) else "no")
        case "open_scoring":
            return Sight("live", "no")


def moment_of(*, is_locked: bool, is_revealed: bool, band_shown: bool, is_decided: bool) -> Moment:
    """Return the moment of a panel case for one viewer. BAND_SHOWN: all levels are agreed and the band is indicated."""
    if is_decided:
        return "decided"
    if band_shown:
        return "agreed"
    if is_revealed:
        return "revealed"
    return "own_locked" if is_locked else "before_lock"
