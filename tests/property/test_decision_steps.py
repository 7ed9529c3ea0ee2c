"""The steps of a decision in any order of acts: none is taken before the ones it stands on; replay equals the state."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bandingdesk.council.ops import Route
from bandingdesk.errors import DeskError
from bandingdesk.panel import correction, decision, officer, upward
from bandingdesk.panel import new_evidence as evidence
from bandingdesk.panel.correction import Corrected
from bandingdesk.panel.deciding import section_f
from bandingdesk.panel.ops import MATRIX_NEEDS, MoneyShown, ProvisionLine
from tests.support import panel_builders as b

NEEDS = st.sampled_from([MATRIX_NEEDS, MATRIX_NEEDS, (), ("fit", "section_f"), ("setting",)])
BAND = st.sampled_from(b.BANDS)
PINS = st.sampled_from([True, True, True, False])
SELDOM = st.sampled_from([False, False, False, True])
MONEY = MoneyShown("2026-27", "a" * 64, 1_095_000, "year", "main", "ks12")
IN_FORCE = "B3"


def who(mostly: str) -> st.SearchStrategy[str]:
    """Return MOSTLY the person whose step it is, at times somebody else."""
    return st.sampled_from([mostly] * 6 + [b.CHAIR, b.EP, b.CLERK, b.OFFICER])


def roles(person: str) -> tuple[str, ...]:
    """Return the roles of PERSON: the chair holds the decision maker's too, and may not use it here."""
    return ("decision_maker",) if person in (b.OFFICER, b.CHAIR) else ()


class Decisions(RuleBasedStateMachine):
    """Anybody tries any step at any time; what was recorded is then held against the order of the law."""

    @initialize()
    def start(self) -> None:
        terms = replace(b.TERMS, routes=(Route(1_000_000, "high_cost"),))
        self.panel = b.an_agreed_panel(terms)
        self.papers: tuple[tuple[str, str], ...] = (("e1", "1"),)

    def do(self, act: Any) -> None:
        with contextlib.suppress(DeskError):
            made = act()
            for op in made if isinstance(made, tuple) else (made,):
                self.panel.ledger.take(op)

    @property
    def state(self) -> Any:
        return self.panel.decision

    @property
    def lower(self) -> Any:
        return self._lower(self.state.proposal.band)

    def _lower(self, band: str | None) -> Any:
        return section_f.lower_than(b.BANDS, band, in_force=IN_FORCE, indicated="B2")

    @rule(needs=NEEDS, band=BAND, by=who(b.CHAIR), again=SELDOM)
    def propose(self, needs: tuple[str, ...], band: str, by: str, again: bool) -> None:
        if self.state and not again and self.state.returned is None:
            return
        has_band = "band" in needs
        body = replace(
            b.a_proposal(), outcome="keep", changes=(), needs=needs, band=band if has_band else None,
            reason_code="R1", reason="Why", setting="A school",
        )  # fmt: skip
        self.do(
            lambda: decision.propose(
                self.state, b.DECISION, self.panel.round, self.panel.sitting, b.hand(by), body,
                bands=b.BANDS, codes=b.REASONS,
            )
        )  # fmt: skip

    @rule(by=who(b.EP), pin=PINS)
    def countersign(self, by: str, pin: bool) -> None:
        if self.state:
            self.do(
                lambda: decision.countersign(
                    self.state, self.panel.sitting, b.hand(by), "Yes", pin_checked=pin, roles=()
                )
            )

    @rule(in_full=PINS, by=who(b.CHAIR))
    def check(self, in_full: bool, by: str) -> None:
        if self.state:
            lines = tuple(ProvisionLine(one, "needed" if in_full else "", "named", True) for one in b.PROVISION)
            self.do(
                lambda: decision.check_section_f(
                    self.state, self.panel.sitting, b.hand(by), lines, "", provision=b.PROVISION, lower=self.lower
                )
            )

    @rule(needs=NEEDS, band=BAND, steps=st.integers(1, 7))
    def go_on(self, needs: tuple[str, ...], band: str, steps: int) -> None:
        """Take the next steps as they come, each by the person whose step it is."""
        for _step in range(steps):
            state = self.state
            if state is None or state.returned is not None:
                self.propose(needs, band, b.CHAIR, True)
            elif state.needs_second:
                self.countersign(b.EP, True)
            elif "section_f" in state.needs and state.provision is None:
                self.check(True, b.CHAIR)
            elif "money" in state.needs and state.money is None:
                self.show_money(b.CHAIR)
            elif state.recommended is None:
                self.refer(b.CHAIR)
                self.recommend(b.CHAIR, True, False)
            elif state.signed is None:
                self.sign(b.OFFICER, True, band, True)

    @rule(by=who(b.CHAIR))
    def show_money(self, by: str) -> None:
        if self.state:
            self.do(lambda: decision.show_money(self.state, self.panel.sitting, b.hand(by), MONEY))

    @rule(by=who(b.CHAIR))
    def refer(self, by: str) -> None:
        if self.state:
            pence = MONEY.pence if self.state.money else None
            self.do(lambda: upward.refer(self.state, self.panel.sitting, b.hand(by), "high_cost", "", pence=pence))

    @rule(by=who(b.CHAIR), pin=PINS, late=SELDOM)
    def recommend(self, by: str, pin: bool, late: bool) -> None:
        if self.state:
            pence = MONEY.pence if self.state.money else None
            higher = upward.must_go(self.state, self.panel.terms.routes, pence)
            self.do(
                lambda: decision.recommend(
                    self.state, self.panel.round, self.panel.sitting, b.hand(by), "", pin_checked=pin, late=late,
                    higher=higher,
                )
            )  # fmt: skip

    @rule(by=who(b.OFFICER), pin=PINS, band=BAND, agrees=st.booleans())
    def sign(self, by: str, pin: bool, band: str, agrees: bool) -> None:
        if not self.state:
            return
        own = self.state.proposal
        band_ = own.band if agrees or own.band is None else band
        self.do(
            lambda: officer.sign(
                self.state, self.panel.sitting, b.hand(by), agrees=agrees, outcome="keep", band=band_, words="Why",
                pin_checked=pin, roles=roles(by), bands=b.BANDS, needs=own.needs, provision=b.PROVISION,
                lower=self._lower(band_), own=officer.OwnRecord(papers=self.papers),
            )
        )  # fmt: skip

    @rule()
    def paper_comes(self) -> None:
        self.papers = (*self.papers, (f"e{len(self.papers) + 1}", "1"))

    @rule(by=who(b.OFFICER), back=st.booleans())
    def answer_evidence(self, by: str, back: bool) -> None:
        if self.state:
            act = evidence.reopen if back else evidence.stands
            self.do(lambda: act(self.state, self.panel.sitting, b.hand(by), "Read", self.papers, roles=roles(by)))

    @rule(by=who(b.OFFICER), pin=PINS, band=BAND)
    def correct(self, by: str, pin: bool, band: str) -> None:
        if self.state:
            own = self.state.needs
            says = Corrected("keep", band if "band" in own else None, "Wrong", "Why", "Test", ("e1",))
            self.do(
                lambda: correction.correct(
                    self.state, "d2", self.panel.sitting, b.hand(by), says, needs=own, money=None, papers=self.papers,
                    pin_checked=pin, roles=roles(by), bands=b.BANDS, provision=b.PROVISION,
                    lower=self._lower(says.band),
                )
            )  # fmt: skip

    @rule(by=who(b.OFFICER), really=SELDOM)
    def return_it(self, by: str, really: bool) -> None:
        if self.state and really:
            self.do(
                lambda: officer.return_to_panel(self.state, self.panel.sitting, b.hand(by), "Why?", roles=roles(by))
            )

    @invariant()
    def the_order_is_kept(self) -> None:
        state = self.state if hasattr(self, "panel") else None
        if state is None or state.returned is not None:
            return
        needs = state.needs
        if state.provision is not None:
            assert not state.needs_second, "Section F before the second signature"
            assert "section_f" in needs
            section_f.require_covered(state.provision, b.PROVISION, self.lower)
        if state.money is not None:
            assert "money" in needs
            assert state.provision is not None, "money before Section F"
        if state.recommended is not None:
            assert decision.step_before(state) is None, "recommended before its steps"
            assert state.recommended.person == b.CHAIR
            assert state.money is None or state.referred is not None, "a cost over the limit stayed here"
        if state.signed is not None:
            assert state.recommended is not None, "decided before the panel recommended"
            assert state.signed.person == b.OFFICER
            assert (state.decided.band is None) == ("band" not in needs)
            if "section_f" in needs:
                section_f.require_covered(state.provision, b.PROVISION, self._lower(state.decided.band))

    @invariant()
    def replay_equals_the_state(self) -> None:
        if not hasattr(self, "panel"):
            return
        states: dict[Any, Any] = {}
        for op in self.panel.ledger.ops:
            if op.subject.kind == "decision":
                states[op.subject] = decision.apply(states.get(op.subject), op)
        for subject, state in states.items():
            assert state == self.panel.ledger.states[subject]


TestDecisions = Decisions.TestCase
TestDecisions.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
