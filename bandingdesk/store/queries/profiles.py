"""The council's own caseload for a simulation: the levels on which each child's latest decision stands.

Looking records nothing. A case whose plan was imported with a band alone has no levels, so no change of the rules can
be tried on it: it is counted as left out, never guessed from its band.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, select

from bandingdesk.store.projections import casework, panel
from bandingdesk.store.projections import council as council_tables
from bandingdesk.store.queries import closed

if TYPE_CHECKING:
    from bandingdesk.matrix.caseload import Caseload
    from bandingdesk.matrix.framework import Framework

# Why a case of the record is left out; the screen says it in words.
BAND_ONLY = "band_only"  # imported with a band, without levels
NO_LEVELS = "no_levels"  # neither a band nor agreed levels
OTHER_FRAMEWORK = "other_framework"  # its levels were agreed under another framework
CLOSED = "closed"  # the person who looks has stepped out for it


@dataclass(frozen=True, slots=True)
class DecidedCaseload:
    """Decided levels as columns, grouped by school and primary need. `paid` is each case's amount on record, in pence.

    `on_record` counts all cases; `left_out` those that are not in `caseload`, by reason.
    """

    caseload: Caseload
    paid: tuple[int | None, ...]
    on_record: int
    left_out: Mapping[str, int]


def decided(conn: Connection, framework: Framework, viewer: str | None = None) -> DecidedCaseload:
    """Return the latest decided levels under FRAMEWORK in any of its versions; cases closed to VIEWER are left out."""
    from bandingdesk.matrix.caseload import gathered
    from bandingdesk.matrix.profile import Profile

    rounds = _rounds(conn)
    own = _versions(conn, framework.id)
    shut = frozenset(conn.execute(closed.cases(viewer)).scalars()) if viewer is not None else frozenset()
    agreed = _agreed(conn)
    left: Counter[str] = Counter()
    profiles: dict[str, Profile] = {}
    rows = []
    for row in _cases(conn):
        round_, sha256 = rounds.get(row["id"], ("", ""))
        if reason := _left_out(row, round_, sha256 in own, row["id"] in shut):
            left[reason] += 1
            continue
        levels = {each["strand"]: each["level"] for each in agreed[round_]}
        ticks = frozenset(tick for each in agreed[round_] for tick in json.loads(each["descriptors"]))
        context = {"setting": row["setting_kind"], "phase": row["phase"]}
        profiles[row["id"]] = Profile(levels, ticks, {name: value for name, value in context.items() if value})
        rows.append(row)
    contexts = {context.id: context.values for context in framework.contexts}
    groups = {"school": [row["setting_name"] for row in rows], "need": [row["primary_need"] for row in rows]}
    caseload = gathered(profiles, [strand.id for strand in framework.strands], contexts, groups)
    return DecidedCaseload(caseload, tuple(row["pence"] for row in rows), len(rows) + left.total(), dict(left))


def _left_out(row: Any, round_: str, is_own: bool, is_shut: bool) -> str:
    """Return why a case is left out, "" where it is not."""
    if is_shut:
        return CLOSED
    if not round_:
        return BAND_ONLY if row["band"] else NO_LEVELS
    return "" if is_own else OTHER_FRAMEWORK


def _cases(conn: Connection) -> Any:
    t = casework.CASE
    columns = (t.c.id, t.c.setting_name, t.c.setting_kind, t.c.phase, t.c.primary_need, t.c.band, t.c.pence)
    return conn.execute(select(*columns).order_by(t.c.id)).mappings().all()


def _rounds(conn: Connection) -> dict[str, tuple[str, str]]:
    """Return the round of each case's latest signed decision, and the hash of the framework it was agreed under."""
    d, r = panel.DECISION, panel.ROUND
    query = (
        select(d.c.case_id, r.c.id, r.c.framework_sha256)
        .join(r, r.c.id == d.c.round)
        .where(d.c.step == "signed")
        .order_by(d.c.signed_at, d.c.id)
    )
    return {case: (round_, sha256) for case, round_, sha256 in conn.execute(query)}


def _agreed(conn: Connection) -> Mapping[str, list[Any]]:
    """Return the agreed levels by round."""
    t = panel.AGREED
    found: dict[str, list[Any]] = defaultdict(list)
    for row in conn.execute(select(t.c.round, t.c.strand, t.c.level, t.c.descriptors)).mappings():
        found[row["round"]].append(row)
    return found


def _versions(conn: Connection, framework: str) -> frozenset[str]:
    """Return the hashes of the versions of one framework."""
    t = council_tables.FRAMEWORK
    return frozenset(conn.execute(select(t.c.id).where(t.c.framework == framework)).scalars())
