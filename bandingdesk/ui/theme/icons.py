"""Icons: the shipped Lucide outlines, tinted from the tokens, cached by name, colour, size and scale."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from bandingdesk import resources

STROKE = "1.75"  # px of a 24 px drawing
_SHIPPED_STROKE = 'stroke-width="2"'


class Icons:
    """Draws each icon once for a colour, size and scale."""

    def __init__(self) -> None:
        self._sources: dict[str, str] = {}
        self._pixmaps: dict[tuple[str, str, int, float], QPixmap] = {}

    def pixmap(self, name: str, colour: str, size: int, scale: float = 1.0) -> QPixmap:
        """Return the icon NAME in COLOUR at SIZE logical pixels. Raises ResourceMissingError for an unknown name."""
        key = (name, colour, size, scale)
        if key not in self._pixmaps:
            self._pixmaps[key] = self._draw(name, colour, size, scale)
        return self._pixmaps[key]

    def icon(self, name: str, colour: str, size: int, *, quiet: str | None = None) -> QIcon:
        """Return the icon NAME for a button; QUIET is its colour while the button is disabled."""
        made = QIcon()
        for scale in (1.0, 2.0):
            made.addPixmap(self.pixmap(name, colour, size, scale))
            if quiet:
                made.addPixmap(self.pixmap(name, quiet, size, scale), QIcon.Mode.Disabled)
        return made

    def _draw(self, name: str, colour: str, size: int, scale: float) -> QPixmap:
        if name not in self._sources:
            text = resources.text(f"icons/{name}.svg")
            self._sources[name] = text.replace(_SHIPPED_STROKE, f'stroke-width="{STROKE}"')
        source = self._sources[name].replace("currentColor", colour)
        pixels = round(size * scale)
        picture = QPixmap(pixels, pixels)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        QSvgRenderer(QByteArray(source.encode("utf-8"))).render(painter, QRectF(0, 0, pixels, pixels))
        painter.end()
        picture.setDevicePixelRatio(scale)
        return picture
