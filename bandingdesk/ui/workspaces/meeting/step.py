"""Which step an item has come to, for the person at the keys: told by the record alone, so that it returns anywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from bandingdesk.ui.workspaces.meeting import higher_step

if TYPE_CHECKING:
    from bandingdesk.ui.workspaces.meeting.reading import Reading

Step = Literal[
    "empty", "planned", "stepped_out", "waiting", "scoring", "arriving", "levels", "again", "propose",
    "second_signature", "section_f", "money", "answer", "recommend", "decide", "waiting_decision", "signed",
    "deferred", "closed", "withdrawn",
    "funds", "funds_second", "funds_sign", "funds_waiting", "funds_signed",
    "oversight", "oversight_answer", "oversight_waiting", "found",
]  # fmt: skip


def step_of(seen: Reading | None) -> Step:
    """Return the step of the item in SEEN."""
    if seen is None or seen.item is None:
        return "empty"
    item = seen.item
    if item.stepped_out:
        return "stepped_out"
    if item.state == "withdrawn":
        return "withdrawn"
    if seen.decision is not None:
        return _decision_step(seen)
    if item.state == "deferred":
        return "deferred"
    if seen.meeting.state == "planned":
        return "planned"
    if seen.higher is not None:
        return higher_step.step_of(seen)
    if seen.round is None:
        return "closed" if item.state == "closed" else "waiting"
    if seen.round.state == "open":
        return "scoring"
    if seen.round.on_their_way:
        return "arriving"
    if seen.round.band is not None or (seen.round.questions is not None and not seen.round.still_open):
        return "propose"
    return "again" if seen.again is not None else "levels"


def _decision_step(seen: Reading) -> Step:
    decision = seen.decision
    assert decision is not None
    match decision.step:
        case "signed" | "corrected" | "reopened":
            return "signed"
        case "recommended":
            if not seen.is_decision_maker or seen.role:
                return "waiting_decision"
            return "answer" if seen.unanswered else "decide"
        case "second_signature":
            return "second_signature"
        case "returned":
            return "propose"
    if "section_f" in decision.needs and decision.section_f_checked is None:
        return "section_f"
    if "money" in decision.needs and decision.money_shown is None:
        return "money"
    return "answer" if seen.unanswered else "recommend"
