"""The text of a letter: a file of whole sentences with merge fields becomes blocks, or the list of what is missing.

A text file starts with `title:` and `for:` (recipient roles), then one section a block:

    ## REASONS: Why we decided this
    needs: decision.reasons, decision.legal_test
    Paragraphs, `- bullets`, `1. steps` and `| tables |`. Merge fields are jinja2 in a sandbox: {{ review_on|day }}.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError
from bandingdesk.letters.blocks import Block, Grid, Items, Part, Text

_VALUE = "\ue000"  # stands before every merged value, so that a value is never read as a bullet, a step or a table
_GUARDED = {"|": "\ue001", "*": "\ue002", "#": "\ue003"}
_GUARD = str.maketrans(_GUARDED)
_UNGUARD = str.maketrans({guard: plain for plain, guard in _GUARDED.items()} | {_VALUE: ""})
_SECTION = re.compile(r"^## ([A-Z0-9]+): (.+)$", re.MULTILINE)
_MONEY = re.compile(r"£\s?\d[\d,]*(?:\.\d\d)?|\b\d[\d,]* pounds\b")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_STEP = re.compile(r"\d+\. ")

_LABELS = {
    "council.name": "council name",
    "council.phone": "council phone",
    "council.email": "council e-mail",
    "council.officer": "named officer",
    "council.officer_role": "named officer's role",
    "council.officer_phone": "named officer's phone",
    "council.officer_email": "named officer's e-mail",
    "council.sendiass.name": "SENDIASS name",
    "council.sendiass.phone": "SENDIASS phone",
    "council.mediation.name": "mediation adviser's name",
    "council.mediation.phone": "mediation adviser's phone",
    "council.drs.name": "disagreement resolution service name",
    "council.drs.phone": "disagreement resolution service phone",
    "council.finance.name": "who answers questions about a band",
    "council.finance.email": "e-mail for questions about a band",
    "council.schools_list": "where to find schools and colleges",
    "council.formats": "how to ask for another format",
    "recipient.name": "recipient's name",
    "recipient.lines": "recipient's address",
    "reference": "case reference",
    "child_name": "name of the child or young person",
    "pupil_reference": "pupil reference",
    "setting_name": "setting",
    "plan_date": "date of the plan",
    "plan_version": "version of the plan",
    "review_on": "date of the review meeting",
    "decision": "the decision",
    "decision.decided_on": "date of the decision",
    "decision.maker_name": "decision maker",
    "decision.maker_role": "decision maker's role",
    "decision.delegation": "delegation",
    "decision.reasons": "reasons",
    "decision.legal_test": "legal test in words",
    "decision.evidence": "evidence relied on",
    "decision.views": "the family's views and how they were considered",
    "changes": "the changes proposed",
    "enclosures": "what is sent with the letter",
    "band.name": "band",
    "band.scheme": "name of the banding scheme",
    "band.scheme_version": "version of the banding scheme",
    "band.pence": "amount of the band",
    "band.period": "period of the amount",
    "band.element_1": "element 1",
    "band.element_2": "element 2",
    "band.element_3": "element 3",
    "band.starts": "start of the funding",
    "band.review_by": "review date of the band",
    "band.this_year": "amount for this year",
    "band.year_ends": "end of the funding year",
    "dated": "date of the letter",
    "sent": "date sent",
    "served": "date of deemed service",
    "check_code": "record check code",
}


class LetterTextError(InvalidError):
    """A letter's text can't be used: REASON."""

    code = "LE-17"
    message = QT_TRANSLATE_NOOP("errors", "The text of this letter can't be used: {reason}.")
    kept = QT_TRANSLATE_NOOP("errors", "No letter was made.")
    do = QT_TRANSLATE_NOOP("errors", "Put back the text that was shipped, or mend it.")


@dataclass(frozen=True, slots=True)
class Section:
    """One block of a text before it is filled in."""

    id: str
    heading: str
    needs: tuple[str, ...]
    body: str


@dataclass(frozen=True, slots=True)
class LetterText:
    """A letter's text as written: title, recipient roles, sections."""

    title_source: str
    title_needs: tuple[str, ...]
    roles: tuple[str, ...]
    sections: tuple[Section, ...]

    def block_ids(self) -> tuple[str, ...]:
        """Return the ids of the blocks in order."""
        return tuple(section.id for section in self.sections)

    def missing(self, values: Mapping[str, object]) -> list[str]:
        """Return every fact that a block needs and VALUES lack, as "BLOCK: fact"."""
        needs = [("TITLE", path) for path in self.title_needs]
        needs += [(section.id, path) for section in self.sections for path in section.needs]
        return [f"{block}: {label(path)}" for block, path in needs if is_missing(values, path)]

    def title(self, values: Mapping[str, object]) -> str:
        """Return the title filled in from VALUES."""
        return _clean(fill(self.title_source, values))

    def blocks(self, values: Mapping[str, object]) -> tuple[Block, ...]:
        """Return the blocks filled in from VALUES."""
        return tuple(
            Block(section.id, _clean(fill(section.heading, values)), parts(fill(section.body, values)))
            for section in self.sections
        )


@functools.lru_cache(maxsize=32)
def parse(source: str) -> LetterText:
    """Return SOURCE as sections. Raises LetterTextError."""
    found = list(_SECTION.finditer(source))
    front = dict(re.findall(r"^(\w+): (.+)$", source[: found[0].start()] if found else source, re.MULTILINE))
    if not found or not {"title", "for"} <= front.keys():
        raise LetterTextError(reason="it has no title, no recipients or no blocks")
    ends = [match.start() for match in found[1:]] + [len(source)]
    sections = []
    for match, end in zip(found, ends, strict=True):
        body = source[match.end() : end].strip("\n")
        needs: tuple[str, ...] = ()
        if body.startswith("needs: "):
            line, _, body = body.partition("\n")
            needs = _listed(line.removeprefix("needs: "))
        sections.append(Section(match[1], match[2], needs, body.strip("\n") + "\n"))
    return LetterText(front["title"], _listed(front.get("needs", "")), _listed(front["for"]), tuple(sections))


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def fill(source: str, values: Mapping[str, object]) -> str:
    """Return SOURCE with its merge fields filled from VALUES. Raises LetterTextError for an unknown or empty field."""
    import jinja2

    try:
        return str(_template(source).render(values))
    except (jinja2.TemplateError, TypeError) as fault:
        raise LetterTextError(reason=str(fault)) from fault


@functools.cache
def _environment() -> Any:
    import jinja2
    import jinja2.sandbox

    environment = jinja2.sandbox.ImmutableSandboxedEnvironment(
        autoescape=False, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True, finalize=_guard
    )
    environment.filters |= {"day": long_date, "money": money}
    return environment


@functools.lru_cache(maxsize=512)
def _template(source: str) -> Any:
    return _environment().from_string(source)


def _guard(value: object) -> str:
    """Return a merged VALUE as one line that can't be taken for layout."""
    if value is None:
        raise TypeError("a field is empty")
    return _VALUE + re.sub(r"[ \t\r\n]+", " ", str(value)).translate(_GUARD)


def _clean(text: str) -> str:
    return unicodedata.normalize("NFC", text.translate(_UNGUARD)).strip()


def parts(text: str) -> tuple[Part, ...]:
    """Return the filled-in TEXT as paragraphs, lists and tables; an empty line ends each."""
    found: list[Part] = []
    for chunk in re.split(r"\n\s*\n", text.strip("\n")):
        lines = [line for line in chunk.split("\n") if line.strip()]
        if not lines:
            continue
        if all(line.startswith("|") for line in lines):
            found.append(_grid(lines))
        elif lines[0].startswith("- "):
            found.append(Items(tuple(_joined(lines, re.compile("- ")))))
        elif _STEP.match(lines[0]):
            found.append(Items(tuple(_joined(lines, _STEP)), is_numbered=True))
        else:
            found.append(Text(_clean(" ".join(lines))))
    return tuple(found)


def _joined(lines: Sequence[str], mark: re.Pattern[str]) -> Iterator[str]:
    """Yield the entries of a list; a line without a mark goes on with the entry before it."""
    entry = ""
    for line in lines:
        if match := mark.match(line):
            if entry:
                yield _clean(entry)
            entry = line[match.end() :]
        else:
            entry += " " + line.strip()
    yield _clean(entry)


def _grid(lines: Sequence[str]) -> Grid:
    """Return a table: a row of headings, a row of dashes (a colon at the end sets right, their number is the width)."""
    rows = [[_clean(cell) for cell in line.strip().strip("|").split("|")] for line in lines]
    if len(rows) < 3 or any(len(row) != len(rows[0]) for row in rows):
        raise LetterTextError(reason="a table needs headings, a row of dashes and rows of the same length")
    right = tuple(i for i, cell in enumerate(rows[1]) if cell.endswith(":"))
    return Grid(tuple(rows[0]), tuple(map(tuple, rows[2:])), right, tuple(len(cell) for cell in rows[1]))


def label(path: str) -> str:
    """Return the plain name of the fact at PATH."""
    return _LABELS.get(path, path.replace("_", " ").replace(".", ", "))


def is_missing(values: object, path: str) -> bool:
    """Say whether the fact at PATH ("council.sendiass.phone") is not known. Zero is a fact; empty text is none."""
    found: object = values
    for name in path.split("."):
        found = found.get(name) if isinstance(found, Mapping) else getattr(found, name, None)
        if found is None:
            return True
    return found in ("", (), [])


def long_date(day: date) -> str:
    """Return a date as letters print it.

    >>> long_date(date(2026, 12, 7))
    'Monday 7 December 2026'
    """
    # Not strftime: a running QApplication sets the C locale, and the letter would follow the laptop's language.
    return f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}"


def short_date(day: date) -> str:
    """Return a date as tables and the screen print it.

    >>> short_date(date(2026, 12, 7))
    'Mon 7 Dec 2026'
    """
    return f"{_DAYS[day.weekday()][:3]} {day.day} {_MONTHS[day.month - 1][:3]} {day.year}"


def money(pence: int) -> str:
    """Return an amount of whole pence in pounds; pence are shown only where there are some.

    >>> money(1095000), money(25150)
    ('£10,950', '£251.50')
    """
    pounds, rest = divmod(pence, 100)
    return f"£{pounds:,}.{rest:02d}" if rest else f"£{pounds:,}"


def money_in(text: str) -> str | None:
    """Return the first amount of money in TEXT, or None."""
    found = _MONEY.search(text)
    return found[0] if found else None


def names(text: str, name: str) -> bool:
    """Say whether TEXT names NAME as whole words. A name of one or two letters counts only after "band"."""
    if not name:
        return False
    prefix = r"\bband\s+" if len(name) < 3 else r"\b"
    return re.search(prefix + re.escape(name) + r"\b", text, re.IGNORECASE) is not None


def reading_age(texts: Sequence[str]) -> float:
    """Return the reading age of TEXTS in years: Flesch-Kincaid grade + 5.

    Source: Kincaid et al. 1975, 0.39 words per sentence + 11.8 syllables per word - 15.59. Syllables are counted by
    groups of vowels, so the figure is good to about one year. Raises ValueError when there are no words.
    """
    sentences = words = syllables = 0
    for text in texts:
        for sentence in re.split(r"(?<=[.?:;])\s+", text):
            found = re.findall(r"[A-Za-z][A-Za-z'’-]*", sentence)
            if found:
                sentences += 1
                words += len(found)
                syllables += sum(_syllables(word) for word in found)
    if not words:
        raise ValueError("no words")
    return 0.39 * words / sentences + 11.8 * syllables / words - 15.59 + 5


def _syllables(word: str) -> int:
    word = (
        re.sub(r"(?:es|ed|e)$", "", word.lower()) if len(word) > 3 and not word.lower().endswith("le") else word.lower()
    )
    return max(1, len(re.findall(r"[aeiouy]+", word)))
