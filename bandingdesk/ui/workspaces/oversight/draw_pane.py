"""The form of a new sample: its title, the period, how many decisions, and the seed that repeats the draw."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QLocale, Qt
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from bandingdesk.seams import Clock
from bandingdesk.ui import text
from bandingdesk.ui.messages import error_text
from bandingdesk.ui.widgets import form, labels
from bandingdesk.ui.widgets.banner import Banner
from bandingdesk.ui.widgets.buttons import PrimaryButton, QuietButton
from bandingdesk.ui.widgets.card import Card, Column
from bandingdesk.ui.widgets.foot_bar import FootBar
from bandingdesk.ui.widgets.form import DayField, FormField

if TYPE_CHECKING:
    from bandingdesk.ui.workspaces.oversight.view_model import OversightViewModel

_USUAL = 12  # decisions in a first sample
_MOST = 200
_WIDTH = 620  # px


class DrawPane(QWidget):
    """A page, not a dialog: what is typed stays while you look elsewhere."""

    def __init__(self, model: OversightViewModel, clock: Clock, draw: Callable[[], None]) -> None:
        super().__init__()
        self._model, self._clock = model, clock
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        body = Column(margins=(16, 16, 16, 16), spacing=12)
        column.addWidget(body, 1)
        self.banner = Banner("", closable=False)
        self.banner.hide()
        body.add(self.banner)
        card = Card(self.tr("Draw a sample"), padding=20)
        card.setMaximumWidth(_WIDTH)
        self._fill(card)
        body.add(card)
        body.body.addStretch(1)
        self.foot = FootBar()
        back = QuietButton(self.tr("Back to samples"), icon="arrow-left")
        back.clicked.connect(model.show_overview)
        self.main = PrimaryButton(self.tr("Draw this sample"), icon="shuffle", key="Ctrl+Enter")
        self.main.clicked.connect(lambda: draw())
        self.foot.add_right(back)
        self.foot.add_right(self.main)
        column.addWidget(self.foot)

    def _fill(self, card: Card) -> None:
        self.name = form.line(longest=80)
        self.first, self.last = DayField(), DayField()
        self.number, self.seed = form.line(longest=3), form.line(longest=9)
        for field, most in ((self.number, _MOST), (self.seed, 999_999_999)):
            field.setValidator(QIntValidator(1, most, field))
        for day in (self.first, self.last):
            day.setLocale(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
        card.add(FormField(self.tr("Title"), self.name))
        days = QHBoxLayout()
        days.setSpacing(16)
        days.addWidget(FormField(self.tr("Signed from"), self.first))
        days.addWidget(FormField(self.tr("Signed up to"), self.last))
        card.add(days)
        self._found = labels.Label("", "second", "text2", wrap=True)
        card.add(self._found)
        numbers = QHBoxLayout()
        numbers.setSpacing(16)
        top = Qt.AlignmentFlag.AlignTop
        numbers.addWidget(FormField(self.tr("How many decisions"), self.number, hint=self.tr("From 1 to 200")), 1, top)
        hint = self.tr("Any number. It repeats the draw.")
        numbers.addWidget(FormField(self.tr("Seed"), self.seed, hint=hint), 1, top)
        card.add(numbers)
        for field in (self.name, self.number, self.seed):
            field.textChanged.connect(self._check)
        for day in (self.first, self.last):
            day.dateChanged.connect(self._count)

    def start(self) -> None:
        """Fill the form with a draw of the last quarter."""
        today = self._clock.today()
        starts, ends = self._model.first_period()
        self.name.setText(self.tr("Sample of {day}").replace("{day}", text.day_bare(today)))
        self.first.setDate(QDate(starts.year, starts.month, starts.day))
        self.last.setDate(QDate(ends.year, ends.month, ends.day))
        self.number.setText(str(_USUAL))
        self.seed.setText(str(today.year * 10_000 + today.month * 100 + today.day))

    def values(self) -> tuple[str, date, date, int, int]:
        """Return title, first and last day, number and seed. Raises ValueError while a number is missing."""
        return self.name.text().strip(), *self._period(), int(self.number.text()), int(self.seed.text())

    def show_model(self) -> None:
        """Show how many decisions there are, and what went wrong."""
        model = self._model
        self.banner.setVisible(model.error is not None)
        if model.error is not None:
            happened, kept, do = error_text(model.error)
            self.banner.say(happened, kept, do, code=model.error.code, tone="danger")
        count = model.signed_in_period
        self._found.setText("" if count is None else self.tr("%n decisions were signed in this period.", "", count))
        self._check()

    def take_focus(self) -> None:
        """Put the focus on the title."""
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)
        self.name.selectAll()

    def _period(self) -> tuple[date, date]:
        first, last = self.first.date(), self.last.date()
        return date(first.year(), first.month(), first.day()), date(last.year(), last.month(), last.day())

    def _count(self) -> None:
        starts, ends = self._period()
        if starts <= ends:
            self._model.count_signed(starts, ends)
        self._check()

    def _check(self) -> None:
        starts, ends = self._period()
        why = self.tr("The draw is being recorded.") if self._model.is_working else ""
        if starts > ends:
            why = self.tr("The period ends before it begins.")
        elif not self.number.hasAcceptableInput():
            why = self.tr("Say how many decisions, from 1 to 200.")
        elif not self.seed.hasAcceptableInput():
            why = self.tr("Type a seed: any number from 1.")
        elif not self.name.text().strip():
            why = self.tr("Give the sample a title.")
        self.main.say_why_not(why)
        if why:
            self.foot.say(why, icon="circle-alert", tone="warn")
        else:
            self.foot.say(self.tr("The draw is recorded with its seed, so that anybody can repeat it."))
