"""All that the room's screen can show, as one frozen value: it has fields for what is allowed, and no others."""

from __future__ import annotations

from dataclasses import dataclass

from bandingdesk.ui.widgets.spread import Spread

MOST_STRIPS = 5


@dataclass(frozen=True, slots=True)
class RoomView:
    """What the room sees. `title` is the sentence of the step, `paused` stands alone between cases and on a break.

    `strips` are strands after the reveal, widest first, without whose dot is whose; `scale` their levels. `facts` are
    (label, words) that the council or the chair allowed, `text` lines read together: anchors, descriptors. `frame` says
    what is not shown.
    """

    number: int = 0
    of: int = 0
    step: str = ""
    title: str = ""
    strips: tuple[Spread, ...] = ()
    scale: tuple[int, ...] = ()
    strands: int = 0
    text: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    agreed: str = ""
    timer: str = ""
    frame: str = ""
    paused: str = ""
