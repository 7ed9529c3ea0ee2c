"""The gate before a version is in force: every condition in plain words, and which are not met.

Source: matrix design 3.6. R (KE) v Bristol [2018] EWHC 2103 (Admin) quashed a high-needs allocation for want of inquiry
and consultation: so the papers are asked for, or a named officer writes down why one is not needed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from bandingdesk.errors import QT_TRANSLATE_NOOP, RefusedError
from bandingdesk.matrix.checks import findings
from bandingdesk.matrix.checks.findings import PART_CHECKED

if TYPE_CHECKING:
    from bandingdesk.matrix.analyse import Report
    from bandingdesk.matrix.framework import Framework
    from bandingdesk.matrix.life import Life, Paper


class AdoptionRefusedError(RefusedError):
    """The version TITLE can't be adopted: UNMET lists every condition that is not met."""

    code = "FW-24"
    message = QT_TRANSLATE_NOOP("errors", "{title} can't be adopted yet:{listed}\n")
    kept = QT_TRANSLATE_NOOP("errors", "It stays as it was; what is in force stays in force.")
    do = QT_TRANSLATE_NOOP("errors", "Meet each condition, then adopt it again.")

    def __init__(self, *, title: str, unmet: Sequence[str]) -> None:
        self.unmet = tuple(unmet)
        super().__init__(title=title, listed="".join(f"\n- {sentence}" for sentence in unmet))

    def as_json(self) -> dict[str, object]:
        """Return the error object with each condition under `unmet`."""
        return {**super().as_json(), "unmet": list(self.unmet)}


class Requirement(NamedTuple):
    """One condition of adoption in words, and what is still missing; nothing is once it is met."""

    id: str  # tests, check, findings, equality, consultation, minute, start, once, supersedes, crosswalks, amounts
    words: str
    missing: tuple[str, ...]

    @property
    def is_met(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing


class Predecessor(NamedTuple):
    """The adopted version of the same framework that started last: its hash, version and first day."""

    sha256: str
    version: str
    starts: date


def requirements(definition: Framework, life: Life, report: Report, starts: date) -> tuple[Requirement, ...]:
    """Return every condition of adoption that a version and its papers can meet by themselves.

    LIFE holds the answers, the papers and the minute as they would be adopted; `succession` asks the library.
    """
    return (
        Requirement("tests", "It has worked tests, and they all pass", _tests(report)),
        Requirement("check", "The check finds no error", _check(life, report)),
        Requirement("findings", "Every warning is answered in writing", _findings(life, report)),
        Requirement(
            "equality",
            "The equality impact assessment is attached, or an officer wrote why not",
            _paper(life.equality, "the equality impact assessment"),
        ),
        Requirement(
            "consultation",
            "The record of the consultation is attached, or an officer wrote why not",
            _paper(life.consultation, "the record of the consultation"),
        ),
        Requirement("minute", "The minute is named", () if _said(life.minute) else ("Name the minute.",)),
        Requirement("start", "It starts on a day that it is made for", _start(definition, starts)),
        Requirement("once", "It was not adopted before", _once(life)),
    )


def succession(definition: Framework, starts: date, before: Predecessor | None) -> Requirement:
    """Return the condition that the version names the one it takes over from, BEFORE, and starts after it.

    Without one there is nothing to name: what a definition supersedes may stand in another library.
    """
    missing: list[str] = []
    if before is not None and definition.supersedes != before.sha256:
        missing.append(f"Its definition must say that it supersedes version {before.version}.")
    if before is not None and starts <= before.starts:
        missing.append(f"It must start after version {before.version}, which started on {_day(before.starts)}.")
    return Requirement("supersedes", "It names the version that it takes over from", tuple(missing))


def mapped(crosswalks: Iterable[tuple[str, Sequence[str]]]) -> Requirement:
    """Return the condition that every crosswalk with a scheme of the library fits: its title, and what is wrong."""
    missing = tuple(f"Crosswalk with {title}: {fault}" for title, faults in crosswalks for fault in faults)
    return Requirement("crosswalks", "Every band of a scheme that runs beside it has a row", missing)


def amounts(report: Report) -> Requirement:
    """Return the condition that the check of a tariff under its framework finds no error in the amounts."""
    found = [one for one in report.findings if one.severity == "error" and one.where.startswith("tariff")]
    missing = tuple(_finding("Error", one.code, one.where, one.message) for one in found)
    return Requirement("amounts", "The check finds no error in the amounts", missing)


def check(title: str, asked: Iterable[Requirement]) -> None:
    """Refuse while anything is missing. Raises AdoptionRefusedError with all of it."""
    unmet = [sentence for requirement in asked for sentence in requirement.missing]
    if unmet:
        raise AdoptionRefusedError(title=title, unmet=unmet)


def _tests(report: Report) -> tuple[str, ...]:
    failing = [one for one in report.findings if one.code == "test_failed"]
    if failing:
        return tuple(_finding("Failing", one.code, one.where, one.message) for one in failing)
    if report.failed:
        return (f"Worked tests that fail: {report.failed}.",)
    return () if report.passed else ("It has no worked test: add at least one.",)


def _check(life: Life, report: Report) -> tuple[str, ...]:
    """Name each error but failing tests, which have a line of their own.

    A check that could not cover every profile is answered like a warning.
    """
    found = [one for one in report.findings if one.severity == "error" and one.code != "test_failed"]
    errors = [_finding("Error", one.code, one.where, one.message) for one in found]
    if not report.complete and (PART_CHECKED, "check") not in _answered(life):
        errors.append("The check could not cover every profile: say in writing why that is enough.")
    return tuple(errors)


def _findings(life: Life, report: Report) -> tuple[str, ...]:
    said = [answer for answer in life.answers if _said(answer.text)]
    return tuple(
        _finding("Not answered", one.code, one.where, one.message)
        for one in findings.answered(report.findings, said)
        if one.severity == "warning" and one.answer is None
    )


def _answered(life: Life) -> set[tuple[str, str]]:
    return {(one.code, one.where) for one in life.answers if _said(one.text)}


def _finding(lead: str, code: str, where: str, message: str) -> str:
    return f"{lead}: {code} at {where}. {message}"


def _paper(paper: Paper | None, what: str) -> tuple[str, ...]:
    if paper is None:
        return (f"Attach {what}, or let a named officer write why it is not needed.",)
    if _said(paper.reason):
        return () if _said(paper.officer) else (f"Name the officer who writes why {what} is not needed.",)
    if paper.sha256 is None:
        return (f"Attach the file of {what}, so that its hash is kept.",)
    return () if _said(paper.ref) else (f"Say what the file of {what} is called.",)


def _start(definition: Framework, starts: date) -> tuple[str, ...]:
    made_for = definition.effective
    if starts < made_for.from_:
        return (f"The definition is in force from {_day(made_for.from_)}: start on that day or later.",)
    if made_for.to is not None and starts > made_for.to:
        return (f"The definition is in force until {_day(made_for.to)}: start on that day or earlier.",)
    return ()


def _once(life: Life) -> tuple[str, ...]:
    if life.status not in ("adopted", "retired"):
        return ()
    since = life.starts or life.adopted_on
    return (f"It was adopted before{f', {_day(since)}' if since else ''}: make a new version from it.",)


def _said(words: str | None) -> bool:
    return bool((words or "").strip())


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
