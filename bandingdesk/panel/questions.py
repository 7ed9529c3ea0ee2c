"""What a panel without a matrix answers: each limb of its legal tests, in the law's words and in plain ones.

A limb stands where a strand stands in a framework ("ASSESS.a"), and its answers where levels stand: 1 no, 2 not sure,
3 yes. So sheets, locks, sealing, reveal and private re-score are those of every round. The set is made as a round
opens, from the law of the meeting's day, and stays with it: a later change of the law leaves its words as they were.
"""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, NamedTuple

from bandingdesk import ops, resources
from bandingdesk.consistency.spread import Spread, Talk
from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError, RefusedError
from bandingdesk.statute import grounds
from bandingdesk.statute.grounds import Ground, GroundBook

NO, NOT_SURE, YES = 1, 2, 3
ANSWERS: Mapping[int, str] = {
    NO: QT_TRANSLATE_NOOP("panel", "No"),
    NOT_SURE: QT_TRANSLATE_NOOP("panel", "Not sure"),
    YES: QT_TRANSLATE_NOOP("panel", "Yes"),
}
DISAGREEMENT = YES - NO  # ends this far apart: somebody says yes and somebody says no
_NAMED = "questions:"  # before the content hash, so that nobody looks for a framework of that name
_WORDS: Mapping[str, int] = {"no": NO, "yes": YES}


class NothingToAskError(InvalidError):
    """The panel type names no legal test that has questions; TESTS are those it names."""

    code = "PQ-01"
    message = QT_TRANSLATE_NOOP("errors", "This panel has no questions to answer: it names {tests}.")
    kept = QT_TRANSLATE_NOOP("errors", "The agenda and the papers are kept; no scoring was opened.")
    do = QT_TRANSLATE_NOOP("errors", "Choose the legal tests of this panel in Settings, Panel types.")
    tests: str


class LawNotAskedError(RefusedError):
    """The words of TEST in force on the meeting's day are newer than the plain questions of this program."""

    code = "PQ-02"
    message = QT_TRANSLATE_NOOP("errors", "The law on {test} has changed and this program has no questions for it yet.")
    kept = QT_TRANSLATE_NOOP("errors", "The agenda and the papers are kept; no scoring was opened.")
    do = QT_TRANSLATE_NOOP("errors", "Update Banding Desk, then open the scoring again.")
    test: str
    version: str


class AskingInvalidError(InvalidError):
    """The shipped questions are damaged: FAULT says where."""

    code = "PQ-03"
    message = QT_TRANSLATE_NOOP("errors", "The questions of law can't be read: {fault}.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was shown or recorded from them.")
    do = QT_TRANSLATE_NOOP("errors", "Install Banding Desk again.")


class Condition(NamedTuple):
    """An earlier answer that a question depends on."""

    strand: str
    answer: Literal["yes", "no"]


@dataclass(frozen=True, slots=True)
class LegalQuestion:
    """One limb as members answer it. `lead` are the law's words before the limb, `words` its own.

    `asked_if` are earlier answers of which one has to be possible still; none: it is always asked. `guidance` is the
    council's own, to stand beneath the words of the law. `checked`: the words were compared with the law's own text.
    """

    strand: str
    test: str
    limb: str
    name: str
    ask: str
    provision: str
    lead: str
    words: str
    version: str
    source: str
    checked: bool
    guidance: str = ""
    asked_if: tuple[Condition, ...] = ()

    @property
    def mark(self) -> str:
        """The place in the law: CFA 2014 s36(8)(a)."""
        if not self.limb:
            return self.provision
        letter, _, rest = self.limb.partition("(")
        return f"{self.provision}({letter})" + (f"({rest}" if rest else "")


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """The questions of one round, in the order of its panel type's tests, with the law as it stood ON a day."""

    on: date
    questions: tuple[LegalQuestion, ...]

    @property
    def strands(self) -> tuple[str, ...]:
        """The limbs by their names as strands, in order."""
        return tuple(question.strand for question in self.questions)

    def get(self, strand: str) -> LegalQuestion | None:
        """Return one question, None where the set has none of that name."""
        return next((question for question in self.questions if question.strand == strand), None)

    @property
    def text(self) -> str:
        """The set as a record keeps it: canonical JSON."""
        return ops.canonical(self).decode()

    @property
    def named(self) -> str:
        """The name of the set by its content, where a round names its framework."""
        return f"{_NAMED}{hashlib.sha256(self.text.encode()).hexdigest()}"


class _Asked(NamedTuple):
    limb: str
    name: str
    ask: str
    asked_if: tuple[Condition, ...]


class _Test(NamedTuple):
    versions: frozenset[str]
    questions: tuple[_Asked, ...]


def is_questions(named: str) -> bool:
    """Return whether a round that names this in place of a framework was opened on questions."""
    return named.startswith(_NAMED)


def build(
    tests: Sequence[str], on: date, guidance: Mapping[str, str] | None = None, law: GroundBook | None = None
) -> QuestionSet:
    """Return the questions of TESTS in the words of the law in force ON the meeting's day, GUIDANCE beneath by test.

    Raises NothingToAskError, LawNotAskedError, and what `GroundBook.on` raises.
    """
    book, known = law or grounds.book(), _shipped()
    made: list[LegalQuestion] = []
    for test in tests:
        ground = book.on(test, on)
        if test not in known:
            continue
        if ground.version not in known[test].versions:
            raise LawNotAskedError(test=ground.provision, version=ground.version)
        made += [_question(ground, asked, (guidance or {}).get(test, "")) for asked in known[test].questions]
    if not made:
        raise NothingToAskError(tests=", ".join(tests) or "no legal test")
    return QuestionSet(on, tuple(made))


@functools.lru_cache(maxsize=64)
def read(text: str) -> QuestionSet:
    """Return the set that a record keeps. Raises ValueError."""
    return ops.decode(QuestionSet, text)


def asked(found: QuestionSet, answers: Mapping[str, int]) -> tuple[str, ...]:
    """Return the questions that ANSWERS leave open, in order: those of one member, or those that the panel agreed.

    A question falls away where every earlier answer that it depends on is settled the other way. "Not sure" and no
    answer yet settle nothing. Tests that this panel does not apply are left out of account.
    """
    known, still = set(found.strands), set[str]()
    for question in found.questions:
        depends_on = [one for one in question.asked_if if one.strand in known]
        if not depends_on or any(_is_possible(one, still, answers) for one in depends_on):
            still.add(question.strand)
    return tuple(strand for strand in found.strands if strand in still)


def page_id(paper: str, page: int) -> str:
    """Return how a sheet names a whole page that it relies on, where no passage of it is marked."""
    return f"{paper}#{page}"


def counts(answers: Iterable[int]) -> tuple[int, int, int]:
    """Return how many said no, not sure, yes."""
    given = list(answers)
    return given.count(NO), given.count(NOT_SURE), given.count(YES)


def talk(
    spreads: Sequence[Spread],
    names: Mapping[str, str],
    still_open: Collection[str],
    *,
    members: int,
    stepped_out: int,
    missing: int,
) -> Talk:
    """Return what the chair reads in ten seconds: what to talk about first, then the counts (moderation.md 12).

    What is to talk about is among STILL_OPEN, the questions without an agreed answer.
    """
    given = [one for one in spreads if one.scorers]
    same = sum(one.low == one.high != NOT_SURE for one in given)
    facts = [f"{members} {'member' if members == 1 else 'members'} answered"]
    if given:
        noun = "question has" if len(given) == 1 else "questions have"
        facts.append(f"{same} of {len(given)} {noun} one answer from everybody")
    if stepped_out:
        facts.append(f"{stepped_out} {'person' if stepped_out == 1 else 'people'} stepped out")
    facts.append(f"{missing} {'sheet is' if missing == 1 else 'sheets are'} missing" if missing else _NONE_MISSING)
    waiting = [one for one in given if one.strand in still_open]
    apart = [names[one.strand] for one in waiting if one.flagged]
    unsure = [names[one.strand] for one in waiting if not one.flagged and one.low <= NOT_SURE <= one.high]
    if apart:
        lead = f"Talk about “{apart[0]}” first: some say yes and some say no."
    elif unsure:
        lead = f"Talk about “{unsure[0]}” first: somebody is not sure."
    elif not still_open:
        lead = "Every question that is still asked has its answer."
    else:
        lead = "Nobody says yes where another says no. Each answer still needs its reason."
    return Talk(lead, ". ".join(facts) + ".")


_NONE_MISSING = "No sheets are missing"


def _is_possible(condition: Condition, still: set[str], answers: Mapping[str, int]) -> bool:
    if condition.strand not in still:
        return False
    given = answers.get(condition.strand, NOT_SURE)
    return given in (NOT_SURE, _WORDS[condition.answer])


def _question(ground: Ground, asked_: _Asked, guidance: str) -> LegalQuestion:
    return LegalQuestion(
        strand=f"{ground.id}.{asked_.limb}" if asked_.limb else ground.id,
        test=ground.id,
        limb=asked_.limb,
        name=asked_.name,
        ask=asked_.ask,
        provision=ground.provision,
        lead=_lead(ground, asked_.limb),
        words=_words(ground, asked_.limb),
        version=ground.version,
        source=ground.source,
        checked=ground.checked,
        guidance=guidance,
        asked_if=asked_.asked_if,
    )


def _words(ground: Ground, limb: str) -> str:
    if not limb:
        return "\n".join(ground.sentences())
    return next(one.words for one in ground.limbs if one.letter == limb)


def _lead(ground: Ground, limb: str) -> str:
    """Return the law's words before a limb: those of the test, and of the limb that it stands within."""
    if not limb:
        return ""
    above = [one.words for one in ground.limbs if one.letter != limb and limb.startswith(f"{one.letter}(")]
    return " ".join((ground.words, *above))


@functools.cache
def _shipped() -> Mapping[str, _Test]:
    return parse(resources.text("panels/questions.json"), grounds.book())


def parse(text: str, law: GroundBook) -> Mapping[str, _Test]:
    """Return the plain questions in TEXT (JSON) by test, each limb of them found in LAW. Raises AskingInvalidError."""
    try:
        raw = json.loads(text)["tests"]
        found = {one["test"]: _test(one) for one in raw}
    except (KeyError, TypeError, ValueError) as fault:
        raise AskingInvalidError(fault=f"{type(fault).__name__}: {fault}") from fault
    if len(found) != len(raw):
        raise AskingInvalidError(fault="a test stands there twice")
    strands: set[str] = set()
    for test, one in found.items():
        known = {ground.version: {limb.letter for limb in ground.limbs} for ground in law.versions if ground.id == test}
        for version in one.versions:
            if any(question.limb and question.limb not in known.get(version, ()) for question in one.questions):
                raise AskingInvalidError(fault=f"{test} {version} has no such limb")
        for question in one.questions:
            if unknown := [condition.strand for condition in question.asked_if if condition.strand not in strands]:
                raise AskingInvalidError(fault=f"{test} depends on {unknown[0]}, which is not asked before it")
            strands.add(f"{test}.{question.limb}" if question.limb else test)
    return found


def _test(raw: Mapping[str, Any]) -> _Test:
    questions = tuple(
        _Asked(one["limb"], one["name"], one["ask"], tuple(_condition(*pair) for pair in one["asked_if"]))
        for one in raw["questions"]
    )
    return _Test(frozenset(raw["versions"]), questions)


def _condition(strand: str, answer: Any) -> Condition:
    if answer not in _WORDS:
        raise ValueError(f"{strand} is asked if {answer}")
    return Condition(strand, answer)
