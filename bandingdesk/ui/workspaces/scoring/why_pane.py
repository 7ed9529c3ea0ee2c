"""Why: the indicative band of a locked sheet, or of the agreed levels, with its steps, where it may be seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from bandingdesk.ui.widgets import card
from bandingdesk.ui.widgets.ladder import GridRow, LevelGrid, Rung, holds
from bandingdesk.ui.widgets.why import ResultCard, Step, WhySteps
from bandingdesk.ui.workspaces.scoring.reading import Reading

_GRID_ROWS = 3  # the strands whose next level would change the band soonest


class WhyPane(QFrame):
    """The explanation object of `matrix/explain.py` in words: result, steps, and what another level would give."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "page")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        scroll = card.Column(margins=(14, 12, 14, 12), spacing=10)
        column.addWidget(scroll)
        self.result = ResultCard()
        self.steps = WhySteps()
        self.grid = LevelGrid()
        why = card.Card(self.tr("Why"))
        why.add(self.steps)
        self._grid = card.Card(self.tr("If one level were different"))
        self._grid.add(self.grid)
        for part in (self.result, why, self._grid):
            scroll.add(part)
        scroll.body.addStretch(1)

    def show_explanation(self, seen: Reading, explanation: Mapping[str, Any]) -> None:
        """Show EXPLANATION, of the agreed levels or of the person's own sheet."""
        result = explanation["result"]
        own = seen.round.band is None
        kind = self.tr("Indicative band of your scores") if own else self.tr("Indicative band")
        band = seen.bands[result["band"]] if result["band"] else self.tr("Refer")
        self.result.set(kind, band, mark=self.tr("Not a decision"), line=str(explanation["lay"]["short"]))
        self._show_ladder(seen, result["points"])
        self.steps.set(self._steps(seen, explanation["steps"]))
        rows = _rows(seen, explanation["sensitivity"], explanation["steps"])
        self._grid.setVisible(bool(rows))
        self.grid.set(rows)

    def clear(self) -> None:
        """Show no band."""
        self.result.set("", "")
        self.result.ladder.hide()
        self.steps.set(())
        self.grid.set(())

    def _show_ladder(self, seen: Reading, points: int | None) -> None:
        rungs = [Rung(seen.bands[band], first, last) for band, first, last in seen.ladder]
        on_it = points is not None and any(holds(rung, points) for rung in rungs)
        self.result.ladder.setVisible(on_it)
        if points is not None and on_it:
            words = self.tr("%n point(s)", "", points)
            self.result.ladder.set(rungs, points, words, words)

    def _steps(self, seen: Reading, steps: Sequence[Mapping[str, Any]]) -> list[Step]:
        rated = [step for step in steps if step["kind"] == "rating"]
        points = [step["points"] for step in rated if step.get("points") is not None]
        found = []
        if rated:
            words = self.tr("%n strand level(s), each with its points", "", len(rated))
            found.append(Step(words, str(sum(points)) if points else ""))
        for step in steps:
            if step["kind"] not in ("rating", "total"):
                found.append(Step(str(step["lay"]), *self._outcome(seen, step)))
        return found

    def _outcome(self, seen: Reading, step: Mapping[str, Any]) -> tuple[str, str]:
        """Return what a step came to, and how it is shown."""
        if step.get("fired") is False:
            return self.tr("no move") if step["kind"] == "move" else self.tr("not added"), "missed"
        if step["kind"] == "uplift":
            return f"+{step['add']}", "plain"
        if step["kind"] == "group_cap":
            gone = step["after"] - step["before"]
            return (f"\N{MINUS SIGN}{-gone}", "plain") if gone else (self.tr("no change"), "missed")
        band = str((step.get("row") or {}).get("band") or step.get("band") or step.get("after") or "")
        return (seen.bands[band], "result") if band in seen.bands else ("", "plain")


def _rows(seen: Reading, rungs: Sequence[Mapping[str, Any]], steps: Sequence[Mapping[str, Any]]) -> list[GridRow]:
    """Return the strands by how near another band is: those where one level more or less changes it come first."""
    levels = {step["strand"]: step["level"] for step in steps if step["kind"] == "rating"}
    names = {strand.id: strand.name for strand in seen.strands}

    def nearest(rung: Mapping[str, Any]) -> int:
        now = levels[rung["strand"]]
        bands = dict(zip(rung["levels"], rung["band_by_level"], strict=True))
        return min((abs(level - now) for level, band in bands.items() if band != bands[now]), default=99)

    known = [rung for rung in rungs if rung["strand"] in levels and rung["strand"] in names]
    return [
        GridRow(
            names[rung["strand"]],
            tuple(
                (level, band or "\N{EN DASH}")
                for level, band in zip(rung["levels"], rung["band_by_level"], strict=True)
            ),
            levels[rung["strand"]],
        )
        for rung in sorted(known, key=nearest)[:_GRID_ROWS]
    ]
