"""One cell of a framework's workbook: its value as the JSON of the format has it, and back. Nothing is guessed.

Understood: spaces around a value, a number typed as text, a pound sign. An error: whatever could mean two things, or
what a spreadsheet has made of something else, such as a date where "10-14" was typed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Literal, NamedTuple

from bandingdesk.sheets import Cell

Kind = Literal[
    "id",
    "ids",
    "words",
    "texts",
    "whole",
    "pounds",
    "date",
    "yes",
    "choice",
    "band",
    "bands",
    "bespoke",
    "where",
    "ages",
]

UNREAD = "0-unread"  # stands in for an id that can't be read; sorts before the others
MARK = "(empty)"  # given, and holding nothing; a blank cell means not given
LONGEST = 32_767  # characters a cell holds
_QUOTES = "\"'\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u00ab\u00bb"
_WHOLE = re.compile(r"[+-]?[0-9]{1,12}")
_POUNDS = re.compile(r"£?\s?([0-9]{1,12})(?:\.([0-9]{2}))?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_AGES = re.compile(r"([0-9]{1,2})\s*(?:to|-|\u2013)\s*([0-9]{1,2})")
_TEXT_CELL = "text: set the cell's format to Text, then type it again"
_MARKED = re.compile(r"\\*\(empty\)")


class Odd(Exception):  # noqa: N818  a cell is odd; the file's error is made of all of them
    """The cell can't be read: what it holds, what it should, and a stand-in so that the rest can be checked."""

    def __init__(self, found: str, expected: str, stand_in: Any = None) -> None:
        super().__init__(found, expected)
        self.found, self.expected, self.stand_in = found, expected, stand_in


class TooLong(Exception):  # noqa: N818  caught where the sheet and row are known
    """The value needs more characters than a cell holds."""


class _Codec(NamedTuple):
    read: Callable[[Cell, Sequence[str]], Any]
    write: Callable[[Any], Cell]


def read(kind: Kind, cell: Cell, choices: Sequence[str] = ()) -> Any:
    """Return the JSON value of a CELL that is not blank. Raises Odd."""
    return _CODECS[kind].read(cell, choices)


def write(kind: Kind, value: Any) -> Cell:
    """Return the cell of a JSON value. Raises TooLong."""
    cell = _CODECS[kind].write(value)
    if isinstance(cell, str) and len(cell) > LONGEST:
        raise TooLong
    return cell


def shown(cell: Cell) -> str:
    """Return what a cell holds, for a message."""
    match cell:
        case None:
            return "an empty cell"
        case bool():
            return f"the switch {'TRUE' if cell else 'FALSE'}"
        case date():
            return f"the date {cell.day} {cell:%B %Y}"
        case str():
            text = " ".join(cell.split())
            return f'the text "{text[:60]}{"…" if len(text) > 60 else ""}"'
        case _:
            return f"the number {cell}"


def plain(code: str) -> str:
    """Return a code of the format as authors write it: half_even becomes "half even"."""
    return code.replace("_", " ")


def _text(cell: Cell, stand_in: Any = None) -> str:
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, date):
        raise Odd(shown(cell), f"{_TEXT_CELL} (a spreadsheet turns 10-14 or 1/2 into a date)", stand_in)
    if isinstance(cell, Decimal):
        raise Odd(shown(cell), f"{_TEXT_CELL} (a spreadsheet turns 2026.10 into 2026.1)", stand_in)
    if isinstance(cell, bool):
        raise Odd(shown(cell), f"{_TEXT_CELL} (a spreadsheet keeps TRUE and FALSE as switches)", stand_in)
    raise Odd(shown(cell), f"{_TEXT_CELL} (a spreadsheet turns 010 into 10)", stand_in)


def _id(cell: Cell, choices: Sequence[str] = ()) -> str:
    text = _text(cell, str(cell) if isinstance(cell, int) and not isinstance(cell, bool) else UNREAD)
    bare = text.strip(_QUOTES + " ")
    if bare != text:
        raise Odd(shown(text), f"the id without quotation marks: {bare}", bare or UNREAD)
    return text


def _ids(cell: Cell, choices: Sequence[str] = ()) -> list[str]:
    text = _text(cell, [UNREAD])
    parts = [part.strip() for part in re.split(r"[,;\n]", text)]
    if not all(parts):
        raise Odd(shown(text), "ids with one comma between them", [part for part in parts if part])
    bare = [part.strip(_QUOTES + " ") for part in parts]
    if bare != parts:
        raise Odd(shown(text), f"the ids without quotation marks: {', '.join(bare)}", bare)
    return parts


def _words(cell: Cell, choices: Sequence[str] = ()) -> str:
    text = _text(cell, "x")
    return text[1:] if _MARKED.fullmatch(text) else text


def _words_cell(value: Any) -> str:
    return f"\\{value}" if _MARKED.fullmatch(value) else str(value)


def _texts(cell: Cell, choices: Sequence[str] = ()) -> list[str]:
    """Read texts with semicolons between; one that holds a semicolon or quotation mark stands in "…", marks doubled."""
    rest = _text(cell, ["x"])
    found: list[str] = []
    while True:
        quoted = re.match(r'\s*"((?:[^"]|"")*+)"\s*(;|$)', rest)
        bare = re.match(r"([^;]*)(;|$)", rest)
        piece = quoted or bare
        assert piece is not None
        text = piece[1].replace('""', '"') if quoted else piece[1].strip()
        if not text:
            raise Odd(shown(cell), "texts with one semicolon between them", found or ["x"])
        found.append(text)
        if piece[2] == "":
            return found
        rest = rest[piece.end() :]


def _texts_cell(values: Any) -> str:
    return "; ".join('"' + text.replace('"', '""') + '"' if re.search('[;"]', text) else text for text in values)


def _whole(cell: Cell, choices: Sequence[str] = ()) -> int:
    if isinstance(cell, int) and not isinstance(cell, bool):
        return cell
    if isinstance(cell, str) and _WHOLE.fullmatch(text := cell.strip()):
        return int(text)
    if isinstance(cell, date):
        expected = "a whole number (a spreadsheet turns 10-14 into a date: write one number a cell)"
        raise Odd(shown(cell), expected, 0)
    if isinstance(cell, str) and "," in cell:
        raise Odd(shown(cell), f"a whole number without a comma{_without_comma(cell)}", 0)
    if isinstance(cell, str) and "%" in cell:
        raise Odd(shown(cell), "a whole number, not a percentage", 0)
    if isinstance(cell, Decimal):
        raise Odd(shown(cell), "a whole number (a percentage or a part is not)", 0)
    raise Odd(shown(cell), "a whole number", 0)


def _without_comma(cell: str) -> str:
    bare = cell.strip().removeprefix("£").replace(",", "")
    if re.fullmatch(r"[0-9]{1,12}", bare):
        return f": write {bare}" if "£" not in cell else f": write {bare} or {bare}.00"
    return ""


def _pounds(cell: Cell, choices: Sequence[str] = ()) -> int:
    """Return pence."""
    if isinstance(cell, int) and not isinstance(cell, bool):
        return cell * 100
    if isinstance(cell, Decimal):
        if (pence := cell * 100) == int(pence):
            return int(pence)
        raise Odd(shown(cell), "pounds and whole pence, such as 1494.50", 0)
    if isinstance(cell, str) and (found := _POUNDS.fullmatch(cell.strip())):
        return int(found[1]) * 100 + int(found[2] or "0")
    if isinstance(cell, str) and "," in cell:
        bare = cell.strip().removeprefix("£").replace(",", "")
        hint = f": write {bare} or {bare}.00" if re.fullmatch(r"[0-9]{1,12}", bare) else ""
        raise Odd(shown(cell), f"an amount without a comma{hint}", 0)
    raise Odd(shown(cell), "an amount in pounds, such as 1494 or 1494.50", 0)


def _pounds_cell(pence: Any) -> Cell:
    return pence // 100 if pence % 100 == 0 else Decimal(pence) / 100


def _day(cell: Cell, choices: Sequence[str] = ()) -> str:
    if isinstance(cell, date):
        return cell.isoformat()
    text = cell.strip() if isinstance(cell, str) else ""
    if _DAY.fullmatch(text):
        try:
            return date.fromisoformat(text).isoformat()
        except ValueError:
            raise Odd(shown(cell), "a day that is in the calendar", "2000-01-01") from None
    if re.fullmatch(r"[0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{2,4}", text):
        expected = "year, month and day as 2026-04-01: the day and the month could be taken for each other"
        raise Odd(shown(cell), expected, "2000-01-01")
    raise Odd(shown(cell), "a day as year, month and day, such as 2026-04-01", "2000-01-01")


def _yes(cell: Cell, choices: Sequence[str] = ()) -> bool:
    if isinstance(cell, bool):
        return cell
    answer = cell.strip().lower() if isinstance(cell, str) else None
    if answer in ("yes", "no"):
        return answer == "yes"
    raise Odd(shown(cell), "yes or no", False)


def _choice(cell: Cell, choices: Sequence[str]) -> str:
    text = _text(cell) if isinstance(cell, str) else shown(cell)
    code = re.sub(r"[\s_]+", "_", text.lower())
    by_code = {choice.lower(): choice for choice in choices}
    if code in by_code:
        return by_code[code]
    raise Odd(shown(cell), f"one of: {', '.join(plain(choice) for choice in choices)}")


def _band(cell: Cell, choices: Sequence[str] = ()) -> str | None:
    return None if (text := _id(cell)) == "refer" else text


def _bands(cell: Cell, choices: Sequence[str] = ()) -> list[str]:
    return [] if _text(cell, []) == MARK else _ids(cell)


def _bespoke(cell: Cell, choices: Sequence[str] = ()) -> int | None:
    if isinstance(cell, str) and cell.strip().lower() == "bespoke":
        return None
    return _pounds(cell)


def _where(cell: Cell, choices: Sequence[str] = ()) -> list[dict[str, str]]:
    text = _text(cell, [])
    places = []
    for part in re.split(r"[;,\n]", text):
        context, between, value = (piece.strip() for piece in part.partition("="))
        if not (context and between and value):
            raise Odd(shown(cell), "a fact and its value, such as setting = main; phase = ks12", [])
        places.append({"context": context, "value": value})
    return places


def _where_cell(places: Any) -> str:
    return "; ".join(f"{place['context']} = {place['value']}" for place in places)


def _ages(cell: Cell, choices: Sequence[str] = ()) -> list[int]:
    if found := _AGES.fullmatch(_text(cell, [0, 25])):
        return [int(found[1]), int(found[2])]
    raise Odd(shown(cell), "two ages, such as 5 to 16", [0, 25])


_CODECS: Mapping[Kind, _Codec] = {
    "id": _Codec(_id, str),
    "ids": _Codec(_ids, ", ".join),
    "words": _Codec(_words, _words_cell),
    "texts": _Codec(_texts, _texts_cell),
    "whole": _Codec(_whole, int),
    "pounds": _Codec(_pounds, _pounds_cell),
    "date": _Codec(_day, str),
    "yes": _Codec(_yes, lambda value: "yes" if value else "no"),
    "choice": _Codec(_choice, plain),
    "band": _Codec(_band, lambda value: "refer" if value is None else str(value)),
    "bands": _Codec(_bands, lambda values: ", ".join(values) or MARK),
    "bespoke": _Codec(_bespoke, lambda pence: "bespoke" if pence is None else _pounds_cell(pence)),
    "where": _Codec(_where, _where_cell),
    "ages": _Codec(_ages, lambda ages: f"{ages[0]} to {ages[1]}"),
}
