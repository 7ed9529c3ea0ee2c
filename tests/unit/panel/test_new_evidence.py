"""New evidence between decision and letter, and the further record that corrects a signed one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bandingdesk.panel import correction, decision, officer
from bandingdesk.panel import new_evidence as evidence
from bandingdesk.panel.correction import Corrected
from bandingdesk.panel.deciding.section_f import SectionFOpenError
from bandingdesk.panel.officer import OwnRecord
from bandingdesk.panel.ops import MATRIX_NEEDS, MoneyShown, ProvisionLine
from tests.support.panel_builders import BANDS, CHAIR, OFFICER, PROVISION, Panel, an_agreed_panel, hand

ROLES = ("decision_maker",)
READ = (("e1", "sha1"), ("e2", "sha2"))
LATER = (*READ, ("e3", "sha3"))
SAYS = Corrected("amend", "B3", "The band was mistyped.", "Two strands meet in one need.", "It changed.", ("e1",))


def signed(papers: Any = READ) -> Panel:
    panel = an_agreed_panel()
    panel.propose()
    panel.check_provision()
    panel.show_money()
    panel.recommend()
    given: dict[str, Any] = {"agrees": True, "outcome": "amend", "band": "B2", "words": "", "pin_checked": True}
    own = OwnRecord(papers=papers)
    op = officer.sign(panel.decision, panel.sitting, hand(OFFICER), **given, roles=ROLES, bands=BANDS, own=own)
    panel.ledger.take(op)
    return panel


def test_the_second_record_holds_test_options_and_evidence_of_its_own() -> None:
    decided = signed().decision.decided
    assert (decided.legal_test, decided.evidence) == ("The provision called for has changed since the last review.",
                                                      ("e1",))  # fmt: skip
    assert (decided.delegation, decided.papers) == ("Scheme 4.2", READ)


@pytest.mark.parametrize(
    ("known", "new"),
    [
        (READ, ()),
        (LATER, ("e3",)),
        ((("e1", "another"), ("e2", "sha2")), ("e1",)),  # its bytes changed
        ((("e1", "sha1"),), ()),  # erased under a retention rule: nothing new
    ],
)
def test_what_came_or_changed_after_the_signature_is_new(known: Any, new: tuple[str, ...]) -> None:
    state = signed().decision
    assert evidence.newer(state, known) == new
    if new:
        with pytest.raises(evidence.NewEvidenceError) as caught:
            evidence.require_met(state, known)
        assert (caught.value.papers, caught.value.count) == (new, len(new))
    else:
        evidence.require_met(state, known)


def test_a_decision_of_before_the_record_kept_its_papers_stops_nothing() -> None:
    evidence.require_met(signed(papers=()).decision, LATER)


def test_it_stands_with_words_and_then_the_letter_may_go_until_more_comes() -> None:
    panel = signed()
    with pytest.raises(decision.ProposalInvalidError):
        evidence.stands(panel.decision, panel.sitting, hand(OFFICER), " ", LATER, roles=ROLES)
    with pytest.raises(officer.NotDecisionMakerError):
        evidence.stands(panel.decision, panel.sitting, hand(CHAIR), "It stands.", LATER, roles=ROLES)
    with pytest.raises(evidence.NothingNewError):
        evidence.stands(panel.decision, panel.sitting, hand(OFFICER), "It stands.", READ, roles=ROLES)
    op = evidence.stands(panel.decision, panel.sitting, hand(OFFICER), "It says the same.", LATER, roles=ROLES)
    panel.ledger.take(op)
    evidence.require_met(panel.decision, LATER)
    with pytest.raises(evidence.NewEvidenceError):
        evidence.require_met(panel.decision, (*LATER, ("e4", "sha4")))
    assert panel.decision.decided.papers == READ  # nothing of the signed record is edited


def test_it_goes_back_to_the_panel_and_no_letter_is_written_from_it() -> None:
    panel = signed()
    panel.ledger.take(
        evidence.reopen(panel.decision, panel.sitting, hand(OFFICER), "The report changes it.", LATER, roles=ROLES)
    )
    with pytest.raises(evidence.DecisionReopenedError):
        evidence.require_met(panel.decision, LATER)
    with pytest.raises(decision.DecisionClosedError):  # the signed record stays; the panel takes the case anew
        panel.propose()
    assert panel.decision.signed is not None


def correct(panel: Panel, says: Corrected = SAYS, by: str = OFFICER, **changes: Any) -> Any:
    given: dict[str, Any] = {
        "needs": MATRIX_NEEDS,
        "money": MoneyShown("2026-27", "a" * 64, 1_400_000, "year", "main", "ks12"),
        "papers": LATER,
        "pin_checked": True,
        "roles": ROLES,
        "bands": BANDS,
        "provision": PROVISION,
    }
    return correction.correct(panel.decision, "d2", panel.sitting, hand(by), says, **{**given, **changes})


def test_a_correction_is_a_further_record_linked_both_ways_and_edits_nothing() -> None:
    panel = signed()
    before = panel.decision
    for op in correct(panel):
        panel.ledger.take(op)
    new, old = panel.ledger.get("decision", "d2"), panel.decision
    assert (new.corrects, old.corrected_by) == ("d1", "d2")
    assert (new.decided.band, new.money.pence, new.correction_words) == ("B3", 1_400_000, "The band was mistyped.")
    assert (old.decided, old.proposal, old.signed) == (before.decided, before.proposal, before.signed)
    with pytest.raises(evidence.DecisionCorrectedError):
        evidence.require_met(old, LATER)
    evidence.require_met(new, LATER)
    with pytest.raises(evidence.DecisionCorrectedError):  # only the newest record is corrected
        correct(panel)


@pytest.mark.parametrize(
    ("says", "missing"),
    [
        (replace(SAYS, words=" "), ("reason",)),
        (replace(SAYS, reasons=""), ("words",)),
        (replace(SAYS, legal_test=""), ("legal_test",)),
        (replace(SAYS, evidence=()), ("evidence",)),
        (replace(SAYS, band="B9"), ("band",)),
        (replace(SAYS, outcome="assess"), ("outcome",)),
    ],
)
def test_a_correction_is_refused_with_the_list_of_what_is_missing(says: Corrected, missing: tuple[str, ...]) -> None:
    with pytest.raises(decision.ProposalInvalidError) as caught:
        correct(signed(), says)
    assert caught.value.missing == missing


def test_a_correction_needs_a_pin_the_role_and_section_f() -> None:
    panel = signed()
    with pytest.raises(decision.PinNeededError):
        correct(panel, pin_checked=False)
    with pytest.raises(officer.NotDecisionMakerError):
        correct(panel, by=CHAIR)
    with pytest.raises(decision.StepError):
        correct(panel, needs=(*MATRIX_NEEDS, "shares"))
    bare = tuple(ProvisionLine(line, "", "named", True) for line in PROVISION)
    assert panel.decision.provision
    lower = replace(panel.decision, provision=replace(panel.decision.provision, lines=bare))
    panel.ledger.states[lower.subject] = lower
    with pytest.raises(SectionFOpenError):
        correct(panel, replace(SAYS, band="B1"), lower=("indicated",))
