"""A demo's peers: the shared store in memory, and a colleague's laptop on a copy of the demo, so that each state of the
sync can be shown for real.

What the colleague does is done by acts on their own desk and comes by a real sync.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bandingdesk.demo import build, place
from bandingdesk.demo.shared import HOST, SharedStore
from bandingdesk.desk.desk import Desk
from bandingdesk.seams import SeededIds
from bandingdesk.store import device_keys, log
from bandingdesk.store.queries import council
from bandingdesk.store.queries.plans import on_record
from bandingdesk.store.store import Store
from bandingdesk.sync import handshake, pull
from bandingdesk.sync.run import RunResult

OWN, COLLEAGUE = "Demonstration laptop", "A colleague’s laptop (invented)"


class DemoPeers:
    """The shared store that DESK, a demo, syncs with; `colleague` is made when it is first asked for."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        self.desk = desk
        self.shared = SharedStore(desk.store.store_id, desk.clock)
        self._folder = folder
        self._colleague: Desk | None = None
        self._changed = 0

    def begin(self) -> None:
        """Join the demo's store to the shared one; what it holds is sent by the next sync, as it is."""
        _enrol(self.desk.store, self.shared, OWN)
        self.desk.sync.through(lambda: self.shared.connect("demo"))  # type: ignore[arg-type, return-value]  # in place of a Remote

    @property
    def colleague(self) -> Desk:
        """The colleague's desk, which holds what the shared store had when it was made."""
        if self._colleague is None:
            path = place.copy(self._folder)
            desk = place.open_copy(path, clock=self.desk.clock, ids=SeededIds(77, build.NOW))
            store = desk.store
            store.become(desk.ground.ids.new())
            _enrol(store, self.shared, COLLEAGUE)
            with store.read() as conn:
                own = handshake.mine(log.driver(conn), store.store_id, store.device_id)
            pull.pull(store, self.shared.connect("colleague"), own)  # type: ignore[arg-type]  # the demo's own line
            store.reconcile()
            desk.sync.through(lambda: self.shared.connect("colleague"))  # type: ignore[arg-type, return-value]
            self._colleague = desk
        return self._colleague

    def colleague_syncs(self) -> RunResult:
        """Send what the colleague did. Raises what ended the sync early."""
        found = self.colleague.sync.sync_now()
        if found.fault is not None:
            raise found.fault
        return found

    def differ(self) -> None:
        """Change one case on both laptops, each another way: the next sync finds two versions.

        Raises RoleNeededError where who is at the keys is no caseworker.
        """
        at = self._changed = self._changed + 1
        edited = self.desk.read(on_record)[200 + at]
        mine = replace(edited.plan, secondary_need="SLCN", year_group="8")
        self.desk.casework.take_plans([mine], f"visits-{at}.xlsx", f"{at:064x}")
        other = self.colleague
        other.switch(next(one.id for one in other.read(council.people) if one.initials == "GL"))
        other.sync.sync_now()
        theirs = replace(edited.plan, setting_name="Rushmere Academy (invented)", year_group="9")
        other.casework.take_plans([theirs], f"census-{at}.xlsx", f"{at + 1:064x}")
        self.colleague_syncs()

    def be_well(self, device_id: str) -> None:
        """Have a network, nobody taken out, one version; a store that was set back stays so."""
        self.shared.is_cut, self.shared.min_client = False, "0.0"
        self.shared.let_in_again(device_id)

    def close(self) -> None:
        """Close the colleague's desk and let go of what waits at the gate."""
        self.shared.let_through()
        if self._colleague is not None:
            self._colleague.close()
            self._colleague = None


def _enrol(store: Store, shared: SharedStore, name: str) -> None:
    made = device_keys.make()
    device_keys.hold(store.device_id, made)
    line = shared.connect("demo")
    line.enrol(store.device_id, name, made.signing.public, made.sealing.public)
    with store.arrival() as arrival:
        arrival.mark("peer", "server")
        arrival.mark("peer.where", HOST)
        arrival.raw.execute(
            "INSERT INTO device (id, name, pubkey, sealing_key, enrolled) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (id) DO UPDATE SET name = excluded.name, pubkey = excluded.pubkey",
            (store.device_id, name, made.signing.public, made.sealing.public, log.micros(store.clock.now())),
        )
