"""Two windows on one store: each sees the other's work, and a stale act is refused with nothing recorded."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from bandingdesk import bootstrap, seams
from bandingdesk.casework.ops import HistoryEntry
from bandingdesk.desk.desk import Desk
from bandingdesk.errors import StaleCaseError
from bandingdesk.store import log, replay, verify
from bandingdesk.store.queries import casework
from tests.support import case_builders as b


@pytest.fixture
def desks(tmp_path: Path) -> Iterator[tuple[Desk, Desk]]:
    first = b.a_desk(tmp_path)
    clock, ids = seams.FixedClock(b.NOW), seams.SeededIds(4, b.NOW)
    second = bootstrap.open_desk(first.store.path, None, clock=clock, ids=ids, plain=True, is_demo=True)
    yield first, second
    first.close()
    second.close()


def ops(desk: Desk) -> int:
    with desk.store.read() as conn:
        return int(log.driver(conn).execute("SELECT count(*) FROM op").fetchone()[0])


def head(desk: Desk, case: str) -> str:
    return desk.read(lambda conn: casework.case(conn, case)).head


def test_the_second_to_act_on_a_stale_case_is_told_and_nothing_is_recorded(desks: tuple[Desk, Desk]) -> None:
    first, second = desks
    case = b.case_id(first)
    shown = head(second, case)
    first.casework.assign(case, first.me_id, shown=shown)
    before = ops(second)
    with pytest.raises(StaleCaseError) as refused:
        second.casework.hold_review(case, b.a_review(), shown=shown)
    assert (refused.value.parent, refused.value.head) == (shown, head(first, case))  # type: ignore[attr-defined]
    assert ops(second) == ops(first) == before
    between = second.store.history(b.subject("case", case), after=shown)
    assert [op.kind for op in between] == ["case.assigned"]

    second.casework.hold_review(case, b.a_review(), shown=head(second, case))
    row = first.read(lambda conn: casework.case(conn, case))
    assert (row.assigned, row.review) == (first.me_id, b.a_review())


def test_a_paper_marked_elsewhere_meanwhile_is_stale_too(desks: tuple[Desk, Desk]) -> None:
    first, second = desks
    case = b.case_id(first)
    paper = first.casework.add_evidence(
        case,
        b"Reads single words.",
        title="Report",
        author="SENCO",
        author_role="the school",
        dated=date(2026, 10, 1),
        kind="setting",
        mime="text/plain",
        pages=1,
    )
    shown = second.read(lambda conn: casework.evidence(conn, case))[0].head
    first.casework.mark_extract(paper.id, "literacy", 1, "Reads single words.", "single words", shown=shown)
    with pytest.raises(StaleCaseError):
        second.casework.mark_extract(paper.id, "literacy", 1, "Reads single words.", "Reads", shown=shown)
    (row,) = second.read(lambda conn: casework.evidence(conn, case))
    assert [extract.highlight for extract in row.extracts] == ["single words"]


def test_each_window_hears_of_the_others_work_and_not_of_its_own(desks: tuple[Desk, Desk]) -> None:
    first, second = desks
    case = b.case_id(first)
    news = second.news()
    assert news is not None
    assert b.subject("case", case) in news.subjects
    assert news.kinds == {"child.registered", "case.opened"}
    assert first.news() is None
    assert second.news() is None


def test_work_of_both_is_one_record(desks: tuple[Desk, Desk]) -> None:
    first, second = desks
    cases = [b.case_id(first, b.a_plan(number)) for number in range(1, 9)]
    for at, case in enumerate(cases):
        desk = desks[at % 2]
        desk.casework.record_history(case, [HistoryEntry(date(2025, 3, 4), "panel", "Band agreed")], "list")
    with second.store.read() as conn:
        assert verify.verify(conn).ok
        assert replay.differing(conn, second.store.registry) == []
    assert [len(first.read(partial(casework.timeline, case_id=case))) for case in cases] == [3] * 8
