"""Letters go to whom the record names, hold no withheld address, and stop at a recorded death."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bandingdesk.casework.around.care import LetterStoppedError, NotLeadError
from bandingdesk.casework.around.ops import CourtLimit
from bandingdesk.casework.ops import CapacityRecorded
from bandingdesk.desk.letter_facts import NobodyAddressedError, NotAddressedError
from bandingdesk.desk.letters import WithheldAddressError
from bandingdesk.letters.page import GlyphMissingError
from bandingdesk.ops import Subject
from bandingdesk.store.queries import around, casework, letters, today
from tests.support.around_builders import FATHER, MOTHER
from tests.support.decided_case import Decided, a_decided_case
from tests.support.panel_store import CHILD, OFFICER, WORKER

TODAY = date(2026, 11, 26)
YOUNG = date(2010, 5, 3)


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Decided]:
    made = a_decided_case(tmp_path_factory.mktemp("letters"), outcome="keep")
    yield made
    made.close()


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Decided]:
    """A case of its own for what issues letters, since an issued letter stays."""
    made = a_decided_case(tmp_path, outcome="keep")
    yield made
    made.close()


@pytest.fixture(autouse=True)
def clean(signed: Decided) -> Iterator[None]:
    """Each test leaves the case without people, of the age it had, and nobody dead."""
    yield
    desk = signed.desk
    desk.switch(WORKER)
    for row in desk.read(lambda conn: around.people(conn, CHILD, TODAY)):
        if row.facts.withheld:
            desk.around.change(row.id, MOTHER, "end of the test")
        if row.ended is None:
            desk.around.end(row.id, date(2026, 1, 1), "end of the test")
    if desk.read(lambda conn: around.stopped(conn, CHILD)):
        desk.around.withdraw_death(CHILD, "end of the test")
    born(signed, date(2017, 5, 3))


def born(signed: Decided, on: date, **names: str) -> None:
    facts = signed.desk.store.load(Subject("child", CHILD)).facts
    wanted = replace(facts, born=on, **{"forename": "Testpupil", "surname": "Rowan-017", **names})
    if wanted != facts:
        signed.desk.around.correct(CHILD, wanted, "as the test says", {})


def to_write(signed: Decided) -> list[tuple[str, str, str]]:
    rows = signed.desk.read(letters.letters_to_write)
    return [(row.template, row.recipient_role, row.recipient_name) for row in rows if row.template != "L15"]


def words_of(data: bytes, folder: Path) -> str:
    file = folder / "letter.pdf"
    file.write_bytes(data)
    said = subprocess.run(["pdftotext", str(file), "-"], capture_output=True, text=True, check=True).stdout
    return " ".join(said.split())


def test_without_people_on_record_the_reviews_parent_is_written_to(signed: Decided) -> None:
    assert to_write(signed) == [("L7", "parent", "")]
    assert signed.desk.letters.preview(signed.decision, "L7").facts.recipient.name == "A. Parent"


def test_parents_living_apart_each_stand_in_the_tray_and_get_their_own_page(signed: Decided) -> None:
    signed.desk.around.add(CHILD, MOTHER)
    father = signed.desk.around.add(CHILD, replace(FATHER, format="large_print", large_print=24)).id
    assert to_write(signed) == [("L7", "parent", MOTHER.name), ("L7", "parent", FATHER.name)]
    to_mother = signed.desk.letters.preview(signed.decision, "L7")
    to_father = signed.desk.letters.preview(signed.decision, "L7", to=father)
    assert (to_mother.facts.recipient.lines, to_father.facts.recipient.lines) == (MOTHER.address, FATHER.address)
    assert to_mother.pdf is not None
    assert to_father.pdf is not None
    assert to_father.pdf.pages > to_mother.pdf.pages  # 24 point against 14


def test_nobody_who_may_be_written_to_is_said_and_nothing_is_issued(signed: Decided) -> None:
    signed.desk.around.add(CHILD, replace(MOTHER, responsibility="not_known"))
    with pytest.raises(NobodyAddressedError):
        signed.desk.letters.issue(signed.decision, "L7")
    with pytest.raises(NotAddressedError):
        signed.desk.letters.preview(signed.decision, "L7", to="somebody")
    assert to_write(signed) == [("L7", "parent", "")]


def test_a_young_person_is_written_to_and_who_is_named_for_this_decision_gets_a_copy(
    signed: Decided, tmp_path: Path
) -> None:
    mother = signed.desk.around.add(CHILD, MOTHER).id
    born(signed, YOUNG)
    assert to_write(signed) == [("L7", "young_person", "Testpupil Rowan-017")]
    lacks = CapacityRecorded(signed.decision, "this decision", False, TODAY, "report", mother)
    signed.desk.around.record_capacity(CHILD, lacks)
    assert to_write(signed)[1:] == [("L7", "parent", MOTHER.name)]
    copy = signed.desk.letters.preview(signed.decision, "L7", to=mother)
    assert copy.pdf is not None
    said = words_of(copy.pdf.data, tmp_path)
    assert "Copy of our letter to Testpupil Rowan-017" in said
    assert "Dear Testpupil Rowan-017" in said
    assert "You said: “I like it”" in said  # the young person's own words, not the parent's


def test_a_withheld_address_in_somebodys_words_stops_the_letter(signed: Decided) -> None:
    signed.desk.around.add(CHILD, FATHER)
    road = replace(MOTHER, withheld=True, lives_with=False, address=("More talk", "ZZ99 9ZZ"))
    signed.desk.around.add(CHILD, road)  # its first line stands in the parent's own words at the review
    with pytest.raises(WithheldAddressError):
        signed.desk.letters.issue(signed.decision, "L7")


def test_a_name_that_no_font_can_print_is_named_before_anything_is_issued(signed: Decided, tmp_path: Path) -> None:
    born(signed, date(2017, 5, 3), forename="Tést", surname="W\u0302ynne-" + "a" * 180)
    made = signed.desk.letters.preview(signed.decision, "L7")
    assert made.pdf is not None
    assert "Tést Ŵynne-" in words_of(made.pdf.data, tmp_path)  # the mark is joined to its letter
    born(signed, date(2017, 5, 3), forename="", surname="Mononym")
    assert signed.desk.letters.preview(signed.decision, "L7").facts.child_name == "Mononym"
    born(signed, date(2017, 5, 3), forename="تجربة", surname="اختبار")
    with pytest.raises(GlyphMissingError) as caught:
        signed.desk.letters.preview(signed.decision, "L7")
    assert "U+062A" in caught.value.text()


def test_a_death_stops_every_letter_and_who_may_no_longer_get_one_gets_none(fresh: Decided) -> None:
    signed, desk = fresh, fresh.desk
    desk.around.record_death(CHILD, TODAY, "social care, by phone", OFFICER)
    assert desk.read(letters.letters_to_write) == []
    assert [row for row in desk.read(lambda conn: today.do_next(conn, WORKER, TODAY)) if "case_id" in row.where] == []
    for act in (desk.letters.preview, desk.letters.issue):
        with pytest.raises(LetterStoppedError):
            act(signed.decision, "L15")
    with pytest.raises(LetterStoppedError):
        desk.letters.record_known(signed.decision, "L7", TODAY)
    with pytest.raises(NotLeadError):
        desk.around.open_letter(CHILD, signed.decision, "L15", "the school needs its last payment")
    desk.switch(OFFICER)
    desk.around.open_letter(CHILD, signed.decision, "L15", "the school needs its last payment")
    desk.switch(WORKER)
    assert [row.template for row in desk.read(letters.letters_to_write)] == ["L15"]
    desk.letters.issue(signed.decision, "L15")
    with pytest.raises(LetterStoppedError):
        desk.letters.issue(signed.decision, "L7")
    # the death was recorded by mistake; what was issued before another one is not sent after it
    desk.around.withdraw_death(CHILD, "a mistake")
    mother = desk.around.add(CHILD, MOTHER).id
    desk.around.add(CHILD, FATHER)
    made = desk.letters.issue(signed.decision, "L7", mother).id
    assert to_write(signed) == [("L7", "parent", FATHER.name)]
    desk.around.record_death(CHILD, TODAY, "a call", OFFICER)
    assert [row.template for row in desk.read(letters.letters_to_send)] == []
    with pytest.raises(LetterStoppedError):
        desk.letters.send(made, "post")
    desk.around.withdraw_death(CHILD, "a mistake")
    limit = CourtLimit("No letters about the child", date(2026, 11, 1))
    desk.around.change(mother, replace(MOTHER, limits=(limit,)), "order seen")
    with pytest.raises(NotAddressedError):
        desk.letters.send(made, "post")
    assert desk.letters.facts(signed.decision, "L7", mother, issued_to=MOTHER.name).recipient.lines == ()
    desk.around.change(mother, MOTHER, "order ended")
    desk.letters.send(made, "post")
    (row,) = [one for one in desk.read(casework.letters) if one.id == made]
    assert (row.state, row.recipient_name, row.to) == ("sent", MOTHER.name, mother)
