"""Covert seeds are off unless the council has turned them on, with a day, a reason and what the law of data asks."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from bandingdesk.council import policy, seeds
from bandingdesk.council.ops import PolicyAdopted

WHOLE: dict[str, Any] = {"on": True, "reason": "To measure drift.", "decision": "Cabinet 12", "dpia": "DPIA-7"}
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def adopted(value: dict[str, Any]) -> PolicyAdopted:
    return PolicyAdopted(seeds.POLICY, value, date(2026, 12, 1), "M1")


@pytest.mark.parametrize("value", [None, {}, {"on": False}, {**WHOLE, "on": False}, {**WHOLE, "dpia": " "}])
def test_they_are_off_by_default_and_without_what_they_need(value: dict[str, Any] | None) -> None:
    assert not seeds.are_on(value)
    with pytest.raises(seeds.SeedsOffError):
        seeds.require_on(value)


@pytest.mark.parametrize("name", seeds.NEEDED)
def test_turning_them_on_needs_a_reason_a_decision_and_an_assessment(name: str) -> None:
    with pytest.raises(seeds.SeedsUnfoundedError) as fault:
        policy.adopt(None, "p", NOW, adopted({**WHOLE, name: ""}))
    assert fault.value.missing == (name,)


def test_turned_on_from_a_day_they_are_on_from_that_day() -> None:
    op = policy.adopt(None, "p", NOW, adopted(WHOLE))
    versions = (op.body,)
    assert policy.in_force(versions, date(2026, 11, 30)) is None
    found = policy.in_force(versions, date(2026, 12, 1))
    assert found is not None
    seeds.require_on(found.value)


def test_turning_them_off_needs_nothing() -> None:
    assert policy.adopt(None, "p", NOW, adopted({"on": False})).kind == "policy.adopted"
