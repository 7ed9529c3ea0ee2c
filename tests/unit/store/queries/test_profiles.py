"""The council's own caseload: decided levels alone, and what is left out is counted by its reason."""

from __future__ import annotations

import pytest

from bandingdesk.matrix.whatif.simulation import Simulation
from bandingdesk.store.queries import profiles
from tests.support import panel_store
from tests.support.decided_case import a_decided_case
from tests.support.frameworks import framework


@pytest.fixture
def a_decided(tmp_path):
    made = a_decided_case(tmp_path)
    yield made
    made.close()


def test_a_signed_decision_brings_its_agreed_levels(a_decided):
    found = a_decided.world.read(profiles.decided, panel_store.FRAMEWORK)
    assert found.caseload.cases == (panel_store.CASE,)
    profile = found.caseload.profile(0)
    assert profile["levels"]["literacy"] == 3  # worked test T04: literacy 3, all else 0
    assert sum(profile["levels"].values()) == 3
    assert (found.on_record, found.left_out) == (1, {})
    assert set(found.caseload.groups) == {"school", "need"}


def test_the_simulation_says_what_the_panel_was_shown(a_decided):
    found = a_decided.world.read(profiles.decided, panel_store.FRAMEWORK)
    simulation = Simulation(panel_store.FRAMEWORK, panel_store.TARIFF, found.caseload)
    assert simulation.axes.rows[simulation.standing.rows[0]] == "B2"
    assert simulation.totals.total == 120_000  # T04: Band 2, £1,200 a year


def test_a_case_that_was_not_signed_has_no_levels_yet(tmp_path):
    made = a_decided_case(tmp_path, is_signed=False)
    found = made.world.read(profiles.decided, panel_store.FRAMEWORK)
    made.close()
    assert len(found.caseload) == 0
    assert sum(found.left_out.values()) == found.on_record == 1
    assert set(found.left_out) <= {profiles.BAND_ONLY, profiles.NO_LEVELS}


def test_levels_of_another_framework_are_not_read_into_this_one(a_decided):
    found = a_decided.world.read(profiles.decided, framework("westmark-counts-2026.json"))
    assert found.left_out == {profiles.OTHER_FRAMEWORK: 1}
    assert len(found.caseload) == 0


def test_a_case_closed_to_the_person_is_left_out(a_decided):
    a_decided.world.withdraw(panel_store.HEAD)
    found = a_decided.world.read(profiles.decided, panel_store.FRAMEWORK, panel_store.HEAD)
    assert found.left_out == {profiles.CLOSED: 1}


def test_a_plan_with_a_band_alone_is_held_beside_the_levels(tmp_path):
    made = a_decided_case(tmp_path, is_signed=False)
    with made.world.store.read() as conn:
        found = profiles.decided(conn, panel_store.FRAMEWORK)
    made.close()
    assert len(found.held) == len(found.bands) == found.left_out.get(profiles.BAND_ONLY, 0)
