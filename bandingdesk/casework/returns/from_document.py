"""A form in DOCX read back: every answer in its very words, and every doubt with its place.

An answer is found by the tag of its field. Where the field itself is gone, what stands under its heading is read, and
said to be read so. Text that is neither the form's nor in a field is shown as written outside the fields.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from bandingdesk.casework import cells
from bandingdesk.casework.returns import layout, questions
from bandingdesk.casework.returns.document import Document, Line
from bandingdesk.casework.returns.found import OUTSIDE, Known, Notes, Reading, alike, tidy
from bandingdesk.casework.returns.layout import PLACEHOLDER, Block, Field, Heading, Table, Words
from bandingdesk.casework.returns.ops import Answer
from bandingdesk.casework.returns.questions import Asked

FAR = 2 * 366  # days from today beyond which the day of an advice is asked about
_SAYS_WHICH = (layout.FORM, layout.CASE, layout.SEAL)
_TITLES = {"Form": layout.FORM, "Case": layout.CASE, "Check code": layout.SEAL}
_BEFORE = {key: f"{title}: " for title, key in _TITLES.items()}


def known(document: Document) -> Known:
    """Return how the document says which form it is: by its fixed fields, else by its words, else by its properties."""
    found = dict.fromkeys(_SAYS_WHICH, "")
    for control in document.controls:
        key = control.tag or _TITLES.get(control.title, "")
        if key in found and control.text.strip():
            found[key] = found[key] or control.text.strip()
    for line in document.lines:
        for tag, before in _BEFORE.items():
            if not found[tag] and line.whole.startswith(before):
                found[tag] = line.whole.removeprefix(before).strip()
    return Known(found[layout.FORM] or document.identifier, found[layout.CASE], found[layout.SEAL])


class _Reader:
    """Reads one document against the BLOCKS that went out."""

    def __init__(self, document: Document, blocks: Sequence[Block], asked: Iterable[Asked], today: date) -> None:
        self.document, self.blocks, self.today = document, blocks, today
        self.asked = {one.key: one for one in asked}
        self.notes = Notes()
        self.sent = Counter(map(tidy, _printed(blocks)))
        fields = list(layout.fields(iter(blocks)))
        named = [control for control in document.controls if control.name]
        self.by_place = not named and len(document.controls) == len(fields)
        self.rest = [
            _Place(n, line.text if self.by_place else line.whole, line) for n, line in enumerate(document.lines, 1)
        ]
        self.given: dict[str, list[str]] = {}
        titles = {field.label[: layout.LONGEST]: field.key for field in fields}
        keys = [control.tag or titles.get(control.title, control.title) for control in named]
        if self.by_place:
            named, keys = list(document.controls), [field.key for field in fields]
        for control, key in zip(named, keys, strict=True):
            is_empty = control.is_untouched or control.text.strip() in ("", PLACEHOLDER)
            self.given.setdefault(key, []).append("" if is_empty else tidy(control.text))

    def read(self) -> None:
        """Read every field, then what stands beside them."""
        if self.by_place:
            self.notes.doubt("by_place")
        headings = {tidy(field.label) for field in self._fields()} | {
            tidy(block.words) for block in self.blocks if isinstance(block, Heading)
        }
        for field in self._fields():
            texts = self.given.pop(field.key, None)
            if texts is None:
                self._by_heading(field, headings)
            else:
                self._take(field, texts)
        self._tables()
        for key, texts in self.given.items():  # fields that we did not send
            if key not in _SAYS_WHICH:
                for words in filter(None, texts):
                    self._outside(words, "")
        self._beside()

    def _fields(self) -> Iterator[Field]:
        return (block for block in self.blocks if isinstance(block, Field) and not block.is_fixed)

    def _tables(self) -> None:
        for block in self.blocks:
            if isinstance(block, Table):
                fields = list(layout.fields((block,)))
                missing = [field for field in fields if field.key not in self.given]
                if missing:
                    self.notes.doubt("field_missing", "", block.lines.label)
                for field in fields:
                    self._take(field, self.given.pop(field.key, [""]))

    def _take(self, field: Field, texts: Sequence[str]) -> None:
        """Note what stands in the field, or in each of several of its kind."""
        about = self.asked[field.key]
        filled = [words for words in texts if words]
        if len(texts) > 1 and len(filled) > 1:
            is_same = all(alike(filled[0], other) for other in filled[1:])
            self.notes.doubt("twice_alike" if is_same else "twice", field.key, about.label)
        for n, words in enumerate(filled or [""]):
            key = f"{field.key}#{n + 1}" if n else field.key
            if words or about.needed:
                self.notes.answers.append(Answer(key, about.label, words, about.heading))
            if not words and about.needed:
                self.notes.doubt("empty", key, about.label)
            if words and about.kind == "date":
                self._day(key, about.label, words)

    def _day(self, key: str, place: str, words: str) -> None:
        day = cells.day(words)
        if day is None:
            self.notes.doubt("not_a_date", key, place, words)
        elif day > self.today or (self.today - day).days > FAR:
            self.notes.doubt("far_date", key, place, words)

    def _by_heading(self, field: Field, headings: set[str]) -> None:
        """Read what stands under the heading of a field that is gone."""
        label = tidy(field.label)
        at = next((n for n, place in enumerate(self.rest) if place.text == label), None)
        if at is None:
            self._take(field, [""])
            self.notes.doubt("field_missing", field.key, field.label)
            return
        found = []
        for place in self.rest[at + 1 :]:
            words = place.text
            if words in headings or place.line.level or any(place.line.tags):
                break
            if words != tidy(field.hint):
                found.append(place.text)
                place.is_read = True
        words = tidy("\n".join(found))
        self._take(field, ["" if words == PLACEHOLDER else words])
        self.notes.doubt("by_heading", field.key, field.label)

    def _beside(self) -> None:
        """Compare what stands outside of fields with what went out."""
        left = []
        for place in self.rest:
            words = place.text
            if place.is_read or not words or (words == PLACEHOLDER and not any(place.line.tags)):
                continue
            if self.sent[words] > 0:
                self.sent[words] -= 1
            else:
                left.append((place, words))
        gone = [words for words, count in self.sent.items() for _ in range(count)]
        for place, words in left:
            was = next((one for one in gone if _is_edited(one, words)), None)
            if was is None:
                self._outside(words, f"paragraph {place.number}")
            else:
                gone.remove(was)
                self.notes.doubt("changed", "", f"paragraph {place.number}", words, was)
        for words in gone:
            self.notes.doubt("removed", "", "", "", words)

    def _outside(self, words: str, place: str) -> None:
        count = sum(answer.key.startswith(OUTSIDE) for answer in self.notes.answers) + 1
        key = f"{OUTSIDE}.{count}"
        self.notes.answers.append(Answer(key, place, words))
        self.notes.doubt("outside", key, place)


class _Place:
    """A paragraph with its number, and whether it was read as an answer."""

    __slots__ = ("is_read", "line", "number", "text")

    def __init__(self, number: int, text: str, line: Line) -> None:
        self.number, self.text, self.line, self.is_read = number, tidy(text), line, False


def read(document: Document, blocks: Sequence[Block], asked: Iterable[Asked], today: date) -> Reading:
    """Return what DOCUMENT says, against the BLOCKS that went out and the fields ASKED in them."""
    reader = _Reader(document, blocks, asked, today)
    notes = reader.notes
    if document.has_macros:
        notes.doubt("macros")
    if document.tracked:
        notes.doubt("tracked", found=document.tracked)
    if document.comments:
        notes.doubt("comments", found=document.comments)
    reader.read()
    return notes.reading()


class Suggested(NamedTuple):
    """A line of provision out of an advice, as it was written; numbers only where one is plainly said."""

    what: str
    who: str
    minutes: int | None
    times: int | None
    group: int | None
    weeks: int | None


def provision(answers: Iterable[Answer]) -> Iterator[Suggested]:
    """Give the lines of provision in the table of an advice."""
    rows: dict[int, dict[str, str]] = {}
    for answer in answers:
        table, _, rest = answer.key.partition(".")
        number, _, column = rest.partition(".")
        if table == "provision" and number.isdigit() and column:
            rows.setdefault(int(number), {})[column] = answer.text
    for _, row in sorted(rows.items()):
        if row.get("what", "").strip():
            minutes, times, group, weeks = (_number(row.get(key, "")) for key in ("minutes", "often", "group", "weeks"))
            yield Suggested(row["what"], row.get("who", ""), minutes, times, group, weeks)


def _number(words: str) -> int | None:
    text = words.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else None


def _printed(blocks: Iterable[Block]) -> Iterator[str]:
    """Give every text of the form that stands outside of its fields."""
    for block in blocks:
        match block:
            case Heading() | Words():
                yield block.words
            case Field(is_fixed=True):
                yield f"{block.label}: "
            case Field():
                yield block.label
                if block.hint:
                    yield block.hint
            case Table():
                yield from (column.label for column in block.lines.columns)


def _is_edited(was: str, now: str) -> bool:
    """Say whether NOW looks like WAS with some words changed: most of its words are there."""
    before, after = set(was.split()), set(now.split())
    return len(before & after) * 2 > max(len(before), len(after))


def strand_words(answers: Iterable[Answer]) -> dict[str, str]:
    """Return what an advice says by strand."""
    return {
        answer.key.removeprefix(questions.STRAND): answer.text
        for answer in answers
        if answer.key.startswith(questions.STRAND) and answer.text
    }
