"""Quality Assurance and Decision Oversight: a panel that reads decided cases and never changes a band itself.

It ends in: sound; reasons to add by a further record; return to the decision maker; a theme to learn from; wording of
the matrix to review. Who took part in the decision does not judge it (banding.md 5: who prepared a case does not decide
on it).
"""

from __future__ import annotations

from collections.abc import Collection

from bandingdesk.errors import QT_TRANSLATE_NOOP, RefusedError
from bandingdesk.ops import Op, Subject
from bandingdesk.panel import outcomes
from bandingdesk.panel.higher import finding as findings
from bandingdesk.panel.higher.finding import Finding, FindingClosedError, FindingInvalidError
from bandingdesk.panel.higher.ops import OversightAnswered, OversightFound
from bandingdesk.panel.interests import Hand
from bandingdesk.panel.sitting import Sitting

ANSWERED = ("add_reasons", "return")  # outcomes that ask the decision maker for a further record
SIGNING_ROLE = "decision_maker"


class NotDecidedError(RefusedError):
    """The case has no signed decision."""

    code = "HI-07"
    message = QT_TRANSLATE_NOOP("errors", "This case has no signed decision to look at.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Choose a case that is decided.")


class TookPartError(RefusedError):
    """Those who are free of the decision, FREE, are too few: NEEDED. Those in the chair who took part count too."""

    code = "HI-08"
    message = QT_TRANSLATE_NOOP("errors", "Only {free} of {needed} members here took no part in this decision.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Let others sit for this case: who decided it does not judge it.")
    free: int
    needed: int


class AnswererError(RefusedError):
    """PERSON is no decision maker."""

    code = "HI-09"
    message = QT_TRANSLATE_NOOP("errors", "Only a decision maker answers what this panel asked.")
    kept = QT_TRANSLATE_NOOP("errors", "Your words are kept as you typed them; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Pass it to the decision maker of this case.")
    person: str


def missing(body: OversightFound) -> tuple[str, ...]:
    """Return the fields that a finding still needs, in the form's order."""
    answers = {
        "words": bool(body.words.strip()),
        "asks": body.outcome not in ANSWERED or bool(body.asks),
        "theme": body.outcome != "learning" or bool(body.theme.strip()),
        "strand": body.outcome != "wording" or bool(body.strand),
    }
    return tuple(name for name, is_there in answers.items() if not is_there)


def find(
    state: Finding | None,
    sitting: Sitting,
    hand: Hand,
    body: OversightFound,
    *,
    is_signed: bool,
    took_part: Collection[str],
) -> Op:
    """Return what the panel found of a decided case. TOOK_PART are all who scored, proposed, signed or prepared it.

    Raises what `require_led` raises, NotDecidedError, TookPartError, FindingInvalidError, FindingClosedError.
    """
    findings.require_led(sitting, hand, "decided")
    if not is_signed:
        raise NotDecidedError()
    free = [person for person in sitting.quorum.people if person not in took_part]
    if hand.by in took_part or len(free) < sitting.terms.quorum:
        raise TookPartError(free=len(free), needed=sitting.terms.quorum)
    if state is not None and state.oversight is not None:
        raise FindingClosedError(what="the panel has found already")
    known = [kind.id for kind in outcomes.book().of_family("oversight")]
    if body.outcome not in sitting.terms.outcomes or body.outcome not in known:
        raise FindingInvalidError(("outcome",))
    if unfilled := missing(body):
        raise FindingInvalidError(unfilled)
    seen = ((sitting.meeting.subject, sitting.meeting.head),)
    subject, parent = Subject("finding", body.item), state.head if state else None
    return hand.op("finding.oversight_found", subject, parent, body, seen)


def answer(state: Finding, hand: Hand, words: str, *, correction: str = "", roles: Collection[str]) -> Op:
    """Return the decision maker's answer: reasons added, or what became of the return. A further record, always.

    Raises AnswererError, FindingClosedError, FindingInvalidError.
    """
    if SIGNING_ROLE not in roles:
        raise AnswererError(person=hand.by)
    if state.oversight is None or state.oversight.outcome not in ANSWERED:
        raise FindingClosedError(what="nothing is asked of the decision maker")
    if state.answer is not None:
        raise FindingClosedError(what="it is answered")
    if not words.strip():
        raise FindingInvalidError(("reasons",))
    body = OversightAnswered(words.strip(), correction)
    return hand.op("finding.answered", state.subject, state.head, body)
