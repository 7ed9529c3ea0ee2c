"""The provision ledger as rows, the council's rates, elements 1 to 3 of a band, and what is not covered."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from sqlalchemy import Connection, literal_column, or_, select

from bandingdesk.casework.provision import rates as rate_rules
from bandingdesk.casework.provision import reckon
from bandingdesk.casework.provision.ops import Line
from bandingdesk.casework.provision.rates import Rates
from bandingdesk.casework.provision.shortfall import Elements, Shortfall, yearly
from bandingdesk.panel import outcomes, visibility
from bandingdesk.store.projections import casework as case_tables
from bandingdesk.store.projections import council as council_tables
from bandingdesk.store.projections import panel as panel_tables
from bandingdesk.store.projections import provision as tables
from bandingdesk.store.queries import casework, closed, council, decisions
from bandingdesk.store.queries.doing import DoNextRow, tone

NAMERS = frozenset({"caseworker", "clerk", "head_of_service"})  # who sees to it; a decision maker finds it on signing
Source = Literal["decided", "proposed", "list"]


@dataclass(frozen=True, slots=True)
class NamedRow:
    """How a shortfall stays secured, as somebody recorded it. `by` is a name."""

    band: str
    pence: int
    words: str
    secured_by: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """The recorded lines of a case. `by` is a name."""

    head: str
    case_id: str
    lines: tuple[Line, ...]
    by: str
    at: datetime
    named: NamedRow | None


@dataclass(frozen=True, slots=True)
class BandRow:
    """The band that a ledger is laid beside: decided, proposed by a panel, or what the council's list says.

    `elements` is None where one of them is not on record, or set case by case.
    """

    band: str
    source: Source
    elements: Elements | None


def rates(conn: Connection, on: date) -> Rates:
    """Return the rates in force on a day. Raises RatesUnfitError."""
    t = council_tables.POLICY
    query = select(t.c.value, t.c.starts).where(t.c.key == rate_rules.KEY, t.c.starts <= on.isoformat())
    row = conn.execute(query.order_by(t.c.starts.desc(), literal_column("rowid").desc()).limit(1)).first()
    return rate_rules.NONE if row is None else rate_rules.read(json.loads(row.value), date.fromisoformat(row.starts))


def ledger(conn: Connection, case_id: str) -> LedgerRow | None:
    """Return the ledger of a case, None where none was recorded."""
    t = tables.LEDGER
    row = conn.execute(select(t).where(t.c.case_id == case_id)).mappings().first()
    if row is None:
        return None
    names = {person.id: person.name for person in council.people(conn)}
    named = None
    if row["named_at"]:
        named = NamedRow(
            row["named_band"],
            row["named_pence"],
            row["named_words"],
            row["named_secured_by"],
            names.get(row["named_by"], row["named_by"]),
            datetime.fromisoformat(row["named_at"]),
        )
    lines = tuple(Line(**line) for line in json.loads(row["lines"]))
    by, at = names.get(row["by"], row["by"]), datetime.fromisoformat(row["at"])
    return LedgerRow(row["head"], case_id, lines, by, at, named)


def elements(conn: Connection, element_3: int | None, on: date) -> Elements | None:
    """Return elements 1 to 3 beside an ELEMENT_3 in pence a year; None where one of them is not on record."""
    known = council.policy(conn, "letters", on) or {}
    one, two = known.get("element_1_pence"), known.get("element_2_pence")
    if element_3 is None or one is None or two is None:
        return None
    return Elements(int(one), int(two), element_3)


def sees_money(conn: Connection, viewer: str) -> bool:
    """Return whether VIEWER holds a role that sees the amount of a case (ux 3.3)."""
    return bool(visibility.MONEY_ROLES.intersection(council.person(conn, viewer).roles))


def band(conn: Connection, case_id: str, viewer: str, on: date) -> BandRow | None:
    """Return the band that VIEWER may see beside the ledger, None for none: before its moment no band is read.

    A proposal counts once its amount is shown; before that the council's own list does.
    """
    if not sees_money(conn, viewer):
        return None
    newest = next(iter(decisions.decisions(conn, case_id, viewer)), None)
    if newest is not None and newest.sight.money == "yes" and newest.money is not None and newest.returned is None:
        is_same = newest.final_band in (None, newest.band)
        paid = yearly(newest.money.pence, newest.money.period) if is_same else None
        source: Source = "decided" if newest.signed is not None else "proposed"
        return BandRow(newest.final_band_title or newest.band_title, source, elements(conn, paid, on))
    case = casework.case(conn, case_id)
    return BandRow(case.band, "list", elements(conn, case.pence, on)) if case.band else None


def shortfall(conn: Connection, case_id: str, beside: BandRow | None, on: date) -> Shortfall | None:
    """Return what the ledger of a case costs beside a band; None without a ledger, rates, or a band's amount."""
    known, found = ledger(conn, case_id), rates(conn, on)
    if known is None or beside is None or beside.elements is None or not found.roles:
        return None
    named = known.named.pence if known.named is not None else None
    return Shortfall(beside.band, reckon.total(known.lines, found).pence, beside.elements, named)


_ENDS = tuple(kind.id for kind in outcomes.book() if kind.ends_plan)


def to_do(conn: Connection, person_id: str, today: date) -> list[DoNextRow]:
    """Return the decisions that nobody can sign before a shortfall is named, of cases that PERSON or nobody holds."""
    if not NAMERS & set(council.person(conn, person_id).roles):
        return []
    t, d, case, child = tables.LEDGER, panel_tables.DECISION, case_tables.CASE, case_tables.CHILD
    query = (
        select(t.c.case_id, child.c.name)
        .join(d, d.c.case_id == t.c.case_id)
        .join(case, case.c.id == t.c.case_id)
        .join(child, child.c.id == case.c.child_id)
        .where(d.c.step == "recommended", d.c.outcome.not_in(_ENDS), t.c.case_id.not_in(closed.cases(person_id)))
        .where(or_(case.c.assigned == person_id, case.c.assigned.is_(None)))
    )
    found = []
    for case_id, name in conn.execute(query).all():
        short = shortfall(conn, case_id, band(conn, case_id, person_id, today), today)
        if short is not None and short.is_open:
            clock = casework.case(conn, case_id).clock
            due = clock.law_day if clock is not None else None
            where = {"case_id": case_id, "section": "provision"}
            found.append(DoNextRow("provision", name, 1, due, tone(due, today), "cases", where))
    return found
