"""What a panel agreed that somebody does becomes an action of theirs, in the act that records what was agreed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from bandingdesk.desk.ground import Ground
from bandingdesk.panel.after import actions
from bandingdesk.panel.after.ops import ActionMade
from bandingdesk.panel.interests import Hand
from bandingdesk.store.act import Act
from bandingdesk.store.changes import NOTHING, Changes
from bandingdesk.store.queries import after


def undertake(
    ground: Ground,
    act: Act,
    hand: Hand,
    case: str,
    agreed: Iterable[tuple[str, str, date]],
    *,
    meeting: str,
    item: str,
    decision: str = "",
) -> Changes:
    """Record each of AGREED (what, owner, by) as an action. Raises what `actions.make` raises."""
    changes, owners = NOTHING, None
    for what, owner, due in agreed:
        owners = after.owners(act.rows, case) if owners is None else owners
        body = ActionMade(case, what, owner, due, meeting, item, decision)
        op = actions.make(ground.ids.new(), hand, body, today=ground.clock.today(), owners=owners)
        changes = changes.joined(act.record(op))
    return changes
