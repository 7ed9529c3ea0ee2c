"""Lists beside the work of a meeting: the steps of a case, and who is in the room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from bandingdesk.ui.widgets import card, labels, painted

STEP_ICONS = {"done": "circle-check", "now": "circle-dot", "waiting": "circle"}
STEP_TONES = {"done": "ok", "now": "accent", "waiting": "text2"}


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step: its name, one line about it, its STATE: done, now or waiting."""

    title: str
    line: str
    state: str = "waiting"


class StepList(QWidget):
    """The steps of a case, one below the other, the present one on its ground."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._rows: tuple[StepRow, ...] = ()

    def set(self, rows: Sequence[StepRow]) -> None:
        """Show ROWS in order."""
        if tuple(rows) == self._rows:
            return
        self._rows = tuple(rows)
        card.clear(self._column)
        states = {"done": self.tr("done"), "now": self.tr("now"), "waiting": self.tr("still to come")}
        for row in rows:
            made = _row(STEP_ICONS[row.state], STEP_TONES[row.state], row, is_now=row.state == "now")
            made.setAccessibleName(f"{row.title}, {states[row.state]}. {row.line}")
            self._column.addWidget(made)


def _row(icon: str, tone: str, row: StepRow, *, is_now: bool) -> QFrame:
    """Return one step as a row."""
    frame = _NowFrame(is_now)
    line = QHBoxLayout(frame)
    line.setContentsMargins(10, 6, 10, 6)
    line.setSpacing(10)
    line.addWidget(labels.Icon(icon, tone, 18), 0, Qt.AlignmentFlag.AlignTop)
    words = QVBoxLayout()
    words.setSpacing(0)
    words.addWidget(labels.Label(row.title, "body_strong", "accent" if is_now else "", wrap=True))
    if row.line:
        words.addWidget(labels.Label(row.line, "note", "text2", wrap=True))
    line.addLayout(words, 1)
    return frame


class _NowFrame(QFrame):
    """A row that stands on the soft accent ground while it is the present one."""

    def __init__(self, is_now: bool) -> None:
        super().__init__()
        self._is_now = is_now
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._is_now:
            painter = QPainter(self)
            tokens = painted.tokens()
            edge = tokens.accent if tokens.outlined else tokens.accent_soft
            painted.box(painter, QRectF(self.rect()), fill=tokens.accent_soft, edge=edge, radius=6)
            painter.end()


@dataclass(frozen=True, slots=True)
class Attendee:
    """One person: NAME, what they are there as or why they are not, and their STATE: here, away, late or out."""

    name: str
    note: str
    state: str = "here"


PERSON_ICONS = {"here": "circle-check", "away": "circle-minus", "late": "clock-alert", "out": "door-open"}
PERSON_TONES = {"here": "ok", "away": "text3", "late": "warn", "out": "warn"}


class PersonList(QWidget):
    """Who is in the room, a line each: state, name, role or reason."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._people: tuple[Attendee, ...] = ()

    def set(self, people: Sequence[Attendee]) -> None:
        """Show PEOPLE in order."""
        if tuple(people) == self._people:
            return
        self._people = tuple(people)
        card.clear(self._column)
        states = {
            "here": self.tr("here"),
            "away": self.tr("not here"),
            "late": self.tr("late"),
            "out": self.tr("stepped out"),
        }
        for person in people:
            row = QWidget(self)
            line = QHBoxLayout(row)
            line.setContentsMargins(0, 0, 0, 0)
            line.setSpacing(8)
            line.addWidget(labels.Icon(PERSON_ICONS[person.state], PERSON_TONES[person.state], 16))
            line.addWidget(labels.Label(person.name, "second"))
            tone = "warn" if person.state in ("late", "out") else "text2"
            note = labels.Label(person.note, "note", tone, wrap=True)
            note.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            line.addWidget(note, 1)
            row.setAccessibleName(f"{person.name}, {states[person.state]}. {person.note}")
            self._column.addWidget(row)
