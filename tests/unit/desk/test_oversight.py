"""Samples, audits and the record of a decision, through the desk: oversight reads and grades, it changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from bandingdesk.errors import StaleCaseError
from bandingdesk.oversight.audit import AuditGradedError, AuditUnfinishedError, GradeReasonError
from bandingdesk.oversight.ops import Answer, Grade, Mark
from bandingdesk.oversight.sampling import NothingToSampleError
from bandingdesk.store import log
from bandingdesk.store.queries import casework, decisions, oversight
from tests.support import demo_built
from tests.support.decided_case import Decided, a_decided_case
from tests.support.panel_store import CASE

AUTUMN = (date(2026, 9, 1), date(2026, 11, 30))


@pytest.fixture
def signed(tmp_path: Path) -> Iterator[Decided]:
    made = a_decided_case(tmp_path)
    yield made
    made.close()


def answers(mark: Mark = "met", **other: Mark) -> list[Answer]:
    return [Answer(one.id, other.get(one.id, mark)) for one in oversight.criteria()]


def audit_of(signed: Decided) -> str:
    sample = signed.desk.oversight.draw_sample("Autumn", *AUTUMN, 5, 20261126)
    return signed.desk.oversight.open_audit(sample.id, signed.decision).id


def row_of(signed: Decided, audit: str) -> oversight.AuditRow:
    found = signed.desk.read(lambda conn: oversight.audit(conn, audit))
    assert found is not None
    return found


def test_a_draw_repeats_for_its_seed_and_holds_signed_decisions_of_the_period(built_demo: Path, tmp_path: Path) -> None:
    desk = demo_built.opened(built_demo, tmp_path / "demo", person="TB")
    drawn = [desk.oversight.draw_sample("Autumn", *AUTUMN, 12, seed).id for seed in (17, 17, 18)]
    rows = {row.id: row for row in desk.read(oversight.samples)}
    first, again, other = (rows[id_] for id_ in drawn)
    assert first.decisions == again.decisions != other.decisions
    assert len(set(first.decisions)) == 12
    assert first.seed == 17
    within = desk.read(lambda conn: oversight.signed_between(conn, *AUTUMN))
    assert set(first.decisions) <= set(within)
    for decision in first.decisions:
        found = desk.read(partial(decisions.decision, decision_id=decision, viewer=None))
        assert found.signed is not None
        assert AUTUMN[0] <= found.signed.at.date() <= AUTUMN[1]
    desk.close()


def test_a_period_without_signatures_has_nothing_to_draw(signed: Decided) -> None:
    with pytest.raises(NothingToSampleError):
        signed.desk.oversight.draw_sample("Summer", date(2026, 6, 1), date(2026, 8, 31), 5, 1)
    assert signed.desk.read(oversight.samples) == []


def test_both_ends_of_the_period_count(signed: Decided) -> None:
    day = date(2026, 11, 26)  # the decision was signed on this day
    assert signed.desk.read(lambda conn: oversight.signed_between(conn, day, day)) == [signed.decision]
    assert signed.desk.read(lambda conn: oversight.signed_between(conn, day.replace(day=1), day.replace(day=25))) == []


def test_an_audit_is_graded_once_by_its_marks(signed: Decided) -> None:
    audit = audit_of(signed)
    assert row_of(signed, audit).state == "open"
    assert row_of(signed, audit).reference == "A-1"
    signed.desk.oversight.grade_audit(audit, answers(), "outstanding", "", shown=row_of(signed, audit).head)
    row = row_of(signed, audit)
    assert (row.state, row.computed, row.grade, len(row.answers)) == ("graded", "outstanding", "outstanding", 12)
    with pytest.raises(AuditGradedError):
        signed.desk.oversight.grade_audit(audit, answers(), "outstanding", "")
    assert signed.desk.read(oversight.samples)[0].graded == 1


def test_every_criterion_needs_a_mark(signed: Decided) -> None:
    audit = audit_of(signed)
    with pytest.raises(AuditUnfinishedError) as refused:
        signed.desk.oversight.grade_audit(audit, answers()[1:], "good", "")
    assert refused.value.fields == {"count": 1, "open_criteria": (oversight.criteria()[0].id,)}
    assert row_of(signed, audit).state == "open"


@pytest.mark.parametrize(
    ("marks", "computed"),
    [
        ({"matches": "not_met"}, "inadequate"),  # criteria.json: the letter must say what the record says
        ({"override": "not_met"}, "requires_improvement"),
        ({"legal_test": "partly", "views": "partly"}, "good"),  # 100 - 7.5 - 5 = 87 of 100: criteria.py LINES
    ],
)
def test_another_grade_than_the_marks_give_needs_words(
    marks: dict[str, Mark], computed: Grade, signed: Decided
) -> None:
    audit = audit_of(signed)
    given = answers(**marks)
    with pytest.raises(GradeReasonError) as refused:
        signed.desk.oversight.grade_audit(audit, given, "outstanding", " ")
    assert refused.value.fields["computed"] == computed
    signed.desk.oversight.grade_audit(audit, given, "outstanding", "The reasons are a model for others.")
    assert (row_of(signed, audit).computed, row_of(signed, audit).grade) == (computed, "outstanding")


def test_a_stale_audit_is_refused(signed: Decided) -> None:
    audit = audit_of(signed)
    with pytest.raises(StaleCaseError):
        signed.desk.oversight.grade_audit(audit, answers(), "outstanding", "", shown="older")
    assert row_of(signed, audit).state == "open"


def test_marks_are_kept_while_the_audit_is_open(signed: Decided) -> None:
    audit = audit_of(signed)
    assert signed.desk.oversight.marks(audit) == ((), "")
    given = (Answer("quorum", "met", "3 of 4", True), Answer("views", "partly"))
    signed.desk.oversight.save_marks(audit, given, "Half done")
    assert signed.desk.oversight.marks(audit) == (given, "Half done")


def test_the_programs_own_checks_rest_on_the_record(signed: Decided) -> None:
    def marks() -> dict[str, Mark]:
        found = signed.desk.read(lambda conn: oversight.findings(conn, signed.decision))
        return {one.criterion: one.mark for one in found}

    before = marks()
    assert before["letters_present"] == "not_met"
    assert "in_time" not in before  # nothing sent, and the law's day has not come: nobody can say yet
    assert (before["quorum"], before["legal_test"], before["override"]) == ("met", "met", "met")
    for template, method in (("L15", "email"), ("L8", "post")):
        signed.desk.letters.send(signed.desk.letters.issue(signed.decision, template).id, method)
    after = marks()
    assert (after["letters_present"], after["in_time"], after["matches"]) == ("met", "met", "met")


def test_an_override_with_its_reason_and_second_signature_meets_the_check(tmp_path: Path) -> None:
    found = a_decided_case(tmp_path, override=True)
    rows = found.desk.read(lambda conn: oversight.findings(conn, found.decision))
    assert {one.criterion: one.mark for one in rows}["override"] == "met"
    assert found.desk.read(lambda conn: decisions.decision(conn, found.decision, None)).is_override
    found.close()


def test_the_record_of_a_decision_holds_every_op_behind_it(signed: Decided) -> None:
    for template in ("L15", "L8"):
        signed.desk.letters.issue(signed.decision, template)
    audit_of(signed)
    sections = signed.desk.read(lambda conn: oversight.decision_record(conn, signed.decision))
    shown = [line.op_id for section in sections for line in section.lines]
    kinds = ("case", "evidence", "meeting", "interest", "round", "sheet", "decision", "letter", "audit",
             "presence", "voice", "ballot")  # fmt: skip
    with signed.desk.store.read() as conn:
        wanted = {
            op_id
            for op_id, subject in log.driver(conn).execute("SELECT op_id, subject FROM op").fetchall()
            if subject.partition(":")[0] in kinds
        }
    assert set(shown) == wanted
    assert len(shown) == len(wanted)
    titles = [section.title for section in sections]
    assert titles.index("Papers") < titles.index("Blind sheets") < titles.index("Decision") < titles.index("Letters")
    signature = next(line for section in sections for line in section.lines if line.kind == "decision.signed")
    assert signature.by == "P. Lindqvist"
    assert len(signature.hash) == 64


def test_verify_walks_the_whole_record(signed: Decided) -> None:
    calls: list[tuple[int, int]] = []
    found = signed.desk.oversight.verify(lambda done, of: calls.append((done, of)))
    assert found.ok
    assert calls[-1][0] == calls[-1][1] == found.entries


def test_oversight_changes_no_decision(signed: Decided) -> None:
    before = signed.desk.read(lambda conn: decisions.decision(conn, signed.decision, None))
    case = signed.desk.read(lambda conn: casework.case(conn, CASE))
    signed.desk.oversight.grade_audit(audit_of(signed), answers(matches="not_met"), "inadequate", "")
    assert signed.desk.read(lambda conn: decisions.decision(conn, signed.decision, None)) == before
    assert signed.desk.read(lambda conn: casework.case(conn, CASE)) == case
