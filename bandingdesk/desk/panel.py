"""What people do with a panel: plan, declare, score blind, reveal, agree. The decision's steps stand in `signing.py`.

An act that a screen makes on an existing subject takes `shown`, the head that the screen showed; where the subject has
moved on since, the act is refused and the form stays.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from datetime import date

from bandingdesk.desk import profiles, reckoning
from bandingdesk.desk.deciding import DecidingDesk
from bandingdesk.desk.ground import Made
from bandingdesk.desk.room import RoomDesk
from bandingdesk.errors import RefusedError
from bandingdesk.ops import Op, Subject
from bandingdesk.panel import answering, interests, meeting, moderation, questions, scoring, sitting
from bandingdesk.panel.agenda import late
from bandingdesk.panel.interests import Answer, Interest, SettledAs
from bandingdesk.panel.meeting import Attendance
from bandingdesk.panel.moderation import Round
from bandingdesk.panel.ops import MeetingMoved, MeetingPlanned, Rating, Seat
from bandingdesk.panel.questions import QuestionSet
from bandingdesk.panel.scoring import DraftRating, Sheet
from bandingdesk.panel.sitting import Sitting
from bandingdesk.store import boxes, drafts
from bandingdesk.store.act import Act
from bandingdesk.store.changes import NOTHING, Changes
from bandingdesk.store.queries import agenda, casework, council, items, panel, room, rounds, rulebooks, sync


class PanelDesk(DecidingDesk):
    """The acts of a panel, from planning to the decision maker's signature."""

    # Before the meeting

    def plan_meeting(
        self,
        panel_type: str,
        on: date,
        starts: str,
        ends: str,
        place: str,
        seats: Sequence[Seat],
        *,
        framework: str | None = None,
    ) -> Made:
        """Plan a meeting under the panel type, framework and tariff in force on its day.

        A panel without a matrix needs neither: its meeting names none, and its rounds name their questions. FRAMEWORK
        (its id) where two schemes are in force; else the one that the policy names for the panel type, or the one that
        started last. A version in trial is never in force. Raises UnknownPanelTypeError, NothingInForceError.
        """
        with self._ground.act() as act:
            terms = council.panel_type(act.rows, panel_type, on)  # raises where none is in force on the meeting's day
            rules = self._rules(act, panel_type, on, framework) if terms.basis == "matrix" else ("", "")
            body = MeetingPlanned(panel_type, on, starts, ends, place, tuple(seats), *rules)
            made = self._ground.ids.new()
            return Made(made, act.record(meeting.plan(made, self._hand(), body)))

    def _rules(self, act: Act, panel_type: str, on: date, framework: str | None) -> tuple[str, str]:
        """Return the framework and the tariff of a meeting. Raises NothingInForceError."""
        named = framework or council.panel_framework(act.rows, panel_type, on)
        version = council.framework_in_force(act.rows, on, named)
        return version.id, council.tariff_in_force(act.rows, on, version).id

    def add_item(self, meeting_id: str, case_id: str, readers: Sequence[str] = (), *, shown: str | None = None) -> Made:
        """Put a case at the end of the agenda; the made id is the item's.

        Raises DeadlinePastError after the papers' deadline: from then on a case joins as urgent (`agenda.add_urgent`).
        """
        with self._ground.act() as act:
            state = self._meeting(act, meeting_id, shown)
            by = agenda.deadline(act.rows, act.find(Subject("agenda", meeting_id)), meeting_id, state.on)
            late.require_in_time(by, self._ground.clock.today())
            kind = casework.case(act.rows, case_id).kind
            item = self._ground.ids.new()
            op = meeting.add_item(state, self._hand(), item=item, case=case_id, kind=kind, readers=tuple(readers))
            return Made(item, act.record(op))

    def move_meeting(
        self, meeting_id: str, on: date, starts: str, ends: str, words: str, *, shown: str | None = None
    ) -> Changes:
        """Put a planned meeting on another day or time, saying why; its agenda and rule books stay."""
        with self._ground.act() as act:
            state = self._meeting(act, meeting_id, shown)
            body = MeetingMoved(on, starts, ends, words)
            return act.record(meeting.move(state, self._hand(), body, today=self._ground.clock.today()))

    def call_off(self, meeting_id: str, words: str, *, shown: str | None = None) -> Changes:
        """Call a planned meeting off, saying why: its cases need another panel."""
        with self._ground.act() as act:
            return act.record(meeting.call_off(self._meeting(act, meeting_id, shown), self._hand(), words))

    def freeze_papers(self, meeting_id: str, item: str, *, shown: str | None = None) -> Changes:
        """Freeze the item's papers at the versions on file now. What came after the deadline waits for the chair."""
        with self._ground.act() as act:
            state = self._meeting(act, meeting_id, shown)
            by = agenda.deadline(act.rows, act.find(Subject("agenda", meeting_id)), meeting_id, state.on)
            on_file = casework.evidence(act.rows, state.item(item).case)
            came = agenda.came(act.rows, [row.id for row in on_file]) if by is not None else {}
            papers = tuple((row.id, row.head) for row in on_file if not late.came_late(came.get(row.id), by))
            return act.record(meeting.freeze_papers(state, self._hand(), item, papers))

    def declare_interest(
        self,
        meeting_id: str,
        item: str,
        person: str,
        answer: Answer,
        nature: str = "",
        *,
        kind: str = "",
        shown: str | None = None,
    ) -> Changes:
        """Record PERSON's answer for an item, before its papers open; KIND is one that the panel type knows."""
        with self._ground.act() as act:
            state = self._meeting(act, meeting_id)
            state.seat(person)
            old: Interest | None = act.find(Subject("interest", interests.interest_id(meeting_id, item, person)))
            if old is not None:
                self._ground.fresh(old, shown)
            op = interests.declare(
                old,
                self._hand(person),
                meeting=meeting_id,
                item=item,
                case=state.item(item).case,
                person=person,
                answer=answer,
                nature=nature,
                kind=kind,
            )
            return act.record(op)

    def settle_interest(
        self, interest_id: str, outcome: SettledAs, words: str = "", *, shown: str | None = None
    ) -> Changes:
        """Settle a declared interest: the person in the chair, never one's own."""
        with self._ground.act() as act:
            interest: Interest = act.load(Subject("interest", interest_id))
            self._ground.fresh(interest, shown)
            op = interests.settle(interest, self._hand(), outcome, words)
            self._sitting(act, interest.meeting, interest.item).require_chair(self._ground.me)
            return act.record(op)

    # The meeting

    def open_meeting(
        self,
        meeting_id: str,
        words: str = "",
        *,
        attendance: Mapping[str, Attendance] | None = None,
        shown: str | None = None,
    ) -> Changes:
        """Open the meeting, with ATTENDANCE: who is here, by person."""
        with self._ground.act() as act:
            hand = self._hand()
            changes = act.record(meeting.open_meeting(self._meeting(act, meeting_id, shown), hand, words))
            for person, state in (attendance or {}).items():
                changes = changes.joined(RoomDesk(self._ground).presence(act, meeting_id, person, state))
            return changes

    def record_attendance(
        self, meeting_id: str, person: str, state: Attendance, item: str | None = None, *, shown: str | None = None
    ) -> Changes:
        """Record who is here from now on; ITEM is the case in hand."""
        with self._ground.act() as act:
            self._meeting(act, meeting_id, shown)
            return RoomDesk(self._ground).presence(act, meeting_id, person, state, item)

    def close_item(self, meeting_id: str, item: str, *, shown: str | None = None) -> Changes:
        """End the panel's work on the case."""
        with self._ground.act() as act:
            return act.record(sitting.close_item(self._sitting(act, meeting_id, item, shown), self._hand()))

    def close_meeting(self, meeting_id: str, *, shown: str | None = None) -> Changes:
        """End the meeting; the chain's head of this moment goes into the minutes."""
        with self._ground.act() as act:
            state = self._meeting(act, meeting_id, shown)
            return act.record(meeting.close_meeting(state, self._hand(), self._ground.checkpoint(act)))

    # Blind scores

    def open_round(
        self,
        meeting_id: str,
        item: str,
        *,
        strands: Sequence[str] | None = None,
        first: str | None = None,
        shown: str | None = None,
    ) -> Made:
        """Open blind scoring on an item: on all strands, or with FIRST the private re-score of some."""
        with self._ground.act() as act:
            taken = self._sitting(act, meeting_id, item, shown)
            earlier: list[Round] = [act.load(Subject("round", id_)) for id_ in panel.round_ids(act.rows, item)]
            again: Round | None = act.load(Subject("round", first)) if first else None
            asks = self._asks(act, taken, again)
            every = asks.strands if asks else reckoning.strands(act.rows, taken.meeting.framework_sha256)
            made = self._ground.ids.new()
            op = moderation.open_round(
                taken,
                self._hand(),
                made,
                tuple(strands if strands is not None else every),
                first=again,
                earlier=earlier,
                was_returned=self._was_returned(act, item),
                sealed_to=boxes.make_key(made) if sync.peer(act.rows) == "folder" else "",
                asks=asks,
            )
            return Made(op.subject.id, act.record(op))

    def _asks(self, act: Act, taken: Sitting, again: Round | None) -> QuestionSet | None:
        """Return the questions of a panel without a matrix, in the law of the meeting's day; AGAIN keeps its own."""
        if again is not None:
            return questions.read(again.questions) if again.on_questions else None
        if taken.terms.basis != "questions":
            return None
        on = taken.meeting.on
        return questions.build(taken.terms.tests, on, council.local_criteria(act.rows, on))

    def save_sheet_draft(self, round_id: str, person: str, ratings: Sequence[DraftRating]) -> None:
        """Keep what PERSON is still writing: no op, and shown to nobody else."""
        drafts.save(self._ground.store, f"sheet:{round_id}", person, {"ratings": list(ratings)})

    def sheet_draft(self, round_id: str, person: str) -> tuple[DraftRating, ...]:
        """Return PERSON's draft of a sheet, empty where there is none."""
        draft = drafts.load(self._ground.store, f"sheet:{round_id}", person)
        if draft is None:
            return ()
        return tuple(
            DraftRating(**{**row, "relied": tuple(row["relied"]), "descriptors": tuple(row["descriptors"])})
            for row in draft.body["ratings"]
        )

    def lock_scores(
        self, round_id: str, ratings: Sequence[Rating], *, person: str | None = None, shown: str | None = None
    ) -> Changes:
        """Lock the scores of PERSON (default: who is at the keys) and forget the draft. SHOWN is the round's head."""
        scorer = person or self._ground.me
        with self._ground.act() as act:
            round_ = self._round(act, round_id, shown)
            if round_.on_questions:
                answering.require_asked(round_, ratings)
            interest = act.find(Subject("interest", interests.interest_id(round_.meeting, round_.item, scorer)))
            sheet: Sheet | None = act.find(Subject("sheet", scoring.sheet_id(round_id, scorer)))
            scale = reckoning.scale(act.rows, round_.framework_sha256)
            cards = reckoning.cards(act.rows, round_.framework_sha256)
            hand = self._hand(scorer)
            op = scoring.lock(round_, sheet, hand, ratings, interest=interest, scale=scale, cards=cards)
            changes = act.record(op)
        drafts.drop(self._ground.store, f"sheet:{round_id}", scorer)
        return changes

    def unlock_scores(self, round_id: str, *, person: str | None = None, shown: str | None = None) -> Changes:
        """Take the lock back, until the reveal. SHOWN is the sheet's head."""
        scorer = person or self._ground.me
        with self._ground.act() as act:
            round_, sheet = self._round(act, round_id), self._sheet(act, round_id, scorer)
            self._ground.fresh(sheet, shown)
            return act.record(scoring.unlock(round_, sheet, self._hand(scorer)))

    def show_own_band(self, round_id: str, *, person: str | None = None) -> Changes:
        """Show a member the band of their own locked scores, where the panel type allows it: no unlock after it."""
        scorer = person or self._ground.me
        with self._ground.act() as act:
            round_, sheet = self._round(act, round_id), self._sheet(act, round_id, scorer)
            allowed = self._sitting(act, round_.meeting, round_.item).terms.own_band_after_lock
            band = reckoning.own_band(act.rows, round_, sheet) if allowed else None
            return act.record(scoring.show_own_band(round_, sheet, self._hand(scorer), band, allowed=allowed))

    def reveal(self, round_id: str, *, go_on_without: str = "", shown: str | None = None) -> Changes:
        """Reveal the round: all sheets that are locked now, at once. In a folder: only where the round was opened."""
        with self._ground.act() as act:
            round_ = self._round(act, round_id, shown)
            taken = self._sitting(act, round_.meeting, round_.item)
            key = boxes.private_key(round_id) if round_.sealed_to else ""
            op = moderation.reveal(
                round_, taken, self._hand(), self._locked(act, round_), go_on_without=go_on_without, key=key
            )
            changes = act.record(op)
            if not round_.on_questions and (shown_too := profiles.reveals(act, round_.case, self._ground)):
                changes = changes.joined(act.record(*shown_too))
        if round_.sealed_to:
            boxes.open_revealed(self._ground.store)
            changes = changes.joined(self._ground.store.reconcile())
        return changes

    # Agreed levels and the band

    def agree_level(
        self,
        round_id: str,
        strand: str,
        level: int,
        reason_code: str | None = None,
        reason: str = "",
        *,
        descriptors: Sequence[str] | None = None,
        shown: str | None = None,
    ) -> Changes:
        """Agree the level of a strand; with the last one the band appears. On questions LEVEL is the answer.

        DESCRIPTORS, for a framework by best fit, are by default those of the scorers who gave this level.
        """
        with self._ground.act() as act:
            round_ = self._round(act, round_id, shown)
            moderation.require_opened(rounds.sealed(act.rows, round_id))
            if round_.on_questions:
                return act.record(self._agreed_answer(act, round_, strand, level, reason))
            relied = rounds.descriptors_relied(act.rows, round_id, {strand: level})[strand]
            op = moderation.agree(
                round_,
                self._sitting(act, round_.meeting, round_.item),
                self._hand(),
                level,
                reckoning.spread_of(act.rows, round_, strand),
                scale=reckoning.scale(act.rows, round_.framework_sha256),
                codes=rulebooks.level_reasons(act.rows, self._ground.clock.today()),
                reason_code=reason_code,
                reason=reason,
                rescoring=rounds.rescoring(act.rows, round_id),
                descriptors=relied if descriptors is None else descriptors,
                cards=reckoning.cards(act.rows, round_.framework_sha256),
            )
            return self._with_band(act, round_id, act.record(op))

    def _agreed_answer(self, act: Act, round_: Round, strand: str, answer: int, words: str) -> Op:
        taken, known = self._sitting(act, round_.meeting, round_.item), panel.decision_id(act.rows, round_.item)
        return answering.agree(
            round_,
            taken,
            self._hand(),
            strand,
            answer,
            words,
            rescoring=rounds.rescoring(act.rows, round_.id),
            is_found=known is not None and not self._was_returned(act, round_.item),
        )

    def agree_rest(self, round_id: str, *, shown: str | None = None) -> Changes:
        """Agree all open strands whose middle score is a whole level and not flagged, in one act."""
        with self._ground.act() as act:
            round_ = self._round(act, round_id, shown)
            if round_.on_questions:
                raise answering.NoMiddleError()
            moderation.require_opened(rounds.sealed(act.rows, round_id))
            found = rounds.spreads_of(act.rows, round_id)
            middles = {spread.strand: spread.middle for spread in found if spread.middle is not None}
            op = moderation.agree_rest(
                round_,
                self._sitting(act, round_.meeting, round_.item),
                self._hand(),
                found,
                rescoring=rounds.rescoring(act.rows, round_id),
                descriptors=rounds.descriptors_relied(act.rows, round_id, middles),
                cards=reckoning.cards(act.rows, round_.framework_sha256),
            )
            return self._with_band(act, round_id, act.record(op))

    def agree_undiscussed(self, meeting_id: str) -> Changes:
        """Agree what the chair proposed as agreed and nobody pulled: each case revealed and agreed at its middle.

        A case that can't be agreed so, since a score is missing or a quorum is lost, keeps its place on the agenda.
        """
        with self._ground.store.read() as conn:
            pulled, listed = room.pulled(conn, meeting_id), items.undiscussed(conn, meeting_id)
            rounds_of = {item: panel.round_ids(conn, item) for item in sorted(listed - pulled)}
        changes = NOTHING
        for found in rounds_of.values():
            with contextlib.suppress(RefusedError):
                for round_id in found[:1]:
                    if not self._ground.store.load(Subject("round", round_id)).is_revealed:
                        changes = changes.joined(self.reveal(round_id))
                    changes = changes.joined(self.agree_rest(round_id))
        return changes

    def record_minority_view(
        self,
        round_id: str,
        person: str,
        words: str,
        strand: str | None = None,
        level: int | None = None,
        *,
        shown: str | None = None,
    ) -> Changes:
        """Keep a member's own view beside the agreed level or the band, in one call."""
        if shown is not None:
            self._ground.fresh(self._ground.store.load(Subject("round", round_id)), shown)
        return RoomDesk(self._ground).give_view(round_id, words, strand, level, person=person)

    def indicate_band(self, round_id: str, *, shown: str | None = None) -> Changes:
        """Show the band of the agreed levels by the framework of the meeting, without money."""
        with self._ground.act() as act:
            round_, hand = self._round(act, round_id, shown), self._hand()
            moderation.require_matrix(round_)
            return act.record(moderation.indicate(round_, hand, reckoning.indication(act.rows, round_, hand.at)))

    def _with_band(self, act: Act, round_id: str, changes: Changes) -> Changes:
        """Return CHANGES, joined with the band where all levels are agreed now.

        Where the engine asks for more than the levels, they are agreed all the same: `indicate_band` then says what.
        """
        from bandingdesk.matrix.evaluate import ProfileIncompleteError, ProfileInvalidError
        from bandingdesk.matrix.reckoning import ProfileRefusedError

        round_, hand = self._round(act, round_id), self._hand()
        if round_.still_open:
            return changes
        try:
            body = reckoning.indication(act.rows, round_, hand.at)
        except (ProfileIncompleteError, ProfileInvalidError, ProfileRefusedError):
            return changes
        return changes.joined(act.record(moderation.indicate(round_, hand, body)))
