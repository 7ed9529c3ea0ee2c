"""Entries put together and parted in any order: nothing is lost, and what was parted is as it was before."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bandingdesk.errors import DeskError
from bandingdesk.store import replay, tables, verify
from bandingdesk.store.projections import around as rows
from bandingdesk.store.projections import casework
from bandingdesk.store.queries import around
from tests.support import case_builders as b
from tests.support.around_builders import FATHER, MOTHER

CHILDREN = 3
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["merge", "merge", "unmerge"]), st.integers(0, CHILDREN - 1), st.integers(0, CHILDREN - 1)
    ),
    min_size=1,
    max_size=8,
)


def shown(conn: Any) -> dict[str, list[tuple[Any, ...]]]:
    """Return all that is shown of children, cases, people and references; heads tell of acts, not of facts."""
    found = {}
    for table in (casework.CHILD, casework.CASE, rows.RELATION, rows.TWIN, rows.CARE, tables.reference):
        columns = [column for column in table.c if column.name not in ("head", "reason")]
        found[table.name] = sorted(map(tuple, conn.execute(select(*columns))), key=repr)
    return found


@settings(max_examples=8)
@given(STEPS)
def test_parting_all_that_was_put_together_restores_everything(steps: list[tuple[str, int, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        desk = b.a_desk(Path(folder))
        cases = [b.case_id(desk, b.a_plan(at)) for at in range(CHILDREN)]
        facts = [desk.store.load(b.subject("case", case)).facts for case in cases]
        children = [one.child for one in facts]
        desk.around.add(children[0], MOTHER)
        desk.around.add(children[1], FATHER)
        before = desk.read(shown)
        for act, one, other in steps:
            try:
                if act == "merge":
                    desk.around.merge(children[one], children[other], "the same child")
                else:
                    desk.around.unmerge(children[one], "two children")
            except DeskError:
                continue
            with desk.store.read() as conn:
                homes = {around.root(conn, child) for child in children}
                members = [entry for home in homes for entry in around.family(conn, home)]
                assert sorted(members) == sorted(children)  # each entry is one child's, and none is lost
                under = {
                    row.id: row.child_id for row in conn.execute(select(casework.CASE.c.id, casework.CASE.c.child_id))
                }
                assert under == {case: around.root(conn, child) for case, child in zip(cases, children, strict=True)}
        for child in children:
            if desk.store.load(b.subject("child", child)).merged is not None:
                desk.around.unmerge(child, "two children")
        assert desk.read(shown) == before
        with desk.store.read() as conn:
            assert verify.verify(conn).ok
            assert replay.differing(conn, desk.store.registry) == []
        desk.close()
