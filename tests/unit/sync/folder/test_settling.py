"""What stands where several worked apart: forks, resolutions that agree or not, roles, acts as a whole."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bandingdesk.casework.ops import CaseAssigned, CaseDestroyed, ChildCorrected, EvidenceAdded
from bandingdesk.council.ops import Choice, ConflictResolved, PolicyAdopted, RoleEnded, RoleGranted, SettingAdded
from bandingdesk.ops import Op, Subject
from bandingdesk.store import blobs, log
from bandingdesk.store.arrive import Entry, Taken
from bandingdesk.sync.folder import run, taking
from tests.support import folders
from tests.support.folders import ADMIN, Laptop

K1, K2, CHILD = Subject("case", "k1"), Subject("case", "k2"), Subject("child", "c1")


def assign(laptop: Laptop, case: Subject = K1, to: str = "") -> str:
    return laptop.put("case.assigned", case, CaseAssigned(to or laptop.me))


def all_sync(laptops: list[Laptop]) -> None:
    """Sync until nothing new can come, and compare."""
    for _ in range(2):
        for laptop in laptops:
            laptop.sync()
    for laptop in laptops:
        assert laptop.whole() == laptops[0].whole()
        laptop.check()


def resolve(laptop: Laptop, choice: Choice, op_id: str) -> None:
    with laptop:
        laptop.desk().sync.resolve(op_id, choice, "We talked it over.")


@pytest.fixture
def forked(laptops: list[Laptop]) -> tuple[str, str]:
    """One case, assigned apart by Bee and by Cee; everybody knows."""
    _, bee, cee = laptops
    found = assign(bee), assign(cee)
    all_sync(laptops)
    return found


def holder(laptop: Laptop, case: Subject = K1) -> str | None:
    return laptop.store.load(case).assigned  # type: ignore[no-any-return]


def test_a_fork_leaves_the_case_at_the_common_parent(laptops: list[Laptop], forked: tuple[str, str]) -> None:
    for laptop in laptops:
        assert [laptop.states()[op] for op in forked] == ["conflict", "conflict"]
        assert {kind for kind, _ in laptop.conflicts().values()} == {"fork"}
        assert laptop.sync().forks == ("case:k1",)
        assert holder(laptop) is None


def test_a_person_settles_a_fork_for_all(laptops: list[Laptop], forked: tuple[str, str]) -> None:
    _, _, cee = laptops
    ours, theirs = forked[1], forked[0]
    resolve(cee, "mine", ours)
    all_sync(laptops)
    for laptop in laptops:
        assert (laptop.states()[ours], laptop.states()[theirs]) == ("stands", "resolved")
        assert laptop.conflicts() == {}
        assert holder(laptop) == "p-two"


def test_two_who_settle_alike_agree(laptops: list[Laptop], forked: tuple[str, str]) -> None:
    office, _, cee = laptops
    resolve(cee, "mine", forked[1])
    resolve(office, "theirs", forked[0])  # keeps Cee's too
    all_sync(laptops)
    assert office.conflicts() == {}
    assert holder(office) == "p-two"


def test_two_who_settle_otherwise_leave_it_to_a_third(laptops: list[Laptop], forked: tuple[str, str]) -> None:
    office, bee, cee = laptops
    resolve(cee, "mine", forked[1])
    resolve(office, "mine", forked[0])
    all_sync(laptops)
    for laptop in laptops:  # as if nobody had settled it; both settlements stay in the record
        assert sorted(laptop.conflicts()) == sorted(forked)
        assert holder(laptop) is None
    resolve(bee, "mine", forked[0])
    all_sync(laptops)
    assert office.conflicts() == {}
    assert holder(office) == "p-one"


def test_a_settlement_by_somebody_who_may_not_counts_for_nothing(laptops: list[Laptop]) -> None:
    office, bee, cee = laptops
    made = office.put(
        "setting.added", Subject("setting", "s9"), SettingAdded("Elm (invented)", "main", None, (), None, True)
    )
    all_sync(laptops)
    ended = RoleEnded("chair", folders.STARTS)
    office.put("person.role_ended", Subject("person", "p-two"), ended)
    mine = office.put("case.assigned", K1, CaseAssigned("p-one"), by=ADMIN)
    theirs = assign(bee)
    office.sync(), bee.sync(), cee.sync(), cee.sync()
    assert made in cee.states()
    assert cee.states()[mine] == "quarantined"  # an administrator has no cases
    assert cee.states()[theirs] == "stands"


def test_what_came_in_behind_a_settled_branch_waits_for_a_person(
    laptops: list[Laptop], forked: tuple[str, str]
) -> None:
    office, bee, cee = laptops
    bee_goes_on = _on_top(bee, forked[0])
    resolve(cee, "mine", forked[1])
    all_sync(laptops)
    for laptop in laptops:
        assert laptop.conflicts() == {bee_goes_on: ("successor", "open")}
        assert holder(laptop) == "p-two"


def _on_top(laptop: Laptop, parent: str) -> str:
    """Record an op on a branch that does not stand, as a laptop does that has not heard of the other one."""
    from bandingdesk import ops
    from bandingdesk.store import chain

    with laptop.store.arrival() as arrival:
        seq, hash_ = arrival.end_of(laptop.store.device_id)
        body, salt = ops.canonical(CaseAssigned("p-one")), bytes(16)
        op_id = f"{laptop.store.ids.new()}"
        at = log.micros(folders.NOW)
        row = (op_id, op_id, 1, "case:k1", parent, "[]", "case.assigned", 1, laptop.me, laptop.me)
        row += (laptop.store.device_id, seq + 1, 1 << 16, at, 1, None, chain.commitment(salt, body))  # type: ignore[assignment]
        arrival.take([(Entry(row, salt, body), taking.first_state(laptop.store.registry, Entry(row, salt, body)))])
    return op_id


def test_an_act_stands_or_falls_as_a_whole(laptops: list[Laptop]) -> None:
    office, bee, cee = laptops
    with bee.store.act(by=bee.me) as act:
        at = bee.store.clock.now()
        corrected = ChildCorrected(folders.child(7), "a letter")
        act.record(Op("child.corrected", CHILD, act.head(CHILD), bee.me, at, corrected))
        act.record(Op("case.assigned", K1, act.head(K1), bee.me, at, CaseAssigned("p-one")))
        on_child = act.head(CHILD)
    theirs = assign(cee)
    all_sync(laptops)
    assert office.conflicts()[str(on_child)] == ("context", "open")  # its neighbour differs
    assert office.store.load(CHILD).facts.surname == "Rowan-001"
    mine = next(op for op, (kind, _) in office.conflicts().items() if kind == "fork" and op != theirs)
    resolve(cee, "theirs", theirs)
    all_sync(laptops)
    assert office.conflicts() == {}
    assert office.states()[mine] == "stands"
    assert office.store.load(CHILD).facts.surname == "Rowan-007"


def test_a_role_that_ended_elsewhere_sets_work_aside_everywhere(laptops: list[Laptop]) -> None:
    office, bee, cee = laptops
    before = assign(bee)
    bee.sync(), office.sync()
    office.put("person.role_ended", Subject("person", "p-one"), RoleEnded("caseworker", folders.STARTS))
    apart = assign(bee, K2)  # Bee has not heard of it
    all_sync(laptops)
    for laptop in laptops:
        assert (laptop.states()[before], laptop.states()[apart]) == ("stands", "quarantined")
        assert laptop.conflicts()[apart] == ("role", "open")
    office.put("person.role_granted", Subject("person", "p-one"), RoleGranted("caseworker", folders.STARTS))
    all_sync(laptops)
    assert office.states()[apart] == "quarantined"  # what was granted later is for later
    later = assign(bee, K2)
    all_sync(laptops)
    assert office.states()[later] == "stands"


def test_a_device_of_one_person_enters_for_nobody_else(laptops: list[Laptop]) -> None:
    _, bee, _ = laptops
    forged = bee.put("case.assigned", K1, CaseAssigned("p-two"), by="p-two")
    all_sync(laptops)
    assert bee.conflicts()[forged] == ("role", "open")


@pytest.mark.parametrize(
    ("kind", "subject", "body"),
    [
        ("case.assigned", "child:c1", b'{"person":"p-one"}'),
        ("case.assigned", "zzz:c1", b'{"person":"p-one"}'),
        ("case.assigned", "case:new", b'{"person":7}'),
        ("case.assigned", "case:new", b"[" * 3000),
        ("case.assigned", "case:new", b"\xff\xfe"),
        ("case.imagined", "case:new", b"{}"),
        ("imagined.case", "imagined:x", b"{}"),
    ],
)
def test_an_op_that_does_not_fit_is_set_aside_and_harms_nothing(
    laptops: list[Laptop], kind: str, subject: str, body: bytes
) -> None:
    office, bee, cee = laptops
    from bandingdesk.store import chain

    with bee.store.arrival() as arrival:
        seq, _ = arrival.end_of(bee.store.device_id)
        op_id, salt = bee.store.ids.new(), bytes(16)
        row = (op_id, op_id, 1, subject, None, "[]", kind, 1, bee.me, bee.me, bee.store.device_id, seq + 1, 1 << 16,
               log.micros(folders.NOW), 1, None, chain.commitment(salt, body))  # fmt: skip
        entry = Entry(row, salt, body)
        arrival.take([(entry, Taken("quarantined", "rule"))])
    bee.sync()
    for laptop in (office, cee):
        result = laptop.sync()
        assert result.is_whole
        assert laptop.states()[op_id] in ("quarantined", "held")
        laptop.check()
    later = assign(bee)
    bee.sync()
    assert office.sync().taken == 1
    assert office.states()[later] == "stands"


def test_clocks_decide_nothing(laptops: list[Laptop]) -> None:
    _, bee, cee = laptops
    early = bee.put("case.assigned", K1, CaseAssigned("p-one"), at=folders.NOW - timedelta(days=90))
    late = cee.put("case.assigned", K1, CaseAssigned("p-two"), at=folders.NOW + timedelta(days=3000))
    all_sync(laptops)
    assert bee.states()[early] == bee.states()[late] == "conflict"


def test_who_may_not_settle_makes_nothing_anew_either(laptops: list[Laptop]) -> None:
    _, bee, cee = laptops
    mine, theirs = assign(bee, K2), assign(cee, K2)
    all_sync(laptops)
    at, policy = bee.store.clock.now(), Subject("policy", "council")
    made = ConflictResolved("case:k1", ("nothing",), None, "mine", "because")
    with bee.store.act(by=bee.me) as act:
        act.record(Op("resolution.made", Subject("resolution", "r1"), None, bee.me, at, made))
        act.record(Op("policy.adopted", policy, None, bee.me, at, PolicyAdopted("council", {}, folders.STARTS, "M")))
    all_sync(laptops)
    kinds = sorted(kind for op_id, (kind, _) in cee.conflicts().items() if op_id not in (mine, theirs))
    assert kinds == ["role", "role"]
    assert cee.store.find(policy) is None


def test_what_a_newer_program_wrote_is_kept_and_judged_again_later(
    laptops: list[Laptop], monkeypatch: pytest.MonkeyPatch
) -> None:
    office, bee, _ = laptops
    made = assign(bee)
    bee.sync()
    kinds = dict(office.store.registry.kinds)
    known = kinds.pop("case.assigned")
    with monkeypatch.context() as older:
        older.setattr(office.store, "registry", _with(office.store.registry, kinds))
        office.sync()
        assert office.conflicts()[made] == ("upcast", "open")
    assert known is office.store.registry.kinds["case.assigned"]
    office.sync()
    assert office.states()[made] == "stands"
    assert office.whole() == bee.whole()


def _with(registry: object, kinds: object) -> object:
    from dataclasses import replace

    return replace(registry, kinds=kinds)  # type: ignore[type-var]


def test_an_interrupted_run_goes_on(laptops: list[Laptop]) -> None:
    office, bee, _ = laptops
    for _ in range(4):
        assign(bee)
        bee.sync()
    asked = iter((False, True))
    with office:
        part = run.sync(office.store, office.where, cancelled=lambda: next(asked, True))
    assert 0 < part.taken < 4
    assert office.sync().taken == 4 - part.taken
    assert office.whole() == bee.whole()


def test_progress_counts_bundles(laptops: list[Laptop]) -> None:
    office, bee, _ = laptops
    for _ in range(3):
        assign(bee)
        bee.sync()
    seen: list[tuple[int, int]] = []
    with office:
        run.sync(office.store, office.where, progress=lambda done, of: seen.append((done, of)))
    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_an_erasure_is_carried_out_on_every_laptop_and_on_what_comes_late(laptops: list[Laptop]) -> None:
    office, bee, cee = laptops
    office.put("person.role_granted", Subject("person", "p-two"), RoleGranted("dpo", folders.STARTS))
    paper = blobs.put(bee.store, "k1", b"an invented page").sha256
    added = EvidenceAdded("k1", "Page", "A. Writer (invented)", "school", folders.TODAY, "setting", paper, 16,
                          "text/plain", 1)  # fmt: skip
    bee.put("evidence.added", Subject("evidence", "e1"), added)
    all_sync(laptops)
    late = assign(bee)  # not sent yet
    gone = CaseDestroyed("k1", "closed", "Six years after the case closed", "Reviewed", ("case:k1", "evidence:e1"))
    cee.put("retention.destroyed", Subject("retention", "k1"), gone)
    cee.sync()
    all_sync(laptops)
    for laptop in laptops:
        bodies = laptop.rows(
            "SELECT p.body, p.erased FROM op o JOIN payload p ON p.seq = o.seq"
            " WHERE o.subject IN ('case:k1', 'evidence:e1')"
        )
        assert len(bodies) == 3
        assert {body for body, _ in bodies} == {None}
        assert all(rule for _, rule in bodies)
        assert laptop.states()[late] == "stands"
        with pytest.raises(blobs.BlobErasedError):
            blobs.get(laptop.store, "k1", paper)
