"""Anchor vignettes of a framework: short cases with definitive levels and why, and exemplars beside each descriptor.

They are data of an edition: `resources/panels/vignettes/FRAMEWORK.json` ships those of the example framework. Sources:
moderation.md 2.1 (practice before a meeting, definitive level with a written reason) and F7, F8.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from bandingdesk import resources
from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError

MOST = 3  # anchors shown beside a descriptor


class VignettesInvalidError(InvalidError):
    """The vignettes of a framework are damaged: FAULT says where."""

    code = "PR-01"
    message = QT_TRANSLATE_NOOP("errors", "The practice cases can't be read: {fault}.")
    kept = QT_TRANSLATE_NOOP("errors", "What you scored in practice is kept, and so is everything else.")
    do = QT_TRANSLATE_NOOP("errors", "Go on without practice. Install Banding Desk again to have it back.")
    fault: str


class Definitive(NamedTuple):
    """The level that a vignette has in a strand, and why."""

    strand: str
    level: int
    why: str


class Anchor(NamedTuple):
    """A short exemplar of a level of a strand."""

    strand: str
    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Vignette:
    """A practice case: what the papers would say, and its definitive levels."""

    id: str
    title: str
    text: str
    ratings: tuple[Definitive, ...]

    @property
    def strands(self) -> tuple[str, ...]:
        """The strands that it is scored on."""
        return tuple(one.strand for one in self.ratings)


@dataclass(frozen=True, slots=True)
class Edition:
    """Vignettes and anchors of one framework version. `set_by` says who set the levels, `edition` which set it is."""

    framework: str
    version: str
    edition: str
    dated: date
    set_by: str
    vignettes: tuple[Vignette, ...]
    anchors: tuple[Anchor, ...]

    def vignette(self, id_: str) -> Vignette | None:
        """Return the vignette ID, None for one that this edition does not have."""
        return next((one for one in self.vignettes if one.id == id_), None)

    def beside(self, strand: str, level: int | None = None) -> tuple[Anchor, ...]:
        """Return up to three anchors of STRAND, those nearest to LEVEL (all levels alike where none is in hand)."""
        found = [one for one in self.anchors if one.strand == strand]
        if level is not None:
            found = sorted(found, key=lambda one: (abs(one.level - level), one.level))[:MOST]
        return tuple(sorted(found[:MOST], key=lambda one: one.level))


def read(text: str) -> Edition:
    """Return the edition in TEXT (JSON). Raises VignettesInvalidError."""
    try:
        raw = json.loads(text)
        found = Edition(
            raw["framework"],
            raw["version"],
            raw["edition"],
            date.fromisoformat(raw["dated"]),
            raw["set_by"],
            tuple(_vignette(one) for one in raw["vignettes"]),
            tuple(Anchor(one["strand"], int(one["level"]), one["text"]) for one in raw["anchors"]),
        )
    except (KeyError, TypeError, ValueError) as fault:
        raise VignettesInvalidError(fault=f"{type(fault).__name__}: {fault}") from fault
    if len({one.id for one in found.vignettes}) != len(found.vignettes):
        raise VignettesInvalidError(fault="a vignette stands there twice")
    return found


def require_fits(edition: Edition, scale: Mapping[str, Sequence[int]]) -> None:
    """Raises VignettesInvalidError where the edition names a strand or a level that SCALE does not have."""
    named = [(one.strand, one.level) for one in edition.anchors]
    named += [(one.strand, one.level) for vignette in edition.vignettes for one in vignette.ratings]
    for strand, level in named:
        if level not in scale.get(strand, ()):
            raise VignettesInvalidError(fault=f"{strand} has no level {level}")


@functools.cache
def of_framework(framework: str) -> Edition | None:
    """Return the edition that ships for a framework (its id), None where none does."""
    try:
        text = resources.text(f"panels/vignettes/{framework}.json")
    except resources.ResourceMissingError:
        return None
    return read(text)


def _vignette(raw: Mapping[str, Any]) -> Vignette:
    ratings = tuple(Definitive(one["strand"], int(one["level"]), one["why"]) for one in raw["ratings"])
    return Vignette(raw["id"], raw["title"], raw["text"], ratings)
