"""The range from judgement spread: equal to every combination of ratings written out, with exact fractions."""

from __future__ import annotations

import itertools
import json
from fractions import Fraction

import pytest

from bandingdesk.matrix import files
from bandingdesk.matrix.compiled import compile_scheme
from bandingdesk.matrix.evaluate import evaluate
from bandingdesk.matrix.profile import Profile
from bandingdesk.matrix.whatif.simulation import Simulation
from bandingdesk.matrix.whatif.spread import Shift, Spread, SpreadInvalidError, StrandShift, read_spread, spread_range
from tests.support.caseloads import random_caseload
from tests.support.frameworks import framework, read, small, tariff
from tests.unit.matrix.test_scenario import amounts
from tests.unit.matrix.test_whatif import FIVE, caseload

TEN = Spread(source="invented", all_strands=Shift(down=100, same=800, up=100))


def written_out(own, money, cases, spread):
    """Return the expected children by row and pence, and the variance of the pence, as fractions."""
    scheme = compile_scheme(own, money)
    rows, pence, variance = {}, Fraction(0), Fraction(0)
    shares = {row.strand: row for row in spread.strands}
    for n in range(len(cases)):
        given = cases.profile(n)
        options = []
        for strand in scheme.strands:
            shift, level = shares.get(strand.id, spread.all_strands), given["levels"][strand.id]
            levels = (max(level - 1, strand.levels[0]), level, min(level + 1, strand.levels[-1]))
            options.append(list(zip(levels, (shift.down, shift.same, shift.up), strict=True)))
        first = second = Fraction(0)
        for choice in itertools.product(*options):
            share = Fraction(1)
            for _, part in choice:
                share *= Fraction(part, 1000)
            levels = {strand.id: level for strand, (level, _) in zip(scheme.strands, choice, strict=True)}
            result = evaluate(scheme, Profile(levels, context=given["context"]))
            rows[result.band] = rows.get(result.band, Fraction(0)) + share
            first += share * (result.pence or 0)
            second += share * (result.pence or 0) ** 2
        pence += first
        variance += second - first**2
    return rows, pence, variance


@pytest.mark.parametrize(
    "spread",
    [
        TEN,
        Spread(source="x", all_strands=Shift(down=0, same=1000, up=0)),
        Spread(
            source="x",
            all_strands=Shift(down=50, same=900, up=50),
            strands=(StrandShift(strand="c", down=300, same=200, up=500),),
        ),
    ],
)
@pytest.mark.parametrize("seed", [1, 2])
def test_the_range_is_that_of_every_combination_written_out(spread, seed):
    made = small()
    made["measures"][0]["group_caps"] = [{"strands": ["a", "b"], "max": 6}]
    count = {"kind": "count_at_least", "level": 2, "n": 2}
    made["adjust"] = [{"kind": "move", "id": "U", "when": count, "by": 1, "why": "x"}]
    own, money = read(made), amounts()
    cases = random_caseload(own, 12, seed)
    rows, pence, variance = written_out(own, money, cases, spread)
    found = spread_range(Simulation(own, money, cases), spread)
    assert found.pence.expected == round(pence)
    reach = 1.96 * float(variance) ** 0.5
    assert abs(found.pence.high - (float(pence) + reach)) <= 1
    assert abs(found.pence.low - (float(pence) - reach)) <= 1
    by_row = dict(zip((*found.axes.rows[:-2], None), found.counts, strict=False))
    for row, between in by_row.items():
        assert between.expected == round(rows.get(row, Fraction(0)))
        assert between.low <= between.expected <= between.high


def test_raters_who_never_differ_leave_no_range():
    simulation = Simulation(read(small()), amounts(), FIVE)
    found = spread_range(simulation, Spread(source="x", all_strands=Shift(down=0, same=1000, up=0)))
    assert found.pence == (1_000_500, 1_000_500, 1_000_500)
    assert [between.expected for between in found.counts] == [1, 3, 1, 0, 0]
    assert all(between.low == between.high for between in found.counts)


def test_a_level_at_the_end_of_its_strand_moves_one_way():
    simulation = Simulation(read(small()), amounts(), caseload((4, 4, 2, "main")))  # 18 points, the top
    found = spread_range(simulation, Spread(source="x", all_strands=Shift(down=0, same=0, up=1000)))
    assert found.counts[2] == (1, 1, 1)


def test_a_tariff_that_pays_by_level_has_no_range_of_money():
    assert "not a lean" in spread_range(Simulation(read(small()), None, FIVE), TEN).sentence
    assert spread_range(Simulation(read(small()), None, FIVE), TEN).pence is None


def test_a_table_for_other_strands_or_with_shares_that_do_not_add_up_is_refused():
    simulation = Simulation(read(small()), amounts(), FIVE)
    for spread in (
        Spread(source="x", all_strands=Shift(down=100, same=800, up=0)),
        TEN.model_copy(update={"strands": (StrandShift(strand="z", down=0, same=1000, up=0),)}),
    ):
        with pytest.raises(SpreadInvalidError):
            spread_range(simulation, spread)


def test_a_spread_file_is_read_strictly():
    made = {"schema": "banding-spread/1", "source": "x", "all_strands": {"down": 100, "same": 800, "up": 100}}
    assert read_spread(json.dumps(made).encode(), "s.json").all_strands == TEN.all_strands
    with pytest.raises(files.FrameworkInvalidError):
        read_spread(json.dumps({**made, "shares": 3}).encode(), "s.json")


def test_the_bench_matrix_keeps_every_child():
    own, money = framework("exampleshire-2026.1.json"), tariff("exampleshire-tariff-2026-27.json")
    found = spread_range(Simulation(own, money, random_caseload(own, 60, 3, low=True)), TEN)
    assert abs(sum(between.expected for between in found.counts) - 60) <= 5  # each is rounded by itself
    assert found.pence.low < found.pence.expected < found.pence.high
