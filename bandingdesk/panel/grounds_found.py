"""The gate before a refusal is signed: every limb of its test answered in words, and answers that let it be refused.

What may be weighed is the test of the law and nothing else: a council's own criteria guide, and a refusal that rests on
them alone can't be signed (statute.md 2.1). The order of the tests is the outcome's own (`resources/panels/
outcomes.json`); which limbs are questions, and when one falls away, stands in `resources/panels/questions.json`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from bandingdesk.errors import QT_TRANSLATE_NOOP, RefusedError
from bandingdesk.panel import outcomes, questions
from bandingdesk.panel.findings import GroundFound
from bandingdesk.panel.outcomes import Measure, OutcomeKind
from bandingdesk.panel.questions import NO, YES, LegalQuestion, QuestionSet

# Mainstream may be refused on the family's own wishes, or on the education of others: then reasonable steps count.
# Suitability and cost are no part of it. Source: CFA 2014 s33(2)-(4); ME v Southwark [2017] UKUT 73 (AAC).
BY_WISHES, BY_OTHERS = "MAINSTREAM.a", "MAINSTREAM.b"


class GroundsOpenError(RefusedError):
    """Limbs of the test are not answered in words: STRANDS, which NAMES says as the law does."""

    code = "PT-10"
    message = QT_TRANSLATE_NOOP("errors", "“{outcome}” needs an answer in words to each part of its test: {names}.")
    kept = QT_TRANSLATE_NOOP("errors", "Your form is kept as you filled it in; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Answer each part yes or no and say why, in words about this child.")
    outcome: str
    names: str
    strands: tuple[str, ...]


class LocalCriteriaAloneError(RefusedError):
    """Nothing but the council's own criteria stands behind the refusal; PROVISION is the test that counts."""

    code = "PT-11"
    message = QT_TRANSLATE_NOOP("errors", "This refusal rests on the council’s own criteria alone.")
    kept = QT_TRANSLATE_NOOP("errors", "Your form is kept as you filled it in; nothing was recorded.")
    do = QT_TRANSLATE_NOOP(
        "errors", "Criteria may guide. Say for each part of {provision} how it is answered for this child, and why."
    )
    provision: str


class TestNotMetError(RefusedError):
    """As it is answered, the test in PROVISION does not carry the outcome."""

    __test__ = False  # no test of pytest's
    code = "PT-12"
    message = QT_TRANSLATE_NOOP("errors", "As {provision} is answered, “{outcome}” does not follow from it.")
    kept = QT_TRANSLATE_NOOP("errors", "Your form is kept as you filled it in; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Look at the answers again, or choose the outcome that follows from them.")
    outcome: str
    provision: str
    test: str


class StepsMissingError(RefusedError):
    """Mainstream is refused for the education of others, and no reasonable step is named that was considered."""

    code = "PT-13"
    message = QT_TRANSLATE_NOOP(
        "errors", "Mainstream is refused for the education of others, without the steps considered."
    )
    kept = QT_TRANSLATE_NOOP("errors", "Your form is kept as you filled it in; nothing was recorded.")
    do = QT_TRANSLATE_NOOP(
        "errors", "Say which steps the council and the setting could take, and why none of them is reasonable."
    )


def require_grounds(
    outcome: str,
    grounds: Iterable[GroundFound],
    day: date,
    *,
    reasonable_steps: str = "",
    guidance: Mapping[str, str] | None = None,
) -> None:
    """Check that OUTCOME stands on its tests as the law is on DAY; an outcome that needs no grounds always does.

    GUIDANCE are the council's criteria by test: their words alone answer nothing. Raises GroundsOpenError,
    LocalCriteriaAloneError, TestNotMetError, StepsMissingError, and what `questions.build` raises.
    """
    kind = outcomes.book().get(outcome)
    if "grounds" not in kind.needs:
        return
    found = {_strand(one.test, one.limb): one for one in grounds}
    asks = questions.build(kind.tests, day)
    own = {strand: one for strand, one in found.items() if _is_answered(one, guidance or {})}
    asked = [question for question in asks.questions if question.strand in open_strands(asks, own.values())]
    if unanswered := [question for question in asked if question.strand not in own]:
        if len(unanswered) == len(asked) and any(one.words.strip() for one in found.values()):
            raise LocalCriteriaAloneError(provision=unanswered[0].provision)
        names = ", ".join(f"{one.name} ({one.mark})" for one in unanswered)
        strands = tuple(one.strand for one in unanswered)
        raise GroundsOpenError(outcome=kind.title, names=names, strands=strands)
    for measure in kind.measures:
        _require_rest(kind, measure, [question for question in asked if question.test == measure.test], own)
    if _rests_on_others(own) and not reasonable_steps.strip():
        raise StepsMissingError()


def open_strands(asks: QuestionSet, grounds: Iterable[GroundFound]) -> tuple[str, ...]:
    """Return the limbs that GROUNDS leave to be answered or rely on, in order: what a form shows."""
    answers = {_strand(one.test, one.limb): YES if one.met else NO for one in grounds if one.met is not None}
    return questions.asked(asks, answers)


def _strand(test: str, limb: str) -> str:
    return f"{test}.{limb}" if limb else test


def _is_answered(found: GroundFound, guidance: Mapping[str, str]) -> bool:
    """Whether the limb has an answer, and words that are more than the council's criteria for the test."""
    said, criteria = _plain(found.words), _plain(" ".join(guidance.values()))
    return found.met is not None and bool(said) and said not in criteria


def _plain(words: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in words.casefold()).split())


def _rests_on_others(own: Mapping[str, GroundFound]) -> bool:
    """Whether mainstream is refused for the education of others, not for the family's own wishes."""
    others, wishes = own.get(BY_OTHERS), own.get(BY_WISHES)
    return bool(others and others.met) and not (wishes and wishes.met)


def _require_rest(
    kind: OutcomeKind, measure: Measure, asked: Sequence[LegalQuestion], own: Mapping[str, GroundFound]
) -> None:
    answers = [bool(own[question.strand].met) for question in asked]
    match measure.rests:
        case "any_yes":
            carries = any(answers)
        case "any_no":
            carries = not all(answers)
        case "all_yes":
            carries = bool(answers) and all(answers)
        case "steps":
            carries = all(answers) or not _rests_on_others(own)
        case "":
            carries = True
    if not carries:
        provision = asked[0].provision if asked else measure.test
        raise TestNotMetError(outcome=kind.title, provision=provision, test=measure.test)
