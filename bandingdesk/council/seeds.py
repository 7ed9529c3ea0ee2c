"""Covert seeds and repeats, which a scorer can't tell from live cases: off unless the council turns them on.

The gate alone: no seed is made anywhere yet. Turning them on needs a day, a reason, the council's decision and a data
protection impact assessment; turning them off needs nothing. Source: design, moderation 16.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError, RefusedError

POLICY = "covert_seeds"  # {"on": true, "reason": why, "decision": the council's reference, "dpia": its reference}
NEEDED = ("reason", "decision", "dpia")
_NAMES = {
    "reason": QT_TRANSLATE_NOOP("seeds", "why"),
    "decision": QT_TRANSLATE_NOOP("seeds", "the council's decision"),
    "dpia": QT_TRANSLATE_NOOP("seeds", "the data protection impact assessment"),
}


class SeedsUnfoundedError(InvalidError):
    """Covert seeds would be turned on without what they need: MISSING."""

    code = "TI-03"
    message = QT_TRANSLATE_NOOP("errors", "Covert seeds can't be turned on yet. Still needed: {names}.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was adopted. Covert seeds stay off.")
    do = QT_TRANSLATE_NOOP("errors", "Name what is needed, then adopt the policy again.")
    missing: tuple[str, ...]
    names: str


class SeedsOffError(RefusedError):
    """The council has not turned covert seeds on."""

    code = "TI-04"
    message = QT_TRANSLATE_NOOP("errors", "Covert seeds are off: the council has not turned them on.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Use double panels and open practice sets, or ask for the council's decision.")


def are_on(policy: Mapping[str, Any] | None) -> bool:
    """Return whether covert seeds are on under the POLICY in force; without all that they need they are not."""
    return policy is not None and policy.get("on") is True and not missing(policy)


def missing(policy: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what turning them on still needs."""
    return tuple(name for name in NEEDED if not str(policy.get(name, "")).strip())


def check(value: Mapping[str, Any]) -> None:
    """Check a version of the policy before it is adopted. Raises SeedsUnfoundedError."""
    if value.get("on") and (still := missing(value)):
        raise SeedsUnfoundedError(missing=still, names=", ".join(_NAMES[name] for name in still))


def require_on(policy: Mapping[str, Any] | None) -> None:
    """The gate that making a seed or a repeat asks first. Raises SeedsOffError."""
    if not are_on(policy):
        raise SeedsOffError()
