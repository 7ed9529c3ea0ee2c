"""A version in trial, scored beside the scheme in force on the same agreed levels.

It says where the version would point and no more: no amount is looked up, and nothing it gives is ever recorded as a
child's band.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from bandingdesk.errors import DeskError
from bandingdesk.matrix.evaluate import evaluate
from bandingdesk.matrix.movement import within
from bandingdesk.matrix.profile import Profile
from bandingdesk.matrix.reckoning import ProfileRefusedError
from bandingdesk.matrix.scheme import Scheme


class TrialBand(NamedTuple):
    """Where a version in trial points. `reason` says why it could not be scored, or why it is refused."""

    kind: Literal["indicative", "interval", "refer", "refused", "not_scored"]
    band: str | None
    bands: tuple[str, ...]
    reason: str = ""


def score(scheme: Scheme, profile: Profile) -> TrialBand:
    """Return where SCHEME points for levels agreed under another version; strands it does not know are left out."""
    try:
        said = evaluate(scheme, within(scheme, profile), with_money=False)
    except ProfileRefusedError as error:
        return TrialBand("refused", None, (), error.sentences()[0])
    except DeskError as error:  # a strand, level or fact that the other version does not have
        return TrialBand("not_scored", None, (), error.sentences()[0])
    return TrialBand(said.kind, said.band, said.bands)
