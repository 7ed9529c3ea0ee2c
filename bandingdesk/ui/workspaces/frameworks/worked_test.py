"""What a worked test holds beside its levels: descriptors, numbers, lines of a costed map; and all it must give."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from bandingdesk.ui.widgets import card as cards
from bandingdesk.ui.widgets.card import Card
from bandingdesk.ui.workspaces.frameworks import edits, words
from bandingdesk.ui.workspaces.frameworks import tariff_tables as tables
from bandingdesk.ui.workspaces.frameworks.fields import Fields, row_of
from bandingdesk.ui.workspaces.frameworks.grid_model import Heading
from bandingdesk.ui.workspaces.frameworks.list_card import Column, ListCard
from bandingdesk.ui.workspaces.frameworks.part import NONE

if TYPE_CHECKING:
    from bandingdesk.ui.workspaces.frameworks.draft import Path
    from bandingdesk.ui.workspaces.frameworks.part import Part


class TestCard(Card):
    """The rest of the test that is chosen. Facts that the scheme does not ask for have no field."""

    __test__ = False  # not a class of pytest's

    def __init__(self, part: Part) -> None:
        super().__init__(words.tr("What else it holds, and what it must give"))
        self._part, self._at = part, -1
        self.fields = fields = Fields(part, self._top)
        months = [(NONE, words.tr("any")), *((one, words.tr(said)) for one, said in words.PERIODS.items())]
        self._ticks = fields.several(
            words.tr("Descriptors relied on"), ("descriptors",), self._known, may_be_empty=True
        )
        self.add(self._ticks)
        self._facts = QWidget()
        self._facts_list = QVBoxLayout(self._facts)
        self._facts_list.setContentsMargins(0, 0, 0, 0)
        self._facts_list.setSpacing(8)
        self.add(self._facts)
        self.add(
            row_of(
                fields.money(words.tr("Paid before"), ("paid_before",), may_be_empty=True),
                fields.written_day(words.tr("On the day"), ("on",)),
            )
        )
        self.add(
            row_of(
                fields.several(
                    words.tr("Or a range of bands"),
                    ("expect", "bands"),
                    lambda: tables.bands(part.editor.document),
                    may_be_empty=True,
                ),
                fields.line(words.tr("Amount of the year"), ("expect", "year"), longest=7),
                fields.choice(words.tr("Amount is"), ("expect", "period"), months),
            )
        )
        self._shown: tuple[object, ...] = ()
        self._numbers = Fields(part, self._top)
        self.maps: list[ListCard] = []

    def show_test(self, at: int) -> None:
        """Show the test at a place of the list, nothing for none."""
        self._at = at
        self.setVisible(at >= 0)
        if at < 0:
            return
        measures = self._part.editor.document.get("measures", ()) or ()
        key = tuple((one["id"], one["kind"], str(one)) for one in measures if one["kind"] in ("number", "cost"))
        if key != self._shown:
            self._shown = key
            self._build(measures)
        self._ticks.setVisible(bool(edits.descriptors(self._part.editor.document)))
        self._facts.setVisible(bool(key))
        self.fields.show()
        self._numbers.show()
        for card in self.maps:
            card.show_list()

    def _build(self, measures: Any) -> None:
        """Make a field for each number and a table for each costed map of the scheme."""
        cards.clear(self._facts_list)
        self._numbers, self.maps = Fields(self._part, self._top), []
        numbers = [
            self._numbers.whole(
                str(one.get("name") or one["id"]),
                ("numbers", one["id"]),
                low=one["min"],
                high=one["max"],
                may_be_empty=True,
                hint=str(one.get("unit") or ""),
            )
            for one in measures
            if one["kind"] == "number"
        ]
        if numbers:
            self._facts_list.addLayout(row_of(*numbers))
        for one in measures:
            if one["kind"] == "cost":
                self.maps.append(self._make_map(one))
                self._facts_list.addWidget(self.maps[-1])

    def _make_map(self, measure: dict[str, Any]) -> ListCard:
        rates: tuple[tuple[object, str], ...] = ((None, words.tr("a fixed sum")),)
        rates += tuple((rate["id"], str(rate["name"])) for rate in measure["rates"])
        headings = (
            Column("what", Heading(words.tr("What is provided"), 140, 2), needed=True, strong=True),
            Column("rate", Heading(words.tr("Rate"), 120, 1), "choice", rates),
            Column("minutes", Heading(words.tr("Minutes a week"), 124, centred=True), "whole", usual=0),
            Column("group", Heading(words.tr("Pupils"), 70, centred=True), "whole", usual=1),
            Column("weeks", Heading(words.tr("Weeks"), 70, centred=True), "whole"),
            Column("fixed", Heading(words.tr("Fixed, a year"), 110, right=True), "money"),
        )
        return ListCard(
            self._part,
            str(measure.get("name") or words.tr("Costed provision")),
            lambda: (*self._top(), "lines", measure["lines"]),
            lambda: headings,
            lambda: {"what": words.tr("Support"), "rate": measure["rates"][0]["id"], "minutes": 60},
            words.tr("Add a line"),
            bare=True,
        )

    def _top(self) -> Path:
        return ("tests", self._at)

    def _known(self) -> list[tuple[Any, str]]:
        return edits.descriptor_names(self._part.editor.document)
