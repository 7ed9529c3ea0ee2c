"""The state of a simulation: where the handles stand, what that comes to, the budget, the log, the way into a draft.

An answer is worked out here while it takes a millisecond or less, else in the background; making a handle ready is a
job. Figures and pictures follow each step (`stepped`); words, the log and the table follow when the hand rests.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QCoreApplication, QElapsedTimer, QObject, QTimer, Signal

from bandingdesk.errors import DeskError
from bandingdesk.ui import writing
from bandingdesk.ui.workspaces.frameworks import simulate_kept
from bandingdesk.ui.workspaces.frameworks import simulate_words as words

if TYPE_CHECKING:  # the engine takes a third of a second to load: it comes with the caseload
    from bandingdesk.charts import Chart
    from bandingdesk.desk.desk import Desk
    from bandingdesk.matrix.figures import About
    from bandingdesk.matrix.whatif.scenario import Explored, Scenario
    from bandingdesk.matrix.whatif.totals import Movers, Totals
    from bandingdesk.ui.jobs import Cancelled, Job, Jobs, Progress
    from bandingdesk.ui.messages import Messages
    from bandingdesk.ui.workspaces.frameworks.simulating import Answer, Bench, Hold, Key

REST_MS = 250  # the hand rests: words and log follow
AT_ONCE_MS = 1.0  # an answer that takes longer is worked out in the background


class Loaded(NamedTuple):
    """What a simulation stands on: the bench, what its pictures say of themselves, and who is at the keys.

    `kept` is the scenario that this person, OWNER, left with the version.
    """

    bench: Bench
    about: About
    by: str
    not_taken: int = 0  # cases of the record that are in no list
    version: str = ""  # "": the scenario is not kept
    owner: str = ""
    kept: Mapping[str, Any] = {}
    references: Mapping[str, str] = {}  # of the cases, by id


class Step(NamedTuple):
    """What Undo goes back to: where the handles stood, the name of the step, and the log where the step cleared it."""

    values: dict[Key, int]
    name: str
    log: tuple[Explored, ...] | None = None


Load = Callable[["Progress", "Cancelled"], Loaded]


class Pictures(NamedTuple):
    """The charts of a position."""

    mix: Chart
    by_setting: Chart
    by_phase: Chart
    moves: Chart
    swings: Chart


class SimulateViewModel(QObject):
    """One version on the real caseload. `changed` tells what stands; `stepped` only that figures moved."""

    changed = Signal()
    stepped = Signal()
    drafted = Signal(str)  # the id of the new draft

    def __init__(self, desk: Desk, jobs: Jobs, messages: Messages, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._jobs, self._messages = desk, jobs, messages
        self.loaded: Loaded | None = None
        self.job: Job | None = None
        self.error: DeskError | None = None
        self.values: dict[Key, int] = {}
        self.group = ""
        self.budget: int | None = None
        self.log: tuple[Explored, ...] = ()
        self.is_working = False
        self.is_kept_off = False  # the kept position did not fit the version any more
        self.is_behind = False  # an answer is still being worked out
        self.totals: Totals | None = None
        self.movers: Movers | None = None
        self.pictures: Pictures | None = None
        self._hold: Hold | None = None
        self._preparing: tuple[str, frozenset[tuple[Key, int]]] | None = None
        self._undo: list[Step] = []
        self._redo: list[Step] = []
        self._unkept: dict[tuple[str, str], Mapping[str, Any]] = {}  # on its way to the store, by version and owner
        self._kept: Mapping[str, Any] = {}  # of the version in hand, as it was last kept
        self._last_key: Key | None = None
        self._cost = 0.0  # ms, of the last answer
        self._timer = QElapsedTimer()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._rested)

    # Opening

    def open(self, load: Load) -> None:
        """Read the caseload and make the simulation ready, as long work."""
        self.close()
        self.job = self._jobs.job(
            self.tr("Making the simulation ready"), load, owner=self, done=self._take, failed=self._fail
        )
        self.changed.emit()

    def close(self) -> None:
        """Let the simulation go; what stands is kept."""
        self.keep()
        if self.job is not None and self.job.state == "running":
            self.job.cancel()
        self.loaded = self.job = self.error = self._hold = self._preparing = None
        self.totals = self.movers = self.pictures = None
        self.values, self.log, self.budget, self.is_kept_off = {}, (), None, False
        self._undo, self._redo, self._last_key = [], [], None
        self._rest.stop()

    @property
    def bench(self) -> Bench | None:
        """The framework, the tariff and the caseload with their handles."""
        return self.loaded.bench if self.loaded is not None else None

    @property
    def is_need_moved(self) -> bool:
        """Whether a threshold, points or a weight stands elsewhere than adopted."""
        return self.bench is not None and any(key.is_need for key in self.bench.moved(self.values))

    @property
    def is_moved(self) -> bool:
        """Whether anything stands elsewhere than adopted."""
        return self.bench is not None and bool(self.bench.moved(self.values))

    @property
    def is_begun(self) -> bool:
        """Whether there is anything of the scenario to clear."""
        return self.is_moved or self.log != simulate_kept.after_clearing(self.log)

    @property
    def undo_name(self) -> str:
        """The step that Undo takes back, "" for none."""
        return self._undo[-1].name if self._undo else ""

    @property
    def redo_name(self) -> str:
        """The step that Redo makes again, "" for none."""
        return self._redo[-1].name if self._redo else ""

    # The hand on a handle

    def prepare(self, group: str) -> None:
        """Make the handles of GROUP ready before they move: the person looks at them."""
        self.group = group
        if self.bench is not None:
            self._held(group)

    def move(self, key: Key, to: int) -> None:
        """Move a handle; figures and pictures follow."""
        bench = self.bench
        if bench is None:
            return
        low, high = bench.reach(key, self.values)
        before = bench.at(key, self.values)
        if to == before or not low <= to <= high:
            return
        if key != self._last_key:
            self._undo.append(Step(self.values, ""))
            self._last_key = key
        began = self._undo[-1].values
        self._undo[-1] = Step(began, words.step(key, bench.at(key, began), to, bench.framework))
        self._redo.clear()
        self.values = {**self.values, key: to}
        self.group = key.group
        self._rest.start()
        self._answer()

    def undo(self) -> None:
        """Take the last step back."""
        if self._undo:
            step = self._undo.pop()
            cleared = step.log is not None
            self._redo.append(Step(self.values, step.name, self.log if cleared else None))
            if step.log is not None:
                self.log = simulate_kept.joined(step.log, self.log)
            self._stand(step.values)

    def redo(self) -> None:
        """Make the step again that was taken back."""
        if self._redo:
            step = self._redo.pop()
            self._undo.append(Step(self.values, step.name, self.log if step.log is not None else None))
            if step.log is not None:
                self.log = step.log
            self._stand(step.values)

    def reset(self) -> None:
        """Put every handle where it stands as adopted."""
        if self.is_moved:
            self._undo.append(Step(self.values, self.tr("Back to as adopted")))
            self._redo.clear()
            self._stand({})

    def start_over(self) -> None:
        """Clear the scenario: handles as adopted, an empty log but for what was looked for to meet a budget."""
        if self.is_begun:
            self._undo.append(Step(self.values, self.tr("Start over"), self.log))
            self._redo.clear()
            self.log = simulate_kept.after_clearing(self.log)
            self._stand({})

    def _stand(self, values: dict[Key, int]) -> None:
        self.values, self._last_key = values, None
        self._answer()
        self._rested()

    def _rested(self) -> None:
        """The hand rests: what stands is logged and told."""
        self._last_key = None
        if self.is_behind:
            self._rest.start()
            return
        self.is_kept_off = False
        self._note(None)
        self.keep()
        self.changed.emit()

    # The answer

    def _answer(self) -> None:
        hold = self._held(self.group)
        if hold is None:
            self.is_behind = True
            self.stepped.emit()
        elif self._cost <= AT_ONCE_MS:
            self._timer.start()
            answer = hold.answer(self.values)
            self._cost = self._timer.nsecsElapsed() / 1e6
            self._show(answer)
        else:
            self.is_behind = True
            values = dict(self.values)
            self._jobs.read(
                lambda: self._timed(hold, values), owner=self, done=self._take_timed, replaces="answer", quiet=True
            )

    def _timed(self, hold: Hold, values: dict[Key, int]) -> tuple[Answer, float]:
        timer = QElapsedTimer()
        timer.start()
        answer = hold.answer(values)
        return answer, timer.nsecsElapsed() / 1e6

    def _take_timed(self, found: tuple[Answer, float]) -> None:
        answer, self._cost = found
        self._show(answer)

    def _held(self, group: str) -> Hold | None:
        """Return the handles of GROUP if they are ready; otherwise begin to make them so."""
        bench = self.bench
        if bench is None:
            return None
        if self._hold is not None and self._hold.serves(group, self.values):
            return self._hold
        others = {key: at for key, at in bench.moved(self.values).items() if key.group != group}
        wanted = (group, frozenset(others.items()))
        if self._preparing != wanted:
            self._preparing = wanted
            self._jobs.read(
                lambda: bench.hold(group, others),
                owner=self,
                done=self._take_hold,
                failed=self._fail,
                replaces="hold",
                quiet=True,
            )
        if self._hold is not None and self._hold.serves(group, self.values):
            return self._hold  # where work runs at once it has come already
        return None

    def _take_hold(self, hold: Hold) -> None:
        self._hold, self._preparing, self._cost = hold, None, 0.0
        if self.is_behind or self.totals is None:
            self._answer()

    def _show(self, answer: Answer) -> None:
        from bandingdesk.matrix import figures

        loaded = self.loaded
        if loaded is None:
            return
        bench, about = loaded.bench, loaded.about
        self.is_behind = False
        self.totals, self.movers = after, _ = answer
        names = figures.Names(bench.framework, translate=_translate)
        before, n = bench.totals, bench.totals.children
        found = Pictures(
            figures.band_mix(before, after, names, about),
            figures.pence_by("setting", before, after, names, about),
            figures.pence_by("phase", before, after, names, about),
            figures.moves(self.movers, n, names, about),
            figures.swings(self.movers, n, names, about),
        )
        self.pictures = Pictures(*(_steady(one, self.pictures, at) for at, one in enumerate(found)))
        self.stepped.emit()

    # The budget

    def set_budget(self, pence: int | None) -> None:
        """Take the budget, in pence of the tariff's period."""
        if pence != self.budget:
            self.budget = pence
            self._rest.start()
            self.changed.emit()

    def seek(self, key: Key) -> None:
        """Move a handle to where it meets the budget. Of the need side that is an exploration, marked in the log."""
        bench, budget = self.bench, self.budget
        if bench is None or budget is None or self.is_working:
            return
        values = dict(self.values)
        self.is_working, self.error = True, None
        self.changed.emit()

        def run() -> tuple[int, int]:
            return bench.hold(key.group, values).sought(key, values, budget)

        def take(found: tuple[int, int]) -> None:
            self.is_working = False
            to, total = found
            self.move(key, to)
            self._rest.stop()
            self._last_key = None
            self._note((budget, total, key))
            self.keep()
            self.changed.emit()

        self._jobs.read(run, owner=self, done=take, failed=self._fail)

    # The log, and the way into a draft

    def scenario(self) -> Scenario | None:
        """Return what stands as a scenario with its log."""
        bench = self.bench
        if bench is None:
            return None
        name = self.tr("What if, {version}").replace("{version}", bench.framework.version)
        today = self._desk.clock.today()
        return bench.scenario(self.values, name, today).model_copy(update={"log": self.log})

    def keep(self) -> None:
        """Keep the scenario as the draft of the person who opened it, whoever is at the keys by now."""
        loaded, made = self.loaded, self.scenario()
        if loaded is None or made is None or not loaded.version:
            return
        of, body = (loaded.version, loaded.owner), simulate_kept.body(made, self.budget)
        if body == self._kept:
            return
        self._kept = self._unkept[of] = body
        key, owner = simulate_kept.place(loaded.version), loaded.owner

        def kept(_answer: object) -> None:
            if self._unkept.get(of) is body:
                del self._unkept[of]

        self._jobs.act(lambda: self._desk.drafts.save(key, owner, body), owner=self, done=kept)

    def save_scenario(self, path: Path) -> None:
        """Write the scenario with its log to PATH."""
        made = self.scenario()
        if made is None:
            return

        def write() -> str:
            content = made.model_dump_json(by_alias=True, exclude_none=True, indent=1)
            return writing.write(path, content.encode())

        said = self.tr("Saved as {file}.")
        self._jobs.read(
            write, owner=self, done=lambda name: self._messages.show_note(said.replace("{file}", name), "ok")
        )

    def why_no_draft(self, reason: str) -> str:
        """Return why what stands can't go into a draft, "" where it can."""
        if not self.is_moved:
            return self.tr("Nothing was moved.")
        if self.is_need_moved and not reason.strip():
            return self.tr("Write why the new thresholds, points or weights describe need better.")
        return self.tr("It is being recorded.") if self.is_working else ""

    def into_draft(self, reason: str) -> None:
        """Copy what stands into a new draft; thresholds, points and weights only with a REASON of need."""
        bench, made = self.bench, self.scenario()
        if bench is None or made is None or self.why_no_draft(reason):
            return
        self.is_working, self.error = True, None
        self.changed.emit()

        def take(draft_id: str) -> None:
            self.is_working = False
            self.drafted.emit(draft_id)
            self.changed.emit()

        self._jobs.act(lambda: _drafted(self._desk, bench, made, reason), owner=self, done=take, failed=self._fail)

    def _note(self, sought: tuple[int, int, Key] | None) -> None:
        """Write what stands into the log, once for each position; of the need side that was looked for, marked."""
        loaded, totals = self.loaded, self.totals
        if loaded is None or totals is None:
            return
        from bandingdesk.matrix.whatif.scenario import Explored, Sought

        changes = loaded.bench.changes(self.values)
        if not changes or (sought is None and self.log and self.log[-1].changes == changes):
            return
        mark = None
        if sought is not None and sought[2].is_need:
            mark = Sought(budget=sought[0], total=sought[1], remainder=sought[0] - sought[1])
        entry = Explored(
            at=self._desk.clock.now(),
            by=loaded.by,
            changes=changes,
            children=totals.children,
            pence=totals.total,
            sought=mark,
        )
        self.log = (*self.log, entry)

    # Answers

    def _take(self, loaded: Loaded) -> None:
        self.loaded = loaded
        handles = list(loaded.bench.handles)
        self.group = handles[0].group if handles else ""
        self._restore(loaded)
        if self.group:
            self._answer()
        self.changed.emit()

    def _restore(self, loaded: Loaded) -> None:
        """Put the handles where this person left them, the log beside them."""
        self._kept = self._unkept.get((loaded.version, loaded.owner), loaded.kept)
        try:
            found = simulate_kept.read(self._kept, loaded.bench)
        except DeskError as fault:
            self.error = fault
            return
        self.values, self.log, self.budget, self.is_kept_off = found.values, found.log, found.budget, not found.fits

    def _fail(self, fault: DeskError) -> None:
        self.is_working, self.error, self._preparing = False, fault, None
        self.changed.emit()


def _drafted(desk: Desk, bench: Bench, made: Scenario, reason: str) -> str:
    """Keep a draft of the scenario and return its id; the reason of need stands in its note of change."""
    import json

    from bandingdesk.matrix import files
    from bandingdesk.matrix.whatif import applied as scenario_apply

    framework, tariff = scenario_apply.into_draft(bench.framework, bench.tariff, made, reason_of_need=reason)
    note = framework.change_note or ""
    if reason.strip() and reason.strip() not in note:
        said = f"{note} Reason of need: {reason.strip()}".strip()
        framework = framework.model_copy(update={"change_note": said})
    draft_id = desk.frameworks.new_draft_of(files.canonical(framework), made.name)
    document = desk.frameworks.draft(draft_id).document
    amounts = None if tariff is None else json.loads(files.canonical(tariff))
    desk.frameworks.keep_draft(draft_id, {**document, "tariff": amounts})
    return draft_id


def _steady(chart: Chart, before: Pictures | None, at: int) -> Chart:
    """Return CHART on an axis that never grows shorter while the hand moves."""
    from bandingdesk import charts

    return charts.reaching(chart, before[at] if before is not None else None)


def _translate(text: str) -> str:
    return QCoreApplication.translate("charts", text)
