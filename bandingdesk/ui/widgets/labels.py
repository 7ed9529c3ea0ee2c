"""Words on the screen: labels in the roles and tones of the theme, section titles, thin lines, icons with a meaning."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from bandingdesk.ui.theme import style, theme
from bandingdesk.ui.widgets import painted


class Label(QLabel):
    """A text in ROLE (`fonts.ROLES`) and TONE (`style.TONES`, or "" for the text colour). Plain text only.

    FIGURES gives all figures one width, for numbers that stand below each other.
    """

    def __init__(
        self,
        text: str = "",
        role: str = "body",
        tone: str = "",
        *,
        wrap: bool = False,
        figures: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        if figures:
            painted.set_figures(self)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        if tone:
            self.setProperty("tone", tone)
        if wrap:
            self.setWordWrap(True)
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)

    def set_tone(self, tone: str) -> None:
        """Change the colour to that of TONE, "" for the text colour."""
        if (self.property("tone") or "") != tone:
            self.setProperty("tone", tone)
            style.restyle(self)

    def set_role(self, role: str) -> None:
        """Change size and weight to those of ROLE."""
        if self.property("role") != role:
            self.setProperty("role", role)
            style.restyle(self)


class Icon(QLabel):
    """A picture beside a word; it has no name of its own, since the word says it."""

    def __init__(self, name: str, token: str = "text2", size: int = 18, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set(name, token, size)

    def set(self, name: str, token: str = "text2", size: int = 18) -> None:
        """Show the icon NAME in the colour of TOKEN."""
        theme.current().dress(self, name, token, size)


class Line(QFrame):
    """A quiet line, 1 px."""

    def __init__(self, *, upright: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "line")
        if upright:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)


class SectionTitle(QWidget):
    """A card's title, a quiet remark after it, and whatever stands at the right end (`add`)."""

    def __init__(
        self, title: str, note: str = "", *, role: str = "card_title", icon: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        if icon:
            self._row.addWidget(Icon(icon, "text", 18), 0, Qt.AlignmentFlag.AlignVCenter)
        self.title = Label(title, role)
        self.note = Label(note, "second", "text2")
        self._row.addWidget(self.title)
        self._row.addWidget(self.note)
        self.note.setVisible(bool(note))
        self._row.addStretch(1)

    def set_title(self, text: str) -> None:
        """Change the title."""
        self.title.setText(text)

    def set_note(self, text: str) -> None:
        """Change the remark; "" hides it."""
        self.note.setText(text)
        self.note.setVisible(bool(text))

    def add(self, widget: QWidget) -> None:
        """Put WIDGET at the right end."""
        self._row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
