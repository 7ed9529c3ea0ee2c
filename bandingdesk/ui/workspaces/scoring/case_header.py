"""The strip over the scoring page: whose case it is, what is asked, and the one clock that matters now."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from bandingdesk.store.queries.casework import ClockRow
from bandingdesk.ui import codes, text
from bandingdesk.ui.widgets import chip, labels
from bandingdesk.ui.widgets.clock_bar import ClockBar, LegalClock
from bandingdesk.ui.workspaces.scoring.reading import Reading

_CLOCK_WIDTH = 330
_SOON_DAYS = 14


class CaseHeader(QFrame):
    """Child, year and age, need, setting; the framework and the panel; the law's clock at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "header")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 9, 20, 9)
        row.setSpacing(14)
        self._initials = labels.Label("", "card_title", "accent")
        self._initials.setAlignment(Qt.AlignmentFlag.AlignCenter)
        mark = QFrame()
        mark.setProperty("look", "well")
        mark.setFixedSize(42, 42)
        inside = QVBoxLayout(mark)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self._initials)
        row.addWidget(mark)
        said = QVBoxLayout()
        said.setSpacing(3)
        top = QHBoxLayout()
        top.setSpacing(12)
        self._name = labels.Label("", "sentence")
        self._chips = chip.ChipRow()
        top.addWidget(self._name)
        top.addWidget(self._chips, 1)
        said.addLayout(top)
        self._line = labels.Label("", "second", "text2", wrap=True)
        said.addWidget(self._line)
        row.addLayout(said, 1)
        self._clock = ClockBar()
        self._clock.setFixedWidth(_CLOCK_WIDTH)
        row.addWidget(self._clock, 0, Qt.AlignmentFlag.AlignVCenter)

    def show_case(self, seen: Reading, today: date) -> None:
        """Show the case of SEEN, which is open to the person."""
        case = seen.case
        if case is None:
            return
        self._initials.setText(case.initials)
        self._name.setText(case.child_name)
        self._chips.set(
            (
                chip.Fact(codes.year_and_age(case.year_group, case.born, today)),
                chip.Fact(codes.say(codes.NEEDS, case.primary_need)),
                chip.Fact(codes.say(codes.SETTINGS, case.setting_kind)),
            )
        )
        panel = self.tr("Panel {day}, item {number}").replace("{day}", text.day(seen.meeting_on))
        rules = self.tr("Framework {version}").replace("{version}", seen.framework_name)
        if seen.asks is not None:
            rules = self.tr("Law of {day}").replace("{day}", text.day(seen.asks.on))
        parts = (
            codes.say(codes.KINDS, case.kind),
            case.setting_name,
            rules,
            panel.replace("{number}", str(seen.position)),
        )
        self._line.setText("  ·  ".join(parts))

        self._clock.set(_clock(self, case.clock, today) if case.clock else None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._chips.setVisible(self.width() >= self._chips_from())

    def _chips_from(self) -> int:
        """Return the width from which name, chips and clock stand side by side."""
        return self._name.sizeHint().width() + self._chips.sizeHint().width() + _CLOCK_WIDTH + 140

    def clear(self) -> None:
        """Show nobody."""
        for label in (self._initials, self._name, self._line):
            label.setText("")
        self._chips.set(())
        self._clock.set(None)


def _clock(teller: QWidget, clock: ClockRow, today: date) -> LegalClock:
    """Return CLOCK in words: the council's target, the law's last day with its rule, the days left."""
    verbs = {"decide": teller.tr("Decide by {day}"), "review": teller.tr("Review by {day}")}
    verb = verbs.get(clock.what, teller.tr("Target {day}"))
    last = teller.tr("Law's last day {day}, {rule}").replace("{day}", text.day_short(clock.law_day))
    left = clock.days_left(today)
    return LegalClock(
        verb.replace("{day}", text.day(clock.target)),
        text.days_left(clock.law_day, today),
        last.replace("{rule}", clock.provision),
        (today - clock.starts).days,
        (clock.law_day - clock.starts).days,
        "late" if left < 0 else "soon" if left <= _SOON_DAYS else "plain",
    )
