"""A case whose versions differ holds its letters on the page that writes them, and says so on the case."""

from __future__ import annotations

import pytest

from bandingdesk.ops import Subject
from bandingdesk.store import standing
from bandingdesk.store.arrive import APPLIED
from tests.support import two_records
from tests.support.signed_case import a_signed_case


@pytest.fixture
def disputed(tmp_path):
    """A signed case whose caseworker was set on two devices, and the caseworker's desk."""
    made = a_signed_case(tmp_path)
    made.know_council()
    desk = made.desk
    case = desk.store.load(Subject("decision", made.decision)).proposal.case
    other = two_records.second(desk, tmp_path / "other.bdk")
    before, mine = two_records.last_seq(other), two_records.last_seq(desk)
    other.casework.assign(case, desk.me_id)
    desk.casework.assign(case, desk.me_id)
    with desk.store.arrival() as arrival:
        arrival.take([(entry, APPLIED) for entry in two_records.entries(other.store, before)])
        arrival.mark("peer", "server")
        for entry in two_records.entries(desk.store, mine):
            arrival.settle(entry.op_id, standing.CONFLICT, standing.STALE, None)
    desk.store.reconcile()
    yield made, case
    other.close()
    desk.close()


def test_a_letter_of_a_disputed_case_waits_and_says_where_it_is_settled(disputed, open_page):
    made, case = disputed
    window = open_page(made, "letters", decision_id=made.decision, template="L8")
    page = window.area.current_page()
    assert page.model.is_held
    assert page.letter.banner.words.startswith("This letter waits: its case has two versions that differ")
    assert page.letter.main.why_not == "Settle under Sync what differs about this case first."
    page.letter.sync_button.click()
    assert window.trail.here.place == "sync"
    (item,) = window.area.current_page().model.items
    made.desk.sync.resolve(item.op_id, "theirs", "The first entry stands.")
    window.navigate("letters", decision_id=made.decision, template="L8")
    assert not page.model.is_held
    assert page.letter.main.why_not == ""


def test_the_case_carries_the_mark(disputed, open_page):
    made, case = disputed
    window = open_page(made, "cases", case_id=case)
    assert "Disputed" in [fact.text for fact in window.area.current_page().chips()]
