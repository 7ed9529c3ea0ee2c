from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from bandingdesk import seams
from bandingdesk.errors import StaleCaseError
from bandingdesk.ops import Subject
from bandingdesk.store import log, replay, verify
from bandingdesk.store.act import NoSuchSubjectError
from tests.support import notebook as book

CASE = Subject("case", "c1")


def test_an_act_loads_asks_and_records_on_one_state(tmp_path: Path) -> None:
    box = book.new(tmp_path / "a.bdk")
    with box.act() as act:
        changes = act.record(book.opened("c1"))
        case = act.load(CASE)
        act.record(book.noted("c1", case.head, "first"))
        assert act.rows.execute(book.CASES.select()).one().notes == 1
    assert changes.subjects == {CASE}
    assert changes.kinds == {"case.opened"}
    ops = box.history(CASE)
    assert [op.kind for op in ops] == ["case.opened", "note.written"]
    assert ops[1].parent == ops[0].op_id
    assert {op.act_id for op in ops} == {ops[0].act_id}
    assert [op.device_seq for op in ops] == [1, 2]
    assert box.load(CASE).notes == ("first",)
    with box.read() as conn:
        assert [row[0] for row in conn.exec_driver_sql("SELECT act_size FROM op")] == [2, 2]
        assert verify.verify(conn).ok
    box.close()


def test_a_stale_parent_is_refused_with_its_subject_and_nothing_is_recorded(tmp_path: Path) -> None:
    box = book.new(tmp_path / "a.bdk")
    with box.act() as act:
        act.record(book.opened("c1"))
    stale = box.load(CASE).head
    book.write_note(box, "c1", "in between")
    with pytest.raises(StaleCaseError) as caught, box.act() as act:
        act.record(book.opened("c2"))
        act.record(book.noted("c1", stale, "too late"))
    assert caught.value.fields["subject"] == CASE
    assert box.find(Subject("case", "c2")) is None
    assert [op.body.text for op in box.history(CASE, after=stale)] == ["in between"]
    box.close()


def test_a_head_that_the_rule_relied_on_is_checked_too(tmp_path: Path) -> None:
    box = book.new(tmp_path / "a.bdk")
    with box.act() as act:
        act.record(book.opened("c1"), book.moved("r1", None))
    neighbour = Subject("round", "r1")
    seen = ((neighbour, box.load(neighbour).head),)
    with box.act() as act:
        act.record(book.moved("r1", seen[0][1]))
    with pytest.raises(StaleCaseError) as caught, box.act() as act:
        act.record(book.noted("c1", act.head(CASE), "late", seen=seen))
    assert caught.value.fields["subject"] == neighbour
    with box.act() as act:  # what the act itself moved is no news to its own rule
        head = act.head(neighbour)
        act.record(book.moved("r1", head))
        act.record(book.noted("c1", act.head(CASE), "in time", seen=((neighbour, head),)))
    assert box.load(CASE).notes == ("in time",)
    assert box.history(CASE)[-1].seen == ((neighbour, head),)
    box.close()


def test_an_exception_undoes_the_whole_act(tmp_path: Path) -> None:
    box = book.new(tmp_path / "a.bdk")
    with pytest.raises(KeyError), box.act() as act:
        act.record(book.opened("c1"))
        raise KeyError("a rule said no")
    with pytest.raises(NoSuchSubjectError):
        box.load(CASE)
    with box.read() as conn:
        assert verify.verify(conn).entries == 0
    box.close()


def test_an_act_that_swallowed_a_refusal_is_not_kept(tmp_path: Path) -> None:
    box = book.new(tmp_path / "a.bdk")
    with pytest.raises(RuntimeError, match="refused"), box.act() as act:
        act.record(book.opened("c1"))
        with pytest.raises(StaleCaseError):
            act.record(book.opened("c2"), book.noted("c1", "of another window", "stale"))
    assert box.find(CASE) is None
    box.close()


def test_two_ops_on_one_subject_need_the_second_to_be_loaded_again(tmp_path: Path) -> None:
    box = book.new(tmp_path / "a.bdk")
    with box.act() as act:
        act.record(book.opened("c1"))
    head = box.load(CASE).head
    with pytest.raises(ValueError, match="load it again"), box.act() as act:
        act.record(book.noted("c1", head, "one"), book.noted("c1", head, "two"))
    box.close()


def test_entered_by_is_the_person_at_the_keys(tmp_path: Path) -> None:
    box = book.new(tmp_path / "a.bdk")
    with box.act(by="clerk") as act:
        act.record(book.opened("c1"))
    (op,) = box.history(CASE)
    assert (op.by, op.entered_by) == ("sam", "clerk")
    box.close()


def test_only_one_act_at_a_time(tmp_path: Path) -> None:
    box = book.new(tmp_path / "a.bdk")
    told: list[str] = []

    def second() -> None:
        try:
            with box.act():
                told.append("let in")
        except RuntimeError as error:
            told.append(str(error))

    with box.act() as act:
        act.record(book.opened("c1"))
        thread = threading.Thread(target=second)
        thread.start()
        thread.join()
        with pytest.raises(RuntimeError, match="already open"), box.act():
            pass
    assert told == ["another thread has an act open: only one thread writes"]
    assert box.find(CASE) is not None
    box.close()


def test_an_act_waits_for_what_arrives_in_another_thread(tmp_path: Path) -> None:
    box = book.new(tmp_path / "a.bdk")
    told: list[str] = []

    def second() -> None:
        with box.act() as act:
            told.append("let in")
            act.record(book.opened("c1"))

    with box.arrival() as arrival:
        thread = threading.Thread(target=second)
        thread.start()
        thread.join(0.1)
        arrival.mark("peer", "server")
        assert told == []
    thread.join()
    assert told == ["let in"]
    box.close()


def test_short_references_follow_the_order_of_the_record_and_survive_a_replay(tmp_path: Path) -> None:
    path = tmp_path / "a.bdk"
    box = book.new(path)
    with box.act() as act:
        act.record(book.opened("zz"), book.opened("aa"))
    with box.act() as act:
        # 31 December 2026, 23:30 UTC is still 2026 in London; half an hour later it is 2027.
        act.record(book.opened("late", at=book.NOON.replace(month=12, day=31, hour=23, minute=30)))
        act.record(book.opened("next", at=book.NOON.replace(year=2027, month=1, day=1, hour=0)))
    wanted = {"case:zz": "2026-0001", "case:aa": "2026-0002", "case:late": "2026-0003", "case:next": "2027-0001"}
    assert _references(box) == wanted
    box.close()
    again = book.again(path, with_registry=book.registry(version=2))
    assert _references(again) == wanted
    again.close()


def test_two_windows_on_one_store_see_each_other_and_the_second_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.bdk"
    one = book.new(path)
    two = book.again(path)
    with one.act() as act:
        act.record(book.opened("c1"))
    assert one.news() is None  # its own act is no news
    news = two.news()
    assert news is not None
    assert (news.subjects, news.kinds) == ({CASE}, {"case.opened"})  # type: ignore[comparison-overlap]  # sets that freeze compare alike
    assert two.news() is None
    shown = two.load(CASE).head
    book.write_note(one, "c1", "from the first window")
    with pytest.raises(StaleCaseError), two.act() as act:
        act.record(book.noted("c1", shown, "from the second"))
    book.write_note(two, "c1", "from the second")
    assert one.load(CASE).notes == ("from the first window", "from the second")
    with one.act() as act:  # an own act between does not hide the other's
        act.record(book.opened("c9"))
    news = one.news()
    assert news is not None
    assert news.subjects == {CASE}
    one.close()
    two.close()


def test_two_processes_on_one_store(tmp_path: Path) -> None:
    path = tmp_path / "a.bdk"
    box = book.new(path)
    with box.act() as act:
        act.record(book.opened("c1"))
    shown = box.load(CASE).head
    script = (
        "import sys; from pathlib import Path; from tests.support import notebook as book;"
        "box = book.again(Path(sys.argv[1])); book.write_note(box, 'c1', 'from another process'); box.close()"
    )
    subprocess.run([sys.executable, "-c", script, str(path)], check=True, timeout=60)
    news = box.news()
    assert news is not None
    assert news.names(CASE)
    with pytest.raises(StaleCaseError), box.act() as act:
        act.record(book.noted("c1", shown, "on an old screen"))
    assert box.load(CASE).notes == ("from another process",)
    box.close()


def test_a_reader_sees_whole_acts_and_cannot_write(tmp_path: Path) -> None:
    box = book.new(tmp_path / "a.bdk")
    with box.read() as conn:
        assert conn.exec_driver_sql("SELECT count(*) FROM op").scalar_one() == 0
        with box.act() as act:
            act.record(book.opened("c1"))
        assert conn.exec_driver_sql("SELECT count(*) FROM op").scalar_one() == 0
    with pytest.raises(Exception, match="readonly|could not be read or written"), box.read() as conn:
        conn.exec_driver_sql("DELETE FROM draft")
    box.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE op SET actor = 'another'",
        "DELETE FROM op",
        "UPDATE chain SET hash = x'00'",
        "DELETE FROM chain",
        "DELETE FROM payload",
        "UPDATE payload SET body = x'7b7d'",
        "UPDATE payload SET salt = NULL, body = NULL",
        "DELETE FROM outbox",
        "INSERT OR REPLACE INTO op SELECT * FROM op",
        "INSERT OR REPLACE INTO chain SELECT device_id, device_seq, x'00' FROM chain",
    ],
)
def test_the_record_is_only_added_to(tmp_path: Path, statement: str) -> None:
    box = book.new(tmp_path / "a.bdk")
    with box.act() as act:
        act.record(book.opened("c1"))
    with pytest.raises(Exception, match="the record is only added to"), box.jot() as conn:
        conn.exec_driver_sql(statement)
    with box.read() as conn:
        assert verify.verify(conn).ok
    box.close()


def test_a_changed_registry_rebuilds_the_rows_by_replay(tmp_path: Path) -> None:
    path = tmp_path / "a.bdk"
    box = book.new(path)
    with box.act() as act:
        act.record(book.opened("c1"), book.opened("c2"))
    book.write_note(box, "c1", "one")
    before = _rows(box)
    with box.jot() as conn:  # rows that a fault left behind, and a head that lost its way
        conn.exec_driver_sql("DELETE FROM note_row")
        conn.exec_driver_sql("UPDATE case_row SET name = 'wrong'")
        conn.exec_driver_sql("CREATE TABLE row_of_an_older_version (owner TEXT)")
    box.close()
    told: list[tuple[int, int]] = []
    again = book.again(path, with_registry=book.registry(2), progress=lambda done, of: told.append((done, of)))
    assert _rows(again) == before
    assert told[-1] == (3, 3)
    with again.read() as conn:
        names = {row[0] for row in conn.exec_driver_sql("SELECT name FROM sqlite_master")}
        assert "row_of_an_older_version" not in names
        assert replay.differing(conn, again.registry) == []
    again.close()
    told.clear()
    third = book.again(path, with_registry=book.registry(2), progress=lambda done, of: told.append((done, of)))
    assert told == []
    third.close()


def test_instants_are_kept_to_the_microsecond(tmp_path: Path) -> None:
    box = book.new(tmp_path / "a.bdk")
    at = book.NOON.replace(microsecond=123457)
    with box.act() as act:
        act.record(book.opened("c1", at=at))
    assert box.history(CASE)[0].at == at
    assert log.instant(log.micros(at)) == at
    box.close()


def test_hybrid_time_never_goes_back_when_the_clock_does(tmp_path: Path) -> None:
    clock = seams.FixedClock(book.NOON)
    box = book.new(tmp_path / "a.bdk")
    box.clock = clock
    for year, id_ in ((2026, "c1"), (2016, "c2"), (2036, "c3"), (2026, "c4")):
        clock.set(book.NOON.replace(year=year))
        with box.act() as act:
            act.record(book.opened(id_))
    with box.read() as conn:
        hybrid = [row[0] for row in conn.exec_driver_sql("SELECT hlc FROM op ORDER BY seq")]
        assert verify.verify(conn).ok
    assert hybrid == sorted(set(hybrid))
    box.close()


def _references(box: object) -> dict[str, str]:
    with box.read() as conn:  # type: ignore[attr-defined]
        return {row[0]: row[1] for row in conn.exec_driver_sql("SELECT subject, text FROM reference")}


def _rows(box: object) -> list[tuple[object, ...]]:
    with box.read() as conn:  # type: ignore[attr-defined]
        return [
            tuple(row)
            for table in (book.CASES, book.NOTES)
            for row in conn.execute(table.select().order_by(*table.columns))
        ]
