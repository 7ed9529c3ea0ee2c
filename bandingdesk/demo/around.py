"""People around a few of the demo's children: parents living apart, a court's limit, a foster home, a young person."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bandingdesk.casework.around.ops import CourtLimit, RelationFacts
from bandingdesk.casework.ops import CapacityRecorded, CareRecorded
from bandingdesk.demo.history import TODAY, Historian
from bandingdesk.desk.desk import Desk
from bandingdesk.statute import school_age
from bandingdesk.store.queries.plans import PlanOnRecord

HOME = ("17 Specimen Lane", "Exampleton", "ZZ99 3WZ")
APART, FOSTER = 2, 20  # the cases, by their place


def add(desk: Desk, historian: Historian, known: Sequence[PlanOnRecord], _rng: random.Random) -> None:
    """Add them as the caseworker would have, two weeks ago."""
    historian.at(date(2026, 11, 9), 9, 30)
    historian.as_("CM")
    _apart(desk, known[APART])
    _foster(desk, known[FOSTER])
    young = next((one for one in known[12:] if school_age.is_over(one.plan.dob, TODAY)), None)
    if young is not None:
        _young(desk, young)


def _apart(desk: Desk, one: PlanOnRecord) -> None:
    """Parents in two homes, an address that was not asked for in years, and a relative whom a court holds back."""
    child, name = one.child, one.plan.name
    desk.around.add(child, person(f"Mother of {name} (invented)", "mother", HOME, date(2026, 9, 3), lives_with=True))
    father = person(
        f"Father of {name} (invented)", "father", ("4 Pattern Close", "Exampleton", "ZZ99 3VZ"), date(2024, 6, 12)
    )
    desk.around.add(child, replace(father, format="large_print", large_print=20))
    limit = CourtLimit("No contact with the child and no news of the school (invented order)", date(2026, 2, 2))
    desk.around.add(
        child,
        RelationFacts(
            name=f"Grandfather of {name} (invented)",
            relation="grandparent",
            responsibility="no",
            responsibility_source="order of the family court, seen",
            limits=(limit,),
        ),
    )


def _foster(desk: Desk, one: PlanOnRecord) -> None:
    """A child looked after, in a foster home whose address the parent must not learn."""
    child, name = one.child, one.plan.name
    home = person(
        f"Foster carer of {name} (invented)", "foster_carer", ("1 Quiet Row", "Specimenham", "ZZ99 9WZ"),
        date(2026, 10, 5), lives_with=True, withheld=True, holds="no",
    )  # fmt: skip
    carer = desk.around.add(child, home)
    desk.around.decide_letters(carer.id, True, "has_care", "The social worker asked for it.", date(2026, 10, 5))
    desk.around.add(child, person(f"Mother of {name} (invented)", "mother", HOME, date(2026, 9, 3)))
    desk.around.record_care(
        child,
        CareRecorded(
            starts=date(2026, 10, 1),
            ends=None,
            authority="Exampleshire (invented)",
            social_worker="Social worker Sorrel (invented)",
            social_worker_contact="01632 960 210",
            virtual_school="Exampleshire Virtual School (invented)",
            virtual_school_contact="01632 960 211",
            source="Notice of the social worker, 2 October 2026",
        ),
    )


def _young(desk: Desk, one: PlanOnRecord) -> None:
    """A young person with an address and wishes of their own, and a record of capacity for one decision."""
    child, name = one.child, one.plan.name
    own = person(name, "self", HOME, date(2026, 9, 7))
    desk.around.add(child, replace(own, format="easy_read"))
    mother = desk.around.add(child, person(f"Mother of {name} (invented)", "mother", HOME, date(2026, 9, 7)))
    desk.around.decide_letters(
        mother.id, True, "young_person_agreed", f"{name} said so at the review.", date(2026, 11, 2)
    )
    about = "Whether to ask for a personal budget"
    source = "Meeting with the young person and an advocate (invented)"
    desk.around.record_capacity(child, CapacityRecorded("", about, True, date(2026, 11, 2), source))


def person(
    name: str,
    relation: str,
    address: tuple[str, ...],
    told: date,
    *,
    lives_with: bool = False,
    withheld: bool = False,
    holds: str = "yes",
) -> RelationFacts:
    """Return an invented person."""
    return RelationFacts(
        name=name,
        relation=relation,
        responsibility=holds,  # type: ignore[arg-type]  # one of the three
        responsibility_source="birth certificate, seen" if holds == "yes" else "the social worker",
        lives_with=lives_with,
        withheld=withheld,
        address=address,
        address_source="their own word, by phone",
        address_on=told,
        phones=("01632 960 101",),
    )
