"""The profiles of setting and officer, as somebody may see them now.

Nobody reads a profile before all whom the council expects have locked: not its levels, not its notes, not how far it
is. Who wrote and locked it may read it back. A member who scores the case blind reads none until their round is
revealed, since until then they may still change their scores. When the case is decided the record is read by all.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Literal, NamedTuple

from sqlalchemy import Connection, RowMapping, func, select

from bandingdesk.casework.ops import Party
from bandingdesk.casework.profiles import profile
from bandingdesk.casework.profiles.ops import Confidence, Start
from bandingdesk.store.projections import casework, panel
from bandingdesk.store.projections import profiles as tables
from bandingdesk.store.queries import around, closed, council
from bandingdesk.store.queries.doing import DoNextRow
from bandingdesk.store.tables import draft

State = Literal["open", "locked", "revealed"]
_LISTS = ("relied", "descriptors")


@dataclass(frozen=True, slots=True)
class ProfileRow:
    """One party's profile for one decision of the case. Its maps are empty where `is_shown` is false.

    open: not locked, or unlocked again, which look alike to all but its writer.
    """

    party: Party
    occasion: int
    state: State = "open"
    is_shown: bool = False
    is_mine: bool = False
    locked_by: str = ""
    locked_at: datetime | None = None
    framework_sha256: str = ""
    levels: dict[str, int] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    relied: dict[str, tuple[str, ...]] = field(default_factory=dict)
    confidence: dict[str, Confidence] = field(default_factory=dict)
    descriptors: dict[str, tuple[str, ...]] = field(default_factory=dict)
    started: dict[str, Start] = field(default_factory=dict)
    source: str = ""

    @property
    def is_locked(self) -> bool:
        """Whether it is locked now."""
        return self.state != "open"


class Decided(NamedTuple):
    """The last decided profile: the decision, its day, the framework, and the levels that the panel agreed."""

    decision: str
    on: date
    framework_sha256: str
    levels: dict[str, int]


def occasion(conn: Connection, case_id: str) -> int:
    """Return which decision of the case is being prepared, from 1: each has profiles of its own."""
    return 1 + int(conn.execute(select(func.count()).where(*_signed(case_id))).scalar_one())


def expected(conn: Connection, on: date) -> tuple[str, ...]:
    """Return whom the reveal waits for: the council's policy on a day, else setting and officer."""
    named = (council.policy(conn, profile.POLICY, on) or {}).get("expected")
    return profile.EXPECTED if named is None else tuple(str(one) for one in named)


def profiles(
    conn: Connection, case_id: str, viewer: str | None = None, *, of: int | None = None
) -> tuple[ProfileRow, ...]:
    """Return both parties' profiles for the decision OF (default: the one being prepared), as VIEWER may see them."""
    now = occasion(conn, case_id)
    wanted = of or now
    t = tables.PROFILE
    query = select(t).where(t.c.case_id == case_id, t.c.occasion == wanted)
    rows = {row["party"]: row for row in conn.execute(query).mappings()}
    shut = viewer is not None and is_shut(conn, case_id, viewer)
    return tuple(_row(party, wanted, rows.get(party), viewer, shut, wanted < now) for party in profile.PARTIES)


def band_shown(conn: Connection, case_id: str) -> bool:
    """Return whether a band was indicated for the case since its last decision."""
    r, i = panel.ROUND.c, panel.INDICATED.c
    query = select(r.id).join(panel.INDICATED, i.round == r.id).where(r.case_id == case_id, r.id.not_in(_done(case_id)))
    return conn.execute(query.limit(1)).first() is not None


def panel_revealed(conn: Connection, case_id: str) -> bool:
    """Return whether a panel revealed its levels of the case since the last decision."""
    r = panel.ROUND.c
    query = select(r.id).where(r.case_id == case_id, r.state != "open", _rates(r), r.id.not_in(_done(case_id)))
    return conn.execute(query.limit(1)).first() is not None


def _rates(r: Any) -> Any:
    """Return what holds of a round that rates the child: one on questions of law gives no levels."""
    return r.questions == ""


def round_now(conn: Connection, case_id: str) -> str | None:
    """Return the latest round of the case that is no re-score and that no signed decision rests on, None for none."""
    r = panel.ROUND.c
    query = select(r.id).where(r.case_id == case_id, r.first.is_(None), _rates(r), r.id.not_in(_done(case_id)))
    return conn.execute(query.order_by(r.number.desc(), r.id.desc()).limit(1)).scalar()


def last_decided(conn: Connection, case_id: str, viewer: str | None = None) -> Decided | None:
    """Return the last decided profile of the child, in this case or another that is open to VIEWER; None for none."""
    d, r, c = panel.DECISION.c, panel.ROUND.c, casework.CASE.c
    child = select(c.child_id).where(c.id == case_id).scalar_subquery()
    query = (
        select(d.id, d.signed_at, r.id.label("round"), r.framework_sha256)
        .join(panel.ROUND, r.id == d.round)
        .join(casework.CASE, c.id == d.case_id)
        .where(d.step == "signed", c.child_id == child, _rates(r))
        .order_by(d.signed_at.desc(), d.id.desc())
    )
    if viewer is not None:
        query = query.where(d.case_id.not_in(closed.cases(viewer)))
    row = conn.execute(query.limit(1)).mappings().first()
    if row is None:
        return None
    a = panel.AGREED.c
    agreed = conn.execute(select(a.strand, a.level).where(a.round == row["round"])).all()
    on = date.fromisoformat(row["signed_at"][:10])
    return Decided(row["id"], on, row["framework_sha256"], {strand: level for strand, level in agreed})  # noqa: C416


def framework_sha256(conn: Connection, case_id: str, on: date) -> str:
    """Return the version by which the case is rated: its panel's where it is on an agenda, else the one in force.

    Raises NothingInForceError.
    """
    m, i = panel.MEETING.c, panel.ITEM.c
    decided = select(panel.DECISION.c.item).where(*_signed(case_id))
    query = (
        select(m.framework_sha256)
        .join(panel.ITEM, i.meeting == m.id)
        .where(i.case_id == case_id, m.state != "closed", m.framework_sha256 != "", i.item.not_in(decided))
        .order_by(m.on_day)
    )
    found = conn.execute(query.limit(1)).scalar()
    return str(found) if found else council.framework_in_force(conn, on).id


def is_shut(conn: Connection, case_id: str, viewer: str) -> bool:
    """Return whether all profiles are closed to VIEWER: they score the case blind now, or stepped out of it."""
    r = panel.ROUND.c
    scoring = conn.execute(select(r.scorers).where(r.case_id == case_id, r.state == "open")).scalars()
    if any(viewer in json.loads(scorers) for scorers in scoring):
        return True
    return case_id in set(conn.execute(closed.cases(viewer)).scalars())


def is_readable(conn: Connection, subject_id: str, viewer: str) -> bool:
    """Return whether VIEWER may read what is on record of the profile SUBJECT_ID: a list of its versions shows all."""
    case_id, _, party = subject_id.rpartition(".")
    rows = profiles(conn, case_id, viewer)
    return any(row.party == party and row.is_shown for row in rows)


def to_do(conn: Connection, person_id: str, _today: date) -> list[DoNextRow]:
    """Return the profiles that a person has begun and not locked: nobody else knows of them."""
    keys = conn.execute(select(draft.c.key).where(draft.c.owner == person_id, draft.c.key.like("profile:%"))).scalars()
    cases = {key.removeprefix("profile:").rpartition(".")[0] for key in keys}
    c, child = casework.CASE.c, casework.CHILD.c
    query = (
        select(c.id, c.child_id, child.name)
        .join(casework.CHILD, child.id == c.child_id)
        .where(c.id.in_(cases), c.id.not_in(closed.cases(person_id)))
        .order_by(child.name)
    )
    stopped = around.stops(conn)  # after a death nobody is reminded
    return [
        DoNextRow("profile", row.name, 1, None, "plain", "cases", {"case_id": row.id, "section": "profiles"})
        for row in conn.execute(query)
        if row.child_id not in stopped
    ]


def _row(
    party: Party, wanted: int, row: RowMapping | None, viewer: str | None, shut: bool, is_over: bool
) -> ProfileRow:
    if row is None:
        return ProfileRow(party, wanted)
    # Who took over what a setting sent has not written it, and may still have to write the officer's own.
    is_mine = viewer is not None and row["locked_by"] == viewer and row["source"] == "typed"
    if not row["is_locked"] and not is_over:
        return ProfileRow(party, wanted)
    state: State = "revealed" if row["is_revealed"] else "locked"
    known = ProfileRow(
        party,
        wanted,
        state,
        is_mine=is_mine,
        locked_by=row["locked_by"],
        locked_at=datetime.fromisoformat(row["locked_at"]),
        framework_sha256=row["framework_sha256"],
        source=row["source"],
    )
    if shut or not (row["is_revealed"] or is_over or is_mine):
        return known
    return _shown(known, row)


def _shown(known: ProfileRow, row: RowMapping) -> ProfileRow:
    maps: dict[str, Any] = {name: json.loads(row[name]) for name in ("levels", "notes", "confidence")}
    lists: dict[str, Any] = {
        name: {strand: tuple(ids) for strand, ids in json.loads(row[name]).items()}
        for name in ("relied", "descriptors")
    }
    started = {strand: Start(**start) for strand, start in json.loads(row["started"]).items()}
    return replace(known, is_shown=True, started=started, **maps, **lists)


def _signed(case_id: str) -> tuple[Any, ...]:
    d = panel.DECISION.c
    return d.case_id == case_id, d.step == "signed"


def _done(case_id: str) -> Any:
    """Return the selection of the rounds that a signed decision of the case rests on."""
    return select(panel.DECISION.c.round).where(*_signed(case_id))
