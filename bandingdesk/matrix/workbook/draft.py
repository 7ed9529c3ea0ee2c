"""A document of the format while it is put together from rows: its JSON, and the cell that each value came from."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from bandingdesk.matrix.references import Problem
from bandingdesk.matrix.workbook.cells import UNREAD
from bandingdesk.matrix.workbook.pages import Item, Key, Place
from bandingdesk.matrix.workbook.tables import Table


@dataclass(slots=True)
class Draft:
    """A document and its places by JSON path; `bad` paths hold a stand-in, their fault is named already.

    So is what may come of an id that can't be read: nothing is called unknown while that id might be its own.
    """

    home: Place
    raw: dict[str, Any] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    bad: set[str] = field(default_factory=set)

    def lay(
        self,
        path: str,
        item: Item,
        names: Mapping[Key, str] | None = None,
        *,
        only: Collection[Key] | None = None,
        but: Collection[Key] = (),
    ) -> None:
        """Note that the object at PATH came from ITEM; NAMES gives paths below it that are not the column's own key."""
        self.places.setdefault(path, item.place)
        for key, place in item.places.items():
            if key in but or (only is not None and key not in only):
                continue
            below = ".".join((path, (names or {}).get(key) or ".".join(key))).removeprefix(".")
            self.places[below] = place
            if key in item.bad:
                self.bad.add(below)

    def sheet_place(self, table: Table) -> Place:
        """Return the place of a whole sheet."""
        return Place(table.name)

    def translated(self, problems: Iterable[Problem]) -> Iterator[Problem]:
        """Yield PROBLEMS at their cells, in words of the workbook; those of stand-ins are left out."""
        for problem in problems:
            if UNREAD in problem.found + problem.expected:
                continue
            if self._is_known(problem.path) or (problem.other is not None and self._is_known(problem.other)):
                continue
            found, expected = _in_cells(problem)
            other = None if problem.other is None else self._place(problem.other).problem("", "").place()
            yield self._place(problem.path).problem(found, expected, other)

    def _place(self, path: str) -> Place:
        while path not in self.places:
            cut = max(path.rfind("."), path.rfind("["))
            if cut <= 0:
                return self.home
            path = path[:cut]
        return self.places[path]

    def _is_known(self, path: str) -> bool:
        here = path
        while True:
            if here in self.bad:
                return True
            cut = max(here.rfind("."), here.rfind("["))
            if cut <= 0:
                break
            here = here[:cut]
        return any(bad.startswith((f"{path}.", f"{path}[")) for bad in self.bad)


def _in_cells(problem: Problem) -> tuple[str, str]:
    if problem.found == "nothing":
        return "an empty cell", problem.expected.replace("a value: this key is required", "a value")
    if problem.found.startswith("the unknown key"):
        return "a value", "an empty cell: this kind has nothing here"
    return problem.found, problem.expected.replace("null for referred", "refer")
