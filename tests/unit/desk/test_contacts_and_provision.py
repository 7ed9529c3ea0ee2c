"""Contacts, the phone card and the ledger on a real store: acts, rows, Today, and the gate of a signature."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from bandingdesk.casework.around.ops import RelationFacts
from bandingdesk.casework.contacts import contact
from bandingdesk.casework.contacts.ops import Asked
from bandingdesk.casework.provision import reading
from bandingdesk.casework.provision.ops import Line
from bandingdesk.casework.provision.shortfall import ShortfallOpenError
from bandingdesk.council.people import RoleNeededError
from bandingdesk.errors import StaleCaseError
from bandingdesk.store.queries import casework, contacts, phone_card, provision, retention
from tests.support.case_builders import NOW, TODAY, a_desk, a_plan, a_review
from tests.support.decided_case import a_decided_case
from tests.support.panel_store import CASE, CHAIR, OFFICER, START, WORKER

RATES = {"weeks": 38, "days": 5, "ta": ("Teaching assistant", "1842", "TA", "adult support")}


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """A desk on one store with a review held, a reply time of ten working days, and rates."""
    desk = a_desk(tmp_path_factory.mktemp("contacts"))
    desk.council.adopt_policy("contacts", {"reply_days": 10}, date(2026, 4, 1), "Minute 3 (invented)")
    desk.council.adopt_policy("provision_rates", RATES, date(2026, 4, 1), "Minute 4 (invented)")
    yield desk
    desk.close()


@pytest.fixture
def case(kept):
    """A case of its own for each test."""
    made = kept.casework.open_case(a_plan(100 + len(kept.read(casework.references)))).id
    kept.casework.hold_review(made, a_review())
    return made


def asked(case, days=3, words="When is the panel?", **more):
    return Asked(case, None, "A. Parent (invented)", "Mother", words, NOW - timedelta(days=days), "phone", **more)


def rows(desk, case, words=""):
    return desk.read(lambda conn: contacts.contacts(conn, case, words))


def test_a_contact_is_promised_answered_found_and_stands_in_today(kept, case):
    early = kept.contacts.record(asked(case, 40, "May we send our own report?")).id
    late = kept.contacts.record(asked(case, 3)).id
    found = rows(kept, case)
    assert [row.id for row in found] == [early, late]
    assert [(row.reply_on, row.reply_days, row.is_late(TODAY)) for row in found] == [
        (date(2026, 10, 28), 10, True),
        (date(2026, 12, 4), 10, False),
    ]
    mine = [
        row for row in kept.read(lambda conn: contacts.to_do(conn, kept.me_id, TODAY)) if row.where["case_id"] == case
    ]
    assert [(row.where["contact"], row.tone, row.kind) for row in mine] == [
        (early, "late", "contact"),
        (late, "plain", "contact"),
    ]
    kept.contacts.answer(early, "Yes, until Thursday.", "phone")
    assert [row.id for row in rows(kept, case, "THURSDAY yes")] == [early]
    assert rows(kept, case, "nowhere %") == []
    assert [row.is_open for row in rows(kept, case)] == [True, False]
    follow = kept.contacts.record(asked(case, 0, "It is sent.", follows=early), answer="Thank you.").id
    whole = rows(kept, case)
    first = next(row for row in whole if row.id == early)
    assert [row.id for row in contacts.chain(whole, first)] == [early, follow]


def test_what_somebody_else_recorded_meanwhile_is_not_written_over(kept, case):
    made = kept.contacts.record(asked(case)).id
    (row,) = rows(kept, case)
    kept.contacts.set_reply_day(made, date(2026, 12, 11), "The advice is awaited", shown=row.head)
    with pytest.raises(StaleCaseError):
        kept.contacts.answer(made, "Soon.", "phone", shown=row.head)
    (row,) = rows(kept, case)
    assert (row.reply_on, row.reply_days, row.corrections[0].by) == (date(2026, 12, 11), None, "F. Quill")


def test_the_second_half_past_one_is_kept_as_it_was(kept, case):
    at = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    kept.contacts.record(Asked(case, None, "A. Parent (invented)", "", "A message on the machine", at, "phone"))
    assert rows(kept, case)[0].at == at


def test_a_refused_contact_leaves_nothing(kept, case):
    with pytest.raises(contact.ContactDayError):
        kept.contacts.record(asked(case, -1))
    assert rows(kept, case) == []


def test_the_phone_card_warns_of_a_death_and_a_withheld_address(kept, case):
    child = kept.read(lambda conn: casework.case(conn, case).child_id)
    facts = RelationFacts(
        "Mother (invented)", "mother", "yes", "birth certificate", withheld=True, address=("1 Hidden Road",),
        address_source="the mother", address_on=TODAY, invented=True,
    )  # fmt: skip
    kept.around.add(child, facts)
    card = kept.read(lambda conn: phone_card.card(conn, case, kept.me_id, TODAY))
    assert (card.has_withheld, card.stop, card.moment) == (True, None, "review_held")
    assert "Hidden" not in repr(card)
    assert {one.name: one.may for one in card.callers}["Mother (invented)"] == "yes"


def test_after_a_death_questions_wait_for_the_named_lead_alone(kept, case):
    kept.contacts.record(asked(case))
    lead = kept.council.add_person("L. Ead (invented)", "LE", "Head of SEND").id
    kept.council.grant_role(lead, "decision_maker", date(2026, 4, 1))
    child = kept.read(lambda conn: casework.case(conn, case).child_id)
    kept.around.record_death(child, TODAY, "the school, by phone", lead)
    card = kept.read(lambda conn: phone_card.card(conn, case, kept.me_id, TODAY))
    assert (card.stop.lead_name, card.stop.on) == ("L. Ead (invented)", TODAY)
    waits = {
        who: [row.where["case_id"] for row in kept.read(lambda conn, who=who: contacts.to_do(conn, who, TODAY))]
        for who in (kept.me_id, lead)
    }
    assert case not in waits[kept.me_id]
    assert waits[lead].count(case) == 1


def test_all_of_a_case_goes_with_it(kept, case):
    made = kept.contacts.record(asked(case)).id
    kept.provision.record(case, [Line("Maths", "ta", 30, 1, "day", 1, 38)])
    found = kept.read(lambda conn: retention.belongings(conn, case)).subjects
    assert {f"contact:{made}", f"provision:{case}"} <= set(found)


def test_a_ledger_is_read_recorded_and_laid_beside_the_band_of_the_list(kept, case):
    rates = kept.read(lambda conn: provision.rates(conn, TODAY))
    lines = reading.lines(reading.parse("Adult support in lessons, 15 hours a week", rates))
    kept.provision.record(case, lines, shown="")
    found = kept.read(lambda conn: provision.ledger(conn, case))
    assert (found.lines, found.by, rates.starts) == (lines, "F. Quill", date(2026, 4, 1))
    with pytest.raises(StaleCaseError):
        kept.provision.record(case, lines, shown="")
    beside = kept.read(lambda conn: provision.band(conn, case, kept.me_id, TODAY))
    assert (beside.band, beside.source, beside.elements) == ("Band 4", "list", None)  # element 1 is not on record
    assert kept.read(lambda conn: provision.shortfall(conn, case, beside, TODAY)) is None


# The gate


@pytest.fixture(scope="module")
def waiting(tmp_path_factory):
    """A recommended case, Band 2, that waits for the decision maker; rates are adopted."""
    found = a_decided_case(tmp_path_factory.mktemp("gate"), is_signed=False)
    found.desk.council.adopt_policy("provision_rates", RATES, START, "Minute 4 (invented)")
    yield found
    found.close()


def test_a_shortfall_is_named_before_the_decision_is_signed(waiting):
    desk, world = waiting.desk, waiting.world
    desk.switch(WORKER)
    assert desk.panel.shortfall(waiting.decision) is None  # no ledger: nothing is compared, nothing held up
    desk.provision.record(CASE, [Line("Adult support", "ta", 1500, 1, "week", 1, 38)])
    found = desk.panel.shortfall(waiting.decision)
    assert found.is_open
    waits = desk.read(lambda conn: provision.to_do(conn, WORKER, world.ground.clock.today()))
    assert [(row.kind, row.where) for row in waits] == [("provision", {"case_id": CASE, "section": "provision"})]
    card = desk.read(lambda conn: phone_card.card(conn, CASE, CHAIR, world.ground.clock.today()))
    assert card.decided is None
    assert card.moment == "waits_to_be_signed"
    assert not any(word in repr(card) for word in ("Band 2", "B2"))
    with pytest.raises(ShortfallOpenError) as refused:
        world.sign(outcome="amend", band="B2", words="")
    assert refused.value.pence == found.pence
    desk.switch(OFFICER)
    desk.provision.name_shortfall(CASE, "The council buys the hours.", "SEND commissioning", band="B2")
    row = desk.read(lambda conn: provision.ledger(conn, CASE))
    assert (row.named.pence, row.named.secured_by) == (found.pence, "SEND commissioning")
    assert not desk.panel.shortfall(waiting.decision).is_open
    world.sign(outcome="amend", band="B2", words="")
    card = desk.read(lambda conn: phone_card.card(conn, CASE, WORKER, world.ground.clock.today()))
    assert (card.moment, card.decided.outcome, card.decided.letter_on) == ("signed", "amend", None)


def test_who_may_not_record_a_ledger_or_a_contact_is_refused(waiting):
    waiting.desk.switch(CHAIR)
    with pytest.raises(RoleNeededError):
        waiting.desk.provision.record(CASE, [Line("Maths", "ta", 30, 1, "day", 1, 38)])
    with pytest.raises(RoleNeededError):
        waiting.desk.contacts.record(asked(CASE), answer="On Thursday.")
