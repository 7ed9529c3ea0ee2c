"""A list of placements: a child at a setting from a day, and until when, as entries of the statutory register."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from bandingdesk.casework import cells
from bandingdesk.casework.intake import Place, PlanRow, Problem
from bandingdesk.casework.lists.settings import SettingLine
from bandingdesk.casework.register import entry
from bandingdesk.casework.register.entry import Entry
from bandingdesk.casework.register.ops import EntryChanged, EntryMade
from bandingdesk.errors import QT_TRANSLATE_NOOP
from bandingdesk.ops import Op, Subject
from bandingdesk.statute.register import RegisterBook, Value

NO_CHILD = QT_TRANSLATE_NOOP(
    "problems", "{label} {value}: no case on record is this child's. Import the caseload first."
)
MANY = QT_TRANSLATE_NOOP("problems", "{label} {value}: more than one case on record fits. Give the UPN too.")
NO_BIRTH = QT_TRANSLATE_NOOP("problems", "{label} is missing. A name alone finds no child.")
STRANGE_SETTING = QT_TRANSLATE_NOOP("problems", "{label} {value} is not among your settings. It is kept as it is.")
LEFT_FIRST = QT_TRANSLATE_NOOP("problems", "{label} {value} is before the first day, {earlier}.")
FAR_DAY = QT_TRANSLATE_NOOP("problems", "{label} {value} is too far away to be right.")


class CaseKnown(NamedTuple):
    """A case that a placement may belong to, as far as a list can name it."""

    case: str
    head: str
    reference: str
    plan: PlanRow


@dataclass(frozen=True, slots=True)
class PlacementLine:
    """One placement of a list, or of the record (with its entry's `id`). `name` is the child's."""

    name: str
    case: str
    entry_date: date
    setting_urn: str = ""
    setting_name: str = ""
    ukprn: str = ""
    sensetting: str = ""
    leaving_date: date | None = None
    rank: int = 1
    residential: str = ""
    unit: bool | None = None
    resourced: bool | None = None
    row: int = field(default=0, compare=False)
    id: str = field(default="", compare=False)

    @property
    def key(self) -> Hashable:
        """A case has one placement of a rank that begins on a day."""
        return self.case, self.entry_date, self.rank

    def facts(self) -> dict[str, Any]:
        """Return what a list may say of it. A flag that is off is said, one that is not given is not."""
        told = (
            "setting_urn",
            "ukprn",
            "sensetting",
            "setting_name",
            "leaving_date",
            "residential",
            "unit",
            "resourced",
        )
        return {name: getattr(self, name) for name in told}

    def values(self, before: Mapping[str, Value] | None = None) -> dict[str, Value]:
        """Return the fields of its entry; what the list does not say stays as it was BEFORE."""
        said: dict[str, Value | None] = {
            "setting": self.setting_urn or None,
            "ukprn": self.ukprn or None,
            "sensetting": self.sensetting or None,
            "sensetting_other": self.setting_name or None,
            "rank": self.rank,
            "unit": self.unit,
            "resourced": self.resourced,
            "entry_date": self.entry_date.isoformat(),
            "leaving_date": self.leaving_date.isoformat() if self.leaving_date else None,
            "residential": self.residential or None,
        }
        return {**(before or {}), **{name: value for name, value in said.items() if value is not None}}


class Finder:
    """Finds whose case and which setting a row means. CASES and SETTINGS are those on record."""

    def __init__(self, cases: Iterable[CaseKnown], settings: Mapping[Hashable, SettingLine]) -> None:
        self._settings = settings
        self._by: dict[tuple[str, str], list[CaseKnown]] = {}
        for one in cases:
            plan = one.plan
            named = f"{cells.folded(plan.surname)}|{cells.folded(plan.forename)}|{plan.dob.isoformat()}"
            for how, what in (
                ("upn", plan.upn), ("reference", plan.reference), ("reference", one.reference), ("name", named)
            ):  # fmt: skip
                if what:
                    self._by.setdefault((how, what.casefold()), []).append(one)

    def case(self, place: Place, values: Mapping[str, Any]) -> CaseKnown | Problem:
        """Return the case that VALUES name: by UPN, by reference, or by name and date of birth."""
        surname, forename = values.get("surname", ""), values.get("forename", "")
        ways = [("upn", values.get("upn", ""), "upn"), ("reference", values.get("reference", ""), "reference")]
        if surname or forename:
            field_ = "surname" if any(one.name == "surname" for one, _, _ in place.matched) else "full_name"
            if "dob" in values:
                named = f"{cells.folded(surname)}|{cells.folded(forename)}|{values['dob'].isoformat()}"
                ways.append(("name", named, field_))
            elif not ways[0][1] and not ways[1][1]:
                return place.problem("dob", "IM-57", NO_BIRTH)
        field_, said = "upn", ""
        for how, what, name in ways:
            if not what:
                continue
            shown = f"{forename} {surname}".strip() if how == "name" else str(what)
            field_, said = (field_, said) if said else (name, shown)
            found = {one.case: one for one in self._by.get((how, str(what).casefold()), ())}
            if len(found) == 1:
                return next(iter(found.values()))
            if found:
                return place.problem(name, "IM-59", MANY, value=shown)
        return place.problem(field_, "IM-58", NO_CHILD, value=said)

    def setting(self, place: Place, values: dict[str, Any]) -> Problem | None:
        """Complete the setting in VALUES from the record; return a warning where the record has none."""
        for how, name in (("urn", "setting_urn"), ("ukprn", "ukprn"), ("name", "setting_name")):
            what = values.get(name)
            if not what:
                continue
            hit = self._settings.get((how, cells.folded(what) if how == "name" else what))
            if hit is not None:
                values["setting_urn"], values["ukprn"] = hit.urn or values.get("setting_urn", ""), hit.ukprn
                values["setting_name"] = "" if hit.urn or hit.ukprn else hit.name
                return None
            if how == "name":
                values.setdefault("sensetting", "OTH")
            return place.problem(name, "IM-60", STRANGE_SETTING, blocking=False, value=str(what))
        return None


def reader(finder: Finder) -> Any:
    """Return what reads a row as a placement."""

    def read(place: Place, values: dict[str, Any], _blocked: set[str]) -> tuple[PlacementLine | None, list[Problem]]:
        whose = finder.case(place, values)
        if isinstance(whose, Problem):
            return None, [whose]
        problems = list(_days(place, values))
        if (strange := finder.setting(place, values)) is not None:
            problems.append(strange)
        if any(one.blocking for one in problems):
            return None, problems
        told = ("entry_date", "setting_urn", "setting_name", "ukprn", "sensetting", "leaving_date", "rank",
                "residential", "unit", "resourced")  # fmt: skip
        facts = {name: values[name] for name in told if values.get(name) is not None}
        return PlacementLine(name=whose.plan.name, case=whose.case, row=place.row, **facts), problems

    return read


def known(
    entries: Iterable[tuple[str, str, Mapping[str, Value]]], names: Mapping[str, str]
) -> dict[Hashable, PlacementLine]:
    """Return the placements on record, given as (entry, case, fields), by what a row finds them by."""
    found: dict[Hashable, PlacementLine] = {}
    for id_, case, values in entries:
        line = PlacementLine(
            name=names.get(case, ""),
            case=case,
            entry_date=date.fromisoformat(str(values["entry_date"])),
            setting_urn=str(values.get("setting", "")),
            setting_name=str(values.get("sensetting_other", "")),
            ukprn=str(values.get("ukprn", "")),
            sensetting=str(values.get("sensetting", "")),
            leaving_date=date.fromisoformat(str(values["leaving_date"])) if values.get("leaving_date") else None,
            rank=int(values.get("rank", 1)),
            residential=str(values.get("residential", "")),
            unit=_flag(values.get("unit")),
            resourced=_flag(values.get("resourced")),
            id=id_,
        )
        found.setdefault(line.key, line)
    return found


def add(line: PlacementLine, id_: str, by: str, at: datetime, source: str, book: RegisterBook, head: str) -> Op:
    """Make the entry of a placement; HEAD is that of its case."""
    body = EntryMade(line.case, "placement", book.version, line.values(), source=source)
    return entry.make(id_, by, at, body, book, case=(Subject("case", line.case), head))


def change(line: PlacementLine, state: Entry, by: str, at: datetime, source: str, book: RegisterBook) -> Op:
    """Change the entry of a placement to what the list says of it."""
    body = EntryChanged(line.values(state.values), f"list of import {source}")
    return entry.change(state, by, at, body, book)


def _days(place: Place, values: Mapping[str, Any]) -> Iterable[Problem]:
    starts, ends = values["entry_date"], values.get("leaving_date")
    for name in ("entry_date", "leaving_date"):
        day = values.get(name)
        if day is not None and not entry.EARLIEST <= day <= entry.LATEST:
            yield place.problem(name, "IM-61", FAR_DAY, value=cells.shown(day))
    if ends is not None and ends < starts:
        yield place.problem("leaving_date", "IM-62", LEFT_FIRST, value=cells.shown(ends), earlier=cells.shown(starts))


def _flag(value: Value | None) -> bool | None:
    return None if value is None else bool(value)
