"""The state of one profile as it is written: strand by strand, over several sittings, until it is locked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from PySide6.QtCore import QObject

from bandingdesk.casework.ops import Party
from bandingdesk.casework.profiles import draft, forward, profile
from bandingdesk.casework.profiles.draft import Draft
from bandingdesk.casework.profiles.forward import Carried, Left
from bandingdesk.casework.profiles.profile import DraftStrand
from bandingdesk.errors import DeskError
from bandingdesk.store.changes import Changes
from bandingdesk.ui.draft_keeper import DraftKeeper
from bandingdesk.ui.models.strand_draft import StrandDraft
from bandingdesk.ui.models.strand_text import Extract, StrandText
from bandingdesk.ui.models.undo import Step, Steps
from bandingdesk.ui.workspaces.cases.profiles import reading
from bandingdesk.ui.workspaces.cases.profiles.reading import ProfilesSeen

if TYPE_CHECKING:
    from bandingdesk.desk.desk import Desk
    from bandingdesk.ui.jobs import Jobs
    from bandingdesk.ui.messages import Messages

State = Literal["closed", "loading", "writing", "locked"]
Place = tuple[str, Party, str]  # case, party, who writes


@dataclass(frozen=True, slots=True)
class StillOpen:
    """One thing the profile still needs before it can be locked."""

    strand: str
    name: str
    what: Literal["level", "copy", "basis", "descriptors"]


class EntryViewModel(StrandDraft):
    """One party's profile in hand. Its steps are kept for each case and party until the profile is locked."""

    def __init__(self, desk: Desk, jobs: Jobs, messages: Messages, parent: QObject | None = None) -> None:
        super().__init__(messages, parent)
        self._desk, self._jobs = desk, jobs
        self.seen: ProfilesSeen | None = None
        self.party: Party = "officer"
        self.state: State = "closed"
        self.problems: tuple[StillOpen, ...] = ()
        self.left: tuple[Left, ...] = ()
        self.error: DeskError | None = None
        self.is_busy = False
        self._place: Place | None = None
        self._histories: dict[Place, Steps[Any]] = {}
        self.keeper = DraftKeeper(desk, jobs, messages, self._collect, self)
        self.keeper.changed.connect(self.changed)

    # What is so

    @property
    def strands(self) -> tuple[StrandText, ...]:
        """The strands in the framework's order."""
        return self.seen.strands if self.seen else ()

    @property
    def can_change(self) -> bool:
        """Whether the profile is being written now."""
        return self.state == "writing" and not self.is_busy

    @property
    def offered(self) -> tuple[Extract, ...]:
        """All passages of the case's papers."""
        return self.seen.extracts if self.seen else ()

    @property
    def unconfirmed(self) -> int:
        """How many levels were copied and are neither confirmed nor changed."""
        return sum(not self.draft(strand.id).is_confirmed for strand in self.strands)

    @property
    def can_copy(self) -> bool:
        """Whether levels of the last decision can be put where none stands yet."""
        known = self.seen.decided if self.seen else None
        return self.can_change and known is not None and any(self.draft(one).level is None for one in known.levels)

    def still_open(self) -> tuple[StillOpen, ...]:
        """Return what the profile still needs, strand by strand."""
        if self.seen is None:
            return ()
        names = {strand.id: strand.name for strand in self.strands}
        missing = profile.missing(tuple(names), self._drafts, self.seen.cards)
        return tuple(StillOpen(one.strand, names[one.strand], one.what) for one in missing)

    def next_open(self) -> str | None:
        """Return the next strand below that has no level or an unconfirmed one, from the top after the last."""
        ids = [strand.id for strand in self.strands]
        at = ids.index(self.strand) if self.strand in ids else -1
        turned = [*ids[at + 1 :], *ids[: at + 1]]
        return next((one for one in turned if self.draft(one).level is None or not self.draft(one).is_confirmed), None)

    # Opening

    def open(self, seen: ProfilesSeen, party: Party) -> None:
        """Take a party's profile in hand, where it was left."""
        place = (seen.case_id, party, self._desk.me_id)
        self.flush()
        if place != self._place:
            self._forget_draft()
            self.problems, self.left, self.error = (), (), None
            self._steps = self._histories.setdefault(place, Steps())
            self._place, self.seen, self.party, self.state = place, seen, party, "loading"
        self.take_news(seen)

    def take_news(self, seen: ProfilesSeen) -> None:
        """Show the profile as the record has it now; what is written stays."""
        if self._place is None or seen.case_id != self._place[0]:
            return
        self.seen = seen
        row = seen.row(self.party)
        if row.is_locked:
            self.state, self.is_busy = "locked", False
            self.keeper.close()
            self._drafts = {strand: self._of_row(strand) for strand in row.levels}
            self._take_first()
        elif self.state != "writing":
            self.keeper.open(draft.key(seen.case_id, self.party), self._take)
        self.changed.emit()

    def close(self) -> None:
        """Put the profile down; it is kept."""
        self.keeper.close()
        self._forget_draft()
        self._place, self.seen, self.state = None, None, "closed"
        self.changed.emit()

    # Writing

    def accept(self) -> None:
        """Go on to the next strand that waits for a level; say so where none does."""
        found = self.next_open()
        if found is not None:
            self.choose_strand(found)
        else:
            self.flush()
            self._messages.announce(self.tr("Every strand has a level. You can lock this profile."))

    def confirm(self) -> None:
        """Take the copied level in hand over as what is found now."""
        one = self.draft(self.strand)
        if self.can_change and not one.is_confirmed:
            self._change(replace(one, is_confirmed=True), self.tr("confirming a copied level"))

    def copy_forward(self) -> None:
        """Put the levels of the last decision where none stands, each marked until it is confirmed or changed."""
        seen = self.seen
        if seen is None or seen.decided is None or not self.can_copy:
            return
        copies = forward.copied(seen.decided.decision, seen.decided.levels)
        self._carry(copies, seen.decided.framework_sha256, self._take_copies)

    def read_left(self) -> None:
        """Take the list of what was left behind away: it has been read."""
        self.left = ()
        self.keeper.chosen()
        self.changed.emit()

    def open_paper(self, extract: str) -> None:
        """Open the paper of EXTRACT at its page, in place of the level cards."""
        found = next((one for one in self.offered if one.id == extract), None)
        if found is None or self.seen is None:
            return
        case_id = self.seen.case_id

        def done(contents: bytes) -> None:
            self.paper = (found, contents)
            self.changed.emit()

        self._jobs.read(
            lambda: self._desk.casework.contents(case_id, found.sha256),
            owner=self,
            done=done,
            failed=self._fail,
            replaces="paper",
        )

    def flush(self) -> None:
        """Save what is being typed now."""
        self.keeper.flush()

    # Locking

    def lock(self) -> None:
        """Lock the profile, or list what is missing."""
        seen = self.seen
        if seen is None or not self.can_change:
            return
        case, party, sha256, drafts = seen.case_id, self.party, seen.framework_sha256, tuple(self._drafts.values())
        self.error, self.is_busy = None, True
        act = self.keeper.ending(lambda: self._desk.profiles.lock(case, party, sha256, drafts))
        self._jobs.act(act, owner=self, done=self._locked, failed=self._fail)

    def unlock(self) -> None:
        """Take the lock back, until the reveal; what was locked is the draft again."""
        seen = self.seen
        if seen is None or self.state != "locked":
            return
        case, party, me = seen.case_id, self.party, self._desk.me_id
        kept = draft.body(Draft(seen.row(party).framework_sha256, tuple(self._drafts.values())))

        def run() -> Changes:
            changes = self._desk.profiles.unlock(case, party)
            self._desk.drafts.save(draft.key(case, party), me, kept)
            return changes

        self.error, self.state = None, "loading"
        self._jobs.act(run, owner=self, failed=self._fail)

    def dismiss(self) -> None:
        """Take the list of what is missing away."""
        self.problems = ()
        self.changed.emit()

    # Inside

    def _blank(self, strand: str) -> DraftStrand:
        return DraftStrand(strand)

    def _at_level(self, before: DraftStrand, level: int, descriptors: tuple[str, ...]) -> DraftStrand:
        return replace(before, level=level, descriptors=descriptors, is_confirmed=True)

    def _chosen_again(self) -> None:
        self.confirm()

    def _keep(self, *, typing: bool) -> None:
        if typing:
            self.keeper.typed()
        else:
            self.keeper.chosen()

    def _took(self) -> None:
        if self.problems:
            known = self.still_open()
            self.problems = tuple(one for one in self.problems if one in known)

    def _put(self, strand: str, after: Any, *, typing: bool = False) -> None:
        """Put one strand, or all of them where a copy was made or taken back."""
        if not isinstance(after, dict):
            super()._put(strand, after, typing=typing)
            return
        self._drafts = dict(after)
        self._took()
        self._keep(typing=False)
        self.changed.emit()

    def _collect(self) -> dict[str, Any]:
        sha256 = self.seen.framework_sha256 if self.seen else ""
        return draft.body(Draft(sha256, tuple(self._drafts.values()), self.left))

    def _take(self, kept: dict[str, Any]) -> None:
        seen, found = self.seen, draft.read(kept)
        if seen is None:
            return
        if found.strands and found.framework_sha256 != seen.framework_sha256:
            self._carry(found.strands, found.framework_sha256, self._take_carried)
            return
        self._begin(found.strands, found.left)

    def _take_carried(self, carried: Carried) -> None:
        self._begin(carried.drafts, carried.left)
        self.keeper.chosen()

    def _begin(self, strands: tuple[DraftStrand, ...], left: tuple[Left, ...]) -> None:
        self._drafts = {one.strand: one for one in strands}
        self.left, self.state = left, "writing"
        self._take_first()
        self.changed.emit()

    def _carry(self, drafts: tuple[DraftStrand, ...], sha256: str, done: Callable[[Carried], None]) -> None:
        """Bring DRAFTS from the rules SHA256 under those of the case, off this thread, and give them to DONE."""
        seen = self.seen
        assert seen is not None
        now = seen.framework_sha256

        def work() -> Carried:
            return self._desk.read(
                lambda conn: forward.carry(drafts, reading.words(conn, sha256), reading.words(conn, now))
            )

        self._jobs.read(work, owner=self, done=done, failed=self._fail, replaces="carry")

    def _take_copies(self, carried: Carried) -> None:
        before = dict(self._drafts)
        after = forward.merged(before, carried.drafts)
        self.left = tuple(one for one in carried.left if one.why != "new" or before.get(one.strand) is None)
        self._steps.push(Step(self.tr("copying the last decision"), self.strand, before, after))
        self._put(self.strand, after)
        count = self.unconfirmed
        words = self.tr("%n level(s) copied from the last decision. Confirm or change each of them.", "", count)
        self._messages.announce(words)

    def _of_row(self, strand: str) -> DraftStrand:
        row = self.seen.row(self.party) if self.seen else None
        assert row is not None
        return DraftStrand(
            strand,
            row.levels[strand],
            row.confidence.get(strand, "sure"),
            row.notes.get(strand, ""),
            row.relied.get(strand, ()),
            row.descriptors.get(strand, ()),
            row.started.get(strand),
        )

    def _locked(self, _changes: Changes) -> None:
        self._steps.clear()
        self.problems, self.left, self.is_busy = (), (), False
        self._messages.announce(self.tr("The profile is locked."), urgent=True)

    def _fail(self, fault: DeskError) -> None:
        self.is_busy = False
        if self.state == "loading" and self.seen is not None and self.seen.row(self.party).is_locked:
            self.state = "locked"  # the unlock was refused
        if isinstance(fault, profile.ProfileIncompleteError):
            self.problems = self.still_open()
            words = self.tr("%n thing(s) are missing before you can lock.", "", len(self.problems))
            self._messages.announce(words, urgent=True)
        else:
            self.error = fault
            self._messages.announce(" ".join(fault.sentences()), urgent=True)
        self.changed.emit()
