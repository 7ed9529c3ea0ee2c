"""What is so for a whole tariff: its year, period and rounding; its name and days, and the year after it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox

from bandingdesk.ui.widgets import form, labels
from bandingdesk.ui.widgets.buttons import QuietButton
from bandingdesk.ui.widgets.card import Card
from bandingdesk.ui.widgets.form import Choice, FormField
from bandingdesk.ui.workspaces.frameworks import uplift, words
from bandingdesk.ui.workspaces.frameworks.fields import Fields, row_of
from bandingdesk.ui.workspaces.frameworks.part import allow

if TYPE_CHECKING:
    from bandingdesk.ui.workspaces.frameworks.part import Part

ROUNDINGS = ("half_up", "half_even", "down", "up", "none")


class MoneyHead(Card):
    """Which year is shown, and how its amounts are counted."""

    def __init__(self, part: Part) -> None:
        super().__init__()
        self._part = part
        self.fields = Fields(part)
        self.years = Choice()
        self.years.chosen.connect(lambda at: part.editor.show_tariff(int(str(at))))
        self._years = FormField(words.tr("Amounts of"), self.years)
        self.add(self._years)
        self._add_fields()

    def _add_fields(self) -> None:
        fields = self.fields
        periods = [(period, words.tr(said)) for period, said in words.PERIODS.items()]
        rounding = [(one, rounding_words(one)) for one in ROUNDINGS]
        self.year = fields.line(words.tr("Year"), ("year",), longest=7, needed=True)
        self.add(
            row_of(
                self.year,
                fields.choice(words.tr("Amounts are"), ("period",), periods),
                fields.choice(words.tr("Rounding"), ("rounding",), rounding),
                fields.choice(words.tr("Rounded to"), ("round_to",), _steps((1, 10, 100, 1000)), usual=1),
            )
        )

    def show_head(self) -> None:
        """Show the head of the tariff in hand."""
        self.fields.show()
        years = [(at, _named(one)) for at, one in enumerate(self._part.editor.tariffs)]
        self._years.setVisible(len(years) > 1)
        self.years.set_choices(years, 0)


class MoneyLife(Card):
    """What a tariff is called, its own days, and the amounts of the year after."""

    def __init__(self, part: Part) -> None:
        super().__init__(words.tr("Name, days and the next year"))
        self._part = part
        self.fields = fields = Fields(part)
        version = fields.line(words.tr("Version"), ("version",), longest=64)
        self.add(row_of(fields.line(words.tr("Title"), ("title",)), version))
        self._add_days()
        self._add_next()

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
        self.next_step = Choice(_steps((1, 100, 1000)), 100)
        self.make = QuietButton(words.tr("Make the next year"), icon="calendar-check")
        self.make.clicked.connect(self._on_make)
        self._percent = FormField(words.tr("Raised by, per cent"), self.percent)
        self.next.add(
            row_of(
                self._percent,
                FormField(words.tr("Rounding"), self.next_rounding),
                FormField(words.tr("Rounded to"), self.next_step),
            )
        )
        self.next.body.addWidget(self.make, 0, Qt.AlignmentFlag.AlignLeft)
        self.add(self.next)

    def show_life(self) -> None:
        """Show the name and the days of the tariff in hand."""
        editor = self._part.editor
        self.fields.show()
        has_days, has_end = self.has_days.isChecked(), bool(self._part.read(("effective", "to")))
        self._first.setVisible(has_days)
        self._last.setVisible(has_days and has_end)
        self._open_end.setVisible(has_days)
        self._open_end.setChecked(not has_end)
        allow(self._open_end, editor)
        self.next.setVisible(editor.is_open_to_edits and self._part.read(("kind",)) != "measure")

    # Acts

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


def _steps(pence: Sequence[int]) -> list[tuple[Any, str]]:
    said = {1: words.tr("a penny"), 10: words.tr("10p"), 100: words.tr("a pound"), 1000: words.tr("£10")}
    return [(one, said[one]) for one in pence]


def parts_of(whole: str, scales: Sequence[int]) -> list[tuple[Any, str]]:
    """Return scales by the part of a WHOLE ("penny", "point") that numbers are kept in."""
    said = {10: words.tr("tenths of a {whole}"), 100: words.tr("hundredths of a {whole}")}
    said |= {1: words.tr("a whole {whole}"), 1000: words.tr("thousandths of a {whole}")}
    return [(scale, said[scale].replace("{whole}", whole)) for scale in scales]


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
