"""Which version of a policy, framework or tariff is in force on a day; an adopted version is never adopted again."""

from __future__ import annotations

from datetime import date

import pytest

from bandingdesk.council import policy, rulebook
from bandingdesk.council.ops import FrameworkAdded, FrameworkAdopted, KeptPaper, PolicyAdopted
from tests.support import case_builders as b


def adopted(starts: date, number: int) -> PolicyAdopted:
    return PolicyAdopted("letters", {"number": number}, starts, f"minute {number}")


def test_of_the_versions_that_have_started_the_last_is_in_force() -> None:
    versions = (adopted(date(2026, 9, 1), 2), adopted(date(2026, 4, 1), 1), adopted(date(2027, 4, 1), 3))
    days = (date(2026, 3, 31), date(2026, 4, 1), date(2026, 8, 31), date(2026, 9, 1), date(2027, 12, 1))
    found = [policy.in_force(versions, day) for day in days]
    assert [one and one.value["number"] for one in found] == [None, 1, 1, 2, 3]


def test_each_adoption_of_a_policy_hangs_on_the_one_before() -> None:
    first = policy.adopt(None, "p1", b.NOW, adopted(date(2026, 4, 1), 1))
    known = b.folded(policy.apply, first)
    second = policy.adopt(known, "p1", b.NOW, adopted(date(2026, 9, 1), 2))
    assert (first.parent, second.parent) == (None, known.head)
    assert len(policy.apply(known, b.recorded(second, "op-1")).versions) == 2


def test_a_framework_is_adopted_once() -> None:
    add = rulebook.add_framework("p1", b.NOW, FrameworkAdded("exampleshire", "2026.1", "Exampleshire", "ab" * 32, "{}"))
    known = b.folded(rulebook.apply_framework, add)
    body = FrameworkAdopted(date(2026, 4, 1), "minute 1", KeptPaper("screened"), KeptPaper("asked"))
    in_force = rulebook.apply_framework(known, b.recorded(rulebook.adopt_framework(known, "p1", b.NOW, body), "op-1"))
    with pytest.raises(rulebook.AlreadyAdoptedError) as caught:
        rulebook.adopt_framework(in_force, "p1", b.NOW, body)
    assert caught.value.fields["starts"] == date(2026, 4, 1)
