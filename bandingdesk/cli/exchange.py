"""`import FILE --kind caseload|settings|placements|term-dates|sen2`: a list into the store, all its rows or none.

What is wrong is said row by row, and written to a file of rejects where one is asked for.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError, RefusedError, Where

if TYPE_CHECKING:
    from bandingdesk.casework.columns import Form, Mapping
    from bandingdesk.cli.output import Output
    from bandingdesk.desk.desk import Desk
    from bandingdesk.desk.lists import Checked, Effect
    from bandingdesk.sheets import Sheet, Workbook

KINDS = ("caseload", "settings", "placements", "term-dates", "sen2")
TWIN = "IM-29"


class MappingFileError(InvalidError):
    """FILE is not a JSON object of our field names and their column titles: REASON."""

    code = "IM-41"
    message = QT_TRANSLATE_NOOP("errors", "The mapping {file} can't be used: {reason}.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing has been imported.")
    do = QT_TRANSLATE_NOOP("errors", 'Give an object such as {{"surname": "Last name"}}: a field and its column title.')


class NobodyHereError(RefusedError):
    """The store has no person who could be named as the one who imports."""

    code = "IM-42"
    message = QT_TRANSLATE_NOOP("errors", "Nobody is set up in this store, so nobody can be named for the import.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing has been imported.")
    do = QT_TRANSLATE_NOOP("errors", "Open the store in the window once and say who you are.")


class NotADemoError(RefusedError):
    """--as was given for a store that is no demo, or names nobody of it."""

    code = "IM-43"
    message = QT_TRANSLATE_NOOP("errors", "You can act as {person} only in a demo store that knows this person.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing has been imported.")
    do = QT_TRANSLATE_NOOP("errors", "Leave --as out, or name somebody of the demo by initials.")


def add(parser: argparse.ArgumentParser, command: str) -> None:
    """Add the arguments of `import`."""
    parser.add_argument("file", type=Path, metavar="FILE", help="a workbook (xlsx, xls, ods) or a CSV file")
    parser.add_argument("--kind", required=True, choices=KINDS, help="what the rows are")
    parser.add_argument("--mapping", type=Path, metavar="FILE", help="JSON: our field names and your column titles")
    parser.add_argument("--dry-run", action="store_true", help="check and say what would change, record nothing")
    parser.add_argument("--rejects", type=Path, metavar="FILE", help="write the rows that are not ready to this xlsx")
    parser.add_argument("--accept-good", action="store_true", help="import the ready rows, leave the others aside")
    parser.add_argument("--force", action="store_true", help="replace the file of rejects where it exists")
    parser.set_defaults(command=command)


def run(args: argparse.Namespace, out: Output) -> int:
    """Import or try one list. Return 0 when all rows are in, 1 when rows are set aside, 3 when nothing was taken."""
    from bandingdesk.casework import columns
    from bandingdesk.casework.lists import forms
    from bandingdesk.desk.lists import read

    form = forms.FORMS[args.kind]
    workbook = read(args.kind, args.file)
    titles = _titles(args.mapping, form)
    if args.kind == "sen2":
        sheet, mapping = workbook.sheets[0], columns.Mapping("person", 1, 1, (), (), form)
    else:
        sheet, mapping = _matched(workbook, titles, form)
    desk = _open(args)
    try:
        return _take(args, out, desk, workbook, sheet, mapping)
    finally:
        desk.close()


def _take(args: argparse.Namespace, out: Output, desk: Desk, workbook: Workbook, sheet: Sheet, mapping: Mapping) -> int:
    from bandingdesk import sheets
    from bandingdesk.desk.casework import RowsSetAsideError

    checked = desk.lists.check(args.kind, workbook, sheet, mapping)
    effect = desk.lists.effect(args.kind, checked)
    document = _document(checked, effect, mapping)
    if args.rejects is not None and checked.set_aside:
        sheets.save(args.rejects, desk.lists.rejects(sheet, mapping, checked), replace=args.force)
        document["rejects"] = str(args.rejects)
    if args.dry_run:
        out.result(document, _in_words(document, "Nothing was imported: this was a dry run."))
        return 1 if checked.set_aside else 0
    try:
        made = desk.lists.take(args.kind, workbook, args.file, mapping, checked, accept_good=args.accept_good)
    except RowsSetAsideError as fault:
        document["error"] = fault.as_json()
        out.result(document, _in_words(document, " ".join(fault.sentences())))
        return fault.exit_code
    document |= {"import": made.id or None, "recorded": bool(made.id)}
    said = "All ready rows are in the record." if made.id else "The record holds all of it already: nothing changed."
    out.result(document, _in_words(document, said))
    return 1 if checked.set_aside else 0


def _document(checked: Checked, effect: Effect, mapping: Mapping) -> dict[str, Any]:
    problems = [problem.as_json() for problem in checked.problems]
    for twin in checked.duplicates:
        for plan in twin.plans:
            others = [str(other.row) for other in twin.plans if other.row != plan.row]
            words = f"row {', '.join(others)}" if others else "a child on record"
            message = f"Row {plan.row}: this seems to be the same child as {words} (by {twin.by})."
            problems.append({"row": plan.row, "column": "", "code": TWIN, "message": message,
                             "sheet": checked.sheet, "field": twin.by, "blocking": True})  # fmt: skip
    return {
        "read": checked.read,
        "new": len(effect.new),
        "changed": len(effect.changed),
        "same": len(effect.same),
        "rejected": len(checked.set_aside),
        "problems": sorted(problems, key=lambda problem: problem["row"]),
        "sheet": checked.sheet,
        "mapping": mapping.titles(),
        "left_out": [title for _, title in mapping.left_out],
        "recorded": False,
    }


def _in_words(document: dict[str, Any], last: str) -> str:
    lines = [f"{document['read']:,} rows read from sheet {document['sheet']}"]
    lines += [f"{document[name]:>8,} {name}" for name in ("new", "changed", "same", "rejected")]
    if document["left_out"]:
        lines.append(f"Columns left out: {', '.join(document['left_out'])}")
    lines += [f"  {problem['message']}" for problem in document["problems"]]
    if "rejects" in document:
        lines.append(f"The rows to mend are in {document['rejects']}")
    return "\n".join([*lines, last])


def _matched(workbook: Workbook, titles: dict[str, str] | None, form: Form) -> tuple[Sheet, Mapping]:
    """Return the first sheet that has the titles of such a list, with its mapping. Raises NoHeaderError."""
    from bandingdesk.casework import columns

    fault: columns.NoHeaderError | None = None
    for sheet in workbook.sheets:
        try:
            mapping = columns.guess(sheet, form=form) if titles is None else columns.from_titles(sheet, titles, form)
        except columns.NoHeaderError as missing:
            fault = fault or missing
            continue
        return sheet, mapping
    raise fault or columns.NoHeaderError(sheet=workbook.file, where=Where(file=workbook.file))


def _titles(path: Path | None, form: Form) -> dict[str, str] | None:
    """Return {field: column title} of a mapping file, None where none is given. Raises MappingFileError."""
    if path is None:
        return None
    where = Where(file=path.name)
    try:
        found = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as fault:
        raise MappingFileError(file=path.name, reason="it can't be read", where=where) from fault
    except ValueError as fault:
        raise MappingFileError(file=path.name, reason="it is not JSON", where=where) from fault
    if not isinstance(found, dict) or not all(isinstance(title, str) for title in found.values()):
        raise MappingFileError(file=path.name, reason="it is not an object of texts", where=where)
    if unknown := sorted(name for name in found if not form.holds(name)):
        raise MappingFileError(file=path.name, reason=f"there is no field {unknown[0]}", where=where)
    return found


_DEMO_CASEWORKER = "CM"  # initials; a chair takes no list in


def _open(args: argparse.Namespace) -> Desk:
    """Return the desk on the store named by --store or the settings. Raises NobodyHereError, NotADemoError."""
    from bandingdesk import bootstrap, seams, settings
    from bandingdesk.cli import passphrases
    from bandingdesk.demo import place
    from bandingdesk.store.queries import council

    path = Path(args.store or settings.store_place(settings.read())).expanduser()
    if (known := _people_of_demo(path)) is not None:
        person = args.as_user or _DEMO_CASEWORKER
        if person not in known:
            raise NotADemoError(person=person)
        return place.open_copy(path, ids=seams.SystemIds(), person=person)
    if args.as_user is not None:
        raise NotADemoError(person=args.as_user)
    key = passphrases.key_of(path, args)
    desk = bootstrap.open_desk(path, key, clock=seams.SystemClock(), ids=seams.SystemIds(), plain=key is None)
    if not desk.read(council.people):
        desk.close()
        raise NobodyHereError()
    return desk


def _people_of_demo(path: Path) -> dict[str, str] | None:
    """Return {initials: person} of the demo that the store at PATH is a copy of, None where it is no demo."""
    from bandingdesk.demo import place

    if path.name != place.STORE:
        return None
    try:
        return place.facts(path.parent).people
    except FileNotFoundError:
        return None
