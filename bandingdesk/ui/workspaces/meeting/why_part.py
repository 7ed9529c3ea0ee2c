"""The indicated band and why, beside the decision: result, steps, what one level more or less would give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from bandingdesk.ui import text
from bandingdesk.ui.widgets import card
from bandingdesk.ui.widgets.ladder import GridRow, LevelGrid, Rung, holds
from bandingdesk.ui.widgets.why import ResultCard, Step, WhySteps
from bandingdesk.ui.workspaces.meeting.reading import Reading

_GRID_ROWS = 3


class WhyPart(QWidget):
    """Cards of the indicated band. The amount stands in it only once it has been shown to the panel."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self.result = ResultCard()
        self.steps, self.grid = WhySteps(), LevelGrid()
        why = card.Card(self.tr("Why"))
        why.add(self.steps)
        self._grid = card.Card(self.tr("If one level were different"))
        self._grid.add(self.grid)
        for part in (self.result, why, self._grid):
            column.addWidget(part)

    def show_band(self, seen: Reading) -> None:
        """Show the indicated band of SEEN, and the decision's amount where it may be seen."""
        explanation = seen.explanation
        assert explanation is not None
        bands = dict(seen.bands)
        result = explanation["result"]
        decision = seen.decision
        money, money_line = "", ""
        if decision is not None and decision.money is not None:
            pence = decision.money.pence
            money = text.money(pence, decision.money.period) if pence is not None else self.tr("No fixed amount")
            line = self.tr("{band}, tariff {year}").replace("{band}", decision.band_title)
            money_line = line.replace("{year}", decision.money.tariff)
        band = bands.get(result["band"] or "", self.tr("Refer"))
        short = str(explanation["lay"]["short"])
        mark = self.tr("Not a decision")
        self.result.set(self.tr("Indicative band"), band, mark=mark, line=short, money=money, money_line=money_line)
        self._show_ladder(seen, result["points"], bands)
        self.steps.set(self._steps(explanation["steps"], bands))
        rows = self._rows(seen, explanation)
        self._grid.setVisible(bool(rows))
        self.grid.set(rows)

    def _show_ladder(self, seen: Reading, points: int | None, bands: Mapping[str, str]) -> None:
        rungs = [Rung(bands[band], first, last) for band, first, last in seen.ladder]
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
            words = self.tr("%n strand level(s), each with its points", "", len(rated))
            found.append(Step(words, str(sum(points)) if points else ""))
        for step in steps:
            if step["kind"] not in ("rating", "total"):
                found.append(Step(str(step["lay"]), *self._outcome(step, bands)))
        return found

    def _outcome(self, step: Mapping[str, Any], bands: Mapping[str, str]) -> tuple[str, str]:
        if step.get("fired") is False:
            return self.tr("no move") if step["kind"] == "move" else self.tr("not added"), "missed"
        if step["kind"] == "uplift":
            return f"+{step['add']}", "plain"
        if step["kind"] == "group_cap":
            gone = step["after"] - step["before"]
            return (f"\N{MINUS SIGN}{-gone}", "plain") if gone else (self.tr("no change"), "missed")
        band = str((step.get("row") or {}).get("band") or step.get("band") or step.get("after") or "")
        return (bands[band], "result") if band in bands else ("", "plain")

    def _rows(self, seen: Reading, explanation: Mapping[str, Any]) -> list[GridRow]:
        levels = {step["strand"]: step["level"] for step in explanation["steps"] if step["kind"] == "rating"}

        def nearest(rung: Mapping[str, Any]) -> int:
            now = levels[rung["strand"]]
            given = dict(zip(rung["levels"], rung["band_by_level"], strict=True))
            return min((abs(level - now) for level, band in given.items() if band != given[now]), default=99)

        known = [rung for rung in explanation["sensitivity"] if rung["strand"] in levels]
        return [
            GridRow(
                seen.names.strands[rung["strand"]],
                tuple(
                    (at, band or "\N{EN DASH}") for at, band in zip(rung["levels"], rung["band_by_level"], strict=True)
                ),
                levels[rung["strand"]],
            )
            for rung in sorted(known, key=nearest)[:_GRID_ROWS]
        ]


def _cells(rung: Mapping[str, Any]) -> tuple[tuple[int, str], ...]:
    return tuple((at, band or "\N{EN DASH}") for at, band in zip(rung["levels"], rung["band_by_level"], strict=True))
