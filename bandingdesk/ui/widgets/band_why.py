"""The indicated band and why: result, ladder, steps of the explanation, and what one level more or less would give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from bandingdesk.ui.widgets import card
from bandingdesk.ui.widgets.ladder import GridRow, LevelGrid, Rung, holds
from bandingdesk.ui.widgets.why import ResultCard, Step, WhySteps

_GRID_ROWS = 3  # the strands whose next level would change the band soonest
_FAR = 99  # levels: no other band on this strand


@dataclass(frozen=True, slots=True)
class Rules:
    """The framework's own words: bands and strands by id, LADDER as (band, first point, last point or None)."""

    bands: Mapping[str, str]
    strands: Mapping[str, str]
    ladder: tuple[tuple[str, int, int | None], ...] = ()


class BandWhy(QWidget):
    """Three cards from the explanation object of `matrix/explain.py`. An amount stands there only where it is given."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self.result, self.steps, self.grid = ResultCard(), WhySteps(), LevelGrid()
        why = card.Card(self.tr("Why"))
        why.add(self.steps)
        self._grid = card.Card(self.tr("If one level were different"))
        self._grid.add(self.grid)
        self._has_grid = True
        for part in (self.result, why, self._grid):
            column.addWidget(part)

    def show_band(
        self, kind: str, explanation: Mapping[str, Any], rules: Rules, *, money: str = "", money_line: str = ""
    ) -> None:
        """Show EXPLANATION under KIND ("Indicative band"), with MONEY where it may be seen."""
        result = explanation["result"]
        band = self._band(result, rules)
        short, mark = str(explanation["lay"]["short"]), self.tr("Not a decision")
        self.result.set(kind, band, mark=mark, line=short, money=money, money_line=money_line)
        self._show_ladder(rules, result["points"])
        self.steps.set(self._steps(explanation["steps"], rules.bands))
        rows = _rows(rules.strands, explanation["sensitivity"], explanation["steps"])
        self._grid.setVisible(bool(rows) and self._has_grid)
        self.grid.set(rows)

    def _band(self, result: Mapping[str, Any], rules: Rules) -> str:
        """Return the result in words: a band, a range while strands are missing, or that people decide."""
        if result["band"]:
            return rules.bands[result["band"]]
        if result["kind"] == "interval" and result["bands"]:
            low, high = rules.bands[result["bands"][0]], rules.bands[result["bands"][-1]]
            words = self.tr("{low} to {high}")
            return low if low == high else words.replace("{low}", low).replace("{high}", high)
        return self.tr("Refer")

    def show_grid(self, shown: bool) -> None:
        """Leave "if one level were different" out where the page has it elsewhere."""
        self._has_grid = shown

    def clear(self) -> None:
        """Show no band."""
        self.result.set("", "")
        self.result.ladder.hide()
        self.steps.set(())
        self.grid.set(())

    def _show_ladder(self, rules: Rules, points: int | None) -> None:
        rungs = [Rung(rules.bands[band], first, last) for band, first, last in rules.ladder]
        on_it = points is not None and any(holds(rung, points) for rung in rungs)
        self.result.ladder.setVisible(on_it)
        if points is not None and on_it:
            words = self.tr("%n point(s)", "", points)
            self.result.ladder.set(rungs, points, words, words)

    def _steps(self, steps: Sequence[Mapping[str, Any]], bands: Mapping[str, str]) -> list[Step]:
        rated = [step for step in steps if step["kind"] == "rating"]
        points = [step["points"] for step in rated if step.get("points") is not None]
        found = []
        if rated:
            plain = self.tr("%n strand level(s)", "", len(rated))
            words = self.tr("%n strand level(s), each with its points", "", len(rated)) if points else plain
            found.append(Step(words, str(sum(points)) if points else ""))
        for step in steps:
            if step["kind"] not in ("rating", "total"):
                found.append(Step(str(step["lay"]), *self._outcome(step, bands)))
        return found

    def _outcome(self, step: Mapping[str, Any], bands: Mapping[str, str]) -> tuple[str, str]:
        """Return what a step came to, and how it is shown."""
        if step.get("fired") is False:
            return self.tr("no move") if step["kind"] == "move" else self.tr("not added"), "missed"
        if step.get("matched") is False:
            return self.tr("not met"), "missed"
        if step["kind"] == "uplift":
            return f"+{step['add']}", "plain"
        if step["kind"] == "group_cap":
            gone = step["after"] - step["before"]
            return (f"\N{MINUS SIGN}{-gone}", "plain") if gone else (self.tr("no change"), "missed")
        band = str((step.get("row") or {}).get("band") or step.get("band") or step.get("after") or "")
        return (bands[band], "result") if band in bands else ("", "plain")


def _rows(
    names: Mapping[str, str], rungs: Sequence[Mapping[str, Any]], steps: Sequence[Mapping[str, Any]]
) -> list[GridRow]:
    """Return the strands by how near another band is: those where one level more or less changes it come first."""
    levels = {step["strand"]: step["level"] for step in steps if step["kind"] == "rating"}

    def nearest(rung: Mapping[str, Any]) -> int:
        now, bands = levels[rung["strand"]], dict(_cells(rung))
        return min((abs(level - now) for level, band in bands.items() if band != bands[now]), default=_FAR)

    known = [rung for rung in rungs if rung["strand"] in levels and rung["strand"] in names]
    return [
        GridRow(names[rung["strand"]], _cells(rung), levels[rung["strand"]])
        for rung in sorted(known, key=nearest)[:_GRID_ROWS]
    ]


def _cells(rung: Mapping[str, Any]) -> tuple[tuple[int, str], ...]:
    return tuple((at, band or "\N{EN DASH}") for at, band in zip(rung["levels"], rung["band_by_level"], strict=True))
