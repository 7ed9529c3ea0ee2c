"""After a signature: which clock runs until the family is told, what Today asks for, what the checks find."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bandingdesk.oversight.ops import Mark
from bandingdesk.store.queries import caseload, casework, letters, oversight, panel, today
from tests.support import panel_store
from tests.support.panel_store import CASE, ON, WORKER
from tests.support.signed_case import SignedCase, a_signed_case


@pytest.fixture
def signed(tmp_path: Path) -> Iterator[SignedCase]:
    made = a_signed_case(tmp_path)
    made.know_council()
    yield made
    made.desk.close()


def issue(signed: SignedCase, *templates: str) -> None:
    for template in templates:
        signed.desk.letters.issue(signed.decision, template)


def send(signed: SignedCase) -> None:
    for row in signed.desk.read(letters.letters_to_send):
        signed.desk.letters.send(row.id, "post")


def findings(signed: SignedCase) -> dict[str, Mark]:
    return {one.criterion: one.mark for one in signed.desk.read(lambda conn: oversight.findings(conn, signed.decision))}


def to_do(signed: SignedCase) -> list[tuple[str, int]]:
    rows = signed.desk.read(lambda conn: today.do_next(conn, WORKER, ON))
    return [(row.kind, row.count) for row in rows if row.kind in ("letter", "send", "decide")]


def test_today_asks_for_the_letters_then_to_send_them_then_for_nothing(signed: SignedCase) -> None:
    assert to_do(signed) == [("letter", 1), ("letter", 1)]
    issue(signed, "L8", "L15")
    assert to_do(signed) == [("send", 2)]
    send(signed)
    assert to_do(signed) == []


def test_the_agenda_of_a_past_meeting_keeps_the_day_to_decide_by(signed: SignedCase) -> None:
    def on_agenda() -> list[date | None]:
        (meeting,) = signed.desk.read(panel.meetings)
        return [row.law_day for row in signed.desk.read(lambda conn: panel.agenda(conn, meeting.id))]

    # 4 weeks from the review meeting of 9 November (SI 2014/1530 reg 20(10)) end on Monday 7 December 2026
    assert on_agenda() == [date(2026, 12, 7)]
    issue(signed, "L8", "L15")
    send(signed)
    clock = signed.desk.read(lambda conn: casework.case(conn, CASE)).clock
    assert clock is not None
    assert clock.law_day > date(2027, 11, 1)  # twelve months on
    assert on_agenda() == [date(2026, 12, 7)]


def test_a_case_stays_late_until_the_family_is_told(signed: SignedCase) -> None:
    """What the setting gets tells the family nothing; after the family's letter the next twelve months run."""
    in_january, late = date(2027, 1, 15), caseload.parse("late")

    def late_cases() -> list[str]:
        return signed.desk.read(lambda conn: caseload.ids(conn, late, today=in_january))

    issue(signed, "L15")
    send(signed)
    assert late_cases() == [CASE]
    issue(signed, "L8")
    assert late_cases() == [CASE]
    send(signed)
    assert late_cases() == []
    [row] = signed.desk.read(lambda conn: caseload.window(conn, [CASE]))
    # 12 months beginning with 26 November 2026, when the family was told: CFA s44(1)(b)
    assert (row.law_day, row.what, row.state) == (date(2027, 11, 25), "review", "signed")
    weeks = signed.desk.read(lambda conn: today.legal_weeks(conn, in_january))
    assert [week.count for week in weeks] == [0] * 7


def test_the_list_and_the_case_page_name_the_same_day(signed: SignedCase) -> None:
    issue(signed, "L8")
    for told in (False, True):
        if told:
            send(signed)
        [row] = signed.desk.read(lambda conn: caseload.window(conn, [CASE]))
        clock = signed.desk.read(lambda conn: casework.case(conn, CASE)).clock
        assert clock is not None
        assert (clock.law_day, clock.what) == (row.law_day, row.what)


def test_the_checks_find_a_decision_whole_when_all_is_done(signed: SignedCase) -> None:
    issue(signed, "L8", "L15")
    send(signed)
    marks = findings(signed)
    assert set(marks) == {one.check for one in oversight.criteria() if one.check}
    assert set(marks.values()) == {"met"}


def test_a_letter_sent_after_the_laws_last_day_is_found(signed: SignedCase) -> None:
    issue(signed, "L8", "L15")
    signed.desk.clock.set(panel_store.NOW.replace(month=12, day=8))  # type: ignore[attr-defined]  # a fixed clock
    send(signed)
    # The review was on 9 November 2026, so the last day was 7 December: ux.md 3.2
    assert findings(signed)["in_time"] == "not_met"
