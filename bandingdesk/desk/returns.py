"""What people do with forms that people outside fill in, and what they send back.

A form is made, and copies of it are written as files, which a person sends in their own way: nothing is sent from here.
A file that comes back is kept as it is and read; what of it is taken over, a person says.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bandingdesk import sheet_forms, sheets
from bandingdesk.casework import cells
from bandingdesk.casework.ops import EvidenceAdded, Sender
from bandingdesk.casework.papers import advice, evidence
from bandingdesk.casework.papers.looking import DOCX
from bandingdesk.casework.papers.ops import AdviceCame
from bandingdesk.casework.returns import arriving, form, from_workbook, levels, questions, returned
from bandingdesk.casework.returns.found import Notes, Reading, differences
from bandingdesk.casework.returns.ops import FormKind, FormMade, FormWritten, ReturnReceived
from bandingdesk.desk import around, return_files
from bandingdesk.desk.ground import Ground, Made
from bandingdesk.desk.profiles import ProfilesDesk
from bandingdesk.desk.publications import PublicationFolderError
from bandingdesk.errors import Where
from bandingdesk.ops import Op, Subject
from bandingdesk.store import blobs
from bandingdesk.store.changes import Changes
from bandingdesk.store.queries import casework as cases
from bandingdesk.store.queries import closed, council, party_profiles, rulebooks
from bandingdesk.store.queries import returns as query

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from bandingdesk.casework.papers.advice import Advice
    from bandingdesk.casework.returns.form import Form
    from bandingdesk.casework.returns.returned import Return
    from bandingdesk.desk.return_files import Opened
    from bandingdesk.store.act import Act
    from bandingdesk.store.queries.casework import CaseRow

POLICY = "forms"  # {"called": "initials" | "name" | "nothing"}: what a form calls the child


class Copy(NamedTuple):
    """A copy of a form that was written: where, and what the act changed."""

    file: Path
    changes: Changes


class ReturnsDesk:
    """The acts of this part. `is_demo` marks what is added as invented."""

    def __init__(self, ground: Ground, *, is_demo: bool = False) -> None:
        self._ground = ground
        self._is_demo = is_demo
        self._profiles = ProfilesDesk(ground, is_demo=is_demo)

    # Sent out

    def make(
        self,
        case: str,
        kind: FormKind,
        *,
        to_name: str,
        to_role: str,
        due: date | None = None,
        large_print: bool = False,
        request: str | None = None,
    ) -> Made:
        """Make a form for the child of a case; it stands in the place of the last one of its kind to that person.

        Raises ReplyDayError, LetterStoppedError after a death, CaseClosedError, NothingInForceError.
        """
        ground = self._ground
        today, id_ = ground.clock.today(), ground.ids.new()
        with ground.act() as act:
            closed.require_open(act.rows, case, ground.me)
            row = cases.case(act.rows, case)
            around.require_not_stopped(act.rows, row.child_id)
            body = FormMade(
                case=case,
                kind=kind,
                reference=row.reference,
                called=_called(act.rows, row, today),
                council=str((council.policy(act.rows, "letters", today) or {}).get("name", "")),
                to_name=to_name.strip(),
                to_role=to_role.strip(),
                setting=row.setting_name if kind == "setting_profile" else "",
                phase=row.phase,
                dated=today,
                due=due,
                book=questions.book(kind).version,
                framework_sha256=_framework_sha256(act.rows, case, kind, today),
                large_print=large_print,
                is_invented=self._is_demo or row.invented,
                seal="",
                replaces=query.newest_like(act.rows, case, kind, to_name.strip(), request),
                request=request,
            )
            return Made(id_, act.record(form.make(id_, ground.me, ground.clock.now(), body)))

    def file_name(self, form_id: str) -> str:
        """Return the name that a copy of a form is offered under."""
        return return_files.name(form.require_open(self._form(form_id)))

    def write(self, form_id: str, path: Path, *, password: str = "", replace_file: bool = False) -> Copy:
        """Write a copy of a form to PATH, under PASSWORD where one is given, and record that it left.

        Raises FormWithdrawnError, LetterStoppedError, FileExistsAlreadyError, PublicationFolderError.
        """
        ground = self._ground
        ground.require("form.written")
        made = form.require_open(self._form(form_id))
        with ground.store.read() as conn:
            around.require_not_stopped(conn, cases.case(conn, made.case).child_id)
            data = return_files.draw(conn, form_id, made)
        if password:
            data = sheet_forms.under_password(data, password)
        try:
            sheets.save(path, data, replace=replace_file)
        except OSError as fault:
            reason = (fault.strerror or type(fault).__name__).lower()
            where = Where(file=path.name)
            raise PublicationFolderError(where=where, folder=path.parent.name, reason=reason) from fault
        body = FormWritten(made.case, path.name, hashlib.sha256(data).hexdigest(), bool(password))
        with ground.act() as act:
            state: Form = act.load(Subject("form", form_id))
            return Copy(path, act.record(form.write(state, ground.me, ground.clock.now(), body)))

    def withdraw(self, form_id: str, reason: str, *, shown: str | None = None) -> Changes:
        """Wait no more for a form. Raises FormWithdrawnError, ReasonMissingError."""
        ground = self._ground
        with ground.act() as act:
            state: Form = act.load(Subject("form", form_id))
            ground.fresh(state, shown)
            return act.record(form.withdraw(state, ground.me, ground.clock.now(), reason))

    # Come back

    def receive(self, case: str, path: Path, *, on: date | None = None, password: str = "") -> Made:
        """Keep the file at PATH, which came in on a day (today), and what was read from it; nothing is taken over.

        Raises what `return_files.open_file` and `arriving.require_of` raise, and ReceivedBeforeError.
        """
        return self.receive_bytes(case, path.name, return_files.content(path), on=on, password=password)

    def receive_bytes(self, case: str, file: str, data: bytes, *, on: date | None = None, password: str = "") -> Made:
        """Keep what came back as DATA, a file of the name FILE, as `receive`."""
        ground = self._ground
        ground.require("return.received")
        today = ground.clock.today()
        came = return_files.open_file(file, data, password)
        with ground.store.read() as conn:
            closed.require_open(conn, case, ground.me)
            row = cases.case(conn, case)
            made = self._whose(conn, came, row)
            reading = self._read(conn, came, made, row, today)
        mime = DOCX if came.kind == "document" else arriving.WORKBOOK
        blob = blobs.put(ground.store, case, came.content)
        read = (reading.answers, reading.doubts)
        body = ReturnReceived(case, came.known.form, made.kind, on or today, file, blob.sha256, blob.size, mime, *read)
        with ground.act() as act:
            id_ = ground.ids.new()
            known = [(sha256, day) for sha256, day, _ in query.before(act.rows, came.known.form)]
            return Made(id_, act.record(returned.receive(id_, ground.me, ground.clock.now(), body, known)))

    def ask(self, return_id: str, about: Collection[str], words: str, *, shown: str | None = None) -> Changes:
        """Note what the sender was asked. Raises ReturnClosedError, ReasonMissingError."""
        ground = self._ground
        with ground.act() as act:
            state = self._return(act, return_id, shown)
            return act.record(returned.ask(state, ground.me, ground.clock.now(), about, words))

    def set_aside(self, return_id: str, reason: str, *, shown: str | None = None) -> Changes:
        """Take nothing of a return over. Raises ReturnClosedError, ReasonMissingError."""
        ground = self._ground
        with ground.act() as act:
            state = self._return(act, return_id, shown)
            return act.record(returned.set_aside(state, ground.me, ground.clock.now(), reason))

    def take(
        self,
        return_id: str,
        taken: Collection[str],
        left_out: Collection[str],
        *,
        seen: bool = False,
        shown: str | None = None,
    ) -> Changes:
        """Take answers over: levels into the setting's profile, views and advice among the papers.

        Raises what `returned.require_settled` raises; for levels also what `profiles.take_setting_profile` raises.
        """
        ground, changes = self._ground, None
        with ground.store.read() as conn:
            closed.require_open(conn, self._received(return_id).case, ground.me)
        state: Return = ground.store.load(Subject("return", return_id))
        ground.fresh(state, shown)
        got = returned.require_settled(state, taken, left_out, seen=seen)
        if got.kind == "setting_profile":
            changes = self._lock(return_id, got, taken)
        with ground.act() as act:
            state = act.load(Subject("return", return_id))
            became, ops = self._became(act, got)
            now = ground.clock.now()
            op = returned.take(state, ground.me, now, taken, left_out, seen=seen, became=became)
            recorded = act.record(*ops, op)
        return recorded if changes is None else changes.joined(recorded)

    # Inside

    def _form(self, form_id: str) -> Form:
        found: Form = self._ground.store.load(Subject("form", form_id))
        return found

    def _received(self, return_id: str) -> ReturnReceived:
        state: Return = self._ground.store.load(Subject("return", return_id))
        if state.received is None:
            raise returned.ReturnClosedError()
        return state.received

    def _return(self, act: Act, return_id: str, shown: str | None) -> Return:
        state: Return = act.load(Subject("return", return_id))
        self._ground.fresh(state, shown)
        return state

    def _whose(self, conn: Connection, came: Opened, row: CaseRow) -> FormMade:
        """Return the form that CAME says to be, where it may be read in the case that is open."""
        found: Form | None = self._ground.store.find(Subject("form", came.known.form)) if came.known.form else None
        its_case = cases.find(conn, found.made.case) if found is not None and found.made is not None else None
        now = arriving.Open(row.id, row.child_id, row.reference)
        return arriving.require_of(came.file, came.known, found, now, its_case.child_id if its_case else None)

    def _read(self, conn: Connection, came: Opened, made: FormMade, row: CaseRow, today: date) -> Reading:
        """Return what CAME says, the doubts about the file as a whole first."""
        first = Notes()
        if (says := arriving.ending(came.file, came.kind)) is not None:
            first.doubt("ending", found=says[0], expected=says[1])
        if other := return_files.saved_otherwise(came):
            first.doubt("other_program", found=other)
        if not arriving.same_code(came.known, made):
            first.doubt("seal", found=came.known.code or "gone", expected=form.check_code(made.seal))
        state = self._form(came.known.form)
        if state.withdrawn is not None:
            first.doubt("withdrawn", found=state.withdrawn)
        if (newer := query.newer(conn, state.id)) is not None:
            first.doubt("older_form", expected=_day(newer))
        if made.case != row.id:
            first.doubt("same_child", found=made.reference)
        if made.framework_sha256 and form.WITH_STRANDS & {made.kind}:
            now = _framework_sha256(conn, row.id, made.kind, today)
            if now is not None and now != made.framework_sha256:
                first.doubt(
                    "older_framework", found=_edition(conn, made.framework_sha256), expected=_edition(conn, now)
                )
        if made.book != questions.book(made.kind).version:
            first.doubt("older_book", found=made.book, expected=questions.book(made.kind).version)
        found = return_files.read(conn, state.id, made, came, today)
        for _, on, other_reading in query.before(conn, state.id)[:1]:
            if labels := list(differences(other_reading, found)):
                first.doubt("again", found=", ".join(labels), expected=_day(on))
        return Reading(found.answers, (*first.doubts, *found.doubts))

    def _lock(self, return_id: str, got: ReturnReceived, taken: Collection[str]) -> Changes | None:
        """Lock the setting's profile as it came; None where this very return was locked before and then interrupted."""
        source = query.source(return_id)
        made = form.require_open(replace(self._form(got.form), withdrawn=None))
        rated = list(from_workbook.rated(one for one in got.answers if one.key in taken))
        with self._ground.store.read() as conn:
            known = party_profiles.profiles(conn, got.case)[0]
            names = levels.names(rulebooks.framework(conn, made.framework_sha256 or ""))
        if known.is_locked and known.source == source:
            return None
        return self._profiles.take_setting_profile(
            got.case,
            made.framework_sha256 or "",
            {strand: level for strand, level, _ in rated},
            {strand: note for strand, _, note in rated if note},
            from_workbook.evidence(got.answers, taken, names),
            source=source,
        )

    def _became(self, act: Act, got: ReturnReceived) -> tuple[tuple[str, ...], list[Op]]:
        """Return what the answers went into, and the ops that bring it about: views and advice become a paper."""
        ground = self._ground
        if got.kind == "setting_profile":
            return (f"profile:{got.case}.setting",), []
        state: Form = act.load(Subject("form", got.form))
        made = state.made
        for row in cases.evidence(act.rows, got.case):
            if row.sha256 == got.sha256:  # somebody added the file by hand before
                return (f"evidence:{row.id}",), self._answers_request(act, made, got, row.id)
        said, id_ = Reading(got.answers, ()), ground.ids.new()
        sender: Sender = "professional" if got.kind == "advice" else "family"
        body = EvidenceAdded(
            got.case,
            questions.book(got.kind).title,
            said.of("name") or (made.to_name if made else ""),
            (made.to_role if made else "") or said.of("role"),
            (cells.day(said.of("day")) if got.kind == "advice" else None) or got.on,
            "advice" if got.kind == "advice" else "views",
            got.sha256,
            got.size,
            got.mime,
            1,
            sender,
        )
        added = evidence.add(id_, ground.me, ground.clock.now(), body)
        return (f"evidence:{id_}",), [added, *self._answers_request(act, made, got, id_)]

    def _answers_request(self, act: Act, made: FormMade | None, got: ReturnReceived, paper: str) -> list[Op]:
        """Return the op that says that the advice asked for has come, where the form was made for a request."""
        request: Advice | None = None
        if made is not None and made.request is not None:
            request = act.find(Subject("advice", made.request))
        if request is None or request.state != "asked" or (request.sent is not None and got.on < request.sent):
            return []  # what came before it was asked for is another advice
        ground = self._ground
        came = AdviceCame(got.on, paper)
        return [advice.take(request, ground.me, ground.clock.now(), came, today=ground.clock.today())]


def _called(conn: Connection, row: CaseRow, today: date) -> str:
    """Return what a form calls the child, as the council chose: initials unless it said otherwise."""
    chosen = (council.policy(conn, POLICY, today) or {}).get("called", "initials")
    if chosen == "name":
        return row.child_name
    first = "".join(part[:1] for part in row.child_name.split()[:3]).upper()
    return first if chosen == "initials" else ""


def _framework_sha256(conn: Connection, case: str, kind: FormKind, today: date) -> str | None:
    """Return the version whose strands a form names. Raises NothingInForceError for a form that asks for levels."""
    if kind not in form.WITH_STRANDS:
        return None
    try:
        return party_profiles.framework_sha256(conn, case, today)
    except council.NothingInForceError:
        if kind in form.PER_LEVEL:
            raise
        return None


def _edition(conn: Connection, sha256: str) -> str:
    names = rulebooks.names(conn, sha256)
    return f"{names.title} {names.version}"


def _day(on: date) -> str:
    from bandingdesk.matrix import edition

    return edition.day(on)
