"""Whose work a list shows: mine, a colleague's, a team's, or everybody's; and the cases that this is, as SQL."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import Connection, or_, true

from bandingdesk.store.projections import casework as tables
from bandingdesk.store.queries import backlog

_T = tables.CASE


@dataclass(frozen=True, slots=True)
class Whose:
    """`of` is the person for `me` and `person`, the team's name for `team`."""

    kind: Literal["me", "person", "team", "all"]
    of: str = ""


@dataclass(frozen=True, slots=True)
class Scope:
    """A Whose as of one day: the people it means; `with_nobodys` where cases that nobody holds are shown too.

    What nobody holds stands in everybody's own list until somebody takes it: no case is out of sight.
    """

    people: tuple[str, ...]
    with_nobodys: bool
    is_all: bool = False

    def has(self) -> Any:
        """Return the condition that a case is in it."""
        if self.is_all:
            return true()
        mine = _T.c.assigned.in_(self.people)
        return or_(mine, _T.c.assigned.is_(None)) if self.with_nobodys else mine


def scope(conn: Connection, whose: Whose, on: date) -> Scope:
    """Return the people and cases that WHOSE means on a day."""
    match whose.kind:
        case "me":
            return Scope((whose.of,), True)
        case "person":
            return Scope((whose.of,), False)
        case "team":
            return Scope(tuple(person for person, team in backlog.teams(conn, on).items() if team == whose.of), False)
        case "all":
            return Scope(tuple(row.id for row in backlog.caseworkers(conn, on)), True, is_all=True)
