"""The form by which a council adopts a version of a panel type: as it stands or as it ships, changed, from a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple, cast

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLineEdit, QWidget

from bandingdesk.council.ops import InterestDefault, PanelTypeAdopted, Route
from bandingdesk.panel import outcomes, shipped
from bandingdesk.ui import amounts
from bandingdesk.ui.widgets import labels
from bandingdesk.ui.widgets.banner import Banner
from bandingdesk.ui.widgets.flow import Flow
from bandingdesk.ui.widgets.form import Choice, FormField, NoteField, RadioRow, line
from bandingdesk.ui.widgets.policy_form import NumberLine, PolicyForm
from bandingdesk.ui.workspaces.settings.panel_types_words import PanelTypeWords

_ROUTES = 3
_HIGH = 34  # px: a list as the theme draws it, beside a label that is lower
_LONGEST = 26  # letters of what an interest is settled as


class _RouteRow(NamedTuple):
    pounds: QLineEdit
    to: Choice


class Ticks(QWidget):
    """Boxes of which any may be ticked, by their codes, in lines as words go."""

    def __init__(self, form: PolicyForm) -> None:
        super().__init__()
        self._form = form
        self._flow = Flow(self, across=16)
        self._boxes: dict[str, QCheckBox] = {}

    def offer(self, known: Mapping[str, str], ticked: Iterable[str]) -> None:
        """Offer the codes of KNOWN with their words; those TICKED are on."""
        while (item := self._flow.takeAt(0)) is not None:
            if (box := item.widget()) is not None:
                box.hide()
                box.deleteLater()
        on = set(ticked)
        self._boxes = {}
        for code, words in known.items():
            box = self._boxes[code] = QCheckBox(words, self)
            box.setChecked(code in on)
            box.toggled.connect(self._form.tell)
            self._flow.addWidget(box)
            box.show()
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep room for all lines at this width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.setMinimumHeight(self._flow.heightForWidth(self.width()))

    @property
    def ticked(self) -> tuple[str, ...]:
        """The codes that are on, in the order offered."""
        return tuple(code for code, box in self._boxes.items() if box.isChecked())


class PanelTypeForm(PolicyForm):
    """A version as it is typed. What it does not ask for stays as in the version that it began with."""

    def __init__(self, today: date, words: PanelTypeWords) -> None:
        super().__init__(today)
        self.today, self.words = today, words
        self._began: PanelTypeAdopted | None = None
        self._taken: tuple[str, ...] = ()
        self._numbers: dict[str, NumberLine] = {}
        self._make_what()
        self._make_who()
        self._make_how()
        self._make_around()
        self.wrong = Banner("", closable=False, tone="danger")  # beside the button that asked
        self.wrong.hide()
        self.column.addWidget(self.wrong)
        self.finish()
        self.typed.connect(self.show_why_not)

    # What it decides

    def _make_what(self) -> None:
        self._head(self.tr("What it decides"))
        self.name, self.remit = self._line(), self._note(2)
        self._put(self.tr("Name"), self.name)
        self._put(self.tr("Remit"), self.remit)
        self.outcomes, self.tests = Ticks(self), Ticks(self)
        self._put(self.tr("What a case may end in"), self.outcomes)
        hint = self.tr("Members answer each part of them blind. A refusal needs its test among them.")
        self._tests = self._put(self.tr("Tests of the law"), self.tests, hint)

    # By whom

    def _make_who(self) -> None:
        self._head(self.tr("By whom"))
        who = [(True, self.tr("The panel recommends, an officer decides")), (False, self.tr("The panel decides"))]
        self.recommends = self._radio(self.tr("Who decides"), who)
        hint = self.tr("A statutory decision is an officer’s by default; the panel advises.")
        self._put(self.tr("Who decides"), self.recommends, hint)
        self.delegation = self._line()
        self._put(self.tr("Scheme of delegation"), self.delegation, self.tr("Who decides, and under which paragraph."))
        self.second = Choice([(rule, self.words.second(rule)) for rule in ("override", "always", "never")])
        self.second.chosen.connect(self.tell)
        self._put(self.tr("Second signature"), self.second)
        self.roles = Ticks(self)
        self.column.addLayout(self._make_numbers((("quorum", self.tr("Voting members needed"), ""),)))
        self._put(self.tr("Of whom one each must be from"), self.roles)

    # How it works

    def _make_how(self) -> None:
        self._head(self.tr("How it works"))
        numbers = (
            ("readers", self.tr("Readers of a case"), self.tr("0: every free member scores")),
            ("case_minutes", self.tr("Minutes for a case"), ""),
            ("papers_days", self.tr("Working days before the meeting by which papers come in"), self.tr("0: none")),
        )
        self.column.addLayout(self._make_numbers(numbers))
        levels = self._make_numbers(
            (
                ("tolerance", self.tr("Tolerance in levels"), ""),
                ("disagreement", self.tr("Levels apart from which ends are flagged"), ""),
            )
        )
        levels.setContentsMargins(0, 0, 0, 0)
        self._levels = QWidget()
        self._levels.setLayout(levels)
        self.column.addWidget(self._levels)
        rules = [(rule, self.words.tie(rule)) for rule in ("none", "higher", "lower")]
        self.tie = Choice(rules)
        self.tie.chosen.connect(self.tell)
        self.tie_minute = self._line()
        self._tie = self._put(self.tr("Where the middle lies between two levels"), self.tie)
        self._tie_minute = self._put(self.tr("Where this rule was decided (minute)"), self.tie_minute)
        self.votes = self._tick(self.tr("Members vote"))
        self.own_band = self._tick(self.tr("A member sees the band of their own scores, once locked"))

    # Before and after

    def _make_around(self) -> None:
        self._head(self.tr("Before and after"))
        grid = QGridLayout()
        grid.setColumnStretch(0, 1)
        settled: list[tuple[object, str]] = [(one, self.words.settled(one)) for one in ("withdraw", "inform", "noted")]
        self.interests: dict[str, Choice] = {}
        grid.addWidget(labels.Label(self.tr("Interests: what the chair is offered first"), "second_strong"), 0, 0, 1, 2)
        for at, one in enumerate(shipped.book().interests, 1):
            name = self.words.interest(one.kind)
            made = self.interests[one.kind] = Choice(settled)
            made.setAccessibleName(name)
            made.setMinimumContentsLength(_LONGEST)
            made.setMinimumHeight(_HIGH)
            made.chosen.connect(self.tell)
            grid.addWidget(labels.Label(name, "body"), at, 0)
            grid.addWidget(made, at, 1)
        self.column.addLayout(grid)
        self.column.addLayout(self._make_routes())
        self.ratified = Choice()
        self.ratified.chosen.connect(self.tell)
        self._put(self.tr("Who ratifies what is decided outside a meeting"), self.ratified)
        self.pack, self.room = Ticks(self), Ticks(self)
        self._put(self.tr("A pack shows"), self.pack)
        hint = self.tr("Beside number, step, strips and the words of the levels. No name and no money by this.")
        self._put(self.tr("The room’s screen may show"), self.room, hint)

    def _make_routes(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        grid.addWidget(labels.Label(self.tr("Goes on above a cost a year"), "second_strong"), 0, 0, 1, 2)
        self.routes: list[_RouteRow] = []
        for at in range(1, _ROUTES + 1):
            pounds, to = line(), Choice()
            pounds.setMaximumWidth(140)
            pounds.setAccessibleName(self.tr("Route {0}: pounds a year").replace("{0}", str(at)))
            to.setAccessibleName(self.tr("Route {0}: panel").replace("{0}", str(at)))
            pounds.textChanged.connect(self.tell)
            to.chosen.connect(self.tell)
            grid.addWidget(pounds, at, 0)
            grid.addWidget(to, at, 1)
            self.routes.append(_RouteRow(pounds, to))
        return grid

    # Show and read

    def show_version(
        self, began: PanelTypeAdopted, names: Mapping[str, str], professions: Sequence[str], taken: Iterable[str] = ()
    ) -> None:
        """Show BEGAN. NAMES: the panel types a case may go on to; TAKEN: names that other types have."""
        self._began, self._taken = began, tuple(taken)
        self.fill(lambda: self._fill(began, names, professions))
        self.show_why_not()

    def version(self) -> PanelTypeAdopted:
        """Return what is typed."""
        began = self._began
        assert began is not None  # the form is shown with a version
        values: dict[str, Any] = {name: getattr(began, name) for name in PanelTypeAdopted.__slots__}
        tie = cast(Any, self.tie.value) if self.tie.value else "none"
        values |= {name: number.value() for name, number in self._numbers.items()} | {
            "name": self.name.text().strip(),
            "remit": self.remit.text.strip(),
            "outcomes": self.outcomes.ticked,
            "tests": self.tests.ticked if began.basis == "questions" else began.tests,
            "recommends": bool(self.recommends.value),
            "delegation": self.delegation.text().strip(),
            "second_signature": self.second.value,
            "quorum_roles": self.roles.ticked,
            "tie_rule": tie,
            "tie_minute": self.tie_minute.text().strip() if tie != "none" else "",
            "votes": self.votes.isChecked(),
            "own_band_after_lock": self.own_band.isChecked(),
            "interest_defaults": self._settled(),
            "routes": self._routes(),
            "ratified_by": str(self.ratified.value or ""),
            "pack": self.pack.ticked,
            "room": self.room.ticked,
            "starts": self.day,
            "minute": self.minute.text().strip(),
        }
        return PanelTypeAdopted(**values)

    def show_why_not(self) -> None:
        """Say what is still to fill in, on the button."""
        self._tie_minute.setVisible(self._is_on_levels() and self.tie.value not in (None, "none"))
        self.adopt.say_why_not(self.why_not())

    def why_not(self) -> str:
        """Return what the form still needs, "" for nothing. What can't work is said when it is adopted."""
        needed = (
            (self.name.text(), self.tr("Give the panel a name.")),
            (self.remit.text, self.tr("Say what it decides.")),
            (self.outcomes.ticked, self.tr("Tick what a case may end in.")),
            (self.delegation.text() or not self.recommends.value, self.tr("Name who decides and under which scheme.")),
            (self.minute.text(), self.tr("Enter where it was decided.")),
        )
        for typed, why in needed:
            if not (typed.strip() if isinstance(typed, str) else typed):
                return why
        if self.name.text().strip().casefold() in {name.casefold() for name in self._taken}:
            return self.tr("Another panel has this name.")
        for row in self.routes:
            said = row.pounds.text().strip()
            if bool(said) != bool(row.to.value):
                return self.tr("A route needs both an amount and a panel.")
            if said and amounts.pence(said) is None:
                return self.tr("Enter pounds such as 20,000.")
        return ""

    # Inside

    def _fill(self, began: PanelTypeAdopted, names: Mapping[str, str], professions: Sequence[str]) -> None:
        book = outcomes.book()
        self.name.setText(began.name)
        self.remit.set_text(began.remit)
        template = shipped.book().of_family(began.family)
        first = template.outcomes if template else ()
        offered = dict.fromkeys((*first, *(kind.id for kind in book.of_family(began.family)), *began.outcomes))
        self.outcomes.offer({one: self.words.outcome(one) for one in offered}, began.outcomes)
        tests = dict.fromkeys((*(template.tests if template else ()), *began.tests))
        self.tests.offer({test: self.words.test(test, self.today) for test in tests}, began.tests)
        self._tests.setVisible(began.basis == "questions")
        self.recommends.set_value(began.recommends)
        self.delegation.setText(began.delegation)
        self.second.set_value(began.second_signature)
        known = {one: one for one in sorted({*professions, *began.quorum_roles})}
        self.roles.offer(known, began.quorum_roles)
        for field, number in self._numbers.items():
            number.setText(str(getattr(began, field)))
        for part in (self._levels, self._tie, self.own_band):
            part.setVisible(self._is_on_levels())
        self.tie.set_value(began.tie_rule)
        self.tie_minute.setText(began.tie_minute)
        self.votes.setChecked(began.votes)
        self.own_band.setChecked(began.own_band_after_lock)
        self._fill_around(began, names)
        self.show_head({"starts": max(began.starts, self.today).isoformat(), "minute": began.minute})

    def _fill_around(self, began: PanelTypeAdopted, names: Mapping[str, str]) -> None:
        settled = {one.kind: one.outcome for one in began.interest_defaults}
        for kind, choice in self.interests.items():
            choice.set_value(settled.get(kind))
        nobody: tuple[object, str] = (None, self.tr("Nobody"))
        types: list[tuple[object, str]] = [(key, name) for key, name in names.items() if key != began.key]
        for at, row in enumerate(self.routes):
            route = began.routes[at] if at < len(began.routes) else None
            row.pounds.setText(f"{route.above_pence / 100:,.0f}" if route else "")
            lost: list[tuple[object, str]] = [(route.to, route.to)] if route and route.to not in names else []
            row.to.set_choices([(None, ""), *types, *lost], route.to if route else None)
        own: list[tuple[object, str]] = [(began.key, self.tr("Its own next meeting"))]
        lost = [(began.ratified_by, began.ratified_by)] if began.ratified_by not in (*names, began.key, "") else []
        self.ratified.set_choices([nobody, *own, *types, *lost], began.ratified_by or None)
        book = shipped.book()
        self.pack.offer({code: _panels(words) for code, words in book.pack.items()}, began.pack)
        self.room.offer({code: _panels(words) for code, words in book.room.items()}, began.room)

    def _is_on_levels(self) -> bool:
        return self._began is not None and self._began.basis == "matrix"

    def _settled(self) -> tuple[InterestDefault, ...]:
        return tuple(InterestDefault(kind, cast(Any, one.value)) for kind, one in self.interests.items() if one.value)

    def _routes(self) -> tuple[Route, ...]:
        found = ((amounts.pence(row.pounds.text()), row.to.value) for row in self.routes)
        return tuple(Route(pence, str(to)) for pence, to in found if pence is not None and to)

    # Fields

    def _head(self, title: str) -> None:
        self.column.addWidget(labels.SectionTitle(title))

    def _put(self, label: str, field: QWidget, hint: str = "") -> FormField:
        made = FormField(label, field, hint=hint)
        self.column.addWidget(made)
        return made

    def _line(self) -> QLineEdit:
        made = line()
        made.textChanged.connect(self.tell)
        return made

    def _note(self, rows: int) -> NoteField:
        made = NoteField(rows=rows)
        made.textChanged.connect(self.tell)
        return made

    def _radio(self, name: str, choices: Sequence[tuple[object, str]]) -> RadioRow:
        made = RadioRow(name, list(choices))
        made.chosen.connect(self.tell)
        return made

    def _tick(self, words: str) -> QCheckBox:
        made = QCheckBox(words)
        made.setMinimumHeight(28)
        made.toggled.connect(self.tell)
        self.column.addWidget(made)
        return made

    def _make_numbers(self, fields: Sequence[tuple[str, str, str]]) -> QGridLayout:
        """Return numbers with their names before them and a hint behind: (field, name, hint)."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setColumnStretch(2, 1)
        for at, (field, name, hint) in enumerate(fields):
            made = self._numbers[field] = self.number(0, name)
            title = labels.Label(name, "second_strong")
            title.setBuddy(made)
            made.setAccessibleDescription(hint)
            grid.addWidget(made, at, 0)
            grid.addWidget(title, at, 1)
            grid.addWidget(labels.Label(hint, "note", "text2"), at, 2)
        return grid


def _panels(source: str) -> str:
    return QCoreApplication.translate("panels", source)
