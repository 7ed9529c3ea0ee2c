"""One criterion of an audit: its question and weight, four marks, what the program's own check found, a comment."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QGridLayout, QHBoxLayout, QRadioButton, QSizePolicy, QVBoxLayout

from bandingdesk.oversight.criteria import Criterion
from bandingdesk.oversight.ops import Answer
from bandingdesk.store.queries.oversight import Finding
from bandingdesk.ui.theme import theme
from bandingdesk.ui.theme.tokens import RADIUS_CHIP
from bandingdesk.ui.widgets import labels, painted
from bandingdesk.ui.widgets.chip import Chip
from bandingdesk.ui.widgets.form import NoteField
from bandingdesk.ui.workspaces.oversight import words

_SIDE, _GAP, _ICON, _HEIGHT = 7, 5, 14, 28  # px
_ONE_LINE = 125  # per cent of text size up to which four marks fit side by side


class MarkButton(QRadioButton):
    """One mark of a criterion: a radio button that paints itself, with icon, word and, once chosen, its colour."""

    def __init__(self, mark: str, question: str) -> None:
        super().__init__(words.mark(mark))
        self.mark = mark
        self.setAccessibleName(words.mark(mark))
        self.setAccessibleDescription(question)
        key = self.tr("Key: {key}").replace("{key}", words.MARK_KEYS[mark])
        self.setToolTip(f"{words.mark(mark)}\n{key}")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        painted.follow_theme(self)

    def sizeHint(self) -> QSize:
        width = painted.width_px("note_strong", self.text()) + 2 * _SIDE + _GAP + theme.current().scaled(_ICON)
        return QSize(width, max(_HEIGHT, painted.line_px("note_strong") + 8))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens, area = painted.tokens(), QRectF(self.rect())
        tone = words.MARK_TONES[self.mark] if self.isChecked() else "text2"
        edge = tokens.colour(tone) if self.isChecked() else tokens.border
        fill = tokens.colour(f"{tone}_soft") if self.isChecked() else tokens.surface
        if self.underMouse() and self.isEnabled() and not self.isChecked():
            fill = tokens.hover
        painted.box(painter, area, fill=fill, edge=edge, radius=RADIUS_CHIP)
        size = theme.current().scaled(_ICON)
        painted.draw_icon(painter, words.MARK_ICONS[self.mark], tone, _SIDE, area.center().y() - size / 2, _ICON)
        painter.setFont(painted.font("note_strong"))
        painter.setPen(theme.current().colour(tone))
        left = _SIDE + size + _GAP
        painter.drawText(QRectF(left, 0, area.width() - left, area.height()), int(painted.LEFT), self.text())
        painter.end()


class CriterionRow(QFrame):
    """A criterion's row. `marked` carries the mark, `commented` the line, `entered` that somebody turned to it."""

    marked = Signal(str)
    commented = Signal(str)
    entered = Signal()

    def __init__(self, number: int, criterion: Criterion) -> None:
        super().__init__()
        self.criterion = criterion
        self._is_current = False
        self._wants_comment = False
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 9, 12, 9)
        column.setSpacing(6)
        column.addLayout(self._make_head(number))
        column.addLayout(self._make_marks())
        self._fact = labels.Label("", "note", "text2", wrap=True)
        self._checked = Chip(self.tr("Found by check"), "info", "scan-eye")
        found = QHBoxLayout()
        found.setSpacing(8)
        found.addWidget(self._checked)
        found.addWidget(self._fact, 1)
        column.addLayout(found)
        self.note = NoteField(rows=4)
        self.note.setAccessibleName(self.tr("Comment on: {criterion}").replace("{criterion}", criterion.text))
        self.note.rested.connect(self.commented)
        column.addWidget(self.note)
        self._ask = labels.Label(
            self.tr("You overrule the check. Say why in a comment."), "note_strong", "warn", wrap=True
        )
        column.addWidget(self._ask)
        self.show_answer(None, None, is_open=False, is_current=False)

    def _make_head(self, number: int) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(8)
        top = Qt.AlignmentFlag.AlignTop
        head.addWidget(labels.Label(str(number), "second_strong", "text2"), 0, top)
        head.addWidget(labels.Label(self.criterion.text, "second_strong", wrap=True), 1)
        weight = self.tr("{weight} %").replace("{weight}", str(self.criterion.weight))
        head.addWidget(labels.Label(weight, "note", "text2"), 0, top)
        return head

    def _make_marks(self) -> QGridLayout:
        self._marks = QGridLayout()
        self._marks.setSpacing(4)
        self._group = QButtonGroup(self)
        self.buttons: dict[str, MarkButton] = {}
        for mark in words.MARKS:
            button = MarkButton(mark, self.criterion.text)
            button.clicked.connect(lambda _checked=False, mark=mark: self.marked.emit(mark))
            self._group.addButton(button)
            self.buttons[mark] = button
        theme.current().changed.connect(self._lay_out_marks)
        self._lay_out_marks()
        return self._marks

    def _lay_out_marks(self) -> None:
        """Put the marks in one line, or in two where the text is too large for one."""
        columns = 4 if theme.current().percent <= _ONE_LINE else 2
        for number, button in enumerate(self.buttons.values()):
            self._marks.addWidget(button, number // columns, number % columns)
        for column in range(5):
            self._marks.setColumnStretch(column, int(column == columns))

    def show_answer(self, answer: Answer | None, finding: Finding | None, *, is_open: bool, is_current: bool) -> None:
        """Show the mark, what the check found, the comment; and whether this is the criterion in work."""
        self._group.setExclusive(False)
        for mark, button in self.buttons.items():
            button.setChecked(answer is not None and answer.mark == mark)
            button.setEnabled(is_open)
        self._group.setExclusive(True)
        agrees = answer is not None and answer.found_by_check
        overruled = answer is not None and finding is not None and finding.mark != answer.mark
        self._checked.setVisible(agrees)
        self._fact.setText(finding.fact if finding is not None else "")
        self._fact.setVisible(finding is not None and bool(finding.fact))
        comment = answer.comment if answer is not None else ""
        if not self.note.hasFocus():
            self.note.set_text(comment)
        self._wants_comment = self._wants_comment and is_current
        self.note.setVisible(bool(comment) or self._wants_comment or (overruled and is_current))
        self.note.setReadOnly(not is_open)
        self._ask.setVisible(bool(overruled and not comment and is_open))
        if is_current != self._is_current:
            self._is_current = is_current
            self.update()

    def ask_comment(self) -> None:
        """Open the comment and put the caret in it."""
        self._wants_comment = True
        self.note.setVisible(True)
        self.note.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def take_focus(self) -> None:
        """Put the focus on the chosen mark, or on the first."""
        chosen = self._group.checkedButton() or self.buttons["met"]
        chosen.setFocus(Qt.FocusReason.OtherFocusReason)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.entered.emit()
        super().mousePressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        area, colour = QRectF(self.rect()), theme.current().colour
        if self._is_current:
            painter.fillRect(area, colour("accent_soft"))
            painter.fillRect(QRectF(0, 0, 3, area.height()), colour("accent"))
        painter.fillRect(QRectF(0, area.height() - 1, area.width(), 1), colour("border"))
        painter.end()
