"""Legal dates by week: bars with their numbers, and the same as a table for who prefers to read or hear it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QStackedLayout, QWidget

from bandingdesk.ui.theme import theme
from bandingdesk.ui.widgets import card, labels, painted
from bandingdesk.ui.widgets.buttons import LinkButton

Bars = list[tuple[str, int, str]]
_TOKENS = {"late": "danger", "soon": "warn", "plain": "accent"}
_TALLEST, _LABEL, _GAP = 92, 20, 10  # px


class WeekBars(painted.Painted):
    """Bars of (label, count, tone)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars: Bars = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set(self, bars: Bars) -> None:
        """Show BARS."""
        self._bars = bars
        facts = [self.tr("{0}: {1}").replace("{0}", label).replace("{1}", str(count)) for label, count, _tone in bars]
        self.setAccessibleName(self.tr("Legal dates by week. {0}.").replace("{0}", "; ".join(facts)))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(300, theme.current().scaled(_TALLEST + 2 * _LABEL + 6))

    def minimumSizeHint(self) -> QSize:
        return QSize(230, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = self._pen()
        tokens = painted.tokens()
        highest = max((count for _label, count, _tone in self._bars), default=0) or 1
        step = self.width() / max(1, len(self._bars))
        line = painted.line_px("tiny")
        base = self.height() - line - 2
        tallest = base - line - 4
        for at, (label, count, tone) in enumerate(self._bars):
            height = max(round(tallest * count / highest), 2 if count else 0)
            wide = min(step - _GAP, 40)
            bar = QRectF(at * step + (step - wide) / 2, base - height, wide, height)
            self._draw_bar(painter, bar, tokens.colour(_TOKENS[tone]))
            over = QRectF(at * step, bar.top() - line - 1, step, line)
            self._lines.draw(painter, over, str(count), "second_strong", tokens.text, painted.CENTRE)
            below = QRectF(at * step, base + 2, step, line)
            self._lines.draw(painter, below, label, "tiny", tokens.text2, painted.CENTRE)
        painter.fillRect(QRectF(0, base, self.width(), 1), theme.current().colour("border"))
        painter.end()

    def _draw_bar(self, painter: QPainter, bar: QRectF, colour: str) -> None:
        if bar.height() > 0:
            painted.box(painter, bar, fill=colour, edge=colour, radius=min(3.0, bar.height() / 2), line=0)


class WeeksCard(card.Card):
    """The card of legal dates: a sentence, the bars, and "Table" to read them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Legal dates on your cases"), parent=parent)
        self._switch = LinkButton(self.tr("Table"))
        self._switch.setAccessibleName(self.tr("Show the legal dates as a table"))
        self._switch.clicked.connect(self._turn)
        assert self.heading is not None
        self.heading.add(self._switch)
        self._line = labels.Label("", "second", "text2", wrap=True)
        self.add(self._line)
        self._stack = QStackedLayout()
        self._bars = WeekBars()
        self._table = QWidget()
        self._grid = QGridLayout(self._table)
        self._grid.setContentsMargins(0, 4, 0, 0)
        self._grid.setVerticalSpacing(4)
        self._stack.addWidget(self._bars)
        self._stack.addWidget(self._table)
        self.add(self._stack)

    def name(self, *, is_mine: bool) -> None:
        """Say whose dates they are."""
        assert self.heading is not None
        mine, theirs = self.tr("Legal dates on your cases"), self.tr("Legal dates on these cases")
        self.heading.set_title(mine if is_mine else theirs)

    def set(self, bars: Bars, line: str) -> None:
        """Show BARS and the sentence LINE."""
        self._bars.set(bars)
        self._line.setText(line)
        card.clear(self._grid)
        for row, (label, count, tone) in enumerate(bars):
            strong = tone == "late" and count
            self._grid.addWidget(labels.Label(label, "second", "danger" if strong else ""), row, 0)
            number = labels.Label(str(count), "second_strong", "danger" if strong else "")
            self._grid.addWidget(number, row, 1, Qt.AlignmentFlag.AlignRight)

    def _turn(self) -> None:
        as_table = self._stack.currentWidget() is self._bars
        self._stack.setCurrentWidget(self._table if as_table else self._bars)
        self._switch.setText(self.tr("Bars") if as_table else self.tr("Table"))
        words = self.tr("Show the legal dates as bars") if as_table else self.tr("Show the legal dates as a table")
        self._switch.setAccessibleName(words)
