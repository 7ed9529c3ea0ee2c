"""Criteria add up to a grade by weight, within lines that one mark cannot cross; an audit is graded once, in full."""

from __future__ import annotations

import pytest

from bandingdesk import resources
from bandingdesk.oversight import audit, criteria, sampling
from bandingdesk.oversight.criteria import Criterion
from bandingdesk.oversight.ops import Answer, AuditOpened, Mark
from tests.support import case_builders as b

SHIPPED = criteria.read(resources.text("oversight/criteria.json"))
TWO = (Criterion("a", "G", "A", 60), Criterion("b", "G", "B", 40, limits="requires_improvement"))


def marks(**given: Mark) -> list[Answer]:
    return [Answer(name, mark) for name, mark in given.items()]


def all_marked(mark: Mark, **other: Mark) -> list[Answer]:
    return [Answer(one.id, other.get(one.id, mark)) for one in SHIPPED]


def opened() -> audit.Audit:
    op = audit.open_audit("a1", "p1", b.NOW, AuditOpened("s1", "d1", "p1", "2026.1"))
    return b.folded(audit.apply, op)  # type: ignore[no-any-return]


def test_the_shipped_weights_are_per_cent() -> None:
    assert sum(one.weight for one in SHIPPED) == 100
    assert len({one.id for one in SHIPPED}) == len(SHIPPED) == 12


@pytest.mark.parametrize(
    ("given", "share", "grade"),
    [
        ({"a": "met", "b": "met"}, 100, "outstanding"),
        ({"a": "met", "b": "partly"}, 80, "good"),  # 60 + 20 of 100
        ({"a": "partly", "b": "met"}, 70, "requires_improvement"),  # 30 + 40
        ({"a": "not_met", "b": "partly"}, 20, "inadequate"),
        ({"a": "met", "b": "not_relevant"}, 100, "outstanding"),  # what is not relevant leaves the sum
        ({"a": "met", "b": "not_met"}, 60, "requires_improvement"),
        ({}, 0, "inadequate"),
    ],
)
def test_a_grade_is_the_weighted_share(given: dict[str, Mark], share: int, grade: str) -> None:
    found = criteria.grade(TWO, marks(**given))
    assert (found.share, found.grade) == (share, grade)


def test_one_mark_can_hold_a_grade_down_and_is_named() -> None:
    # Section F weighs 5: without its limit 95 per cent would be outstanding.
    found = criteria.grade(SHIPPED, all_marked("met", provision="not_met"))
    assert (found.share, found.grade, found.because) == (95, "requires_improvement", ("provision",))


def test_every_criterion_has_a_mark_before_the_grade() -> None:
    answers = all_marked("met")[:-2]
    with pytest.raises(audit.AuditUnfinishedError) as caught:
        audit.grade(opened(), "p1", b.NOW, SHIPPED, answers, "outstanding", "")
    assert caught.value.fields["open_criteria"] == tuple(one.id for one in SHIPPED[-2:])


def test_another_grade_than_the_computed_one_needs_words() -> None:
    with pytest.raises(audit.GradeReasonError):
        audit.grade(opened(), "p1", b.NOW, SHIPPED, all_marked("met"), "good", " ")
    body = audit.grade(opened(), "p1", b.NOW, SHIPPED, all_marked("met"), "good", "The tone is cold.").body
    assert (body.computed, body.grade) == ("outstanding", "good")


def test_an_audit_is_graded_once() -> None:
    known = opened()
    op = audit.grade(known, "p1", b.NOW, SHIPPED, all_marked("met"), "outstanding", "")
    graded = audit.apply(known, b.recorded(op, "op-1"))
    with pytest.raises(audit.AuditGradedError):
        audit.grade(graded, "p1", b.NOW, SHIPPED, all_marked("met"), "outstanding", "")


def test_a_seed_repeats_the_draw_whatever_the_order() -> None:
    decisions = [f"d{number:02}" for number in range(40)]
    first = sampling.chosen(decisions, 6, 4417)
    assert first == sampling.chosen(decisions[::-1], 6, 4417)
    assert first != sampling.chosen(decisions, 6, 4418)
    assert len(set(first)) == 6
    assert set(sampling.chosen(decisions, 99, 1)) == set(decisions)


def test_nothing_signed_is_nothing_to_draw() -> None:
    with pytest.raises(sampling.NothingToSampleError):
        sampling.chosen([], 5, 1)
