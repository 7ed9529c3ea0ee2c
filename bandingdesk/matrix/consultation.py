"""The consultation workbook: every description with room for a comment and an example, sent out and read back.

What comes back is collected by strand and level with every doubt named by its row and column. A person then writes
what was said and what was done; those lines go into the adoption record ("you said, we did").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError, Where
from bandingdesk.matrix import edition, rule_words
from bandingdesk.matrix import framework as fw
from bandingdesk.matrix.edition import BAND_LINE
from bandingdesk.matrix.life import FrameworkFile, YouSaid
from bandingdesk.matrix.rule_words import Words
from bandingdesk.sheet_forms import Box, FillIn, Page, span
from bandingdesk.sheets import Cell, Sheet, Workbook, column_letters

START, DESCRIPTIONS, RULES, QUESTIONS, COMMENTS = "Start", "Descriptions", "Rules", "Questions", "Comments"
VIEWS = ("Keep it", "Change it", "Not sure")
QUESTION_TEXTS = (
    "Which needs are not described, or not described well?",
    "Which rules are unclear, and why?",
    "Who could lose out under this scheme, and why?",
    "What else should we know before we decide?",
)
_ASKED = ("Ref", "Strand", "Level", "Description", "What you think", "Comment", "Example")
_ASKED_RULES = ("Ref", "Rule", "What you think", "Comment", "Example")
_ASKED_QUESTIONS = ("Ref", "Question", "Comment")
_COLLECTED = ("Ref", "Strand", "Level", "From", "What they think", "Comment", "Example", "You said", "We did")
_WHO = ("Name of your school, setting or group", "Your role")
_HASH, _NAME, _ROLE = "Definition", *_WHO


class NotAConsultationError(InvalidError):
    """The workbook NAME has no sheet SHEET."""

    code = "FW-36"
    message = QT_TRANSLATE_NOOP("errors", "{name} is not a consultation workbook of ours: it has no sheet {sheet}.")
    kept = QT_TRANSLATE_NOOP("errors", "None of its comments were taken over.")
    do = QT_TRANSLATE_NOOP("errors", "Choose the workbook that was sent out and came back filled in.")


class OtherVersionError(InvalidError):
    """The workbook NAME belongs to another version: FOUND in place of WANTED."""

    code = "FW-37"
    message = QT_TRANSLATE_NOOP("errors", "{name} was made for another version ({found}); this one is {wanted}.")
    kept = QT_TRANSLATE_NOOP("errors", "None of its comments were taken over.")
    do = QT_TRANSLATE_NOOP("errors", "Read it with the version it was made for.")


class Doubt(NamedTuple):
    """Something in a workbook that a person must look at: what was found, what was expected, and where."""

    file: str
    sheet: str
    row: int
    column: str
    found: str
    expected: str


class Comment(NamedTuple):
    """What one respondent said about one thing: a description (strand and level), a rule or a question."""

    respondent: str
    about: Literal["description", "rule", "question"]
    ref: str
    strand: str | None
    level: int | None
    view: str
    comment: str
    example: str
    row: int


@dataclass(frozen=True, slots=True)
class Response:
    """One workbook that came back."""

    file: str
    sha256: str
    respondent: str
    role: str
    comments: tuple[Comment, ...]
    doubts: tuple[Doubt, ...]


class SaidAndDid(NamedTuple):
    """The lines for the adoption record, and what is still open in the workbook they were read from."""

    lines: tuple[YouSaid, ...]
    doubts: tuple[Doubt, ...]


# -- sent out


def consultation(file: FrameworkFile, dated: date, questions: Sequence[str] = QUESTION_TEXTS) -> FillIn:
    """Return the workbook to send out, as of the day DATED."""
    framework = file.definition
    made = edition.edition(framework, file.life, dated)
    demo = ("Demonstration: this scheme is invented, in whole or in part.",) if made.is_invented else ()
    start = (
        (Box("Tell us what you think", "title"),),
        (Box(f"{made.title}. {made.authority}. Version {made.version}.", "strong"),),
        *((Box(line, "strong"),) for line in demo),
        (Box(made.standing),),
        (Box("Write in the yellow boxes. Leave empty what you have no view on. Examples help us most."),),
        (Box("Write no child's name in this file."),),
        (Box(BAND_LINE),),
        (),
        (Box(_NAME, "strong"), Box(None, "answer")),
        (Box(_ROLE, "strong"), Box(None, "answer")),
        (),
        (Box(_HASH, "small"), Box(made.sha256, "small")),
    )
    views = span((2, 0), (1 + len(VIEWS), 0), "Lists")
    lists = ((Box("What you think", "head"),), *((Box(view),) for view in VIEWS))
    pages = (
        Page(START, start, (70, 60)),
        Page(DESCRIPTIONS, tuple(_descriptions(framework, views)), (20, 20, 20, 50, 16, 36, 36), 2),
        Page(RULES, tuple(_rules(framework, views)), (12, 80, 16, 44, 44), 2),
        Page(
            QUESTIONS, tuple(_questions(questions)), (16, 60, 90), 2, tuple((3 + n, 5) for n in range(len(questions)))
        ),
        Page("Lists", lists, (20,)),
    )
    return FillIn(f"{made.title}: consultation", made.authority, dated, pages)


def _head(title: str, columns: Sequence[str]) -> Iterator[tuple[Box, ...]]:
    yield (Box(title, "title"),)
    yield tuple(Box(column, "head") for column in columns)


def _answers(views: str) -> tuple[Box, ...]:
    return Box(None, "answer", views), Box(None, "answer"), Box(None, "answer")


def _descriptions(framework: fw.Framework, views: str) -> Iterator[tuple[Box, ...]]:
    yield from _head("The descriptions", _ASKED)
    for ref, asked in _things(framework).items():
        strand = framework.strand(asked.strand)
        level = strand.level(asked.level)
        named = f"{level.level}: {level.name}" if level.name else str(level.level)
        yield Box(ref, "small"), Box(strand.name), Box(named), Box(asked.text), *_answers(views)


def _rules(framework: fw.Framework, views: str) -> Iterator[tuple[Box, ...]]:
    yield from _head("The rules", _ASKED_RULES)
    for ref, said in _rule_texts(framework).items():
        yield Box(ref, "small"), Box(said), *_answers(views)


def _questions(questions: Sequence[str]) -> Iterator[tuple[Box, ...]]:
    yield from _head("Questions", _ASKED_QUESTIONS)
    for n, question in enumerate(questions, 1):
        yield Box(f"question {n}", "small"), Box(question), Box(None, "answer")


class _Thing(NamedTuple):
    strand: str
    level: int
    text: str


def _things(framework: fw.Framework) -> dict[str, _Thing]:
    """Return what a comment can be about: a descriptor by its id, a level without any as "strand level 2"."""
    found: dict[str, _Thing] = {}
    for strand in framework.strands:
        for level in strand.levels:
            for descriptor in level.descriptors:
                text = "\n".join(f"{lead}: {said}" if lead else said for lead, said in rule_words.worded(descriptor))
                found[descriptor.id] = _Thing(strand.id, level.level, text)
            if not level.descriptors:
                found[f"{strand.id} level {level.level}"] = _Thing(strand.id, level.level, level.name or "")
    return found


def _rule_texts(framework: fw.Framework) -> dict[str, str]:
    rules = Words(framework).all_rules()
    return {f"rule {n}": f"{rule.words} {rule.why}".rstrip() for n, rule in enumerate(rules, 1)}


# -- read back


def read(framework: fw.Framework, sha256: str, workbook: Workbook) -> Response:
    """Return what one workbook says; SHA256 is the hash of FRAMEWORK.

    Raises NotAConsultationError, OtherVersionError.
    """
    sheets = {sheet.name: sheet for sheet in workbook.sheets}
    for name in (START, DESCRIPTIONS, RULES, QUESTIONS):
        if name not in sheets:
            raise NotAConsultationError(where=Where(file=workbook.file, sheet=name), name=workbook.file, sheet=name)
    about = {str(row[0]): str(row[1] or "") for row in sheets[START].rows if len(row) > 1 and row[0] is not None}
    if about.get(_HASH) != sha256:
        found = about.get(_HASH) or "no version named"
        where = Where(file=workbook.file, sheet=START)
        raise OtherVersionError(where=where, name=workbook.file, found=_short(found), wanted=_short(sha256))
    respondent = about.get(_NAME, "").strip()
    reader = _Reader(workbook.file, respondent or workbook.file)
    if not respondent:
        row = next((n for n, cells in enumerate(sheets[START].rows, 1) if cells and cells[0] == _NAME), 1)
        reader.doubt(START, row, "B", f"nothing beside “{_NAME}”", "who answers")
    things = _things(framework)
    refs = {ref: (thing.strand, thing.level, thing.text) for ref, thing in things.items()}
    comments = list(reader.comments(sheets[DESCRIPTIONS], "description", _ASKED, refs, "Description"))
    rules = {ref: (None, None, said) for ref, said in _rule_texts(framework).items()}
    comments += reader.comments(sheets[RULES], "rule", _ASKED_RULES, rules, "Rule")
    questions = {ref: (None, None, "") for ref in _refs(sheets[QUESTIONS]) if ref.startswith("question ")}
    comments += reader.comments(sheets[QUESTIONS], "question", _ASKED_QUESTIONS, questions, "")
    role = about.get(_ROLE, "").strip()
    return Response(workbook.file, workbook.sha256, respondent, role, tuple(comments), tuple(reader.doubts))


def _short(sha256: str) -> str:
    return sha256[:19] if sha256.startswith("sha256:") else sha256[:60]


def _refs(sheet: Sheet) -> Iterator[str]:
    for row in sheet.rows:
        if row and isinstance(row[0], str):
            yield row[0]


Known = Mapping[str, tuple[str | None, int | None, str]]


class _Reader:
    """Reads the sheets of one workbook and notes every doubt with its place."""

    def __init__(self, file: str, respondent: str) -> None:
        self.file, self.respondent = file, respondent
        self.doubts: list[Doubt] = []

    def doubt(self, sheet: str, row: int, column: str, found: str, expected: str) -> None:
        """Note a doubt."""
        self.doubts.append(Doubt(self.file, sheet, row, column, found, expected))

    def columns(self, sheet: Sheet, wanted: Sequence[str]) -> tuple[int, dict[str, int]]:
        """Return the row of the headings and the column of each; a heading that is not there is a doubt."""
        for row, cells in enumerate(sheet.rows, 1):
            named = {str(cell).strip(): at for at, cell in enumerate(cells) if isinstance(cell, str)}
            if "Ref" in named:
                for title in wanted:
                    if title not in named:
                        self.doubt(sheet.name, row, title, "no column of this name", f"the column “{title}”")
                return row, {title: at for title, at in named.items() if title in wanted}
        self.doubt(sheet.name, 1, "Ref", "no row with the headings", "the headings as they were sent out")
        return len(sheet.rows), {}

    def comments(
        self,
        sheet: Sheet,
        about: Literal["description", "rule", "question"],
        wanted: Sequence[str],
        known: Known,
        text_column: str,
    ) -> Iterator[Comment]:
        """Give the comments of a sheet whose headings are WANTED, about the things KNOWN by their reference."""
        head, columns = self.columns(sheet, wanted)
        seen: set[str] = set()
        for row in range(head + 1, len(sheet.rows) + 1):
            said = {title: _text(sheet.cell(row, at)) for title, at in columns.items()}
            self._strays(sheet, row, set(columns.values()))
            ref, comment, example = said.get("Ref", ""), said.get("Comment", ""), said.get("Example", "")
            view = said.get("What you think", "")
            if not (comment or example or view):
                continue
            if ref not in known or ref in seen:
                found = f"“{ref}”" if ref else "no reference beside what was written"
                again = " a second time" if ref in seen else ""
                place = column_letters(columns.get("Ref", 0))
                self.doubt(sheet.name, row, place, f"{found}{again}", "a reference of this version, once")
                continue
            seen.add(ref)
            strand, level, text = known[ref]
            if text_column in columns and said[text_column] != _text(text):
                place = column_letters(columns[text_column])
                self.doubt(sheet.name, row, place, f"“{said[text_column][:80]}”", "the words as they were sent out")
            if view and view not in VIEWS:
                place = column_letters(columns["What you think"])
                self.doubt(sheet.name, row, place, f"“{view}”", f"one of {', '.join(VIEWS)}, or nothing")
            yield Comment(self.respondent, about, ref, strand, level, view, comment, example, row)

    def _strays(self, sheet: Sheet, row: int, known: set[int]) -> None:
        for at, cell in enumerate(sheet.rows[row - 1]):
            if cell is not None and at not in known:
                self.doubt(sheet.name, row, column_letters(at), f"“{_text(cell)[:80]}”", "nothing in this column")


def _text(cell: Cell) -> str:
    """Return a cell's words: line ends alike, blanks at the ends gone."""
    return "" if cell is None else "\n".join(line.rstrip() for line in str(cell).splitlines()).strip()


# -- collected, answered, carried over


def ordered(framework: fw.Framework, responses: Sequence[Response]) -> tuple[Comment, ...]:
    """Return all comments by strand and level in the framework's order, then those on rules and questions."""
    places = {strand.id: n for n, strand in enumerate(framework.strands)}
    kinds = {"description": 0, "rule": 1, "question": 2}
    found = (comment for response in responses for comment in response.comments)
    return tuple(
        sorted(
            found, key=lambda one: (kinds[one.about], places.get(one.strand or "", 0), one.level or 0, one.ref, one.row)
        )
    )


def collected(file: FrameworkFile, responses: Sequence[Response], dated: date) -> FillIn:
    """Return one workbook with every comment, and room for what was said in short and what was done about it."""
    framework = file.definition
    made = edition.edition(framework, file.life, dated)
    rows = list(_head("What came back", _COLLECTED))
    rules = _rule_texts(framework)
    for one in ordered(framework, responses):
        strand = framework.strand(one.strand).name if one.strand else rules.get(one.ref, one.ref)
        said = (strand, one.level, one.respondent, one.view, one.comment, one.example)
        rows.append((Box(one.ref, "small"), *map(Box, said), Box(None, "answer"), Box(None, "answer")))
    start = (
        (Box("What came back, and what we did", "title"),),
        (Box(f"{made.title}. {made.authority}. Version {made.version}.", "strong"),),
        (Box("Write beside a comment what was said, in short, and what was done. One line may answer several."),),
        (Box(f"Workbooks read: {len(responses)}."),),
        (),
        (Box(_HASH, "small"), Box(made.sha256, "small")),
    )
    page = Page(COMMENTS, tuple(rows), (18, 24, 8, 26, 14, 46, 46, 46, 46), 2)
    return FillIn(f"{made.title}: what came back", made.authority, dated, (Page(START, start, (70, 60)), page))


def said_and_did(framework: fw.Framework, sha256: str, workbook: Workbook) -> SaidAndDid:
    """Return the lines of "you said, we did" that a person wrote into the collected workbook.

    One without the other is a doubt and no line. Raises NotAConsultationError, OtherVersionError.
    """
    sheets = {sheet.name: sheet for sheet in workbook.sheets}
    for name in (START, COMMENTS):
        if name not in sheets:
            raise NotAConsultationError(where=Where(file=workbook.file, sheet=name), name=workbook.file, sheet=name)
    named = {str(row[0]): str(row[1]) for row in sheets[START].rows if len(row) > 1 and row[0] is not None}
    if named.get(_HASH) != sha256:
        found = _short(named.get(_HASH, "no version named"))
        raise OtherVersionError(
            where=Where(file=workbook.file, sheet=START), name=workbook.file, found=found, wanted=_short(sha256)
        )
    reader = _Reader(workbook.file, workbook.file)
    sheet, things = sheets[COMMENTS], _things(framework)
    head, columns = reader.columns(sheet, _COLLECTED)
    lines = []
    for row in range(head + 1, len(sheet.rows) + 1):
        ref, said, did = (_text(sheet.cell(row, columns[title])) if title in columns else "" for title in
                          ("Ref", "You said", "We did"))  # fmt: skip
        if bool(said) != bool(did):
            lacks = "We did" if said else "You said"
            reader.doubt(sheet.name, row, column_letters(columns.get(lacks, 0)), "nothing", f"“{lacks}”")
        elif said:
            thing = things.get(ref)
            lines.append(
                YouSaid(
                    said=said, did=did, strand=thing.strand if thing else None, level=thing.level if thing else None
                )
            )
    return SaidAndDid(tuple(lines), tuple(reader.doubts))
