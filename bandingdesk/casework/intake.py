"""The list that came in: rows of a sheet become plans, faults are named in words, twins are set side by side.

Pure: it takes a sheet and a mapping and gives values. Nothing is imported here; the desk imports what is ready.
"""

from __future__ import annotations

import operator
from collections import abc
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any, Protocol

from bandingdesk.casework import cells, columns
from bandingdesk.casework.columns import Mapping
from bandingdesk.errors import QT_TRANSLATE_NOOP
from bandingdesk.sheets import Cell, Sheet, column_letters

_NEEDED = tuple(field for field in columns.FIELDS if field.needed)
OLDEST = 26  # years: a plan ends at 25, or at the end of the year in which the young person turns 25 (CFA s46)

WHAT_IS_WRONG = QT_TRANSLATE_NOOP("problems", "What is wrong")
_ROW = QT_TRANSLATE_NOOP("problems", "Row {row}: {fault}")
_IN_FUTURE = QT_TRANSLATE_NOOP("problems", "{label} {value} is in the future.")
_TOO_OLD = QT_TRANSLATE_NOOP("problems", "{label} {value} makes the young person {age}. A plan ends at 25.")
_TOO_EARLY = QT_TRANSLATE_NOOP("problems", "{label} {value} is before {earlier} {other}.")
_OTHER_BAND = QT_TRANSLATE_NOOP(
    "problems", "{label} {value} is not a band of the framework in force. It is kept as it is."
)
_FAR = QT_TRANSLATE_NOOP("problems", "{label} {value} is too far away to be right.")
_FIRST_NAME = QT_TRANSLATE_NOOP("problems", "{label} is missing. Where a child has one name only, write a dash here.")
_NO_NAME = ("-", "–", "—")
_TURNED = QT_TRANSLATE_NOOP(
    "problems", "{label} {value} may be {day} or {other}: row {row} of this column puts the month first."
)
_EARLIEST, _LATEST = date(1990, 1, 1), date(2100, 12, 31)  # what a year typed wrongly falls outside of
_SAME_NEED = QT_TRANSLATE_NOOP("problems", "{label} {value} is the main need again.")


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One plan of a caseload list. `row` is its row in the sheet (0 when it came from no sheet) and not compared.

    Codes: sex M F; ethnicity and needs DfE codes; setting_type main base special other; year_group N1 N2 R 1-14;
    phase ey ks12 ks34 p16 p19. An empty text and None mean that the list does not say.
    """

    surname: str
    forename: str
    dob: date
    reference: str = ""
    sex: str = ""
    ethnicity: str = ""
    upn: str = ""
    nhs_number: str = ""
    postcode: str = ""
    setting_name: str = ""
    setting_urn: str = ""
    setting_type: str = ""
    year_group: str = ""
    primary_need: str = ""
    secondary_need: str = ""
    plan_start: date | None = None
    last_review: date | None = None
    next_review: date | None = None
    current_band: str = ""
    current_pence: int | None = None
    looked_after: bool | None = None
    phase: str = ""
    row: int = field(default=0, compare=False)
    is_apart: bool = field(default=False, compare=False)  # a person said: not the child of this name on record

    @property
    def name(self) -> str:
        """The name as it is shown: first name, then surname."""
        return f"{self.forename} {self.surname}".strip()


_SAID = tuple(f.name for f in fields(PlanRow) if f.compare)
_facts = operator.attrgetter(*_SAID)


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault in one cell. A blocking one keeps the row out; another is a warning."""

    sheet: str
    row: int
    column: str  # letters, "" when no column is chosen for the field
    title: str  # of their column
    field: str
    code: str
    template: str
    values: tuple[tuple[str, str], ...]
    blocking: bool
    label: str = ""  # our word for the field

    def text(self, translate: Callable[[str], str] = str) -> str:
        """Return the sentence, as "Row 17: date of birth 31/02/2016 does not exist."."""
        return translate(_ROW).format(row=self.row, fault=self.fault(translate))

    def fault(self, translate: Callable[[str], str] = str) -> str:
        """Return the sentence without the row."""
        return translate(self.template).format(label=translate(self.label), **dict(self.values))

    def as_json(self) -> dict[str, object]:
        """Return the problem of `import --json`."""
        return {"row": self.row, "column": self.column, "code": self.code, "message": self.text(),
                "sheet": self.sheet, "field": self.field, "blocking": self.blocking}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Rows that seem to be one child: by `upn`, `nhs_number` or `name_dob`. `known` is the child on record, if any."""

    by: str
    plans: tuple[PlanRow, ...]
    known: PlanRow | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What the check needs to know: the civil date, the bands in force (empty: not checked), plans on record."""

    today: date
    bands: frozenset[str] = frozenset()
    plans: tuple[PlanRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Intake:
    """A checked sheet. `read` counts the rows that hold anything; ready + to_fix + rows in duplicates make it up."""

    sheet: str
    read: int
    ready: tuple[PlanRow, ...]
    to_fix: tuple[int, ...]
    duplicates: tuple[Duplicate, ...]
    problems: tuple[Problem, ...]

    @property
    def set_aside(self) -> tuple[int, ...]:
        """The rows that are not ready: to fix, or waiting for a choice between twins."""
        return tuple(sorted({*self.to_fix, *(plan.row for twin in self.duplicates for plan in twin.plans)}))


@dataclass(frozen=True, slots=True)
class Change:
    """One plan on record and what the list says of it; `fields` are those that differ."""

    before: PlanRow
    after: PlanRow
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Effect:
    """What an import would do."""

    new: tuple[PlanRow, ...]
    changed: tuple[Change, ...]
    same: tuple[PlanRow, ...]


def check(sheet: Sheet, mapping: Mapping, known: Known) -> Intake:
    """Return SHEET as plans and problems. Blank rows count for nothing. Raises columns.ColumnMissingError."""
    columns.require(mapping)
    read_by = matched(mapping)
    doubts = turned(sheet, mapping, read_by)
    plans: list[PlanRow] = []
    problems: list[Problem] = []
    to_fix: list[int] = []
    read = 0
    for number, row in enumerate(sheet.rows[mapping.header_row :], mapping.header_row + 1):
        if all(cell is None for cell in row):
            continue
        read += 1
        plan, found = _read_row(Place(sheet.name, number, read_by), row, known)
        found += doubts.get(number, ())
        problems += found
        if plan is None or number in doubts:
            to_fix.append(number)
        else:
            plans.append(plan)
    duplicates = _duplicates(plans, known.plans)
    held = {plan.row for twin in duplicates for plan in twin.plans}
    ready = tuple(plan for plan in plans if plan.row not in held)
    return Intake(sheet.name, read, ready, tuple(to_fix), duplicates, tuple(problems))


def settle(intake: Intake, at: int, keep: Sequence[int], *, apart: bool = False) -> Intake:
    """Return INTAKE with duplicate AT decided: the rows in KEEP are ready, the others are left out for good.

    One row means "the same child", all rows mean "different children", none means "leave out". APART says that they
    are not the child on record either, whose name and birthday they share. Raises ValueError when a row in KEEP is none
    of the twins.
    """
    twin = intake.duplicates[at]
    if strangers := set(keep) - {plan.row for plan in twin.plans}:
        raise ValueError(f"rows {sorted(strangers)} are not in this duplicate")
    kept = [replace(plan, is_apart=apart) for plan in twin.plans if plan.row in keep]
    ready = sorted((*intake.ready, *kept), key=lambda plan: plan.row)
    rest = (*intake.duplicates[:at], *intake.duplicates[at + 1 :])
    return replace(intake, ready=tuple(ready), duplicates=rest)


def correct(sheet: Sheet, row: int, column: int, value: Cell) -> Sheet:
    """Return SHEET with the cell at ROW (1-based) and COLUMN (0-based) set to VALUE; check it again afterwards."""
    rows = list(sheet.rows)
    rows[row - 1] = [*rows[row - 1][:column], value, *rows[row - 1][column + 1 :]]
    return Sheet(sheet.name, rows)


def effect(rows: Iterable[PlanRow], existing: Iterable[PlanRow]) -> Effect:
    """Return what importing ROWS would do to the plans in EXISTING. What a list does not say changes nothing.

    A plan is found by UPN, else by NHS number, else by name and date of birth.
    """
    index = _index(existing)
    new, changed, same = [], [], []
    for plan in rows:
        keys = _keys(plan)[:-1] if plan.is_apart else _keys(plan)
        before = next((index[key] for key in keys if key in index), None)
        if before is None:
            new.append(plan)
            continue
        after, names = _merged(before, plan)
        if names:
            changed.append(Change(before, after, names))
        else:
            same.append(plan)
    return Effect(tuple(new), tuple(changed), tuple(same))


class Aside(Protocol):
    """What `rejects` needs of a checked list of any kind."""

    @property
    def problems(self) -> tuple[Problem, ...]: ...
    @property
    def to_fix(self) -> tuple[int, ...]: ...
    @property
    def duplicates(self) -> tuple[Duplicate, ...]: ...


def rejects(sheet: Sheet, mapping: Mapping, intake: Aside, translate: Callable[[str], str] = str) -> Sheet:
    """Return the rows of SHEET that are set aside, their columns unchanged, with a last column "What is wrong".

    The rows above and the header stand on top, so the file can be mended, saved and read again.
    """
    words: dict[int, list[str]] = {}
    for problem in intake.problems:
        if problem.blocking or problem.row in intake.to_fix:
            words.setdefault(problem.row, []).append(problem.fault(translate))
    for twin in intake.duplicates:
        for plan in twin.plans:
            others = [str(other.row) for other in twin.plans if other.row != plan.row]
            if twin.known:
                others.append(translate(QT_TRANSLATE_NOOP("problems", "on record")))
            same = translate(QT_TRANSLATE_NOOP("problems", "Seems to be the same child as row {rows}."))
            words.setdefault(plan.row, []).append(same.format(rows=", ".join(others)))
    width = len(sheet.rows[mapping.header_row - 1])
    rows: list[list[Cell]] = [[*row, None] for row in sheet.rows[: mapping.header_row]]
    rows[-1][width] = translate(WHAT_IS_WRONG)
    rows += [[*sheet.rows[number - 1], " ".join(_capital(w) for w in words[number])] for number in sorted(words)]
    return Sheet(sheet.name, rows)


@dataclass(frozen=True, slots=True)
class Place:
    """A row and the columns it is read by."""

    sheet: str
    row: int
    matched: Sequence[tuple[columns.Field, int, str]]
    form: columns.Form = columns.CASELOAD

    def problem(self, name: str, code: str, template: str, *, blocking: bool = True, **values: str) -> Problem:
        """Return a problem of the field NAME in this row."""
        column, title = next(((at, title) for known, at, title in self.matched if known.name == name), (None, ""))
        letters = "" if column is None else column_letters(column)
        said = tuple(values.items())
        label = self.form.field(name).label
        return Problem(self.sheet, self.row, letters, title, name, code, template, said, blocking, label)


def matched(mapping: Mapping) -> tuple[tuple[columns.Field, int, str], ...]:
    """Return (our field, column, title) of each field that has a column."""
    found = [(mapping.form.field(m.field), m.column, m.title) for m in mapping.matches if m.column is not None]
    return tuple(found)


def read_values(place: Place, row: Sequence[Cell]) -> tuple[dict[str, Any], list[Problem], set[str]]:
    """Return what a row says by field, its problems, and the fields that can't be read. A full name is taken apart."""
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    blocked: set[str] = set()
    for known_field, column, _title in place.matched:
        if (cell := row[column]) is None:
            continue
        name = known_field.name
        value = cells.READERS[known_field.kind](cell)
        if value.__class__ is cells.Fault:
            said = dict(value.fields)
            problems.append(place.problem(name, value.code, value.template, blocking=value.blocking, **said))
            if value.blocking:
                blocked.add(name)
            value = value.value
        if value.__class__ is cells.Name:
            values.setdefault("surname", value.surname)
            values.setdefault("forename", value.forename)
        elif value is not None and name != "full_name":
            values[name] = value
    return values, problems, blocked


def _read_row(place: Place, row: Sequence[Cell], known: Known) -> tuple[PlanRow | None, list[Problem]]:
    values, problems, blocked = read_values(place, row)
    if values.get("forename") in _NO_NAME:
        values["forename"] = ""  # a child with one name
    for known_field in _NEEDED:
        if known_field.name not in values and known_field.name not in blocked:
            words = _FIRST_NAME if known_field.name == "forename" else cells.MISSING
            problems.append(place.problem(known_field.name, "IM-09", words))
    if "phase" not in values and "phase" not in blocked and "year_group" in values:
        values["phase"] = cells.phase_of(values["year_group"])  # a list that gives the year need not give the phase
    problems += _sense(place, values, known)
    if any(problem.blocking for problem in problems):
        return None, problems
    return PlanRow(**values, row=place.row), problems


def turned(
    sheet: Sheet, mapping: Mapping, read_by: Sequence[tuple[columns.Field, int, str]]
) -> dict[int, list[Problem]]:
    """Return by row the days that may be turned round: their column writes at least one day month first."""
    found: dict[int, list[Problem]] = {}
    rows = list(enumerate(sheet.rows[mapping.header_row :], mapping.header_row + 1))
    for known_field, column, _ in read_by:
        if known_field.kind not in ("date", "birth"):
            continue
        texts = [(number, row[column]) for number, row in rows if row[column].__class__ is str]
        told = next((number for number, cell in texts if cells.puts_month_first(cell)), None)
        if told is None:
            continue
        for number, cell in texts:
            if cells.may_be_turned(cell):
                day = cells.READERS["date"](cell)
                other = day.replace(day=day.month, month=day.day)
                problem = Place(sheet.name, number, read_by, mapping.form).problem(
                    known_field.name, "IM-69", _TURNED, value=cells.shown(cell), row=str(told),
                    day=_in_words(day), other=_in_words(other),
                )  # fmt: skip
                found.setdefault(number, []).append(problem)
    return found


def _sense(place: Place, values: abc.Mapping[str, Any], known: Known) -> list[Problem]:
    """Return what is wrong between the values of one row, each readable by itself."""
    found: list[Problem] = []
    dob = values.get("dob")
    if dob is not None:
        age = known.today.year - dob.year - ((known.today.month, known.today.day) < (dob.month, dob.day))
        if dob > known.today:
            found.append(place.problem("dob", "IM-17", _IN_FUTURE, value=cells.shown(dob)))
        elif age >= OLDEST:
            found.append(place.problem("dob", "IM-20", _TOO_OLD, value=cells.shown(dob), age=str(age)))
    for name in ("plan_start", "last_review", "next_review"):
        day = values.get(name)
        if day is not None and not _EARLIEST <= day <= _LATEST:
            found.append(place.problem(name, "IM-61", _FAR, value=cells.shown(day)))
            return found
    review = "last_review" if "last_review" in values else "plan_start"
    for name, earlier in (("plan_start", "dob"), ("last_review", "plan_start"), ("next_review", review)):
        day, before = values.get(name), values.get(earlier)
        if day is not None and before is not None and day < before <= known.today:
            other = columns.BY_NAME[earlier].label
            found.append(place.problem(name, "IM-18", _TOO_EARLY, value=cells.shown(day), earlier=other,
                                       other=cells.shown(before)))  # fmt: skip
    last = values.get("last_review")
    if last is not None and last > known.today:
        found.append(place.problem("last_review", "IM-17", _IN_FUTURE, value=cells.shown(last)))
    band = values.get("current_band")
    if band and known.bands and band not in known.bands:
        found.append(place.problem("current_band", "IM-27", _OTHER_BAND, blocking=False, value=band))
    need = values.get("secondary_need")
    if need and need == values.get("primary_need"):
        found.append(place.problem("secondary_need", "IM-28", _SAME_NEED, blocking=False, value=need))
    return found


def _keys(plan: PlanRow) -> list[tuple[str, str]]:
    """Return what a plan can be found by, the surest first."""
    keys = [("upn", plan.upn), ("nhs_number", plan.nhs_number)]
    named = f"{cells.folded(plan.surname)}|{cells.folded(plan.forename)}|{plan.dob.isoformat()}"
    return [key for key in (*keys, ("name_dob", named)) if key[1]]


def _index(plans: Iterable[PlanRow]) -> dict[tuple[str, str], PlanRow]:
    index: dict[tuple[str, str], PlanRow] = {}
    for plan in plans:
        for key in _keys(plan):
            index.setdefault(key, plan)
    return index


def _duplicates(plans: Sequence[PlanRow], existing: Iterable[PlanRow]) -> tuple[Duplicate, ...]:
    keyed = [(plan, _keys(plan)) for plan in plans]  # folding a name is the dearest part of the check
    groups: dict[tuple[str, str], list[PlanRow]] = {}
    for plan, keys in keyed:
        for key in keys:
            groups.setdefault(key, []).append(plan)
    found: list[Duplicate] = []
    held: set[int] = set()
    for (by, _), twins in groups.items():
        if len(twins) > 1 and not {plan.row for plan in twins} & held:
            found.append(Duplicate(by, tuple(twins)))
            held |= {plan.row for plan in twins}
    index = _index(existing)
    for by, known, met in _meeting_on_record(keyed, index):
        if not {plan.row for plan in met} & held:
            found.append(Duplicate(by, met, known))
            held |= {plan.row for plan in met}
    for plan, keys in keyed if index else ():
        by_number = any(key in index for key in keys[:-1])
        alike = index.get(keys[-1])
        # The same name and birthday under another number: a person decides. The same number is simply the child.
        if plan.row not in held and not by_number and alike and len(keys) > 1 and len(_keys(alike)) > 1:
            found.append(Duplicate("name_dob", (plan,), alike))
            held.add(plan.row)
    return tuple(sorted(found, key=lambda twin: twin.plans[0].row))


def _meeting_on_record(
    keyed: Sequence[tuple[PlanRow, list[tuple[str, str]]]], index: abc.Mapping[tuple[str, str], PlanRow]
) -> list[tuple[str, PlanRow, tuple[PlanRow, ...]]]:
    """Return (found by, child on record, rows) where two rows or more are found to be one child on record.

    One by the UPN, another by the NHS number: between themselves such rows share nothing.
    """
    groups: dict[int, tuple[str, PlanRow, list[PlanRow]]] = {}
    for plan, keys in keyed if index else ():
        hit = next(((key[0], index[key]) for key in keys if key in index), None)
        if hit is not None:
            groups.setdefault(id(hit[1]), (*hit, []))[2].append(plan)
    return [(by, known, tuple(rows)) for by, known, rows in groups.values() if len(rows) > 1]


def _merged(before: PlanRow, plan: PlanRow) -> tuple[PlanRow, tuple[str, ...]]:
    said = zip(_SAID, _facts(plan), _facts(before), strict=True)
    differing = {name: now for name, now, was in said if now != was and now not in ("", None)}
    return (replace(before, **differing, row=plan.row) if differing else before), tuple(differing)


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def _in_words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
