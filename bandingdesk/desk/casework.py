"""What people do on a child's case, and how a list becomes cases."""

from __future__ import annotations

from collections.abc import Mapping as Texts
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from bandingdesk import sheets
from bandingdesk.casework import case as cases
from bandingdesk.casework import child as children
from bandingdesk.casework import imports, intake
from bandingdesk.casework.case import Case
from bandingdesk.casework.columns import Mapping
from bandingdesk.casework.intake import Effect, Intake, Known, PlanRow
from bandingdesk.casework.ops import (
    SENDERS,
    AppealLodged,
    EvidenceAdded,
    ExtractMarked,
    HistoryEntry,
    HistoryRecorded,
    ImportRecorded,
    ReviewHeld,
    Sender,
)
from bandingdesk.casework.papers import evidence
from bandingdesk.casework.papers.evidence import Evidence
from bandingdesk.desk.ground import Ground, Made
from bandingdesk.errors import QT_TRANSLATE_NOOP, RefusedError
from bandingdesk.ops import Op, Subject
from bandingdesk.sheets import Sheet, Workbook
from bandingdesk.store import blobs
from bandingdesk.store.changes import NOTHING, Changes
from bandingdesk.store.queries import plans, rulebooks
from bandingdesk.store.queries.council import frameworks_in_force

NO_REASONS: Texts[str, str] = {}


class RowsSetAsideError(RefusedError):
    """COUNT rows are not ready, and nobody chose to leave them aside."""

    code = "IM-40"
    message = QT_TRANSLATE_NOOP("errors", "{count} rows are not ready to import.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing has been imported. Your matching of columns is kept.")
    do = QT_TRANSLATE_NOOP(
        "errors", "Mend the rows and read the file again, or import the ready rows and leave these aside."
    )


class SameChildTwiceError(RefusedError):
    """Two rows, ROWS, are found to be one child of the record."""

    code = "IM-44"
    message = QT_TRANSLATE_NOOP("errors", "Rows {rows} are the same child of your record.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing has been imported. Your matching of columns is kept.")
    do = QT_TRANSLATE_NOOP("errors", "Check the list again, keep one of the rows, then import it.")


class CaseworkDesk:
    """The acts of casework. `is_demo` marks every child that is added as invented."""

    def __init__(self, ground: Ground, *, is_demo: bool = False) -> None:
        self._ground = ground
        self._is_demo = is_demo

    # Lists

    def known(self) -> Known:
        """Return what checking a list needs to know: today, the bands in force, the plans on record."""
        with self._ground.store.read() as conn:
            today = self._ground.clock.today()
            found = [rulebooks.names(conn, row.id).bands for row in frameworks_in_force(conn, today)]
            bands = frozenset(name for names in found for name in names.values())
            return Known(today, bands, tuple(one.plan for one in plans.on_record(conn)))

    def effect(self, rows: Sequence[PlanRow]) -> Effect:
        """Return what importing ROWS would do to the plans on record."""
        with self._ground.store.read() as conn:
            return intake.effect(rows, [one.plan for one in plans.on_record(conn)])

    def import_caseload(
        self, workbook: Workbook, path: Path, mapping: Mapping, checked: Intake, *, accept_good: bool = False
    ) -> Made:
        """Take CHECKED in, as one act: all its rows, or with ACCEPT_GOOD the ready ones, or nothing.

        Raises RowsSetAsideError, SheetChangedError when the file is no longer what was checked.
        """
        self._ground.require("import.recorded")
        if checked.set_aside and not accept_good:
            raise RowsSetAsideError(count=len(checked.set_aside))
        sheets.confirm(workbook, path)
        return self.take_plans(checked.ready, path.name, workbook.sha256, mapping, checked)

    def take_plans(
        self,
        rows: Sequence[PlanRow],
        file: str,
        sha256: str,
        mapping: Mapping | None = None,
        checked: Intake | None = None,
    ) -> Made:
        """Record ROWS as children and cases in one act; rows that change nothing record nothing."""
        ground, now = self._ground, self._ground.clock.now()
        with ground.act() as act:
            known = plans.on_record(act.rows)
            ids = {id(one.plan): one for one in known}
            effect = intake.effect(rows, [one.plan for one in known])
            if not effect.new and not effect.changed:
                return Made("", NOTHING)
            _refuse_twins(effect)
            made = ground.ids.new()
            new: list[Op] = []
            for plan in effect.new:
                new += imports.new_plan(plan, ground.ids.new, ground.me, now, made, invented=self._is_demo)
            for change in effect.changed:
                one = ids[id(change.before)]
                child, case = act.load(Subject("child", one.child)), act.load(Subject("case", one.case))
                new += imports.changed_plan(change.after, child, case, ground.me, now, made)
            body = ImportRecorded(
                file=file,
                sha256=sha256,
                sheet=checked.sheet if checked else "",
                read=checked.read if checked else len(rows),
                new=len(effect.new),
                changed=len(effect.changed),
                same=len(effect.same),
                rejected=len(checked.set_aside) if checked else 0,
                mapping=mapping.titles() if mapping else {},
            )
            return Made(made, act.record(*new, imports.record(made, ground.me, now, body)))

    def open_case(self, plan: PlanRow, *, uln: str = "", kept: Texts[str, str] = NO_REASONS) -> Made:
        """Register a child and open a case, as typed by a person; the made id is the case's.

        KEPT says why an identifier stays whose check fails ("upn", "urn"): a doubt never stops the act.
        """
        ground, now = self._ground, self._ground.clock.now()
        born, opened = imports.new_plan(plan, ground.ids.new, ground.me, now, None, invented=self._is_demo)
        born = replace(born, body=replace(born.body, uln=uln or None))
        with ground.act() as act:
            changes = act.record(born, opened)
            for body in children.reasons(born.body, kept, plan.setting_urn):
                changes = changes.joined(act.record(children.keep(act.load(born.subject), ground.me, now, body)))
            return Made(opened.subject.id, changes)

    # One case

    def hold_review(self, case: str, body: ReviewHeld, *, shown: str | None = None) -> Changes:
        """Record the review meeting, which starts the law's four weeks."""
        ground = self._ground
        with ground.act() as act:
            state = self._case(act.load(Subject("case", case)), shown)
            op = cases.hold_review(state, ground.me, ground.clock.now(), body, today=ground.clock.today())
            return act.record(op)

    def assign(self, case: str, person: str, *, shown: str | None = None) -> Changes:
        """Give the case to a caseworker."""
        ground = self._ground
        with ground.act() as act:
            state = self._case(act.load(Subject("case", case)), shown)
            return act.record(cases.assign(state, ground.me, ground.clock.now(), person))

    def record_history(self, case: str, entries: Sequence[HistoryEntry], source: str) -> Changes:
        """Record what happened before this record began."""
        return self.record_histories([(case, entries)], source)

    def record_histories(self, histories: Sequence[tuple[str, Sequence[HistoryEntry]]], source: str) -> Changes:
        """Record the earlier history of many cases in one act."""
        ground, now = self._ground, self._ground.clock.now()
        with ground.act() as act:
            ops = [
                cases.record_history(
                    act.load(Subject("case", case)), ground.me, now, HistoryRecorded(tuple(entries), source)
                )
                for case, entries in histories
            ]
            return act.record(*ops)

    def lodge_appeal(self, case: str, body: AppealLodged) -> Changes:
        """Record that the family appealed."""
        ground = self._ground
        with ground.act() as act:
            return act.record(cases.lodge_appeal(act.load(Subject("case", case)), ground.me, ground.clock.now(), body))

    # Papers

    def add_evidence(
        self,
        case: str,
        contents: bytes,
        *,
        title: str,
        author: str,
        author_role: str,
        dated: date,
        kind: str,
        mime: str,
        pages: int,
        sender: Sender | None = None,
    ) -> Made:
        """Keep a paper's bytes beside the store, encrypted and read back, then record it. Its kind may tell SENDER."""
        ground = self._ground
        ground.require("evidence.added")
        blob = blobs.put(ground.store, case, contents)
        whose = sender or SENDERS.get(kind, "unknown")
        body = EvidenceAdded(case, title, author, author_role, dated, kind, blob.sha256, blob.size, mime, pages, whose)  # type: ignore[arg-type]  # the screen offers the kinds only
        with ground.act() as act:
            made = ground.ids.new()
            return Made(made, act.record(evidence.add(made, ground.me, ground.clock.now(), body)))

    def mark_extract(
        self, paper: str, strand: str, page: int, text: str, highlight: str, *, shown: str | None = None
    ) -> Made:
        """Mark a passage of a paper for a strand; the made id is the extract's."""
        ground = self._ground
        with ground.act() as act:
            state: Evidence = act.load(Subject("evidence", paper))
            ground.fresh(state, shown)
            made = ground.ids.new()
            body = ExtractMarked(made, strand, page, text, highlight)
            return Made(made, act.record(evidence.mark(state, ground.me, ground.clock.now(), body)))

    def contents(self, case: str, sha256: str) -> bytes:
        """Return the bytes of a paper or letter of a case, checked against their hash."""
        return blobs.get(self._ground.store, case, sha256)

    def rejects(self, sheet: Sheet, mapping: Mapping, checked: Intake) -> bytes:
        """Return the rows set aside as a workbook: their columns unchanged and what is wrong."""
        return sheets.write_xlsx([intake.rejects(sheet, mapping, checked)])

    def _case(self, state: Case, shown: str | None) -> Case:
        self._ground.fresh(state, shown)
        return state


def _refuse_twins(effect: Effect) -> None:
    """Check that no two rows change one child: between check and import another window may have added it."""
    rows: dict[int, list[int]] = {}
    for change in effect.changed:
        rows.setdefault(id(change.before), []).append(change.after.row)
    for twins in rows.values():
        if len(twins) > 1:
            raise SameChildTwiceError(rows=", ".join(str(row) for row in sorted(twins)))
