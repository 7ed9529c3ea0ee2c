"""What Section F costs beyond elements 1 to 3 of a band, and whether anybody said how it stays secured.

Section F is secured whatever the band (CFA 2014 s42): a shortfall never takes a line away. It has to be named before a
decision on the band is signed, so that nobody finds out later who was to pay.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from bandingdesk.errors import QT_TRANSLATE_NOOP, RefusedError

YEARLY = {"year": 1, "term": 3}  # how often a tariff's amount is paid in a year


class ShortfallOpenError(RefusedError):
    """Section F costs AMOUNT more a year than elements 1 to 3 of BAND, and nobody named how it stays secured."""

    code = "PV-06"
    message = QT_TRANSLATE_NOOP(
        "errors",
        "Section F costs {amount} a year more than elements 1 to 3 of {band}, and nobody has said who secures it.",
    )
    kept = QT_TRANSLATE_NOOP("errors", "Your words are kept; the decision is not signed.")
    do = QT_TRANSLATE_NOOP("errors", "Name the shortfall under Provision on the case page, then sign.")
    pence: int
    amount: str
    band: str

    def __init__(self, pence: int, band: str) -> None:
        pounds, rest = divmod(pence, 100)
        super().__init__(pence=pence, amount=f"£{pounds:,}.{rest:02d}" if rest else f"£{pounds:,}", band=band)


class Elements(NamedTuple):
    """Elements 1 to 3 in pence a year. Element 1 is the place, 2 the notional SEN share, 3 the top-up of the band."""

    one: int
    two: int
    three: int

    @property
    def pence(self) -> int:
        """Return their sum."""
        return self.one + self.two + self.three


@dataclass(frozen=True, slots=True)
class Shortfall:
    """What the ledger of a case costs beside elements 1 to 3 of `band`; `pence` is what they do not cover, 0 for none.

    `named_pence` is the shortfall that somebody has named for these very lines, None where nobody has.
    """

    band: str
    cost_pence: int
    elements: Elements
    named_pence: int | None = None

    @property
    def funded_pence(self) -> int:
        """Return elements 1 to 3 together."""
        return self.elements.pence

    @property
    def pence(self) -> int:
        """Return what is not covered."""
        return max(0, self.cost_pence - self.funded_pence)

    @property
    def is_named(self) -> bool:
        """Whether somebody has said how a shortfall of this size, or a larger one, stays secured."""
        return self.named_pence is not None and self.named_pence >= self.pence

    @property
    def is_open(self) -> bool:
        """Whether a shortfall still has to be named."""
        return self.pence > 0 and not self.is_named


def require_named(found: Shortfall | None) -> None:
    """Check that nothing stands against a signature; None: no ledger was entered. Raises ShortfallOpenError."""
    if found is not None and found.is_open:
        raise ShortfallOpenError(found.pence, found.band)


def yearly(pence: int | None, period: str) -> int | None:
    """Return an amount of a tariff as pence a year; None where it is set case by case, or paid by another period."""
    times = YEARLY.get(period)
    return None if pence is None or times is None else pence * times
