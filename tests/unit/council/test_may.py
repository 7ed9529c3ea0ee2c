"""The table of roles: every kind has a line, each refusal names who may, a panel's role counts at that panel."""

from __future__ import annotations

from datetime import date

import pytest

from bandingdesk.council import may, people
from bandingdesk.council.ops import RoleGranted
from bandingdesk.store import folds
from tests.support import case_builders as b

TODAY = date(2026, 11, 23)
APRIL = date(2026, 4, 1)


def test_every_kind_of_op_has_a_line_and_no_line_is_of_no_kind() -> None:
    assert set(may.TABLE) == set(folds.registry().kinds)


def test_a_new_kind_without_a_line_is_a_fault_of_the_program() -> None:
    with pytest.raises(LookupError, match="picnic.held"):
        may.rule("picnic.held")


@pytest.mark.parametrize("kind", sorted(may.TABLE))
def test_somebody_may_and_somebody_may_read(kind: str) -> None:
    writers, readers = may.kinds()[kind]
    assert writers
    assert set(writers) <= set(readers) | {"administrator"}


def test_an_administrator_reads_no_case_on_a_shared_store() -> None:
    closed = {kind for kind, (_, readers) in may.kinds().items() if "administrator" not in readers}
    assert {"child.registered", "scores.locked", "decision.signed", "letter.issued", "audit.graded"} <= closed


def test_finance_reads_amounts_and_no_papers() -> None:
    seen = {kind for kind, (_, readers) in may.kinds().items() if "finance" in readers}
    assert "decision.money_shown" in seen
    assert not {"evidence.added", "scores.locked", "child.registered"} & seen


def test_a_chair_of_one_panel_is_none_of_another() -> None:
    chair = b.a_person(RoleGranted("chair", APRIL, panel_type="post16"))
    may.require(chair, "round.revealed", TODAY, "post16")
    with pytest.raises(people.RoleNeededError) as caught:
        may.require(chair, "round.revealed", TODAY, "banding")
    assert caught.value.fields["role"] == "chair, deputy or clerk"


def test_a_role_that_ended_yesterday_is_no_role_today() -> None:
    person = b.a_person(RoleGranted("administrator", APRIL, date(2026, 11, 22)))
    with pytest.raises(people.RoleNeededError):
        may.require(person, "person.added", TODAY)


def test_everybody_changes_their_own_pin() -> None:
    may.require(b.a_person(), "person.pin_set", TODAY, is_self=True)
    with pytest.raises(people.RoleNeededError):
        may.require(b.a_person(), "person.pin_set", TODAY)


def test_a_clerk_enters_a_score_that_was_said_aloud_and_no_signature() -> None:
    clerk = b.a_person(RoleGranted("clerk", APRIL))
    may.require_entering(clerk, "scores.locked", TODAY)
    with pytest.raises(may.EnteredForError):
        may.require_entering(clerk, "decision.signed", TODAY)


def test_a_long_job_is_refused_before_it_begins() -> None:
    chair = b.a_person(RoleGranted("chair", APRIL, panel_type="post16"))
    assert may.somewhere(chair, "round.revealed", TODAY)
    assert not may.somewhere(chair, "import.recorded", TODAY)
