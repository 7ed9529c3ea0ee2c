"""What a decision has to hold, by its outcome and by what the panel went by: its steps follow from it."""

from __future__ import annotations

from bandingdesk.panel import outcomes
from bandingdesk.panel.sitting import Basis

OF_A_MATRIX = frozenset({"band", "fit", "money"})  # without a matrix nothing indicates a band, so no amount follows


def needs(outcome: str, basis: Basis) -> tuple[str, ...]:
    """Return what a decision for OUTCOME holds at a panel that goes by BASIS. An unknown outcome asks for nothing.

    >>> needs("keep", "matrix")
    ('band', 'fit', 'money', 'section_f')
    >>> needs("no_assess", "questions")
    ('grounds',)
    """
    book = outcomes.book()
    found = book.get(outcome).needs if outcome in book else frozenset()
    return tuple(sorted(found if basis == "matrix" else found - OF_A_MATRIX))
