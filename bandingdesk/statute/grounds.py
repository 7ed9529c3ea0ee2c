"""The legal tests in the law's own words: what a decision has to be measured by on its day.

Dated data that ships with the program (`resources/statute/tests.json`): no act and no policy of a council reaches it.
A council's local criteria are guidance. They stand beneath the words of a test and never in their place: a refusal that
rests on them alone is unsafe (statute.md 2.1).
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from bandingdesk import resources
from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError, RefusedError

GUIDANCE = QT_TRANSLATE_NOOP("law", "The council's guidance, which may be departed from")
UNCHECKED = QT_TRANSLATE_NOOP("law", "These words are still to be compared with legislation.gov.uk.")


class GroundUnknownError(InvalidError):
    """The law book holds no legal test TEST."""

    code = "LW-01"
    message = QT_TRANSLATE_NOOP("errors", "There is no legal test {test}.")
    kept = QT_TRANSLATE_NOOP("errors", "The words of the law stay as they are. Nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Choose one of {known}.")


class GroundNotInForceError(RefusedError):
    """TEST had no words in force on DAY."""

    code = "LW-02"
    message = QT_TRANSLATE_NOOP("errors", "The legal test {test} was not in force on {day}.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Check the day: these tests begin on 1 September 2014.")


class GroundsInvalidError(InvalidError):
    """The texts of the tests are damaged: FAULT says where."""

    code = "LW-03"
    message = QT_TRANSLATE_NOOP("errors", "The words of the legal tests can't be read: {fault}.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was shown or printed from them.")
    do = QT_TRANSLATE_NOOP("errors", "Install Banding Desk again.")


class Limb(NamedTuple):
    """One lettered part of a test: "b", and within it "b(i)"."""

    letter: str
    words: str

    @property
    def mark(self) -> str:
        """The letter as the law prints it before the words: (b), or (i) within (b)."""
        return f"({self.letter})" if "(" not in self.letter else self.letter[self.letter.index("(") :]


class Ground(NamedTuple):
    """A test as its words stand on a day. `checked`: compared with the law's own text, `compared` says with what."""

    id: str
    provision: str
    source: str
    question: str
    words: str
    limbs: tuple[Limb, ...]
    version: str
    since: date
    until: date | None
    checked: bool
    compared: str

    def sentences(self) -> Iterator[str]:
        """Yield the words of the law line by line, each limb with its mark."""
        yield self.words
        for limb in self.limbs:
            yield f"{limb.mark} {limb.words}"


class Shown(NamedTuple):
    """A test as people see it: the words of the law, and beneath them what the council says of it, if anything."""

    ground: Ground
    guidance: str = ""


@dataclass(frozen=True, slots=True)
class GroundBook:
    """All versions of every test, and the letters that each of them governs. Outcomes name their tests themselves."""

    versions: tuple[Ground, ...]
    letters: Mapping[str, tuple[str, ...]]  # test -> letters

    @property
    def ids(self) -> tuple[str, ...]:
        """Every test, in the order of the Act."""
        return tuple(dict.fromkeys(ground.id for ground in self.versions))

    def on(self, test: str, day: date) -> Ground:
        """Return TEST in the words in force on DAY. Raises GroundUnknownError, GroundNotInForceError."""
        self.require(test)
        for ground in self.versions:
            if ground.id == test and ground.since <= day and (ground.until is None or day <= ground.until):
                return ground
        raise GroundNotInForceError(test=test, day=f"{day:%d/%m/%Y}")

    def require(self, test: str) -> None:
        """Check that there is such a test. Raises GroundUnknownError."""
        if test not in self.ids:
            raise GroundUnknownError(test=test, known=", ".join(self.ids))

    def of_letter(self, letter: str, day: date, guidance: Mapping[str, str] | None = None) -> tuple[Shown, ...]:
        """Return the tests that the decision of LETTER is measured by, each with the council's GUIDANCE beneath."""
        return self.shown([test for test in self.ids if letter in self.letters[test]], day, guidance)

    def shown(self, tests: Iterable[str], day: date, guidance: Mapping[str, str] | None = None) -> tuple[Shown, ...]:
        """Return TESTS in the order given, in the words of DAY, each with the council's GUIDANCE beneath."""
        return tuple(Shown(self.on(test, day), (guidance or {}).get(test, "")) for test in tests)


def read(text: str) -> GroundBook:
    """Return the tests in TEXT (JSON). Raises GroundsInvalidError."""
    try:
        raw = json.loads(text)["tests"]
        versions = tuple(_ground(test, version) for test in raw for version in test["versions"])
        letters = {test["id"]: tuple(test["letters"]) for test in raw}
    except (KeyError, TypeError, ValueError) as fault:
        raise GroundsInvalidError(fault=f"{type(fault).__name__}: {fault}") from fault
    found = GroundBook(versions, letters)
    _check(found, len(raw))
    return found


@functools.cache
def book() -> GroundBook:
    """Return the tests that ship with the program."""
    return read(resources.text("statute/tests.json"))


def _ground(test: Mapping[str, Any], version: Mapping[str, Any]) -> Ground:
    return Ground(
        id=test["id"],
        provision=test["provision"],
        source=test["source"],
        question=test["question"],
        words=version["words"],
        limbs=tuple(Limb(letter, words) for letter, words in version["limbs"]),
        version=version["version"],
        since=date.fromisoformat(version["from"]),
        until=date.fromisoformat(version["to"]) if version["to"] else None,
        checked=version["checked"],
        compared=version["compared"],
    )


def _check(tests: GroundBook, said: int) -> None:
    """Refuse a test that stands there twice, versions that overlap, and "checked" that does not say with what."""
    if len(tests.ids) != said:
        raise GroundsInvalidError(fault="a test stands there twice or has no words")
    for at, ground in enumerate(tests.versions):
        if ground.checked != bool(ground.compared):
            raise GroundsInvalidError(fault=f"{ground.id} does not say what it was compared with")
        for later in tests.versions[at + 1 :]:
            if later.id == ground.id and (ground.until is None or later.since <= ground.until):
                raise GroundsInvalidError(fault=f"two versions of {ground.id} hold on {later.since:%d/%m/%Y}")
