"""The scenario of a simulation, kept as the draft of the person who made it: one for each version, with its log.

It is no op and changes nothing; it is there again when the page is opened again. What was looked for to meet a budget
stays in the log whatever is cleared.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from bandingdesk.errors import DeskError

if TYPE_CHECKING:
    from bandingdesk.matrix.whatif.scenario import Explored, Scenario
    from bandingdesk.ui.workspaces.frameworks.simulating import Bench, Key

Log = tuple["Explored", ...]


class Found(NamedTuple):
    """A kept scenario read back. Not `fits`: the version was edited since, and the handles can't stand there now."""

    values: dict[Key, int]
    log: Log
    budget: int | None
    fits: bool = True


def place(version: str) -> str:
    """Return the key of the draft for a version: its hash, or `draft:` and the id of a draft."""
    return f"simulation:{version}"


def body(made: Scenario, budget: int | None) -> dict[str, Any]:
    """Return what is kept of a scenario; nothing of one that was never begun."""
    if not made.changes and not made.log and budget is None:
        return {}
    return {"scenario": made.model_dump(mode="json", by_alias=True, exclude_none=True), "budget": budget}


def read(kept: Mapping[str, Any], bench: Bench) -> Found:
    """Return a kept scenario with its handles placed on BENCH; of one that no longer fits, its log alone."""
    import json

    from bandingdesk.matrix.whatif import scenario
    from bandingdesk.ui.workspaces.frameworks import simulating

    if not kept:
        return Found({}, (), None)
    made = scenario.read_scenario(json.dumps(kept["scenario"]).encode(), "scenario")
    values = dict(map(simulating.place, made.changes))
    return (
        Found(values, made.log, kept["budget"]) if _fits(values, bench) else Found({}, made.log, kept["budget"], False)
    )


def after_clearing(log: Log) -> Log:
    """Return what stays of LOG when one starts over: what was looked for to meet a budget."""
    return tuple(entry for entry in log if entry.sought is not None)


def joined(earlier: Log, later: Log) -> Log:
    """Return both logs as one, in the order in which it was tried."""
    return tuple(sorted(dict.fromkeys((*earlier, *later)), key=lambda entry: entry.at))


def _fits(values: dict[Key, int], bench: Bench) -> bool:
    if any(key not in bench.handles for key in values):
        return False
    try:
        bench.applied(values)
    except DeskError:
        return False
    return all(low <= at <= high for key, at in values.items() for low, high in [bench.reach(key, values)])
