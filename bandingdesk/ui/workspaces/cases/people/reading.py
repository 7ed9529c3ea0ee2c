"""What the People part of a case reads: the child's entry, the people, care, capacity, a death, look-alikes.

No withheld address is read for the list; the form of that one person asks for it when it is opened.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from bandingdesk.casework.around import lists
from bandingdesk.casework.around.addressee import Addressee
from bandingdesk.casework.around.lists import Lists
from bandingdesk.casework.ops import CareRecorded
from bandingdesk.council import may
from bandingdesk.statute import school_age
from bandingdesk.store.queries import around, casework, council, decisions, letters
from bandingdesk.store.queries.around import AroundRow, CapacityRow, ChildRow, EntryRow, Stop
from bandingdesk.store.queries.council import PersonRow


@dataclass(frozen=True, slots=True)
class LetterToOpen:
    """A letter that the recorded death stops: what it is known by, and what it is called."""

    decision: str
    template: str
    title: str


@dataclass(frozen=True, slots=True)
class People:
    """All of it. `only_for` names the roles that may record here, "" where the person at the keys is one of them."""

    case_id: str
    child: ChildRow
    is_young_person: bool
    school_age_ends: date
    rows: tuple[AroundRow, ...]
    letters: Addressee
    care: tuple[CareRecorded, ...]
    capacity: tuple[CapacityRow, ...]
    stop: Stop | None
    alike: tuple[EntryRow, ...]
    merged: tuple[EntryRow, ...]
    references: tuple[str, ...]
    decisions: tuple[tuple[str, date, str], ...]  # id, day, outcome
    to_open: tuple[LetterToOpen, ...]
    leads: tuple[PersonRow, ...]
    lists: Lists
    only_for: str
    me: str

    @property
    def known(self) -> tuple[AroundRow, ...]:
        """The people who are on the list today."""
        return tuple(row for row in self.rows if row.ended is None)

    def row(self, relation: str) -> AroundRow | None:
        """Return one person."""
        return next((row for row in self.rows if row.id == relation), None)

    def entry(self, child: str) -> EntryRow | None:
        """Return another entry of this child, or of one who may be this child."""
        return next((row for row in (*self.alike, *self.merged) if row.child_id == child), None)


def read(conn: Any, case_id: str, viewer: str, today: date) -> People:
    """Return what is known of the people around the child of a case. Raises UnknownCaseError, CaseClosedError."""
    row = casework.case(conn, case_id, viewer)
    child = around.child(conn, row.child_id, row.setting)
    assert child is not None
    made = decisions.decisions(conn, case_id, viewer)
    me = council.person(conn, viewer)
    writers = may.rule("relation.added").writers
    stop = around.stopped(conn, child.id)
    return People(
        case_id=case_id,
        child=child,
        is_young_person=school_age.is_over(child.born, today),
        school_age_ends=school_age.ends(child.born),
        rows=around.people(conn, child.id, today),
        letters=around.addressee(conn, child.id, today, made[0].id if made else ""),
        care=around.care(conn, child.id),
        capacity=around.capacity(conn, child.id),
        stop=stop,
        alike=around.alike(conn, child.id, viewer),
        merged=around.merged(conn, child.id),
        references=tuple(text for _, text in around.cases_of(conn, child.id)),
        decisions=tuple((one.id, one.proposed.at.date(), one.final_outcome or one.outcome) for one in made),
        to_open=_stopped_letters(made, stop),
        leads=tuple(one for one in council.people(conn) if set(one.roles) & set(_opens())),
        lists=lists.on(today),
        only_for="" if set(me.roles) & set(writers) else may.words(writers),
        me=viewer,
    )


def _opens() -> tuple[str, ...]:
    return may.rule("child.letter_opened").writers


def _stopped_letters(made: Any, stop: Stop | None) -> tuple[LetterToOpen, ...]:
    """Return the letters of signed decisions that the death stops: those the lead may open, one at a time."""
    if stop is None:
        return ()
    found = []
    for one in made:
        if one.signed is not None:
            for template in letters.templates(one.final_outcome or one.outcome):
                if not stop.lets(one.id, template):
                    found.append(LetterToOpen(one.id, template, letters.title(template)))
    return tuple(found)
