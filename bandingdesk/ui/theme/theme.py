"""The theme in force: one object on the QApplication, which every widget asks and nobody imports as a value."""

from __future__ import annotations

from typing import Literal, cast

import shiboken6
from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QIcon, QPixmap
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from bandingdesk.ui.theme import fonts, style
from bandingdesk.ui.theme.focus import FocusRing
from bandingdesk.ui.theme.icons import Icons
from bandingdesk.ui.theme.tokens import MOTION_MS, THEMES, Tokens

Choice = Literal["system", "light", "dark", "contrast"]
_NAME = "theme"
_ICON = "tintedIcon"


class Theme(QObject):
    """The tokens, fonts and icons in force. `changed` comes after a switch, when palette and sheet are in place."""

    changed = Signal()

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self.setObjectName(_NAME)
        self._app = app
        self._icons = Icons()
        self._choice: Choice = "light"
        self._percent = 100
        self._typeface = "inter"
        self._reduced_motion = False
        self._applied: tuple[str, int, str] | None = None
        app.setStyle("Fusion")
        app.styleHints().colorSchemeChanged.connect(self._follow_system)
        self._ring = FocusRing(lambda: self.tokens.focus, self)
        app.focusChanged.connect(self._ring.follow)

    @classmethod
    def install(
        cls,
        app: QApplication,
        choice: Choice = "light",
        *,
        percent: int = 100,
        typeface: str = "inter",
        reduced_motion: bool = False,
    ) -> Theme:
        """Return the theme of APP, made if there is none yet and set as asked. Raises fonts.FontMissingError."""
        theme = _found(app) or cls(app)
        theme.set(choice, percent=percent, typeface=typeface, reduced_motion=reduced_motion)
        return theme

    @classmethod
    def of(cls, _widget: QWidget) -> Theme:
        """Return the theme that the widget is painted with."""
        return current()

    @property
    def tokens(self) -> Tokens:
        """Return the tokens in force."""
        return THEMES[self._resolved()]

    @property
    def choice(self) -> Choice:
        """Return what the person chose: system, light, dark or contrast."""
        return self._choice

    @property
    def percent(self) -> int:
        """Return the text size in per cent, 100 to 175."""
        return self._percent

    @property
    def lettering(self) -> tuple[str, int]:
        """Return what the size of written words follows from: typeface and text size."""
        return self._typeface, self._percent

    @property
    def motion_ms(self) -> int:
        """Return how long a drawer slides: 0 where less movement is wished."""
        return 0 if self._reduced_motion else MOTION_MS

    def set(
        self,
        choice: Choice | None = None,
        *,
        percent: int | None = None,
        typeface: str | None = None,
        reduced_motion: bool | None = None,
    ) -> None:
        """Change what is named and leave the rest. Raises ValueError for a size outside 100 to 175, KeyError."""
        if choice is not None and choice != "system":
            THEMES[choice]
        if percent is not None and not fonts.SMALLEST <= percent <= fonts.LARGEST:
            raise ValueError(f"text size {percent} %")
        self._choice = self._choice if choice is None else choice
        self._percent = self._percent if percent is None else percent
        self._typeface = self._typeface if typeface is None else typeface
        self._reduced_motion = self._reduced_motion if reduced_motion is None else reduced_motion
        self._apply()

    def colour(self, token: str) -> QColor:
        """Return the colour of TOKEN. Raises ValueError."""
        return QColor(self.tokens.colour(token))

    def font(self, role: str = "body") -> QFont:
        """Return the font of ROLE in the typeface and size in force. Raises KeyError."""
        return fonts.font(role, typeface=self._typeface, percent=self._percent)

    def icon(self, name: str, token: str = "text", size: int = 18) -> QIcon:
        """Return the icon NAME in the colour of TOKEN, quieter while its button is disabled."""
        tokens = self.tokens
        return self._icons.icon(name, tokens.colour(token), self.scaled(size), quiet=tokens.text3)

    def dress(self, widget: QAbstractButton | QLabel, name: str, token: str = "text", size: int = 18) -> None:
        """Give WIDGET the icon NAME, painted again whenever the theme or the text size changes."""
        widget.setProperty(_ICON, [name, token, size])
        self._paint_icon(widget)

    def pixmap(self, name: str, token: str = "text", size: int = 18, scale: float | None = None) -> QPixmap:
        """Return the icon NAME to be painted; SCALE is the screen's, by default that of the application."""
        ratio = self._app.devicePixelRatio() if scale is None else scale
        return self._icons.pixmap(name, self.tokens.colour(token), self.scaled(size), ratio)

    def scaled(self, pixels: int) -> int:
        """Return PIXELS grown with the text size: icons, row heights, list widths."""
        return round(pixels * self._percent / 100)

    def _paint_icon(self, widget: QWidget) -> None:
        name, token, size = widget.property(_ICON)
        if isinstance(widget, QLabel):
            widget.setPixmap(self.pixmap(name, token, size))
        elif isinstance(widget, QAbstractButton):
            widget.setIcon(self.icon(name, token, size))
            widget.setIconSize(QSize(self.scaled(size), self.scaled(size)))

    def _resolved(self) -> str:
        if self._choice != "system":
            return self._choice
        hints = self._app.styleHints()
        wishes = getattr(hints, "accessibility", None)  # Qt 6.10 and later
        if wishes is not None and wishes().contrastPreference() == Qt.ContrastPreference.HighContrast:
            return "contrast"
        return "dark" if hints.colorScheme() == Qt.ColorScheme.Dark else "light"

    def _follow_system(self) -> None:
        if self._choice == "system":
            self._apply()

    def _apply(self) -> None:
        wanted = (self._resolved(), self._percent, self._typeface)
        if wanted == self._applied:
            return
        fonts.load(self._typeface)
        self._applied = wanted
        tokens = self.tokens
        self._app.setPalette(style.palette(tokens))
        self._app.setFont(fonts.words("body", typeface=self._typeface, percent=self._percent))
        self._app.setStyleSheet(style.sheet(tokens, self._percent, self._typeface))
        for widget in self._app.allWidgets():
            if widget.property(_ICON):
                self._paint_icon(widget)
        self.changed.emit()


def _found(app: QApplication) -> Theme | None:
    found = app.findChild(QObject, _NAME, Qt.FindChildOption.FindDirectChildrenOnly)
    return cast("Theme | None", found)


def current() -> Theme:
    """Return the theme on the QApplication. Raises RuntimeError before `Theme.install`."""
    for known in _KNOWN:  # asked thousands of times while a page is painted
        if shiboken6.isValid(known):
            return known
    app = QApplication.instance()
    theme = _found(app) if isinstance(app, QApplication) else None
    if theme is None:
        raise RuntimeError("Theme.install(app) comes first")
    _KNOWN[:] = [theme]
    return theme


_KNOWN: list[Theme] = []  # the application's one theme, once it was found; it goes with the application
