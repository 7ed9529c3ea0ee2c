"""Shares of the bands of one profile, against every combination of ratings written out."""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bandingdesk.matrix import confidence, reckoning
from bandingdesk.matrix.compiled import compile_scheme
from bandingdesk.matrix.profile import Profile
from bandingdesk.matrix.scheme import Scheme
from bandingdesk.matrix.whatif.spread import Shift, Spread, SpreadInvalidError, StrandShift
from tests.support import any_scheme
from tests.support.frameworks import read, scheme, small

EVEN = Spread(source="test", all_strands=Shift(down=100, same=800, up=100))


def written_out(scheme_: Scheme, levels: tuple[int, ...], profile: Profile, shares: list[tuple[int, int, int]]) -> Any:
    found: dict[str | None, Fraction] = {}
    for steps in itertools.product((-1, 0, 1), repeat=len(levels)):
        share, own = Fraction(1), []
        for strand, level, step, parts in zip(scheme_.strands, levels, steps, shares, strict=True):
            share *= Fraction(parts[step + 1], 1000)
            at = strand.levels.index(level) + step
            own.append(strand.levels[at] if 0 <= at < len(strand.levels) else level)
        try:
            band = reckoning.run(
                scheme_, tuple(own), profile.context, profile.descriptors, numbers=profile.numbers
            ).band
        except reckoning.ProfileRefusedError:
            band = None
        name = None if band is None else scheme_.bands[band]
        found[name] = found.get(name, Fraction(0)) + share
    return {band: share for band, share in found.items() if share}


@given(data=some.data())
def test_shares_are_those_of_every_combination(data: some.DataObject) -> None:
    scheme_ = data.draw(any_scheme.schemes())
    caseload = data.draw(any_scheme.caseloads(scheme_, most=1))
    profile = any_scheme.profile(caseload, 0)
    levels = tuple(profile.levels[strand.id] for strand in scheme_.strands)
    spread = Spread(
        source="test",
        all_strands=Shift(down=50, same=900, up=50),
        strands=(StrandShift(strand="a", down=0, same=700, up=300),),
    )
    found = confidence.confidence(scheme_, levels, profile, spread)
    shares = [(0, 700, 300) if strand.id == "a" else (50, 900, 50) for strand in scheme_.strands]
    expected = written_out(scheme_, levels, profile, shares)
    assert {band: Fraction(share, found.whole) for band, share in found.shares} == expected


def test_a_profile_at_the_foot_of_every_strand_can_only_rise() -> None:
    scheme_ = scheme("exampleshire-2026.1.json")
    levels = tuple(strand.levels[0] for strand in scheme_.strands)
    found = confidence.confidence(scheme_, levels, Profile({}), EVEN)
    assert [band for band, _ in found.shares][0] == "B1"
    assert sum(share for _, share in found.shares) == found.whole == 1000 ** len(scheme_.strands)
    assert sum(found.as_json()["band_shares"].values()) == pytest.approx(1, abs=0.001)  # type: ignore[attr-defined]


def test_shares_that_do_not_add_up_are_refused() -> None:
    scheme_ = compile_scheme(read(small()))
    with pytest.raises(SpreadInvalidError):
        confidence.confidence(
            scheme_, (0, 0, 0), Profile({}), Spread(source="x", all_strands=Shift(down=1, same=1, up=1))
        )
