"""The forms by which a council changes its backlog's terms: each is adopted from a day on, with its minute."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout

from bandingdesk.casework.backlog.policies import Hours, PanelTerms
from bandingdesk.ui.widgets import card, labels
from bandingdesk.ui.widgets.buttons import QuietButton
from bandingdesk.ui.widgets.policy_form import NumberLine, PolicyForm


class OrderForm(PolicyForm):
    """The reasons one below the other, each with Up and Down."""

    def __init__(self, today: date, words: Callable[[str], str]) -> None:
        super().__init__(today)
        self._words = words
        self.order: list[str] = []
        self._buttons: list[dict[bool, QuietButton]] = []  # of each row, by whether it goes up
        self._rows = QVBoxLayout()
        self._rows.setSpacing(4)
        self.column.addLayout(self._rows)
        self.finish()

    def show_order(self, order: Sequence[str], draft: Mapping[str, Any]) -> None:
        """Show ORDER, or what a DRAFT of it holds."""
        self.order = [str(one) for one in draft.get("order", order)]
        self.fill(lambda: self.show_head(draft))
        self._lay()

    def body(self) -> dict[str, Any]:
        """Return the form as a draft keeps it."""
        return {"order": self.order, **self.head()}

    def shift(self, at: int, by: int) -> None:
        """Move the reason at AT up or down by one."""
        to = at + by
        if 0 <= to < len(self.order):
            self.order.insert(to, self.order.pop(at))
            self._lay()
            self.typed.emit()
            self._buttons[to][by < 0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay(self) -> None:
        card.clear(self._rows)
        self._buttons = [{} for _ in self.order]
        for at, name in enumerate(self.order):
            words = self._words(name)
            row = QHBoxLayout()
            row.addWidget(labels.Label(f"{at + 1}  {words}", "body"), 1)
            for by, icon, told in ((-1, "arrow-up", self.tr("Up: {0}")), (1, "arrow-down", self.tr("Down: {0}"))):
                button = QuietButton(self.tr("Up") if by < 0 else self.tr("Down"), icon=icon)
                button.setAccessibleName(told.replace("{0}", words))
                end = self.tr("It is the first already.") if by < 0 else self.tr("It is the last already.")
                button.say_why_not("" if 0 <= at + by < len(self.order) else end)
                button.clicked.connect(partial(self.shift, at, by))
                self._buttons[at][by < 0] = button
                row.addWidget(button)
            self._rows.addLayout(row)


class PlacesForm(PolicyForm):
    """Places and days of each panel type."""

    FIELDS = ("places", "papers_days", "letter_days", "every_weeks")

    def __init__(self, today: date) -> None:
        super().__init__(today)
        self._terms: dict[str, PanelTerms] = {}
        self._boxes: dict[tuple[str, str], NumberLine] = {}
        self._grid = QGridLayout()
        self._grid.setColumnStretch(0, 1)
        self.column.addLayout(self._grid)
        hint = self.tr("Every so many weeks: a meeting that is counted behind the last one planned. 0 counts none.")
        self.column.addWidget(labels.Label(hint, "note", "text2", wrap=True))
        self.finish()

    def show_terms(self, terms: Mapping[str, PanelTerms], names: Mapping[str, str], draft: Mapping[str, Any]) -> None:
        """Show TERMS by panel type, or what a DRAFT of them holds."""
        self._terms = dict(terms)
        self.fill(lambda: self._lay(names, draft))

    def terms(self) -> dict[str, PanelTerms]:
        """Return the terms as typed."""
        found = {}
        for key, one in self._terms.items():
            places, papers, letter, every = (self._boxes[key, name].value() for name in self.FIELDS)
            found[key] = replace(one, places=places, papers_days=papers, letter_days=letter, every_weeks=every)
        return found

    def body(self) -> dict[str, Any]:
        """Return the form as a draft keeps it."""
        return {**{f"{key}.{name}": box.value() for (key, name), box in self._boxes.items()}, **self.head()}

    def _lay(self, names: Mapping[str, str], draft: Mapping[str, Any]) -> None:
        card.clear(self._grid)
        titles = (self.tr("Places"), self.tr("Days for papers"), self.tr("Days for the letter"), self.tr("Every weeks"))
        for at, title in enumerate(titles):
            self._grid.addWidget(labels.Label(title, "second_strong", wrap=True), 0, at + 1)
        for row, (key, one) in enumerate(self._terms.items(), 1):
            name = names.get(key, key)
            self._grid.addWidget(labels.Label(name, "body", wrap=True), row, 0)
            for at, field in enumerate(self.FIELDS):
                value = int(draft.get(f"{key}.{field}", getattr(one, field)))
                box = self.number(value, f"{name}: {titles[at]}", 200)
                self._boxes[key, field] = box
                self._grid.addWidget(box, row, at + 1)
        self.show_head(draft)


class HoursForm(PolicyForm):
    """Hours a week of a caseworker and of those in a team, and hours that each kind of decision takes."""

    def __init__(self, today: date, words: Callable[[str], str]) -> None:
        super().__init__(today)
        self._words = words
        self._hours = Hours(0, 0)
        self._boxes: dict[str, NumberLine] = {}
        self._grid = QGridLayout()
        self._grid.setColumnStretch(0, 1)
        self.column.addLayout(self._grid)
        self.finish()

    def show_hours(self, hours: Hours, teams: Sequence[str], draft: Mapping[str, Any]) -> None:
        """Show HOURS with a line for each of TEAMS, or what a DRAFT of them holds."""
        self._hours = hours
        self.fill(lambda: self._lay(teams, draft))

    def hours(self) -> Hours:
        """Return the hours as typed."""

        def named(prefix: str, known: Mapping[str, int]) -> dict[str, int]:
            typed = {key: box.value() for key, box in self._boxes.items() if key.startswith(prefix)}
            return {**known, **{key.removeprefix(prefix): value for key, value in typed.items()}}

        return replace(
            self._hours,
            each=self._boxes["each"].value(),
            other=self._boxes["other"].value(),
            kinds=named("kind.", self._hours.kinds),
            teams=named("team.", self._hours.teams),
        )

    def body(self) -> dict[str, Any]:
        """Return the form as a draft keeps it."""
        return {**{key: box.value() for key, box in self._boxes.items()}, **self.head()}

    def _lay(self, teams: Sequence[str], draft: Mapping[str, Any]) -> None:
        card.clear(self._grid)
        self._boxes = {}
        hours = self._hours
        rows = [("each", self.tr("Hours a week of one caseworker"), hours.each)]
        in_team = self.tr("Hours a week of one caseworker in {0}")
        rows += [(f"team.{team}", in_team.replace("{0}", team), hours.teams.get(team, hours.each)) for team in teams]
        rows += [(f"kind.{rule}", self._words(rule), each) for rule, each in hours.kinds.items()]
        rows.append(("other", self.tr("Any other decision"), hours.other))
        for at, (key, words, value) in enumerate(rows):
            self._grid.addWidget(labels.Label(words, "second", wrap=True), at, 0)
            self._boxes[key] = self.number(int(draft.get(key, value)), words)
            self._grid.addWidget(self._boxes[key], at, 1)
        self.show_head(draft)
