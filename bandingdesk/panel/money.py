"""What the decided band is worth: the tariff's cell for a band that people chose, which the engine may not have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from bandingdesk.errors import QT_TRANSLATE_NOOP, RefusedError

if TYPE_CHECKING:
    from bandingdesk.matrix.compiled import Scheme


class AmountMissingError(RefusedError):
    """The tariff names no amount for BAND at this place."""

    code = "PN-50"
    message = QT_TRANSLATE_NOOP("errors", "The tariff names no amount for {band} at this place.")
    kept = QT_TRANSLATE_NOOP("errors", "The proposal is kept; no amount was shown or recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Look at the kind of setting and the phase, or at the tariff.")
    band: str


class Amount(NamedTuple):
    """Pence for the period; None where the tariff leaves the amount to be set case by case."""

    pence: int | None
    period: str


def amount(scheme: Scheme, band: str, context: Mapping[str, str]) -> Amount:
    """Return the tariff's amount for BAND, within its caps and floors, as the engine looks it up (matrix.md 3.5).

    Raises AmountMissingError where the tariff has no such cell.
    """
    money = scheme.money
    if money is None:
        raise AmountMissingError(band=band)
    key: tuple[int | str, ...] = (scheme.bands.index(band), *(context.get(name, "") for name in money.contexts))
    if key not in money.cells:
        raise AmountMissingError(band=band)
    pence = money.cells[key]
    for kind, bound in money.bounds:
        if pence is not None and all(context.get(at.context) == at.value for at in bound.where):
            pence = min(pence, bound.pence) if kind == "value_cap" else max(pence, bound.pence)
    return Amount(pence, money.period)
