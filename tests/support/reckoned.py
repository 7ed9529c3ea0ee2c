"""The rows of clocks are what the facts of each case give: asked of any store, whatever way its ops came."""

from __future__ import annotations

from bandingdesk.store import log
from bandingdesk.store.projections import register
from bandingdesk.store.store import Store

ROWS = "SELECT * FROM casework_clock ORDER BY case_id, rule, entry_id, starts"
PRESSING = "SELECT id, law_rule, law_starts, law_day, target_day, provision, what FROM casework_case ORDER BY id"


def rows(store: Store) -> list[list[tuple[object, ...]]]:
    """Return the clocks that run, and what each case shows of the one that presses."""
    with store.read() as conn:
        raw = log.driver(conn)
        return [raw.execute(select).fetchall() for select in (ROWS, PRESSING)]


def check(store: Store) -> None:
    """Check that reckoning all cases again changes nothing."""
    before = rows(store)
    with store.jot() as conn:
        raw = log.driver(conn)
        raw.execute("DELETE FROM casework_clock")
        register.derive_all(raw)
    assert rows(store) == before
