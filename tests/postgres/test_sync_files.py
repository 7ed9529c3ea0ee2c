"""Papers on their way, cases that are erased, claims on a case: with a real server and real files beside the stores."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bandingdesk import seams
from bandingdesk.casework.ops import CaseDestroyed
from bandingdesk.ops import Op, Subject
from bandingdesk.store import blobs, erasure, log
from bandingdesk.sync import files, leases, refusals, remote
from bandingdesk.sync.leases import LeasedError
from tests.support import sync_team as st
from tests.support.clusters import Database
from tests.support.keyrings import own_keyring  # noqa: F401
from tests.support.shared_store import Laptop
from tests.support.sync_team import CANARY, Team, add_paper, assign, case, conflicts, open_case, states

PAPER = bytes(range(256)) * 4 * 1024 + b"the end"  # five pieces


@pytest.fixture
def team(shared: Database, tmp_path: Path, own_keyring: object) -> Iterator[Team]:  # noqa: F811
    """Ann and Ben, caseworkers, Cat in the chair, Eve, who may erase."""
    made = Team(shared, tmp_path)
    made.person("ann")
    made.person("ben")
    made.person("cat", "chair", "caseworker")
    made.person("eve", "dpo", "head_of_service", "caseworker")
    yield made
    made.close()


def wanted(laptop: Laptop) -> int:
    with laptop.store.read() as conn:
        return int(conn.exec_driver_sql("SELECT count(*) FROM file_wanted").scalar_one())


def test_a_paper_goes_before_its_op_and_comes_after_it_under_the_other_laptops_own_key(team: Team) -> None:
    ann, ben = team.laptop("ann"), team.laptop("ben")
    open_case(ann.store)
    open_case(ben.store, "c9")
    blobs.put(ben.store, "c1", b"own key of the same case")
    sha = add_paper(ann.store, "p1", PAPER)
    ann.once()
    assert ben.once().files == 1
    assert blobs.get(ben.store, "c1", sha) == PAPER
    assert blobs.key_of(ben.store, "c1") != blobs.key_of(ann.store, "c1")
    assert wanted(ben) == 0
    with team.database.owner() as conn:
        held = b"".join(bytes(row[0]) for row in conn.execute("SELECT data FROM desk.chunk").fetchall())
    assert len(held) > len(PAPER)
    assert PAPER[:64] not in held
    team.quiet()
    assert team.whole() == []


class Breaking:
    """A connection that breaks off behind so many calls of one kind."""

    def __init__(self, line: Any, name: str, left: int) -> None:
        self._line, self._name, self._left = line, name, left
        self.calls = 0

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._line, name)
        if name != self._name:
            return found

        def counted(*values: Any) -> Any:
            self.calls += 1
            if self.calls > self._left:
                raise refusals.UnreachableError(host="here")
            return found(*values)

        return counted


def test_a_paper_pushed_by_half_goes_on_where_it_was(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "AT_ONCE", 1)
    ann, ben = team.laptop("ann"), team.laptop("ben")
    open_case(ann.store)
    sha = add_paper(ann.store, "p1", PAPER)
    whole = ann.sync._connect
    ann.sync._connect = lambda: Breaking(whole(), "put_chunks", 2)  # type: ignore[assignment,return-value]
    broken = ann.sync.once()
    assert isinstance(broken.fault, refusals.UnreachableError)
    assert broken.retry_seconds is not None
    assert broken.waiting == 2  # nothing was sent before its paper
    made: list[Breaking] = []

    def connect() -> Any:
        made.append(Breaking(whole(), "put_chunks", 99))
        return made[-1]

    ann.sync._connect = connect
    assert ann.once().outcomes == {"applied": 2}
    assert made[-1].calls == 3

    whole = ben.sync._connect
    ben.sync._connect = lambda: Breaking(whole(), "get_chunks", 2)  # type: ignore[assignment,return-value]
    broken = ben.sync.once()
    assert broken.pulled == 2  # the op is here, its paper is not yet
    assert wanted(ben) == 1
    made.clear()

    def connect_again() -> Any:
        made.append(Breaking(whole(), "get_chunks", 99))
        return made[-1]

    ben.sync._connect = connect_again
    assert ben.once().files == 1
    assert made[-1].calls == 3
    assert blobs.get(ben.store, "c1", sha) == PAPER
    assert not list(blobs.folder_of(ben.store.path).glob("*.fetch"))


def test_an_op_whose_paper_is_missing_waits_with_all_behind_it(team: Team) -> None:
    ann, ben = team.laptop("ann"), team.laptop("ben")
    open_case(ann.store)
    sha = add_paper(ann.store, "p1", PAPER)
    assign(ann.store, "ann")
    place = blobs.place_of(ann.store.path, "c1", sha)
    kept = place.read_bytes()
    place.unlink()
    held = ann.once()
    assert (held.pushed, held.waiting) == (1, 2)
    assert states(ann.store)[str(held.held_back)] == "waiting_blob"
    assert not held.is_good
    place.write_bytes(kept)
    assert ann.once().outcomes == {"applied": 2}
    assert ben.once().files == 1
    assert team.whole() == []


def test_a_paper_damaged_on_the_server_is_not_taken_over(team: Team) -> None:
    ann, ben = team.laptop("ann"), team.laptop("ben")
    open_case(ann.store)
    sha = add_paper(ann.store, "p1", PAPER)
    ann.once()
    with team.database.owner() as conn:
        conn.execute("UPDATE desk.chunk SET data = '\\x00' || substring(data FROM 2)")
    broken = ben.sync.once()
    assert isinstance(broken.fault, files.PieceError)
    assert not blobs.has(ben.store, "c1", sha)
    assert states(ben.store) == states(ann.store)


def destroy(laptop: Laptop, case_id: str, *subjects: Subject) -> None:
    """Erase a case as its rule lets somebody do."""
    names = tuple(str(one) for one in (case(case_id), *subjects))
    body = CaseDestroyed(case_id, "plan_31", "31 years", "It is time", names, ())
    subject = Subject("retention", case_id)
    with laptop.store.act() as act:
        act.record(Op("retention.destroyed", subject, act.head(subject), act.by, st.NOON, body))


def test_an_erasure_in_the_middle_reaches_every_copy_and_what_comes_late_is_held(team: Team) -> None:
    ann, ben, eve = team.laptop("ann"), team.laptop("ben"), team.laptop("eve")
    open_case(ann.store)
    add_paper(ann.store, "p1", PAPER)
    team.quiet()
    late = assign(ben.store, CANARY)  # offline while the case is erased
    destroy(eve, "c1", Subject("evidence", "p1"))
    assert eve.once().outcomes == {"applied": 1}
    met = ben.once()
    assert met.outcomes == {"held": 1}
    team.quiet()
    assert conflicts(ann.store)[late][0] == "erased"
    with team.database.owner() as conn:
        gone = conn.execute("SELECT count(*) FROM desk.payload WHERE erased IS NOT NULL").fetchone()
        assert conn.execute("SELECT count(*) FROM desk.chunk").fetchone() == (0,)
    assert gone == (2,)
    for laptop in (ann, eve):
        with laptop.store.read() as conn:
            rows = conn.exec_driver_sql(
                "SELECT count(*) FROM payload p JOIN op o ON o.seq = p.seq WHERE p.body IS NOT NULL AND o.op_id != ?"
                " AND o.subject IN ('case:c1', 'evidence:p1')",
                (late,),
            ).scalar_one()
            assert erasure.to_scrub(log.driver(conn)) is None
        assert rows == 0
        with pytest.raises(blobs.BlobErasedError):
            blobs.key_of(laptop.store, "c1")
    new = team.laptop("cat")
    new.once()
    assert CANARY.encode() not in new.store.path.read_bytes()
    assert team.whole() == []


def test_a_lease_keeps_others_out_runs_out_and_is_never_taken_up_again(team: Team) -> None:
    ann, ben, cat = team.laptop("ann"), team.laptop("ben"), team.laptop("cat")
    open_case(ann.store)
    team.quiet()
    now = seams.SystemClock().now()
    for laptop in team.laptops:
        laptop.store.clock.set(now)  # type: ignore[attr-defined]
    with remote.connect(ann.at, None) as line, remote.connect(ben.at, None) as other:
        first = leases.take(ann.store, line, case(), 3)
        assert leases.take(ann.store, line, case(), 14).epoch == first.epoch  # one's own is prolonged
        with pytest.raises(LeasedError) as kept_out:
            leases.take(ben.store, other, case())
        assert kept_out.value.fields["holder"] == "ann"
        assert leases.standing(ben.store, case()) is not None
        under = assign(ann.store, "ann")
        with team.database.owner() as conn:
            conn.execute("UPDATE desk.lease SET expires_at = 1")
        assert leases.refresh(ann.store, line) == []
        second = leases.take(ben.store, other, case())
        assert second.epoch == first.epoch + 1
    after = assign(ann.store, "late")  # after the lease: still taken, since its parent is the head
    assert ann.once().outcomes == {"applied": 2}
    with ann.store.read() as conn:
        rows = conn.exec_driver_sql("SELECT op_id, lease_epoch FROM op").all()
    epochs: dict[str, int | None] = {row[0]: row[1] for row in rows}
    assert (epochs[under], epochs[after]) == (first.epoch, None)
    with remote.connect(cat.at, None) as line:
        with pytest.raises(refusals.BatchMalformedError):
            leases.give_back(cat.store, line, case())
        leases.give_back(cat.store, line, case(), "Ben is ill")
        assert leases.standing(cat.store, case()) is None
