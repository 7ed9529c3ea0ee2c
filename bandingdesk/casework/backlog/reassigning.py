"""Many cases given to a colleague in one act, and given back: all of them go, or none."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from bandingdesk.casework import case as cases
from bandingdesk.casework.case import Case
from bandingdesk.council import people
from bandingdesk.council.people import Person
from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError, RefusedError
from bandingdesk.ops import Op

MOST = 500  # cases in one act: a whole caseload and more, and still read in one go


class NobodyChosenError(InvalidError):
    """No case is chosen, or more than MOST."""

    code = "BL-21"
    message = QT_TRANSLATE_NOOP("errors", "{count} cases are chosen. One act hands over 1 to {most}.")
    kept = QT_TRANSLATE_NOOP("errors", "Every case stays with its caseworker. Nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Choose other cases in the list, then give them to your colleague.")


class NotACaseworkerError(RefusedError):
    """The person who should take the cases is no caseworker today: they may have left."""

    code = "BL-22"
    message = QT_TRANSLATE_NOOP("errors", "{name} is not a caseworker today, so no case can go to them.")
    kept = QT_TRANSLATE_NOOP("errors", "Every case stays where it is; your choice of cases is kept.")
    do = QT_TRANSLATE_NOOP("errors", "Choose somebody else, or ask an administrator to grant the role.")


class HandedOnError(RefusedError):
    """Somebody gave COUNT of the cases to another person meanwhile."""

    code = "BL-23"
    message = QT_TRANSLATE_NOOP("errors", "{count} of these cases went to somebody else meanwhile: {references}.")
    kept = QT_TRANSLATE_NOOP("errors", "All cases stay where they are now. Nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Look at the list again, and choose those that you still want to hand over.")


class CaseGoneError(RefusedError):
    """COUNT of the cases are out of the record: erased by rule, or taken back with a list."""

    code = "BL-24"
    message = QT_TRANSLATE_NOOP("errors", "{count} of these cases are no longer in the record.")
    kept = QT_TRANSLATE_NOOP("errors", "All cases stay where they are now. Nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Read the list again, then choose from it.")


def reassign(
    chosen: Sequence[Case],
    to: Person,
    by: str,
    at: datetime,
    *,
    today: date,
    shown: Mapping[str, str | None],
    references: Mapping[str, str],
) -> list[Op]:
    """Give the cases CHOSEN to a colleague; a case that they hold already is left as it is.

    SHOWN is who held each case on the screen. Raises NobodyChosenError, NotACaseworkerError, HandedOnError,
    CaseGoneError.
    """
    _require_some(chosen)
    if not people.holds(to, "caseworker", today):
        raise NotACaseworkerError(name=to.name)
    _require_there(chosen)
    _require_unmoved(chosen, shown, references)
    return [cases.assign(one, by, at, to.id) for one in chosen if one.assigned != to.id]


def give_back(
    chosen: Sequence[Case],
    before: Mapping[str, str | None],
    by: str,
    at: datetime,
    *,
    given_to: str,
    references: Mapping[str, str],
) -> list[Op]:
    """Undo a handover: each case goes back to who held it BEFORE, or to nobody. Raises HandedOnError, CaseGoneError.

    It goes back also to somebody who left since: an undo makes no decision of its own, and Today shows such cases.
    """
    _require_some(chosen)
    _require_there(chosen)
    _require_unmoved(chosen, dict.fromkeys(before, given_to), references)
    return [cases.assign(one, by, at, before[one.id]) for one in chosen if one.assigned != before[one.id]]


def _require_some(chosen: Collection[Case]) -> None:
    if not 0 < len(chosen) <= MOST:
        raise NobodyChosenError(count=len(chosen), most=MOST)


def _require_there(chosen: Sequence[Case]) -> None:
    gone = [one for one in chosen if one.facts is None]
    if gone:
        raise CaseGoneError(count=len(gone))


def _require_unmoved(chosen: Sequence[Case], shown: Mapping[str, str | None], references: Mapping[str, str]) -> None:
    moved = [references.get(one.id, one.id) for one in chosen if one.id in shown and shown[one.id] != one.assigned]
    if moved:
        told = ", ".join(moved[:5]) + (" …" if len(moved) > 5 else "")
        raise HandedOnError(count=len(moved), references=told)
