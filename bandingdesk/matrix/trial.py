"""A version in trial, scored beside the scheme in force on the same agreed levels.

It says where the version would point and no more: no amount is looked up, and nothing it gives is ever recorded as a
child's band.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from bandingdesk.errors import DeskError
from bandingdesk.matrix.evaluate import evaluate
from bandingdesk.matrix.movement import within
from bandingdesk.matrix.profile import Profile
from bandingdesk.matrix.reckoning import ProfileRefusedError
from bandingdesk.matrix.scheme import Scheme

Direction = Literal["same", "higher", "lower", "people"]


class TrialBand(NamedTuple):
    """Where a version in trial points. `reason` says why it could not be scored, or why it is refused."""

    kind: Literal["indicative", "interval", "refer", "refused", "not_scored"]
    band: str | None
    bands: tuple[str, ...]
    reason: str = ""

    @property
    def row(self) -> str:
        """The band's id, or what stands in its place, as a transition grid names it."""
        return self.band or self.kind


def score(scheme: Scheme, profile: Profile) -> TrialBand:
    """Return where SCHEME points for levels agreed under another version; strands it does not know are left out."""
    try:
        said = evaluate(scheme, within(scheme, profile), with_money=False)
    except ProfileRefusedError as error:
        return TrialBand("refused", None, (), error.sentences()[0])
    except DeskError as error:  # a strand, level or fact that the other version does not have
        return TrialBand("not_scored", None, (), error.sentences()[0])
    return TrialBand(said.kind, said.band, said.bands)


def direction(was: str | None, now: TrialBand, ladder: Sequence[str]) -> Direction:
    """Return how NOW stands to the band in force, WAS; None where the scheme in force leaves the case to people.

    LADDER holds the bands of both, lowest first. `people`: one of the two gives a single band and the other does not.
    """
    if was is None or now.band is None:
        return "same" if was is None and now.kind == "refer" else "people"
    step = ladder.index(now.band) - ladder.index(was)
    return "same" if step == 0 else "higher" if step > 0 else "lower"
