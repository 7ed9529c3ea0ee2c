"""The people around a child through the desk: source and day of an address, care, capacity, a death, twins."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

import pytest

from bandingdesk.casework.around import care, relation, twins
from bandingdesk.casework.around.ops import CourtLimit, RelationFacts
from bandingdesk.casework.ops import CapacityRecorded, CareRecorded, ChildRegistered, DeathRecorded, LetterOpened
from bandingdesk.desk.around import require_not_stopped
from bandingdesk.desk.desk import Desk
from bandingdesk.errors import StaleCaseError
from bandingdesk.ops import Subject
from bandingdesk.store.queries import around, caseload, casework, retention
from tests.support import case_builders as b
from tests.support.around_builders import FATHER, MOTHER, TOLD

CARE = CareRecorded(date(2026, 3, 2), None, "Exampleshire", "S. Worker (invented)", "01632 960 200", "Virtual school",
                    "01632 960 201", "notice of the social worker")  # fmt: skip


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    made = b.a_desk(tmp_path_factory.mktemp("around"))
    yield made
    made.close()


@pytest.fixture
def child(desk: Desk, request: pytest.FixtureRequest) -> str:
    """A child of its own for each test."""
    desk.clock.set(b.NOW)  # type: ignore[attr-defined]
    return child_of(desk, b.case_id(desk, b.a_plan(number(request.node.name))))


def number(name: str) -> int:
    return 100 + sum(ord(char) * at for at, char in enumerate(name)) % 89_000


def child_of(desk: Desk, case: str) -> str:
    return desk.read(lambda conn: casework.case(conn, case)).child_id


def rows(desk: Desk, child: str) -> tuple[around.AroundRow, ...]:
    return desk.read(lambda conn: around.people(conn, child, b.TODAY))


def only(desk: Desk, child: str) -> around.AroundRow:
    (row,) = rows(desk, child)
    return row


# People


def test_a_person_is_added_changed_confirmed_and_ended_with_who_said_so(desk: Desk, child: str) -> None:
    made = desk.around.add(child, MOTHER)
    row = only(desk, child)
    assert (row.confirmed_on, row.confirmed_by, row.is_stale) == (TOLD, "the mother, by phone", False)
    moved = replace(
        row.facts, address=("3 New Road", "Exampleton"), address_source="letter of the mother", address_on=b.TODAY
    )
    desk.around.change(made.id, moved, "moved house", shown=row.head)
    assert only(desk, child).confirmed_by == "letter of the mother"
    desk.around.confirm_address(made.id, b.TODAY, "asked on the phone")
    assert only(desk, child).confirmed_by == "asked on the phone"
    with pytest.raises(StaleCaseError):
        desk.around.change(made.id, moved, "again", shown=row.head)
    desk.around.end(made.id, b.TODAY, "moved abroad")
    assert only(desk, child).ended is not None
    with pytest.raises(relation.RelationEndedError):
        desk.around.confirm_address(made.id, b.TODAY, "asked")


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"name": " "}, relation.NameMissingError),
        ({"relation": "neighbour"}, relation.RelationUnknownError),
        ({"format": "fax"}, relation.RelationUnknownError),
        ({"responsibility_source": ""}, relation.ResponsibilitySourceError),
        ({"address_source": ""}, relation.AddressSourceError),
        ({"address_on": None}, relation.AddressSourceError),
        ({"address_on": date(2026, 11, 24)}, relation.DayError),
        ({"address_on": date(1099, 12, 31)}, relation.DayError),
        ({"limits": (CourtLimit(" ", TOLD),)}, relation.CourtLimitError),
        ({"limits": (CourtLimit("No contact", TOLD, date(2026, 8, 1)),)}, relation.CourtLimitError),
        ({"limits": (CourtLimit("No contact", TOLD, date(9999, 12, 31)),)}, relation.DayError),
        ({"format": "large_print"}, relation.PrintSizeError),
        ({"format": "large_print", "large_print": 6}, relation.PrintSizeError),
    ],
)
def test_what_does_not_hold_together_is_refused_in_words(changes: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        relation.check(replace(MOTHER, **changes), b.TODAY)


def test_a_change_of_address_without_its_source_and_day_is_refused(desk: Desk, child: str) -> None:
    made = desk.around.add(child, MOTHER)
    with pytest.raises(relation.AddressSourceError) as caught:
        desk.around.change(made.id, replace(MOTHER, address=("3 New Road",), address_source=""), "moved")
    assert "your form is kept" in caught.value.text()
    assert only(desk, child).facts.address == MOTHER.address
    with pytest.raises(relation.ReasonMissingError):
        desk.around.change(made.id, MOTHER, " ")


def test_there_must_be_an_address_to_confirm(desk: Desk, child: str) -> None:
    made = desk.around.add(child, replace(MOTHER, address=()))
    with pytest.raises(relation.NoAddressError):
        desk.around.confirm_address(made.id, b.TODAY, "asked")


def test_a_day_is_the_civil_day_of_london_in_the_hour_that_repeats(desk: Desk, child: str) -> None:
    made = desk.around.add(child, replace(MOTHER, address_on=date(2026, 10, 1)))
    for hour in (0, 1):  # 01:30 comes twice on 25 October 2026: at 00:30 and at 01:30 UTC
        desk.clock.set(datetime(2026, 10, 25, hour, 30, tzinfo=UTC))  # type: ignore[attr-defined]
        desk.around.confirm_address(made.id, desk.clock.today(), f"asked at {hour}")
        assert only(desk, child).confirmed_on == date(2026, 10, 25)
    with pytest.raises(relation.DayError):
        desk.around.confirm_address(made.id, date(2026, 10, 26), "asked")
    desk.clock.set(b.NOW)  # type: ignore[attr-defined]


def test_the_young_person_stands_on_the_list_once(desk: Desk, child: str) -> None:
    desk.around.add(child, replace(MOTHER, relation="self"))
    with pytest.raises(relation.SelfTwiceError):
        desk.around.add(child, replace(MOTHER, relation="self"))


def test_a_withheld_address_stands_in_no_list(desk: Desk, child: str) -> None:
    hidden = RelationFacts("C. Refuge (invented)", "carer", withheld=True, address=("9 Refuge Lane", "ZZ99 9ZZ"),
                           address_source="social care", address_on=TOLD)  # fmt: skip
    made = desk.around.add(child, hidden)
    assert only(desk, child).facts.address == ()
    assert desk.read(lambda conn: around.full(conn, made.id)).address == hidden.address  # type: ignore[union-attr]
    assert desk.read(lambda conn: around.withheld(conn, child)) == {made.id: hidden.address}


def test_an_erased_body_leaves_no_person_behind(desk: Desk, child: str) -> None:
    made = desk.around.add(child, MOTHER)
    state = desk.store.load(Subject("relation", made.id))
    blank = b.recorded(relation.add(made.id, "p1", b.NOW, child, MOTHER, today=b.TODAY), body=object())
    assert relation.apply(None, blank).facts is None
    assert state.facts is not None


# Care and capacity


def test_being_looked_after_is_dated_and_reaches_the_lists(desk: Desk, child: str) -> None:
    desk.around.record_care(child, CARE)
    assert desk.read(lambda conn: around.care(conn, child)) == (CARE,)
    assert desk.read(lambda conn: around.child(conn, child)).looked_after  # type: ignore[union-attr]
    desk.around.record_care(child, replace(CARE, ends=date(2026, 11, 1)))  # the same time, now with its end
    assert len(desk.read(lambda conn: around.care(conn, child))) == 1
    assert not desk.read(lambda conn: around.child(conn, child)).looked_after  # type: ignore[union-attr]
    with pytest.raises(care.CareDaysError):
        desk.around.record_care(child, replace(CARE, ends=date(2026, 3, 1)))
    with pytest.raises(care.CareIncompleteError):
        desk.around.record_care(child, replace(CARE, authority=""))
    with pytest.raises(relation.DayError):
        desk.around.record_care(child, replace(CARE, starts=date(2062, 3, 2)))


def test_capacity_is_recorded_for_one_decision_with_its_source(desk: Desk, child: str) -> None:
    mother = desk.around.add(child, MOTHER).id
    record = CapacityRecorded("", "whether to appeal", False, b.TODAY, "report of the psychologist", mother)
    desk.around.record_capacity(child, record)
    (row,) = desk.read(lambda conn: around.capacity(conn, child))
    assert (row.recorded, row.recorded_by, row.alternative_name) == (record, "F. Quill", MOTHER.name)
    for changes in ({"about": ""}, {"source": " "}):
        with pytest.raises(care.CapacityIncompleteError):
            desk.around.record_capacity(child, replace(record, **changes))
    with pytest.raises(care.AlternativeUnknownError):
        desk.around.record_capacity(child, replace(record, alternative="nobody"))


# A death


def test_a_death_stops_until_the_named_lead_opens_one_letter(desk: Desk, child: str) -> None:
    lead = desk.me_id
    with pytest.raises(care.DeathSourceError):
        desk.around.record_death(child, b.TODAY, " ", lead)
    with pytest.raises(relation.DayError):
        desk.around.record_death(child, date(2026, 11, 24), "social care", lead)
    desk.around.record_death(child, b.TODAY, "social care, by phone", lead)
    stop = desk.read(lambda conn: around.stopped(conn, child))
    assert stop is not None
    assert (stop.lead_name, stop.opened) == ("F. Quill", ())
    with desk.store.read() as conn, pytest.raises(care.LetterStoppedError) as caught:
        require_not_stopped(conn, child, "d1", "L7")
    assert "F. Quill" in caught.value.text()
    with pytest.raises(relation.ReasonMissingError):
        desk.around.open_letter(child, "d1", "L7", "")
    desk.around.open_letter(child, "d1", "L7", "The family asked for it in writing")
    with desk.store.read() as conn:
        require_not_stopped(conn, child, "d1", "L7")
        for decision, template in (("d1", "L8"), ("d2", "L7"), ("", "")):
            with pytest.raises(care.LetterStoppedError):
                require_not_stopped(conn, child, decision, template)


def test_a_death_recorded_by_mistake_is_taken_back(desk: Desk, child: str) -> None:
    with pytest.raises(care.NoDeathError):
        desk.around.withdraw_death(child, "no")
    with pytest.raises(care.NoDeathError):
        desk.around.open_letter(child, "d1", "L7", "a reason")
    desk.around.record_death(child, b.TODAY, "a call", desk.me_id)
    desk.around.withdraw_death(child, "another child was meant")
    assert desk.read(lambda conn: around.stopped(conn, child)) is None


def test_a_lead_without_a_role_is_refused_and_another_person_opens_nothing(desk: Desk, child: str) -> None:
    other = desk.council.add_person("O. Ther (invented)", "OT", "Finance").id
    with pytest.raises(care.LeadRoleError) as caught:
        desk.around.record_death(child, b.TODAY, "a call", other)
    assert "O. Ther" in caught.value.text()
    state = desk.store.load(Subject("child", child))
    dead = replace(state, death=DeathRecorded(b.TODAY, "a call", other))
    with pytest.raises(care.NotLeadError):
        care.open_letter(dead, desk.me_id, b.NOW, LetterOpened("d1", "L7", "why"), lead_name="O. Ther")


# Corrections and identifiers


def test_a_wrong_number_is_kept_with_its_reason_and_stops_nothing(desk: Desk) -> None:
    plan = b.a_plan(90_001, upn="X123", setting_urn="12", postcode="ZZ99 3WZ")
    case = desk.casework.open_case(plan, kept={"upn": "So it stands on the school's list"}).id
    child = child_of(desk, case)
    row = desk.read(lambda conn: around.child(conn, child, "12"))
    assert row is not None
    assert dict(row.doubted) == {"upn": "So it stands on the school's list", "urn": ""}
    facts = ChildRegistered("Rowan", "", date(2017, 5, 4), "F", "WBRI", None, "9434765918", "nowhere", False, True)
    desk.around.correct(child, facts, "as on the birth certificate", {"postcode": "given by the family"})
    row = desk.read(lambda conn: around.child(conn, child))
    assert row is not None
    assert (row.name, row.born, row.upn) == ("Rowan", date(2017, 5, 4), None)
    assert dict(row.doubted) == {"nhs_number": "", "postcode": "given by the family"}
    with pytest.raises(relation.NameMissingError):
        desk.around.correct(child, replace(facts, surname=" "), "why", {})
    with pytest.raises(relation.DayError):
        desk.around.correct(child, replace(facts, born=date(2099, 1, 1)), "why", {})


@pytest.mark.parametrize(
    ("forename", "surname", "word"),
    [
        ("", "Ŵynnetest", "wynnetest"),
        ("Testpupil", "A" * 200, "a" * 200),
        ("تجربة", "اختبار", "اختبار"),
        ("Tést", "W\u0302ynne-combining", "wynne-combining"),  # typed as a letter and a mark
    ],
)
def test_hard_names_go_through_store_list_and_case(desk: Desk, forename: str, surname: str, word: str) -> None:
    case = b.case_id(desk, b.a_plan(90_100 + len(surname), forename=forename, surname=surname, upn=""))
    name = f"{forename} {surname}".strip()
    assert desk.read(lambda conn: casework.case(conn, case)).child_name == name
    (listed,) = desk.read(lambda conn: caseload.search(conn, word))
    assert (listed.id, listed.child_name) == (case, name)


# Twins


def test_twins_are_suggested_by_number_and_by_name_and_told_apart_for_good(desk: Desk) -> None:
    same = {"nhs_number": "9434765919", "upn": ""}
    one = child_of(desk, b.case_id(desk, b.a_plan(90_201, **same)))
    two = child_of(desk, b.case_id(desk, b.a_plan(90_202, **same)))
    three = child_of(desk, b.case_id(desk, b.a_plan(90_201, surname="ROWAN-90201", upn="")))
    found = {row.child_id: row.shares for row in desk.read(lambda conn: around.alike(conn, one))}
    assert found == {two: ("nhs_number",), three: ("name",)}
    desk.around.tell_apart(two, one, "two children, the number is a slip of the list")
    assert [row.child_id for row in desk.read(lambda conn: around.alike(conn, one))] == [three]
    assert desk.read(lambda conn: around.alike(conn, two)) == ()


def test_merged_cases_show_under_one_child_and_both_references_are_found(desk: Desk) -> None:
    first, second = b.case_id(desk, b.a_plan(90_301)), b.case_id(desk, b.a_plan(90_302, surname="Rown"))
    kept, gone = child_of(desk, first), child_of(desk, second)
    desk.around.add(gone, FATHER)
    desk.around.add(kept, MOTHER)
    references = {case: desk.read(partial(casework.case, id_=case)).reference for case in (first, second)}
    desk.around.merge(gone, kept, "the same UPN letter by letter on paper")
    assert {child_of(desk, case) for case in (first, second)} == {kept}
    for case, reference in references.items():
        (row,) = desk.read(partial(caseload.search, text=reference))
        assert (row.id, row.child_name) == (case, "Testpupil Rowan-90301")
    assert {row.facts.name for row in rows(desk, kept)} == {MOTHER.name, FATHER.name}
    (entry,) = desk.read(lambda conn: around.merged(conn, kept))
    assert (entry.child_id, entry.references) == (gone, (references[second],))
    with pytest.raises(twins.AlreadyMergedError):
        desk.around.merge(gone, kept, "again")
    with pytest.raises(twins.SameEntryError):
        desk.around.merge(kept, kept, "itself")
    desk.around.record_death(gone, b.TODAY, "a call", desk.me_id)
    assert desk.read(lambda conn: around.stopped(conn, kept)) is not None
    desk.around.unmerge(gone, "two children after all")
    assert (child_of(desk, first), child_of(desk, second)) == (kept, gone)
    assert desk.read(lambda conn: around.stopped(conn, kept)) is None
    with pytest.raises(twins.NotMergedError):
        desk.around.unmerge(gone, "again")


def test_what_belongs_to_a_childs_last_case_holds_the_people_around_every_entry(desk: Desk) -> None:
    first, second = b.case_id(desk, b.a_plan(90_401)), b.case_id(desk, b.a_plan(90_402))
    kept, gone = child_of(desk, first), child_of(desk, second)
    father = desk.around.add(gone, FATHER).id

    def belonging(case: str) -> set[str]:
        return set(desk.read(lambda conn: retention.belongings(conn, case)).subjects)

    assert {f"child:{gone}", f"relation:{father}"} <= belonging(second)
    desk.around.merge(gone, kept, "one child")
    assert not {f"child:{kept}", f"child:{gone}", f"relation:{father}"} & belonging(second)  # another case is left
    desk.around.unmerge(gone, "two children")
    assert {f"child:{gone}", f"relation:{father}"} <= belonging(second)
    assert f"relation:{father}" not in belonging(first)
    assert f"child:{kept}" in belonging(first)
