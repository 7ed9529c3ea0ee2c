"""What people do with what follows a decision."""

from __future__ import annotations

from bandingdesk.desk.signing import PanelTable


class AfterDesk(PanelTable):
    """The acts of this part. SHOWN is the head that the screen showed."""
