"""When a run must not go on: the server went back or is another one, the laptop is a copy, the program is too old."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bandingdesk import seams
from bandingdesk.council.ops import PersonAdded, RoleGranted
from bandingdesk.ops import Op, Subject
from bandingdesk.store import device_keys, folds, verify
from bandingdesk.store.store import Store, open_store
from bandingdesk.sync import quarantine, refusals, remote
from bandingdesk.sync.enrol import JoinRefusedError, UnsentError
from tests.support import clusters, shared_store
from tests.support import sync_team as st
from tests.support.clusters import Cluster, Database
from tests.support.keyrings import InMemory, own_keyring  # noqa: F401
from tests.support.shared_store import Laptop
from tests.support.sync_team import Team, assign, case, conflicts, open_case, states


@pytest.fixture
def team(shared: Database, tmp_path: Path, own_keyring: object) -> Iterator[Team]:  # noqa: F811
    """Ann and Ben, caseworkers, and Dan, the administrator."""
    made = Team(shared, tmp_path)
    made.person("ann")
    made.person("ben")
    made.person("dan", "administrator", "qa_lead")
    yield made
    made.close()


def restored(cluster: Cluster, laptops: list[Laptop], kept: Path) -> None:
    """Set the server back; what was connected is not any more."""
    for laptop in laptops:
        laptop.sync.close()
    cluster.restore(kept)


def vouch(team: Team) -> int:
    """Let the administrator say that the ledger was set back to its end."""
    with remote.connect(shared_store.address(team.database, "dan"), None) as line:
        seq = line.hello("nobody").head_seq
        line.restore_mark(seq)
    return seq


def test_a_restored_server_is_noticed_waits_for_a_word_and_gets_all_back(
    tmp_path: Path,
    own_keyring: object,  # noqa: F811
) -> None:
    with (
        clusters.running() as cluster,
        clusters.template(cluster, "whole"),
        clusters.database(cluster, "whole") as base,
    ):
        team = Team(base, tmp_path)
        for login, roles in (("ann", ["caseworker"]), ("ben", ["caseworker"]), ("dan", ["administrator"])):
            team.person(login, *roles)
        ann, ben = team.laptop("ann"), team.laptop("ben")
        open_case(ann.store)
        team.quiet()
        kept = cluster.keep()
        told = [assign(ann.store, "ann"), open_case(ben.store, "c2")]
        team.quiet()
        told.append(assign(ben.store, "ben"))
        team.quiet()

        restored(cluster, team.laptops, kept)
        for laptop in team.laptops:
            stopped = laptop.sync.once()
            assert stopped.stop == "SERVER_WENT_BACK"
            assert stopped.retry_seconds is None
        seq = vouch(team)
        met = ann.once()
        assert (met.restored, met.pushed) == (seq, 1)
        team.quiet(3)
        assert set(told) <= states(ann.store).keys()
        assert states(ann.store) == states(ben.store)
        assert team.whole() == []
        with ann.store.read() as conn:
            walked = verify.verify(conn).ledger
        assert walked is not None
        assert walked.lost > 0
        assert walked.checkpoints > 1

        restored(cluster, team.laptops, kept)  # the same backup again: the old word explains it no more
        assert ann.sync.once().stop in ("SERVER_WENT_BACK", "SERVER_FORKED")
        vouch(team)
        team.quiet(3)
        assert team.whole() == []
        team.close()


def test_another_ledger_under_the_same_id_is_a_fork(team: Team) -> None:
    ann, ben = team.laptop("ann"), team.laptop("ben")
    open_case(ann.store)
    team.quiet()
    own = assign(ann.store, "ann")
    with team.database.owner() as conn:
        conn.execute("ALTER TABLE desk.ledger DISABLE TRIGGER ALL")
        conn.execute("UPDATE desk.ledger SET hash = sha256(hash) WHERE seq = 1")
        conn.execute("UPDATE desk.store SET head_hash = (SELECT hash FROM desk.ledger WHERE seq = 1)")
    for laptop in (ann, ben):
        assert laptop.sync.once().stop == "SERVER_FORKED"
    assert states(ann.store)[own] == "recorded"


def test_an_entry_changed_on_its_way_is_not_taken_over(team: Team) -> None:
    ann, ben = team.laptop("ann"), team.laptop("ben")
    open_case(ann.store, "c1")
    open_case(ann.store, "c2")
    ann.once()
    with team.database.owner() as conn:
        conn.execute("ALTER TABLE desk.ledger DISABLE TRIGGER ALL")
        conn.execute("UPDATE desk.ledger SET actor = 'ben' WHERE seq = 2")
    assert ben.sync.once().stop == "SERVER_FORKED"
    assert states(ben.store) == {}


def test_a_body_changed_on_its_way_is_not_taken_over(team: Team) -> None:
    ann, ben = team.laptop("ann"), team.laptop("ben")
    open_case(ann.store)
    ann.once()
    with team.database.owner() as conn:
        conn.execute("ALTER TABLE desk.payload DISABLE TRIGGER ALL")
        conn.execute("UPDATE desk.payload SET body = body || '\\x20'::bytea")
    stopped = ben.sync.once()
    assert stopped.fault is not None
    assert stopped.fault.code == "SY-02"
    assert states(ben.store) == {}


def test_an_entry_forged_in_a_device_s_name_is_unsigned(team: Team) -> None:
    ann, ben = team.laptop("ann"), team.laptop("ben")
    open_case(ann.store)
    team.quiet()
    with team.database.owner() as conn:
        conn.execute("UPDATE desk.device SET signature = sha512(signature) WHERE name = 'laptop of ann'")
    assign(ann.store, "ann")
    with ann.store.read() as conn:
        assert verify.verify(conn).ok
    open_case(ben.store, "c3")
    assert ben.once().suspects == (ann.store.device_id,)


def test_a_copied_laptop_is_known_and_goes_on_as_a_new_device(team: Team) -> None:
    ann = team.laptop("ann")
    open_case(ann.store)
    ann.once()
    ann.close()
    shutil.copy(ann.store.path, team.folder / "copy.bdk")
    ann = shared_store.open_laptop(ann.store.path, ann.at, "ann", seams.FixedClock(st.NOON))
    team.laptops = [ann]
    head = assign(ann.store, "ann")
    ann.once()
    copy = shared_store.open_laptop(team.folder / "copy.bdk", ann.at, "ann", seams.FixedClock(st.NOON))
    assert copy.store.device_id == ann.store.device_id
    assert copy.sync.once().stop == "DEVICE_COPIED"
    copy.enrol()
    assert copy.store.device_id != ann.store.device_id
    team.laptops.append(copy)
    copy.once()
    assert copy.store.load(case()).head == head
    assign(copy.store, "copy")
    team.quiet()
    assert team.whole() == []


def test_a_copy_with_work_of_its_own_is_refused_and_loses_nothing(team: Team) -> None:
    ann = team.laptop("ann")
    open_case(ann.store)
    ann.once()
    ann.close()
    shutil.copy(ann.store.path, team.folder / "copy.bdk")
    ann = shared_store.open_laptop(ann.store.path, ann.at, "ann", seams.FixedClock(st.NOON))
    team.laptops = [ann]
    assign(ann.store, "ann")
    ann.once()
    copy = shared_store.open_laptop(team.folder / "copy.bdk", ann.at, "ann", seams.FixedClock(st.NOON))
    team.laptops.append(copy)
    own = assign(copy.store, "copy")
    assert copy.sync.once().stop == "DEVICE_COPIED"
    with pytest.raises(UnsentError) as refused:
        copy.enrol()
    assert refused.value.fields == {"ops": 1}
    assert states(copy.store)[own] == "recorded"
    assert copy.store.load(case()).assigned == "copy"


def test_a_lost_keyring_entry_sends_nothing_and_says_what_to_do(team: Team, own_keyring: InMemory) -> None:  # noqa: F811
    ann = team.laptop("ann")
    own = open_case(ann.store)
    own_keyring.entries.clear()
    stopped = ann.sync.once()
    assert isinstance(stopped.fault, device_keys.DeviceKeyLostError)
    assert states(ann.store)[own] == "recorded"
    assert stopped.waiting == 1


def test_a_program_that_is_too_old_may_send_and_not_read(team: Team) -> None:
    ann, ben = team.laptop("ann"), team.laptop("ben")
    open_case(ann.store)
    ann.once()
    open_case(ben.store, "c2")
    with team.database.owner() as conn:
        conn.execute("UPDATE desk.store SET min_client = '99.0', epoch = epoch + 1")
    stopped = ben.sync.once()
    assert stopped.stop == "UPGRADE_REQUIRED"
    assert stopped.outcomes == {"applied": 1}
    assert stopped.pulled == 0
    assert stopped.waiting == 0
    with team.database.owner() as conn:
        conn.execute("UPDATE desk.store SET min_client = '0.1.0'")
    team.quiet()
    assert team.whole() == []


def test_an_epoch_that_only_adds_goes_on_as_before(team: Team) -> None:
    ann, ben = team.laptop("ann"), team.laptop("ben")
    with team.database.owner() as conn:
        conn.execute("UPDATE desk.store SET epoch = epoch + 1")
        conn.execute("ALTER TABLE desk.ledger ADD COLUMN later text")
    open_case(ann.store)
    team.quiet()
    assert ben.store.load(case()) == ann.store.load(case())
    assert team.whole() == []


@pytest.mark.parametrize(("lowest", "highest", "stop"), [(2, 3, "UPGRADE_REQUIRED"), (0, 0, "SERVER_TOO_OLD")])
def test_protocols_that_do_not_meet_send_nothing(team: Team, lowest: int, highest: int, stop: str) -> None:
    ann = team.laptop("ann")
    own = open_case(ann.store)
    with team.database.owner() as conn:
        conn.execute("UPDATE desk.store SET lowest_protocol = %s, highest_protocol = %s", (lowest, highest))
    stopped = ann.sync.once()
    assert stopped.stop == stop
    assert states(ann.store)[own] == "recorded"


def test_the_server_of_another_store_is_told(team: Team) -> None:
    ann = team.laptop("ann")
    with team.database.owner() as conn:
        conn.execute("UPDATE desk.store SET store_id = 'another'")
    assert ann.sync.once().stop == "OTHER_STORE"


def test_a_device_nobody_enrolled_is_told(team: Team) -> None:
    ann = Laptop(team.store("ann"), shared_store.address(team.database, "ann"))
    with remote.connect(ann.at, None) as line:
        ann.store.adopt(line.hello("x").store_id)
    assert ann.sync.once().stop == "NOT_ENROLLED"
    ann.close()


def test_who_was_taken_out_keeps_the_work_and_a_keeper_brings_it_in(team: Team) -> None:
    dan, ann = team.laptop("dan"), team.laptop("ann")
    with dan.store.act() as act:
        dan_ = Subject("person", "dan")
        act.record(Op("person.added", dan_, None, "dan", st.NOON, PersonAdded("Dan", "D", "")))
        act.record(
            Op("person.role_granted", dan_, act.head(dan_), "dan", st.NOON, RoleGranted("qa_lead", st.NOON.date()))
        )
    open_case(ann.store)
    team.quiet()
    own = assign(ann.store, "ann")
    st.add_paper(ann.store, "p1", b"paper" * 100_000)
    with remote.connect(dan.at, None) as line:
        line.revoke_device(ann.store.device_id)
    stopped = ann.sync.once()
    assert stopped.stop == "REVOKED"
    assert stopped.waiting == 2

    sealed = team.folder / "work.bdw"
    made = quarantine.export(ann.store, sealed)
    assert (made.ops, made.files, made.openers) == (2, 1, ("dan",))
    assert b"paper" not in sealed.read_bytes()
    ben = team.laptop("ben")
    with remote.connect(ben.at, None) as line, pytest.raises(device_keys.SealedForOthersError):
        quarantine.bring_in(ben.store, line, sealed)
    with remote.connect(dan.at, None) as line:
        for _ in range(2):  # twice does no harm
            assert quarantine.bring_in(dan.store, line, sealed).outcomes == {"quarantined": 2}
    team.laptops.remove(ann)
    team.quiet()
    assert conflicts(dan.store)[own] == ("revoked", None, "open")
    assert dan.store.load(case()).assigned is None
    with dan.store.read() as conn:
        row = conn.exec_driver_sql(
            "SELECT o.actor, l.submitter FROM ledger l JOIN op o ON o.seq = l.op_seq WHERE o.op_id = ?", (own,)
        ).one()
    assert tuple(row) == ("ann", "dan")
    assert team.whole() == []
    ann.close()


def test_sealed_work_that_was_cut_or_changed_is_refused_whole(team: Team) -> None:
    dan, ann = team.laptop("dan"), team.laptop("ann")
    with dan.store.act() as act:
        dan_ = Subject("person", "dan")
        act.record(Op("person.added", dan_, None, "dan", st.NOON, PersonAdded("Dan", "D", "")))
        act.record(
            Op("person.role_granted", dan_, act.head(dan_), "dan", st.NOON, RoleGranted("qa_lead", st.NOON.date()))
        )
    team.quiet()
    open_case(ann.store)
    sealed = team.folder / "work.bdw"
    quarantine.export(ann.store, sealed)
    whole = sealed.read_bytes()
    with remote.connect(dan.at, None) as line:
        for bad in (
            whole[:-1],
            whole[: len(whole) // 2],
            whole[:3],
            b"",
            whole[:-9] + b"\0" + whole[-8:],
            b"PK" + whole,
        ):
            (team.folder / "bad.bdw").write_bytes(bad)
            with pytest.raises((quarantine.NoWorkFileError, device_keys.SealedForOthersError)):
                quarantine.bring_in(dan.store, line, team.folder / "bad.bdw")
        assert line.hello(dan.store.device_id).head_seq == 2


def test_a_login_that_ended_stops_as_revoked(team: Team) -> None:
    ann, dan = team.laptop("ann"), team.laptop("dan")
    own = open_case(ann.store)
    with remote.connect(dan.at, None) as line:
        line.end_login("ann")
    stopped = ann.sync.once()
    assert isinstance(stopped.fault, refusals.LoginEndedError)
    assert stopped.stop == "REVOKED"
    assert states(ann.store)[own] == "recorded"


def test_one_laptop_grows_into_a_shared_store_and_the_next_begins_empty(team: Team) -> None:
    grown = team.store("ann")
    open_case(grown)
    for number in range(3):
        assign(grown, f"p{number}")
    with grown.act(by="somebody before") as act:
        act.record(st.assigned("c1", act.head(case()), act.by, "older"))
    with grown.read() as conn:
        before = verify.verify(conn).devices
    ann = team.join(grown, "ann")
    assert ann.once().outcomes == {"applied": 5}
    ben = team.laptop("ben")
    ben.once()
    assert ben.store.load(case()) == ann.store.load(case())
    with ann.store.read() as conn:
        assert verify.verify(conn).devices == before
    assert team.whole() == []

    own = team.store("ben", "own")
    open_case(own, "mine")
    with pytest.raises(JoinRefusedError) as refused:
        team.join(own, "ben")
    assert refused.value.fields == {"ops": 1}
    assert own.marks().get("peer") is None
    own.close()


def _reopened(store: Store) -> Store:
    store.close()
    clock, ids = seams.FixedClock(st.NOON), seams.SystemIds()
    return open_store(store.path, None, folds.registry(), clock=clock, ids=ids, person=store.person, plain=True)


def test_a_store_that_joined_knows_its_peer_when_it_is_opened_again(team: Team) -> None:
    from bandingdesk.sync import connection

    ann = team.laptop("ann")
    again = _reopened(ann.store)
    where = connection.server(again)
    assert where == ann.at
    with connection.connect(again) as line:
        assert line.hello(again.device_id).device_known
    connection.leave(again)
    with pytest.raises(connection.NoPeerError):
        connection.connect(again)
    again.close()
