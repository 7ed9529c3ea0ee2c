"""A whole meeting on one record: a laptop a person, a server that restarts in the middle, one laptop offline.

Real stores, real connections, a real PostgreSQL server. What everybody was told is saved is there at the end, once.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bandingdesk import bootstrap, seams
from bandingdesk.council.resolution import DisputedError
from bandingdesk.desk.desk import Desk
from bandingdesk.desk.sample import SAMPLE_PIN
from bandingdesk.ops import Subject
from bandingdesk.store import log, replay, standing, verify
from bandingdesk.store.queries import rounds
from bandingdesk.store.queries.council import people as known_people
from tests.support import case_builders as build
from tests.support import clusters, panel_day, shared_store
from tests.support.clusters import Database
from tests.support.keyrings import own_keyring  # noqa: F401
from tests.support.panel_day import Council

LAPTOPS = ("CM", "RA", "LO", "JW", "PL", "ET", "TB")  # the administrator's began the record alone


class Team(Council):
    """The council with a laptop for each person, on one shared store. The administrator's began it alone."""

    def __init__(self, folder: Path, database: Database) -> None:
        super().__init__(folder)
        self.folder, self.database = folder, database
        self.first = self.desk
        self.desks: dict[str, Desk] = {}
        self.offline: set[str] = set()

    def begin_shared_store(self) -> None:
        """Give everybody a login with their roles, and let the first laptop grow into the shared store."""
        for row in self.first.read(known_people):
            shared_store.give_login(self.database, _login(row.initials), row.id, row.roles)
        self.join(self.first, "DA")
        self.desks, self.offline = {"DA": self.first}, set()
        sent = self.first.sync.sync_now()
        assert sent.is_good, sent
        assert sent.waiting == 0

    def join(self, desk: Desk, initials: str) -> None:
        desk.sync.join(shared_store.address(self.database, _login(initials)).text(), None, f"laptop {initials}")

    def new_laptop(self, initials: str) -> None:
        """Join with an empty store and take the record over."""
        ids = seams.SeededIds(100 + len(self.desks), self.clock.now())
        path = self.folder / f"{initials}.desk"
        desk = bootstrap.create_desk(path, None, clock=self.clock, ids=ids, plain=True, is_demo=True)
        self.join(desk, initials)
        assert desk.sync.sync_now().is_good
        desk.switch(self.people[initials])
        self.desks[initials] = desk

    def as_(self, initials: str) -> Desk:
        """Go to somebody's own laptop: what was done at the last one is sent, and this one takes it over."""
        self.sync(self.desk)
        self.desk = self.desks[initials]
        self.sync(self.desk)
        self.desk.switch(self.people[initials])
        return self.desk

    def sync(self, desk: Desk) -> None:
        if any(desk is self.desks.get(name) for name in self.offline):
            return
        found = desk.sync.sync_now()
        assert found.fault is None, found.fault

    def all_quiet(self) -> None:
        for _ in range(2):
            for desk in self.desks.values():
                self.sync(desk)

    def close(self) -> None:
        for desk in {id(desk): desk for desk in (self.first, *self.desks.values())}.values():
            desk.close()


def _login(initials: str) -> str:
    return f"desk_{initials.lower()}"


@pytest.fixture
def team(tmp_path: Path, own_keyring: object) -> Iterator[Team]:  # noqa: F811
    """A council whose first laptop has a record, and a server with an empty shared store."""
    with clusters.running() as cluster, clusters.database(cluster) as database:
        clusters.lay_schema(database.address())
        made = Team(tmp_path, database)
        yield made
        made.close()


def test_a_meeting_on_many_laptops_with_one_offline_and_a_server_that_restarts(team: Team) -> None:
    case, extract = panel_day.prepare_the_case(_alone(team))
    other = team.first.casework.open_case(build.a_plan(31)).id
    team.begin_shared_store()
    for initials in LAPTOPS:
        team.new_laptop(initials)
    meeting, item = panel_day.meet(team, case)

    # The officer's laptop goes to a school with no network. Meanwhile the clerk gives the same case to somebody.
    at_school = team.desks["ET"]
    team.sync(at_school)
    team.offline.add("ET")
    at_school.casework.assign(other, team.people["ET"])
    at_school.casework.hold_review(other, build.a_review(date(2026, 11, 20)))
    assert at_school.sync.status().waiting == 2
    team.as_("CM").casework.assign(other, team.people["CM"])

    round_id = panel_day.score_blind(team, meeting, item, extract)
    _no_sheet_of_another_is_on_this_laptop(team, round_id)
    server = team.database.server
    assert isinstance(server, clusters.Cluster)
    server.stop_at_once()
    lost = team.desk.sync.sync_now()
    assert lost.fault is not None
    team.desks["LO"].sync.sync_now()
    server.start()
    panel_day.moderate(team, round_id)
    decision = panel_day.decide(team, case, meeting, item, round_id)

    team.offline.clear()
    back = at_school.sync.sync_now()
    assert (back.fault, back.outcomes) == (None, {"conflict": 2})
    assert at_school.store.load(Subject("case", other)).assigned == team.people["CM"]
    (one,) = at_school.sync.differences()
    assert (one.case_id, len(one.ops), one.is_own) == (other, 2, True)
    panel_day.sign(team, decision)
    panel_day.write_letters(team, decision)

    team.as_("ET")
    at_school.sync.resolve(one.op_id, "mine", "The review was held at the school.")
    team.all_quiet()
    _all_level(team)
    for desk in team.desks.values():
        state = desk.store.load(Subject("case", other))
        assert (state.assigned, state.review.on) == (team.people["ET"], date(2026, 11, 20))
        assert desk.sync.differences() == []


def test_nothing_final_is_done_while_two_laptops_differ_about_the_case(team: Team) -> None:
    case, extract = panel_day.prepare_the_case(_alone(team))
    team.begin_shared_store()
    for initials in LAPTOPS:
        team.new_laptop(initials)
    meeting, item = panel_day.meet(team, case)
    round_id = panel_day.score_blind(team, meeting, item, extract)
    panel_day.moderate(team, round_id)
    decision = panel_day.decide(team, case, meeting, item, round_id)
    team.offline.add("ET")
    team.desks["ET"].casework.assign(case, team.people["ET"])
    team.as_("CM").casework.assign(case, team.people["CM"])
    team.offline.clear()
    officer = team.as_("ET")
    with pytest.raises(DisputedError):
        officer.panel.sign(decision, True, "amend", "B2", "I agree.", SAMPLE_PIN)
    (one,) = officer.sync.differences()
    officer.sync.resolve(one.op_id, "theirs")


def _alone(team: Team) -> Council:
    """Return the council as it was before the shared store: one laptop, on which people take turns."""
    team.desks = dict.fromkeys(("CM", "RA", "LO", "JW", "PL", "ET", "TB"), team.first)
    team.offline = {"CM"}
    return team


def _no_sheet_of_another_is_on_this_laptop(team: Team, round_id: str) -> None:
    """Before the reveal a laptop holds that sheets are locked, and no body of any but its own person's."""
    team.all_quiet()
    for initials in ("RA", "LO", "JW", "PL"):
        with team.desks[initials].store.read() as conn:
            rows = (
                log.driver(conn)
                .execute(
                    "SELECT o.actor, p.body FROM op o JOIN payload p ON p.seq = o.seq WHERE o.kind = 'scores.locked'"
                )
                .fetchall()
            )
        assert len(rows) == 4
        assert {actor for actor, body in rows if body is not None} == {team.people[initials]}


def _all_level(team: Team) -> None:
    """Every laptop holds the same ops with the same outcomes, verifies, and folds to the same states."""
    seen = []
    for desk in team.desks.values():
        with desk.store.read() as conn:
            found = verify.verify(conn)
            assert found.ok, found.first_bad
            assert replay.differing(conn, desk.store.registry) == []
            raw = log.driver(conn)
            states = raw.execute("SELECT o.op_id, x.state FROM op o JOIN outbox x ON x.seq = o.seq").fetchall()
            heads = raw.execute("SELECT subject, head_op FROM head").fetchall()
            seen.append((dict(states), dict(heads)))
        assert not set(seen[-1][0].values()) & set(standing.TO_SEND)
    assert all(one == seen[0] for one in seen)


def test_the_hidden_round_is_open_to_all_after_the_reveal(team: Team) -> None:
    case, extract = panel_day.prepare_the_case(_alone(team))
    team.begin_shared_store()
    for initials in LAPTOPS:
        team.new_laptop(initials)
    meeting, item = panel_day.meet(team, case)
    round_id = panel_day.score_blind(team, meeting, item, extract)
    panel_day.moderate(team, round_id)
    team.all_quiet()
    for initials in ("RA", "LO", "JW", "PL"):
        desk = team.desks[initials]
        with desk.store.read() as conn:
            found = rounds.round(conn, round_id, team.people[initials])
        social = next(strip for strip in found.spreads if strip.strand == "social")
        assert sorted(dot.level for dot in social.levels) == [0, 0, 0, 1]
