"""The ledger of a case: Section F line by line, and how a shortfall stays secured.

A line either names a time with its role, or no time at all: it then stands in the ledger and is said to have no cost.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import get_args

from bandingdesk.casework.provision.ops import Line, Per, ProvisionRecorded, ShortfallNamed
from bandingdesk.casework.provision.shortfall import Shortfall
from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError, RefusedError
from bandingdesk.ops import Op, Recorded, Subject

PERS: tuple[Per, ...] = get_args(Per)
MOST = {"minutes": 6_000, "times": 60, "group": 40, "weeks": 53}
LONGEST = 2_000  # characters of a line of a plan


class LineInvalidError(InvalidError):
    """Line NUMBER (from 1) lacks or overdoes something: FAULTS lists the fields, NAMES says them in words."""

    code = "PV-02"
    message = QT_TRANSLATE_NOOP("errors", "Line {number} can't be recorded yet. Look at: {names}.")
    kept = QT_TRANSLATE_NOOP("errors", "Your lines are kept as you typed them; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Fill in what is listed, or take the time out of a line that has none.")
    number: int
    faults: tuple[str, ...]
    names: str

    def __init__(self, number: int, faults: tuple[str, ...]) -> None:
        super().__init__(number=number, faults=faults, names=", ".join(FIELDS[name] for name in faults))


class LedgerEmptyError(InvalidError):
    """There is no line."""

    code = "PV-03"
    message = QT_TRANSLATE_NOOP("errors", "There is no line of Section F to record.")
    kept = QT_TRANSLATE_NOOP("errors", "What was recorded before stays as it is.")
    do = QT_TRANSLATE_NOOP("errors", "Type a line, or paste the lines of the plan.")


class ShortfallWordsError(InvalidError):
    """A shortfall is named with words and by whom it is secured."""

    code = "PV-04"
    message = QT_TRANSLATE_NOOP("errors", "A shortfall is named in words, with who keeps the provision secured.")
    kept = QT_TRANSLATE_NOOP("errors", "Your form is kept as you filled it in; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Say how the provision stays secured, and who sees to it.")


class NoShortfallError(RefusedError):
    """There is nothing to name."""

    code = "PV-05"
    message = QT_TRANSLATE_NOOP("errors", "Section F costs no more than elements 1 to 3 of this band.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "There is no shortfall to name. Look at the lines again if you expected one.")


FIELDS = {
    "what": QT_TRANSLATE_NOOP("provision", "what is provided"),
    "role": QT_TRANSLATE_NOOP("provision", "who gives it"),
    "minutes": QT_TRANSLATE_NOOP("provision", "minutes at a time"),
    "times": QT_TRANSLATE_NOOP("provision", "how often"),
    "per": QT_TRANSLATE_NOOP("provision", "how often"),
    "group": QT_TRANSLATE_NOOP("provision", "size of the group"),
    "weeks": QT_TRANSLATE_NOOP("provision", "weeks a year"),
}


@dataclass(frozen=True, slots=True)
class Ledger:
    """The ledger of a case as its ops leave it. A naming falls with the lines that it was about."""

    id: str
    head: str
    case: str = ""
    lines: tuple[Line, ...] = ()
    by: str = ""
    at: datetime | None = None
    named: ShortfallNamed | None = None
    named_by: str = ""
    named_at: datetime | None = None


def apply(state: Ledger | None, op: Recorded) -> Ledger:
    """Fold an op of a ledger. An erased or sealed body moves the head alone."""
    known = replace(state or Ledger(op.subject.id, op.op_id), head=op.op_id)
    match op.body:
        case ProvisionRecorded(case, lines):
            return Ledger(known.id, known.head, case, lines, op.by, op.at)
        case ShortfallNamed():
            return replace(known, named=op.body, named_by=op.by, named_at=op.at)
    return known


def subject(case: str) -> Subject:
    """Return the subject of the ledger of CASE: there is one, so two laptops that begin it meet in one choice."""
    return Subject("provision", case)


def faults(line: Line, roles: Collection[str]) -> tuple[str, ...]:
    """Return the fields of LINE that can't be recorded, in the form's order. ROLES are those of the rates.

    Where the council has adopted no rates any words may name the role: hours are then counted without a cost.
    """
    found = [] if line.what.strip() and len(line.what) <= LONGEST else ["what"]
    if not line.minutes and not line.role:
        return tuple(found)
    if not line.role.strip() or (roles and line.role not in roles):
        found.append("role")
    found += [name for name, most in MOST.items() if not 1 <= getattr(line, name) <= most]
    if line.per not in PERS:
        found.append("per")
    return tuple(found)


def record(
    ledger: Ledger | None, case: str, by: str, at: datetime, lines: Sequence[Line], *, roles: Collection[str]
) -> Op:
    """Record all lines of the ledger of CASE. Raises LineInvalidError for the first that is unfit, LedgerEmptyError."""
    if not lines:
        raise LedgerEmptyError()
    for number, line in enumerate(lines, 1):
        if wrong := faults(line, roles):
            raise LineInvalidError(number, wrong)
    body = ProvisionRecorded(case, tuple(replace(line, what=line.what.strip()) for line in lines))
    return Op("provision.recorded", subject(case), ledger.head if ledger else None, by, at, body)


def name_shortfall(ledger: Ledger, by: str, at: datetime, found: Shortfall | None, words: str, secured_by: str) -> Op:
    """Record how a shortfall stays secured. Raises NoShortfallError, ShortfallWordsError."""
    if found is None or not found.pence:
        raise NoShortfallError()
    if not words.strip() or not secured_by.strip():
        raise ShortfallWordsError()
    body = ShortfallNamed(
        ledger.case, found.band, found.cost_pence, found.funded_pence, words.strip(), secured_by.strip()
    )
    return Op("provision.shortfall_named", subject(ledger.case), ledger.head, by, at, body)
