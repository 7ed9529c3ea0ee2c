"""Twenty members, each on a laptop of their own, score one case at once: nobody waits, nobody sees, all is counted."""

from __future__ import annotations

import hashlib
import threading

import pytest

from bandingdesk.panel.moderation import RoundStateError
from bandingdesk.store import standing
from bandingdesk.store.arrive import ForeignCommitmentError
from tests.support import clusters, keyrings, large_panel
from tests.support.large_panel import SCORERS, mark_of
from tests.support.panel_store import CHAIR, DEPUTY, EP, HEAD, VOTERS

TWENTY = len(SCORERS)
RACES = 8


@pytest.fixture(scope="module")
def keys():
    """One keyring for all laptops of these tests."""
    with keyrings.in_memory() as own:
        yield own


@pytest.fixture(scope="module")
def hall(server, tmp_path_factory, keys):
    """Twenty laptops, made once: a test takes a case of the agenda for itself."""
    folder = tmp_path_factory.mktemp("hall")
    with clusters.database(server, clusters.TEMPLATE) as database:
        found = large_panel.meet(database, folder, cases=2)
        yield found
        found.close()


@pytest.fixture(scope="module")
def four(server, tmp_path_factory, keys):
    """Four laptops, made once, likewise."""
    with clusters.database(server, clusters.TEMPLATE) as database:
        found = large_panel.meet(database, tmp_path_factory.mktemp("room"), more=(), cases=RACES + 3)
        yield found
        found.close()


def bytes_of(laptop):
    """Return all that lies in the laptop's store, plain as it is: the file and its log."""
    path = laptop.store.path
    files = [path, path.with_name(path.name + "-wal")]
    return b"".join(file.read_bytes() for file in files if file.exists())


def states(laptop, kind, subject="%"):
    with laptop.store.read() as conn:
        query = (
            "SELECT x.state, count(*) FROM op o JOIN outbox x ON x.seq = o.seq"
            " WHERE o.kind = ? AND o.subject LIKE ? GROUP BY x.state"
        )
        return dict(conn.exec_driver_sql(query, (kind, subject)).fetchall())


def sheets(laptop, round_id):
    """Return (person, commitment, salt, body) of all locked sheets of a round in the laptop's record."""
    with laptop.store.read() as conn:
        query = (
            "SELECT o.actor, o.commitment, p.salt, p.body FROM op o JOIN payload p ON p.seq = o.seq"
            " WHERE o.kind = 'scores.locked' AND o.subject LIKE ? ORDER BY o.actor"
        )
        return conn.exec_driver_sql(query, (f"sheet:{round_id}.%",)).fetchall()


def lock_all_at_once(meeting, round_id):
    begin = threading.Barrier(len(meeting.members))

    def lock_and_send(member):
        begin.wait()
        member.lock(round_id)
        return member.laptop.once()

    return meeting.at_once(lock_and_send)


def everybody_syncs(meeting):
    meeting.at_once(lambda member: member.laptop.once())


def test_twenty_lock_at_once_and_nobody_holds_anothers_score_before_the_reveal(hall):
    round_id = hall.open_round()
    told = lock_all_at_once(hall, round_id)
    assert [dict(result.outcomes) for result in told] == [{standing.APPLIED: 1}] * TWENTY
    everybody_syncs(hall)
    for member in hall.members.values():
        seen = member.round(round_id)
        assert (seen.locked_count, seen.scorer_count, seen.my_sheet_locked, seen.spreads) == (TWENTY, TWENTY, True, ())
        assert states(member.laptop, "scores.locked", f"sheet:{round_id}.%") == {standing.APPLIED: TWENTY}
        kept = bytes_of(member.laptop)
        assert [person for person in SCORERS if mark_of(person, round_id).encode() in kept] == [member.person]


def test_after_the_reveal_every_laptop_opens_every_commitment(hall):
    round_id = hall.open_round()
    lock_all_at_once(hall, round_id)
    everybody_syncs(hall)
    promised = {person: commitment for person, commitment, _, _ in sheets(hall.chair.laptop, round_id)}
    hall.chair.panel.reveal(round_id)
    hall.chair.laptop.once()
    everybody_syncs(hall)
    for member in hall.members.values():
        seen = member.round(round_id)
        assert seen.on_their_way == 0
        assert {len(strip.levels) for strip in seen.spreads} == {TWENTY}
        found = sheets(member.laptop, round_id)
        assert {person: hashlib.sha256(salt + body).digest() for person, _, salt, body in found} == promised
        assert [person for person, _, _, body in found if mark_of(person, round_id).encode() in body] == sorted(SCORERS)


def test_a_score_changed_on_the_server_between_lock_and_reveal_is_noticed(shared, tmp_path, keys):
    four = large_panel.meet(shared, tmp_path, more=())
    round_id = four.open_round()
    lock_all_at_once(four, round_id)
    everybody_syncs(four)
    with shared.owner() as conn:
        conn.execute("SET session_replication_role = replica")  # as a hostile superuser: no trigger is asked
        changed = conn.execute(
            "UPDATE desk.payload SET body = replace(convert_from(body, 'UTF8'), '\"level\":0', '\"level\":2')::bytea"
            " WHERE seq = (SELECT seq FROM desk.ledger WHERE kind = 'scores.locked' AND actor = %s)",
            (EP,),
        )
        assert changed.rowcount == 1
    four.chair.panel.reveal(round_id)
    for person in (CHAIR, DEPUTY, HEAD):
        member = four.members[person]
        with pytest.raises(ForeignCommitmentError):
            member.laptop.once()
        seen = member.round(round_id)
        assert (seen.spreads, seen.on_their_way) == ((), 3)
    with pytest.raises(RoundStateError, match="on their way"):
        four.chair.panel.agree_rest(round_id)
    four.close()


def test_an_unlocked_sheet_is_locked_again_and_only_the_last_counts(four):
    round_id = four.open_round()
    lock_all_at_once(four, round_id)
    member = four.members[EP]
    member.laptop.once()
    member.panel.unlock_scores(round_id)
    member.laptop.once()
    four.chair.laptop.once()
    assert four.chair.round(round_id).locked_count == 3
    member.lock(round_id)
    member.laptop.once()
    four.chair.laptop.once()
    assert four.chair.round(round_id).locked_count == 4
    four.chair.panel.reveal(round_id)
    four.chair.laptop.once()
    assert {len(strip.levels) for strip in four.chair.round(round_id).spreads} == {len(VOTERS)}


# --- the reveal race: a score against the reveal


def all_but_one_have_locked(meeting):
    """Open a case's round and lock all sheets but the EP's; the chair's reveal and the EP's lock are not sent yet."""
    round_id = meeting.open_round()
    for person in (CHAIR, DEPUTY, HEAD):
        meeting.members[person].lock(round_id)
        meeting.members[person].laptop.once()
    meeting.chair.laptop.once()
    meeting.chair.panel.reveal(round_id, go_on_without="Called away (invented)")  # recorded, not sent
    meeting.members[EP].lock(round_id)  # likewise
    return round_id


def is_counted_xor_held(meeting, round_id):
    """Look on every laptop whether the EP's score counts or is held, never both and never neither."""
    everybody_syncs(meeting)
    everybody_syncs(meeting)
    told = set()
    for member in meeting.members.values():
        late = states(member.laptop, "scores.locked", f"sheet:{round_id}.{EP}")
        revealed = states(member.laptop, "round.revealed", f"round:{round_id}")
        seen = member.round(round_id)
        if late == {standing.HELD: 1}:
            assert revealed == {standing.APPLIED: 1}
            assert {len(strip.levels) for strip in seen.spreads} == {3}
            told.add("held")
        else:
            assert late == {standing.APPLIED: 1}
            assert revealed == {standing.CONFLICT: 1}  # the chair sees it and reveals again, with this score
            assert (seen.state, seen.locked_count) == ("open", 4)
            told.add("counted")
    assert len(told) == 1, "the laptops do not agree"
    return told.pop()


def reveal_again(meeting, round_id):
    """Reveal what the refused reveal had not seen, and return how many scores count."""
    meeting.chair.panel.reveal(round_id)
    meeting.chair.laptop.once()
    everybody_syncs(meeting)
    return {len(strip.levels) for member in meeting.members.values() for strip in member.round(round_id).spreads}


def test_a_score_that_reached_the_server_before_the_reveal_is_never_left_out(four):
    round_id = all_but_one_have_locked(four)
    four.members[EP].laptop.once()
    four.chair.laptop.once()
    assert is_counted_xor_held(four, round_id) == "counted"
    assert reveal_again(four, round_id) == {4}


def test_a_score_behind_the_reveal_is_held_as_late(four):
    round_id = all_but_one_have_locked(four)
    four.chair.laptop.once()
    four.members[EP].laptop.once()
    assert is_counted_xor_held(four, round_id) == "held"


def test_in_a_race_a_score_is_counted_or_held(four):
    for _ in range(RACES):
        round_id = all_but_one_have_locked(four)
        begin = threading.Barrier(2)

        def send(member, begin=begin):
            begin.wait()
            member.laptop.once()

        four.at_once(send, [four.chair, four.members[EP]])
        if is_counted_xor_held(four, round_id) == "counted":
            assert reveal_again(four, round_id) == {4}
