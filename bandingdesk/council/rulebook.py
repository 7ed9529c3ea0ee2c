"""The council's library of frameworks and tariffs: what happens to a version, and which is in force.

A version is content-addressed: its id is the hash of its definition. Once adopted nothing about it is changed; it can
only be retired.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Literal, Protocol, TypeVar

from bandingdesk.council.ops import (
    FindingAnswered,
    FrameworkAdded,
    FrameworkAdopted,
    FrameworkConsulted,
    FrameworkRetired,
    KeptPaper,
    PaperAttached,
    ResponsesRecorded,
    SaidAndDone,
    TariffAdded,
    TariffAdopted,
    TrialEnded,
    TrialStarted,
)
from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError, RefusedError
from bandingdesk.ops import Op, Recorded, Subject

Status = Literal["draft", "consulted", "trial", "adopted", "retired"]


class AlreadyAdoptedError(RefusedError):
    """The version was adopted before."""

    code = "CO-10"
    message = QT_TRANSLATE_NOOP("errors", "This version was adopted before, from {starts}.")
    kept = QT_TRANSLATE_NOOP("errors", "It stays as it is: an adopted version is never changed.")
    do = QT_TRANSLATE_NOOP("errors", "Make a new version from it.")


class VersionTakenError(RefusedError):
    """The library holds FRAMEWORK at VERSION already, with another definition."""

    code = "CO-23"
    message = QT_TRANSLATE_NOOP("errors", "The library holds {framework} version {version} already, with other rules.")
    kept = QT_TRANSLATE_NOOP("errors", "That version stays as it is; nothing was added.")
    do = QT_TRANSLATE_NOOP("errors", "Give the new rules a version of their own, then add them.")


class TrialTooEarlyError(RefusedError):
    """A trial before the consultation needs a written reason."""

    code = "CO-24"
    message = QT_TRANSLATE_NOOP("errors", "This version was not consulted on yet.")
    kept = QT_TRANSLATE_NOOP("errors", "No trial was started.")
    do = QT_TRANSLATE_NOOP("errors", "Record the consultation, or write down why the trial comes before it.")


class TrialDaysError(InvalidError):
    """A trial's last day, ENDS, lies before its first, STARTS."""

    code = "CO-25"
    message = QT_TRANSLATE_NOOP("errors", "The last day of the trial, {ends}, lies before its first, {starts}.")
    kept = QT_TRANSLATE_NOOP("errors", "No trial was started.")
    do = QT_TRANSLATE_NOOP("errors", "Correct one of the two days.")


class NoTrialError(RefusedError):
    """The version is in no trial."""

    code = "CO-26"
    message = QT_TRANSLATE_NOOP("errors", "This version is in no trial.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Read the list of versions again.")


class NotAdoptedError(RefusedError):
    """The version was never adopted, or is retired: there is nothing to retire."""

    code = "CO-27"
    message = QT_TRANSLATE_NOOP("errors", "This version is not in force, so it can't be retired.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Read the list of versions again.")


class WordsMissingError(InvalidError):
    """An act on a version lacks what it must say: WHAT."""

    code = "CO-28"
    message = QT_TRANSLATE_NOOP("errors", "This needs {what}.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was recorded; your form is kept.")
    do = QT_TRANSLATE_NOOP("errors", "Fill it in, then try again.")


class SecondPersonError(RefusedError):
    """Who put the version into the library does not adopt it: somebody else of the council does."""

    code = "PE-12"
    message = QT_TRANSLATE_NOOP("errors", "You put this version into the library, so somebody else adopts it.")
    kept = QT_TRANSLATE_NOOP("errors", "The version and its papers are kept; it is not in force.")
    do = QT_TRANSLATE_NOOP("errors", "Ask another head of service or administrator to adopt it.")


@dataclass(frozen=True, slots=True)
class Answered:
    """A written answer to a finding, and the person who gave it."""

    code: str
    where: str
    text: str
    by: str


@dataclass(frozen=True, slots=True)
class FrameworkVersion:
    """A framework version of the library; its id is the sha256 of its definition."""

    id: str
    head: str
    added: FrameworkAdded | None = None
    added_by: str = ""
    consulted_on: date | None = None
    equality: KeptPaper | None = None
    consultation: KeptPaper | None = None
    answers: tuple[Answered, ...] = ()
    responses: tuple[SaidAndDone, ...] = ()
    trial: TrialStarted | None = None
    trial_ended: TrialEnded | None = None
    adopted: FrameworkAdopted | None = None
    retired: FrameworkRetired | None = None

    @property
    def status(self) -> Status:
        """How far the version has come. A trial that has ended leaves the version where it was before."""
        if self.retired is not None:
            return "retired"
        if self.adopted is not None:
            return "adopted"
        if self.trial is not None and self.trial_ended is None:
            return "trial"
        return "consulted" if self.consulted_on is not None else "draft"


@dataclass(frozen=True, slots=True)
class TariffVersion:
    """A tariff of the library; its id is the sha256 of its definition."""

    id: str
    head: str
    added: TariffAdded | None = None
    adopted: TariffAdopted | None = None


def apply_framework(state: FrameworkVersion | None, op: Recorded) -> FrameworkVersion:
    """Fold an op of a framework version."""
    known = state or FrameworkVersion(op.subject.id, op.op_id)
    match op.body:
        case FrameworkAdded():
            known = replace(known, added=op.body, added_by=op.by)
        case FrameworkConsulted(on, paper):
            known = replace(known, consulted_on=on, consultation=paper)
        case FindingAnswered(code, where, text):
            others = tuple(one for one in known.answers if (one.code, one.where) != (code, where))
            known = replace(known, answers=(*others, Answered(code, where, text, op.by)))
        case PaperAttached("equality", paper):
            known = replace(known, equality=paper)
        case PaperAttached("consultation", paper):
            known = replace(known, consultation=paper)
        case ResponsesRecorded(lines):
            known = replace(known, responses=(*known.responses, *lines))
        case TrialStarted():
            known = replace(known, trial=op.body, trial_ended=None)
        case TrialEnded():
            known = replace(known, trial_ended=op.body)
        case FrameworkAdopted(equality=equality, consultation=consultation):
            known = replace(known, adopted=op.body, equality=equality, consultation=consultation)
        case FrameworkRetired():
            known = replace(known, retired=op.body)
    return replace(known, head=op.op_id)


def apply_tariff(state: TariffVersion | None, op: Recorded) -> TariffVersion:
    """Fold an op of a tariff."""
    known = state or TariffVersion(op.subject.id, op.op_id)
    match op.body:
        case TariffAdded():
            known = replace(known, added=op.body)
        case TariffAdopted():
            known = replace(known, adopted=op.body)
    return replace(known, head=op.op_id)


def add_framework(by: str, at: datetime, body: FrameworkAdded, held: str | None = None) -> Op:
    """Put a framework version into the library; HELD is the hash that this id and version has there.

    Raises VersionTakenError.
    """
    if held is not None and held != body.sha256:
        raise VersionTakenError(framework=body.framework, version=body.version)
    return Op("framework.added", Subject("framework", body.sha256), None, by, at, body)


def add_tariff(by: str, at: datetime, body: TariffAdded) -> Op:
    """Put a tariff into the library."""
    return Op("tariff.added", Subject("tariff", body.sha256), None, by, at, body)


def consult(known: FrameworkVersion, by: str, at: datetime, body: FrameworkConsulted) -> Op:
    """Record that the version was consulted on. Raises AlreadyAdoptedError, WordsMissingError."""
    _check_paper(body.paper)
    return _act(known, "consulted", by, at, body)


def answer(known: FrameworkVersion, by: str, at: datetime, body: FindingAnswered) -> Op:
    """Answer a finding of the check in writing. Raises AlreadyAdoptedError, WordsMissingError."""
    _need(body.text, "an answer in words")
    return _act(known, "finding_answered", by, at, body)


def attach(known: FrameworkVersion, by: str, at: datetime, body: PaperAttached) -> Op:
    """Attach a paper of the adoption, or why there is none. Raises AlreadyAdoptedError, WordsMissingError."""
    _check_paper(body.paper)
    return _act(known, "paper_attached", by, at, body)


def respond(known: FrameworkVersion, by: str, at: datetime, body: ResponsesRecorded) -> Op:
    """Record what was said and what was done about it. Raises AlreadyAdoptedError, WordsMissingError."""
    for line in body.lines:
        _need(line.said, "what was said")
        _need(line.did, "what was done about it")
    return _act(known, "responses_recorded", by, at, body)


def start_trial(known: FrameworkVersion, by: str, at: datetime, body: TrialStarted) -> Op:
    """Start a dated trial beside the scheme in force.

    Raises AlreadyAdoptedError, TrialDaysError, and TrialTooEarlyError before a consultation without a reason.
    """
    if body.ends < body.starts:
        raise TrialDaysError(starts=body.starts, ends=body.ends)
    if known.consulted_on is None and not (body.reason or "").strip():
        raise TrialTooEarlyError()
    return _act(known, "trial_started", by, at, body)


def end_trial(known: FrameworkVersion, by: str, at: datetime, body: TrialEnded) -> Op:
    """End the trial. Raises AlreadyAdoptedError, NoTrialError, WordsMissingError."""
    if known.adopted is None and known.status != "trial":
        raise NoTrialError()
    _need(body.words, "what the trial showed")
    return _act(known, "trial_ended", by, at, body)


def adopt_framework(
    known: FrameworkVersion,
    by: str,
    at: datetime,
    body: FrameworkAdopted,
    *,
    others: Collection[str] = (),
    second: str = "",
) -> Op:
    """Put a framework version in force from a day; the gate was asked before.

    OTHERS are the other people who may adopt: where there are any, who added the version is not the one, unless a
    SECOND person went through it with them. Raises AlreadyAdoptedError, SecondPersonError.
    """
    if others and by == known.added_by and second in ("", by):
        raise SecondPersonError()
    return _act(known, "adopted", by, at, body)


def retire(known: FrameworkVersion, by: str, at: datetime, body: FrameworkRetired) -> Op:
    """Take an adopted version out of force after a day. Raises NotAdoptedError."""
    if known.status != "adopted":
        raise NotAdoptedError()
    return Op("framework.retired", Subject("framework", known.id), known.head, by, at, body)


def adopt_tariff(known: TariffVersion, by: str, at: datetime, body: TariffAdopted) -> Op:
    """Put a tariff in force from a day. Raises AlreadyAdoptedError."""
    if known.adopted is not None:
        raise AlreadyAdoptedError(starts=known.adopted.starts)
    return Op("tariff.adopted", Subject("tariff", known.id), known.head, by, at, body)


class InLibrary(Protocol):
    """A row of the library: which rule book, and its days in force, both included."""

    @property
    def framework(self) -> str: ...
    @property
    def starts(self) -> date | None: ...
    @property
    def ends(self) -> date | None: ...


V = TypeVar("V", bound=InLibrary)


def in_force(versions: Iterable[V], on: date) -> tuple[V, ...]:
    """Return what is in force on a day: for each framework the version that started last, unless it is retired by then.

    The framework whose version started last comes first. A retired version does not bring back the one before it.
    """
    latest: dict[str, tuple[date, V]] = {}
    for version in versions:
        if version.starts is None or version.starts > on:
            continue
        if version.framework not in latest or latest[version.framework][0] <= version.starts:
            latest[version.framework] = (version.starts, version)
    newest = sorted(latest.values(), key=lambda pair: pair[0], reverse=True)
    return tuple(version for _starts, version in newest if version.ends is None or on <= version.ends)


def check_open(known: FrameworkVersion) -> None:
    """Check that the version is not adopted yet. Raises AlreadyAdoptedError."""
    if known.adopted is not None:
        raise AlreadyAdoptedError(starts=known.adopted.starts)


def _act(known: FrameworkVersion, act: str, by: str, at: datetime, body: Any) -> Op:
    """Return an op on a version that is not adopted yet. Raises AlreadyAdoptedError."""
    check_open(known)
    return Op(f"framework.{act}", Subject("framework", known.id), known.head, by, at, body)


def _check_paper(paper: KeptPaper) -> None:
    if paper.reason:
        _need(paper.officer, "the name of the officer who gives the reason")
    else:
        _need(paper.sha256, "the paper, or the reason why there is none")
        _need(paper.ref, "the name of the paper")


def _need(words: str | None, what: str) -> None:
    if not (words or "").strip():
        raise WordsMissingError(what=what)
