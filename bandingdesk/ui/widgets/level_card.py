"""Level cards: what each level of a strand means, in full, and which one is chosen. A card is a radio button that
paints itself, so role, arrow keys and the exclusive group come from Qt.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QRadioButton, QSizePolicy, QVBoxLayout, QWidget

from bandingdesk.ui.theme import theme
from bandingdesk.ui.theme.tokens import RADIUS_BUTTON, RADIUS_CARD
from bandingdesk.ui.widgets import chip, painted

_SIDE, _TOP, _GAP, _BOX = 14, 11, 14, 34  # px at 100 %
_LEAST_WIDTH, _LEAST_BARE = 260, 128  # a card of a name alone may be narrow


@dataclass(frozen=True, slots=True)
class LevelText:
    """One level as a card shows it. MARK stands in the box ("3", "B6"); SPOKEN replaces "Level 3: name" where it is
    given (a band that is chosen directly); ANCHORS is how many anchor cases there are.
    """

    level: int
    mark: str
    name: str
    text: str
    anchors: int = 0
    spoken: str = ""


class _Plan(NamedTuple):
    """Where the parts of a card go for one width: px, and texts already broken into lines."""

    left: int
    title: painted.TextBlock
    text: painted.TextBlock | None
    one_row: bool  # "Your choice" and the anchor cases stand beside the name
    below: float
    height: int


class LevelCard(QRadioButton):
    """One level. `is_locked` keeps the choice as it is while the card can still be read by keys."""

    def __init__(self, what: LevelText, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.what = what
        self.is_locked = False
        self._lines = painted.Lines()
        self._plans: dict[tuple[int, str], _Plan] = {}
        name = what.spoken or self.tr("Level {level}: {name}").replace("{level}", what.mark).replace(
            "{name}", what.name
        )
        self.setAccessibleName(name)
        self.setAccessibleDescription(what.text)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)  # Fixed would cut wrapped words
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        painted.follow_theme(self)

    def cut_texts(self) -> list[str]:
        """Return the texts that the last painting had to cut."""
        return self._lines.cut()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._planned(width).height

    def sizeHint(self) -> QSize:
        return QSize(560, self.heightForWidth(560))

    def minimumSizeHint(self) -> QSize:
        least = _LEAST_WIDTH if self.what.text else theme.current().scaled(_LEAST_BARE)
        return QSize(least, theme.current().scaled(_BOX) + 2 * _TOP)  # the rest is height for width

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def nextCheckState(self) -> None:
        if not self.is_locked:
            super().nextCheckState()

    def _planned(self, width: int) -> _Plan:
        """Return where everything goes on a card of WIDTH, worked out once for a width and a font.

        Some widths are kept: a layout asks for several of them in turn, each time that anything changes.
        """
        key = (width, painted.font("body").key())
        if key not in self._plans:
            if len(self._plans) > 8:
                self._plans.clear()
            self._plans[key] = self._make_plan(width)
        return self._plans[key]

    def _make_plan(self, width: int) -> _Plan:
        left = _SIDE + _GAP + theme.current().scaled(_BOX)
        room = width - left - _SIDE
        name = painted.width_px("card_title", self.what.name) + 2
        # Room for "Your choice" is kept also while the card is not chosen: a choice never moves the cards below.
        one_row = name + self._choice_px() + self._anchors_px() <= room
        title = painted.TextBlock(self.what.name, painted.font("card_title"), name if one_row else room)
        text = painted.TextBlock(self.what.text, painted.font("body"), room) if self.what.text else None
        below = _TOP + title.height + (text.height if text is not None else 0)
        height = below + _TOP + (0 if one_row else painted.line_px("note_strong") + 10)
        least = theme.current().scaled(_BOX) + 2 * _TOP
        return _Plan(left, title, text, one_row, below, int(max(height, least)) + 1)

    def _choice_px(self) -> int:
        return 12 + theme.current().scaled(18) + 6 + painted.width_px("second_strong", self.tr("Your choice"))

    def _anchors_px(self) -> int:
        if not self.what.anchors:
            return 0
        words = painted.width_px("note_strong", self._anchor_words())
        return words + 2 * 8 + 6 + theme.current().scaled(14) + 8

    def paintEvent(self, _event: QPaintEvent) -> None:
        self._lines.start()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = painted.tokens()
        chosen = self.isChecked()
        fill = tokens.accent_soft if chosen else (tokens.hover if self._is_hot() else tokens.surface)
        edge = tokens.accent if chosen else tokens.border
        painted.box(painter, QRectF(self.rect()), fill=fill, edge=edge, radius=RADIUS_CARD, line=2 if chosen else 1)
        self._draw_mark(painter, chosen)
        plan = self._planned(self.width())
        plan.title.draw(painter, plan.left, _TOP, tokens.text)
        if plan.text is not None:
            plan.text.draw(painter, plan.left, _TOP + plan.title.height, tokens.text if chosen else tokens.text2)
        self._draw_extras(painter, plan, chosen)
        painter.end()

    def _is_hot(self) -> bool:
        return self.underMouse() and self.isEnabled() and not self.is_locked

    def _draw_mark(self, painter: QPainter, chosen: bool) -> None:
        tokens = painted.tokens()
        size = theme.current().scaled(_BOX)
        area = QRectF(_SIDE, _TOP, size, size)
        fill, ink = (tokens.accent, tokens.on_accent) if chosen else (tokens.surface, tokens.text)
        painted.box(painter, area, fill=fill, edge=tokens.accent if chosen else tokens.strong, radius=RADIUS_BUTTON)
        self._lines.draw(painter, area, self.what.mark, "card_title", ink, painted.CENTRE)

    def _draw_extras(self, painter: QPainter, plan: _Plan, chosen: bool) -> None:
        """Paint "Your choice" and the anchor cases: beside the name, or in a row of their own."""
        tokens = painted.tokens()
        high = painted.line_px("card_title")
        y = _TOP if plan.one_row else plan.below + 6
        wide = self._anchors_px() - 8
        at_right = self.width() - _SIDE - wide
        if self.what.anchors:
            fact = chip.Fact(self._anchor_words(), "plain", "bookmark")
            area = QRectF(at_right if plan.one_row else plan.left, y - 1, wide, painted.line_px("note_strong") + 4)
            chip.draw(painter, area, fact, self._lines)
        if chosen:
            start = plan.left + painted.width_px("card_title", self.what.name) + 12
            x = start if plan.one_row else self.width() - _SIDE - self._choice_px() + 12
            size = theme.current().scaled(18)
            painted.draw_icon(painter, "check", "accent", x, y + high / 2 - size / 2, 18)
            words = self.tr("Your choice")
            area = QRectF(x + size + 6, y, painted.width_px("second_strong", words) + 1, high)
            self._lines.draw(painter, area, words, "second_strong", tokens.accent)

    def _anchor_words(self) -> str:
        if self.what.anchors == 1:
            return self.tr("1 anchor case")
        return self.tr("{count} anchor cases").replace("{count}", str(self.what.anchors))


class LevelCards(QWidget):
    """The cards of one strand, lowest level first, one chosen or none. `chosen` carries the level a person chose.

    Cards of names alone, as the answers to a question, stand side by side.
    """

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(5, 5, 5, 5)  # room for the focus ring
        self._column.setSpacing(12)
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(self._on_clicked)
        self._levels: tuple[LevelText, ...] = ()
        self._is_locked = False

    @property
    def cards(self) -> list[LevelCard]:
        """Return the cards in order."""
        return [button for button in self._group.buttons() if isinstance(button, LevelCard)]

    @property
    def level(self) -> int | None:
        """Return the chosen level, None while none is chosen."""
        card = self._group.checkedButton()
        return card.what.level if isinstance(card, LevelCard) else None

    def set_levels(self, levels: Sequence[LevelText], chosen: int | None = None) -> None:
        """Show the cards of another strand. Raises ValueError for a chosen level without a card."""
        if tuple(levels) != self._levels:
            self._levels = tuple(levels)
            is_bare = bool(self._levels) and not any(what.text for what in self._levels)
            way = QBoxLayout.Direction.LeftToRight if is_bare else QBoxLayout.Direction.TopToBottom
            self._column.setDirection(way)
            for card in self.cards:
                self._group.removeButton(card)
                self._column.removeWidget(card)
                card.hide()
                card.deleteLater()
            for number, what in enumerate(self._levels):
                card = LevelCard(what, self)
                card.is_locked = self._is_locked
                self._group.addButton(card, number)
                self._column.addWidget(card)
        self.set_chosen(chosen)

    def set_chosen(self, level: int | None) -> None:
        """Show LEVEL as the choice without telling. Raises ValueError for a level without a card."""
        if level is None:
            self._group.setExclusive(False)
            for card in self.cards:
                card.setChecked(False)
            self._group.setExclusive(True)
            return
        self._card(level).setChecked(True)

    def set_locked(self, locked: bool) -> None:
        """Keep the choice as it is, or let it be changed."""
        self._is_locked = locked
        for card in self.cards:
            card.is_locked = locked
            card.setCursor(Qt.CursorShape.ArrowCursor if locked else Qt.CursorShape.PointingHandCursor)

    def choose(self, level: int) -> bool:
        """Choose LEVEL as a person does with its digit, and tell. Returns False if there is no such card, or locked."""
        if self._is_locked or level not in [what.level for what in self._levels]:
            return False
        card = self._card(level)
        card.setChecked(True)
        card.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.chosen.emit(level)
        return True

    def focus_first(self) -> None:
        """Put the focus on the chosen card, or on the lowest."""
        card = self._group.checkedButton() or (self.cards[0] if self.cards else None)
        if card is not None:
            card.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the digit of a level while a card has the focus."""
        words = event.text()
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and words.isdigit() and self.choose(int(words)):
            event.accept()
            return
        super().keyPressEvent(event)

    def _card(self, level: int) -> LevelCard:
        for card in self.cards:
            if card.what.level == level:
                return card
        raise ValueError(f"no card for level {level}")

    def _on_clicked(self, number: int) -> None:
        card = self._group.button(number)
        if isinstance(card, LevelCard) and not self._is_locked:
            self.chosen.emit(card.what.level)
