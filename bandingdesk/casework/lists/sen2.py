"""Modules of the SEN2 return read in as a start: people, requests, assessments, plans, reviews, placements, needs.

Which column is which field stands in the register's data, by the return's own tags (`resources/statute/register.json`);
tags are compared without case, since readers of the return spell them differently. Rows of a lower module find theirs
of the one above by its table id, else by the person. Source of the modules and their nesting: statute.md 3.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, NamedTuple

from bandingdesk.casework import cells
from bandingdesk.casework.columns import Form
from bandingdesk.casework.columns import field as form_field
from bandingdesk.casework.intake import Place, PlanRow, Problem
from bandingdesk.casework.lists.reading import Checked
from bandingdesk.casework.register import entry
from bandingdesk.casework.register.ops import EntryMade
from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError
from bandingdesk.ops import Op, Subject
from bandingdesk.sheets import Cell, Sheet
from bandingdesk.statute.register import EntryType, RegisterBook, Value

MODULES = (
    "sen2", "person", "requests", "assessment", "namedplan", "plandetail", "activeplans", "placementdetail", "senneed",
)  # fmt: skip
_ABOVE = {
    "requests": "person", "assessment": "requests", "namedplan": "assessment", "plandetail": "namedplan",
    "activeplans": "requests", "placementdetail": "activeplans", "senneed": "activeplans",
}  # fmt: skip
_TYPES = {
    "requests": "request", "assessment": "assessment", "namedplan": "plan", "activeplans": "review",
    "placementdetail": "placement", "senneed": "need",
}  # fmt: skip
_SAME = {
    "planwpb": "planwbp", "gendercurrent": "sex", "gender": "sex", "dateofbirth": "personbirthdate",
    "dob": "personbirthdate", "birthdate": "personbirthdate", "lastname": "surname", "firstname": "forename",
    "uln": "uniquelearnernumber", "wpb": "wbp", "sentypeprimary": "sentype",
}  # fmt: skip
_READ = {"date": "date", "number": "number", "flag": "yes_no", "text": "text", "code": "text", "setting": "urn"}
_PERSON = {
    "surname": "surname", "forename": "forename", "personbirthdate": "dob", "sex": "sex", "ethnicity": "ethnicity",
    "upn": "upn", "postcode": "postcode",
}  # fmt: skip
FORM = Form(
    "sen2",
    (
        form_field("surname", QT_TRANSLATE_NOOP("fields", "surname"), "text", "surname"),
        form_field("forename", QT_TRANSLATE_NOOP("fields", "first name"), "text", "forename"),
        form_field("dob", QT_TRANSLATE_NOOP("fields", "date of birth"), "birth", "personbirthdate"),
        form_field("sex", QT_TRANSLATE_NOOP("fields", "sex"), "sex", "sex"),
        form_field("ethnicity", QT_TRANSLATE_NOOP("fields", "ethnic group"), "ethnicity", "ethnicity"),
        form_field("upn", QT_TRANSLATE_NOOP("fields", "UPN"), "upn", "upn"),
        form_field("postcode", QT_TRANSLATE_NOOP("fields", "postcode"), "postcode", "postcode"),
        form_field("tag", QT_TRANSLATE_NOOP("fields", "value"), "text", "tag"),
    ),
)  # its columns have the names that the return gives them, so nobody matches them

NO_PERSON = QT_TRANSLATE_NOOP("problems", "{label}: no row of the module above is its own. It is left out.")
LEFT_OUT = QT_TRANSLATE_NOOP("problems", "{tag} “{value}” can't be read. It is left empty.")
NOT_A_CODE = QT_TRANSLATE_NOOP(
    "problems", "{tag} “{value}” is none of the return's codes: {allowed}. It is left empty."
)
NEEDED = QT_TRANSLATE_NOOP("problems", "{tag} is missing, so this row of {module} is left out.")


class NoModuleError(InvalidError):
    """FILE holds no person module of the SEN2 return."""

    code = "IM-80"
    message = QT_TRANSLATE_NOOP("errors", "{file} holds no person module of the SEN2 return.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing has been imported.")
    do = QT_TRANSLATE_NOOP(
        "errors", "Choose the folder, or one file of it, in which the modules lie: one ends in person.csv."
    )


class EntryRead(NamedTuple):
    """One statutory entry as a module says it. `above` is the place in its line of the entry it belongs to."""

    type: str
    values: dict[str, Value]
    above: int | None
    module: str
    row: int


@dataclass(frozen=True, slots=True)
class Sen2Line:
    """One person of the return with all that it says of them."""

    plan: PlanRow
    entries: tuple[EntryRead, ...] = ()
    unknown_upn: bool = False
    row: int = field(default=0, compare=False)
    case: str = field(default="", compare=False)  # on record

    @property
    def name(self) -> str:
        """The name as it is shown."""
        return self.plan.name

    @property
    def key(self) -> Hashable:
        """The UPN, else name and birthday."""
        return known_as(self.plan)[0]

    def facts(self) -> Mapping[str, Any]:
        """Return what the return says, as a list compares it."""
        return {"entries": self.entries}


def known_as(plan: PlanRow) -> tuple[str, ...]:
    """Return what a person of the return is found by on record, the surest first."""
    named = f"{cells.folded(plan.surname)}|{cells.folded(plan.forename)}|{plan.dob.isoformat()}"
    return (plan.upn, named) if plan.upn else (named,)


def module_of(name: str) -> str:
    """Return the module that a file or sheet NAME speaks of, "" for none.

    >>> module_of("Blade-Export_28-09-2026_senneed"), module_of("Person"), module_of("plans")
    ('senneed', 'person', '')
    """
    last = "".join(char for char in name.lower().rpartition("_")[2] if char.isalnum())
    return last if last in MODULES else ""


def read(sheets: Sequence[Sheet], book: RegisterBook) -> tuple[tuple[Sen2Line, ...], tuple[Problem, ...], int]:
    """Return the people in SHEETS, what is wrong, and how many rows were read. Raises NoModuleError."""
    tables = {module: _table(sheet) for sheet in sheets if (module := module_of(sheet.name))}
    if "person" not in tables:
        raise NoModuleError(file=", ".join(sheet.name for sheet in sheets))
    reader = _Reader(book)
    for module in MODULES[1:]:
        for row in tables.get(module, ()):
            reader.take(module, row)
    lines = tuple(reader.line(person) for person in reader.people.values())
    return lines, tuple(reader.problems), sum(len(table) for table in tables.values())


LocalChecks = Callable[[Sen2Line, RegisterBook, date], Iterator[Problem]]


class _Row(NamedTuple):
    """One row of a module by its tags, without case."""

    sheet: str
    number: int
    cells: Mapping[str, Cell]
    columns: Mapping[str, tuple[int, str]]

    def place(self, tag: str, name: str = "tag") -> Place:
        at, title = self.columns.get(tag, (0, ""))
        return Place(self.sheet, self.number, [(FORM.field(name), at, title)], FORM)


@dataclass(slots=True)
class _Person:
    """A person while their rows are gathered. `places` are where the rows of each module went, by table id."""

    plan: PlanRow
    unknown_upn: bool
    entries: list[EntryRead]
    last: dict[str, int]


class _Reader:
    """Gathers the rows of all modules, the upper ones first."""

    def __init__(self, book: RegisterBook) -> None:
        self._book = book
        self.people: dict[str, _Person] = {}
        self.problems: list[Problem] = []
        self._ids: dict[tuple[str, str], tuple[_Person, int | None]] = {}

    def take(self, module: str, row: _Row) -> None:
        if module == "person":
            self._take_person(row)
            return
        found = self._above(module, row)
        if found is None:
            self.problems.append(row.place("", "tag").problem("tag", "IM-81", NO_PERSON))
            return
        person, above = found
        if module == "plandetail":
            self._complete_plan(person, row, above)
            return
        kind = self._book.types[_TYPES[module]]
        values = self._values(kind, module, row)
        if module == "namedplan":
            values.setdefault("plan_type", "EHCP")
        asked = (kind.main, "need")  # years ago nobody asked for all that is needed of an entry today
        needed = [f for f in kind.fields.values() if f.needed and f.name in asked and f.name not in values]
        if needed or not values:
            if needed:
                self._say(row, "IM-82", NEEDED, needed[0].sen2 or needed[0].title, module=module)
            self._keep_id(module, row, person, above)
            return
        person.entries.append(EntryRead(kind.name, values, self._fits(kind, person, above), module, row.number))
        self._keep_id(module, row, person, len(person.entries) - 1)

    def line(self, person: _Person) -> Sen2Line:
        return Sen2Line(_completed(person), tuple(person.entries), person.unknown_upn, person.plan.row)

    def _take_person(self, row: _Row) -> None:
        values: dict[str, Any] = {}
        blocked = False
        for tag, name in _PERSON.items():
            cell = row.cells.get(tag)
            value = cells.READERS[FORM.field(name).kind](cell) if cell is not None else None
            if isinstance(value, cells.Fault):
                place, said = row.place(tag, name), dict(value.fields)
                self.problems.append(place.problem(name, value.code, value.template, blocking=value.blocking, **said))
                value = value.value
            if value is not None:
                values[name] = value
        for name in ("surname", "dob"):
            if name not in values:
                self.problems.append(row.place("", name).problem(name, "IM-09", cells.MISSING))
                blocked = True
        if blocked or any(one.blocking and one.row == row.number and one.sheet == row.sheet for one in self.problems):
            return
        plan = PlanRow(values.pop("surname"), values.pop("forename", ""), values.pop("dob"), **values, row=row.number)
        person = _Person(plan, bool(row.cells.get("upnunknown")), [], {})
        self.people[str(len(self.people))] = person
        self._keep_id("person", row, person, None)
        for key in (plan.upn, f"{plan.surname}|{plan.forename}|{plan.dob}"):
            if key:
                self._ids.setdefault(("person", key), (person, None))

    def _above(self, module: str, row: _Row) -> tuple[_Person, int | None] | None:
        over = _ABOVE[module]
        while over:
            if (id_ := _text(row.cells.get(f"{over}tableid"))) and (over, id_) in self._ids:
                return self._ids[over, id_]
            over = _ABOVE.get(over, "")
        born = cells.READERS["birth"](row.cells.get("personbirthdate"))
        named = f"{_text(row.cells.get('surname'))}|{_text(row.cells.get('forename'))}|{born}"
        found = self._ids.get(("person", _text(row.cells.get("upn")))) or self._ids.get(("person", named))
        return None if found is None else (found[0], found[0].last.get(_ABOVE[module]))

    def _keep_id(self, module: str, row: _Row, person: _Person, at: int | None) -> None:
        if at is not None:
            person.last[module] = at
        if id_ := _text(row.cells.get(f"{module}tableid")):
            self._ids[module, id_] = (person, at)

    def _complete_plan(self, person: _Person, row: _Row, above: int | None) -> None:
        """Take the setting that the plan names into the plan's entry."""
        if above is None or person.entries[above].type != "plan":
            return
        known = person.entries[above]
        said = self._values(self._book.types["plan"], "plandetail", row)
        person.entries[above] = known._replace(values={**said, **known.values})

    def _values(self, kind: EntryType, module: str, row: _Row) -> dict[str, Value]:
        values: dict[str, Value] = {}
        for one in kind.fields.values():
            cell = row.cells.get(one.sen2.lower()) if one.sen2 else None
            if cell is None:
                continue
            value = cells.READERS[_READ[one.kind]](cell)
            if isinstance(value, cells.Fault) and value.value is None:
                self._say(row, "IM-83", LEFT_OUT, one.sen2, value=cells.shown(cell))
                continue
            value = value.value if isinstance(value, cells.Fault) else value
            if one.codes:
                value = _code(str(value), [code for code, _ in one.codes])
                if value is None:
                    allowed = ", ".join(code for code, _ in one.codes)
                    self._say(row, "IM-84", NOT_A_CODE, one.sen2, value=cells.shown(cell), allowed=allowed)
                    continue
            values[one.name] = value.isoformat() if isinstance(value, date) else value
        return values

    def _fits(self, kind: EntryType, person: _Person, above: int | None) -> int | None:
        """Return the entry that a new one of KIND belongs to: the nearest of a kind that the register names."""
        if above is not None and person.entries[above].type in kind.of:
            return above
        fitting = [at for at, one in enumerate(person.entries) if one.type in kind.of]
        return fitting[-1] if fitting else None

    def _say(self, row: _Row, code: str, template: str, tag: str, **values: str) -> None:
        place = row.place(tag.lower())
        self.problems.append(place.problem("tag", code, template, blocking=False, tag=tag, **values))


def _table(sheet: Sheet) -> list[_Row]:
    """Return the rows of a module below its titles by tag."""
    if not sheet.rows:
        return []
    titles = [str(cell or "") for cell in sheet.rows[0]]
    tags = [_tag(title) for title in titles]
    columns = {tag: (at, titles[at]) for at, tag in enumerate(tags) if tag}
    return [
        _Row(sheet.name, number, {tag: cell for tag, cell in zip(tags, row, strict=True) if tag}, columns)
        for number, row in enumerate(sheet.rows[1:], 2)
        if any(cell is not None for cell in row)
    ]


def _tag(title: str) -> str:
    bare = "".join(char for char in title.lower() if char.isalnum())
    return _SAME.get(bare, bare)


def _text(cell: Cell) -> str:
    return "" if cell is None else str(cell).strip()


def _code(said: str, codes: Sequence[str]) -> Value | None:
    """Return the code that SAID means, whatever its case: a review's outcome comes as a letter or a word."""
    plain = {code.casefold(): code for code in codes}
    word = said.strip().casefold()
    return plain.get(word) or next((code for low, code in plain.items() if len(word) == 1 and low[:1] == word), None)


def _completed(person: _Person) -> PlanRow:
    """Return the person's plan row with what the entries say of it."""
    last: dict[str, Mapping[str, Value]] = {one.type: one.values for one in person.entries}
    needs = {one.values.get("rank", 0): str(one.values["need"]) for one in person.entries if one.type == "need"}
    plan, placed, review = last.get("plan", {}), last.get("placement", {}), last.get("review", {})
    return replace(
        person.plan,
        plan_start=_day(plan.get("start")),
        last_review=_day(review.get("decision_date")),
        setting_urn=str(placed.get("setting") or plan.get("setting") or ""),
        primary_need=needs.get(1, ""),
        secondary_need=needs.get(2, ""),
    )


def _day(value: Value | None) -> date | None:
    return date.fromisoformat(str(value)) if value else None


def kind_of(line: Sen2Line) -> str:
    """Return the kind of case that a line opens: a plan where one was made, else a request."""
    return "plan" if any(one.type == "plan" for one in line.entries) else "request"


def checked(sheets: Sequence[Sheet], book: RegisterBook, today: date, more: LocalChecks) -> Checked[Sen2Line]:
    """Return the people in SHEETS with what is wrong, our own checks (MORE) among it. Raises NoModuleError."""
    lines, problems, read_ = read(sheets, book)
    warned = [problem for line in lines for problem in more(line, book, today)]
    to_fix = {problem.row for problem in problems if problem.blocking}
    found = sorted((*problems, *warned), key=lambda problem: (not problem.blocking, problem.sheet, problem.row))
    return Checked("person", read_, lines, tuple(sorted(to_fix)), tuple(found))


Known = Iterable[tuple[str, str, Mapping[str, Value]]]  # (entry, type, fields) of a case on record


def new_entries(line: Sen2Line, known: Known, book: RegisterBook) -> list[int]:
    """Return the places in LINE of the entries that are not KNOWN: a start adds, and changes nothing."""
    held = {identity(type_, values, book) for _, type_, values in known}
    return [at for at, one in enumerate(line.entries) if identity(one.type, one.values, book) not in held]


def identity(type_: str, values: Mapping[str, Value], book: RegisterBook) -> Hashable:
    """Return what tells one entry of a case from another: its kind, the day that dates it, its rank and code."""
    kind = book.types.get(type_)
    main = values.get(kind.main) if kind else None
    return type_, main, values.get("rank"), values.get("need")


def entries(
    line: Sen2Line,
    places: Iterable[int],
    case: str,
    head: str | None,
    new_id: Callable[[], str],
    by: str,
    at: datetime,
    source: str,
    book: RegisterBook,
    *,
    known: Known = (),
) -> Iterator[Op]:
    """Give the ops of LINE's entries at PLACES, each belonging to the one above it; HEAD is that of a known CASE."""
    ids = {identity(type_, values, book): id_ for id_, type_, values in known}
    seen = (Subject("case", case), head) if head else None
    for place in places:
        one = line.entries[place]
        above = None if one.above is None else line.entries[one.above]
        of = None if above is None else ids.get(identity(above.type, above.values, book))
        made = ids[identity(one.type, one.values, book)] = new_id()
        body = EntryMade(case, one.type, book.version, one.values, of, source)
        yield entry.make(made, by, at, body, book, case=seen)
