"""Findings of higher panels as rows: what comes before them, what was found, and what waits for whom."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import Connection, RowMapping, func, or_, select

from bandingdesk.casework import cells
from bandingdesk.panel.findings import Share
from bandingdesk.panel.visibility import MONEY_ROLES
from bandingdesk.store import tables as log
from bandingdesk.store.projections import casework as case_tables
from bandingdesk.store.projections import higher as tables
from bandingdesk.store.projections import panel as panel_tables
from bandingdesk.store.queries import band_query, closed, council, rulebooks
from bandingdesk.store.queries.doing import DoNextRow

F, D = tables.FINDING, panel_tables.DECISION
Step = Literal["asked", "second_signature", "to_sign", "signed", "found", "to_answer", "answered"]


@dataclass(frozen=True, slots=True)
class SignedRow:
    """Who did a step, when, and in what words."""

    person_id: str
    name: str
    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding on one item. `pence` and `shares` are empty for who may not see money: `shows_money` says so."""

    id: str
    head: str
    step: Step
    kind: Literal["asked", "funds", "oversight"]
    meeting: str
    item: str
    case_id: str
    decision: str
    outcome: str
    asked: SignedRow | None
    found: SignedRow | None
    shows_money: bool
    pence: int | None
    shares: tuple[Share, ...]
    commissioned: str
    starts: date | None
    months: int | None
    conditions: tuple[str, ...]
    options: tuple[str, ...]
    countersigned: SignedRow | None
    signed: SignedRow | None
    agrees: bool | None
    delegation: str
    asks: tuple[str, ...]
    theme: str
    framework_sha256: str
    strand: str
    level: int | None
    answered: SignedRow | None
    correction: str


@dataclass(frozen=True, slots=True)
class BeforeRow:
    """What stands before a higher panel at one item: the decision, its cost as it was sent, and why it came."""

    decision: str
    case_id: str
    pence: int | None
    why: str
    is_signed: bool


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """A decision that was sent to a higher panel and stands on no agenda yet."""

    decision: str
    case_id: str
    child_name: str
    words: str


@dataclass(frozen=True, slots=True)
class DecidedRow:
    """A signed decision that a higher panel may take up."""

    decision: str
    case_id: str
    child_name: str
    outcome: str
    on: date


@dataclass(frozen=True, slots=True)
class WordingRow:
    """A level's wording that an oversight panel asks to be reviewed."""

    framework_sha256: str
    strand: str
    level: int | None
    words: str
    on: datetime


def finding(conn: Connection, item: str, viewer: str | None = None) -> FindingRow | None:
    """Return the finding on ITEM as VIEWER may read it (None: the program itself), None where there is none."""
    row = conn.execute(select(F).where(F.c.item == item)).mappings().first()
    return None if row is None else _row(conn, row, viewer)


def findings(conn: Connection, case_id: str, viewer: str | None = None) -> list[FindingRow]:
    """Return all findings on a case, the latest last; none where it is closed to VIEWER."""
    query = select(F).where(F.c.case_id == case_id).order_by(F.c.found_at)
    if viewer is not None:
        query = query.where(F.c.case_id.not_in(closed.cases(viewer)))
    rows = conn.execute(query).mappings()
    return [_row(conn, row, viewer) for row in rows]


def before(conn: Connection, meeting: str, item: str, viewer: str | None = None) -> BeforeRow | None:
    """Return what stands before a higher panel at ITEM: sent there by a finding, or taken up for oversight.

    The cost is left out where VIEWER (None: the program itself) may not see money.
    """
    found = _before(conn, meeting, item)
    return found if found is None or sees_money(conn, viewer) else replace(found, pence=None)


def sees_money(conn: Connection, viewer: str | None) -> bool:
    """Return whether VIEWER may see what a higher panel settles in pounds (None: the program itself)."""
    return viewer is None or bool(MONEY_ROLES.intersection(council.person(conn, viewer).roles))


def _before(conn: Connection, meeting: str, item: str) -> BeforeRow | None:
    sent = select(D).where(D.c.referred_meeting == meeting, D.c.referred_item == item)
    row = conn.execute(sent).mappings().first()
    if row is not None:
        is_signed = row["signed_at"] is not None
        return BeforeRow(row["id"], row["case_id"], row["referred_pence"], row["referred_words"] or "", is_signed)
    asked = conn.execute(select(F.c.decision, F.c.case_id, F.c.asked_words).where(F.c.item == item)).first()
    if asked is None:
        return None
    signed = conn.execute(select(D.c.signed_at, D.c.referred_pence).where(D.c.id == asked.decision)).first()
    pence = signed.referred_pence if signed else None
    is_signed = signed is not None and signed.signed_at is not None
    return BeforeRow(asked.decision, asked.case_id, pence, asked.asked_words or "", is_signed)


def waiting(conn: Connection, panel_type: str, viewer: str | None = None) -> list[WaitingRow]:
    """Return the decisions that were sent to PANEL_TYPE and stand on no agenda of it yet, the oldest first.

    None of a case that is closed to VIEWER (None: the program itself).
    """
    child, case = case_tables.CHILD, case_tables.CASE
    taken_up = select(F.c.decision)
    query = (
        select(D.c.id, D.c.case_id, child.c.name, D.c.referred_words)
        .join(case, case.c.id == D.c.case_id)
        .join(child, child.c.id == case.c.child_id)
        .where(D.c.referred_to == panel_type, D.c.referred_meeting == "", D.c.id.not_in(taken_up))
        .order_by(D.c.proposed_at)
    )
    if viewer is not None:
        query = query.where(D.c.case_id.not_in(closed.cases(viewer)))
    return [WaitingRow(*row) for row in conn.execute(query)]


def decided(conn: Connection, words: str, viewer: str, limit: int = 12) -> list[DecidedRow]:
    """Return signed decisions by a child's name or a case's reference, the latest first; none closed to VIEWER."""
    child, case, reference = case_tables.CHILD, case_tables.CASE, log.reference
    word = cells.folded(words)
    query = (
        select(D.c.id, D.c.case_id, child.c.name, D.c.final_outcome, D.c.signed_at)
        .join(case, case.c.id == D.c.case_id)
        .join(child, child.c.id == case.c.child_id)
        .join(reference, reference.c.subject == case.c.owner)
        .where(D.c.step == "signed", D.c.case_id.not_in(closed.cases(viewer)))
        .where(or_(func.instr(child.c.folded, word) > 0, func.instr(reference.c.text, word) > 0))
        .order_by(D.c.signed_at.desc())
        .limit(limit)
    )
    return [DecidedRow(*row[:4], _at(row[4]).date()) for row in conn.execute(query)]


def took_part(conn: Connection, decision: str) -> frozenset[str]:
    """Return who scored, sat, proposed or signed a decision, had an interest in it, or prepared the case."""
    holder = conn.execute(
        select(case_tables.CASE.c.assigned).join(D, D.c.case_id == case_tables.CASE.c.id).where(D.c.id == decision)
    ).scalar()
    return frozenset(band_query.took_part(conn, decision)) | ({holder} if holder else frozenset())


def wording(conn: Connection, framework_sha256: str) -> list[WordingRow]:
    """Return the wording of a framework that oversight panels ask to be reviewed, the latest first."""
    query = select(F).where(F.c.framework_sha256 == framework_sha256, F.c.outcome == "wording")
    rows = conn.execute(query.order_by(F.c.found_at.desc())).mappings()
    return [
        WordingRow(row["framework_sha256"], row["strand"], row["level"], row["found_words"], _at(row["found_at"]))
        for row in rows
    ]


def themes(conn: Connection) -> list[tuple[str, int]]:
    """Return the themes to learn from, with how often each was found, the commonest first."""
    counts: dict[str, int] = {}
    for theme in conn.execute(select(F.c.theme).where(F.c.theme != "")).scalars():
        counts[theme] = counts.get(theme, 0) + 1
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def to_do(conn: Connection, person_id: str, _today: date) -> list[DoNextRow]:
    """Return what waits for a decision maker: funds to sign, and what an oversight panel asked."""
    if "decision_maker" not in council.person(conn, person_id).roles:
        return []
    child, case = case_tables.CHILD, case_tables.CASE
    query = (
        select(F, child.c.name)
        .join(case, case.c.id == F.c.case_id)
        .join(child, child.c.id == case.c.child_id)
        .where(F.c.step.in_(("to_sign", "to_answer")), F.c.case_id.not_in(closed.cases(person_id)))
        .where(F.c.found_by != person_id)
        .order_by(F.c.found_at)
    )
    return [
        DoNextRow(
            "finding",
            row["name"],
            1,
            None,
            "plain",
            "meeting",
            {"meeting_id": row["meeting"], "item": row["item"]},
            row["step"],
        )
        for row in conn.execute(query).mappings()
    ]


def strands(conn: Connection, framework_sha256: str) -> dict[str, str]:
    """Return the strands of a decision's framework by id, with their names; none for one without a matrix."""
    return dict(rulebooks.names(conn, framework_sha256).strands) if framework_sha256 else {}


def _row(conn: Connection, row: RowMapping, viewer: str | None) -> FindingRow:
    names = {one.id: one.name for one in council.people(conn)}
    shows = sees_money(conn, viewer)
    shares = tuple(Share(**share) for share in _list(row["shares"]))
    made = FindingRow(
        id=row["id"],
        head=row["head"],
        step=row["step"],
        kind=row["kind"],
        meeting=row["meeting"],
        item=row["item"],
        case_id=row["case_id"],
        decision=row["decision"],
        outcome=row["outcome"] or "",
        asked=_mark(row, "asked", names),
        found=_mark(row, "found", names),
        shows_money=shows,
        pence=row["pence"],
        shares=shares,
        commissioned=row["commissioned"] or "",
        starts=date.fromisoformat(row["starts"]) if row["starts"] else None,
        months=row["months"],
        conditions=tuple(_list(row["conditions"])),
        options=tuple(_list(row["options"])),
        countersigned=_mark(row, "countersigned", names),
        signed=_mark(row, "signed", names),
        agrees=None if row["agrees"] is None else bool(row["agrees"]),
        delegation=row["delegation"] or "",
        asks=tuple(_list(row["asks"])),
        theme=row["theme"] or "",
        framework_sha256=row["framework_sha256"] or "",
        strand=row["strand"] or "",
        level=row["level"],
        answered=_mark(row, "answered", names),
        correction=row["correction"] or "",
    )
    return made if shows else replace(made, pence=None, shares=())


def _list(text: str | None) -> list[Any]:
    return list(json.loads(text)) if text else []


def _mark(row: RowMapping, name: str, names: dict[str, str]) -> SignedRow | None:
    who = row[f"{name}_by"]
    if who is None:
        return None
    return SignedRow(who, names.get(who, who), _at(row[f"{name}_at"]), row[f"{name}_words"] or "")


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)
