"""A version in trial beside the scheme in force, case by case.

Worked out from agreed levels when it is asked for; never recorded.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, select

from bandingdesk.store.projections import panel as tables
from bandingdesk.store.queries import casework, closed, rulebooks, versions

if TYPE_CHECKING:
    from bandingdesk.matrix.profile import Profile
    from bandingdesk.matrix.trial import TrialBand
    from bandingdesk.store.queries.casework import CaseRow


@dataclass(frozen=True, slots=True)
class BesideRow:
    """One case scored under both: what was indicated under the scheme in force, and where the trial points.

    `band` is None where the scheme in force leaves the case to people; `framework_sha256` names that scheme.
    """

    case: str
    reference: str
    round: str
    on: date
    framework_sha256: str
    band: str | None
    trial: TrialBand

    @property
    def differs(self) -> bool:
        """Whether the trial points to another band, or to none where the scheme in force gives one."""
        return self.trial.band != self.band


def beside(conn: Connection, sha256: str, viewer: str | None = None) -> tuple[BesideRow, ...]:
    """Return every case whose levels were agreed in a meeting within the trial's days, the latest meeting first.

    A trial that has ended keeps its rows; a case that is closed to VIEWER is left out. Raises VersionUnknownError.
    """
    from bandingdesk.matrix import trial

    version = versions.version(conn, sha256)
    if version.trial_from is None or version.trial_to is None:
        return ()
    scheme = rulebooks.scheme(conn, sha256)
    shut = frozenset(conn.execute(closed.cases(viewer)).scalars()) if viewer is not None else frozenset()
    rows = [row for row in _agreed(conn, version.trial_from, version.trial_to) if row["case_id"] not in shut]
    found = []
    for row in rows:
        case = casework.case(conn, row["case_id"])
        beside_ = BesideRow(
            case=case.id,
            reference=case.reference,
            round=row["id"],
            on=date.fromisoformat(row["on_day"]),
            framework_sha256=row["framework_sha256"],
            band=row["band"],
            trial=trial.score(scheme, _profile(conn, row["id"], case)),
        )
        found.append(beside_)
    return tuple(found)


def _agreed(conn: Connection, first: date, last: date) -> Sequence[Any]:
    """Return the rounds with an indicated band of meetings between two days."""
    r, m, i = tables.ROUND, tables.MEETING, tables.INDICATED
    query = (
        select(r.c.id, r.c.case_id, m.c.on_day, i.c.framework_sha256, i.c.band)
        .join(i, i.c.round == r.c.id)
        .join(m, m.c.id == r.c.meeting)
        .where(m.c.on_day >= first.isoformat(), m.c.on_day <= last.isoformat())
        .order_by(m.c.on_day.desc(), r.c.case_id)
    )
    return conn.execute(query).mappings().all()


def _profile(conn: Connection, round_id: str, case: CaseRow) -> Profile:
    """Return the agreed levels and descriptors of a round with the facts of its case."""
    from bandingdesk.matrix.profile import Profile

    agreed = conn.execute(select(tables.AGREED).where(tables.AGREED.c.round == round_id)).mappings().all()
    return Profile(
        {row["strand"]: row["level"] for row in agreed},
        frozenset(tick for row in agreed for tick in json.loads(row["descriptors"])),
        {"setting": case.setting_kind, "phase": case.phase},
    )
