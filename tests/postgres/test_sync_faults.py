"""What goes wrong on the way: clocks, lines, disks, bad bodies. Nothing is lost, nothing is half done, all is said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bandingdesk import seams
from bandingdesk.ops import Kind, Op, Subject
from bandingdesk.store import arrive, chain, engine, folds
from bandingdesk.store.arrive import Entry
from bandingdesk.store.tables import OP_COLUMNS
from bandingdesk.sync import outcomes, push, refusals, remote, wire
from bandingdesk.sync.address import Address
from bandingdesk.sync.run import Sync
from bandingdesk.sync.wire import SignedHead
from tests.support import sync_team as st
from tests.support.clusters import Database
from tests.support.keyrings import own_keyring  # noqa: F401
from tests.support.sync_team import Team, assign, case, conflicts, open_case, states


@pytest.fixture
def team(shared: Database, tmp_path: Path, own_keyring: object) -> Iterator[Team]:  # noqa: F811
    """Ann and Ben, caseworkers."""
    made = Team(shared, tmp_path)
    made.person("ann")
    made.person("ben")
    yield made
    made.close()


JUMPS = {
    "ten years on": timedelta(days=3652),
    "ten years back": timedelta(days=-3652),
    "an hour back": timedelta(hours=-1),
    "summer time": timedelta(hours=1),
}


@pytest.mark.parametrize("jump", JUMPS)
def test_a_clock_that_jumps_decides_nothing_and_is_told(team: Team, jump: str) -> None:
    ann, ben, synced = team.laptop("ann"), team.laptop("ben"), seams.SystemClock().now()
    for laptop in team.laptops:
        laptop.store.clock.set(synced)  # type: ignore[attr-defined]
    open_case(ann.store)
    assert not ann.once().clock_is_told
    ben.once()
    ben.store.clock.set(synced + JUMPS[jump])  # type: ignore[attr-defined]
    first, second = assign(ben.store, "ben"), assign(ann.store, "ann")
    told = ben.once()
    assert told.clock_is_told
    assert abs(told.offset_seconds + JUMPS[jump].total_seconds()) < 60
    assert ("sync.clock" in ben.store.marks()) == (abs(JUMPS[jump]) > timedelta(days=1))
    ann.once()
    team.quiet()
    assert states(ann.store)[first] == "applied"  # who came first stands, whatever the clocks say
    assert states(ann.store)[second] == "conflict"
    ben.store.clock.set(synced)  # type: ignore[attr-defined]
    assign(ben.store, "again")
    team.quiet()
    assert team.whole() == []
    with ann.store.read() as conn:  # what follows stands behind what it follows, whatever its clock said
        select = "SELECT hlc FROM op WHERE device_id = ? ORDER BY device_seq"
        times = [row[0] for row in conn.exec_driver_sql(select, (ben.store.device_id,))]
    assert times == sorted(times)


def test_a_server_out_of_reach_is_tried_again_later_each_time_and_not_by_all_at_once(team: Team) -> None:
    ann = team.laptop("ann")
    own = open_case(ann.store)
    nowhere = Address(str(team.folder), 5432, "nothing", "ann", tls=False)
    machine = Sync(ann.store, lambda: remote.connect(nowhere, None))
    waits = []
    for _ in range(4):
        found = machine.once()
        assert isinstance(found.fault, refusals.UnreachableError)
        assert found.waiting == 1
        waits.append(found.retry_seconds or 0.0)
    assert all(2.0 ** (n + 1) <= wait <= 2.0 ** (n + 2) for n, wait in enumerate(waits, start=0))
    assert states(ann.store)[own] == "recorded"
    assert ann.store.marks()["sync.end"] == "SY-21"
    ann.once()
    assert ann.store.marks()["sync.end"] == ""


def test_a_run_that_is_stopped_goes_on_where_it_was(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "BATCH", 10)
    monkeypatch.setattr(wire, "PAGE", 7)
    ann, ben = team.laptop("ann"), team.laptop("ben")
    open_case(ann.store)
    for number in range(40):
        assign(ann.store, f"p{number}")
    phases: list[tuple[str, int, int]] = []
    stopped = ann.sync.once(lambda *told: phases.append(told), lambda: len(phases) > 4)
    assert stopped.was_cancelled
    assert 0 < stopped.waiting < 41
    while (found := ann.once()).waiting:
        pass
    assert found.is_good
    seen: list[tuple[str, int, int]] = []
    ben.sync.once(lambda *told: seen.append(told), lambda: ("pull", 14, 41) in seen)
    assert 0 < len(states(ben.store)) < 41
    assert ben.once().is_good
    assert team.whole() == []


def test_a_full_disk_stops_the_pull_whole_and_it_goes_on_with_room(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "PAGE", 20)
    ann, ben = team.laptop("ann"), team.laptop("ben")
    for number in range(60):
        open_case(ann.store, f"c{number}")
    ann.once()
    with ben.store.jot() as conn:
        pages = conn.exec_driver_sql("PRAGMA page_count").scalar_one()
        conn.exec_driver_sql(f"PRAGMA max_page_count = {pages + 25}")
    full = ben.sync.once()
    assert isinstance(full.fault, engine.DiskFullError)
    assert full.retry_seconds is None
    assert len(states(ben.store)) % 20 == 0
    with ben.store.jot() as conn:
        conn.exec_driver_sql("PRAGMA max_page_count = 1073741823")
    assert ben.once().is_good
    assert team.whole() == []


@dataclass(frozen=True)
class Wrong:
    """A body that is none of its kind."""

    nonsense: int


def test_a_body_that_is_none_of_its_kind_is_set_aside_and_stops_nobody(team: Team) -> None:
    """A hostile client can sign and commit to anything; the server reads no body."""
    now = folds.registry()
    fold = now.folds["case"]

    def apply(state: Any, op: Any) -> Any:
        return replace(state, head=op.op_id) if isinstance(op.body, Wrong) else fold.apply(state, op)

    def first(_state: Any, op: Any) -> Any:
        return fold.state(op.subject.id, op.op_id)

    hostile = replace(
        now,
        kinds={**now.kinds, "case.assigned": Kind(Wrong), "evidence.added": Kind(Wrong)},
        folds={**now.folds, "case": replace(fold, apply=apply), "evidence": replace(fold, apply=first)},
        projections={},
    )
    ann, ben = team.laptop("ann", registry=hostile), team.laptop("ben")
    open_case(ann.store)
    open_case(ann.store, "c2")
    with ann.store.act() as act:
        paper = Op("evidence.added", Subject("evidence", "e1"), None, act.by, st.NOON, Wrong(1))
        act.record(paper)
        bad_paper = str(act.head(paper.subject))
    with ann.store.act() as act:
        act.record(Op("case.assigned", case(), act.head(case()), act.by, st.NOON, Wrong(1)))
        bad = str(act.head(case()))
    ann.once()
    assert ben.once().fault is None
    assert ben.store.load(case("c2")) is not None
    assert ben.store.load(case()).assigned is None
    assert conflicts(ben.store) == {bad: ("rule", None, "open"), bad_paper: ("rule", None, "open")}


def test_a_subject_of_no_known_kind_is_held_and_stops_nobody(team: Team) -> None:
    now = folds.registry()
    hostile = replace(now, folds={**now.folds, "nothing": now.folds["case"]})
    ann, ben = team.laptop("ann", registry=hostile), team.laptop("ben")
    with ann.store.act() as act:
        act.record(replace(st.opened("c1", act.by), subject=Subject("nothing", "n1")))
    open_case(ann.store, "c2")
    ann.once()
    assert ben.once().fault is None
    assert ben.store.load(case("c2")) is not None
    assert [kind for kind, _, _ in conflicts(ben.store).values()] == ["upcast"]


# What no honest program sends: refused whole, with its own code, and nothing of it is there


def _entries(store: Any) -> list[Entry]:
    return [entry for batch in push.batches(store) for entry in batch.entries]


def _signed(store: Any, entries: list[Entry]) -> SignedHead:
    hash_ = chain.genesis(store.device_id)
    for entry in entries:
        hash_ = chain.link(hash_, entry.columns)
    number = entries[-1].columns[push.DEVICE_SEQ]
    return SignedHead(store.device_id, number, hash_, bytes(64))


def _changed(entry: Entry, name: str, value: Any) -> Entry:
    at = OP_COLUMNS.index(name)
    return entry._replace(columns=(*entry.columns[:at], value, *entry.columns[at + 1 :]))


BAD = {
    "a gap": (refusals.DeviceGapError, lambda made: made[1:]),
    "a wrong commitment": (refusals.ServerCommitmentError, lambda made: [made[0]._replace(body=b"{}"), *made[1:]]),
    "a forged actor": (
        refusals.ActorError,
        lambda made: [_changed(_changed(made[0], "actor", "ben"), "entered_by", "ben"), *made[1:]],
    ),
    "an act that is cut": (refusals.BatchMalformedError, lambda made: [_changed(made[0], "act_size", 2), *made[1:]]),
    "no subject": (refusals.BatchMalformedError, lambda made: [_changed(made[0], "subject", "nothing"), *made[1:]]),
    "another device's op": (
        refusals.BatchMalformedError,
        lambda made: [_changed(made[0], "device_id", "x"), *made[1:]],
    ),
    "a huge body": (
        refusals.BatchTooLargeError,
        lambda made: [made[0]._replace(body=b" " * (wire.LARGEST_BODY + 1)), *made[1:]],
    ),
    "nothing": (refusals.BatchTooLargeError, lambda made: made[:0]),
}


@pytest.mark.parametrize("what", BAD)
def test_a_bad_batch_is_refused_whole(team: Team, what: str) -> None:
    leaf, spoil = BAD[what]
    ann = team.laptop("ann")
    open_case(ann.store)
    assign(ann.store, "ann")
    made = spoil(_entries(ann.store))
    with remote.connect(ann.at, None) as line:
        with pytest.raises(leaf):
            line.push(ann.store.device_id, 1, made, _signed(ann.store, made or _entries(ann.store)))
        with pytest.raises(refusals.ProtocolError):
            line.push(ann.store.device_id, 99, _entries(ann.store), _signed(ann.store, _entries(ann.store)))
    assert ann.once().outcomes == {"applied": 2}
    assert team.whole() == []


def test_a_twin_of_an_op_is_refused(team: Team) -> None:
    ann, ben = team.laptop("ann"), team.laptop("ben")
    head = open_case(ann.store)
    ann.once()
    open_case(ben.store, "c2")
    twin = [_changed(_entries(ben.store)[0], "op_id", head)]
    with remote.connect(ben.at, None) as line, pytest.raises(refusals.DeviceTwinError):
        line.push(ben.store.device_id, 1, twin, _signed(ben.store, twin))
    with pytest.raises(arrive.TwinError), ann.store.arrival() as arrival:
        arrival.take([(twin[0], arrive.APPLIED)])


def test_an_answer_to_other_ops_than_were_sent_acknowledges_nothing(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann = team.laptop("ann")
    own = open_case(ann.store)
    monkeypatch.setattr(remote.Remote, "push", lambda *_: [])
    stopped = ann.sync.once()
    assert isinstance(stopped.fault, outcomes.AnswerError)
    assert states(ann.store)[own] == "recorded"


def test_a_folder_that_may_not_be_written_is_told(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    """As root every folder may be written, so the system's refusal is what is put in its place."""

    ann, ben = team.laptop("ann"), team.laptop("ben")
    open_case(ann.store)
    st.add_paper(ann.store, "p1", b"paper")
    ann.once()
    monkeypatch.setattr(Path, "mkdir", _refuse)
    stopped = ben.sync.once()
    assert isinstance(stopped.fault, engine.DiskFaultError)
    assert states(ben.store) == states(ann.store)
    monkeypatch.undo()
    assert ben.once().files == 1


def _refuse(*_: object, **__: object) -> None:
    raise PermissionError(13, "Read-only file system")


def test_an_act_longer_than_a_batch_goes_whole(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "BATCH", 5)
    ann, ben = team.laptop("ann"), team.laptop("ben")
    open_case(ann.store, "c0")
    with ann.store.act() as act:
        act.record(*(st.opened(f"c{number}", act.by) for number in range(1, 23)))
    open_case(ann.store, "c99")
    assert [len(batch.entries) for batch in push.batches(ann.store)] == [1, 22, 1]
    assert ann.once().outcomes == {"applied": 24}
    ben.once()
    assert team.whole() == []


def test_no_case_data_in_the_log_of_a_sync(team: Team, clean_log: Path) -> None:
    ann, ben = team.laptop("ann"), team.laptop("ben")
    open_case(ann.store)
    team.quiet(1)
    assign(ann.store, st.CANARY)
    assign(ben.store, st.CANARY + " too")
    team.quiet()
    written = "".join(path.read_text(encoding="utf-8") for path in clean_log.glob("*"))
    assert st.CANARY not in written
