"""A case takes review, papers, profiles and history on a real store; who acted first wins and the other is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bandingdesk import bootstrap, demo_caseload, seams
from bandingdesk.casework.ops import AppealLodged, HistoryEntry
from bandingdesk.desk import casework as acts
from bandingdesk.desk.desk import Desk
from bandingdesk.errors import StaleCaseError
from bandingdesk.ops import Subject
from bandingdesk.store import blobs
from bandingdesk.store.queries import caseload, casework, plans
from tests.support import case_builders as b

ALL = caseload.CaseFilter()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = b.a_desk(tmp_path)
    yield made
    made.close()


def count(desk: Desk) -> int:
    return desk.read(lambda conn: caseload.count(conn, ALL, today=b.TODAY))


def case_of(desk: Desk, case: str) -> casework.CaseRow:
    return desk.read(lambda conn: casework.case(conn, case))


def test_what_goes_in_is_what_a_later_list_is_compared_with(desk: Desk) -> None:
    drawn = demo_caseload.plans(200, 5, b.TODAY)
    desk.casework.take_plans(drawn, "list.xlsx", "0" * 64)
    known = desk.read(plans.on_record)
    assert [one.plan for one in known] == [replace(plan, looked_after=bool(plan.looked_after)) for plan in drawn]


def test_two_rows_that_are_one_child_on_record_are_not_imported(desk: Desk) -> None:
    desk.casework.take_plans([b.a_plan(17, nhs_number="9990000018")], "first.xlsx", "0" * 64)
    by_upn = b.a_plan(17, current_band="Band 5", row=6)
    by_nhs = b.a_plan(99, upn="", nhs_number="9990000018", row=9)
    with pytest.raises(acts.SameChildTwiceError) as caught:
        desk.casework.take_plans([by_upn, by_nhs], "second.xlsx", "1" * 64)
    assert caught.value.fields["rows"] == "6, 9"
    assert [one.plan.current_band for one in desk.read(plans.on_record)] == ["Band 4"]


@pytest.mark.parametrize("is_demo", [True, False])
def test_children_of_a_demo_are_marked_as_invented(tmp_path: Path, is_demo: bool) -> None:
    desk = b.a_desk(tmp_path, is_demo=is_demo)
    assert case_of(desk, b.case_id(desk)).invented is is_demo
    desk.close()


def test_a_review_starts_the_four_weeks(desk: Desk) -> None:
    case = b.case_id(desk)
    before = case_of(desk, case)
    assert before.clock is not None
    assert (before.clock.what, before.clock.law_day) == ("review", date(2026, 11, 20))
    desk.casework.hold_review(case, b.a_review(date(2026, 11, 9)), shown=before.head)
    row = case_of(desk, case)
    assert row.clock is not None
    # Source: ux.md 3.2: a review of 9 November 2026 is decided by Mon 7 December, 14 days after 23 November.
    assert (row.clock.what, row.clock.law_day, row.clock.days_left(b.TODAY)) == ("decide", date(2026, 12, 7), 14)
    assert row.review is not None
    assert row.review.parent_views == "Lunch is the hardest part of her day."


def test_a_stale_screen_is_told_and_nothing_is_recorded(desk: Desk) -> None:
    case = b.case_id(desk)
    shown = case_of(desk, case).head
    desk.casework.assign(case, desk.me_id, shown=shown)
    with pytest.raises(StaleCaseError):
        desk.casework.hold_review(case, b.a_review(), shown=shown)
    assert case_of(desk, case).review is None
    assert case_of(desk, case).assigned == desk.me_id


def test_a_paper_comes_back_as_it_was_and_lies_encrypted_beside_the_store(desk: Desk) -> None:
    case, words = b.case_id(desk), b"CANARY: she reads single words. " * 900
    made = desk.casework.add_evidence(
        case, words, title="School report", author="School", author_role="SENCO", dated=date(2026, 10, 1),
        kind="setting", mime="text/plain", pages=2,
    )  # fmt: skip
    mark = desk.casework.mark_extract(made.id, "literacy", 2, "She reads single words.", "single words")
    [paper] = desk.read(lambda conn: casework.evidence(conn, case))
    assert (paper.id, paper.size, paper.extracts[0].id) == (made.id, len(words), mark.id)
    assert desk.casework.contents(case, paper.sha256) == words
    assert b"CANARY" not in blobs.place_of(desk.store.path, case, paper.sha256).read_bytes()


def test_a_timeline_tells_imported_facts_from_recorded_and_due_ones(desk: Desk) -> None:
    case = b.case_id(desk)
    desk.casework.record_history(case, [HistoryEntry(date(2025, 1, 9), "panel", "Band 4 kept", "Band 4")], "old system")
    desk.casework.lodge_appeal(case, AppealLodged(date(2025, 3, 3), None, "contents", "Section F"))
    desk.casework.hold_review(case, b.a_review(date(2026, 11, 9)))
    found = [(row.on, row.what, row.source) for row in desk.read(lambda conn: casework.timeline(conn, case))]
    assert found == [
        (date(2022, 9, 1), "plan", "imported"),
        (date(2025, 1, 9), "panel", "imported"),
        (date(2025, 3, 3), "appeal", "imported"),
        (date(2026, 11, 9), "review", "record"),
        (date(2026, 12, 7), "due", "due"),
    ]


def test_an_unknown_case_is_refused(desk: Desk) -> None:
    with pytest.raises(casework.UnknownCaseError):
        case_of(desk, "no-such-case")


def test_references_are_short_and_in_the_order_of_the_record(desk: Desk) -> None:
    cases = [b.case_id(desk, b.a_plan(number)) for number in (1, 2)]
    assert [case_of(desk, case).reference for case in cases] == ["2026-0001", "2026-0002"]
    assert desk.store.load(Subject("case", cases[0])).facts.council_reference == "EX/0001"


def test_a_demo_stays_one_however_it_is_opened(tmp_path: Path) -> None:
    for is_demo in (True, False):
        folder = tmp_path / str(is_demo)
        made = b.a_desk(folder, is_demo=is_demo)
        made.close()
        clock, ids = seams.FixedClock(b.NOW), seams.SeededIds(4, b.NOW)
        again = bootstrap.open_desk(folder / "case.desk", None, clock=clock, ids=ids, plain=True)
        assert again.is_demo is is_demo
        assert case_of(again, b.case_id(again)).invented is is_demo
        again.close()
