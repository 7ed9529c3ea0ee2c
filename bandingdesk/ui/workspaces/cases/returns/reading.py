"""What the page of forms reads: what is out, what came back, who can be written to, which advice is waited for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from bandingdesk.casework.around import lists
from bandingdesk.casework.returns.ops import FormKind
from bandingdesk.council import may
from bandingdesk.store.queries import advice, around, casework, closed, council, returns
from bandingdesk.store.queries.around import Stop
from bandingdesk.store.queries.returns import FormRow, ReturnRow


class Person(NamedTuple):
    """Somebody a form can be made for, for the kinds of form that fit."""

    name: str
    role: str
    kinds: tuple[FormKind, ...]
    large_print: bool = False


class Request(NamedTuple):
    """Advice that is asked for and not come: the form can answer it."""

    id: str
    title: str
    who: str
    due: date | None


@dataclass(frozen=True, slots=True)
class Sent:
    """The forms of one case. `only_for` says who may record, where the person at the keys may not."""

    case_id: str
    forms: tuple[FormRow, ...]
    returns: tuple[ReturnRow, ...]
    people: tuple[Person, ...]
    requests: tuple[Request, ...]
    stop: Stop | None
    only_for: str = ""

    def form(self, id_: str) -> FormRow | None:
        """Return one form, None where there is none of that id."""
        return next((row for row in self.forms if row.id == id_), None)

    def came(self, id_: str) -> ReturnRow | None:
        """Return one return, None where there is none of that id."""
        return next((row for row in self.returns if row.id == id_), None)


def read(conn: Any, case_id: str, viewer: str, today: date) -> Sent:
    """Return the forms of a case for VIEWER. Raises CaseClosedError, UnknownCaseError."""
    closed.require_open(conn, case_id, viewer)
    row = casework.case(conn, case_id)
    waiting = tuple(
        Request(one.id, one.title, one.who, one.due) for one in advice.advice(conn, case_id) if one.state == "asked"
    )
    writers = may.rule("form.made").writers
    mine = set(council.person(conn, viewer).roles)
    return Sent(
        case_id,
        returns.forms(conn, case_id, today),
        returns.returns(conn, case_id, viewer),
        _people(conn, row.child_id, row.child_name, row.setting_name, today),
        waiting,
        around.stopped(conn, row.child_id),
        "" if mine & set(writers) else may.words(writers),
    )


def _people(conn: Any, child_id: str, child: str, setting: str, today: date) -> tuple[Person, ...]:
    found = [Person(setting, "", ("setting_profile",))] if setting else []
    for one in around.people(conn, child_id, today):
        if one.ended is None:
            role = lists.relation(one.facts.relation)
            kinds: tuple[FormKind, ...] = ("parent_views", "child_views")
            found.append(Person(one.facts.name, role, kinds, one.facts.large_print is not None))
    found.append(Person(child, "", ("young_person_views", "child_views")))
    return tuple(found)
