"""The state of a case's papers: which is open and how far it is read, marks, files being added, answers being given."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from PySide6.QtCore import QObject, Signal

from bandingdesk.desk.papers import Looked, PaperAnswer, Source
from bandingdesk.errors import DeskError
from bandingdesk.store.changes import Changes
from bandingdesk.store.queries.casework import EvidenceRow
from bandingdesk.ui.documents import Passage
from bandingdesk.ui.draft_keeper import DraftKeeper
from bandingdesk.ui.jobs import Job
from bandingdesk.ui.workspaces.cases.papers import adding, contents, marks, reading
from bandingdesk.ui.workspaces.cases.papers.adding import Entry
from bandingdesk.ui.workspaces.cases.papers.advice_model import AdviceModel
from bandingdesk.ui.workspaces.cases.papers.contents import Opened
from bandingdesk.ui.workspaces.cases.papers.marks import Kind, Mark, ReadingPlace
from bandingdesk.ui.workspaces.cases.papers.reading import Papers

if TYPE_CHECKING:
    from bandingdesk.desk.desk import Desk
    from bandingdesk.seams import Clock
    from bandingdesk.ui.jobs import Cancelled, Jobs, Progress
    from bandingdesk.ui.messages import Messages

ADVICE, ANSWERS = "advice", "answers"  # what stands in the list beside the papers
Mode = Literal["read", "add"]
TOUCHES = ("evidence", "advice", "case", "terms", "setting", "entry")


class PapersViewModel(QObject):
    """The papers of one case. `seen` is None until they are read; `chosen` is a paper's id, or advice, or answers."""

    changed = Signal()
    opened = Signal(object)  # Opened: the paper to show
    placed = Signal()  # marks or place of the open paper are another
    recorded = Signal(str)

    def __init__(self, desk: Desk, jobs: Jobs, messages: Messages, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._jobs, self._messages, self._clock = desk, jobs, messages, clock
        self.case_id = self._owner = self.chosen = self._open_id = ""
        self.seen: Papers | None = None
        self.mode: Mode = "read"
        self.error: DeskError | None = None
        self.is_busy = False
        self.entries: tuple[Entry, ...] = ()
        self.job: Job | None = None
        self.place = ReadingPlace()
        self.older: tuple[tuple[EvidenceRow, tuple[Mark, ...]], ...] = ()
        self.given: dict[str, tuple[str, str]] = {}
        self._wanted = ""
        self._is_shown = self._is_old = False
        self._places = DraftKeeper(desk, jobs, messages, lambda: self.place.body(), self)
        self._answers = DraftKeeper(desk, jobs, messages, self._answers_body, self)
        self.advice = AdviceModel(desk, jobs, messages, clock, self)
        self.advice.changed.connect(self.changed)
        jobs.changed.connect(self._hear)

    @property
    def today(self) -> date:
        """The civil date."""
        return self._clock.today()

    @property
    def row(self) -> EvidenceRow | None:
        """The paper that is open, None for none."""
        return self.seen.paper(self.chosen) if self.seen is not None else None

    # Reading

    def show(self, case_id: str) -> None:
        """Take a case in hand; where it is already, it only goes to what was pointed at."""
        if (case_id, self._desk.me_id) != (self.case_id, self._owner):
            self.case_id, self._owner = case_id, self._desk.me_id
            self.seen, self.chosen, self.error, self.mode, self.entries = None, "", None, "read", ()
            self.given, self._open_id = {}, ""
            self.advice.show(case_id)
            self._answers.open(f"answers:{case_id}", self._take_answers)
            self.changed.emit()
            self.refresh()
        elif self.seen is not None and self._is_there(self._wanted):  # what was just added is not read yet
            self._go()

    def point(self, what: str) -> None:
        """Go to a paper, the advice or the answers of the case that is shown next."""
        self._wanted = what

    def watch(self, *, on: bool) -> None:
        """Hear that the part came on the screen, or went: only while it is there news are read."""
        self._is_shown = on
        if on and self._is_old:
            self.refresh()
        elif on:
            self._open()
        if not on:
            self._open_id = ""  # it is opened again when the part comes back
            self._places.flush()
            self._answers.flush()

    def refresh(self) -> None:
        """Read the papers."""
        case, me, today = self.case_id, self._owner, self.today
        if case:
            self._is_old = False
            self._jobs.read(
                lambda: self._desk.read(lambda conn: reading.read(conn, case, me, today)),
                owner=self,
                done=self._take,
                failed=self._fail,
                replaces="papers",
            )

    def choose(self, key: str) -> None:
        """Open a paper, the advice or the answers."""
        self.mode = "read"
        if key != self.chosen:
            self._places.flush()
            self.chosen, self.error = key, None
        self.changed.emit()
        self._open()

    # The place in a paper, and marks

    def move_to(self, page: int, zoom: int) -> None:
        """Keep how far the open paper is read."""
        if (page, zoom) != (self.place.page, self.place.zoom):
            self.place = replace(self.place, page=page, zoom=zoom)
            self._places.typed()

    def mark(self, kind: Kind, passage: Passage) -> None:
        """Mark PASSAGE of the open paper; the same mark again takes it away."""
        if self.row is not None:
            self._place(self.place.marked(kind, passage))

    def unmark(self, mark: Mark) -> None:
        """Take a mark away."""
        self._place(self.place.without(mark))

    def share(self, strand: str, page: int, text: str, highlight: str, level: int | None = None) -> None:
        """Share a passage with everybody who may read the case, tied to a strand and perhaps to a level."""
        row, seen = self.row, self.seen
        if row is None or seen is None:
            return

        def act() -> Any:
            made = self._desk.casework.mark_extract(row.id, strand, page, text, highlight, shown=row.head)
            if level is None:
                return made
            tied = self._desk.papers.tie_level(row.id, made.id, level, seen.framework_sha256)
            return made.changes.joined(tied)

        self._act(act, self.tr("The passage is shared."))

    # Adding

    def begin_adding(self, paths: Sequence[Path] = ()) -> None:
        """Open the form for new papers, with the files at PATHS."""
        self.mode, self.error = "add", None
        self._look_at([Source(path.name, path) for path in paths])

    def add_attachment(self, number: int) -> None:
        """Open the form for an attachment of the open mail."""
        row = self.row
        if row is not None:
            case, sha256 = row.case_id, row.sha256
            self._jobs.read(
                lambda: self._desk.papers.attachment(case, sha256, number),
                owner=self,
                done=lambda source: self._begin_with(source),
                failed=self._fail,
            )

    def type_entry(self, at: int, **values: Any) -> None:
        """Change what is said of a file."""
        self.entries = (*self.entries[:at], self.entries[at].typed(**values), *self.entries[at + 1 :])
        self.changed.emit()

    def leave(self) -> None:
        """Go back to the papers; nothing of what was filled in is kept."""
        self.mode, self.entries, self.error = "read", (), None
        self.changed.emit()

    def add(self) -> None:
        """Add the files that are not left out, all or none, while the window goes on."""
        ready = [entry for entry in self.entries if not entry.is_out]
        if not ready or any(entry.missing for entry in ready) or self.is_busy:
            return
        case, given = self.case_id, [entry.paper() for entry in ready]

        def run(progress: Progress, cancelled: Cancelled) -> Any:
            def told(done: int, total: int) -> None:
                if cancelled():
                    raise _stopped()
                progress(done, total)

            return self._desk.papers.add_files(case, given, told)

        self.is_busy, self.error = True, None
        title = self.tr("Adding %n papers", "", len(given))
        job = self._jobs.job(title, run, owner=self, done=self._added, failed=self._not_added, writes=True)
        if job.state == "running":
            self.job = job
            job.changed.connect(self._follow)
        self.changed.emit()

    # Answers

    def answer_of(self, row: EvidenceRow) -> tuple[str, str]:
        """Return what stands in the row of a report: what is being written, else what is recorded."""
        return self.given.get(row.id, (row.reliance or "", row.why))

    def type_answers(self, values: dict[str, tuple[str, str]]) -> None:
        """Change what is made of the reports; it is kept as a draft after a rest."""
        rows = {row.id: row for row in self.seen.to_answer} if self.seen is not None else {}
        self.given = {
            paper: one
            for paper, one in values.items()
            if paper in rows and one != (rows[paper].reliance or "", rows[paper].why)
        }
        self._answers.typed()
        self.changed.emit()

    @property
    def ready_answers(self) -> list[PaperAnswer]:
        """The answers that are whole and not recorded yet."""
        seen = self.seen
        heads = {row.id: row.head for row in seen.to_answer} if seen is not None else {}
        return [
            PaperAnswer(paper, reliance, why, heads[paper])  # type: ignore[arg-type]  # the row offers what there is
            for paper, (reliance, why) in self.given.items()
            if paper in heads and reliance and why.strip()
        ]

    def record_answers(self) -> None:
        """Record the answers that are whole."""
        if given := self.ready_answers:
            whole = {one.evidence for one in given}

            def done() -> None:
                self.given = {paper: one for paper, one in self.given.items() if paper not in whole}

            self._act(self._answers.ending(lambda: self._desk.papers.answer(given)), self.tr("Recorded."), done)

    # Outside

    def take_out(self, folder: Path, then: Callable[[Path], None]) -> None:
        """Put an unsealed copy of the open paper into FOLDER, with a line in the record, then THEN with its place."""
        row = self.row
        if row is not None:
            run = lambda: self._desk.papers.take_out(row.id, folder, "opened")  # noqa: E731
            self._jobs.act(run, owner=self, done=then, failed=self._fail)

    # Inside

    def _begin_with(self, source: Source) -> None:
        self.mode, self.error = "add", None
        self._look_at([source])

    def _look_at(self, sources: Sequence[Source]) -> None:
        known = {(entry.source.name, entry.source.path) for entry in self.entries}
        new = [source for source in sources if (source.name, source.path) not in known]
        self.entries += tuple(adding.begin(source, self.today) for source in new)
        self.changed.emit()
        for source in new:
            self._look(source)

    def _look(self, source: Source) -> None:
        case = self.case_id

        def told(looked: Looked) -> None:
            self._told(source, lambda entry: adding.told(entry, looked))

        def refused(fault: DeskError) -> None:
            self._told(source, lambda entry: adding.refused(entry, fault))

        self._jobs.read(lambda: self._desk.papers.look(case, source), owner=self, done=told, failed=refused)

    def _told(self, source: Source, change: Callable[[Entry], Entry]) -> None:
        self.entries = tuple(change(entry) if entry.source is source else entry for entry in self.entries)
        self.changed.emit()

    def _added(self, made: Any) -> None:
        self.is_busy, self.job = False, None
        self.mode, self.entries = "read", ()
        self._wanted = made.id
        self.recorded.emit(self.tr("Added."))

    def _not_added(self, fault: DeskError) -> None:
        self.is_busy, self.job, self.error = False, None, fault
        self.changed.emit()

    def _follow(self) -> None:
        if self.job is not None and self.job.state == "cancelled":
            self.is_busy, self.job = False, None
        self.changed.emit()

    def _act(self, run: Callable[[], Any], said: str, done: Callable[[], None] | None = None) -> None:
        self.is_busy, self.error = True, None
        self.changed.emit()

        def end(_answer: Any) -> None:
            self.is_busy = False
            if done is not None:
                done()
            self.recorded.emit(said)
            self.refresh()

        self._jobs.act(run, owner=self, done=end, failed=self._fail)

    def _take(self, seen: Papers) -> None:
        if seen.case_id != self.case_id:
            return
        self.seen = seen
        self.advice.take(seen)
        self._go()

    def _go(self) -> None:
        seen, wanted = self.seen, self._wanted
        if seen is None:
            return
        self._wanted = ""
        if self._is_there(wanted):
            self.chosen, self.mode = wanted, "read"
        elif self.chosen not in (ADVICE, ANSWERS) and seen.paper(self.chosen) is None:
            self.chosen = seen.papers[0].id if seen.papers else ""
        self.changed.emit()
        self._open()

    def _is_there(self, key: str) -> bool:
        """Return whether KEY is something that can be opened."""
        return key in (ADVICE, ANSWERS) or (self.seen is not None and self.seen.paper(key) is not None)

    def _open(self) -> None:
        """Open the chosen paper, with the reader's own marks on it and on the versions before it."""
        row, seen, me = self.row, self.seen, self._owner
        if row is None or seen is None or row.id == self._open_id:
            return
        self._open_id, self.place, self.older = row.id, ReadingPlace(), ()
        before = seen.before(row)

        def read() -> tuple[Opened, ReadingPlace, tuple[tuple[EvidenceRow, tuple[Mark, ...]], ...]]:
            load = self._desk.drafts.load
            place = marks.from_body(load(_key(row.id), me))
            older = tuple((one, marks.from_body(load(_key(one.id), me)).marks) for one in before)
            return contents.open_paper(self._desk, row), place, older

        self._jobs.read(read, owner=self, done=lambda found: self._show(row.id, *found), failed=self._fail)

    def _show(self, paper: str, opened: Opened, place: ReadingPlace, older: Any) -> None:
        if paper != self._open_id:
            if opened.document is not None:
                opened.document.close()
            return
        self.place, self.older = place, older
        self._places.open(_key(paper), lambda _body: None)
        self.opened.emit(opened)
        self.placed.emit()

    def _place(self, place: ReadingPlace) -> None:
        self.place = place
        self._places.chosen()
        self.placed.emit()

    def _answers_body(self) -> dict[str, Any]:
        return {paper: list(one) for paper, one in self.given.items()}

    def _take_answers(self, body: dict[str, Any]) -> None:
        self.given = {paper: (str(one[0]), str(one[1])) for paper, one in body.items()}
        self.changed.emit()

    def _hear(self, changes: Changes) -> None:
        if self.case_id and changes.touches(*TOUCHES):
            if self._is_shown:
                self.refresh()
            else:
                self._is_old = True

    def _fail(self, fault: DeskError) -> None:
        self.is_busy, self.error = False, fault
        self.changed.emit()
        if fault.code == "ST-20":
            self.refresh()


def _key(paper: str) -> str:
    return f"reading:{paper}"


def _stopped() -> Exception:
    from bandingdesk.ui.jobs import CancelledError

    return CancelledError()
