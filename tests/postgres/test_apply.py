"""What the server makes of a batch: every rule of sync_apply, on a real server."""

import hashlib

import pytest

from bandingdesk.store import chain
from bandingdesk.sync import refusals, wire
from tests.support.shared_device import IDS, KEY, Device, Devices, changed, person_of


@pytest.fixture
def join(shared):
    devices = Devices(shared)
    yield devices
    devices.close()


@pytest.fixture
def ann(join):
    return join("ann", "caseworker", "panel_member")


@pytest.fixture
def bob(join):
    return join("bob", "caseworker", "chair")


def read_all(device):
    found, after = [], 0
    while page := device.line.pull(after, 7).posted:
        found += page
        after = found[-1].row.seq
    return found


def refused(device, error, *entries, **more):
    """Push what must be refused as a whole, and see that nothing of it was applied."""
    before = device.line.pull(0, 1)
    with pytest.raises(error):
        device.push(*entries, **more)
    assert device.line.pull(0, 1).head_seq == before.head_seq
    assert device.line.pull(0, 1).head_hash == before.head_hash


def test_the_ledger_is_the_chain_that_python_works_out(ann, bob):
    ann.op("child:é✓", body="Zoë 🎈".encode())
    ann.op("child:2", seen=[("child:é✓", ann.acts[0].op_id)])
    ann.push()
    bob.one("child:2", None)
    hash_ = wire.ledger_genesis(ann.line.hello(ann.id).store_id)
    posted = read_all(bob)
    for one in posted:
        row = one.row
        hash_ = chain.link(hash_, (row.seq, *one.entry.columns, *row[1:-1]))
        assert hash_ == row.hash
    assert [one.row.seq for one in posted] == [1, 2, 3]
    assert (bob.line.pull(3, 10).head_seq, bob.line.pull(3, 10).head_hash) == (3, hash_)
    assert posted[0].entry.body == "Zoë 🎈".encode()
    assert bob.line.verify(0, 3) == (3, None)


def test_an_op_on_the_head_applies_and_one_behind_it_does_not(ann, bob):
    first = ann.applied("case:1", kind="case.opened")
    second = ann.applied("case:1", first, "case.updated")
    op, *stale = bob.one("case:1", first, "case.updated")
    assert stale == ["conflict", "stale", second]
    # what hangs on a refused op is refused with it, in this batch or a later one
    assert bob.one("case:1", op, "case.updated")[1:] == ("conflict", "successor", second)
    a = bob.op("case:1", first, "case.updated")
    bob.op("case:1", a.op_id, "case.updated")
    assert [(o.outcome, o.reason) for o in bob.push()] == [("conflict", "stale"), ("conflict", "successor")]
    assert ann.applied("case:1", second, "case.updated")


def test_creating_what_is_there_is_stale(ann, bob):
    first = ann.applied("child:1")
    assert bob.one("child:1")[1:] == ("conflict", "stale", first)


def test_a_head_that_was_relied_on_and_moved_is_a_conflict_of_context(ann, bob):
    first = ann.applied("case:1", kind="case.opened")
    second = ann.applied("case:1", first, "case.updated")
    assert bob.one("evidence:1", None, "evidence.added", seen=[("case:1", first)])[1:] == (
        "conflict",
        "context",
        second,
    )
    assert bob.one("evidence:1", None, "evidence.added", seen=[("case:9", first)])[1:] == ("conflict", "context", None)
    assert bob.applied("evidence:1", None, "evidence.added", seen=[("case:1", second)])


def test_an_act_stands_or_falls_as_a_whole(ann, bob):
    first = ann.applied("case:1", kind="case.opened")
    ann.applied("case:1", first, "case.updated")
    act = IDS.new()
    bob.op("child:7", act=act, size=3)
    bob.op("case:1", first, "case.updated", act=act, size=3)
    bob.op("child:8", act=act, size=3)
    after = bob.op("child:7")  # the act fell, so child:7 is not there and may be made
    found = bob.push()
    assert [(o.outcome, o.reason) for o in found] == [("conflict", "stale")] * 3 + [("applied", "")]
    assert ann.one("child:7")[1:] == ("conflict", "stale", after.op_id)
    assert ann.applied("child:8")


def test_an_act_may_have_seen_a_head_before_it_moved_it_itself(ann):
    first = ann.applied("case:1", kind="case.opened")
    act = IDS.new()
    ann.op("case:1", first, "case.updated", act=act, size=2)
    ann.op("evidence:1", None, "evidence.added", seen=[("case:1", first)], act=act, size=2)
    assert [o.outcome for o in ann.push()] == ["applied", "applied"]


def test_a_fallen_act_gives_back_every_head_it_had_moved(ann, bob):
    first = ann.applied("case:1", kind="case.opened")
    act = IDS.new()
    one = ann.op("case:1", first, "case.updated", act=act, size=3)
    ann.op("case:1", one.op_id, "case.updated", act=act, size=3)
    ann.op("case:2", first, "case.updated", act=act, size=3)
    assert {o.outcome for o in ann.push()} == {"conflict"}
    assert bob.applied("case:1", first, "case.updated")


def test_what_is_sent_again_is_answered_as_the_first_time(ann, bob):
    first = ann.applied("case:1", kind="case.opened")
    ann.applied("case:1", first, "case.updated")
    batch = [bob.op("case:1", first, "case.updated"), bob.op("child:1")]
    found = bob.push(*batch)
    assert [o.resent for o in found] == [False, False]
    again = bob.push(*batch)
    assert again == [o._replace(resent=True) for o in found]
    # and half of a batch that was sent before, with more behind it
    more = bob.op("child:2")
    assert bob.push(*batch, more)[:2] == again
    assert bob.line.pull(0, 10).head_seq == 5


def test_another_content_under_a_known_id_is_refused(ann, bob):
    entry = ann.op("child:1")
    ann.push()
    refused(ann, refusals.DeviceTwinError, changed(entry, subject="child:2"))
    other = bob.op("child:3")
    twin = changed(other, op_id=entry.op_id)
    hash_ = chain.link(chain.genesis(bob.id), twin.columns)
    refused(bob, refusals.DeviceTwinError, twin, signed=bob.signed._replace(hash=hash_))


def test_a_copied_device_is_found_by_its_number(ann):
    twin = ann.twin()
    ann.applied("child:1")
    twin.op("child:2")
    refused(twin, refusals.DeviceTwinError)


def test_a_gap_in_the_numbers_is_refused(ann):
    ann.op("child:1")
    last = ann.op("child:2")
    refused(ann, refusals.DeviceGapError, last)
    first, *_, third = ann.acts[0], ann.op("child:3")
    refused(ann, refusals.DeviceGapError, first, third)


def test_a_body_that_is_not_what_was_committed_to_is_refused(ann):
    entry = ann.op("child:1")
    refused(ann, refusals.ServerCommitmentError, entry._replace(body=b"{}"))
    refused(ann, refusals.ServerCommitmentError, entry._replace(salt=b"x" * 16))


@pytest.mark.parametrize(
    "change",
    [
        {"subject": "child:2"},
        {"kind": "case.opened"},
        {"hlc": 5},
        {"wall_claimed": 5},
        {"lease_epoch": 3},
        {"version": 2},
    ],
)
def test_a_column_that_is_not_what_was_signed_is_refused(ann, change):
    refused(ann, refusals.ServerCommitmentError, changed(ann.op("child:1"), **change))


def test_a_signed_head_of_another_hash_or_length_is_refused(ann):
    ann.op("child:1")
    refused(ann, refusals.ServerCommitmentError, signed=ann.signed._replace(hash=b"x" * 32))
    refused(ann, refusals.ServerCommitmentError, signed=ann.signed._replace(device_seq=2))
    refused(ann, refusals.ServerCommitmentError, signed=ann.signed._replace(signature=b""))


def test_an_actor_who_is_somebody_else_is_refused(ann, bob):
    ann.op("child:1", actor=person_of("bob"))
    refused(ann, refusals.ActorError)


def test_a_clerk_enters_what_was_said_aloud_and_nobody_else_does(ann, bob):
    assert bob.applied("interest:m.i.p-ann", None, "interest.declared", actor="p-ann", entered_by="p-bob")
    op = ann.one("interest:m.i.p-bob", None, "interest.declared", actor="p-bob", entered_by="p-ann")
    assert op[1:3] == ("quarantined", "role")


def test_a_role_that_lacks_is_quarantined(ann, shared, join):
    carl = join("carl", "observer")
    assert carl.one("child:1")[1:] == ("quarantined", "role", None)
    assert carl.one("person:p-carl", None, "person.pin_set")[1] == "applied"
    assert carl.one("person:p-ann", None, "person.pin_set")[1:3] == ("quarantined", "role")
    with shared.owner() as conn:  # taken at the server or in this database: either is enough
        conn.execute("REVOKE bandingdesk_caseworker FROM ann")
    assert ann.one("child:1")[1:3] == ("quarantined", "role")


def test_another_persons_sheet_is_nobodys_to_fill_in(ann, bob):
    op = ann.one("sheet:r1.p-bob", None, "scores.locked", seen=[("round:r1", "x")])
    assert op[1:3] == ("rejected", "rule")
    assert ann.one("sheet:r1.p-ann", None, "scores.locked")[1:3] == ("rejected", "rule")  # no round to open it


def test_a_lock_after_the_reveal_is_held_and_counted_by_nobody(ann, bob):
    meeting = bob.applied("meeting:m", None, "meeting.planned")
    opened = bob.applied("round:r", None, "round.opened", seen=[("meeting:m", meeting)])
    shown = bob.applied("round:r", opened, "round.revealed")
    op = ann.one("sheet:r.p-ann", None, "scores.locked", seen=[("round:r", opened)])
    assert op[1:] == ("held", "late", shown)


def test_an_unknown_kind_and_a_later_protocol_are_held(ann):
    assert ann.one("child:1", None, "child.adopted_by_aliens")[1:3] == ("held", "upcast")
    assert ann.one("child:1", None, proto=2)[1:3] == ("held", "upcast")


def test_what_comes_after_an_erasure_is_held_for_the_data_protection_officer(ann, bob, shared, join):
    eve = join("eve", "dpo", "head_of_service")
    with shared.owner() as conn:
        conn.execute("UPDATE desk.kind_rule SET erases = true WHERE kind = 'case.updated'")
    first = ann.applied("case:1", kind="case.opened", body=b'{"secret":"name"}')
    op = eve.applied("case:1", first, "case.updated")
    assert eve.line.erase(op, "R1", "1", ["case:1"]) == 1
    late = ann.one("case:1", op, "case.updated", body=b'{"late":1}')
    assert late[1:3] == ("held", "erased")
    posted = {one.entry.op_id: one.entry for one in read_all(bob)}
    assert posted[first][1:] == (None, None, "R1")
    assert posted[late[0]].body is None
    assert [one.op_id for one in eve.line.unsealed([first, late[0]])] == [late[0]]
    assert bob.line.verify(0, 3) == (3, None)  # the chain still verifies
    assert eve.line.erase(op, "R1", "1", ["case:1"]) == 0
    with pytest.raises(refusals.NotAllowedError):
        ann.line.erase(op, "R1", "1", ["case:1"])


def test_a_newer_protocol_waits_and_an_older_one_may_send_and_not_read(ann, shared):
    ann.op("child:1")
    refused(ann, refusals.ProtocolError, protocol=2)
    with shared.owner() as conn:
        conn.execute("UPDATE desk.store SET lowest_protocol = 2, highest_protocol = 3")
    assert [o.outcome for o in ann.push()] == ["applied"]
    with pytest.raises(refusals.ProtocolError) as caught:
        ann.line.pull(0, 10)
    assert caught.value.is_older


def test_a_device_that_is_not_enrolled_or_revoked_is_refused(ann, bob, join):
    stranger = Device("d-unknown", "ann", ann.line)
    stranger.op("child:1")
    refused(stranger, refusals.DeviceUnknownError)
    borrowed = Device(bob.id, "ann", ann.line)
    borrowed.op("child:1")
    refused(borrowed, refusals.DeviceUnknownError)
    admin = join("adm", "administrator")
    assert admin.line.revoke_device(ann.id)
    assert not admin.line.revoke_device(ann.id)
    ann.op("child:1")
    refused(ann, refusals.DeviceRevokedError)
    assert ann.line.hello(ann.id).revoked_at is not None
    with pytest.raises(refusals.DeviceRevokedError):
        ann.line.enrol(ann.id, "again", KEY, KEY)


def test_an_ended_or_expired_login_is_refused_in_the_middle_of_a_session(ann, bob, shared, join):
    with shared.owner() as conn:
        conn.execute("ALTER ROLE bob VALID UNTIL '2001-01-01'")
    with pytest.raises(refusals.LoginEndedError):
        bob.line.hello(bob.id)
    admin = join("adm", "administrator")
    assert admin.line.end_login("ann")
    with pytest.raises(refusals.LoginEndedError):
        ann.line.hello(ann.id)
    ann.op("child:1")
    with pytest.raises(refusals.LoginEndedError):
        ann.push()


def test_work_of_a_revoked_person_is_brought_by_another_and_waits(ann, bob, join):
    first = ann.applied("child:1")
    entry = ann.op("child:1", first, "child.corrected")
    signed = ann.signed
    admin = join("adm", "administrator")
    admin.line.revoke_device(ann.id)
    with pytest.raises(refusals.NotAllowedError):
        bob.line.bring(ann.id, 1, [entry], signed)
    (found,) = admin.line.bring(ann.id, 1, [entry], signed)
    assert (found.outcome, found.reason) == ("quarantined", "revoked")
    row = read_all(bob)[-1]
    assert (row.entry.columns[8], row.row.submitter) == ("p-ann", "adm")
    assert bob.applied("child:1", first, "child.corrected")


def test_the_first_device_brings_its_record_along_and_a_later_one_does_not(join):
    first = join("ann", "caseworker", claims=2)
    first.op("person:p-old", None, "person.added", actor="p-old", entered_by="p-old")
    first.op("child:1", actor="p-old", entered_by="p-old")
    assert [(o.outcome, o.reason) for o in first.push()] == [("applied", "")] * 2
    first.op("child:2", actor="p-old", entered_by="p-old")  # after that, everybody speaks for themself
    refused(first, refusals.ActorError)
    with pytest.raises(refusals.ActorError):
        join("bob", "caseworker", claims=1)


def test_nobody_joins_while_the_first_device_is_still_bringing_its_record(join):
    first = join("ann", "caseworker", claims=2)
    first.applied("child:1", actor="p-old")
    with pytest.raises(refusals.ServerBusyError):
        join("bob", "caseworker")
    first.applied("child:2", actor="p-old")
    assert join("bob").applied("child:3")


def test_a_page_ends_where_it_gets_large_and_never_before_its_first_entry(ann):
    for number in range(6):
        ann.op(f"child:{number}", body=b"x" * (4 * 2**20))
        ann.push()
    assert [one.row.seq for one in ann.line.pull(0, 100).posted] == [1, 2, 3, 4]
    assert [one.row.seq for one in ann.line.pull(4, 100).posted] == [5, 6]


def test_malformed_and_huge_batches_are_refused(ann):
    entry = ann.op("child:1")
    for broken in (
        changed(entry, seen="{"),
        changed(entry, seen='{"a":1}'),
        changed(entry, seen="[1]"),
        changed(entry, seen='[["child:1"]]'),
        changed(entry, seen='[["child:1",null]]'),
        changed(entry, seen='[["child","x"]]'),
        changed(entry, seen='[["child:\\u0000","x"]]'),
        changed(entry, seen="[" * 50_000),
        changed(entry, wall_claimed=2**62),
        changed(entry, op_id="x" * 101),
        changed(entry, op_id=None),
        changed(entry, subject="nothing"),
        changed(entry, actor=None),
        changed(entry, commitment=b"short"),
        entry._replace(salt=b"short"),
        entry._replace(body=None),
        entry._replace(erased="R1"),
    ):
        refused(ann, (refusals.BatchMalformedError, refusals.ActorError), broken)
    refused(ann, refusals.BatchMalformedError, changed(entry, act_size=2))
    with pytest.raises(refusals.BatchTooLargeError):
        ann.line.push(ann.id, 1, [], ann.signed)
    huge = ann.op("child:2", body=b"x" * (wire.LARGEST_BODY + 1))
    refused(ann, refusals.BatchTooLargeError, entry, huge)


def test_hello_and_checkpoint_tell_where_this_device_stands(ann, bob):
    hello = ann.line.hello(ann.id)
    assert (hello.device_seq, hello.device_hash, hello.device_known) == (0, chain.genesis(ann.id), True)
    assert (hello.login, hello.person, hello.roles) == ("ann", "p-ann", ("caseworker", "panel_member"))
    assert not ann.line.hello("d-nowhere").device_known
    ann.applied("child:1")
    hello = ann.line.hello(ann.id)
    assert (hello.device_seq, hello.device_hash, hello.head_seq) == (1, ann.hash, 1)
    assert ann.line.checkpoint(ann.id, 1, hello.head_hash)
    assert not ann.line.checkpoint(ann.id, 1, b"x" * 32)
    with pytest.raises(refusals.DeviceUnknownError):
        ann.line.checkpoint(bob.id, 1, hello.head_hash)
    assert [(d.device_id, d.device_seq) for d in bob.line.devices()] == [(ann.id, 1), (bob.id, 0)]
    assert bob.line.signed_heads() == [ann.signed]


def test_an_administrator_vouches_for_a_restore(ann, bob, join):
    ann.applied("child:1")
    point = ann.line.pull(0, 1).head_hash
    ann.applied("child:2")
    admin = join("adm", "administrator")
    assert admin.line.restore_mark(1) == point
    restored = ann.line.hello(ann.id).restored
    assert restored is not None
    assert restored[:2] == (1, point)
    with pytest.raises(refusals.BatchMalformedError):
        admin.line.restore_mark(9)
    with pytest.raises(refusals.NotAllowedError):
        bob.line.restore_mark(1)


def test_an_upgrade_holds_everybody_off_and_nothing_is_lost(ann, shared):
    with shared.owner() as conn:
        conn.execute("SELECT pg_advisory_lock(x'42444B'::integer, 1)")
        ann.op("child:1")
        refused(ann, refusals.ServerBusyError)
        conn.execute("SELECT pg_advisory_unlock(x'42444B'::integer, 1)")
    assert [o.outcome for o in ann.push()] == ["applied"]


def test_pieces_of_files_come_and_go_and_what_is_there_is_not_sent_again(ann, bob):
    pieces = [b"a" * 1000, b"b" * 1000]
    names = [hashlib.sha256(piece).digest() for piece in pieces]
    assert ann.line.missing_chunks(names) == set(names)
    ann.line.put_chunks(pieces[:1])
    assert ann.line.missing_chunks(names) == {names[1]}
    with pytest.raises(refusals.BatchMalformedError):
        ann.line.put_file("1", "f" * 64, KEY, names)
    ann.line.put_chunks(pieces)
    ann.line.put_file("1", "f" * 64, KEY, names)
    assert bob.line.get_file("1", "f" * 64) == (KEY, tuple(names))
    assert bob.line.get_file("1", "0" * 64) is None
    assert bob.line.get_chunks(names) == dict(zip(names, pieces, strict=True))
    with pytest.raises(refusals.BatchTooLargeError):
        ann.line.put_chunks([b"x" * (600 * 1024)])


def test_a_lease_is_taken_given_back_broken_with_a_reason_and_has_a_new_epoch_each_time(ann, bob):
    lease = ann.line.take_lease("case:1", ann.id, 3)
    assert (lease.holder, lease.epoch) == ("p-ann", 1)
    assert ann.line.take_lease("case:1", ann.id, 5).epoch == 1  # longer, still the same
    assert bob.line.take_lease("case:1", bob.id, 3).holder == "p-ann"
    assert [one.subject for one in bob.line.leases()] == ["case:1"]
    with pytest.raises(refusals.BatchMalformedError):
        bob.line.break_lease("case:1", "  ")
    bob.line.break_lease("case:1", "She is on leave until May.")
    assert bob.line.leases() == []
    assert bob.line.take_lease("case:1", bob.id, 3)[1:4] == ("p-bob", bob.id, 2)
    with pytest.raises(refusals.NotAllowedError):
        ann.line.break_lease("case:1", "Mine.")
    bob.line.break_lease("case:1", "")
    assert ann.line.take_lease("case:1", ann.id, 1).epoch == 3
    with pytest.raises(refusals.BatchMalformedError):
        ann.line.take_lease("case:1", ann.id, 15)
    # work without it, or after it, is taken all the same
    assert bob.applied("case:1", None, "case.opened")
