"""What people do with the profiles of setting and officer: lock, unlock, reveal together, take in what was sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from bandingdesk.casework.ops import Party
from bandingdesk.casework.profiles import profile
from bandingdesk.casework.profiles.ops import Confidence
from bandingdesk.casework.profiles.profile import DraftStrand
from bandingdesk.desk import reckoning
from bandingdesk.desk.ground import Ground
from bandingdesk.ops import Op, Subject
from bandingdesk.store.act import Act
from bandingdesk.store.changes import Changes
from bandingdesk.store.queries import closed, party_profiles


class Doubt(NamedTuple):
    """What may be wrong with a profile that came from outside. One that `stops` has to be mended before it is taken.

    It names the strand and never the level: until the officer has locked nobody reads what the setting found.
    """

    what: Literal["strand_unknown", "level_unknown", "level", "basis", "descriptors", "framework_older", "locked"]
    strand: str = ""
    stops: bool = True


class ProfilesDesk:
    """The acts of this part. `is_demo` marks what is added as invented."""

    def __init__(self, ground: Ground, *, is_demo: bool = False) -> None:
        self._ground = ground
        self._is_demo = is_demo

    def lock(
        self, case: str, party: Party, framework_sha256: str, drafts: Sequence[DraftStrand], *, source: str = "typed"
    ) -> Changes:
        """Lock a party's whole profile; where that was the last one expected, all are revealed by the same act.

        Raises ProfileIncompleteError with the list of what is missing, LevelUnknownError, ProfileLockedError,
        ProfileRevealedError, CaseClosedError.
        """
        ground = self._ground
        with ground.act() as act:
            closed.require_open(act.rows, case, ground.me)
            scale = reckoning.scale(act.rows, framework_sha256)
            profile.require_whole(drafts, scale, reckoning.cards(act.rows, framework_sha256))
            ordered = sorted(drafts, key=lambda one: list(scale).index(one.strand) if one.strand in scale else -1)
            occasion = party_profiles.occasion(act.rows, case)
            body = profile.body(case, party, framework_sha256, ordered, occasion, source)
            known = act.find(Subject("profile", profile.profile_id(case, party)))
            changes = act.record(profile.lock(known, ground.me, ground.clock.now(), body))
            shown = reveals(act, case, ground)
            return changes.joined(act.record(*shown)) if shown else changes

    def unlock(self, case: str, party: Party) -> Changes:
        """Take my own lock back, until the reveal. Raises what `profile.unlock` raises."""
        ground = self._ground
        with ground.act() as act:
            known = act.load(Subject("profile", profile.profile_id(case, party)))
            occasion = party_profiles.occasion(act.rows, case)
            shown = party_profiles.band_shown(act.rows, case)
            return act.record(profile.unlock(known, ground.me, ground.clock.now(), occasion, band_shown=shown))

    def doubts(
        self,
        case: str,
        framework_sha256: str,
        levels: Mapping[str, int],
        notes: Mapping[str, str],
        evidence: Mapping[str, Sequence[str]],
        *,
        descriptors: Mapping[str, Sequence[str]] | None = None,
    ) -> tuple[Doubt, ...]:
        """Return what may be wrong with the setting's profile as a form brings it; () where it can be locked as it is.

        EVIDENCE names extracts by id or papers in words, by strand. Looking records nothing.
        """
        drafts = _drafts(levels, notes, evidence, {}, descriptors or {})
        with self._ground.store.read() as conn:
            scale = reckoning.scale(conn, framework_sha256)
            cards = reckoning.cards(conn, framework_sha256)
            rated_by = party_profiles.framework_sha256(conn, case, self._ground.clock.today())
            setting, _officer = party_profiles.profiles(conn, case, self._ground.me)
        known = [one for one in drafts if one.strand in scale and one.level in scale[one.strand]]
        found = [Doubt("strand_unknown", one.strand) for one in drafts if one.strand not in scale]
        found += [Doubt("level_unknown", one.strand) for one in drafts if one.strand in scale and one not in known]
        wrong = {doubt.strand for doubt in found}
        for strand, what in profile.missing(tuple(scale), {one.strand: one for one in known}, cards):
            if strand not in wrong and what != "copy":  # nothing that comes from outside is a copy
                found.append(Doubt(what, strand))
        if rated_by != framework_sha256:
            found.append(Doubt("framework_older", stops=False))
        if setting.is_locked:
            found.append(Doubt("locked"))
        return tuple(found)

    def take_setting_profile(
        self,
        case: str,
        framework_sha256: str,
        levels: Mapping[str, int],
        notes: Mapping[str, str],
        evidence: Mapping[str, Sequence[str]],
        *,
        source: str,
        confidence: Mapping[str, Confidence] | None = None,
        descriptors: Mapping[str, Sequence[str]] | None = None,
    ) -> Changes:
        """Lock the setting's profile as its form brought it, by the same rule as one that is typed.

        SOURCE says which return it was read from. Ask `doubts` before: what stops there is refused here, by the
        errors of `lock`. Nobody reads it before the officer has locked, so don't show its levels.
        """
        drafts = _drafts(levels, notes, evidence, confidence or {}, descriptors or {})
        return self.lock(case, "setting", framework_sha256, drafts, source=source)


def reveals(act: Act, case: str, ground: Ground) -> tuple[Op, ...]:
    """Return the reveal of the case's profiles, () while somebody whom the council expects has not locked.

    The panel's own reveal asks this too: a council may have the profiles wait for it.
    """
    found = (act.find(Subject("profile", profile.profile_id(case, party))) for party in profile.PARTIES)
    return profile.reveal(
        [one for one in found if one is not None],
        ground.me,
        ground.clock.now(),
        party_profiles.occasion(act.rows, case),
        expected=party_profiles.expected(act.rows, ground.clock.today()),
        panel_revealed=party_profiles.panel_revealed(act.rows, case),
    )


def _drafts(
    levels: Mapping[str, int],
    notes: Mapping[str, str],
    evidence: Mapping[str, Sequence[str]],
    confidence: Mapping[str, Confidence],
    descriptors: Mapping[str, Sequence[str]],
) -> tuple[DraftStrand, ...]:
    return tuple(
        DraftStrand(
            strand,
            level,
            confidence.get(strand, "sure"),
            notes.get(strand, ""),
            tuple(evidence.get(strand, ())),
            tuple(descriptors.get(strand, ())),
        )
        for strand, level in levels.items()
    )
