"""Beside the work: the steps of the case with its quiet clock, the band once it may be seen, and the room."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from bandingdesk.ui.widgets import buttons, card, labels
from bandingdesk.ui.widgets.band_why import BandWhy, Rules
from bandingdesk.ui.widgets.people import StepList
from bandingdesk.ui.workspaces.meeting import words
from bandingdesk.ui.workspaces.meeting.reading import Reading
from bandingdesk.ui.workspaces.meeting.room_cards import OwnCard, PeopleCard, ScreenCard, SpeakersCard


class SidePane(QFrame):
    """Steps, band, people, who waits to speak, the room's screen. A card's own signals are the card's."""

    levels_asked = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "page")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._scroll = card.Column(margins=(14, 12, 14, 12), spacing=10)
        column.addWidget(self._scroll)
        self._is_decision = False
        self._case = card.Card()
        head = QHBoxLayout()
        head.addWidget(labels.Label(self.tr("This case"), "card_title"), 1)
        self.clock = labels.Label("", "second_strong", "text2", figures=True)
        head.addWidget(self.clock)
        self._case.add(head)
        self.steps = StepList()
        self._case.add(self.steps)
        self.look = buttons.QuietButton(self.tr("Look at the levels"), icon="sliders-horizontal")
        self.look.clicked.connect(lambda: self.levels_asked.emit(self._is_decision))
        self._case.add(self.look)
        self.why = BandWhy()
        self.own = OwnCard()
        self.speakers, self.people, self.room_screen = SpeakersCard(), PeopleCard(), ScreenCard()
        for part in (self.speakers, self.own, self._case, self.why, self.people, self.room_screen):
            self._scroll.add(part)
        self._scroll.body.addStretch(1)

    def show_item(self, seen: Reading, step: str, *, shows_decision: bool, refusal: str) -> None:
        """Show an item; the band only where the reading holds one, which it does once all levels are agreed."""
        self.steps.set(words.steps(seen, step))
        has_band = seen.explanation is not None
        self.why.setVisible(has_band)
        if has_band:
            self._show_band(seen)
        self._is_decision = shows_decision
        is_agreed = has_band or (seen.on_questions and seen.round is not None and seen.round.state == "agreed")
        self.look.setVisible(is_agreed)
        strips = self.tr("Look at the answers") if seen.on_questions else self.tr("Look at the levels")
        self.look.setText(strips if shows_decision else self.tr("Back to the decision"))
        self.speakers.show_speakers(seen)
        self.people.show_people(seen, refusal)

    def _show_band(self, seen: Reading) -> None:
        """Show the indicated band, and the decision's amount once it has been shown to the panel."""
        assert seen.explanation is not None
        money, line = words.amount(seen.decision) if seen.decision else ("", "")
        rules = Rules(dict(seen.bands), seen.names.strands, seen.ladder)
        self.why.show_band(self.tr("Indicative band"), seen.explanation, rules, money=money, money_line=line)


class AgendaColumn(QFrame):
    """The left column: its title with how many are decided, and the list it is given."""

    def __init__(self, title: str, rows: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "pane")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(6)
        head = QHBoxLayout()
        head.setContentsMargins(14, 0, 14, 0)
        head.addWidget(labels.Label(title, "body_strong"), 1)
        self._count = labels.Label("", "second", "text2")
        head.addWidget(self._count)
        column.addLayout(head)
        column.addWidget(rows, 1)
        self.agree_all = buttons.QuietButton("", icon="check-check")
        self.finish = labels.Label("", "second", "text2")
        foot = QVBoxLayout()
        foot.setContentsMargins(14, 8, 14, 10)
        foot.addWidget(self.agree_all)
        foot.addWidget(self.finish)
        column.addLayout(foot)
        self.agree_all.hide()

    def show_count(self, text: str) -> None:
        """Show how many items are decided."""
        self._count.setText(text)

    def show_finish(self, text: str) -> None:
        """Show when the agenda will be through."""
        self.finish.setText(text)
        self.finish.setVisible(bool(text))

    def show_quiet(self, count: int, refusal: str) -> None:
        """Offer to agree the COUNT cases that need no talk, where there are any."""
        self.agree_all.setVisible(count > 0)
        self.agree_all.setText(self.tr("Agree %n case(s) without talk", "", count))
        self.agree_all.say_why_not(refusal)
