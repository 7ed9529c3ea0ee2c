"""Lists taken in: when settings are closed, and what an import made, changed and may still give back."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, select

from bandingdesk.casework.lists import terms
from bandingdesk.casework.lists.ops import Closure
from bandingdesk.store.projections import lists as tables


def closures(conn: Connection, setting_urn: str, starts: date, ends: date) -> tuple[Closure, ...]:
    """Return when a setting is closed on any day from STARTS to ENDS; an empty URN asks for the council's own list.

    A setting's own closures, and the council's where it has none of its own at that time.
    """
    t = tables.CLOSURE
    query = select(t.c.setting, t.c.closes, t.c.reopens, t.c.name).where(
        t.c.setting.in_(("", setting_urn)), t.c.closes <= ends.isoformat(), t.c.reopens > starts.isoformat()
    )
    own: list[Closure] = []
    council: list[Closure] = []
    for setting, closes, reopens, name in conn.execute(query.order_by(t.c.closes)):
        (own if setting else council).append(Closure(date.fromisoformat(closes), date.fromisoformat(reopens), name))
    return terms.of_setting(own, council)
