"""Handing the laptop to the next scorer: nothing of a sheet is kept, and the next one opens by its writer's PIN."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from bandingdesk.ui.workspaces.scoring.reading import Scorer

if TYPE_CHECKING:
    from bandingdesk.desk.desk import Desk
    from bandingdesk.ui.jobs import Jobs


class HandingOn(QObject):
    """Who the laptop goes to, while it is between two people. TAKEN(person id) hears whose PIN fitted."""

    changed = Signal()

    def __init__(self, desk: Desk, jobs: Jobs, taken: Callable[[str], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._jobs, self._taken = desk, jobs, taken
        self.to: Scorer | None = None
        self.scorers: tuple[Scorer, ...] = ()
        self.is_refused = False

    def begin(self, to: Scorer, scorers: tuple[Scorer, ...]) -> None:
        """Wait for TO, or whom of SCORERS else is chosen."""
        self.to, self.scorers, self.is_refused = to, scorers, False
        self.changed.emit()

    def end(self) -> None:
        """Nobody is waited for any more."""
        self.to, self.scorers, self.is_refused = None, (), False

    def choose(self, person: str) -> None:
        """Say who has the laptop now, before the PIN."""
        self.to = next((one for one in self.scorers if one.person_id == person), self.to)
        self.is_refused = False
        self.changed.emit()

    def take(self, pin: str) -> None:
        """Let the person go on where PIN is theirs; without a PIN on record at once."""
        to = self.to
        if to is None:
            return
        if not to.has_pin:
            self._taken(to.person_id)
            return

        def answer(fits: bool) -> None:
            if fits:
                self._taken(to.person_id)
                return
            self.is_refused = True
            self.changed.emit()

        # On the writer's thread: a wrong PIN is counted.
        self._jobs.act(lambda: self._desk.council.check_pin(to.person_id, pin), owner=self, done=answer)


def next_scorer(scorers: tuple[Scorer, ...], person: str) -> Scorer | None:
    """Return who scores next: the first without a lock after PERSON, in seat order and round again; None for nobody."""
    at = next((n for n, scorer in enumerate(scorers) if scorer.person_id == person), -1)
    return next((one for one in (*scorers[at + 1 :], *scorers[: at + 1]) if not one.has_locked), None)
