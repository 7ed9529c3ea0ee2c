"""Cases whose time is over or will be soon, what is known of their keeping, and all that belongs to one case."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, NamedTuple

from sqlalchemy import Connection, func, null, select

from bandingdesk.casework import retention
from bandingdesk.casework.retention import Rule
from bandingdesk.errors import QT_TRANSLATE_NOOP, RefusedError
from bandingdesk.ops import Subject
from bandingdesk.store import log
from bandingdesk.store.projections import casework as casework_tables
from bandingdesk.store.projections import panel as panel_tables
from bandingdesk.store.projections import retention as tables
from bandingdesk.store.queries import around, council

State = Literal["due", "reviewed", "kept", "held", "erased"]

# Subjects that belong to a case by naming it, and those that belong to it by naming one of these.
NEAR = (
    "case", "evidence", "profile", "round", "decision", "letter", "interest", "contact", "provision", "advice", "form",
    "return", "entry", "action", "minutes", "outside", "feedback", "outcome",
    "band_query",
)  # fmt: skip
FAR = ("sheet", "audit", "resolution", "slip")


class NotACaseError(RefusedError):
    """The record holds no case CASE."""

    code = "RT-20"
    message = QT_TRANSLATE_NOOP("errors", "The record holds no case {case}.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was recorded and nothing was erased.")
    do = QT_TRANSLATE_NOOP("errors", "Use the case's short reference (2026-0417) or its id.")


@dataclass(frozen=True, slots=True)
class KeepingRow:
    """One case on the review list: from when a rule lets it go, what was found and what stops it.

    `name` and `born` are empty once erased. `appeal_on` is the last appeal that was lodged, a reason to hold.
    """

    case: str
    reference: str
    name: str
    born: date | None
    rule: str
    rule_words: str
    due: date | None
    state: State
    head: str | None
    appeal_on: date | None
    reviewed_by: str | None = None
    reviewed_at: str | None = None
    words: str = ""
    keep_until: date | None = None
    hold: str | None = None
    hold_words: str = ""
    held_by: str | None = None
    erased_by: str | None = None
    erased_at: str | None = None
    reason: str = ""


class Belongings(NamedTuple):
    """All subjects of a case ("kind:id"), the case's own among them, and its places on agendas."""

    subjects: tuple[str, ...]
    items: tuple[str, ...]


def rules(conn: Connection, on: date) -> tuple[Rule, ...]:
    """Return the retention rules in force on a day. Raises RuleUnfitError."""
    return retention.rules(council.policy(conn, retention.POLICY, on))


def case_of(conn: Connection, text: str) -> str:
    """Return the id of the case that TEXT names: a short reference, or the id itself. Raises NotACaseError."""
    raw = log.driver(conn)
    row = raw.execute("SELECT subject FROM reference WHERE kind = 'case' AND text = ?", (text,)).fetchone()
    row = row or raw.execute("SELECT subject FROM head WHERE subject = ?", (f"case:{text}",)).fetchone()
    if row is None:
        raise NotACaseError(case=text)
    return Subject.parse(row[0]).id


def listed(conn: Connection, today: date, *, within_days: int = 0) -> list[KeepingRow]:
    """Return the cases whose time is over, or will be in so many days, and those on hold or erased; the longest
    overdue first, the erased last.
    """
    known = _known(conn)
    found = []
    open_rules: dict[str, tuple[Rule, date]] = {}  # of cases that somebody held before anybody reviewed them
    for rule in rules(conn, today):
        if rule.after == "request":
            continue
        for case, name, born, event in _events(conn, rule):
            due = retention.due(rule, born, event, today)
            if due is not None and case in known:
                open_rules.setdefault(case, (rule, due))
            elif due is not None and (due - today).days <= within_days:
                found.append(_row(conn, case, name, born, rule, due, None))
    by_key = {rule.key: rule for rule in rules(conn, today)}
    found += [_known_row(conn, row, by_key, open_rules.get(case)) for case, row in known.items()]
    return sorted(found, key=lambda row: (row.state == "erased", row.due or date.max, row.reference))


def keeping(conn: Connection, case: str) -> dict[str, Any] | None:
    """Return the row of what is known of the keeping of a case, None where nobody looked at it yet."""
    row = conn.execute(select(tables.RETENTION).where(tables.RETENTION.c.id == case)).mappings().first()
    return None if row is None else dict(row)


def due_day(conn: Connection, case: str, rule: Rule, today: date) -> date | None:
    """Return the first day on which RULE lets the case go, None where what it counts from is not known."""
    if rule.after == "request":
        return today
    for _, _, born, event in _events(conn, rule, case):
        return retention.due(rule, born, event, today)
    return None


def belongings(conn: Connection, case: str) -> Belongings:
    """Return all that belongs to a case, out of the log itself: also what does not stand and what is sealed here.

    The child belongs to it where no other case of the child is left, with every entry of that child and the people
    around it.
    """
    raw = log.driver(conn)
    bodies = "SELECT o.subject, CAST(p.body AS TEXT) FROM op o JOIN payload p ON p.seq = o.seq WHERE p.body IS NOT NULL"
    near, items, child = {f"case:{case}"}, set(), None
    naming = f"{bodies} AND (o.subject = ? OR instr(CAST(p.body AS TEXT), ?)) ORDER BY o.seq"
    for subject, body in raw.execute(naming, (f"case:{case}", case)).fetchall():
        if subject.partition(":")[0] in NEAR:
            value = json.loads(body)
            if subject == f"case:{case}":
                child = value.get("child", child)
            if value.get("case", case) == case:
                near.add(subject)
                items |= {value["item"]} if isinstance(value.get("item"), str) else set()
    far = _sealed_and_named(raw, near, items)
    if child is not None:
        entries = around.family(conn, around.root(conn, child))
        if not _has_other_case(conn, entries, case):
            far |= {f"child:{entry}" for entry in entries} | _people(raw, entries)
    return Belongings(tuple(sorted(near | far)), tuple(sorted(items)))


def _sealed_and_named(raw: Any, near: Iterable[str], items: Iterable[str]) -> set[str]:
    """Return sheets of the rounds, interests in the items by their ids; audits, resolutions, slips by what they name.

    A slip is about several cases, and goes with the first of them that goes: their sheets stand by themselves.
    """
    rounds = {s.partition(":")[2] for s in near if s.startswith("round:")}
    ids = {s.partition(":")[2] for s in near} | set(items)
    found = set()
    for (subject,) in raw.execute("SELECT DISTINCT subject FROM op WHERE subject LIKE 'sheet:%'").fetchall():
        if subject.partition(":")[2].partition(".")[0] in rounds:
            found.add(subject)
    by_item = "subject LIKE 'interest:%' OR subject LIKE 'voice:%' OR subject LIKE 'ballot:%'"  # MEETING.ITEM…
    for (subject,) in raw.execute(f"SELECT DISTINCT subject FROM op WHERE {by_item}").fetchall():
        if set(subject.partition(":")[2].split(".")[1:2]) & set(items):
            found.add(subject)
    select_far = (
        "SELECT o.subject, CAST(p.body AS TEXT) FROM op o JOIN payload p ON p.seq = o.seq"
        " WHERE p.body IS NOT NULL AND (o.subject LIKE 'audit:%' OR o.subject LIKE 'resolution:%'"
        " OR o.subject LIKE 'slip:%')"
    )
    for subject, body in raw.execute(select_far).fetchall():
        if any(id_ in body for id_ in ids):
            found.add(subject)
            if subject.startswith("audit:"):
                ids.add(subject.partition(":")[2])
    return found


def _has_other_case(conn: Connection, entries: Collection[str], case: str) -> bool:
    """Return whether a case but CASE is under one of ENTRIES; one that has no row here counts by what it ever said."""
    t, raw = casework_tables.CASE, log.driver(conn)
    if conn.execute(select(t.c.id).where(t.c.child_id.in_(entries), t.c.id != case)).first() is not None:
        return True
    shown = {f"case:{id_}" for id_ in conn.execute(select(t.c.id)).scalars()} | {f"case:{case}"}
    return bool(_naming(raw, "case", entries) - shown)


def _people(raw: Any, entries: Collection[str]) -> set[str]:
    """Return the people around the child with these entries."""
    return _naming(raw, "relation", entries)


def _naming(raw: Any, kind: str, entries: Collection[str]) -> set[str]:
    """Return the subjects of KIND that ever named one of ENTRIES as their child."""
    found: set[str] = set()
    for entry in entries:
        rows = raw.execute(
            "SELECT DISTINCT o.subject FROM op o JOIN payload p ON p.seq = o.seq"
            " WHERE o.subject LIKE ? AND instr(CAST(p.body AS TEXT), ?)",
            (f"{kind}:%", json.dumps({"child": entry}, separators=(",", ":"))[1:-1]),
        )
        found |= {row[0] for row in rows.fetchall()}
    return found


def _events(conn: Connection, rule: Rule, case: str | None = None) -> Sequence[Any]:
    """Return (case, child's name, born, day of the last signed decision) of each case, or of one."""
    t, c, d = casework_tables.CASE, casework_tables.CHILD, panel_tables.DECISION
    last = select(func.max(d.c.signed_at)).where(d.c.case_id == t.c.id, d.c.step == "signed").scalar_subquery()
    event: Any = last if rule.after == "last_decision" else null()
    query = select(t.c.id, c.c.name, c.c.born, event).select_from(t.join(c, c.c.id == t.c.child_id))
    if case is not None:
        query = query.where(t.c.id == case)
    return [(id_, name, _day(born), _day(signed)) for id_, name, born, signed in conn.execute(query).all()]


def _known(conn: Connection) -> dict[str, Any]:
    return {row["id"]: row for row in conn.execute(select(tables.RETENTION)).mappings()}


def _known_row(conn: Connection, kept: Any, by_key: dict[str, Rule], open_rule: tuple[Rule, date] | None) -> KeepingRow:
    t, c = casework_tables.CASE, casework_tables.CHILD
    query = select(c.c.name, c.c.born).select_from(t.join(c, c.c.id == t.c.child_id)).where(t.c.id == kept["id"])
    name, born = conn.execute(query).first() or ("", None)
    rule, due = (by_key.get(kept["rule"]), _day(kept["due"])) if kept["rule"] else open_rule or (None, None)
    return _row(conn, kept["id"], name, _day(born), rule, due, kept)


def _row(
    conn: Connection, case: str, name: str, born: date | None, rule: Rule | None, due: date | None, kept: Any
) -> KeepingRow:
    raw = log.driver(conn)
    reference = raw.execute("SELECT text FROM reference WHERE subject = ?", (f"case:{case}",)).fetchone()
    h = casework_tables.HISTORY
    appeal = conn.execute(select(func.max(h.c.on_day)).where(h.c.case_id == case, h.c.what == "appeal")).scalar()
    common = (case, reference[0] if reference else "", name, born)
    if kept is None:
        assert rule is not None
        return KeepingRow(*common, rule.key, rule.words, due, "due", None, _day(appeal))
    return KeepingRow(
        *common,
        rule=kept["rule"] or (rule.key if rule else ""),
        rule_words=kept["rule_words"] or (rule.words if rule else ""),
        due=due,
        state=_state(kept),
        head=kept["head"],
        appeal_on=_day(appeal),
        reviewed_by=kept["reviewed_by"],
        reviewed_at=kept["reviewed_at"],
        words=kept["words"] or "",
        keep_until=_day(kept["keep_until"]),
        hold=kept["hold"],
        hold_words=kept["hold_words"] or "",
        held_by=kept["held_by"],
        erased_by=kept["destroyed_by"],
        erased_at=kept["destroyed_at"],
        reason=kept["reason"] or "",
    )


def _state(kept: Any) -> State:
    if kept["destroyed_by"]:
        return "erased"
    if kept["hold"]:
        return "held"
    if kept["finding"] == "destroy":
        return "reviewed"
    return "kept" if kept["finding"] else "due"


def _day(text: str | None) -> date | None:
    return None if not text else date.fromisoformat(text[:10])
