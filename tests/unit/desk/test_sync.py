"""What differs after two devices acted apart: both versions are kept, a person settles, the record verifies."""

from dataclasses import replace
from pathlib import Path

import pytest

from bandingdesk.casework.case import Case
from bandingdesk.council.ops import RoleGranted
from bandingdesk.council.resolution import DisputedError, ReasonMissingError, ResolverError
from bandingdesk.desk.desk import Desk
from bandingdesk.desk.sync import ChoiceRefusedError, FieldsOpenError, require_undisputed
from bandingdesk.ops import Subject
from bandingdesk.store import log, replay, standing, verify
from bandingdesk.store.arrive import APPLIED, Taken
from bandingdesk.store.queries import decisions
from bandingdesk.store.queries.sync import DifferenceSettledError
from tests.support import case_builders as build
from tests.support import decided_case, two_records


@pytest.fixture
def mine(tmp_path: Path) -> Desk:
    return build.a_desk(tmp_path)


@pytest.fixture
def case(mine: Desk) -> str:
    return build.case_id(mine)


@pytest.fixture
def theirs(mine: Desk, case: str, tmp_path: Path) -> Desk:
    return two_records.second(mine, tmp_path / "other.desk")


def differ(mine: Desk, theirs: Desk, case: str, *, fork: bool = False) -> str:
    """Assign the case on both devices; theirs came first. Return my op, which does not stand."""
    before = two_records.last_seq(theirs)
    theirs.casework.assign(case, "somebody else")
    mine.casework.assign(case, "me")
    my_op = head(mine, case)
    with mine.store.arrival() as arrival:
        (entry,) = two_records.entries(theirs.store, before)
        arrival.take([(entry, APPLIED)])
        if fork:
            arrival.mark("peer", "folder")
            standing.settle_forks(arrival.raw, f"case:{case}")
        else:
            arrival.mark("peer", "server")
            arrival.settle(my_op, standing.CONFLICT, standing.STALE, entry.op_id)
    mine.store.reconcile()
    return my_op


def head(desk: Desk, case: str) -> str:
    return str(desk.store.load(Subject("case", case)).head)


def assigned(desk: Desk, case: str) -> str | None:
    state: Case = desk.store.load(Subject("case", case))
    return state.assigned


def require_whole(desk: Desk) -> None:
    with desk.store.read() as conn:
        found = verify.verify(conn)
        assert found.ok, found.first_bad
        assert replay.differing(conn, desk.store.registry) == []


def test_the_version_that_came_first_stands_and_mine_is_kept_beside_it(mine: Desk, theirs: Desk, case: str):
    my_op = differ(mine, theirs, case)
    assert assigned(mine, case) == "somebody else"
    (one,) = mine.sync.differences()
    assert (one.op_id, one.case_id, one.kind, one.state, one.is_own) == (my_op, case, "stale", "conflict", True)
    assert one.reference == "2026-0001"
    found = mine.sync.three_way(my_op)
    (field,) = found.fields
    assert (field.path, field.base, field.mine, field.theirs) == ("assigned", None, "me", "somebody else")
    assert not found.is_soft
    require_whole(mine)


def test_mine_is_made_anew_on_top_of_theirs(mine: Desk, theirs: Desk, case: str):
    my_op = differ(mine, theirs, case)
    mine.sync.resolve(my_op, "mine")
    assert assigned(mine, case) == "me"
    assert mine.sync.differences() == []
    with mine.store.read() as conn:
        told = log.ops_of(conn, mine.store.registry.kinds, Subject("case", case))
    assert [state for _, state in told] == ["recorded", "resolved", "applied", "recorded"]
    require_whole(mine)


def test_theirs_stays_and_the_refused_op_remains_in_the_record(mine: Desk, theirs: Desk, case: str):
    my_op = differ(mine, theirs, case)
    mine.sync.resolve(my_op, "theirs")
    assert assigned(mine, case) == "somebody else"
    with mine.store.read() as conn:
        assert my_op in {op.op_id for op, _ in log.ops_of(conn, mine.store.registry.kinds, Subject("case", case))}
    require_whole(mine)


def test_a_difference_is_settled_once(mine: Desk, theirs: Desk, case: str):
    my_op = differ(mine, theirs, case)
    mine.sync.resolve(my_op, "theirs")
    with pytest.raises(DifferenceSettledError):
        mine.sync.resolve(my_op, "mine")


def test_the_settlement_made_on_one_device_settles_it_on_the_other(mine: Desk, theirs: Desk, case: str):
    my_op = differ(mine, theirs, case)
    before = two_records.last_seq(mine)
    refused = [entry for entry in two_records.entries(mine.store) if entry.op_id == my_op]
    mine.sync.resolve(my_op, "mine")
    with theirs.store.arrival() as arrival:
        taken = [(entry, Taken(standing.CONFLICT, standing.STALE)) for entry in refused]
        arrival.take(taken + [(entry, APPLIED) for entry in two_records.entries(mine.store, before)])
    theirs.store.reconcile()
    assert theirs.sync.differences() == []
    assert assigned(theirs, case) == "me"
    require_whole(theirs)


def test_a_fork_waits_at_the_common_parent_until_a_person_chooses(mine: Desk, theirs: Desk, case: str):
    my_op = differ(mine, theirs, case, fork=True)
    assert assigned(mine, case) is None
    assert len(mine.sync.differences()) == 2
    mine.sync.resolve(my_op, "mine")
    assert (assigned(mine, case), mine.sync.differences()) == ("me", [])
    assert head(mine, case) == my_op
    require_whole(mine)


def test_a_fork_is_settled_for_the_other_branch_too(mine: Desk, theirs: Desk, case: str):
    my_op = differ(mine, theirs, case, fork=True)
    mine.sync.resolve(my_op, "theirs")
    assert (assigned(mine, case), mine.sync.differences()) == ("somebody else", [])
    require_whole(mine)


def test_successors_of_what_does_not_stand_are_settled_with_it(mine: Desk, theirs: Desk, case: str):
    before = two_records.last_seq(theirs)
    theirs.casework.assign(case, "somebody else")
    mine.casework.assign(case, "me")
    first = head(mine, case)
    mine.casework.hold_review(case, build.a_review())
    second = head(mine, case)
    with mine.store.arrival() as arrival:
        arrival.take([(entry, APPLIED) for entry in two_records.entries(theirs.store, before)])
        arrival.settle(first, standing.CONFLICT, standing.STALE)
        arrival.settle(second, standing.CONFLICT, standing.SUCCESSOR)
    mine.store.reconcile()
    (one,) = mine.sync.differences()
    assert one.ops == (first, second)
    mine.sync.resolve(first, "mine")
    state = mine.store.load(Subject("case", case))
    assert (state.assigned, state.review.on) == ("me", build.a_review().on)
    require_whole(mine)


def test_both_are_kept_only_where_they_changed_different_things(mine: Desk, theirs: Desk, case: str):
    before = two_records.last_seq(theirs)
    theirs.casework.hold_review(case, build.a_review())
    mine.casework.assign(case, "me")
    my_op = head(mine, case)
    with mine.store.arrival() as arrival:
        arrival.take([(entry, APPLIED) for entry in two_records.entries(theirs.store, before)])
        arrival.settle(my_op, standing.CONFLICT, standing.STALE)
    mine.store.reconcile()
    assert mine.sync.three_way(my_op).is_soft
    mine.sync.resolve(my_op, "both")
    state = mine.store.load(Subject("case", case))
    assert (state.assigned, state.review is not None) == ("me", True)


def test_both_are_refused_where_the_same_thing_changed(mine: Desk, theirs: Desk, case: str):
    my_op = differ(mine, theirs, case)
    with pytest.raises(ChoiceRefusedError):
        mine.sync.resolve(my_op, "both")
    assert len(mine.sync.differences()) == 1


def apart(mine: Desk, theirs: Desk, my_changes: dict[str, object], their_changes: dict[str, object]) -> str:
    """Take a list in on both devices; theirs came first. Return my op on the case."""
    before = two_records.last_seq(theirs)
    theirs.casework.take_plans([replace(build.PLAN, **their_changes)], "list.csv", "0" * 64)  # type: ignore[arg-type]
    mine.casework.take_plans([replace(build.PLAN, **my_changes)], "list.csv", "1" * 64)  # type: ignore[arg-type]
    with mine.store.read() as conn:
        row = log.driver(conn).execute("SELECT op_id FROM op WHERE kind = 'case.updated' ORDER BY seq DESC").fetchone()
    with mine.store.arrival() as arrival:
        arrival.take([(entry, APPLIED) for entry in two_records.entries(theirs.store, before)])
        arrival.settle(row[0], standing.CONFLICT, standing.STALE)
    mine.store.reconcile()
    return str(row[0])


def test_both_keeps_what_only_one_side_changed_on_either_side(mine: Desk, theirs: Desk, case: str):
    my_op = apart(mine, theirs, {"current_pence": 500_00}, {"current_band": "Band 5"})
    assert mine.sync.three_way(my_op).is_soft
    mine.sync.resolve(my_op, "both")
    facts = mine.store.load(Subject("case", case)).facts
    assert (facts.pence, facts.band) == (500_00, "Band 5")


def test_facts_of_a_case_are_composed_field_by_field(mine: Desk, theirs: Desk, case: str):
    changed = {"year_group": "6", "current_pence": 500_00}
    my_op = apart(mine, theirs, changed, {"year_group": "5", "current_band": "Band 5"})
    by_path = {field.path: field for field in mine.sync.three_way(my_op).fields}
    chosen = {
        "facts.year_group": by_path["facts.year_group"].theirs,
        "facts.pence": by_path["facts.pence"].mine,
        "facts.band": by_path["facts.band"].base,
    }
    mine.sync.resolve(my_op, "composed", "The school says year 5.", fields=chosen)
    facts = mine.store.load(Subject("case", case)).facts
    assert (facts.year_group, facts.pence, facts.band) == ("5", 500_00, "Band 4")


def test_a_composed_version_needs_a_choice_for_each_field_that_differs(mine: Desk, theirs: Desk, case: str):
    changed = {"year_group": "6", "current_pence": 500_00}
    my_op = apart(mine, theirs, changed, {"year_group": "5", "current_pence": 700_00})
    with pytest.raises(FieldsOpenError) as refused:
        mine.sync.resolve(my_op, "composed", "By telephone.", fields={"facts.year_group": "5"})
    assert refused.value.fields["paths"] == ("facts.pence",)
    assert len(mine.sync.differences()) == 1


def test_the_branches_of_a_fork_are_one_choice(mine: Desk, theirs: Desk, case: str):
    differ(mine, theirs, case, fork=True)
    assert (len(mine.sync.differences()), mine.sync.status().differing) == (2, 1)


def test_who_is_neither_author_nor_in_a_role_may_not_settle(mine: Desk, theirs: Desk, case: str):
    my_op = differ(mine, theirs, case)
    stranger = mine.council.add_person("L. Okoro", "LO", "Educational psychology").id
    mine.council.grant_role(stranger, "panel_member", mine.clock.today())
    mine.switch(stranger)
    assert not mine.sync.may_resolve(mine.sync.differences()[0])
    with pytest.raises(ResolverError):
        mine.sync.resolve(my_op, "mine")
    assert len(mine.sync.differences()) == 1


def test_what_a_panel_must_judge_needs_its_chair_or_quality_lead_and_a_reason(mine: Desk):
    from bandingdesk.council import resolution

    with pytest.raises(ResolverError):
        resolution.require("decision", "stale", "mine", "Because.", roles=("caseworker",), is_author=True)
    with pytest.raises(ReasonMissingError):
        resolution.require("decision", "stale", "mine", " ", roles=("chair",), is_author=False)
    resolution.require("decision", "stale", "mine", "The later paper was read.", roles=("chair",), is_author=False)


def test_nothing_final_is_done_on_a_disputed_case(mine: Desk, theirs: Desk, case: str):
    my_op = differ(mine, theirs, case)
    with mine.ground.act() as act, pytest.raises(DisputedError):
        require_undisputed(act, case)
    mine.sync.resolve(my_op, "theirs")
    with mine.ground.act() as act:
        require_undisputed(act, case)


def test_roles_on_a_day_count_for_any_panel_type():
    from bandingdesk.council import people

    today = build.NOW.date()
    person = build.a_person(RoleGranted("chair", today, panel_type="core"), RoleGranted("clerk", today, ends=today))
    assert people.roles_on(person, today) == ("chair", "clerk")


@pytest.mark.parametrize("is_signed", [True, False])
def test_a_letter_and_a_signature_wait_while_a_case_is_disputed(tmp_path: Path, is_signed: bool):
    decided = decided_case.a_decided_case(tmp_path, is_signed=is_signed)
    case = decided.desk.read(lambda conn: decisions.decision(conn, decided.decision, decided.desk.me_id)).case_id
    other = two_records.second(decided.desk, tmp_path / "other.desk")
    differ(decided.desk, other, case)
    with pytest.raises(DisputedError):
        if is_signed:
            decided.desk.letters.issue(decided.decision, "L8")
        else:
            decided.world.sign(outcome="amend", band="B2", words="I agree with the panel.")
    decided.close()
    other.close()
