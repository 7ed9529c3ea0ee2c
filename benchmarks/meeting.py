"""A meeting in one window: an agenda of 83 to painted rows, the next case, and the reveal of twenty scorers.

The figure of a key ends when Qt has painted the part that shows the answer; its floor is that part painted again with
nothing new, in the same run.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks import windows
from benchmarks.timing import Row

NEXT_GOAL, REVEAL_GOAL, AGENDA_GOAL = 150.0, 100.0, 200.0  # ms
TWENTY, AGENDA = 20, 83
FOUND = datetime(2026, 11, 26, 9, 30, tzinfo=UTC)


def rows(quick: bool) -> Iterator[Row]:
    """Measure the three; QUICK takes fewer cases."""
    with tempfile.TemporaryDirectory(prefix="bandingdesk-meeting-") as name:
        bench = _Meeting(Path(name), cases=4 if quick else 16)
        try:
            yield bench.agenda(5 if quick else 20)
            yield from bench.cases()
        finally:
            bench.close()


class _Meeting:
    """One laptop with a meeting of twenty scorers, and another meeting with 83 cases."""

    def __init__(self, folder: Path, cases: int) -> None:
        from PySide6.QtCore import QSize

        from bandingdesk.ui import app
        from bandingdesk.ui.preferences import Look, Preferences
        from bandingdesk.ui.setup import Setup
        from tests.support.half_day import HalfDay

        self.app = app.application()
        self.half = half = HalfDay(folder)
        self._people = self._seat_twenty()
        self.meeting, self.items, self.rounds = self._scored(cases)
        self.large = self._agenda_of(AGENDA)
        half.clock.set(FOUND)
        half.as_("RA").panel.open_meeting(self.meeting, attendance=dict.fromkeys(self._people, "present"))
        self.window = app.open_window(
            setup=Setup(half.clock, half.desk.store.ids, place=half.desk.store.path),
            clock=half.clock,
            opener=lambda: half.desk,
            preferences=Preferences(folder / "settings.toml", look=Look(theme="light")),
            size=QSize(1600, 900),
        )
        windows.until_ready(self.window, self.app)
        self.window.activateWindow()
        windows.settle(self.window, self.app, 20)

    def agenda(self, count: int) -> Row:
        """Open the agenda of 83 anew, with the checks of readers and interests: from the question to painted rows."""
        self.window.navigate("panels", meeting_id=self.meeting)
        windows.settle(self.window, self.app, 20)
        page, times = self._page(), []
        for number in range(count + 2):
            began = time.perf_counter()
            self.window.navigate("panels", meeting_id=self.large)
            while page.view_model.seen is None or page.view_model.seen.meeting.id != self.large:
                windows.turn(self.app)
            page.update()
            windows.until_painted(page, self.app)
            if number >= 2:
                times.append((time.perf_counter() - began) * 1000)
            windows.settle(self.window, self.app, 3)
            self.window.navigate("panels", meeting_id=self.meeting)
            windows.settle(self.window, self.app, 3)
        return self._row(f"agenda of {AGENDA} with its checks, to painted", times, page, AGENDA_GOAL)

    def cases(self) -> Iterator[Row]:
        """Reveal case after case by F8, then go to the next by its key."""
        self.window.navigate("meeting", meeting_id=self.meeting, item=self.items[0])
        self.window.activateWindow()
        windows.settle(self.window, self.app, 20)
        page = self._page()
        reveals, steps = [], []
        for number in range(len(self.items) - 1):
            reveals.append(self._key("F8", page, lambda: len(page.view_model.seen.round.spreads) > 0))
            steps.append(self._key("Ctrl+Down", page, partial(_shows, page, self.items[number + 1])))
        strands = len(page.view_model.seen.round.strands)
        yield self._row(f"reveal of {TWENTY} scorers x {strands} strands, key to painted", reveals, page, REVEAL_GOAL)
        yield self._row("next case, key to painted", steps, page, NEXT_GOAL)

    def close(self) -> None:
        """Close the window and its store."""
        self.window.jobs.close()
        self.window.hide()
        self.half.desk.close()

    def _key(self, key: str, page: Any, is_there: Callable[[], bool]) -> float:
        from PySide6.QtGui import QKeySequence
        from PySide6.QtTest import QTest

        pressed = QKeySequence(key)[0]  # type: ignore[index]  # the stubs leave out this operator
        began = time.perf_counter()
        QTest.keyClick(self.window.focusWidget() or self.window, pressed.key(), pressed.keyboardModifiers())
        while not is_there():
            windows.turn(self.app)
        page.update()
        windows.until_painted(page, self.app)
        spent = (time.perf_counter() - began) * 1000
        windows.settle(self.window, self.app, 5)
        return spent

    def _row(self, name: str, times: list[float], page: Any, goal: float) -> Row:
        floor = []
        for _ in range(20):
            began = time.perf_counter()
            page.update()
            windows.until_painted(page, self.app)
            floor.append((time.perf_counter() - began) * 1000)
        worst, bare = sorted(times)[int(len(times) * 0.95)], statistics.median(floor)
        return Row(name, worst, "ms", "the page painted again", bare, worst / bare, f"<= {goal:g} ms", worst <= goal)

    def _page(self) -> Any:
        return self.window.area.current_page()

    def _seat_twenty(self) -> list[str]:
        half = self.half
        for number in range(TWENTY - 5):
            half.people[f"X{number}"] = half.newcomer(f"M. Ember-{number}", f"X{number}", "SENCO", "panel_member")
        return [half.people[who] for who in ("RA", "PL", "LO", "JW", "HM", *(f"X{n}" for n in range(TWENTY - 5)))]

    def _scored(self, cases: int) -> tuple[str, list[str], list[str]]:
        """Plan a meeting of CASES that all twenty have scored apart; return it, its items and rounds."""
        from bandingdesk.panel.ops import Rating, Seat
        from tests.support.half_day import DAY, STRANDS
        from tests.support.panel_day import FRAMEWORK

        half, levels = self.half, {strand.id: len(strand.levels) for strand in FRAMEWORK.strands}
        made = [self._case(number) for number in range(cases)]
        desk = half.as_("CM")
        roles = {half.people["RA"]: "chair", half.people["PL"]: "deputy"}
        seats = [Seat(one, roles.get(one, "member"), half.profession_of(one)) for one in self._people]  # type: ignore[arg-type]  # the roles are a seat's
        seats.append(Seat(half.people["CM"], "clerk", "Panel clerk"))
        meeting = desk.panel.plan_meeting("annual_review", DAY, "09:30", "13:00", "Room 2", seats).id
        items = [desk.panel.add_item(meeting, case).id for case, _ in made]
        rounds = []
        for at, (item, (_, extract)) in enumerate(zip(items, made, strict=True)):
            for person in self._people:
                desk.panel.declare_interest(meeting, item, person, "none")
            desk.panel.freeze_papers(meeting, item)
            rounds.append(desk.panel.open_round(meeting, item).id)
            for number, person in enumerate(self._people):
                sheet = [
                    Rating(strand, (number * 7 + at + place) % levels[strand], "fairly", "", (extract,))
                    for place, strand in enumerate(STRANDS)
                ]
                desk.panel.lock_scores(rounds[-1], sheet, person=person)
        return meeting, items, rounds

    def _agenda_of(self, count: int) -> str:
        from bandingdesk.panel.ops import Seat
        from tests.support.half_day import NEXT, SEATS

        half = self.half
        cases = [self._case(200 + number)[0] for number in range(count)]
        desk = half.as_("CM")
        seats = [Seat(half.people[who], role, half.profession(who)) for who, role in SEATS.items()]
        meeting = desk.panel.plan_meeting("annual_review", NEXT, "09:30", "13:00", "Room 2", seats).id
        for case in cases:
            item = desk.panel.add_item(meeting, case).id
            for who in ("RA", "PL", "LO", "JW", "HM"):
                desk.panel.declare_interest(meeting, item, half.people[who], "none")
        return meeting

    def _case(self, number: int) -> tuple[str, str]:
        from tests.support.half_day import Story

        return self.half.prepare_case(Story(number, "T04", "B2"))


def _shows(page: Any, item: str) -> bool:
    return bool(page.view_model.seen.item.item == item)
