"""A file of any size or depth is read or refused, in bounded time; nothing of it reaches the engine."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from bandingdesk import sheets
from bandingdesk.cli import main
from bandingdesk.errors import DeskError
from bandingdesk.matrix import compiled, files
from bandingdesk.matrix.files import Bundle, FrameworkInvalidError
from bandingdesk.matrix.workbook import reading as workbook_reading
from bandingdesk.matrix.workbook import writing as workbook
from bandingdesk.sheets import Sheet
from tests.support.frameworks import small

BOUND = timedelta(seconds=5)  # for one file, on a busy machine; most take some milliseconds

SMALL = files.check_framework_file({"definition": small(), "life": {"status": "draft"}})[0]
assert SMALL is not None
BOOK = workbook.write(Bundle(SMALL))
ROWS = {sheet.name: sheet.rows for sheet in sheets.read_bytes(BOOK, "good.xlsx")}

anything = some.one_of(
    some.none(),
    some.booleans(),
    some.integers(-(10**15), 10**15),
    some.text(max_size=8),
    some.dates(),
    some.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-9, max_value=9),
    some.sampled_from(
        ["refer", "(empty)", "1,494", "not", "10-14", "a", "T1", "D1", "case", "01/04/2026", Decimal("0.5")]
    ),
    some.just(date(2026, 10, 14)),
)


def answer(data: bytes, name: str = "odd") -> Bundle | DeskError:
    """Return the framework in DATA, or the error that says what is wrong; anything else fails the test."""
    try:
        return workbook_reading.read_any(data, name)
    except DeskError as fault:
        return fault


@given(some.binary(max_size=200))
@settings(deadline=BOUND)
def test_any_bytes(data: bytes) -> None:
    assert isinstance(answer(data), DeskError)
    assert isinstance(answer(b"PK\x03\x04" + data), DeskError)


@given(place=some.integers(0, len(BOOK) - 1), byte=some.integers(0, 255), cut=some.booleans())
@settings(deadline=BOUND, max_examples=60)
def test_a_workbook_with_a_changed_byte_or_a_lost_end(place: int, byte: int, cut: bool) -> None:
    answer(BOOK[:place] if cut else BOOK[:place] + bytes([byte]) + BOOK[place + 1 :])


@given(data=some.data())
@settings(deadline=BOUND, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
def test_a_workbook_with_changed_cells(data: some.DataObject) -> None:
    made = {name: [list(row) for row in rows] for name, rows in ROWS.items()}
    for _ in range(data.draw(some.integers(1, 6))):
        rows = made[data.draw(some.sampled_from(sorted(made)))]
        row = rows[data.draw(some.integers(0, len(rows) - 1))]
        row[data.draw(some.integers(0, len(row) - 1))] = data.draw(anything)
    given_back = answer(sheets.write_xlsx([Sheet(name, rows) for name, rows in made.items()]), "changed.xlsx")
    if isinstance(given_back, FrameworkInvalidError):
        assert all(problem.sheet and problem.found and problem.expected for problem in given_back.problems)
    else:
        assert isinstance(given_back, Bundle)
        assert workbook_reading.read(workbook.write(given_back), "again.xlsx") == given_back


QUOTES = b'{"a": "' + b'\\"' * 3_000_000
HOSTILE = {
    "zeros": lambda: bytes(100 * 1024 * 1024),
    "brackets": lambda: b"[" * 7_000_000,
    "closed brackets": lambda: b"[]" * 3_500_000,
    "objects in objects": lambda: b'{"a":' * 1_000_000,
    "a text of escaped quotes without an end": lambda: QUOTES,
    "a text of escaped quotes": lambda: QUOTES + b'"}',
    "quotes": lambda: b'"' * 7_900_000,
    "one key many times": lambda: b"{" + b",".join([b'"a":1'] * 250_000) + b"}",
    "many keys twice": lambda: b"{" + b",".join(b'"%d":1' % (n % 120_000) for n in range(240_000)) + b"}",
    "a long number": lambda: (
        json.dumps(small(title=1)).encode().replace(b'"title": 1', b'"title": ' + b"9" * 1_000_000)
    ),
    "no number": lambda: b'{"schema": NaN, "id": Infinity}',
    "half a character": lambda: json.dumps(small(title="\ud800")).encode(),
    "many faulty strands": lambda: json.dumps(small(strands=[0] * 250_000)).encode(),
    "many faulty measures": lambda: json.dumps(small(measures=[0] * 250_000)).encode(),
    "many unknown keys": lambda: json.dumps(small() | {f"k{n}": 1 for n in range(200_000)}).encode(),
    "deep nots": lambda: json.dumps(small(guards=[_guard(200)])).encode(),
    "as deep as allowed": lambda: json.dumps(small(guards=[_guard(30)])).encode(),
}


def _guard(depth: int) -> dict[str, Any]:
    condition: dict[str, Any] = {"kind": "count_at_least", "level": 1, "n": 99}
    for _ in range(depth):
        condition = {"kind": "not", "of": condition}
    return {"id": "G", "never": condition, "action": "refer", "why": "x"}


@pytest.mark.timeout(20)
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_is_refused(name: str) -> None:
    fault = answer(HOSTILE[name]())
    assert isinstance(fault, FrameworkInvalidError)
    assert 1 <= len(fault.problems) <= files.MOST_PROBLEMS


def zipped(**parts: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made, zipfile.ZipFile(io.BytesIO(BOOK)) as good:
        for name in good.namelist():
            made.writestr(name, parts.get(name, good.read(name)))
        for name in parts.keys() - set(good.namelist()):
            made.writestr(name, parts[name])
    return held.getvalue()


def test_a_zip_bomb_is_refused_before_it_is_read() -> None:
    bomb = zipped(**{"xl/media/zeros.bin": bytes(200 * 1024 * 1024)})
    assert len(bomb) < 1_000_000
    fault = answer(bomb, "bomb.xlsx")
    assert isinstance(fault, sheets.SheetTooLargeError)


def test_a_zip_that_lies_about_its_size_is_refused() -> None:
    liar = zipped(**{"xl/sharedStrings.xml": b"<sst>" + b"x" * 5_000_000})
    true, said = (5_000_005).to_bytes(4, "little"), (5).to_bytes(4, "little")
    assert liar.count(true) == 2
    assert isinstance(answer(liar.replace(true, said), "liar.xlsx"), sheets.NotAWorkbookError)


def test_a_sheet_that_reaches_far_is_refused() -> None:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    row = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    far = f'<worksheet xmlns="{space}"><sheetData>{row}</sheetData></worksheet>'
    assert isinstance(
        answer(zipped(**{"xl/worksheets/sheet1.xml": far.encode()}), "far.xlsx"), sheets.SheetTooLargeError
    )


def test_a_file_beyond_the_limit_is_refused_by_its_size() -> None:
    fault = answer(b"PK\x03\x04" + bytes(files.MAX_BYTES), "large.xlsx")
    assert isinstance(fault, FrameworkInvalidError)
    assert fault.problems[0].expected == "at most 8,000,000"


def test_the_engine_is_never_reached_by_a_file_with_faults(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def reached(*_: object, **__: object) -> None:
        raise AssertionError("compiled")

    # In place: a module that is imported meanwhile must not keep the stand-in under the function's name.
    monkeypatch.setattr(compiled.compile_scheme, "__code__", reached.__code__)
    path = tmp_path / "bad.json"
    path.write_text(json.dumps(small(colour="red")), encoding="utf-8")
    for words in (["check", str(path)], ["evaluate", str(path), "--case", str(path)]):
        assert main.main(["framework", *words], stdout=io.StringIO(), stderr=io.StringIO()) == 3
