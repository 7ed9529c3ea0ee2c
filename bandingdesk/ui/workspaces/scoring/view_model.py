"""The state of the scoring page: one person's draft of a round, its lock, and handing the laptop to the next scorer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, QTimer

from bandingdesk.errors import DeskError
from bandingdesk.ops import Subject
from bandingdesk.panel import questions, scoring
from bandingdesk.panel.ops import Rating
from bandingdesk.panel.scoring import DraftRating
from bandingdesk.store.changes import Changes
from bandingdesk.ui.models import strand_text
from bandingdesk.ui.models.strand_draft import StrandDraft
from bandingdesk.ui.models.strand_text import Extract, StrandText
from bandingdesk.ui.workspaces.scoring import reading
from bandingdesk.ui.workspaces.scoring.handing_on import HandingOn, next_scorer
from bandingdesk.ui.workspaces.scoring.reading import Reading, Scorer

if TYPE_CHECKING:
    from bandingdesk.desk.desk import Desk
    from bandingdesk.seams import Clock
    from bandingdesk.ui.jobs import Jobs
    from bandingdesk.ui.messages import Messages

State = Literal["loading", "missing", "closed", "scoring", "locked", "revealed", "reading", "handover"]
SAVE_AFTER_MS = 400  # rest after typing; ux.md 7
SAVE_AT_LEAST_MS = 1000


@dataclass(frozen=True, slots=True)
class StillOpen:
    """One thing the sheet still needs before it can be locked."""

    strand: str
    name: str
    what: Literal["level", "basis", "descriptors"]


class ScoringViewModel(StrandDraft):
    """One sheet of one round. Reads and acts by jobs; every property is a value that the page only shows."""

    def __init__(
        self,
        desk: Desk,
        jobs: Jobs,
        messages: Messages,
        clock: Clock,
        hand_on: Callable[[str, str], None],
        parent: QObject | None = None,
    ) -> None:
        """HAND_ON(person, round id) puts another person at the keys and opens their sheet of the round."""
        super().__init__(messages, parent)
        self._hand_on = hand_on
        self._desk, self._jobs, self._clock = desk, jobs, clock
        self.round_id = ""
        self.person = ""
        self.seen: Reading | None = None
        self.problems: tuple[StillOpen, ...] = ()
        self.error: DeskError | None = None
        self.is_missing = False
        self.handing = HandingOn(desk, jobs, self._taken, self)
        self.handing.changed.connect(self.changed)
        self._rest = self._timer(SAVE_AFTER_MS)
        self._limit = self._timer(SAVE_AT_LEAST_MS)
        jobs.changed.connect(self._hear)

    # What is so

    @property
    def state(self) -> State:
        """What the page is about now."""
        if self.handing.to is not None:
            return "handover"
        if self.is_missing:
            return "missing"
        if self.seen is None:
            return "loading"
        if self.seen.case is None:
            return "closed"
        if self.seen.round.state != "open":
            return "revealed"
        if self.seen.round.my_sheet_locked:
            return "locked"
        return "scoring" if self.seen.is_open else "reading"

    @property
    def strands(self) -> tuple[StrandText, ...]:
        """The strands in the framework's order."""
        return self.seen.strands if self.seen else ()

    @property
    def on_questions(self) -> bool:
        """Whether questions of law are answered here, and no levels given."""
        return self.seen is not None and self.seen.asks is not None

    @property
    def asked(self) -> tuple[str, ...]:
        """The strands that need an answer: of questions those that the answers before them leave open."""
        seen = self.seen
        if seen is None or seen.asks is None:
            return tuple(strand.id for strand in self.strands)
        given = {strand.id: self.draft(strand.id).level for strand in self.strands}
        still = questions.asked(seen.asks, {strand: level for strand, level in given.items() if level is not None})
        return tuple(strand.id for strand in self.strands if strand.id in still)

    @property
    def left(self) -> int:
        """How many strands still need a level."""
        return sum(self.draft(strand).level is None for strand in self.asked)

    @property
    def can_change(self) -> bool:
        """Whether the sheet is being scored now."""
        return self.state == "scoring"

    @property
    def may_choose(self) -> bool:
        """Whether the strand in hand can be changed now: a question that fell away can't."""
        return self.can_change and self.strand in self.asked

    @property
    def offered(self) -> tuple[Extract, ...]:
        """All passages of the frozen papers."""
        return self.seen.extracts if self.seen else ()

    @property
    def extracts(self) -> tuple[Extract, ...]:
        """The extracts for the strand in hand; on questions every passage, then each paper's first and relied pages."""
        if self.seen is None or self.seen.asks is None:
            return super().extracts
        relied = self.draft(self.strand).relied
        pages = [
            strand_text.page(first, number)
            for first in self.seen.firsts
            for number in range(1, first.pages + 1)
            if number == 1 or strand_text.page(first, number).id in relied
        ]
        return (*self.seen.extracts, *pages)

    @property
    def next_scorer(self) -> Scorer | None:
        """Who scores next on this laptop: the first without a lock after the person at the keys, in seat order."""
        return next_scorer(self.seen.scorers, self.person) if self.seen else None

    @property
    def can_show_own_band(self) -> bool:
        """Whether the panel type lets the scorer see the band of the locked sheet, and it was not shown yet."""
        seen = self.seen
        if seen is None or self.state != "locked" or seen.sheet is None or self.on_questions:
            return False
        return seen.round.own_band_allowed and not seen.sheet.band_shown

    def still_open(self) -> tuple[StillOpen, ...]:
        """Return what the sheet still needs, strand by strand."""
        if self.seen is None:
            return ()
        names = {strand.id: strand.name for strand in self.strands}
        missing = scoring.missing(self.asked, self._ratings(), self.seen.cards)
        return tuple(StillOpen(one.strand, names[one.strand], one.what) for one in missing)

    # Opening

    def open(self, round_id: str) -> None:
        """Show the sheet of the person at the keys for a round."""
        self._stop_timers()
        if round_id != self.round_id or self.person != self._desk.me_id:
            self._forget()
        self.round_id, self.person = round_id, self._desk.me_id
        self.is_missing = False
        self._read(with_draft=True)

    def look_again(self) -> None:
        """Read the round as it is now; what is on the sheet stays."""
        self.error = None
        self._read(with_draft=False)

    # The draft

    def choose_level(self, level: int) -> None:
        """Put LEVEL on the strand in hand; a question that fell away takes no answer."""
        if self.may_choose:
            super().choose_level(level)

    def next_open(self) -> str | None:
        """Return the next strand below that still needs a level, from the top after the last; None for none."""
        ids, asked = [strand.id for strand in self.strands], self.asked
        at = ids.index(self.strand) if self.strand in ids else -1
        turned = [*ids[at + 1 :], *ids[: at + 1]]
        return next((one for one in turned if one in asked and self.draft(one).level is None), None)

    def rely_on_page(self, number: int) -> None:
        """Tie page NUMBER of the open paper to the answer in hand, or untie it."""
        seen = self.seen
        if seen is None or self.paper is None or not self.may_choose:
            return
        open_paper = self.paper[0]
        first = next((one for one in seen.firsts if one.sha256 == open_paper.sha256), None)
        if first is not None:
            self.rely(strand_text.page(first, number).id)
            self.close_paper()

    def accept(self) -> None:
        """Go on to the next strand without a level; say so where every strand has one."""
        found = self.next_open()
        if found is not None:
            self.choose_strand(found)
        else:
            self.flush()
            done = self.tr("Every strand has a level. You can lock your scores.")
            answered = self.tr("Every question has an answer. You can lock your answers.")
            self._messages.announce(answered if self.on_questions else done)

    def open_paper(self, extract: str) -> None:
        """Open the frozen paper of EXTRACT at its page, in place of the level cards."""
        seen = self.seen
        found = next((one for one in (*seen.extracts, *self.extracts) if one.id == extract), None) if seen else None
        if seen is None or seen.case is None or found is None:
            return
        case_id, sha256 = seen.case.id, found.sha256

        def done(contents: bytes) -> None:
            self.paper = (found, contents)
            self.changed.emit()

        self._jobs.read(lambda: self._desk.casework.contents(case_id, sha256), owner=self, done=done, replaces="paper")

    def flush(self) -> None:
        """Save what is being typed now."""
        if self._rest.isActive() or self._limit.isActive():
            self._save()

    # Locking

    def lock(self) -> None:
        """Lock the sheet, or list what is missing."""
        seen = self.seen
        if seen is None or self.state != "scoring":
            return
        round_id, person, ratings, shown = self.round_id, self.person, self._ratings(), seen.round.head
        self.error = None
        self._save()
        self._jobs.act(
            lambda: self._desk.panel.lock_scores(round_id, ratings, person=person, shown=shown),
            owner=self,
            done=self._locked,
            failed=self._fail,
        )

    def dismiss(self) -> None:
        """Take the list of what is missing away."""
        self.problems = ()
        self.changed.emit()

    def unlock(self) -> None:
        """Take the lock back, until the reveal."""
        seen = self.seen
        if seen is None or seen.sheet is None:
            return
        round_id, person, shown, ratings = self.round_id, self.person, seen.sheet.head, seen.sheet.ratings
        self._drafts = {one.strand: _as_draft(one) for one in ratings}

        def run() -> Changes:
            changes = self._desk.panel.unlock_scores(round_id, person=person, shown=shown)
            self._desk.panel.save_sheet_draft(round_id, person, [_as_draft(one) for one in ratings])
            return changes

        self._jobs.act(run, owner=self, failed=self._fail)

    def show_own_band(self) -> None:
        """Show the band of the locked sheet: from then on it stays locked."""
        round_id, person = self.round_id, self.person
        self._jobs.act(lambda: self._desk.panel.show_own_band(round_id, person=person), owner=self, failed=self._fail)

    # Handing the laptop on

    def hand_over(self, person: str | None = None) -> None:
        """Blank the sheet and wait for PERSON (default: who is next) to enter their PIN."""
        seen = self.seen
        scorers = seen.scorers if seen else ()
        to = next((one for one in scorers if one.person_id == person), self.next_scorer)
        if to is None:
            return
        self.flush()
        self._forget()
        self._messages.announce(self.tr("The scores are hidden. Hand over the laptop."), urgent=True)
        self.handing.begin(to, scorers)

    def _taken(self, person: str) -> None:
        self.handing.end()
        self._hand_on(person, self.round_id)

    # Inside

    def _read(self, *, with_draft: bool) -> None:
        desk, round_id, person, at = self._desk, self.round_id, self.person, self._clock.now()

        def work() -> tuple[Reading, tuple[DraftRating, ...]] | None:
            try:
                found = desk.read(lambda conn: reading.read(conn, round_id, person, at))
            except KeyError:
                return None
            draft = desk.panel.sheet_draft(round_id, person) if with_draft else ()
            return found, draft

        def done(answer: tuple[Reading, tuple[DraftRating, ...]] | None) -> None:
            if answer is None:
                self.is_missing = True
                self.changed.emit()
            elif person == self.person and self.handing.to is None:
                self._take(*answer, with_draft=with_draft)

        self._jobs.read(work, owner=self, done=done, replaces="round")

    def _take(self, seen: Reading, draft: tuple[DraftRating, ...], *, with_draft: bool) -> None:
        self.seen = seen
        if seen.round.my_sheet_locked and seen.sheet is not None:
            self._drafts = {one.strand: _as_draft(one) for one in seen.sheet.ratings}
        elif with_draft:
            kept = draft or tuple(_as_draft(one) for one in (seen.sheet.ratings if seen.sheet else ()))
            self._drafts = {one.strand: one for one in kept}
        self._take_first()
        self.changed.emit()

    def _ratings(self) -> tuple[Rating, ...]:
        drafts = (self.draft(strand).rating for strand in self.asked)
        return tuple(rating for rating in drafts if rating is not None)

    def _blank(self, strand: str) -> DraftRating:
        return DraftRating(strand)

    def _took(self) -> None:
        if self.problems:
            known = self.still_open()
            self.problems = tuple(one for one in self.problems if one in known)

    def _keep(self, *, typing: bool) -> None:
        if not typing:
            self._save()
            return
        self._rest.start()
        if not self._limit.isActive():
            self._limit.start()

    def _save(self) -> None:
        self._stop_timers()
        round_id, person = self.round_id, self.person
        kept = [self._drafts[strand.id] for strand in self.strands if strand.id in self._drafts]
        self._jobs.act(lambda: self._desk.panel.save_sheet_draft(round_id, person, kept), owner=self)

    def _locked(self, _changes: Changes) -> None:
        self._steps.clear()
        self.problems, self.error = (), None
        locked = self.tr("Your answers are locked.") if self.on_questions else self.tr("Your scores are locked.")
        self._messages.announce(locked, urgent=True)

    def _refuse(self, still_open: tuple[StillOpen, ...]) -> None:
        self.problems = still_open
        self._messages.announce(self.tr("%n things are missing before you can lock.", "", len(still_open)), urgent=True)
        self.changed.emit()

    def _fail(self, fault: DeskError) -> None:
        if isinstance(fault, scoring.SheetIncompleteError):
            self._refuse(self.still_open())
            return
        self.error = fault
        self._messages.announce(" ".join(fault.sentences()), urgent=True)
        self.changed.emit()

    def _hear(self, changes: Changes) -> None:
        if not self.round_id or self.handing.to is not None or self.seen is None:
            return
        prefix = f"{self.round_id}."
        mine = changes.names(Subject("round", self.round_id)) or any(
            subject.kind == "sheet" and subject.id.startswith(prefix) for subject in changes.subjects
        )
        if mine or changes.touches("interest", "evidence", "decision"):
            self._read(with_draft=False)

    def _forget(self) -> None:
        """Leave nothing of a sheet behind: another person may be at the keys next."""
        self.seen, self.problems, self.error = None, (), None
        self._forget_draft()

    def _stop_timers(self) -> None:
        self._rest.stop()
        self._limit.stop()

    def _timer(self, milliseconds: int) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        save: Callable[[], None] = self._save
        timer.timeout.connect(save)
        return timer


def _as_draft(rating: Rating) -> DraftRating:
    return DraftRating(rating.strand, rating.level, rating.confidence, rating.note, rating.relied, rating.descriptors)
