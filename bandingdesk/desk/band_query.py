"""What people do with a school's query of a band: enter it, look at it again, answer it, take it back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bandingdesk.desk.ground import Made
from bandingdesk.desk.signing import PanelTable
from bandingdesk.letters import band_answer, pdf
from bandingdesk.letters.band_answer import AnsweredStrand, AnswerFacts
from bandingdesk.letters.pdf import Pdf
from bandingdesk.ops import Subject
from bandingdesk.panel.band_query import query as rules
from bandingdesk.panel.band_query.ops import (
    BandQueryAnswered,
    BandQueryDecided,
    BandQueryReceived,
    Result,
    StrandDisputed,
)
from bandingdesk.panel.band_query.query import KIND, BandQuery
from bandingdesk.panel.decision import require_proposal
from bandingdesk.store.act import Act
from bandingdesk.store.changes import Changes
from bandingdesk.store.queries import band_query, casework, closed, council


class BandQueryDesk(PanelTable):
    """The acts of this part. SHOWN is the head that the screen showed."""

    def receive(
        self,
        decision_id: str,
        *,
        received: date,
        by: str,
        words: str,
        strands: Sequence[StrandDisputed],
        evidence: Sequence[str] = (),
        shown: str | None = None,
    ) -> Made:
        """Enter a query of a setting; the council's own limit counts from that day. SHOWN is the decision's head.

        Raises NotDecidedError, CorrectedAlreadyError, QueryOpenError, QueryDayError, QueryIncompleteError,
        StrandUnknownError, PaperElsewhereError, LimitUnfitError.
        """
        ground = self._ground
        with ground.act() as act:
            decision = self._decision(act, decision_id, shown)
            case_id = decision.proposal.case if decision.proposal else require_proposal(decision).case
            closed.require_open(act.rows, case_id, ground.me)
            limit = band_query.limit(act.rows, received)
            body = BandQueryReceived(
                case=case_id,
                decision=decision_id,
                received=received,
                setting=casework.case(act.rows, case_id).setting_name,
                by=by.strip(),
                strands=tuple(strands),
                words=words.strip(),
                evidence=tuple(evidence),
                days=limit.days if limit else None,
                due=limit.due if limit else None,
            )
            made = ground.ids.new()
            op = rules.receive(
                made,
                self._hand(),
                body,
                decision,
                scale=band_query.scale(act.rows, band_query.framework_of(act.rows, decision)),
                papers={row.id for row in casework.evidence(act.rows, case_id)},
                others=[act.load(Subject(KIND, one)) for one in band_query.ids_of(act.rows, decision_id)],
                is_superseded=band_query.is_superseded(act.rows, decision_id, case_id),
                today=ground.clock.today(),
            )
            return Made(made, act.record(op))

    def decide(
        self,
        query_id: str,
        result: Result,
        reasons: str,
        people: Sequence[str],
        pin: str,
        *,
        read: Sequence[str] = (),
        shown: str | None = None,
    ) -> Changes:
        """Record what PEOPLE, whoever is at the keys among them, found when they looked again. It changes no band.

        Raises QueryStateError, QueryIncompleteError, TookPartError, PinNeededError.
        """
        checked = self._ground.pin_signs(pin)
        with self._ground.act() as act:
            query = self._query(act, query_id, shown)
            assert query.received is not None
            names = {one.id: one.name for one in council.people(act.rows)}
            decision = self._decision(act, query.received.decision)
            op = rules.decide(
                query,
                self._hand(),
                BandQueryDecided(result, tuple(people), reasons.strip(), tuple(read)),
                parts=rules.took_part(decision, band_query.part(act.rows, decision)),
                names=names,
                pin_checked=checked,
                decision=((decision.subject, decision.head),),
            )
            return act.record(op)

    def answer(self, query_id: str, on: date, way: str, *, shown: str | None = None) -> Changes:
        """Record that the setting was told. Raises QueryStateError, QueryDayError, QueryIncompleteError."""
        with self._ground.act() as act:
            query = self._query(act, query_id, shown)
            body = BandQueryAnswered(on, way.strip())
            return act.record(rules.answer(query, self._hand(), body, today=self._ground.clock.today()))

    def withdraw(self, query_id: str, reason: str, *, shown: str | None = None) -> Changes:
        """Take a query back, with a reason. Raises QueryStateError, QueryIncompleteError."""
        with self._ground.act() as act:
            return act.record(rules.withdraw(self._query(act, query_id, shown), self._hand(), reason))

    def answer_sheet(self, query_id: str) -> Pdf:
        """Return the answer to a decided query as a tagged PDF. Raises QueryStateError, CaseClosedError."""
        ground = self._ground
        with ground.store.read() as conn:
            row = band_query.query(conn, query_id, ground.me)
            if row is None or row.result is None:
                raise rules.QueryStateError(what=rules.STANDS["not_decided"])
            policy = council.policy(conn, "letters", ground.clock.today()) or {}
            reference = casework.reference(conn, row.case_id)
        facts = AnswerFacts(
            council=str(policy.get("name", "")),
            reference=reference,
            setting=row.setting,
            asked_by=row.asked_by,
            received=row.received,
            dated=row.answered_on or ground.clock.today(),
            result=row.result,
            reasons=row.reasons,
            strands=tuple(
                AnsweredStrand(one.name, _level(one.level), _level(one.agreed), one.words) for one in row.strands
            ),
            papers=tuple(one for one in row.evidence if one),
            people=len(row.people),
            check_code=row.head.replace("-", "")[-12:],
            due=row.due,
            is_demo=ground.store.is_demo,
        )
        return pdf.render(band_answer.answer(facts))

    def _query(self, act: Act, query_id: str, shown: str | None) -> BandQuery:
        state: BandQuery = act.load(Subject(KIND, query_id))
        self._ground.fresh(state, shown)
        if state.received is not None:
            closed.require_open(act.rows, state.received.case, self._ground.me)
        return state


def _level(level: int | None) -> str:
    return "" if level is None else str(level)
