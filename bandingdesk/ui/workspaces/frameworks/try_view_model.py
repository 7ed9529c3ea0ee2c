"""Any profile typed by hand, and what the scheme makes of it. It looks only: nothing here is ever recorded."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QCoreApplication, QObject, Signal

from bandingdesk.errors import DeskError

if TYPE_CHECKING:
    from bandingdesk.matrix.analyse import Witness
    from bandingdesk.matrix.explain import Explanation
    from bandingdesk.matrix.scheme import Scheme
    from bandingdesk.seams import Clock
    from bandingdesk.ui.jobs import Jobs


class Typed(NamedTuple):
    """What is typed: a level by strand, a value by context, descriptors relied on, numbers, and lines of a map.

    For protection: the pence paid before, and the day (as the file writes it) on which the award begins.
    """

    levels: dict[str, int]
    context: dict[str, str]
    descriptors: tuple[str, ...] = ()
    numbers: dict[str, int] = {}
    lines: dict[str, tuple[dict[str, Any], ...]] = {}
    paid_before: int | None = None
    on: str | None = None


class Answer(NamedTuple):
    """What the scheme made of a profile: an explanation, or why there is none. `ladders`: band by level, by strand."""

    explanation: Explanation | None
    fault: DeskError | None
    ladders: dict[str, dict[int, str]]


class TryViewModel(QObject):
    """One profile under one scheme. `changed` comes with every key and with every answer."""

    changed = Signal()

    def __init__(self, jobs: Jobs, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs, self._clock = jobs, clock
        self.scheme: Scheme | None = None
        self.typed = Typed({}, {})
        self.answer: Answer | None = None
        self.raised: tuple[str, int] | None = None  # a finding shows when this strand goes to this level

    def use(self, scheme: Scheme) -> None:
        """Reckon by SCHEME from now on; what is typed stays as far as the scheme knows it."""
        self.scheme = scheme
        framework = scheme.framework
        levels = {one.id: {level.level for level in one.levels} for one in framework.strands}
        values = {one.id: one.values for one in framework.contexts}
        typed = self.typed
        context = {name: known[0] for name, known in values.items()}
        context |= {name: value for name, value in typed.context.items() if value in values.get(name, ())}
        kept = {strand: level for strand, level in typed.levels.items() if level in levels.get(strand, ())}
        self.typed = typed._replace(levels=kept, context=context)
        self._ask()

    def forget(self) -> None:
        """Begin with nothing typed: another version is in hand."""
        self.scheme, self.typed, self.answer, self.raised = None, Typed({}, {}), None, None

    def take(self, witness: Witness, test: dict[str, Any] | None = None) -> None:
        """Take a whole profile over, as one that shows a finding; contexts it does not name stay.

        TEST is the worked test that it is of, with the lines of its costed maps; without it each map is one line of its
        total.
        """
        known = test or {}
        lines = {name: tuple(rows) for name, rows in known.get("lines", {}).items()}
        if test is None:
            totals = {name: pence for name, pence in witness.lines.items() if pence}
            lines = {name: ({"what": "Total of the map", "fixed": pence},) for name, pence in totals.items()}
        context = {**self.typed.context, **witness.context}
        self.typed = Typed(
            dict(witness.levels),
            context,
            witness.descriptors,
            dict(witness.numbers),
            lines,
            known.get("paid_before"),
            known.get("on"),
        )
        self.raised = witness.raised
        self._ask()

    def rate(self, strand: str, level: int | None) -> None:
        """Rate a strand; None takes its level back."""
        levels = {**self.typed.levels, strand: level}
        self._type(levels={name: one for name, one in levels.items() if one is not None})

    def set_context(self, name: str, value: str) -> None:
        """Choose the value of a context."""
        self._type(context={**self.typed.context, name: value})

    def set_number(self, measure: str, value: int | None) -> None:
        """Write a number; None takes it back."""
        numbers = {**self.typed.numbers, measure: value}
        self._type(numbers={name: one for name, one in numbers.items() if one is not None})

    def tick(self, descriptor: str, on: bool) -> None:
        """Rely on a descriptor, or no more."""
        rest = tuple(one for one in self.typed.descriptors if one != descriptor)
        self._type(descriptors=(*rest, descriptor) if on else rest)

    def set_lines(self, name: str, lines: tuple[dict[str, Any], ...]) -> None:
        """Write the lines of a costed map."""
        self._type(lines={**self.typed.lines, name: lines})

    def as_test(self, tariff: dict[str, Any] | None) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return the profile as a worked test holds it, and what it gives now; pence name the year of TARIFF."""
        typed = self.typed
        profile = {
            "levels": typed.levels,
            "context": typed.context,
            "descriptors": list(typed.descriptors),
            "numbers": typed.numbers,
            "lines": {name: list(rows) for name, rows in typed.lines.items() if rows},
            "paid_before": typed.paid_before,
            "on": typed.on,
        }
        assert self.answer is not None
        assert self.answer.explanation is not None
        result = self.answer.explanation.evaluation
        expect: dict[str, Any] = {"band": result.band}
        if result.kind == "interval":
            return profile, {"band": None, "bands": list(result.bands)}
        if result.points is not None:
            expect["points"] = result.points
        if result.pence is not None and tariff is not None:
            expect |= {"pence": result.pence, "year": tariff["year"], "period": tariff["period"]}
        return profile, expect

    def set_paid_before(self, pence: int | None) -> None:
        """Write what was paid before; None takes it back."""
        self._type(paid_before=pence)

    def set_day(self, on: str | None) -> None:
        """Write the day on which the award begins."""
        self._type(on=on)

    def rate_lowest(self) -> None:
        """Rate every strand that has no level at its lowest."""
        if self.scheme is not None:
            lowest = {one.id: min(one.levels) for one in self.scheme.strands}
            self._type(levels={**lowest, **self.typed.levels})

    def clear(self) -> None:
        """Take all levels, ticks, numbers and lines back."""
        self.typed, self.raised = Typed({}, self.typed.context), None
        self._ask()

    def _type(self, **parts: Any) -> None:
        self.raised = None
        self.typed = self.typed._replace(**parts)
        self._ask()

    def _ask(self) -> None:
        scheme, typed, at = self.scheme, self.typed, self._clock.now()
        self.changed.emit()
        if scheme is None:
            return
        self._jobs.read(lambda: reckon(scheme, typed, at), owner=self, done=self._take, replaces="answer")

    def _take(self, answer: Answer) -> None:
        self.answer = answer
        self.changed.emit()


def reckon(scheme: Scheme, typed: Typed, at: Any) -> Answer:
    """Return what SCHEME makes of what is typed."""
    from pydantic import TypeAdapter

    from bandingdesk.matrix.explain import explain
    from bandingdesk.matrix.measures import CostLine
    from bandingdesk.matrix.profile import Profile

    reader = TypeAdapter(tuple[CostLine, ...])
    lines = {name: reader.validate_python(rows) for name, rows in typed.lines.items()}
    on = date.fromisoformat(typed.on) if typed.on else None
    facts = (typed.numbers, lines, typed.paid_before, on)
    profile = Profile(typed.levels, frozenset(typed.descriptors), typed.context, *facts)
    try:
        explanation = explain(scheme, profile, case="typed by hand", at=at)
    except DeskError as fault:
        return Answer(None, fault, {})
    bands = {band.id: band.name for band in scheme.framework.bands}
    refer = QCoreApplication.translate("frameworks", "refer")
    ladders = {
        rung.strand: {
            level: bands[band] if band else refer for level, band in zip(rung.levels, rung.bands, strict=True)
        }
        for rung in explanation.sensitivity
    }
    return Answer(explanation, None, ladders)
