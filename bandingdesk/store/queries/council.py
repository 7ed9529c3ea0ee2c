"""The council's people, policies, panel types, rule books and settings, as rows."""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, RowMapping, bindparam, func, literal_column, or_, select

from bandingdesk import ops
from bandingdesk.council import rulebook
from bandingdesk.council.ops import InterestDefault, PanelTypeAdopted, Role, Route
from bandingdesk.council.rulebook import Status
from bandingdesk.errors import QT_TRANSLATE_NOOP, RefusedError
from bandingdesk.store import tables as log
from bandingdesk.store.projections import council as tables

_PANEL_TYPE_ON = (
    select(tables.PANEL_TYPE)
    .where(tables.PANEL_TYPE.c.key == bindparam("of"), tables.PANEL_TYPE.c.starts <= bindparam("until"))
    .order_by(tables.PANEL_TYPE.c.starts.desc(), tables.PANEL_TYPE.c.position.desc())
    .limit(1)
)


class NothingInForceError(RefusedError):
    """No framework or tariff, WHAT, is in force on the day ON."""

    code = "CO-20"
    message = QT_TRANSLATE_NOOP("errors", "No {what} is in force on {on}.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Adopt one from a day on or before that, then try again.")


class UnknownPersonError(RefusedError):
    """The record holds no person ID."""

    code = "CO-21"
    message = QT_TRANSLATE_NOOP("errors", "This person is not in the record.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Choose somebody from the list of people.")


class UnknownPanelTypeError(RefusedError):
    """No panel type KEY is in force on the day asked for."""

    code = "CO-22"
    message = QT_TRANSLATE_NOOP("errors", "No panel type {key} is in force on this day.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Adopt the panel type from that day or earlier, then try again.")


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person and the roles that have not ended (`panel_types` are those a role is limited to)."""

    id: str
    name: str
    initials: str
    profession: str
    roles: tuple[str, ...]
    head: str
    has_pin: bool = False
    panel_types: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RoleRow:
    """A role as it was granted, with its days; `panel_type` where it is limited to one."""

    role: Role
    starts: date
    ends: date | None
    panel_type: str | None


@dataclass(frozen=True, slots=True)
class PanelTypeRow:
    """One version of a panel type, with the fields of its adoption; `head` is the op that adopted it."""

    key: str
    head: str
    name: str
    remit: str
    quorum: int
    quorum_roles: tuple[str, ...]
    outcomes: tuple[str, ...]
    recommends: bool
    delegation: str
    second_signature: Literal["override", "always", "never"]
    tolerance: int
    disagreement: int
    own_band_after_lock: bool
    starts: date
    minute: str
    family: str
    basis: Literal["matrix", "questions", "funding", "decided"]
    tests: tuple[str, ...]
    votes: bool
    tie_rule: Literal["none", "higher", "lower"]
    tie_minute: str
    readers: int
    case_minutes: int
    papers_days: int
    interest_defaults: tuple[InterestDefault, ...]
    routes: tuple[Route, ...]
    ratified_by: str
    pack: tuple[str, ...]
    room: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FrameworkRow:
    """A framework version of the library; `id` is its sha256, `starts` None until it is adopted.

    `ends` is its last day in force, once it is retired.
    """

    id: str
    framework: str
    version: str
    title: str
    status: Status
    starts: date | None
    head: str
    ends: date | None = None


@dataclass(frozen=True, slots=True)
class TariffRow:
    """A tariff of the library; `id` is its sha256. `version` where it is for one version of its framework alone."""

    id: str
    framework: str
    year: str
    starts: date | None
    head: str
    version: str | None = None
    title: str | None = None
    period: str = "year"


@dataclass(frozen=True, slots=True)
class SettingRow:
    """A setting of the record."""

    id: str
    name: str
    kind: str
    urn: str | None
    address: tuple[str, ...]
    email: str | None
    invented: bool
    ukprn: str | None = None
    laestab: str | None = None
    opened: date | None = None
    closed: date | None = None


def people(conn: Connection) -> list[PersonRow]:
    """Return everybody by name."""
    roles: dict[str, list[RowMapping]] = {}
    for row in conn.execute(_HELD).mappings():
        roles.setdefault(row["person"], []).append(row)
    found = conn.execute(_PEOPLE).mappings()
    return [_person(row, roles.get(row["id"], [])) for row in found]


def person(conn: Connection, id_: str) -> PersonRow:
    """Return one person. Raises UnknownPersonError."""
    row = conn.execute(select(tables.PERSON).where(tables.PERSON.c.id == id_)).mappings().first()
    if row is None:
        raise UnknownPersonError(id=id_)
    return _person(row, list(conn.execute(_HELD.where(tables.ROLE.c.person == id_)).mappings()))


def is_held() -> ColumnElement[bool]:
    """Return the condition that a role has not ended by the day of the record's last entry.

    Rows know no clock, and a record in use is never a day behind it; an act asks by the clock's own day (may.py).
    """
    micros = select(log.op.c.wall_claimed).order_by(log.op.c.seq.desc()).limit(1).scalar_subquery()
    today = func.date(micros // 1_000_000, "unixepoch")
    return or_(tables.ROLE.c.ends.is_(None), tables.ROLE.c.ends >= today)


# Made once: every page asks who everybody is, and making the expression costs more than running it.
_HELD = select(tables.ROLE).where(is_held())
_PEOPLE = select(tables.PERSON).order_by(tables.PERSON.c.name)


def roles(conn: Connection, id_: str) -> tuple[RoleRow, ...]:
    """Return every role a person was ever granted, the newest first."""
    query = select(tables.ROLE).where(tables.ROLE.c.person == id_).order_by(tables.ROLE.c.starts.desc())
    return tuple(
        RoleRow(row["role"], date.fromisoformat(row["starts"]), _day(row["ends"]), row["panel_type"])
        for row in conn.execute(query).mappings()
    )


def is_unfounded(conn: Connection) -> bool:
    """Return whether nobody was ever given a role: the record is being set up."""
    return conn.execute(select(tables.ROLE.c.person).limit(1)).first() is None


def policy(conn: Connection, key: str, on: date) -> dict[str, Any] | None:
    """Return the policy KEY in force on a day, None where none is; of two from one day, the one adopted later."""
    t = tables.POLICY
    query = select(t.c.value).where(t.c.key == key, t.c.starts <= on.isoformat())
    text = conn.execute(query.order_by(t.c.starts.desc(), literal_column("rowid").desc()).limit(1)).scalar()
    return None if text is None else dict(json.loads(text))


def local_criteria(conn: Connection, on: date) -> dict[str, str]:
    """Return the council's guidance in force on a day, by legal test. It stands beneath the law, never in its place."""
    return {test: str(words) for test, words in (policy(conn, "local_criteria", on) or {}).items()}


def panel_types(conn: Connection) -> list[PanelTypeRow]:
    """Return the latest version of each panel type, by name."""
    t = tables.PANEL_TYPE
    rows = {row["key"]: row for row in conn.execute(select(t).order_by(t.c.starts, t.c.position)).mappings()}
    return sorted((panel_type_row(row) for row in rows.values()), key=lambda row: row.name)


def panel_type(conn: Connection, key: str, on: date | None = None) -> PanelTypeRow:
    """Return the version of a panel type in force ON a day, by default the latest. Raises UnknownPanelTypeError."""
    until = (on or date.max).isoformat()
    row = conn.execute(_PANEL_TYPE_ON, {"of": key, "until": until}).mappings().first()
    if row is None:
        raise UnknownPanelTypeError(key=key)
    return panel_type_row(row)


def frameworks(conn: Connection) -> list[FrameworkRow]:
    """Return the library's framework versions, those in force first."""
    t = tables.FRAMEWORK
    rows = conn.execute(select(t).order_by(t.c.starts.is_(None), t.c.title)).mappings()
    return [_framework(row) for row in rows]


def framework_definition(conn: Connection, sha256: str) -> str:
    """Return the canonical JSON text of a framework. Raises NothingInForceError."""
    return _definition(conn, tables.FRAMEWORK, sha256)


def frameworks_in_force(conn: Connection, on: date) -> tuple[FrameworkRow, ...]:
    """Return the version in force on a day of each framework, the one that started last first."""
    t = tables.FRAMEWORK
    rows = conn.execute(select(t).where(t.c.starts <= on.isoformat()).order_by(t.c.starts)).mappings()
    return rulebook.in_force([_framework(row) for row in rows], on)


def framework_in_force(conn: Connection, on: date, framework: str | None = None) -> FrameworkRow:
    """Return the version in force on a day of FRAMEWORK (its id); where none is named, the one that started last.

    Raises NothingInForceError.
    """
    for row in frameworks_in_force(conn, on):
        if framework in (None, row.framework):
            return row
    raise NothingInForceError(what=f"framework {framework}" if framework else "framework", on=on)


def panel_framework(conn: Connection, panel_type: str, on: date) -> str | None:
    """Return the framework (its id) that the policy `panel_frameworks` names for a panel type, None for none."""
    named = (policy(conn, "panel_frameworks", on) or {}).get(panel_type)
    return None if named is None else str(named)


def tariff_in_force(conn: Connection, on: date, framework: FrameworkRow | None = None) -> TariffRow:
    """Return the tariff in force on a day: that of the FRAMEWORK version, where one is named.

    A tariff that names a version is for that version alone. Raises NothingInForceError.
    """
    t = tables.TARIFF
    query = select(t).where(t.c.starts <= on.isoformat()).order_by(t.c.starts.desc())
    if framework is not None:
        of_version = or_(t.c.version.is_(None), t.c.version == framework.version)
        query = query.where(t.c.framework == framework.framework, of_version)
    row = conn.execute(query).mappings().first()
    if row is None:
        raise NothingInForceError(what="tariff", on=on)
    return _tariff(row)


def tariffs(conn: Connection, framework: str) -> list[TariffRow]:
    """Return the library's tariffs of a framework (its id), by year."""
    t = tables.TARIFF
    rows = conn.execute(select(t).where(t.c.framework == framework).order_by(t.c.year, t.c.title)).mappings()
    return [_tariff(row) for row in rows]


def tariff_definition(conn: Connection, sha256: str) -> str:
    """Return the canonical JSON text of a tariff. Raises NothingInForceError."""
    return _definition(conn, tables.TARIFF, sha256)


def settings(conn: Connection) -> list[SettingRow]:
    """Return the settings by name."""
    rows = conn.execute(select(tables.SETTING).order_by(tables.SETTING.c.name)).mappings()
    return [_setting(row) for row in rows]


def setting_by_urn(conn: Connection, urn: str) -> SettingRow | None:
    """Return the setting with a URN, None where the record has none."""
    row = conn.execute(select(tables.SETTING).where(tables.SETTING.c.urn == urn)).mappings().first()
    return None if row is None else _setting(row)


def _person(row: RowMapping, roles: list[RowMapping]) -> PersonRow:
    names = tuple(dict.fromkeys(role["role"] for role in roles))
    types = tuple(dict.fromkeys(role["panel_type"] for role in roles if role["panel_type"]))
    return PersonRow(
        row["id"], row["name"], row["initials"], row["profession"], names, row["head"], bool(row["has_pin"]), types
    )


def panel_type_row(row: RowMapping) -> PanelTypeRow:
    """Return a row of a panel type as its value."""
    return _panel_type_of(row["head"], row["body"])


@functools.lru_cache(64)  # asked at every step of a meeting; the same head and body are the same version
def _panel_type_of(head: str, text: str) -> PanelTypeRow:
    body = ops.decode(PanelTypeAdopted, text)
    values = {name: getattr(body, name) for name in PanelTypeAdopted.__slots__}
    return PanelTypeRow(head=head, **values)


def _framework(row: RowMapping) -> FrameworkRow:
    return FrameworkRow(
        row["id"],
        row["framework"],
        row["version"],
        row["title"],
        row["status"],
        _day(row["starts"]),
        row["head"],
        _day(row["ends"]),
    )


def _tariff(row: RowMapping) -> TariffRow:
    return TariffRow(
        row["id"],
        row["framework"],
        row["year"],
        _day(row["starts"]),
        row["head"],
        row["version"],
        row["title"],
        row["period"],
    )


def _setting(row: RowMapping) -> SettingRow:
    address = tuple(json.loads(row["address"]))
    return SettingRow(
        row["id"], row["name"], row["kind"], row["urn"], address, row["email"], bool(row["invented"]), row["ukprn"],
        row["laestab"], _day(row["opened"]), _day(row["closed"]),
    )  # fmt: skip


def _definition(conn: Connection, table: Any, sha256: str) -> str:
    text = conn.execute(select(table.c.definition).where(table.c.id == sha256)).scalar()
    if text is None:
        raise NothingInForceError(what="definition with this hash", on=sha256[:12])
    return str(text)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
