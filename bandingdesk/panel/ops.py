"""What is recorded of a panel: meetings, interests, rounds of blind scoring, sheets, decisions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from bandingdesk.ops import Kind
from bandingdesk.panel.findings import AgreedAction, GroundFound, Question, Share

Confidence = Literal["sure", "fairly", "not_sure"]
SeatRole = Literal["chair", "deputy", "member", "clerk", "presenter", "observer"]


@dataclass(frozen=True, slots=True)
class Seat:
    """A person's place at a meeting."""

    person: str
    role: SeatRole
    profession: str


@dataclass(frozen=True, slots=True)
class MeetingPlanned:
    """A meeting of a panel type on a day. The framework and tariff are named by hash."""

    panel_type: str
    on: date
    starts: str
    ends: str
    place: str
    seats: tuple[Seat, ...]
    framework_sha256: str
    tariff_sha256: str


@dataclass(frozen=True, slots=True)
class ItemAdded:
    """A case joins the agenda. `readers` must score; others may."""

    item: str
    case: str
    position: int
    kind: str
    readers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PapersFrozen:
    """The versions of an item's papers that the panel reads: (evidence id, head)."""

    item: str
    papers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class MeetingOpened:
    """The chair opened the meeting."""

    words: str = ""


@dataclass(frozen=True, slots=True)
class AttendanceRecorded:
    """A person's presence, for the meeting or from an item on."""

    person: str
    state: Literal["present", "remote", "left", "absent"]
    item: str | None = None


@dataclass(frozen=True, slots=True)
class ItemDeferred:
    """The panel put the item off until a day, to another meeting of its own, or to the delegated officer.

    `officer` is who decides out of panel by `until`, "" where it comes back to `meeting`. `law_day` is the law's last
    day as it was shown: a deferral never moves it. Version 1 had a reason and a day alone.
    """

    item: str
    reason: str
    until: date
    questions: tuple[Question, ...] = ()
    meeting: str = ""
    officer: str = ""
    law_day: date | None = None


@dataclass(frozen=True, slots=True)
class ItemClosed:
    """The panel is done with the item."""

    item: str


@dataclass(frozen=True, slots=True)
class ItemWithdrawn:
    """The case was withdrawn before the panel had decided it, and why. Scores stay in the record."""

    item: str
    words: str


@dataclass(frozen=True, slots=True)
class MeetingClosed:
    """The meeting ended. `checkpoint` is the device chain's head, printed in the minutes."""

    checkpoint: str


@dataclass(frozen=True, slots=True)
class MeetingMoved:
    """The meeting is on another day or at another time, and why. Its agenda, seats and rule books stay."""

    on: date
    starts: str
    ends: str
    words: str


@dataclass(frozen=True, slots=True)
class MeetingCalledOff:
    """The meeting does not take place, and why. What waited on its agenda needs another panel."""

    words: str


@dataclass(frozen=True, slots=True)
class InterestDeclared:
    """A member's answer for one item, before papers open. Subject interest:MEETING.ITEM.PERSON.

    `kind` is one of the kinds that the panel type has a default for (`interest_defaults`). Version 1 had none.
    """

    meeting: str
    item: str
    case: str
    person: str
    answer: Literal["none", "yes", "unsure"]
    nature: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class InterestSettled:
    """What the chair made of a declared interest."""

    outcome: Literal["withdraw", "inform", "noted"]
    words: str = ""


@dataclass(frozen=True, slots=True)
class RoundOpened:
    """A round of blind scoring on one item. `number` 2 is the private re-score of the strands talked about.

    `sealed_to` is the public key (hex) that sheets of other devices are sealed to, where the record syncs through a
    folder. Version 1 had none. On `basis` questions the strands are limbs of legal tests: `questions` is their
    canonical JSON (`panel/questions.py`), and its content name stands as `framework_sha256`. Version 2 knew the matrix
    alone.
    """

    meeting: str
    item: str
    case: str
    number: int
    framework_sha256: str
    strands: tuple[str, ...]
    scorers: tuple[str, ...]
    first: str | None = None
    sealed_to: str = ""
    basis: Literal["matrix", "questions"] = "matrix"
    questions: str = ""


@dataclass(frozen=True, slots=True)
class RevealedSheet:
    """A sheet as it stood at the reveal."""

    person: str
    sheet: str
    head: str


@dataclass(frozen=True, slots=True)
class ScoresRevealed:
    """The chair revealed the round. `missing` lists scorers without a lock, with the chair's words for going on.

    `key` is the private half (hex) of the round's key, so that everybody opens the sheets and checks them. Version 1
    had none.
    """

    sheets: tuple[RevealedSheet, ...]
    missing: tuple[str, ...] = ()
    words: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class LevelAgreed:
    """The panel's level for a strand. `median_x2` is twice the middle score (odd: it falls between two levels).

    On questions the level is the answer (1 no, 3 yes), `reason` always says why, and `median_x2` is 0: there is none.

    `descriptors` are those relied on, where the framework decides by best fit.
    """

    strand: str
    level: int
    median_x2: int
    reason_code: str | None = None
    reason: str = ""
    descriptors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LevelsAgreed:
    """Several strands agreed at once, each at its middle score."""

    levels: tuple[LevelAgreed, ...]


@dataclass(frozen=True, slots=True)
class MinorityViewRecorded:
    """A member sees it differently; kept beside the agreed level."""

    person: str
    words: str
    strand: str | None = None
    level: int | None = None


@dataclass(frozen=True, slots=True)
class BandIndicated:
    """What the engine computed from the agreed levels, without money. `explanation` is its JSON text."""

    framework: str
    framework_sha256: str
    engine: str
    band: str | None
    points: int | None
    kind: Literal["indicative", "refer", "interval"]
    bands: tuple[str, ...]
    explanation: str


@dataclass(frozen=True, slots=True)
class Rating:
    """One strand on a sheet: level, how sure, one line, the extracts relied on, and the descriptors (best fit)."""

    strand: str
    level: int
    confidence: Confidence
    note: str = ""
    relied: tuple[str, ...] = ()
    descriptors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ScoresLocked:
    """One revision of a member's sheet. Subject sheet:ROUND.PERSON; every revision is kept."""

    round: str
    person: str
    revision: int
    ratings: tuple[Rating, ...]


@dataclass(frozen=True, slots=True)
class ScoresUnlocked:
    """The member took the lock back before the reveal."""

    revision: int


@dataclass(frozen=True, slots=True)
class OwnBandShown:
    """The member was shown the band of their own locked scores, where the panel type allows it: no unlock after it."""

    framework_sha256: str
    band: str | None


MATRIX_NEEDS = ("band", "fit", "section_f", "money")  # what every decision by a matrix has to hold


@dataclass(frozen=True, slots=True)
class BandProposed:
    """The panel's own finding: its outcome and, where the panel sets one, the decided band beside the indicated one.

    `reason_code` and `reason` are needed when `band` departs from `indicated`. `second_signature` says whether the
    panel type's rule of that day asks for one. `needs` is what the outcome asked for on that day (panel/outcomes.py);
    the steps of the decision follow from it. `views_considered` is about the parents' views, `views_of_child` about the
    child's or young person's own. `months` is how long it holds, None for as long as the plan; `length_reason` why it
    holds for a year or less. Version 1 knew decisions by a matrix alone and ended at `second_signature`.
    """

    meeting: str
    item: str
    case: str
    round: str
    outcome: str
    legal_test: str
    fits: bool
    fit_words: str
    indicated: str | None
    band: str | None
    reason_code: str | None
    reason: str
    views_considered: str
    evidence: tuple[str, ...]
    changes: tuple[str, ...]
    starts: date
    review_by: date
    second_signature: bool
    needs: tuple[str, ...] = MATRIX_NEEDS
    grounds: tuple[GroundFound, ...] = ()
    options: tuple[str, ...] = ()
    views_of_child: str = ""
    setting: str = ""
    months: int | None = None
    length_reason: str = ""
    conditions: tuple[str, ...] = ()
    actions: tuple[AgreedAction, ...] = ()
    shares: tuple[Share, ...] = ()
    reasonable_steps: str = ""


@dataclass(frozen=True, slots=True)
class DecisionCountersigned:
    """The second signature on an override."""

    words: str
    pin_checked: bool


@dataclass(frozen=True, slots=True)
class ProvisionLine:
    """One line of Section F and how it stays secured under the band.

    `change` is what becomes of the line in the plan, `becomes` its new words; a line changes only where the plan is
    amended. `hours_x100` are those of the ledger a week, before the change, and `pence` what the line costs a year:
    None where no ledger says so. Version 1 of the check knew no change and no cost.
    """

    provision: str
    setting_says: str
    secured_by: str
    secured: bool
    change: Literal["kept", "changed", "removed"] = "kept"
    becomes: str = ""
    hours_x100: int | None = None
    pence: int | None = None


@dataclass(frozen=True, slots=True)
class SectionFChecked:
    """The provision check that comes before money. `lower_than` says what the proposed band is below: see section_f.py.

    `band` is the band that the check was made for. Version 1 named neither.
    """

    lines: tuple[ProvisionLine, ...]
    words: str
    band: str | None = None
    lower_than: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MoneyShown:
    """The amount the tariff gives for the decided band: pence for the period."""

    tariff: str
    tariff_sha256: str
    pence: int | None
    period: str
    setting_kind: str
    phase: str


@dataclass(frozen=True, slots=True)
class DecisionRecommended:
    """The panel's recommendation, signed by the chair: the first record."""

    words: str
    present: tuple[str, ...]
    quorum_needed: int
    pin_checked: bool


@dataclass(frozen=True, slots=True)
class DecisionSigned:
    """The decision maker's own decision: the second record, whole in itself.

    `words` are the reasons. `papers` are all papers of the case as they stood at the signature, (id, sha256): what
    comes or changes later is new evidence. Version 1 had a band always, and left the rest to the panel's record.
    """

    agrees: bool
    outcome: str
    band: str | None
    delegation: str
    words: str
    pin_checked: bool
    legal_test: str = ""
    options: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    papers: tuple[tuple[str, str], ...] = ()
    grounds: tuple[GroundFound, ...] = ()


@dataclass(frozen=True, slots=True)
class DecisionReturned:
    """The decision maker sent it back to the panel, and why."""

    words: str


def _kind_unsaid(body: dict[str, Any]) -> dict[str, Any]:
    """Return an interest of version 1, which knew no kinds: the default is what it meant."""
    return body


def _unsealed(body: dict[str, Any]) -> dict[str, Any]:
    """Return a round's opening or reveal as it is: what an older version did not know, the defaults say."""
    return body


def _by_matrix(body: dict[str, Any]) -> dict[str, Any]:
    """Return a decision's body of version 1, when every decision was one by a matrix: the defaults say that."""
    return body


KINDS = {
    "meeting.planned": Kind(MeetingPlanned),
    "meeting.item_added": Kind(ItemAdded),
    "meeting.papers_frozen": Kind(PapersFrozen),
    "meeting.moved": Kind(MeetingMoved),
    "meeting.called_off": Kind(MeetingCalledOff),
    "meeting.opened": Kind(MeetingOpened),
    "meeting.attendance_recorded": Kind(AttendanceRecorded),
    "meeting.item_deferred": Kind(ItemDeferred, 2, {1: _by_matrix}),
    "meeting.item_closed": Kind(ItemClosed),
    "meeting.item_withdrawn": Kind(ItemWithdrawn),
    "meeting.closed": Kind(MeetingClosed),
    "interest.declared": Kind(InterestDeclared, 2, {1: _kind_unsaid}),
    "interest.settled": Kind(InterestSettled),
    "round.opened": Kind(RoundOpened, 3, {1: _unsealed, 2: _unsealed}),
    "round.revealed": Kind(ScoresRevealed, 2, {1: _unsealed}),
    "round.level_agreed": Kind(LevelAgreed),
    "round.levels_agreed": Kind(LevelsAgreed),
    "round.minority_view_recorded": Kind(MinorityViewRecorded),
    "round.band_indicated": Kind(BandIndicated),
    "scores.locked": Kind(ScoresLocked),
    "scores.unlocked": Kind(ScoresUnlocked),
    "scores.band_shown": Kind(OwnBandShown),
    "decision.band_proposed": Kind(BandProposed, 2, {1: _by_matrix}),
    "decision.countersigned": Kind(DecisionCountersigned),
    "decision.section_f_checked": Kind(SectionFChecked, 2, {1: _by_matrix}),
    "decision.money_shown": Kind(MoneyShown),
    "decision.recommended": Kind(DecisionRecommended),
    "decision.signed": Kind(DecisionSigned, 2, {1: _by_matrix}),
    "decision.returned": Kind(DecisionReturned),
}
