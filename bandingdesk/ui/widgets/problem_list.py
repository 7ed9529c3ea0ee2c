"""What still stands in the way: a list of problems, each a link to its place. Refusals are listed, never popped up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from bandingdesk.ui.theme import style
from bandingdesk.ui.widgets import card, labels
from bandingdesk.ui.widgets.buttons import LinkButton


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is missing: what it is about (the link's words), what is missing, and WHERE the link leads."""

    about: str
    missing: str
    where: str


class ProblemList(QFrame):
    """Problems under a title. `asked` carries the WHERE of the one a person went to."""

    asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "banner")
        self.setProperty("tone", "warn")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 10, 14, 10)
        row.setSpacing(12)
        row.addWidget(labels.Icon("list-checks", "warn", 20), 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(6)
        row.addLayout(column, 1)
        self._title = labels.Label("", "body_strong", wrap=True)
        column.addWidget(self._title)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        column.addLayout(self._list)
        self._links: list[LinkButton] = []
        self._problems: tuple[Problem, ...] = ()
        self.hide()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Return what is listed."""
        return self._problems

    @property
    def links(self) -> list[LinkButton]:
        """Return the links in order."""
        return list(self._links)

    def set(self, title: str, problems: Sequence[Problem], *, tone: str = "warn") -> None:
        """List PROBLEMS under TITLE; none hides the list."""
        self._problems = tuple(problems)
        self._title.setText(title)
        self.setProperty("tone", tone)
        style.restyle(self)
        card.clear(self._list)
        self._links = []
        for problem in problems:
            line = QHBoxLayout()
            line.setSpacing(6)
            link = LinkButton(problem.about)
            link.setAccessibleDescription(problem.missing)
            link.clicked.connect(lambda _checked=False, where=problem.where: self.asked.emit(where))
            words = labels.Label(problem.missing, "second", "text2", wrap=True)
            line.addWidget(link, 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(words, 1, Qt.AlignmentFlag.AlignVCenter)
            self._list.addLayout(line)
            self._links.append(link)
        self.setAccessibleName(" ".join([title, *(f"{each.about}: {each.missing}" for each in problems)]))
        self.setVisible(bool(problems))

    def focus_first(self) -> None:
        """Put the focus on the first link."""
        if self._links:
            self._links[0].setFocus(Qt.FocusReason.OtherFocusReason)
