"""Try it: any profile typed by hand, the band it leads to, and why. It looks only and saves nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from bandingdesk.ui.theme import theme
from bandingdesk.ui.widgets import labels
from bandingdesk.ui.widgets.banner import Banner
from bandingdesk.ui.widgets.buttons import PrimaryButton, QuietButton
from bandingdesk.ui.widgets.card import Column
from bandingdesk.ui.widgets.foot_bar import FootBar
from bandingdesk.ui.workspaces.frameworks.profile_board import ProfileBoard, Rated
from bandingdesk.ui.workspaces.frameworks.try_facts import FactsForm
from bandingdesk.ui.workspaces.frameworks.try_result import ResultColumn
from bandingdesk.ui.workspaces.frameworks.try_view_model import TryViewModel

_RIGHT, _NARROW = 400, 310  # px at 100 %


class NextStep(NamedTuple):
    """What the main button says and does next: its words, its icon, and why it can't be pressed now."""

    words: str
    icon: str
    why_not: str = ""


class TryPane(QWidget):
    """The profile at the left on its board, where each cell says the band it would give; the result at the right."""

    def __init__(self, trial: TryViewModel, next_step: Callable[[], None], next_words: Callable[[], NextStep]) -> None:
        super().__init__()
        self._trial, self._next_words = trial, next_words
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        row = QHBoxLayout()
        row.setSpacing(0)
        left = Column(margins=(20, 14, 20, 16), spacing=10)
        self.facts = FactsForm(trial)
        left.add(self.facts.contexts)
        self._hint = labels.Label("", "second", "text2", wrap=True)
        left.add(self._hint)
        self.raised = Banner("", closable=False)
        self.raised.hide()
        left.add(self.raised)
        self.board = ProfileBoard(self.tr("Profile"))
        self.board.rated.connect(lambda strand, level: trial.rate(strand, level))
        left.add(self.board)
        left.add(self.facts)
        left.body.addStretch(1)
        row.addWidget(left, 1)
        row.addWidget(labels.Line(upright=True))
        self.result = ResultColumn()
        row.addWidget(self.result)
        theme.current().changed.connect(self._fit)  # larger texts ask for more room
        outer.addLayout(row, 1)
        self.foot = FootBar()
        self.clear = self.foot.add_right(QuietButton(self.tr("Clear all"), icon="x"))
        self.clear.clicked.connect(trial.clear)
        self.lowest = self.foot.add_right(QuietButton(self.tr("Rest at the lowest"), icon="arrow-down"))
        self.lowest.clicked.connect(trial.rate_lowest)
        self.main = self.foot.add_right(PrimaryButton("", key="Ctrl+Enter"))
        self.main.clicked.connect(lambda: next_step())
        outer.addWidget(self.foot)
        trial.changed.connect(self.show_model)

    def show_model(self) -> None:
        """Show what is typed and what the scheme makes of it."""
        scheme = self._trial.scheme
        if scheme is None or not self.isVisible():
            return
        typed, answer = self._trial.typed, self._trial.answer
        strands = [
            Rated(one.id, one.name, {level.level: level.name or str(level.level) for level in one.levels})
            for one in scheme.framework.strands
        ]
        self.board.show_profile(strands, typed.levels, answer.ladders if answer is not None else None)
        if not self.board.currentIndex().isValid() and strands:
            self.board.go_to(strands[0].id, 1)
        self._hint.setText(self._how(max((level for one in strands for level in one.levels), default=0)))
        self.facts.show_facts()
        self.result.show_answer(scheme, answer, bool(typed.levels))
        left = sum(one.id not in typed.levels and not one.optional for one in scheme.framework.strands)
        self.foot.say(
            self.tr("Looks only. Nothing here is saved."),
            self.tr("%n strands are not rated.", "", left) if left else "",
            "eye",
        )
        self.lowest.say_why_not("" if left else self.tr("Every strand is rated."))
        step = self._next_words()
        self.main.setText(step.words)
        self.main.set_icon(step.icon)
        self.main.updateGeometry()
        self.main.say_why_not(step.why_not)
        self._show_raised()

    def _how(self, highest: int) -> str:
        """Return how a strand is rated: by a digit, where every level is one."""
        if highest > 9:
            return self.tr("Choose a level by the arrow keys and Enter. Each cell says the band that level would give.")
        return self.tr("Type a digit to rate the strand you stand on. Each cell says the band that level would give.")

    def _show_raised(self) -> None:
        """Say which step shows the finding that this profile came with."""
        raised, scheme = self._trial.raised, self._trial.scheme
        self.raised.setVisible(raised is not None)
        if raised is not None and scheme is not None:
            said = self.tr("The finding shows when {strand} goes to level {level}: look at that cell of its row.")
            strand = scheme.framework.strand(raised[0]).name
            self.raised.say(said.replace("{strand}", strand).replace("{level}", str(raised[1])), tone="info")

    def take_focus(self) -> None:
        """Put the focus on the board."""
        self.board.setFocus(Qt.FocusReason.OtherFocusReason)

    def panes(self) -> list[QWidget]:
        """Return the parts that F6 walks."""
        return [self.facts.contexts, self.board, self.result, self.foot]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        """Fit again where the result asks for more room, as after a change of the size of texts."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return done

    def _fit(self) -> None:
        """Give the result its share, never less than its widest part."""
        wide = self.width() > theme.current().scaled(1000)
        least = max(_NARROW, self.result.minimumSizeHint().width())
        self.result.setFixedWidth(max(least, theme.current().scaled(_RIGHT)) if wide else least)

    def minimumSizeHint(self) -> QSize:
        return QSize(760, 380)
