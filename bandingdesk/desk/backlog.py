"""What people do with a backlog: cases handed over, the council's order of priority, its places and hours."""

from __future__ import annotations

from bandingdesk.desk.ground import Ground


class BacklogDesk:
    """The acts of this part."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
