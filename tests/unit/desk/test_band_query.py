"""A school's query of a band, through the desk: every refusal by its code, and what follows from the three results."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from bandingdesk import seams
from bandingdesk.council.ops import PersonAdded, PinSet, PolicyAdopted, RoleGranted
from bandingdesk.desk.band_query import BandQueryDesk
from bandingdesk.desk.ground import Ground
from bandingdesk.desk.panel import PanelDesk
from bandingdesk.ops import Op, Subject
from bandingdesk.panel.band_query import query as rules
from bandingdesk.panel.band_query.ops import StrandDisputed
from bandingdesk.panel.decision import PinNeededError
from bandingdesk.store import folds, keys
from bandingdesk.store.queries import band_query, today
from bandingdesk.store.store import open_store
from tests.support.panel_store import (
    CASE,
    CHAIR,
    CLERK,
    DEPUTY,
    EP,
    HEAD,
    NOW,
    OFFICER,
    ON,
    PAPER,
    PIN,
    START,
    WORKER,
    World,
    a_world,
)

OTHER, LEAD = "p-other", "p-lead"
SAYS = (StrandDisputed("literacy", 2, "He reads with help in every lesson."),)


class _Queries:
    """The panel's world with a signed decision, and two people who had no part in it."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.desk = BandQueryDesk(world.ground)
        if world.store.find(Subject("person", OTHER)) is not None:
            return
        hashed = keys.pin_hash(PIN, bytes(16)).hex()
        for person, role in ((OTHER, "decision_maker"), (LEAD, "panel_member")):
            subject = Subject("person", person)
            world.put("person.added", subject, PersonAdded(f"N. {person[2:].title()}", person[2:4].upper(), "SEND"))
            world.put("person.pin_set", subject, PinSet(bytes(16).hex(), hashed))
            world.put("person.role_granted", subject, RoleGranted(role, START))  # type: ignore[arg-type]

    def know_limit(self, days: Any = 15) -> None:
        body = PolicyAdopted(rules.POLICY, {"days": days}, START, "M7")
        self.world.put("policy.adopted", Subject("policy", rules.POLICY), body)

    def receive(self, **changes: Any) -> str:
        given = {"received": ON, "by": "A. Head, headteacher", "words": "We see more need.", "strands": SAYS}
        self.world.ground.switch(WORKER)
        return self.desk.receive(self.world.decision, **{**given, **changes}).id

    def decide(self, query: str, by: str = OTHER, *, result: Any = "same", people: tuple[str, ...] = (LEAD,)) -> None:
        self.world.ground.switch(by)
        self.desk.decide(query, result, "The papers bear the level out.", people, PIN)

    def row(self, query: str, viewer: str = WORKER) -> band_query.QueryRow:
        found: band_query.QueryRow = self.world.read(band_query.query, query, viewer)
        return found

    def waits(self) -> list[str]:
        return [one.detail for one in self.world.read(band_query.to_do, WORKER, ON)]


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> World:
    """The world with its signed decision, closed: each test has a copy of its store."""
    world = a_world(tmp_path_factory.mktemp("signed"))
    for step in (world.prepare, world.score, world.reveal, world.agree, world.propose, world.recommend, world.sign):
        step()
    _Queries(world)
    world.store.close()
    return world


@pytest.fixture
def queries(signed: World, tmp_path: Path) -> Iterator[_Queries]:
    folder = tmp_path / "copy"
    shutil.copytree(signed.store.path.parent, folder)
    clock, ids = seams.FixedClock(NOW), seams.SeededIds(29, NOW)
    path = folder / signed.store.path.name
    store = open_store(path, None, folds.registry(), clock=clock, ids=ids, person=WORKER, plain=True)
    ground = Ground(store, clock, ids, WORKER)
    yield _Queries(replace(signed, store=store, ground=ground, panel=PanelDesk(ground)))
    store.close()


def test_a_query_is_received_decided_by_others_and_answered(queries: _Queries) -> None:
    queries.know_limit()
    query = queries.receive(evidence=(PAPER,))
    row = queries.row(query)
    assert (row.state, row.days, row.due) == ("open", 15, date(2026, 12, 17))  # working days
    assert (row.setting, row.asked_by, row.evidence) == (
        "Elmfield Primary (invented)",
        "A. Head, headteacher",
        ("School report",),
    )
    assert [(one.name, one.level, one.agreed) for one in row.strands] == [("Literacy", 2, 3)]
    assert queries.waits() == ["decide"]
    queries.decide(query)
    assert queries.waits() == ["answer"]
    queries.world.ground.switch(WORKER)
    queries.desk.answer(query, ON, "letter to the school")
    row = queries.row(query)
    assert (row.state, row.result, row.people, row.answered_on) == ("answered", "same", ("N. Lead", "N. Other"), ON)
    assert queries.waits() == []


def test_another_band_is_followed_by_a_further_decision_and_by_nothing_else(queries: _Queries) -> None:
    query = queries.receive()
    before = queries.world.store.load(Subject("decision", queries.world.decision))
    queries.decide(query, result="up")
    queries.world.ground.switch(WORKER)
    queries.desk.answer(query, ON, "phone")
    assert queries.row(query).needs_decision
    assert queries.waits() == ["follow"]
    assert queries.world.store.load(Subject("decision", queries.world.decision)) == before


def test_without_a_policy_the_council_has_no_limit(queries: _Queries) -> None:
    row = queries.row(queries.receive())
    assert (row.days, row.due, row.is_late(date(2099, 1, 1))) == (None, None, False)


def test_a_limit_that_is_no_number_of_days_is_refused(queries: _Queries) -> None:
    queries.know_limit("soon")
    with pytest.raises(rules.LimitUnfitError) as fault:
        queries.receive()
    assert fault.value.value == "soon"


def test_a_query_is_late_by_the_councils_day_and_never_by_law(queries: _Queries) -> None:
    queries.know_limit(1)
    query = queries.receive()
    assert queries.row(query).is_late(ON + timedelta(days=2))
    (row,) = queries.world.read(band_query.to_do, WORKER, ON + timedelta(days=2))
    assert (row.law, row.tone, row.where["section"]) == ("", "late", "queries")
    assert "band_query" in {one.kind for one in queries.world.read(today.do_next, WORKER, ON)}


def test_a_band_that_is_not_decided_cannot_be_queried(tmp_path: Path) -> None:
    world = a_world(tmp_path)
    for step in (world.prepare, world.score, world.reveal, world.agree, world.propose, world.recommend):
        step()
    with pytest.raises(rules.NotDecidedError):
        _Queries(world).receive()
    world.store.close()


def test_a_corrected_decision_cannot_be_queried(queries: _Queries) -> None:
    from bandingdesk.panel.deciding.ops import DecisionCorrected

    world = queries.world
    with world.store.act(by=OFFICER) as act:
        subject = Subject("decision", world.decision)
        head = act.head(subject)
        body = DecisionCorrected(by_decision="another", words="A wrong band was written.")
        act.record(Op("decision.corrected", subject, head, OFFICER, NOW, body))
    with pytest.raises(rules.CorrectedAlreadyError):
        queries.receive()


def test_a_query_is_not_received_in_the_future_nor_before_the_decision(queries: _Queries) -> None:
    with pytest.raises(rules.QueryDayError) as fault:
        queries.receive(received=ON + timedelta(days=1))
    assert fault.value.why == "in the future"
    with pytest.raises(rules.QueryDayError) as fault:
        queries.receive(received=ON - timedelta(days=1))
    assert fault.value.why == "before the decision was signed"


def test_a_band_is_queried_once_at_a_time(queries: _Queries) -> None:
    first = queries.receive()
    with pytest.raises(rules.QueryOpenError):
        queries.receive()
    queries.desk.withdraw(first, "Entered for the wrong child.")
    assert queries.row(first).state == "withdrawn"
    queries.receive()


@pytest.mark.parametrize(
    ("strand", "level", "what"), [("no-such", None, "strand no-such"), ("literacy", 99, "level 99 there")]
)
def test_a_strand_or_level_unknown_to_the_framework_is_refused(
    queries: _Queries, strand: str, level: int | None, what: str
) -> None:
    with pytest.raises(rules.StrandUnknownError) as fault:
        queries.receive(strands=(StrandDisputed(strand, level, "More than that."),))
    assert (fault.value.strand, fault.value.what) == (strand, what)


def test_a_paper_of_another_case_is_no_evidence(queries: _Queries) -> None:
    with pytest.raises(rules.PaperElsewhereError):
        queries.receive(evidence=("paper-of-another",))


def test_what_is_missing_is_listed(queries: _Queries) -> None:
    with pytest.raises(rules.QueryIncompleteError) as fault:
        queries.receive(by=" ", words="", strands=())
    assert fault.value.missing == ("by", "words", "strands")


@pytest.mark.parametrize(
    ("person", "why"),
    [(CHAIR, "recommended"), (DEPUTY, "scored"), (EP, "scored"), (HEAD, "scored"), (OFFICER, "decided")],
)
def test_nobody_with_a_part_in_it_looks_at_it_again(queries: _Queries, person: str, why: str) -> None:
    query = queries.receive()
    with pytest.raises(rules.TookPartError) as fault:
        queries.decide(query, people=(person,))
    assert fault.value.people == ((person, why),)
    assert rules.PARTS[why] in fault.value.names
    options = {one.id: one.part for one in queries.world.read(band_query.people, queries.world.decision)}
    assert options[person] == why
    assert options[LEAD] == ""
    assert queries.row(query).state == "open"


def test_whoever_is_at_the_keys_is_one_of_those_who_look_again(queries: _Queries) -> None:
    query = queries.receive()
    with pytest.raises(rules.TookPartError):
        queries.decide(query, by=OFFICER, people=(LEAD,))


def test_a_decision_of_a_query_is_signed_with_the_pin(queries: _Queries) -> None:
    query = queries.receive()
    queries.world.ground.switch(OTHER)
    with pytest.raises(PinNeededError):
        queries.desk.decide(query, "same", "The papers bear it out.", (), "000000")


def test_a_query_is_answered_after_it_was_decided_and_once(queries: _Queries) -> None:
    query = queries.receive()
    with pytest.raises(rules.QueryStateError):
        queries.desk.answer(query, ON, "letter")
    queries.decide(query)
    queries.world.ground.switch(WORKER)
    with pytest.raises(rules.QueryDayError):
        queries.desk.answer(query, ON + timedelta(days=3), "letter")
    queries.desk.answer(query, ON, "letter")
    for act in (
        lambda: queries.desk.answer(query, ON, "letter"),
        lambda: queries.desk.withdraw(query, "Too late."),
        lambda: queries.decide(query),
    ):
        with pytest.raises(rules.QueryStateError):
            act()


def test_an_interest_declared_later_bars_too(queries: _Queries) -> None:
    part = rules.Part(interests=(LEAD,), present=(CLERK,))
    decision = queries.world.store.load(Subject("decision", queries.world.decision))
    found = rules.took_part(decision, part)
    assert (found[LEAD], found[CLERK], found[OFFICER]) == ("interest", "sat", "decided")
    assert CASE


def test_the_answer_names_nobody_who_looked_and_says_whose_the_limit_and_the_right_are(queries: _Queries) -> None:
    queries.know_limit()
    query = queries.receive(evidence=(PAPER,))
    with pytest.raises(rules.QueryStateError):
        queries.desk.answer_sheet(query)
    queries.decide(query, result="up")
    made = queries.desk.answer_sheet(query)
    assert made.pages == 1
    with pypdfium2.PdfDocument(made.data) as document:
        said = " ".join(document[0].get_textpage().get_text_range().split())
    assert "The council’s own last day for its answer is Thursday 17 December 2026; the law sets none." in said
    assert "right of appeal is not touched" in said
    assert "A further decision is made about it." in said
    assert "N. Lead" not in said
