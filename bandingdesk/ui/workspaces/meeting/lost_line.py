"""The line of a meeting whose shared store is out of reach: since when, and that one can go on. It goes by itself."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from bandingdesk.ui import text
from bandingdesk.ui.sync_link import SyncLink
from bandingdesk.ui.widgets.banner import Banner


class LostLine(QWidget):
    """Shown while the shared store is lost, hidden while it is heard or where there is none."""

    def __init__(self, sync: SyncLink) -> None:
        super().__init__()
        self._sync = sync
        self.line = Banner("", tone="warn", icon="cloud-off", closable=False)
        around = QVBoxLayout(self)
        around.setContentsMargins(18, 12, 18, 0)
        around.addWidget(self.line)
        sync.changed.connect(self._show)
        sync.live.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        since = self._sync.lost_since
        if since is not None:
            happened = self.tr("Shared store not reachable since {time}.").replace("{time}", text.time(since))
            kept = self.tr("You can go on; scores entered here count when it returns.")
            self.line.say(happened, kept, tone="warn", icon="cloud-off")
        self.setVisible(since is not None)
