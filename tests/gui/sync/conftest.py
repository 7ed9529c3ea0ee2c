"""Two devices with one record on real stores, and a window on the one that is mine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtTest import QTest

from bandingdesk.desk.desk import Desk
from bandingdesk.ops import Subject
from bandingdesk.store import standing
from bandingdesk.store.arrive import APPLIED
from bandingdesk.ui import app
from bandingdesk.ui.jobs import InlineJobs
from bandingdesk.ui.preferences import Look, Preferences
from bandingdesk.ui.setup import Setup
from bandingdesk.ui.window import Window
from tests.support import case_builders as build
from tests.support import two_records

PLAN = build.PLAN


@dataclass
class Apart:
    """My desk and another's, which hold one record and have not met since."""

    desk: Desk
    theirs: Desk
    case: str

    def head(self) -> str:
        """Return the last op of the case on my desk."""
        return str(self.desk.store.load(Subject("case", self.case)).head)

    def meet(self, before: int, mine: int, state: str = standing.CONFLICT, kind: str = standing.STALE) -> str:
        """Take over what the other did behind BEFORE; what I did behind MINE falls. Return my op of the case."""
        head = self.head()
        with self.desk.store.arrival() as arrival:
            taken = two_records.entries(self.theirs.store, before)
            arrival.take([(entry, APPLIED) for entry in taken])
            arrival.mark("peer", "server")
            arrival.mark("peer.where", "records.example.test:5432/desk")
            for entry in two_records.entries(self.desk.store, mine):
                arrival.settle(entry.op_id, state, kind, None)
        self.desk.store.reconcile()
        return head

    def edit_apart(self) -> str:
        """Change the facts of the case on both desks by a list, then meet. Return my op of the case."""
        before, mine = two_records.last_seq(self.theirs), two_records.last_seq(self.desk)
        self.theirs.casework.take_plans([replace(PLAN, year_group="5", current_band="Band 5")], "a.csv", "0" * 64)
        self.desk.casework.take_plans([replace(PLAN, year_group="6", current_pence=500_00)], "b.csv", "1" * 64)
        return self.meet(before, mine)

    def review_apart(self, state: str = standing.CONFLICT, kind: str = standing.STALE) -> str:
        """Hold a review of the case on both desks, then meet. Return my op."""
        before, mine = two_records.last_seq(self.theirs), two_records.last_seq(self.desk)
        self.theirs.casework.hold_review(self.case, replace(build.a_review(), setting_says="Fewer hours"))
        self.desk.casework.hold_review(self.case, replace(build.a_review(), setting_says="More hours"))
        return self.meet(before, mine, state, kind)

    def somebody(self, name: str, initials: str, role: str) -> str:
        """Add a person with a role and return their id."""
        made = self.desk.council.add_person(name, initials, "Invented").id
        self.desk.council.grant_role(made, role, date(2026, 4, 1))  # type: ignore[arg-type]
        return made


@pytest.fixture
def apart(tmp_path: Path) -> Iterator[Apart]:
    """Two desks; both are closed at the end."""
    mine = build.a_desk(tmp_path)
    case = build.case_id(mine)
    theirs = two_records.second(mine, tmp_path / "other.desk")
    yield Apart(mine, theirs, case)
    theirs.close()
    mine.close()


@pytest.fixture
def open_sync(qtbot, qapp, tmp_path: Path) -> Iterator:
    """A function that opens a window on a desk at Sync and returns the page; closed at the end."""
    opened: list[Window] = []

    def make(desk: Desk, **where: object):
        window = app.open_window(
            setup=Setup(desk.clock, desk.ground.ids, place=tmp_path / "mine.desk"),
            clock=desk.clock,
            opener=lambda: desk,
            preferences=Preferences(tmp_path / "settings.toml", look=Look(theme="light")),
            jobs=InlineJobs,
            place="sync",
            where=dict(where),
        )
        opened.append(window)
        with qtbot.waitSignal(window.ready, timeout=10_000):
            pass
        window.activateWindow()
        assert QTest.qWaitForWindowActive(window)  # keys reach the active window only
        return window.area.current_page()

    yield make
    for window in opened:
        window.close()
        window.deleteLater()
    qapp.processEvents()
