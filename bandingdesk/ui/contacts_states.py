"""Contacts, the phone card and the provision ledger, pictured, each state reached by acts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bandingdesk.casework.around.ops import RelationFacts
from bandingdesk.demo.history import TODAY
from bandingdesk.store.queries import around, casework, contacts, panel
from bandingdesk.ui.stage import Stage

_PASTED = """Adult support in lessons, 15 hours a week
20 minutes daily in a group of 4 for 38 weeks with a speech and language therapist
Regular access to a quiet room as needed
Touch typing, 10 to 15 minutes twice a week with a TA"""


def _case_with_calls(stage: Stage, *, most: bool = True) -> str:
    """Return the case of the demo that has the most open contacts, or the fewest."""
    assert stage.desk is not None
    assert stage.built is not None
    holders = [stage.built.people[one] for one in ("CM", "FQ", "GL")]
    waiting = stage.desk.read(lambda conn: [row for one in holders for row in contacts.to_do(conn, one, TODAY)])
    found = [row.where["case_id"] for row in waiting]
    return sorted(sorted(set(found)), key=found.count)[-1 if most else 0]


def _contacts(stage: Stage) -> None:
    stage.sit("CM", "cases", case_id=_case_with_calls(stage), section="contacts")


def _form(stage: Stage) -> None:
    """Begin a contact in the hour that the clock change repeated: it is asked which of the two it was."""
    stage.sit("CM", "cases", case_id=_case_with_calls(stage), section="contacts")
    drive = stage.driver
    drive.click("Record a contact")
    drive.choose("Who asked", "Somebody else")
    drive.write("Name", "Grandparent (invented)")
    drive.write("What they asked or said", "May I come to the meeting, and may I speak for the family?")
    _page(stage).seen.type(day="2026-10-25", clock="1:30")
    drive.settle()


def _card_before(stage: Stage) -> None:
    """The mother is on record, calls, and is chosen on the card that Ctrl T opens."""
    desk, case = stage.desk, _case_with_calls(stage)
    assert desk is not None
    child = desk.read(lambda conn: casework.case(conn, case).child_id)
    stage.sit("CM", "cases", case_id=case, section="contacts")
    if not desk.read(lambda conn: around.people(conn, child, TODAY)):
        mother = RelationFacts("B. Parent (invented)", "mother", "yes", "birth certificate", invented=True)
        stage.act(lambda: desk.around.add(child, mother))
    stage.driver.key("Ctrl+T")
    stage.driver.choose("Who is calling?", "mother")


def _card_after(stage: Stage) -> None:
    """Somebody calls about the case that was signed this morning."""
    desk, built = stage.desk, stage.built
    assert desk is not None
    assert built is not None
    item = desk.read(lambda conn: panel.agenda(conn, built.meeting, built.people["RA"]))[0]
    stage.sit("CM", "cases", case_id=item.case_id, section="contacts", card="yes")
    stage.driver.choose("Who is calling?", "School")


def _shortfall(stage: Stage) -> None:
    stage.sit("CM", "cases", case_id=_case_with_calls(stage, most=False), section="provision")


def _name(stage: Stage) -> None:
    stage.driver.click("Say who secures it")
    stage.driver.write("How does the provision stay secured?", "The council buys the hours that the school lacks.")


def _pasted(stage: Stage) -> None:
    stage.sit("CM", "cases", case_id=_case_with_calls(stage), section="provision")
    stage.driver.click("Read the lines of the plan")
    stage.driver.write("Paste the lines of Section F", _PASTED)


def _taken(stage: Stage) -> None:
    """Take the lines that were read: what they leave open is to be filled in."""
    stage.driver.key("F8", stage.window)


def _page(stage: Stage) -> Any:
    page: Any = stage.window.area.current_page()
    return page.case_pane.part


# (name NN-words, workspace, words, reach, the state it goes on from or "")
STATES: tuple[tuple[str, str, str, Callable[[Stage], None], str], ...] = (
    ("14a-contacts", "cases", "contacts, unanswered ones first", _contacts, ""),
    ("14b-contact-form", "cases", "a contact in the hour that came twice", _form, ""),
    ("14c-phone-before", "cases", "phone card before a decision", _card_before, ""),
    ("14d-phone-after", "cases", "phone card after a decision", _card_after, "42-signed"),
    ("25a-provision", "cases", "Section F with a shortfall", _shortfall, ""),
    ("25b-shortfall", "cases", "who secures a shortfall", _name, "25a-provision"),
    ("25c-pasted", "cases", "pasted lines with doubts", _pasted, ""),
    ("25d-to-fill-in", "cases", "lines to fill in", _taken, "25c-pasted"),
)
