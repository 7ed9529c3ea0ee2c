"""What a panel's type settles, by what it goes by: levels, questions of law, funds, or decided cases."""

from __future__ import annotations

from bandingdesk.errors import QT_TRANSLATE_NOOP, RefusedError
from bandingdesk.panel.sitting import Sitting

REMITS = {
    "matrix": QT_TRANSLATE_NOOP("higher", "it agrees levels and a band"),
    "questions": QT_TRANSLATE_NOOP("higher", "it answers questions of law"),
    "funding": QT_TRANSLATE_NOOP("higher", "it settles how an agreed provision is funded, and reopens nothing"),
    "decided": QT_TRANSLATE_NOOP("higher", "it looks at decided cases and never changes a band itself"),
}
HIGHER = ("funding", "decided")  # what panels above a panel go by


class NotThisPanelError(RefusedError):
    """The panel's type settles something else."""

    code = "HI-01"
    message = QT_TRANSLATE_NOOP("errors", "This panel can't do that: {remit}.")
    kept = QT_TRANSLATE_NOOP("errors", "The agreed levels, Section F and every date stay as they are.")
    do = QT_TRANSLATE_NOOP("errors", "Put the case before the panel whose remit it is.")
    remit: str


def require(sitting: Sitting, basis: str) -> None:
    """Raises NotThisPanelError where the panel goes by something else than BASIS."""
    if sitting.terms.basis != basis:
        raise NotThisPanelError(remit=REMITS[sitting.terms.basis])


def require_rates(sitting: Sitting) -> None:
    """Raises NotThisPanelError where the panel's type agrees no levels and answers no questions."""
    if sitting.terms.basis in HIGHER:
        raise NotThisPanelError(remit=REMITS[sitting.terms.basis])
