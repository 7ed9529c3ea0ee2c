"""A case as it stood: what was known at a moment, what was not, and what nobody sees by going back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from bandingdesk import seams
from bandingdesk.casework.ops import EvidenceAdded
from bandingdesk.ops import Subject
from bandingdesk.store import folds, log, past
from bandingdesk.store.arrive import LedgerRow
from bandingdesk.store.queries import as_it_stood, case_subjects, decisions, past_facts
from bandingdesk.store.queries.act_words import words
from bandingdesk.store.queries.as_it_stood import PastReading
from bandingdesk.store.queries.closed import CaseClosedError
from tests.support.decided_case import a_decided_case
from tests.support.panel_store import CASE, CHAIR, EP, HEAD, NOW, OFFICER, ON, PIN, WORKER, World, a_world, panel_type


class _Told:
    """What a moment tells, by the key of each fact."""

    def __init__(self, seen: PastReading) -> None:
        self.seen = seen
        self.keys = {one.key for one in seen.facts}
        self.kinds = {one.kind for one in seen.facts}

    def values(self, kind: str) -> list[dict[str, str]]:
        return [dict(one.told) for one in self.seen.facts if one.kind == kind]


class _Journey:
    """A case to its signed decision and a day beyond, with the act after which each step was done."""

    def __init__(self, world: World) -> None:
        self.world = world
        world.ground.clock = clock = seams.FixedClock(NOW, timedelta(seconds=7))
        world.store.clock = clock
        self.marks: dict[str, str] = {}
        for step in (world.prepare, world.score, world.reveal, world.agree, world.propose, world.recommend, world.sign):
            step()
            self.mark(step.__name__)
        later = replace(_paper(), title="Hospital letter", dated=date(2026, 11, 2))
        clock.set(NOW + timedelta(days=1))
        self._put_later(later)
        self.mark("later")

    def _put_later(self, body: EvidenceAdded) -> None:
        from bandingdesk.ops import Op

        at = self.world.store.clock.now()
        with self.world.store.act(by=WORKER) as act:
            act.record(Op("evidence.added", Subject("evidence", "paper-2"), None, WORKER, at, body))
            adopted = panel_type(quorum=4, minute="M9", starts=date(2026, 11, 1))
            subject = Subject("panel_type", "moderation")
            act.record(Op("panel_type.adopted", subject, act.head(subject), WORKER, at, adopted))

    def mark(self, name: str) -> None:
        self.marks[name] = self.world.read(as_it_stood.acts, CASE, WORKER)[-1].id

    def at(self, step: str | date | None, viewer: str = WORKER) -> _Told:
        upto = self.marks[step] if isinstance(step, str) else step
        return _Told(self.world.read(as_it_stood.read, CASE, viewer, upto))


def _paper() -> EvidenceAdded:
    return EvidenceAdded(CASE, "", "A. Doctor", "Paediatrician", ON, "medical", "f" * 64, 3, "application/pdf", 1)


@pytest.fixture(scope="module")
def journey(tmp_path_factory: pytest.TempPathFactory) -> Iterator[_Journey]:
    world = a_world(tmp_path_factory.mktemp("past"))
    yield _Journey(world)
    world.store.close()


def test_levels_are_not_known_before_they_are_agreed(journey: _Journey) -> None:
    assert "round_open" in journey.at("score", CHAIR).kinds
    assert "level" not in journey.at("score", CHAIR).kinds | journey.at("reveal", CHAIR).kinds
    assert "round_revealed" in journey.at("reveal", CHAIR).kinds
    assert "level" in journey.at("agree", CHAIR).kinds


def test_a_locked_sheet_is_counted_and_its_scorer_is_not_named(journey: _Journey) -> None:
    assert journey.at("score").values("round_open") == [{"locked": "4", "count": "4"}]
    locked = [one for one in journey.at(None).seen.acts if one.kind == "scores.locked"]
    assert len(locked) == 4
    assert {(one.who, one.told) for one in locked} == {("", ())}


def test_the_decision_stands_as_far_as_it_had_come(journey: _Journey) -> None:
    assert journey.at("propose", CHAIR).values("step") == [{"decision_step": "proposed"}]
    assert journey.at("recommend", CHAIR).values("step") == [{"decision_step": "recommended"}]
    assert "signed" not in journey.at("recommend", CHAIR).kinds
    assert journey.at("sign", CHAIR).values("signed")[0]["person"] == "P. Lindqvist"


def test_band_and_amount_are_told_by_the_rule_of_that_moment(journey: _Journey) -> None:
    assert "band" not in journey.at("propose").kinds  # no seat: nothing before the panel recommends
    assert "amount" not in journey.at("propose", CHAIR).kinds  # not accepted yet
    assert journey.at("sign").values("amount") == [{"pence": "120000", "period": "year"}]


def test_an_amount_that_a_member_may_not_see_today_is_not_seen_by_going_back(journey: _Journey) -> None:
    assert "band" in journey.at("recommend", EP).kinds
    assert "amount" not in journey.at("recommend", EP).kinds  # in the room it was shown; today it is by role
    assert "amount" in journey.at("recommend", CHAIR).kinds


def test_what_came_later_about_an_earlier_day_was_not_known_and_is_listed_apart(journey: _Journey) -> None:
    then = journey.at("sign")
    assert "paper:paper-2" not in then.keys
    assert [(one.kind, one.about, one.is_late) for one in then.seen.later] == [
        ("evidence.added", date(2026, 11, 2), True)
    ]
    assert "paper:paper-2" in journey.at("later").keys
    assert journey.at("later").seen.later == ()


def test_rules_adopted_later_for_an_earlier_day_were_not_known(journey: _Journey) -> None:
    assert journey.at("sign").values("panel_type")[0]["minute"] == "M1"
    assert journey.at("later").values("panel_type")[0]["minute"] == "M9"


def test_a_day_means_its_end(journey: _Journey) -> None:
    assert journey.at(ON).seen.act is not None
    assert journey.at(ON).seen.act.id == journey.marks["sign"]
    assert journey.at(ON - timedelta(days=1)).seen.place == -1
    assert journey.at(ON - timedelta(days=1)).seen.facts == ()
    assert journey.at(ON + timedelta(days=9)).seen.act.id == journey.marks["later"]


def test_changes_are_those_of_the_act_alone(journey: _Journey) -> None:
    signed = journey.at("sign", CHAIR).seen.changes
    assert {one.now.kind for one in signed if one.now} >= {"step", "signed"}
    assert all(one.now is None or one.now.group == "decision" for one in signed)
    first = journey.at("later").seen.changes
    assert {one.now.key for one in first if one.now} == {"paper:paper-2", f"panel:{journey.world.meeting}"}


def test_the_law_of_the_day_is_told(journey: _Journey) -> None:
    law = journey.at("sign").values("law")
    assert law
    assert all(one["on"] <= ON.isoformat() for one in law)


def test_who_held_which_role_is_told(journey: _Journey) -> None:
    then = journey.at("sign")
    assert then.values("decision_maker") == [{"person": "P. Lindqvist"}]
    assert {"on": ON.isoformat(), "person": "R. Amari", "role": "chair"} in then.values("seat")
    by_kind = {one.kind: one.role for one in then.seen.acts}
    assert by_kind["decision.signed"] == "decision_maker"
    assert by_kind["decision.recommended"] == "chair"
    assert by_kind["case.opened"] == "caseworker"


def test_the_last_moment_is_what_the_record_says_today(journey: _Journey) -> None:
    world = journey.world
    with world.store.read() as conn, as_it_stood.rows(conn, CASE, OFFICER) as then:
        assert decisions.decisions(then, CASE, OFFICER) == decisions.decisions(conn, CASE, OFFICER)
        kinds = folds.registry()
        subjects = case_subjects.of_case(conn, CASE).every
        for subject, state in past.folded(kinds, past.entries(conn, kinds.kinds, subjects)).items():
            assert state == world.store.find(subject)


def test_every_kind_of_act_of_the_journey_has_words_of_its_own(journey: _Journey) -> None:
    for act in journey.at(None).seen.acts:
        assert not words(act.kind).startswith("Entry")


def test_an_entry_that_arrived_late_is_marked_and_a_clock_ahead_is_set_right(journey: _Journey) -> None:
    store = journey.world.store
    with store.read() as conn:
        seq, op_id, wall = (
            log.driver(conn)
            .execute("SELECT seq, op_id, wall_claimed FROM op WHERE subject = 'evidence:paper-2'")
            .fetchone()
        )
    received = wall + 5 * 3600 * 1_000_000
    with store.arrival() as arrival:
        arrival.enter([(seq, LedgerRow(1, "applied", "", None, "a", received, b""))])
    last = journey.at("later").seen.acts[-1]
    assert last.arrived == log.instant(received)
    with store.read() as conn:
        found = past.entries(conn, folds.registry().kinds, ["evidence:paper-2"])
    assert found[0].at == log.instant(wall)
    assert found[0].op.op_id == op_id


# Whoever may not see it today


def test_who_scores_blind_today_sees_no_earlier_level_or_band(journey: _Journey) -> None:
    with journey.world.store.read() as conn:
        today = past_facts.sight(conn, CASE, EP)
        told = {one.kind for one in past_facts.facts(conn, CASE, today, ON)}
        blind = {one.kind for one in past_facts.facts(conn, CASE, replace(today, is_blind=True), ON)}
    assert told - blind >= {"level", "indicated", "band", "outcome", "list_band"}
    assert blind <= told


@pytest.fixture
def planned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A case on an agenda, with a clock that goes on."""
    world = a_world(tmp_path_factory.mktemp("interest"))
    world.ground.clock = world.store.clock = seams.FixedClock(NOW, timedelta(seconds=7))
    world.plan()
    yield world
    world.store.close()


def test_who_steps_out_today_does_not_see_the_case_by_going_back(planned: World) -> None:
    before = planned.read(as_it_stood.acts, CASE, WORKER)[-1].id
    planned.sit(HEAD).declare_interest(planned.meeting, planned.item, HEAD, "yes", "Governor")
    with pytest.raises(CaseClosedError):
        planned.read(as_it_stood.read, CASE, HEAD, before)
    with pytest.raises(CaseClosedError):
        planned.read(as_it_stood.acts, CASE, HEAD)


def test_who_had_stepped_out_then_does_not_see_that_moment(planned: World) -> None:
    planned.sit(EP).declare_interest(planned.meeting, planned.item, EP, "yes", "Friend")
    then = planned.read(as_it_stood.acts, CASE, WORKER)[-1].id
    planned.sit(EP).declare_interest(planned.meeting, planned.item, EP, "none")
    seen = planned.read(as_it_stood.read, CASE, EP, then)
    assert seen.was_closed
    assert seen.facts == seen.changes == ()
    assert not planned.read(as_it_stood.read, CASE, EP).was_closed
    assert planned.read(as_it_stood.read, CASE, WORKER, then).facts


def test_times_before_the_first_act_hold_nothing(journey: _Journey) -> None:
    seen = journey.at(date(2020, 1, 1)).seen
    assert (seen.place, seen.facts, seen.act) == (-1, (), None)
    assert isinstance(seen.moment, datetime)


def test_a_case_that_was_erased_says_so_and_tells_nothing(tmp_path_factory: pytest.TempPathFactory) -> None:
    decided = a_decided_case(tmp_path_factory.mktemp("erased"))
    desk = decided.desk
    desk.council.grant_role(WORKER, "dpo", date(2026, 1, 1))
    desk.council.grant_role(OFFICER, "head_of_service", date(2026, 1, 1))
    desk.switch(WORKER)
    desk.retention.review(CASE, "erasure_request", "destroy", "The family asked for it")
    desk.switch(OFFICER)
    desk.retention.erase(CASE, "erasure_request", "The family asked for it", PIN)
    seen = desk.read(lambda conn: as_it_stood.read(conn, CASE, OFFICER))
    assert seen.erased == "erasure_request"
    assert seen.facts == ()
    assert seen.acts
    gone = [one for one in seen.acts if one.kind in ("case.opened", "evidence.added", "decision.signed")]
    assert all(one.is_erased and one.told == () and one.about is None for one in gone)
    decided.close()
