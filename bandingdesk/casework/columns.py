"""Which column of a council's list is which of our fields: the fields of one plan, the header guessed, the match.

Every list has a form: the fields that one row of it may hold. The caseload's stands here, those of settings, placements
and term dates in `casework/lists/forms.py`. A list from a council has title rows, often a group row above the header,
and columns we do not know. The guess is only a proposal: a person sees it with samples and changes it.
"""

from __future__ import annotations

from collections import abc
from dataclasses import dataclass, replace
from typing import Any

from bandingdesk.casework import cells
from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError, Where
from bandingdesk.sheets import Cell, Sheet

LOOK_AT_ROWS = 30  # the header is looked for in the first rows only
ALIKE = 82  # per cent: below this two titles are not the same words
SAMPLES = 3
BARE_COSTS = 3  # a title read without its group is this much less sure, so "Placement Name" is no child's name


@dataclass(frozen=True, slots=True)
class Field:
    """One of our fields: its label on the screen, how a cell of it is read, and the titles councils give it."""

    name: str
    label: str
    kind: str  # a name in cells.READERS
    needed: bool
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """The fields that a row of one kind of list may hold.

    `stands_for`: with the first field, the others need no column. `one_of`: of each group one field is needed.
    """

    kind: str
    fields: tuple[Field, ...]
    stands_for: tuple[tuple[str, tuple[str, ...]], ...] = ()
    one_of: tuple[tuple[str, ...], ...] = ()

    def field(self, name: str) -> Field:
        """Return the field NAME. Raises KeyError."""
        for known in self.fields:
            if known.name == name:
                return known
        raise KeyError(name)

    def holds(self, name: str) -> bool:
        """Return whether the form has a field NAME."""
        return any(known.name == name for known in self.fields)

    def missing(self, taken: abc.Container[str]) -> tuple[str, ...]:
        """Return what is needed and not among the fields TAKEN; of a group its first."""
        covered = {name for field, others in self.stands_for if field in taken for name in others}
        alone = [f.name for f in self.fields if f.needed and f.name not in taken and f.name not in covered]
        return (*alone, *(group[0] for group in self.one_of if not any(name in taken for name in group)))


def field(name: str, label: str, kind: str, titles: str, *, needed: bool = False) -> Field:
    """Return a field whose TITLES are parted by bars."""
    return Field(name, label, kind, needed, tuple(title.strip() for title in titles.split("|")))


FIELDS: tuple[Field, ...] = (
    field("reference", QT_TRANSLATE_NOOP("fields", "your reference"), "text",
           "case ref|case reference|reference|our ref|case number|case id|pupil id|capita id|synergy id"),
    field("full_name", QT_TRANSLATE_NOOP("fields", "name"), "name",
           "name|full name|pupil name|child name|childs name"),
    field("surname", QT_TRANSLATE_NOOP("fields", "surname"), "text",
           "surname|last name|family name|legal surname|child surname|pupil surname", needed=True),
    field("forename", QT_TRANSLATE_NOOP("fields", "first name"), "text",
           "forename|first name|given name|forenames|legal forename|child forename|pupil forename", needed=True),
    field("dob", QT_TRANSLATE_NOOP("fields", "date of birth"), "birth",
           "date of birth|dob|birth date|d o b|child dob|person birth date",
           needed=True),
    field("sex", QT_TRANSLATE_NOOP("fields", "sex"), "sex",
           "sex|gender|m/f|gender current|child sex"),
    field("ethnicity", QT_TRANSLATE_NOOP("fields", "ethnic group"), "ethnicity",
           "ethnicity|ethnic group|ethnic code|ethnic origin"),
    field("upn", QT_TRANSLATE_NOOP("fields", "UPN"), "upn",
           "upn|unique pupil number|pupil number"),
    field("nhs_number", QT_TRANSLATE_NOOP("fields", "NHS number"), "nhs",
           "nhs number|nhs no|nhs|nhs num"),
    field("postcode", QT_TRANSLATE_NOOP("fields", "postcode"), "postcode",
           "postcode|post code|home postcode|child post code"),
    field("setting_name", QT_TRANSLATE_NOOP("fields", "setting"), "text",
           "setting name|setting|school|school name|placement name|school / setting|current school|provider|"
           "establishment|placement"),
    field("setting_urn", QT_TRANSLATE_NOOP("fields", "setting's URN"), "urn",
           "urn|setting urn|school urn|placement urn"),
    field("setting_type", QT_TRANSLATE_NOOP("fields", "type of setting"), "setting",
           "setting type|type of setting|school type|placement type|type of placement|provision type|sen setting"),
    field("year_group", QT_TRANSLATE_NOOP("fields", "year group"), "year",
           "year group|ncy|nc year|national curriculum year|year|ncyear"),
    field("primary_need", QT_TRANSLATE_NOOP("fields", "main need"), "need",
           "primary need|main need|need main|primary sen need|need|sen type|need 1|need primary|sen type rank 1"),
    field("secondary_need", QT_TRANSLATE_NOOP("fields", "second need"), "need",
           "secondary need|second need|need second|need 2|need secondary|sen type rank 2"),
    field("plan_start", QT_TRANSLATE_NOOP("fields", "start of the plan"), "date",
           "plan start date|plan start|start of plan|plan started|plan issued|final plan date|ehcp start date|"
           "ehc plan start|start date|ehcp final date", needed=True),
    field("last_review", QT_TRANSLATE_NOOP("fields", "last review"), "date",
           "last review|last annual review|date of last review|last review date|previous review|plan last review"),
    field("next_review", QT_TRANSLATE_NOOP("fields", "next review"), "date",
           "next review|next review due|review due|next annual review|next review date|plan next review due"),
    field("current_band", QT_TRANSLATE_NOOP("fields", "band"), "band",
           "current band|band|funding band|banding|top up band|band now|funding level"),
    field("current_pence", QT_TRANSLATE_NOOP("fields", "top-up a year"), "money",
           "top up|top up £ pa|top-up amount|annual top up|top up per year|element 3|e3 top up|funding £|amount pa|"
           "current funding|top up £ a year|value"),
    field("looked_after", QT_TRANSLATE_NOOP("fields", "looked after"), "yes_no",
           "looked after|lac|cla|in care|looked after child|lac y/n|looked after y/n|cic"),
    field("phase", QT_TRANSLATE_NOOP("fields", "phase"), "phase",
           "phase|phase of education|key stage|ks"),
)  # fmt: skip
BY_NAME = {field.name: field for field in FIELDS}
CASELOAD = Form("caseload", FIELDS, stands_for=(("full_name", ("surname", "forename")),))


class NoHeaderError(InvalidError):
    """No row of SHEET looks like a header with our needed columns."""

    code = "IM-31"
    message = QT_TRANSLATE_NOOP("errors", "No row in sheet {sheet} looks like the titles of such a list.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing has been imported.")
    do = QT_TRANSLATE_NOOP("errors", "Choose the row with the column titles, or choose another sheet.")


class ColumnMissingError(InvalidError):
    """The mapping gives no column for a needed field; `fields_missing` names them in words."""

    code = "IM-32"
    message = QT_TRANSLATE_NOOP("errors", "No column is chosen for: {fields_missing}.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing has been imported; the other columns stay as you matched them.")
    do = QT_TRANSLATE_NOOP("errors", "Match each of them to a column of the sheet.")


@dataclass(frozen=True, slots=True)
class Match:
    """One field and the column taken for it. `column` is 0-based, None when there is none; confidence 0 to 100."""

    field: str
    column: int | None
    title: str = ""
    confidence: int = 0
    samples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mapping:
    """How a sheet is read: the header row (1-based, the last where there are two) and a match for every field."""

    sheet: str
    header_row: int
    header_rows: int  # 1, or 2 with a group row above
    matches: tuple[Match, ...]
    left_out: tuple[tuple[int, str], ...]  # (column, title) that no field takes
    form: Form = CASELOAD

    def column(self, field: str) -> int | None:
        """Return the column (0-based) taken for FIELD. Raises KeyError on a name that is no field."""
        self.form.field(field)
        return next((match.column for match in self.matches if match.field == field), None)

    def titles(self) -> dict[str, str]:
        """Return {field: title of their column}: what is remembered for the next list from the same source."""
        return {match.field: match.title for match in self.matches if match.column is not None}

    def missing(self) -> tuple[str, ...]:
        """Return the needed fields that have no column. A full name stands for surname and first name."""
        return self.form.missing({match.field for match in self.matches if match.column is not None})


def guess(sheet: Sheet, remembered: abc.Mapping[str, str] | None = None, form: Form = CASELOAD) -> Mapping:
    """Return the likeliest mapping of SHEET; titles REMEMBERED from an earlier list win. Raises NoHeaderError."""
    best: tuple[int, int, int, list[tuple[str, ...]]] | None = None
    for row in range(1, min(LOOK_AT_ROWS, len(sheet.rows)) + 1):
        for header_rows in (1, 2):
            if header_rows > row:
                continue
            titles = _titles(sheet, row, header_rows)
            found = _pairs(titles, remembered or {}, form)
            score = sum(confidence for _, _, confidence in found)
            # One row wins a tie: two are taken only where the group above makes a title clearer.
            if len(found) >= _enough(form) and (best is None or score > best[0]):
                best = (score, row, header_rows, titles)
    if best is None:
        raise NoHeaderError(sheet=sheet.name, where=Where(sheet=sheet.name))
    _, row, header_rows, titles = best
    chosen = {field: (column, confidence) for field, column, confidence in _pairs(titles, remembered or {}, form)}
    return _mapping(sheet, row, header_rows, titles, chosen, form)


def of_same_source(sheet: Sheet, earlier: abc.Iterable[abc.Mapping[str, str]]) -> abc.Mapping[str, str]:
    """Return the first of the EARLIER mappings ({field: title}) whose titles all stand near the top of SHEET."""
    titles = {_plain(_words(cell)) for row in sheet.rows[:LOOK_AT_ROWS] for cell in row}
    ends = tuple(titles - {""})
    for mapping in earlier:
        # under a group row a title is remembered with its group before it
        if mapping and all(_plain(title) in titles or _plain(title).endswith(ends) for title in mapping.values()):
            return mapping
    return {}


def _enough(form: Form) -> int:
    """Return how many titles make a header: three, or the fewest that can stand for a row of a smaller list."""
    least = sum(field.needed for field in form.fields) + len(form.one_of)
    return min(3, max(2, least))


def read(field: Field, cell: Cell) -> Any:
    """Return CELL read as FIELD: its value, None when it is empty, or a cells.Fault."""
    return cells.READERS[field.kind](cell)


def choose(sheet: Sheet, mapping: Mapping, field: str, column: int | None) -> Mapping:
    """Return MAPPING with COLUMN (0-based, None for none) taken for FIELD, as a person chose it."""
    titles = _titles(sheet, mapping.header_row, mapping.header_rows)
    chosen = {m.field: (m.column, m.confidence) for m in mapping.matches if m.column is not None and m.column != column}
    chosen.pop(field, None)
    if column is not None:
        chosen[mapping.form.field(field).name] = (column, 100)
    return _mapping(sheet, mapping.header_row, mapping.header_rows, titles, chosen, mapping.form)


def at_header(sheet: Sheet, row: int, header_rows: int = 1, form: Form = CASELOAD) -> Mapping:
    """Return the guess with the header in ROW, as a person chose it; fields without a title stay unmatched."""
    titles = _titles(sheet, row, header_rows)
    chosen = {field: (column, confidence) for field, column, confidence in _pairs(titles, {}, form)}
    return _mapping(sheet, row, header_rows, titles, chosen, form)


def from_titles(sheet: Sheet, titles: abc.Mapping[str, str], form: Form = CASELOAD) -> Mapping:
    """Return the mapping that takes exactly TITLES ({field: title}), as a mapping file gives it.

    Raises NoHeaderError when no row holds them, ColumnMissingError when a needed field has none.
    """
    guessed = guess(sheet, titles, form)
    kept = tuple(m if m.field in titles else replace(m, column=None, title="", confidence=0) for m in guessed.matches)
    dropped = [(m.column, m.title) for m in guessed.matches if m.column is not None and m.field not in titles]
    mapping = replace(guessed, matches=kept, left_out=tuple(sorted([*guessed.left_out, *dropped])))
    require(mapping)
    return mapping


def require(mapping: Mapping) -> None:
    """Check that every needed field has a column. Raises ColumnMissingError."""
    if missing := mapping.missing():
        words = ", ".join(mapping.form.field(name).label for name in missing)
        raise ColumnMissingError(fields_missing=words, where=Where(sheet=mapping.sheet, row=mapping.header_row))


def _mapping(
    sheet: Sheet,
    row: int,
    header_rows: int,
    titles: list[tuple[str, ...]],
    chosen: abc.Mapping[str, tuple[int | None, int]],
    form: Form,
) -> Mapping:
    matches = []
    for field in form.fields:
        column, confidence = chosen.get(field.name, (None, 0))
        if column is None:
            matches.append(Match(field.name, None))
            continue
        samples = _samples(sheet, row, column)
        matches.append(Match(field.name, column, titles[column][0], _tempered(field, samples, confidence),
                             tuple(cells.shown(value) for value in samples[:SAMPLES])))  # fmt: skip
    taken = {match.column for match in matches}
    left_out = tuple((at, ways[0]) for at, ways in enumerate(titles) if ways[0] and at not in taken)
    return Mapping(sheet.name, row, header_rows, tuple(matches), left_out, form)


def _tempered(field: Field, samples: list[Cell], confidence: int) -> int:
    """Return CONFIDENCE less what the cells take away: half of it when none of them can be read as the field."""
    if not samples:
        return confidence
    readable = sum(not isinstance(read(field, value), cells.Fault) for value in samples)
    return round(confidence * (0.5 + 0.5 * readable / len(samples)))


def _samples(sheet: Sheet, header_row: int, column: int, count: int = 20) -> list[Cell]:
    found: list[Cell] = []
    for row in sheet.rows[header_row:]:
        if column < len(row) and row[column] is not None:
            found.append(row[column])
            if len(found) == count:
                break
    return found


def _titles(sheet: Sheet, row: int, header_rows: int) -> list[tuple[str, ...]]:
    """Return for each column the ways its title may be read, the fullest first: under its group, and by itself."""
    lower = [_words(value) for value in sheet.rows[row - 1]]
    if header_rows == 1:
        return [(title,) for title in lower]
    titles: list[tuple[str, ...]] = []
    group = ""
    for above, below in zip(sheet.rows[row - 2], lower, strict=True):
        group = _words(above) or group  # a merged cell holds its text in its first column only
        titles.append((f"{group} {below}".strip() if below else "", below))
    return titles


def _words(value: Cell) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def _plain(title: str) -> str:
    kept = "".join(char if char.isalnum() or char in "£/" else " " for char in title.replace("'", "").replace("’", ""))
    return " ".join(kept.lower().split())


def _pairs(titles: list[tuple[str, ...]], remembered: abc.Mapping[str, str], form: Form) -> list[tuple[str, int, int]]:
    """Return (field, column, confidence), each field and each column at most once, the surest first."""
    from rapidfuzz import fuzz, process

    found: list[tuple[int, str, int]] = []
    names = [(field.name, known) for field in form.fields for known in field.titles]
    words = [known for _, known in names]
    for column, readings in enumerate(titles):
        for less, title in enumerate(map(_plain, readings)):
            if not title:
                continue
            found += [(101, field, column) for field, kept in remembered.items()
                      if form.holds(field) and _plain(kept) == title]  # fmt: skip
            alike = process.extract(title, words, scorer=fuzz.token_sort_ratio, limit=6, score_cutoff=ALIKE)
            found += [(round(score) - less * BARE_COSTS, names[at][0], column) for _, score, at in alike]
    found.sort(key=lambda pair: (-pair[0], pair[2]))
    pairs: list[tuple[str, int, int]] = []
    for score, field, column in found:
        if all(field != have and column != at for have, at, _ in pairs):
            pairs.append((field, column, min(score, 100)))
    return pairs
