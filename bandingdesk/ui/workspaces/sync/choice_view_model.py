"""The state of one difference: what is chosen so far, what would then stand, and the act that settles it.

Nothing is chosen beforehand, and nothing of either version is lost by choosing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QObject, Signal

from bandingdesk.council.ops import Choice
from bandingdesk.errors import DeskError, RefusedError
from bandingdesk.ui.workspaces.sync import reading
from bandingdesk.ui.workspaces.sync.reading import Compared, Side, Way

if TYPE_CHECKING:
    from bandingdesk.desk.desk import Desk
    from bandingdesk.store.changes import Changes
    from bandingdesk.ui.jobs import Jobs
    from bandingdesk.ui.messages import Messages


class Stands(NamedTuple):
    """A value as it would stand after the choice."""

    path: str
    value: Any


class ChoiceViewModel(QObject):
    """At most one difference in hand. `settled` carries its op once the choice is recorded."""

    changed = Signal()
    settled = Signal(str)

    def __init__(self, desk: Desk, jobs: Jobs, messages: Messages, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._jobs, self._messages = desk, jobs, messages
        self.op_id = ""
        self.found: Compared | None = None
        self.picks: dict[str, Side] = {}
        self.whole: Way | None = None
        self.reason = ""
        self.error: DeskError | None = None
        self.is_stale = False
        self.is_working = False

    # What is so

    @property
    def way(self) -> Way | None:
        """How the difference would be settled, None while that is not chosen in full."""
        found = self.found
        if found is None:
            return None
        if not found.composed:
            return self.whole
        if any(field.path not in self.picks for field in found.composed):
            return None
        sides = {self.picks[field.path] for field in found.composed}
        return sides.pop() if len(sides) == 1 else "composed"

    @property
    def open_fields(self) -> int:
        """How many fields still need a choice."""
        found = self.found
        return 0 if found is None else sum(field.path not in self.picks for field in found.composed)

    @property
    def needs_reason(self) -> bool:
        """Whether the choice made so far asks for a reason in words."""
        found, way = self.found, self.way
        if found is None:
            return False
        return reading.needs_reason(found.item.difference, way or found.ways[0])

    def side_of(self, path: str) -> Side | None:
        """Return what is chosen for a field."""
        if path in self.picks:
            return self.picks[path]
        return self.whole if self.whole in ("mine", "theirs") else None

    def stands(self) -> tuple[Stands, ...]:
        """Return what would stand in the fields that differ, as far as it is chosen."""
        found = self.found
        if found is None:
            return ()
        if found.composed:
            chosen = reading.chosen_values(found, self.picks)
            return tuple(Stands(path, value) for path, value in chosen.items())
        if self.whole is None:
            return ()
        values = _after(found, self.whole)
        return tuple(Stands(field.path, values.get(field.path)) for field in found.differing)

    def why_not(self) -> str:
        """Return why the choice can't be recorded now, "" where it can."""
        found = self.found
        if found is None:
            return self.tr("Open something that needs a choice first.")
        if found.hidden or not found.item.may_resolve:
            return self.tr("This is for somebody else to settle.")
        if self.is_stale:
            return self.tr("Somebody settled this meanwhile. Read the list again.")
        if self.open_fields:
            return self.tr("Choose for %n more fields.", "", self.open_fields)
        if self.way is None:
            return self.tr("Choose what stands.")
        if self.needs_reason and not self.reason.strip():
            return self.tr("Write why, in a sentence that a family could read.")
        return self.tr("The choice is being recorded.") if self.is_working else ""

    # What a person does

    def show(self, op_id: str) -> None:
        """Open a difference; nothing is chosen in it."""
        self.leave()
        self.op_id = op_id
        self.changed.emit()
        self._jobs.read(
            lambda: (reading.compared(self._desk, op_id), reading.draft(self._desk, op_id)),
            owner=self,
            done=self._take,
            failed=self._fail,
            replaces="one",
        )

    def leave(self) -> None:
        """Put the difference down; what was chosen and not recorded is kept as a draft."""
        self.op_id, self.found, self.error = "", None, None
        self.picks, self.whole, self.reason = {}, None, ""
        self.is_stale = self.is_working = False

    def pick(self, path: str, side: Side) -> None:
        """Choose a version for one field."""
        self.picks[path] = side
        self.error = None
        self._keep()
        self.changed.emit()

    def pick_whole(self, way: Way) -> None:
        """Choose one version for everything."""
        found = self.found
        if found is None:
            return
        self.whole = way
        if found.composed:
            side: Side = "mine" if way == "mine" else "theirs"
            self.picks = {field.path: side for field in found.composed}
        self.error = None
        self._keep()
        self.changed.emit()

    def set_reason(self, words: str) -> None:
        """Keep the reason as it is typed."""
        if words != self.reason:
            self.reason = words
            self._keep()
            self.changed.emit()

    def settle(self) -> None:
        """Record the choice."""
        found, way = self.found, self.way
        if found is None or way is None or self.why_not():
            return
        op_id, reason = self.op_id, self.reason.strip()
        fields = reading.chosen_values(found, self.picks) if way == "composed" else None
        choice: Choice = way
        self.is_working, self.error = True, None
        self.changed.emit()
        self._jobs.act(
            lambda: self._desk.sync.resolve(op_id, choice, reason, fields=fields),
            owner=self,
            done=self._take_settled,
            failed=self._fail,
        )

    # Answers

    def _keep(self) -> None:
        """Keep what is chosen and written, seen by nobody else."""
        desk, me, op_id = self._desk, self._desk.me_id, self.op_id
        body = {"picks": dict(self.picks), "whole": self.whole, "reason": self.reason}
        self._jobs.act(lambda: desk.drafts.save(reading.draft_key(op_id), me, body), owner=self, quiet=True)

    def _take(self, answer: tuple[Compared, dict[str, Any]]) -> None:
        found, kept = answer
        self.found = found
        paths = {field.path for field in found.composed}
        self.picks = {path: side for path, side in kept.get("picks", {}).items() if path in paths}
        self.whole = kept.get("whole") if kept.get("whole") in found.ways else None
        self.reason = kept.get("reason", "")
        self.changed.emit()

    def _take_settled(self, _changes: Changes) -> None:
        op_id, desk, me = self.op_id, self._desk, self._desk.me_id
        self._jobs.act(lambda: desk.drafts.drop(reading.draft_key(op_id), me), owner=self, quiet=True)
        self._messages.announce(self.tr("Settled. Both versions stay in the record."))
        self.leave()
        self.settled.emit(op_id)

    def _fail(self, fault: DeskError) -> None:
        self.is_working, self.error = False, fault
        self.is_stale = isinstance(fault, RefusedError) and fault.code == "SY-04"
        self._messages.announce(fault.text(), urgent=True)
        self.changed.emit()


def _after(found: Compared, way: Way) -> Any:
    """Return the values that stand after a whole version was chosen."""
    three = found.three
    if way in ("theirs", "refused"):
        return three.theirs.values
    return three.mine.values if three.difference.kind == "fork" else three.anew
