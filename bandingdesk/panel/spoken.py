"""What may be said of a case on the phone, by the step it has come to: pure, and the same for everybody who asks.

Before a signed decision nothing is said of band, scores, agreed levels or the panel's recommendation, whoever is on the
phone and whatever the person at the desk may see themself: a recommendation is not a decision, and the officer may
decide otherwise (ux 3.3; statute.md: the panel is advisory). Scores and who gave them are never said.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Moment = Literal["nothing", "review_held", "on_agenda", "in_panel", "waits_to_be_signed", "signed", "told"]
Topic = Literal["review", "panel_day", "next_date", "outcome", "who_decided", "reasons", "appeal", "band", "amount",
                "recommendation", "scores", "names"]  # fmt: skip


class Sayable(NamedTuple):
    """What may be said now, and what not yet or not at all, in the order in which people ask."""

    may: tuple[Topic, ...]
    not_now: tuple[Topic, ...]


_ALWAYS_SHUT: tuple[Topic, ...] = ("scores", "names")
_BEFORE: tuple[Topic, ...] = ("outcome", "recommendation", "band", "amount", *_ALWAYS_SHUT)


def moment(*, review_held: bool, on_agenda: bool, step: str | None, is_letter_sent: bool, is_decided: bool) -> Moment:
    """Return where a case stands. STEP is that of the newest decision, IS_DECIDED: signed, and no later review."""
    if is_decided:
        return "told" if is_letter_sent else "signed"
    if step == "recommended":
        return "waits_to_be_signed"
    if step is not None and step != "signed":
        return "in_panel"
    if on_agenda:
        return "on_agenda"
    return "review_held" if review_held else "nothing"


def sayable(at: Moment) -> Sayable:
    """Return what may be said at a moment. After the signature the outcome may; reasons come with the letter."""
    match at:
        case "nothing":
            return Sayable(("next_date",), _BEFORE)
        case "review_held":
            return Sayable(("review", "next_date"), _BEFORE)
        case "on_agenda" | "in_panel" | "waits_to_be_signed":
            return Sayable(("review", "panel_day", "next_date"), _BEFORE)
        case "signed":
            return Sayable(("outcome", "who_decided", "next_date"), ("reasons", "band", "amount", *_ALWAYS_SHUT))
        case "told":
            return Sayable(
                ("outcome", "who_decided", "reasons", "appeal", "next_date"), ("band", "amount", *_ALWAYS_SHUT)
            )
