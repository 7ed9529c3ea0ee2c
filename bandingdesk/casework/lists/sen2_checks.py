"""Our own checks of what a SEN2 module says, each a warning that names itself local: the return's rules are the DfE's.

Source: statute.md 3, "Validation"; only one rule number of the return itself is known (99003, the source of a request).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from bandingdesk.casework.intake import Place, Problem
from bandingdesk.casework.lists.sen2 import FORM, EntryRead, Sen2Line
from bandingdesk.errors import QT_TRANSLATE_NOOP
from bandingdesk.statute.register import RegisterBook

OLDEST = 26

_NO_NUMBER = QT_TRANSLATE_NOOP("problems", "Local check: no UPN is given, and no reason why.")
_AGE = QT_TRANSLATE_NOOP("problems", "Local check: the age of {age} is outside 0 to 25.")
_TWICE = QT_TRANSLATE_NOOP("problems", "Local check: {what} of {day} stands there twice for this child.")
_FUTURE = QT_TRANSLATE_NOOP("problems", "Local check: {field} {day} lies in the future.")
_ORDER = QT_TRANSLATE_NOOP("problems", "Local check: {then} {later} is before {first} {earlier}.")
_DATE_WITHOUT = QT_TRANSLATE_NOOP("problems", "Local check: an outcome date belongs to the outcomes Y and N alone.")
_OUTCOME_WITHOUT = QT_TRANSLATE_NOOP("problems", "Local check: the outcome {outcome} has no date.")
_STOPPED = QT_TRANSLATE_NOOP("problems", "Local check: the request has the outcome {outcome}, so no plan can follow.")
_SOURCE = QT_TRANSLATE_NOOP("problems", "Local check: the source of the request is missing (the return's rule 99003).")
_TOGETHER = QT_TRANSLATE_NOOP("problems", "Local check: {one} stands without {other}.")
_INDICATORS = QT_TRANSLATE_NOOP("problems", "Local check: a setting with a number needs both indicators, 0 or 1.")
_NO_SETTING = QT_TRANSLATE_NOOP("problems", "Local check: neither URN, UKPRN nor SEN setting is given.")
_NEEDS = QT_TRANSLATE_NOOP("problems", "Local check: a plan has one main need, and none is given twice.")
_INCOMPLETE = QT_TRANSLATE_NOOP("problems", "Local check: an active plan has no {what}.")


def local(line: Sen2Line, book: RegisterBook, today: date) -> Iterator[Problem]:
    """Yield what our own checks find in LINE."""
    yield from _person(line, today)
    yield from _twice(line, book)
    for one in line.entries:
        yield from _entry(one, book, today)
        if one.type in ("plan", "placement"):
            yield from _setting(one)
    yield from _story(line)


def _person(line: Sen2Line, today: date) -> Iterator[Problem]:
    plan = line.plan
    if not plan.upn and not line.unknown_upn:
        yield _said("person", line.row, "IM-85", _NO_NUMBER)
    start = date(today.year if today.month >= 9 else today.year - 1, 9, 1)  # the academic year
    age = start.year - plan.dob.year - ((start.month, start.day) < (plan.dob.month, plan.dob.day))
    if not -1 <= age < OLDEST:
        yield _said("person", line.row, "IM-86", _AGE, age=str(age))


def _twice(line: Sen2Line, book: RegisterBook) -> Iterator[Problem]:
    days = Counter((one.type, one.values.get(book.types[one.type].main)) for one in line.entries if one.type != "need")
    for one in line.entries:
        day = one.values.get(book.types[one.type].main)
        if one.type in ("request", "plan") and days[one.type, day] > 1:
            days[one.type, day] = 0
            yield _said(one.module, one.row, "IM-87", _TWICE, what=book.types[one.type].title.lower(), day=str(day))


def _entry(one: EntryRead, book: RegisterBook, today: date) -> Iterator[Problem]:
    kind, values = book.types[one.type], one.values
    for name, value in values.items():
        told = kind.fields[name]
        if told.kind == "date" and name != "due" and str(value) > today.isoformat():
            yield _said(one.module, one.row, "IM-88", _FUTURE, field=told.title, day=str(value))
    for first, then in kind.order:
        if first in values and then in values and str(values[then]) < str(values[first]):
            said = {"then": kind.fields[then].title, "later": str(values[then])}
            before = {"first": kind.fields[first].title, "earlier": str(values[first])}
            yield _said(one.module, one.row, "IM-89", _ORDER, **said, **before)
    if one.type in ("request", "assessment"):
        outcome, day = values.get("outcome"), values.get("outcome_date")
        if day and outcome not in ("Y", "N"):
            yield _said(one.module, one.row, "IM-90", _DATE_WITHOUT)
        if outcome in ("Y", "N") and not day and not (one.type == "assessment" and outcome == "Y"):
            yield _said(one.module, one.row, "IM-90", _OUTCOME_WITHOUT, outcome=str(outcome))
    if one.type == "request" and "source" not in values:
        yield _said(one.module, one.row, "IM-91", _SOURCE)
    for name in kind.together:
        if name in values and (lacking := [other for other in kind.together if other not in values]):
            lost = kind.fields[lacking[0]].title
            yield _said(one.module, one.row, "IM-92", _TOGETHER, one=kind.fields[name].title, other=lost)
            break


def _setting(one: EntryRead) -> Iterator[Problem]:
    numbered = bool(one.values.get("setting") or one.values.get("ukprn"))
    if numbered and not {"unit", "resourced"} <= set(one.values):
        yield _said(one.module, one.row, "IM-93", _INDICATORS)
    if not numbered and not one.values.get("sensetting") and one.type == "placement":
        yield _said(one.module, one.row, "IM-93", _NO_SETTING)


def _story(line: Sen2Line) -> Iterator[Problem]:
    """Yield what does not fit between the modules of one person."""
    kinds = Counter(one.type for one in line.entries)
    for at, one in enumerate(line.entries):
        if one.type == "request" and one.values.get("outcome") in ("N", "A", "W"):
            below = [other for other in line.entries if other.above == at]
            if below:
                outcome = str(one.values["outcome"])
                yield _said(below[0].module, below[0].row, "IM-94", _STOPPED, outcome=outcome)
    ranks = Counter(one.values.get("rank") for one in line.entries if one.type == "need")
    needs = Counter(one.values.get("need") for one in line.entries if one.type == "need")
    if ranks and (ranks[1] != 1 or max(ranks.values()) > 1 or max(needs.values()) > 1):
        first = next(one for one in line.entries if one.type == "need")
        yield _said(first.module, first.row, "IM-95", _NEEDS)
    is_active = any(one.type == "plan" and "cease_date" not in one.values for one in line.entries)
    if is_active:
        for what in ("placement", "need"):
            if not kinds[what]:
                yield _said("person", line.row, "IM-96", _INCOMPLETE, what=what)


def _said(module: str, row: int, code: str, template: str, **values: str) -> Problem:
    place = Place(module, row, [], FORM)
    return place.problem("tag", code, template, blocking=False, **values)
