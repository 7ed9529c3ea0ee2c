"""The timeline as a table, its accessible form: every clock, running or stopped, each recorded day, each exception."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QCoreApplication

from bandingdesk.store.queries.casework import TimelineRow
from bandingdesk.store.queries.register import ClockLine
from bandingdesk.ui import text
from bandingdesk.ui.widgets.timeline import Lane, Mark, Timeline, Zone
from bandingdesk.ui.workspaces.cases.records import clock_words
from bandingdesk.ui.workspaces.cases.records.reading import Register
from bandingdesk.ui.workspaces.cases.timeline import lanes


@dataclass(frozen=True, slots=True)
class Row:
    """One line. `id` is that of its stop on the timeline; ON is None where the law sets no last day."""

    id: str
    on: date | None
    what: str
    rule: str
    state: str
    tone: str = ""
    icon: str = "circle-check"
    sorts: date | None = None  # where it stands in the table while it has no day of its own

    @property
    def is_clock(self) -> bool:
        """Return whether there is a count to replay."""
        return self.id.startswith("clock/")


def rows(seen: Register, timeline: Timeline, facts: Sequence[TimelineRow]) -> list[Row]:
    """Return the lines of the table, oldest first; what has no last day stands where today is."""
    today = timeline.today
    found = [_clock(seen, line, today) for line in seen.clocks]
    known: set[str] = set()
    for lane in timeline.lanes:
        for stop in lane.stops():
            if isinstance(stop, Zone) and stop.id not in known:
                found.append(_exception(stop))
            elif isinstance(stop, Mark) and _one(stop) not in known and not stop.id.startswith(("clock/", "target/")):
                found.append(_step(stop, lane, facts))
            known.add(_one(stop))
    return sorted(found, key=lambda row: (row.on or row.sorts or today, row.id))


def _one(stop: Mark | Zone) -> str:
    """Return what is the same for a day that stands on two lanes."""
    return stop.id.rsplit("/", 2)[0] if stop.id.startswith("field/") else stop.id


def _clock(seen: Register, line: ClockLine, today: date) -> Row:
    state, tone, icon = _state(line, today)
    rule = f"{line.rule}, {line.provision}"
    what = clock_words.step_title(seen.book, line)
    return Row(lanes.clock_id(line), line.law_day, what, rule, state, tone, icon, line.stopped_on)


def _state(line: ClockLine, today: date) -> tuple[str, str, str]:
    """Return how a clock stands, with tone and icon."""
    if line.state == "met":
        return _tr("Done {day}, in time").format(day=_day(line.stopped_on)), "", "circle-check"
    if line.state == "met_late":
        late = (line.stopped_on - line.law_day).days if line.stopped_on and line.law_day else 0
        words = _tr("Done {day}, %n days late", late).format(day=_day(line.stopped_on))
        return words, "danger", "circle-alert"
    if line.state == "ended":
        return _tr("No longer asked for since {day}").format(day=_day(line.stopped_on)), "text2", "circle-minus"
    if line.fault:
        return _tr("No day can be worked out ({code})").format(code=line.fault), "warn", "triangle-alert"
    if line.law_day is None:
        return _tr("As soon as it can be done"), "text2", "clock"
    if line.whose != "council":
        return f"{clock_words.whose_words(line)} {text.days_from(line.law_day, today)}", "text2", "clock"
    left = text.days_left(line.law_day, today)
    return (left, "danger", "clock-alert") if line.law_day < today else (left, "warn", "clock")


def _exception(zone: Zone) -> Row:
    until = _tr("Until {day}").format(day=text.day(zone.last))
    return Row(zone.id, zone.on, zone.title, zone.words, until, "info", "info")


def _step(mark: Mark, lane: Lane, facts: Sequence[TimelineRow]) -> Row:
    imported = mark.id.startswith("fact/") and facts[int(mark.id.split("/")[1])].source == "imported"
    state = _tr("From the list") if imported else _tr("In this record")
    return Row(mark.id, mark.on, mark.title, "" if lane.id == lanes.HAPPENED else lane.title, state, "text2")


def _day(day: date | None) -> str:
    return text.day(day) if day is not None else ""


def _tr(words: str, count: int = -1) -> str:
    return QCoreApplication.translate("timeline_rows", words, "", count)
