"""The undo of a draft: one QUndoStack of named steps, each holding the whole draft before and after.

A draft shares what an edit did not touch, so a step costs the tables on the way to the change and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from bandingdesk.ui.workspaces.frameworks.draft import Document

_JOINS = 7  # the id of steps that may join: typing in one place


class State(NamedTuple):
    """All of a draft: the framework, the tariff in hand, the written answers to findings, tariffs of other years."""

    framework: Document
    tariff: Document | None = None
    answers: tuple[Document, ...] = ()
    others: tuple[Document, ...] = ()


class History(QObject):
    """Named steps back and forth. `moved` comes with every step, and when the steps are forgotten."""

    moved = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stack = QUndoStack(self)
        self._stack.indexChanged.connect(self.moved)

    def push(self, name: str, before: State, after: State, take: Callable[[State], None], joins: str = "") -> None:
        """Make the step from BEFORE to AFTER, which TAKE shows; steps of one place (JOINS) become one."""
        self._stack.push(_Step(name, before, after, take, joins))

    def undo(self) -> None:
        """Take the last step back."""
        self._stack.undo()

    def redo(self) -> None:
        """Make the step again that was taken back."""
        self._stack.redo()

    @property
    def undo_name(self) -> str:
        """The name of the step that would be taken back, "" for none."""
        return self._stack.undoText()

    @property
    def redo_name(self) -> str:
        """The name of the step that would be made again, "" for none."""
        return self._stack.redoText()

    def clear(self) -> None:
        """Forget all steps: the draft was adopted, or another one is open."""
        self._stack.clear()


class _Step(QUndoCommand):
    def __init__(self, name: str, before: State, after: State, take: Callable[[State], None], joins: str) -> None:
        super().__init__(name)
        self.before, self.after, self.take, self.joins = before, after, take, joins

    def id(self) -> int:
        return _JOINS if self.joins else -1

    def redo(self) -> None:
        self.take(self.after)

    def undo(self) -> None:
        self.take(self.before)

    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, _Step) or other.joins != self.joins:
            return False
        self.after = other.after
        return True
