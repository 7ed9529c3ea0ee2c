"""The result of a profile: the band or the range, the steps in words, what would change it, or what is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFrame, QVBoxLayout

from bandingdesk.ui import text
from bandingdesk.ui.messages import error_text
from bandingdesk.ui.widgets import labels
from bandingdesk.ui.widgets.band_why import BandWhy, Rules
from bandingdesk.ui.widgets.banner import Banner
from bandingdesk.ui.widgets.card import Card, Column
from bandingdesk.ui.widgets.empty_state import EmptyState
from bandingdesk.ui.workspaces.frameworks import words

if TYPE_CHECKING:
    from bandingdesk.matrix.scheme import Scheme
    from bandingdesk.ui.workspaces.frameworks.try_view_model import Answer

_WAYS = 3  # ways to another band that are told


class ResultColumn(QFrame):
    """The column at the right of Try it."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("look", "page")
        self.setAccessibleName(self.tr("Result"))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._column = Column(margins=(14, 14, 14, 14), spacing=10)
        outer.addWidget(self._column)
        self.banner = Banner("", closable=False, tone="warn")
        self.none = EmptyState(
            self.tr("Nothing is rated yet."),
            self.tr("Rate strands on the board. The band and the reasons appear here."),
            icon="layers",
        )
        self.why = BandWhy()
        self.why.show_grid(False)  # the board shows each strand's ladder
        self.around = Card(self.tr("What would change it"))
        self._ways = labels.Label("", "second", wrap=True)
        self.around.add(self._ways)
        for part in (self.banner, self.none, self.why, self.around):
            self._column.add(part)
        self._column.body.addStretch(1)

    def show_answer(self, scheme: Scheme, answer: Answer | None, is_rated: bool) -> None:
        """Show ANSWER under SCHEME."""
        explanation = answer.explanation if answer is not None and is_rated else None
        self.none.setVisible(not is_rated)
        self.why.setVisible(explanation is not None)
        self.around.setVisible(False)
        fault = answer.fault if answer is not None and is_rated else None
        self.banner.setVisible(fault is not None)
        if fault is not None:
            happened, _kept, do = error_text(fault)
            self.banner.say(happened, "", do, code=fault.code, tone="warn")
        if explanation is None:
            return
        framework = scheme.framework
        bands = {band.id: band.name for band in framework.bands}
        strands = {strand.id: strand.name for strand in framework.strands}
        made: Mapping[str, Any] = explanation.as_json()
        pence = explanation.evaluation.pence
        money = line = ""
        if pence is not None and scheme.tariff is not None:
            money = (
                text.money(pence, "") if scheme.tariff.period == "one_off" else text.money(pence, scheme.tariff.period)
            )
            line = scheme.tariff.year
        kind = self.tr("Indicative band")
        self.why.show_band(kind, made, Rules(bands, strands, _ladder(scheme)), money=money, money_line=line)
        said = self._around(made, strands)
        self._ways.setText("\n".join(said))
        self.around.setVisible(bool(said))

    def _around(self, made: Mapping[str, Any], strands: Mapping[str, str]) -> list[str]:
        said = []
        ways = ((self.tr("A higher band: {ways}."), "up"), (self.tr("A lower band: {ways}."), "down"))
        for template, key in ways:
            way = made["counterfactual"][key]
            if way is not None:
                found = [_change(changes, strands) for changes in way["sets"][:_WAYS]]
                more = len(way["sets"]) - len(found)
                told = self.tr(", or ").join(found)
                told += self.tr(" (and {n} more ways)").replace("{n}", str(more)) if more > 0 else ""
                said.append(template.replace("{ways}", told))
        return said

    def sizeHint(self) -> QSize:
        return QSize(400, 400)


def _change(changes: Sequence[Sequence[Any]], strands: Mapping[str, str]) -> str:
    """Return a set of changes in words: "Attention 4 instead of 3"."""
    template = words.tr("{strand} at {other} instead of {level}")
    told = []
    for strand, level, other in changes:
        said = template.replace("{other}", str(other)).replace("{level}", str(level))
        told.append(said.replace("{strand}", strands.get(strand, strand)))
    return text.listed(told)


def _ladder(scheme: Scheme) -> tuple[tuple[str, int, int | None], ...]:
    """Return the rungs of a scheme whose band is read from a ladder."""
    decide = scheme.framework.decide
    if decide.kind != "thresholds":
        return ()
    return tuple((row.band, row.from_, row.to) for row in sorted(decide.rows, key=lambda row: row.from_))
