"""What people do for members without the program: make a workbook or slips, read in what comes back, lock it unseen.

What a file says goes from it into the member's own sheet, through the one door that every sheet goes through. No level
is kept on the way: where answers wait for a person they wait in the file, which is kept under its password.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Collection, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bandingdesk import sheet_forms, sheets
from bandingdesk.desk import slip_files
from bandingdesk.desk.ground import Ground
from bandingdesk.desk.panel import PanelDesk
from bandingdesk.desk.publications import PublicationFolderError
from bandingdesk.desk.signing import PanelTable
from bandingdesk.errors import Where
from bandingdesk.ops import Subject
from bandingdesk.panel import scoring
from bandingdesk.panel.interests import InterestOpenError, RecusedError
from bandingdesk.panel.ops import Rating
from bandingdesk.panel.scoring import LockStateError, NotScorerError, RevealedError, Sheet
from bandingdesk.panel.slips import arriving, slip
from bandingdesk.panel.slips.ops import Found, SlipCase, SlipKind, SlipMade, SlipPaper, SlipReturned
from bandingdesk.panel.slips.reading import CaseRead, Reading
from bandingdesk.panel.slips.slip import Slip
from bandingdesk.store.changes import NOTHING, Changes
from bandingdesk.store.queries import casework, council, panel, panel_types
from bandingdesk.store.queries import slips as query

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from bandingdesk.panel.slips.asked import Asked
    from bandingdesk.store.queries.slips import OpenCase

# What can have happened to one case since the workbook was made: it is told beside the case, the others go on.
_SINCE = (RevealedError, RecusedError, InterestOpenError, NotScorerError, LockStateError)


class MadeSlip(NamedTuple):
    """What was made. `password` is shown once; `is_kept` says that this computer's keyring holds it."""

    id: str
    changes: Changes
    password: str
    is_kept: bool


class Copy(NamedTuple):
    """A copy that was written: where, and what the act changed."""

    file: Path
    changes: Changes


class ReadIn(NamedTuple):
    """What reading in a file came to: whose workbook it is, and what the acts changed."""

    id: str
    changes: Changes


class SlipsDesk(PanelTable):
    """The acts of this part. SHOWN is the head that the screen showed."""

    def __init__(self, ground: Ground, *, is_demo: bool = False) -> None:
        super().__init__(ground)
        self._is_demo = is_demo
        self._panel = PanelDesk(ground)

    # Out

    def make(self, meeting_id: str, person: str, kind: SlipKind = "workbook", *, due: date | None = None) -> MadeSlip:
        """Make a workbook, or paper slips, for the cases that PERSON may score now.

        Raises NothingOpenError, ReplyPastError, NotSeatedError.
        """
        ground = self._ground
        id_, password = ground.ids.new(), slip_files.password(ground.ids) if kind == "workbook" else ""
        with ground.act() as act:
            meeting = self._meeting(act, meeting_id)
            meeting.seat(person)
            rules = panel_types.of_meeting(act.rows, meeting.id)
            voters = [seat.person for seat in meeting.voters]
            open_ = query.open_cases(act.rows, meeting_id, person, ground.me)
            body = SlipMade(
                kind=kind,
                meeting=meeting_id,
                person=person,
                name=council.person(act.rows, person).name,
                code=query.code_of(voters.index(person) + 1 if person in voters else 0),
                council=str((council.policy(act.rows, "letters", meeting.on) or {}).get("name", "")),
                panel=rules.name,
                on=meeting.on,
                cases=tuple(_case(act.rows, one, rules.pack) for one in open_ if not one.is_locked),
                dated=ground.clock.today(),
                due=due,
                is_invented=self._is_demo,
                seal="",
            )
            changes = act.record(slip.make(id_, self._hand(), body))
        return MadeSlip(id_, changes, password, bool(password) and slip_files.keep(id_, password))

    def file_name(self, slip_id: str) -> str:
        """Return the name that a copy is offered under: it names no child and no member."""
        return slip_files.name(slip.require_open(self._slip(slip_id)))

    def write(
        self, slip_id: str, path: Path, *, password: str = "", large_print: bool = False, replace_file: bool = False
    ) -> Copy:
        """Write a copy to PATH: a PDF, or a workbook under its password: PASSWORD where this computer keeps none.

        Raises SlipClosedError, SealAwayError, FileExistsAlreadyError, PublicationFolderError.
        """
        ground = self._ground
        ground.require("slip.written")
        state = self._slip(slip_id)
        made = slip.require_open(state)
        with ground.store.read() as conn:
            data = slip_files.draw(conn, slip_id, made, large_print=large_print)
        if made.kind == "workbook":
            word = password or slip_files.kept(slip_id)
            if not word:
                raise arriving.SealAwayError()
            data = sheet_forms.under_password(data, word)
        try:
            sheets.save(path, data, replace=replace_file)
        except OSError as fault:
            reason = (fault.strerror or type(fault).__name__).lower()
            where = Where(file=path.name)
            raise PublicationFolderError(where=where, folder=path.parent.name, reason=reason) from fault
        with ground.act() as act:
            state = act.load(state.subject)
            op = slip.write(state, self._hand(), path.name, hashlib.sha256(data).hexdigest())
            return Copy(path, act.record(op))

    def withdraw(self, slip_id: str, reason: str, *, shown: str | None = None) -> Changes:
        """Wait no more for it. Raises SlipClosedError, SlipReasonError."""
        with self._ground.act() as act:
            changes = act.record(slip.withdraw(self._load(act, slip_id, shown), self._hand(), reason))
        slip_files.forget(slip_id)
        return changes

    # Back

    def read_in(self, meeting_id: str, path: Path, *, password: str = "", also: Sequence[str] = ()) -> ReadIn:
        """Read in the workbook at PATH: keep the file, and lock each case that is whole and without a doubt.

        PASSWORD is what somebody typed; without one, those that this computer keeps are tried, and ALSO these.
        Raises what `slip_files.open_file` and `arriving.require_of` raise, SlipTooLateError, ReturnedBeforeError,
        NothingFilledError.
        """
        ground = self._ground
        ground.require("slip.returned")
        data = slip_files.content(path)
        with ground.store.read() as conn:
            known = [(id_, slip_files.kept(id_)) for id_ in query.ids(conn, meeting_id)]
            came = slip_files.open_file(path.name, data, password, [*also, *(word for _, word in known if word)])
            state = self._slip_if_known(came.known.slip)
            made = arriving.require_of(path.name, came.known, state, meeting_id)
            assert state is not None
            sha256 = hashlib.sha256(data).hexdigest()
            slip.require_new(state, sha256)
            if not query.still_open(conn, [case.round for case in made.cases]):
                raise arriving.SlipTooLateError(where=Where(file=path.name), file=path.name)
            reading = slip_files.read(conn, state.id, made, came)
        found = tuple(self._against_locked(case, made) for case in reading.cases)
        if all(one.state == "empty" for one in found):
            raise arriving.NothingFilledError(where=Where(file=path.name), file=path.name)
        sealed = self._sealed(state.id, data, came, password)
        doubts = (*reading.doubts, *(doubt for case in reading.cases for doubt in case.doubts))
        body = SlipReturned(ground.clock.today(), path.name, sha256, sealed, not came.password, found, doubts)
        with ground.act() as act:
            changes = act.record(slip.receive(self._load(act, state.id), self._hand(), body))
        whole = [one.item for one in found if slip.takable(one, in_doubt=False)]
        return ReadIn(state.id, changes.joined(self._lock(state.id, made, reading, whole)))

    def take(self, slip_id: str, items: Collection[str], *, password: str = "", shown: str | None = None) -> Changes:
        """Lock the answers for ITEMS all the same, after a person has looked at what is said of them.

        Answers other than the locked ones take their place. Raises NothingBackError, NotToTakeError, SealAwayError.
        """
        state = self._slip(slip_id)
        self._ground.fresh(state, shown)
        made, back = slip.require_open(state), state.back
        if back is None:
            raise slip.NothingBackError()
        wanted = [one for one in back.found if one.item in items]
        if unfit := [one for one in wanted if not slip.takable(one, in_doubt=True)]:
            raise slip.NotToTakeError(count=len(unfit))
        came = slip_files.unsealed(back, [word for word in (password, slip_files.kept(slip_id)) if word])
        with self._ground.store.read() as conn:
            reading = slip_files.read(conn, slip_id, made, came)
        others = [one.item for one in wanted if one.state == "other"]
        changes = NOTHING
        for case in made.cases:
            if case.item in others and self._sheet_of(case, made).is_locked:
                changes = changes.joined(self._panel.unlock_scores(case.round, person=made.person))
        return changes.joined(self._lock(slip_id, made, reading, items, is_strict=True))

    def set_aside(self, slip_id: str, reason: str, *, shown: str | None = None) -> Changes:
        """Take nothing more of what came back. Raises SlipClosedError, NothingBackError, SlipReasonError."""
        with self._ground.act() as act:
            return act.record(slip.set_aside(self._load(act, slip_id, shown), self._hand(), reason))

    # Paper

    def asked(self, slip_id: str, item: str) -> tuple[Asked, ...]:
        """Return what a slip asks about one case: the rows of the form that the clerk enters it in."""
        made = slip.require_open(self._slip(slip_id))
        case = next(one for one in made.cases if one.item == item)
        with self._ground.store.read() as conn:
            return slip_files.asked(conn, case)

    def enter(self, slip_id: str, item: str, ratings: Sequence[Rating], *, shown: str | None = None) -> Changes:
        """Lock what a member wrote on a paper slip as their own sheet. Raises SlipClosedError, and as `lock_scores`."""
        state = self._slip(slip_id)
        self._ground.fresh(state, shown)
        made = slip.require_open(state)
        case = next(one for one in made.cases if one.item == item)
        changes = self._panel.lock_scores(case.round, ratings, person=made.person)
        with self._ground.act() as act:
            return changes.joined(act.record(slip.take(self._load(act, slip_id), self._hand(), [item])))

    # Inside

    def _slip(self, slip_id: str) -> Slip:
        found: Slip = self._ground.store.load(Subject("slip", slip_id))
        return found

    def _slip_if_known(self, slip_id: str) -> Slip | None:
        found: Slip | None = self._ground.store.find(Subject("slip", slip_id)) if slip_id else None
        return found

    def _load(self, act: object, slip_id: str, shown: str | None = None) -> Slip:
        state: Slip = act.load(Subject("slip", slip_id))  # type: ignore[attr-defined]
        self._ground.fresh(state, shown)
        return state

    def _sheet_of(self, case: SlipCase, made: SlipMade) -> Sheet:
        id_ = scoring.sheet_id(case.round, made.person)
        found: Sheet | None = self._ground.store.find(Subject("sheet", id_))
        return found or Sheet(id_, "")

    def _against_locked(self, read: CaseRead, made: SlipMade) -> Found:
        """Return how far a case is, beside what the member locked before: same, other, or not locked."""
        case = next(one for one in made.cases if one.item == read.item)
        locked, found = self._sheet_of(case, made), read.found
        if not locked.is_locked or found.state in ("empty", "part"):
            return found
        same = found.state == "complete" and locked.ratings == read.ratings
        return Found(found.item, "same" if same else "other", found.missing)

    def _lock(
        self, slip_id: str, made: SlipMade, reading: Reading, items: Collection[str], *, is_strict: bool = False
    ) -> Changes:
        """Lock what was read for ITEMS; unless IS_STRICT, a case to which something happened since is passed over."""
        changes, taken = NOTHING, []
        by_item = {one.item: one for one in reading.cases}
        for case in made.cases:
            if case.item in items:
                with suppress(*(() if is_strict else _SINCE)):
                    ratings = by_item[case.item].ratings
                    changes = changes.joined(self._panel.lock_scores(case.round, ratings, person=made.person))
                    taken.append(case.item)
        if taken:
            with self._ground.act() as act:
                changes = changes.joined(act.record(slip.take(self._load(act, slip_id), self._hand(), taken)))
        return changes

    def _sealed(self, slip_id: str, data: bytes, came: slip_files.Opened, password: str) -> str:
        """Return the file as it is kept: as it was sent, or under a password where it came without."""
        if not came.password:
            word = password or slip_files.kept(slip_id) or slip_files.password(self._ground.ids)
            slip_files.keep(slip_id, word)
            data = sheet_forms.under_password(came.content, word)
        return base64.b64encode(data).decode()


def _case(conn: Connection, one: OpenCase, pack: Collection[str]) -> SlipCase:
    """Return what is printed of a case: its number, school year and papers, nothing that names the child."""
    row = casework.case(conn, one.case)
    frozen = [id_ for id_, _ in panel.papers(conn, one.item)]
    papers = {paper.id: paper for paper in casework.evidence(conn, one.case)}
    listed = [papers[id_] for id_ in frozen if id_ in papers] if not pack or "papers" in pack else []
    return SlipCase(
        item=one.item,
        case=one.case,
        reference=one.reference,
        round=one.round,
        phase=row.phase,
        framework_sha256=one.framework_sha256,
        strands=one.strands,
        about=(f"School year: {row.year_group}",) if row.year_group else (),
        papers=tuple(SlipPaper(paper.id, paper.title, paper.pages) for paper in listed),
        questions=one.questions,
    )
