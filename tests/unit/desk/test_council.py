"""A council is set up, people get roles and PINs: on a real store."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bandingdesk.council import people
from bandingdesk.council.ops import SettingAdded
from bandingdesk.desk import sample
from bandingdesk.desk.desk import Desk
from bandingdesk.panel.outcomes import FAMILIES
from bandingdesk.store.queries import council
from tests.support import case_builders as b


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = b.a_desk(tmp_path)
    yield made
    made.close()


def test_who_sets_the_store_up_is_administrator_and_caseworker_with_a_pin(desk: Desk) -> None:
    me = desk.me()
    assert (me.name, me.roles, me.has_pin) == ("F. Quill", ("administrator", "caseworker"), True)
    assert desk.council.check_pin(me.id, b.PIN)
    assert not desk.council.check_pin(me.id, "0000")


def test_a_pin_is_not_in_the_record_as_it_is_typed(desk: Desk, tmp_path: Path) -> None:
    desk.council.set_pin(desk.me_id, "73919375")
    desk.close()
    assert not any(b"73919375" in path.read_bytes() for path in tmp_path.glob("case.desk*"))


def test_set_up_with_a_short_pin_records_nothing(desk: Desk) -> None:
    with pytest.raises(people.PinTooShortError):
        desk.council.set_up("A. Second", "AS", "Clerk", "12", "laptop")
    assert len(desk.read(council.people)) == 1


def test_a_person_without_a_pin_has_no_pin_that_fits(desk: Desk) -> None:
    made = desk.council.add_person("C. Marsh", "CM", "Panel clerk")
    desk.council.grant_role(made.id, "clerk", b.TODAY)
    assert not desk.council.check_pin(made.id, "")
    row = desk.read(lambda conn: council.person(conn, made.id))
    assert (row.roles, row.has_pin) == (("clerk",), False)


def test_a_policy_is_read_as_it_stood_on_a_day(desk: Desk) -> None:
    for starts, phone in ((date(2026, 4, 1), "01632 960001"), (date(2026, 11, 1), "01632 960002")):
        desk.council.adopt_policy("letters", {"phone": phone, "lines": ("1 Sample Square", "Exampleton")}, starts, "m")
    found = [
        desk.read(lambda conn, day=day: council.policy(conn, "letters", day))  # type: ignore[misc]
        for day in (date(2026, 3, 1), date(2026, 10, 31), date(2026, 11, 1))
    ]
    assert [one and one["phone"] for one in found] == [None, "01632 960001", "01632 960002"]


def test_a_setting_is_found_by_its_urn(desk: Desk) -> None:
    desk.council.add_setting(SettingAdded(b.SCHOOL, "main", "900001", ("1 School Lane",), None, True))
    found = desk.read(lambda conn: council.setting_by_urn(conn, "900001"))
    assert found is not None
    assert (found.name, found.invented) == (b.SCHOOL, True)
    assert desk.read(lambda conn: council.setting_by_urn(conn, "900002")) is None


def test_the_sample_council_has_a_panel_of_each_of_the_nine_kinds_and_its_scorers(desk: Desk) -> None:
    ids = sample.sample_council(desk)
    rows = {row.id: row for row in desk.read(council.people)}
    scorers = [row for row in rows.values() if "panel_member" in row.roles]
    types = desk.read(council.panel_types)
    assert (len(types), len(scorers)) == (10, 13)
    assert {row.family for row in types} == set(FAMILIES)
    assert desk.council.check_pin(ids["RA"], sample.SAMPLE_PIN)
    assert rows[ids["RA"]].panel_types == ("annual_review", "assess", "issue")
    desk.switch(ids["TB"])
    assert desk.me().name == "T. Brandt"
