"""The list of cases: what the filter box understands, and that SQL finds what reading every plan finds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from bandingdesk import demo_caseload
from bandingdesk.casework import cells
from bandingdesk.casework.intake import PlanRow
from bandingdesk.desk.desk import Desk
from bandingdesk.store.queries import caseload, plans
from bandingdesk.store.queries.caseload import CaseFilter
from tests.support import case_builders as b

SEED = 11


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    made = b.a_desk(tmp_path_factory.mktemp("list"))
    made.casework.take_plans(demo_caseload.plans(400, SEED, b.TODAY), "list.xlsx", "0" * 64)
    yield made
    made.close()


def found(desk: Desk, text: str, sort: tuple[str, bool] = ("law_day", False)) -> list[str]:
    return desk.read(lambda conn: caseload.ids(conn, caseload.parse(text), sort, today=b.TODAY))


def by_hand(desk: Desk, keep: object) -> set[str]:
    return {one.case for one in desk.read(plans.on_record) if keep(one.plan)}  # type: ignore[operator]


def due(plan: PlanRow) -> date:
    assert plan.next_review is not None
    return plan.next_review


def test_the_filter_box_reads_words_and_keys() -> None:
    assert caseload.parse("need:SLCN due<14d school:elm panel:next late Ŵren") == CaseFilter(
        words=("wren",), need="slcn", school="elm", due_within=14, late=True, next_panel=True
    )
    assert caseload.parse("band:4 year:6 setting:special due<7") == CaseFilter(
        band="4", year="6", setting_kind="special", due_within=7
    )
    assert caseload.parse("colour:red due<soon").not_understood == ("colour:red", "due<soon")
    assert caseload.parse("  ") == CaseFilter()


@pytest.mark.parametrize(
    ("text", "keep"),
    [
        ("", lambda plan: True),
        ("need:asd", lambda plan: plan.primary_need == "ASD"),
        ("setting:special", lambda plan: plan.setting_type == "special"),
        ("year:6", lambda plan: plan.year_group == "6"),
        ("late", lambda plan: due(plan) < b.TODAY),
        ("due<60d", lambda plan: b.TODAY <= due(plan) <= b.TODAY + timedelta(days=60)),
        ("rowan", lambda plan: "rowan" in cells.folded(plan.name + plan.setting_name)),
        ("college", lambda plan: "college" in cells.folded(plan.setting_name)),
        ("need:asd late primary", lambda plan: plan.primary_need == "ASD" and due(plan) < b.TODAY
         and "primary" in cells.folded(plan.setting_name)),
        ("zzz-nobody", lambda plan: False),
    ],
)  # fmt: skip
def test_sql_finds_what_reading_every_plan_finds(desk: Desk, text: str, keep: object) -> None:
    ids = found(desk, text)
    assert len(set(ids)) == len(ids), f"seed {SEED}"
    assert set(ids) == by_hand(desk, keep), f"seed {SEED}"
    count = desk.read(lambda conn: caseload.count(conn, caseload.parse(text), today=b.TODAY))
    assert count == len(ids)


def test_accents_and_case_make_no_difference(desk: Desk) -> None:
    marked = next(one for one in desk.read(plans.on_record) if cells.folded(one.plan.name) != one.plan.name.lower())
    for word in (marked.plan.surname, cells.folded(marked.plan.surname), marked.plan.surname.upper()):
        assert marked.case in found(desk, word)


def test_the_councils_own_reference_and_the_short_one_are_found(desk: Desk) -> None:
    one = desk.read(plans.on_record)[41]
    assert one.case in found(desk, one.plan.reference)
    assert found(desk, "2026-0042") == [one.case]


def test_the_list_sorts_both_ways_with_empty_cells_last(desk: Desk) -> None:
    up, down = found(desk, "", ("band", False)), found(desk, "", ("band", True))
    bands = {one.case: one.plan.current_band for one in desk.read(plans.on_record)}
    filled = [bands[id_] for id_ in up if bands[id_]]
    assert filled == sorted(filled)
    assert [bands[id_] for id_ in down if bands[id_]] == sorted(filled, reverse=True)
    assert all(not bands[id_] for order in (up, down) for id_ in order[len(filled) :])
    for column in caseload.SORTS:
        assert set(found(desk, "", (column, True))) == set(up)


def test_a_window_gives_its_rows_in_the_order_asked_and_leaves_out_what_is_gone(desk: Desk) -> None:
    wanted = found(desk, "", ("child_name", True))[100:103]
    rows = desk.read(lambda conn: caseload.window(conn, [wanted[2], "gone", wanted[0]]))
    assert [row.id for row in rows] == [wanted[2], wanted[0]]
    assert all(row.invented for row in rows)


def test_a_case_on_the_agenda_of_the_next_panel_is_found(tmp_path: Path) -> None:
    from tests.support import panel_store

    world = panel_store.a_world(tmp_path)
    wanted = caseload.parse("panel:next")
    assert world.read(caseload.ids, wanted, today=panel_store.ON) == []
    world.plan()
    assert world.read(caseload.ids, wanted, today=panel_store.ON) == [panel_store.CASE]
    assert world.read(caseload.ids, wanted, today=panel_store.ON + timedelta(days=1)) == []
    [row] = world.read(caseload.window, [panel_store.CASE])
    assert (row.state, row.panel_on) == ("on_agenda", panel_store.ON)
    world.store.close()
