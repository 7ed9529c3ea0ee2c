"""What people do with letters: see, issue (frozen by hash), send; and the two sheets of a decision."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection

from bandingdesk.casework import correspondence
from bandingdesk.casework.around import lists
from bandingdesk.casework.around.addressee import Receiver, folded
from bandingdesk.casework.ops import LetterIssued
from bandingdesk.desk import letter_facts
from bandingdesk.desk.around import require_not_stopped
from bandingdesk.desk.deciding import require_evidence_met
from bandingdesk.desk.ground import Ground, Made
from bandingdesk.desk.register import RegisterDesk
from bandingdesk.desk.sync import require_undisputed
from bandingdesk.errors import QT_TRANSLATE_NOOP, RefusedError
from bandingdesk.letters import letter as letters
from bandingdesk.letters import pdf, sheet
from bandingdesk.letters.letter import Facts, Letter, LetterIncompleteError
from bandingdesk.letters.pdf import Pdf
from bandingdesk.letters.sheet import SheetFacts
from bandingdesk.ops import Subject
from bandingdesk.panel.decision import Decision
from bandingdesk.statute import days
from bandingdesk.store import blobs
from bandingdesk.store.changes import Changes
from bandingdesk.store.queries import around, casework, council, decisions, panel, returns, rounds, rulebooks
from bandingdesk.store.queries.decisions import DecisionRow
from bandingdesk.store.queries.returns import ViewsRow


class Preview(NamedTuple):
    """A letter as it would be issued: its pages, or what is missing ("IAS: SENDIASS phone"), and its blocks."""

    template: str
    title: str
    blocks: tuple[tuple[str, str], ...]  # (block id, "" or what is missing)
    facts: Facts
    pdf: Pdf | None
    missing: tuple[str, ...]
    receiver: Receiver | None = None  # who the record says it goes to, with their wishes and why


class WithheldAddressError(RefusedError):
    """The letter holds the address of somebody who asked that it be withheld from others."""

    code = "AR-52"
    message = QT_TRANSLATE_NOOP("errors", "The letter was not issued: it holds an address that is withheld.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was issued and nothing was sent.")
    do = QT_TRANSLATE_NOOP("errors", "Take the address out of the reasons, the views or the changes, then try again.")


class Sheets(NamedTuple):
    """The public-safe sheet and the full one."""

    public: Pdf
    full: Pdf


_TELLING = 5  # letters and digits: shorter lines stand in other words too


class LettersDesk:
    """The acts on letters."""

    def __init__(self, ground: Ground, *, is_demo: bool = False) -> None:
        self._ground = ground
        self._is_demo = is_demo
        self._register = RegisterDesk(ground)

    def facts(self, decision_id: str, template: str, to: str = "", *, issued_to: str = "") -> Facts:
        """Return what a letter of a decision may say, to the addressee or to TO, another of those it goes to.

        ISSUED_TO is the name on a letter that stands already: it is shown though it goes to them no longer.
        """
        with self._ground.store.read() as conn:
            return self._facts(conn, decision_id, template, to, issued_to)

    def preview(self, decision_id: str, template: str, *, to: str = "", large_print: bool = False) -> Preview:
        """Return the letter as it would be issued. A missing fact is named, not raised.

        Raises LetterStoppedError, NotAddressedError, NobodyAddressedError.
        """
        with self._ground.store.read() as conn:
            facts = self._facts(conn, decision_id, template, to)
            receiver = self._receiver(conn, decision_id, template, to)
            require_not_stopped(conn, self._child(conn, decision_id), decision_id, template)
        ids = letters.block_ids(template, facts.recipient.role)
        try:
            made = letters.compose(template, facts)
        except LetterIncompleteError as error:
            lacks: dict[str, str] = {}
            for text in error.missing:
                block, _, what = text.partition(": ")
                lacks[block] = ", ".join(filter(None, (lacks.get(block, ""), what)))
            blocks = tuple(
                (block, lacks.get(block, "")) for block in (*(["LETTER"] if "LETTER" in lacks else []), *ids)
            )
            return Preview(template, template, blocks, facts, None, error.missing, receiver)
        rendered = pdf.render(made, large_print=large_print or _print_size(receiver))
        blocks = tuple((block, "") for block in made.block_ids())
        return Preview(template, made.title, blocks, facts, rendered, (), receiver)

    def issue(self, decision_id: str, template: str, to: str = "") -> Made:
        """Issue a letter: its bytes are kept, flushed and read back, then the record names their hash.

        Raises LetterTooEarlyError, LetterStandsError, LetterStoppedError, NotAddressedError, NobodyAddressedError,
        WithheldAddressError, LetterIncompleteError, NewEvidenceError, DecisionCorrectedError, DecisionReopenedError and
        what `letters.compose` raises.
        """
        ground = self._ground
        ground.require("letter.issued")
        with ground.store.read() as conn:
            facts = self._facts(conn, decision_id, template, to)
            receiver = self._receiver(conn, decision_id, template, to)
            row = decisions.decision(conn, decision_id, ground.me)
            child = self._child(conn, decision_id)
            require_not_stopped(conn, child, decision_id, template)
            withheld = around.withheld(conn, child)
        if row.signed is None:
            raise correspondence.LetterTooEarlyError()
        made = letters.compose(template, facts)
        _refuse_withheld(made, receiver, withheld)
        rendered = pdf.render(made, large_print=_print_size(receiver))
        blobs.put(ground.store, row.case_id, rendered.data)
        body = _issued(made, row.case_id, decision_id, rendered, receiver)
        with ground.act() as act:
            require_undisputed(act, row.case_id)
            require_evidence_met(act, decision_id, template)
            require_not_stopped(act.rows, casework.case(act.rows, row.case_id).child_id, decision_id, template)
            known = casework.letters(act.rows, decision_id=decision_id)
            decided = Subject("decision", decision_id)
            id_ = ground.ids.new()
            op = correspondence.issue(
                id_,
                ground.me,
                ground.clock.now(),
                body,
                is_signed=True,
                stands=any((one.template, one.to) == (template, "+".join(body.to)) for one in known),
                decided=(decided, row.head),  # what the letter was written from: refused where it has moved since
            )
            return Made(id_, act.record(op))

    def record_known(self, decision_id: str, template: str, sent: date) -> Changes:
        """Record a letter that left the council before its bytes were kept here: a fact without bytes.

        Raises LetterTooEarlyError, LetterStandsError.
        """
        ground, now = self._ground, self._ground.clock.now()
        with ground.act() as act:
            decision = Subject("decision", decision_id)
            state: Decision = act.load(decision)
            if state.proposal is None:
                raise correspondence.LetterTooEarlyError()
            case = casework.case(act.rows, state.proposal.case)
            require_not_stopped(act.rows, case.child_id, decision_id, template)
            to_setting = letters.matrix().row(template).carries_band
            name = case.setting_name if to_setting else (case.review.parent_name if case.review else "")
            role = "setting" if to_setting else "parent"
            title = letters.matrix().row(template).title
            body = LetterIssued(case.id, decision_id, template, title, role, name, None, 0, 0, (), "", sent)  # type: ignore[arg-type]  # one of the two
            id_, seen = ground.ids.new(), (decision, state.head)
            known = casework.letters(act.rows, decision_id=decision_id)
            stands = any(one.template == template for one in known)
            is_signed = state.signed is not None
            op = correspondence.issue(id_, ground.me, now, body, is_signed=is_signed, stands=stands, decided=seen)
            changes = act.record(op)
            issued = act.load(Subject("letter", id_))
            served = days.england().served_by_post(sent)
            return changes.joined(
                act.record(correspondence.send(issued, ground.me, now, on=sent, method="post", served=served))
            )

    def send(self, letter_id: str, method: str, *, shown: str | None = None) -> Changes:
        """Record that an issued letter left the council today; post is deemed served the second working day after.

        Raises LetterSentError, LetterStoppedError, NewEvidenceError and its neighbours, and NotAddressedError where it
        goes to that person no longer.
        """
        ground = self._ground
        today = ground.clock.today()
        served = days.england().served_by_post(today) if method == "post" else today
        with ground.act() as act:
            state = act.load(Subject("letter", letter_id))
            ground.fresh(state, shown)
            if (issued := state.issued) is not None:
                require_undisputed(act, issued.case)
                require_evidence_met(act, issued.decision, issued.template)
                child = casework.case(act.rows, issued.case).child_id
                require_not_stopped(act.rows, child, issued.decision, issued.template)
                letter_facts.require_addressed(around.addressee(act.rows, child, today, issued.decision), issued.to)
            op = correspondence.send(state, ground.me, ground.clock.now(), on=today, method=method, served=served)
            fed = self._register.fed(act, issued.case, issued.template, today) if issued is not None else ()
            return act.record(op, *fed)

    def contents(self, case_id: str, sha256: str) -> bytes:
        """Return an issued letter's bytes, checked against its hash."""
        return blobs.get(self._ground.store, case_id, sha256)

    def sheets(self, decision_id: str) -> Sheets:
        """Return the two sheets of a decision as they stand now."""
        with self._ground.store.read() as conn:
            facts = self._sheet_facts(conn, decision_id)
        return Sheets(pdf.render(sheet.public_sheet(facts)), pdf.render(sheet.full_sheet(facts)))

    def _child(self, conn: Connection, decision_id: str) -> str:
        """Return the child a decision is about."""
        return casework.case(conn, decisions.decision(conn, decision_id, self._ground.me).case_id).child_id

    def _receiver(self, conn: Connection, decision_id: str, template: str, to: str) -> Receiver | None:
        if letters.matrix().row(template).carries_band:
            return None
        found = around.addressee(conn, self._child(conn, decision_id), self._ground.clock.today(), decision_id)
        return letter_facts.receiver(found, to)

    def _facts(self, conn: Connection, decision_id: str, template: str, to: str, issued_to: str = "") -> Facts:
        row = decisions.decision(conn, decision_id, self._ground.me)
        case = casework.case(conn, row.case_id)
        return letter_facts.facts(
            template,
            row,
            case,
            casework.evidence(conn, row.case_id),
            self._policy(conn),
            council.setting_by_urn(conn, case.setting),
            rulebooks.names(conn, row.framework_sha256),
            _maker_role(conn, row.signed.person_id if row.signed else None),
            today=self._ground.clock.today(),
            is_demo=self._is_demo,
            check_code=row.head.replace("-", "")[-12:],
            to=around.addressee(conn, case.child_id, self._ground.clock.today(), decision_id),
            key=to,
            issued_to=issued_to,
            views=_views(conn, row),
        )

    def _sheet_facts(self, conn: Connection, decision_id: str) -> SheetFacts:
        row = decisions.decision(conn, decision_id, self._ground.me)
        case = casework.case(conn, row.case_id)
        found = rounds.round(conn, row.round, self._ground.me)
        declared = [one for one in panel.interests(conn, row.meeting, row.item) if one.answer not in (None, "none")]
        words = "; ".join(f"{one.name}: {one.outcome or 'not settled'}" for one in declared)
        meeting = panel.meeting(conn, row.meeting)
        return letter_facts.sheet_facts(
            row,
            case,
            casework.evidence(conn, row.case_id),
            self._policy(conn),
            meeting,
            panel.quorum(conn, row.meeting, row.item),
            found,
            rulebooks.names(conn, row.framework_sha256),
            _why(found.band.explanation if found.band else None),
            interests=words or "Nobody declared an interest.",
            guidance=council.local_criteria(conn, meeting.on),
            is_demo=self._is_demo,
            check_code=row.head.replace("-", "")[-12:],
        )

    def _policy(self, conn: Connection) -> dict[str, Any]:
        return council.policy(conn, "letters", self._ground.clock.today()) or {}


def _issued(made: Letter, case_id: str, decision_id: str, rendered: Pdf, receiver: Receiver | None) -> LetterIssued:
    return LetterIssued(
        case=case_id,
        decision=decision_id,
        template=made.template,
        title=made.title,
        recipient_role=receiver.role if receiver is not None else made.recipient.role,
        recipient_name=made.recipient.name,
        sha256=rendered.sha256,
        pages=rendered.pages,
        size=len(rendered.data),
        blocks=made.block_ids(),
        law_version=made.law_version,
        dated=made.dated,
        to=receiver.to if receiver is not None else (),
    )


def _print_size(receiver: Receiver | None) -> int:
    """Return the points of the large print that RECEIVER asked for, 0 for none."""
    return (receiver.large_print or 0) if receiver is not None and receiver.format == lists.LARGE_PRINT else 0


def _refuse_withheld(made: Letter, receiver: Receiver | None, withheld: Mapping[str, tuple[str, ...]]) -> None:
    """Check that no withheld address stands in a letter to somebody else. Raises WithheldAddressError.

    The street and the postcode are what finds a door, so either is enough. Where the letter itself goes is no telling.
    """
    own = receiver.to if receiver is not None else ()
    said = [folded((text,)) for text in made.texts() if text not in made.recipient.lines]
    for relation, lines in withheld.items():
        telling = [words for line in (lines[0], lines[-1]) if len(words := folded((line,))) >= _TELLING]
        if relation not in own and any(words in text for words in telling for text in said):
            raise WithheldAddressError()


def _maker_role(conn: Connection, person: str | None) -> str:
    return council.person(conn, person).profession if person else ""


def _why(explanation: str | None) -> str:
    """Return the explanation's short sentence, as the engine wrote it."""
    import json

    return str(json.loads(explanation)["lay"]["short"]) if explanation else ""


def _views(conn: Connection, row: DecisionRow) -> tuple[ViewsRow, ...]:
    """Return what the family wrote in forms for this decision: since the one before it, until it was signed."""
    if row.signed is None:
        return ()
    signed = row.signed.at.date()
    made = (one.signed.at.date() for one in decisions.decisions(conn, row.case_id) if one.signed and one.id != row.id)
    before = max((day for day in made if day < signed), default=None)
    return returns.views(conn, row.case_id, after=before, until=signed)
