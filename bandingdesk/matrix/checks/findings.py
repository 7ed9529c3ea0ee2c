"""Findings, the profiles that show them, the council's written answers, and the report that holds them all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from bandingdesk.matrix.life import Answer
from bandingdesk.matrix.measures import CostLine
from bandingdesk.matrix.profile import Profile

Severity = Literal["error", "warning", "info"]

PART_CHECKED = "part_checked"  # an answer's code where not every profile could be covered; its place is "check"

CODES = (
    "threshold_gap", "threshold_overlap", "below_first", "above_last",
    "case_gap", "case_overlap", "case_conflict", "case_shadowed", "band_unreachable",
    "not_monotone_band", "not_monotone_money", "cliff", "strand_inert", "cap_hides",
    "uplift_never_fires", "uplift_never_matters",
    "descriptor_dominated", "descriptor_same_text", "descriptor_text_missing",
    "tariff_cell_missing", "tariff_not_monotone", "tariff_period_mixed", "tariff_terms_sum", "tariff_setting_banned",
    "test_failed", "test_row_unused", "test_edge_missing", "guard_contradicted", "guard_inactive",
)  # fmt: skip


class Witness(NamedTuple):
    """A profile that shows a finding. `raised`: it shows it when this strand goes to this level.

    `lines` are the totals of costed maps, in pence by list.
    """

    levels: Mapping[str, int]
    context: Mapping[str, str]
    descriptors: tuple[str, ...] = ()
    numbers: Mapping[str, int] = {}
    lines: Mapping[str, int] = {}
    raised: tuple[str, int] | None = None

    def profile(self) -> Profile:
        """Return the witness as the evaluator reads it."""
        lines = {
            list_: (CostLine(what="Total of the map", fixed=pence),) if pence else ()
            for list_, pence in self.lines.items()
        }
        return Profile(self.levels, frozenset(self.descriptors), self.context, self.numbers, lines)

    def after(self) -> Profile:
        """Return the same profile with the strand raised."""
        levels = self.levels if self.raised is None else {**self.levels, self.raised[0]: self.raised[1]}
        return self.profile()._replace(levels=levels)

    def as_json(self) -> dict[str, object]:
        """Return the witness as JSON types; what it does not use is left out."""
        made: dict[str, object] = {"levels": dict(self.levels), "context": dict(self.context)}
        made |= {"descriptors": list(self.descriptors)} if self.descriptors else {}
        made |= {"numbers": dict(self.numbers)} if self.numbers else {}
        made |= {"lines": dict(self.lines)} if self.lines else {}
        return made | ({"raised": {"strand": self.raised[0], "level": self.raised[1]}} if self.raised else {})


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault: its code, its place in the definition, words, a witness where there is one, and how many profiles.

    `where` is a path into the framework, or into the tariff where it begins with `tariff.`. `answer` is what the
    council wrote about it; `children` how many of a caseload, where one was given.
    """

    code: str
    severity: Severity
    where: str
    message: str
    witness: Witness | None = None
    count: int = 0
    answer: str | None = None
    children: int | None = None

    @property
    def is_open(self) -> bool:
        """Whether it stands against adoption: an error always, a warning until it is answered."""
        return self.severity == "error" or (self.severity == "warning" and self.answer is None)

    def as_json(self) -> dict[str, object]:
        """Return the finding as JSON types."""
        parts = {"code": self.code, "severity": self.severity, "where": self.where, "message": self.message}
        witness = None if self.witness is None else self.witness.as_json()
        children = {} if self.children is None else {"children": self.children}
        return {**parts, "witness": witness, "count": self.count, **children, "answer": self.answer}


@dataclass(frozen=True, slots=True)
class Report:
    """The result of a check. `complete`: every profile was covered; else `limits` says what was not, and why.

    `profiles`: how many there are, over every context that a rule reads.
    """

    framework: Mapping[str, str]
    complete: bool
    profiles: int
    bands_reachable: tuple[str, ...]
    findings: tuple[Finding, ...]
    passed: int
    failed: int
    limits: tuple[str, ...] = ()
    limits_answer: str | None = None

    @property
    def is_clean(self) -> bool:
        """Whether no finding is an error."""
        return not any(finding.severity == "error" for finding in self.findings)

    @property
    def adoptable(self) -> bool:
        """Whether nothing in the checks stands against adoption; minute and papers are asked for there."""
        whole = self.complete or self.limits_answer is not None
        return whole and self.passed > 0 and self.failed == 0 and not any(finding.is_open for finding in self.findings)

    def with_answers(self, answers: Iterable[Answer]) -> Report:
        """Return the report with the council's written answers beside its findings."""
        given = tuple(answers)
        whole = next((each.text for each in given if (each.code, each.where) == (PART_CHECKED, "check")), None)
        return replace(self, findings=answered(self.findings, given), limits_answer=whole)

    def as_json(self) -> dict[str, object]:
        """Return the document of `framework check`."""
        return {
            "framework": dict(self.framework),
            "complete": self.complete,
            "limits": list(self.limits),
            "profiles": self.profiles,
            "bands_reachable": list(self.bands_reachable),
            "findings": [finding.as_json() for finding in self.findings],
            "tests": {"passed": self.passed, "failed": self.failed},
            "adoptable": self.adoptable,
        }


def answered(findings: Iterable[Finding], answers: Iterable[Answer]) -> tuple[Finding, ...]:
    """Return FINDINGS, each with its written answer.

    An answer speaks for its own place and for all beneath it: one at `strands[2]` for each level of that strand. The
    nearest one counts. An error can't be answered away: it keeps its answer and stays an error.
    """
    by_nearness = sorted(answers, key=lambda answer: len(answer.where), reverse=True)
    return tuple(
        replace(finding, answer=next((a.text for a in by_nearness if _speaks_for(a, finding)), None))
        for finding in findings
    )


def _speaks_for(answer: Answer, finding: Finding) -> bool:
    if answer.code != finding.code or not finding.where.startswith(answer.where):
        return False
    return finding.where[len(answer.where) :][:1] in ("", ".", "[")


def listed(words: Iterable[str], join: str = "and") -> str:
    """Return WORDS as people list them: a, b and c."""
    *first, last = words
    return f"{', '.join(first)} {join} {last}" if first else last


def counted(count: int, noun: str) -> str:
    """Return a count with its noun: 1 profile, 2 profiles."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
