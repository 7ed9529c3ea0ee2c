"""What a panel may end in, as data: the families an outcome belongs to, its tests of the law in order, its letters.

Read from `resources/panels/outcomes.json`. No outcome is written into code: a screen, a letter or a query asks this
book for its title and for what follows from it. An outcome that the book does not know (a record of a newer version)
keeps its own id for a title and asks for nothing.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, NamedTuple, get_args

from bandingdesk import resources
from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError
from bandingdesk.statute import grounds
from bandingdesk.statute.grounds import Shown

Family = Literal["assess", "issue", "banding", "top_up", "placement", "review", "high_cost", "joint", "oversight"]
Need = Literal[
    "band", "fit", "section_f", "money", "grounds", "setting", "shares", "months", "changes", "conditions"
]  # what a decision for this outcome holds; without "band" no band is indicated and no amount follows from one
Rests = Literal["", "any_yes", "any_no", "all_yes", "steps"]
FAMILIES: tuple[Family, ...] = get_args(Family)
_NEEDS = frozenset(get_args(Need))


class OutcomeUnknownError(InvalidError):
    """There is no outcome OUTCOME."""

    code = "PT-01"
    message = QT_TRANSLATE_NOOP("errors", "There is no outcome {outcome}.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Choose one of the outcomes in the list.")
    outcome: str


class OutcomesInvalidError(InvalidError):
    """The list of outcomes is damaged: FAULT says where."""

    code = "PT-02"
    message = QT_TRANSLATE_NOOP("errors", "The outcomes of panels can't be read: {fault}.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Install Banding Desk again.")


class Measure(NamedTuple):
    """A test that an outcome is measured by. `rests`: which answers let the outcome stand on it, "" where any do.

    "steps" asks, where the exception is relied on, for yes and for the reasonable steps that were considered.
    """

    test: str
    rests: Rests = ""


@dataclass(frozen=True, slots=True)
class OutcomeKind:
    """One outcome, in the words of each place where it is named.

    `title` stands in lists, `sheet` on a decision sheet. `effect` goes on from "Your decision": "keeps the plan as it
    is". `said` goes on from "The council decided that": "the plan stays as it is". `words` explain it, if needed.
    """

    id: str
    title: str
    sheet: str
    effect: str
    said: str
    family: tuple[Family, ...]
    refuses: bool = False
    ends_plan: bool = False
    needs: frozenset[str] = frozenset()
    measures: tuple[Measure, ...] = ()
    letters: tuple[str, ...] = ()
    words: str = ""

    @property
    def tests(self) -> tuple[str, ...]:
        """The legal tests that its record names, in the order in which they are answered."""
        return tuple(measure.test for measure in self.measures)


@dataclass(frozen=True, slots=True)
class OutcomeBook:
    """All outcomes in the order of the list."""

    kinds: Mapping[str, OutcomeKind]

    def __iter__(self) -> Iterator[OutcomeKind]:
        return iter(self.kinds.values())

    def __contains__(self, outcome: object) -> bool:
        return outcome in self.kinds

    def get(self, outcome: str) -> OutcomeKind:
        """Return the kind of OUTCOME. Raises OutcomeUnknownError."""
        if (kind := self.kinds.get(outcome)) is None:
            raise OutcomeUnknownError(outcome=outcome)
        return kind

    def title(self, outcome: str) -> str:
        """Return what OUTCOME is called; its id where this version does not know it."""
        return self.kinds[outcome].title if outcome in self.kinds else outcome

    def sheet(self, outcome: str) -> str:
        """Return what OUTCOME is called on a decision sheet."""
        return self.kinds[outcome].sheet if outcome in self.kinds else outcome

    def effect(self, outcome: str) -> str:
        """Return what a decision for OUTCOME does, as it follows "Your decision"."""
        return self.kinds[outcome].effect if outcome in self.kinds else f"is {outcome}"

    def said(self, outcome: str) -> str:
        """Return OUTCOME as it is said aloud, after "that"."""
        return self.kinds[outcome].said if outcome in self.kinds else outcome

    def of_family(self, family: str) -> tuple[OutcomeKind, ...]:
        """Return the outcomes that panels of FAMILY may end in."""
        return tuple(kind for kind in self if family in kind.family)

    def letters(self, outcome: str) -> tuple[str, ...]:
        """Return the letters that follow from OUTCOME, the statutory one first (statute.md 2.2)."""
        return self.kinds[outcome].letters if outcome in self.kinds else ()

    def law(self, outcome: str, day: date, guidance: Mapping[str, str] | None = None) -> tuple[Shown, ...]:
        """Return the tests of OUTCOME in order, in the words of DAY, each with the council's GUIDANCE beneath."""
        tests = self.kinds[outcome].tests if outcome in self.kinds else ()
        return grounds.book().shown(tests, day, guidance)


def read(text: str) -> OutcomeBook:
    """Return the outcomes in TEXT (JSON). Raises OutcomesInvalidError."""
    try:
        kinds = [_kind(raw) for raw in json.loads(text)["outcomes"]]
    except (KeyError, TypeError, ValueError) as fault:
        raise OutcomesInvalidError(fault=f"{type(fault).__name__}: {fault}") from fault
    _check(kinds)
    return OutcomeBook({kind.id: kind for kind in kinds})


@functools.cache
def book() -> OutcomeBook:
    """Return the outcomes that ship with the program."""
    return read(resources.text("panels/outcomes.json"))


def _kind(raw: Mapping[str, Any]) -> OutcomeKind:
    return OutcomeKind(
        id=raw["id"],
        title=raw["title"],
        sheet=raw.get("sheet", raw["title"]),
        effect=raw["effect"],
        said=raw["said"],
        family=tuple(raw["family"]),
        refuses=raw.get("refuses", False),
        ends_plan=raw.get("ends_plan", False),
        needs=frozenset(raw.get("needs", ())),
        measures=tuple(Measure(one["test"], one.get("rests", "")) for one in raw.get("tests", ())),
        letters=tuple(raw.get("letters", ())),
        words=raw.get("words", ""),
    )


def _check(kinds: Iterable[OutcomeKind]) -> None:
    """Refuse an outcome that stands there twice, of no family, with an unknown test or need, or a bare refusal."""
    seen: set[str] = set()
    for kind in kinds:
        if kind.id in seen:
            raise OutcomesInvalidError(fault=f"{kind.id} stands there twice")
        seen.add(kind.id)
        if not kind.family or not set(kind.family) <= set(FAMILIES):
            raise OutcomesInvalidError(fault=f"{kind.id} is of no family of panels")
        if not kind.needs <= _NEEDS:
            raise OutcomesInvalidError(fault=f"{kind.id} needs what no decision holds")
        if lost := [measure for measure in kind.measures if not _is_known(measure)]:
            raise OutcomesInvalidError(fault=f"{kind.id} names {lost[0].test}, which is no legal test")
        if kind.refuses and not ("grounds" in kind.needs and any(measure.rests for measure in kind.measures)):
            raise OutcomesInvalidError(fault=f"{kind.id} refuses and rests on no legal test")


def _is_known(measure: Measure) -> bool:
    return measure.test in grounds.book().ids and measure.rests in get_args(Rests)
