"""What people do with the agenda before a meeting."""

from __future__ import annotations

from bandingdesk.desk.signing import PanelTable


class AgendaDesk(PanelTable):
    """The acts of this part. SHOWN is the head that the screen showed."""
