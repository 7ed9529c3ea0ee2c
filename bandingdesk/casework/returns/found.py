"""What a reader finds in a form that came back: answers in the very words, and every doubt with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bandingdesk.casework.returns.ops import Answer, Doubt
from bandingdesk.errors import QT_TRANSLATE_NOOP

OUTSIDE = "outside"  # the key of what was written where no field is
# What each doubt says. The screen translates them; {found} and {expected} are words from the file and from the form.
SENTENCES: Mapping[str, str] = {
    # the file as a whole
    "ending": QT_TRANSLATE_NOOP("returns", "The file is called {found}, but inside it is {expected}."),
    "other_program": QT_TRANSLATE_NOOP(
        "returns", "It was saved as {found}, so that its locks and formulas can't be checked. Compare it with care."
    ),
    "macros": QT_TRANSLATE_NOOP("returns", "It holds a macro, which our forms never do. Nothing of it was run."),
    "unlocked": QT_TRANSLATE_NOOP("returns", "The lock of the sheet “{found}” was taken off."),
    "hidden_sheet": QT_TRANSLATE_NOOP("returns", "A sheet is hidden: “{found}”. Our forms have none."),
    "extra_sheet": QT_TRANSLATE_NOOP("returns", "There is a sheet that we did not send: “{found}”."),
    "sheet_missing": QT_TRANSLATE_NOOP("returns", "The sheet “{found}” is missing, with the answers on it."),
    "seal": QT_TRANSLATE_NOOP("returns", "Its check code is {found}, and we sent it out with {expected}."),
    "older_form": QT_TRANSLATE_NOOP(
        "returns", "This is an older form. On {expected} a newer one was made in its place."
    ),
    "withdrawn": QT_TRANSLATE_NOOP("returns", "This form was withdrawn: {found}"),
    "older_framework": QT_TRANSLATE_NOOP("returns", "It was made with {found}. Now {expected} is in force."),
    "older_book": QT_TRANSLATE_NOOP(
        "returns", "It asks its questions in the words of {found}, and today's are {expected}. Some may not fit."
    ),
    "same_child": QT_TRANSLATE_NOOP("returns", "It was made for the case {found}, which is of the same child."),
    "again": QT_TRANSLATE_NOOP("returns", "This form came back before, on {expected}. Other answers now: {found}."),
    "tracked": QT_TRANSLATE_NOOP(
        "returns", "It holds {found} tracked changes. They were read as if all were accepted."
    ),
    "by_place": QT_TRANSLATE_NOOP(
        "returns", "A program that saved it dropped the names of its fields. The answers were read by their place."
    ),
    "comments": QT_TRANSLATE_NOOP("returns", "It holds {found} comments, which are not part of any answer."),
    "two_headers": QT_TRANSLATE_NOOP("returns", "The headings stand twice on this sheet."),
    "heading_missing": QT_TRANSLATE_NOOP("returns", "The column “{expected}” is missing, with the answers in it."),
    # one answer
    "empty": QT_TRANSLATE_NOOP("returns", "Nothing is answered here."),
    "not_a_level": QT_TRANSLATE_NOOP("returns", "“{found}” is not one of the levels. They are {expected}."),
    "typed": QT_TRANSLATE_NOOP(
        "returns", "“{found}” was typed and not chosen from the list. It was read as {expected}."
    ),
    "twice": QT_TRANSLATE_NOOP("returns", "It is answered more than once, and not alike. All answers are shown."),
    "twice_alike": QT_TRANSLATE_NOOP("returns", "It stands in the form more than once, with the same answer."),
    "formula": QT_TRANSLATE_NOOP("returns", "A formula stands here. What it last showed was read."),
    "merged": QT_TRANSLATE_NOOP("returns", "The cells {found} were merged. Their one value was read here."),
    "percentage": QT_TRANSLATE_NOOP("returns", "The cell shows a percentage, and holds the number that was read."),
    "not_a_date": QT_TRANSLATE_NOOP("returns", "“{found}” can't be read as a day."),
    "far_date": QT_TRANSLATE_NOOP("returns", "The day {found} lies far from today."),
    "changed": QT_TRANSLATE_NOOP(
        "returns", "The words of the form were changed here: “{found}” in place of “{expected}”."
    ),
    "removed": QT_TRANSLATE_NOOP("returns", "Words of the form are gone: “{expected}”."),
    "by_heading": QT_TRANSLATE_NOOP("returns", "The field itself is gone. What stands under its heading was read."),
    "field_missing": QT_TRANSLATE_NOOP("returns", "The field and its heading are gone, so no answer was found."),
    "outside": QT_TRANSLATE_NOOP(
        "returns", "This was written outside the fields. Say whether it belongs to the answers."
    ),
}
# What is said in their place while the words of the answer may not be read: never what stands there.
BLIND: Mapping[str, str] = {
    "not_a_level": QT_TRANSLATE_NOOP("returns", "What stands here is not one of the levels."),
    "typed": QT_TRANSLATE_NOOP("returns", "A level was typed here and not chosen from the list."),
    "changed": QT_TRANSLATE_NOOP("returns", "The words of the form were changed beside this answer."),
}


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read from one file."""

    answers: tuple[Answer, ...]
    doubts: tuple[Doubt, ...]

    def of(self, key: str) -> str:
        """Return the words of an answer, "" for none."""
        return next((answer.text for answer in self.answers if answer.key == key), "")


@dataclass(slots=True)
class Notes:
    """Answers and doubts as a reader goes along."""

    answers: list[Answer] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)

    def doubt(self, code: str, about: str = "", place: str = "", found: object = "", expected: object = "") -> None:
        """Note a doubt; what it quotes is cut to what a person can take in."""
        self.doubts.append(Doubt(code, about, place, short(str(found)), short(str(expected))))

    def reading(self) -> Reading:
        """Return what was noted."""
        return Reading(tuple(self.answers), tuple(self.doubts))


@dataclass(frozen=True, slots=True)
class Known:
    """How a form says which it is: its id, the case's reference and the check code, "" for what it does not say."""

    form: str
    reference: str
    code: str


def short(words: str, most: int = 160) -> str:
    """Return WORDS on one line, cut at MOST characters.

    >>> short("one\\ntwo  three", 8)
    'one two …'
    """
    line = " ".join(words.split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()} …" if line[most - 1 :].strip() else line


def tidy(words: str) -> str:
    """Return an answer's WORDS as they were written: line ends alike, blank lines at the ends gone, nothing else."""
    lines = words.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    while lines and not lines[0].strip():
        del lines[0]
    while lines and not lines[-1].strip():
        del lines[-1]
    return "\n".join(lines)


def alike(one: str, other: str) -> bool:
    """Say whether two texts differ at most in blanks and line ends: programs change these by themselves."""
    return one.split() == other.split()


def differences(before: Reading, now: Reading) -> Iterator[str]:
    """Give the labels of answers that are not the same in two readings of one form, in the order of the newer."""
    said = {answer.key: answer.text for answer in before.answers}
    for answer in now.answers:
        if said.pop(answer.key, "") != answer.text:
            yield answer.label
    yield from (answer.label for answer in before.answers if answer.key in said and answer.text)
