"""The store for measuring: the same rows as acts make, a record that verifies."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Table, select

from bandingdesk import bootstrap, seams
from bandingdesk.demo import build, bulk
from bandingdesk.demo.history import TODAY
from bandingdesk.demo_caseload import plans
from bandingdesk.desk.desk import Desk
from bandingdesk.store import replay, verify
from bandingdesk.store.projections import casework as tables
from bandingdesk.store.queries import caseload, panel
from tests.support import case_builders as b

COUNT = 300
OF_THE_RECORD = {"owner", "id", "head", "child_id", "case_id", "source"}  # ids, which each store has for itself


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    clock, ids = seams.FixedClock(build.NOW), seams.SeededIds(1, build.NOW)
    path = tmp_path_factory.mktemp("bulk") / "bench.desk"
    desk = bootstrap.create_desk(path, None, clock=clock, ids=ids, plain=True, is_demo=True)
    bulk.build(desk, clock, count=COUNT)
    yield desk
    desk.close()


def rows_of(desk: Desk, table: Table, keep: set[str] | None = None) -> list[dict[str, Any]]:
    """Return the rows of TABLE without ids, in an order of their own; KEEP names the columns to look at."""
    names = [c.name for c in table.columns if c.name not in OF_THE_RECORD and (keep is None or c.name in keep)]
    found = desk.read(lambda conn: [dict(row) for row in conn.execute(select(*(table.c[n] for n in names))).mappings()])
    return sorted(found, key=repr)


def test_a_bulk_store_verifies_and_its_heads_are_the_replay(filled: Desk) -> None:
    with filled.store.read() as conn:
        found = verify.verify(conn)
        assert (found.ok, found.first_bad) == (True, None)
        assert replay.differing(conn, filled.store.registry) == []
    assert found.entries > 2 * COUNT + COUNT // bulk.REVIEWED + COUNT // bulk.WITH_HISTORY


def test_the_bulk_writer_leaves_the_rows_that_the_desks_own_act_leaves(filled: Desk, tmp_path: Path) -> None:
    by_act = b.a_desk(tmp_path)
    by_act.casework.take_plans(plans(COUNT, 1, TODAY), "list.xlsx", "0" * 64)
    assert rows_of(filled, tables.CHILD) == rows_of(by_act, tables.CHILD)
    facts = {
        "setting_name",
        "primary_need",
        "band",
        "pence",
        "plan_start",
        "next_review",
        "folded",
        "council_reference",
    }
    assert rows_of(filled, tables.CASE, facts) == rows_of(by_act, tables.CASE, facts)
    by_act.close()


def test_it_has_clocks_that_run_histories_and_a_meeting_in_progress(filled: Desk) -> None:
    running = [row for row in rows_of(filled, tables.CASE) if row["law_rule"] == "AR.DECIDE"]
    assert len(running) == -(-COUNT // bulk.REVIEWED) + build.ITEMS
    assert len(rows_of(filled, tables.HISTORY)) == 2 * COUNT // bulk.WITH_HISTORY
    (meeting,) = filled.read(panel.meetings)
    assert (meeting.state, meeting.items, meeting.decided) == ("open", 12, 3)
    assert filled.read(lambda conn: caseload.count(conn, caseload.CaseFilter(), today=TODAY)) == COUNT
