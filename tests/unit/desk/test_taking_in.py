"""The list of 3,300 plans through the desk: one act, all or none, and a second run of the same file changes nothing."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bandingdesk import sheets
from bandingdesk.casework import columns, intake
from bandingdesk.casework.intake import Intake
from bandingdesk.desk.casework import RowsSetAsideError
from bandingdesk.desk.desk import Desk
from bandingdesk.sheets import SheetChangedError, Workbook
from bandingdesk.store import log, replay, verify
from bandingdesk.store.projections import casework as tables
from bandingdesk.store.queries import caseload, plans
from tests.support import case_builders as b
from tests.support import workbooks


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = b.a_desk(tmp_path)
    yield made
    made.close()


def read(desk: Desk, path: Path) -> tuple[Workbook, columns.Mapping, Intake]:
    workbook = sheets.read(path)
    mapping = columns.guess(workbook.sheets[0])
    return workbook, mapping, intake.check(workbook.sheets[0], mapping, desk.casework.known())


def counts(desk: Desk) -> tuple[int, int, int]:
    """Return (ops, acts, cases) of the record."""
    with desk.store.read() as conn:
        ops = log.driver(conn).execute("SELECT count(*), count(DISTINCT act_id) FROM op").fetchone()
        return ops[0], ops[1], int(conn.execute(select(func.count()).select_from(tables.CASE)).scalar() or 0)


def test_3300_plans_come_in_as_one_act_and_a_second_run_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "caseload.xlsx"
    listed = workbooks.caseload(path)
    workbook, mapping, checked = read(desk, path)
    ready = 3300 - 25 - 2  # 25 damaged rows and a child twice: issue 3, point 5
    assert len(checked.ready) == ready
    ops, acts, _ = counts(desk)
    with pytest.raises(RowsSetAsideError) as refused:
        desk.casework.import_caseload(workbook, path, mapping, checked)
    assert refused.value.fields == {"count": 27}
    assert counts(desk) == (ops, acts, 0)

    made = desk.casework.import_caseload(workbook, path, mapping, checked, accept_good=True)
    assert counts(desk) == (ops + 2 * ready + 1, acts + 1, ready)
    recorded = desk.store.load(b.subject("import", made.id)).recorded
    assert (recorded.read, recorded.new, recorded.changed, recorded.same, recorded.rejected) == (3300, ready, 0, 0, 27)
    assert recorded.sha256 == workbook.sha256
    with desk.store.read() as conn:
        assert verify.verify(conn).ok
        assert replay.differing(conn, desk.store.registry) == []
    check_what_is_kept(desk, listed.plans)

    again = desk.casework.import_caseload(*read_for_import(desk, path), accept_good=True)
    assert (again.id, again.subjects) == ("", frozenset())
    assert counts(desk) == (ops + 2 * ready + 1, acts + 1, ready)


def read_for_import(desk: Desk, path: Path) -> tuple[Workbook, Path, columns.Mapping, Intake]:
    workbook, mapping, checked = read(desk, path)
    return workbook, path, mapping, checked


def check_what_is_kept(desk: Desk, listed: tuple[intake.PlanRow, ...]) -> None:
    """Every name keeps its marks, every number its leading zeros: as the list was made, letter by letter."""
    kept = {one.plan.reference: one.plan for one in desk.read(plans.on_record)}
    meant = {plan.reference: plan for plan in listed}
    assert all(plan.surname == meant[reference].surname for reference, plan in kept.items())
    marked = [plan for plan in kept.values() if unicodedata.normalize("NFD", plan.surname) != plan.surname]
    assert len(marked) > 50
    leading = [plan for plan in kept.values() if plan.reference.startswith("0") or plan.setting_urn.startswith("0")]
    assert leading
    assert all((plan.upn, plan.setting_urn) == (meant[ref].upn, meant[ref].setting_urn) for ref, plan in kept.items())
    found = desk.read(lambda conn: caseload.search(conn, marked[0].surname.split("-")[0].upper()))
    assert found


def test_a_file_that_changed_while_it_was_read_is_refused_and_nothing_is_recorded(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "caseload.xlsx"
    workbooks.caseload(path, count=120)
    workbook, mapping, checked = read(desk, path)
    before = counts(desk)
    workbooks.caseload(path, count=121)
    with pytest.raises(SheetChangedError):
        desk.casework.import_caseload(workbook, path, mapping, checked, accept_good=True)
    assert counts(desk) == before


def test_a_later_list_corrects_child_and_case_and_leaves_the_others(desk: Desk) -> None:
    first = [b.a_plan(1), b.a_plan(2), b.a_plan(3)]
    desk.casework.take_plans(first, "first.xlsx", "0" * 64)
    moved = b.a_plan(2, setting_name="Oakfield School (invented)", next_review=date(2027, 2, 1))
    renamed = b.a_plan(3, forename="Testpupil Ŵren")
    made = desk.casework.take_plans([b.a_plan(1), moved, renamed], "second.xlsx", "1" * 64)
    assert made.kinds == {"case.updated", "child.corrected", "import.recorded"}
    recorded = desk.store.load(b.subject("import", made.id)).recorded
    assert (recorded.new, recorded.changed, recorded.same) == (0, 2, 1)
    kept = {one.plan.reference: one.plan for one in desk.read(plans.on_record)}
    assert kept == {plan.reference: plan for plan in (b.a_plan(1), moved, renamed)}


def test_what_a_list_leaves_blank_changes_nothing(desk: Desk) -> None:
    desk.casework.take_plans([b.a_plan(1)], "first.xlsx", "0" * 64)
    blank = b.a_plan(1, current_band="", current_pence=None, last_review=None, secondary_need="")
    assert desk.casework.take_plans([blank], "second.xlsx", "1" * 64).id == ""


def test_the_rejects_are_a_workbook_that_can_be_mended_and_read_again(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "caseload.xlsx"
    listed = workbooks.caseload(path, count=150)
    workbook, mapping, checked = read(desk, path)
    rejects = tmp_path / "rejects.xlsx"
    sheets.save(rejects, desk.casework.rejects(workbook.sheets[0], mapping, checked))
    _, _, again = read(desk, rejects)
    assert again.read == len(listed.damaged) + 2
    assert sorted(p.code for p in again.problems if p.blocking) == sorted(listed.damaged.values())
