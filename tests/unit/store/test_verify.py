from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3

from bandingdesk.ops import Op, Subject
from bandingdesk.store import bulk, chain, erasure, log, replay, store, tables, verify
from bandingdesk.store.registry import Erasure
from tests.support import notebook as book

ATTACKS = {name: f"UPDATE op SET {name} = {value} WHERE seq = 3" for name, value in {
    "op_id": "'01a20846-0000-7000-8000-000000000000'",
    "act_id": "'another'",
    "act_size": "9",
    "subject": "'case:c9'",
    "parent_op": "NULL",
    "seen": "'[[\"case:c1\",\"x\"]]'",
    "kind": "'round.moved'",
    "version": "2",
    "actor": "'another'",
    "entered_by": "'another'",
    "device_id": "'another'",
    "device_seq": "77",
    "hlc": "hlc + 1",
    "wall_claimed": "wall_claimed - 86400000000",
    "proto": "2",
    "lease_epoch": "1",
    "commitment": "x'00'",
}.items()}  # fmt: skip
OTHERS = {
    "body": "UPDATE payload SET body = replace(body, 'a', 'b') WHERE seq = 3",
    "salt": "UPDATE payload SET salt = x'00' WHERE seq = 3",
    "hash": "UPDATE chain SET hash = x'00' WHERE device_seq = 3",
    "op gone": "DELETE FROM op WHERE seq = 3",
    "last op gone": "DELETE FROM op WHERE seq = 4",
    "payload gone": "DELETE FROM payload WHERE seq = 3",
    "chain gone": "DELETE FROM chain WHERE device_seq = 3",
    "outbox gone": "DELETE FROM outbox WHERE seq = 3",
    "head moved": "UPDATE head SET head_op = 'x' WHERE subject = 'case:c1'",
    "head gone": "DELETE FROM head WHERE subject = 'case:c1'",
    "head too many": "INSERT INTO head (subject, head_op, state) VALUES ('case:c8', 'x', '{}')",
}


@pytest.fixture
def box(tmp_path: Path) -> Iterator[store.Store]:
    box = book.new(tmp_path / "a.bdk")
    with box.act() as act:
        act.record(book.opened("c1"), book.opened("c2"))
    book.write_note(box, "c1", "a note")
    book.write_note(box, "c1", "another note")
    yield box
    box.close()


def test_every_column_of_an_op_is_attacked() -> None:
    assert set(ATTACKS) == set(tables.OP_COLUMNS) == {c.name for c in tables.op.columns} - {"seq"}


@pytest.mark.parametrize("name", [*ATTACKS, *OTHERS])
def test_one_edit_in_place_is_noticed(box: store.Store, name: str) -> None:
    with box.read() as conn:
        assert verify.verify(conn).ok
    assert _attack(box, {**ATTACKS, **OTHERS}[name]) > 0
    with box.read() as conn:
        found = verify.verify(conn)
    assert not found.ok
    assert found.first_bad is not None
    told: Any = found.as_json()
    assert told["first_bad"]["what"] == found.first_bad.what


def test_two_entries_swapped_are_noticed(box: store.Store) -> None:
    swaps = [(3, 99), (4, 3), (99, 4)]
    _attack(box, *(f"UPDATE {t} SET seq = {after} WHERE seq = {b}" for t in ("op", "payload") for b, after in swaps))
    with box.read() as conn:
        assert not verify.verify(conn).ok


def test_a_changed_state_is_noticed_by_the_replay(box: store.Store) -> None:
    with box.jot() as conn:
        conn.exec_driver_sql("UPDATE head SET state = replace(state, 'another note', 'no note') WHERE 1")
    with box.read() as conn:
        assert [str(subject) for subject in replay.differing(conn, box.registry)] == ["case:c1"]


def test_erased_bodies_leave_a_chain_that_verifies(box: store.Store) -> None:
    with box.jot() as conn:
        wanted = Erasure("retention 6 years", "c1", ("case:c1",), book.NOON)
        assert erasure.carry_out(log.driver(conn), wanted, "an op") == 3
    box.reconcile()
    with box.read() as conn:
        found = verify.verify(conn)
        assert replay.differing(conn, box.registry) == []
    assert (found.entries, found.payloads, found.erased) == (4, 1, 3)
    assert found.first_bad is not None  # chain and commitments hold, and no op of the record asked for it
    assert (found.first_bad.seq, found.first_bad.what) == (1, "erased_without_rule")
    assert box.load(Subject("case", "c1")).notes == ("erased", "erased")
    with box.read() as conn:
        assert conn.exec_driver_sql("SELECT DISTINCT text FROM note_row").scalar_one() == "erased"


def test_the_bulk_writer_makes_the_rows_that_acts_make(tmp_path: Path) -> None:
    box = book.new(tmp_path / "b.bdk")
    acts: list[list[Op]] = [[book.opened(f"c{n}"), book.moved(f"r{n}", None)] for n in range(50)]
    acts += [[book.noted(f"c{n}", None, f"note {n}")] for n in range(50)]
    assert bulk.write_ops(box, acts, batch=30) == 150
    with box.read() as conn:
        found = verify.verify(conn)
        assert (found.ok, found.entries) == (True, 150)
        assert replay.differing(conn, box.registry) == []
        sizes = conn.exec_driver_sql("SELECT act_size, count(*) FROM op GROUP BY 1 ORDER BY 1").all()
        assert [tuple(row) for row in sizes] == [(1, 50), (2, 100)]
        assert conn.exec_driver_sql("SELECT count(*) FROM note_row").scalar_one() == 50
    book.write_note(box, "c7", "by an act")
    assert box.load(Subject("case", "c7")).notes == ("note 7", "by an act")
    box.close()


def test_no_two_rows_have_one_text() -> None:
    assert chain.row_text(("a", "bc")) != chain.row_text(("ab", "c"))
    assert chain.row_text((None, "x")) != chain.row_text(("~", "x"))
    assert chain.row_text(("1:a",)) != chain.row_text(("a",))
    assert chain.row_text((12, b"\x01")) == "2:122:01"


def _attack(box: store.Store, *statements: str) -> int:
    """Do what somebody with the key and a database program can do; return the number of rows changed."""
    raw = sqlcipher3.dbapi2.connect(str(box.path), isolation_level=None)
    raw.execute(f"PRAGMA key = \"x'{book.KEY.hex()}'\"")
    for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        raw.execute(f"DROP TRIGGER {name}")
    before = raw.total_changes
    for statement in statements:
        raw.execute(statement)
    changed = int(raw.total_changes - before)
    raw.close()
    return changed
