"""The rail: the places of the window, each with its icon and word, and a badge for what waits for me."""

from __future__ import annotations

import importlib.util
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QSizePolicy, QVBoxLayout, QWidget

from bandingdesk.errors import QT_TRANSLATE_NOOP
from bandingdesk.ui.theme.theme import Theme
from bandingdesk.ui.theme.tokens import RADIUS_BUTTON

Mode = Literal["narrow", "middle", "wide"]
WIDTHS: dict[Mode, int] = {"narrow": 56, "middle": 84, "wide": 212}
_WORKSPACES = "bandingdesk.ui.workspaces"


@dataclass(frozen=True, slots=True)
class Place:
    """A page of the window: `on_rail` ones have a button, the others open from them; `under` lights that button.

    Who has no role but those of `never_for` can never use it, and does not see it.
    """

    name: str
    word: str
    icon: str = ""
    on_rail: bool = True
    under: str = ""
    never_for: frozenset[str] = frozenset()

    def is_for(self, roles: Collection[str]) -> bool:
        """Return whether somebody with these ROLES can ever use it."""
        return not roles or not self.never_for.issuperset(roles)

    @property
    def module(self) -> str:
        """Return the import path of its page."""
        return f"{_WORKSPACES}.{self.name}.page"

    def is_built(self) -> bool:
        """Return whether this version has the page: there is no button to nowhere."""
        found = importlib.util.find_spec(f"{_WORKSPACES}.{self.name}")
        return found is not None and importlib.util.find_spec(self.module) is not None


_AT_THE_TABLE = frozenset({"panel_member", "presenter", "observer"})
PLACES = (
    Place("today", QT_TRANSLATE_NOOP("places", "Today"), "sun"),
    Place("cases", QT_TRANSLATE_NOOP("places", "Cases"), "folder-open"),
    Place("panels", QT_TRANSLATE_NOOP("places", "Panels"), "users-round"),
    Place("oversight", QT_TRANSLATE_NOOP("places", "Oversight"), "search-check"),
    Place("letters", QT_TRANSLATE_NOOP("places", "Letters"), "mail"),
    Place("insight", QT_TRANSLATE_NOOP("places", "Insight"), "chart-no-axes-combined"),
    Place("frameworks", QT_TRANSLATE_NOOP("places", "Frameworks"), "layers", never_for=_AT_THE_TABLE),
    Place("sync", QT_TRANSLATE_NOOP("places", "Sync"), "refresh-cw"),
    Place("settings", QT_TRANSLATE_NOOP("places", "Settings"), "settings"),
    Place("scoring", QT_TRANSLATE_NOOP("places", "Score"), on_rail=False, under="cases"),
    Place("meeting", QT_TRANSLATE_NOOP("places", "Meeting"), on_rail=False, under="panels"),
    Place("first_run", QT_TRANSLATE_NOOP("places", "Welcome"), on_rail=False),
)


# px of window from which the rail stands so: of any window, and of one with texts at 100 %, which grow with their size
FROM: dict[Mode, tuple[int, int]] = {"wide": (1680, 1366), "middle": (1180, 960), "narrow": (0, 0)}
_BESIDE_ICON = 8  # px: room for the mark of the open place


def mode_for(width: int, theme: Theme) -> Mode:
    """Return how the rail stands in a window of WIDTH: larger texts need the room. Source: docs, user experience, 2."""
    return next(mode for mode in FROM if width >= _begins(mode, theme))


def begins_at(width: int, theme: Theme) -> int:
    """Return the width of window from which the rail stands as it does at WIDTH, 0 for the narrowest."""
    return _begins(mode_for(width, theme), theme)


def _begins(mode: Mode, theme: Theme) -> int:
    of_any, of_texts = FROM[mode]
    return max(of_any, theme.scaled(of_texts))


class Rail(QFrame):
    """The column of places. `chosen` carries the name of the one pressed."""

    chosen = Signal(str)

    def __init__(self, places: list[Place], theme: Theme) -> None:
        super().__init__()
        self.setProperty("look", "rail")
        self.setAccessibleName(self.tr("Places"))
        self._theme = theme
        self._places = {place.name: place for place in places}
        self._buttons: dict[str, RailButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 14, 6, 10)
        column.setSpacing(2)
        self._mark = _Mark(theme)
        column.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(8)
        for place in places:
            if place.name == "settings":
                continue
            column.addWidget(self._make(place))
        column.addStretch(1)
        for place in places:
            if place.name == "settings":
                column.addWidget(self._make(place))
        theme.changed.connect(self._fit)
        self._mode: Mode = "middle"
        self._fit()

    def set_mode(self, mode: Mode) -> None:
        """Show icons over words, beside words, or icons alone with tooltips."""
        self._mode = mode
        self._fit()

    def _fit(self) -> None:
        """Take the width of the mode, and never less than the icons and the longest word under one ask for."""
        for button in self._buttons.values():
            button.set_mode(self._mode)
        width = WIDTHS[self._mode] if self._mode == "narrow" else self._theme.scaled(WIDTHS[self._mode])
        column = self.layout()
        asked = column.totalMinimumSize().width() if column is not None else 0
        self.setFixedWidth(max(width, asked))

    def light(self, name: str) -> None:
        """Mark the place NAME as the one that is open; none for a name without a button."""
        for known, button in self._buttons.items():
            button.setChecked(known == name)

    def show_for(self, roles: Collection[str]) -> None:
        """Show the places that somebody with ROLES can use."""
        for name, button in self._buttons.items():
            button.setVisible(self._places[name].is_for(roles))

    def set_badge(self, name: str, count: int) -> None:
        """Show how many things wait for me in the place NAME."""
        if name in self._buttons:
            self._buttons[name].set_badge(count)

    def button(self, name: str) -> RailButton:
        """Return the button of the place NAME. Raises KeyError."""
        return self._buttons[name]

    def names(self) -> list[str]:
        """Return the places in their order, Settings last."""
        return [name for name, button in self._buttons.items() if not button.isHidden()]

    def current(self) -> QWidget | None:
        """Return the lit button, or the first one."""
        lit = [button for button in self._buttons.values() if button.isChecked()]
        return next(iter(lit or self._buttons.values()), None)

    def _make(self, place: Place) -> RailButton:
        word = self.tr_word(place)
        button = RailButton(word, place.icon, self._theme)
        button.clicked.connect(lambda _checked=False, name=place.name: self.chosen.emit(name))
        self._buttons[place.name] = button
        return button

    @staticmethod
    def tr_word(place: Place) -> str:
        """Return the word of PLACE in the person's language."""
        from PySide6.QtCore import QCoreApplication

        return QCoreApplication.translate("places", place.word)


class RailButton(QAbstractButton):
    """One place: painted, so that icon, word, mark and badge keep their places in all three widths."""

    def __init__(self, word: str, icon: str, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._icon = icon
        self._mode: Mode = "middle"
        self._badge = 0
        self.setText(word)
        self.setAccessibleName(word)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Maximum)

    def set_mode(self, mode: Mode) -> None:
        """Set how icon and word stand to each other."""
        self._mode = mode
        self.setToolTip(self.text() if mode == "narrow" else "")
        self.updateGeometry()
        self.update()

    def set_badge(self, count: int) -> None:
        """Show COUNT, nothing for 0; a screen reader hears it with the name."""
        self._badge = count
        self.setAccessibleName(
            self.text() if not count else self.tr("{place}, {count} for you").format(place=self.text(), count=count)
        )
        self.update()

    def nextCheckState(self) -> None:
        """Keep the mark: the window lights the place once it is open."""

    def sizeHint(self) -> QSize:
        heights: dict[Mode, int] = {"narrow": 44, "middle": 56, "wide": 44}
        return QSize(44, self._theme.scaled(heights[self._mode]))

    def minimumSizeHint(self) -> QSize:
        icon = self._theme.scaled(20)
        if self._mode != "middle":
            return QSize(max(44, icon + 2 * _BESIDE_ICON), 40)
        word = QFontMetrics(self._theme.font("tiny"))
        width = word.horizontalAdvance(self.text()) + 2 * self._beside_word()
        return QSize(max(44, width), max(40, icon + word.height() + 6))

    def _beside_word(self) -> int:
        """Return the room on each side of a word under its icon: more where the button has an outline."""
        return 5 if self._theme.tokens.outlined else 3

    def cut_texts(self) -> list[str]:
        """Return the words that do not fit where they are painted."""
        if self._mode == "narrow":
            return []
        room = self.width() - (52 if self._mode == "wide" else 2 * self._beside_word())
        face = self._theme.font("body_strong" if self._mode == "wide" else "tiny")
        return [self.text()] if QFontMetrics(face).horizontalAdvance(self.text()) > room else []

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()
        super().enterEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        lit = self.isChecked()
        if lit or self.underMouse():
            painter.setPen(QColor(tokens.rail_mark) if tokens.outlined else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.rail_soft))
            if not lit:
                painter.setOpacity(0.5)
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), RADIUS_BUTTON, RADIUS_BUTTON)
            painter.setOpacity(1)
        if lit:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.rail_mark))
            painter.drawRoundedRect(self.mark_area(), 1.5, 1.5)
        self._paint_word(painter, tokens.rail_text, lit)
        if self._badge:
            self._paint_badge(painter)
        painter.end()

    def mark_area(self) -> QRect:
        """Return the mark of the open place: beside the icon alone where the word stands below it."""
        if self._mode == "middle":
            return QRect(3, self._icon_top() - 1, 3, self._theme.scaled(20) + 2)
        return QRect(3, 13, 3, self.height() - 26)

    def _icon_top(self) -> int:
        """Return where the icon begins that stands over its word."""
        text = QFontMetrics(self._theme.font("tiny")).height()
        return (self.height() - self._theme.scaled(20) - text - 4) // 2

    def _paint_word(self, painter: QPainter, colour: str, lit: bool) -> None:
        theme = self._theme
        size = theme.scaled(20)
        pixmap = theme.pixmap(self._icon, "rail_text", 20, self.devicePixelRatioF())
        painter.setPen(QColor(colour))
        painter.setFont(theme.font("tiny"))
        if self._mode == "middle":
            text, top = QFontMetrics(painter.font()).height(), self._icon_top()
            painter.drawPixmap((self.width() - size) // 2, top, pixmap)
            painter.drawText(QRect(0, top + size + 4, self.width(), text), Qt.AlignmentFlag.AlignCenter, self.text())
        elif self._mode == "wide":
            painter.drawPixmap(16, (self.height() - size) // 2, pixmap)
            painter.setFont(theme.font("body_strong" if lit else "body_medium"))
            area = QRect(16 + size + 12, 0, self.width() - size - 36, self.height())
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())
        else:
            painter.drawPixmap((self.width() - size) // 2, (self.height() - size) // 2, pixmap)

    def _paint_badge(self, painter: QPainter) -> None:
        tokens = self._theme.tokens
        painter.setFont(self._theme.font("tiny"))
        words = str(self._badge) if self._badge < 100 else "99+"
        width = max(18, QFontMetrics(painter.font()).horizontalAdvance(words) + 8)
        right = self.width() - (8 if self._mode == "wide" else 4)
        top = (self.height() - 18) // 2 if self._mode == "wide" else 4
        area = QRect(right - width, top, width, 18)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.rail_mark))
        painter.drawRoundedRect(area, 9, 9)
        painter.setPen(QColor(tokens.rail))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, words)


class _Mark(QWidget):
    """The program's own mark at the head of the rail."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setAccessibleName(self.tr("Banding Desk"))
        theme.changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        self.setFixedSize(min(44, self._theme.scaled(38)), min(44, self._theme.scaled(38)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = tokens.accent if not tokens.dark else tokens.rail_soft
        painter.setPen(QColor(tokens.rail_text) if tokens.outlined else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), RADIUS_BUTTON, RADIUS_BUTTON)
        size = self._theme.scaled(20)
        corner = (self.width() - size) // 2
        painter.drawPixmap(corner, corner, self._theme.pixmap("columns-3", "rail_text", 20, self.devicePixelRatioF()))
        painter.end()
