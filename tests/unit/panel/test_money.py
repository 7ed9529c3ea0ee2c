"""The amount of a band that people chose, as the tariff in force gives it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bandingdesk.matrix import files
from bandingdesk.matrix.compiled import compile_scheme
from bandingdesk.matrix.profile import Profile
from bandingdesk.panel import money
from bandingdesk.panel.money import AmountMissingError
from tests.support.frameworks import read, scheme, small


def test_the_decided_band_is_priced_at_its_place() -> None:
    exampleshire = scheme("exampleshire-2026.1.json", "exampleshire-tariff-2026-27.json")
    place = Profile({}, context={"setting": "main", "phase": "ks12"})
    assert money.amount(exampleshire, "B6", place) == (1_095_000, "year")  # its own worked test T02
    assert money.amount(exampleshire, "B10", place).pence == 2_600_000  # the limit for mainstream


@pytest.mark.parametrize("context", [{}, {"setting": "main"}, {"setting": "boat", "phase": "ks12"}])
def test_a_place_that_the_tariff_does_not_know_has_no_amount(context: dict[str, str]) -> None:
    exampleshire = scheme("exampleshire-2026.1.json", "exampleshire-tariff-2026-27.json")
    with pytest.raises(AmountMissingError):
        money.amount(exampleshire, "B6", Profile({}, context=context))


def test_a_tariff_by_strand_reads_the_agreed_levels() -> None:
    amounts = [{"strand": s, "level": n, "pence": n * 100} for s, top in (("a", 4), ("b", 4)) for n in range(top + 1)]
    data: dict[str, Any] = {"kind": "sum_by_strand", "framework": "small", "year": "2026-27", "period": "year"}
    tariff = files.read_tariff(json.dumps({**data, "rounding": "none", "amounts": amounts}).encode(), "t")
    by_strand = compile_scheme(read(small()), tariff)
    assert money.amount(by_strand, "B1", Profile({"a": 3, "b": 4, "c": 0})).pence == 700
    with pytest.raises(AmountMissingError):
        money.amount(by_strand, "B1", Profile({}))


def test_without_a_tariff_there_is_no_amount() -> None:
    with pytest.raises(AmountMissingError):
        money.amount(compile_scheme(read(small())), "B1", Profile({}))
