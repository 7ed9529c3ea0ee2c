"""A desk on a small real store with one decision, signed on Thu 26 Nov 2026, and no letter of it written yet."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bandingdesk import bootstrap, seams
from bandingdesk.desk.desk import Desk
from bandingdesk.desk.sample import LETTERS, MINUTE, STARTS
from tests.support import panel_store


@dataclass
class SignedCase:
    """The desk, where its store is, and the decision."""

    desk: Desk
    path: Path
    decision: str

    def know_council(self) -> None:
        """Adopt what the council's letters say of it: names, phones and services, all invented."""
        self.desk.council.adopt_policy("letters", LETTERS, STARTS, MINUTE)


def a_signed_case(folder: Path) -> SignedCase:
    """Return the desk with the caseworker at the keys. The council's facts for letters are not known yet."""
    world = panel_store.a_world(folder)
    for step in (world.prepare, world.score, world.reveal, world.agree, world.propose, world.recommend, world.sign):
        step()
    world.store.close()
    clock = seams.FixedClock(panel_store.NOW)
    ids = seams.SeededIds(29, panel_store.NOW)
    path = folder / "panel.bdk"
    desk = bootstrap.open_desk(path, None, clock=clock, ids=ids, me=panel_store.WORKER, plain=True, is_demo=True)
    return SignedCase(desk, path, world.decision)
