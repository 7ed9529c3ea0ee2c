"""The undo of a draft: named steps back and forth, kept while the draft lives and forgotten when it is locked."""

from __future__ import annotations

from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")


class Step(NamedTuple, Generic[T]):
    """One change: its name in words, and the value before and after it."""

    name: str
    strand: str
    before: T
    after: T


class Steps(Generic[T]):
    """Steps that can be taken back and made again. A new step forgets those that were taken back."""

    def __init__(self) -> None:
        self._done: list[Step[T]] = []
        self._undone: list[Step[T]] = []

    def push(self, step: Step[T], *, joins: bool = False) -> None:
        """Keep STEP; where it JOINS the last one of the same strand and name, the two are one step (typing a line)."""
        self._undone.clear()
        last = self._done[-1] if self._done else None
        if joins and last is not None and (last.name, last.strand) == (step.name, step.strand):
            self._done[-1] = Step(last.name, last.strand, last.before, step.after)
            return
        self._done.append(step)

    def undo(self) -> Step[T] | None:
        """Return the step to take back, None where there is none."""
        if not self._done:
            return None
        step = self._done.pop()
        self._undone.append(step)
        return step

    def redo(self) -> Step[T] | None:
        """Return the step to make again, None where there is none."""
        if not self._undone:
            return None
        step = self._undone.pop()
        self._done.append(step)
        return step

    @property
    def undo_name(self) -> str:
        """Return the name of the step that would be taken back, "" for none."""
        return self._done[-1].name if self._done else ""

    @property
    def redo_name(self) -> str:
        """Return the name of the step that would be made again, "" for none."""
        return self._undone[-1].name if self._undone else ""

    def clear(self) -> None:
        """Forget all steps."""
        self._done.clear()
        self._undone.clear()
