"""A slider of the simulation on 20,000 drawn pupils: from the value's change to the figures and charts painted.

The real page in the real window, off-screen; every step moves the handle to another place.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks import windows
from benchmarks.timing import Row

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from bandingdesk.matrix.caseload import Caseload
    from bandingdesk.matrix.framework import Framework
    from bandingdesk.ui.window import Window

PUPILS = 20_000
GOAL = 16.0  # ms, one frame
STEPS = 200


def rows(window: Window, app: QApplication) -> Iterator[Row]:
    """Measure a threshold and an uplift on the version in force of WINDOW's store."""
    page = _simulation(window, app)
    model, pane = page.further.simulation, page.further.panes["simulate"]
    for group, at, name in (("thresholds", 2, "a threshold"), ("amounts", 0, "an uplift")):
        pane.handles.switch.choose(group)
        windows.settle(window, app, 10)
        times = [_step(pane, model, app, at, n) for n in range(STEPS + 10)][10:]
        times.sort()
        worst, p95 = times[-1], times[len(times) * 95 // 100]
        said = f"slider step painted, {name}, {PUPILS:,} pupils, 95th percentile (worst {worst:.1f} ms)"
        yield Row(said, p95, "ms", "the goal", GOAL, p95 / GOAL, f"<= {GOAL:g} ms", p95 <= GOAL)


def _simulation(window: Window, app: QApplication) -> Any:
    """Open Simulate on the version in force, with a drawn caseload in place of the store's."""
    from bandingdesk.store.queries import versions
    from bandingdesk.ui.workspaces.frameworks.simulate_view_model import Loaded
    from bandingdesk.ui.workspaces.frameworks.simulating import Bench

    if window.link is None:
        raise RuntimeError("the window has no desk")
    adopted = next(row for row in window.link.desk.read(versions.versions) if row.status == "adopted")
    window.navigate("frameworks", view="simulate", version=adopted.id)
    page: Any = window.area.current_page()
    model = None
    while model is None or model.bench is None or not window.jobs.is_idle():
        windows.settle(window, app, 1)
        model = getattr(page.further, "simulation", None)
    own = model.loaded
    bench = Bench(own.bench.framework, own.bench.tariff, drawn(own.bench.framework, PUPILS))
    model.open(lambda _told, _stopped: Loaded(bench, own.about, own.by))
    while model.bench is not bench:
        windows.settle(window, app, 1)
    windows.settle(window, app, 20)
    return page


def drawn(framework: Framework, count: int) -> Caseload:
    """Return a caseload in which most levels are low, as in a real one."""
    from bandingdesk.matrix.caseload import Caseload, Column

    random = np.random.default_rng(20261123)
    levels = []
    for strand in framework.strands:
        shares = 0.6 ** np.arange(len(strand.levels))
        levels.append(random.choice([level.level for level in strand.levels], count, p=shares / shares.sum()))
    contexts = {
        one.id: Column(one.values, random.integers(0, len(one.values), count).astype(np.int16))
        for one in framework.contexts
    }
    ids = tuple(f"pupil {n}" for n in range(count))
    return Caseload(ids, tuple(strand.id for strand in framework.strands), np.stack(levels).astype(np.int8), contexts)


def _step(pane: Any, model: Any, app: QApplication, at: int, n: int) -> float:
    """Move the handle to another place; return the milliseconds until a chart has been painted."""
    row = pane.handles.rows[at]
    low, high = (end // model.bench.handles[row.key].step for end in model.bench.reach(row.key, model.values))
    to = low + (n * 7) % (high - low + 1)
    if to == row.slider.value():
        to = low if to != low else high
    before = model.pictures
    began = time.perf_counter()
    row.slider.setValue(to)
    while model.pictures is before:  # worked out in the background
        app.processEvents()
    pane.results.charts[0].picture.update()
    windows.until_painted(pane.results.charts[0].picture, app)
    return (time.perf_counter() - began) * 1000
