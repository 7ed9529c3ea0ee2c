"""A member's ties: the settings they work at, govern or have family in. Their own word, kept for every meeting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bandingdesk.ops import Erased, Op, Recorded, Sealed, Subject
from bandingdesk.panel.agenda.ops import TiesDeclared
from bandingdesk.panel.interests import Hand


@dataclass(frozen=True, slots=True)
class Ties:
    """The settings (ids) that a member is tied to; `id` is the person's."""

    id: str
    head: str
    settings: tuple[str, ...] = ()
    words: str = ""

    @property
    def subject(self) -> Subject:
        """The subject of these ties."""
        return Subject("ties", self.id)


def apply(state: Ties | None, op: Recorded) -> Ties:
    """Return the ties after OP. An erased or sealed body moves the head alone."""
    before = replace(state, head=op.op_id) if state else Ties(op.subject.id, op.op_id)
    match op.body:
        case TiesDeclared(settings, words):
            return replace(before, settings=settings, words=words)
        case Erased() | Sealed():
            return before
    raise ValueError(f"{op.kind} is not an op of a member's ties")


def declare(old: Ties | None, hand: Hand, person: str, settings: Sequence[str], words: str = "") -> Op:
    """Return PERSON's ties, all of them anew."""
    body = TiesDeclared(tuple(dict.fromkeys(settings)), words.strip())
    return hand.op("ties.declared", Subject("ties", person), old.head if old else None, body)
