"""What people do with high cost, joint and oversight panels."""

from __future__ import annotations

from bandingdesk.desk.signing import PanelTable


class HigherDesk(PanelTable):
    """The acts of this part. SHOWN is the head that the screen showed."""
