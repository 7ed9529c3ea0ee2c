"""A demo's own peers: they join by one press, and each state of a sync can be brought about and looked at for real."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from bandingdesk.ui.widgets import labels
from bandingdesk.ui.widgets.buttons import QuietButton
from bandingdesk.ui.widgets.card import Card
from bandingdesk.ui.widgets.flow import Flow

if TYPE_CHECKING:
    from bandingdesk.demo.peers import DemoPeers
    from bandingdesk.desk.desk import Desk
    from bandingdesk.ui.jobs import Jobs
    from bandingdesk.ui.sync_link import SyncLink


class DemoCard(Card):
    """What can happen to a shared store, as buttons. Only in a demo."""

    def __init__(self, desk: Desk, jobs: Jobs, link: SyncLink) -> None:
        super().__init__(self.tr("Demo peers"))
        self._desk, self._jobs, self._link = desk, jobs, link
        said = self.tr("They live in this program. Bring a state about, then press Sync now.")
        self.add(labels.Label(said, "second", "text2", wrap=True))
        holder = QWidget()
        flow = Flow(holder)
        for words, icon, run in self._doings():
            button = QuietButton(words, icon=icon)
            button.clicked.connect(lambda _on=False, act=run: self._run(act))
            flow.addWidget(button)
        self.add(holder)

    def _doings(self) -> tuple[tuple[str, str, Callable[[DemoPeers], Any]], ...]:
        own = self._desk.store.device_id
        return (
            (self.tr("A colleague changes a case too"), "git-compare", lambda peers: peers.differ()),
            (self.tr("Cut the network"), "cloud-off", lambda peers: setattr(peers.shared, "is_cut", True)),
            (self.tr("Set the store back"), "history", lambda peers: peers.shared.set_back(peers.shared.head[0] - 1)),
            (self.tr("Ask for a newer program"), "download", lambda p: setattr(p.shared, "min_client", "99.0")),
            (self.tr("Take this laptop out"), "ban", lambda peers: peers.shared.revoke(own)),
            (self.tr("All is well again"), "circle-check", lambda peers: peers.be_well(own)),
        )

    def _run(self, act: Callable[[DemoPeers], Any]) -> None:
        peers = self._link.peers
        if peers is None:
            return

        def run() -> None:
            act(peers)

        self._jobs.act(run, owner=self, done=lambda _none: self._link.refresh())
