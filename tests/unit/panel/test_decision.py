from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bandingdesk.panel import decision, meeting, officer, sitting
from bandingdesk.panel.moderation import LevelsOpenError
from bandingdesk.panel.ops import MoneyShown, ProvisionLine
from tests.support.panel_builders import (
    BANDS,
    CHAIR,
    CLERK,
    DEPUTY,
    EP,
    HEAD,
    OFFICER,
    PROVISION,
    REASONS,
    TERMS,
    Panel,
    a_proposal,
    a_revealed,
    an_agreed_panel,
    hand,
)

OVERRIDE = {"band": "B3", "reason_code": "R1", "reason": "Two strands meet in one need", "fits": False}


def countersign(panel: Panel, by: str, pin: bool = True, roles: tuple[str, ...] = ()) -> None:
    op = decision.countersign(panel.decision, panel.sitting, hand(by), "Agreed", pin_checked=pin, roles=roles)
    panel.ledger.take(op)


def proposed(**changes: Any) -> Panel:
    panel = an_agreed_panel()
    panel.propose(**changes)
    return panel


def recommended(**changes: Any) -> Panel:
    panel = proposed(**changes)
    if panel.decision.needs_second:
        countersign(panel, EP)
    panel.check_provision()
    panel.show_money()
    panel.recommend()
    return panel


def test_no_band_is_proposed_before_the_indicated_one_is_shown() -> None:
    panel = a_revealed()
    with pytest.raises(LevelsOpenError):
        panel.propose()


def test_the_indicated_band_is_kept_beside_the_decided_one() -> None:
    panel = proposed(**OVERRIDE)
    assert (panel.decision.proposal.indicated, panel.decision.proposal.band) == ("B2", "B3")
    assert panel.round.indicated.band == "B2"


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"outcome": "keep", "changes": ()}, ()),
        ({"legal_test": " "}, ("legal_test",)),
        ({"fit_words": ""}, ("fit_words",)),
        ({"band": "B9", "reason_code": "R1", "reason": "x"}, ("band",)),
        ({"band": "B3"}, ("reason_code", "reason")),
        ({"band": "B1", "reason_code": "R9", "reason": "Down"}, ("reason_code",)),
        ({"views_considered": ""}, ("views_considered",)),
        ({"evidence": ()}, ("evidence",)),
        ({"outcome": "amend", "changes": ()}, ("changes",)),
        ({"review_by": a_proposal().starts}, ("starts",)),
    ],
)
def test_a_proposal_is_refused_with_the_list_of_what_is_missing(
    changes: dict[str, Any], missing: tuple[str, ...]
) -> None:
    body = replace(a_proposal(), **changes)
    assert decision.missing(body, TERMS, BANDS, REASONS) == missing
    if missing:
        with pytest.raises(decision.ProposalInvalidError) as caught:
            proposed(**changes)
        assert caught.value.missing == missing


def test_the_outcome_is_one_of_the_panel_types_own() -> None:
    narrow = replace(TERMS, outcomes=("keep",))
    assert decision.missing(a_proposal(), narrow, BANDS, REASONS) == ("outcome",)


def test_a_case_that_the_matrix_refers_needs_a_reason_for_any_band() -> None:
    panel = an_agreed_panel(band=None)
    with pytest.raises(decision.ProposalInvalidError) as caught:
        panel.propose(indicated=None)
    assert caught.value.missing == ("reason_code", "reason")


def test_a_proposal_names_the_band_that_the_record_indicates() -> None:
    with pytest.raises(decision.StepError):
        proposed(indicated="B3", band="B3")


def test_only_the_person_in_the_chair_proposes_with_a_quorum() -> None:
    panel = an_agreed_panel()
    for person in (CLERK, EP):
        with pytest.raises(meeting.NotInChairError):
            decision.propose(
                None, "d1", panel.round, panel.sitting, hand(person), a_proposal(), bands=BANDS, codes=REASONS
            )
    panel.attend(EP, "left")
    with pytest.raises(sitting.QuorumLostError):
        panel.propose()


@pytest.mark.parametrize(
    ("rule", "band", "needed"),
    [
        ("override", "B2", False),
        ("override", "B3", True),
        ("override", "B1", True),
        ("always", "B2", True),
        ("never", "B3", False),
    ],
)
def test_the_second_signature_follows_the_rule_up_and_down_alike(rule: Any, band: str, needed: bool) -> None:
    assert decision.second_signature_needed(replace(TERMS, second_signature=rule), "B2", band) is needed


def test_an_override_waits_for_a_second_signature() -> None:
    panel = proposed(**OVERRIDE)
    with pytest.raises(decision.StepError) as caught:
        panel.check_provision()
    assert caught.value.fields["before"] == "the second signature"
    countersign(panel, EP)
    panel.check_provision()
    assert panel.decision.countersigned.person == EP


def test_the_proposer_cannot_countersign_and_nor_can_a_clerk_or_who_stepped_out() -> None:
    panel = proposed(**OVERRIDE)
    for person in (CHAIR, CLERK, "nobody"):
        with pytest.raises(decision.SecondSignatureError) as caught:
            countersign(panel, person)
        assert caught.value.fields["person"] == person
    panel.withdraw(HEAD)
    with pytest.raises(decision.SecondSignatureError):
        countersign(panel, HEAD, roles=("head_of_service",))


def test_a_head_of_service_may_countersign() -> None:
    panel = proposed(**OVERRIDE)
    countersign(panel, "outside", roles=("head_of_service",))
    assert not panel.decision.needs_second


def test_the_indicated_band_takes_no_second_signature() -> None:
    panel = proposed()
    with pytest.raises(decision.DecisionClosedError):
        countersign(panel, EP)


def test_no_signature_without_a_checked_pin() -> None:
    panel = proposed(**OVERRIDE)
    with pytest.raises(decision.PinNeededError):
        countersign(panel, EP, pin=False)
    panel = recommended()
    with pytest.raises(decision.PinNeededError):
        panel.sign(pin_checked=False)
    panel = proposed()
    panel.check_provision()
    panel.show_money()
    with pytest.raises(decision.PinNeededError):
        decision.recommend(panel.decision, panel.round, panel.sitting, hand(), "", pin_checked=False)


def test_section_f_comes_before_money() -> None:
    panel = proposed()
    with pytest.raises(decision.StepError) as caught:
        panel.show_money()
    assert caught.value.fields["before"] == "the Section F check"


def test_each_provision_line_is_answered() -> None:
    panel = proposed()
    line = ProvisionLine(PROVISION[0], "the same", "named in the plan", True)
    open_line = ProvisionLine(PROVISION[1], "10 hours", " ", False)
    with pytest.raises(decision.ProvisionOpenError) as caught:
        decision.check_section_f(panel.decision, panel.sitting, hand(), (line,), "", provision=PROVISION)
    assert caught.value.lines == (PROVISION[1],)
    with pytest.raises(decision.ProvisionOpenError):
        decision.check_section_f(panel.decision, panel.sitting, hand(), (line, open_line), "", provision=PROVISION)
    op = decision.check_section_f(
        panel.decision, panel.sitting, hand(), (line, open_line), "The council buys the hours", provision=PROVISION
    )
    panel.ledger.take(op)
    assert panel.decision.provision.lines == (line, open_line)


def test_money_comes_before_the_recommendation_and_is_shown_once() -> None:
    panel = proposed()
    panel.check_provision()
    with pytest.raises(decision.StepError) as caught:
        panel.recommend()
    assert caught.value.fields["before"] == "show the amount"
    panel.show_money()
    with pytest.raises(decision.DecisionClosedError):
        panel.show_money()
    assert panel.decision.money == MoneyShown("2026-27", "a" * 64, 1_095_000, "year", "main", "ks12")


def test_the_band_is_not_changed_once_the_amount_is_seen() -> None:
    panel = proposed()
    panel.check_provision()
    panel.propose(fit_words="Better words")
    assert panel.decision.provision is None  # a new proposal starts the steps anew
    panel.check_provision()
    panel.show_money()
    with pytest.raises(decision.DecisionClosedError):
        panel.propose(**OVERRIDE)


def test_the_recommendation_names_who_was_here_and_the_quorum() -> None:
    panel = recommended()
    assert panel.decision.recommendation.present == (CHAIR, DEPUTY, EP, HEAD)
    assert panel.decision.recommendation.quorum_needed == 3
    assert panel.decision.recommended.person == CHAIR


def test_losing_the_quorum_pauses_the_recommendation() -> None:
    panel = proposed()
    panel.check_provision()
    panel.show_money()
    panel.attend(EP, "left")
    with pytest.raises(sitting.QuorumLostError):
        panel.recommend()


def test_recommendation_and_decision_are_two_records_by_two_people() -> None:
    panel = recommended()
    panel.sign()
    assert (panel.decision.recommended.person, panel.decision.signed.person) == (CHAIR, OFFICER)
    assert [op.kind for op in panel.ledger.ops[-2:]] == ["decision.recommended", "decision.signed"]
    assert panel.decision.decided.delegation == "Scheme 4.2"


def test_the_chair_of_the_meeting_cannot_decide() -> None:
    panel = recommended()
    with pytest.raises(officer.NotDecisionMakerError):
        panel.sign(by=CHAIR)


def test_who_is_no_decision_maker_cannot_decide() -> None:
    panel = recommended()
    given = {"agrees": True, "outcome": "amend", "band": "B2", "words": "", "pin_checked": True}
    with pytest.raises(officer.NotDecisionMakerError):
        officer.sign(panel.decision, panel.sitting, hand(OFFICER), **given, roles=("finance",), bands=BANDS)


def test_a_deputy_who_took_the_chair_cannot_decide_either() -> None:
    panel = an_agreed_panel()
    panel.withdraw(CHAIR)
    body = replace(a_proposal())
    op = decision.propose(None, "d1", panel.round, panel.sitting, hand(DEPUTY), body, bands=BANDS, codes=REASONS)
    panel.ledger.take(op)
    with pytest.raises(officer.NotDecisionMakerError):
        officer.require_decision_maker(panel.decision, panel.sitting, DEPUTY, ("decision_maker",))


def test_nothing_is_decided_before_the_recommendation() -> None:
    panel = proposed()
    with pytest.raises(decision.StepError):
        panel.sign()


@pytest.mark.parametrize(
    "changes",
    [
        {"agrees": False, "band": "B1", "words": " "},
        {"agrees": True, "band": "B1", "words": "Lower"},
        {"agrees": False, "band": "B9", "words": "Other"},
    ],
)
def test_a_decision_that_differs_needs_words_and_says_that_it_differs(changes: dict[str, Any]) -> None:
    with pytest.raises(decision.ProposalInvalidError):
        recommended().sign(**changes)


def test_a_decision_that_differs_leaves_the_panels_finding_as_it_was() -> None:
    panel = recommended()
    panel.sign(agrees=False, band="B1", words="The March report was answered in June")
    assert (panel.decision.proposal.band, panel.decision.decided.band) == ("B2", "B1")


def test_a_signed_decision_is_not_changed() -> None:
    panel = recommended()
    panel.sign()
    for act in (panel.propose, panel.check_provision, panel.show_money, panel.recommend, panel.sign):
        with pytest.raises(decision.DecisionClosedError):
            act()


def test_a_returned_decision_is_proposed_anew() -> None:
    panel = recommended()
    with pytest.raises(decision.ProposalInvalidError):
        officer.return_to_panel(panel.decision, panel.sitting, hand(OFFICER), "", roles=("decision_maker",))
    op = officer.return_to_panel(
        panel.decision, panel.sitting, hand(OFFICER), "Why not the June report?", roles=("decision_maker",)
    )
    panel.ledger.take(op)
    with pytest.raises(decision.StepError):
        panel.sign()
    panel.propose(fit_words="The June report was read")
    assert panel.decision.returned is None
    assert panel.decision.money is None


def test_the_effect_is_one_sentence_before_the_pin() -> None:
    text = officer.effect(True, "amends the plan", "Band 2")
    assert text.startswith("Your decision amends the plan and sets Band 2, as the panel recommends.")
