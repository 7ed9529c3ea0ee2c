"""Laws of the ledger: totals are sums, order does not matter, half the group is twice the share, print and read."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bandingdesk.casework.provision import rates, reading, reckon
from bandingdesk.casework.provision.ledger import PERS
from bandingdesk.casework.provision.ops import Line

RATES = rates.read({"ta": ("Teaching assistant", "1842", "TA"), "slt": ("Speech therapist", "5230"), "ot": ("OT", "7")})
TEXTS = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=60).map(
    lambda text: " ".join(text.split())
)
WHAT = TEXTS.filter(bool)
LINES = st.builds(
    Line,
    what=WHAT,
    role=st.sampled_from(["ta", "slt", "ot"]),
    minutes=st.integers(1, 6000),
    times=st.integers(1, 60),
    per=st.sampled_from(PERS),
    group=st.integers(1, 40),
    weeks=st.integers(1, 53),
)


@given(st.lists(LINES, max_size=8), st.randoms(use_true_random=False))
def test_a_total_is_the_sum_of_its_lines_in_any_order(lines, chance):
    total, each = reckon.total(lines, RATES), [reckon.worth(line, RATES) for line in lines]
    assert total.pence == sum(one.pence for one in each)
    assert (total.weekly, total.share) == (sum(one.weekly for one in each), sum(one.share for one in each))
    shuffled = list(lines)
    chance.shuffle(shuffled)
    assert reckon.total(shuffled, RATES) == total


@given(LINES, st.integers(1, 20))
def test_half_the_group_is_twice_the_share_and_the_child_receives_the_same(line, half):
    whole, halved = replace(line, group=2 * half), replace(line, group=half)
    before, after = reckon.worth(whole, RATES), reckon.worth(halved, RATES)
    assert (after.share, after.weekly) == (2 * before.share, before.weekly)
    assert abs(after.pence - 2 * before.pence) <= 1  # one rounding each


@given(LINES)
def test_cost_is_exact_but_for_one_rounding(line):
    worth = reckon.worth(line, RATES)
    exact = worth.share * line.weeks * RATES.roles[line.role].pence / 60
    assert 2 * abs(worth.pence - exact) <= 1


@given(st.lists(LINES | st.builds(lambda what: Line(what, "", 0, 0, "week", 1, 38), WHAT), min_size=1, max_size=5))
def test_a_printed_line_is_read_back_unchanged(lines):
    text = "\n".join(reading.printed(line, RATES) for line in lines)
    assert reading.lines(reading.parse(text, RATES)) == tuple(lines)


@given(st.text(max_size=200))
def test_any_text_is_read_without_a_fault_and_each_gap_has_its_doubt(text):
    for one in reading.parse(text, RATES):
        if one.line.minutes and one.is_whole:
            assert one.line.role in RATES.roles
            assert min(one.line.times, one.line.group, one.line.weeks) >= 1
