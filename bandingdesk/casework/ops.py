"""What is recorded of children, their cases, evidence, profiles, letters and imports."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from bandingdesk.ops import Kind

CaseKind = Literal["plan", "annual_review", "request", "top_up"]
Outcome = Literal["keep", "amend", "cease"]
Party = Literal["setting", "officer"]
Sender = Literal["family", "professional", "setting", "council", "unknown"]


@dataclass(frozen=True, slots=True)
class ChildRegistered:
    """A child or young person. `invented` marks demo data; `source` is the import's id."""

    surname: str
    forename: str
    born: date
    sex: str
    ethnicity: str
    upn: str | None
    nhs_number: str | None
    postcode: str | None
    looked_after: bool
    invented: bool
    source: str | None = None
    uln: str | None = None


@dataclass(frozen=True, slots=True)
class ChildCorrected:
    """What a later list or a person says of the child: the whole registration anew, with the reason."""

    child: ChildRegistered
    reason: str


@dataclass(frozen=True, slots=True)
class IdentifierKept:
    """Somebody typed VALUE though its check fails, and said why it is kept. Holds for that value and no other."""

    field: Literal["upn", "nhs_number", "uln", "postcode", "urn"]
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class CareRecorded:
    """A time in which the child is looked after (Children Act 1989 s22). The same first day: that time, told anew."""

    starts: date
    ends: date | None
    authority: str
    social_worker: str
    social_worker_contact: str
    virtual_school: str
    virtual_school_contact: str
    source: str


@dataclass(frozen=True, slots=True)
class CapacityRecorded:
    """Whether a young person has the capacity for one decision, on a day (Mental Capacity Act 2005 s2).

    `decision` is the id of a decision of this record, "" where `about` alone says which. `alternative` is the relation
    who acts for them in it.
    """

    decision: str
    about: str
    has: bool
    on: date
    source: str
    alternative: str | None = None


@dataclass(frozen=True, slots=True)
class DeathRecorded:
    """The child died. No letter, reminder or batch goes out until `lead`, a person of the council, opens one letter."""

    on: date
    source: str
    lead: str


@dataclass(frozen=True, slots=True)
class DeathWithdrawn:
    """The death was recorded by mistake."""

    reason: str


@dataclass(frozen=True, slots=True)
class LetterOpened:
    """The lead lets one letter of one decision go out in spite of the recorded death."""

    decision: str
    template: str
    reason: str


@dataclass(frozen=True, slots=True)
class ChildMerged:
    """This entry and the child `into` are one child. `cases` are those that went over to it."""

    into: str
    cases: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class ChildUnmerged:
    """They are two children after all: the cases that went over come back."""

    reason: str


@dataclass(frozen=True, slots=True)
class ChildToldApart:
    """Somebody looked: `other` is another child, so the two are not asked about again."""

    other: str
    reason: str


@dataclass(frozen=True, slots=True)
class CaseOpened:
    """A case as first known. Bands and amounts here are what the council's list said, not decisions of this record."""

    child: str
    kind: CaseKind
    setting: str
    setting_name: str
    setting_kind: str
    year_group: str
    phase: str
    primary_need: str
    secondary_need: str | None
    plan_start: date | None
    last_review: date | None
    next_review: date | None
    band: str | None
    pence: int | None
    source: str | None = None
    council_reference: str | None = None  # the number the case has in the council's own system
    number: int = 0  # of its short reference, given by the store when the case is opened


@dataclass(frozen=True, slots=True)
class CaseUpdated:
    """What a later list says of the case: its facts anew."""

    case: CaseOpened
    reason: str


@dataclass(frozen=True, slots=True)
class CaseChildSet:
    """The case goes over to another entry of the same child, or back. Its reference stays."""

    child: str
    reason: str


@dataclass(frozen=True, slots=True)
class CaseAssigned:
    """The caseworker who holds the case; None gives it back to nobody, as it was before. Version 1 had somebody."""

    person: str | None


@dataclass(frozen=True, slots=True)
class ReviewHeld:
    """An annual review meeting took place: starts the 4 weeks of reg 20(10) (AR.DECIDE).

    `parent_views` and `child_views` are their own words, shown unaltered. `section_f` are the plan's provision lines.
    """

    on: date
    report_received: date | None
    asked_for: Outcome
    setting_says: str
    parent_name: str
    parent_address: tuple[str, ...]
    parent_views: str
    child_views: str
    section_f: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One dated fact from before this record."""

    on: date
    what: Literal["panel", "decision", "letter", "review", "appeal", "plan"]
    words: str
    band: str | None = None
    pence: int | None = None


@dataclass(frozen=True, slots=True)
class HistoryRecorded:
    """What happened before this record began, as imported with its dates."""

    entries: tuple[HistoryEntry, ...]
    source: str


@dataclass(frozen=True, slots=True)
class AppealLodged:
    """The family appealed to the Tribunal against a decision."""

    on: date
    decision: str | None
    about: Literal["contents", "refusal", "cease", "keep"]
    words: str


@dataclass(frozen=True, slots=True)
class EvidenceAdded:
    """A paper on a case. The bytes lie in the blob store under `sha256`.

    `replaces` is the paper that this is a new version of. `found` are the doubts that were named before it was added.
    """

    case: str
    title: str
    author: str
    author_role: str
    dated: date
    kind: Literal["advice", "views", "setting", "medical", "plan", "other"]
    sha256: str
    size: int
    mime: str
    pages: int
    sender: Sender = "unknown"
    replaces: str | None = None
    found: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ExtractMarked:
    """A passage that bears on a strand. `highlight` is the part of `text` to mark."""

    extract: str
    strand: str
    page: int
    text: str
    highlight: str


@dataclass(frozen=True, slots=True)
class LetterIssued:
    """A letter frozen by hash. The bytes lie in the blob store under `sha256`; None where only the fact is known."""

    case: str
    decision: str
    template: str
    title: str
    recipient_role: Literal["parent", "young_person", "setting", "body"]
    recipient_name: str
    sha256: str | None
    pages: int
    size: int
    blocks: tuple[str, ...]
    law_version: str
    dated: date
    number: int = 0  # of its short reference, given by the store
    to: tuple[str, ...] = ()  # the relations it is addressed to; none: the review's parent, or the setting


@dataclass(frozen=True, slots=True)
class LetterSent:
    """The letter left the council. `served` is the day it is deemed served."""

    on: date
    method: Literal["post", "email", "portal"]
    served: date


@dataclass(frozen=True, slots=True)
class ImportRecorded:
    """One list taken in: counts of rows, and how its columns were matched."""

    file: str
    sha256: str
    sheet: str
    read: int
    new: int
    changed: int
    same: int
    rejected: int
    mapping: dict[str, str]
    what: str = "caseload"  # the kind of list, as `import --kind` names it


@dataclass(frozen=True, slots=True)
class ImportUndone:
    """The list is taken back: what it made is out of use, what it changed is as it was before. `reason` in words."""

    reason: str


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What import `source` made is out of use again: nothing had been done with it."""

    source: str


def _of_caseload(body: dict[str, Any]) -> dict[str, Any]:
    """Return ImportRecorded of version 1, when caseloads were the only lists."""
    return {**body, "what": "caseload"}


def _unnumbered(body: dict[str, Any]) -> dict[str, Any]:
    """Return a body of version 1, which had no number: the store gave it by the order of the record."""
    return {**body, "number": 0}


def _without_uln(body: dict[str, Any]) -> dict[str, Any]:
    return {**body, "uln": None}


def _child_without_uln(body: dict[str, Any]) -> dict[str, Any]:
    return {**body, "child": _without_uln(body["child"])}


def _to_the_review(body: dict[str, Any]) -> dict[str, Any]:
    return {**body, "to": ()}


def _case_unnumbered(body: dict[str, Any]) -> dict[str, Any]:
    return {**body, "case": _unnumbered(body["case"])}


SENDERS: dict[str, Sender] = {
    "advice": "professional",
    "medical": "professional",
    "views": "family",
    "setting": "setting",
    "plan": "council",
}


def _sender_by_kind(body: dict[str, Any]) -> dict[str, Any]:
    """Return a paper of version 1, which did not say who sent it: its kind tells, but for `other`."""
    return {**body, "sender": SENDERS.get(body["kind"], "unknown"), "replaces": None, "found": []}


HoldReason = Literal["appeal", "complaint", "information_request", "inquiry", "other"]


@dataclass(frozen=True, slots=True)
class RetentionReviewed:
    """Somebody looked at a case whose time is over. Subject retention:CASE. `case_head` is the case as they saw it.

    `due` is the day from which `rule` lets it be destroyed. `words` name no child: they stay when the rest goes.
    """

    case: str
    case_head: str
    rule: str
    due: date
    finding: Literal["destroy", "keep"]
    words: str
    keep_until: date | None = None


@dataclass(frozen=True, slots=True)
class RetentionHeld:
    """Nothing of the case is destroyed until the hold is released."""

    case: str
    reason: HoldReason
    words: str


@dataclass(frozen=True, slots=True)
class RetentionReleased:
    """The hold is over, and why."""

    words: str


@dataclass(frozen=True, slots=True)
class CaseDestroyed:
    """The bodies of SUBJECTS ("kind:id") and the files of the case are erased, wherever this op arrives.

    `items` are the case's places on agendas, since drafts are kept under them. `reason` names no child.
    """

    case: str
    rule: str
    rule_words: str
    reason: str
    subjects: tuple[str, ...]
    items: tuple[str, ...] = ()
    pin_checked: bool = False


KINDS = {
    "child.registered": Kind(ChildRegistered, 2, {1: _without_uln}),
    "child.corrected": Kind(ChildCorrected, 2, {1: _child_without_uln}),
    "child.identifier_kept": Kind(IdentifierKept),
    "child.care_recorded": Kind(CareRecorded),
    "child.capacity_recorded": Kind(CapacityRecorded),
    "child.death_recorded": Kind(DeathRecorded),
    "child.death_withdrawn": Kind(DeathWithdrawn),
    "child.letter_opened": Kind(LetterOpened),
    "child.merged": Kind(ChildMerged),
    "child.unmerged": Kind(ChildUnmerged),
    "child.told_apart": Kind(ChildToldApart),
    "case.opened": Kind(CaseOpened, 2, {1: _unnumbered}),
    "case.updated": Kind(CaseUpdated, 2, {1: _case_unnumbered}),
    "case.child_set": Kind(CaseChildSet),
    "case.assigned": Kind(CaseAssigned, 2, {1: lambda body: body}),
    "case.review_held": Kind(ReviewHeld),
    "case.history_recorded": Kind(HistoryRecorded),
    "case.appeal_lodged": Kind(AppealLodged),
    "evidence.added": Kind(EvidenceAdded, 2, {1: _sender_by_kind}, has_file=True),
    "evidence.extract_marked": Kind(ExtractMarked),
    "letter.issued": Kind(LetterIssued, 3, {1: _unnumbered, 2: _to_the_review}, has_file=True),
    "letter.sent": Kind(LetterSent),
    "import.recorded": Kind(ImportRecorded, 2, {1: _of_caseload}),
    "import.undone": Kind(ImportUndone),
    "child.taken_back": Kind(TakenBack),
    "case.taken_back": Kind(TakenBack),
    "retention.reviewed": Kind(RetentionReviewed),
    "retention.held": Kind(RetentionHeld),
    "retention.released": Kind(RetentionReleased),
    "retention.destroyed": Kind(CaseDestroyed),
}
