"""An erasure that another device made is carried out here too, in whatever order its parts come."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from bandingdesk.ops import Op, Subject
from bandingdesk.store import blobs, drafts, erasure, log, replay, standing, store, verify
from bandingdesk.store.arrive import APPLIED, Entry
from bandingdesk.store.registry import Erasure, Fold, Registry
from bandingdesk.store.tables import OP_COLUMNS
from tests.support import notebook as book

CASE = Subject("case", "c1")
SECRET = "SECRETWORDSOFTHISCASE"


def registry() -> Registry:
    """The notebook, in which a round that moved takes the case c1 out of the record."""
    wanted = Erasure("a rule", "c1", ("case:c1",), book.NOON)
    return book.registry(erases={"round": lambda state: wanted}, folds={**book.registry().folds, "round": _round()})


def _round() -> Fold:
    return Fold(book.Round, book.apply_round)


@pytest.fixture
def boxes(tmp_path: Path) -> Iterator[tuple[store.Store, store.Store]]:
    """A device that writes, and another that takes; both plain, so that their bytes can be searched."""
    made = []
    for name, seed in (("here", 1), ("there", 2)):
        folder = tmp_path / name
        folder.mkdir()
        made.append(book.new(folder / "a.bdk", key=None, seed=seed, with_registry=registry()))
    here, there = made
    with there.act() as act:
        act.record(book.opened("c1"))
    book.write_note(there, "c1", SECRET)
    yield here, there
    here.close()
    there.close()


def entries(box: store.Store) -> list[Entry]:
    with box.read() as conn:
        columns = ", ".join(f"o.{name}" for name in OP_COLUMNS)
        rows = log.driver(conn).execute(
            f"SELECT {columns}, p.salt, p.body, p.erased FROM op o JOIN payload p USING (seq) ORDER BY o.seq"
        )
        return [Entry(tuple(row[:-3]), *row[-3:]) for row in rows.fetchall()]


def take(box: store.Store, taken: Sequence[Entry]) -> None:
    with box.arrival() as arrival:
        arrival.take([(entry, APPLIED) for entry in taken])
    box.reconcile()


def erase(box: store.Store) -> None:
    with box.act() as act:
        act.record(book.moved("r1", None))


def is_gone(box: store.Store) -> bool:
    box.scrub()
    return not any(SECRET.encode() in place.read_bytes() for place in box.path.parent.rglob("*") if place.is_file())


def whole(box: store.Store, erased: int) -> None:
    with box.read() as conn:
        found = verify.verify(conn)
        assert found.first_bad is None or found.first_bad.what == "erased_without_rule"  # a notebook names no subjects
        assert found.erased == erased
        assert replay.differing(conn, box.registry) == []
    assert box.load(CASE).notes == ("erased",) * (erased - 1)


def test_it_is_carried_out_where_it_arrives(boxes: tuple[store.Store, store.Store]) -> None:
    here, there = boxes
    take(here, entries(there))
    blobs.put(here, "c1", SECRET.encode())
    drafts.save(here, "review:c1", "sam", {"words": SECRET})
    assert here.load(CASE).notes == (SECRET,)
    assert not is_gone(here)
    erase(there)
    take(here, [entry for entry in entries(there) if entry.subject == "round:r1"])
    assert is_gone(here)
    assert is_gone(there)
    whole(here, 2)
    assert drafts.load(here, "review:c1", "sam") is None
    with pytest.raises(blobs.BlobErasedError):
        blobs.put(here, "c1", b"x")


def test_bodies_that_come_after_it_go_too(boxes: tuple[store.Store, store.Store]) -> None:
    here, there = boxes
    before = entries(there)
    erase(here)
    take(here, before)
    assert is_gone(here)
    whole(here, 2)


def test_a_sealed_body_that_is_opened_after_it_stays_gone(boxes: tuple[store.Store, store.Store]) -> None:
    here, there = boxes
    first, second = entries(there)
    take(here, [first, second._replace(salt=None, body=None)])
    erase(here)
    with here.arrival() as arrival:
        arrival.unseal(second.op_id, second.salt or b"", second.body or b"")
    here.reconcile()
    assert is_gone(here)
    with here.read() as conn:
        assert (verify.verify(conn).erased, verify.verify(conn).sealed) == (2, 0)


def test_what_this_device_has_not_sent_waits_for_its_outcome(boxes: tuple[store.Store, store.Store]) -> None:
    here, there = boxes
    take(here, entries(there))
    with here.jot() as conn:
        conn.exec_driver_sql("INSERT INTO mark VALUES ('peer', 'server')")
    book.write_note(here, "c1", "my own words, not sent")
    erase(there)
    take(here, [entry for entry in entries(there) if entry.subject == "round:r1"])
    with here.read() as conn:
        raw = log.driver(conn)
        left = raw.execute("SELECT count(*) FROM payload WHERE body LIKE '%my own words%'").fetchone()[0]
        assert (left, erasure.unsent(raw, ["case:c1"])) == (1, 1)
    with here.arrival() as arrival:
        op_id = entries(here)[2].op_id
        arrival.settle(op_id, standing.RESOLVED)
    here.reconcile()
    with here.read() as conn:
        assert verify.verify(conn).erased == 3
    assert is_gone(here)


def test_carried_out_twice_it_changes_nothing_more(boxes: tuple[store.Store, store.Store]) -> None:
    _, there = boxes
    erase(there)
    with there.jot() as conn:
        raw = log.driver(conn)
        assert erasure.carry_out(raw, Erasure("another", "c1", ("case:c1",), book.NOON), "op 2") == 0
        assert raw.execute("SELECT rule FROM erasure").fetchall() == [("a rule",)]
    with there.act() as act:
        act.record(Op("round.moved", Subject("round", "r2"), None, "sam", book.NOON, book.Noted("on")))
    whole(there, 2)


def test_on_a_shared_store_it_waits_until_the_server_applied_it(boxes: tuple[store.Store, store.Store]) -> None:
    _, there = boxes
    with there.jot() as conn:
        conn.exec_driver_sql("INSERT INTO mark VALUES ('peer', 'server')")
        conn.exec_driver_sql("UPDATE outbox SET state = 'applied'")
    erase(there)
    there.reconcile()
    assert there.load(CASE).notes == (SECRET,)  # somebody else may have acted on the case: nothing is lost yet
    with there.arrival() as arrival:
        arrival.settle(entries(there)[-1].op_id, standing.APPLIED)
        standing.soil(arrival.raw, "round:r1", whole=True)
    there.reconcile()
    assert is_gone(there)
    whole(there, 2)
