"""The state of Today: what to do next in words, the next panel, and legal dates by week."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from bandingdesk.store.queries import today as queries
from bandingdesk.store.queries.doing import DoNextRow
from bandingdesk.store.queries.today import NextPanelRow, WeekRow
from bandingdesk.ui import text

if TYPE_CHECKING:
    from bandingdesk.desk.desk import Desk
    from bandingdesk.seams import Clock
    from bandingdesk.ui.jobs import Jobs

FIRST = 12  # rows before "Show all"
MOST = 40  # rows the record is asked for
WEEKS = 5


@dataclass(frozen=True, slots=True)
class Task:
    """One row of "Do next" in words. `tone` colours the due date: late, soon or plain."""

    icon: str
    title: str
    context: str
    due: str
    tone: str
    button: str
    place: str
    where: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ready:
    """One line of the next panel: what, how far, and whether it is done."""

    words: str
    state: str
    is_done: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """All that one look at the record gives."""

    tasks: tuple[DoNextRow, ...]
    panel: NextPanelRow | None
    weeks: tuple[WeekRow, ...]


class TodayViewModel(QObject):
    """What waits. `reading` is None until the first answer has come."""

    changed = Signal()

    def __init__(self, desk: Desk, jobs: Jobs, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._jobs, self._clock = desk, jobs, clock
        self.reading: Reading | None = None
        self.shows_all = False
        jobs.changed.connect(lambda _changes: self.refresh())

    @property
    def today(self) -> date:
        """The civil date."""
        return self._clock.today()

    def refresh(self) -> None:
        """Read everything anew."""
        me, day = self._desk.me_id, self.today

        def read() -> Reading:
            with self._desk.store.read() as conn:
                tasks = queries.do_next(conn, me, day, MOST)
                return Reading(
                    tuple(tasks), queries.next_panel(conn, me, day), tuple(queries.legal_weeks(conn, day, WEEKS))
                )

        self._jobs.read(read, owner=self, done=self._take, replaces="today")

    def show_all(self) -> None:
        """Show every row, or the first ones again."""
        self.shows_all = not self.shows_all
        self.changed.emit()

    # In words

    def heading(self) -> str:
        """Return today's date as the title of the page."""
        return text.day_long(self.today)

    def line(self) -> str:
        """Return the line below the title: what the law asks for this week."""
        if self.reading is None:
            return ""
        late, this_week = self.reading.weeks[0].count, self.reading.weeks[1].count
        if late:
            past = self.tr("%n legal dates are past.", "", late)
            return f"{past} {self.tr('%n more fall this week.', '', this_week)}"
        if this_week:
            return self.tr("No legal date is past. %n fall this week.", "", this_week)
        return self.tr("No legal date is past, and none falls this week.")

    def tasks(self) -> list[Task]:
        """Return the rows to show."""
        rows = self.reading.tasks if self.reading else ()
        return [self._task(row) for row in (rows if self.shows_all else rows[:FIRST])]

    def note(self) -> str:
        """Return the remark beside "Do next"."""
        if self.count() >= MOST:
            return self.tr("the %n most urgent things", "", MOST)
        return self.tr("%n things, most urgent first", "", self.count())

    def count(self) -> int:
        """Return how many things wait, MOST at most."""
        return len(self.reading.tasks) if self.reading else 0

    def ready(self) -> list[Ready]:
        """Return how ready the next panel is."""
        panel = self.reading.panel if self.reading else None
        if panel is None:
            return []
        found = [
            Ready(self.tr("Papers frozen"), self._of(panel.frozen, panel.items), panel.frozen == panel.items),
        ]
        if panel.interests_asked:
            answered = self._of(panel.interests_answered, panel.interests_asked)
            found.append(
                Ready(
                    self.tr("Your interests"),
                    self.tr("{0} answered").replace("{0}", answered),
                    panel.interests_answered == panel.interests_asked,
                )
            )
        if panel.to_lock:
            locked = self.tr("{0} locked").replace("{0}", self._of(panel.locked, panel.to_lock))
            found.append(Ready(self.tr("Your blind scores"), locked, panel.locked == panel.to_lock))
        return found

    def panel_title(self) -> str:
        """Return day and hours of the next panel."""
        panel = self.reading.panel if self.reading else None
        if panel is None:
            return ""
        return self.tr("{day}, {starts} to {ends}").format(
            day=text.day_long(panel.on), starts=panel.starts.removeprefix("0"), ends=panel.ends.removeprefix("0")
        )

    def panel_line(self) -> str:
        """Return its kind, place and size."""
        panel = self.reading.panel if self.reading else None
        if panel is None:
            return ""
        return self.tr("{name}. {place}. {cases} on the agenda.").format(
            name=panel.type_name, place=panel.place, cases=self.tr("%n cases", "", panel.items)
        )

    def panel_when(self) -> str:
        """Return how far away it is; "Live now" while it is open."""
        panel = self.reading.panel if self.reading else None
        if panel is None:
            return ""
        return self.tr("Open now") if panel.is_open else text.days_from(panel.on, self.today)

    def nothing(self) -> str:
        """Return the sentence of the empty list."""
        panel = self.reading.panel if self.reading else None
        if panel is None:
            return self.tr("Nothing waits for you.")
        return self.tr("Nothing waits for you. Next panel {0}.").replace("{0}", text.day(panel.on))

    def bars(self) -> list[tuple[str, int, str]]:
        """Return label, count and tone of each week."""
        return [(self._week(at, row), row.count, row.tone) for at, row in enumerate(self._weeks())]

    def weeks_line(self) -> str:
        """Return the sentence above the bars."""
        rows = self._weeks()
        ahead = sum(row.count for row in rows if row.starts is not None)
        return self.tr("{ahead} in the next 5 weeks, {past} past. By week beginning.").format(
            ahead=self.tr("%n dates", "", ahead), past=sum(row.count for row in rows if row.starts is None)
        )

    # Inside

    def _take(self, reading: Reading) -> None:
        self.reading = reading
        self.changed.emit()

    def _weeks(self) -> tuple[WeekRow, ...]:
        return self.reading.weeks if self.reading else ()

    def _week(self, at: int, row: WeekRow) -> str:
        if row.starts is None:
            return self.tr("Overdue")
        return self.tr("This week") if at == 1 else text.day_bare(row.starts).rsplit(" ", 1)[0]

    def _of(self, count: int, whole: int) -> str:
        return self.tr("{0} of {1}").replace("{0}", str(count)).replace("{1}", str(whole))

    def _task(self, row: DoNextRow) -> Task:
        icon, title, context, button = self._words(row)
        return Task(icon, title, context, self._due(row), row.tone, button, row.place, dict(row.where))

    def _due(self, row: DoNextRow) -> str:
        if row.due is None:
            return self.tr("When you can")
        if row.due < self.today:
            return text.days_left(row.due, self.today)
        return text.day_short(row.due)

    def _law(self, row: DoNextRow) -> str:
        if row.due is None:
            return ""
        past = row.due < self.today
        words = self.tr("Law’s last day was {0}, reg 20(10)") if past else self.tr("Law’s last day {0}, reg 20(10)")
        return words.replace("{0}", text.day_short(row.due))

    def _words(self, row: DoNextRow) -> tuple[str, str, str, str]:
        """Return icon, title, context and button of a row."""
        if row.kind == "letter":
            title = self.tr("Write letter {0} for {1}").replace("{0}", row.detail).replace("{1}", row.subject)
            return "mail", title, self._law(row), self.tr("Write letter")
        if row.kind == "send":
            context = self.tr("They are written and checked. Sending can’t be undone.")
            return "send", self.tr("Send %n letters", "", row.count), context, self.tr("Open letters")
        if row.kind == "sign":
            title = self.tr("Sign the decision for {0}").replace("{0}", row.subject)
            return "pen-line", title, self._law(row), self.tr("Sign")
        if row.kind == "score":
            context = self.tr("{0}. The papers are open to you.").replace("{0}", row.subject)
            return "sliders-horizontal", self.tr("Score %n cases blind", "", row.count), context, self.tr("Score")
        if row.kind == "interest":
            context = self.tr("{0}. Their papers stay closed to you until you answer.").replace("{0}", row.subject)
            title = self.tr("Say if you have an interest in %n cases", "", row.count)
            return "shield-alert", title, context, self.tr("Answer")
        if row.kind == "meeting":
            title = self.tr("Go on with the meeting: {0}").replace("{0}", row.subject)
            return "users-round", title, self.tr("%n cases on the agenda", "", row.count), self.tr("Open meeting")
        late = row.tone == "late"
        title = self.tr("Decide the review of {0}").replace("{0}", row.subject)
        return "clock-alert" if late else "calendar-clock", title, self._law(row), self.tr("Open case")
