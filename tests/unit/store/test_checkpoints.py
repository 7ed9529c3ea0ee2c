from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bandingdesk.store import chain, checkpoints, log, store, tables, verify
from bandingdesk.store.checkpoints import End
from tests.support import notebook as book


@pytest.fixture
def box(tmp_path: Path) -> store.Store:
    box = book.new(tmp_path / "a.bdk", key=None)
    with box.act() as act:
        act.record(book.opened("c1"))
    for number in range(5):
        book.write_note(box, "c1", f"note {number}")
    return box


def keep_now(box: store.Store, source: str = "minutes") -> checkpoints.Checkpoint:
    with box.jot() as conn:
        raw = log.driver(conn)
        found = checkpoints.now(raw, book.NOON)
        for end in found.ends:
            checkpoints.keep(raw, end, book.NOON, source)
    return found


def rewrite(box: store.Store) -> None:
    """What somebody with the key can do: change the past and hash it anew, so that all fits."""
    with box.jot() as conn:
        raw: Any = log.driver(conn)
        raw.execute("DROP TRIGGER op_stays")
        raw.execute("DROP TRIGGER chain_stays")
        raw.execute("UPDATE op SET wall_claimed = wall_claimed - 1 WHERE seq = 2")
        before = chain.genesis(box.device_id)
        for row in raw.execute(f"SELECT device_seq, {', '.join(tables.OP_COLUMNS)} FROM op ORDER BY seq").fetchall():
            before = chain.link(before, row[1:])
            raw.execute("UPDATE chain SET hash = ? WHERE device_seq = ?", (before, row[0]))


def verified(box: store.Store) -> verify.Verification:
    with box.read() as conn:
        return verify.verify(conn)


def test_a_record_that_only_grew_goes_through_its_checkpoints(box: store.Store, tmp_path: Path) -> None:
    found = keep_now(box)
    assert [(end.chain, end.seq) for end in found.ends] == [(box.device_id, 6)]
    book.write_note(box, "c1", "more")
    assert (verified(box).ok, verified(box).checkpoints) == (True, 1)
    file = tmp_path / "c.json"
    file.write_text(json.dumps(found.as_json()), encoding="utf-8")
    assert checkpoints.read(file) == found
    with box.read() as conn:
        assert checkpoints.differing(log.driver(conn), found, file) == []
        last = checkpoints.last(log.driver(conn))
    assert last is not None
    assert (last["seq"], last["source"]) == (6, "minutes")


def test_who_hashes_the_past_anew_is_caught_by_minutes_and_by_a_file(box: store.Store, tmp_path: Path) -> None:
    outside = keep_now(box)
    rewrite(box)
    found = verified(box)
    assert found.first_bad is not None
    assert (found.first_bad.what, found.first_bad.device_seq) == ("checkpoint", 6)
    with box.read() as conn:
        assert checkpoints.differing(log.driver(conn), outside, tmp_path) == list(outside.ends)


def test_without_a_checkpoint_nothing_notices_it(box: store.Store) -> None:
    """The control: this is why minutes print one."""
    rewrite(box)
    assert verified(box).ok


def test_a_rewound_record_is_shorter_than_its_checkpoint(box: store.Store, tmp_path: Path) -> None:
    outside = keep_now(box)._replace(ends=(End(box.device_id, 9, bytes(32)),))
    with box.read() as conn:
        assert checkpoints.differing(log.driver(conn), outside, tmp_path) == list(outside.ends)


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"format": "bandingdesk-checkpoint/1"}', '{"format": "x", "ends": []}', "\x00"]
)
def test_what_is_no_checkpoint_is_said(text: str, tmp_path: Path) -> None:
    file = tmp_path / "c.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(checkpoints.CheckpointFileError):
        checkpoints.read(file)
    with pytest.raises(checkpoints.CheckpointFileError):
        checkpoints.read(tmp_path / "none")


def test_a_checkpoint_of_another_store_is_said(box: store.Store, tmp_path: Path) -> None:
    other = keep_now(box)._replace(store_id="another")
    with box.read() as conn, pytest.raises(checkpoints.OtherStoreError):
        checkpoints.differing(log.driver(conn), other, tmp_path)
