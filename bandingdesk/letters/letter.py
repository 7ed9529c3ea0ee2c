"""A decision's facts become a Letter: which text, which blocks, what is missing, what may not stand in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Literal

from bandingdesk import resources
from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError, RefusedError
from bandingdesk.letters import wording
from bandingdesk.letters.blocks import Block
from bandingdesk.statute import clock, required_letters
from bandingdesk.statute.required_letters import LetterMatrix, LetterRow

RecipientRole = Literal["parent", "young_person", "setting", "body"]
FAMILY: frozenset[str] = frozenset({"parent", "young_person"})


@dataclass(frozen=True, slots=True)
class Contact:
    """A service a family or a setting can turn to."""

    name: str
    phone: str = ""
    email: str = ""
    web: str = ""


@dataclass(frozen=True, slots=True)
class Council:
    """The council as its letterhead and its letters name it. `finance` answers questions about a band."""

    name: str
    lines: tuple[str, ...]
    phone: str
    email: str
    team: str = "Special educational needs and disability team"
    officer: str = ""
    officer_role: str = ""
    officer_phone: str = ""
    officer_email: str = ""
    sendiass: Contact | None = None
    mediation: Contact | None = None
    drs: Contact | None = None
    finance: Contact | None = None
    schools_list: str = ""  # where a family finds the schools and colleges: an address or a sentence
    formats: str = ""  # how to ask for another format; a phone number or an address


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who the letter is addressed to. `salutation` follows "Dear"; the name where it is empty."""

    name: str
    lines: tuple[str, ...]
    role: RecipientRole
    salutation: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One paper that was relied on."""

    title: str
    author_role: str
    dated: date


@dataclass(frozen=True, slots=True)
class Decision:
    """The delegated officer's decision after an annual review. `legal_test` is the test as it was answered."""

    outcome: str
    decided_on: date
    maker_name: str
    maker_role: str
    delegation: str
    reasons: tuple[str, ...] = ()
    legal_test: str = ""
    evidence: tuple[Evidence, ...] = ()
    views: tuple[str, ...] = ()  # what the family said and how it was considered


@dataclass(frozen=True, slots=True)
class Band:
    """The band and its money, for the letter to the setting only. Whole pence; `period` as in "a year"."""

    name: str
    scheme: str
    scheme_version: str
    pence: int
    period: str
    element_1: int
    element_2: int
    element_3: int
    starts: date
    review_by: date
    this_year: int | None = None  # pence payable from `starts` to `year_ends`
    year_ends: date | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """All a letter may say. What one template does not need may stay empty; what it needs is checked by `compose`."""

    council: Council
    recipient: Recipient
    reference: str
    child_name: str = ""
    pupil_reference: str = ""
    born: date | None = None
    setting_name: str = ""
    plan_date: date | None = None
    plan_version: str = ""
    review_on: date | None = None
    decision: Decision | None = None
    changes: tuple[str, ...] = ()  # the amendments proposed, one sentence each
    enclosures: tuple[str, ...] = ()
    band: Band | None = None
    dated: date | None = None
    sent: date | None = None
    served: date | None = None  # deemed
    law_version: str = ""
    is_demo: bool = False
    check_code: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter ready to be set: every text final, nothing left to fill in."""

    template: str
    title: str
    council: Council
    recipient: Recipient
    reference: str
    dated: date
    greeting: str
    blocks: tuple[Block, ...]
    signed_by: tuple[str, ...]
    enclosures: tuple[str, ...]
    law_version: str
    check_code: str
    is_demo: bool
    is_large_type: bool  # a letter to a family is set in 14 point, others in 12

    def block_ids(self) -> tuple[str, ...]:
        """Return the ids of the blocks in order."""
        return tuple(block.id for block in self.blocks)

    def texts(self) -> Iterator[str]:
        """Yield every text of the letter in reading order."""
        yield self.council.name
        yield self.council.team
        yield from (*self.council.lines, self.council.phone, self.council.email)
        yield from (self.recipient.name, *self.recipient.lines)
        yield from (self.reference, self.greeting, self.title)
        for block in self.blocks:
            yield from block.texts()
        yield from (*self.signed_by, *self.enclosures, self.check_code, self.law_version)


class LetterIncompleteError(RefusedError):
    """Facts that a block must hold are not known. `missing` lists them as "BLOCK: fact", `names` as one text."""

    code = "LE-11"
    message = QT_TRANSLATE_NOOP("errors", "The letter was not made. These facts are missing: {names}.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was sent, and nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Add them in the case or in Settings, Letters, then make the letter again.")
    missing: tuple[str, ...]

    @classmethod
    def naming(cls, missing: tuple[str, ...]) -> LetterIncompleteError:
        """Return the error for MISSING."""
        return cls(missing=missing, names="; ".join(missing))


class BandInLetterError(RefusedError):
    """WORDS of the band or of money stand in BLOCK of a letter about the plan. Source: statute.md 2.1."""

    code = "LE-12"
    message = QT_TRANSLATE_NOOP("errors", 'The letter was not made. "{words}" stands in {block} of letter {template}.')
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was sent, and nothing was recorded.")
    do = QT_TRANSLATE_NOOP(
        "errors", "Give the reasons by need and provision. The band and its money go to the setting."
    )
    words: str
    block: str


class AppealOnBandError(RefusedError):
    """The text of TEMPLATE claims a right of appeal (BLOCKS) that the letter does not carry: CFA 2014 s51(2)."""

    code = "LE-13"
    message = QT_TRANSLATE_NOOP(
        "errors", "Letter {template} can't be appealed, but its text claims that it can: {blocks}."
    )
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was sent, and nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Use the letter of the review's outcome. A band alone carries no right of appeal.")


class LetterTextMissingError(InvalidError):
    """There is no text of TEMPLATE for a recipient of ROLE."""

    code = "LE-14"
    message = QT_TRANSLATE_NOOP("errors", "There is no text of letter {template} for this recipient ({role}).")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was sent, and nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Choose a letter that has a text: {ready}.")


class OutcomeMismatchError(RefusedError):
    """TEMPLATE tells of another outcome than the one that was decided."""

    code = "LE-15"
    message = QT_TRANSLATE_NOOP(
        "errors", "Letter {template} doesn't fit: the decision says {outcome}, the letter {wanted}."
    )
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was sent, and nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Choose the letter of the outcome that was decided.")


def matrix() -> LetterMatrix:
    """Return the shipped letter matrix."""
    return required_letters.read(resources.text("statute/letters.json"))


def ready() -> tuple[str, ...]:
    """Return the ids of the letters that have a text in this version."""
    return tuple(row.id for row in matrix().letters if required_letters.has_text(row.id))


def compose(template_id: str, facts: Facts) -> Letter:
    """Return the letter TEMPLATE_ID with its blocks in order.

    Raises LetterIncompleteError naming every missing fact, LetterTextMissingError, OutcomeMismatchError,
    BandInLetterError when a letter about the plan would hold a band or money, AppealOnBandError when the text of a
    letter without a right of appeal claims one.
    """
    law = matrix()
    row = law.row(template_id)
    source = _source(template_id, facts.recipient.role)
    _refuse_other_outcome(row, facts)
    text = wording.parse(source)
    if not row.appealable and (wrong := required_letters.RIGHTS & set(text.block_ids())):
        raise AppealOnBandError(template=template_id, blocks=", ".join(sorted(wrong)))
    values = _values(row, facts)
    missing = list(_missing_of_letter(facts)) + text.missing(values)
    if missing:
        raise LetterIncompleteError.naming(tuple(dict.fromkeys(missing)))
    values |= _limits(row, facts) | {"tribunal": law.tribunal}
    blocks = text.blocks(values)
    if not row.carries_band:
        _refuse_band(template_id, facts, blocks)
    decision = facts.decision
    signed = (facts.council.officer, facts.council.officer_role)
    if decision is not None and facts.recipient.role in FAMILY:
        signed = (decision.maker_name, decision.maker_role)
    assert facts.dated is not None  # named by _missing_of_letter
    return Letter(
        template=template_id,
        title=text.title(values),
        council=facts.council,
        recipient=facts.recipient,
        reference=facts.reference,
        dated=facts.dated,
        greeting=f"Dear {facts.recipient.salutation or facts.recipient.name}",
        blocks=blocks,
        signed_by=(*signed, facts.council.name),
        # A notice to others holds the decision and its date only: plan and evidence go to the family.
        enclosures=facts.enclosures if facts.recipient.role in FAMILY or row.carries_band else (),
        law_version=facts.law_version or law.law_version,
        check_code=facts.check_code,
        is_demo=facts.is_demo,
        is_large_type=facts.recipient.role in FAMILY,
    )


def block_ids(template_id: str, role: str) -> tuple[str, ...]:
    """Return the ids of the blocks in the text of TEMPLATE_ID for ROLE. Raises LetterTextMissingError."""
    return wording.parse(_source(template_id, role)).block_ids()


def council_from(policy: Mapping[str, object]) -> Council:
    """Return the council read from the policy `letters`: Council's field names, contacts as `sendiass_phone` and so on.

    A field that is not there stays empty and is named when a letter needs it. `lines` is a tuple, or text with commas.
    """
    plain = {f.name for f in fields(Council)} - {"sendiass", "mediation", "drs", "finance", "lines"}
    lines = policy.get("lines", ())
    split = (
        tuple(str(line) for line in lines)
        if isinstance(lines, (tuple, list))
        else tuple(part.strip() for part in str(lines).split(","))
    )
    empty = Council(name="", lines=split, phone="", email="")
    known = {name: str(policy[name]) for name in plain if policy.get(name)}
    contacts = {name: _contact(policy, name) for name in ("sendiass", "mediation", "drs", "finance")}
    return replace(empty, **known, **contacts)  # type: ignore[arg-type]  # one mapping for texts, one for contacts


def _contact(policy: Mapping[str, object], prefix: str) -> Contact | None:
    known = {f.name: str(policy.get(f"{prefix}_{f.name}", "")) for f in fields(Contact)}
    return Contact(**known) if any(known.values()) else None


def _has_text(name: str) -> bool:
    try:
        resources.shipped(name)
    except resources.ResourceMissingError:
        return False
    return True


def _source(template_id: str, role: str) -> str:
    """Return the text for ROLE: `l7.setting.md` where there is one, else `l7.md` if that is meant for ROLE."""
    stem = f"letters/en/{template_id.lower()}"
    for name in (f"{stem}.{role}.md", f"{stem}.md"):
        if _has_text(name):
            text = resources.text(name)
            if role in wording.parse(text).roles:
                return text
    raise LetterTextMissingError(template=template_id, role=role, ready=", ".join(ready()))


def _refuse_other_outcome(row: LetterRow, facts: Facts) -> None:
    if row.outcome and facts.decision is not None and facts.decision.outcome != row.outcome:
        raise OutcomeMismatchError(template=row.id, outcome=facts.decision.outcome, wanted=row.outcome)


def _values(row: LetterRow, facts: Facts) -> dict[str, object]:
    """Return what the text may use: a letter about the plan is not even given the band."""
    values: dict[str, object] = {f.name: getattr(facts, f.name) for f in fields(facts)}
    if not row.carries_band:
        del values["band"]
    return values


def _limits(row: LetterRow, facts: Facts) -> dict[str, object]:
    """Return the last days that the letter states, worked out by the rule book."""
    days = {"sent": facts.sent, "served": facts.served, "review_on": facts.review_on}
    return {limit.name: clock.due(limit.rule, day).latest for limit in row.limits if (day := days[limit.counts_from])}


def _missing_of_letter(facts: Facts) -> Iterator[str]:
    """Yield what every letter needs, whatever its text says."""
    needed = ("council.name", "council.phone", "council.email", "council.officer", "council.officer_role",
              "recipient.name", "recipient.lines", "reference", "dated", "check_code")  # fmt: skip
    for path in needed:
        if wording.is_missing(facts, path):
            yield f"LETTER: {wording.label(path)}"


def _refuse_band(template_id: str, facts: Facts, blocks: tuple[Block, ...]) -> None:
    """Refuse a letter about the plan that holds money or names the band or its scheme."""
    named = () if facts.band is None else (facts.band.name, facts.band.scheme)
    for block in blocks:
        for text in block.texts():
            found = wording.money_in(text) or next((name for name in named if wording.names(text, name)), None)
            if found:
                raise BandInLetterError(words=found, block=block.id, template=template_id)
