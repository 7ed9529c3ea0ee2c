"""What people do with warm-up vignettes."""

from __future__ import annotations

from bandingdesk.desk.signing import PanelTable


class PracticeDesk(PanelTable):
    """The acts of this part. SHOWN is the head that the screen showed."""
