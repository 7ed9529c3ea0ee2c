"""What the decided band is worth: the tariff's amount for a band that people chose, which the engine may not have."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bandingdesk.errors import QT_TRANSLATE_NOOP, RefusedError

if TYPE_CHECKING:
    from bandingdesk.matrix.profile import Profile
    from bandingdesk.matrix.scheme import Scheme


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


def amount(scheme: Scheme, band: str, profile: Profile) -> Amount:
    """Return the tariff's amount for BAND, by every rule of the tariff, as the engine works it out (matrix.md 3.5).

    PROFILE holds what the tariff reads: contexts, and for some tariffs levels, numbers and the costed map.
    Raises AmountMissingError where the tariff has no such amount, or reads a fact that the profile does not hold.
    """
    from bandingdesk.matrix import evaluate, payment

    try:
        paid = evaluate.paid(scheme, scheme.bands.index(band), profile)
    except (evaluate.ProfileIncompleteError, evaluate.ProfileInvalidError, *payment.NO_AMOUNT_ERRORS) as error:
        raise AmountMissingError(band=band) from error
    return Amount(paid.pence, paid.period)
