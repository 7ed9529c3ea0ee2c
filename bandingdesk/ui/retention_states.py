"""How long cases are kept, pictured: the review list of a council with a schedule of its own, and an erasure asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bandingdesk.demo.history import TODAY
from bandingdesk.store.queries import council
from bandingdesk.ui.stage import Stage

# So short a schedule that children of the demo have outlived it: no council keeps its files for so few years.
_SCHEDULE = {"sen_file": ("Special educational needs file", "23", "birth", "own schedule, invented")}


def _list(stage: Stage) -> None:
    """Adopt the schedule, have one case reviewed, one kept longer and one held, and look at the list."""
    assert stage.desk is not None
    desk = stage.desk
    stage.sit("ET", "oversight")
    starts = TODAY.replace(month=4, day=1)
    stage.act(lambda: desk.council.adopt_policy("retention", _SCHEDULE, starts, "Minute 31 (invented)"))
    over = [row.case for row in desk.retention.listed()]
    stage.act(lambda: desk.retention.hold(over[2], "complaint", "A complaint is with the ombudsman (invented)."))
    stage.window.hand_over(_administrator(stage), "oversight", pin_checked=True)
    stage.driver.settle()
    stage.act(lambda: desk.retention.review(over[0], "sen_file", "destroy", "The plan ended and nothing is open."))
    stage.sit("ET", "oversight", section="retention")


def _administrator(stage: Stage) -> str:
    assert stage.desk is not None
    rows: list[Any] = stage.desk.read(council.people)
    return next(str(row.id) for row in rows if row.initials == "DA")


def _erase(stage: Stage) -> None:
    stage.driver.write("Your reason", "The schedule says so and nobody asked for it.")
    stage.driver.key("Ctrl+Return")


STATES: tuple[tuple[str, str, Callable[[Stage], None], str], ...] = (
    ("47d-retention", "cases whose time is over", _list, ""),
    ("47e-retention-erase", "erasing a case, asked before", _erase, "47d-retention"),
)
