from __future__ import annotations

from pathlib import Path

import pytest
import sqlcipher3.dbapi2

from bandingdesk import bootstrap, seams
from bandingdesk.store import backup, engine, folds, replay, restore, running, snapshot, store, tables, upgrade, verify
from bandingdesk.store.migrations import steps
from tests.support import epochs, migration_sql
from tests.support import notebook as book


@pytest.fixture(params=[None, book.KEY], ids=["plain", "encrypted"])
def key(request: pytest.FixtureRequest) -> bytes | None:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
def path(tmp_path: Path, key: bytes | None) -> Path:
    return epochs.first(tmp_path / "a.bdk", key)


def opened(path: Path, key: bytes | None) -> store.Store:
    clock, ids = seams.FixedClock(book.NOON), seams.SystemIds()
    return store.open_store(path, key, folds.registry(), clock=clock, ids=ids, person="p", plain=key is None)


def test_an_older_store_says_what_to_do(path: Path, key: bytes | None) -> None:
    before = path.read_bytes()
    with pytest.raises(engine.OlderStoreError) as said:
        opened(path, key)
    assert "store upgrade" in said.value.sentences()[2]
    assert path.read_bytes() == before


def test_an_upgraded_store_holds_all_and_a_backup_lies_beside_it(path: Path, key: bytes | None) -> None:
    done = upgrade.upgrade(path, key, book.NOON)
    assert (done.before, done.now) == (1, tables.EPOCH)
    box = opened(path, key)
    with box.read() as conn:
        found = verify.verify(conn)
        assert (found.ok, found.entries, found.payloads) == (True, 13, 13)
        assert replay.differing(conn, box.registry) == []
        assert conn.exec_driver_sql("SELECT count(*) FROM draft").scalar_one() == 1
        assert conn.exec_driver_sql("SELECT count(*) FROM reference WHERE kind = 'case'").scalar_one() == 2
        assert conn.exec_driver_sql("SELECT count(*) FROM casework_child").scalar_one() == 2
    box.close()
    assert done.backup is not None
    assert done.backup.parent == path.parent
    assert upgrade.upgrade(path, key, book.NOON).backup is None  # there is nothing left to do


def test_the_upgraded_tables_are_those_of_a_new_store(path: Path, key: bytes | None) -> None:
    upgrade.upgrade(path, key, book.NOON)
    with store.look(path, key) as conn:
        raw = conn.connection.driver_connection
        found = migration_sql.shape(raw)  # type: ignore[arg-type]
        columns = raw.execute("PRAGMA table_info(device)").fetchall()  # type: ignore[union-attr]
    fresh = migration_sql.fresh()
    wanted = migration_sql.shape(fresh)
    assert found.pop(("table", "device")) != wanted.pop(("table", "device"))  # columns that were added stand last
    assert found == wanted, "write the step in store/migrations: python -m tests.support.migration_sql"
    assert {c[1:] for c in columns} == {tuple(c[1:]) for c in fresh.execute("PRAGMA table_info(device)")}


def test_every_epoch_has_a_step_to_the_next() -> None:
    assert sorted(steps.STEPS) == list(range(1, tables.EPOCH))


def test_it_is_refused_while_a_window_has_the_store_open(path: Path, key: bytes | None) -> None:
    before = path.read_bytes()
    window = running.Running(path)
    window.begin()
    with pytest.raises(running.StoreInUseError):
        upgrade.upgrade(path, key, book.NOON)
    window.end()
    assert path.read_bytes() == before
    assert upgrade.upgrade(path, key, book.NOON).before == 1


def test_a_window_is_refused_while_the_upgrade_runs(path: Path, key: bytes | None) -> None:
    upgrade.upgrade(path, key, book.NOON)
    with running.alone(path), pytest.raises(running.StoreAtWorkError):
        opened(path, key)
    opened(path, key).close()


def test_a_record_that_does_not_verify_is_not_upgraded(path: Path, key: bytes | None) -> None:
    raw = sqlcipher3.dbapi2.connect(str(path), isolation_level=None)
    if key is not None:
        raw.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    raw.execute("DROP TRIGGER op_stays")
    raw.execute("UPDATE op SET actor = 'another' WHERE seq = 3")
    raw.close()
    with pytest.raises(snapshot.RecordUnfitError):
        upgrade.upgrade(path, key, book.NOON)
    assert upgrade.epoch_of(path, key) == 1


def test_the_backup_of_before_can_be_restored_and_upgraded(path: Path, key: bytes | None, tmp_path: Path) -> None:
    done = upgrade.upgrade(path, key, book.NOON)
    assert done.backup is not None
    to = tmp_path / "elsewhere" / "b.bdk"
    secret = restore.Secret(key=key)
    made = restore.restore(done.backup, to, secret, book.NOON, seams.SystemIds(), new_passphrase="three random words")
    assert made.entries == 13
    assert upgrade.epoch_of(to, key) == 1
    upgrade.upgrade(to, key, book.NOON)
    opened(to, key).close()


def test_a_cut_off_upgrade_can_be_done_again(path: Path, key: bytes | None, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise OSError(28, "no space")

    with monkeypatch.context() as patch:
        patch.setattr(steps, "carry", fails)
        with pytest.raises(engine.DiskFullError):
            upgrade.upgrade(path, key, book.NOON)
    assert upgrade.epoch_of(path, key) == 1
    assert upgrade.upgrade(path, key, book.NOON).now == tables.EPOCH


def test_the_window_upgrades_by_itself_after_a_backup(path: Path, key: bytes | None) -> None:
    clock, ids = seams.FixedClock(book.NOON), seams.SystemIds()
    desk = bootstrap.open_desk(path, key, clock=clock, ids=ids, plain=key is None)
    assert desk.read(lambda conn: conn.exec_driver_sql("SELECT count(*) FROM casework_child").scalar_one()) == 2
    desk.close()
    assert backup.is_of(upgrade.backup_place(path), path, key)
