"""A whole meeting on one record without a server: a laptop a person, a shared folder, one laptop away throughout.

Real stores and real files. What everybody was told is saved is there at the end, once, and every laptop has the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bandingdesk import bootstrap, seams
from bandingdesk.council.resolution import DisputedError
from bandingdesk.desk.desk import Desk
from bandingdesk.desk.sync import require_undisputed
from bandingdesk.ops import Subject
from bandingdesk.store.queries import casework
from bandingdesk.sync.folder import joining
from bandingdesk.sync.folder.result import FolderResult
from tests.support import case_builders as build
from tests.support import panel_day
from tests.support.folders import Laptop
from tests.support.panel_day import Council

LAPTOPS = ("CM", "RA", "LO", "JW", "PL", "ET", "TB", "FQ")


class Team(Council):
    """The council with a laptop for each person, who share a folder. The administrator's began the record alone."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.folder = folder
        self.office = Laptop(self.desk.store, folder / "share", self.desk.me_id)
        self.laptops: dict[str, Laptop] = {}
        self.desks: dict[str, Desk] = {}
        self.away: set[str] = set()
        self.entered: Laptop | None = None

    def begin_the_folder(self) -> None:
        """Share the record, and let everybody's laptop ask, be admitted by its code, and take the record over."""
        self.office.where.mkdir()
        self.desk.switch(self.office.me)
        with self.office:
            joining.begin(self.office.store, self.office.where, "Office", by=self.office.me)
        asked = {}
        for n, initials in enumerate(LAPTOPS):
            ids = seams.SeededIds(100 + n, self.clock.now())
            path = self.folder / f"{initials}.desk"
            desk = bootstrap.create_desk(path, None, clock=self.clock, ids=ids, plain=True, is_demo=True)
            laptop = Laptop(desk.store, self.office.where, self.people[initials])
            with laptop:
                asked[initials] = joining.request(desk.store, laptop.where, f"laptop {initials}").code
            desk.switch(self.people[initials])
            self.laptops[initials], self.desks[initials] = laptop, desk
        store = self.office.store
        with self.office:
            for one in joining.requests(store, self.office.where):
                initials = one.name.removeprefix("laptop ")
                person = self.people[initials]
                joining.admit(
                    store, self.office.where, one.device_id, asked[initials], by=self.office.me, person=person
                )
        self.quiet()

    def as_(self, initials: str) -> Desk:
        """Go to somebody's own laptop: what was done at the last one is sent, and this one takes it over."""
        if not self.laptops:
            return super().as_(initials)
        if self.entered is not None:
            self.entered.sync()
            self.entered.__exit__()
        self.entered = self.laptops[initials]
        self.entered.sync()
        self.entered.__enter__()
        self.desk = self.desks[initials]
        return self.desk

    def quiet(self) -> list[FolderResult]:
        """Sync every laptop that is here until nothing new can come."""
        here = [self.office, *(one for name, one in self.laptops.items() if name not in self.away)]
        for _ in range(2):
            found = [laptop.sync() for laptop in here]
        return found

    def close(self) -> None:
        if self.entered is not None:
            self.entered.__exit__()
        for laptop in (self.office, *self.laptops.values()):
            laptop.close()


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    made = Team(tmp_path)
    yield made
    made.close()


def test_a_meeting_in_a_folder_with_one_laptop_away_throughout(team: Team) -> None:
    case, extract = panel_day.prepare_the_case(team)
    other = team.desk.casework.open_case(build.a_plan(31)).id
    team.begin_the_folder()
    assert team.laptops["JW"].whole() == team.office.whole()
    paper = next(iter(team.desks["JW"].read(lambda conn: casework.evidence(conn, case))))
    assert b"one syllable" in team.desks["JW"].casework.contents(case, paper.sha256)

    # A caseworker's laptop goes to a school with no network. Meanwhile the clerk gives the same case to somebody.
    team.away.add("FQ")
    at_school = team.desks["FQ"]
    at_school.casework.assign(other, team.people["FQ"])
    at_school.casework.hold_review(other, build.a_review(date(2026, 11, 20)))
    team.as_("CM").casework.assign(other, team.people["CM"])

    meeting, item = panel_day.meet(team, case)
    round_id = panel_day.score_blind(team, meeting, item, extract)
    _no_sheet_of_another_is_on_this_laptop(team)
    panel_day.moderate(team, round_id)
    decision = panel_day.decide(team, case, meeting, item, round_id)
    panel_day.sign(team, decision)
    panel_day.write_letters(team, decision)

    team.away.clear()
    results = team.quiet()
    assert all(found.is_whole and found.forks == (f"case:{other}",) for found in results)
    for laptop in team.laptops.values():  # the case stays where it was before they parted, and nothing is lost
        assert laptop.store.load(Subject("case", other)).assigned is None
    clerk = team.as_("CM")
    with pytest.raises(DisputedError), clerk.ground.act() as act:
        require_undisputed(act, other)

    quality = team.as_("TB")
    theirs = [one for one in quality.sync.differences() if len(one.ops) == 2]
    assert [(one.by, one.case_id) for one in theirs] == [(team.people["FQ"], other)]
    quality.sync.resolve(theirs[0].op_id, "mine", "The review was held at the school.")
    assert all(found.is_whole and not found.forks for found in team.quiet())
    expected = team.office.whole()
    for initials, laptop in team.laptops.items():
        assert laptop.whole() == expected, initials
        laptop.check()
        state = laptop.store.load(Subject("case", other))
        assert (state.assigned, state.review.on) == (team.people["FQ"], date(2026, 11, 20))
        assert team.desks[initials].sync.differences() == []


def _no_sheet_of_another_is_on_this_laptop(team: Team) -> None:
    """Before the reveal a laptop holds that sheets are locked, and no body of any but its own person's."""
    team.quiet()
    for initials in ("RA", "LO", "JW", "PL"):
        rows = team.laptops[initials].rows(
            "SELECT o.actor, p.body FROM op o JOIN payload p ON p.seq = o.seq WHERE o.kind = 'scores.locked'"
        )
        assert len(rows) == 4
        assert {actor for actor, body in rows if body is not None} == {team.people[initials]}
