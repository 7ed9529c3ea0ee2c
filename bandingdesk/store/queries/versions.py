"""The library of frameworks: every version with its life, its tariffs and the cases decided under it, as rows.

Lists are read without the engine; a file, a check and the gate load it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, RowMapping, func, select

from bandingdesk.council.rulebook import Status
from bandingdesk.errors import QT_TRANSLATE_NOOP, RefusedError
from bandingdesk.store.projections import council as tables
from bandingdesk.store.projections import panel as panel_tables
from bandingdesk.store.queries import council, rulebooks
from bandingdesk.store.queries.council import TariffRow

if TYPE_CHECKING:
    from bandingdesk.matrix.adopt import Predecessor, Requirement
    from bandingdesk.matrix.analyse import Report
    from bandingdesk.matrix.framework import Framework
    from bandingdesk.matrix.life import FrameworkFile, Life, Paper


class VersionUnknownError(RefusedError):
    """The library holds no version with the hash SHA256."""

    code = "CO-29"
    message = QT_TRANSLATE_NOOP("errors", "The library holds no version {sha256}.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Read the list of versions again and choose from it.")


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A framework version of the library. `id` is the hash of its definition, `supersedes` that of another.

    `starts` and `ends` are its first and last day in force; `cases` how many were decided under it.
    """

    id: str
    head: str
    framework: str
    version: str
    title: str
    status: Status
    starts: date | None
    ends: date | None
    trial_from: date | None
    trial_to: date | None
    consulted_on: date | None
    adopted_by: str | None
    minute: str | None
    supersedes: str | None
    tariffs: tuple[TariffRow, ...]
    cases: int

    def in_trial(self, on: date) -> bool:
        """Return whether the version is scored beside the scheme in force on a day."""
        return self.status == "trial" and self.trial_from is not None and self.trial_from <= on <= (self.trial_to or on)


# What a hash names never changes, so it is checked once for each hash (and tariff).
_REPORTS: dict[tuple[str, str | None], Report] = {}


def versions(conn: Connection) -> tuple[VersionRow, ...]:
    """Return every version of the library by framework: those not adopted, then the one that starts last first."""
    t = tables.FRAMEWORK
    rows = conn.execute(select(t).order_by(t.c.title, t.c.framework, t.c.version.desc())).mappings().all()
    decided = _decided(conn)
    tariffs = {name: council.tariffs(conn, name) for name in {row["framework"] for row in rows}}
    made = [_version(row, tariffs[row["framework"]], decided.get(row["id"], 0)) for row in rows]
    order = {row.framework: n for n, row in reversed(list(enumerate(made)))}
    return tuple(sorted(made, key=lambda row: (order[row.framework], -(row.starts or date.max).toordinal())))


def version(conn: Connection, sha256: str) -> VersionRow:
    """Return one version. Raises VersionUnknownError where the library has none with this hash."""
    row = _row(conn, sha256)
    return _version(row, council.tariffs(conn, row["framework"]), _decided(conn).get(sha256, 0))


def tariffs(conn: Connection, framework_id: str) -> tuple[TariffRow, ...]:
    """Return the library's tariffs of a framework (its id, not a hash), by year."""
    return tuple(council.tariffs(conn, framework_id))


def held(conn: Connection, framework_id: str, version_: str) -> str | None:
    """Return the hash that the library has for this id and version, None where it has none."""
    t = tables.FRAMEWORK
    found = conn.execute(select(t.c.id).where(t.c.framework == framework_id, t.c.version == version_)).scalar()
    return None if found is None else str(found)


def file(conn: Connection, sha256: str) -> FrameworkFile:
    """Return the definition and its life from the record, as a file holds them. Raises VersionUnknownError."""
    from bandingdesk.matrix.life import FrameworkFile

    return FrameworkFile(definition=rulebooks.framework(conn, sha256), life=life(conn, sha256))


def life(conn: Connection, sha256: str) -> Life:
    """Return what happened to a version, with the names of those who answered. Raises VersionUnknownError."""
    from bandingdesk.matrix.life import Life

    raw = json.loads(_row(conn, sha256)["life"])
    for answer in raw["answers"]:
        answer["by"] = council.person(conn, answer["by"]).name
    return Life.model_validate_json(json.dumps(raw))


def report(conn: Connection, sha256: str, tariff: str | None = None) -> Report:
    """Return the check of a version, with a tariff (its hash) where one is named, and the answers that were given.

    The first time for a hash it may take half a second: ask for it in a job.
    """
    key = (sha256, tariff)
    if key not in _REPORTS:
        from bandingdesk.matrix import analyse

        amounts = rulebooks.tariff(conn, tariff) if tariff else None
        _REPORTS[key] = analyse.check(rulebooks.framework(conn, sha256), amounts)
    return _REPORTS[key].with_answers(life(conn, sha256).answers)


def gate(
    conn: Connection,
    sha256: str,
    *,
    starts: date,
    minute: str,
    equality: Paper | None = None,
    consultation: Paper | None = None,
) -> tuple[Requirement, ...]:
    """Return the conditions of adoption, met and not met, for a version that would start on a day.

    The papers are those attached before where none are given. It runs the check: ask for it in a job.
    """
    from bandingdesk.matrix import adopt

    definition, known = rulebooks.framework(conn, sha256), life(conn, sha256)
    offered: dict[str, Any] = {"minute": minute.strip() or None}
    offered |= {"equality": equality} if equality else {}
    offered |= {"consultation": consultation} if consultation else {}
    own = adopt.requirements(definition, known.model_copy(update=offered), report(conn, sha256), starts)
    taken_over = adopt.succession(definition, starts, predecessor(conn, definition.id))
    return (*own, taken_over, adopt.mapped(_crosswalk_faults(conn, definition)))


def tariff_gate(conn: Connection, sha256: str, starts: date) -> tuple[Requirement, ...]:
    """Return the conditions of a tariff's adoption under its framework; none while that is not in force on the day.

    Raises FrameworkInvalidError where the tariff does not fit the framework.
    """
    from bandingdesk.matrix import adopt

    tariff = rulebooks.tariff(conn, sha256)
    for row in council.frameworks_in_force(conn, starts):
        if row.framework == tariff.framework and tariff.version in (None, row.version):
            return (adopt.amounts(rulebooks.framework(conn, row.id), tariff, report(conn, row.id, sha256)),)
    return ()


def predecessor(conn: Connection, framework_id: str) -> Predecessor | None:
    """Return the adopted version of a framework (its id) that started last and is not retired, None where none is."""
    from bandingdesk.matrix.adopt import Predecessor

    t = tables.FRAMEWORK
    query = select(t).where(t.c.framework == framework_id, t.c.status == "adopted").order_by(t.c.starts.desc())
    row = conn.execute(query).mappings().first()
    return None if row is None else Predecessor(row["id"], row["version"], date.fromisoformat(row["starts"]))


def _crosswalk_faults(conn: Connection, definition: Framework) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Give each scheme of the library that a crosswalk names, adopted ones of that framework, and its faults."""
    from bandingdesk.matrix import crosswalk

    t = tables.FRAMEWORK
    for one in definition.crosswalks:
        named = select(t.c.id).where(t.c.framework == one.framework, t.c.status.in_(("adopted", "retired")))
        query = named if one.version is None else named.where(t.c.version == one.version)
        newest = conn.execute(query.order_by(t.c.starts.desc())).scalar()
        if newest is not None:
            other = rulebooks.framework(conn, newest)
            yield other.title, tuple(fault.words for fault in crosswalk.faults(one, other))


def _row(conn: Connection, sha256: str) -> RowMapping:
    row = conn.execute(select(tables.FRAMEWORK).where(tables.FRAMEWORK.c.id == sha256)).mappings().first()
    if row is None:
        raise VersionUnknownError(sha256=sha256[:19])
    return row


def _decided(conn: Connection) -> dict[str, int]:
    """Return how many cases were decided under each version, by the framework that their round names."""
    d, r = panel_tables.DECISION, panel_tables.ROUND
    query = (
        select(r.c.framework_sha256, func.count(d.c.case_id.distinct()))
        .join(r, r.c.id == d.c.round)
        .where(d.c.final_outcome.is_not(None))
        .group_by(r.c.framework_sha256)
    )
    return {str(sha256): int(count) for sha256, count in conn.execute(query)}


def _version(row: RowMapping, tariffs_: list[TariffRow], cases: int) -> VersionRow:
    own = tuple(one for one in tariffs_ if one.version in (None, row["version"]))
    return VersionRow(
        id=row["id"],
        head=row["head"],
        framework=row["framework"],
        version=row["version"],
        title=row["title"],
        status=row["status"],
        starts=_day(row["starts"]),
        ends=_day(row["ends"]),
        trial_from=_day(row["trial_from"]),
        trial_to=_day(row["trial_to"]),
        consulted_on=_day(row["consulted_on"]),
        adopted_by=row["adopted_by"],
        minute=row["minute"],
        supersedes=row["supersedes"],
        tariffs=own,
        cases=cases,
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
