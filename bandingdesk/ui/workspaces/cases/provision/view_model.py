"""The state of a case's provision ledger: lines as they are edited, with undo and a kept draft, and what is pasted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from PySide6.QtCore import QObject, Signal

from bandingdesk.casework.provision import ledger as rules
from bandingdesk.casework.provision import reading as plan_reading
from bandingdesk.casework.provision import reckon
from bandingdesk.casework.provision.ops import Line
from bandingdesk.casework.provision.rates import NONE, Rates
from bandingdesk.casework.provision.reading import ReadLine
from bandingdesk.casework.provision.reckon import Total, Worth
from bandingdesk.casework.provision.shortfall import Shortfall
from bandingdesk.errors import DeskError, StaleCaseError
from bandingdesk.ui.draft_keeper import DraftKeeper
from bandingdesk.ui.models.undo import Step, Steps
from bandingdesk.ui.workspaces.cases.provision import reading
from bandingdesk.ui.workspaces.cases.provision.reading import Provision

if TYPE_CHECKING:
    from bandingdesk.desk.desk import Desk
    from bandingdesk.seams import Clock
    from bandingdesk.store.changes import Changes
    from bandingdesk.ui.jobs import Jobs
    from bandingdesk.ui.messages import Messages

Mode = Literal["lines", "paste", "name"]
Lines = tuple[Line, ...]
TOUCHES = ("provision", "case", "decision", "policy", "meeting", "round")


class ProvisionViewModel(QObject):
    """The ledger of one case. `lines` are as edited; they differ from the record until they are recorded."""

    changed = Signal()
    recorded = Signal()

    def __init__(self, desk: Desk, jobs: Jobs, messages: Messages, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._jobs, self._clock = desk, jobs, clock
        self.case_id = self._owner = ""
        self.seen: Provision | None = None
        self.mode: Mode = "lines"
        self.lines: Lines = ()
        self.at = 0
        self.pasted = self.words = self.secured_by = self.band = ""
        self.error: DeskError | None = None
        self.is_busy = False
        self._head = ""  # of the ledger as it was when the lines were first changed
        self._is_edited = self._is_blind = self._is_shown = self._is_old = False
        self._steps: Steps[Lines] = Steps()
        self.keeper = DraftKeeper(desk, jobs, messages, self._collect, self)
        jobs.changed.connect(self._hear)

    @property
    def today(self) -> date:
        """The civil date."""
        return self._clock.today()

    # Reading

    def show(self, case_id: str, *, is_blind: bool) -> None:
        """Take a case in hand; where it is already, nothing happens."""
        if (case_id, self._desk.me_id, is_blind) == (self.case_id, self._owner, self._is_blind):
            return
        self.keeper.flush()
        self.case_id, self._owner, self._is_blind = case_id, self._desk.me_id, is_blind
        self.seen, self.error, self.mode = None, None, "lines"
        self._forget()
        self.changed.emit()
        self.refresh()
        self.keeper.open(f"provision:{case_id}", self._take_draft)

    def watch(self, *, on: bool) -> None:
        """Hear that the part came on the screen, or went: only while it is there news are read."""
        self._is_shown = on
        if on and self._is_old:
            self.refresh()
        if not on:
            self.keeper.flush()

    def refresh(self) -> None:
        """Read the ledger."""
        case, me, today, blind = self.case_id, self._owner, self.today, self._is_blind
        if case:
            self._is_old = False
            self._jobs.read(
                lambda: self._desk.read(lambda conn: reading.read(conn, case, me, today, is_blind=blind)),
                owner=self,
                done=self._take,
                failed=self._fail,
                replaces="provision",
            )

    # What the lines come to

    @property
    def rates(self) -> Rates:
        """The council's rates today."""
        return self.seen.rates if self.seen is not None else NONE

    @property
    def line(self) -> Line | None:
        """The line that is edited, None where there is none."""
        return self.lines[self.at] if 0 <= self.at < len(self.lines) else None

    def worth(self, line: Line) -> Worth:
        """Return what a line comes to; a line with faults comes to nothing yet."""
        whole = not self.faults(line)
        return reckon.worth(line if whole else replace(line, minutes=0), self.rates)

    def total(self) -> Total:
        """Return what the whole lines come to together."""
        return reckon.total([line for line in self.lines if not self.faults(line)], self.rates)

    def faults(self, line: Line) -> tuple[str, ...]:
        """Return the fields of a line that can't be recorded."""
        return rules.faults(line, tuple(self.rates.roles))

    def shortfall(self) -> Shortfall | None:
        """Return what the lines cost beside the band that may be seen; None where nothing can be compared."""
        seen = self.seen
        if seen is None or seen.beside is None or seen.elements is None or not self.lines or not self.rates.roles:
            return None
        named = seen.ledger.named if seen.ledger is not None and not self.is_edited else None
        return Shortfall(seen.beside.band, self.total().pence, seen.elements, named.pence if named else None)

    @property
    def is_edited(self) -> bool:
        """Whether the lines differ from what is recorded."""
        return self._is_edited and self.lines != self._recorded()

    def first_fault(self) -> tuple[int, tuple[str, ...]] | None:
        """Return (number, fields) of the first line that can't be recorded, None where all can."""
        return next(((at, wrong) for at, line in enumerate(self.lines, 1) if (wrong := self.faults(line))), None)

    # Editing

    def choose(self, at: int) -> None:
        """Take a line in hand."""
        if at != self.at:
            self.at = at
            self.changed.emit()

    def add_line(self) -> None:
        """Add an empty line after the one in hand."""
        place = self.at + 1 if self.lines else 0
        made = Line("", "", 0, 1, "week", 1, self.rates.weeks)
        self._edit(self.tr("add a line"), (*self.lines[:place], made, *self.lines[place:]), at=place)

    def remove_line(self) -> None:
        """Take the line in hand out."""
        if self.line is not None:
            kept = (*self.lines[: self.at], *self.lines[self.at + 1 :])
            self._edit(self.tr("remove a line"), kept, at=max(0, min(self.at, len(kept) - 1)))

    def type_line(self, **values: Any) -> None:
        """Change fields of the line in hand; typing on in one field is one step."""
        if self.line is None:
            return
        field = next(iter(values))
        made = replace(self.line, **values)
        if made != self.line:
            name = self.tr("change line {0}").replace("{0}", str(self.at + 1))
            lines = (*self.lines[: self.at], made, *self.lines[self.at + 1 :])
            self._edit(name, lines, at=self.at, joins=f"{self.at}:{field}")

    def undo(self) -> None:
        """Take the last step back."""
        self._step(self._steps.undo(), back=True)

    def redo(self) -> None:
        """Make the step again that was taken back."""
        self._step(self._steps.redo(), back=False)

    @property
    def undo_name(self) -> str:
        """The name of the step that would be taken back, "" for none."""
        return self._steps.undo_name

    @property
    def redo_name(self) -> str:
        """The name of the step that would be made again, "" for none."""
        return self._steps.redo_name

    # Pasting

    def open_paste(self, text: str | None = None) -> None:
        """Open the field for lines of a plan, with TEXT in it where some is given."""
        self.mode, self.error = "paste", None
        if text is not None:
            self.paste(text)
        self.changed.emit()

    def paste(self, text: str) -> None:
        """Read what stands in the field."""
        self.pasted = text
        self.keeper.typed()
        self.changed.emit()

    def read_lines(self) -> tuple[ReadLine, ...]:
        """Return what was pasted, as it was read."""
        return plan_reading.parse(self.pasted, self.rates)

    def take_lines(self) -> None:
        """Add the lines that were read to the ledger; what they leave open is then filled in by a person."""
        found = plan_reading.lines(self.read_lines())
        if found:
            self._edit(self.tr("take %n lines", "", len(found)), (*self.lines, *found), at=len(self.lines))
        self.pasted, self.mode = "", "lines"
        first = self.first_fault()
        self.at = first[0] - 1 if first is not None else self.at
        self.changed.emit()

    def go(self, mode: Mode) -> None:
        """Turn to the lines, the field for pasting, or the naming of a shortfall."""
        self.mode, self.error = mode, None
        self.changed.emit()

    # Recording

    def record(self) -> None:
        """Record all lines of the ledger."""
        case, lines, shown = self.case_id, self.lines, self._head
        record = lambda: self._desk.provision.record(case, lines, shown=shown)  # noqa: E731
        self._act(self.keeper.ending(record), self._recorded_all)

    def type_naming(self, **values: str) -> None:
        """Change the words on a shortfall, or who secures it."""
        self.words, self.secured_by = values.get("words", self.words), values.get("secured_by", self.secured_by)
        self.keeper.typed()
        self.changed.emit()

    def name_shortfall(self) -> None:
        """Record how the shortfall stays secured."""
        case, words, by, band = self.case_id, self.words, self.secured_by, self.band or None
        shown = self.seen.head if self.seen is not None else ""
        self._act(lambda: self._desk.provision.name_shortfall(case, words, by, band=band, shown=shown), self._named)

    def choose_band(self, band: str) -> None:
        """Say beside which band the shortfall is named, where the decision maker means another than the panel."""
        self.band = band
        self.changed.emit()

    def leave_draft(self) -> None:
        """Forget what was changed and show the recorded lines again."""
        self._forget()
        self.lines, self.error = self._recorded(), None
        self.keeper.chosen()
        self.changed.emit()

    @property
    def is_stale(self) -> bool:
        """Whether somebody else recorded lines while these were changed."""
        return isinstance(self.error, StaleCaseError)

    def accept_newer(self) -> None:
        """Go on with these lines after looking at what came in between."""
        self._head, self.error = self.seen.head if self.seen is not None else "", None
        self.changed.emit()

    # Inside

    def _collect(self) -> dict[str, Any]:
        """Return lines, pasted text and words as the draft keeps them."""
        body: dict[str, Any] = {}
        if self.is_edited:
            body |= {"lines": [asdict(line) for line in self.lines], "head": self._head}
        for name in ("pasted", "words", "secured_by"):
            if getattr(self, name).strip():
                body[name] = getattr(self, name)
        return body

    def _take_draft(self, kept: dict[str, Any]) -> None:
        self.pasted, self.words = str(kept.get("pasted", "")), str(kept.get("words", ""))
        self.secured_by = str(kept.get("secured_by", ""))
        if "lines" in kept:
            self.lines = tuple(Line(**line) for line in kept["lines"])
            self._is_edited, self._head = True, str(kept.get("head", ""))
        self.changed.emit()

    def _edit(self, name: str, lines: Sequence[Line], *, at: int, joins: str = "") -> None:
        after = tuple(lines)
        if not self._is_edited:
            self._head, self._is_edited = self.seen.head if self.seen is not None else "", True
        self._steps.push(Step(name, joins, self.lines, after), joins=bool(joins))
        self.lines, self.at = after, at
        self.keeper.typed()
        self.changed.emit()

    def _step(self, step: Step[Lines] | None, *, back: bool) -> None:
        if step is not None:
            self.lines = step.before if back else step.after
            self.at = max(0, min(self.at, len(self.lines) - 1))
            self.keeper.typed()
            self.changed.emit()

    def _act(self, act: Callable[[], Any], done: Callable[[Any], None]) -> None:
        if self.is_busy:
            return
        self.is_busy, self.error = True, None
        self.changed.emit()
        self._jobs.act(act, owner=self, done=done, failed=self._fail)

    def _recorded_all(self, _changes: Any) -> None:
        self._forget(keeps_words=True)
        self._end()

    def _named(self, _changes: Any) -> None:
        self.words = self.secured_by = self.band = ""
        self.mode = "lines"
        self._end()

    def _end(self) -> None:
        self.is_busy = False
        self.keeper.chosen()
        self.recorded.emit()
        self.refresh()

    def _forget(self, *, keeps_words: bool = False) -> None:
        """Forget the draft: a record clears its steps, as everywhere."""
        self._steps.clear()
        self._is_edited, self._head = False, ""
        if not keeps_words:
            self.lines, self.at = (), 0
            self.pasted = self.words = self.secured_by = self.band = ""

    def _recorded(self) -> Lines:
        return self.seen.ledger.lines if self.seen is not None and self.seen.ledger is not None else ()

    def _take(self, found: Provision) -> None:
        if found.case_id != self.case_id:
            return
        self.seen = found
        if not self._is_edited:
            self.lines = self._recorded()
        self.at = max(0, min(self.at, len(self.lines) - 1))
        self.changed.emit()

    def _hear(self, changes: Changes) -> None:
        if not self.case_id or self.seen is None or not changes.touches(*TOUCHES):
            return
        if self._is_shown:
            self.refresh()
        else:
            self._is_old = True

    def _fail(self, fault: DeskError) -> None:
        self.is_busy, self.error = False, fault
        if isinstance(fault, StaleCaseError):
            self.refresh()
        self.changed.emit()
