"""The screen on 20,000 cases: a filter to its painted rows, a level key to its painted card, a slider to its charts.

The real window, off-screen, on the store that the bulk writer fills; it is driven by clicks and keys, and a figure ends
when Qt has painted the widget that shows the answer.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks import meeting, sliders, windows
from benchmarks.timing import Row

os.environ["QT_QPA_PLATFORM"] = "offscreen"

FILTER_GOAL = 100.0  # ms
KEY_GOAL = 50.0  # ms
CASE_GOAL = 200.0  # ms
TODAY_GOAL = 150.0  # ms
SORTS = ("law_day", "child_name", "setting_name", "need", "reference", "born", "band", "year_group")
FILTERS = ("need:slcn", "due<14d", "school:elm", "rowan", "late", "band:4 year:6", "need:asd setting:special")


def rows(quick: bool) -> Iterator[Row]:
    """Measure the suite; QUICK takes fewer rounds."""
    yield from meeting.rows(quick)
    with tempfile.TemporaryDirectory(prefix="bandingdesk-bench-") as name:
        os.environ.setdefault("BANDINGDESK_HOME", name)  # with a home of its own a second run need not build again
        bench = _Bench(Path(name) / "bench")
        try:
            yield from bench.filters(3 if quick else 7)
            yield from bench.sorts(3 if quick else 7)
            yield bench.cases(10 if quick else 40)
            yield bench.today(5 if quick else 20)
            yield bench.level_keys(10 if quick else 40)
            yield from sliders.rows(bench.window, bench.app)
        finally:
            bench.close()


class _Bench:
    """The window on the bulk store."""

    def __init__(self, folder: Path) -> None:
        from PySide6.QtCore import QSize

        from bandingdesk import seams
        from bandingdesk.cli.window import open_demo
        from bandingdesk.demo import bulk, place
        from bandingdesk.ui import app
        from bandingdesk.ui.preferences import Look, Preferences
        from bandingdesk.ui.setup import Setup

        self.app = app.application()
        path = place.copy(folder, size=bulk.SIZE)
        self.built = place.facts(folder)
        clock = seams.SystemClock()
        self.window = app.open_window(
            setup=Setup(clock, seams.SystemIds(), place=path),
            clock=clock,
            opener=lambda: open_demo(path, None),
            preferences=Preferences(folder / "settings.toml", look=Look(theme="light")),
            size=QSize(1600, 900),
            place="cases",
        )
        windows.until_ready(self.window, self.app)
        self.window.activateWindow()
        windows.settle(self.window, self.app, 20)

    def filters(self, rounds: int) -> Iterator[Row]:
        """Filter by each of FILTERS in turn, the whole list between: from the question to painted rows."""
        pane = self._page().list_pane
        model = self._page().view_model
        asked: dict[str, list[float]] = {words: [] for words in FILTERS}
        for round_ in range(rounds + 1):
            for words in FILTERS:
                spent = self._milliseconds(partial(model.filter_now, words), pane, model)
                self._milliseconds(partial(model.filter_now, ""), pane, model)
                if round_:
                    asked[words].append(spent)
        middle = {words: statistics.median(times) for words, times in asked.items()}
        slowest = max(middle, key=lambda words: middle[words])
        name = f"filter of 20,000 cases to painted, slowest of {len(FILTERS)} ({slowest})"
        yield _row(name, middle[slowest], FILTER_GOAL)
        yield _row("filter of 20,000 cases to painted, the middle one", statistics.median(middle.values()), FILTER_GOAL)
        typed = [self._milliseconds(partial(self._type, pane, key), pane, model) for key in "rowan"]
        name = "a letter typed into the filter to painted, with its rest of 80 ms"
        yield Row(name, statistics.median(typed), "ms")

    def sorts(self, rounds: int) -> Iterator[Row]:
        """Sort the whole list by each of SORTS in turn: from the question to painted rows."""
        pane, model = self._page().list_pane, self._page().view_model
        asked: dict[str, list[float]] = {name: [] for name in SORTS}
        for round_ in range(rounds + 1):
            for name in SORTS:
                spent = self._milliseconds(partial(model.sort_by, name, round_ % 2 == 0), pane, model)
                if round_:
                    asked[name].append(spent)
        middle = {name: statistics.median(times) for name, times in asked.items()}
        slowest = max(middle, key=lambda name: middle[name])
        name = f"sort of 20,000 cases to painted, slowest of {len(SORTS)} ({slowest})"
        yield _row(name, middle[slowest], FILTER_GOAL)
        self._milliseconds(partial(model.sort_by, "law_day", False), pane, model)

    def cases(self, count: int) -> Row:
        """Open cases from all over the list: from the question to the painted page with its reading."""
        page = self._page()
        ids, times = page.view_model.found.ids, []
        for number in range(count + 2):
            id_ = ids[(number * 997 + 13) % len(ids)]
            began = time.perf_counter()
            self.window.navigate("cases", case_id=id_)
            while page.case.reading is None or page.case.reading.row.id != id_:
                windows.turn(self.app)
            page.case_pane.update()
            windows.until_painted(page.case_pane, self.app)
            if number >= 2:
                times.append((time.perf_counter() - began) * 1000)
            windows.settle(self.window, self.app, 3)
            self.window.navigate("cases")
            windows.settle(self.window, self.app, 3)
        return _row("a case opened, to painted, of 20,000", _p95(times), CASE_GOAL)

    def today(self, count: int) -> Row:
        """Read Today anew, whole: from the question to its painted page."""
        self.window.navigate("today")
        windows.settle(self.window, self.app, 30)
        page, times = self._page(), []
        for number in range(count + 2):
            before, began = page.view_model.reading, time.perf_counter()
            page.view_model.refresh()
            while page.view_model.reading is before:
                windows.turn(self.app)
            page.update()
            windows.until_painted(page, self.app)
            if number >= 2:
                times.append((time.perf_counter() - began) * 1000)
            windows.settle(self.window, self.app, 3)
        return _row("Today read and painted, of 20,000", _p95(times), TODAY_GOAL)

    def level_keys(self, count: int) -> Row:
        """Press level keys on the scoring page of a case whose sheet is open: from the press to the painted card."""
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        self.window.navigate("scoring", round_id=self._open_round())
        windows.settle(self.window, self.app, 30)
        page, times = self._page(), []
        for number in range(count + 2):
            level = number % 4
            began = time.perf_counter()
            QTest.keyClick(self.window.focusWidget(), Qt.Key(Qt.Key.Key_0.value + level))
            card = page.sheet.cards.cards[level]
            if not card.isChecked():
                raise RuntimeError(f"the key {level} chose no card")
            windows.until_painted(card, self.app)
            if number >= 2:
                times.append((time.perf_counter() - began) * 1000)
            windows.settle(self.window, self.app, 5)
        return _row("level key to card painted", statistics.median(times), KEY_GOAL)

    def close(self) -> None:
        """Close the window and its store."""
        self.window.jobs.close()
        self.window.hide()
        if self.window.link is not None:
            self.window.link.desk.close()

    def _milliseconds(self, ask: Callable[[], object], pane: Any, model: Any) -> float:
        edition, began = model.edition, time.perf_counter()
        ask()
        while model.edition == edition:
            windows.turn(self.app)
        if model.has_no_hits:
            raise RuntimeError(f"nothing fits {model.words!r}, so no row is painted")
        pane.table.viewport().update()  # where the rows were painted in the same turn they are painted once more
        windows.until_painted(pane.table.viewport(), self.app)
        spent = (time.perf_counter() - began) * 1000
        windows.settle(self.window, self.app, 5)
        return spent

    def _type(self, pane: Any, key: str) -> None:
        from PySide6.QtTest import QTest

        pane.box.setFocus()
        QTest.keyClicks(pane.box, key)

    def _open_round(self) -> str:
        """Return a round of this morning's meeting on which the person at the keys has not locked yet."""
        from bandingdesk.store.queries import panel, rounds

        if self.window.link is None:
            raise RuntimeError("the window has no desk")
        desk = self.window.link.desk
        for item in self.built.items:
            for id_ in desk.read(lambda conn, item=item: panel.round_ids(conn, item)):  # type: ignore[misc]
                found = desk.read(lambda conn, id_=id_: rounds.round(conn, id_, desk.me_id))  # type: ignore[misc]
                if found.state == "open" and found.i_am_scorer and not found.my_sheet_locked:
                    return str(id_)
        raise RuntimeError("no sheet is open in this morning's meeting")

    def _page(self) -> Any:
        return self.window.area.current_page()


def _p95(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]


def _row(name: str, value: float, goal: float) -> Row:
    return Row(name, value, "ms", "the goal", goal, value / goal, f"<= {goal:g} ms", value <= goal)
