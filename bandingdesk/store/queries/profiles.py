"""The council's own caseload for a simulation: the levels on which each child's latest decision stands.

Looking records nothing. A case whose plan was imported with a band alone has no levels, so no change of the rules can
be tried on it: it is counted as left out, its levels are never guessed from its band. Amounts can be tried on it.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, select

from bandingdesk.store.projections import casework, panel
from bandingdesk.store.projections import council as council_tables
from bandingdesk.store.queries import closed

if TYPE_CHECKING:
    from bandingdesk.matrix.caseload import Caseload
    from bandingdesk.matrix.framework import Framework
    from bandingdesk.matrix.profile import Profile

# Why a case of the record is left out; the screen says it in words.
BAND_ONLY = "band_only"  # imported with a band, without levels
NO_LEVELS = "no_levels"  # neither a band nor agreed levels
OTHER_FRAMEWORK = "other_framework"  # its levels were agreed under another framework
CLOSED = "closed"  # the person who looks has stepped out for it

_FACTS = {"setting": "setting_kind", "phase": "phase"}  # context -> column of the case
_GROUPS = {"school": "setting_name", "need": "primary_need"}


@dataclass(frozen=True, slots=True)
class DecidedCaseload:
    """Decided levels as columns, grouped by school and primary need. `paid` is each case's amount on record, in pence.

    `on_record` counts all cases; `left_out` those that are not in `caseload`, by reason. Those with a band alone stand
    in `held` without levels, with their bands in `bands`: amounts can be tried on them, rules can't.
    """

    caseload: Caseload
    paid: tuple[int | None, ...]
    on_record: int
    left_out: Mapping[str, int]
    held: Caseload
    bands: tuple[str, ...]


def decided(conn: Connection, framework: Framework, viewer: str | None = None) -> DecidedCaseload:
    """Return the latest decided levels under FRAMEWORK in any of its versions; cases closed to VIEWER are left out."""
    from bandingdesk.matrix.profile import Profile

    rounds = _rounds(conn)
    own = _versions(conn, framework.id)
    shut = frozenset(conn.execute(closed.cases(viewer)).scalars()) if viewer is not None else frozenset()
    agreed = _agreed(conn)
    left: Counter[str] = Counter()
    levelled: list[tuple[Any, Profile]] = []
    banded: list[tuple[Any, Profile]] = []
    for row in _cases(conn):
        round_, sha256 = rounds.get(row["id"], ("", ""))
        context = {name: row[column] for name, column in _FACTS.items() if row[column]}
        if reason := _left_out(row, round_, sha256 in own, row["id"] in shut):
            left[reason] += 1
            if reason == BAND_ONLY:
                banded.append((row, Profile({}, context=context)))
            continue
        levels = {each["strand"]: each["level"] for each in agreed[round_]}
        ticks = frozenset(tick for each in agreed[round_] for tick in json.loads(each["descriptors"]))
        levelled.append((row, Profile(levels, ticks, context)))
    return DecidedCaseload(
        caseload=_columns(framework, levelled),
        paid=tuple(row["pence"] for row, _ in levelled),
        on_record=len(levelled) + left.total(),
        left_out=dict(left),
        held=_columns(framework, banded),
        bands=tuple(row["band"] for row, _ in banded),
    )


def _columns(framework: Framework, found: Sequence[tuple[Any, Profile]]) -> Caseload:
    from bandingdesk.matrix.caseload import gathered

    return gathered(
        {row["id"]: profile for row, profile in found},
        [strand.id for strand in framework.strands],
        {context.id: context.values for context in framework.contexts},
        {name: [row[column] for row, _ in found] for name, column in _GROUPS.items()},
    )


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
        .where(d.c.step == "signed", r.c.questions == "")  # a round on questions of law gives no levels
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
