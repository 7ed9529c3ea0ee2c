"""A finding above the scale, or that costs more than the panel type's limit, goes on to a higher panel for its funding.

The higher panel settles source and commissioning. It can't reopen agreed levels or Section F, and no date of the law
moves: the finding itself is recommended and decided as every other (terms of panel types: routes).
"""

from __future__ import annotations

from collections.abc import Sequence

from bandingdesk.council.ops import Route
from bandingdesk.errors import QT_TRANSLATE_NOOP, RefusedError
from bandingdesk.ops import Op
from bandingdesk.panel.deciding.ops import ReferredHigher
from bandingdesk.panel.decision import Decision, DecisionClosedError, StepError, require_proposal
from bandingdesk.panel.interests import Hand
from bandingdesk.panel.sitting import Sitting


class NoHigherPanelError(RefusedError):
    """The panel type has no route to TO for this finding."""

    code = "DE-07"
    message = QT_TRANSLATE_NOOP("errors", "This panel sends nothing of this cost to a higher panel.")
    kept = QT_TRANSLATE_NOOP("errors", "The finding and its steps are kept; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Look at the routes of this panel under Settings, Panel types.")
    to: str


def routes_for(routes: Sequence[Route], pence: int | None) -> tuple[str, ...]:
    """Return the panel types that a finding of PENCE a year goes on to, the highest limit first.

    A finding without an amount, such as one above the scale, may go on by any route.

    >>> routes_for((Route(2_000_000, "high_cost"), Route(5_000_000, "joint")), 3_000_000)
    ('high_cost',)
    """
    ranked = sorted(routes, key=lambda route: -route.above_pence)
    return tuple(dict.fromkeys(route.to for route in ranked if pence is None or pence > route.above_pence))


def must_go(decision: Decision, routes: Sequence[Route], pence: int | None) -> str:
    """Return the panel type that the finding's cost has to go on to: it is over a limit, and nobody has sent it there.

    "" where it need not, or is on its way.
    """
    to = routes_for(routes, pence) if pence is not None and decision.referred is None else ()
    return to[0] if to else ""


def refer(
    decision: Decision,
    sitting: Sitting,
    hand: Hand,
    to: str,
    words: str,
    *,
    pence: int | None,
    meeting: str = "",
    item: str = "",
) -> Op:
    """Return the sending of the finding's cost to panel type TO, on the agenda of MEETING as ITEM where one is planned.

    Raises StepError before the amount is shown where the outcome has one, NoHigherPanelError, DecisionClosedError,
    NotInChairError, and what `require_open` raises.
    """
    require_proposal(decision)
    sitting.require_open()
    sitting.require_lead(hand.by)
    if decision.recommended is not None:
        raise DecisionClosedError(what="the panel has recommended it")
    if decision.referred is not None:
        raise DecisionClosedError(what="it is on its way to the higher panel")
    if "money" in decision.needs and decision.money is None:
        raise StepError(before="show the amount")
    if to not in routes_for(sitting.terms.routes, pence):
        raise NoHigherPanelError(to=to)
    body = ReferredHigher(to, meeting, item, pence, words.strip())
    return hand.op("decision.referred_higher", decision.subject, decision.head, body)
