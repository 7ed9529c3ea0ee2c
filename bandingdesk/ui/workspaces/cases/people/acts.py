"""From a form of the People part to the act of the desk that records it. Called when nothing of the form is missing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from bandingdesk.casework import identifiers
from bandingdesk.casework.around.ops import CourtLimit
from bandingdesk.casework.ops import CapacityRecorded, CareRecorded, ChildRegistered
from bandingdesk.ui.workspaces.cases.people import forms
from bandingdesk.ui.workspaces.cases.people.forms import Form
from bandingdesk.ui.workspaces.cases.people.reading import People

if TYPE_CHECKING:
    from bandingdesk.casework.around.ops import RelationFacts
    from bandingdesk.desk.around import AroundDesk

Act = Callable[[], Any]


def act(desk: AroundDesk, form: Form, seen: People, before: RelationFacts | None) -> Act:
    """Return the act of FORM. BEFORE is the person it is about, with the address, as on record."""
    child, target, shown = seen.child.id, form.target, form.shown or None
    reason = form.get("reason")
    match form.kind:
        case "add":
            return lambda: desk.add(child, forms.person(form, None))
        case "change":
            return lambda: desk.change(target, forms.person(form, before), reason, shown=shown)
        case "limit":
            assert before is not None
            return lambda: desk.change(target, _limited(form, before), reason, shown=shown)
        case "confirm":
            return lambda: desk.confirm_address(target, _day(form, "on"), form.get("source"), shown=shown)
        case "letters":
            return lambda: desk.decide_letters(
                target,
                form.get("gets") == "yes",
                form.get("why"),  # type: ignore[arg-type]  # the form offers the reasons only
                form.get("words"),
                _day(form, "on"),
                shown=shown,
            )
        case "end":
            return lambda: desk.end(target, _day(form, "on"), reason, shown=shown)
        case "merge":
            return lambda: desk.merge(target, child, reason)
        case "unmerge":
            return lambda: desk.unmerge(target, reason)
        case "apart":
            return lambda: desk.tell_apart(child, target, reason)
    return _of_child(desk, form, seen)


def _of_child(desk: AroundDesk, form: Form, seen: People) -> Act:
    child, shown, reason = seen.child.id, form.shown or None, form.get("reason")
    match form.kind:
        case "care":
            return lambda: desk.record_care(child, _care(form), shown=shown)
        case "capacity":
            return lambda: desk.record_capacity(child, _capacity(form), shown=shown)
        case "death":
            day, source, lead = _day(form, "on"), form.get("source"), form.get("lead")
            return lambda: desk.record_death(child, day, source, lead, shown=shown)
        case "withdraw":
            return lambda: desk.withdraw_death(seen.stop.child_id if seen.stop else child, reason)
        case "open":
            decision, _, template = form.get("letter").partition(" ")
            return lambda: desk.open_letter(child, decision, template, reason)
        case "correct":
            kept = {name: form.get(f"why_{name}") for name in forms.IDENTIFIERS}
            return lambda: desk.correct(child, _corrected(form, seen), reason, kept, shown=shown)
    raise ValueError(form.kind)


def _limited(form: Form, before: RelationFacts) -> RelationFacts:
    """Return the person with one more limit; one with the same first day is told anew, as when it ends."""
    limit = CourtLimit(form.get("limit"), _day(form, "starts"), forms.day(form.get("ends")))
    rest = tuple(one for one in before.limits if (one.words, one.starts) != (limit.words, limit.starts))
    return replace(before, limits=(*rest, limit))


def _care(form: Form) -> CareRecorded:
    return CareRecorded(
        starts=_day(form, "starts"),
        ends=forms.day(form.get("ends")),
        authority=form.get("authority"),
        social_worker=form.get("social_worker"),
        social_worker_contact=form.get("social_worker_contact"),
        virtual_school=form.get("virtual_school"),
        virtual_school_contact=form.get("virtual_school_contact"),
        source=form.get("source"),
    )


def _capacity(form: Form) -> CapacityRecorded:
    alternative = form.get("alternative") if form.is_shown("alternative") else ""
    return CapacityRecorded(
        decision=form.get("decision"),
        about=form.get("about"),
        has=form.get("has") == "yes",
        on=_day(form, "on"),
        source=form.get("source"),
        alternative=alternative or None,
    )


def _corrected(form: Form, seen: People) -> ChildRegistered:
    """Return the registration with what the form says; what it does not show stays as it is."""
    known = seen.child
    numbers = {name: identifiers.written(name, form.get(name)) or None for name in forms.IDENTIFIERS}
    return ChildRegistered(
        surname=form.get("surname"),
        forename=form.get("forename"),
        born=_day(form, "born"),
        sex=known.sex,
        ethnicity=known.ethnicity,
        looked_after=known.looked_after,
        invented=known.invented,
        **numbers,
    )


def _day(form: Form, name: str) -> date:
    found = forms.day(form.get(name))
    assert found is not None  # asked before: Form.wrong_days
    return found
