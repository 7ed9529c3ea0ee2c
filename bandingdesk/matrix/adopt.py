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
from bandingdesk.matrix.paths import Places

if TYPE_CHECKING:
    from bandingdesk.matrix.analyse import Finding, Report
    from bandingdesk.matrix.framework import Framework
    from bandingdesk.matrix.life import Life, Paper
    from bandingdesk.matrix.tariff import Tariff


class AdoptionRefusedError(RefusedError):
    """The version TITLE can't be adopted: UNMET lists every condition that is not met."""

    code = "FW-24"
    message = QT_TRANSLATE_NOOP("errors", "{title} can't be adopted yet:{listed}\n")
    kept = QT_TRANSLATE_NOOP("errors", "It stays as it was; what is in force stays in force.")
    do = QT_TRANSLATE_NOOP("errors", "Meet each condition, then adopt it again.")

    def __init__(self, *, title: str, unmet: Sequence[str], findings: Iterable[Finding] = ()) -> None:
        self.unmet, self.findings = tuple(unmet), tuple(findings)
        super().__init__(title=title, listed="".join(f"\n- {sentence}" for sentence in unmet))

    def as_json(self) -> dict[str, object]:
        """Return the error object with each condition under `unmet`, and the findings among them by code and place."""
        found = [{"code": one.code, "where": one.where, "message": one.message} for one in self.findings]
        return {**super().as_json(), "unmet": list(self.unmet), "findings": found}


class Requirement(NamedTuple):
    """One condition of adoption in words, and what is still missing; nothing is once it is met.

    `findings` are those that `missing` tells of in words.
    """

    id: str  # tests, check, findings, equality, consultation, minute, start, once, supersedes, crosswalks, amounts
    words: str
    missing: tuple[str, ...]
    findings: tuple[Finding, ...] = ()

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
    places = Places.of(definition)
    return (
        _tests(report),
        _check(places, life, report),
        _warnings(places, life, report),
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


def amounts(definition: Framework, tariff: Tariff, report: Report) -> Requirement:
    """Return the condition that the check of a tariff under its framework finds no error in the amounts."""
    found = [one for one in report.findings if one.severity == "error" and one.where.startswith("tariff")]
    missing = _errors(Places.of(definition, tariff), found)
    return Requirement("amounts", "The check finds no error in the amounts", missing, tuple(found))


def check(title: str, asked: Iterable[Requirement]) -> None:
    """Refuse while anything is missing. Raises AdoptionRefusedError with all of it."""
    open_ = [requirement for requirement in asked if requirement.missing]
    if open_:
        unmet = [sentence for requirement in open_ for sentence in requirement.missing]
        named = [finding for requirement in open_ for finding in requirement.findings]
        raise AdoptionRefusedError(title=title, unmet=unmet, findings=named)


def _tests(report: Report) -> Requirement:
    failing = tuple(one for one in report.findings if one.code == "test_failed")
    missing = tuple(one.message for one in failing)
    if report.failed and not failing:
        missing = (f"Worked tests that fail: {report.failed}.",)
    elif not report.passed + report.failed:
        missing = ("It has no worked test: add at least one.",)
    return Requirement("tests", "It has worked tests, and they all pass", missing, failing)


def _check(places: Places, life: Life, report: Report) -> Requirement:
    """Name each error but failing tests, which have a line of their own.

    A check that could not cover every profile is answered like a warning.
    """
    found = tuple(one for one in report.findings if one.severity == "error" and one.code != "test_failed")
    missing = _errors(places, found)
    if not report.complete and (PART_CHECKED, "check") not in _answered(life):
        missing += ("The check could not cover every profile: say in writing why that is enough.",)
    return Requirement("check", "The check finds no error", missing, found)


def _warnings(places: Places, life: Life, report: Report) -> Requirement:
    said = [answer for answer in life.answers if _said(answer.text)]
    found = tuple(
        one for one in findings.answered(report.findings, said) if one.severity == "warning" and one.answer is None
    )
    missing = tuple(f"A warning about {places.named(one.where)} is not answered: {one.message}" for one in found)
    return Requirement("findings", "Every warning is answered in writing", missing, found)


def _errors(places: Places, found: Iterable[Finding]) -> tuple[str, ...]:
    return tuple(f"An error in {places.named(one.where)}: {one.message}" for one in found)


def _answered(life: Life) -> set[tuple[str, str]]:
    return {(one.code, one.where) for one in life.answers if _said(one.text)}


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
