"""What people do with a meeting's room."""

from __future__ import annotations

from bandingdesk.desk.signing import PanelTable


class RoomDesk(PanelTable):
    """The acts of this part. SHOWN is the head that the screen showed."""
