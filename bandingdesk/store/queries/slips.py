"""Members without the program: what was made for them, what came back, and how far each case is. Never an answer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, NamedTuple

from sqlalchemy import Connection, RowMapping, select

from bandingdesk.panel import interests
from bandingdesk.panel.meeting import VOTING
from bandingdesk.panel.slips.ops import SlipKind
from bandingdesk.store.projections import panel as panel_tables
from bandingdesk.store.projections import slips as tables
from bandingdesk.store.queries import panel

# made: no copy is written yet; out: one is with the member; back: a file came; withdrawn: nobody waits for it
SlipState = Literal["made", "out", "back", "withdrawn"]
# late: revealed before; replaced: scored again since; complete: whole, and not locked yet
CaseState = Literal[
    "waiting", "locked", "stepped_out", "late", "replaced", "complete", "part", "empty", "doubt", "same", "other"
]
_S = tables.SLIP


class DoubtRow(NamedTuple):
    """A doubt by its code (doubts.py) and place."""

    code: str
    place: str


@dataclass(frozen=True, slots=True)
class SlipCaseRow:
    """One case of a workbook. `reference` is "" for a viewer who has stepped out of it."""

    item: str
    reference: str
    round: str
    state: CaseState
    missing: int
    doubts: tuple[DoubtRow, ...]


@dataclass(frozen=True, slots=True)
class SlipRow:
    """One workbook, or one set of paper slips. `doubts` are about the file that came back as a whole."""

    id: str
    head: str
    kind: SlipKind
    meeting: str
    person: str
    name: str
    code: str
    dated: date
    due: date | None
    state: SlipState
    files: tuple[str, ...]
    back_on: date | None
    back_file: str
    was_open: bool
    cases: tuple[SlipCaseRow, ...]
    doubts: tuple[DoubtRow, ...]
    reasons: tuple[str, ...]
    withdrawn: str

    @property
    def locked(self) -> int:
        """How many cases are locked."""
        return sum(case.state == "locked" for case in self.cases)

    @property
    def to_settle(self) -> tuple[SlipCaseRow, ...]:
        """The cases whose answers are whole and wait for a person."""
        waits = ("doubt", "other", "complete")
        return tuple(case for case in self.cases if case.state in waits and not case.missing)


@dataclass(frozen=True, slots=True)
class OpenCase:
    """A case that a member may score now: its item and open round, and whether their sheet is locked."""

    item: str
    case: str
    reference: str
    round: str
    framework_sha256: str
    strands: tuple[str, ...]
    questions: str
    is_locked: bool


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A voting member of the meeting, what they may score now, and what was made for them, the newest first."""

    person: str
    name: str
    profession: str
    code: str
    open: tuple[OpenCase, ...]
    slips: tuple[SlipRow, ...]


def members(conn: Connection, meeting_id: str, viewer: str) -> tuple[MemberRow, ...]:
    """Return the voting members of a meeting in the order of their seats, as VIEWER may see their cases."""
    meeting, made = panel.meeting(conn, meeting_id), slips(conn, meeting_id, viewer)
    voters = [seat for seat in meeting.seats if seat.role in VOTING]
    return tuple(
        MemberRow(
            seat.person_id,
            seat.name,
            seat.profession,
            code_of(number),
            open_cases(conn, meeting_id, seat.person_id, viewer),
            tuple(one for one in made if one.person == seat.person_id),
        )
        for number, seat in enumerate(voters, 1)
    )


def code_of(number: int) -> str:
    """Return how a member is called on paper: by the place among the voting seats, never by name."""
    return f"Scorer {number}"


def open_cases(conn: Connection, meeting_id: str, person: str, viewer: str) -> tuple[OpenCase, ...]:
    """Return the cases that PERSON may score now, in the order of the agenda; none that is closed to VIEWER."""
    closed = panel.closed_cases(conn, viewer)
    by_item = {row["item"]: row for row in _open_rounds(conn, meeting_id)}
    found = []
    for item in panel.agenda(conn, meeting_id, viewer):
        row = by_item.get(item.item)
        if row is None or row["case_id"] in closed or person not in json.loads(row["scorers"]):
            continue
        standing = panel.standings(conn, meeting_id, item.item).get(person, "unanswered")
        if interests.may_score(standing):
            found.append(_open_case(conn, row, person, item.reference))
    return tuple(found)


def slips(conn: Connection, meeting_id: str, viewer: str) -> tuple[SlipRow, ...]:
    """Return what was made for members of a meeting, the newest first."""
    query = select(_S).where(_S.c.meeting == meeting_id).order_by(_S.c.dated.desc(), _S.c.id.desc())
    closed = panel.closed_cases(conn, viewer)
    return tuple(_slip(conn, row, closed) for row in conn.execute(query).mappings())


def slip(conn: Connection, slip_id: str, viewer: str) -> SlipRow:
    """Return one. Raises KeyError."""
    row = conn.execute(select(_S).where(_S.c.id == slip_id)).mappings().first()
    if row is None:
        raise KeyError(slip_id)
    return _slip(conn, row, panel.closed_cases(conn, viewer))


def ids(conn: Connection, meeting_id: str) -> list[str]:
    """Return the ids of the workbooks of a meeting that are not withdrawn, the newest first."""
    query = select(_S.c.id).where(_S.c.meeting == meeting_id, _S.c.kind == "workbook", _S.c.withdrawn.is_(None))
    return list(conn.execute(query.order_by(_S.c.id.desc())).scalars())


def still_open(conn: Connection, rounds: list[str]) -> frozenset[str]:
    """Return which of ROUNDS are open still."""
    t = panel_tables.ROUND
    return frozenset(conn.execute(select(t.c.id).where(t.c.id.in_(rounds), t.c.state == "open")).scalars())


def _open_rounds(conn: Connection, meeting_id: str) -> list[RowMapping]:
    t = panel_tables.ROUND
    query = select(t).where(t.c.meeting == meeting_id, t.c.state == "open").order_by(t.c.number)
    return list(conn.execute(query).mappings())


def _open_case(conn: Connection, row: RowMapping, person: str, reference: str) -> OpenCase:
    sheet = panel_tables.SHEET
    locked = select(sheet.c.is_locked).where(sheet.c.round == row["id"], sheet.c.person == person)
    return OpenCase(
        row["item"],
        row["case_id"],
        reference,
        row["id"],
        row["framework_sha256"],
        tuple(json.loads(row["strands"])),
        row["questions"] or "",
        bool(conn.execute(locked).scalar()),
    )


def _slip(conn: Connection, row: RowMapping, closed: frozenset[str]) -> SlipRow:
    returns, aside = json.loads(row["returns"]), row["aside"]
    back = returns[-1] if len(returns) > aside else None
    files, withdrawn = tuple(json.loads(row["files"])), row["withdrawn"]
    state: SlipState = "withdrawn" if withdrawn else "back" if back else "out" if files else "made"
    return SlipRow(
        id=row["id"],
        head=row["head"],
        kind=row["kind"],
        meeting=row["meeting"],
        person=row["person"],
        name=row["name"],
        code=row["code"],
        dated=date.fromisoformat(row["dated"]),
        due=date.fromisoformat(row["due"]) if row["due"] else None,
        state=state,
        files=files,
        back_on=date.fromisoformat(back["on"]) if back else None,
        back_file=back["file"] if back else "",
        was_open=bool(back and back["was_open"]),
        cases=tuple(_cases(conn, row, back, closed)),
        doubts=tuple(_doubts(back, "")),
        reasons=tuple(json.loads(row["reasons"])),
        withdrawn=withdrawn or "",
    )


def _cases(conn: Connection, row: RowMapping, back: Any, closed: frozenset[str]) -> Iterator[SlipCaseRow]:
    found = {one["item"]: one for one in back["found"]} if back else {}
    settled = json.loads(row["settled"])
    for case in json.loads(row["cases"]):
        read = found.get(case["item"])
        said = read["state"] if read and case["item"] not in settled else None
        state = _standing(conn, row["meeting"], row["person"], case, said)
        shown = "" if case["case"] in closed else case["reference"]
        missing = read["missing"] if read and state in ("part", "doubt", "empty", "other") else 0
        doubts = tuple(_doubts(back, case["item"])) if state in ("doubt", "other", "part") else ()
        yield SlipCaseRow(case["item"], shown, case["round"], state, missing, doubts)


def _standing(conn: Connection, meeting: str, person: str, case: Any, said: CaseState | None) -> CaseState:
    """Return how far one case is: what happened since counts before what the file SAID, None where it is settled."""
    round_, sheet = panel_tables.ROUND, panel_tables.SHEET
    locked = conn.execute(
        select(sheet.c.is_locked).where(sheet.c.round == case["round"], sheet.c.person == person)
    ).scalar()
    rounds = list(
        conn.execute(
            select(round_.c.id, round_.c.state, round_.c.first)
            .where(round_.c.item == case["item"])
            .order_by(round_.c.number)
        ).mappings()
    )
    mine = next((one for one in rounds if one["id"] == case["round"]), None)
    if locked:
        return "other" if said == "other" else "locked"
    standing = panel.standings(conn, meeting, case["item"]).get(person, "unanswered")
    if not interests.may_score(standing):
        return "stepped_out"
    if mine is None or mine["state"] != "open":
        again = [one for one in rounds if one["id"] != case["round"] and one["state"] == "open"]
        return "replaced" if again else "late"
    return said or "waiting"


def _doubts(back: Any, item: str) -> Iterator[DoubtRow]:
    if back is None:
        return
    if not item and back["was_open"]:
        yield DoubtRow("was_open", "")
    for one in back["doubts"]:
        if one["item"] == item:
            yield DoubtRow(one["code"], one["place"])
