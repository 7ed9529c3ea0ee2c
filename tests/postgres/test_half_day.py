"""The half-day's meeting on a shared store: five scorers, the clerk and the decision maker, each a program of its own.

One member has no program; what befalls each case is told in `half_day.py`. At the end every laptop holds the same
record, its chain holds, and nobody's store ever held a score that was not theirs before the reveal.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.support import clusters, half_day_acts, shared_store
from tests.support import half_day as day
from tests.support.clients import Act, Client, ClientError, set_clock
from tests.support.half_day import AT_KEYS, NEXT, OPENS, SCORERS, Case, HalfDay

ROLES = {
    "RA": ("chair", "panel_member"),
    "PL": ("panel_member", "deputy"),
    "LO": ("panel_member",),
    "JW": ("panel_member",),
    "CM": ("clerk", "caseworker"),
    "ET": ("decision_maker", "head_of_service"),
}


class Team:
    """The programs of all who take part, and the day that was prepared on the clerk's laptop."""

    def __init__(self, folder: Path, database: clusters.Database) -> None:
        self.half = half = HalfDay(folder)
        half.prepare_cases()
        half.plan()
        half.as_("CM")
        path = half.desk.store.path
        half.desk.close()
        for who, roles in ROLES.items():
            shared_store.give_login(database, who.lower(), half.people[who], roles)
        self.clients: dict[str, Client] = {}
        for who in ("CM", *(other for other in ROLES if other != "CM")):
            at = shared_store.address(database, who.lower())
            place = path if who == "CM" else folder / f"{who}.desk"
            self.clients[who] = Client(place, at, half.people[who], half.clock.now())
            if who == "CM":
                self.do("CM", set_clock, half.clock.now())  # the record is begun before the others pull it
        self.rounds: dict[int, str] = {}

    def do(self, who: str, act: Act, *args: Any) -> Any:
        return self.clients[who].do(act, *args)

    def all_do(self, act: Act, *args: Any) -> list[Any]:
        for client in self.clients.values():
            client.begin(act, *args)
        return [client.answer() for client in self.clients.values()]

    def close(self) -> None:
        for client in self.clients.values():
            client.close()


@pytest.fixture
def team(shared, tmp_path) -> Iterator[Team]:
    made = Team(tmp_path, shared)
    yield made
    made.close()


def before(team: Team) -> None:
    """Interests, papers, blind scores of the twelve: all before the meeting."""
    half, acts = team.half, half_day_acts
    items = [one.item for one in half.cases]
    hers = {half.cases[3].item: "I sit on this school's governing board."}
    for who in AT_KEYS:
        team.do(who, acts.declare, half.meeting, items, hers if who == "JW" else {})
    team.do("CM", acts.declare_for, half.meeting, items, half.people["HM"])
    team.do("RA", acts.step_out, half.meeting, half.cases[3].item, half.people["JW"])
    team.do("CM", acts.freeze, half.meeting, items)
    for one in half.cases:
        team.rounds[one.story.number] = team.do("CM", acts.open_round, half.meeting, one.item)
    for one in half.cases:
        scorers = [who for who in AT_KEYS if not (who == "JW" and one.story.what == "interest")]
        for who in scorers:
            team.clients[who].begin(acts.lock, team.rounds[one.story.number], day.ratings(one.story, who, one.extract))
        for who in scorers:
            team.clients[who].answer()
    for one in half.cases:  # a slip of paper, at the clerk's desk
        slip = day.ratings(one.story, "HM", one.extract)
        team.do("CM", acts.lock, team.rounds[one.story.number], slip, half.people["HM"])


def decide(team: Team, one: Case, **other: object) -> str:
    """Agree, propose, check, recommend and sign one case; return the decision."""
    half, acts, story = team.half, half_day_acts, one.story
    round_id = team.rounds[story.number]
    assert team.do("RA", acts.agree, round_id, story) == story.indicated
    decision: str = team.do("RA", acts.propose, round_id, one.case, story.band, other)
    if story.what.startswith("override"):
        team.do("PL", acts.countersign, decision)
    team.do("RA", acts.check_and_recommend, one.case, decision)
    team.do("RA", acts.close_item, half.meeting, one.item)
    return decision


OVERRIDES = {
    "override_up": {"reason_code": "R2", "reason": "Two needs act on each other.", "fits": False},
    "override_down": {"reason_code": "R4", "reason": "The school provides part of this already.", "fits": False},
}


def take(team: Team, one: Case) -> str | None:
    """Take one case at the meeting; return its decision, None where there is none."""
    half, acts, story = team.half, half_day_acts, one.story
    round_id = team.rounds[story.number]
    locked = 4 if story.what == "interest" else 5
    if story.number not in range(8, 12):
        for who in ("RA", "LO", "CM"):
            assert team.do(who, acts.seen, round_id) == (locked, 0, [], None)
        team.do("RA", acts.reveal, round_id)
    assert sorted(team.do("LO", acts.seen, round_id)[2]) == sorted(dots(story))
    match story.what:
        case "deferral":
            # The next meeting, 10 December, is after the law's last day, 30 November.
            with pytest.raises(ClientError, match="30/11/2026"):
                team.do("RA", acts.defer, half.meeting, one.item, NEXT)
            team.do("RA", acts.defer, half.meeting, one.item, date(2026, 11, 30), half.people["ET"])
            return None
        case "above_scale":
            assert team.do("RA", acts.agree, round_id, story) is None
            referred: str = team.do("RA", acts.refer_up, round_id, one.case)
            return referred
        case "quorum":
            # The only educational psychologist leaves: nothing is agreed until she is back.
            team.do("CM", acts.attend, half.meeting, half.people["LO"], "left", one.item)
            with pytest.raises(ClientError, match="PN-04 .*Educational psychology"):
                team.do("RA", acts.agree, round_id, story)
            team.do("CM", acts.attend, half.meeting, half.people["LO"], "present", one.item)
        case "dissent":
            team.do("JW", acts.dissent, round_id, "social", 3)
    return decide(team, one, **OVERRIDES.get(story.what, {}))


def dots(story: day.Story) -> list[list[int]]:
    scorers = [who for who in SCORERS if not (who == "JW" and story.what == "interest")]
    return [sorted(story.levels_of(who)[strand] for who in scorers) for strand in day.STRANDS]


def test_a_half_day_of_twelve_cases(team: Team) -> None:
    half, acts = team.half, half_day_acts
    before(team)
    team.all_do(set_clock, OPENS)
    team.do("RA", acts.open_meeting, half.meeting, [half.people[who] for who in SCORERS])
    # No laptop but a member's own holds a score before the reveal, so nobody can say yet which cases need no talk.
    # After it only those that all scored alike may be listed; a member pulls one all the same.
    with pytest.raises(ClientError, match="AG-10"):
        team.do("RA", acts.without_talk, half.meeting, [half.cases[8].item])
    for one in half.cases[7:11]:
        team.do("RA", acts.reveal, team.rounds[one.story.number])
    with pytest.raises(ClientError, match="AG-10"):
        team.do("RA", acts.without_talk, half.meeting, [half.cases[7].item])  # two levels apart on one strand
    team.do("RA", acts.without_talk, half.meeting, [one.item for one in half.cases[8:11]])
    team.do("LO", acts.pull, half.meeting, half.cases[10].item)

    decisions = {one.story.number: take(team, one) for one in half.cases}
    for one in half.cases:
        if decision := decisions[one.story.number]:
            team.do("ET", acts.sign, decision, one.story.band)
    team.do("RA", acts.close_meeting, half.meeting)

    team.all_do(set_clock, OPENS)  # everybody syncs
    records = team.all_do(acts.record)
    assert {sound for sound, _count, _mark in records} == {True}
    assert len({mark for _sound, _count, mark in records}) == 1
