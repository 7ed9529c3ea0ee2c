"""A trial and an adoption beside a child's case: neither changes its band or its money, and it keeps its version."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bandingdesk.council.ops import KeptPaper
from bandingdesk.desk.council import CouncilDesk
from bandingdesk.desk.frameworks import FrameworksDesk
from bandingdesk.matrix import files, trial
from bandingdesk.matrix.compiled import compile_scheme
from bandingdesk.matrix.profile import Profile
from bandingdesk.matrix.trial import TrialBand
from bandingdesk.store import log
from bandingdesk.store.queries import council, decisions, panel, rounds, trials, versions
from tests.support.frameworks import read, small
from tests.support.panel_store import (
    CASE,
    CLERK,
    FRAMEWORK,
    OFFICER,
    ON,
    SEATS,
    START,
    TARIFF,
    WORKER,
    World,
    a_world,
)

OLD = files.sha256(FRAMEWORK)
NOT_NEEDED = KeptPaper(reason="Invented: it touches no child.", officer="A. Officer (invented)")


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = a_world(tmp_path)
    yield made
    made.store.close()


def strict(**changes: Any) -> bytes:
    """Return Exampleshire's scheme with one difference: 20 points, as worked test T04 has, are still Band 1."""
    raw = json.loads(files.canonical(FRAMEWORK)) | {"version": "2027.1", "supersedes": OLD, **changes}
    rows = raw["decide"]["rows"]
    rows[0]["to"], rows[1]["from"] = 24, 25
    raw["tests"] = [test for test in raw["tests"] if test["id"] not in ("T04", "T08")]  # those between 20 and 24
    return json.dumps(raw).encode()


def on_trial(world: World) -> str:
    frameworks = FrameworksDesk(world.ground)
    world.ground.switch(WORKER)
    made = frameworks.add_file(strict()).id
    frameworks.start_trial(made, START, date(2027, 3, 31), "The forum asked for it first.")
    return made


def decided(world: World) -> decisions.DecisionRow:
    world.prepare()
    world.score()
    world.reveal()
    world.agree()
    world.propose()
    world.recommend()
    world.sign()
    return world.read(decisions.decision, world.decision, OFFICER)  # type: ignore[no-any-return]


def test_a_version_in_trial_touches_no_indication_proposal_decision_or_money(world: World) -> None:
    made = on_trial(world)
    row = decided(world)
    meeting = world.read(panel.meeting, world.meeting)
    assert (meeting.framework_sha256, row.indicated, row.band, row.final_band) == (OLD, "B2", "B2", "B2")
    assert (row.money.pence, row.money.tariff_sha256) == (120_000, files.sha256(TARIFF))
    # No op of the record names the trial but its own.
    with world.store.read() as conn:
        rows = log.driver(conn).execute("SELECT subject, kind, body FROM op JOIN payload USING (seq)").fetchall()
    assert {subject for subject, _, body in rows if made.encode() in body} == {f"framework:{made}"}
    assert {kind for subject, kind, _ in rows if subject == f"framework:{made}"} >= {"framework.trial_started"}


def test_the_trial_is_seen_beside_the_scheme_in_force_from_the_agreed_levels(world: World) -> None:
    made = on_trial(world)
    assert world.read(trials.beside, made) == ()
    decided(world)
    [row] = world.read(trials.beside, made)
    assert (row.case, row.on, row.framework_sha256, row.band) == (CASE, ON, OLD, "B2")
    assert row.trial == TrialBand("indicative", "B1", ("B1",))
    assert row.differs


def test_only_meetings_within_the_days_of_the_trial_are_shown(world: World) -> None:
    frameworks = FrameworksDesk(world.ground)
    world.ground.switch(WORKER)
    made = frameworks.add_file(strict()).id
    frameworks.start_trial(made, date(2026, 11, 27), date(2027, 3, 31), "The forum asked for it first.")
    decided(world)
    assert world.read(trials.beside, made) == ()
    never = frameworks.add_file(strict(version="2027.2")).id
    assert world.read(trials.beside, never) == ()


def test_a_meeting_can_not_be_planned_under_a_version_in_trial(world: World) -> None:
    with_id = json.loads(strict()) | {"id": "trial-only"}
    del with_id["supersedes"]
    frameworks = FrameworksDesk(world.ground)
    world.ground.switch(WORKER)
    made = frameworks.add_file(json.dumps(with_id).encode()).id
    frameworks.start_trial(made, START, date(2027, 3, 31), "The forum asked for it first.")
    desk = world.sit(CLERK)
    with pytest.raises(council.NothingInForceError):
        desk.plan_meeting("moderation", ON, "09:00", "12:00", "Room 1", SEATS, framework="trial-only")


def test_a_case_keeps_the_version_it_was_decided_under(world: World) -> None:
    row = decided(world)
    before = world.read(rounds.round, world.round, OFFICER).band
    frameworks = FrameworksDesk(world.ground)
    world.ground.switch(WORKER)
    made = frameworks.add_file(strict()).id
    for one in world.read(versions.report, made).findings:
        if one.severity == "warning":
            frameworks.answer(made, one.code, one.where, "Wanted (invented).")
    frameworks.adopt(made, ON, "CAB 27/1 (invented)", equality=NOT_NEEDED, consultation=NOT_NEEDED)
    assert world.read(council.framework_in_force, ON).id == made
    after = world.read(decisions.decision, world.decision, OFFICER)
    assert (after.final_band, after.money, world.read(panel.meeting, world.meeting).framework_sha256) == (
        row.final_band,
        row.money,
        OLD,
    )
    now = world.read(rounds.round, world.round, OFFICER).band
    assert now == before
    explained = json.loads(now.explanation)
    assert now.framework_sha256 == OLD
    assert explained["explains"]["framework"] == f"exampleshire-send@2026.1#{OLD}"
    assert explained["result"]["band"] == "B2"  # under the new version the same levels are Band 1
    counts = {one.version: one.cases for one in world.read(versions.versions)}
    assert counts == {"2026.1": 1, "2027.1": 0}


def test_a_panel_works_under_the_scheme_that_the_policy_names_for_it(world: World) -> None:
    frameworks = FrameworksDesk(world.ground)
    world.ground.switch(WORKER)
    test = {"id": "T1", "levels": {"a": 0, "b": 0, "c": 0}, "expect": {"band": "B1"}, "source": "by hand"}
    other = frameworks.add_file(json.dumps(small(tests=[test])).encode()).id
    frameworks.adopt(other, date(2026, 9, 1), "CAB 2 (invented)", equality=NOT_NEEDED, consultation=NOT_NEEDED)
    rows = [{"band": f"B{n}", "pence": n * 100_000} for n in (1, 2, 3)]
    money = {"framework": "small", "year": "2026-27", "period": "year", "rounding": "none", "rows": rows}
    tariff = frameworks.add_tariff(json.dumps(money).encode()).id
    frameworks.adopt_tariff(tariff, date(2026, 9, 1), "CAB 2 (invented)")

    def planned(**named: str) -> tuple[str, str]:
        desk = world.sit(CLERK)
        made = desk.plan_meeting("moderation", ON, "09:00", "12:00", "Room 1", SEATS, **named).id  # type: ignore[arg-type]
        row = world.read(panel.meeting, made)
        return row.framework_sha256, row.tariff_sha256

    own = (OLD, files.sha256(TARIFF))
    assert planned() == (other, tariff)  # the one that started last
    assert planned(framework="exampleshire-send") == own
    world.ground.switch(WORKER)
    CouncilDesk(world.ground).adopt_policy("panel_frameworks", {"moderation": "exampleshire-send"}, START, "M2")
    assert planned() == own
    assert planned(framework="small") == (other, tariff)


def test_levels_of_another_version_are_scored_as_far_as_the_trial_knows_them() -> None:
    scheme = compile_scheme(read(small()))
    known = {"a": 4, "b": 1, "c": 0}
    assert trial.score(scheme, Profile(known)) == TrialBand("indicative", "B2", ("B2",))
    assert trial.score(scheme, Profile({**known, "gone": 3})) == TrialBand("indicative", "B2", ("B2",))
    missing = trial.score(scheme, Profile({"a": 4, "b": 1}))
    assert (missing.kind, missing.band) == ("not_scored", None)
    assert "Cedar" in missing.reason
    beyond = trial.score(scheme, Profile({**known, "c": 7}))
    assert beyond.kind == "not_scored"
    ranged = trial.score(compile_scheme(read(small(missing="interval"))), Profile({"a": 4, "b": 1}))
    assert (ranged.kind, ranged.bands) == ("interval", ("B2", "B3"))
