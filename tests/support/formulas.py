"""A small evaluator for the formulas that our workbooks hold, so that they can be tried without a spreadsheet program.

Knows IF AND OR NOT SUM MIN MAX LARGE COUNTIF ROUND INDEX MATCH, comparisons, & and arithmetic; anything else is an
error, so a formula outside that list fails its test. Where programs differ it is as strict as Excel: a truth value is
no number until it is reckoned with, and a formula that comes to an empty cell shows 0. `office` holds it against one.
"""

from __future__ import annotations

import operator
import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from bandingdesk.sheet_forms import Box, FillIn, Formula

_TOKEN = re.compile(
    r"""\s*(?:(?P<text>"(?:[^"]|"")*")|(?P<ref>(?:'(?:[^']|'')*'!)?\$[A-Z]+\$\d+(?::\$[A-Z]+\$\d+)?)"""
    r"""|(?P<number>\d+(?:\.\d+)?)|(?P<name>[A-Z]+)|(?P<mark>>=|<=|<>|[-+*/&=<>(),]))"""
)
_COMPARES = {
    "=": operator.eq,
    "<>": operator.ne,
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
}


class Book:
    """A workbook to fill in, with what a person enters, evaluated cell by cell."""

    def __init__(self, form: FillIn) -> None:
        self.boxes: dict[tuple[str, int, int], Box] = {
            (page.name, row, column): box
            for page in form.pages
            for row, boxes in enumerate(page.rows, 1)
            for column, box in enumerate(boxes)
        }
        self.entered: dict[tuple[str, int, int], Any] = {}
        self._known: dict[tuple[str, int, int], Any] = {}

    def enter(self, address: str, value: Any) -> None:
        """Type VALUE into the cell at ADDRESS; only an unlocked cell takes it."""
        (place,) = self._places(address, "")
        assert self.boxes[place].look == "answer", f"{address} is locked"
        self.entered[place] = value
        self._known.clear()

    def page(self, name: str) -> list[list[Any]]:
        """Return the values of a page, row by row."""
        last = max(row for page, row, _ in self.boxes if page == name)
        return [
            [self.value((page, at, column)) for page, at, column in self.boxes if (page, at) == (name, row)]
            for row in range(1, last + 1)
        ]

    def value(self, place: tuple[str, int, int]) -> Any:
        """Return what the cell shows."""
        if place not in self._known:
            box = self.boxes.get(place, Box())
            if place in self.entered:
                self._known[place] = self.entered[place]
            elif isinstance(box.value, Formula):
                made = _Reader(self, box.value.text, place[0]).whole()
                self._known[place] = 0 if made is None else made
            else:
                self._known[place] = box.value
        return self._known[place]

    def _places(self, address: str, page: str) -> list[tuple[str, int, int]]:
        if "!" in address:
            page, _, address = address.rpartition("!")
            page = page.strip("'").replace("''", "'")
        ends: list[Any] = [re.fullmatch(r"\$([A-Z]+)\$(\d+)", end) for end in address.split(":")]
        rows = [int(end[2]) for end in ends]
        columns = [_column(end[1]) for end in ends]
        return [
            (page, row, column) for row in range(rows[0], rows[-1] + 1) for column in range(columns[0], columns[-1] + 1)
        ]


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


class _Reader:
    """Recursive descent over one formula."""

    def __init__(self, book: Book, formula: str, page: str) -> None:
        self.book, self.page, self.formula = book, page, formula
        self.tokens: list[tuple[str, str]] = []
        at = 0
        while at < len(formula):
            found: Any = _TOKEN.match(formula, at)
            assert found, f"not understood at {at}: {formula}"
            self.tokens.append((found.lastgroup, found[found.lastgroup]))
            at = found.end()
        self.at = 0

    def whole(self) -> Any:
        value = self._comparison()
        assert self.at == len(self.tokens), self.formula
        return value

    def _peek(self) -> str:
        return self.tokens[self.at][1] if self.at < len(self.tokens) else ""

    def _take(self, mark: str) -> None:
        assert self._peek() == mark, f"{mark} expected, {self._peek()} found: {self.formula}"
        self.at += 1

    def _comparison(self) -> Any:
        value = self._joined()
        while self._peek() in _COMPARES:
            compare = _COMPARES[self._peek()]
            self.at += 1
            value = _compared(compare, value, self._joined())
        return value

    def _joined(self) -> Any:
        value = self._sum()
        while self._peek() == "&":
            self.at += 1
            value = _words(value) + _words(self._sum())
        return value

    def _sum(self) -> Any:
        value = self._product()
        while self._peek() in ("+", "-"):
            sign = self._peek()
            self.at += 1
            other = _number(self._product())
            value = _number(value) + (other if sign == "+" else -other)
        return value

    def _product(self) -> Any:
        value = self._one()
        while self._peek() in ("*", "/"):
            sign = self._peek()
            self.at += 1
            other = _number(self._one())
            value = _number(value) * other if sign == "*" else _number(value) / other
        return value

    def _one(self) -> Any:
        kind, token = self.tokens[self.at]
        self.at += 1
        if token == "-":
            return -_number(self._one())
        if token == "(":
            value = self._comparison()
            self._take(")")
            return value
        if kind == "text":
            return token[1:-1].replace('""', '"')
        if kind == "number":
            return float(token) if "." in token else int(token)
        if kind == "ref":
            values = [self.book.value(place) for place in self.book._places(token, self.page)]
            return values if ":" in token else values[0]
        if token in ("TRUE", "FALSE"):
            return token == "TRUE"
        self._take("(")
        given = [self._comparison()]
        while self._peek() == ",":
            self.at += 1
            given.append(self._comparison())
        self._take(")")
        return _call(token, given)


def _compared(compare: Any, left: Any, right: Any) -> bool:
    """Compare as Excel does: a blank is nothing, zero or FALSE; of two kinds a number is below a text below a truth."""
    blank = {str: "", bool: False}
    left = blank.get(type(right), 0) if left is None else left
    right = blank.get(type(left), 0) if right is None else right
    if _rank(left) != _rank(right):
        return bool(compare(_rank(left), _rank(right)))
    return bool(compare(left, right))


def _rank(value: Any) -> int:
    return 2 if isinstance(value, bool) else 1 if isinstance(value, str) else 0


def _number(value: Any) -> Any:
    assert value is None or isinstance(value, (int, float)), f"no number: {value!r}"
    return 0 if value is None else value


def _words(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.10g}"
    assert not isinstance(value, bool), value
    assert isinstance(value, (str, int)), value
    return str(value)


def _flat(given: list[Any]) -> list[Any]:
    return [one for value in given for one in (value if isinstance(value, list) else [value])]


def _call(name: str, given: list[Any]) -> Any:
    match name:
        case "IF":
            return given[1] if given[0] else given[2]
        case "AND":
            return all(given)
        case "OR":
            return any(given)
        case "NOT":
            return not given[0]
        case "SUM":
            return sum(_number(value) for value in _flat(given) if not isinstance(value, (str, bool)))
        case "MIN" | "MAX":
            return (min if name == "MIN" else max)(_number(value) for value in _flat(given))
        case "ROUND":
            step = Decimal(1).scaleb(-given[1])
            rounded = Decimal(repr(_number(given[0]))).quantize(step, ROUND_HALF_UP)
            return int(rounded) if rounded == int(rounded) else float(rounded)
        case "LARGE":
            return sorted((value for value in given[0] if isinstance(value, (int, float))), reverse=True)[given[1] - 1]
        case "COUNTIF":
            least: Any = re.fullmatch(r">=(-?\d+)", given[1])
            return sum(isinstance(value, (int, float)) and value >= int(least[1]) for value in given[0])
        case "MATCH":
            assert given[2] == 0
            # A value that is not on the list is an error, which a spreadsheet shows as #N/A where it is not guarded.
            return next((n for n, value in enumerate(given[1], 1) if value == given[0]), None)
        case "INDEX":
            return None if given[1] is None else given[0][given[1] - 1]
        case _:
            raise AssertionError(f"{name} is not a function that our workbooks may use")
