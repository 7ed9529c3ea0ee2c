"""The head of a tariff: its year, kind, period and rounding, and a year after it made from this one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox

from bandingdesk.ui.widgets import form, labels
from bandingdesk.ui.widgets.buttons import QuietButton
from bandingdesk.ui.widgets.card import Card
from bandingdesk.ui.widgets.form import Choice, FormField
from bandingdesk.ui.workspaces.frameworks import tariff_tables as tables
from bandingdesk.ui.workspaces.frameworks import uplift, words
from bandingdesk.ui.workspaces.frameworks.fields import Fields, row_of
from bandingdesk.ui.workspaces.frameworks.part import allow

if TYPE_CHECKING:
    from bandingdesk.ui.workspaces.frameworks.part import Part

ROUNDINGS = ("half_up", "half_even", "down", "up", "none")


class MoneyHead(Card):
    """Which year is shown, and what is so for all its amounts."""

    def __init__(self, part: Part) -> None:
        super().__init__()
        self._part = part
        self.fields = Fields(part)
        self.years = Choice()
        self.years.chosen.connect(lambda at: part.editor.show_tariff(int(str(at))))
        self._years = FormField(words.tr("Amounts of"), self.years)
        self.add(self._years)
        self._add_fields()
        self._add_days()
        self._add_next()

    def _add_fields(self) -> None:
        fields = self.fields
        periods = [(period, words.tr(said)) for period, said in words.PERIODS.items()]
        found = words.tr("How an amount is found")
        self.kind = fields.choice(found, ("kind",), _kinds(), usual="table", take=self._on_kind)
        self.year = fields.line(words.tr("Year"), ("year",), longest=7, needed=True)
        self.add(
            row_of(
                self.year,
                fields.line(words.tr("Title"), ("title",)),
                fields.line(words.tr("Version"), ("version",), longest=64),
            )
        )
        self.add(row_of(self.kind, fields.choice(words.tr("Amounts are"), ("period",), periods)))
        steps = [(1, words.tr("a penny")), (10, words.tr("10p")), (100, words.tr("a pound")), (1000, words.tr("£10"))]
        rounding = [(one, rounding_words(one)) for one in ROUNDINGS]
        self.add(
            row_of(
                fields.choice(words.tr("Rounding"), ("rounding",), rounding),
                fields.choice(words.tr("Rounded to"), ("round_to",), steps, usual=1),
            )
        )

    def _add_days(self) -> None:
        new = self._new_days
        self.has_days = self.fields.part_of_it(words.tr("In force on days of its own"), ("effective",), new)
        self.add(self.has_days)
        self._first = self.fields.day(words.tr("First day"), ("effective", "from"))
        self._last = self.fields.day(words.tr("Last day"), ("effective", "to"))
        self._open_end = QCheckBox(words.tr("Until other amounts replace them"))
        self._open_end.clicked.connect(self._on_open_end)
        self.add(row_of(self._first, self._last))
        self.add(self._open_end)

    def _add_next(self) -> None:
        """Add what makes the amounts of the next year from these: so much more in per cent, rounded by name."""
        self.next = Card(words.tr("Amounts of the next year"), look="well")
        told = words.tr(
            "Copies these amounts for the year after, raised by so much. They are a proposal until they are adopted; "
            "this year’s stay as they are."
        )
        self.next.add(labels.Label(told, "second", "text2", wrap=True))
        self.percent = form.line("3", longest=8)
        self.next_rounding = Choice([(one, rounding_words(one)) for one in ROUNDINGS[:-1]], "half_up")
        steps = [(1, words.tr("a penny")), (100, words.tr("a pound")), (1000, words.tr("£10"))]
        self.next_step = Choice(steps, 100)
        self.make = QuietButton(words.tr("Make the next year"), icon="calendar-check")
        self.make.clicked.connect(self._on_make)
        self._percent = FormField(words.tr("Raised by, per cent"), self.percent)
        self.next.add(
            row_of(
                self._percent,
                FormField(words.tr("Rounding of the new amounts"), self.next_rounding),
                FormField(words.tr("To"), self.next_step),
            )
        )
        self.next.body.addWidget(self.make, 0, Qt.AlignmentFlag.AlignLeft)
        self.add(self.next)

    def show_head(self) -> None:
        """Show the head of the tariff in hand."""
        editor = self._part.editor
        self.fields.show()
        years = [(at, _named(one)) for at, one in enumerate(editor.tariffs)]
        self._years.setVisible(len(years) > 1)
        self.years.set_choices(years, 0)
        has_days, has_end = self.has_days.isChecked(), bool(self._part.read(("effective", "to")))
        self._first.setVisible(has_days)
        self._last.setVisible(has_days and has_end)
        self._open_end.setVisible(has_days)
        self._open_end.setChecked(not has_end)
        allow(self._open_end, editor)
        self.next.setVisible(editor.is_open_to_edits and self._part.read(("kind",)) != "measure")

    # Acts

    def _on_kind(self, kind: Any) -> None:
        part = self._part
        if kind != part.read(("kind",), "table"):
            made = tables.with_kind(part.editor.document, part.whole, str(kind))
            part.apply(made, words.tr("How an amount is found"))

    def _new_days(self) -> dict[str, Any]:
        return {"from": str(self._part.editor.get(("effective", "from"))), "to": None}

    def _on_open_end(self, checked: bool) -> None:
        first = str(self._part.read(("effective", "from")))
        self._part.write(("effective", "to"), None if checked else uplift.year_after(first), words.tr("Last day"))

    def _on_make(self) -> None:
        millionths = uplift.millionths(self.percent.text())
        said = words.tr("Write the rise as a number, as 2.5. At most four places after the point.")
        self._percent.set_error("" if millionths is not None else said)
        if millionths is not None:
            rounding, step = str(self.next_rounding.value), int(str(self.next_step.value))
            self._part.editor.add_year(lambda tariff: uplift.next_year(tariff, millionths, rounding, step))


def _named(tariff: dict[str, Any]) -> str:
    period = words.tr(words.PERIODS.get(str(tariff.get("period")), ""))
    return ", ".join(part for part in (str(tariff.get("year", "")), str(tariff.get("version") or ""), period) if part)


def _kinds() -> list[tuple[Any, str]]:
    return [
        ("table", words.tr("a table by band and place")),
        ("base_times_weight", words.tr("a base times the weight of the band")),
        ("sum_by_strand", words.tr("amounts by strand and level")),
        ("rate", words.tr("a rate by band times a number")),
        ("measure", words.tr("the total of a costed map")),
    ]


def rounding_words(kind: str) -> str:
    """Return a rounding in words."""
    said = {
        "half_up": words.tr("half up"),
        "half_even": words.tr("half to even"),
        "down": words.tr("down"),
        "up": words.tr("up"),
        "none": words.tr("none is needed"),
    }
    return said[kind]
