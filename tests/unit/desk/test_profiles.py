"""Profiles through the desk: nobody reads one before all expected have locked, by any query; what a setting sent."""

from __future__ import annotations

import shutil

import pytest

from bandingdesk import seams
from bandingdesk.casework.ops import Party
from bandingdesk.casework.profiles import draft, profile
from bandingdesk.casework.profiles.profile import DraftStrand
from bandingdesk.council.ops import PolicyAdopted
from bandingdesk.desk.drafts import DraftsDesk
from bandingdesk.desk.ground import Ground
from bandingdesk.desk.panel import PanelDesk
from bandingdesk.desk.profiles import Doubt, ProfilesDesk
from bandingdesk.errors import DeskError
from bandingdesk.matrix import files
from bandingdesk.ops import Subject
from bandingdesk.store import folds
from bandingdesk.store.queries import party_profiles
from bandingdesk.store.queries.closed import CaseClosedError
from bandingdesk.store.queries.party_profiles import ProfileRow
from bandingdesk.store.store import open_store
from tests.support import panel_store
from tests.support.panel_store import (
    CASE,
    CHAIR,
    CLERK,
    EP,
    EXTRACT,
    FRAMEWORK,
    NOW,
    ON,
    START,
    STRANDS,
    T04,
    WORKER,
    World,
)

SHA = files.sha256(FRAMEWORK)
CANARY = "CANARY-free-text"


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    """The folder of a world that is made once; each test works on a copy of it."""
    folder = tmp_path_factory.mktemp("profiles")
    panel_store.a_world(folder).store.close()
    return folder


@pytest.fixture
def world(first, tmp_path):
    shutil.copytree(first, tmp_path / "copy")
    clock, ids = seams.FixedClock(NOW), seams.SeededIds(9, NOW)
    path = tmp_path / "copy" / "panel.bdk"
    store = open_store(path, None, folds.registry(), clock=clock, ids=ids, person=WORKER, plain=True)
    ground = Ground(store, clock, ids, CLERK)
    world = World(store, ground, PanelDesk(ground))
    yield world
    world.store.close()


@pytest.fixture
def desk(world):
    return ProfilesDesk(world.ground)


def drafts(**levels: int) -> list[DraftStrand]:
    wanted = {**T04.levels, **levels}
    return [DraftStrand(strand, wanted[strand], "fairly", f"{CANARY} {strand}", (EXTRACT,)) for strand in STRANDS]


def lock(world: World, desk: ProfilesDesk, party: Party, by: str, **levels: int) -> None:
    world.ground.switch(by)
    desk.lock(CASE, party, SHA, drafts(**levels))


def seen(world: World, viewer: str | None) -> tuple[ProfileRow, ...]:
    rows: tuple[ProfileRow, ...] = world.read(party_profiles.profiles, CASE, viewer)
    return rows


def shown(world: World, viewer: str | None) -> list[bool]:
    rows = seen(world, viewer)
    for row in rows:  # what is not shown is not there at all, in no field
        assert row.is_shown == (CANARY in repr(row)) == bool(row.levels or row.notes or row.relied or row.confidence)
    return [row.is_shown for row in rows]


def test_nobody_reads_a_profile_before_all_expected_have_locked(world, desk):
    lock(world, desk, "setting", WORKER)
    assert [shown(world, who) for who in (WORKER, CLERK, CHAIR, None)] == [[True, False], *[[False, False]] * 3]
    assert [(row.state, row.locked_by) for row in seen(world, CLERK)] == [("locked", WORKER), ("open", "")]
    lock(world, desk, "officer", CLERK, attention=4)
    assert [shown(world, who) for who in (WORKER, CLERK, CHAIR, None)] == [[True, True]] * 4
    assert [row.state for row in seen(world, CHAIR)] == ["revealed", "revealed"]
    assert seen(world, CHAIR)[1].levels["attention"] == 4


def test_an_unlocked_profile_looks_as_if_it_was_never_locked(world, desk):
    lock(world, desk, "setting", WORKER)
    desk.unlock(CASE, "setting")
    assert seen(world, CLERK)[0] == seen(world, WORKER)[0] == ProfileRow("setting", 1)
    lock(world, desk, "officer", CLERK)
    assert shown(world, CHAIR) == [False, False]


def test_a_blind_scorer_reads_none_until_the_round_is_revealed(world, desk):
    lock(world, desk, "setting", WORKER)
    lock(world, desk, "officer", CLERK)
    world.prepare()
    world.round = world.sit(CHAIR).open_round(world.meeting, world.item).id
    assert (shown(world, EP), shown(world, WORKER)) == ([False, False], [True, True])
    for person in panel_store.VOTERS:
        world.sit(person).lock_scores(world.round, panel_store.ratings())
    assert shown(world, EP) == [False, False]  # a lock can be taken back until then
    world.reveal()
    assert shown(world, EP) == [True, True]


def test_who_stepped_out_reads_none_and_enters_none(world, desk):
    lock(world, desk, "setting", WORKER)
    lock(world, desk, "officer", CLERK)
    world.plan()
    world.withdraw(EP)
    assert shown(world, EP) == [False, False]
    world.put("person.role_granted", Subject("person", EP), panel_store.RoleGranted("caseworker", START))
    world.ground.switch(EP)
    with pytest.raises(CaseClosedError):
        desk.lock(CASE, "officer", SHA, drafts())


def test_a_council_can_have_the_profiles_wait_for_the_panels_reveal(world, desk):
    policy = PolicyAdopted(profile.POLICY, {"expected": ("setting", "officer", "panel")}, START, "M9")
    world.put("policy.adopted", Subject("policy", profile.POLICY), policy)
    lock(world, desk, "setting", WORKER)
    lock(world, desk, "officer", CLERK)
    world.prepare()
    world.score()
    assert shown(world, None) == [False, False]
    world.reveal()
    assert shown(world, None) == [True, True]


def test_a_decision_closes_the_occasion_and_the_next_begins_with_its_levels(world, desk):
    lock(world, desk, "setting", WORKER)
    world.prepare()
    world.score(ep={"attention": 2}, head={"attention": 2}, deputy={"attention": 2}, chair={"attention": 2})
    world.reveal()
    world.agree()
    with pytest.raises(profile.BandShownError):
        world.ground.switch(WORKER)
        desk.unlock(CASE, "setting")
    world.propose()
    world.recommend()
    world.sign()
    assert world.read(party_profiles.occasion, CASE) == 2
    assert not world.read(party_profiles.band_shown, CASE)
    assert [row.state for row in seen(world, CLERK)] == ["open", "open"]
    before = world.read(party_profiles.profiles, CASE, CLERK, of=1)
    assert [row.is_shown for row in before] == [True, False]  # the officer never locked, and can't any more
    decided = world.read(party_profiles.last_decided, CASE, WORKER)
    assert (decided.decision, decided.on, decided.levels["attention"]) == (world.decision, ON, 2)
    lock(world, desk, "setting", WORKER, attention=1)
    assert world.read(party_profiles.profiles, CASE, WORKER)[0].occasion == 2


def test_a_profile_is_locked_whole_or_not_at_all(world, desk):
    world.ground.switch(WORKER)
    with pytest.raises(profile.ProfileIncompleteError) as refused:
        desk.lock(CASE, "officer", SHA, drafts()[1:])
    assert refused.value.missing == (profile.Missing(STRANDS[0], "level"),)
    assert seen(world, WORKER)[1].state == "open"


def test_a_profile_that_was_begun_waits_for_its_writer_alone(world):
    DraftsDesk(world.ground).save(draft.key(CASE, "officer"), WORKER, {"strands": [{"strand": STRANDS[0]}]})
    (row,) = world.read(party_profiles.to_do, WORKER, ON)
    assert (row.kind, row.where) == ("profile", {"case_id": CASE, "section": "profiles"})
    assert world.read(party_profiles.to_do, CLERK, ON) == []


# What a setting sent

LEVELS = dict(T04.levels)
NOTES = dict.fromkeys(STRANDS, f"{CANARY} as the school wrote it")


def test_a_setting_s_profile_is_taken_from_its_form_by_the_same_rule(world, desk):
    world.ground.switch(WORKER)
    assert desk.doubts(CASE, SHA, LEVELS, NOTES, {}) == ()
    desk.take_setting_profile(CASE, SHA, LEVELS, NOTES, {STRANDS[0]: ("SENCO report, page 2",)}, source="return-1")
    lock(world, desk, "officer", CLERK)
    row = seen(world, CHAIR)[0]
    assert (row.levels, row.source) == (LEVELS, "return-1")
    assert row.relied == {STRANDS[0]: ("SENCO report, page 2",)}
    assert desk.doubts(CASE, SHA, LEVELS, NOTES, {}) == (Doubt("locked"),)


@pytest.mark.parametrize(
    ("levels", "notes", "doubt"),
    [
        ({**LEVELS, "nowhere": 2}, NOTES, Doubt("strand_unknown", "nowhere")),
        ({**LEVELS, STRANDS[1]: 99}, NOTES, Doubt("level_unknown", STRANDS[1])),
        ({strand: LEVELS[strand] for strand in STRANDS[1:]}, NOTES, Doubt("level", STRANDS[0])),
        (LEVELS, {strand: NOTES[strand] for strand in STRANDS[1:]}, Doubt("basis", STRANDS[0])),
    ],
)
def test_each_doubt_about_a_form_is_named_and_stops_it(world, desk, levels, notes, doubt):
    world.ground.switch(WORKER)
    assert desk.doubts(CASE, SHA, levels, notes, {}) == (doubt,)
    with pytest.raises(DeskError) as refused:
        desk.take_setting_profile(CASE, SHA, levels, notes, {}, source="return-1")
    assert refused.value.code in ("PF-01", "PF-06")
    assert seen(world, WORKER)[0].state == "open"
