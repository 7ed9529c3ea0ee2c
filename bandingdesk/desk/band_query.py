"""What people do with a school's query of a band."""

from __future__ import annotations

from bandingdesk.desk.signing import PanelTable


class BandQueryDesk(PanelTable):
    """The acts of this part. SHOWN is the head that the screen showed."""
