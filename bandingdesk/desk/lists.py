"""What people do with lists taken in: settings, placements, term dates and caseloads, and an import taken back.

One way for every kind of list: how its columns are matched, what is wrong, what it would do, and the act itself.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeAlias

from bandingdesk import sheets
from bandingdesk.casework import columns, imports, intake
from bandingdesk.casework.columns import Mapping
from bandingdesk.casework.imports import Import
from bandingdesk.casework.intake import Intake
from bandingdesk.casework.lists import forms, placements, reading, sen2, sen2_checks, settings, term_dates, terms, undo
from bandingdesk.casework.lists.ops import Closure
from bandingdesk.casework.lists.terms import Terms
from bandingdesk.casework.ops import ImportRecorded
from bandingdesk.council.settings import Setting
from bandingdesk.desk.casework import CaseworkDesk, RowsSetAsideError
from bandingdesk.desk.ground import Ground, Made
from bandingdesk.ops import Op, Subject
from bandingdesk.sheets import Sheet, Workbook
from bandingdesk.statute import register
from bandingdesk.store import log
from bandingdesk.store.act import Act
from bandingdesk.store.changes import NOTHING, Changes
from bandingdesk.store.queries import council, lists

Checked: TypeAlias = Intake | reading.Checked[Any]
Effect: TypeAlias = intake.Effect | reading.Effect[Any]
Line: TypeAlias = Any
Earlier: TypeAlias = tuple[dict[str, str], ...]


class ListsDesk:
    """The acts of this part. `is_demo` marks what is added as invented."""

    def __init__(self, ground: Ground, *, is_demo: bool = False) -> None:
        self._ground = ground
        self._is_demo = is_demo
        self._casework = CaseworkDesk(ground, is_demo=is_demo)

    # The steps of an import

    def earlier(self, kind: str) -> Earlier:
        """Return how the columns of earlier lists of this kind were matched, the newest first."""
        with self._ground.store.read() as conn:
            return lists.remembered(conn, kind)

    def guess(self, kind: str, sheet: Sheet) -> Mapping:
        """Return the likeliest mapping of SHEET. Raises NoHeaderError."""
        return guess(kind, sheet, self.earlier(kind))

    def check(self, kind: str, workbook: Workbook, sheet: Sheet, mapping: Mapping) -> Checked:
        """Return what is ready and what is wrong. Raises ColumnMissingError."""
        if kind == "sen2":
            return sen2.checked(workbook.sheets, register.book(), self._ground.clock.today(), sen2_checks.local)
        if kind == "caseload":
            return intake.check(sheet, mapping, self._casework.known())
        with self._ground.store.read() as conn:
            reader = _reader(kind, conn)
        return reading.check(sheet, mapping, reader)

    def effect(self, kind: str, checked: Checked) -> Effect:
        """Return what importing the ready rows would do."""
        if isinstance(checked, Intake):
            return self._casework.effect(checked.ready)
        with self._ground.store.read() as conn:
            return _effect(kind, conn, checked.ready)[0]

    def take(
        self,
        kind: str,
        workbook: Workbook,
        path: Path,
        mapping: Mapping,
        checked: Checked,
        *,
        accept_good: bool = False,
    ) -> Made:
        """Take CHECKED in, as one act: all its rows, or with ACCEPT_GOOD the ready ones, or nothing.

        Raises RowsSetAsideError, SheetChangedError when the file is no longer what was checked.
        """
        if isinstance(checked, Intake):
            return self._casework.import_caseload(workbook, path, mapping, checked, accept_good=accept_good)
        self._ground.require("import.recorded")
        if checked.set_aside and not accept_good:
            raise RowsSetAsideError(count=len(checked.set_aside))
        if kind == "sen2":
            if _modules(path).sha256 != workbook.sha256:
                raise sheets.SheetChangedError(file=workbook.file)
        else:
            sheets.confirm(workbook, path)
        return self.take_lines(kind, checked, path.name, workbook.sha256, mapping)

    def take_lines(self, kind: str, checked: reading.Checked[Any], file: str, sha256: str, mapping: Mapping) -> Made:
        """Record the ready lines of a list in one act; lines that change nothing record nothing."""
        ground = self._ground
        with ground.act() as act:
            effect, heads = _effect(kind, act.rows, checked.ready)
            if not effect.new and not effect.changed:
                return Made("", NOTHING)
            made = ground.ids.new()
            new = list(self._ops(kind, act, effect, heads, made))
            body = ImportRecorded(
                file=file,
                sha256=sha256,
                sheet=checked.sheet,
                read=checked.read,
                new=len(effect.new),
                changed=len(effect.changed),
                same=len(effect.same),
                rejected=len(checked.set_aside),
                mapping=mapping.titles(),
                what=kind,
            )
            return Made(made, act.record(*new, imports.record(made, ground.me, ground.clock.now(), body)))

    def rejects(self, sheet: Sheet, mapping: Mapping, checked: Checked) -> bytes:
        """Return the rows set aside as a workbook: their columns unchanged and what is wrong; of SEN2 a list of it."""
        if mapping.form.kind == "sen2":
            said: list[list[sheets.Cell]] = [[one.sheet, one.row, one.fault()] for one in checked.problems]
            return sheets.write_xlsx([Sheet("SEN2", [["Module", "Row", intake.WHAT_IS_WRONG], *said])])
        return sheets.write_xlsx([intake.rejects(sheet, mapping, checked)])

    # Taken back

    def uses(self, import_id: str) -> tuple[undo.Use, ...]:
        """Return what stops an import from being taken back."""
        with self._ground.store.read() as conn:
            return lists.uses(conn, import_id)

    def undo(self, import_id: str, reason: str = "", *, shown: str | None = None) -> Changes:
        """Take an import back, as one act. Raises ImportUsedError naming the rows that were used, ImportUndoneError."""
        ground, now = self._ground, self._ground.clock.now()
        ground.require("import.undone")
        with ground.act() as act:
            state: Import = act.load(Subject("import", import_id))
            ground.fresh(state, shown)
            last = undo.undo(state, ground.me, now, reason, lists.uses(act.rows, import_id))
            touched = lists.touched(act.rows, import_id)
            before = self._before(act, [one for one in touched if one.before is not None])
            answers = [
                undo.answer(act.load(one.subject), before.get(one.subject), ground.me, now, import_id, register.book())
                for one in reversed(touched)
            ]
            return act.record(*answers, last)

    def _sen2(self, act: Act, effect: reading.Effect[Any], made: str) -> Iterable[Op]:
        """Give the ops of people read from the return: child and case where they are new, and the entries they lack."""
        ground, now, book = self._ground, self._ground.clock.now(), register.book()
        cases = {one.case: one.head for one in lists.cases_known(act.rows)}
        for line in effect.new:
            child, opened = imports.new_plan(line.plan, ground.ids.new, ground.me, now, made, invented=self._is_demo)
            opened = replace(opened, body=replace(opened.body, kind=sen2.kind_of(line)))
            yield from (child, opened)
            new = range(len(line.entries))
            yield from sen2.entries(line, new, opened.subject.id, None, ground.ids.new, ground.me, now, made, book)
        for change in effect.changed:
            case = change.before.case
            known = [(id_, type_, values) for id_, type_, values in lists.all_entries(act.rows, case)]
            yield from sen2.entries(
                change.after, sen2.new_entries(change.after, known, book), case, cases[case], ground.ids.new, ground.me,
                now, made, book, known=known,
            )  # fmt: skip

    def _before(self, act: Act, changed: Sequence[lists.Touched]) -> dict[Subject, Any]:
        """Return the states that the CHANGED subjects had before, folded again from the record."""
        store = self._ground.store
        heads = {one.subject: one.before for one in changed}
        states: dict[Subject, Any] = {}
        for op in log.histories(act.rows, store.registry.kinds, list(heads)):
            known = states.get(op.subject)
            if known is None or known.head != heads[op.subject]:
                states[op.subject] = store.registry.folds[op.subject.kind].apply(known, op)
        return states

    # Term dates by hand

    def set_closures(self, setting: str, closures: Iterable[Closure], *, shown: str | None = None) -> Changes:
        """Record when SETTING (its URN, "" for all of the council) is closed, all of it. Raises ClosureDatesError."""
        ground = self._ground
        with ground.act() as act:
            known: Terms | None = act.find(terms.subject(setting))
            if known is not None:
                ground.fresh(known, shown)
            return act.record(terms.record(known, setting, closures, ground.me, ground.clock.now(), None))

    def _ops(self, kind: str, act: Act, effect: reading.Effect[Any], heads: dict[str, str], made: str) -> Iterable[Op]:
        ground, now, book = self._ground, self._ground.clock.now(), register.book()
        match kind:
            case "settings":
                for line in effect.new:
                    yield settings.add(line, ground.ids.new(), ground.me, now, made, invented=self._is_demo)
                for change in effect.changed:
                    state: Setting = act.load(Subject("setting", change.before.id))
                    yield settings.change(change.after, state, ground.me, now, made)
            case "placements":
                for line in effect.new:
                    yield placements.add(line, ground.ids.new(), ground.me, now, made, book, heads[line.case])
                for change in effect.changed:
                    placed = act.load(Subject("entry", change.before.id))
                    yield placements.change(change.after, placed, ground.me, now, made, book)
            case "sen2":
                yield from self._sen2(act, effect, made)
            case "term-dates":
                said = [*effect.new, *(change.after for change in effect.changed)]
                found = {line.setting: act.find(terms.subject(line.setting)) for line in said}
                known = {setting: state for setting, state in found.items() if state is not None}
                yield from term_dates.record(said, known, ground.me, now, made)


def _settings_known(conn: Any) -> dict[Hashable, settings.SettingLine]:
    return settings.on_record(
        settings.SettingLine(
            row.name, row.kind, row.urn or "", row.ukprn or "", row.laestab or "", row.address, row.email or "",
            row.opened, row.closed, id=row.id,
        )
        for row in council.settings(conn)
    )  # fmt: skip


def _reader(kind: str, conn: Any) -> reading.Reader[Any]:
    match kind:
        case "settings":
            return settings.read
        case "placements":
            reader: reading.Reader[Any] = placements.reader(
                placements.Finder(lists.cases_known(conn), _settings_known(conn))
            )
            return reader
        case _:
            closed: reading.Reader[Any] = term_dates.reader(_settings_known(conn))
            return closed


def guess(kind: str, sheet: Sheet, earlier: Earlier) -> Mapping:
    """Return the likeliest mapping of SHEET; a list whose titles came EARLIER is matched as it was then.

    Raises NoHeaderError.
    """
    form = forms.FORMS[kind]
    if kind == "sen2":  # its columns have the names that the return gives them
        return Mapping(sheet.name, 1, 1, (), (), form)
    return columns.guess(sheet, columns.of_same_source(sheet, earlier), form)


def read(kind: str, path: Path) -> Workbook:
    """Return the file at PATH as its sheets; of SEN2 the folder, or the folder of the file, module by module.

    Raises as `sheets.read`, and NoModuleError.
    """
    return _modules(path) if kind == "sen2" else sheets.read(path)


def _modules(path: Path) -> Workbook:
    """Return the modules of the SEN2 return in a folder, or beside a file of it, as one workbook. Raises NoModuleError.

    Files of one export share what stands before the module's name; of several exports, those of the file are taken.
    """
    folder, start = (path, "") if path.is_dir() else (path.parent, path.stem[: -len(sen2.module_of(path.stem)) or None])
    if not path.is_dir() and not sen2.module_of(path.stem):
        whole = sheets.read(path)  # a workbook with a sheet for each module
        return whole if any(sen2.module_of(one.name) == "person" for one in whole.sheets) else _none(path)
    names = [one for one in sorted(folder.glob("*.csv")) if sen2.module_of(one.stem)]
    if not start and names:
        newest = max(names, key=lambda one: one.stat().st_mtime_ns)
        start = newest.stem[: -len(sen2.module_of(newest.stem))]
    books = []
    for one in names:
        if one.stem.startswith(start) and one.stem[len(start) :].lower() == sen2.module_of(one.stem):
            with contextlib.suppress(sheets.SheetEmptyError):  # a module without a row is a file without one
                books.append(sheets.read(one))
    if not any(sen2.module_of(book.sheets[0].name) == "person" for book in books):
        return _none(path)
    sha256 = hashlib.sha256("".join(book.sha256 for book in books).encode()).hexdigest()
    return Workbook(path.name, sha256, tuple(book.sheets[0] for book in books))


def _none(path: Path) -> Workbook:
    raise sen2.NoModuleError(file=path.name)


def _effect(kind: str, conn: Any, ready: Sequence[Line]) -> tuple[reading.Effect[Any], dict[str, str]]:
    """Return what READY would do, and the heads of the cases it speaks of."""
    match kind:
        case "settings":
            return reading.effect(ready, settings.matched(ready, _settings_known(conn))), {}
        case "sen2":
            return _sen2_effect(conn, ready), {}
        case "placements":
            cases = lists.cases_known(conn)
            names = {one.case: one.plan.name for one in cases}
            known = placements.known(lists.entries_of(conn, "placement"), names)
            return reading.effect(ready, known), {one.case: one.head for one in cases}
        case _:
            lines = term_dates.between(ready)
            held = term_dates.known(lists.terms_known(conn), lines)
            return reading.effect(lines, held), {}


def _sen2_effect(conn: Any, ready: Sequence[sen2.Sen2Line]) -> reading.Effect[Any]:
    """Return who of the return is new, who lacks an entry, and who is there with all of it."""
    book = register.book()
    known = {key: one for one in lists.cases_known(conn) for key in sen2.known_as(one.plan)}
    held: dict[str, list[tuple[str, str, Any]]] = {}
    for id_, case, type_, values in lists.every_entry(conn):
        held.setdefault(case, []).append((id_, type_, values))
    new, changed, same = [], [], []
    for line in ready:
        one = next((known[key] for key in sen2.known_as(line.plan) if key in known), None)
        if one is None:
            new.append(line)
        elif sen2.new_entries(line, held.get(one.case, ()), book):
            before = replace(line, case=one.case, entries=())
            changed.append(reading.Change(before, line, ("entries",)))
        else:
            same.append(line)
    return reading.Effect(tuple(new), tuple(changed), tuple(same))
