"""A case in time as one frozen value: a lane for each clock, marks, exceptions, bands behind them; and its sentences.

The widget paints it, the table below it lists it: both read the same value, so neither can say more than the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from PySide6.QtCore import QCoreApplication

from bandingdesk.ui import text

MarkState = Literal["done", "due", "late", "target"]
BandKind = Literal["closure", "holiday"]


@dataclass(frozen=True, slots=True)
class Mark:
    """One dated step. TITLE stands beside it ("Decide by"), WORDS say it whole with its rule and how it is counted.

    `done` is filled, `due` and `late` are hollow, `target` is the council's own day before the law's.
    """

    id: str
    on: date
    title: str
    state: MarkState
    words: str

    @property
    def is_open(self) -> bool:
        """Return whether the law still asks for it."""
        return self.state in ("due", "late")


@dataclass(frozen=True, slots=True)
class Zone:
    """A recorded exception, hatched from ON to LAST. It excuses; no mark of its lane moves for it."""

    id: str
    on: date
    last: date
    title: str
    words: str


Stop = Mark | Zone  # what keys walk along


@dataclass(frozen=True, slots=True)
class Lane:
    """One running clock, or what happened. LINE follows the title in quiet type; STARTS to ENDS is its stroke."""

    id: str
    title: str
    marks: tuple[Mark, ...]
    zones: tuple[Zone, ...] = ()
    starts: date | None = None
    ends: date | None = None
    line: str = ""

    def stops(self) -> tuple[Stop, ...]:
        """Return marks and exceptions in the order of their days."""
        return tuple(sorted((*self.marks, *self.zones), key=lambda stop: (stop.on, stop.id)))


@dataclass(frozen=True, slots=True)
class Band:
    """Days behind all lanes on which schools are closed, or a bank holiday: they count for the law all the same."""

    first: date
    last: date
    title: str
    kind: BandKind


@dataclass(frozen=True, slots=True)
class Timeline:
    """All lanes of a case on TODAY."""

    today: date
    lanes: tuple[Lane, ...] = ()
    bands: tuple[Band, ...] = ()

    def stops(self) -> Iterator[tuple[int, Stop]]:
        """Yield every stop with the number of its lane."""
        for number, lane in enumerate(self.lanes):
            for stop in lane.stops():
                yield number, stop

    def find(self, wanted: str) -> Stop | None:
        """Return the stop with the id WANTED, None where it has gone."""
        return next((stop for _, stop in self.stops() if stop.id == wanted), None)

    def lane_of(self, wanted: str) -> int:
        """Return the number of the lane with the stop WANTED. Raises KeyError."""
        for number, stop in self.stops():
            if stop.id == wanted:
                return number
        raise KeyError(wanted)

    def last_past(self) -> Stop | None:
        """Return the last thing that was done up to today."""
        done = [stop for _, stop in self.stops() if isinstance(stop, Mark) and stop.state == "done"]
        return max((stop for stop in done if stop.on <= self.today), key=lambda stop: stop.on, default=None)

    def nearest(self) -> Stop | None:
        """Return the stop nearest to today, a day to come before one that has passed."""
        every = [stop for _, stop in self.stops()]
        return min(every, key=lambda stop: (abs((stop.on - self.today).days), stop.on < self.today), default=None)

    def next_due(self) -> Stop | None:
        """Return the first step to come; what is late only where nothing else is due."""
        open_ = [stop for _, stop in self.stops() if isinstance(stop, Mark) and stop.is_open]
        coming = [stop for stop in open_ if stop.on >= self.today]
        return min(coming or open_, key=lambda stop: stop.on, default=None)

    def beside(self, wanted: str, step: int) -> Stop | None:
        """Return the stop STEP places along the lane of WANTED, the end of the lane where there are fewer."""
        stops = self.lanes[self.lane_of(wanted)].stops()
        at = [stop.id for stop in stops].index(wanted)
        return stops[min(max(0, at + step), len(stops) - 1)]

    def across(self, wanted: str, step: int) -> Stop | None:
        """Return the stop nearest in time on the next lane that has one, STEP up (-1) or down (1); None at the end."""
        here, number = self.find(wanted), self.lane_of(wanted) + step
        while here is not None and 0 <= number < len(self.lanes):
            stops = self.lanes[number].stops()
            if stops:
                return min(stops, key=lambda stop: abs((stop.on - here.on).days))
            number += step
        return None


def sentence(timeline: Timeline) -> str:
    """Return the whole picture in words: lanes, today, what is late, what comes next."""
    told = [_tr("Timeline, %n lanes.", len(timeline.lanes))]
    told.append(_tr("Today is {day}.").format(day=text.day(timeline.today)))
    late = sum(isinstance(stop, Mark) and stop.state == "late" for _, stop in timeline.stops())
    if late:
        told.append(_tr("%n steps are late.", late))
    coming = timeline.next_due()
    if coming is not None and coming.on >= timeline.today:
        told.append(_tr("Next due: {what}, {day}.").format(what=coming.title, day=text.day(coming.on)))
    elif not late:
        told.append(_tr("Nothing is due."))
    return " ".join(told)


def said(stop: Stop, today: date) -> str:
    """Return what a stop says to who hovers over it or walks to it."""
    words = _tr("{title}, {day} ({away}). {words}")
    away = text.days_from(stop.on, today)
    return words.format(title=stop.title, day=text.day(stop.on), away=away, words=stop.words).strip()


def band_words(band: Band) -> str:
    """Return what a band says: "Summer holiday: schools closed Wed 22 Jul 2026 to Tue 1 Sep 2026"."""
    if band.kind == "holiday":
        return _tr("{title}, bank holiday, {day}").format(title=band.title, day=text.day(band.first))
    words = _tr("{title}: schools closed {first} to {last}")
    return words.format(title=band.title, first=text.day(band.first), last=text.day(band.last))


def _tr(words: str, count: int = -1) -> str:
    return QCoreApplication.translate("timeline", words, "", count)
