"""Minutes as sheets: of one case, and of a meeting as a whole; each in full, and public-safe.

Those of one case name no other child. Public-safe ones name nobody and show no blind score. No minutes hold an amount:
it stands in the decision's own record.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bandingdesk.letters import wording
from bandingdesk.letters.blocks import Block, Grid, Items, Part, Text
from bandingdesk.letters.sheet import SECTION_F_LINE, Sheet


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody with a seat: their part, and whether they were there for this case."""

    name: str
    part: str  # "Chair", "Member", "Clerk" …
    profession: str
    was: str  # "in the room", "by video", "had left", "not there", "stepped out"
    counts: bool  # towards the quorum


@dataclass(frozen=True, slots=True)
class Interest:
    """A declared interest and what the chair made of it."""

    name: str
    nature: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Paper:
    """A frozen paper, with the version that was read and what was made of it if it came late."""

    title: str
    author_role: str
    dated: date
    version: str
    late: str = ""


@dataclass(frozen=True, slots=True)
class Strand:
    """One strand or question: the range of the first blind scores, what was agreed, and why it moved."""

    name: str
    first: str
    agreed: str
    reason: str


@dataclass(frozen=True, slots=True)
class ActionLine:
    """An action: what, by whom, by when, and how far it is."""

    words: str
    owner: str
    due: date
    state: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What the panel found, and who decides it under which delegation."""

    outcome: str
    legal_test: str
    grounds: tuple[str, ...]
    options: tuple[str, ...]
    reasons: tuple[str, ...]
    scheme: str
    indicated: str
    decided: str
    departs: str  # why the decided band departs from the indicated one
    fits: str
    conditions: tuple[str, ...]
    recommended: str
    second: str
    decision: str
    decision_unnamed: str


@dataclass(frozen=True, slots=True)
class Deferral:
    """Why a case was put off, until when, the law's last day, and what is still to be found out."""

    reason: str
    until: date | None
    law_day: date | None
    law: str
    officer: str = ""  # "to the delegated officer, out of panel, by …"


@dataclass(frozen=True, slots=True)
class Head:
    """What stands at the head of all minutes of a meeting, and the chain's head when it closed."""

    council: str
    panel: str
    on: date
    times: str
    place: str
    checkpoint: str
    is_demo: bool


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """All that the minutes of one case may say."""

    head: Head
    number: int
    reference: str
    child_name: str
    setting_name: str
    kind: str
    present: tuple[Present, ...]
    quorum: str
    interests: tuple[Interest, ...]
    papers: tuple[Paper, ...]
    strands: tuple[Strand, ...]
    on_questions: bool
    finding: Finding | None
    deferral: Deferral | None
    minority: tuple[tuple[str, str], ...]  # (who, words)
    votes: tuple[str, ...]
    actions: tuple[ActionLine, ...]
    left_open: str  # why nothing was found, where nothing was


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One case on the agenda, as the minutes of the whole meeting tell it: no child, no finding but the outcome."""

    number: int
    reference: str
    kind: str
    here: str
    came_to: str


@dataclass(frozen=True, slots=True)
class MeetingFacts:
    """All that the minutes of the whole meeting may say."""

    head: Head
    present: tuple[Present, ...]
    items: tuple[ItemLine, ...]
    actions: tuple[ActionLine, ...]
    earlier: tuple[str, ...]  # minutes approved, decisions out of panel taken note of


def full_case(facts: CaseFacts) -> Sheet:
    """Return the minutes of one case in full, for the council's own record and for the family who asks."""
    minority = Items(tuple(f"{who}: {words}" for who, words in facts.minority)) if facts.minority else Text("None.")
    blocks = (
        _block("PANEL", "The panel", *_place(facts.head), Text(facts.quorum)),
        _block("HERE", "Who was there for this case", _people(facts.present)),
        _block("INTERESTS", "Interests", *_interests(facts.interests)),
        _block("PAPERS", "Papers read", *_papers(facts.papers)),
        _block("LEVELS", _levels_title(facts), *_levels(facts, with_scores=True)),
        *_found(facts, is_full=True),
        _block("MINORITY", "Seen differently", minority),
        _block("ACTIONS", "Actions", *_actions(facts.actions, is_full=True)),
        _check(facts.head),
    )
    who = f"Item {facts.number}: case {facts.reference}, {facts.child_name}, {facts.setting_name}. {facts.kind}."
    return _sheet("Minutes of one case", facts.head, facts.reference, who, blocks)


def public_case(facts: CaseFacts) -> Sheet:
    """Return the minutes of one case without a name and without a blind score."""
    stepped = sum(one.outcome == "stepped out" for one in facts.interests)
    declared = f"{_count(len(facts.interests), 'interest')} declared; {_count(stepped, 'member')} stepped out."
    blocks = (
        _block("PANEL", "The panel", *_place(facts.head), Text(facts.quorum)),
        _block("HERE", "Who was there for this case", _parts(facts.present)),
        _block("INTERESTS", "Interests", Text(declared if facts.interests else "Nobody declared an interest.")),
        _block("PAPERS", "Papers read", *_papers(facts.papers)),
        _block(
            "LEVELS", "Agreed answers" if facts.on_questions else "Agreed levels", *_levels(facts, with_scores=False)
        ),
        *_found(facts, is_full=False),
        _block("ACTIONS", "Actions", *_actions(facts.actions, is_full=False)),
        _check(facts.head),
    )
    return _sheet("Minutes of one case", facts.head, facts.reference, f"Case {facts.reference}", blocks)


def full_meeting(facts: MeetingFacts) -> Sheet:
    """Return the minutes of the whole meeting: cases by their number alone, since each has minutes of its own."""
    rows = tuple((str(one.number), one.reference, one.here, one.came_to) for one in facts.items)
    agenda = Grid(("Item", "Case", "Quorum", "What it came to"), rows, shares=(2, 5, 8, 9))
    blocks = (
        _block("PANEL", "The meeting", *_place(facts.head)),
        _block("HERE", "Who had a seat", _people(facts.present)),
        _block("EARLIER", "Earlier minutes and decisions", *_earlier(facts)),
        _block("AGENDA", "Cases", agenda if rows else Text("There was no case on the agenda.")),
        _block("ACTIONS", "Actions of the meeting", *_actions(facts.actions, is_full=True)),
        _check(facts.head),
    )
    return _sheet("Minutes of the meeting", facts.head, "Whole meeting", _count(len(facts.items), "case"), blocks)


def public_meeting(facts: MeetingFacts) -> Sheet:
    """Return the minutes of the whole meeting without a name and without a case number."""
    rows = tuple((str(one.number), one.kind, one.came_to) for one in facts.items)
    agenda = Grid(("Item", "Kind of case", "What it came to"), rows, shares=(2, 8, 10))
    blocks = (
        _block("PANEL", "The meeting", *_place(facts.head)),
        _block("HERE", "Who had a seat", _parts(facts.present)),
        _block("AGENDA", "Cases", agenda if rows else Text("There was no case on the agenda.")),
        _check(facts.head),
    )
    return _sheet("Minutes of the meeting", facts.head, "Whole meeting", _count(len(facts.items), "case"), blocks)


def _sheet(title: str, head: Head, reference: str, summary: str, blocks: tuple[Block, ...]) -> Sheet:
    filled = tuple(block for block in blocks if block.parts)
    return Sheet(title, head.council, reference, head.on, summary, filled, "", head.is_demo)


def _block(id_: str, heading: str, *parts: Part) -> Block:
    return Block(id_, heading, tuple(part for part in parts if part != Text("")))


def _place(head: Head) -> tuple[Part, ...]:
    return (Text(f"**{head.panel}**, {wording.long_date(head.on)}, {head.times}, {head.place}."),)


def _check(head: Head) -> Block:
    words = "When the meeting closed, the record’s chain stood at this head. Whoever checks the record finds it again."
    return _block("CHECK", "Checkpoint", Text(words), Text(f"**{_spaced(head.checkpoint)}**"))


def _spaced(digits: str) -> str:
    """Return a hash in groups of eight, so that it can be read out and breaks over lines."""
    return " ".join(digits[at : at + 8] for at in range(0, len(digits), 8))


def _people(present: tuple[Present, ...]) -> Part:
    rows = tuple(
        (one.name, f"{one.part}, {one.profession}" if one.profession else one.part, one.was) for one in present
    )
    return Grid(("Name", "As", "There"), rows, shares=(7, 10, 6))


def _parts(present: tuple[Present, ...]) -> Part:
    """Return who was there by part and profession alone."""
    here = tuple(f"{one.part}, {one.profession}: {one.was}" for one in present if one.counts)
    return Items(here) if here else Text("No voting member was there.")


def _interests(interests: tuple[Interest, ...]) -> Iterator[Part]:
    if not interests:
        yield Text("Nobody declared an interest.")
        return
    rows = tuple((one.name, one.nature, one.outcome) for one in interests)
    yield Grid(("Name", "What was declared", "What the chair settled"), rows, shares=(6, 10, 7))


def _papers(papers: tuple[Paper, ...]) -> Iterator[Part]:
    if not papers:
        yield Text("No paper was frozen for this case.")
        return
    rows = tuple(
        (
            f"{one.title}, by {one.author_role}",
            wording.short_date(one.dated),
            one.version + (f". {one.late}" * bool(one.late)),
        )
        for one in papers
    )
    yield Grid(("Paper", "Dated", "Version"), rows, shares=(10, 7, 7))


def _levels_title(facts: CaseFacts) -> str:
    return "Questions and agreed answers" if facts.on_questions else "First scores and agreed levels"


def _levels(facts: CaseFacts, *, with_scores: bool) -> Iterator[Part]:
    if not facts.strands:
        yield Text("Nothing was scored.")
        return
    asked = "Question" if facts.on_questions else "Strand"
    if not with_scores:
        rows = tuple((one.name, one.agreed) for one in facts.strands)
        yield Grid((asked, "Agreed"), rows, shares=(4, 2))
        return
    yield Text("First scores are each member’s own, given alone and unseen. They are shown as a range, without names.")
    scored = tuple((one.name, one.first, one.agreed, one.reason) for one in facts.strands)
    yield Grid((asked, "First", "Agreed", "Why"), scored, shares=(8, 4, 6, 9))


def _found(facts: CaseFacts, *, is_full: bool) -> Iterator[Block]:
    if facts.deferral is not None:
        yield _block("DEFERRED", "Put off", *_deferral(facts.deferral))
    found = facts.finding
    if found is None:
        if facts.deferral is None:
            yield _block("OUTCOME", "What it came to", Text(facts.left_open))
        return
    yield _block("OUTCOME", "What the panel found", *_outcome(found))
    if found.decided:
        yield _block("BAND", "The band", *_band(found))
    if facts.votes:
        yield _block("VOTES", "Votes", Items(facts.votes))
    who = tuple(Text(words) for words in (found.recommended, found.second, found.decision) if words)
    yield _block("DECIDES", "Who decides", *(who if is_full else (Text(found.decision_unnamed),)))


def _outcome(found: Finding) -> Iterator[Part]:
    yield Text(f"**{found.outcome}.**")
    if found.legal_test:
        yield Text(f"Legal test: {found.legal_test}")
    if found.grounds:
        yield Items(found.grounds)
    if found.options:
        yield Text("Options considered:")
        yield Items(found.options)
    yield from map(Text, found.reasons)
    if found.conditions:
        yield Text("Conditions:")
        yield Items(found.conditions)


def _band(found: Finding) -> Iterator[Part]:
    yield Text(f"Scheme: {found.scheme}. Indicated: **{found.indicated or 'no band'}.** Decided: **{found.decided}.**")
    if found.departs:
        yield Text(f"Why it departs from the indicated band: {found.departs}")
    if found.fits:
        yield Text(f"Does the matrix fit this child? {found.fits}")
    yield Text(SECTION_F_LINE)


def _deferral(deferral: Deferral) -> Iterator[Part]:
    until = f" until {wording.long_date(deferral.until)}" if deferral.until and not deferral.officer else ""
    yield Text(f"The case was put off{until}{f': {deferral.officer}' if deferral.officer else ''}. {deferral.reason}")
    if deferral.law_day is not None:
        law = f", {deferral.law}" if deferral.law else ""
        yield Text(f"The law’s last day stays {wording.long_date(deferral.law_day)}{law}. No deferral moves it.")


def _actions(actions: tuple[ActionLine, ...], *, is_full: bool) -> Iterator[Part]:
    if not actions:
        yield Text("None.")
    elif is_full:
        rows = tuple((one.words, one.owner, wording.short_date(one.due), one.state) for one in actions)
        yield Grid(("What", "Who", "By", "State"), rows, shares=(10, 6, 5, 4))
    else:
        yield Items(tuple(f"{one.words} By {wording.long_date(one.due)}." for one in actions))


def _earlier(facts: MeetingFacts) -> Iterator[Part]:
    yield Items(facts.earlier) if facts.earlier else Text("None.")


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
