"""The strands of a round, widest spread first: strip, range in words, agreed level, and a place below the chosen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from bandingdesk.ui.theme import focus, theme
from bandingdesk.ui.widgets import answer_words, labels, painted, spread, strand_list
from bandingdesk.ui.widgets.buttons import LinkButton
from bandingdesk.ui.widgets.spread import Spread

_ROW, _HEAD, _BOX, _LEFT = 38, 30, 28, 12  # px at 100 %


class Columns:
    """The columns of the table for a width: icon and name, strip, range, agreed level. All in px."""

    def __init__(self, width: float, *, of_answers: bool = False) -> None:
        scaled = theme.current().scaled
        self.agreed = max(
            scaled(_BOX) + 2 * _LEFT,
            painted.width_px("note_strong", QCoreApplication.translate("SpreadTable", "Agreed")) + _LEFT + 4,
        )
        words = (QCoreApplication.translate("Spread", "all the same"), answer_words.widest())
        self.range = max(painted.width_px("second_strong", one) for one in words) + 10
        self.icon = scaled(18) + 8
        rest = width - self.agreed - self.range
        self.name_left = _LEFT + self.icon
        share, most = (0.56, scaled(320)) if of_answers else (0.4, scaled(250))  # three answers take less room
        self.strip_left = max(self.name_left + scaled(120), min(rest * share, self.name_left + most))
        self.strip_right = rest - 12
        self.range_left = rest
        self.agreed_left = width - self.agreed


class _Header(painted.Painted):
    """The header line: "Strand, widest spread first", the levels, "Spread", "Agreed"; of questions their answers."""

    def __init__(self, levels: Sequence[int], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.levels = tuple(levels)
        self.of_answers = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(480, theme.current().scaled(_HEAD))

    def minimumSizeHint(self) -> QSize:
        return QSize(360, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = self._pen()
        tokens = painted.tokens()
        at = Columns(self.width(), of_answers=self.of_answers)
        high = self.height()
        if not tokens.outlined:
            ground = QRectF(self.rect())
            painted.box(painter, ground, fill=tokens.sunken, edge=tokens.sunken, radius=9, line=0)
            painter.fillRect(ground.adjusted(0, high / 2, 0, 0), theme.current().colour("sunken"))
        ink = tokens.text2
        name = QRectF(at.name_left, 0, at.strip_left - at.name_left, high)
        title, short = self.tr("Strand, widest spread first"), self.tr("Strand")
        if self.of_answers:
            title, short = self.tr("Question, in the order of the law"), self.tr("Question")
        fits = painted.width_px("note_strong", title) <= name.width()
        self._lines.draw(painter, name, title if fits else short, "note_strong", ink)
        if self.levels:
            dot = 5 * theme.current().percent / 100
            inset = spread.inset(at.strip_right - at.strip_left, dot, of_answers=self.of_answers)
            scale = spread.Scale(self.levels, at.strip_left + inset, at.strip_right - inset)
            for level in self.levels:
                words = answer_words.name(level) if self.of_answers else str(level)
                half = max(16.0, painted.width_px("note_strong", words) / 2 + 2)
                area = QRectF(scale.x(level) - half, 0, 2 * half, high)
                self._lines.draw(painter, area, words, "note_strong", ink, painted.CENTRE)
        area = QRectF(at.range_left, 0, at.range, high)
        given = self.tr("Answers") if self.of_answers else self.tr("Spread")
        self._lines.draw(painter, area, given, "note_strong", ink)
        area = QRectF(at.agreed_left - 6, 0, at.agreed, high)
        self._lines.draw(painter, area, self.tr("Agreed"), "note_strong", ink, painted.RIGHT)
        painter.end()


class SpreadLine(QAbstractButton):
    """One strand of the table. It is a button: choosing it opens what lies below it. `agree_asked` comes when a person
    goes to its agreed level.
    """

    agree_asked = Signal(str)

    def __init__(self, what: Spread, levels: Sequence[int], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = painted.Lines()
        self.setCheckable(True)
        self.setProperty(focus.OWN_RING, True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        painted.follow_theme(self)
        self.set(what, levels)

    def set(self, what: Spread, levels: Sequence[int]) -> None:
        """Show another spread."""
        self.what, self._levels = what, tuple(levels)
        self.setAccessibleName(spread.sentence(what))
        self.setToolTip("")
        self.update()

    def nextCheckState(self) -> None:
        """The table sets the mark: a second press does not close what is open."""

    def sizeHint(self) -> QSize:
        return QSize(480, theme.current().scaled(_ROW))

    def minimumSizeHint(self) -> QSize:
        return QSize(360, self.sizeHint().height())

    def cut_texts(self) -> list[str]:
        """Return the name when it was cut and no tooltip shows it."""
        return [text for text in self._lines.cut() if text not in self.toolTip()]

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if (
            self.rect().contains(event.position().toPoint())
            and event.position().x() >= Columns(self.width()).agreed_left
        ):
            self.agree_asked.emit(self.what.strand)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            self.agree_asked.emit(self.what.strand)
            event.accept()
            return
        super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        self._lines.start()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = painted.tokens()
        at = Columns(self.width(), of_answers=self.what.answers)
        high = float(self.height())
        if self.isChecked():
            painter.fillRect(QRectF(0, 0, self.width(), high - 1), theme.current().colour("hover"))
            painter.fillRect(QRectF(0, 0, 3, high - 1), theme.current().colour("accent"))
        painter.fillRect(QRectF(0, high - 1, self.width(), 1), theme.current().colour("border"))
        what = self.what
        if what.flagged:
            size = theme.current().scaled(18)
            painted.draw_icon(painter, "message-square-warning", "danger", _LEFT, (high - size) / 2, 18)
        role = "body_strong" if what.flagged or self.isChecked() else "body"
        area = QRectF(at.name_left, 0, at.strip_left - at.name_left - 4, high)
        self._lines.draw(painter, area, what.name, role, tokens.text)
        strip = QRectF(at.strip_left, 0, at.strip_right - at.strip_left, high)
        spread.draw(painter, strip, what, self._levels, dot=5 * theme.current().percent / 100)
        area = QRectF(at.range_left, 0, at.range, high)
        ink = tokens.danger if what.flagged else tokens.text2
        role = "second_strong" if what.flagged else "second"
        self._lines.draw(painter, area, spread.range_words(what), role, ink)
        self._draw_agreed(painter, high)
        if self._lines.cut() and not self.toolTip():
            self.setToolTip(what.name)
        if self.hasFocus():  # inside the row: its neighbours lie close
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.current().colour("focus"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 2, -2, -3), 6, 6)
        painter.end()

    def _draw_agreed(self, painter: QPainter, high: float) -> None:
        """Draw the box of the agreed level at the right; an answer is a word, so its box is as wide as the column."""
        what, size = self.what, theme.current().scaled(_BOX)
        wide = max(size, Columns(self.width()).agreed - 2 * _LEFT) if what.answers else size
        box = QRectF(self.width() - _LEFT - wide, (high - size) / 2, wide, size)
        mark = "" if what.agreed is None else answer_words.name(what.agreed) if what.answers else str(what.agreed)
        if what.asked:
            strand_list.draw_level(painter, box, mark, self._lines, dots=True)


class SpreadTable(QFrame):
    """The table. `chosen` carries the strand a person went to, `agree_asked` the one whose agreed level they went to.

    `set_below` puts a part under the chosen strand: what each end relied on. Strands with all scores the same can be
    folded into one line with `set_folded`.
    """

    chosen = Signal(str)
    agree_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "card")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)  # Maximum would cut wrapped words
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(1, 1, 1, 1)
        self._column.setSpacing(0)
        self._header = _Header((), self)
        self._column.addWidget(self._header)
        self._lines: list[SpreadLine] = []
        self._below: QWidget | None = None
        self._below_line = labels.Line(parent=self)
        self._below_line.hide()
        self._current: str | None = None
        self._is_folded = False
        self._fold = QWidget(self)
        row = QHBoxLayout(self._fold)
        row.setContentsMargins(_LEFT + 26, 6, 8, 6)
        self._fold_words = labels.Label("", "second", "text2")
        self._unfold = LinkButton(self.tr("Show"))
        self._unfold.clicked.connect(lambda: self.set_folded(False))
        row.addWidget(self._fold_words, 1)
        row.addWidget(self._unfold)
        self._column.addWidget(self._fold)
        self._fold.hide()

    @property
    def lines(self) -> list[SpreadLine]:
        """Return the lines in the order shown."""
        return list(self._lines)

    @property
    def current(self) -> str | None:
        """Return the chosen strand, None while there is none."""
        return self._current

    def set_spreads(self, spreads: Sequence[Spread], levels: Sequence[int], current: str | None = None) -> None:
        """Show SPREADS widest first on the scale of LEVELS, with CURRENT chosen (by default the one that was)."""
        ordered = widest_first(spreads)
        wanted = current if current is not None else self._current
        self._header.levels = tuple(levels)
        self._header.of_answers = any(each.answers for each in ordered)
        self._header.update()
        if [line.what.strand for line in self._lines] == [each.strand for each in ordered]:
            for line, each in zip(self._lines, ordered, strict=True):
                line.set(each, levels)
        else:
            self._make_lines(ordered, levels)
        self._current = None
        if wanted in [each.strand for each in ordered]:
            self._show(str(wanted))
        self._apply_fold()

    def go_to(self, strand: str) -> None:
        """Choose STRAND and tell. Raises ValueError for a strand that is not shown."""
        self._show(strand)
        self.chosen.emit(strand)

    def step(self, by: int) -> bool:
        """Go BY lines down (J) or up (K, negative) and tell. Returns False at the end."""
        shown = [line for line in self._lines if not line.isHidden()]
        ids = [line.what.strand for line in shown]
        place = ids.index(self._current) + by if self._current in ids else 0
        if not 0 <= place < len(ids):
            return False
        shown[place].setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.go_to(ids[place])
        return True

    def set_below(self, part: QWidget | None) -> None:
        """Put PART under the chosen strand; None takes it away. The table owns it from now on."""
        if self._below is not None and self._below is not part:
            self._below.hide()
            self._below.deleteLater()
        self._below = part
        if part is not None:  # also while no strand is chosen: a widget without a parent goes at no good moment
            part.setParent(self)
        self._below_line.hide()
        self._place_below()

    def set_folded(self, folded: bool) -> None:
        """Fold strands with all scores the same into one line, or show them all."""
        self._is_folded = folded
        self._apply_fold()

    def _make_lines(self, spreads: Sequence[Spread], levels: Sequence[int]) -> None:
        for line in self._lines:
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._lines = []
        for place, each in enumerate(spreads):
            line = SpreadLine(each, levels, self)
            line.clicked.connect(lambda _checked=False, strand=each.strand: self.go_to(strand))
            line.agree_asked.connect(self.agree_asked)
            self._column.insertWidget(1 + place, line)
            self._lines.append(line)

    def _show(self, strand: str) -> None:
        if strand not in [line.what.strand for line in self._lines]:
            raise ValueError(f"no strand {strand!r}")
        self._current = strand
        for line in self._lines:
            line.setChecked(line.what.strand == strand)
        self._place_below()

    def _place_below(self) -> None:
        if self._below is None:
            return
        self._column.removeWidget(self._below)
        self._column.removeWidget(self._below_line)
        for line in self._lines:
            if line.what.strand == self._current:
                self._column.insertWidget(self._column.indexOf(line) + 1, self._below)
                self._column.insertWidget(self._column.indexOf(line) + 2, self._below_line)
                self._below.show()
                self._below_line.show()
                return
        self._below.hide()
        self._below_line.hide()

    def _apply_fold(self) -> None:
        same = [line for line in self._lines if line.what.low == line.what.high and line.what.strand != self._current]
        folds = self._is_folded and len(same) > 1
        for line in self._lines:
            line.setHidden(folds and line in same)
        words = self.tr("{count} more strands with all scores the same").replace("{count}", str(len(same)))
        self._fold_words.setText(words)
        self._unfold.setAccessibleName(self.tr("Show the strands with all scores the same"))
        self._fold.setVisible(folds)


def widest_first(spreads: Sequence[Spread]) -> list[Spread]:
    """Return SPREADS with flagged strands first, then by range, widest first; equals keep their order.

    Questions of law stay as they are: in the order of the law, since an earlier answer may close a later question.
    """
    if any(each.answers for each in spreads):
        return list(spreads)
    return sorted(spreads, key=lambda each: (not each.flagged, each.low - each.high))
