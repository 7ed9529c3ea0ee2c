"""The state of a version in the editor: the draft, its undo, what the checks say, that it is kept as it is typed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from bandingdesk.errors import DeskError
from bandingdesk.ui.workspaces.frameworks import checking, draft, edits
from bandingdesk.ui.workspaces.frameworks.checking import Checked, Note
from bandingdesk.ui.workspaces.frameworks.draft import Document, Path

if TYPE_CHECKING:
    from bandingdesk.matrix.analyse import Witness
    from bandingdesk.ui.jobs import Jobs
    from bandingdesk.ui.workspaces.frameworks.history import History, State
    from bandingdesk.ui.workspaces.frameworks.reading import Library, Neighbour

REST_MS = 400  # a check begins, and a draft is kept, after this rest
Keep = Callable[["State"], object]
Answer = Callable[[str, str, str], object]  # code, place, words


class EditorViewModel(QObject):
    """One version at a time. `changed` comes with every edit, every check and when the draft was kept."""

    changed = Signal()
    try_asked = Signal(object, object)  # Witness, the worked test that it is of (or None)
    go_asked = Signal(object)  # Note
    failed = Signal(object)  # DeskError of an act, which the page tells

    def __init__(self, jobs: Jobs, history: History, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs, self.history = jobs, history
        self._state: State | None = None
        self._key = ""
        self._left: State | None = None  # as it was when the version was let go: its undo is still good then
        self.library: Library | None = None
        self._keep: Keep | None = None
        self._record_answer: Answer | None = None
        self.is_open_to_edits = False
        self.checked = Checked()
        self.is_checking = False
        self.is_unchecked = False  # an edit came after the last check began
        self.is_kept = True
        self.error: DeskError | None = None
        self.before: Document = {}  # the version that this one follows, for its words
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._rested)

    # What is so

    @property
    def document(self) -> Document:
        """The framework as it stands in the draft."""
        return self._state.framework if self._state is not None else {}

    @property
    def tariff(self) -> Document | None:
        """The tariff that is edited with it, None where there is none."""
        return self._state.tariff if self._state is not None else None

    @property
    def tariffs(self) -> tuple[Document, ...]:
        """All tariffs of the draft, the one in hand first."""
        state = self._state
        return () if state is None or state.tariff is None else (state.tariff, *state.others)

    @property
    def may_answer(self) -> bool:
        """Whether a finding can be answered here: in a draft, and in a version that is not adopted."""
        return self.is_open_to_edits or self._record_answer is not None

    @property
    def state(self) -> State | None:
        """The whole draft."""
        return self._state

    def get(self, path: Path, otherwise: Any = None) -> Any:
        """Return what stands at PATH of the framework."""
        return draft.get(self.document, path, otherwise)

    def open_notes(self) -> list[Note]:
        """Return what stands in the way of adoption, worst first."""
        return [note for note in self.checked.notes if note.is_open]

    # Opening and keeping

    def open(
        self,
        key: str,
        state: State,
        keep: Keep | None,
        answer: Answer | None = None,
        before: Document | None = None,
    ) -> None:
        """Show the version KEY. KEEP keeps a draft after each edit; without it the version is only read.

        ANSWER records the answer to a finding at once, for a version of the library. BEFORE is the version it follows.
        """
        self.keep_now()
        self._state, self._keep, self._record_answer = state, keep, answer
        self.is_open_to_edits = keep is not None
        self.before = before or {}
        self.checked, self.error, self.is_kept = Checked(), None, True
        if (key, state) != (self._key, self._left):
            self.history.clear()
        self._key = key
        self.check()
        self.changed.emit()

    def close(self) -> None:
        """Let the version go; what was typed is kept."""
        self.keep_now()
        self._left = self._state or self._left
        self._state, self._keep = None, None

    def keep_now(self) -> None:
        """Keep what has changed at once, as when the page is left."""
        if self.is_kept or self._keep is None or self._state is None:
            return
        state, keep = self._state, self._keep
        self.is_kept = True
        self._jobs.act(lambda: keep(state), owner=self, done=lambda _: self._kept(), failed=self._not_kept)

    def _kept(self) -> None:
        self.error = None
        self.changed.emit()

    def _not_kept(self, fault: DeskError) -> None:
        self.is_kept, self.error = False, fault
        self.changed.emit()

    # Edits

    def set(self, path: Path, value: Any, name: str) -> None:
        """Write VALUE at PATH as the step NAME; None takes it away. Typing at one place is one step."""
        if draft.get(self.document, path) == value:
            return
        self.apply(draft.put(self.document, path, value), name, joins=draft.text(path))

    def apply(self, document: Document, name: str, *, joins: str = "") -> None:
        """Make DOCUMENT the framework of the draft, as the step NAME."""
        if self._state is not None and document is not self.document:
            self._push(self._state._replace(framework=document), name, joins)

    def set_tariff(self, path: Path, value: Any, name: str) -> None:
        """Write VALUE at PATH of the tariff as the step NAME."""
        if draft.get(self.tariff, path) != value:
            self.apply_tariff(draft.put(self.tariff, path, value), name, joins=draft.text(path))

    def apply_tariff(self, tariff: Document, name: str, *, joins: str = "") -> None:
        """Make TARIFF the tariff of the draft, as the step NAME."""
        if self._state is not None and tariff is not self.tariff:
            self._push(self._state._replace(tariff=tariff), name, f"tariff.{joins}" if joins else "")

    def add_year(self, make: Callable[[Document], Document]) -> None:
        """Put a tariff that MAKE makes of the one in hand beside it, and take it in hand."""
        state = self._state
        if state is None or state.tariff is None or not self.is_open_to_edits:
            return
        try:
            made = make(state.tariff)
        except DeskError as fault:
            self.failed.emit(fault)
            return
        self._push(state._replace(tariff=made, others=self.tariffs), self.tr("Make the next year"), "")

    def show_tariff(self, at: int) -> None:
        """Take the tariff at this place of `tariffs` in hand: it is shown and checked, and nothing of it changes."""
        if self._state is not None and 0 < at < len(self.tariffs):
            wanted = self.tariffs[at]
            rest = tuple(one for n, one in enumerate(self.tariffs) if n != at)
            self._state = self._state._replace(tariff=wanted, others=rest)
            self.is_kept = self._keep is None
            self.keep_now()
            self.check()

    def answer(self, note: Note, words: str) -> None:
        """Answer a finding in writing; "" takes the answer back."""
        self._answer(note, note.place, words)

    def alike(self, note: Note) -> list[Note]:
        """Return the findings of the same kind that have no answer yet, NOTE aside."""
        found = [one for one in self.checked.notes if (one.code, one.severity) == (note.code, note.severity)]
        return [one for one in found if not one.answer and one.key != note.key]

    def answer_alike(self, note: Note, words: str) -> None:
        """Give one answer to all findings of the kind of NOTE: it stands at the place that holds them all."""
        found = [note, *self.alike(note)]
        top = draft.common([one.where for one in found])
        if top:
            self._answer(note, ("tariff." if note.in_tariff else "") + draft.text(top), words)
            return
        for one in found:
            self.answer(one, words)

    def _answer(self, note: Note, where: str, words: str) -> None:
        if self._state is None:
            return
        rest = tuple(one for one in self._state.answers if (one["code"], one["where"]) != (note.code, where))
        mine: tuple[Document, ...] = ({"code": note.code, "where": where, "text": words},) if words else ()
        answered, record = self._state._replace(answers=rest + mine), self._record_answer
        if self.is_open_to_edits:
            self._push(answered, self.tr("Answer a finding"), f"answer {note.code} {where}")
        elif record is not None and words:
            self._state = answered
            self._jobs.act(
                lambda: record(note.code, where, words), owner=self, done=lambda _: self.check(), failed=self._fail
            )

    def add_test(self, profile: Document, expect: dict[str, Any]) -> None:
        """Keep a profile as a worked test: all that it holds, and what it must give."""
        self.apply(edits.add_test(self.document, profile, expect), self.tr("Add a test"))

    def undo(self) -> None:
        """Take the last step back."""
        if self.is_open_to_edits:
            self.history.undo()

    def redo(self) -> None:
        """Make the step again that was taken back."""
        if self.is_open_to_edits:
            self.history.redo()

    def _push(self, state: State, name: str, joins: str) -> None:
        if self.is_open_to_edits and self._state is not None:
            self.history.push(name, self._state, state, self._take, joins)

    def _take(self, state: State) -> None:
        self._state, self.is_kept, self.is_unchecked = state, False, True
        self._rest.start()
        self.changed.emit()

    # Other schemes of the library

    def neighbours(self) -> tuple[Neighbour, ...]:
        """Return the versions of other schemes in the library."""
        return self.library.neighbours(str(self.document.get("id", ""))) if self.library is not None else ()

    def propose_rows(self, at: int, place: dict[str, str]) -> None:
        """Put rows in the crosswalk AT that are worked out from the amounts of both schemes at PLACE."""
        state, library = self._state, self.library
        if state is None or library is None or not self.is_open_to_edits:
            return

        def take(rows: list[Document]) -> None:
            self.set(("crosswalks", at, "rows"), rows, self.tr("Propose rows from the amounts"))

        self._jobs.read(lambda: library.propose(state, at, place), owner=self, done=take, failed=self.failed.emit)

    # Checks

    def check(self) -> None:
        """Check the draft as it stands, off this thread; an edit meanwhile brings another check after it."""
        state = self._state
        if state is None:
            return
        self._rest.stop()
        self.is_checking, self.is_unchecked = True, False
        self._jobs.read(
            lambda: checking.check(state),
            owner=self,
            done=self._take_check,
            failed=self._fail,
            replaces="check",
        )
        self.changed.emit()

    def _take_check(self, checked: Checked) -> None:
        if checked.scheme is None:  # a form with faults: its rules read as they did
            checked = replace(checked, sentences=self.checked.sentences)
        self.checked, self.is_checking = checked, False
        self.changed.emit()

    def _fail(self, fault: DeskError) -> None:
        self.error, self.is_checking = fault, False
        self.changed.emit()

    def _rested(self) -> None:
        self.keep_now()
        self.check()

    # Ways

    def try_out(self, witness: Witness, test: Document | None = None) -> None:
        """Open a profile in Try it, with all that the worked TEST holds where it is one of those."""
        self.try_asked.emit(witness, test)

    def go_to(self, note: Note) -> None:
        """Open the part of the editor that NOTE is about."""
        self.go_asked.emit(note)
