"""Minutes and feedback: looked at as the record stands, frozen as text with their hash, and read again as paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bandingdesk.desk import feedback_facts, minute_facts
from bandingdesk.desk.ground import Ground
from bandingdesk.desk.signing import PanelTable
from bandingdesk.letters import docx, feedback, frozen, minutes, pdf, wording
from bandingdesk.letters.pdf import Pdf
from bandingdesk.letters.sheet import Sheet
from bandingdesk.ops import Subject
from bandingdesk.panel.after import feedback as feedback_rules
from bandingdesk.panel.after import lists
from bandingdesk.panel.after import minutes as rules
from bandingdesk.panel.after.feedback import Feedback, Method
from bandingdesk.panel.after.minutes import Minutes, minutes_id
from bandingdesk.panel.after.ops import FeedbackMade, MinutesMade
from bandingdesk.panel.decision import Decision
from bandingdesk.panel.meeting import Meeting
from bandingdesk.store import blobs
from bandingdesk.store.changes import NOTHING, Changes
from bandingdesk.store.queries import after, casework, closed, panel

LATER = "Recorded after these minutes were frozen"
DRAFT = "none yet (draft)"


class PapersDesk(PanelTable):
    """The acts on minutes and feedback. SHOWN is the head that the screen showed."""

    def __init__(self, ground: Ground, *, is_demo: bool = False) -> None:
        super().__init__(ground)
        self._is_demo = is_demo

    # Minutes

    def make_minutes(self, meeting_id: str) -> Changes:
        """Freeze the minutes of a closed meeting: of every case on its agenda, and of the whole.

        Those that are frozen stay. Raises MinutesTooEarlyError, MinutesStandError where all are, NotInChairError.
        """
        store, ground = self._ground.store, self._ground
        ground.require("minutes.made")
        meeting: Meeting = store.load(Subject("meeting", meeting_id))
        rules.require_ended(meeting)
        bodies = []
        for item in ("", *(one.item for one in meeting.items)):
            if store.find(Subject("minutes", minutes_id(meeting_id, item))) is None:
                full, public = self._minute_sheets(meeting_id, item)
                case = meeting.item(item).case if item else meeting_id
                kept = blobs.put(store, case, frozen.freeze(full, public))
                bodies.append(MinutesMade(case, meeting_id, item, kept.sha256, kept.size, meeting.checkpoint))
        if not bodies:
            raise rules.MinutesStandError()
        changes = NOTHING
        with ground.act() as act:
            state = self._meeting(act, meeting_id)
            for body in bodies:
                known = act.find(Subject("minutes", minutes_id(meeting_id, body.item)))
                changes = changes.joined(act.record(rules.make(known, state, self._hand(), body)))
        return changes

    def correct_minutes(self, meeting_id: str, item: str, words: str, *, shown: str | None = None) -> Changes:
        """Record beneath frozen minutes what they should have said."""
        with self._ground.act() as act:
            known: Minutes | None = act.find(Subject("minutes", minutes_id(meeting_id, item)))
            if known is not None:
                self._ground.fresh(known, shown)
            return act.record(rules.correct(known, self._meeting(act, meeting_id), self._hand(), words))

    def approve_minutes(self, meeting_id: str, at: str, words: str = "", *, shown: str | None = None) -> Changes:
        """Take the minutes of a meeting as a true record, in the chair of a later meeting, AT."""
        with self._ground.act() as act:
            known: Minutes | None = act.find(Subject("minutes", minutes_id(meeting_id)))
            if known is not None:
                self._ground.fresh(known, shown)
            of, later = self._meeting(act, meeting_id), self._meeting(act, at)
            taken = panel.sitting(act.rows, at, "")
            here = [seat.person for seat in later.seats if taken.is_here(seat.person)]
            return act.record(rules.approve(known, of, later, self._hand(), words, here=here))

    def minutes_sheet(self, meeting_id: str, item: str = "", *, public: bool = False) -> Sheet:
        """Return the minutes as a sheet: the frozen words, else what the record of a closed meeting says now.

        What was recorded later stands beneath. Raises MinutesTooEarlyError, CaseClosedError.
        """
        ground = self._ground
        meeting: Meeting = ground.store.load(Subject("meeting", meeting_id))
        rules.require_ended(meeting)
        case = meeting.item(item).case if item else meeting_id
        with ground.store.read() as conn:
            if item:
                closed.require_open(conn, case, ground.me)
            row = after.minutes(conn, meeting_id, item)
        if not row.is_frozen:
            full, safe = self._minute_sheets(meeting_id, item)
            return replace(safe if public else full, check_code=DRAFT)
        words = frozen.thaw(blobs.get(ground.store, case, row.sha256))
        sheet = words.public if public and words.public is not None else words.full
        return frozen.with_later(sheet, LATER, _later(row, public=public))

    def minutes_pdf(
        self, meeting_id: str, item: str = "", *, public: bool = False, large_print: bool | int = False
    ) -> Pdf:
        """Return the minutes as a tagged PDF."""
        return pdf.render(self.minutes_sheet(meeting_id, item, public=public), large_print=large_print)

    def minutes_docx(self, meeting_id: str, item: str = "", *, public: bool = False) -> bytes:
        """Return the minutes as a DOCX, the same words."""
        return docx.sheet_docx(self.minutes_sheet(meeting_id, item, public=public))

    def _minute_sheets(self, meeting_id: str, item: str) -> tuple[Sheet, Sheet]:
        with self._ground.store.read() as conn:
            if item:
                of_case = minute_facts.of_case(conn, meeting_id, item, is_demo=self._is_demo)
                return minutes.full_case(of_case), minutes.public_case(of_case)
            whole = minute_facts.of_meeting(conn, meeting_id, is_demo=self._is_demo)
            return minutes.full_meeting(whole), minutes.public_meeting(whole)

    # Feedback to the setting

    def feedback_sheet(self, decision_id: str, suggestions: Sequence[str] = (), words: str = "") -> Sheet:
        """Return the feedback as a sheet: the frozen words, else what SUGGESTIONS and WORDS would make of it.

        Raises FeedbackTooEarlyError, SuggestionUnknownError, CaseClosedError.
        """
        store = self._ground.store
        decision: Decision = store.load(Subject("decision", decision_id))
        feedback_rules.require_signed(decision)
        case = decision.proposal.case if decision.proposal is not None else ""
        with store.read() as conn:
            closed.require_open(conn, case, self._ground.me)
            if not casework.case(conn, case).setting_name:
                raise feedback_rules.NoSettingError()
        known: Feedback | None = store.find(Subject("feedback", decision_id))
        if known is not None:
            return frozen.thaw(blobs.get(store, known.case, known.sha256)).full
        feedback_rules.require_known(suggestions, lists.next_time())
        today = self._ground.clock.today()
        with store.read() as conn:
            facts = feedback_facts.of_decision(
                conn, decision_id, tuple(suggestions), words, today=today, is_demo=self._is_demo
            )
        return replace(feedback.sheet(facts), check_code=DRAFT)

    def feedback_pdf(
        self, decision_id: str, suggestions: Sequence[str] = (), words: str = "", *, large_print: bool | int = False
    ) -> Pdf:
        """Return the feedback as a tagged PDF."""
        return pdf.render(self.feedback_sheet(decision_id, suggestions, words), large_print=large_print)

    def feedback_docx(self, decision_id: str) -> bytes:
        """Return the feedback as a DOCX, the same words."""
        return docx.sheet_docx(self.feedback_sheet(decision_id))

    def make_feedback(self, decision_id: str, suggestions: Sequence[str], words: str = "") -> Changes:
        """Freeze the feedback on a signed decision. Raises FeedbackTooEarlyError, FeedbackStandsError and the like."""
        ground = self._ground
        ground.require("feedback.made")
        if ground.store.find(Subject("feedback", decision_id)) is not None:
            raise feedback_rules.FeedbackStandsError()
        sheet = self.feedback_sheet(decision_id, suggestions, words)
        decision: Decision = ground.store.load(Subject("decision", decision_id))
        case = decision.proposal.case if decision.proposal is not None else ""
        kept = blobs.put(ground.store, case, frozen.freeze(replace(sheet, check_code="")))
        body = FeedbackMade(case, decision_id, kept.sha256, kept.size, tuple(suggestions), words.strip())
        with ground.act() as act:
            known = act.find(Subject("feedback", decision_id))
            return act.record(feedback_rules.make(known, self._decision(act, decision_id), self._hand(), body))

    def send_feedback(self, decision_id: str, method: Method, on: date | None = None) -> Changes:
        """Record that the feedback left the council, by default today."""
        with self._ground.act() as act:
            known: Feedback | None = act.find(Subject("feedback", decision_id))
            on = on or self._ground.clock.today()
            return act.record(feedback_rules.send(known, self._hand(), on, method))


def _later(row: after.MinutesRow, *, public: bool) -> tuple[str, ...]:
    """Return what came after the freezing: corrections, with who recorded them but in public, and the approval."""
    found = []
    for one in row.corrections:
        who = "" if public else f", {one.by}"
        found.append(f"Correction of {wording.long_date(one.at.date())}{who}: {one.words}")
    if row.approved_on is not None:
        found.append(f"Approved at the meeting of {wording.long_date(row.approved_on)}.")
    return tuple(found)
