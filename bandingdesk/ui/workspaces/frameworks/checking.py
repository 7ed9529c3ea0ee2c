"""What is wrong with a draft as it stands: faults of its form, or the findings of the whole analysis. Runs anywhere."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from bandingdesk.errors import DeskError
from bandingdesk.ui.workspaces.frameworks import draft
from bandingdesk.ui.workspaces.frameworks.draft import Path
from bandingdesk.ui.workspaces.frameworks.history import State

if TYPE_CHECKING:  # the engine takes a third of a second to load: it comes with the first check
    from bandingdesk.matrix.analyse import Finding, Report, Witness
    from bandingdesk.matrix.framework import Decide, Framework
    from bandingdesk.matrix.references import Problem
    from bandingdesk.matrix.rule_words import Words
    from bandingdesk.matrix.scheme import Scheme
    from bandingdesk.matrix.tariff import Tariff

Severity = Literal["error", "warning", "info"]
ORDER = {"error": 0, "warning": 1, "info": 2}
FORM = "form"  # the code of a fault of the form
TEST_FAILED = "test_failed"  # comes after what makes tests fail


@dataclass(frozen=True, slots=True)
class Note:
    """One thing to settle or to know: where it is, in words, with a profile that shows it and the answer it has."""

    code: str
    severity: Severity
    where: Path
    message: str
    witness: Witness | None = None
    count: int = 0
    answer: str = ""
    in_tariff: bool = False

    @property
    def place(self) -> str:
        """Its place as the check names it."""
        return ("tariff." if self.in_tariff else "") + draft.text(self.where)

    @property
    def key(self) -> str:
        """What tells it from others, the same on every check."""
        return f"{self.code} {self.place}"

    @property
    def is_open(self) -> bool:
        """Whether it stands in the way of adoption: an error, or a warning without an answer."""
        return self.severity == "error" or (self.severity == "warning" and not self.answer)


@dataclass(frozen=True, slots=True)
class Checked:
    """The outcome of one check. Without a report the form itself has faults, and nothing could be reckoned."""

    notes: tuple[Note, ...] = ()
    report: Report | None = None
    scheme: Scheme | None = None
    sentences: Mapping[str, str] = field(default_factory=dict)  # every rule in words, by its place

    @property
    def errors(self) -> int:
        """How many errors there are."""
        return sum(note.severity == "error" for note in self.notes)

    @property
    def open_warnings(self) -> int:
        """How many warnings have no answer yet."""
        return sum(note.severity == "warning" and note.is_open for note in self.notes)

    def failed_tests(self) -> frozenset[int]:
        """Return the places of the worked tests that fail."""
        return frozenset(int(note.where[1]) for note in self.notes if note.code == TEST_FAILED and len(note.where) > 1)

    def at(self, *tops: Path, tariff: bool = False) -> list[Note]:
        """Return the notes at or inside any of these paths, worst first."""
        return [
            note
            for note in self.notes
            if note.in_tariff == tariff and any(draft.is_under(note.where, top) for top in tops)
        ]


def read(state: State) -> tuple[Framework, Tariff | None]:
    """Return framework and tariff of a version as the engine reads them. Raises FrameworkInvalidError."""
    from bandingdesk.matrix import files

    framework = files.read_framework(json.dumps(state.framework).encode(), "draft")
    tariff = files.read_tariff(json.dumps(state.tariff).encode(), "tariff") if state.tariff is not None else None
    return framework, tariff


def check(state: State) -> Checked:
    """Check a draft: its form first, and where that is whole, every profile."""
    from bandingdesk.matrix import analyse, compiled, files
    from bandingdesk.matrix.life import Answer

    try:
        framework = files.read_framework(json.dumps(state.framework).encode(), "draft")
    except files.FrameworkInvalidError as fault:
        return Checked(tuple(_faults(fault.problems)))
    faults: list[Note] = []
    tariff = None
    if state.tariff is not None:
        try:
            tariff = files.read_tariff(json.dumps(state.tariff).encode(), "tariff")
            scheme = compiled.compile_scheme(framework, tariff)
        except files.FrameworkInvalidError as fault:
            faults, tariff = list(_faults(fault.problems, in_tariff=True)), None
    try:
        answers = [Answer.model_validate(one) for one in state.answers]
        report = analyse.check(framework, tariff, answers=answers)
    except DeskError as fault:  # a limit of the analysis: said, never passed over
        return Checked((*faults, Note(fault.code, "error", (), " ".join(fault.sentences()))))
    if tariff is None:
        scheme = compiled.compile_scheme(framework)
    notes = [*faults, *map(_note, report.findings)]
    ordered = tuple(sorted(notes, key=lambda note: (ORDER[note.severity], note.code == TEST_FAILED)))
    return Checked(ordered, report, scheme, dict(_sentences(framework)))


def _sentences(framework: Framework) -> Iterator[tuple[str, str]]:
    """Give the place of every rule and what it says."""
    from bandingdesk.matrix import rule_words

    said = rule_words.Words(framework)
    for n, guard in enumerate(framework.guards):
        yield f"guards[{n}]", said.guard(guard).words
    for n, measure in enumerate(framework.measures):
        words = {rule.id: rule.words for rule in said.measure(measure)}
        for k, rule in enumerate(getattr(measure, "add_if", ())):
            yield f"measures[{n}].add_if[{k}]", words[rule.id]
    for n, rule in enumerate(framework.adjust):
        yield f"adjust[{n}]", said.adjustment(rule).words
    yield from _deciding(said, framework.decide, "decide")


def _deciding(said: Words, decide: Decide, path: str) -> Iterator[tuple[str, str]]:
    if decide.kind == "best_of":
        for n, way in enumerate(decide.of):
            yield from _deciding(said, way, f"{path}.of[{n}]")
    elif decide.kind == "cases":
        for n, row in enumerate(decide.rows):
            yield f"{path}.rows[{n}]", f"If {said.condition(row.when)}, the band is {said.band(row.band)}."


def _faults(problems: tuple[Problem, ...], *, in_tariff: bool = False) -> list[Note]:
    return [
        Note(FORM, "error", draft.parse(one.path), f"Found {one.found}, expected {one.expected}.", in_tariff=in_tariff)
        for one in problems
    ]


def _note(finding: Finding) -> Note:
    in_tariff = finding.where.startswith("tariff.")
    return Note(
        finding.code,
        finding.severity,
        draft.parse(finding.where.removeprefix("tariff.")),
        finding.message,
        finding.witness,
        finding.count,
        finding.answer or "",
        in_tariff,
    )
