"""Putting a case off, a cost that goes higher, hints on words, and the list of what is in the way."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bandingdesk.council.ops import Route
from bandingdesk.panel import decision, sitting, upward
from bandingdesk.panel.deciding import deferral, hints, refusals
from bandingdesk.panel.deciding.deferral import NoPanelInTimeError, QuestionOpenError, Ways
from bandingdesk.panel.deciding.hints import Hint
from bandingdesk.panel.deciding.needs import needs
from bandingdesk.panel.deciding.refusals import Facts
from bandingdesk.panel.findings import Question
from tests.support.panel_builders import ITEM, ON, TERMS, Panel, a_ready_panel, an_agreed_panel, hand

LAW = date(2026, 12, 7)
NEXT = ("m2", date(2026, 12, 1))
IN_TIME = Ways(LAW, NEXT)
OFFICER_ONLY = Ways(LAW, None, date(2026, 12, 2))


def defer(panel: Panel, until: date, ways: Ways, reason: str = "A report is owed", **more: object) -> None:
    panel.ledger.take(deferral.defer(panel.sitting, hand(), reason, until, ways, **more))  # type: ignore[arg-type]


def test_it_goes_onto_the_next_meeting_in_time_with_its_questions() -> None:
    panel = a_ready_panel()
    asked = Question("Does the therapist still come weekly?", "ep", date(2026, 11, 30))
    defer(panel, NEXT[1], IN_TIME, questions=(asked,))
    body = panel.ledger.ops[-1].body
    assert (body.meeting, body.until, body.law_day, body.questions) == ("m2", NEXT[1], LAW, (asked,))
    assert panel.meeting.item(ITEM).state == "deferred"


@pytest.mark.parametrize(
    ("until", "ways"),
    [
        (date(2026, 12, 8), IN_TIME),  # a day after the law's last day
        (date(2026, 12, 1), OFFICER_ONLY),  # no meeting before it
        (date(2027, 1, 7), OFFICER_ONLY),
    ],
)
def test_no_deferral_goes_beyond_the_laws_last_day(until: date, ways: Ways) -> None:
    panel = a_ready_panel()
    with pytest.raises(NoPanelInTimeError) as caught:
        defer(panel, until, ways)
    assert "07/12/2026" in str(caught.value)
    assert panel.meeting.item(ITEM).state == "waiting"


def test_where_no_meeting_is_in_time_the_officer_decides_by_a_day() -> None:
    panel = a_ready_panel()
    with pytest.raises(NoPanelInTimeError):
        defer(panel, date(2026, 12, 8), OFFICER_ONLY, officer="officer")  # past the law's last day
    defer(panel, date(2026, 12, 2), OFFICER_ONLY, officer="officer")
    body = panel.ledger.ops[-1].body
    assert (body.officer, body.meeting, body.until) == ("officer", "", date(2026, 12, 2))


def test_a_question_has_words_an_owner_and_a_day_in_time() -> None:
    panel = a_ready_panel()
    good = Question("Which hours?", "ep", date(2026, 11, 30))
    for bad in (replace(good, what=" "), replace(good, owner=""), replace(good, by=date(2026, 12, 2))):
        with pytest.raises(QuestionOpenError) as caught:
            defer(panel, NEXT[1], IN_TIME, questions=(good, bad))
        assert caught.value.number == 2
    with pytest.raises(sitting.ReasonMissingError):
        defer(panel, NEXT[1], IN_TIME, reason="")
    with pytest.raises(sitting.ReasonMissingError):
        defer(panel, ON, Ways(None))


@pytest.mark.parametrize(
    ("pence", "to"),
    [(1_999_999, ()), (2_000_000, ()), (2_000_001, ("high_cost",)), (6_000_000, ("joint", "high_cost")),
     (None, ("joint", "high_cost"))],
)  # fmt: skip
def test_a_cost_over_the_limit_goes_higher(pence: int | None, to: tuple[str, ...]) -> None:
    routes = (Route(2_000_000, "high_cost"), Route(5_000_000, "joint"))
    assert upward.routes_for(routes, pence) == to


def test_a_cost_is_sent_once_after_the_amount_and_nothing_else_changes() -> None:
    panel = an_agreed_panel(replace(TERMS, routes=(Route(1_000_000, "high_cost"),)))
    panel.propose()
    panel.check_provision()
    with pytest.raises(decision.StepError):
        upward.refer(panel.decision, panel.sitting, hand(), "high_cost", "", pence=1_095_000)
    panel.show_money()
    with pytest.raises(upward.NoHigherPanelError):
        upward.refer(panel.decision, panel.sitting, hand(), "joint", "", pence=1_095_000)
    assert upward.must_go(panel.decision, panel.terms.routes, 1_095_000) == "high_cost"
    with pytest.raises(refusals.HigherPanelError):
        decision.recommend(panel.decision, panel.round, panel.sitting, hand(), "", pin_checked=True, higher="high_cost")
    before = panel.decision
    panel.ledger.take(
        upward.refer(before, panel.sitting, hand(), "high_cost", "Source?", pence=1_095_000, meeting="m9", item="i9")
    )
    after = panel.decision
    assert (after.referred.to, after.referred.meeting) == ("high_cost", "m9")
    assert (after.proposal, after.provision, after.money) == (before.proposal, before.provision, before.money)
    assert upward.must_go(after, panel.terms.routes, 1_095_000) == ""
    with pytest.raises(decision.DecisionClosedError):
        upward.refer(after, panel.sitting, hand(), "high_cost", "", pence=1_095_000)
    panel.recommend()


def test_late_papers_are_settled_before_the_panel_recommends() -> None:
    panel = an_agreed_panel()
    panel.propose()
    panel.check_provision()
    panel.show_money()
    with pytest.raises(refusals.LatePapersOpenError) as caught:
        decision.recommend(panel.decision, panel.round, panel.sitting, hand(), "", pin_checked=True, late=2)
    assert caught.value.fields["count"] == 2


def test_hints_name_others_diagnoses_in_a_funding_letter_and_money_as_a_reason() -> None:
    texts = {"reason": "Testpupil Ash-003 has the same ADHD; our budget is spent.", "conditions": "For her autism."}
    found = hints.hints(texts, ("Testpupil Ash-003", "Testpupil Fir-004"), {"conditions"})
    assert found == (
        Hint("reason", "name", "Testpupil Ash-003"),
        Hint("reason", "money", "budget"),
        Hint("conditions", "diagnosis", "autism"),
    )
    assert hints.hints({"conditions": "Add two sessions; ascending steps."}, (), {"conditions"}) == ()


def test_what_is_in_the_way_is_listed_in_the_order_in_which_it_is_put_right() -> None:
    assert refusals.refusals(Facts()) == ()
    facts = Facts(
        quorum="1 is here", open_interests=("J. W.",), late_papers=1, unanswered=2, second_open=True, section_f_open=1,
        lower="lower", shortfall_open=True, open_grounds="(a)", reason_missing=True, is_disputed=True, higher="X",
        new_evidence=("Report",),
    )  # fmt: skip
    assert [one.why for one in refusals.refusals(facts)] == [
        "quorum", "disputed", "interest", "late_paper", "reports", "second_signature", "section_f", "shortfall",
        "higher", "grounds", "reason", "evidence",
    ]  # fmt: skip


def test_the_steps_follow_from_what_the_outcome_needs() -> None:
    assert set(needs("keep", "matrix")) == {"band", "fit", "section_f", "money"}
    assert needs("assess", "questions") == ()
    assert needs("a later version's outcome", "matrix") == ()
    panel = an_agreed_panel(replace(TERMS, outcomes=("assess",)))
    panel.propose(outcome="assess", band=None, fit_words="", changes=(), needs=())
    assert decision.step_before(panel.decision) is None
    with pytest.raises(decision.StepNotAskedError):
        panel.check_provision()
    with pytest.raises(decision.StepNotAskedError):
        panel.show_money()
    panel.recommend()
    assert panel.decision.recommended is not None
