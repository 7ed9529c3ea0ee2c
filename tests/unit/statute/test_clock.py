"""Legal dates, against the dated rows of clock_examples.csv (LGO, SENDIASS, or derived) and of statute.md."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest

from bandingdesk.statute import book, clock, days

EXAMPLES = Path(__file__).parents[2] / "data" / "clock_examples.csv"
ROWS = list(csv.DictReader(EXAMPLES.read_text(encoding="utf-8").splitlines()))
# The ids of the timetable, statute.md 1.1, with the limbs of ORDER.* and UNOPPOSED.* by their first words.
TIMETABLE = [
    "ASSESS.CONSIDER", "ASSESS.DECIDE", "ADVICE", "PLAN.NO", "PLAN.DRAFT", "PLAN.REPS", "PLAN.CONSULT",
    "PLAN.FINAL", "AR.FIRST", "AR.NEXT", "AR.U5", "AR.LIST", "AR.NOTICE", "AR.REPORT", "AR.DECIDE",
    "AR.AMEND.NOTICE", "AR.AMEND.REPS", "AR.AMEND.FINAL", "AR.NOAMEND", "AR.TOTAL", "AMEND.OTHER",
    "PHASE.SCHOOL", "PHASE.POST16", "PHASE.P16P16", "REASSESS.BAR", "REASSESS.ICB", "REASSESS.DECIDE",
    "REASSESS.FINAL", "MOVE.OUT", "MOVE.IN", "MOVE.REVIEW", "ICB.CHANGE", "MED.CONTACT", "MED.CERT.NO",
    "MED.ICB", "MED.MEET", "MED.CERT.DEEMED", "MED.CERT.END", "MED.AGREE", "APPEAL", "APPEAL.ROLL",
    "APPEAL.RESPONSE", "CEASE", "DP.REVIEW", "DETAINED",
]  # fmt: skip


def test_the_examples_are_all_here() -> None:
    assert len(ROWS) == 97


@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
def test_dated_examples(row: dict[str, str]) -> None:
    assert clock.due(row["rule"], row["trigger"], row["convention"]).computed == row["expected"]


@pytest.mark.parametrize("rule", TIMETABLE)
def test_every_rule_of_the_timetable_is_in_the_book(rule: str) -> None:
    assert book.shipped().rule(rule).id == rule


@pytest.mark.parametrize(
    ("rule", "trigger", "latest", "target"),
    [
        ("PLAN.FINAL", "2026-01-05", "2026-05-25", "2026-05-22"),  # M1: on the Spring bank holiday, send by Friday
        ("ADVICE", "2026-02-20", "2026-04-03", "2026-04-02"),  # M13: Good Friday, chase for Thursday
        ("PHASE.SCHOOL", "2026", "2026-02-14", "2026-02-13"),  # M16: literal last day is a Saturday
        ("latest_meeting_school", "2027", "2026-11-22", "2026-11-20"),  # M16: by Sunday, so Friday
        ("AR.DECIDE", "2026-11-09", "2026-12-07", "2026-12-04"),  # ux.md 3.2: law's last day Mon 7 Dec, target Fri 4
        ("MOVE.REVIEW", "2025-06-01|transfer=2026-05-01", "2026-07-31", "2026-07-31"),  # M18: end of 3 months
        ("ORDER.MAKE.FINAL", "2026-06-04", "2026-08-20", "2026-08-19"),  # M20
    ],
)
def test_the_target_meets_both_readings(rule: str, trigger: str, latest: str, target: str) -> None:
    due = clock.due(rule, trigger)
    assert (due.latest, due.internal_target) == (date.fromisoformat(latest), date.fromisoformat(target))


def test_the_family_is_given_no_internal_target() -> None:
    for rule, trigger in (
        ("APPEAL", "2026-02-18|cert=None"),
        ("PLAN.REPS", "2026-03-02"),
        ("MED.CONTACT", "2026-03-02"),
    ):
        assert clock.due(rule, trigger).internal_target is None


def test_where_the_law_sets_no_limit_none_is_made_up() -> None:
    draft = clock.due("PLAN.DRAFT", "2026-01-05")
    assert (draft.latest, draft.internal_target, draft.computed) == (None, date(2026, 4, 13), "")
    assert clock.due("ASSESS.CONSIDER", "2026-01-05").latest is None


def test_convention_b_touches_whole_weeks_only() -> None:
    assert clock.due("AR.FIRST", "2026-05-18", "B") == clock.due("AR.FIRST", "2026-05-18", "A")
    assert clock.due("PLAN.FINAL", "2026-01-05", "B").latest == date(2026, 5, 24)


@pytest.mark.parametrize(
    ("limit", "moved"),
    [
        ("2026-08-01", "2026-09-01"), ("2026-08-31", "2026-09-01"), ("2026-12-25", "2027-01-04"),
        ("2027-01-01", "2027-01-04"), ("2026-12-24", "2026-12-24"), ("2026-05-25", "2026-05-26"),
        ("2026-05-23", "2026-05-26"), ("2026-07-29", "2026-07-29"),
    ],
)  # fmt: skip
def test_only_the_appeal_limit_rolls(limit: str, moved: str) -> None:
    assert clock.due("APPEAL.ROLL", limit).computed == moved


def test_the_tribunals_other_days_leave_out_august_and_christmas() -> None:
    # 30 working days after Tue 14 Jul 2026: 13 in July, none in August, then from Tue 1 Sep the 17th is Wed 23 Sep.
    assert clock.due("APPEAL.RESPONSE", "2026-07-14").latest == date(2026, 9, 23)


def test_a_closure_of_less_than_four_weeks_is_no_exception() -> None:
    due = clock.due("CLOSURE.WINDOW", "closed 2026-12-19, reopens 2027-01-04")
    assert "16 days" in due.steps[-1].text()


def test_a_limit_on_a_bank_holiday_says_that_it_does_not_move() -> None:
    words = [step.text() for step in clock.due("PLAN.FINAL", "2026-01-05").steps]
    assert words[0].startswith("The clock starts on Mon 5 Jan 2026")
    assert words[-2] == "That is no working day (Spring bank holiday). The limit does not move, so act before it."
    assert words[-1].startswith("Aim at Fri 22 May 2026")


def test_every_shipped_rule_counts_and_explains() -> None:
    triggers = {
        "day": "2026-03-02",
        "year": "2026",
        "appeal": "2026-02-18|cert=2026-04-01",
        "review": "2025-06-01|transfer=2026-05-01",
        "closure": "closed 2026-07-22, reopens 2026-09-02",
    }
    for rule in book.shipped().rules.values():
        due = clock.due(rule.id, triggers[rule.trigger])
        assert all(step.text() for step in due.steps), rule.id
        if due.internal_target is not None:
            assert days.england().is_working(due.internal_target), rule.id
            assert due.latest is None or due.internal_target <= due.latest, rule.id


def test_a_rule_that_was_not_in_force_is_refused() -> None:
    with pytest.raises(book.RuleNotInForceError):
        clock.due("PLAN.FINAL", "2014-08-31")
    with pytest.raises(book.RuleNotInForceError):
        clock.due("UNOPPOSED.SETTING", "2015-03-22")
    assert clock.due("PLAN.FINAL", "2014-09-01").latest == date(2014, 9, 1) + timedelta(weeks=20)


@pytest.mark.parametrize("rule", ["NOTHING", "ORDER.*", "20w_from_nowhere", "w_from_request", ""])
def test_unknown_rules_are_refused(rule: str) -> None:
    with pytest.raises(book.RuleUnknownError):
        clock.due(rule, "2026-01-05")


@pytest.mark.parametrize(
    ("rule", "trigger"),
    [("PLAN.FINAL", "05/01/2026"), ("PLAN.FINAL", "2026-02-30"), ("PLAN.FINAL", ""), ("APPEAL", "cert=2026-04-01"),
     ("PHASE.SCHOOL", "soon"), ("CLOSURE.WINDOW", "2026-07-22"), ("APPEAL", "2026-02-18|cert=yes")],
)  # fmt: skip
def test_triggers_that_are_no_days_are_refused(rule: str, trigger: str) -> None:
    with pytest.raises(clock.TriggerInvalidError) as refused:
        clock.due(rule, trigger)
    assert refused.value.fields["wanted"]


def test_a_damaged_book_is_refused() -> None:
    for text in ("", "{}", '{"laws": {}, "rules": [], "keys": {"a": "B"}, "key_starts": {}, "families": {}}'):
        with pytest.raises(book.BookInvalidError):
            book.read(text)
