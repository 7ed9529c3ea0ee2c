"""A case takes its facts, its review and its history; the law's clock follows from them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bandingdesk.casework import case as cases
from bandingdesk.casework import funding, imports
from bandingdesk.casework.case import Case
from bandingdesk.casework.ops import AppealLodged, CaseUpdated, HistoryEntry, HistoryRecorded
from bandingdesk.ops import Erased
from tests.support import case_builders as b


def a_case(**changes: object) -> Case:
    opened = cases.open_case("c1", "p1", b.NOW, imports.case_facts(b.a_plan(**changes), "k1", None))
    return b.folded(cases.apply, opened)  # type: ignore[no-any-return]


def reviewed(on: date) -> Case:
    known = a_case()
    return cases.apply(known, b.recorded(cases.hold_review(known, "p1", b.NOW, b.a_review(on), today=b.TODAY), "op-1"))


def test_a_review_can_be_today_and_not_tomorrow() -> None:
    known = a_case()
    assert cases.hold_review(known, "p1", b.NOW, b.a_review(b.TODAY), today=b.TODAY).body.on == b.TODAY
    with pytest.raises(cases.ReviewDateError):
        cases.hold_review(known, "p1", b.NOW, b.a_review(b.TODAY + timedelta(days=1)), today=b.TODAY)


@pytest.mark.parametrize("lines", [(), ("", "  ")])
def test_a_review_without_provision_is_refused(lines: tuple[str, ...]) -> None:
    with pytest.raises(cases.ProvisionMissingError):
        cases.hold_review(a_case(), "p1", b.NOW, b.a_review(section_f=lines), today=b.TODAY)


def test_a_later_list_replaces_the_facts_and_keeps_review_and_history() -> None:
    known = reviewed(date(2026, 11, 9))
    entries = (HistoryEntry(date(2025, 1, 9), "panel", "Band 3 kept"),)
    for at, op in enumerate(
        (
            cases.record_history(known, "p1", b.NOW, HistoryRecorded(entries, "list of 2025")),
            cases.lodge_appeal(known, "p1", b.NOW, AppealLodged(date(2026, 2, 2), None, "contents", "Section F")),
            cases.assign(known, "p1", b.NOW, "p2"),
            cases.update(
                known, "p1", b.NOW, CaseUpdated(imports.case_facts(b.a_plan(current_band="Band 5"), "k1", None), "list")
            ),
        ),
        start=2,
    ):
        known = cases.apply(known, b.recorded(op, f"op-{at}"))
    assert known.facts is not None
    assert (known.facts.band, known.assigned, known.history, len(known.appeals)) == ("Band 5", "p2", entries, 1)
    assert known.review is not None
    assert known.head == "op-5"


def test_an_erased_op_moves_the_head_only() -> None:
    known = a_case()
    op = cases.assign(known, "p1", b.NOW, "p2")
    after = cases.apply(known, b.recorded(op, "op-1", Erased("R7")))
    assert (after.head, after.assigned, after.facts) == ("op-1", None, known.facts)


@pytest.mark.parametrize(
    ("pence", "starts", "expected", "ends"),
    [
        (1_200_000, date(2027, 1, 1), 295_890, date(2027, 3, 31)),  # 90 of 365 days: 2,958.904 pounds
        (1_200_000, date(2026, 4, 1), 1_200_000, date(2027, 3, 31)),  # the whole year
        (36_600, date(2028, 3, 31), 100, date(2028, 3, 31)),  # one of 366 days: the year holds 29 February 2028
    ],
)
def test_what_is_due_this_year_is_counted_by_days(pence: int, starts: date, expected: int, ends: date) -> None:
    assert funding.this_year(pence, starts) == (expected, ends)
