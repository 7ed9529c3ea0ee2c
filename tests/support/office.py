"""Opens our workbooks in LibreOffice: what it works out, and what our readers find in a file that it saved.

`tests/office.sh` runs this. The tests read our formulas with `formulas`, so that they need no spreadsheet program;
here that reader is itself held against a real one, cell by cell.
"""

from __future__ import annotations

import io
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
from hypothesis import Phase, given, seed, settings

from bandingdesk import resources, sheet_forms, sheets
from bandingdesk.casework.returns.ops import FormKind
from bandingdesk.errors import DeskError
from bandingdesk.matrix import consultation, evaluate, files
from bandingdesk.matrix.compiled import compile_scheme
from bandingdesk.matrix.files import Bundle
from bandingdesk.matrix.self_check import SAYS, self_check
from bandingdesk.matrix.workbook import reading, writing
from bandingdesk.sheet_forms import Formula
from tests.support import any_framework, form_files, formulas, frameworks, self_checks
from tests.support.self_checks import DAY

DRAWN = 20  # profiles of each council's scheme
DRAWN_OF_A_KIND = 5  # and of each example of a rule kind
DRAWN_BUNDLES = 100  # frameworks that the format allows
AT_ONCE = 100  # files that one run of the office program converts


class Office:
    """LibreOffice without a window, with settings of its own in FOLDER."""

    def __init__(self, program: str, folder: Path) -> None:
        self.folder = folder
        self.command = [program, f"-env:UserInstallation={(folder / 'settings').as_uri()}", "--headless"]

    def saved(self, books: Mapping[str, bytes], ending: str = "xlsx") -> dict[str, bytes]:
        """Return each of BOOKS, a file of ENDING, as the program saves it, by the same name."""
        found: dict[str, bytes] = {}
        for at in range(0, len(books), AT_ONCE):
            before, after = (Path(tempfile.mkdtemp(dir=self.folder)) for _ in range(2))
            names = dict(enumerate(list(books)[at : at + AT_ONCE]))
            for n, name in names.items():
                (before / f"{n}.{ending}").write_bytes(books[name])
            words = [*self.command, "--convert-to", ending, "--outdir", str(after), *map(str, before.iterdir())]
            subprocess.run(words, check=True, capture_output=True, timeout=600)
            found |= {name: (after / f"{n}.{ending}").read_bytes() for n, name in names.items()}
        return found


def typed(data: bytes, cells: Mapping[tuple[str, str], Any]) -> bytes:
    """Return the workbook DATA after somebody typed CELLS, by sheet and address."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    for (sheet, place), value in cells.items():
        book[sheet][place.replace("$", "")] = value
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def self_checks_worked_out(office: Office) -> Iterator[str]:
    """Give every cell of a filled self-check that the program works out otherwise than we and the engine do."""
    cells = sentences = 0
    for name in frameworks.EVERY:
        file = files.read_framework_file(_shipped(name), name)
        scheme, rng = compile_scheme(file.definition), random.Random(20261123)
        sent = sheet_forms.write(self_check(file, DAY))
        profiles = {f"{name} {n}": self_checks.draw(file.definition, rng) for n in range(_drawn(name))}
        books = {key: self_checks.filled(file.definition, profile) for key, profile in profiles.items()}
        typed_in = {
            key: typed(sent, {place[:2]: place[2] for place in self_checks.entries(books[key], file.definition, one)})
            for key, one in profiles.items()
        }
        for key, data in office.saved(typed_in).items():
            pages = {sheet.name: sheet for sheet in sheets.read_bytes(data, "saved.xlsx")}
            for (page, row, column), wanted in _worked_out(books[key]):
                cells += 1
                found = pages[page].cell(row, column)
                if not _same(found, wanted):
                    yield f"{key}: {page} row {row} column {column + 1}: {found!r} in place of {wanted!r}"
            evaluation = evaluate.evaluate(scheme, profiles[key], with_money=False)
            compared, missing = self_checks.compared(scheme, evaluation, pages[SAYS].rows)
            sentences += compared
            yield from (f"{key}: {said}" for said in missing)
    print(f"self-check: {len(frameworks.EVERY)} frameworks, {sum(map(_drawn, frameworks.EVERY))} profiles:")
    print(f"  {cells:,} cells worked out, {sentences:,} sentences and rules of the engine among them")


def _drawn(name: str) -> int:
    return DRAWN if name in frameworks.SHIPPED else DRAWN_OF_A_KIND


def _shipped(name: str) -> bytes:
    return (resources.shipped("frameworks") / name).read_bytes()


def _worked_out(book: formulas.Book) -> Iterator[tuple[tuple[str, int, int], Any]]:
    for place, box in book.boxes.items():
        if isinstance(box.value, Formula):
            yield place, book.value(place)


def _same(found: Any, wanted: Any) -> bool:
    """Compare as a person would who looks at both: an empty text is a blank, a number has 10 digits."""
    numbers = isinstance(found, int | Decimal), isinstance(wanted, int | float)
    if all(numbers) and not isinstance(found, bool) and not isinstance(wanted, bool):
        return abs(float(found) - float(wanted)) < 1e-9
    return (found or "") == (wanted or "") and (found is None or type(found) is type(wanted))


def authors_workbooks_read_as_before(office: Office) -> Iterator[str]:
    """Give every framework that is another one after its workbook went through the program."""
    bundles = {
        name: Bundle(files.read_framework_file(_shipped(name), name), tuple(map(frameworks.tariff, money)))
        for name, money in frameworks.EVERY.items()
    }
    bundles |= {f"drawn {n}": bundle for n, bundle in enumerate(_drawn_bundles())}
    for name, data in office.saved({name: writing.write(bundle) for name, bundle in bundles.items()}).items():
        try:
            if reading.read(data, name) != bundles[name]:
                yield f"{name}: another framework after it was saved"
        except DeskError as error:
            yield f"{name}: {error}"
    print(f"authoring: {len(bundles)} workbooks read as before, {len(frameworks.EVERY)} of them shipped frameworks")


def _drawn_bundles() -> list[Bundle]:
    """Return frameworks by chance with the texts that spreadsheets like to change: 10-14, TRUE, 1,494, =1+1."""
    found: list[Bundle] = []

    @seed(20261123)
    @settings(max_examples=DRAWN_BUNDLES, database=None, deadline=None, phases=[Phase.generate])
    @given(any_framework.bundles())
    def collect(bundle: Bundle) -> None:
        found.append(bundle)

    collect()
    return found


def consultations_read_as_before(office: Office) -> Iterator[str]:
    """Give every comment that is another one after the program saved it."""
    comments = 0
    for name in frameworks.SHIPPED:
        file = files.read_framework_file(_shipped(name), name)
        sent = sheet_forms.write(consultation.consultation(file, DAY))
        data = typed(sent, dict(_comments(sent)))
        sha256 = files.sha256(file.definition)
        before, after = (
            consultation.read(file.definition, sha256, sheets.Workbook("oak.xlsx", "", sheets.read_bytes(one, name)))
            for one in (data, office.saved({name: data})[name])
        )
        comments += len(after.comments)
        if before != after or after.doubts:
            yield f"{name}: {[one for one in (*after.comments, *after.doubts) if one not in before.comments]}"
    print(f"consultation: {len(frameworks.SHIPPED)} workbooks, {comments} comments read as before")


def _comments(sent: bytes) -> Iterator[tuple[tuple[str, str], str]]:
    """Give a view and a comment of every sort on every third row, as people write: quotes, lines, a leading sign."""
    said = ("Too “narrow”.", "Two lines:\nhere.", "=more of this", "10-14 hours", "1,494", "£5 – or 5 €?")
    yield (consultation.START, "B9"), "Oak School (invented)"
    yield (consultation.START, "B10"), "SENCO"
    for sheet, view, comment in ((consultation.DESCRIPTIONS, "E", "F"), (consultation.RULES, "C", "D")):
        rows = next(one.rows for one in sheets.read_bytes(sent, "sent.xlsx") if one.name == sheet)
        for n, row in enumerate(range(3, len(rows) + 1, 3)):
            yield (sheet, f"{view}{row}"), consultation.VIEWS[n % 3]
            yield (sheet, f"{comment}{row}"), said[n % len(said)]


def locks_and_lists_stay(office: Office) -> Iterator[str]:
    """Give every sheet whose lock, open cells or lists to choose from are others after the program saved it."""
    pages = 0
    for name in frameworks.SHIPPED:
        file = files.read_framework_file(_shipped(name), name)
        for made in (self_check(file, DAY), consultation.consultation(file, DAY)):
            sent = sheet_forms.write(made)
            before, after = (
                openpyxl.load_workbook(io.BytesIO(one)) for one in (sent, office.saved({name: sent})[name])
            )
            for sheet in before:
                pages += 1
                if _guard(sheet) != _guard(after[sheet.title]):
                    yield f"{name}: {made.title}, {sheet.title}: {_guard(after[sheet.title])}"
    print(f"locks: {pages} sheets as before")


def _guard(sheet: Any) -> tuple[bool, list[str], dict[str, str]]:
    opened = [cell.coordinate for row in sheet for cell in row if not cell.protection.locked]
    offered = {
        str(place): rule.formula1.replace("$", "").replace("'", "")
        for rule in sheet.data_validations.dataValidation
        if rule.type == "list"
        for place in rule.sqref
    }
    return bool(sheet.protection.sheet), opened, offered


def forms_read_as_before(office: Office) -> Iterator[str]:
    """Give every answer of a filled form that is another one after the program saved it, and every doubt but one."""
    sent = form_files.in_excel(form_files.a_workbook(), form_files.rated)
    reading = form_files.read_workbook(office.saved({"profile": sent})["profile"])
    if (reading.answers, reading.doubts) != (form_files.read_workbook(sent).answers, ()):
        yield f"profile: {reading.doubts}"
    said = "Lunch is loud.\n\nכשיש רעש.\n  Mornings too, says Zoë ŵ."
    kinds: tuple[FormKind, ...] = ("parent_views", "child_views", "young_person_views")
    filled = {kind: form_files.filled(form_files.a_document(form_files.a_form(kind)), {"hard": said}) for kind in kinds}
    for kind, data in office.saved(filled, "docx").items():
        back = form_files.read_document(data, form_files.a_form(kind))  # type: ignore[arg-type]  # its keys are kinds
        words, doubts = back.of("hard"), {one.code for one in back.doubts}
        if words != said or doubts - {"by_place"}:
            yield f"{kind}: {words!r} {doubts}"
    print(f"forms: a workbook and {len(kinds)} documents read as before")


CHECKS: tuple[Callable[[Office], Iterator[str]], ...] = (
    self_checks_worked_out,
    authors_workbooks_read_as_before,
    consultations_read_as_before,
    locks_and_lists_stay,
    forms_read_as_before,
)


def main() -> int:
    """Run every check; return 1 where anything differs and 69 where there is no such program."""
    program = shutil.which("soffice")
    if program is None:
        print("There is no soffice here. It comes with LibreOffice: libreoffice-calc.", file=sys.stderr)
        return 69
    with tempfile.TemporaryDirectory() as folder:
        office = Office(program, Path(folder))
        differs = [line for check in CHECKS for line in check(office)]
    print("\n".join(differs[:50]))
    print(f"{len(differs)} differences")
    return 1 if differs else 0


if __name__ == "__main__":
    sys.exit(main())
