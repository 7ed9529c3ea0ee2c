"""The amounts of a tariff by its kind: a table by band and place, bases and weights, strands and levels, or rates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from bandingdesk.ui.widgets.card import Card
from bandingdesk.ui.workspaces.frameworks import tariff_tables as tables
from bandingdesk.ui.workspaces.frameworks import words
from bandingdesk.ui.workspaces.frameworks.band_amounts import BandAmounts
from bandingdesk.ui.workspaces.frameworks.fields import Fields, row_of
from bandingdesk.ui.workspaces.frameworks.grid import Grid
from bandingdesk.ui.workspaces.frameworks.grid_model import Heading
from bandingdesk.ui.workspaces.frameworks.level_amounts import LevelAmounts
from bandingdesk.ui.workspaces.frameworks.list_card import Column, ListCard
from bandingdesk.ui.workspaces.frameworks.money_head import parts_of
from bandingdesk.ui.workspaces.frameworks.part import NONE

if TYPE_CHECKING:
    from bandingdesk.ui.workspaces.frameworks.part import Part

SCALES = (1, 10, 100, 1000)


class AmountsCard(Card):
    """The form of the kind that the tariff has."""

    def __init__(self, part: Part) -> None:
        super().__init__(words.tr("Amounts"))
        self._part = part
        self.fields = Fields(part)
        found = words.tr("How an amount is found")
        self.add(self.fields.choice(found, ("kind",), _kinds(), usual="table", take=self.make_kind))
        self.by_band = BandAmounts(part)
        self.by_level = LevelAmounts(part)
        self._forms: dict[str, QWidget] = {
            "table": self.by_band,
            "base_times_weight": self._make_weights(),
            "sum_by_strand": self._make_levels(),
            "rate": self._make_rates(),
            "measure": self._make_measure(),
        }
        for form in self._forms.values():
            self.add(form)

    @property
    def kind(self) -> str:
        """The kind of the tariff."""
        return str(self._part.read(("kind",), "table"))

    @property
    def table(self) -> Grid:
        """The table of amounts of this kind."""
        found: dict[str, Grid] = {
            "base_times_weight": self.bases.table,
            "sum_by_strand": self.by_level.table,
            "rate": self.rates.table,
        }
        return found.get(self.kind, self.by_band.table)

    def show_amounts(self) -> None:
        """Show the amounts as they stand."""
        for kind, form in self._forms.items():
            form.setVisible(kind == self.kind)
        self.fields.show()
        match self.kind:
            case "table":
                self.by_band.show_amounts()
            case "base_times_weight":
                self.bases.show_list()
                self.weights.show_list()
            case "sum_by_strand":
                self.by_level.show_amounts()
            case "rate":
                self.rates.show_list()

    def make_kind(self, kind: Any) -> None:
        """Begin the amounts anew as those of another kind."""
        if kind != self.kind:
            made = tables.with_kind(self._part.editor.document, self._part.whole, str(kind))
            self._part.apply(made, words.tr("How an amount is found"))

    def _make_weights(self) -> QWidget:
        self.bases = ListCard(
            self._part,
            words.tr("Bases"),
            lambda: ("bases",),
            lambda: (
                *self._places(),
                Column("pence", Heading(words.tr("Base"), 120, right=True), "money", needed=True),
            ),
            lambda: {"pence": 0},
            words.tr("Add a base"),
            bare=True,
        )
        weight = Column("weight", Heading(words.tr("Weight"), 100, centred=True), "whole", needed=True)
        self.weights = ListCard(
            self._part,
            words.tr("Weights"),
            lambda: ("weights",),
            lambda: (self._band(), weight),
            lambda: {"band": tables.bands(self._part.editor.document)[0][0], "weight": 0},
            words.tr("Add a weight"),
            bare=True,
        )
        scale = self.fields.choice(words.tr("A weight of one is written as"), ("scale",), _scales())
        return _column(scale, self.bases, self.weights)

    def _make_levels(self) -> QWidget:
        combined = (
            ("sum", words.tr("all are added")),
            ("highest", words.tr("only the highest counts")),
            ("primary", words.tr("only that of the main need counts")),
        )
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(
            row_of(
                self.fields.choice(words.tr("Of the strands"), ("combine",), combined, usual="sum"),
                self.fields.choice(words.tr("Main need"), ("primary",), self._primaries),
            )
        )
        column.addWidget(self.by_level)
        return holder

    def _make_rates(self) -> QWidget:
        self.rates = ListCard(
            self._part,
            words.tr("Rates"),
            lambda: ("rows",),
            lambda: (self._band(), *self._places(), self._rate()),
            lambda: {"band": tables.bands(self._part.editor.document)[0][0], "rate": 0},
            words.tr("Add a rate"),
            bare=True,
        )
        times = self.fields.several(words.tr("Times these numbers"), ("times",), self._numbers)
        scale = self.fields.choice(
            words.tr("Rates are kept in"), ("scale",), parts_of(words.tr("penny"), SCALES), usual=1
        )
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row_of(times, scale))
        column.addWidget(self.rates)
        return holder

    def _make_measure(self) -> QWidget:
        def costs() -> tables.Named:
            return tables.measures(self._part.editor.document, "cost")

        return _column(self.fields.choice(words.tr("The amount is the total of"), ("measure",), costs))

    def _band(self) -> Column:
        bands = tables.bands(self._part.editor.document)
        return Column("band", Heading(words.tr("Band"), 130, 1), "choice", bands, needed=True, strong=True)

    def _places(self) -> tuple[Column, ...]:
        return tables.place_columns(self._part.editor.document)

    def _rate(self) -> Column:
        """A rate in pounds, or in parts of a penny where the tariff has a scale."""
        if self._part.read(("scale",), 1) == 1:
            return Column("rate", Heading(words.tr("Rate"), 110, right=True), "money", needed=True)
        return Column("rate", Heading(words.tr("Rate, scaled pence"), 150, right=True), "whole", needed=True)

    def _numbers(self) -> tables.Named:
        return tables.measures(self._part.editor.document, "number")

    def _primaries(self) -> list[tuple[Any, str]]:
        return [(NONE, words.tr("not asked")), *tables.measures(self._part.editor.document, "primary")]


def _kinds() -> list[tuple[Any, str]]:
    return [
        ("table", words.tr("a table by band and place")),
        ("base_times_weight", words.tr("a base times the weight of the band")),
        ("sum_by_strand", words.tr("amounts by strand and level")),
        ("rate", words.tr("a rate by band times a number")),
        ("measure", words.tr("the total of a costed map")),
    ]


def _scales() -> list[tuple[Any, str]]:
    return [(one, str(one)) for one in SCALES]


def _column(*parts: QWidget) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    for part in parts:
        column.addWidget(part)
    return holder
