"""One party's profile: drafted by itself, locked whole, revealed together with the others, and then kept as it is.

Source: design, ux 3.2 and 3.3: hidden until each party that the council expects has locked; whoever locked may unlock
until then, but not once a band of the case was shown.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Literal, NamedTuple, get_args

from bandingdesk.casework.ops import Party
from bandingdesk.casework.profiles.ops import Confidence, ProfileLocked, ProfileRevealed, ProfileUnlocked, Start
from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError, RefusedError
from bandingdesk.ops import Op, Recorded, Subject

Expected = Literal["setting", "officer", "panel"]
POLICY = "profiles"  # the council's dated policy: {"expected": ["setting", "officer"]}
EXPECTED: tuple[Expected, ...] = ("setting", "officer")  # whom a reveal waits for, where no policy says otherwise
PARTIES: tuple[Party, ...] = get_args(Party)
Scale = Mapping[str, Collection[int]]  # the levels that each strand has
Cards = Mapping[str, Mapping[int, Collection[str]]]  # strand decided by best fit -> level -> its descriptors


class Missing(NamedTuple):
    """One thing a profile still needs. `copy`: a level was copied, and nobody has confirmed or changed it."""

    strand: str
    what: Literal["level", "copy", "basis", "descriptors"]


@dataclass(frozen=True, slots=True)
class DraftStrand:
    """One strand as it is being written. `start` says where a copied level came from; it may be unconfirmed."""

    strand: str
    level: int | None = None
    confidence: Confidence = "sure"
    note: str = ""
    relied: tuple[str, ...] = ()
    descriptors: tuple[str, ...] = ()
    start: Start | None = None
    is_confirmed: bool = True


class ProfileIncompleteError(InvalidError):
    """The profile can't be locked: MISSING lists each strand and what it needs."""

    code = "PF-01"
    message = QT_TRANSLATE_NOOP("errors", "This profile can't be locked yet: {count} things are missing.")
    kept = QT_TRANSLATE_NOOP("errors", "What is filled in is kept; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Open each thing in the list, then lock again.")
    missing: tuple[Missing, ...]
    count: int

    def __init__(self, missing: tuple[Missing, ...]) -> None:
        super().__init__(missing=missing, count=len(missing))


class ProfileLockedError(RefusedError):
    """PARTY's profile of this case was locked before."""

    code = "CA-20"
    message = QT_TRANSLATE_NOOP("errors", "This profile was locked before.")
    kept = QT_TRANSLATE_NOOP("errors", "The locked profile stays as it is.")
    do = QT_TRANSLATE_NOOP("errors", "Read it on the case page.")


class ProfileRevealedError(RefusedError):
    """The profiles were revealed, so they stay as they are."""

    code = "PF-02"
    message = QT_TRANSLATE_NOOP("errors", "The profiles of this case are revealed, so they stay as they are.")
    kept = QT_TRANSLATE_NOOP("errors", "The locked profile is kept; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Say what you see differently in the papers or to the panel.")


class BandShownError(RefusedError):
    """A band of this case was shown since the last decision, so the lock stays."""

    code = "PF-03"
    message = QT_TRANSLATE_NOOP("errors", "A band of this case has been shown, so the profile stays locked.")
    kept = QT_TRANSLATE_NOOP("errors", "The locked profile is kept; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Say what you see differently in the papers or to the panel.")


class NotYourProfileError(RefusedError):
    """Somebody else locked this profile."""

    code = "PF-04"
    message = QT_TRANSLATE_NOOP("errors", "Somebody else locked this profile, so you can't unlock it.")
    kept = QT_TRANSLATE_NOOP("errors", "The locked profile is kept; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Ask who locked it. Their name stands on the case page.")
    person: str


class ProfileOpenError(RefusedError):
    """There is no lock to take back."""

    code = "PF-05"
    message = QT_TRANSLATE_NOOP("errors", "This profile is not locked.")
    kept = QT_TRANSLATE_NOOP("errors", "What is filled in is kept; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Go on writing it.")


class LevelUnknownError(InvalidError):
    """The framework has no LEVEL for STRAND, or no such strand."""

    code = "PF-06"
    message = QT_TRANSLATE_NOOP("errors", "The framework has no level {level} for {strand}.")
    kept = QT_TRANSLATE_NOOP("errors", "What is filled in is kept; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Choose one of the levels shown.")
    strand: str
    level: int


@dataclass(frozen=True, slots=True)
class Lock:
    """The last lock of one occasion. It stays on record when it is taken back, with `is_locked` false."""

    body: ProfileLocked
    by: str = ""
    at: datetime = datetime.min.replace(tzinfo=UTC)
    revision: int = 1
    is_locked: bool = True
    is_revealed: bool = False


@dataclass(frozen=True, slots=True)
class PartyProfile:
    """One party's profiles of a case, a lock for each occasion; none of those that were erased."""

    id: str
    head: str
    locks: tuple[Lock, ...] = field(default=())

    @property
    def subject(self) -> Subject:
        """The subject of this profile."""
        return Subject("profile", self.id)

    def at(self, occasion: int) -> Lock | None:
        """Return the lock of an occasion, None where there is none."""
        return next((lock for lock in self.locks if lock.body.occasion == occasion), None)


def profile_id(case: str, party: Party) -> str:
    """Return the id of a party's profile of a case."""
    return f"{case}.{party}"


def apply(state: PartyProfile | None, op: Recorded) -> PartyProfile:
    """Fold an op of a profile. An erased or sealed body moves the head alone."""
    known = replace(state, head=op.op_id) if state else PartyProfile(op.subject.id, op.op_id)
    body = op.body
    match body:
        case ProfileLocked():
            before = known.at(body.occasion)
            lock = Lock(body, op.by, op.at, before.revision + 1 if before else 1)
            return replace(known, locks=(*(one for one in known.locks if one is not before), lock))
        case ProfileUnlocked():
            return _with(known, body.occasion, is_locked=False)
        case ProfileRevealed():
            return _with(known, body.occasion, is_revealed=True)
    return known


def _with(known: PartyProfile, occasion: int, **values: bool) -> PartyProfile:
    locks = (replace(one, **values) if one.body.occasion == occasion else one for one in known.locks)  # type: ignore[arg-type]  # both are truths of a lock
    return replace(known, locks=tuple(locks))


def missing(strands: Sequence[str], drafts: Mapping[str, DraftStrand], cards: Cards) -> tuple[Missing, ...]:
    """Return what a profile still needs, in the order of STRANDS: the lock is refused with this list.

    A level rests on a line or on evidence. CARDS names the strands decided by best fit: their level needs one of its
    own descriptors (ux.md 3.3).
    """
    found = []
    for strand in strands:
        draft = drafts.get(strand)
        if draft is None or draft.level is None:
            found.append(Missing(strand, "level"))
            continue
        if not draft.is_confirmed:
            found.append(Missing(strand, "copy"))
        if not draft.note.strip() and not draft.relied:
            found.append(Missing(strand, "basis"))
        if strand in cards and not set(draft.descriptors) & set(cards[strand].get(draft.level, ())):
            found.append(Missing(strand, "descriptors"))
    return tuple(found)


def body(
    case: str, party: Party, framework_sha256: str, drafts: Sequence[DraftStrand], occasion: int, source: str = "typed"
) -> ProfileLocked:
    """Return the profile as it is recorded: strands that have a level."""
    rated = [one for one in drafts if one.level is not None]
    return ProfileLocked(
        case=case,
        party=party,
        framework_sha256=framework_sha256,
        levels={one.strand: one.level for one in rated if one.level is not None},
        notes={one.strand: one.note.strip() for one in rated if one.note.strip()},
        occasion=occasion,
        relied={one.strand: one.relied for one in rated if one.relied},
        confidence={one.strand: one.confidence for one in rated},
        descriptors={one.strand: one.descriptors for one in rated if one.descriptors},
        started={one.strand: one.start for one in rated if one.start is not None},
        source=source,
    )


def drafts_of(body: ProfileLocked) -> tuple[DraftStrand, ...]:
    """Return a locked profile as it can be written on after an unlock: every copied level was confirmed."""
    return tuple(
        DraftStrand(
            strand,
            level,
            body.confidence.get(strand, "sure"),
            body.notes.get(strand, ""),
            body.relied.get(strand, ()),
            body.descriptors.get(strand, ()),
            body.started.get(strand),
        )
        for strand, level in body.levels.items()
    )


def lock(known: PartyProfile | None, by: str, at: datetime, body: ProfileLocked) -> Op:
    """Return the lock of a profile for its occasion. Raises ProfileLockedError, ProfileRevealedError.

    Until the reveal `unlock` opens it; each lock is kept. Whether it is whole is asked before, by `require_whole`.
    """
    before = known.at(body.occasion) if known is not None else None
    if before is not None and before.is_revealed:
        raise ProfileRevealedError()
    if before is not None and before.is_locked:
        raise ProfileLockedError()
    subject = Subject("profile", profile_id(body.case, body.party))
    return Op("profile.locked", subject, known.head if known else None, by, at, body)


def require_whole(drafts: Sequence[DraftStrand], scale: Scale, cards: Cards) -> None:
    """Check that DRAFTS rate every strand of SCALE with a basis. Raises LevelUnknownError, ProfileIncompleteError."""
    for one in drafts:
        if one.level is not None and one.level not in scale.get(one.strand, ()):
            raise LevelUnknownError(strand=one.strand, level=one.level)
    if still_open := missing(tuple(scale), {one.strand: one for one in drafts}, cards):
        raise ProfileIncompleteError(still_open)


def unlock(known: PartyProfile, by: str, at: datetime, occasion: int, *, band_shown: bool) -> Op:
    """Return the unlock by who locked. BAND_SHOWN: a band of the case was indicated since its last decision.

    Raises ProfileOpenError, ProfileRevealedError, BandShownError, NotYourProfileError.
    """
    before = known.at(occasion)
    if before is None or not before.is_locked:
        raise ProfileOpenError()
    if before.is_revealed:
        raise ProfileRevealedError()
    if before.by != by:
        raise NotYourProfileError(person=before.by)
    if band_shown:
        raise BandShownError()
    body = ProfileUnlocked(before.body.case, before.body.party, occasion)
    return Op("profile.unlocked", known.subject, known.head, by, at, body)


def reveal(
    profiles: Sequence[PartyProfile],
    by: str,
    at: datetime,
    occasion: int,
    *,
    expected: Collection[str],
    panel_revealed: bool,
) -> tuple[Op, ...]:
    """Return the reveal of all PROFILES that are locked for the occasion, () while somebody EXPECTED has not.

    One act holds them all: an unlock on another laptop at the same moment is then a difference to settle, and never a
    profile that was read and goes on being written.
    """
    known = [(profile, lock) for profile in profiles if (lock := profile.at(occasion)) is not None and lock.is_locked]
    done = {lock.body.party for _, lock in known} | ({"panel"} if panel_revealed else set())
    if set(expected) - done:
        return ()
    return tuple(
        Op(
            "profile.revealed",
            profile.subject,
            profile.head,
            by,
            at,
            ProfileRevealed(lock.body.case, lock.body.party, occasion, tuple(expected)),
        )
        for profile, lock in known
        if not lock.is_revealed
    )
