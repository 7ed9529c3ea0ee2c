"""The people around a child, pictured, each state reached by acts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from bandingdesk.demo import around as demo
from bandingdesk.desk.desk import Desk
from bandingdesk.store.queries import around, casework, panel, plans
from bandingdesk.ui.stage import Stage


def _desk(stage: Stage) -> Desk:
    assert stage.desk is not None
    return stage.desk


def _case(stage: Stage, position: int) -> str:
    """Return a case of this morning's agenda."""
    assert stage.built is not None
    meeting, chair = stage.built.meeting, stage.built.people["RA"]
    return _desk(stage).read(lambda conn: panel.agenda(conn, meeting, chair))[position].case_id


def _with_people(stage: Stage, wanted: Callable[[around.AroundRow], bool]) -> str:
    """Return the first case around whose child somebody is recorded as WANTED."""
    today = stage.clock.today()
    for one in _desk(stage).read(plans.on_record):
        if any(map(wanted, _desk(stage).read(lambda conn, id_=one.child: around.people(conn, id_, today)))):  # type: ignore[misc]
            return one.case
    raise LookupError("the demo holds no such case")


def _people(stage: Stage) -> None:
    stage.sit("CM", "cases", case_id=_case(stage, demo.APART), section="people")


def _withheld(stage: Stage) -> None:
    case = _with_people(stage, lambda row: row.facts.withheld)
    stage.sit("CM", "cases", case_id=case, section="people")


def _young_person(stage: Stage) -> None:
    case = _with_people(stage, lambda row: row.facts.relation == "self")
    stage.sit("CM", "cases", case_id=case, section="people")


def _form(stage: Stage) -> None:
    _people(stage)
    stage.driver.click("Add a person")
    stage.driver.write("Name, as letters show it", "Guardian Hazel (invented)")
    stage.driver.write("Address", "3 Template Way\nExampleton")
    stage.driver.key("F8", stage.window)


def _empty(stage: Stage) -> None:
    stage.sit("CM", "cases", case_id=_case(stage, 6), section="people")


def _twins(stage: Stage) -> None:
    """Type a child who is on record once more, with a slip in the surname."""
    desk, case = _desk(stage), _case(stage, 6)
    stage.sit("CM", "cases", case_id=case, section="people")
    known = next(one for one in desk.read(plans.on_record) if one.case == case)
    if not desk.read(lambda conn: around.alike(conn, known.child)):
        twin = replace(known.plan, surname=f"{known.plan.surname}e", reference="", upn=known.plan.upn or "X1")
        stage.act(partial(desk.casework.open_case, twin))
    stage.sit("CM", "cases", case_id=case, section="people")


def _merge(stage: Stage) -> None:
    stage.driver.click("Same child")


def _correct(stage: Stage) -> None:
    stage.sit("CM", "cases", case_id=_case(stage, 7), section="people")
    stage.driver.click("Correct this entry")
    stage.driver.write("UPN", "X99900017")
    stage.driver.write("NHS number", "943 476 5910")


def _death_form(stage: Stage) -> None:
    stage.sit("CM", "cases", case_id=_case(stage, 9), section="people")
    stage.driver.click("Record a death")


def _stopped(stage: Stage) -> None:
    desk, case = _desk(stage), _case(stage, 9)
    assert stage.built is not None
    lead = stage.built.people["ET"]
    stage.sit("CM", "cases", case_id=case, section="people")
    child = desk.read(lambda conn: casework.case(conn, case)).child_id
    if desk.read(lambda conn: around.stopped(conn, child)) is None:
        told = "Social care, by phone (invented)"
        stage.act(partial(desk.around.record_death, child, stage.clock.today(), told, lead))
    stage.sit("CM", "cases", case_id=case, section="people")


# (name NN-words, workspace, words, reach, the state it goes on from or "")
STATES: tuple[tuple[str, str, str, Callable[[Stage], None], str], ...] = (
    ("13a-people", "cases", "The people around a child: two homes, large print, a court’s limit", _people, ""),
    ("13b-people-withheld", "cases", "A child looked after, at an address that is withheld", _withheld, ""),
    ("13c-people-young-person", "cases", "A young person is the addressee; a parent gets a copy", _young_person, ""),
    ("13d-people-form", "cases", "A person is added; what is missing is said at each field", _form, ""),
    ("13e-people-empty", "cases", "Nobody around the child is recorded yet", _empty, ""),
    ("13f-people-twins", "cases", "Another entry may be the same child", _twins, "13e-people-empty"),
    (
        "13g-people-merge",
        "cases",
        "Two entries are put together: what follows is said first",
        _merge,
        "13f-people-twins",
    ),
    ("13h-people-correct", "cases", "An entry is corrected; a doubted number can stay with a reason", _correct, ""),
    ("13i-people-death", "cases", "A death: what stops is said before it is recorded", _death_form, ""),
    (
        "13j-people-stopped",
        "cases",
        "Every letter is stopped until the named lead opens one",
        _stopped,
        "13i-people-death",
    ),
)
