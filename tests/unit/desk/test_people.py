"""People on a real store: roles are asked by the desk, PINs slow down over a restart, a guest sees their cases only."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from bandingdesk import bootstrap, seams
from bandingdesk.council import may, people
from bandingdesk.council.ops import RoleEnded, RoleGranted, SettingAdded
from bandingdesk.council.people import RoleNeededError
from bandingdesk.council.rulebook import SecondPersonError
from bandingdesk.council.settings import DeviceRevokedError, RevokeReasonError
from bandingdesk.desk.desk import Desk
from bandingdesk.desk.ground import PinWaitError
from bandingdesk.errors import DeskError
from bandingdesk.ops import Subject
from bandingdesk.store import folds, pins, replay
from bandingdesk.store.queries import caseload, casework, closed, council, leaving
from tests.support import case_builders as b
from tests.support.decided_case import Decided, a_decided_case
from tests.support.panel_store import CASE, CHAIR, CLERK, EP, HEAD, PIN, START, WORKER, a_world, ratings


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = b.a_desk(tmp_path, is_demo=False)
    yield made
    made.close()


@pytest.fixture
def decided(tmp_path: Path) -> Iterator[Decided]:
    made = a_decided_case(tmp_path)
    yield made
    made.close()


def colleague(desk: Desk, *roles: str, panel_type: str | None = None) -> str:
    """Add an invented colleague with ROLES since 2024."""
    made = desk.council.add_person("C. Marsh (invented)", "CM", "Panel clerk").id
    for role in roles:
        desk.council.grant_role(made, role, b.FOUNDED.date(), panel_type=panel_type)  # type: ignore[arg-type]
    return made


# Roles


def test_a_chair_takes_no_list_in_and_nothing_is_recorded(desk: Desk) -> None:
    desk.switch(colleague(desk, "chair"))
    with pytest.raises(RoleNeededError) as caught:
        desk.casework.take_plans([b.PLAN], "list.xlsx", "0" * 64)
    assert (caught.value.code, caught.value.exit_code) == ("CO-01", 3)
    assert desk.read(lambda conn: caseload.count(conn, caseload.CaseFilter(), today=b.TODAY)) == 0


def test_only_an_administrator_grants_a_role(desk: Desk) -> None:
    clerk = colleague(desk, "clerk")
    desk.switch(clerk)
    with pytest.raises(RoleNeededError):
        desk.council.grant_role(clerk, "administrator", b.TODAY)


def test_the_first_person_founds_the_record_and_nobody_after(desk: Desk) -> None:
    desk.switch(desk.ground.ids.new())
    with pytest.raises(RoleNeededError):
        desk.council.add_person("N. Obody", "NO", "Nothing")


def test_a_chair_of_another_panel_type_can_not_reveal(tmp_path: Path) -> None:
    world = a_world(tmp_path)
    world.prepare()
    world.score()
    with world.store.act(by=WORKER) as act:
        person = act.load(Subject("person", CHAIR))
        ended = RoleEnded("chair", START)
        act.record(people.end_role(person, WORKER, world.ground.clock.now(), ended))
        again = act.load(Subject("person", CHAIR))
        granted = RoleGranted("chair", date(2026, 4, 2), panel_type="post16")
        act.record(people.grant(again, WORKER, world.ground.clock.now(), granted))
    with pytest.raises(RoleNeededError):
        world.sit(CHAIR).reveal(world.round)
    world.store.close()


def test_another_member_enters_no_score_for_a_member(tmp_path: Path) -> None:
    world = a_world(tmp_path)
    world.prepare()
    world.round = world.sit(CHAIR).open_round(world.meeting, world.item).id
    with pytest.raises(may.EnteredForError):
        world.sit(HEAD).lock_scores(world.round, ratings(), person=EP)
    world.sit(CLERK).lock_scores(world.round, ratings(), person=EP)
    history = world.store.history(Subject("sheet", f"{world.round}.{EP}"))
    assert [(op.by, op.entered_by) for op in history] == [(EP, CLERK)]
    world.store.close()


def test_a_role_ends_with_its_day_and_what_is_open_is_listed(desk: Desk) -> None:
    worker = colleague(desk, "caseworker")
    desk.casework.take_plans([b.PLAN], "list.xlsx", "0" * 64)
    case = desk.read(lambda conn: caseload.ids(conn, caseload.CaseFilter(), today=b.TODAY))[0]
    desk.casework.assign(case, worker)
    listed = desk.read(lambda conn: leaving.open_work(conn, worker, b.TODAY))
    assert [(one.what, one.id) for one in listed] == [("case", case)]
    desk.council.end_role(worker, "caseworker", b.TODAY - timedelta(days=1))
    desk.switch(worker)
    with pytest.raises(RoleNeededError):
        desk.casework.assign(case, worker)
    with pytest.raises(closed.CaseNotYoursError):
        desk.read(lambda conn: casework.case(conn, case, worker))


def test_the_last_administrator_stays(desk: Desk) -> None:
    me = desk.me_id
    with pytest.raises(people.LastAdministratorError):
        desk.council.end_role(me, "administrator", b.TODAY)
    other = colleague(desk, "administrator")
    desk.council.end_role(me, "administrator", b.TODAY)
    desk.switch(other)
    desk.council.set_login(me, " f.quill ")
    assert desk.store.load(Subject("person", me)).login == "f.quill"


@pytest.mark.parametrize(
    ("starts", "ends", "error"),
    [(b.TODAY, b.TODAY - timedelta(days=1), people.RoleDaysError), (b.TODAY, None, people.RoleHeldError)],
)
def test_days_of_a_role_make_sense(desk: Desk, starts: date, ends: date | None, error: type[DeskError]) -> None:
    clerk = colleague(desk, "clerk")
    with pytest.raises(error):
        desk.council.grant_role(clerk, "clerk", starts, ends=ends)


def test_who_added_a_version_does_not_adopt_it_where_somebody_else_may(decided: Decided) -> None:
    from tests.unit.desk.test_frameworks import NOT_NEEDED, file

    desk = decided.desk
    made = desk.frameworks.add_file(file(version="7")).id
    head = desk.council.add_person("E. Thornbury (invented)", "ET", "Head of SEND").id
    desk.council.grant_role(head, "head_of_service", START)
    given = {"equality": NOT_NEEDED, "consultation": NOT_NEEDED}
    with pytest.raises(SecondPersonError):
        desk.frameworks.adopt(made, START, "CAB 1 (invented)", **given)
    desk.switch(head)
    desk.frameworks.adopt(made, START, "CAB 1 (invented)", **given)


def test_a_role_with_a_last_day_is_told_until_that_day(desk: Desk) -> None:
    guest = desk.council.add_person("G. Uest (invented)", "GU", "Auditor").id
    desk.council.grant_role(guest, "auditor", b.TODAY, ends=b.TODAY + timedelta(days=30))
    assert desk.read(lambda conn: council.person(conn, guest)).roles == ("auditor",)
    later = b.NOW + timedelta(days=31)
    desk.clock.set(later)  # type: ignore[attr-defined]  # the clock of a test
    desk.council.add_setting(SettingAdded(b.SCHOOL, "main", "900001", ("1 School Lane",), None, True))
    assert desk.read(lambda conn: council.person(conn, guest)).roles == ()


# A guest


def test_a_guest_auditor_sees_the_cases_they_were_given(decided: Decided) -> None:
    desk = decided.desk
    guest = colleague(desk, "auditor")
    autumn = (date(2026, 9, 1), date(2026, 11, 30))
    sample = desk.oversight.draw_sample("Autumn", *autumn, 1, 17).id

    def seen() -> tuple[int, int]:
        found = desk.read(lambda conn: caseload.search(conn, "Rowan", viewer=guest))
        listed = desk.read(lambda conn: caseload.ids(conn, caseload.CaseFilter(), today=START, viewer=guest))
        return len(found), len(listed)

    assert seen() == (0, 0)
    with pytest.raises(closed.CaseNotYoursError):
        desk.read(lambda conn: casework.case(conn, CASE, guest))
    desk.oversight.open_audit(sample, decided.decision, guest)
    assert seen() == (1, 1)
    assert desk.read(lambda conn: casework.case(conn, CASE, guest)).id == CASE
    assert desk.read(lambda conn: caseload.search(conn, "Rowan", viewer=WORKER))


# PINs


def test_wrong_pins_slow_down_and_a_restart_does_not_forget(desk: Desk, tmp_path: Path) -> None:
    me = desk.me_id
    for _ in range(pins.FREE):
        assert not desk.council.check_pin(me, "0000")
    with pytest.raises(PinWaitError) as caught:
        desk.council.check_pin(me, b.PIN)  # not even a right one is looked at
    assert (caught.value.seconds, caught.value.fields["wait"]) == (30, "30 seconds")
    desk.close()
    clock = seams.FixedClock(b.NOW)
    again = bootstrap.open_desk(tmp_path / "case.desk", None, clock=clock, ids=seams.SeededIds(9, b.NOW), plain=True)
    with pytest.raises(PinWaitError):
        again.council.check_pin(me, b.PIN)
    clock.set(b.NOW + timedelta(seconds=30))
    assert again.council.check_pin(me, b.PIN)
    assert pins.waiting(again.store, me, b.NOW) == timedelta(0)
    again.close()


def test_a_clock_put_back_makes_no_endless_wait(desk: Desk) -> None:
    for _ in range(pins.FREE):
        desk.council.check_pin(desk.me_id, "0000")
    assert pins.waiting(desk.store, desk.me_id, b.NOW - timedelta(days=4000)) == timedelta(seconds=30)


def test_waits_double_up_to_a_quarter_of_an_hour() -> None:
    seconds = [int(pins.wait_after(count).total_seconds()) for count in range(10)]
    assert seconds == [0, 0, 0, 30, 60, 120, 240, 480, 900, 900]
    assert pins.wait_after(5000) == pins.LONGEST


def test_a_wrong_pin_at_a_signature_counts_though_the_act_is_undone(decided: Decided) -> None:
    ground = decided.world.ground
    decided.world.store.is_demo = False
    for _ in range(pins.FREE):
        assert not ground.pin_fits("0000")
    with pytest.raises(PinWaitError):
        ground.pin_signs(PIN)


def test_a_pin_is_changed_by_its_owner_with_the_old_one(desk: Desk) -> None:
    assert desk.council.change_pin("0000", "735100") is None
    assert desk.council.change_pin(b.PIN, "735100") is not None
    assert desk.council.check_pin(desk.me_id, "735100")


def test_an_administrator_resets_a_forgotten_pin_and_it_signs_nothing(desk: Desk) -> None:
    clerk = colleague(desk, "clerk")
    desk.council.set_pin(clerk, "1111")  # the first
    with pytest.raises(people.PinResetNeededError):
        desk.council.set_pin(clerk, "2222")
    with pytest.raises(people.ResetReasonError):
        desk.council.reset_pin(clerk, "2222", " ")
    desk.council.reset_pin(clerk, "2222", "Came to my desk.")
    desk.switch(clerk)
    assert desk.ground.pin_fits("2222")
    with pytest.raises(people.PinTemporaryError):
        desk.ground.pin_signs("2222")
    assert desk.council.change_pin("2222", "8080")
    assert desk.ground.pin_signs("8080")
    told = desk.store.history(Subject("person", clerk))[-2]
    assert (told.kind, told.body.reason, told.by == clerk) == ("person.pin_reset", "Came to my desk.", False)


def test_nobody_but_an_administrator_resets_a_pin(desk: Desk) -> None:
    me = desk.me_id
    desk.switch(colleague(desk, "clerk", "chair"))
    with pytest.raises(RoleNeededError):
        desk.council.reset_pin(me, "2222", "I want it.")


# Devices


def test_a_device_is_taken_out_once_and_with_a_reason(desk: Desk) -> None:
    device = desk.store.device_id
    with pytest.raises(RevokeReasonError):
        desk.council.revoke_device(device, "")
    desk.council.revoke_device(device, "Lost on a train.")
    with pytest.raises(DeviceRevokedError):
        desk.council.revoke_device(device, "Lost on a train.")


def test_rows_are_the_replay_after_all_of_it(desk: Desk) -> None:
    clerk = colleague(desk, "clerk", panel_type="banding")
    desk.council.end_role(clerk, "clerk", b.TODAY - timedelta(days=1), panel_type="banding")
    desk.council.reset_pin(clerk, "2222", "Came to my desk.")
    desk.council.set_login(clerk, "c.marsh")
    assert desk.read(lambda conn: replay.differing(conn, folds.registry())) == []
    assert desk.read(lambda conn: council.person(conn, clerk)).roles == ()
