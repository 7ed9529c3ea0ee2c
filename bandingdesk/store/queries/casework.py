"""One case with its clock, papers, profiles, timeline and letters, as rows."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import Connection, RowMapping, bindparam, select

from bandingdesk import ops
from bandingdesk.casework.ops import ReviewHeld
from bandingdesk.errors import QT_TRANSLATE_NOOP, RefusedError
from bandingdesk.store import tables as log
from bandingdesk.store.projections import casework as tables
from bandingdesk.store.projections import panel as panel_tables
from bandingdesk.store.projections import papers as paper_tables
from bandingdesk.store.queries import closed

ReviewRow = ReviewHeld  # the review's own words, unaltered
# Sentences of the timeline; the screen translates them.
_STEPS = (
    ("recommended_at", QT_TRANSLATE_NOOP("record", "Panel recommended")),
    ("signed_at", QT_TRANSLATE_NOOP("record", "Decision signed")),
)
_DECIDE_BY = QT_TRANSLATE_NOOP("record", "Law's last day to decide")
_REVIEW_BY = QT_TRANSLATE_NOOP("record", "Law's last day for the review")
_T, _C = tables.CASE, tables.CHILD
_CASE = (  # made once: most acts ask it
    select(
        _T,
        *(_C.c[name] for name in ("name", "forename", "surname", "born", "upn", "looked_after", "invented")),
        _C.c.head.label("child_head"),
        log.reference.c.text.label("reference"),
    )
    .join(_C, _C.c.id == _T.c.child_id)
    .join(log.reference, log.reference.c.subject == _T.c.owner)
    .where(_T.c.id == bindparam("case_id"))
)


class UnknownCaseError(RefusedError):
    """The record holds no case ID, or it was erased."""

    code = "CA-30"
    message = QT_TRANSLATE_NOOP("errors", "This case is not in the record.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Go back to Cases and choose one from the list.")


@dataclass(frozen=True, slots=True)
class ClockRow:
    """The clock that runs on a case: the law's last day, the council's target, when it began."""

    rule: str
    provision: str
    starts: date
    law_day: date
    target: date
    what: str  # decide | review

    def days_left(self, today: date) -> int:
        """Return the days to the law's last day, negative when it has passed."""
        return (self.law_day - today).days


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case as its page shows it. `band` and `pence` are what the council's list said."""

    id: str
    head: str
    reference: str
    child_id: str
    child_head: str
    child_name: str
    initials: str
    born: date
    upn: str | None
    setting: str
    setting_name: str
    setting_kind: str
    year_group: str
    phase: str
    primary_need: str
    secondary_need: str | None
    kind: str
    band: str | None
    pence: int | None
    plan_start: date | None
    last_review: date | None
    next_review: date | None
    review: ReviewRow | None
    clock: ClockRow | None
    looked_after: bool
    invented: bool
    assigned: str | None
    council_reference: str | None = None


@dataclass(frozen=True, slots=True)
class ExtractRow:
    """A marked passage."""

    id: str
    strand: str
    page: int
    text: str
    highlight: str
    level: int | None = None


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """A paper with its extracts and the answer it was given; `replaced_by` is its newer version."""

    id: str
    head: str
    case_id: str
    title: str
    author: str
    author_role: str
    dated: date
    kind: str
    sha256: str
    mime: str
    pages: int
    size: int
    extracts: tuple[ExtractRow, ...]
    sender: str = "unknown"
    replaces: str | None = None
    replaced_by: str | None = None
    found: tuple[str, ...] = ()
    reliance: str | None = None
    why: str = ""
    answered_by: str | None = None
    answered_at: str | None = None


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One dated fact of a case: from this record, from before it, or still due."""

    on: date
    what: str
    words: str
    source: Literal["record", "imported", "due"]


@dataclass(frozen=True, slots=True)
class LetterRow:
    """An issued letter."""

    id: str
    head: str
    reference: str
    case_id: str
    decision_id: str
    child_name: str
    template: str
    title: str
    recipient_role: str
    recipient_name: str
    sha256: str | None
    pages: int
    dated: date
    sent_on: date | None
    served: date | None
    method: str | None
    state: Literal["issued", "sent"]
    to: str = ""  # the people around the child it is addressed to, joined by +


def case(conn: Connection, id_: str, viewer: str | None = None) -> CaseRow:
    """Return one case. Raises UnknownCaseError; CaseClosedError where VIEWER has stepped out for it."""
    if viewer is not None:
        closed.require_open(conn, id_, viewer)
    row = conn.execute(_CASE, {"case_id": id_}).mappings().first()
    if row is None:
        raise UnknownCaseError(id=id_)
    return CaseRow(
        id=row["id"],
        head=row["head"],
        reference=row["reference"],
        child_id=row["child_id"],
        child_head=row["child_head"],
        child_name=row["name"],
        initials=f"{row['surname'][:1]}{row['forename'][:1]}".upper(),
        born=date.fromisoformat(row["born"]),
        upn=row["upn"],
        setting=row["setting"],
        setting_name=row["setting_name"],
        setting_kind=row["setting_kind"],
        year_group=row["year_group"],
        phase=row["phase"],
        primary_need=row["primary_need"],
        secondary_need=row["secondary_need"],
        kind="annual_review" if row["review"] else row["kind"],
        band=row["band"],
        pence=row["pence"],
        plan_start=_day(row["plan_start"]),
        last_review=_day(row["last_review"]),
        next_review=_day(row["next_review"]),
        review=ops.decode(ReviewHeld, row["review"]) if row["review"] else None,
        clock=_clock(row),
        looked_after=bool(row["looked_after"]),
        invented=bool(row["invented"]),
        assigned=row["assigned"],
        council_reference=row["council_reference"],
    )


def find(conn: Connection, id_: str) -> CaseRow | None:
    """Return one case, None where it is not in the record or was erased by rule."""
    try:
        return case(conn, id_)
    except UnknownCaseError:
        return None


def reference(conn: Connection, id_: str) -> str:
    """Return the short reference of a case, which stays when the case is erased; "" where there is none."""
    query = select(log.reference.c.text).where(log.reference.c.subject == f"case:{id_}")
    return conn.execute(query).scalar() or ""


def evidence(conn: Connection, case_id: str) -> list[EvidenceRow]:
    """Return the papers of a case, the newest first, with their extracts in the order of marking."""
    x, e = paper_tables.EXTRACT, paper_tables.EVIDENCE
    extracts: dict[str, list[ExtractRow]] = {}
    for row in conn.execute(select(x).where(x.c.case_id == case_id).order_by(x.c.position)).mappings():
        found = ExtractRow(row["id"], row["strand"], row["page"], row["text"], row["highlight"], row["level"])
        extracts.setdefault(row["evidence_id"], []).append(found)
    rows = conn.execute(select(e).where(e.c.case_id == case_id).order_by(e.c.dated.desc(), e.c.title)).mappings().all()
    newer = {row["replaces"]: row["id"] for row in rows if row["replaces"]}
    return [_evidence(row, tuple(extracts.get(row["id"], ())), newer.get(row["id"])) for row in rows]


def references(conn: Connection) -> dict[str, str]:
    """Return the reference of every case by its id."""
    query = select(_T.c.id, log.reference.c.text).join(log.reference, log.reference.c.subject == _T.c.owner)
    return {str(row.id): str(row.text) for row in conn.execute(query)}


def paper(conn: Connection, evidence_id: str) -> EvidenceRow | None:
    """Return one paper, None where it is not in the record."""
    e = paper_tables.EVIDENCE
    case_id = conn.execute(select(e.c.case_id).where(e.c.id == evidence_id)).scalar()
    if case_id is None:
        return None
    return next(row for row in evidence(conn, case_id) if row.id == evidence_id)


def timeline(conn: Connection, case_id: str) -> list[TimelineRow]:
    """Return what happened on a case and what is due, oldest first."""
    found = case(conn, case_id)
    rows = [_entry(row) for row in _history(conn, case_id)]
    if found.plan_start:
        rows.append(TimelineRow(found.plan_start, "plan", QT_TRANSLATE_NOOP("record", "Plan made"), "imported"))
    if found.review:
        rows.append(
            TimelineRow(found.review.on, "review", QT_TRANSLATE_NOOP("record", "Review meeting held"), "record")
        )
    for row in evidence(conn, case_id):
        rows.append(TimelineRow(row.dated, "paper", row.title, "record"))
    d = panel_tables.DECISION
    for seen in conn.execute(select(d).where(d.c.case_id == case_id)).mappings():
        for step, words in _STEPS:
            if seen[step]:
                rows.append(TimelineRow(date.fromisoformat(seen[step][:10]), "decision", words, "record"))
    for letter in letters(conn, case_id):
        if letter.sent_on:
            rows.append(TimelineRow(letter.sent_on, "letter", f"{letter.template} sent: {letter.title}", "record"))
    if found.clock:
        words = _DECIDE_BY if found.clock.what == "decide" else _REVIEW_BY
        rows.append(TimelineRow(found.clock.law_day, "due", words, "due"))
    return sorted(rows, key=lambda row: row.on)


def letters(
    conn: Connection, case_id: str | None = None, decision_id: str | None = None, *, viewer: str | None = None
) -> list[LetterRow]:
    """Return issued letters, the newest first: of a case, of a decision, or all; none of a case closed to VIEWER."""
    t, c, f = tables.LETTER, tables.CHILD, tables.CASE
    query = (
        select(t, c.c.name, log.reference.c.text.label("reference"))
        .join(f, f.c.id == t.c.case_id)
        .join(c, c.c.id == f.c.child_id)
        .join(log.reference, log.reference.c.subject == t.c.owner)
        .order_by(t.c.dated.desc(), t.c.id.desc())
    )
    if case_id is not None:
        query = query.where(t.c.case_id == case_id)
    if decision_id is not None:
        query = query.where(t.c.decision_id == decision_id)
    if viewer is not None:
        query = query.where(t.c.case_id.not_in(closed.cases(viewer)))
    return [_letter(row) for row in conn.execute(query).mappings()]


def _history(conn: Connection, case_id: str) -> list[RowMapping]:
    h = tables.HISTORY
    return list(conn.execute(select(h).where(h.c.case_id == case_id).order_by(h.c.on_day)).mappings())


def _entry(row: RowMapping) -> TimelineRow:
    return TimelineRow(date.fromisoformat(row["on_day"]), row["what"], row["words"], "imported")


def _evidence(row: RowMapping, extracts: tuple[ExtractRow, ...], replaced_by: str | None) -> EvidenceRow:
    names = ("id", "head", "case_id", "title", "author", "author_role", "kind", "sha256", "mime", "pages", "size",
             "sender", "replaces", "reliance", "why", "answered_by", "answered_at")  # fmt: skip
    values: dict[str, Any] = {name: row[name] for name in names}
    return EvidenceRow(
        dated=date.fromisoformat(row["dated"]),
        extracts=extracts,
        replaced_by=replaced_by,
        found=tuple(json.loads(row["found"])),
        **values,
    )


def _letter(row: RowMapping) -> LetterRow:
    names = ("id", "head", "reference", "case_id", "decision_id", "template", "title", "recipient_role",
             "recipient_name", "sha256", "pages", "method")  # fmt: skip
    values: dict[str, Any] = {name: row[name] for name in names}
    return LetterRow(
        child_name=row["name"],
        dated=date.fromisoformat(row["dated"]),
        sent_on=_day(row["sent_on"]),
        served=_day(row["served"]),
        state="sent" if row["sent_on"] else "issued",
        to=row["to_key"] or "",
        **values,
    )


def _clock(row: RowMapping) -> ClockRow | None:
    if row["law_day"] is None:
        return None
    return ClockRow(
        row["law_rule"],
        row["provision"],
        date.fromisoformat(row["law_starts"]),
        date.fromisoformat(row["law_day"]),
        date.fromisoformat(row["target_day"]),
        row["what"],
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
