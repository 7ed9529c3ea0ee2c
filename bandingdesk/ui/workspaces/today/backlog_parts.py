"""Parts of the backlog page: a week, a first case, and the cards of what the council adopted, each with its form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QGridLayout, QWidget

from bandingdesk.casework.backlog.forecast import Week
from bandingdesk.store.queries.backlog import Outlook
from bandingdesk.ui.widgets import card, labels
from bandingdesk.ui.widgets.buttons import QuietButton
from bandingdesk.ui.widgets.policy_form import PolicyForm
from bandingdesk.ui.workspaces.today.backlog_forms import HoursForm, OrderForm, PlacesForm
from bandingdesk.ui.workspaces.today.backlog_view_model import BacklogViewModel
from bandingdesk.ui.workspaces.today.backlog_words import BacklogWords


class WeekLine(NamedTuple):
    """One week of the table."""

    id: str
    week: str
    due: int
    told: int
    late: int
    days_late: int
    places: str
    hours: str

    @classmethod
    def of(cls, name: str, week: Week) -> WeekLine:
        """Return WEEK under its NAME."""
        of = QCoreApplication.translate("backlog", "{0} of {1}")
        places, hours = (
            of.replace("{0}", str(used)).replace("{1}", str(there_is))
            for used, there_is in ((week.places_used, week.places), (week.hours_used, week.hours))
        )
        starts = week.starts.isoformat()
        return cls(starts, name, week.due, week.told, week.late, week.days_late, places, hours)


class FirstRow(NamedTuple):
    """A case among the first in the order of priority."""

    id: str
    name: str
    day: str
    why: str


class PolicyCard(card.Card):
    """What holds, since when, and Change for those who may; the form takes its place while it is open."""

    def __init__(self, seen: BacklogViewModel, words: BacklogWords, form: PolicyForm) -> None:
        super().__init__(" ")
        self.seen, self.words, self.form = seen, words, form
        self._key = ""
        self._since = labels.Label("", "second", "text2", wrap=True)
        self.add(self._since)
        self._shown = QWidget()
        self.grid = QGridLayout(self._shown)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setHorizontalSpacing(12)
        self.grid.setVerticalSpacing(4)
        self.grid.setColumnStretch(0, 1)
        self.add(self._shown)
        self.change = QuietButton("", icon="pencil")
        self.change.clicked.connect(self._open)
        assert self.heading is not None
        self.heading.add(self.change)
        self.add(form)
        form.hide()
        form.left.connect(self._leave)
        form.asked.connect(self._ask)
        form.typed.connect(self._keep)
        seen.adopted.connect(self._on_adopted)

    def name(self, title: str, change: str) -> None:
        """Give the card its title and its button its words."""
        assert self.heading is not None
        self.heading.set_title(title)
        self.change.setText(change)

    def show_reading(self, reading: Outlook, key: str) -> None:
        """Show what holds under the policy KEY."""
        self._key = key
        self._since.setText(self.words.adopted(reading.terms.adopted[key]))
        card.clear(self.grid)
        for row, cells in enumerate(self.lines(reading)):
            for at, words in enumerate(cells):
                role, tone = ("second", "text2") if at == 0 else ("second_strong", "")
                self.grid.addWidget(labels.Label(words, role, tone, wrap=at == 0, figures=at > 0), row, at)
        why = "" if self.seen.may_adopt else self.tr("The head of service or an administrator adopts this.")
        self.change.say_why_not(why)
        self.form.adopt.say_why_not(self.tr("This is being recorded.") if self.seen.is_busy else "")

    def lines(self, reading: Outlook) -> Sequence[Sequence[str]]:
        """Return what holds, a row of cells each."""
        raise NotImplementedError

    def fill(self, reading: Outlook, draft: dict[str, Any]) -> None:
        """Show what holds, or a DRAFT of what should, in the form."""
        raise NotImplementedError

    def submit(self, key: str) -> None:
        """Adopt what the form says."""
        raise NotImplementedError

    def typed(self) -> dict[str, Any]:
        """Return the form as a draft keeps it."""
        raise NotImplementedError

    def _open(self) -> None:
        reading = self.seen.reading
        if reading is None:
            return
        self.fill(reading, self.seen.drafts.get(self._key, {}))
        self._turn(to_form=True)
        self.form.minute.setFocus()

    def _leave(self) -> None:
        self.seen.keep(self._key, {})
        self._turn(to_form=False)
        self.change.setFocus()

    def _keep(self) -> None:
        self.seen.keep(self._key, self.typed())

    def _ask(self) -> None:
        self.submit(self._key)

    def _on_adopted(self, key: str) -> None:
        if key == self._key:
            self._turn(to_form=False)

    def _turn(self, *, to_form: bool) -> None:
        self.form.setVisible(to_form)
        self._shown.setVisible(not to_form)
        self.change.setVisible(not to_form)


class OrderCard(PolicyCard):
    """The order of priority."""

    def __init__(self, seen: BacklogViewModel, words: BacklogWords) -> None:
        self._order = OrderForm(seen.today, words.reason)
        super().__init__(seen, words, self._order)
        self.name(self.tr("Order of priority"), self.tr("Change the order"))

    def lines(self, reading: Outlook) -> Sequence[Sequence[str]]:
        return [(f"{at}  {self.words.reason(name)}",) for at, name in enumerate(reading.terms.order, 1)]

    def fill(self, reading: Outlook, draft: dict[str, Any]) -> None:
        self._order.show_order(reading.terms.order, draft)

    def submit(self, key: str) -> None:
        self.seen.adopt_order(key, self._order.order, self._order.day, self._order.minute.text())

    def typed(self) -> dict[str, Any]:
        return self._order.body()


class PlacesCard(PolicyCard):
    """Places and days of the panels."""

    def __init__(self, seen: BacklogViewModel, words: BacklogWords) -> None:
        self._places = PlacesForm(seen.today)
        super().__init__(seen, words, self._places)
        self.name(self.tr("Panel places"), self.tr("Change the places"))

    def lines(self, reading: Outlook) -> Sequence[Sequence[str]]:
        names = reading.terms.names
        found = []
        for key, one in reading.terms.panels.items():
            days = self.tr("papers {papers} days before, letter {letter} days after").format(
                papers=one.papers_days, letter=one.letter_days
            )
            found.append((f"{names.get(key, key)}: {days}", self.tr("%n places", "", one.places)))
        return found

    def fill(self, reading: Outlook, draft: dict[str, Any]) -> None:
        self._places.show_terms(reading.terms.panels, reading.terms.names, draft)

    def submit(self, key: str) -> None:
        self.seen.adopt_panels(key, self._places.terms(), self._places.day, self._places.minute.text())

    def typed(self) -> dict[str, Any]:
        return self._places.body()


class HoursCard(PolicyCard):
    """Hours of caseworkers, and hours that decisions take."""

    def __init__(self, seen: BacklogViewModel, words: BacklogWords) -> None:
        self._form = HoursForm(seen.today, words.rule)
        super().__init__(seen, words, self._form)
        self.name(self.tr("Caseworker hours"), self.tr("Change the hours"))

    def lines(self, reading: Outlook) -> Sequence[Sequence[str]]:
        hours = reading.terms.hours
        found = [(self.tr("A caseworker, a week"), self._hours(hours.each))]
        in_team = self.tr("A caseworker in {0}, a week")
        found += [(in_team.replace("{0}", team), self._hours(each)) for team, each in hours.teams.items()]
        found += [(self.words.rule(rule), self._hours(each)) for rule, each in hours.kinds.items()]
        return [*found, (self.tr("Any other decision"), self._hours(hours.other))]

    def fill(self, reading: Outlook, draft: dict[str, Any]) -> None:
        teams = sorted({row.team for row in reading.caseworkers if row.team})
        self._form.show_hours(reading.terms.hours, teams, draft)

    def submit(self, key: str) -> None:
        self.seen.adopt_hours(key, self._form.hours(), self._form.day, self._form.minute.text())

    def typed(self) -> dict[str, Any]:
        return self._form.body()

    def _hours(self, count: int) -> str:
        return self.tr("%n hours", "", count)
