"""Places inside a definition: `strands[2].levels[4]` for a finding, "Learning and memory, level 4" for people.

A path leads into the JSON document of a framework, or of a tariff where a finding names it as `tariff.rows[3]`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from bandingdesk.errors import QT_TRANSLATE_NOOP

if TYPE_CHECKING:
    from bandingdesk.matrix.framework import Framework
    from bandingdesk.matrix.tariff import Tariff

Document = Mapping[str, Any]
Path = tuple[str | int, ...]
Translate = Callable[[str], str]
_PART = re.compile(r"\[(\d+)\]|([^.\[\]]+)")
_NAMED_ALONE = ("strands", "bands")  # their entries say what they are

_TOPS = {
    "strands": QT_TRANSLATE_NOOP("frameworks", "Strands"),
    "bands": QT_TRANSLATE_NOOP("frameworks", "Bands"),
    "measures": QT_TRANSLATE_NOOP("frameworks", "Points"),
    "decide": QT_TRANSLATE_NOOP("frameworks", "How the band is found"),
    "adjust": QT_TRANSLATE_NOOP("frameworks", "Rules"),
    "guards": QT_TRANSLATE_NOOP("frameworks", "Rules"),
    "tests": QT_TRANSLATE_NOOP("frameworks", "Tests"),
    "rows": QT_TRANSLATE_NOOP("frameworks", "amounts"),
    "contexts": QT_TRANSLATE_NOOP("frameworks", "Settings and phases"),
}
_FIELDS = {
    "name": QT_TRANSLATE_NOOP("frameworks", "the name"),
    "title": QT_TRANSLATE_NOOP("frameworks", "the title"),
    "version": QT_TRANSLATE_NOOP("frameworks", "the version"),
    "from": QT_TRANSLATE_NOOP("frameworks", "from"),
    "to": QT_TRANSLATE_NOOP("frameworks", "to"),
    "why": QT_TRANSLATE_NOOP("frameworks", "the reason"),
    "points": QT_TRANSLATE_NOOP("frameworks", "the points"),
    "rank": QT_TRANSLATE_NOOP("frameworks", "the rank"),
    "pence": QT_TRANSLATE_NOOP("frameworks", "the amount"),
}


def parse(text: str) -> Path:
    """Return the path that TEXT names.

    >>> parse("decide.rows[2].to")
    ('decide', 'rows', 2, 'to')
    >>> parse("$")
    ()
    """
    found = _PART.findall(text.removeprefix("$").removeprefix("definition."))
    return tuple(int(number) if number else key for number, key in found)


def get(document: Any, path: Path, otherwise: Any = None) -> Any:
    """Return what stands at PATH, OTHERWISE where nothing does."""
    here = document
    for part in path:
        if isinstance(part, int):
            if not isinstance(here, Sequence) or isinstance(here, str) or part >= len(here):
                return otherwise
            here = here[part]
        elif isinstance(here, Mapping) and part in here:
            here = here[part]
        else:
            return otherwise
    return here


class Places:
    """The places of a framework and its tariff, as documents, in words."""

    def __init__(self, framework: Document, tariff: Document | None = None, translate: Translate = str) -> None:
        self._framework, self._tariff, self._tr = framework, tariff, translate

    @classmethod
    def of(cls, framework: Framework, tariff: Tariff | None = None) -> Places:
        """Return the places of definitions."""
        return cls(_document(framework), None if tariff is None else _document(tariff))

    def named(self, where: str) -> str:
        """Return where something is as a sentence names it: "Learning and memory, level 4"."""
        top, *_ = where.split(".")
        if top == "tariff":
            return self.words(parse(where.removeprefix("tariff").removeprefix(".")), in_tariff=True)
        said = self._said(parse(where))
        stands_alone = len(said) > 1 and top.partition("[")[0] in _NAMED_ALONE
        return ", ".join(said[1:] if stands_alone else said) or "the scheme as a whole"

    def words(self, path: Path, *, in_tariff: bool = False) -> str:
        """Return PATH as a heading says it: "Strands, Attention, level 3"."""
        return ", ".join(self._said(path, in_tariff=in_tariff))

    def _said(self, path: Path, *, in_tariff: bool = False) -> list[str]:
        whole = self._tariff if in_tariff and self._tariff is not None else self._framework
        said = [self._tr("Money")] if in_tariff else []
        for at, step in enumerate(path, start=1):
            if isinstance(step, int):
                said.append(self._entry(get(whole, path[:at]), step))
            elif at == 1 and step in _TOPS:
                said.append(self._tr(_TOPS[step]))
            elif at == len(path) and step in _FIELDS:
                said.append(self._tr(_FIELDS[step]))
        return [part for part in said if part]

    def _entry(self, entry: Any, at: int) -> str:
        """Return an entry of a list as people name it: a level by its number, a row by its band or strand."""
        if isinstance(entry, Mapping):
            if "level" in entry and "kind" not in entry:
                return self._tr("level {level}").replace("{level}", str(entry["level"]))
            if "name" in entry:
                return str(entry["name"])
            for key, of in (("id", ""), ("band", "bands"), ("strand", "strands")):
                if key in entry:
                    names = {one["id"]: str(one["name"]) for one in self._framework.get(of, ())} if of else {}
                    return names.get(entry[key], str(entry[key]))
        return self._tr("row {row}").replace("{row}", str(at + 1))


def _document(definition: Framework | Tariff) -> Document:
    return definition.model_dump(mode="json", by_alias=True, exclude_defaults=True)
