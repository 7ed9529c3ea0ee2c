"""The state of Today: what to do next in words, mine or others’; the next panel; legal dates by week; the news."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from bandingdesk.store.queries import backlog, since
from bandingdesk.store.queries import today as queries
from bandingdesk.store.queries.doing import DoNextRow
from bandingdesk.store.queries.since import NewsRow
from bandingdesk.store.queries.today import NextPanelRow, WeekRow
from bandingdesk.store.queries.whose import Whose
from bandingdesk.ui import text
from bandingdesk.ui.workspaces.today.words import NewsWords, TaskWords

if TYPE_CHECKING:
    from bandingdesk.desk.desk import Desk
    from bandingdesk.seams import Clock
    from bandingdesk.ui.jobs import Jobs

FIRST = 12  # rows before "Show all"
MOST = 40  # rows the record is asked for
WEEKS = 5
VISIT = "today.visit"  # the draft that says up to where a person has seen the record


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
    """All that one look at the record gives. `last_entry` is the day on which the record's last entry was made."""

    whose: Whose
    tasks: tuple[DoNextRow, ...]
    panel: NextPanelRow | None
    weeks: tuple[WeekRow, ...]
    names: dict[str, str]
    teams: tuple[str, ...]
    last_entry: date | None


class TodayViewModel(QObject):
    """What waits. `reading` is None until the first answer has come; `news` is read once a visit, after it."""

    changed = Signal()

    def __init__(self, desk: Desk, jobs: Jobs, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._jobs, self._clock = desk, jobs, clock
        self._task_words, self._news_words = TaskWords(self), NewsWords(self)
        self._visited = ""  # the person whose visit has begun
        self.reading: Reading | None = None
        self.news: tuple[NewsRow, ...] = ()
        self.shows_all = False
        self.misses_news: Callable[[], bool] = lambda: False
        self.whose = Whose("me", desk.me_id)
        jobs.changed.connect(self._hear)

    @property
    def today(self) -> date:
        """The civil date."""
        return self._clock.today()

    def _hear(self, _changes: object) -> None:
        if not self.misses_news():
            self.refresh()

    def refresh(self) -> None:
        """Read everything anew."""
        me, day = self._desk.me_id, self.today
        if self.whose.kind == "me" and self.whose.of != me:
            self.whose = Whose("me", me)
        whose = self.whose

        def read() -> Reading:
            with self._desk.store.read() as conn:
                tasks = queries.do_next(conn, me, day, MOST, whose)
                people = backlog.caseworkers(conn, day)
                return Reading(
                    whose,
                    tuple(tasks),
                    queries.next_panel(conn, me, day),
                    tuple(queries.legal_weeks(conn, day, WEEKS, whose)),
                    {row.id: row.name for row in people},
                    tuple(sorted({row.team for row in people if row.team})),
                    since.last_entry(conn)[1],
                )

        self._jobs.read(read, owner=self, done=self._take, replaces="today")

    def show(self, whose: Whose) -> None:
        """Show whose work it is."""
        self.whose = whose
        self.shows_all = False
        self.refresh()

    def choices(self) -> list[tuple[Whose, str]]:
        """Return whose work can be shown: mine, each team's, each caseworker's, everybody's."""
        me = self._desk.me_id
        found = [(Whose("me", me), self.tr("My work"))]
        if self.reading is not None:
            found += [(Whose("team", team), team) for team in self.reading.teams]
            found += [(Whose("person", id_), name) for id_, name in self.reading.names.items() if id_ != me]
        return [*found, (Whose("all"), self.tr("Everybody’s work"))]

    def clock_is_behind(self) -> date | None:
        """Return the day of the record's last entry where this laptop's clock says an earlier one."""
        last = self.reading.last_entry if self.reading else None
        return last if last is not None and last > self.today else None

    def news_lines(self) -> list[tuple[str, str]]:
        """Return (case, sentence) of what colleagues did since the person was last here."""
        return [(row.case_id, f"{self._news_words.said(row)}.") for row in self.news]

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
            more = (
                self.tr("%n more fall this week.", "", this_week) if this_week else self.tr("No other falls this week.")
            )
            return f"{past} {more}"
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
        if self._visited != self._desk.me_id:
            self._visited = self._desk.me_id
            self._begin_visit()

    def _begin_visit(self) -> None:
        """Read what is new to the person, and note up to where they have seen the record: once a day it moves on."""
        me, day, desk = self._desk.me_id, self.today.isoformat(), self._desk

        def read() -> tuple[dict[str, Any], tuple[NewsRow, ...]]:
            kept = desk.drafts.load(VISIT, me)
            with desk.store.read() as conn:
                place, _ = since.last_entry(conn)
                after = kept.get("before", place) if kept.get("day") == day else kept.get("seen", place)
                return {"day": day, "before": after, "seen": place}, tuple(since.news(conn, me, after))

        self._jobs.read(read, owner=self, done=self._take_news, replaces="news")

    def _take_news(self, found: tuple[dict[str, Any], tuple[NewsRow, ...]]) -> None:
        visit, self.news = found
        me, drafts = self._desk.me_id, self._desk.drafts
        self._jobs.act(lambda: drafts.save(VISIT, me, visit), owner=self, quiet=True)
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
        names = self.reading.names if self.reading else {}
        said = self._task_words.said(row, self.today, names)
        due = self._task_words.due(row, self.today)
        return Task(said.icon, said.title, said.context, due, row.tone, said.button, row.place, dict(row.where))
