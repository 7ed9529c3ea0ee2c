"""Profiles of the demo: one case where setting and officer are both in, so that the gaps show, and one that waits."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import timedelta

from bandingdesk.casework.profiles.ops import Confidence
from bandingdesk.casework.profiles.profile import DraftStrand
from bandingdesk.demo.history import TODAY, Historian
from bandingdesk.demo.scores import true_levels
from bandingdesk.desk.desk import Desk
from bandingdesk.store.queries import party_profiles
from bandingdesk.store.queries.plans import PlanOnRecord

BOTH, WAITS = 15, 16  # places among the cases with a review held
_NOTES = (
    "Seen in class on three days this term (invented).",
    "As the plan's last review says (invented).",
    "The family says the same of home (invented).",
    "Small steps since the summer, with an adult beside (invented).",
)


def add(desk: Desk, historian: Historian, known: Sequence[PlanOnRecord], _rng: random.Random) -> None:
    """Lock the setting's profile of two cases, and the officer's of one of them."""
    rng = random.Random(6)
    for at, has_officer in ((BOTH, True), (WAITS, False)):
        plan = known[at]
        truth = true_levels(rng, historian.cast.scales, plan.plan.primary_need, 0.6)
        _lock(desk, historian, plan.case, "FQ", 6, truth, rng, "setting")
        if has_officer:
            _lock(desk, historian, plan.case, "GL", 4, truth, rng, "officer")


def _lock(
    desk: Desk,
    historian: Historian,
    case: str,
    who: str,
    days: int,
    truth: dict[str, int],
    rng: random.Random,
    party: str,
) -> None:
    historian.at(TODAY - timedelta(days=days), 15, 40)
    historian.as_(who)
    sha256 = desk.read(lambda conn: party_profiles.framework_sha256(conn, case, TODAY))
    lean = 1 if party == "setting" else 0  # a setting tends to see more need than an officer
    drafts = []
    for scale in historian.cast.scales:
        level = min(scale.top, max(0, truth[scale.strand] + rng.choice((0, 0, lean, lean * 2, -1))))
        confidence: Confidence = rng.choice(("sure", "sure", "fairly", "not_sure"))
        drafts.append(DraftStrand(scale.strand, level, confidence, rng.choice(_NOTES)))
    desk.profiles.lock(case, party, sha256, drafts)  # type: ignore[arg-type]  # one of the two parties
