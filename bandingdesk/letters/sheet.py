"""The two decision sheets: a public-safe one without scores, members' names or minority views, and the full one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from bandingdesk.letters import wording
from bandingdesk.letters.blocks import Block, Grid, Items, Part, Text
from bandingdesk.letters.letter import Evidence
from bandingdesk.panel import outcomes
from bandingdesk.statute import grounds

PRESENCE = "Each signature was given with a PIN. It shows that the person was there; it does not prove who they are."
SECTION_F_LINE = "The band is how funding is worked out. It does not limit the provision in Section F."


@dataclass(frozen=True, slots=True)
class AgreedLevel:
    """One strand: its name, the agreed level, the blind scores in seat order, the reason for a change."""

    strand: str
    level: str
    scores: tuple[int, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class ProvisionCheck:
    """One line of Section F and how it stays secured under the band."""

    provision: str
    secured_by: str
    is_secured: bool


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed, as what, and when."""

    name: str
    role: str
    on: date


@dataclass(frozen=True, slots=True)
class AnsweredReport:
    """A report of the family or of a professional: relied on, partly or not, and why."""

    title: str
    author_role: str
    dated: date
    reliance: Literal["relied", "partly", "not"]
    why: str


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """All that a decision sheet may show. `outcome` is one of panel/outcomes.py; money is whole pence for `period`."""

    council: str
    reference: str
    child_name: str
    setting_name: str
    panel: str
    meeting_on: date
    present: tuple[str, ...]
    quorum_needed: int
    voting_present: int
    interests: str
    outcome: str
    legal_test: str
    reasons: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    levels: tuple[AgreedLevel, ...]
    scheme: str
    indicated_band: str
    indicated_why: str
    decided_band: str
    check_code: str
    override_code: str = ""
    override_reason: str = ""
    minority: tuple[str, ...] = ()
    provision: tuple[ProvisionCheck, ...] = ()
    provision_words: str = ""
    pence: int | None = None
    period: str = "year"
    starts: date | None = None
    review_by: date | None = None
    views: tuple[str, ...] = ()
    signatures: tuple[Signature, ...] = ()
    law: tuple[grounds.Shown, ...] = ()  # the tests in the law's words, with the council's guidance beneath
    reports: tuple[AnsweredReport, ...] = ()  # every report that came in, with what was made of it
    linked: tuple[str, ...] = ()  # the record that this one corrects, or that corrects it; new evidence that was read
    options: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    setting: str = ""
    is_demo: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A decision sheet ready to be set."""

    title: str
    council: str
    reference: str
    dated: date
    summary: str
    blocks: tuple[Block, ...]
    check_code: str
    is_demo: bool

    def texts(self) -> Iterator[str]:
        """Yield every text of the sheet in reading order."""
        yield from (self.council, self.title, self.reference, self.summary, self.check_code)
        for block in self.blocks:
            yield from block.texts()


def public_sheet(facts: SheetFacts) -> Sheet:
    """Return the short sheet that may travel with a letter: no child's name, no blind score, no member's name."""
    quorum = f"{facts.voting_present} voting members were present; the quorum is {facts.quorum_needed}."
    blocks = (
        _block("LINKED", "Beside this record", *map(Text, facts.linked)),
        _block("PANEL", "The panel", Text(f"{facts.panel}, {wording.long_date(facts.meeting_on)}. {quorum}")),
        _block("OUTCOME", "What was decided", *_outcome(facts)),
        _block("REASONS", "Why", *map(Text, facts.reasons)),
        _block("LAW", "What the law asks", *_law(facts)),
        _block("EVID", "What was read", _evidence(facts)),
        _block("LEVELS", "Agreed levels", _levels(facts, with_scores=False)),
        _block("BAND", "The band", *_band(facts)),
        _block("SECTIONF", "Section F", Text(f"{facts.provision_words} {SECTION_F_LINE}")),
        _block("DATES", "Dates", Text(_dates(facts))),
    )
    return _sheet("Decision sheet", facts, f"Case {facts.reference}", blocks)


def full_sheet(facts: SheetFacts) -> Sheet:
    """Return the full internal record of the decision, money last but for the signatures."""
    quorum = f"{facts.voting_present} voting members present, {facts.quorum_needed} needed: " + (
        "quorate." if facts.voting_present >= facts.quorum_needed else "**not quorate.**"
    )
    minority: Part = Items(facts.minority) if facts.minority else Text("None recorded.")
    blocks = (
        _block("LINKED", "Beside this record", *map(Text, facts.linked)),
        _block(
            "PANEL",
            "The panel",
            Text(f"{facts.panel}, {wording.long_date(facts.meeting_on)}. {quorum}"),
            Text("Present: " + "; ".join(facts.present) + "."),
            Text(f"Interests: {facts.interests}"),
        ),  # fmt: skip
        _block("OUTCOME", "Outcome and legal test", *_outcome(facts), *map(Text, facts.reasons)),
        _block("OPTIONS", "Options considered", *_list(facts.options)),
        _block("LAW", "What the law asks", *_law(facts)),
        _block("VIEWS", "Views considered", Text(" ".join(facts.views))),
        _block("EVID", "Evidence relied on", _evidence(facts), *_reports(facts)),
        _block("LEVELS", "Agreed levels", _levels(facts, with_scores=True)),
        _block("BAND", "Indicative and decided band", *_band(facts)),
        _block("MINORITY", "Minority view", minority),
        _block("SECTIONF", "Section F check", *_provision(facts)),
        _block("MONEY", "Money", Text(f"{_money(facts)} {_dates(facts)}".strip())),
        _block("NEXT", "Conditions and actions", *_list((*facts.conditions, *facts.actions))),
        _block("SIGNED", "Signatures", _signatures(facts), Text(PRESENCE if facts.signatures else "")),
    )
    who = f"Case {facts.reference}, {facts.child_name}, {facts.setting_name}"
    return _sheet("Full decision record", facts, who, blocks)


def _sheet(title: str, facts: SheetFacts, summary: str, blocks: tuple[Block, ...]) -> Sheet:
    filled = tuple(block for block in blocks if block.parts)
    return Sheet(
        title, facts.council, facts.reference, facts.meeting_on, summary, filled, facts.check_code, facts.is_demo
    )


def _block(id_: str, heading: str, *parts: Part) -> Block:
    return Block(id_, heading, tuple(part for part in parts if part != Text("")))


def _outcome(facts: SheetFacts) -> tuple[Part, ...]:
    where = f"Setting: {facts.setting}" if facts.setting else ""
    said = f"**{outcomes.book().sheet(facts.outcome)}.**"
    return Text(said), Text(where), Text(f"Legal test: {facts.legal_test}")


def _law(facts: SheetFacts) -> Iterator[Part]:
    """Yield each test in the law's words; the council's own words come beneath, and say that they are guidance."""
    for test, guidance in facts.law:
        yield Text(f"**{test.question}** {test.provision}: {test.words}")
        if test.limbs:
            yield Items(tuple(f"{limb.mark} {limb.words}" for limb in test.limbs))
        if guidance:
            yield Text(f"{grounds.GUIDANCE}: {guidance}")


def _evidence(facts: SheetFacts) -> Grid:
    rows = tuple(
        (f"{paper.title}, by {paper.author_role}", wording.short_date(paper.dated)) for paper in facts.evidence
    )
    return Grid(("Paper", "Dated"), rows, shares=(17, 6))


def _reports(facts: SheetFacts) -> Iterator[Part]:
    """Yield every report with what was made of it: whoever sent one is told what became of it."""
    if facts.reports:
        said = {"relied": "Relied on", "partly": "In part", "not": "Not relied on"}
        rows = tuple(
            (f"{one.title}, by {one.author_role}, {wording.short_date(one.dated)}", said[one.reliance], one.why)
            for one in facts.reports
        )
        yield Text("**Every report answered**")
        yield Grid(("Report", "What was made of it", "Why"), rows, shares=(9, 5, 9))


def _levels(facts: SheetFacts, *, with_scores: bool) -> Grid:
    if not with_scores:
        return Grid(("Strand", "Agreed level"), tuple((row.strand, row.level) for row in facts.levels), shares=(4, 1))
    rows = tuple(
        (row.strand, ", ".join(map(str, row.scores)), row.level, row.reason or "Within tolerance")
        for row in facts.levels
    )
    return Grid(("Strand", "Blind scores", "Agreed", "Reason"), rows, shares=(15, 8, 6, 15))


def _list(lines: tuple[str, ...]) -> tuple[Part, ...]:
    return (Items(lines),) if lines else ()


def _band(facts: SheetFacts) -> tuple[Part, ...]:
    """Return what the matrix indicated and what was decided; nothing where a panel without a matrix set no band."""
    if not facts.decided_band and not facts.indicated_why:
        return ()
    if not facts.decided_band:
        return (Text(f"Scheme: {facts.scheme}. Indicative: **{facts.indicated_band}.** {facts.indicated_why}"),)
    departs = facts.indicated_band != facts.decided_band
    reason = f"Reason: {facts.override_code}. {facts.override_reason}"
    return (
        Text(f"Scheme: {facts.scheme}. Indicative: **{facts.indicated_band}.** {facts.indicated_why}"),
        Text(
            f"Decided: **{facts.decided_band}**"
            + (f", which departs from the indication. {reason}" if departs else ".")
        ),
    )


def _provision(facts: SheetFacts) -> tuple[Part, ...]:
    if not facts.provision:
        return (Text(f"{facts.provision_words} {SECTION_F_LINE}"),)
    rows = tuple((line.provision, line.secured_by, "Yes" if line.is_secured else "No") for line in facts.provision)
    return Grid(("Provision in Section F", "How it is secured", "Secured"), rows, shares=(6, 6, 2)), Text(
        f"{facts.provision_words} {SECTION_F_LINE}"
    )


def _money(facts: SheetFacts) -> str:
    if not facts.decided_band:
        return ""
    if facts.pence is None:
        return "No amount: the tariff has none for this band."
    return f"**{wording.money(facts.pence)} a {facts.period}** for {facts.decided_band}."


def _dates(facts: SheetFacts) -> str:
    starts = f"Starts {wording.long_date(facts.starts)}." if facts.starts else ""
    review = f"Looked at again by {wording.long_date(facts.review_by)}." if facts.review_by else ""
    return " ".join(part for part in (starts, review) if part)


def _signatures(facts: SheetFacts) -> Part:
    if not facts.signatures:
        return Text("Not signed yet.")
    rows = tuple((signed.name, signed.role, wording.short_date(signed.on)) for signed in facts.signatures)
    return Grid(("Name", "Signed as", "Date"), rows, shares=(5, 7, 4))
