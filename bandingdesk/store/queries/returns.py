"""Forms sent out and what came back, as rows: what is late, what is in doubt, and the family's words as written.

A setting's levels stay hidden here as in its profile: nobody reads them before all expected have locked theirs.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import Connection, RowMapping, select

from bandingdesk.casework.returns import form, from_document, returned, workbook
from bandingdesk.casework.returns.found import OUTSIDE, Reading, differences
from bandingdesk.casework.returns.from_document import Suggested
from bandingdesk.casework.returns.ops import Answer, Doubt, FormKind
from bandingdesk.casework.returns.questions import STRAND
from bandingdesk.store.projections import casework, council
from bandingdesk.store.projections import returns as tables
from bandingdesk.store.queries import around, closed, party_profiles
from bandingdesk.store.queries.doing import DoNextRow, tone

FormState = Literal["not_written", "waiting", "late", "came", "replaced", "withdrawn"]
ReturnState = Literal["open", "taken", "aside"]
HIDDEN = "…"  # stands for words that may not be read yet
_F, _R = tables.FORM, tables.RETURN
_BLIND = (STRAND, workbook.NOTES, OUTSIDE)


@dataclass(frozen=True, slots=True)
class FormRow:
    """A form that was made. `files` are the names of the copies that were written, `returns` counts what came back."""

    id: str
    head: str
    case_id: str
    kind: FormKind
    reference: str
    to_name: str
    to_role: str
    dated: date
    due: date | None
    state: FormState
    files: tuple[str, ...]
    returns: int
    request: str | None = None
    withdrawn: str = ""


@dataclass(frozen=True, slots=True)
class Again:
    """Another return of the same form, and the questions that the two answer otherwise."""

    id: str
    on: date
    state: ReturnState
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReturnRow:
    """One file that came back. Where `is_blind` its levels and notes are hidden: whoever looks has not locked theirs.

    `again` are other returns of the same form. `became` names what was made of it.
    """

    id: str
    head: str
    case_id: str
    form_id: str
    kind: FormKind
    to_name: str
    to_role: str
    on: date
    file: str
    sha256: str
    mime: str
    size: int
    received_by: str
    answers: tuple[Answer, ...]
    doubts: tuple[Doubt, ...]
    state: ReturnState
    taken: tuple[str, ...]
    left_out: tuple[str, ...]
    asked: tuple[str, ...]
    became: tuple[str, ...]
    taken_by: str
    taken_at: datetime | None
    reason: str
    is_blind: bool
    again: tuple[Again, ...] = ()

    @property
    def about_file(self) -> tuple[Doubt, ...]:
        """The doubts that stand beside no answer."""
        return returned.about_file(self.doubts, self.answers)

    def of(self, key: str) -> tuple[Doubt, ...]:
        """Return the doubts about one answer."""
        return tuple(doubt for doubt in self.doubts if doubt.about == key)


@dataclass(frozen=True, slots=True)
class ViewsRow:
    """What a parent, a child or a young person wrote, in their very words, once a person has taken it over."""

    id: str
    kind: FormKind
    who: str
    role: str
    on: date
    said: tuple[Answer, ...]


def forms(conn: Connection, case_id: str, today: date) -> tuple[FormRow, ...]:
    """Return the forms made for a case, the newest first."""
    rows = conn.execute(select(_F).where(_F.c.case_id == case_id).order_by(_F.c.dated.desc(), _F.c.id.desc()))
    return tuple(_form(conn, row, today) for row in rows.mappings())


def form_row(conn: Connection, id_: str, today: date) -> FormRow | None:
    """Return one form, None where the record has none of that id."""
    row = conn.execute(select(_F).where(_F.c.id == id_)).mappings().first()
    return None if row is None else _form(conn, row, today)


def newest_like(conn: Connection, case_id: str, kind: str, to_name: str, request: str | None) -> str | None:
    """Return the form that a new one of KIND to the same person stands in the place of: the last one, if it is open.

    A profile has one sender, and each advice is a request of its own.
    """
    query = select(_F.c.id).where(_F.c.case_id == case_id, _F.c.kind == kind, _F.c.withdrawn.is_(None))
    if kind not in form.PER_LEVEL:
        query = query.where(_F.c.to_name == to_name)
    if request is not None:
        query = query.where(_F.c.request == request)
    return conn.execute(query.order_by(_F.c.dated.desc(), _F.c.id.desc())).scalar()


def newer(conn: Connection, id_: str) -> date | None:
    """Return the day on which a newer form was made in the place of this one, None where it is the newest."""
    day = conn.execute(select(_F.c.dated).where(_F.c.replaces == id_)).scalar()
    return None if day is None else date.fromisoformat(day)


def before(conn: Connection, form_id: str) -> tuple[tuple[str, date, Reading], ...]:
    """Return (sha256, day, what was read) of every file that came back from a form, the newest first."""
    rows = conn.execute(select(_R).where(_R.c.form_id == form_id).order_by(_R.c.on_day.desc(), _R.c.id.desc()))
    return tuple(
        (row["sha256"], date.fromisoformat(row["on_day"]), Reading(_answers(row), _doubts(row)))
        for row in rows.mappings()
    )


def returns(conn: Connection, case_id: str, viewer: str) -> tuple[ReturnRow, ...]:
    """Return what came back to a case, the newest first, as VIEWER may see it."""
    query = (
        select(_R, _F.c.to_name, _F.c.to_role, council.PERSON.c.name.label("taker"))
        .outerjoin(_F, _F.c.id == _R.c.form_id)
        .outerjoin(council.PERSON, council.PERSON.c.id == _R.c.taken_by)
        .where(_R.c.case_id == case_id)
        .order_by(_R.c.on_day.desc(), _R.c.id.desc())
    )
    rows = list(conn.execute(query).mappings())
    found = [_return(row) for row in rows]
    shown = (replace(row, again=tuple(_again(row, found))) for row in found)
    return tuple(_hidden(row) if row.kind in form.PER_LEVEL and _is_blind(conn, row, viewer) else row for row in shown)


def with_forms(conn: Connection) -> tuple[tuple[str, FormKind], ...]:
    """Return (case, kind) of everything that came back, the latest first."""
    rows = conn.execute(select(_R.c.case_id, _R.c.kind).order_by(_R.c.on_day.desc(), _R.c.id.desc()))
    return tuple((row.case_id, row.kind) for row in rows)


def is_readable(conn: Connection, return_id: str, viewer: str) -> bool:
    """Return whether VIEWER may read all that is on record of a return: a list of its versions shows its levels."""
    case_id = conn.execute(select(_R.c.case_id).where(_R.c.id == return_id)).scalar()
    rows = returns(conn, case_id, viewer) if case_id is not None else ()
    return any(row.id == return_id and not row.is_blind for row in rows)


def views(
    conn: Connection, case_id: str, *, after: date | None = None, until: date | None = None
) -> tuple[ViewsRow, ...]:
    """Return the family's words that were taken over, the newest of each form: after one day and until another."""
    query = select(_R, _F.c.to_name, _F.c.to_role).outerjoin(_F, _F.c.id == _R.c.form_id)
    query = query.where(_R.c.case_id == case_id, _R.c.state == "taken", _R.c.kind.in_(form.VIEWS))
    if after is not None:
        query = query.where(_R.c.on_day > after.isoformat())
    if until is not None:
        query = query.where(_R.c.on_day <= until.isoformat())
    found: dict[str, ViewsRow] = {}
    for row in conn.execute(query.order_by(_R.c.taken_at)).mappings():
        taken = set(json.loads(row["taken"]))
        said = tuple(one for one in _answers(row) if one.key in taken)
        on = date.fromisoformat(row["on_day"])
        found[row["form_id"]] = ViewsRow(row["id"], row["kind"], row["to_name"] or "", row["to_role"] or "", on, said)
    return tuple(sorted(found.values(), key=lambda one: (one.kind != "child_views", one.on, one.id)))


def suggested(conn: Connection, case_id: str) -> tuple[tuple[str, Suggested], ...]:
    """Return the lines of provision in advice that was taken over, each with who gave it: suggestions for Section F."""
    query = select(_R, _F.c.to_name, _F.c.to_role).outerjoin(_F, _F.c.id == _R.c.form_id)
    query = query.where(_R.c.case_id == case_id, _R.c.state == "taken", _R.c.kind == "advice").order_by(_R.c.taken_at)
    found = []
    for row in conn.execute(query).mappings():
        taken = set(json.loads(row["taken"]))
        who = ", ".join(filter(None, (row["to_name"], row["to_role"])))
        found += [(who, line) for line in from_document.provision(one for one in _answers(row) if one.key in taken)]
    return tuple(found)


def to_do(conn: Connection, person_id: str, today: date) -> list[DoNextRow]:
    """Return what waits of forms in the person's cases: returns that nobody has settled, and forms that are late."""
    case, child = casework.CASE, casework.CHILD
    mine = (
        select(case.c.id, case.c.child_id, child.c.name)
        .join(child, child.c.id == case.c.child_id)
        .where(case.c.assigned == person_id, case.c.id.not_in(closed.cases(person_id)))
        .subquery()
    )
    found = []
    opened = select(mine.c.name, mine.c.id, _R.c.on_day, _R.c.open_doubts).join(_R, _R.c.case_id == mine.c.id)
    for row in conn.execute(opened.where(_R.c.state == "open")).mappings():
        where = {"case_id": row["id"], "section": "returns"}
        found.append(DoNextRow("form", row["name"], row["open_doubts"], None, "plain", "cases", where, "came"))
    came, later = _R.alias(), _F.alias()
    late = (
        select(mine.c.name, mine.c.id, mine.c.child_id, _F.c.due, _F.c.to_name)
        .join(_F, _F.c.case_id == mine.c.id)
        .where(
            _F.c.due < today.isoformat(),
            _F.c.withdrawn.is_(None),
            ~select(came.c.id).where(came.c.form_id == _F.c.id).exists(),
            ~select(later.c.id).where(later.c.replaces == _F.c.id).exists(),
        )
        .order_by(_F.c.due)
    )
    stopped = around.stops(conn)  # after a death nobody is reminded of a form
    for row in conn.execute(late).mappings():
        if row["child_id"] in stopped:
            continue
        due = date.fromisoformat(row["due"])
        where = {"case_id": row["id"], "section": "returns"}
        found.append(DoNextRow("form", row["name"], 0, due, tone(due, today), "cases", where, row["to_name"]))
    return found


def _form(conn: Connection, row: RowMapping, today: date) -> FormRow:
    came = len(conn.execute(select(_R.c.id).where(_R.c.form_id == row["id"])).all())
    due = date.fromisoformat(row["due"]) if row["due"] else None
    state: FormState = "waiting"
    if row["withdrawn"] is not None:
        state = "withdrawn"
    elif came:
        state = "came"
    elif newer(conn, row["id"]) is not None:
        state = "replaced"
    elif row["written_at"] is None:
        state = "not_written"
    elif due is not None and due < today:
        state = "late"
    names = ("id", "head", "case_id", "kind", "reference", "to_name", "to_role", "request")
    values: dict[str, Any] = {name: row[name] for name in names}
    return FormRow(
        **values,
        dated=date.fromisoformat(row["dated"]),
        due=due,
        state=state,
        files=tuple(json.loads(row["files"])),
        returns=came,
        withdrawn=row["withdrawn"] or "",
    )


def _return(row: RowMapping) -> ReturnRow:
    names = ("id", "head", "case_id", "form_id", "kind", "file", "sha256", "mime", "size", "received_by", "state")
    values: dict[str, Any] = {name: row[name] for name in names}
    return ReturnRow(
        **values,
        to_name=row["to_name"] or "",
        to_role=row["to_role"] or "",
        on=date.fromisoformat(row["on_day"]),
        answers=_answers(row),
        doubts=_doubts(row),
        taken=tuple(json.loads(row["taken"])),
        left_out=tuple(json.loads(row["left_out"])),
        asked=tuple(one["words"] for one in json.loads(row["asked"])),
        became=tuple(json.loads(row["became"])),
        taken_by=row["taker"] or "",
        taken_at=datetime.fromisoformat(row["taken_at"]) if row["taken_at"] else None,
        reason=row["reason"] or "",
        is_blind=False,
    )


def _again(row: ReturnRow, all_: list[ReturnRow]) -> Iterator[Again]:
    mine = Reading(row.answers, ())
    for other in all_:
        if other.form_id == row.form_id and other.id != row.id:
            yield Again(other.id, other.on, other.state, tuple(differences(Reading(other.answers, ()), mine)))


def _is_blind(conn: Connection, row: ReturnRow, viewer: str) -> bool:
    """Say whether VIEWER may not read the levels in ROW now: as the profile that it became, or that it may become."""
    now = party_profiles.occasion(conn, row.case_id)
    for of in range(now, 0, -1):
        for known in party_profiles.profiles(conn, row.case_id, viewer, of=of):
            if known.party == "setting" and (known.source == source(row.id) or (of == now and row.state == "open")):
                return not known.is_shown
    return True


def source(return_id: str) -> str:
    """Return how a profile names the return that it was read from."""
    return f"return:{return_id}"


def _hidden(row: ReturnRow) -> ReturnRow:
    """Return ROW without levels, notes and what was written beside them; that something stands there is told."""
    answers = tuple(
        replace(one, text=HIDDEN if one.text else "", level=None) if one.key.startswith(_BLIND) else one
        for one in row.answers
    )
    doubts = tuple(
        replace(one, found=HIDDEN, expected=HIDDEN) if one.about.startswith(_BLIND) and one.found else one
        for one in row.doubts
    )
    again = tuple(replace(one, labels=()) for one in row.again)
    return replace(row, answers=answers, doubts=doubts, again=again, is_blind=True)


def _answers(row: RowMapping) -> tuple[Answer, ...]:
    return tuple(Answer(**one) for one in json.loads(row["answers"]))


def _doubts(row: RowMapping) -> tuple[Doubt, ...]:
    return tuple(Doubt(**one) for one in json.loads(row["doubts"]))
