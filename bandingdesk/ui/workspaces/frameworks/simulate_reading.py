"""What a simulation reads: the version in hand, the tariff beside it, and the council's own caseload, in stages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bandingdesk.store.queries import casework, council, profiles
from bandingdesk.ui import text
from bandingdesk.ui.jobs import CancelledError
from bandingdesk.ui.workspaces.frameworks import checking, simulate_kept, simulate_words
from bandingdesk.ui.workspaces.frameworks.simulate_view_model import Loaded

if TYPE_CHECKING:
    from bandingdesk.desk.desk import Desk
    from bandingdesk.ui.jobs import Cancelled, Progress
    from bandingdesk.ui.workspaces.frameworks.history import State

_STEPS = 3


def load(desk: Desk, version: str, state: State, progress: Progress, cancelled: Cancelled) -> Loaded:
    """Return the simulation of a version or draft, with the scenario that was left with it.

    Raises FrameworkInvalidError, and what the simulation raises.
    """

    def step(done: int) -> None:
        if cancelled():
            raise CancelledError
        progress(done, _STEPS)

    step(0)
    framework, tariff = checking.read(state)
    from bandingdesk.matrix.figures import PERIODS, About
    from bandingdesk.ui.workspaces.frameworks.simulating import Bench

    step(1)
    me = desk.me_id
    found = desk.read(lambda conn: profiles.decided(conn, framework, me))
    step(2)
    bench = Bench(framework, tariff, found.caseload, found.held, found.bands)
    step(3)
    period = ", ".join((tariff.year, simulate_words.tr(PERIODS[tariff.period]))) if tariff is not None else ""
    source = simulate_words.fill("Cases on record on {day}", day=text.day_bare(desk.clock.today()))
    about = About(
        simulate_words.tr("as adopted"),
        simulate_words.tr("then"),
        period,
        f"{framework.title} {framework.version}",
        source,
    )
    by = desk.read(lambda conn: council.person(conn, me)).name
    not_taken = found.on_record - len(found.caseload) - (len(found.held) if bench.held is not None else 0)
    kept = desk.drafts.load(simulate_kept.place(version), me)
    return Loaded(bench, about, by, not_taken, version, me, kept, desk.read(casework.references))
