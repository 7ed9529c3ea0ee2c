"""What people do with scoring workbooks and slips."""

from __future__ import annotations

from bandingdesk.desk.signing import PanelTable


class SlipsDesk(PanelTable):
    """The acts of this part. SHOWN is the head that the screen showed."""
